"""A hundred random workforces at work: no hour is worked by who is away or gone, and no case is lost."""

import numpy as np
import pytest

from tbkk_sim.domain.facts import End, EventLog, Fact
from tbkk_sim.domain.rulebook import make_rulebook
from tbkk_sim.domain.seconds import PER_MILLION, SECONDS_PER_DAY
from tbkk_sim.engine.simulate import simulate
from tbkk_sim.settings import Settings
from tbkk_sim.world.draw import draw_world
from tbkk_sim.world.world import World
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
def test_hours_are_worked_within_stints_and_cases_stay():
    interrupted_at_leaving = 0
    for case in range(100):
        settings = random_workforce(case)
        world = draw_world(settings, case)
        log = simulate(world, make_rulebook(settings))
        check_work_within_stints(world, log)
        check_cases_stay(world, log)
        interrupted_at_leaving += len(log.of(Fact.INTERRUPTED))
    assert interrupted_at_leaving > 100


def check_work_within_stints(world: World, log: EventLog) -> None:
    """Each piece of work lies in one stint of who does it, and takes no more hours than fit in there."""
    stints = world.stints
    rows = log.of(Fact.STARTED, Fact.RESUMED, Fact.FINISHED, Fact.INTERRUPTED)
    rows = rows[np.argsort(rows["member"], kind="stable")]
    opens = np.isin(rows["kind"], (Fact.STARTED, Fact.RESUMED))
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
        stint = np.flatnonzero((stints.member == member) & (stints.begin_seconds <= begin))[-1]
        assert end <= stints.end_seconds[stint]
        assert work <= (end - begin) * stints.rate_per_million[stint] // PER_MILLION


def check_cases_stay(world: World, log: EventLog) -> None:
    """Work that is finished was done to the second; work that is not stands in a queue or is in somebody's hands."""
    reports, steps = world.reports, world.steps
    finished = log.of(Fact.FINISHED)
    ended = log.of(Fact.ENDED)
    assert len(np.unique(ended["report"])) == len(ended)
    worked = np.zeros(len(reports.key), dtype=np.int64)
    for_case = np.concatenate([rows[rows["step"] >= 0] for rows in (finished, log.of(Fact.INTERRUPTED))])
    np.add.at(worked, for_case["report"], for_case["work_seconds"])
    for report in ended["report"][ended["detail"] <= End.NO_OFFENCE]:
        first, n = reports.first_step[report], reports.n_steps[report]
        assert np.sum((finished["report"] == report) & (finished["step"] >= 0)) == n
        assert worked[report] == steps.work_seconds[first : first + n].sum()
    moves = log.of(Fact.QUEUED, Fact.STARTED, Fact.RESUMED, Fact.FINISHED, Fact.INTERRUPTED, Fact.ENDED)
    last = {row["report"]: row for row in moves}
    for row in last.values():
        assert row["kind"] != Fact.INTERRUPTED
        if row["kind"] in (Fact.STARTED, Fact.RESUMED):
            own = world.stints.member == row["member"]
            assert world.stints.end_days[own & (world.stints.begin_seconds <= row["time_seconds"])].max() >= HORIZON
