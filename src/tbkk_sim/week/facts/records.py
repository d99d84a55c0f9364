"""The events of one replication, sorted for accounts: by unit and week, and by case."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Bytes, Codes, Flags, Floats, Integers, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.working_seconds import office_seconds_until
from tbkk_sim.model.event_records import IN_ASSESSMENT, IN_TRIAGE, Event
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, Seconds
from tbkk_sim.sampling.world import BY_NOBODY
from tbkk_sim.week.facts.account import ASSESSING, JUDGING
from tbkk_sim.week.facts.case_account import StateInHand
from tbkk_sim.week.facts.weeks import Week, Weeks

OF_STEPS = (Event.QUEUED, Event.STARTED, Event.RESUMED, Event.INTERRUPTED, Event.FINISHED)
"""Events that say how it stands with the step of a case."""
STATES = tuple(StateInHand)


class Cells:
    """Rows of a table, looked up by unit and week."""

    def __init__(self, cell: Numbers, n_cells: int) -> None:
        """Sort rows by cell; rows with a negative cell are in none."""
        self._order = np.argsort(cell, kind="stable")
        self._first = np.searchsorted(cell[self._order], np.arange(n_cells + 1))

    def rows(self, cell: int) -> Codes:
        """The rows of a cell, in their order."""
        return self._order[self._first[cell] : self._first[cell + 1]]


class Happenings(NamedTuple):
    """Some events in order of report and time, so that the last one before a moment is found at once."""

    row: Codes
    """Row of the log."""
    report: Codes
    place: Numbers
    """Report and row as one number, in order."""
    span: int
    """More than any row of the log."""

    def last_before(self, report: Codes, row: int) -> Codes:
        """Position here of the last of these events of each report before a row of the log; -1: none."""
        if not len(self.row):
            return np.full(len(report), -1)
        at = np.searchsorted(self.place, report * np.int64(self.span) + row) - 1
        return np.where(self.report[np.maximum(at, 0)] == report, at, -1)

    def next_rows(self, report: int, row: int) -> Codes:
        """Rows of all of these events of a report after a row of the log, in order."""
        first, after = np.searchsorted(self.place, (report * self.span + row, (report + 1) * self.span), side="right")
        return self.row[first:after]

    def rows_of(self, report: int, first_row: int, after_row: int) -> Codes:
        """Rows of these events of a report, from one row of the log until before another."""
        at = np.searchsorted(self.place, (report * self.span + first_row, report * self.span + after_row))
        return self.row[at[0] : at[1]]


@dataclass(frozen=True)
class WeeklyRecords:
    """One replication, sorted by week in the place of months."""

    ledger: Ledger
    longest_ramp_days: float
    """Days after which every newcomer works at full pace."""

    @cached_property
    def weeks(self) -> Weeks:
        """The weeks of the run."""
        return Weeks(self.ledger.parameters.start, int(self.ledger.parameters.horizon_days))

    @cached_property
    def by_week(self) -> Ledger:
        """The same replication in a grid of weeks."""
        return replace(self.ledger, other_grid=self.weeks.grid(self.ledger.parameters.names))

    @property
    def n_units(self) -> int:
        """Units."""
        return len(self.ledger.parameters.names.units)

    def cell(self, unit: Numbers | int, week: Numbers | int) -> Numbers:
        """Number of the cell of a unit and a week; negative for what is no unit."""
        is_unit = (np.asarray(unit) >= 0) & (np.asarray(unit) < self.n_units)
        return np.where(is_unit, np.asarray(unit, dtype=np.int64) * len(self.weeks) + week, -1)

    def cells(self, unit: Numbers, time_seconds: Seconds) -> Cells:
        """Look rows up by their unit and the week of their moment; moments outside the run are in no cell."""
        inside = (time_seconds >= 0) & (time_seconds < self.ledger.parameters.horizon_seconds)
        week = self.by_week.grid.month(np.where(inside, time_seconds, 0))
        return Cells(np.where(inside, self.cell(unit, week), -1), self.n_units * len(self.weeks))

    def rows_in(self, week: Week) -> slice:
        """Rows of the log within a week."""
        first, after = np.searchsorted(self.ledger.log.time_seconds, (week.begin_seconds, week.end_seconds))
        return slice(int(first), int(after))

    @cached_property
    def _by_kind(self) -> dict[Event, tuple[Codes, Cells]]:
        return {}

    def events(self, kind: Event, unit: int, week: Week) -> Codes:
        """Rows of the events of one kind, about reports of a unit, within a week."""
        if kind not in self._by_kind:
            rows, log = self.ledger.log.rows_of(kind), self.ledger.log
            of_unit = self.ledger.world.reports.unit[log.report[rows]]
            self._by_kind[kind] = rows, self.cells(of_unit, log.time_seconds[rows])
        rows, cells = self._by_kind[kind]
        return rows[cells.rows(unit * len(self.weeks) + week.number)]

    @cached_property
    def of_steps(self) -> Happenings:
        """The events that say how it stands with steps of cases, and with reports in assessment."""
        log = self.ledger.log
        rows = log.rows_of(*OF_STEPS)
        return self.happenings(rows[log.step[rows] != IN_TRIAGE])

    @cached_property
    def states(self) -> Bytes:
        """State of a case in hand after each of the events `of_steps`, as a position in STATES; the last: no event."""
        kind, report = self.ledger.log.kind[self.of_steps.row], self.of_steps.report
        before = np.append(-1, kind[:-1]) if len(kind) else kind
        put_down = (kind == Event.QUEUED) & (before == Event.INTERRUPTED)
        put_down[1:] &= report[1:] == report[:-1]
        waits = np.where(put_down, STATES.index(StateInHand.PUT_DOWN), STATES.index(StateInHand.WAITS_FOR_SOMEBODY))
        outside = STATES.index(StateInHand.WAITS_OUTSIDE)
        found = np.where(kind == Event.FINISHED, outside, STATES.index(StateInHand.WORKED_ON))
        return np.append(np.where(kind == Event.QUEUED, waits, found), outside).astype(np.int8)

    def happenings(self, rows: Codes) -> Happenings:
        """Sort some events, which are in order of time, by report."""
        log, span = self.ledger.log, len(self.ledger.log) + 1
        report = log.report[rows].astype(np.intp)
        order = np.argsort(report, kind="stable")
        return Happenings(rows[order], report[order], (report * np.int64(span) + rows)[order], span)

    @cached_property
    def _second_persons(self) -> Happenings:
        """The events by which a step waits for a second person, gets one, or ends."""
        return self.happenings(self.ledger.log.rows_of(Event.HELD, Event.ASSISTED, Event.INTERRUPTED, Event.FINISHED))

    def is_held(self, report: int, before_row: int) -> bool:
        """True if the step in hand of a case waits for a second person before a row of the log."""
        last = int(self._second_persons.last_before(np.array([report]), before_row)[0])
        return last >= 0 and self.ledger.log.kind[self._second_persons.row[last]] == Event.HELD

    @cached_property
    def cases_of_units(self) -> list[Codes]:
        """Rows of Cases of each unit."""
        cases = self.ledger.cases
        return [np.flatnonzero(cases.unit == unit) for unit in range(self.n_units)]

    def class_at(self, case: Codes, moment: int) -> Integers:
        """Class of some cases at a moment, of those that were cases by then."""
        found, changes = self.by_week.cases.first_class[case].copy(), self.by_week.cases.changes
        first, after = np.searchsorted(changes.case, case), np.searchsorted(changes.case, case, side="right")
        for at in np.flatnonzero(after > first):
            times = changes.time_seconds[first[at] : after[at]]
            nth = int(np.searchsorted(times, moment)) - 1
            if nth >= 0:
                found[at] = changes.new_class[first[at] + nth]
        return found

    def step_of(self, rows: Codes) -> list[str]:
        """Names of the steps that some events are about."""
        log, world, names = self.ledger.log, self.ledger.world, self.ledger.parameters.names
        position, report = log.step[rows], log.report[rows]
        skill = world.steps.skill[np.where(position >= 0, world.reports.first_step[report] + position, 0)]
        before = {IN_TRIAGE: JUDGING, IN_ASSESSMENT: ASSESSING}
        pairs = zip(position.tolist(), skill.tolist(), strict=True)
        return [before.get(place) or names.skills[number] for place, number in pairs]

    def role_of(self, member: int) -> str:
        """Name of the role of a member; empty for a member of a pool, and for -1."""
        role = int(self.ledger.world.people.role[member]) if member >= 0 else -1
        return self.ledger.parameters.names.roles[role] if role >= 0 else ""

    def counts(self, case_class: Numbers, which: Flags | None = None) -> dict[str, int]:
        """Number by class, of those of which there are any."""
        names = self.ledger.parameters.names
        chosen = np.asarray(case_class if which is None else case_class[which], dtype=np.intp)
        number = np.bincount(chosen, minlength=len(names.classes))
        return {names.classes[k]: int(number[k]) for k in np.flatnonzero(number)}

    def office_open_at(self, moments: Seconds) -> Flags:
        """True for each moment at which the office is open."""
        working = self.ledger.parameters.working
        if working.always_open:
            return np.ones(len(moments), dtype=np.bool_)
        is_open: Flags = office_seconds_until(working, moments + 1) > office_seconds_until(working, moments)
        return is_open

    def open_days(self, week: Week) -> tuple[int, ...]:
        """Working days of a week."""
        is_open = np.diff(self.ledger.parameters.working.open_before)
        return tuple(day for day in range(week.begin_day, week.end_day) if is_open[day])

    def opens_seconds(self, week: Week) -> int:
        """Moment at which the office first opens in a week; NEVER_SECONDS: it does not."""
        days = self.open_days(week)
        return days[0] * SECONDS_PER_DAY + self.ledger.parameters.working.opens_seconds if days else NEVER_SECONDS

    def closes_seconds(self, day: int) -> int:
        """Moment at which the office closes on a day."""
        return day * SECONDS_PER_DAY + self.ledger.parameters.working.closes_seconds

    @cached_property
    def needs_no_triage(self) -> Flags:
        """True for each report that is a case without triage."""
        reports = self.ledger.world.reports
        without: Flags = (reports.triaged_by == BY_NOBODY) & (reports.triaged_class != CLOSED_CLASS)
        return without


def level_by_day(days: int, begin_days: Floats, end_days: Floats, key: Numbers, n_keys: int, amount: Numbers) -> Floats:
    """Sum of amounts on each day [day, key], of spans of whole days."""
    change = np.zeros((days + 1, n_keys))
    for moments, sign in ((begin_days, 1.0), (end_days, -1.0)):
        day = np.clip(np.ceil(np.minimum(moments, days)), 0, days).astype(np.intp)
        np.add.at(change, (day, key), sign * amount)
    levels: Floats = np.cumsum(change[:-1], axis=0)
    return levels
