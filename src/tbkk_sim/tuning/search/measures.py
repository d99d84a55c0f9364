"""Measures of one replication by quarter, team and class: fewer than key figures, and much quicker."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import pairwise
from typing import Any, Self

import numpy as np

from tbkk_sim.arrays import Floats, Floats32, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.seconds import Seconds, days_of, hours_of, seconds_of_days
from tbkk_sim.sampling.world import BY_HAND, World


@dataclass(frozen=True, slots=True)
class Measures:
    """Amounts of one replication, arrays [quarter, team, class] or [quarter, team]."""

    waiting_days: Floats32
    """Days that cases waited for their first work."""
    due: Floats32
    """Cases whose norm expired."""
    in_time: Floats32
    """Cases of `due` that had begun by then."""
    left_undone: Floats32
    """Cases that came in less those taken up: closed by choice or by mistake, turned away, let go, untraceable, and the
    growth of what waits."""
    hidden_days: Floats32
    """Days that severe cases were hidden, also when they had ended unseen, by what they truly are."""
    hidden_closed: Floats32
    """Severe cases that ended while they were hidden, by what they truly are."""
    lent_hours: Floats32
    """Hours that the members of a pool worked for units."""
    posts: Floats32
    """Establishment, in fte x days."""
    occupancy: Floats32
    """Posts filled, in fte x days; people on a withdrawn post are not counted."""

    def arrays(self) -> dict[str, Floats32]:
        """Return the arrays by name."""
        return {column.name: getattr(self, column.name) for column in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Any) -> Self:
        """Make measures from arrays by name."""
        return cls(**{column.name: arrays[column.name] for column in fields(cls)})


@lru_cache(maxsize=64)
def quarter_starts(start: dt.date, horizon_days: int) -> tuple[dt.date, ...]:
    """Return the first days of the calendar quarters of a run; the first may be before the run."""
    first = dt.date(start.year, 3 * ((start.month - 1) // 3) + 1, 1)
    end = start + dt.timedelta(days=horizon_days)
    starts = [first]
    while True:
        year, month = divmod(starts[-1].year * 12 + starts[-1].month + 2, 12)
        following = dt.date(year, month + 1, 1)
        if following >= end:
            return tuple(starts)
        starts.append(following)


def quarter_edges_days(start: dt.date, horizon_days: int) -> Floats:
    """Return the edges of the quarters in days of the run: one more than there are quarters."""
    inside = [(day - start).days for day in quarter_starts(start, horizon_days)[1:]]
    return np.array([0, *inside, horizon_days], dtype=np.float64)


def measure(ledger: Ledger) -> Measures:
    """Measure one replication."""
    world, parameters, log, waits = ledger.world, ledger.parameters, ledger.log, ledger.waits_for_work
    edges_days = quarter_edges_days(parameters.start, int(parameters.horizon_days))
    edges = seconds_of_days(edges_days)
    reports, horizon = world.reports, parameters.horizon_seconds
    n_teams, n_classes = len(parameters.names.teams), len(parameters.names.classes)
    shape = (len(edges) - 1, n_teams, n_classes)

    def count(moments: Seconds, team: Numbers, case_class: Numbers, weights: Numbers | None = None) -> Floats32:
        quarter = np.clip(np.searchsorted(edges, moments, side="right") - 1, 0, shape[0] - 1)
        cell = (quarter * n_teams + team) * n_classes + case_class
        counts = np.bincount(cell, weights, minlength=shape[0] * n_teams * n_classes)
        return counts.astype(np.float32).reshape(shape)

    team, case_class, began = waits.unit, waits.case_class, waits.began_seconds
    cell = team * n_classes + case_class
    until = np.minimum(np.minimum(began, waits.ended_seconds), horizon)
    due = waits.counts_from_seconds + parameters.norm_seconds[team, case_class]
    counts = waits.due_within_run(due, horizon)
    worked = log.rows_of(Event.FINISHED, Event.INTERRUPTED, Event.RELEASED)
    n_units = len(parameters.names.units)
    lent = worked[(log.team[worked] >= n_units) & (reports.unit[log.report[worked]] < n_units)]
    nobody = np.zeros(len(lent), dtype=np.int64)
    lent_hours = count(log.time_seconds[lent], log.team[lent], nobody, hours_of(log.work_seconds[lent])).sum(axis=2)
    waited = days_of(np.maximum(waits.counts_from_seconds, 0)), days_of(until)
    return Measures(
        waiting_days=_over_quarters(edges_days, *waited, cell, n_teams * n_classes).reshape(shape),
        due=count(due[counts], team[counts], case_class[counts]),
        in_time=count(due[counts], team[counts], case_class[counts], (began <= due)[counts]),
        left_undone=count(*_left_undone(ledger)),
        **_hidden(edges_days, ledger, count),
        lent_hours=lent_hours,
        **_staff(edges_days, world, n_teams),
    )


def _left_undone(ledger: Ledger) -> tuple[Seconds, Numbers, Numbers, Numbers]:
    """Return the moves that add up to what is left undone: moment, unit, class, and 1 (more) or -1 (less).

    A report that a person judges counts from its arrival until it is a case as what it truly is, in assessment too, and
    from then on as what it is seen as. One that leads to nobody, or is closed by mistake, stays undone.
    """
    reports, log, cases, assessments = ledger.world.reports, ledger.log, ledger.cases, ledger.assessments
    changes, horizon = cases.changes, ledger.parameters.horizon_seconds
    is_case = reports.true_class != CLOSED_CLASS
    by_hand = (reports.triaged_by == BY_HAND) & is_case
    came = np.flatnonzero(by_hand & (reports.arrived_seconds >= 0) & (reports.arrived_seconds < horizon))
    judged = by_hand[log.reports_of(Event.TRIAGED)]
    of_judged = log.reports_of(Event.TRIAGED)[judged]
    judged_seconds = log.time_seconds[log.rows_of(Event.TRIAGED)[judged]]
    not_waiting_before = ~cases.in_stock | (reports.triaged_by[cases.report] == BY_HAND)
    entered = np.flatnonzero(not_waiting_before & ~cases.in_hand_at_start)
    begun = np.flatnonzero(cases.taken_up & ~cases.in_hand_at_start)
    needless = np.flatnonzero(cases.ended & ~cases.taken_up & ~cases.undone)
    waiting = np.flatnonzero(~changes.in_hand)
    case, when = changes.case[waiting], changes.time_seconds[waiting]
    of_cases = np.flatnonzero(is_case[assessments.report])
    to_assess, entered_seconds = assessments.report[of_cases], assessments.entered_seconds[of_cases]
    assessed_seconds = assessments.ended_seconds[of_cases]
    assessed = np.isin(to_assess, log.reports_of(Event.ASSESSED))
    closed = log.rows_of_end(End.CLOSED_IN_TRIAGE)
    closed = closed[is_case[log.report[closed]]]
    mistaken = log.report[closed]
    moves = (
        (reports.arrived_seconds[came], reports.unit[came], reports.true_class[came], 1.0),
        (judged_seconds, reports.unit[of_judged], reports.true_class[of_judged], -1.0),
        (log.time_seconds[closed], reports.unit[mistaken], reports.true_class[mistaken], 1.0),
        (entered_seconds, reports.unit[to_assess], reports.true_class[to_assess], 1.0),
        (
            assessed_seconds[assessed],
            reports.unit[to_assess[assessed]],
            reports.true_class[to_assess[assessed]],
            -1.0,
        ),
        (cases.entered_seconds[entered], cases.unit[entered], cases.first_class[entered], 1.0),
        (cases.taken_up_seconds[begun], cases.unit[begun], cases.taken_up_class[begun], -1.0),
        (cases.ended_seconds[needless], cases.unit[needless], cases.last_class[needless], -1.0),
        (when, cases.unit[case], changes.new_class[waiting], 1.0),
        (when, cases.unit[case], changes.old_class[waiting], -1.0),
    )
    moments, team, of_class = (np.concatenate([of[n] for of in moves]) for n in range(3))
    return moments, team, of_class, np.concatenate([np.full(len(of[0]), of[3]) for of in moves])


def _hidden(edges_days: Floats, ledger: Ledger, count: Callable[..., Floats32]) -> dict[str, Floats32]:
    """Days that severe cases were hidden, until somebody saw what they are, and those that ended unseen."""
    hidden, reports, parameters = ledger.hidden, ledger.world.reports, ledger.parameters
    names = parameters.names
    n_teams, n_classes = len(names.teams), len(names.classes)
    unit, of_class = (of[hidden.report].astype(np.int64) for of in (reports.unit, reports.true_class))
    horizon, begin = parameters.horizon_seconds, np.maximum(hidden.begin_seconds, 0)
    seen, end = (np.minimum(of, horizon) for of in (hidden.seen_seconds, hidden.end_seconds))
    days = _over_quarters(edges_days, days_of(begin), days_of(seen), unit * n_classes + of_class, n_teams * n_classes)
    closed = np.flatnonzero(hidden.closed)
    return {
        "hidden_days": days.reshape(-1, n_teams, n_classes),
        "hidden_closed": count(end[closed], unit[closed], of_class[closed]),
    }


def _staff(edges: Floats, world: World, n_teams: int) -> dict[str, Floats32]:
    posts, people = world.posts, world.people
    counted, in_units = ~posts.ahead, people.post >= 0
    team = people.team[in_units].astype(np.int64)
    joined = people.joined_days[in_units]
    until = np.minimum(people.left_days[in_units], posts.end_days[people.post[in_units]])
    unit = posts.unit[counted].astype(np.int64)
    return {
        "posts": _over_quarters(edges, posts.begin_days[counted], posts.end_days[counted], unit, n_teams),
        "occupancy": _over_quarters(edges, joined, until, team, n_teams),
    }


def _over_quarters(edges: Floats, begin: Floats, end: Floats, cell: Numbers, n_cells: int) -> Floats32:
    """Return the days from `begin` to `end` within each quarter, summed by cell [quarter, cell]."""
    end = np.maximum(begin, end)
    days = [
        np.bincount(cell, np.clip(end, low, high) - np.clip(begin, low, high), minlength=n_cells)
        for low, high in pairwise(edges)
    ]
    return np.array(days, dtype=np.float32)
