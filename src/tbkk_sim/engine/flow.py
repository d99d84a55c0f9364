"""The story of one report: it arrives, is judged, becomes a case, takes its steps, and ends."""

from collections.abc import Iterator
from itertools import repeat

import numpy as np

from tbkk_sim.domain import rules
from tbkk_sim.domain.facts import Decision, End, Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.engine.clock import Clock, Entry, Happening
from tbkk_sim.engine.team import NOWHERE, Case
from tbkk_sim.engine.workfloor import Workfloor
from tbkk_sim.world.world import AUTOMATIC, BY_HAND, Floats, World

CLOSED_CLASS = 0
TRIAGE_SKILL = 0
IN_TRIAGE = -1
ARRIVED, TRIAGED, RECLASSIFIED, ENDED = Fact.ARRIVED, Fact.TRIAGED, Fact.RECLASSIFIED, Fact.ENDED
CLOSED_IN_TRIAGE, EXPIRED, DECLINED = End.CLOSED_IN_TRIAGE, End.EXPIRED, End.DECLINED
REPORT_ARRIVES, STEP_READY = Happening.REPORT_ARRIVES, Happening.STEP_READY
MISJUDGED_FOUND, EXPIRY = Happening.MISJUDGED_FOUND, Happening.EXPIRY


class Flow:
    """Leads each report from arrival to its end."""

    def __init__(self, clock: Clock, book: Rulebook, world: World, floor: Workfloor) -> None:
        self.clock, self.book, self.world, self.floor = clock, book, world, floor
        self.queue_of_unit = [team.queue for team in floor.teams]
        self.decisions = [int(Decision.TAKE_UP)] * len(book.names.classes)
        """What the steering group last decided, by class."""
        self.not_taken_up = [0] * len(book.names.classes)
        """Open cases that nobody has taken up, by class: what the steering group can see."""
        self.taken_up_this_year = [0] * len(book.names.classes)
        self.year = 0
        self.year_starts_days = book.steering.year_starts_days.tolist()
        self.year_ends_days = self.year_starts_days[1]
        reports, steps = world.reports, world.steps
        self.true_class = reports.true_class.tolist()
        self.judged_by = reports.judged_by.tolist()
        self.triage_hours = reports.triage_hours.data
        self.found_days = _by_report(reports.found_days, book.horizon_days)
        self.expires_days = _by_report(reports.expires_days, book.horizon_days)
        self.upgrade_class = reports.upgrade_class.data
        self.upgrade_after = reports.upgrade_after.tolist()
        self.outcome = reports.outcome.tolist()
        self.first_step = reports.first_step.tolist()
        self.n_steps = reports.n_steps.tolist()
        self.step_skill = steps.skill.tolist()
        self.step_hours = steps.hours.tolist()
        self.step_upgraded_hours = steps.upgraded_hours.data
        self.step_delay_days = steps.delay_days.tolist()
        floor.step_is_done = self.step_is_done
        floor.case_is_taken_up = self.case_is_taken_up

    def arrivals(self) -> Iterator[Entry]:
        """When each report arrives, in order."""
        reports = self.world.reports
        n = int(np.searchsorted(reports.arrived_days, self.book.horizon_days))
        cases = map(
            Case,
            range(n),
            reports.unit.tolist(),
            reports.judged_class.tolist(),
            reports.arrived_days.tolist(),
            reports.flagged.tolist(),
            reports.taken_up.tolist(),
        )
        arrive_days = np.maximum(reports.arrived_days, 0.0).tolist()
        return zip(arrive_days, repeat(REPORT_ARRIVES), range(n), cases, repeat(self.arrive))

    def arrive(self, case: Case) -> None:
        """A report arrives at its unit: it is judged by a person, by the system, or needs no judging."""
        report = case.report
        judged_by = self.judged_by[report]
        self.floor.tell(ARRIVED, case, case.unit, -1, self.true_class[report])
        if judged_by == BY_HAND:
            case.skill, case.hours_left = TRIAGE_SKILL, self.triage_hours[report]
            self.floor.join_queue(case)
            self.floor.offer(case)
            return
        if judged_by == AUTOMATIC:
            self.floor.tell(TRIAGED, case, case.unit, -1, case.case_class)
        self.is_judged(case)
        if case.waits:
            self.floor.offer(case)

    def is_judged(self, case: Case) -> None:
        """After triage: closed, turned away, or a case."""
        report, case_class = case.report, case.case_class
        if case_class == CLOSED_CLASS:
            self.end(case, CLOSED_IN_TRIAGE)
            return
        if case.taken_up:
            self.queue_of_unit[case.unit].in_hand += 1
        else:
            self.not_taken_up[case_class] += 1
            if rules.is_turned_away(self.decisions[case_class], case.arrived_days):
                self.end(case, DECLINED)
                return
            if report in self.found_days:
                found_days = max(self.found_days[report], self.clock.now_days)
                self.clock.at(found_days, MISJUDGED_FOUND, report, self.is_found, case)
            if report in self.expires_days:
                expires_days = max(self.expires_days[report], self.clock.now_days)
                self.clock.at(expires_days, EXPIRY, report, self.expire, case)
        self.go_on(case)

    def go_on(self, case: Case) -> None:
        """The case goes to its next step, after its outside delay, or ends when all steps are done."""
        report, position = case.report, case.position
        while True:
            position += 1
            if position >= self.n_steps[report]:
                case.position = position
                self.end(case, self.outcome[report])
                return
            row = self.first_step[report] + position
            case.hours_left = self.step_upgraded_hours[row] if case.upgraded else self.step_hours[row]
            if case.hours_left > 0.0:
                break
        case.position, case.skill, case.begun = position, self.step_skill[row], False
        if self.step_delay_days[row] > 0.0:
            self.clock.at(self.clock.now_days + self.step_delay_days[row], STEP_READY, report, self.is_ready, case)
        else:
            self.floor.join_queue(case)

    def is_ready(self, case: Case) -> None:
        """The outside delay is over."""
        if case.is_open:
            self.floor.join_queue(case)
            self.floor.offer(case)

    def case_is_taken_up(self, case: Case) -> None:
        """The first work on a case: it can no longer expire, and counts for the year's targets."""
        if self.clock.now_days >= self.year_ends_days:
            self.turn_year()
        self.queue_of_unit[case.unit].in_hand += 1
        self.not_taken_up[case.case_class] -= 1
        self.taken_up_this_year[case.case_class] += 1

    def step_is_done(self, case: Case) -> None:
        """A step is done: the report is judged, or the case goes on, perhaps as something worse."""
        report, position = case.report, case.position
        if position == IN_TRIAGE:
            self.floor.tell(TRIAGED, case, case.unit, -1, case.case_class)
            case.home = NOWHERE
            self.is_judged(case)
            return
        if position == 0 and not case.upgraded and case.case_class != self.true_class[report]:
            self.reclassify(case, self.true_class[report])
        if position == self.upgrade_after[report]:
            case.upgraded = True
            self.reclassify(case, self.upgrade_class[report])
        self.go_on(case)

    def is_found(self, case: Case) -> None:
        """A misjudged report is found while nothing else told what it is."""
        if case.is_open and not case.upgraded and case.case_class != self.true_class[case.report]:
            waited = case.waits
            if case.waits:
                case.home.queue.leave(case)
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
        self.floor.tell(RECLASSIFIED, case, case.unit, -1, new_class)

    def expire(self, case: Case) -> None:
        """A case that nobody took up in time is no longer worth taking up."""
        if case.is_open and rules.expires_now(case.taken_up):
            self.end(case, EXPIRED)

    def end(self, case: Case, how: int) -> None:
        """A report or case ends; its investigator has one case less."""
        case.is_open = False
        if case.waits:
            case.home.queue.leave(case)
        if not case.taken_up and case.case_class != CLOSED_CLASS:
            self.not_taken_up[case.case_class] -= 1
        self.floor.tell(ENDED, case, case.unit, -1, how)
        case.place = NOWHERE
        if case.taken_up:
            queue = self.queue_of_unit[case.unit]
            queue.in_hand -= 1
            if self.floor.in_hand_is_limited:
                self.floor.room_opens(queue, queue.in_hand + 1, queue.present)
        investigator = case.investigator
        if investigator is not None:
            investigator.open_cases -= 1
            if investigator in investigator.team.free and self.book.caseload_limit != rules.NO_LIMIT:
                del investigator.team.free[investigator]
                self.floor.look_for_work(investigator)

    def turn_year(self) -> None:
        """In a new calendar year the targets start anew."""
        while self.clock.now_days >= self.year_starts_days[self.year + 1]:
            self.year += 1
            self.year_ends_days = self.year_starts_days[self.year + 1]
            self.taken_up_this_year = [0] * len(self.taken_up_this_year)


def _by_report(days: Floats, horizon_days: float) -> dict[int, float]:
    """The moments before the horizon, by report."""
    reports = np.flatnonzero(days < horizon_days)
    return dict(zip(reports.tolist(), days[reports].tolist(), strict=True))
