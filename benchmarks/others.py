"""The workloads as they are usually written with other tools; each function returns the visits of one run."""

import heapq
import itertools
import math
import random  # noqa: TID251  (as these tools are usually written)
from collections import deque
from collections.abc import Generator
from typing import Any

from workloads import (
    CLASS_SHARES,
    FIRST_MEAN_DAYS,
    FOLLOW_UP_MEAN_DAYS,
    FOLLOW_UP_SHARE,
    GAMMA_SHAPE,
    INVESTIGATORS,
    LOGNORMAL_SIGMA,
    PAUSE_DAYS,
    REPORTS_PER_DAY,
    SPECIALISTS,
    Draws,
    Size,
    Visits,
)

NONE = math.nan


def simpy_as_usual(workload: str, seed: int, size: Size, *, by_arrival: bool = False) -> Visits:
    """SimPy: a process per case, a PriorityResource per unit. `by_arrival`: the oldest case of a class goes first."""
    import simpy

    env, draws, rows = simpy.Environment(), Draws(workload, random.Random(seed)), list[tuple[Any, ...]]()
    units = [simpy.PriorityResource(env, capacity=n) for n in INVESTIGATORS]
    pool = simpy.Resource(env, capacity=SPECIALISTS)

    def case(unit: simpy.PriorityResource, case_class: int, visits: list[float]) -> Generator[simpy.Event, Any, None]:
        priority: Any = (case_class, env.now) if by_arrival else case_class
        for n, days in enumerate(visits):
            if n:
                yield env.timeout(PAUSE_DAYS)
            joined = env.now
            with unit.request(priority=priority) as request:
                yield request
                started, beside = env.now, NONE
                if n == len(FOLLOW_UP_MEAN_DAYS):
                    with pool.request() as specialist:
                        yield specialist
                        beside = env.now
                        rows.append((case_class, joined, started, beside, beside + days))
                        yield env.timeout(days)
                else:
                    rows.append((case_class, joined, started, beside, started + days))
                    yield env.timeout(days)

    def reports() -> Generator[simpy.Event, Any, None]:
        while True:
            yield env.timeout(draws.gap_days())
            case_class = draws.case_class()
            env.process(case(units[draws.unit()], case_class, draws.visit_days(case_class)))

    env.process(reports())
    env.run(until=size.end_days)
    return Visits.of(rows)


def salabim_as_usual(workload: str, seed: int, size: Size) -> Visits:
    """salabim: a component per case, a resource per unit."""
    import salabim

    salabim.yieldless(False)
    env = salabim.Environment(trace=False, random_seed=seed)
    draws, rows = Draws(workload, random.Random(seed)), list[tuple[Any, ...]]()
    units = [salabim.Resource(f"unit{n}", capacity=capacity) for n, capacity in enumerate(INVESTIGATORS)]
    pool = salabim.Resource("pool", capacity=SPECIALISTS)

    class Case(salabim.Component):  # type: ignore[misc]
        def process(self, unit: Any, case_class: int, visits: list[float]) -> Generator[Any, Any, None]:
            for n, days in enumerate(visits):
                if n:
                    yield self.hold(PAUSE_DAYS)
                joined = env.now()
                yield self.request((unit, 1, case_class))
                started, beside = env.now(), NONE
                if n == len(FOLLOW_UP_MEAN_DAYS):
                    yield self.request(pool)
                    beside = env.now()
                rows.append((case_class, joined, started, beside, env.now() + days))
                yield self.hold(days)
                self.release()

    class Reports(salabim.Component):  # type: ignore[misc]
        def process(self) -> Generator[Any, Any, None]:
            while True:
                yield self.hold(draws.gap_days())
                case_class = draws.case_class()
                Case(unit=units[draws.unit()], case_class=case_class, visits=draws.visit_days(case_class))

    Reports()
    env.run(till=size.end_days)
    return Visits.of(rows)


