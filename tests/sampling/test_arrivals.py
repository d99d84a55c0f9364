import numpy as np
import pytest

from tbkk_sim.sampling.chance import NUMBER_BITS, Chance, key_of
from tbkk_sim.sampling.reports.arrivals import Arrivals, alike, in_order, numbered, poisson, reported
from tbkk_sim.sampling.reports.demand import flows, unit_shares
from tbkk_sim.settings import Settings
from tests.builders import demand_of, small_settings

LIGHT = 3
IMAGE = "demand.streams.image"


def light(settings: Settings, replication: int = 0) -> Arrivals:
    """All reports of class light."""
    chance = Chance(settings.seed, replication)
    flow = next(f for f in flows(demand_of(settings), chance) if f.case_class == LIGHT)
    return reported(flow, unit_shares(demand_of(settings), chance).pace(LIGHT), chance, triage=True)


def moments_by_key(arrivals: Arrivals) -> dict[int, float]:
    return dict(zip(arrivals.key.tolist(), arrivals.arrived_days.tolist(), strict=True))


def test_a_stratum_is_the_same_among_others() -> None:
    strata, expected = np.array([key_of(f"s{i}") for i in range(50)]), np.linspace(0, 400, 50)
    keys, which, passed = poisson(Chance(1, 0), strata, expected)
    for n in (0, 7, 49):
        alone = poisson(Chance(1, 0), strata[[n]], expected[[n]])
        np.testing.assert_array_equal(alone[0], keys[which == n])
        np.testing.assert_array_equal(alone[2], passed[which == n])


def test_more_time_only_adds() -> None:
    strata = np.array([key_of("s")])
    short, long = (poisson(Chance(1, 0), strata, np.array([e])) for e in (100.0, 1000.0))
    np.testing.assert_array_equal(short[0], long[0][: len(short[0])])
    np.testing.assert_array_equal(short[2], long[2][: len(short[2])])


def test_with_growth_each_report_comes_earlier() -> None:
    before = moments_by_key(light(small_settings()))
    after = moments_by_key(light(small_settings({f"{IMAGE}.volume_factor": 1.3})))
    assert before.keys() < after.keys()
    assert all(after[key] < before[key] for key in before)


def test_moments_follow_the_expected_rate() -> None:
    settings = small_settings({f"{IMAGE}.volume_factor": 50.0, "demand.month_factors": {1: 3.0, 6: 0.0}})
    arrivals = light(settings)
    chance = Chance(settings.seed, 0)
    expected = next(f.expected for f in flows(demand_of(settings), chance) if f.case_class == LIGHT)
    counts = np.histogram(arrivals.arrived_days, bins=[0, 31, 59, 151, 181, 365])[0]
    mean = np.diff(expected[[0, 31, 59, 151, 181, 365]])
    assert counts[3] == 0
    z = (counts[mean > 0] - mean[mean > 0]) / np.sqrt(mean[mean > 0])
    assert (np.abs(z) < 4).all()


def test_rows_are_sorted_with_ties_by_key() -> None:
    moments = np.array([3.0, 1.0, 3.0, 2.0])
    parts = [alike(numbered(key_of(name), 4), moments, stream=0, unit=0, true_class=1) for name in ("b", "a", "c")]
    rows = in_order(parts)
    pairs = list(zip(rows.arrived_days.tolist(), rows.key.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert len(set(rows.key.tolist())) == 12


def test_moments_within_one_second_are_one_and_go_by_key() -> None:
    """Whatever the order in which they were drawn; a second later comes later, whatever its key."""
    a_second = 1 / 86_400
    moments = np.array([0.3, 0.2, -0.4, 1.0]) * a_second + 5.0
    parts = [alike(numbered(key_of(name), 4), moments, stream=0, unit=0, true_class=1) for name in ("b", "a")]
    rows = in_order(parts)
    assert rows.arrived_seconds.tolist() == [5 * 86_400] * 6 + [5 * 86_400 + 1] * 2
    within, later = rows.key[:6].tolist(), rows.key[6:].tolist()
    assert within == sorted(np.concatenate([part.key[:3] for part in parts]).tolist())
    assert later == sorted(part.key[3] for part in parts)


def test_half_a_second_decides_on_which_second_a_report_arrives() -> None:
    moments = np.array([2.4999, 2.5001, -2.4999, -2.5001]) / 86_400
    part = alike(numbered(key_of("a"), 4), moments, stream=0, unit=0, true_class=1)
    assert part.arrived_seconds.tolist() == [2, 3, -2, -3]
    assert in_order([part]).arrived_seconds.tolist() == [-3, -2, 2, 3]


def test_two_strata_with_one_key_are_refused() -> None:
    part = alike(numbered(key_of("a"), 3), np.arange(3.0), stream=0, unit=0, true_class=1)
    with pytest.raises(ValueError, match="same random numbers"):
        in_order([part, part])


def test_nothing_arrives_where_nothing_is_expected() -> None:
    keys, which, passed = poisson(Chance(1, 0), np.array([key_of("s")]), np.array([0.0]))
    assert len(keys) == len(which) == len(passed) == 0
    assert len(in_order([])) == 0


def test_a_stratum_has_a_limit() -> None:
    with pytest.raises(ValueError, match="of one class in one unit"):
        poisson(Chance(1, 0), np.array([key_of("s")]), np.array([2.0**NUMBER_BITS]))
