"""Severe cases one by one: what happened to each in a week."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Integers
from tbkk_sim.model.event_records import IN_ASSESSMENT, IN_TRIAGE, End, Event
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_HOUR
from tbkk_sim.sampling.world import BY_HAND, BY_UNIT
from tbkk_sim.settings.settings import CHOSEN
from tbkk_sim.week.facts.account import ASSESSING
from tbkk_sim.week.facts.case_account import CaseStory, Happened, Moment, StateInHand
from tbkk_sim.week.facts.cases import CasesByWeek
from tbkk_sim.week.facts.interruptions import Interruptions
from tbkk_sim.week.facts.records import OF_STEPS, STATES, Cells, Happenings, WeeklyRecords
from tbkk_sim.week.facts.weeks import Week

NAMES_CLASS = (
    Event.TRIAGED, Event.ASSESSED, Event.QUEUED, Event.TAKEN_UP, Event.STARTED, Event.RESUMED, Event.RECLASSIFIED,
)  # fmt: skip
"""Events about a report whose detail is the class that it is seen as from then on."""
TOLD = (
    *NAMES_CLASS, Event.ARRIVED, Event.INTERRUPTED, Event.FINISHED, Event.HANDED_OVER, Event.ENDED, Event.HELD,
    Event.ASSISTED, Event.SENT_TO_EXAMINATION, Event.EXAMINED,
)  # fmt: skip
"""Events of which a story is made."""
DONE = (Event.FINISHED, Event.INTERRUPTED)
NO_LONGER_HELD = (Event.ASSISTED, Event.INTERRUPTED)
"""Events by which a step no longer waits for a second person; at the moment at which it began to, it never did."""
IS_NAMING, IS_DONE = (np.isin(np.arange(len(Event)), kinds) for kinds in (NAMES_CLASS, DONE))
"""Per kind of event: True for NAMES_CLASS, and for DONE."""
CAME_IN, READY, WAITS, TO_ASSESS, ENDED, HELD = "came_in", "ready", "waits", "to_assess", "ended", "held"
CHOSEN_NOW, RAISED = "chosen", "raised"


@dataclass(frozen=True)
class Stories:
    """The cases of one replication that are ever seen as severe, and their events."""

    records: WeeklyRecords
    cases: CasesByWeek
    interruptions: Interruptions

    @cached_property
    def _severe(self) -> Flags:
        """True for each report that is a case, or in assessment, and at some time is seen as of a severe class."""
        ledger = self.records.ledger
        log, names = ledger.log, ledger.parameters.names
        severe = ledger.parameters.classes.severe.copy()
        severe[[CLOSED_CLASS, names.own_work_class]] = False
        rows = self._of_cases(*NAMES_CLASS)
        found = np.zeros(len(ledger.world.reports.key), dtype=np.bool_)
        found[log.report[rows[severe[log.detail[rows]]]]] = True
        found[log.report[log.rows_of_end(End.JOINED)]] = False
        return found

    def _of_cases(self, *kinds: Event) -> Codes:
        """Rows of events of these kinds, without the work of the desk on reports."""
        log = self.records.ledger.log
        rows = log.rows_of(*kinds)
        of_desk = (log.step[rows] == IN_TRIAGE) & np.isin(log.kind[rows], OF_STEPS)
        of_cases: Codes = rows[~of_desk]
        return of_cases

    @cached_property
    def _events(self) -> Happenings:
        log = self.records.ledger.log
        rows = self._of_cases(*TOLD)
        return self.records.happenings(rows[self._severe[log.report[rows]]])

    @cached_property
    def _cells(self) -> Cells:
        """Rows of `_events` by the unit of the case and week."""
        log, rows = self.records.ledger.log, self._events.row
        unit = self.records.ledger.world.reports.unit[self._events.report]
        return self.records.cells(unit.astype(np.intp), log.time_seconds[rows])

    @cached_property
    def _row_of_case(self) -> Integers:
        """Row of Cases of each report; -1: it is none."""
        row: Integers = np.full(len(self.records.ledger.world.reports.key), -1)
        row[self.records.by_week.cases.report] = np.arange(len(self.records.by_week.cases.report))
        return row

    def of_week(self, unit: int, week: Week) -> tuple[CaseStory, ...]:
        """The cases of a unit that are severe in a week and to which something happened, the most urgent first."""
        at = self._cells.rows(unit * len(self.records.weeks) + week.number)
        classes = self.records.ledger.parameters.classes
        found = []
        for report in np.unique(self._events.report[at]).tolist():
            rows = np.sort(self._events.row[at[self._events.report[at] == report]])
            if self._is_severe_within(report, rows):
                found.append(self._story(report, rows, week))
        names = self.records.ledger.parameters.names
        return tuple(
            sorted(found, key=lambda story: (classes.urgency[names.case_class(story.case_class)], story.report))
        )

    def without_story(self, unit: int, week: Week, told: tuple[CaseStory, ...]) -> int:
        """Count the severe cases in hand at the end of a week that are not among those told of."""
        rows = self.cases.in_hand_at(unit, week.end_seconds)
        case_class = self.records.class_at(rows, week.end_seconds)
        severe = self.records.ledger.parameters.classes.severe[case_class]
        reports = self.records.by_week.cases.report[rows[severe]]
        return int((~np.isin(reports, [story.report for story in told])).sum())

    def _is_severe_within(self, report: int, rows: Codes) -> bool:
        """True if a case is seen as severe when these events begin, or by one of them."""
        log, severe = self.records.ledger.log, self.records.ledger.parameters.classes.severe
        before = self._last_class(report, int(rows[0]))
        named = log.detail[rows[IS_NAMING[log.kind[rows]]]].tolist()
        seen = [number for number in (before, *named) if number != CLOSED_CLASS]
        return any(severe[number] for number in seen)

    def _last_class(self, report: int, before_row: int) -> int:
        """Class that a report was last seen as before an event; CLOSED_CLASS: nobody had looked at it."""
        log, rows = self.records.ledger.log, self._events.rows_of(report, 0, before_row)
        named = rows[IS_NAMING[log.kind[rows]]]
        if len(named):
            return int(log.detail[named[-1]])
        case = self._row_of_case[report]
        in_stock = case >= 0 and self.records.by_week.cases.in_stock[case]
        return int(self.records.by_week.cases.first_class[case]) if in_stock else CLOSED_CLASS

    def _story(self, report: int, rows: Codes, week: Week) -> CaseStory:
        ledger, log = self.records.by_week, self.records.ledger.log
        case, names = int(self._row_of_case[report]), ledger.parameters.names
        taken_up = int(ledger.cases.taken_up_seconds[case]) if case >= 0 else NEVER_SECONDS
        begun, after = taken_up < week.end_seconds, self.records.rows_in(week).stop
        done = self._events.rows_of(report, 0, after)
        state, step = self._stands(report, case, week)
        case_class = self._last_class(report, after)
        return CaseStory(
            report=report,
            case_class=names.classes[case_class],
            was_severe_as=self._was_severe_as(done, case_class),
            arrived_seconds=int(ledger.arrived_seconds[report]),
            taken_up_seconds=taken_up if begun else NEVER_SECONDS,
            taken_up_class=names.classes[int(ledger.cases.taken_up_class[case])] if begun else "",
            hours=int(log.work_seconds[done[IS_DONE[log.kind[done]]]].sum()) / SECONDS_PER_HOUR,
            moments=self._moments(rows),
            state=state,
            step=step,
        )

    def _was_severe_as(self, rows: Codes, case_class: int) -> str:
        """Name the severe class that a case was last seen as by these events; empty: it still is, or it is closed."""
        log, severe = self.records.ledger.log, self.records.ledger.parameters.classes.severe
        if severe[case_class] or case_class == CLOSED_CLASS:
            return ""
        named = log.detail[rows[IS_NAMING[log.kind[rows]]]]
        named = named[severe[named] & (named != CLOSED_CLASS)]
        return self.records.ledger.parameters.names.classes[int(named[-1])] if len(named) else ""

    def _stands(self, report: int, case: int, week: Week) -> tuple[str, str]:
        """State of a case at the end of a week, and the step at which it is."""
        cases, after = self.records.by_week.cases, self.records.rows_in(week).stop
        last = int(self.records.of_steps.last_before(np.array([report]), after)[0])
        step = self.records.step_of(self.records.of_steps.row[last : last + 1])[0] if last >= 0 else ""
        if case < 0 or cases.entered_seconds[case] >= week.end_seconds:
            told = self._events.rows_of(report, 0, after)
            return (ENDED, "") if (self.records.ledger.log.kind[told] == Event.ENDED).any() else (TO_ASSESS, "")
        if cases.ended_seconds[case] < week.end_seconds:
            return ENDED, ""
        if cases.taken_up_seconds[case] >= week.end_seconds:
            return WAITS, step if step != ASSESSING else ""
        state = STATES[self.records.states[last]]
        if state == StateInHand.WORKED_ON and self.records.is_held(report, after):
            return HELD, step
        return state.value, "" if state == StateInHand.WAITS_OUTSIDE else step

    def _moments(self, rows: Codes) -> tuple[Moment, ...]:
        """Events as moments; what goes without saying is left out, and moments of which nothing is left."""
        log = self.records.ledger.log
        found = []
        for at in np.unique(log.time_seconds[rows]).tolist():
            now = rows[log.time_seconds[rows] == at]
            happened = [each for row in now.tolist() if (each := self._happened(row, now)) is not None]
            if happened:
                if all(each.what == Event.ASSISTED.name.lower() for each in happened):  # somebody is back, on any day
                    case_class = self._last_class(int(log.report[now[0]]), int(now[0]))
                    found.append(Moment(self.interruptions.missed_from(at, case_class), tuple(happened)))
                else:
                    found.append(Moment(at, tuple(happened)))
        return tuple(found)

    def _happened(self, row: int, now: Codes) -> Happened | None:
        """One event in words' stead; None: it goes without saying beside the others of the moment."""
        ledger, log = self.records.ledger, self.records.ledger.log
        names, kind = ledger.parameters.names, Event(int(log.kind[row]))
        kinds = set(log.kind[now].tolist())
        if kind == Event.QUEUED and not self._is_ready(row, now):
            return None
        if kind == Event.ARRIVED and ledger.world.reports.arrived_seconds[log.report[row]] < 0:
            return None
        if kind == Event.TAKEN_UP or row in self.interruptions.unnoticed:
            return None
        if kind == Event.HELD and np.isin(log.kind[now[now > row]], NO_LONGER_HELD).any():
            return None
        member, detail = int(log.member[row]), int(log.detail[row])
        what = {Event.QUEUED: READY, Event.ARRIVED: CAME_IN}.get(kind, kind.name.lower())
        if kind == Event.STARTED and Event.TAKEN_UP in kinds:
            what = Event.TAKEN_UP.name.lower()
        if kind == Event.RESUMED and self._begins_in_earnest(row):
            what = Event.STARTED.name.lower()
        if kind == Event.TRIAGED:
            what = self._judged(row)
        if kind == Event.ARRIVED and ledger.world.reports.stream[log.report[row]] == names.streams.index(CHOSEN):
            what = CHOSEN_NOW
        if kind == Event.RECLASSIFIED and self._is_raised(row):
            what = RAISED
        return Happened(
            what=what,
            step=self.records.step_of(np.array([row]))[0],
            case_class=names.classes[detail] if kind in NAMES_CLASS or kind == Event.ARRIVED else "",
            team=names.teams[int(log.team[row])],
            role=self.records.role_of(member),
            member=member,
            hours=self._hours_on_step(row) if kind in DONE else 0.0,
            end=End(detail).name.lower() if kind == Event.ENDED else "",
            put_down=self.interruptions.at(row) if kind == Event.INTERRUPTED else None,
            outside_until_seconds=self._outside_until(row) if kind == Event.FINISHED else NEVER_SECONDS,
        )

    def _outside_until(self, row: int) -> int:
        """Moment at which the next step of a case can begin, if that is later than the one before is done."""
        log = self.records.ledger.log
        after = self.records.of_steps.next_rows(int(log.report[row]), row)
        waits = len(after) and log.kind[after[0]] == Event.QUEUED and log.time_seconds[after[0]] > log.time_seconds[row]
        return int(log.time_seconds[after[0]]) if waits else NEVER_SECONDS

    def _begins_in_earnest(self, row: int) -> bool:
        """True if a step was begun before, and that came to nothing."""
        log = self.records.ledger.log
        before = self._events.rows_of(int(log.report[row]), 0, row)
        begun = before[(log.kind[before] == Event.STARTED) & (log.step[before] == log.step[row])].tolist()
        return bool(begun) and self.interruptions.come_to_nothing.issuperset(begun)

    def _hours_on_step(self, row: int) -> float:
        """Work done on a step by the event that it is done or put down."""
        log = self.records.ledger.log
        done = self._events.rows_of(int(log.report[row]), 0, row + 1)
        done = done[IS_DONE[log.kind[done]] & (log.step[done] == log.step[row])]
        return int(log.work_seconds[done].sum()) / SECONDS_PER_HOUR

    def _is_ready(self, row: int, now: Codes) -> bool:
        """True if a step joins the queue after an outside delay, and nobody begins it at once."""
        log = self.records.ledger.log
        if log.step[row] in (IN_TRIAGE, IN_ASSESSMENT):
            return False
        others = set(log.kind[now].tolist())
        begun = {Event.FINISHED, Event.INTERRUPTED, Event.STARTED, Event.RESUMED, Event.ASSESSED, Event.TRIAGED}
        return not others & {*begun, Event.ARRIVED} and log.time_seconds[row] > 0

    def _is_raised(self, row: int) -> bool:
        """True if a further report on the person, joined to the case just before, changed its class."""
        log, joined = self.records.ledger.log, row - 1
        at_once = log.time_seconds[joined] == log.time_seconds[row]
        return bool(at_once and log.kind[joined] == Event.ENDED and log.detail[joined] == End.JOINED)

    def _judged(self, row: int) -> str:
        """Name who judged a report: its unit, a person at the desk, or, at once or in place of a person, the system."""
        log, reports = self.records.ledger.log, self.records.ledger.world.reports
        report = int(log.report[row])
        if reports.triaged_by[report] == BY_UNIT:
            return "triaged_by_unit"
        at_once = int(log.time_seconds[row]) == int(reports.arrived_seconds[report])
        by_person = reports.triaged_by[report] == BY_HAND and not at_once
        return Event.TRIAGED.name.lower() if by_person else "triaged_by_system"
