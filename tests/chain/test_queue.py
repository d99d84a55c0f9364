"""The queue of a link: by hand, against closed forms, and two of them in a row against Jackson's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbkk_sim.chain.queue import serve
from tests.rows import every_row
from tests.theory import oracles

LEVEL_Z = 4.0
"""Standard errors within which a mean must lie."""


BEYOND_ANY_WAIT = 1e6


def times(ready, ahead, service, servers):
    """With a head start each."""
    begin, end = serve(np.array(ready), np.array(ready) - np.array(ahead), np.array(service), servers)
    return begin.tolist(), end.tolist()


@every_row(
    ("ready", "ahead", "service", "servers", "begin"),
    [
        # One server: who comes first goes first, and it stands idle from 5 to 9.
        ([0, 1, 9], [0, 0, 0], [2, 3, 1], 1, [0, 2, 9]),
        # Who has a head start goes before all that came less than so long before, but interrupts nobody.
        ([0, 1, 2, 3], [0, 0, 0, 9], [5, 5, 5, 5], 1, [0, 10, 15, 5]),
        # With a shorter one only before the second of the two who wait.
        ([0, 1, 2, 3], [0, 0, 0, 1.5], [5, 5, 5, 5], 1, [0, 5, 15, 10]),
        # Equal places: the one that is ready longest.
        ([0, 1, 3], [0, 0, 2], [5, 5, 5], 1, [0, 5, 10]),
        # Ready at the same moment: in order of rows.
        ([3, 1, 1], [0, 0, 0], [1, 4, 1], 1, [6, 1, 5]),
        # Whoever waits goes first in the end, however many with a head start come after.
        ([0, 0, 1, 2, 3, 4], [0, 0, 2, 2, 2, 2], [2, 2, 2, 2, 2, 2], 1, [0, 4, 2, 6, 8, 10]),
        # One that is ready at the very moment at which the server is free is among those who wait.
        ([0, 1, 5], [0, 0, 9], [5, 5, 5], 1, [0, 10, 5]),
        # What was ready before the start begins at 0, the one that is ready longest first.
        ([-3, -8, 0], [0, 0, 0], [2, 2, 2], 1, [2, 0, 4]),
        # Two servers: the third takes the one that is free first.
        ([0, 0, 1, 1], [0, 0, 0, 0], [4, 2, 3, 1], 2, [0, 0, 2, 4]),
        # Three servers for two: nobody waits.
        ([0, 0], [0, 0], [4, 2], 3, [0, 0]),
        # Nobody comes.
        ([], [], [], 1, []),
        # Work without any length: a server serves on at the same moment.
        ([1, 1, 1], [0, 0, 0], [0, 0, 2], 1, [1, 1, 1]),
    ],
)
def test_by_hand(ready, ahead, service, servers, begin):
    assert times(ready, ahead, service, servers) == (
        begin,
        [start + length for start, length in zip(begin, service, strict=True)],
    )


def test_two_deterministic_servers_in_a_row_by_hand():
    """Three come at once; the first takes 2 each, the second 3 each: they leave at 5, 8 and 11."""
    _, first = serve(np.zeros(3), np.zeros(3), np.full(3, 2.0), 1)
    begin, end = serve(first, first, np.full(3, 3.0), 1)
    assert first.tolist() == [2, 4, 6]
    assert begin.tolist() == [2, 5, 8]
    assert end.tolist() == [5, 8, 11]


def arrivals(random, rate, number):
    return np.cumsum(random.exponential(1 / rate, number))


def assert_mean(values, expected, batches=40):
    """Compare a mean, whose standard error is that of the means of batches."""
    values = values[len(values) // 20 :]
    means = np.array([part.mean() for part in np.array_split(values, batches)])
    error = means.std(ddof=1) / np.sqrt(batches)
    assert error < 0.08 * expected  # else the test could not fail
    assert abs(values.mean() - expected) < LEVEL_Z * error, f"{values.mean():.4g}, expected {expected:.4g}"


@pytest.mark.parametrize(("rate", "servers"), [pytest.param(0.7, 1, marks=pytest.mark.slow), (2.4, 3)])
def test_mean_wait_of_erlang_c(rate, servers):
    random = np.random.default_rng(1)
    ready = arrivals(random, rate, 120_000)
    begin, _ = serve(ready, ready, random.exponential(1.0, len(ready)), servers)
    assert_mean(begin - ready, oracles.wait_hours(rate, 1.0, servers))


def test_mean_wait_of_a_server_who_does_so_many_a_year():
    """M/D/1: half of the wait of M/M/1 (Pollaczek and Khinchine)."""
    random = np.random.default_rng(2)
    ready = arrivals(random, 0.8, 120_000)
    begin, _ = serve(ready, ready, np.ones(len(ready)), 1)
    assert_mean(begin - ready, 0.8 / (2 * (1 - 0.8)))


def test_mean_waits_with_a_head_start_beyond_any_wait():
    """M/D/1 with priorities (Cobham)."""
    random = np.random.default_rng(3)
    ready = arrivals(random, 0.8, 160_000)
    ahead = random.random(len(ready)) < 0.4
    begin, _ = serve(ready, ready - BEYOND_ANY_WAIT * ahead, np.ones(len(ready)), 1)
    expected = oracles.cobham_waits_hours([0.32, 0.48], [1.0, 1.0], [1.0, 1.0])
    for of, wait in zip((ahead, ~ahead), expected, strict=True):
        assert_mean((begin - ready)[of], wait)


def test_a_head_start_moves_waits_between_cases_and_leaves_their_sum():
    """All take equally long, so that the moments of turns are the same; only whose they are differs (Kleinrock)."""
    random = np.random.default_rng(5)
    ready, ones = arrivals(random, 0.9, 40_000), np.ones(40_000)
    ahead = random.random(len(ready)) < 0.4
    first_come, with_start, strict = (
        serve(ready, ready - start * ahead, ones, 1)[0] for start in (0, 4.0, BEYOND_ANY_WAIT)
    )
    assert np.sort(with_start) == pytest.approx(np.sort(first_come))
    waits = [(begin - ready)[ahead].mean() for begin in (first_come, with_start, strict)]
    assert waits[0] > 1.5 * waits[1]
    assert waits[1] > 1.2 * waits[2]


def test_in_a_queue_that_grows_without_end_all_have_their_turn():
    """Where 1.5 come in the time of one, a head start of 20 is 30 turns; who has none waits for no more than that."""
    random = np.random.default_rng(6)
    ready = arrivals(random, 1.5, 60_000)
    ahead = random.random(len(ready)) < 0.4
    begin, _ = serve(ready, ready - 20.0 * ahead, np.ones(len(ready)), 1)
    later = np.flatnonzero((begin - ready > 40) & (ready < ready[-1] - 40))
    in_turn = later[np.argsort(begin[later])]
    assert (np.diff((ready - 20.0 * ahead)[in_turn]) > 0).all()
    with_it, without = later[ahead[later]], later[~ahead[later]]
    as_others = np.interp(ready[with_it], ready[without], begin[without])
    assert (as_others - begin[with_it]).mean() == pytest.approx(30, abs=1)


def test_a_row_of_two_queues_is_two_queues_of_erlang():
    """M/M/1 and M/M/2 behind each other: what leaves the first comes to the second at random (Burke, Jackson)."""
    random = np.random.default_rng(4)
    ready = arrivals(random, 0.6, 160_000)
    begin, done = serve(ready, ready, random.exponential(1.0, len(ready)), 1)
    second, left = serve(done, done, random.exponential(2.5, len(ready)), 2)
    assert_mean(begin - ready, oracles.wait_hours(0.6, 1.0, 1))
    assert_mean(second - done, oracles.wait_hours(0.6, 2.5, 2))
    assert_mean(left - ready, oracles.wait_hours(0.6, 1.0, 1) + 1.0 + oracles.wait_hours(0.6, 2.5, 2) + 2.5)


moments = st.lists(
    st.tuples(st.integers(-5, 30), st.sampled_from([0, 0, 4, 60]), st.integers(0, 6)),
    max_size=25,
)


@given(moments, st.integers(1, 3))
def test_it_serves_whoever_is_next_and_never_stands_idle(pieces, servers):
    """Against a search through all who wait, whenever a server is free."""
    ready, ahead, service = (list(column) for column in zip(*pieces, strict=True)) if pieces else ([], [], [])
    free, begin = [0] * servers, {}
    while len(begin) < len(ready):
        server = min(range(servers), key=free.__getitem__)
        others = [row for row in range(len(ready)) if row not in begin]
        now = max(free[server], min(ready[row] for row in others))
        row = min((of for of in others if ready[of] <= now), key=lambda of: (ready[of] - ahead[of], ready[of], of))
        begin[row], free[server] = now, now + service[row]
    assert times(ready, ahead, service, servers)[0] == [begin[row] for row in range(len(ready))]
