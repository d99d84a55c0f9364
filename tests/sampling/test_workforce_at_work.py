"""A hundred random workforces at work: no hour is worked by who is away or gone, and no case is lost."""

import numpy as np
import pytest

from tbkk_sim.engine.simulate import simulate
from tbkk_sim.model.event_records import End, Event, EventLog
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import PER_MILLION, SECONDS_PER_DAY
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from tests.builders import small_settings

HORIZON = 90


def random_workforce(case: int) -> Settings:
    """Settings with a staff that comes and goes much faster than any real one."""
    rng = np.random.default_rng(case)
    return small_settings(
        {
            "run.end": "2021-03-31",
            "staffing.units.capital.posts": int(rng.integers(0, 9)),
            "staffing.units.coast.posts": int(rng.integers(0, 5)),
            "staffing.vacancy_share_at_start": float(rng.uniform(0, 0.5)),
            "staffing.turnover": {"transfer_per_year": float(rng.uniform(0, 0.95))},
            "staffing.hiring": {
                "fill_months_mean": float(rng.uniform(0.1, 4)),
                "national_limit_per_month": float(rng.choice([1.0, 2.0, 50.0])),
            },
            "staffing.training": {"ramp": [{"until_months": 2, "share": 0.4}], "mentor_share": 0.2},
            "staffing.absence": {
                "leave_days_per_year": float(rng.uniform(0, 120)),
                "leave_spells_per_year": 12,
                "short_illness_spells_per_year": float(rng.uniform(0, 10)),
                "long_illness_per_year": float(rng.uniform(0, 0.9)),
                "long_illness_mean_days": 30,
            },
        }
    )


@pytest.mark.slow
def test_hours_are_worked_within_shifts_and_cases_stay():
    interrupted_at_leaving = 0
    for case in range(100):
        settings = random_workforce(case)
        world = draw_world(settings, case)
        log = simulate(world, compile_parameters(settings))
        check_work_within_shifts(world, log)
        check_cases_stay(world, log)
        interrupted_at_leaving += len(log.select(Event.INTERRUPTED))
    assert interrupted_at_leaving > 100


def check_work_within_shifts(world: World, log: EventLog) -> None:
    """Each piece of work lies in one shift of who does it, and takes no more hours than fit in there."""
    shifts = world.shifts
    rows = log.select(Event.STARTED, Event.RESUMED, Event.FINISHED, Event.INTERRUPTED)
    rows = rows[np.argsort(rows["member"], kind="stable")]
    opens = np.isin(rows["kind"], (Event.STARTED, Event.RESUMED))
    same = rows["member"][1:] == rows["member"][:-1]
    assert np.all(opens[1:][same] != opens[:-1][same])
    began = np.flatnonzero(opens)
    ended = np.minimum(began + 1, len(rows) - 1)
    done = (ended > began) & (rows["member"][ended] == rows["member"][began]) & ~opens[ended]
    until = np.where(done, rows["time_seconds"][ended], HORIZON * SECONDS_PER_DAY)
    for member, begin, end, work in zip(
        rows["member"][began],
        rows["time_seconds"][began],
        until,
        np.where(done, rows["work_seconds"][ended], 0),
        strict=True,
    ):
        shift = np.flatnonzero((shifts.member == member) & (shifts.begin_seconds <= begin))[-1]
        assert end <= shifts.end_seconds[shift]
        assert work <= (end - begin) * shifts.rate_per_million[shift] // PER_MILLION


def check_cases_stay(world: World, log: EventLog) -> None:
    """Work that is finished was done to the second; work that is not stands in a queue or is in somebody's hands."""
    reports, steps = world.reports, world.steps
    finished = log.select(Event.FINISHED)
    ended = log.select(Event.ENDED)
    assert len(np.unique(ended["report"])) == len(ended)
    worked = np.zeros(len(reports.key), dtype=np.int64)
    for_case = np.concatenate([rows[rows["step"] >= 0] for rows in (finished, log.select(Event.INTERRUPTED))])
    np.add.at(worked, for_case["report"], for_case["work_seconds"])
    for report in ended["report"][ended["detail"] <= End.NO_OFFENCE]:
        first, n = reports.first_step[report], reports.n_steps[report]
        assert np.sum((finished["report"] == report) & (finished["step"] >= 0)) == n
        assert worked[report] == steps.work_seconds[first : first + n].sum()
    moves = log.select(Event.QUEUED, Event.STARTED, Event.RESUMED, Event.FINISHED, Event.INTERRUPTED, Event.ENDED)
    last = {row["report"]: row for row in moves}
    for row in last.values():
        assert row["kind"] != Event.INTERRUPTED
        if row["kind"] in (Event.STARTED, Event.RESUMED):
            own = world.shifts.member == row["member"]
            assert world.shifts.end_days[own & (world.shifts.begin_seconds <= row["time_seconds"])].max() >= HORIZON
