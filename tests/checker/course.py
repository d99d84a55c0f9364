"""The course of each report: it arrives, is triaged, takes its steps in order, shows what it is, and ends as drawn."""

from heapq import heappop, heappush
from itertools import count

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.sampling.world import AUTOMATIC, BY_NOBODY
from tests.checker.breaches import Breaches
from tests.checker.events import EventRow
from tests.checker.floor import Case, Floor
from tests.checker.persons import IN_FULL, JOINS, Persons
from tests.checker.promises import ASSESSMENT, CLOSED, TRIAGE
from tests.checker.treatments import FULL, NOTHING, OUTCOMES, WAYS, Treatments

NEVER_SECONDS = 1 << 60
"""A moment that does not come."""
ENDS_UNTAKEN = (End.CLOSED_IN_TRIAGE, End.JOINED, End.UNTRACEABLE)
"""Ends of reports that never were a case."""


class Course:
    """Judges the order and the moments of what happens to a case, by what was drawn for it."""

    def __init__(self, floor: Floor, breaches: Breaches) -> None:
        self.floor, self.breaches = floor, breaches
        self.names = floor.promises.names
        self.horizon_seconds = floor.promises.horizon_seconds
        reports, steps = floor.world.reports, floor.world.steps
        self.true_class, self.triaged_by = reports.true_class.tolist(), reports.triaged_by.tolist()
        self.treatments = Treatments(floor.promises, reports)
        self.persons = Persons(reports)
        self.triage_work, self.assessment_work = reports.triage_seconds.tolist(), reports.assessment_seconds.tolist()
        self.system_class, self.assessed_class = reports.system_class.tolist(), reports.assessed_class.tolist()
        self.score, self.assessed_score = reports.score.tolist(), reports.assessed_score.tolist()
        self.system_score = reports.system_score.tolist()
        self.trace_until_seconds = reports.trace_until_seconds.tolist()
        self.found_seconds, self.expires_seconds = reports.found_seconds.tolist(), reports.expires_seconds.tolist()
        self.upgrade_class = reports.upgrade_class.tolist()
        self.work, self.upgraded_work = steps.work_seconds.tolist(), steps.upgraded_work_seconds.tolist()
        self.delay_seconds = steps.delay_seconds.tolist()
        self.not_taken_up = [0] * len(self.names.classes)
        """Open cases that nobody has taken up, by class."""
        self._due: list[tuple[int, int, Case, str]] = []
        """What must happen at a later moment: a heap."""
        self._numbers = count()
        self.n_due = sum(moment < self.horizon_seconds for moment in floor.arrived_seconds)
        self._owing: list[Case] = []
        self.to_be_weighed: set[Case] = set()
        """New cases of which it must be said now how they are treated."""
        self.returns_due: dict[int, int] = {}
        """By row of a report on a person whose case has ended, the moment at which it must come."""

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_seconds, self.floor.row, text)

    def _owe(self, case: Case, kind: int, *details: int) -> None:
        case.owed.append((kind, details))
        self._owing.append(case)

    def _is_owed(self, case: Case, event: EventRow, detail: int) -> bool:
        """Whether this is what must happen to a case next; it then has."""
        kind, details = case.owed[0] if case.owed else (-1, ())
        if event.kind == kind and detail in details:
            case.owed.popleft()
            return True
        return False

    def _plan(self, moment_seconds: int, case: Case, what: str) -> None:
        if moment_seconds < self.horizon_seconds:
            heappush(self._due, (moment_seconds, next(self._numbers), case, what))

    # Arrival and triage

    def arrives(self, event: EventRow) -> None:
        """A report arrives at its unit, at the moment drawn."""
        case, report = self.floor.cases[event.report], event.report
        if case.arrived:
            self.breach("arrival: comes twice", f"{event}")
        if report in self.returns_due:
            self._returns(report)
        if max(self.floor.arrived_seconds[report], 0) != event.time_seconds:
            self.breach("arrival: at another moment", f"{event}, due on second {self.floor.arrived_seconds[report]}")
        if event.detail != self.true_class[report] or event.team != case.unit:
            self.breach("arrival: of another class or unit", f"{event}")
        case.arrived = case.is_open = True
        case.fresh_seconds, case.score = self.floor.arrived_seconds[report], self.score[report]
        case.counts_from_seconds = self.floor.arrived_seconds[report]
        if self.triaged_by[report] == BY_NOBODY:
            self.persons.pass_on(case)
            self._becomes_case(case)
        elif self.triaged_by[report] == AUTOMATIC or self._system_takes_over(case):
            self._owe(case, Event.TRIAGED, case.case_class)
        else:
            case.step_work = case.work_left = self.triage_work[report]
            case.due_step, case.due_seconds = TRIAGE, event.time_seconds
            self._owe(case, Event.QUEUED, case.case_class)

    def _returns(self, report: int) -> None:
        """A person is reported anew: from now on all goes as with any other report."""
        self.breaches.looked_at["returns"] += 1
        self.floor.arrived_seconds[report] = self.returns_due.pop(report)
        if self.expires_seconds[report] < NEVER_SECONDS:
            self.expires_seconds[report] += self.floor.arrived_seconds[report]

    def _system_takes_over(self, case: Case) -> bool:
        """Whether so many reports wait to be judged that the system judges this one too, as it sees it."""
        queue = self.floor.teams[self.floor.home_team(case, TRIAGE)].queue
        if queue.reports <= self.floor.promises.judged_by_hand_upto:
            return False
        self.breaches.looked_at["reports that the system takes over"] += 1
        case.case_class, case.score = self.system_class[case.report], self.system_score[case.report]
        return True

    def is_triaged(self, event: EventRow) -> None:
        """A report gets its class: at once, or when a person has triaged it."""
        case = self.floor.cases[event.report]
        if not self._is_owed(case, event, event.detail):
            self.breach("triage: judged without the work, or as something else than drawn", f"{event}")
        if event.detail == self.floor.promises.own_class or case.is_case:
            self.breach("triage: of what needs none", f"{event}")
        case.home = None
        if case.case_class == CLOSED:
            self._owe(case, Event.ENDED, End.CLOSED_IN_TRIAGE)
        elif (becomes := self.persons.what_becomes(case)) == JOINS:
            self._owe(case, Event.ENDED, End.JOINED)
        else:
            case.in_full = becomes == IN_FULL
            self.breaches.looked_at["cases in full of persons who were warned"] += case.in_full
            self.persons.pass_on(case)
            if self.assessment_work[case.report] > 0:
                self._is_to_be_assessed(case)
            else:
                self._becomes_case(case)

    def _is_to_be_assessed(self, case: Case) -> None:
        """Its unit enriches and weighs the report before it is a case."""
        case.step_work = case.work_left = self.assessment_work[case.report]
        case.due_step, case.due_seconds = ASSESSMENT, self.floor.now_seconds
        self._owe(case, Event.QUEUED, case.case_class)

    def _assessment_ends(self, case: Case) -> None:
        """It leads to nobody, if it was begun when the data behind it were gone; else it gives a class."""
        if case.begun_seconds < self.trace_until_seconds[case.report]:
            self._owe(case, Event.ASSESSED, self.assessed_class[case.report])
        else:
            self._owe(case, Event.ENDED, End.UNTRACEABLE)

    def is_assessed(self, event: EventRow) -> None:
        """A unit has assessed a report: its class and score stand, whatever was seen before."""
        case = self.floor.cases[event.report]
        if not self._is_owed(case, event, event.detail):
            self.breach("assessment: without the work, of what leads to nobody, or as something else than drawn",
                        f"{event}")  # fmt: skip
        if event.step != ASSESSMENT or event.team != case.unit:
            self.breach("assessment: by another unit, or as another step", f"{event}")
        self.breaches.looked_at["assessments"] += 1
        self.breaches.looked_at["assessments that give another class"] += case.case_class != event.detail
        case.home = None
        case.case_class, case.score = self.assessed_class[case.report], self.assessed_score[case.report]
        case.counts_from_seconds = self.floor.arrived_seconds[case.report]
        if case.case_class == CLOSED:
            self._owe(case, Event.ENDED, End.CLOSED_IN_TRIAGE)
        else:
            self._becomes_case(case)

    def _joins(self, report: int) -> None:
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
        if self.expires_seconds[case.report] < self.expires_seconds[report]:
            self.expires_seconds[case.report] = self.expires_seconds[report]
            looked_at["cases whose expiry is put off"] += 1
            if case.is_case:
                self._plan(self.expires_seconds[report], case, "expire")
        promised, joining = self.floor.promises.classes, self.floor.cases[report]
        more = promised[case.case_class].priority - promised[joining.case_class].priority
        if case.is_case and more >= 0:
            case.score = joining.score if more > 0 else max(case.score, joining.score)
        if more > 0:
            self._owe(case, Event.RECLASSIFIED, joining.case_class)
            case.raised_from_seconds = self.floor.arrived_seconds[report]
            looked_at["cases whose class a further report changes"] += 1
        self.floor.line_up_again(case)

    def _becomes_case(self, case: Case) -> None:
        """What follows when it is known what a report is: it is turned away, or goes on as a case."""
        now_seconds, report = self.floor.now_seconds, case.report
        case.is_case, case.since_seconds = True, now_seconds
        if case.taken_up:
            self.floor.queue_of_unit(case).in_hand += 1
        else:
            self.not_taken_up[case.case_class] += 1
            if self.expires_seconds[report] <= now_seconds:
                self._owe(case, Event.ENDED, End.EXPIRED)
                return
            if self.treatments.is_weighed(case):
                self._owe(case, Event.WEIGHED, *range(len(WAYS)))  # which one is right is judged when it is said
                self.to_be_weighed.add(case)
                return
        self._waits_to_be_taken_up(case)

    def is_weighed(self, event: EventRow) -> None:
        """It is decided how a new case is treated, or one that turns out to be worse is investigated in full."""
        case = self.floor.cases[event.report]
        is_due = self._is_owed(case, event, event.detail)
        if not is_due or event.team != case.unit:
            self.breach("treatment: weighed though nothing is to be weighed", f"{event}")
            return
        if case not in self.to_be_weighed:
            self.breaches.looked_at["cases that are investigated in full after all"] += 1
            return
        self.to_be_weighed.discard(case)
        self.breaches.looked_at["cases that are weighed"] += 1
        in_stock = self.floor.arrived_seconds[case.report] < 0
        right = self.treatments.right_treatments(case, self.floor.pressure, in_stock)
        if event.detail not in right:
            text = f"{event}: {WAYS[event.detail]}, right is {[WAYS[way] for way in right]}"
            self.breach("treatment: another than the shares and the pressure ask for", text)
        case.treatment = event.detail
        if case.treatment == NOTHING:
            self._owe(case, Event.ENDED, *self.treatments.right_ends_of_untreated(case))
        else:
            case.step = self.treatments.steps(case).start - 1
            self._waits_to_be_taken_up(case)

    def joins_campaign(self, event: EventRow) -> None:
        """A case is taken up in a campaign: it waits for the first step of that treatment, whatever was decided."""
        case = self.floor.cases[event.report]
        case.in_campaign = True
        case.treatment = event.detail
        case.step = self.treatments.steps(case).start - 1
        first = self._next_step(case, upgraded=False)
        if first is None or case.waiting is None:
            return  # noted where it is taken
        if first != case.waiting.step:
            self.floor.wait_no_longer(case)
            self._goes_on(case)
            self._owe(case, Event.QUEUED, case.case_class)
        else:
            case.step = first

    def _waits_to_be_taken_up(self, case: Case) -> None:
        if not case.taken_up:
            self._plan(self.expires_seconds[case.report], case, "expire")
            self._plan(max(self.found_seconds[case.report], self.floor.now_seconds), case, "be found")
        elif self.floor.promises.classes[case.case_class].severe is False:
            queue = self.floor.queue_of_unit(case).number
            case.was_owed = self.floor.portfolio.is_owed_at_the_start(queue, case.case_class)
        self._goes_on(case)

    # Steps

    def _goes_on(self, case: Case, shown: int | None = None) -> None:
        """What must follow when the step at hand is done: the next with hours, after its delay, or the end.

        Args:
            case: the case.
            shown: the class that the step at hand has shown; the one that the case has, if there was none.
        """
        case_class = case.case_class if shown is None else shown
        next_step, before = self._next_step(case, case.upgraded), NOTHING
        while next_step is None and case.treatment != before:  # in full after all: once more
            before = case.treatment
            case_class = self._shows(case, case_class, worked=False)
            next_step = self._next_step(case, case.upgraded)
        if next_step is None:
            self._owe(case, Event.ENDED, self.treatments.right_outcome(case))
            return
        case.due_step = next_step
        row = self.floor.first_step[case.report] + next_step
        delay_seconds = 0 if case.in_campaign else self.delay_seconds[row]
        case.due_seconds = self.floor.now_seconds + delay_seconds
        case.step_work = case.work_left = self.upgraded_work[row] if case.upgraded else self.work[row]
        self._plan(case.due_seconds, case, "wait")

    def _next_step(self, case: Case, upgraded: bool) -> int | None:
        """The next step of the treatment that has hours."""
        work, first = self.upgraded_work if upgraded else self.work, self.floor.first_step[case.report]
        return next((s for s in self.treatments.steps(case) if s > case.step and work[first + s] > 0), None)

    def _shows(self, case: Case, case_class: int, worked: bool) -> int:
        """The class of a case by what the end of a step shows: what it truly is, and whether it is something worse.

        The first at the end of the first step that is worked on; the second at the end of the first one that is worked
        on at or after the step drawn for it, or of the last. A case on which nothing is worked shows both when it ends.
        A lighter treatment shows the second only at its end, and only of some. What is worse, or of a severe class, is
        investigated in full from then on: a lighter treatment that breaks off so has no end.
        """
        report = case.report
        first = worked and not case.worked_on
        case.worked_on |= worked
        if (first or not case.worked_on) and not case.upgraded and case_class != self.true_class[report]:
            case_class = self.true_class[report]
            self._owe(case, Event.RECLASSIFIED, case_class)
        promised = self.floor.promises.classes
        breaks_off = worked and case.treatment != FULL and promised[case_class].severe
        after = -1 if breaks_off else self.treatments.finds_after(case)
        is_last = self._next_step(case, upgraded=False) is None
        if after >= 0 and not case.upgraded and (is_last or (worked and case.step >= after)):
            case.upgraded = True
            case_class = self.upgrade_class[report]
            self._owe(case, Event.RECLASSIFIED, case_class)
        if case.treatment != FULL and (case.upgraded or promised[case_class].severe):
            case.treatment, case.in_campaign = FULL, False
            case.step = self.treatments.steps(case).start - 1
            self._owe(case, Event.WEIGHED, FULL)
        return case_class

    def queues(self, event: EventRow) -> None:
        """A step joins the queue: the next one after its delay, or one that was put down."""
        floor, case = self.floor, self.floor.cases[event.report]
        if case.waiting is not None or case.holder is not None:
            self.breach("steps: joins a queue while waiting or in hand", f"{event}")
            floor.wait_no_longer(case)
        if not case.is_open:
            self.breach("steps: goes on after its end", f"{event}")
        if event.team != floor.home_team(case, event.step):
            self.breach("steps: waits at another team than does this step", f"{event}")
        if event.detail != case.case_class:
            self.breach("steps: waits in another class than the case has", f"{event}, class {case.case_class}")
        self._is_owed(case, event, event.detail)
        if case.due_step is None:
            if event.step != case.step or case.begun_seconds < 0:
                self.breach("steps: joins a queue though none is due", f"{event}")
        else:
            if event.step not in self.treatments.steps(case) and event.step >= 0:
                text = f"{event}, treated {WAYS[case.treatment]}: {self.treatments.steps(case)}"
                self.breach("treatment: a step of another treatment", text)
            if event.step != case.due_step:
                self.breach("steps: another step than is next", f"{event}, next is {case.due_step}")
            if event.time_seconds != case.due_seconds:
                self.breach(
                    "steps: at another moment than its delay asks", f"{event}, due on second {case.due_seconds}"
                )
            case.step, case.due_step, case.begun_seconds = event.step, None, -1
        floor.let_wait(case, event.step)

    def is_taken_up(self, event: EventRow) -> None:
        """The first work on a case."""
        case = self.floor.cases[event.report]
        if case.taken_up or not case.is_case:
            self.breach("taking up: of what is taken up already, or no case", f"{event}")
            return
        if event.detail != case.case_class:
            self.breach("taking up: in another class than the case has", f"{event}, class {case.case_class}")
        if event.time_seconds > self.expires_seconds[event.report]:
            self.breach("taking up: of what has expired", f"{event}, on second {self.expires_seconds[event.report]}")
        case.taken_up = True
        self.not_taken_up[case.case_class] -= 1
        queue, portfolio = self.floor.queue_of_unit(case), self.floor.portfolio
        case.was_owed = portfolio.is_owed(queue.number, case.case_class)
        portfolio.takes_up(queue, case.case_class, self._work_of_treatment(case))
        case.rank = self.floor.rank_in_hand(case)
        queue.in_hand += 1
        self.floor.touch(self.floor.teams[case.unit])

    def _work_of_treatment(self, case: Case) -> int:
        work, first = self.upgraded_work if case.upgraded else self.work, self.floor.first_step[case.report]
        in_pairs, skill_of = self.floor.promises.in_pairs, self.floor.skill_of
        return sum(
            work[first + step] * (2 if in_pairs[skill_of(case, step)] else 1) for step in self.treatments.steps(case)
        )

    def is_finished(self, event: EventRow) -> None:
        """A step is done: what it shows, and what is next, must follow."""
        case = self.floor.cases[event.report]
        if case.step == TRIAGE:
            self._owe(case, Event.TRIAGED, case.case_class)
            return
        if case.step == ASSESSMENT:
            self._assessment_ends(case)
            return
        self._goes_on(case, shown=self._shows(case, case.case_class, worked=True))

    def changes_class(self, event: EventRow) -> None:
        """A case turns out to be of another class, as the work shows or since it is found."""
        case = self.floor.cases[event.report]
        is_shown = self._is_owed(case, event, event.detail)
        self.breaches.looked_at["discoveries by work" if is_shown else "discoveries while waiting"] += 1
        if not is_shown:
            due_seconds = max(self.found_seconds[case.report], case.since_seconds)
            is_due = (
                case.is_case and case.is_open and not case.upgraded and event.detail == self.true_class[case.report]
            )
            if not is_due or case.case_class == event.detail:
                self.breach("discovery: nothing is to be discovered", f"{event}")
            elif due_seconds != event.time_seconds:
                self.breach("discovery: found at another moment", f"{event}, due on second {due_seconds}")
        if not case.taken_up and case.is_case:
            self.not_taken_up[case.case_class] -= 1
            self.not_taken_up[event.detail] += 1
        case.case_class, raised_from = event.detail, case.raised_from_seconds
        case.counts_from_seconds = self.floor.arrived_seconds[case.report] if raised_from is None else raised_from
        case.raised_from_seconds = None
        if case.waiting is not None:
            self.floor.line_up_again(case)
        case.rank = self.floor.rank_in_hand(case)
        self.floor.touch(self.floor.teams[case.unit])

    # Ends

    def ends(self, event: EventRow) -> None:
        """A report or case ends, as drawn and as its class allows, or since it has expired."""
        floor, case = self.floor, self.floor.cases[event.report]
        if not case.is_open:
            self.breach("end: ends twice", f"{event}")
            return
        self.breaches.looked_at[f"ends: {End(event.detail).name}"] += 1
        if event.detail == End.EXPIRED:
            self._check_expiry(event, case)
            case.owed.clear()
        elif not self._is_owed(case, event, event.detail):
            self.breach(f"end: {End(event.detail).name} is not due", f"{event}, due: {list(case.owed)}")
        if event.detail in (*OUTCOMES, End.OWN_WORK_DONE) and event.detail not in self.treatments.outcomes(case):
            self.breach("end: not an outcome of its class", f"{event}, class {case.case_class}, end {event.detail}")
        if event.detail in ENDS_UNTAKEN and event.step != case.step:
            self.breach("end: at another step", f"{event}, at step {case.step}")
        if case.holder is not None:
            self.breach("end: while somebody has it in hand", f"{event}")
        case.is_open = False
        case.due_step = None
        floor.wait_no_longer(case)
        if case.is_case:
            if case.taken_up:
                floor.queue_of_unit(case).in_hand -= 1
            else:
                self.not_taken_up[case.case_class] -= 1
        if case.investigator is not None:
            case.investigator.open_cases -= 1
            case.investigator.keeps.discard(case)
            floor.touch(case.investigator.team)
        floor.touch(floor.teams[case.unit])
        if event.detail == End.JOINED:
            self._joins(event.report)
        self.persons.ends(case, event.detail)
        row = self.treatments.comes_back(case, event.detail)
        if row >= 0:
            delay_seconds = self.treatments.return_delay_seconds[case.report]
            self.returns_due[row] = event.time_seconds + delay_seconds
            self._plan(self.returns_due[row], floor.cases[row], "return")

    def _check_expiry(self, event: EventRow, case: Case) -> None:
        if case.taken_up or not case.is_case:
            self.breach("end: expires after it was taken up, or before it was judged", f"{event}")
        due_seconds = max(self.expires_seconds[case.report], case.since_seconds)
        if due_seconds != event.time_seconds:
            self.breach("end: expires at another moment", f"{event}, due on second {due_seconds}")

    # At the end of a moment

    def check_end(self) -> None:
        """What was owed in this moment has happened."""
        for case in self._owing:
            if case.owed:
                owed = ", ".join(f"{Event(kind).name} {[*details]}" for kind, details in case.owed)
                self.breach("course: what must follow does not", f"report {case.report}: {owed}")
                case.owed.clear()
        self._owing.clear()

    def check_missed(self, until_seconds: int) -> None:
        """What was due before this moment has happened."""
        while self._due and self._due[0][0] < until_seconds:
            due_seconds, _, case, what = heappop(self._due)
            report = case.report
            if what == "wait":
                missed = case.is_open and case.due_step is not None and case.due_seconds == due_seconds
            elif what == "expire":
                missed = case.is_open and not case.taken_up and self.expires_seconds[report] == due_seconds
            elif what == "return":
                missed = not case.arrived
                self.n_due += 1
            else:
                misjudged = case.case_class != self.true_class[report]
                missed = case.is_open and not case.upgraded and misjudged
            if missed:
                self.breach(f"course: does not {what} at its moment", f"report {report}, due on second {due_seconds}")

    def check_horizon(self) -> None:
        """All reports have arrived, and each open case waits, is in hand, or has a delay beyond the horizon."""
        self.check_missed(self.horizon_seconds)
        arrived = sum(case.arrived for case in self.floor.cases)
        if arrived != self.n_due:
            self.breach("arrival: not all reports arrive", f"{arrived} of {self.n_due}")
        for case in self.floor.cases:
            lost = case.is_open and case.waiting is None and case.holder is None
            if lost and (case.due_step is None or case.due_seconds < self.horizon_seconds):
                self.breach("conservation: a case is lost", f"report {case.report}")
