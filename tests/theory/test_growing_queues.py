"""Queues without a steady state: work without a queue under a changing rate, and a queue that only grows."""

import datetime as dt

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import seconds_of_days
from tbkk_sim.settings import Settings
from tests.theory import oracles
from tests.theory.sampling import FALSE_ALARM, assert_mean, run
from tests.theory.textbook import HOURS_PER_DAY, START, Customers, textbook

MEAN_HOURS, SIGMA = 14 * 24.0, 0.8
LONG_WORK = Customers(1 / 12, MEAN_HOURS, {"family": "lognormal", "sigma": SIGMA})
"""Two customers a day with two weeks of work each: about 28 at work at a time."""
SEASON = {1: 1.4, 2: 1.2, 3: 1.0, 4: 0.8, 5: 0.6, 6: 0.6, 7: 0.8, 8: 1.0, 9: 1.2, 10: 1.4, 11: 1.0, 12: 1.0}
ASK_DAYS = (40.0, 110.0, 180.0, 250.0, 320.0, 390.0, 460.0, 530.0)
REPLICATIONS = 60


def month_of(day: float) -> int:
    return (START + dt.timedelta(days=int(day))).month


@pytest.mark.slow
@pytest.mark.parametrize("season", [{}, SEASON], ids=["growth", "growth and season"])
def test_as_many_at_work_as_poisson_says(season: dict[int, float]) -> None:
    """M_t/G/inf: with a free server for everybody, the number at work is Poisson, so its variance is its mean."""
    per_year = {2021: 600.0, 2022: 900.0}
    settings = textbook(LONG_WORK, servers=90, hours=540 * 24, per_year=per_year, month_factors=season)
    total = sum(season.get(month_of(day), 1.0) for day in range(365))

    def per_day(day: float) -> float:
        return per_year[(START + dt.timedelta(days=int(day))).year] * season.get(month_of(day), 1.0) / total

    theory = np.array([oracles.busy_mean(per_day, MEAN_HOURS / HOURS_PER_DAY, SIGMA, day) for day in ASK_DAYS])
    at_work = np.array([_at_work(settings, replication) for replication in range(REPLICATIONS)])
    for k, day in enumerate(ASK_DAYS):
        off = (at_work[:, k].mean() - theory[k]) / np.sqrt(theory[k] / REPLICATIONS)
        assert abs(off) < stats.norm.ppf(1 - FALSE_ALARM / len(ASK_DAYS) / 2), f"day {day}: {off:.1f} errors off"
    assert_mean((at_work / theory).mean(axis=1), 1.0, "number at work to theory")
    dispersion = ((at_work - theory) ** 2 / theory).sum()
    low, high = stats.chi2.ppf([FALSE_ALARM / 2, 1 - FALSE_ALARM / 2], at_work.size)
    assert low < dispersion < high


def _at_work(settings: Settings, replication: int) -> list[int]:
    _, log = run(settings, replication)
    started, finished = log.select(Event.STARTED)["time_seconds"], log.select(Event.FINISHED)["time_seconds"]
    return [int((started <= at).sum() - (finished <= at).sum()) for at in seconds_of_days(ASK_DAYS)]


@pytest.mark.slow
def test_a_queue_that_is_offered_too_much_grows_by_the_surplus() -> None:
    """M/M/1 that starts empty: E N(T) = (lam - mu) T + mu/(lam - mu), the idle time that it never makes up.

    The second term: it is empty 1/(1 - mu/lam) times, each time for 1/lam, and would have served mu an hour.
    """
    per_hour, hours, replications = 2.0, 240, 200
    surplus = per_hour - 1.0
    settings = textbook(Customers(per_hour), hours=hours)
    there = []
    for replication in range(replications):
        _, log = run(settings, replication)
        there.append(len(log.select(Event.ARRIVED)) - len(log.select(Event.ENDED)))
    numbers = np.array(there, dtype=np.float64)
    assert_mean(numbers, surplus * hours + 1.0 / surplus, "number there at the end")
    spread = numbers.std(ddof=1) / np.sqrt((per_hour + 1.0) * hours)
    low, high = np.sqrt(stats.chi2.ppf([FALSE_ALARM / 2, 1 - FALSE_ALARM / 2], replications - 1) / (replications - 1))
    assert low < spread < high  # (lam + mu) T is the variance of arrivals less departures


def test_whatever_the_order_a_single_server_is_busy_at_the_same_times() -> None:
    """Conservation, exact: order and interruptions change who waits, not how much work is left at any moment."""
    classes = (Customers(0.3, 0.5), Customers(0.2, 1.5), Customers(0.1, 3.0))
    idle = []
    for how in ({"order": "by_severity"}, {"order": "first_come"}, {"preemption": True}):
        _, log = run(textbook(*classes, hours=1200, **how))
        starts = log.select(Event.STARTED, Event.RESUMED)["time_seconds"]
        stops = log.select(Event.FINISHED, Event.INTERRUPTED)["time_seconds"]
        gaps = starts[1:] > stops[: len(starts) - 1]
        idle.append(list(zip(stops[: len(starts) - 1][gaps].tolist(), starts[1:][gaps].tolist(), strict=True)))
    assert len(idle[0]) > 100
    assert idle[1] == idle[2] == idle[0]


@pytest.mark.slow
def test_an_overload_of_two_classes_is_borne_by_the_lower_one() -> None:
    """rho_1 < 1 < rho_1 + rho_2: the urgent class keeps its steady wait, all growth is in the other."""
    urgent, lower, hours = 0.5, 0.8, 480
    settings = textbook(Customers(urgent), Customers(lower), hours=hours, preemption=True)
    open_lower, open_urgent = [], []
    for replication in range(250):
        world, log = run(settings, replication)
        ended = np.zeros(len(world.reports.key), dtype=np.bool_)
        ended[log.select(Event.ENDED)["report"]] = True
        open_by_class = np.bincount(world.reports.true_class[~ended], minlength=3)
        open_urgent.append(open_by_class[1])
        open_lower.append(open_by_class[2])
    assert np.mean(open_urgent) < 2 * urgent / (1 - urgent)  # M/M/1: rho/(1 - rho) there on average
    surplus = urgent + lower - 1.0
    assert_mean(np.array(open_lower, dtype=np.float64), surplus * hours + 1.0 / surplus - urgent / (1 - urgent),
                "lower class there at the end")  # fmt: skip
