"""The structure that the letter describes comes out of the settings as they are shipped."""

import numpy as np
import pytest

from tbkk_sim.config.compose import load_settings
from tbkk_sim.runs.replication import Replication, simulate

pytestmark = pytest.mark.slow

SEVERE = ("acute", "producer")
LIGHT_FIRST = ("light", "possessor", "distributor")


@pytest.fixture(scope="session")
def baseline() -> Replication:
    return simulate(load_settings(["run.end=2022-12-31"]))


@pytest.fixture(scope="session")
def growth() -> Replication:
    """The same replication, with as many reports in both years as the growth scenario has in 2024."""
    volume = [f"demand.streams.image.reports_per_year.{year}=86000" for year in (2021, 2022)]
    return simulate(load_settings(["run.end=2022-12-31", *volume]))


def figure(run: Replication, name: str, priority_class: str = "all", period: str = "all", team: str = "all") -> float:
    table = run.key_figures
    row = table[
        (table.key_figure == name)
        & (table.priority_class == priority_class)
        & (table.period == period)
        & (table.team == team)
    ]
    return float(row.value.iloc[0])


def begun(run: Replication) -> dict[str, float]:
    """Cases taken up, as a share of those that came."""
    return {c: figure(run, "taken_up", c) / figure(run, "cases_in", c) for c in (*LIGHT_FIRST, *SEVERE)}


def test_most_hours_are_not_digital(baseline: Replication) -> None:
    """Letter: the main work is image identification, tactical and undercover work, and building files."""
    assert figure(baseline, "hours_digital_share") < 0.3
    worked = {step: figure(baseline, f"hours_{step}") for step in ("tactical", "image", "digital", "undercover")}
    assert worked["tactical"] == max(worked.values())


def test_acute_work_starts_within_its_norm_while_light_work_waits(baseline: Replication) -> None:
    assert figure(baseline, "share_within_norm", "acute") > 0.9
    assert figure(baseline, "waiting_days_mean", "acute") < 1.0
    assert figure(baseline, "share_within_norm", "light") < 0.1
    assert figure(baseline, "share_begun", "distributor") < 0.5
    assert np.isnan(figure(baseline, "waiting_days_median", "distributor"))  # half of them are never begun


def test_deployable_staff_is_what_the_letter_says(baseline: Replication, growth: Replication) -> None:
    """Letter: 150 fte, of whom 135-140 deployable; one replication strays a little from the mean of many."""
    assert figure(baseline, "establishment_fte", period="2021") == pytest.approx(150)
    assert 134.0 < figure(baseline, "deployable_fte", period="2021") < 141.0
    assert figure(growth, "deployable_fte") == figure(baseline, "deployable_fte")  # reports do not change people


def test_light_work_goes_undone_first(baseline: Replication) -> None:
    share = begun(baseline)
    assert share["light"] <= share["possessor"] < share["distributor"] < 0.7
    assert min(share[c] for c in SEVERE) > 0.9
    assert figure(baseline, "demand_not_met", "light") > 1000
    assert all(figure(baseline, "demand_not_met", c) == 0 for c in SEVERE)


def test_growth_is_paid_for_by_light_work(baseline: Replication, growth: Replication) -> None:
    """Twice the reports: what goes undone grows, all of it in the classes that may be parked."""
    more = {
        c: figure(growth, "demand_not_met", c) - figure(baseline, "demand_not_met", c) for c in (*LIGHT_FIRST, *SEVERE)
    }
    assert sum(more[c] for c in LIGHT_FIRST) > 1000
    assert all(more[c] > 0 for c in ("light", "possessor"))
    assert all(more[c] == 0 for c in SEVERE)
    assert begun(growth)["acute"] > 0.9


def test_targets_of_the_security_agenda_are_worked_towards(baseline: Replication) -> None:
    """Fifteen key player cases are chosen a year, and none of them waits for work that is less urgent."""
    assert figure(baseline, "taken_up", "keyplayer", "2021") == 15
    assert figure(baseline, "waiting_days_mean", "keyplayer") < 14


def test_pools_help_and_their_own_work_stays_their_main_work(baseline: Replication) -> None:
    names = baseline.parameters.names
    for pool in names.pools:
        lent, worked = (figure(baseline, f, team=pool) for f in ("hours_lent", "hours_worked"))
        assert 0 < lent < 0.08 * worked


def test_hours_worked_fit_in_the_hours_there_are(baseline: Replication) -> None:
    units = baseline.parameters.names.units
    worked = np.array([figure(baseline, "hours_worked", team=unit) for unit in units])
    available = np.array([figure(baseline, "hours_available", team=unit) for unit in units])
    overtime = np.array([figure(baseline, "overtime_hours", team=unit) for unit in units])
    assert (worked <= available + overtime + 1e-6).all()
    assert 0.5 < worked.sum() / available.sum() < 1.0
