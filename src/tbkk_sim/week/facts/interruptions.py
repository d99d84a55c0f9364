"""Steps that members of a unit put down, and why."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Codes
from tbkk_sim.metrics.events.working_seconds import office_seconds_until
from tbkk_sim.model.event_records import IN_TRIAGE, Event
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, SECONDS_PER_HOUR
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.week.facts.case_account import Interruption, WhyPutDown
from tbkk_sim.week.facts.records import Cells, WeeklyRecords
from tbkk_sim.week.facts.weeks import Week

GONE = {Event.ABSENT: WhyPutDown.AWAY, Event.LEFT: WhyPutDown.LEFT, Event.PACED: WhyPutDown.OTHER_HOURS}
"""Events of a member at whose moment work is put down, and the reason that each is."""
GOES_ON = (Event.STARTED, Event.RESUMED)


@dataclass(frozen=True)
class Interruptions:
    """All steps of cases, and assessments, whose being put down anybody notices; triage is left out."""

    records: WeeklyRecords

    @cached_property
    def rows(self) -> Codes:
        """Rows of the log of these interruptions."""
        return np.array([row for row in self._all.tolist() if row not in self.unnoticed], dtype=np.intp)

    @cached_property
    def _all(self) -> Codes:
        log = self.records.ledger.log
        rows = log.rows_of(Event.INTERRUPTED)
        of_cases: Codes = rows[log.step[rows] != IN_TRIAGE]
        return of_cases

    @cached_property
    def unnoticed(self) -> frozenset[int]:
        """Rows of the interruptions that nobody notices, and of the events by which the same member goes on.

        Somebody whose hours change at midnight is offered the work anew, and goes on with the same step at that moment,
        or as soon as the office opens. And what comes to nothing at its own moment is not noticed.
        """
        pairs = ((row, self._goes_on(row)) for row in self._all.tolist())
        return self.come_to_nothing.union(*(pair for pair in pairs if self._is_unnoticed(*pair)))

    @cached_property
    def come_to_nothing(self) -> frozenset[int]:
        """Rows of the events by which somebody begins, goes on with or joins a step, and is called off at that moment.

        And of the interruptions of such steps. A step with which a case is taken up is told all the same.
        """
        log, found = self.records.ledger.log, set()
        for row in [*self._all.tolist(), *log.rows_of(Event.RELEASED).tolist()]:
            if log.work_seconds[row]:
                continue
            is_end = log.kind[row] == Event.INTERRUPTED
            first = int(np.searchsorted(log.time_seconds, log.time_seconds[row]))
            now = np.arange(first, row)[log.report[first:row] == log.report[row]]
            begun = now[(log.member[now] == log.member[row]) & np.isin(log.kind[now], (*GOES_ON, Event.ASSISTED))]
            if len(begun) and not (is_end and (log.kind[now] == Event.TAKEN_UP).any()):
                found |= {int(begun[-1]), row} if is_end else {int(begun[-1])}
        return frozenset(found)

    @cached_property
    def _cells(self) -> Cells:
        log = self.records.ledger.log
        return self.records.cells(log.team[self.rows].astype(np.intp), log.time_seconds[self.rows])

    def of_week(self, unit: int, week: Week) -> tuple[Interruption, ...]:
        """The steps that members of a unit put down in a week, in order of time."""
        rows = self.rows[self._cells.rows(unit * len(self.records.weeks) + week.number)]
        return tuple(self.at(row) for row in rows.tolist())

    def at(self, row: int) -> Interruption:
        """Read the interruption that a row of the log tells of."""
        log, names = self.records.ledger.log, self.records.ledger.parameters.names
        member, report = int(log.member[row]), int(log.report[row])
        why, away_for, taken = self._why(row)
        at = int(log.time_seconds[row])
        on = self._goes_on(row)
        by = int(log.member[on]) if on >= 0 else -1
        case_class = int(log.detail[self.records.of_steps.next_rows(report, row)[0]])
        return Interruption(
            at_seconds=at,
            missed_from_seconds=self.missed_from(at, case_class) if why in GONE.values() else at,
            report=report,
            case_class=names.classes[case_class],
            step=self.records.step_of(np.array([row]))[0],
            role=self.records.role_of(member),
            member=member,
            hours=int(log.work_seconds[row]) / SECONDS_PER_HOUR,
            why=why,
            away_for=away_for,
            for_class=names.classes[int(log.detail[taken])] if taken >= 0 else "",
            for_report=int(log.report[taken]) if taken >= 0 else -1,
            gone_on_seconds=int(log.time_seconds[on]) if on >= 0 else NEVER_SECONDS,
            gone_on_by=by,
            gone_on_role=self.records.role_of(by),
            gone_on_team=names.teams[int(log.team[on])] if on >= 0 else "",
        )

    def _why(self, row: int) -> tuple[WhyPutDown, str, int]:
        """Find the reason, the cause for which the member is away, and the event of the work taken up instead (-1)."""
        log = self.records.ledger.log
        at, member, report = int(log.time_seconds[row]), int(log.member[row]), int(log.report[row])
        first, after = np.searchsorted(log.time_seconds, (at, at + 1))
        now = np.arange(first, after)
        of_member = now[log.member[now] == member]
        for event, why in GONE.items():
            if (log.kind[of_member] == event).any():
                return why, self._cause_of_absence(member, at) if event == Event.ABSENT else "", -1
        goes = np.isin(log.kind[now], (Event.ABSENT, Event.LEFT)) & (log.team[now] == log.team[row])
        if goes.any() and self.records.is_held(report, row):
            return WhyPutDown.NOBODY_BESIDE, "", -1
        later = now[now > row]
        second = log.member[later[(log.report[later] == report) & (log.kind[later] == Event.RELEASED)]]
        second_goes = (np.isin(log.kind[now], tuple(GONE)) & np.isin(log.member[now], second)).any()
        of_both = later[np.isin(log.member[later], (member, *second))]
        taken = of_both[np.isin(log.kind[of_both], (*GOES_ON, Event.ASSISTED)) & (log.report[of_both] != report)]
        if len(taken) and not second_goes:
            why = WhyPutDown.JOINS if log.kind[taken[0]] == Event.ASSISTED else WhyPutDown.MORE_URGENT
            return why, "", self._begun_at(int(taken[0]))
        return (WhyPutDown.LEFT_ALONE if len(second) else WhyPutDown.UNKNOWN), "", -1

    def _begun_at(self, row: int) -> int:
        """Return the row by which a step was begun or resumed that a member takes, or joins, at a row of the log."""
        log = self.records.ledger.log
        if log.kind[row] in GOES_ON:
            return row
        before = self.records.of_steps.rows_of(int(log.report[row]), 0, row)
        return int(before[np.isin(log.kind[before], GOES_ON)][-1])

    def missed_from(self, at: int, case_class: int) -> int:
        """Return the moment from which coming or going counts: it is on any day, and most work rests at weekends."""
        parameters = self.records.ledger.parameters
        if parameters.classes.round_the_clock[case_class]:
            return at
        next_open = int(parameters.working.open_days[parameters.working.open_before[at // SECONDS_PER_DAY]])
        return max(at, next_open * SECONDS_PER_DAY)

    def _cause_of_absence(self, member: int, at: int) -> str:
        """Return the cause of an absence that begins, as a name in small letters; of several the first in order."""
        away, day = self.records.ledger.world.shifts.away, at // SECONDS_PER_DAY
        spells = (away.member == member) & (away.begin_days <= day) & (day < away.end_days)
        causes = away.cause[spells]
        return AbsenceCause(int(causes.min())).name.lower() if len(causes) else ""

    def _goes_on(self, row: int) -> int:
        """Return the row of the event by which somebody goes on with the same step; -1: nobody does within the run."""
        log = self.records.ledger.log
        for later in self.records.of_steps.next_rows(int(log.report[row]), row).tolist():
            if log.kind[later] in GOES_ON and later not in self.come_to_nothing:
                return later if log.step[later] == log.step[row] else -1
        return -1

    def _is_unnoticed(self, row: int, on: int) -> bool:
        """True if the same member, who was there all the time, goes on before anybody has worked in between."""
        log, working = self.records.ledger.log, self.records.ledger.parameters.working
        if on < 0 or log.member[on] != log.member[row]:
            return False
        if log.time_seconds[on] == log.time_seconds[row]:
            return True
        office = office_seconds_until(working, log.time_seconds[[row, on]])
        if office[0] != office[1] or self._is_held_at(on):
            return False
        return self._why(row)[0] in (WhyPutDown.OTHER_HOURS, WhyPutDown.LEFT_ALONE)

    def _is_held_at(self, row: int) -> bool:
        """True if the step that an event begins waits for a second person at that moment."""
        log = self.records.ledger.log
        after = int(np.searchsorted(log.time_seconds, log.time_seconds[row], side="right"))
        now = np.arange(row, after)
        return bool(((log.report[now] == log.report[row]) & (log.kind[now] == Event.HELD)).any())
