import numpy as np
import pytest

from tbkk_sim.model.event_records import End
from tbkk_sim.model.seconds import days_of, hours_of
from tbkk_sim.sampling.world import NEVER, Reports, Steps
from tbkk_sim.settings import Settings
from tests.builders import LAB, drawn_reports, small_settings
from tests.rows import every_row

BIG = {"demand.streams.image.volume_factor": 20.0}
ACUTE, SERIOUS, LIGHT = 1, 2, 3
ENRICH, SEARCH, DOSSIER = 1, 2, 3
UPGRADE = {"probability": 0.3, "after": "enrich", "to": {"acute": 0.25, "serious": 0.75}}
HALF_A_SECOND = 0.5 / 3_600
"""Hours by which rounding to whole seconds moves work at most."""


def owner(drawn: Reports) -> np.ndarray:
    """The row of the report of each step."""
    return np.repeat(np.arange(len(drawn.key)), drawn.n_steps)


def drawn_hours(settings: Settings, true_class: int, skill: int) -> np.ndarray:
    drawn, steps = drawn_reports(settings, 0)
    return steps.hours[(drawn.true_class[owner(drawn)] == true_class) & (steps.skill == skill)]


def steps_of(drawn: Reports, steps: Steps, row: int) -> slice:
    return slice(drawn.first_step[row], drawn.first_step[row] + drawn.n_steps[row])


def assert_mean(values: np.ndarray, mean: float) -> None:
    """The mean is right within four standard errors."""
    assert values.mean() == pytest.approx(mean, abs=4 * values.std() / np.sqrt(len(values)))


def test_a_case_has_the_steps_of_its_class_in_order() -> None:
    drawn, steps = drawn_reports(small_settings(), 0)
    skills = {
        number: {tuple(steps.skill[steps_of(drawn, steps, row)]) for row in np.flatnonzero(drawn.true_class == number)}
        for number in (ACUTE, SERIOUS, LIGHT)
    }
    assert skills == {
        ACUTE: {(ENRICH, SEARCH, DOSSIER)},
        SERIOUS: {(ENRICH, SEARCH, DOSSIER)},
        LIGHT: {(ENRICH, DOSSIER)},
    }
    assert drawn.n_steps.sum() == len(steps.hours)


def test_a_step_without_hours_does_not_exist() -> None:
    drawn, steps = drawn_reports(small_settings({"casework.classes.serious.hours.search": 0}), 0)
    assert not ((drawn.true_class[owner(drawn)] == SERIOUS) & (steps.skill == SEARCH)).any()


def test_one_step_may_spread_otherwise() -> None:
    effort = {"mean_hours": 16, "spread": {"family": "fixed"}}
    settings = small_settings({"casework.classes.serious.hours.search": effort})
    assert set(drawn_hours(settings, SERIOUS, SEARCH)) == {16.0}
    assert len(set(drawn_hours(settings, SERIOUS, ENRICH))) > 100


def test_levers_scale_hours_of_the_same_cases() -> None:
    levers = {"casework.complexity": {"level": 1.5, "growth_per_year": 0.2}, "casework.tools": {"search": 0.4}}
    plain, steps = drawn_reports(small_settings(), 0)
    _, with_levers = drawn_reports(small_settings(levers), 0)
    growth = 1.5 * 1.2 ** (plain.arrived_days[owner(plain)] / 365.25)
    factor = growth * np.where(steps.skill == SEARCH, 0.4, 1.0)
    np.testing.assert_allclose(with_levers.hours, steps.hours * factor, rtol=0, atol=(1 + factor.max()) * HALF_A_SECOND)


