"""The course of each report: it arrives, is triaged, takes its steps in order, shows what it is, and ends as drawn."""

from heapq import heappop, heappush
from itertools import count

from tbkk_sim.model.event_records import Decision, End, Event
from tbkk_sim.sampling.world import AUTOMATIC, BY_NOBODY
from tests.checker.breaches import Breaches
from tests.checker.events import EventRow
from tests.checker.floor import Case, Floor
from tests.checker.promises import CLOSED, TRIAGE


class Course:
    """Judges the order and the moments of what happens to a case, by what was drawn for it."""

    def __init__(self, floor: Floor, breaches: Breaches) -> None:
        self.floor, self.breaches = floor, breaches
        self.names = floor.promises.names
        self.horizon_seconds = floor.promises.horizon_seconds
        reports, steps = floor.world.reports, floor.world.steps
        self.true_class, self.triaged_by = reports.true_class.tolist(), reports.triaged_by.tolist()
        self.stream = reports.stream.tolist()
        self.triage_work, self.outcome = reports.triage_seconds.tolist(), reports.outcome.tolist()
        self.found_seconds, self.expires_seconds = reports.found_seconds.tolist(), reports.expires_seconds.tolist()
        self.upgrade_class, self.upgrade_after = reports.upgrade_class.tolist(), reports.upgrade_after.tolist()
        self.n_steps = reports.n_steps.tolist()
        self.work, self.upgraded_work = steps.work_seconds.tolist(), steps.upgraded_work_seconds.tolist()
        self.delay_seconds = steps.delay_seconds.tolist()
        self.decisions: dict[int, int] = {}
        """What the steering group last decided, by class."""
        self.not_taken_up = [0] * len(self.names.classes)
        """Open cases that nobody has taken up, by class."""
        self.taken_up_this_year = [0] * len(self.names.classes)
        self._due: list[tuple[int, int, Case, str]] = []
        """What must happen at a later moment: a heap."""
        self._numbers = count()
        self._to_arrive = iter([*floor.arrived_seconds, float("inf")])
        self.n_due = sum(moment < self.horizon_seconds for moment in floor.arrived_seconds)
        self._owing: list[Case] = []

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_seconds, self.floor.row, text)

    def _owe(self, case: Case, kind: int, detail: int) -> None:
        case.owed.append((kind, detail))
        self._owing.append(case)

    def _is_owed(self, case: Case, event: EventRow, detail: int) -> bool:
        """Whether this is what must happen to a case next; it then has."""
        if case.owed and case.owed[0] == (event.kind, detail):
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
        if max(self.floor.arrived_seconds[report], 0) != event.time_seconds:
            self.breach("arrival: at another moment", f"{event}, due on second {self.floor.arrived_seconds[report]}")
        if event.detail != self.true_class[report] or event.team != case.unit:
            self.breach("arrival: of another class or unit", f"{event}")
        case.arrived = case.is_open = True
        if self.triaged_by[report] == BY_NOBODY:
            self._becomes_case(case)
        elif self.triaged_by[report] == AUTOMATIC:
            self._owe(case, Event.TRIAGED, case.case_class)
        else:
            case.step_work = case.work_left = self.triage_work[report]
            case.due_step, case.due_seconds = TRIAGE, event.time_seconds
            self._owe(case, Event.QUEUED, case.case_class)

    def is_triaged(self, event: EventRow) -> None:
        """A report gets its class: at once, or when a person has triaged it."""
        case = self.floor.cases[event.report]
        if not self._is_owed(case, event, event.detail):
            self.breach("triage: judged without the work, or as something else than drawn", f"{event}")
        if event.detail == self.floor.promises.own_class or case.is_case:
            self.breach("triage: of what needs none", f"{event}")
        case.home = None
        self._becomes_case(case)

    def _becomes_case(self, case: Case) -> None:
        """What follows when it is known what a report is: it is closed, turned away, or goes on as a case."""
        now_seconds, report = self.floor.now_seconds, case.report
        if case.case_class == CLOSED:
            self._owe(case, Event.ENDED, End.CLOSED_IN_TRIAGE)
            return
        case.is_case, case.triaged_seconds = True, now_seconds
        if case.taken_up:
            self.floor.queue_of_unit(case).in_hand += 1
        else:
            self.not_taken_up[case.case_class] += 1
            declined = self.decisions.get(case.case_class) in (Decision.DECLINE, Decision.PARK_AND_DECLINE)
            if declined and self._is_a_new_report(report):
                self._owe(case, Event.ENDED, End.DECLINED)
                return
            if self.expires_seconds[report] <= now_seconds:
                self._owe(case, Event.ENDED, End.EXPIRED)
                return
            self._plan(self.expires_seconds[report], case, "expire")
            self._plan(max(self.found_seconds[report], now_seconds), case, "be found")
        self._goes_on(case)

    def _is_a_new_report(self, report: int) -> bool:
        """Came in during the run, as a report: not in stock, not chosen."""
        chosen = len(self.names.streams) - 2
        return bool(self.floor.arrived_seconds[report] >= 0 and self.stream[report] != chosen)

    # Steps

    def _goes_on(self, case: Case) -> None:
        """What must follow when the step at hand is done: the next with hours, after its delay, or the end."""
        next_step = self._next_step(case, case.upgraded)
        if next_step is None:
            self._shows(case, worked=False)
            next_step = self._next_step(case, case.upgraded)
        if next_step is None:
            self._owe(case, Event.ENDED, self.outcome[case.report])
            return
        case.due_step = next_step
        row = self.floor.first_step[case.report] + next_step
        delay_seconds = self.delay_seconds[row]
        case.due_seconds = self.floor.now_seconds + delay_seconds
        case.step_work = case.work_left = self.upgraded_work[row] if case.upgraded else self.work[row]
        self._plan(case.due_seconds, case, "wait")

    def _next_step(self, case: Case, upgraded: bool) -> int | None:
        """The next step with hours."""
        work, first = self.upgraded_work if upgraded else self.work, self.floor.first_step[case.report]
        return next((s for s in range(case.step + 1, self.n_steps[case.report]) if work[first + s] > 0), None)

    def _shows(self, case: Case, worked: bool) -> None:
        """What the end of a step shows: what a misjudged case is, and whether it is something worse.

        The first at the end of the first step that is worked on; the second at the end of the first one that is worked
        on at or after the step drawn for it, or of the last. A case on which nothing is worked shows both when it ends.
        """
        report, case_class = case.report, case.case_class
        first = worked and not case.worked_on
        case.worked_on |= worked
        if (first or not case.worked_on) and not case.upgraded and case_class != self.true_class[report]:
            case_class = self.true_class[report]
            self._owe(case, Event.RECLASSIFIED, case_class)
        after = self.upgrade_after[report]
        is_last = self._next_step(case, upgraded=False) is None
        if after >= 0 and not case.upgraded and (is_last or (worked and case.step >= after)):
            case.upgraded = True
            self._owe(case, Event.RECLASSIFIED, self.upgrade_class[report])

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
            if event.step != case.step or not case.begun:
                self.breach("steps: joins a queue though none is due", f"{event}")
        else:
            if event.step != case.due_step:
                self.breach("steps: another step than is next", f"{event}, next is {case.due_step}")
            if event.time_seconds != case.due_seconds:
                self.breach(
                    "steps: at another moment than its delay asks", f"{event}, due on second {case.due_seconds}"
                )
            case.step, case.due_step, case.begun = event.step, None, False
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
        self.taken_up_this_year[case.case_class] += 1
        self.floor.queue_of_unit(case).in_hand += 1
        self.floor.touch(self.floor.teams[case.unit])

    def is_finished(self, event: EventRow) -> None:
        """A step is done: what it shows, and what is next, must follow."""
        case = self.floor.cases[event.report]
        if case.step == TRIAGE:
            self._owe(case, Event.TRIAGED, case.case_class)
            return
        self._shows(case, worked=True)
        self._goes_on(case)

    def changes_class(self, event: EventRow) -> None:
        """A case turns out to be of another class, as the work shows or since it is found."""
        case = self.floor.cases[event.report]
        is_shown = self._is_owed(case, event, event.detail)
        self.breaches.looked_at["discoveries by work" if is_shown else "discoveries while waiting"] += 1
        if not is_shown:
            due_seconds = max(self.found_seconds[case.report], case.triaged_seconds)
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
        case.case_class = event.detail
        if case.waiting is not None:
            self.floor.line_up_again(case)
        urgency, place = self.floor.promises.urgency_and_place(
            event.detail, self.floor.arrived_seconds[case.report], case.unit
        )
        case.rank = (urgency, place, case.report)
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
        promised = floor.promises.classes[case.case_class].outcomes
        if event.detail in (*range(5), End.OWN_WORK_DONE) and event.detail not in promised:
            self.breach("end: not an outcome of its class", f"{event}, class {case.case_class}, end {event.detail}")
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

    def _check_expiry(self, event: EventRow, case: Case) -> None:
        if case.taken_up or not case.is_case:
            self.breach("end: expires after it was taken up, or before it was judged", f"{event}")
        due_seconds = max(self.expires_seconds[case.report], case.triaged_seconds)
        if due_seconds != event.time_seconds:
            self.breach("end: expires at another moment", f"{event}, due on second {due_seconds}")

    # At the end of a moment

    def check_end(self) -> None:
        """What was owed in this moment has happened."""
        for case in self._owing:
            if case.owed:
                owed = ", ".join(f"{Event(kind).name} {detail}" for kind, detail in case.owed)
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
                missed = case.is_open and not case.taken_up
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
