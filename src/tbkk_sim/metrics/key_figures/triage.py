"""Triage and assessment: what waits, is joined or lost, how persons and reports compare, and which cases are hidden.

Everything counts by what the report truly is.
"""

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Floats
from tbkk_sim.metrics.events.assessments import are_joined
from tbkk_sim.metrics.events.hidden import severe_cases
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.key_figures.ratio import mean, ratio
from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds, days_of, hours_of
from tbkk_sim.sampling.world import AUTOMATIC, BY_HAND


def triage(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of triage, assessment, persons and hidden cases."""
    grid, log, reports = ledger.grid, ledger.log, ledger.world.reports
    own_row = np.arange(len(reports.key))
    reported = (reports.stream < ledger.parameters.names.streams.index("chosen")) & ledger.came
    persons = grid.sums(grid.count_in(ledger.arrival_cell[reported & (reports.person == own_row)]))
    of_cases = grid.count_in(ledger.arrival_cell[reported & (reports.true_class > 0)])
    of_persons = grid.count_in(ledger.arrival_cell[reported & (reports.true_class > 0) & (reports.person == own_row)])
    lost = log.rows_of_end(End.UNTRACEABLE)
    had_traces = reports.trace_until_seconds > np.maximum(ledger.arrived_seconds, 0)
    overgraded = _rows_of_overgraded(ledger)
    is_overgraded = np.zeros(len(own_row), dtype=np.bool_)
    is_overgraded[log.report[overgraded]] = True
    intervals, tasks = ledger.service_intervals, ledger.tasks
    of_case = is_overgraded[intervals.report] & (intervals.task < tasks.n_steps)
    return {
        **_who_judged(ledger),
        "persons_reported": persons,
        "reports_per_person": ratio(grid.sums(of_cases), grid.sums(of_persons)),
        "reports_joined": grid.sums(_by_true_class(ledger, log.rows_of_end(End.JOINED))),
        "traces_lost": grid.sums(_by_true_class(ledger, lost[np.flatnonzero(had_traces[log.report[lost]])])),
        "hours_assessment": grid.sums(_hours(ledger, intervals.task >= tasks.first_assessment)),
        "overgraded": grid.sums(_by_true_class(ledger, overgraded)),
        "hours_overgraded": grid.sums(_hours(ledger, of_case)),
        **_hidden(ledger),
    }


def count_untraceable(ledger: Ledger) -> Floats:
    """Reports that lead to no person [month, unit, true class]."""
    return _by_true_class(ledger, ledger.log.rows_of_end(End.UNTRACEABLE))


def count_closed_by_mistake(ledger: Ledger) -> Floats:
    """Reports of cases that triage or their unit closed [month, unit, true class]."""
    rows = ledger.log.rows_of_end(End.CLOSED_IN_TRIAGE)
    return _by_true_class(ledger, rows[np.flatnonzero(ledger.world.reports.true_class[ledger.log.report[rows]] > 0)])


def assessment_backlog(ledger: Ledger) -> Floats:
    """Reports that wait to be assessed, or are being assessed, at the months' ends [month, unit, true class]."""
    assessments, horizon = ledger.assessments, ledger.parameters.horizon_seconds
    done = np.flatnonzero(assessments.ended_seconds < horizon)
    into = _count_moments(ledger, assessments.report, assessments.entered_seconds)
    out = _count_moments(ledger, assessments.report[done], assessments.ended_seconds[done])
    return np.cumsum(into - out, axis=0)


def _hidden(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of severe cases that are seen as a class that is not severe, or were closed."""
    grid, hidden, reports = ledger.grid, ledger.hidden, ledger.world.reports
    begun = _count_moments(ledger, hidden.report, hidden.begin_seconds)
    found, closed = np.flatnonzero(hidden.found), np.flatnonzero(hidden.closed)
    of_found = _count_moments(ledger, hidden.report[found], hidden.end_seconds[found])
    of_closed = _count_moments(ledger, hidden.report[closed], hidden.end_seconds[closed])
    waiting = grid.ends(np.cumsum(begun - of_found - of_closed, axis=0))
    report = hidden.report[found]
    days = days_of(hidden.end_seconds[found] - ledger.arrived_seconds[report])
    where = grid.month(hidden.end_seconds[found]), reports.unit[report], reports.true_class[report]
    severe_in = grid.sums(_count_severe_in(ledger))
    median, p90 = grid.quantiles(days, *where, at=(0.5, 0.9), monthly=False)
    return {
        "hidden_mean": grid.sums(_case_seconds(ledger, hidden.end_seconds)) / grid.period_seconds,
        "hidden_waiting": waiting,
        "hidden_waiting_days_mean": _hidden_so_far_days(ledger, waiting),
        "hidden_closed": grid.sums(of_closed),
        "hidden_found": grid.sums(of_found),
        "severe_in": severe_in,
        "hidden_days_per_case": days_of(ratio(grid.sums(_case_seconds(ledger, hidden.seen_seconds)), severe_in)),
        "hidden_days_mean": mean(grid, days, grid.cell(*where)),
        "hidden_days_median": median,
        "hidden_days_p90": p90,
    }


def _hidden_so_far_days(ledger: Ledger, waiting: Floats) -> Floats:
    """Mean days for which those that are hidden at the end of each period have been so by then."""
    grid, hidden = ledger.grid, ledger.hidden
    ended, since = np.flatnonzero(hidden.end_seconds != NEVER_SECONDS), hidden.begin_seconds
    begun = _count_moments(ledger, hidden.report, since, since)
    gone = _count_moments(ledger, hidden.report[ended], hidden.end_seconds[ended], since[ended])
    since_seconds = grid.ends(np.cumsum(begun - gone, axis=0))
    return days_of(ratio(grid.period_ends_seconds * waiting - since_seconds, waiting))


def _count_severe_in(ledger: Ledger) -> Floats:
    """Severe cases that came in [month, unit, true class]; a report that was joined to a case is none of its own."""
    true_class, log = ledger.world.reports.true_class, ledger.log
    concerned = severe_cases(ledger.parameters)[true_class] & ~are_joined(log, len(true_class))
    return ledger.grid.count_in(ledger.arrival_cell[concerned & ledger.came])


def _case_seconds(ledger: Ledger, until_seconds: Seconds) -> Floats:
    """Time in which severe cases were hidden, added up over the cases [month, unit, true class], in seconds.

    Args:
        ledger: The replication.
        until_seconds: Until when each time in which a case was hidden counts.
    """
    grid, hidden, reports = ledger.grid, ledger.hidden, ledger.world.reports
    edges = grid.month_starts_seconds[:, np.newaxis]
    in_months = np.diff(np.clip(edges, hidden.begin_seconds, until_seconds), axis=0)
    month, row = np.nonzero(in_months)
    report = hidden.report[row]
    return grid.count(month, reports.unit[report], reports.true_class[report], in_months[month, row])


def _who_judged(ledger: Ledger) -> dict[str, Floats]:
    """Reports by who triaged them: a person, or the system, as it was to or instead of a person."""
    triaged_by, report = ledger.world.reports.triaged_by, ledger.log.reports_of(Event.TRIAGED)
    taken_over = ledger.taken_over
    chosen = {
        "reports_triaged_by_hand": (triaged_by == BY_HAND) & ~taken_over,
        "reports_triaged_by_system": (triaged_by == AUTOMATIC) | taken_over,
        "reports_taken_over": taken_over,
    }
    rows = ledger.log.rows_of(Event.TRIAGED)
    return {
        name: ledger.grid.sums(_by_true_class(ledger, rows[np.flatnonzero(of[report])])) for name, of in chosen.items()
    }


def _rows_of_overgraded(ledger: Ledger) -> Codes:
    """The events by which cases were taken up as of a severe class that are of a lighter one."""
    log, severe = ledger.log, severe_cases(ledger.parameters)
    taken_up, true_class = log.rows_of(Event.TAKEN_UP), ledger.world.reports.true_class[log.reports_of(Event.TAKEN_UP)]
    lighter = ~severe[true_class] & (true_class != ledger.parameters.names.own_work_class)
    return taken_up[np.flatnonzero(severe[log.detail[taken_up]] & lighter)]


def _by_true_class(ledger: Ledger, rows: Codes) -> Floats:
    """Number of some events of reports, each at most once a report [month, unit, true class]."""
    report, reports = ledger.log.report[rows], ledger.world.reports
    return ledger.grid.count(ledger.month_of(rows), reports.unit[report], reports.true_class[report])


def _count_moments(ledger: Ledger, report: Codes, moments: Seconds, weights: Seconds | None = None) -> Floats:
    """Number of reports, or sum of weights, by the month of these moments [month, unit, true class]."""
    reports = ledger.world.reports
    return ledger.grid.count(ledger.grid.month(moments), reports.unit[report], reports.true_class[report], weights)


def _hours(ledger: Ledger, chosen: Flags) -> Floats:
    """Hours of work in some service intervals [month, team of the member, true class]."""
    intervals, parts = ledger.service_intervals, ledger.work_parts
    interval, part = parts.rows_of(np.flatnonzero(chosen))
    case_class = ledger.world.reports.true_class[intervals.report[interval]]
    seconds = ledger.grid.count(parts.month[part], intervals.team[interval], case_class, ledger.work_of_parts[part])
    return hours_of(seconds)