@every_row(("limit", "times"), [(7.2 * 0.85 / 3, 3), (7.2 * 0.85, 1)])
def test_a_limit_on_viewing_scales_hours_of_the_same_cases(limit: float, times: int) -> None:
    """A third of the hours for cases of a working day: three times the hours, in acute cases too; all: as many."""
    viewing = {"casework.steps.search.viewing_hours_per_day": limit}
    lighter = {"short": {"hours": {"search": 2}, "outcomes": {"alternative": 1.0}}}
    plain = {"casework.classes.serious.severe": False, "casework.classes.serious.lighter": lighter}
    drawn, steps = drawn_reports(small_settings(plain), 0)
    viewed, with_limit = drawn_reports(small_settings({**plain, **viewing}), 0)
    case_class, searched = drawn.true_class[owner(drawn)], steps.skill == SEARCH
    assert {ACUTE, SERIOUS} == set(case_class[searched])
    factor = np.where(searched, times, 1)
    np.testing.assert_allclose(with_limit.hours, steps.hours * factor, rtol=0, atol=(1 + factor.max()) * HALF_A_SECOND)
    np.testing.assert_array_equal(with_limit.work_seconds[~searched], steps.work_seconds[~searched])
    assert with_limit.work_seconds.dtype == np.int64
    for column in set(drawn.__dataclass_fields__):
        np.testing.assert_array_equal(getattr(viewed, column), getattr(drawn, column))


def test_delays_have_their_mean_and_come_before_their_step_only() -> None:
    delays = {
        **BIG,
        "casework.steps.search.delay": {"mean_days": 20},
        "casework.steps.dossier.delay": {"mean_days": 3, "family": "fixed"},
    }
    _, steps = drawn_reports(small_settings(delays), 0)
    assert_mean(steps.delay_days[steps.skill == SEARCH], 20)
    assert set(steps.delay_days[steps.skill == DOSSIER]) == {3.0}
    assert set(steps.delay_days[steps.skill == ENRICH]) == {0.0}


@every_row("family", ["fixed", "exponential"])
def test_cases_expire_after_their_mean(family: str) -> None:
    expires = {"casework.classes.light.expires": {"mean_days": 180, "family": family}}
    drawn, _ = drawn_reports(small_settings({**BIG, **expires}), 0)
    light = drawn.true_class == LIGHT
    after = (days_of(drawn.expires_seconds) - drawn.arrived_days)[light]
    assert_mean(after, 180) if family == "exponential" else np.testing.assert_allclose(after, 180)
    assert (days_of(drawn.expires_seconds)[~light] == NEVER).all()


def test_upgrades_have_their_shares() -> None:
    drawn, _ = drawn_reports(small_settings({**BIG, "casework.classes.light.upgrade": UPGRADE}), 0)
    light = drawn.true_class == LIGHT
    assert (drawn.upgrade_class[~light] == -1).all()
    upgraded = drawn.upgrade_class[light]
    assert_mean((upgraded != -1).astype(float), 0.3)
    assert_mean((upgraded[upgraded != -1] == ACUTE).astype(float), 0.25)
    np.testing.assert_array_equal(drawn.upgrade_after[light], np.where(upgraded != -1, 0, -1))


def test_an_upgrade_adds_the_steps_of_the_new_class_with_no_hours_before_it() -> None:
    drawn, steps = drawn_reports(small_settings({**BIG, "casework.classes.light.upgrade": UPGRADE}), 0)
    rows = np.flatnonzero(drawn.upgrade_class != -1)
    first = drawn.first_step[rows]
    assert set(drawn.n_steps[rows]) == {3}
    np.testing.assert_array_equal(hours_of(steps.upgraded_work_seconds)[first], steps.hours[first])
    assert (steps.skill[first + 1] == SEARCH).all()
    assert (steps.hours[first + 1] == 0).all()
    to_acute = drawn.upgrade_class[rows] == ACUTE
    assert_mean(hours_of(steps.upgraded_work_seconds)[first[to_acute] + 1], 20)
    assert_mean(hours_of(steps.upgraded_work_seconds)[first[~to_acute] + 1], 16)
    assert_mean(hours_of(steps.upgraded_work_seconds)[first[~to_acute] + 2], 8)


def test_an_upgrade_drops_the_steps_that_the_new_class_lacks() -> None:
    upgrade = {"probability": 0.5, "after": "enrich", "to": {"light": 1.0}}
    drawn, steps = drawn_reports(small_settings({"casework.classes.serious.upgrade": upgrade}), 0)
    first = drawn.first_step[drawn.upgrade_class == LIGHT]
    assert len(first) > 50
    assert (steps.hours[first + 1] > 0).all()
    assert (hours_of(steps.upgraded_work_seconds)[first + 1] == 0).all()
    assert (hours_of(steps.upgraded_work_seconds)[first + 2] > 0).all()


