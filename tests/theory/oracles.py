"""Closed forms of queueing theory. Rates per hour, hours of work, waits in hours; class 0 goes first."""

import itertools
from collections.abc import Callable, Sequence

import numpy as np
from scipy import stats

Floats = Sequence[float]


def delay_probability(arrivals: float, mean_hours: float, servers: int) -> float:
    """Erlang C: the chance that a customer of M/M/c has to wait."""
    load = arrivals * mean_hours
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    rho = load / servers
    return blocked / (1 - rho * (1 - blocked))


def wait_hours(arrivals: float, mean_hours: float, servers: int) -> float:
    """M/M/c: mean wait."""
    return delay_probability(arrivals, mean_hours, servers) / (servers / mean_hours - arrivals)


def priority_waits_hours(arrivals: Floats, mean_hours: float, servers: int) -> list[float]:
    """M/M/c, non-preemptive priority, equal means (Kella and Yechiali 1985): mean wait per class."""
    at_once = delay_probability(sum(arrivals), mean_hours, servers) * mean_hours / servers
    upto = np.concatenate(([0.0], np.cumsum(arrivals))) * mean_hours / servers
    return [at_once / ((1 - before) * (1 - after)) for before, after in itertools.pairwise(upto)]


def preemptive_leads_hours(arrivals: Floats, mean_hours: float, servers: int) -> list[float]:
    """M/M/c, preemptive resume, equal means: mean time from arrival to the end, per class.

    Classes 0..k do not notice the others, so together they are an M/M/c; Little's law does the rest.
    """
    upto = np.concatenate(([0.0], np.cumsum(arrivals)))
    present = [rate * (wait_hours(rate, mean_hours, servers) + mean_hours) if rate else 0.0 for rate in upto]
    return [(present[k + 1] - present[k]) / rate for k, rate in enumerate(arrivals)]


def cobham_waits_hours(arrivals: Floats, mean_hours: Floats, second_moments: Floats) -> list[float]:
    """M/G/1, non-preemptive priority (Cobham 1954): mean wait per class."""
    residual = sum(rate * moment for rate, moment in zip(arrivals, second_moments, strict=True)) / 2
    upto = np.concatenate(([0.0], np.cumsum(np.multiply(arrivals, mean_hours))))
    return [residual / ((1 - before) * (1 - after)) for before, after in itertools.pairwise(upto)]


def preemptive_single_server_leads_hours(arrivals: Floats, mean_hours: Floats, second_moments: Floats) -> list[float]:
    """M/G/1, preemptive resume: mean time from arrival to the end, per class."""
    upto = np.concatenate(([0.0], np.cumsum(np.multiply(arrivals, mean_hours))))
    residual = np.cumsum(np.multiply(arrivals, second_moments)) / 2
    return [
        mean / (1 - before) + residual[k] / ((1 - before) * (1 - upto[k + 1]))
        for k, (mean, before) in enumerate(zip(mean_hours, upto[:-1], strict=True))
    ]


def impatient_share(arrivals: float, mean_hours: float, servers: int, patience_hours: float) -> float:
    """Erlang A (M/M/c+M): the share of customers whose patience ends before their work begins."""
    states = np.arange(2000)
    deaths = np.minimum(states, servers) / mean_hours + np.maximum(states - servers, 0) / patience_hours
    log_weight = np.concatenate(([0.0], np.cumsum(np.log(arrivals) - np.log(deaths[1:]))))
    weight = np.exp(log_weight - log_weight.max())
    waiting = (np.maximum(states - servers, 0) * weight).sum() / weight.sum()
    return float(waiting / patience_hours / arrivals)


def busy_mean(rate_at: Callable[[float], float], mean: float, sigma: float, until: float) -> float:
    """M_t/G/inf from empty, lognormal work: the mean (and variance) of the number at work at a moment."""
    from scipy import integrate  # here, since it takes long to load and few tests need it

    log_scale = np.exp(np.log(mean) - sigma**2 / 2)
    value, _ = integrate.quad(
        lambda t: rate_at(t) * stats.lognorm.sf(until - t, sigma, scale=log_scale),
        0.0,
        until,
        limit=500,
        points=np.linspace(0.0, until, 40)[1:-1],
    )
    return float(value)


def lognormal_second_moment(mean: float, sigma: float) -> float:
    return mean**2 * float(np.exp(sigma**2))


def gamma_second_moment(mean: float, shape: float) -> float:
    return mean**2 * (1 + 1 / shape)
