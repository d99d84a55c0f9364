"""What a limit on viewing does to the hours of a step, by hand."""

from typing import Any

import pytest

from tbkk_sim.model.expected_hours import factor_of_viewing_limit, factor_on_hours
from tbkk_sim.settings import Settings
from tests.builders import small_settings
from tests.model.truth import truth_table

TEN = {"calendar.hours_per_day": 10.0, "staffing.case_hours_share": 0.8, "calendar.round_the_clock_hours_per_day": 15.0}
"""8 hours for cases in a working day; class acute is worked on round the clock."""


def with_limits(limit: float | None, **changes: Any) -> Settings:
    """Settings with that limit in each step."""
    limits = {f"casework.steps.{step}.viewing_hours_per_day": limit for step in ("enrich", "search", "dossier")}
    return small_settings({**TEN, **({} if limit is None else limits), **changes})


@truth_table(
    "settings, right",
    {
        "no limit": (with_limits(None), 1.0),
        "half of a working day": (with_limits(4.0), 2.0),
        "a limit of a whole working day": (with_limits(8.0), 1.0),
        "just below": (with_limits(7.9), 8 / 7.9),
        "a limit of more than a working day": (with_limits(9.0), 1.0),
        "people who work part-time": (with_limits(4.0, **{"staffing.part_time": {0.5: 1.0}}), 2.0),
        "more of the day for cases": (with_limits(4.0, **{"staffing.case_hours_share": 1.0}), 2.5),
    },
)
def test_the_hours_of_a_step_with_a_limit_on_viewing(settings: Settings, right: float):
    assert factor_of_viewing_limit(settings, "search") == pytest.approx(right, rel=1e-12)


def test_a_limit_in_one_step_leaves_the_others_as_they_were():
    settings = small_settings({**TEN, "casework.steps.search.viewing_hours_per_day": 4.0})
    assert [factor_of_viewing_limit(settings, step) for step in settings.casework.steps] == [1.0, 2.0, 1.0]


def test_a_tool_saves_hours_of_what_the_limit_made_of_them():
    settings = with_limits(4.0, **{"casework.tools": {"search": 0.25}})
    assert factor_on_hours(settings, "search") == pytest.approx(0.5)
    assert factor_on_hours(settings, "enrich") == pytest.approx(2.0)
