"""What becomes of a report before it is a case: it arrives, is triaged and assessed, or joins a case that is open."""

from collections.abc import Callable

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.sampling.world import AUTOMATIC, BY_NOBODY, BY_UNIT
from tests.checker.breaches import Breaches
from tests.checker.due import Drawn, Due
from tests.checker.events import EventRow
from tests.checker.floor import Case, Floor
from tests.checker.persons import IN_FULL, JOINS, Persons
from tests.checker.promises import ASSESSMENT, CLOSED, TRIAGE

NEVER_SECONDS = 1 << 60
"""A moment that does not come."""


class Intake:
    """Judges what happens to a report until it is known whether it is a case."""

    def __init__(
        self, floor: Floor, drawn: Drawn, due: Due, breaches: Breaches, becomes_case: Callable[[Case], None]
    ) -> None:
        self.floor, self.drawn, self.due, self.breaches = floor, drawn, due, breaches
        self.breach, self._becomes_case = due.breach, becomes_case
        self.persons = Persons(floor.world.reports)
        self.returns_due: dict[int, int] = {}
        """By row of a report on a person whose case has ended, the moment at which it must come."""

    def arrives(self, event: EventRow) -> None:
        """A report arrives at its unit, at the moment drawn."""
        case, report = self.floor.cases[event.report], event.report
        if case.arrived:
            self.breach("arrival: comes twice", f"{event}")
        if report in self.returns_due:
            self._returns(report)
        if max(self.floor.arrived_seconds[report], 0) != event.time_seconds:
            self.breach("arrival: at another moment", f"{event}, due on second {self.floor.arrived_seconds[report]}")
        if event.detail != self.drawn.true_class[report] or event.team != case.unit:
            self.breach("arrival: of another class or unit", f"{event}")
        case.arrived = case.is_open = True
        case.fresh_seconds, case.score = self.floor.arrived_seconds[report], self.drawn.score[report]
        case.counts_from_seconds = self.floor.arrived_seconds[report]
        if self.drawn.triaged_by[report] == BY_NOBODY:
            self.persons.pass_on(case)
            self._becomes_case(case)
        elif self.drawn.triaged_by[report] in (AUTOMATIC, BY_UNIT) or self._system_takes_over(case):
            self.due.owe(case, Event.TRIAGED, case.case_class)
        else:
            case.step_work = case.work_left = self.drawn.triage_work[report]
            case.due_step, case.due_seconds = TRIAGE, event.time_seconds
            self.due.owe(case, Event.QUEUED, case.case_class)

    def _returns(self, report: int) -> None:
        """A person is reported anew: from now on all goes as with any other report."""
        self.breaches.looked_at["returns"] += 1
        self.floor.arrived_seconds[report] = self.returns_due.pop(report)
        if self.drawn.expires_seconds[report] < NEVER_SECONDS:
            self.drawn.expires_seconds[report] += self.floor.arrived_seconds[report]

    def _system_takes_over(self, case: Case) -> bool:
        """Whether so many reports wait to be judged that the system judges this one too, as it sees it."""
        queue = self.floor.teams[self.floor.home_team(case, TRIAGE)].queue
        if queue.reports <= self.floor.promises.judged_by_hand_upto:
            return False
        self.breaches.looked_at["reports that the system takes over"] += 1
        case.case_class, case.score = self.drawn.system_class[case.report], self.drawn.system_score[case.report]
        return True

    def is_triaged(self, event: EventRow) -> None:
        """A report gets its class: at once, or when a person has triaged it."""
        case = self.floor.cases[event.report]
        self.breaches.looked_at["reports of which somebody is heard"] += self.drawn.triaged_by[case.report] == BY_UNIT
        if not self.due.is_owed(case, event, event.detail):
            self.breach("triage: judged without the work, or as something else than drawn", f"{event}")
        if event.detail == self.floor.promises.own_class or case.is_case:
            self.breach("triage: of what needs none", f"{event}")
        case.home = None
        if case.case_class == CLOSED:
            self.due.owe(case, Event.ENDED, End.CLOSED_IN_TRIAGE)
        elif (becomes := self.persons.what_becomes(case)) == JOINS:
            self.due.owe(case, Event.ENDED, End.JOINED)
        else:
            case.in_full = becomes == IN_FULL
            self.breaches.looked_at["cases in full of persons who were warned"] += case.in_full
            self.persons.pass_on(case)
            if self.drawn.assessment_work[case.report] > 0:
                self._is_to_be_assessed(case)
            else:
                self._becomes_case(case)

    def _is_to_be_assessed(self, case: Case) -> None:
        """Its unit enriches and weighs the report before it is a case."""
        case.step_work = case.work_left = self.drawn.assessment_work[case.report]
        case.due_step, case.due_seconds = ASSESSMENT, self.floor.now_seconds
        self.due.owe(case, Event.QUEUED, case.case_class)

    def assessment_ends(self, case: Case) -> None:
        """It leads to nobody, if it was begun when the data behind it were gone; else it gives a class."""
        if case.begun_seconds < self.drawn.trace_until_seconds[case.report]:
            self.due.owe(case, Event.ASSESSED, self.drawn.assessed_class[case.report])
        else:
            self.due.owe(case, Event.ENDED, End.UNTRACEABLE)

    def is_assessed(self, event: EventRow) -> None:
        """A unit has assessed a report: its class and score stand, whatever was seen before."""
        case = self.floor.cases[event.report]
        if not self.due.is_owed(case, event, event.detail):
            self.breach("assessment: without the work, of what leads to nobody, or as something else than drawn",
                        f"{event}")  # fmt: skip
        if event.step != ASSESSMENT or event.team != case.unit:
            self.breach("assessment: by another unit, or as another step", f"{event}")
        self.breaches.looked_at["assessments"] += 1
        self.breaches.looked_at["assessments that give another class"] += case.case_class != event.detail
        case.home = None
        case.case_class, case.score = self.drawn.assessed_class[case.report], self.drawn.assessed_score[case.report]
        case.counts_from_seconds = self.floor.arrived_seconds[case.report]
        if case.case_class == CLOSED:
            self.due.owe(case, Event.ENDED, End.CLOSED_IN_TRIAGE)
        else:
            self._becomes_case(case)

    def joins(self, report: int) -> None:
        """A report joins the open case of its person: one that nobody has taken up is as fresh as the report, expires
        no sooner, is of the more urgent class, and if it is past assessment has the score of that, of two that are as
        urgent the higher. What it is promised for a class that the report brings counts from the report.
        """
        case, looked_at = self.persons.open_case(report), self.breaches.looked_at
        if case is None or case.taken_up:
            looked_at["reports on persons who are known"] += case is None
            looked_at["reports joined to a case in hand"] += case is not None
            return
        looked_at["reports joined to a case" if case.is_case else "reports joined to one in assessment"] += 1
        case.fresh_seconds = self.floor.now_seconds
        if self.drawn.expires_seconds[case.report] < self.drawn.expires_seconds[report]:
            self.drawn.expires_seconds[case.report] = self.drawn.expires_seconds[report]
            looked_at["cases whose expiry is put off"] += 1
            if case.is_case:
                self.due.plan(self.drawn.expires_seconds[report], case, "expire")
        promised, joining = self.floor.promises.classes, self.floor.cases[report]
        more = promised[case.case_class].priority - promised[joining.case_class].priority
        if case.is_case and more >= 0:
            case.score = joining.score if more > 0 else max(case.score, joining.score)
        if more > 0:
            self.due.owe(case, Event.RECLASSIFIED, joining.case_class)
            case.raised_from_seconds = self.floor.arrived_seconds[report]
            looked_at["cases whose class a further report changes"] += 1
        self.floor.line_up_again(case)
