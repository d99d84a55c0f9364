"""Queues with a steady state agree with their closed forms, by the criterion in sampling.py."""

import pytest

from tests.theory import oracles
from tests.theory.sampling import queue
from tests.theory.textbook import Customers

LOGNORMAL = {"family": "lognormal", "sigma": 0.8}
GAMMA = {"family": "gamma", "shape": 2.0}
FIXED = {"family": "fixed"}

MIXED = (Customers(0.2, 0.5, LOGNORMAL), Customers(0.15, 1.0, GAMMA), Customers(0.16, 1.5, FIXED))
"""Three classes with unlike hours."""
MIXED_RATES = [c.per_hour for c in MIXED]
MIXED_MEANS = [c.mean_hours for c in MIXED]
MIXED_SECOND_MOMENTS = [
    oracles.lognormal_second_moment(0.5, 0.8),
    oracles.gamma_second_moment(1.0, 2.0),
    1.5**2,
]


@pytest.mark.slow
@pytest.mark.parametrize(("per_hour", "servers", "hours"), [(0.6, 1, 200_000), (1.2, 2, 130_000)])
def test_erlang_c_wait(per_hour: float, servers: int, hours: float) -> None:
    of = queue(Customers(per_hour), servers=servers, hours=hours)
    of.assert_mean(of.wait_hours, oracles.wait_hours(per_hour, 1.0, servers), "mean wait")
    of.assert_mean(of.wait_hours > 0, oracles.delay_probability(per_hour, 1.0, servers), "share that waits")


@pytest.mark.slow
def test_erlang_c_share_that_waits_with_many_servers() -> None:
    of = queue(Customers(7.5), servers=10, hours=14_000)
    of.assert_mean(of.wait_hours > 0, oracles.delay_probability(7.5, 1.0, 10), "share that waits")


@pytest.mark.slow
@pytest.mark.parametrize("preemption", [False, True])
def test_four_servers_who_serve_in_pairs_are_two(preemption: bool) -> None:
    """M/M/2, for all customers and with priorities: who interrupts does so with both who serve."""
    rates = (0.5, 0.7)
    of = queue(*map(Customers, rates), servers=4, hours=130_000, in_pairs=True, preemption=preemption)
    of.assert_mean(of.lead_hours, oracles.wait_hours(sum(rates), 1.0, 2) + 1.0, "mean lead time")
    if preemption:
        theories = oracles.preemptive_leads_hours(rates, 1.0, 2)
    else:
        of.assert_mean(of.wait_hours > 0, oracles.delay_probability(sum(rates), 1.0, 2), "share that waits")
        theories = [wait + 1.0 for wait in oracles.priority_waits_hours(rates, 1.0, 2)]
    for k, theory in enumerate(theories):
        of.assert_mean(of.lead_hours, theory, f"mean lead time of class {k}", only_class=k)


@pytest.mark.slow
def test_non_preemptive_priority() -> None:
    rates = (0.3, 0.3, 0.6)
    of = queue(*map(Customers, rates), servers=2, hours=230_000)
    for k, theory in enumerate(oracles.priority_waits_hours(rates, 1.0, 2)):
        of.assert_mean(of.wait_hours, theory, f"mean wait of class {k}", only_class=k)


@pytest.mark.slow
def test_preemptive_priority() -> None:
    rates = (0.3, 0.4, 0.5)
    of = queue(*map(Customers, rates), servers=2, hours=100_000, preemption=True)
    for k, theory in enumerate(oracles.preemptive_leads_hours(rates, 1.0, 2)):
        of.assert_mean(of.lead_hours, theory, f"mean lead time of class {k}", only_class=k)


@pytest.mark.slow
def test_non_preemptive_priority_with_unlike_hours() -> None:
    of = queue(*MIXED, hours=280_000)
    for k, theory in enumerate(oracles.cobham_waits_hours(MIXED_RATES, MIXED_MEANS, MIXED_SECOND_MOMENTS)):
        of.assert_mean(of.wait_hours, theory, f"mean wait of class {k}", only_class=k)


@pytest.mark.slow
def test_preemptive_priority_with_unlike_hours() -> None:
    of = queue(*MIXED, hours=120_000, preemption=True)
    theories = oracles.preemptive_single_server_leads_hours(MIXED_RATES, MIXED_MEANS, MIXED_SECOND_MOMENTS)
    for k, theory in enumerate(theories):
        of.assert_mean(of.lead_hours, theory, f"mean lead time of class {k}", only_class=k)


@pytest.mark.parametrize(("per_hour", "patience_hours"), [(1.6, 0.5), (2.4, 2.0), (3.0, 1.0)])
def test_impatient_customers(per_hour: float, patience_hours: float) -> None:
    of = queue(Customers(per_hour, patience_hours=patience_hours), servers=2, hours=16_000)
    theory = oracles.impatient_share(per_hour, 1.0, 2, patience_hours)
    of.assert_mean(~of.done, theory, "share whose patience ends")


@pytest.mark.slow
def test_the_order_of_classes_conserves_the_mean_wait() -> None:
    """Equal means: who goes first shifts waits between classes, and not their mean over all customers."""
    rates, servers = (0.4, 0.8), 2
    theory = oracles.wait_hours(sum(rates), 1.0, servers)
    for order in ("by_severity", "first_come"):
        of = queue(*map(Customers, rates), servers=servers, hours=150_000, order=order)
        of.assert_mean(of.wait_hours, theory, f"mean wait {order}")


@pytest.mark.slow
def test_pooling() -> None:
    """Eleven desks of two servers make customers wait; with one queue for all, as good as nobody waits."""
    desks, per_hour = 11, 13.2
    apart = queue(Customers(per_hour), servers=2, desks=desks, hours=16_000)
    apart.assert_mean(apart.wait_hours, oracles.wait_hours(per_hour / desks, 1.0, 2), "mean wait at a desk")
    together = queue(Customers(per_hour), servers=2, desks=desks, hours=3_000, one_queue=True)
    assert oracles.wait_hours(per_hour, 1.0, 2 * desks) < 0.005 * apart.wait_hours.mean()
    assert together.wait_hours.mean() < 0.01 * apart.wait_hours.mean()


@pytest.mark.slow
def test_pooling_under_load() -> None:
    """Five desks of one server against M/M/1; the same five with one queue, and busier, against M/M/5."""
    apart = queue(Customers(3.0), desks=5, hours=45_000)
    apart.assert_mean(apart.wait_hours, oracles.wait_hours(0.6, 1.0, 1), "mean wait at a desk")
    together = queue(Customers(4.0), desks=5, hours=20_000, one_queue=True)
    together.assert_mean(together.wait_hours > 0, oracles.delay_probability(4.0, 1.0, 5), "share that waits")
