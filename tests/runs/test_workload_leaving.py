"""Workload makes people leave, and who leaves changes the load: both agree in the end."""

import numpy as np
import pytest

from tbkk_sim.runs import workload_leaving
from tbkk_sim.runs.controls import controls_of
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.sampling.workforce.people import Cause
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.settings import Settings
from tests.builders import small_settings
from tests.rows import every_row


def overloaded(leaving: float) -> Settings:
    return small_settings(
        {
            "staffing.turnover": {"resignation_per_year": {"0": 0.05}, "workload_leaving": leaving},
            "demand.streams.image.reports_per_year": {2021: 8000, 2022: 8000},
            "run.end": "2022-06-30",
        }
    )


def driven_away(leaving: float, replication: int) -> int:
    people = Simulation(overloaded(leaving)).simulate(replication).world.people
    return int(np.count_nonzero(people.left_cause == Cause.WORKLOAD))


@pytest.mark.slow
def test_nobody_is_driven_away_when_it_is_off() -> None:
    assert sum(driven_away(0.0, replication) for replication in range(3)) == 0


@pytest.mark.slow
def test_more_leave_when_workload_weighs_more() -> None:
    little, much = (sum(driven_away(leaving, r) for r in range(3)) for leaving in (0.1, 1.0))
    assert 0 <= little < much
    assert much >= 3


@every_row("replication", range(2))
def test_load_and_leavers_agree(replication: int) -> None:
    settings = overloaded(1.0)
    happened = Simulation(settings).simulate(replication)
    felt = workload_leaving.pressure_of(happened.parameters, happened.world)
    again, _, _ = draw_workforce(settings, replication, felt)
    assert felt.max() > 0
    assert np.array_equal(again.left_days, happened.world.people.left_days)


def test_pressure_is_the_load_of_the_month_before() -> None:
    happened = Simulation(overloaded(1.0)).simulate(0)
    felt = workload_leaving.pressure_of(happened.parameters, happened.world)
    figures = happened.key_figures.astype({"period": str, "team": str})
    load = figures[(figures.key_figure == "load_all") & figures.period.str.contains("-")]
    load = load.pivot(index="team", columns="period", values="value").loc[list(happened.parameters.names.units)]
    assert np.array_equal(felt[:, 1:], np.maximum(load.fillna(1.0).to_numpy()[:, :-1] - 1.0, 0.0))
    assert (felt[:, 0] == 0).all()


def test_posts_vacant_are_no_control_where_workload_decides_who_leaves() -> None:
    weights = [controls_of(of, Simulation(of).frame, draws=2).weights[-1, 2] for of in map(overloaded, (0.0, 1.0))]
    assert weights == [1.0, 0.0]
