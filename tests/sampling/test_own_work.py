import numpy as np
import pytest

from tbkk_sim.model.calendar import working_time
from tbkk_sim.sampling.reports.own_work import pieces_waiting
from tests.builders import LAB, drawn_reports, small_settings
from tests.rows import every_row

MEMBERS = 400


def lab_hours(replications: int = 4, **own_work: object) -> tuple[float, float, float]:
    """Hours that wait at the start and that come in, per replication, and hours that the members have."""
    work = {**LAB["own_work"], "spread": {"family": "fixed"}, **own_work}
    settings = small_settings({"collaboration.pools": {"lab": {**LAB, "members": MEMBERS, "own_work": work}}})
    working = working_time(settings.calendar, settings.run.start, 365)
    hours = np.zeros(2)
    for replication in range(replications):
        reports, steps = drawn_reports(settings, replication)
        own = np.flatnonzero(reports.true_class == 4)
        waits = reports.arrived_days[own] < 0
        hours += [steps.hours[reports.first_step[own[side]]].sum() for side in (waits, ~waits)]
        assert (reports.arrived_days < 365).all()
    capacity = MEMBERS * LAB["rate"] * float(working.open_before[365]) * working.hours_per_day
    return hours[0] / replications, hours[1] / replications, capacity


def test_the_offered_hours_are_the_load() -> None:
    _, offered, capacity = lab_hours(load=0.8)
    pieces = 4 * 0.8 * capacity / 20
    assert offered / capacity == pytest.approx(0.8, rel=4 / np.sqrt(pieces))


def test_the_backlog_is_in_days_of_capacity() -> None:
    waiting, _, capacity = lab_hours(1, backlog_days=30)
    assert waiting == pytest.approx(capacity * 30 / 365, abs=10)


def test_a_pool_without_own_work_has_none() -> None:
    assert lab_hours(1, load=0.0)[:2] == (0.0, 0.0)


@every_row("end", ["2022-06-30", "2023-12-31"])
def test_what_comes_does_not_depend_on_when_the_run_ends(end: str) -> None:
    def arrived(end: str) -> np.ndarray:
        settings = small_settings({"collaboration.pools": {"lab": {**LAB, "members": 40}}, "run.end": end})
        reports, _ = drawn_reports(settings, 0)
        return reports.arrived_days[reports.true_class == 4]

    short, long = arrived("2021-12-31"), arrived(end)
    assert len(short) > 1500
    np.testing.assert_array_equal(long[: len(short)], short)


def test_more_load_brings_the_same_work_earlier() -> None:
    def own(load: float) -> dict[int, tuple[float, float]]:
        pool = {**LAB, "own_work": {**LAB["own_work"], "load": load}}
        reports, steps = drawn_reports(small_settings({"collaboration.pools": {"lab": pool}}), 0)
        rows = np.flatnonzero(reports.true_class == 4)
        values = zip(reports.arrived_days[rows], steps.hours[reports.first_step[rows]], strict=True)
        return dict(zip(reports.key[rows].tolist(), values, strict=True))

    little, much = own(0.5), own(0.9)
    assert little.keys() < much.keys()
    assert all(much[k][0] < little[k][0] and much[k][1] == little[k][1] for k in little)


@every_row("end", ["2022-12-31", "2023-06-30", "2025-03-01"])
def test_the_work_of_a_year_does_not_depend_on_when_the_run_ends(end: str) -> None:
    """Offered is the load in each calendar year by itself, whatever years come after it."""

    def own(end: str) -> tuple[list[int], list[float]]:
        settings = small_settings({"collaboration.pools": {"lab": LAB}, "run.end": end})
        reports, _ = drawn_reports(settings, 0)
        rows = np.flatnonzero((reports.true_class == 4) & (reports.arrived_days < 365))
        return reports.key[rows].tolist(), reports.arrived_days[rows].tolist()

    keys, moments = own("2021-12-31")
    assert own(end)[0] == keys
    assert own(end)[1] == pytest.approx(moments, abs=1e-9)


def test_what_waits_at_the_start_is_counted_in_the_year_in_which_the_run_starts():
    """Enough work that a working day more in another year would be seen."""
    large = {**LAB, "members": 1000, "own_work": {"load": 0.8, "mean_hours": 1, "backlog_days": 300}}
    waiting = []
    for end in ("2021-12-31", "2022-12-31", "2024-12-31"):
        settings = small_settings({"run.end": end, "collaboration.pools": {"lab": large}})
        waiting.append(pieces_waiting(settings, settings.collaboration.pools["lab"]))
    assert waiting == [waiting[0]] * 3