def test_the_same_number_serves_the_old_and_the_new_class() -> None:
    """Dossier: light 4 hours with sigma 0.5, serious 8 with sigma 0.8; equal quantiles."""
    drawn, steps = drawn_reports(small_settings({"casework.classes.light.upgrade": UPGRADE}), 0)
    last = drawn.first_step[drawn.upgrade_class == SERIOUS] + 2
    z_old = (np.log(steps.hours[last] / 4) + 0.5**2 / 2) / 0.5
    upgraded_hours = 8 * np.exp(0.8 * z_old - 0.8**2 / 2)
    of_rounding = HALF_A_SECOND * (1 + 0.8 / 0.5 * upgraded_hours / steps.hours[last])
    assert (np.abs(hours_of(steps.upgraded_work_seconds)[last] - upgraded_hours) <= 1.01 * of_rounding).all()


def test_an_upgraded_case_ends_as_its_new_class() -> None:
    drawn, _ = drawn_reports(small_settings({**BIG, "casework.classes.light.upgrade": UPGRADE}), 0)
    ends = drawn.outcome[drawn.upgrade_class == SERIOUS]
    assert set(ends) == {End.FILE_TO_OM, End.NO_OFFENCE}


@every_row("hours", [{"enrich": 2, "search": 0, "dossier": 4}, {"search": 0, "dossier": 4}])
def test_discovery_at_a_step_without_hours_comes_with_the_step_before_or_after(hours: dict[str, float]) -> None:
    upgrade = {"probability": 1.0, "after": "search", "to": {"serious": 1.0}}
    settings = small_settings({"casework.classes.light.hours": hours, "casework.classes.light.upgrade": upgrade})
    drawn, _ = drawn_reports(settings, 0)
    assert set(drawn.upgrade_after[drawn.true_class == LIGHT]) == {0}


def test_discovery_comes_with_a_step_that_the_case_has() -> None:
    """Half of the cases need the search, after which it is set; the others discover with what they have instead."""
    for other, expected in (("enrich", {0, 1}), ("dossier", {0})):
        upgrade = {"probability": 0.4, "after": "search", "to": {"serious": 1.0}}
        hours = {other: 2, "search": {"mean_hours": 3, "needed_share": 0.5}}
        settings = small_settings({"casework.classes.light.hours": hours, "casework.classes.light.upgrade": upgrade})
        drawn, steps = drawn_reports(settings, 0)
        light = np.flatnonzero(drawn.true_class == LIGHT)
        upgraded = light[drawn.upgrade_class[light] != -1]
        assert_mean((drawn.upgrade_class[light] != -1).astype(float), 0.4)
        at = drawn.first_step[upgraded] + drawn.upgrade_after[upgraded]
        assert (steps.hours[at] > 0).all()
        searches = (
            np.array(
                [
                    (steps.hours[steps_of(drawn, steps, r)] * (steps.skill[steps_of(drawn, steps, r)] == SEARCH)).sum()
                    for r in upgraded
                ]
            )
            > 0
        )
        assert 0.35 < searches.mean() < 0.65
        np.testing.assert_array_equal(steps.skill[at] == SEARCH, searches)
        assert set(drawn.upgrade_after[upgraded].tolist()) <= expected | {1}


def test_every_case_has_hours() -> None:
    sometimes = {"enrich": {"mean_hours": 4, "needed_share": 0.5}, "search": {"mean_hours": 4, "needed_share": 0.5}}
    for hours in ({}, {"enrich": 0}, sometimes):
        with pytest.raises(ValueError, match=r"hours: no step has hours in every case"):
            small_settings({"casework.classes.light.hours": hours})
    settings = small_settings({**BIG, "casework.classes.light.hours": {**sometimes, "dossier": 1}})
    drawn, steps = drawn_reports(settings, 0)
    hours_each = np.bincount(owner(drawn), weights=steps.hours, minlength=len(drawn.key))
    assert (hours_each[drawn.true_class > 0] > 0).all()


def test_own_work_is_one_step_of_its_own_skill() -> None:
    settings = small_settings({"collaboration.pools": {"lab": LAB}})
    drawn, steps = drawn_reports(settings, 0)
    own = drawn.true_class == 4
    assert set(drawn.n_steps[own]) == {1}
    assert set(steps.skill[drawn.first_step[own]]) == {4}
    assert set(drawn.outcome[own]) == {End.OWN_WORK_DONE}
    assert set(drawn.unit[own]) == {2}
