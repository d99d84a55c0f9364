"""Every number and date of the settings has a range, which a message states."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from tbkk_sim.cli.compose import load_settings
from tbkk_sim.problem import SettingsError
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import Range, ranges_of
from tbkk_sim.settings.tuning import Tuning
from test_house import settings_classes


def ranges() -> Iterator[tuple[str, Range]]:
    parts: dict[type[BaseModel], None] = {}
    for whole in (Settings, Tuning):
        parts |= dict.fromkeys(settings_classes(whole, set()))
    for part in parts:
        for name, field in part.model_fields.items():
            for found in ranges_of(field):
                yield f"{part.__name__}.{name}", found


ALL = list(ranges())


def test_there_are_numbers_and_dates():
    assert len(ALL) > 100
    assert sum(found.kind.__name__ == "date" for _, found in ALL) >= 6


def test_every_number_and_date_has_both_bounds():
    assert [name for name, found in ALL if found.low is None or found.high is None] == []


def test_a_range_is_not_empty_and_can_be_counted_with():
    for name, found in ALL:
        assert found.low < found.high, name
        if found.kind is float:
            assert abs(found.high) <= 1e7, name


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("staffing.hiring.fill_months_mean=1e308", "is 1e+308; allowed: 0.01 to 1,200 months"),
        ("staffing.units.limburg.posts=7.5", "is 7.5; allowed: 0 to 10,000 posts"),
        ("staffing.units.limburg.posts=null", "is null; allowed: 0 to 10,000 posts"),
        ("staffing.units.limburg.age_shift_years=-1e308", "is -1e+308; allowed: -40 to 40 years"),
        ("demand.week_cv=1e-160", "is 1e-160; allowed: 0, or 0.001 to 2"),
        ("run.end=9998-12-31", "is '9998-12-31'; allowed: 1990-01-01 to 2100-12-31"),
        ("run.end=20211231", "is 20211231, which is not a date; write a day that exists as 2021-01-31"),
        ("run.end=2099-12-31", "is 2099-12-31, 79 years after run.start; allowed: at most 50 years"),
        ("run.replications=[3]", "is [3]; allowed: 1 to 1,000,000 futures"),
        ("triage.hours_mean=nan", "is nan; allowed: 0 to 10,000 hours"),
    ],
)
def test_a_message_states_value_and_range(typed: str, says: str):
    with pytest.raises(SettingsError) as error:
        load_settings([typed])
    (problem,) = error.value.problems
    assert problem.key == typed.partition("=")[0]
    assert problem.says == says


def test_a_key_that_is_a_number_has_a_range_too():
    with pytest.raises(SettingsError) as error:
        load_settings(["+demand.streams.image.reports_per_year.3021=5", "+demand.month_factors.13=1"])
    says = {problem.key: problem.says for problem in error.value.problems}
    assert says["demand.month_factors"] == "has the key '13'; allowed: a whole number from 1 to 12"
    assert "'3021'" in says["demand.streams.image.reports_per_year"]
