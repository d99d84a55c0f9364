"""The course of each case: it takes its steps in order, shows what it is, and ends as drawn."""

import math

from tbkk_sim.model.event_records import End, Event
from tests.checker.breaches import Breaches
from tests.checker.due import Drawn, Due
from tests.checker.events import EventRow
from tests.checker.floor import Case, Floor
from tests.checker.intake import NEVER_SECONDS, Intake
from tests.checker.laboratory import NOT_YET, Laboratory
from tests.checker.promises import ASSESSMENT, TRIAGE
from tests.checker.treatments import FULL, NOTHING, OUTCOMES, WAYS, Treatments

ENDS_UNTAKEN = (End.CLOSED_IN_TRIAGE, End.JOINED, End.UNTRACEABLE)
"""Ends of reports that never were a case."""


class Course:
    """Judges the order and the moments of what happens to a case, by what was drawn for it."""

    def __init__(self, floor: Floor, breaches: Breaches) -> None:
        self.floor, self.breaches = floor, breaches
        self.horizon_seconds = floor.promises.horizon_seconds
        self.drawn, self.due = Drawn(floor.world), Due(floor, breaches)
        self.breach = self.due.breach
        self.intake = Intake(floor, self.drawn, self.due, breaches, self._becomes_case)
        self.persons = self.intake.persons
        self.laboratory = Laboratory(floor, self.drawn, self.due, breaches)
        self.treatments = Treatments(floor.promises, floor.world.reports)
        self.not_taken_up = [0] * len(floor.promises.names.classes)
        """Open cases that nobody has taken up, by class."""
        self.n_due = sum(moment < self.horizon_seconds for moment in floor.arrived_seconds)
        self.to_be_weighed: set[Case] = set()
        """New cases of which it must be said now how they are treated."""

    def _becomes_case(self, case: Case) -> None:
        """What follows when it is known what a report is: it is turned away, or goes on as a case."""
        now_seconds, report = self.floor.now_seconds, case.report
        case.is_case, case.since_seconds = True, now_seconds
        if case.taken_up:
            self.floor.queue_of_unit(case).in_hand += 1
        else:
            self.not_taken_up[case.case_class] += 1
            self._sees_expiry(case)
            if self.drawn.expires_seconds[report] <= now_seconds:
                self.due.owe(case, Event.ENDED, End.EXPIRED)
                return
            if self.treatments.is_weighed(case):
                self.due.owe(case, Event.WEIGHED, *range(len(WAYS)))  # which one is right is judged when it is said
                self.to_be_weighed.add(case)
                return
        self._waits_to_be_taken_up(case)

    def is_weighed(self, event: EventRow) -> None:
        """It is decided how a new case is treated, or one that turns out to be worse is investigated in full."""
        case = self.floor.cases[event.report]
        is_due = self.due.is_owed(case, event, event.detail)
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
            self.due.owe(case, Event.ENDED, *self.treatments.right_ends_of_untreated(case))
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
            self.due.owe(case, Event.QUEUED, case.case_class)
        else:
            case.step = first

    def _waits_to_be_taken_up(self, case: Case) -> None:
        if not case.taken_up:
            self.due.plan(self.drawn.expires_seconds[case.report], case, "expire")
            self.due.plan(max(self.drawn.found_seconds[case.report], self.floor.now_seconds), case, "be found")
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
            self.due.owe(case, Event.ENDED, self.treatments.right_outcome(case))
            return
        case.due_step = next_step
        row = self.floor.first_step[case.report] + next_step
        case.step_work = case.work_left = self.drawn.upgraded_work[row] if case.upgraded else self.drawn.work[row]
        if self.laboratory.devices(case, next_step):
            case.due_seconds = NOT_YET
            self.due.owe(case, Event.SENT_TO_EXAMINATION, case_class)
            return
        waits = self.floor.promises.classes[case_class].outside_delay
        self.breaches.looked_at["waits of a part of the outside delay"] += 0 < waits < 1
        delay_seconds = 0 if case.in_campaign else math.floor(self.drawn.delay_seconds[row] * waits)
        case.due_seconds = self.floor.now_seconds + delay_seconds
        self.due.plan(case.due_seconds, case, "wait")

    def _next_step(self, case: Case, upgraded: bool) -> int | None:
        """The next step of the treatment that has hours."""
        work, first = self.drawn.upgraded_work if upgraded else self.drawn.work, self.floor.first_step[case.report]
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
        if (first or not case.worked_on) and not case.upgraded and case_class != self.drawn.true_class[report]:
            case_class = self.drawn.true_class[report]
            self.due.owe(case, Event.RECLASSIFIED, case_class)
        promised = self.floor.promises.classes
        breaks_off = worked and case.treatment != FULL and promised[case_class].severe
        after = -1 if breaks_off else self.treatments.finds_after(case)
        is_last = self._next_step(case, upgraded=False) is None
        if after >= 0 and not case.upgraded and (is_last or (worked and case.step >= after)):
            case.upgraded = True
            case_class = self.drawn.upgrade_class[report]
            self.due.owe(case, Event.RECLASSIFIED, case_class)
        if case.treatment != FULL and (case.upgraded or promised[case_class].severe):
            case.treatment, case.in_campaign = FULL, False
            case.step = self.treatments.steps(case).start - 1
            self.due.owe(case, Event.WEIGHED, FULL)
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
        self.due.is_owed(case, event, event.detail)
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
        expires_seconds = self.drawn.expires_seconds[event.report]
        if event.time_seconds > expires_seconds:
            self.breach("taking up: of what has expired", f"{event}, on second {expires_seconds}")
        case.taken_up = True
        self.not_taken_up[case.case_class] -= 1
        queue, portfolio = self.floor.queue_of_unit(case), self.floor.portfolio
        case.was_owed = portfolio.is_owed(queue.number, case.case_class)
        portfolio.takes_up(queue, case.case_class, self._work_of_treatment(case))
        case.rank = self.floor.rank_in_hand(case)
        queue.in_hand += 1
        self.floor.touch(self.floor.teams[case.unit])

    def _work_of_treatment(self, case: Case) -> int:
        work, first = self.drawn.upgraded_work if case.upgraded else self.drawn.work, self.floor.first_step[case.report]
        in_pairs, skill_of = self.floor.promises.in_pairs, self.floor.skill_of
        return sum(
            work[first + step] * (2 if in_pairs[skill_of(case, step)] else 1) for step in self.treatments.steps(case)
        )

    def is_finished(self, event: EventRow) -> None:
        """A step is done: what it shows, and what is next, must follow."""
        case = self.floor.cases[event.report]
        if case.step == TRIAGE:
            self.due.owe(case, Event.TRIAGED, case.case_class)
            return
        if case.step == ASSESSMENT:
            self.intake.assessment_ends(case)
            return
        self._goes_on(case, shown=self._shows(case, case.case_class, worked=True))

    def changes_class(self, event: EventRow) -> None:
        """A case turns out to be of another class, as the work shows or since it is found."""
        case = self.floor.cases[event.report]
        is_shown = self.due.is_owed(case, event, event.detail)
        self.breaches.looked_at["discoveries by work" if is_shown else "discoveries while waiting"] += 1
        if not is_shown:
            due_seconds = max(self.drawn.found_seconds[case.report], case.since_seconds)
            true_class = self.drawn.true_class[case.report]
            is_due = case.is_case and case.is_open and not case.upgraded and event.detail == true_class
            if not is_due or case.case_class == event.detail:
                self.breach("discovery: nothing is to be discovered", f"{event}")
            elif due_seconds != event.time_seconds:
                self.breach("discovery: found at another moment", f"{event}, due on second {due_seconds}")
        if not case.taken_up and case.is_case:
            self.not_taken_up[case.case_class] -= 1
            self.not_taken_up[event.detail] += 1
        case.case_class, raised_from = event.detail, case.raised_from_seconds
        if not case.taken_up and case.is_case:
            self._sees_expiry(case)
        case.counts_from_seconds = self.floor.arrived_seconds[case.report] if raised_from is None else raised_from
        case.raised_from_seconds = None
        if case.waiting is not None:
            self.floor.line_up_again(case)
        case.rank = self.floor.rank_in_hand(case)
        self.floor.settle_what_is_held(case)
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
        elif not self.due.is_owed(case, event, event.detail):
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
            self.intake.joins(event.report)
        self.persons.ends(case, event.detail)
        row = self.treatments.comes_back(case, event.detail)
        if row >= 0:
            delay_seconds = self.treatments.return_delay_seconds[case.report]
            self.intake.returns_due[row] = event.time_seconds + delay_seconds
            self.due.plan(self.intake.returns_due[row], floor.cases[row], "return")

    def _sees_expiry(self, case: Case) -> None:
        """A case that waits in a class that is never let go is not let go any more."""
        if not self.floor.promises.classes[case.case_class].expires:
            self.drawn.expires_seconds[case.report] = NEVER_SECONDS

    def _check_expiry(self, event: EventRow, case: Case) -> None:
        if case.taken_up or not case.is_case:
            self.breach("end: expires after it was taken up, or before it was judged", f"{event}")
        due_seconds = max(self.drawn.expires_seconds[case.report], case.since_seconds)
        if due_seconds != event.time_seconds:
            self.breach("end: expires at another moment", f"{event}, due on second {due_seconds}")

    # At the end of a moment

    def check_missed(self, until_seconds: int) -> None:
        """What was due before this moment has happened."""
        for due_seconds, case, what in self.due.before(until_seconds):
            report = case.report
            if what == "wait":
                missed = case.is_open and case.due_step is not None and case.due_seconds == due_seconds
            elif what == "expire":
                missed = case.is_open and not case.taken_up and self.drawn.expires_seconds[report] == due_seconds
            elif what == "have its devices examined":
                missed = case is self.laboratory.examines and self.laboratory.until_seconds == due_seconds
            elif what == "return":
                missed = not case.arrived
                self.n_due += 1
            else:
                misjudged = case.case_class != self.drawn.true_class[report]
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
