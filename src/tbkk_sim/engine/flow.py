"""The story of one report: it arrives, is judged, becomes a case, takes its steps, and ends."""

from collections.abc import Generator

import simpy

from tbkk_sim.domain import rules
from tbkk_sim.domain.facts import Decision, End, Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.engine.clock import Clock, Happening
from tbkk_sim.engine.fact_log import FactLog
from tbkk_sim.engine.team import Case
from tbkk_sim.engine.workfloor import Workfloor
from tbkk_sim.world.world import AUTOMATIC, BY_HAND, World

CLOSED_CLASS = 0
TRIAGE_SKILL = 0
IN_TRIAGE = -1


class Flow:
    """Leads each report from arrival to its end."""

    def __init__(self, clock: Clock, log: FactLog, book: Rulebook, world: World, floor: Workfloor) -> None:
        self.clock, self.log, self.book, self.floor = clock, log, book, floor
        self.decisions = [int(Decision.TAKE_UP)] * len(book.names.classes)
        """What the steering group last decided, by class."""
        self.not_taken_up = [0] * len(book.names.classes)
        """Open cases that nobody has taken up, by class: what the steering group can see."""
        self.taken_up_this_year = [0] * len(book.names.classes)
        self.year = 0
        self.year_starts_days = book.steering.year_starts_days.tolist()
        reports, steps = world.reports, world.steps
        self.arrived_days = reports.arrived_days.tolist()
        self.unit = reports.unit.tolist()
        self.true_class = reports.true_class.tolist()
        self.judged_class = reports.judged_class.tolist()
        self.judged_by = reports.judged_by.tolist()
        self.flagged = reports.flagged.tolist()
        self.triage_hours = reports.triage_hours.tolist()
        self.found_days = reports.found_days.tolist()
        self.expires_days = reports.expires_days.tolist()
        self.upgrade_class = reports.upgrade_class.tolist()
        self.upgrade_after = reports.upgrade_after.tolist()
        self.outcome = reports.outcome.tolist()
        self.taken_up = reports.taken_up.tolist()
        self.first_step = reports.first_step.tolist()
        self.n_steps = reports.n_steps.tolist()
        self.step_skill = steps.skill.tolist()
        self.step_hours = steps.hours.tolist()
        self.step_upgraded_hours = steps.upgraded_hours.tolist()
        self.step_delay_days = steps.delay_days.tolist()
        floor.step_is_done = self.step_is_done
        floor.case_is_taken_up = self.case_is_taken_up

    def reports_arrive(self) -> Generator[simpy.Event, None, None]:
        """Process: the reports of the world, one after another."""
        for report, arrived_days in enumerate(self.arrived_days):
            yield self.clock.moment(max(arrived_days, 0.0), Happening.REPORT_ARRIVES, report)
            self.arrive(report)

    def arrive(self, report: int) -> None:
        """A report arrives at its unit: it is judged by a person, by the system, or needs no judging."""
        judged_by = self.judged_by[report]
        self.log.tell(self.clock.now, Fact.ARRIVED, report, team=self.unit[report], detail=self.true_class[report])
        case = Case(
            report,
            self.unit[report],
            self.judged_class[report],
            self.arrived_days[report],
            self.flagged[report],
            self.taken_up[report],
        )
        if judged_by == BY_HAND:
            case.skill, case.hours_left = TRIAGE_SKILL, self.triage_hours[report]
            self.floor.join_queue(case)
            self.floor.offer(case)
            return
        if judged_by == AUTOMATIC:
            self.floor.tell(Fact.TRIAGED, case, team=case.unit, detail=case.case_class)
        self.is_judged(case)
        if case.queue is not None:
            self.floor.offer(case)

    def is_judged(self, case: Case) -> None:
        """After triage: closed, turned away, or a case."""
        if case.case_class == CLOSED_CLASS:
            self.end(case, End.CLOSED_IN_TRIAGE)
            return
        if case.taken_up:
            self.floor.teams[case.unit].queue.in_hand += 1
        else:
            self.not_taken_up[case.case_class] += 1
            if rules.is_turned_away(self.decisions[case.case_class], case.arrived_days):
                self.end(case, End.DECLINED)
                return
            now, found, expires = self.clock.now, self.found_days[case.report], self.expires_days[case.report]
            if found < self.book.horizon_days:
                self.clock.at(max(found, now), Happening.MISJUDGED_FOUND, case.report, self.is_found, case)
            if expires < self.book.horizon_days:
                self.clock.at(max(expires, now), Happening.EXPIRY, case.report, self.expire, case)
        self.go_on(case)

    def go_on(self, case: Case) -> None:
        """The case goes to its next step, after its outside delay, or ends when all steps are done."""
        report = case.report
        while True:
            case.position += 1
            if case.position >= self.n_steps[report]:
                self.end(case, End(self.outcome[report]))
                return
            row = self.first_step[report] + case.position
            case.hours_left = self.step_upgraded_hours[row] if case.upgraded else self.step_hours[row]
            if case.hours_left > 0.0:
                break
        case.skill, case.begun = self.step_skill[row], False
        if self.step_delay_days[row] > 0.0:
            ready_days = self.clock.now + self.step_delay_days[row]
            if ready_days < self.book.horizon_days:
                self.clock.at(ready_days, Happening.STEP_READY, report, self.is_ready, case)
        else:
            self.floor.join_queue(case)

    def is_ready(self, case: Case) -> None:
        """The outside delay is over."""
        if case.is_open:
            self.floor.join_queue(case)
            self.floor.offer(case)

    def case_is_taken_up(self, case: Case) -> None:
        """The first work on a case: it can no longer expire, and counts for the year's targets."""
        self.turn_year()
        self.floor.teams[case.unit].queue.in_hand += 1
        self.not_taken_up[case.case_class] -= 1
        self.taken_up_this_year[case.case_class] += 1

    def step_is_done(self, case: Case) -> None:
        """A step is done: the report is judged, or the case goes on, perhaps as something worse."""
        report = case.report
        if case.position == IN_TRIAGE:
            self.floor.tell(Fact.TRIAGED, case, team=case.unit, detail=case.case_class)
            self.is_judged(case)
            return
        if case.position == 0 and not case.upgraded and case.case_class != self.true_class[report]:
            self.reclassify(case, self.true_class[report])
        if case.position == self.upgrade_after[report]:
            case.upgraded = True
            self.reclassify(case, self.upgrade_class[report])
        self.go_on(case)

    def is_found(self, case: Case) -> None:
        """A misjudged report is found while nothing else told what it is."""
        if case.is_open and not case.upgraded and case.case_class != self.true_class[case.report]:
            waited = case.queue is not None
            if case.queue is not None:
                case.queue.leave(case)
            self.reclassify(case, self.true_class[case.report])
            if waited:
                self.floor.stand_in_line(case)
                self.floor.offer(case)

    def reclassify(self, case: Case, new_class: int) -> None:
        """A case turns out to be of another class; work in hand goes on as it was begun."""
        if not case.taken_up:
            self.not_taken_up[case.case_class] -= 1
            self.not_taken_up[new_class] += 1
        case.case_class = new_class
        case.place = self.floor.place_of(case)
        self.floor.tell(Fact.RECLASSIFIED, case, team=case.unit, detail=new_class)

    def expire(self, case: Case) -> None:
        """A case that nobody took up in time is no longer worth taking up."""
        if case.is_open and rules.expires_now(case.taken_up):
            self.end(case, End.EXPIRED)

    def end(self, case: Case, how: End) -> None:
        """A report or case ends; its investigator has one case less."""
        case.is_open = False
        if case.queue is not None:
            case.queue.leave(case)
        if not case.taken_up and case.case_class != CLOSED_CLASS:
            self.not_taken_up[case.case_class] -= 1
        self.floor.tell(Fact.ENDED, case, team=case.unit, detail=how)
        if case.taken_up:
            queue = self.floor.teams[case.unit].queue
            queue.in_hand -= 1
            self.floor.room_opens(queue, queue.in_hand + 1, queue.present)
        investigator = case.investigator
        if investigator is not None:
            investigator.open_cases -= 1
            if investigator in investigator.team.free and self.book.caseload_limit != rules.NO_LIMIT:
                del investigator.team.free[investigator]
                self.floor.look_for_work(investigator)

    def turn_year(self) -> None:
        """In a new calendar year the targets start anew."""
        while self.clock.now >= self.year_starts_days[self.year + 1]:
            self.year += 1
            self.taken_up_this_year = [0] * len(self.taken_up_this_year)
