"""What a limit on viewing does to the hours of a step, by hand."""

from typing import Any

import pytest

from tbkk_sim.model.expected_hours import factor_of_viewing_limit, factor_on_hours
from tbkk_sim.settings import Settings
from tests.builders import small_settings
from tests.model.truth import truth_table

TEN = {"calendar.hours_per_day": 10.0, "staffing.case_hours_share": 0.8, "calendar.round_the_clock_hours_per_day": 15.0}
"""8 hours for cases in an office day, and 12 on what is worked on round the clock, as class acute is."""
SAFE = {"casework.steps.search.milestone": "searched", "casework.classes.acute.urgent_until": "searched"}
"""Class acute is urgent up to the second of its three steps."""


def with_limits(limit: float | None, **changes: Any) -> Settings:
    """Settings with that limit in each step."""
    limits = {f"casework.steps.{step}.viewing_hours_per_day": limit for step in ("enrich", "search", "dossier")}
    return small_settings({**TEN, **({} if limit is None else limits), **changes})


@truth_table(
    "settings, case_class, step, right",
    {
        "no limit": (with_limits(None), "serious", "search", 1.0),
        "half of an office day": (with_limits(4.0), "serious", "search", 2.0),
        "a third of a day round the clock": (with_limits(4.0), "acute", "search", 3.0),
        "a limit of a whole office day": (with_limits(8.0), "serious", "search", 1.0),
        "a limit of more than an office day": (with_limits(9.0), "serious", "search", 1.0),
        "that limit round the clock": (with_limits(9.0), "acute", "search", 12 / 9),
        "a limit of more than a day round the clock": (with_limits(13.0), "acute", "search", 1.0),
        "a step before the child is safe": (with_limits(4.0, **SAFE), "acute", "enrich", 3.0),
        "the step that makes the child safe": (with_limits(4.0, **SAFE), "acute", "search", 3.0),
        "a step after it": (with_limits(4.0, **SAFE), "acute", "dossier", 2.0),
        "a step of a class that is never urgent": (with_limits(4.0, **SAFE), "serious", "enrich", 2.0),
        "a class that interrupts in office hours": (
            with_limits(4.0, **{"casework.classes.acute.round_the_clock": False}),
            "acute",
            "search",
            2.0,
        ),
        "people who work part-time": (with_limits(4.0, **{"staffing.part_time": {0.5: 1.0}}), "serious", "search", 2.0),
        "more of the day for cases": (
            with_limits(4.0, **{"staffing.case_hours_share": 1.0}),
            "serious",
            "search",
            2.5,
        ),
    },
)
def test_the_hours_of_a_step_with_a_limit_on_viewing(settings: Settings, case_class: str, step: str, right: float):
    of_class = settings.casework.classes[case_class]
    assert factor_of_viewing_limit(settings, of_class, step) == pytest.approx(right, rel=1e-12)


def test_a_limit_in_one_step_leaves_the_others_as_they_were():
    settings = small_settings({**TEN, "casework.steps.search.viewing_hours_per_day": 4.0})
    serious = settings.casework.classes["serious"]
    assert [factor_of_viewing_limit(settings, serious, step) for step in settings.casework.steps] == [1.0, 2.0, 1.0]


def test_a_tool_saves_hours_of_what_the_limit_made_of_them():
    settings = with_limits(4.0, **{"casework.tools": {"search": 0.25}})
    found = [factor_on_hours(settings, of, "search") for of in settings.casework.classes.values()]
    assert found == pytest.approx([0.75, 0.5, 0.5])
    assert factor_on_hours(settings, settings.casework.classes["acute"], "enrich") == pytest.approx(3.0)
