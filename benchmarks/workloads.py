"""Two workloads that any queueing tool can say, exactly, and what a run of one gives.

Time in days; start empty, a year of warm-up, then five years that count. 137 investigators in 11 units; one national
Poisson process of 40,000 reports a year, spread as the investigators are; four classes, the most urgent first, in order
of joining within a class; nobody is interrupted.

W1: one visit, exponential. W2: 30 % of the cases of classes 1, 2 and 3 take three more visits to their unit's queue,
each joined a quarter of a day after the one before ended; in the last, the investigator waits, held, for one of 20
national specialists, and both are held and released together.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

INVESTIGATORS = (24, 18, 16, 14, 13, 12, 11, 10, 8, 6, 5)
CLASS_SHARES = (0.05, 0.15, 0.30, 0.50)
REPORTS_PER_DAY = 40_000 / 365.25
LOAD = 0.92
SPECIALISTS = 20
FOLLOW_UP_SHARE = 0.30
PAUSE_DAYS = 0.25
FOLLOW_UP_MEAN_DAYS = (0.50, 0.80, 0.48)
GAMMA_SHAPE, LOGNORMAL_SIGMA = 2.0, 1.0
OFFERED_DAYS = LOAD * sum(INVESTIGATORS) / REPORTS_PER_DAY
"""Mean days of work that a report brings."""
FIRST_MEAN_DAYS = {
    "W1": OFFERED_DAYS,
    "W2": OFFERED_DAYS - (1 - CLASS_SHARES[0]) * FOLLOW_UP_SHARE * sum(FOLLOW_UP_MEAN_DAYS),
}


@dataclass(frozen=True)
class Size:
    """How much is run: reports and staff times `staff`, days times `time`, work times `load`."""

    time: float = 1.0

    @property
    def warm_up_days(self) -> float:
        return 365.25 * self.time

    @property
    def end_days(self) -> float:
        return 6 * 365.25 * self.time


@dataclass(frozen=True)
class Visits:
    """One row a visit to a queue that was served: columns as arrays."""

    case_class: NDArray[np.int64]
    joined_days: NDArray[np.float64]
    started_days: NDArray[np.float64]
    with_specialist_days: NDArray[np.float64]
    """Start of the work beside a specialist; NaN: none needed."""
    ended_days: NDArray[np.float64]
    """May lie beyond the end."""

    @classmethod
    def of(cls, rows: list[tuple[Any, ...]]) -> "Visits":
        """From rows (class, joined, started, with specialist, ended)."""
        table = np.array(rows, dtype=np.float64)
        return cls(table[:, 0].astype(np.int64), *table[:, 1:].T)


def outputs(visits: Visits, size: Size) -> dict[str, float]:
    """What is compared: waits of visits begun in the window, mean number waiting, and use of staff."""
    begin, end = size.warm_up_days, size.end_days
    inside = (visits.started_days >= begin) & (visits.started_days < end)
    waits = visits.started_days - visits.joined_days
    result = {
        f"wait_{k}_days": float(waits[inside & (visits.case_class == k)].mean()) for k in range(len(CLASS_SHARES))
    }

    def mean_number(since: NDArray[np.float64], until: NDArray[np.float64]) -> float:
        return float(np.maximum(np.minimum(until, end) - np.maximum(since, begin), 0).sum() / (end - begin))

    result["waiting"] = mean_number(visits.joined_days, visits.started_days)
    result["busy_share"] = mean_number(visits.started_days, visits.ended_days) / sum(INVESTIGATORS)
    beside = np.isfinite(visits.with_specialist_days)
    if beside.any():
        since = visits.with_specialist_days[beside]
        result["wait_for_specialist_days"] = float((since - visits.started_days[beside])[inside[beside]].mean())
        result["specialists_busy_share"] = mean_number(since, visits.ended_days[beside]) / SPECIALISTS
    return result


def expected_in_w1() -> dict[str, float]:
    """Outputs of W1 in the long run: M/M/c with non-preemptive priorities (Cobham 1954; Kella & Yechiali 1985)."""
    waits, waiting = np.zeros(len(CLASS_SHARES)), 0.0
    for servers in INVESTIGATORS:
        rate = REPORTS_PER_DAY * servers / sum(INVESTIGATORS)
        offered = rate * OFFERED_DAYS
        blocked = 1.0  # Erlang B by its recursion, then Erlang C
        for n in range(1, servers + 1):
            blocked = offered * blocked / (n + offered * blocked)
        all_busy = blocked / (1 - offered / servers * (1 - blocked))
        up_to = np.cumsum(np.array(CLASS_SHARES)) * offered / servers
        above = np.concatenate(([0.0], up_to[:-1]))
        wait = all_busy * OFFERED_DAYS / servers / ((1 - above) * (1 - up_to))
        waits += wait * servers / sum(INVESTIGATORS)
        waiting += rate * float(np.dot(CLASS_SHARES, wait))
    return {f"wait_{k}_days": float(w) for k, w in enumerate(waits)} | {"waiting": waiting, "busy_share": LOAD}


class Draws:
    """Random amounts for the tools that draw while they run, from one generator of the standard library's kind."""

    def __init__(self, workload: str, rng: Any) -> None:
        self.rng, self.workload = rng, workload

    def gap_days(self) -> float:
        return float(self.rng.expovariate(REPORTS_PER_DAY))

    def unit(self) -> int:
        return int(self.rng.choices(range(len(INVESTIGATORS)), INVESTIGATORS)[0])

    def case_class(self) -> int:
        return int(self.rng.choices(range(len(CLASS_SHARES)), CLASS_SHARES)[0])

    def visit_days(self, case_class: int) -> list[float]:
        """Days of work of each visit of a case."""
        days = [self.rng.expovariate(1 / FIRST_MEAN_DAYS[self.workload])]
        if self.workload == "W2" and case_class > 0 and self.rng.random() < FOLLOW_UP_SHARE:
            search, report, court = FOLLOW_UP_MEAN_DAYS
            days.append(self.rng.gammavariate(GAMMA_SHAPE, search / GAMMA_SHAPE))
            days.append(self.rng.lognormvariate(math.log(report) - LOGNORMAL_SIGMA**2 / 2, LOGNORMAL_SIGMA))
            days.append(self.rng.gammavariate(GAMMA_SHAPE, court / GAMMA_SHAPE))
        return days
