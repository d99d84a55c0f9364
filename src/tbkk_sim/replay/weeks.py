"""One replication, week by week: what waits and is to be triaged, what is in hand, and who is there, in each unit.

And of all units together what has become of the cases so far, how they are to be treated, and the pressure.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Floats, Integers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.model.event_records import End, Event, EventLog
from tbkk_sim.model.seconds import PER_MILLION, Seconds, seconds_of_days
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.sampling.world import BY_HAND

TAKEN_UP, RETURNS = "taken_up", "returns"
ENDS = {"closed_by_choice": End.CLOSED_BY_CHOICE, "turned_away": End.DECLINED, "let_go": End.EXPIRED}
ENDS_OF_REPORTS = {"untraceable": End.UNTRACEABLE, "reports_joined": End.JOINED}
"""Ends of reports that never were a case."""
NOW = ("to_assess", "hidden")
"""Levels at a moment: reports to be assessed by their unit or in assessment, and hidden severe cases."""
TREATED = {treatment.name.lower(): treatment for treatment in Treatment if treatment is not Treatment.NOTHING}


@dataclass(frozen=True)
class WeeklyState:
    """Moments a week apart, and per moment and unit what there was; the first moment is the start."""

    days: Floats
    """Moments, in days from the start; the last one is the end of the run."""
    backlog: Integers
    """[moment, unit] Cases not yet taken up."""
    to_triage: Integers
    """[moment, unit] Reports that wait for a person's judgement, or are being triaged, at the unit that judges them."""
    in_hand: Integers
    """[moment, unit] Cases taken up and not ended."""
    present: Floats
    """[moment, unit] People at work, mean over the week that ends then (at the start: at that moment)."""
    people: Integers
    """[moment, unit] Posts filled."""
    posts: Integers
    """[moment, unit] Posts."""
    so_far: dict[str, Integers]
    """[moment] Cases of all units since the start: taken up, ended without work (ENDS), reports that ended before they
    were one (ENDS_OF_REPORTS), persons who returned (RETURNS), and cases whose treatment was chosen, by what it is at
    that moment (TREATED); and what there is then (NOW)."""
    pressure: Floats
    """[moment] Pressure that the steering group has set, from 0 to 1; empty: it does not meet."""

    def dates(self, start: dt.date) -> list[dt.date]:
        """The last day before each moment; the first day at the start."""
        return [start + dt.timedelta(days=max(int(day) - 1, 0)) for day in self.days]


def weeks_of(ledger: Ledger) -> WeeklyState:
    """Read the weeks of one replication."""
    n_units, horizon = len(ledger.parameters.names.units), ledger.parameters.horizon_days
    days = np.append(np.arange(0.0, horizon, 7.0), float(horizon))
    moments = seconds_of_days(days)
    cases, people, posts = ledger.cases, ledger.world.people, ledger.world.posts
    taken_up, ended = cases.taken_up_seconds, cases.ended_seconds
    waited = ~cases.in_hand_at_start
    holds = people.post >= 0

    def level(unit: NDArray[np.integer[Any]], begin: Seconds, end: Seconds) -> Integers:
        levels = [_number(moments, begin[unit == u]) - _number(moments, end[unit == u]) for u in range(n_units)]
        return np.stack(levels, axis=1)

    def level_of_days(unit: NDArray[np.integer[Any]], begin: Floats, end: Floats) -> Integers:
        return level(unit, seconds_of_days(begin), seconds_of_days(end))

    return WeeklyState(
        days=days,
        backlog=level(cases.unit[waited], cases.entered_seconds[waited], np.minimum(taken_up, ended)[waited]),
        to_triage=_to_triage(ledger, moments, n_units),
        in_hand=level(cases.unit[cases.taken_up], taken_up[cases.taken_up], ended[cases.taken_up]),
        present=_present(ledger, moments, n_units),
        people=level_of_days(people.team[holds], people.joined_days[holds], people.left_days[holds]),
        posts=level_of_days(posts.unit[~posts.ahead], posts.begin_days[~posts.ahead], posts.end_days[~posts.ahead]),
        so_far=_so_far(ledger, moments, n_units),
        pressure=_pressure(ledger.log, moments),
    )


