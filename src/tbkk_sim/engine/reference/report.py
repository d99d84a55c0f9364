"""The process of one report: it arrives, is triaged and assessed, becomes a case, is treated in some way, and ends."""

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy
from simpy.events import ProcessGenerator

from tbkk_sim.engine.reference.clock import At, Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.reference.other_processes.laboratory import Laboratory
from tbkk_sim.engine.reference.persons import CasesOfPersons
from tbkk_sim.engine.reference.steps import CaseSteps
from tbkk_sim.engine.reference.team import NOWHERE, Case
from tbkk_sim.engine.vocabulary import TRIAGE_SKILL, AgendaKind
from tbkk_sim.model import rules
from tbkk_sim.model.event_records import IN_ASSESSMENT, IN_TRIAGE, End, Event
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.selection import treatment
from tbkk_sim.model.selection.treatment import FULL, NOTHING
from tbkk_sim.model.sequences import NO_STEP, outside_delay
from tbkk_sim.model.triage import JOINS, NEW_CASE_IN_FULL, is_judged_by_system, is_traced
from tbkk_sim.sampling.world import BY_HAND, BY_NOBODY, World


class ReportProcesses:
    """Leads each report from arrival to its end."""

    def __init__(self, env: Clock, parameters: Parameters, world: World, steps: CaseSteps, desk: Desk) -> None:
        self.env, self.parameters, self.world, self.steps, self.desk = env, parameters, world, steps, desk
        reports = world.reports
        self.laboratory = Laboratory(env, parameters, steps, desk)
        self.persons = CasesOfPersons(env, desk, reports)
        self.triaged_by = reports.triaged_by.tolist()
        self.true_class = reports.true_class.tolist()
        self.upgrade_class = reports.upgrade_class.tolist()
        self.upgrade_after = reports.upgrade_after.tolist()
        self.found_by = reports.found_by.tolist()
        self.outcomes = list(
            zip(reports.outcome.tolist(), reports.short_outcome.tolist(), reports.visit_outcome.tolist(), strict=True)
        )
        """Ends of a case (event_records.End) after a full and a short investigation, and after a letter or visit."""
        self.delay_per_million = parameters.classes.delay_per_million.tolist()
        self.calm_upto, self.pressed_upto = parameters.classes.share_upto.tolist()
        """By class: shares of the treatments, added up, without pressure and at the highest."""

    def arrive(self) -> ProcessGenerator:
        """Process: reports arrive, and each goes its own way; those in stock exist from the start."""
        reports = self.world.reports
        for number in range(int(np.searchsorted(reports.arrived_seconds, self.parameters.horizon_seconds))):
            moment = max(int(reports.arrived_seconds[number]), 0)
            yield At(self.env, moment, AgendaKind.REPORT_ARRIVES, number)
            self.receive(number, int(reports.arrived_seconds[number]))

    def receive(self, report: int, arrived: int) -> None:
        """Start the process of a report that has arrived."""
        case = Case(report, arrived, self.world.reports)
        if self.world.reports.stream[report] == self.parameters.returns_stream:
            case.in_full = True
            case.expires += arrived  # nobody knew beforehand when it would arrive
        case.process = self.env.process(self.process_report(case))

    def process_report(self, case: Case) -> ProcessGenerator:
        """Process: a report from its arrival to its end, unless it expires on the way."""
        self.desk.log_case_event(Event.ARRIVED, case, case.unit, detail=self.true_class[case.report])
        try:
            how = yield from self.pass_on(case)
            if how is None:
                how = self.become_case(case)
            if how is None:
                how = yield from self.take_steps(case)
        except simpy.Interrupt:  # by `expire`
            how = End.EXPIRED
        self.end(case, how)
        if how == End.JOINED:
            changed = self.persons.join(case)
            if changed is not None:
                yield self.env.timeout(0)  # the member who triaged the report looks for work first
                self.desk.offer(changed)

    def pass_on(self, case: Case) -> Generator[simpy.Event, Any, int | None]:
        """Have a report triaged and assessed (None: it is passed on as a case), or return how it ends there.

        One on a person who has a case, or was investigated, is not assessed but joined to that.
        """
        yield from self.triage(case)
        if case.case_class == CLOSED_CLASS:
            return End.CLOSED_IN_TRIAGE
        if self.triaged_by[case.report] != BY_NOBODY:
            becomes = self.persons.what_report_becomes(case)
            if becomes == JOINS:
                return End.JOINED
            if becomes == NEW_CASE_IN_FULL:
                case.in_full = True
        self.persons.begin_case(case)
        return (yield from self.assess(case))

    def triage(self, case: Case) -> ProcessGenerator:
        """Have a report triaged, by a person or by the system; one that is proactive or triaged before needs none."""
        reports, report, triaged_by = self.world.reports, case.report, self.triaged_by[case.report]
        if triaged_by == BY_NOBODY:
            return
        waiting = self.desk.home_of(case, TRIAGE_SKILL).queue.reports_waiting
        if not is_judged_by_system(triaged_by == BY_HAND, waiting, self.parameters.automatic_above_reports):
            case.flagged = bool(reports.flagged[report])
            yield from self.judge(case, IN_TRIAGE, TRIAGE_SKILL, int(reports.triage_seconds[report]))
        elif triaged_by == BY_HAND:
            case.case_class, case.score = int(reports.system_class[report]), int(reports.system_score[report])
        self.desk.log_case_event(Event.TRIAGED, case, case.unit, detail=case.case_class)

    def assess(self, case: Case) -> Generator[simpy.Event, Any, int | None]:
        """Have a report assessed by its unit, if it is to be (None: it goes on), or return how it ends there."""
        reports, report = self.world.reports, case.report
        work_seconds = int(reports.assessment_seconds[report])
        if work_seconds == 0:
            return None
        yield from self.judge(case, IN_ASSESSMENT, self.parameters.assessment_skill, work_seconds)
        assert case.begun_at is not None
        if not is_traced(case.begun_at, int(reports.trace_until_seconds[report])):
            return End.UNTRACEABLE
        case.case_class, case.score = int(reports.assessed_class[report]), int(reports.assessed_score[report])
        case.counts_from = case.arrived
        self.desk.log_case_event(Event.ASSESSED, case, case.unit, detail=case.case_class)
        return End.CLOSED_IN_TRIAGE if case.case_class == CLOSED_CLASS else None

    def judge(self, case: Case, position: int, skill: int, work_seconds: int) -> ProcessGenerator:
        """Have a report judged before it is a case: whoever takes the first step then, it is not handed over."""
        case.position = position
        case.begin_step(skill, work_seconds)
        yield from self.wait_until_done(case)
        case.home = NOWHERE

    def become_case(self, case: Case) -> int | None:
        """Make a case of a report that is passed on, and let its time run (None), or return how it ends there."""
        report = case.report
        case.is_case = True
        if case.taken_up:
            queue = self.desk.queue_of_unit(case.unit)
            queue.in_hand += 1
            case.owed = queue.portfolio.was_owed(case.case_class)
            return None
        self.desk.caseload.not_taken_up[case.case_class] += 1
        case.expires = rules.expiry_in_class(case.expires, self.desk.class_expires[case.case_class])
        if rules.has_expired(case.expires, int(self.env.now)):
            return End.EXPIRED
        if self.desk.severe[case.case_class] or case.in_full:
            case.position = self.steps.begin_of(case, case.treatment) - 1
        else:
            self.decide_treatment(case)
        if case.treatment == NOTHING:
            draw = int(self.world.reports.treatment_draw[report])
            return treatment.end_of_untreated(draw, self.calm_upto[case.case_class][-1])
        found = max(int(self.world.reports.found_seconds[report]), int(self.env.now))
        if found < self.parameters.horizon_seconds:
            self.env.process(self.reveal_class(case, found))
        self.env.process(self.expire(case))
        return None

    def decide_treatment(self, case: Case) -> None:
        """Choose the treatment of a new case of the portfolio, by the shares of its class at the present pressure."""
        shares = zip(self.calm_upto[case.case_class], self.pressed_upto[case.case_class], strict=True)
        pressure = self.desk.caseload.pressure_per_million
        full, short, visit = (treatment.under_pressure(calm, pressed, pressure) for calm, pressed in shares)
        draw = int(self.world.reports.treatment_draw[case.report])
        self.treat(case, treatment.treatment_of(draw, full, short, visit, case.arrived >= 0))

    def treat(self, case: Case, how: int) -> None:
        """Let a case go on with the first step of a treatment."""
        case.treatment = how
        case.on_campaign = False
        self.desk.log_case_event(Event.WEIGHED, case, case.unit, detail=how)
        case.position = self.steps.begin_of(case, how) - 1

    def take_steps(self, case: Case) -> Generator[simpy.Event, Any, int]:
        """Take the steps of the treatment, each after examination or outside delay, and return how the case ends."""
        while True:
            position = self.steps.next_with_work(case, case.treatment, case.position)
            if position == NO_STEP:  # a case that turns out worse now may need more steps
                self.discover(case, is_last=True)
                position = self.steps.next_with_work(case, case.treatment, case.position)
            if position == NO_STEP:
                case.position = self.steps.n_steps[case.report]
                return treatment.outcome_of(case.treatment, *self.outcomes[case.report])
            if not case.taken_up:
                case.work_seconds = self.steps.work_of_treatment(case, case.treatment)
            self.steps.begin(case, position)
            delay = outside_delay(self.steps.delay_of(case), self.delay_per_million[case.case_class])
            if self.laboratory.examines(case):
                yield from self.laboratory.examine(case)
            elif delay > 0 and not case.on_campaign:  # what it needs was gathered before
                yield At(self.env, int(self.env.now) + delay, AgendaKind.STEP_READY, case.report)
            yield from self.wait_until_done(case)
            self.discover(case, is_last=False)

    def wait_until_done(self, case: Case) -> ProcessGenerator:
        """Let the step at hand wait until somebody has done it."""
        case.step_done = self.env.event()
        self.desk.join_queue(case)
        yield self.env.timeout(0)  # the member who did the step before looks for work first (see `Members.work`)
        self.desk.offer(case)
        yield case.step_done

    def discover(self, case: Case, is_last: bool) -> None:
        """Show, by the work done, the class of a misjudged report, or that the case is something worse.

        One that was treated in a lighter way may then need a full investigation, and goes on with the first step of it.
        """
        report = case.report
        if rules.shows_true_class(case.case_class, self.true_class[report], case.upgraded):
            self.desk.reclassify(case, self.true_class[report], case.arrived)
        found_after = treatment.found_after(case.treatment, self.upgrade_after[report], self.found_by[report])
        if rules.shows_upgrade(case.upgraded, found_after, case.position, is_last):
            case.upgraded = True
            self.desk.reclassify(case, self.upgrade_class[report], case.arrived)
        if treatment.becomes_full(case.treatment, self.desk.severe[case.case_class], case.upgraded):
            self.treat(case, FULL)

    def reveal_class(self, case: Case, moment: int) -> ProcessGenerator:
        """Process: a misjudged report is found, if nothing else has revealed its class."""
        yield At(self.env, moment, AgendaKind.MISJUDGED_FOUND, case.report)
        true_class = self.true_class[case.report]
        if case.is_open and rules.shows_true_class(case.case_class, true_class, case.upgraded):
            before = None if case.member is None else case.place.urgency
            with self.desk.out_of_line(case):
                self.desk.reclassify(case, true_class, case.arrived)
            self.desk.offer(case)
            if before is not None and rules.may_interrupt(before, case.place.urgency):
                self.desk.offer_all_again()

    def expire(self, case: Case) -> ProcessGenerator:
        """Process: a case that nobody has taken up in time is no longer worth it; a report that joins gives it time."""
        horizon = self.parameters.horizon_seconds
        while case.is_open and rules.may_expire(case.taken_up) and case.expires < horizon:
            if rules.has_expired(case.expires, int(self.env.now)):
                case.process.interrupt("expired")
                return
            yield At(self.env, case.expires, AgendaKind.EXPIRY, case.report)

    def end(self, case: Case, how: int) -> None:
        """End a report or case; its investigator has one case less."""
        case.is_open = False
        if case.waits:
            self.desk.leave(case)
        if case.is_case and not case.taken_up:
            self.desk.caseload.not_taken_up[case.case_class] -= 1
        self.desk.log_case_event(Event.ENDED, case, case.unit, detail=how)
        case.place = NOWHERE
        self.persons.end_case(case, how)
        if case.taken_up:
            self.desk.end_case_in_hand(self.desk.queue_of_unit(case.unit))
        if case.investigator is not None:
            self.desk.drop_open_case(case.investigator)
        self.await_return(case, how)

    def await_return(self, case: Case, how: int) -> None:
        """See to it that the person is reported again, if so it was drawn for a case that ends in this way."""
        reports, report = self.world.reports, case.report
        row = int(reports.return_row[report])
        if row < 0 or not treatment.returns(how, case.treatment, case.upgraded, int(reports.returns_after[report])):
            return
        moment = int(self.env.now) + int(reports.return_delay_seconds[report])
        if moment < self.parameters.horizon_seconds:
            self.env.process(self.come_back(row, moment))

    def come_back(self, report: int, moment: int) -> ProcessGenerator:
        """Process: a new report on a person whose case has ended."""
        yield At(self.env, moment, AgendaKind.RETURNS, report)
        self.receive(report, moment)