def ciw_as_usual(workload: str, seed: int, size: Size) -> Visits:
    """Ciw: a node per unit; in W2 a second node per unit is the pause, and the pool is part of the service time.

    A customer's class says its class and, in W2, its visit: (class, visit). The wait for a specialist is reckoned when
    the last visit begins, from the moments at which the specialists come free: begun first, served first.
    """
    import ciw

    ciw.seed(seed)
    n_units, n_classes = len(INVESTIGATORS), len(CLASS_SHARES)
    n_visits = 1 if workload == "W1" else 1 + len(FOLLOW_UP_MEAN_DAYS)
    kinds = [(k, visit) for k in range(n_classes) for visit in range(n_visits)]
    name = {kind: f"class {kind[0]} visit {kind[1]}" for kind in kinds}
    free_at = [0.0] * SPECIALISTS
    beside: dict[float, float] = {}

    class LastVisit(ciw.dists.Distribution):  # type: ignore[misc]
        def sample(self, t: float | None = None, ind: Any = None) -> float:  # noqa: ARG002
            assert t is not None
            days = random.gammavariate(GAMMA_SHAPE, FOLLOW_UP_MEAN_DAYS[2] / GAMMA_SHAPE)
            begin = max(heapq.heappop(free_at), t)
            heapq.heappush(free_at, begin + days)
            beside[t] = begin
            return begin + days - t

    mean = FOLLOW_UP_MEAN_DAYS
    services = [
        ciw.dists.Exponential(1 / FIRST_MEAN_DAYS[workload]),
        ciw.dists.Gamma(shape=GAMMA_SHAPE, scale=mean[0] / GAMMA_SHAPE),
        ciw.dists.Lognormal(math.log(mean[1]) - LOGNORMAL_SIGMA**2 / 2, LOGNORMAL_SIGMA),
        LastVisit(),
    ]

    class Route(ciw.routing.NodeRouting):  # type: ignore[misc]
        """After a visit: out, or to the pause, as the next visit."""

        def next_node(self, ind: Any) -> Any:
            case_class, visit = kinds_of[ind.customer_class]
            goes_on = n_visits > 1 and case_class > 0 and (visit or random.random() < FOLLOW_UP_SHARE)
            if not goes_on or visit + 1 == n_visits:
                return self.simulation.nodes[-1]
            ind.customer_class = name[case_class, visit + 1]
            ind.priority_class = case_class
            return self.simulation.nodes[n_units + self.node.id_number]

    class Back(ciw.routing.NodeRouting):  # type: ignore[misc]
        """After the pause: back to the queue of the unit."""

        def next_node(self, ind: Any) -> Any:  # noqa: ARG002
            return self.simulation.nodes[self.node.id_number - n_units]

    kinds_of = {label: kind for kind, label in name.items()}
    pauses = n_units if n_visits > 1 else 0
    total = sum(INVESTIGATORS)
    network = ciw.create_network(
        arrival_distributions={
            name[k, visit]: [
                ciw.dists.Exponential(REPORTS_PER_DAY * c / total * CLASS_SHARES[k]) if visit == 0 else None
                for c in INVESTIGATORS
            ]
            + [None] * pauses
            for k, visit in kinds
        },
        service_distributions={
            name[k, visit]: [services[visit]] * n_units + [ciw.dists.Deterministic(PAUSE_DAYS)] * pauses
            for k, visit in kinds
        },
        number_of_servers=[*INVESTIGATORS, *[float("inf")] * pauses],
        priority_classes={name[k, visit]: k for k, visit in kinds},
        routing={
            name[kind]: ciw.routing.NetworkRouting(
                routers=[Route() for _ in range(n_units)] + [Back() for _ in range(pauses)]
            )
            for kind in kinds
        },
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(size.end_days)
    rows = []

    def add(label: str, joined: float, started: float, ended: float) -> None:
        case_class, visit = kinds_of[label]
        with_specialist = beside[started] if visit == len(FOLLOW_UP_MEAN_DAYS) else NONE
        rows.append((case_class, joined, started, with_specialist, ended))

    for record in simulation.get_all_records(only=["service"]):
        if record.node <= n_units:
            add(
                record.original_customer_class,
                record.arrival_date,
                record.service_start_date,
                record.service_end_date,
            )
    for node in simulation.transitive_nodes[:n_units]:  # records tell finished visits only
        for one in node.all_individuals:
            if one.service_start_date is not False:
                add(one.customer_class, one.arrival_date, one.service_start_date, one.service_end_date)
    return Visits.of(rows)


def heapq_loop(workload: str, seed: int, size: Size, *, by_arrival: bool = False) -> Visits:
    """No tool: one heap of events, one heap per unit. `by_arrival`: within a class the oldest case goes first."""
    draws, rows, count = Draws(workload, random.Random(seed)), list[tuple[Any, ...]](), itertools.count()
    free = list(INVESTIGATORS)
    lines: list[list[Any]] = [[] for _ in free]
    specialists, held = SPECIALISTS, deque[Any]()
    joins, ends = 0, 1
    gap = draws.gap_days()
    events: list[Any] = []
    arrival = gap
    last = len(FOLLOW_UP_MEAN_DAYS)
    while True:
        if not events or arrival <= events[0][0]:
            now, kind = arrival, joins
            case_class = draws.case_class()
            case = (draws.unit(), case_class, draws.visit_days(case_class), now)
            visit, joined = 0, now
            arrival = now + draws.gap_days()
        else:
            now, _, kind, case, visit = heapq.heappop(events)
            joined = now
        if now >= size.end_days:
            return Visits.of(rows)
        unit = case[0]
        if kind == joins:
            heapq.heappush(lines[unit], (case[1], case[3] if by_arrival else joined, next(count), joined, case, visit))
        else:
            free[unit] += 1
            if visit == last:
                specialists += 1
                if held:
                    _, began, waiting = held.popleft()
                    specialists -= 1
                    days = waiting[2][last]
                    rows.append((waiting[1], began[0], began[1], now, now + days))
                    heapq.heappush(events, (now + days, next(count), ends, waiting, last))
            elif visit + 1 < len(case[2]):
                heapq.heappush(events, (now + PAUSE_DAYS, next(count), joins, case, visit + 1))
        while free[unit] and lines[unit]:
            case_class, _, _, joined, case, visit = heapq.heappop(lines[unit])
            free[unit] -= 1
            if visit == last:
                if not specialists:
                    held.append((now, (joined, now), case))
                    continue
                specialists -= 1
            days = case[2][visit]
            rows.append((case_class, joined, now, now if visit == last else NONE, now + days))
            heapq.heappush(events, (now + days, next(count), ends, case, visit))