def _so_far(ledger: Ledger, moments: Seconds, n_units: int) -> dict[str, Integers]:
    """Counts of what has become of the cases of units, by moment."""
    cases, reports, horizon = ledger.cases, ledger.world.reports, ledger.parameters.horizon_seconds
    of_units = cases.unit < n_units
    new = of_units & cases.taken_up & ~cases.in_hand_at_start
    came = ledger.arrived_seconds[reports.stream == ledger.parameters.returns_stream]
    return {
        TAKEN_UP: _number(moments, cases.taken_up_seconds[new]),
        **{
            name: _number(moments, cases.ended_seconds[of_units & cases.ended & (cases.end == end)])
            for name, end in ENDS.items()
        },
        **{
            name: _number(moments, ledger.log.time_seconds[ledger.log.rows_of_end(end)])
            for name, end in ENDS_OF_REPORTS.items()
        },
        RETURNS: _number(moments, came[came < horizon]),
        **_now(ledger, moments),
        **_treated(ledger.log, moments),
    }


def _now(ledger: Ledger, moments: Seconds) -> dict[str, Integers]:
    """Reports in assessment, and hidden severe cases, at each moment."""
    assessments, hidden = ledger.assessments, ledger.hidden
    spans = (
        (assessments.entered_seconds, assessments.ended_seconds),
        (hidden.begin_seconds, hidden.end_seconds),
    )
    levels = (_number(moments, begin) - _number(moments, end) for begin, end in spans)
    return dict(zip(NOW, levels, strict=True))


def _treated(log: EventLog, moments: Seconds) -> dict[str, Integers]:
    """Cases whose treatment was chosen, by what it is at each moment: a later choice replaces the one before."""
    rows, report = log.rows_of(Event.WEIGHED), log.reports_of(Event.WEIGHED)
    in_order = np.argsort(report, kind="stable")
    times, report, chosen = log.time_seconds[rows][in_order], report[in_order], log.detail[rows][in_order]
    again = np.append(False, report[1:] == report[:-1]) if len(report) else np.zeros(0, dtype=np.bool_)
    before = np.where(again, np.roll(chosen, 1), -1)
    return {
        name: _number(moments, times[chosen == treatment]) - _number(moments, times[before == treatment])
        for name, treatment in TREATED.items()
    }


def _pressure(log: EventLog, moments: Seconds) -> Floats:
    """The pressure at each moment, 0 until the first meeting; empty where there is none."""
    meetings = log.rows_of(Event.STEERED)
    if not len(meetings):
        return np.zeros(0)
    levels = np.append(0, log.work_seconds[meetings]) / PER_MILLION
    return levels[np.searchsorted(log.time_seconds[meetings], moments, side="right")]


def _to_triage(ledger: Ledger, moments: Seconds, n_units: int) -> Integers:
    """Reports that came for a person to triage, less those that have been triaged; all lie at the unit that judges."""
    log, reports = ledger.log, ledger.world.reports
    by_hand = reports.triaged_by == BY_HAND
    came = reports.arrived_seconds[by_hand & (reports.arrived_seconds < ledger.parameters.horizon_seconds)]
    triaged = by_hand[log.reports_of(Event.TRIAGED)]
    levels = np.zeros((len(moments), n_units), dtype=np.intp)
    done = log.time_seconds[log.rows_of(Event.TRIAGED)[triaged]]
    levels[:, ledger.parameters.triage_team] = _number(moments, came) - _number(moments, done)
    return levels


def _number(at: Seconds, moments: Seconds) -> Integers:
    """Return the number of moments that have passed at each time."""
    return np.searchsorted(np.sort(moments), at, side="right")


def _present(ledger: Ledger, at: Seconds, n_units: int) -> Floats:
    """People at work, from the events of coming and going."""
    log = ledger.log
    come, go = log.rows_of(Event.JOINED, Event.BACK), log.rows_of(Event.LEFT, Event.ABSENT)
    present = np.empty((len(at), n_units))
    for unit in range(n_units):
        coming, going = (log.time_seconds[rows[log.team[rows] == unit]] for rows in (come, go))
        present[0, unit] = (coming <= 0).sum() - (going <= 0).sum()
        present[1:, unit] = np.diff(_time_since(coming, at) - _time_since(going, at)) / np.diff(at)
    return present


def _time_since(moments: Seconds, at: Seconds) -> Seconds:
    """Per time, the sum over all moments before it of the time since."""
    moments = np.sort(moments)
    n = np.searchsorted(moments, at)
    before = np.concatenate(([0], np.cumsum(moments)))
    return n * at - before[n]
