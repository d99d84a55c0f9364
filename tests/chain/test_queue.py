"""The queue of a link: by hand, against closed forms, and two of them in a row against Jackson's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbkk_sim.chain.queue import serve
from tests.theory import oracles

LEVEL_Z = 4.0
"""Standard errors within which a mean must lie."""


def times(ready, urgency, service, servers):
    begin, end = serve(np.array(ready), np.array(urgency), np.array(service), servers)
    return begin.tolist(), end.tolist()


@pytest.mark.parametrize(
    ("ready", "urgency", "service", "servers", "begin"),
    [
        # One server: who comes first goes first, and it stands idle from 5 to 9.
        ([0, 1, 9], [1, 1, 1], [2, 3, 1], 1, [0, 2, 9]),
        # The most urgent of those who wait goes next, but interrupts nobody.
        ([0, 1, 2, 3], [2, 2, 2, 1], [5, 5, 5, 5], 1, [0, 10, 15, 5]),
        # Equally urgent: the one that is ready longest, then in order of rows.
        ([3, 1, 1], [1, 1, 1], [1, 4, 1], 1, [6, 1, 5]),
        # One that is ready at the very moment at which the server is free is among those who wait.
        ([0, 1, 5], [2, 2, 1], [5, 5, 5], 1, [0, 10, 5]),
        # What was ready before the start begins at 0, the one that is ready longest first.
        ([-3, -8, 0], [1, 1, 1], [2, 2, 2], 1, [2, 0, 4]),
        # Two servers: the third takes the one that is free first.
        ([0, 0, 1, 1], [1, 1, 1, 1], [4, 2, 3, 1], 2, [0, 0, 2, 4]),
        # Three servers for two: nobody waits.
        ([0, 0], [1, 1], [4, 2], 3, [0, 0]),
        # Nobody comes.
        ([], [], [], 1, []),
        # Work without any length: a server serves on at the same moment.
        ([1, 1, 1], [1, 1, 1], [0, 0, 2], 1, [1, 1, 1]),
    ],
)
def test_by_hand(ready, urgency, service, servers, begin):
    assert times(ready, urgency, service, servers) == (
        begin,
        [start + length for start, length in zip(begin, service, strict=True)],
    )


def test_two_deterministic_servers_in_a_row_by_hand():
    """Three come at once; the first takes 2 each, the second 3 each: they leave at 5, 8 and 11."""
    _, first = serve(np.zeros(3), np.ones(3), np.full(3, 2.0), 1)
    begin, end = serve(first, np.ones(3), np.full(3, 3.0), 1)
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


@pytest.mark.parametrize(("rate", "servers"), [(0.7, 1), (2.4, 3)])
def test_mean_wait_of_erlang_c(rate, servers):
    random = np.random.default_rng(1)
    ready = arrivals(random, rate, 120_000)
    begin, _ = serve(ready, np.ones(len(ready)), random.exponential(1.0, len(ready)), servers)
    assert_mean(begin - ready, oracles.wait_hours(rate, 1.0, servers))


def test_mean_wait_of_a_server_who_does_so_many_a_year():
    """M/D/1: half of the wait of M/M/1 (Pollaczek and Khinchine)."""
    random = np.random.default_rng(2)
    ready = arrivals(random, 0.8, 120_000)
    begin, _ = serve(ready, np.ones(len(ready)), np.ones(len(ready)), 1)
    assert_mean(begin - ready, 0.8 / (2 * (1 - 0.8)))


def test_mean_waits_of_urgent_and_other_cases():
    """M/D/1 with priorities (Cobham)."""
    random = np.random.default_rng(3)
    ready = arrivals(random, 0.8, 160_000)
    urgency = np.where(random.random(len(ready)) < 0.4, 1, 2)
    begin, _ = serve(ready, urgency, np.ones(len(ready)), 1)
    expected = oracles.cobham_waits_hours([0.32, 0.48], [1.0, 1.0], [1.0, 1.0])
    for of, wait in enumerate(expected, 1):
        assert_mean((begin - ready)[urgency == of], wait)


def test_a_row_of_two_queues_is_two_queues_of_erlang():
    """M/M/1 and M/M/2 behind each other: what leaves the first comes to the second at random (Burke, Jackson)."""
    random = np.random.default_rng(4)
    ready = arrivals(random, 0.6, 160_000)
    ones = np.ones(len(ready))
    begin, done = serve(ready, ones, random.exponential(1.0, len(ready)), 1)
    second, left = serve(done, ones, random.exponential(2.5, len(ready)), 2)
    assert_mean(begin - ready, oracles.wait_hours(0.6, 1.0, 1))
    assert_mean(second - done, oracles.wait_hours(0.6, 2.5, 2))
    assert_mean(left - ready, oracles.wait_hours(0.6, 1.0, 1) + 1.0 + oracles.wait_hours(0.6, 2.5, 2) + 2.5)


moments = st.lists(
    st.tuples(st.integers(-5, 30), st.integers(1, 3), st.integers(0, 6)),
    max_size=25,
)


@given(moments, st.integers(1, 3))
def test_it_serves_whoever_is_next_and_never_stands_idle(pieces, servers):
    """Against a search through all who wait, whenever a server is free."""
    ready, urgency, service = (list(column) for column in zip(*pieces, strict=True)) if pieces else ([], [], [])
    free, begin = [0] * servers, {}
    while len(begin) < len(ready):
        server = min(range(servers), key=free.__getitem__)
        others = [row for row in range(len(ready)) if row not in begin]
        now = max(free[server], min(ready[row] for row in others))
        row = min((of for of in others if ready[of] <= now), key=lambda of: (urgency[of], ready[of], of))
        begin[row], free[server] = now, now + service[row]
    assert times(ready, urgency, service, servers)[0] == [begin[row] for row in range(len(ready))]
