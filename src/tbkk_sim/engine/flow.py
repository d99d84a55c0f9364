"""The story of one report: it arrives, is judged, becomes a case, takes its steps, and ends."""

from collections.abc import Callable, Iterator
from heapq import heappush
from itertools import repeat

import numpy as np

from tbkk_sim.domain import rules
from tbkk_sim.domain.facts import End, Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.domain.rules import NOBODY, TAKE_UP
from tbkk_sim.engine.clock import Clock, Entry, Happening
from tbkk_sim.engine.fact_log import pack_fact
from tbkk_sim.engine.team import NOWHERE, Case
from tbkk_sim.engine.workfloor import Workfloor
from tbkk_sim.world.world import AUTOMATIC, BY_HAND, World

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
        self.agenda, self.facts = clock.agenda, floor.facts
        self.then_wait: Callable[[Case], None] = self.is_ready
        self.queue_of_unit = [team.queue for team in floor.teams]
        self.decisions = [TAKE_UP] * len(book.names.classes)
        """What the steering group last decided, by class."""
        self.not_taken_up = [0] * len(book.names.classes)
        """Open cases that nobody has taken up, by class: what the steering group can see."""
        self.taken_up_this_year = [0] * len(book.names.classes)
        self.year = 0
        self.year_starts_days = book.steering.year_starts_days.tolist()
        reports, steps = world.reports, world.steps
        self.true_class = reports.true_class.tolist()
        self.judged_by = reports.judged_by.tolist()
        self.flagged = reports.flagged.data
        self.triage_hours = reports.triage_hours.data
        self.found_days = reports.found_days.data
        self.expires_days = reports.expires_days.data
        self.upgrade_class = reports.upgrade_class.data
        self.upgrade_after = reports.upgrade_after.data
        self.was_chosen = (reports.stream == book.chosen_stream).data
        self.outcome = reports.outcome.tolist()
        self.first_step = reports.first_step.tolist()
        self.n_steps = reports.n_steps.tolist()
        self.step_skill = steps.skill.tolist()
        self.step_hours = steps.hours.tolist()
        self.step_upgraded_hours = steps.upgraded_hours.data
        self.step_delay_days = steps.delay_days.tolist()
        floor.story = self

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
            reports.taken_up.tolist(),
        )
        arrive_days = np.maximum(reports.arrived_days, 0.0).tolist()
        return zip(arrive_days, repeat(REPORT_ARRIVES), range(n), cases, repeat(self.arrive))

    def arrive(self, case: Case) -> None:
        """A report arrives at its unit: it is judged by a person, by the system, or needs no judging."""
        report, now = case.report, self.clock.now_days
        judged_by = self.judged_by[report]
        self.facts += pack_fact(now, report, NOBODY, case.unit, self.true_class[report], IN_TRIAGE, ARRIVED)
        if judged_by == BY_HAND:
            case.skill, case.hours_left, case.begun = TRIAGE_SKILL, self.triage_hours[report], False
            case.flagged = bool(self.flagged[report])
            self.floor.join_queue(case)
            self.floor.offer(case)
            return
        if judged_by == AUTOMATIC:
            self.floor.tell(TRIAGED, case, case.unit, -1, case.case_class)
        self.is_judged(case)
        if case.waits:
            self.floor.offer(case)

    def is_judged(self, case: Case) -> None:
        """After triage: closed, turned away, too late, or a case."""
        report, case_class = case.report, case.case_class
        if case_class == CLOSED_CLASS:
            self.end(case, CLOSED_IN_TRIAGE)
            return
        if case.taken_up:
            self.queue_of_unit[case.unit].in_hand += 1
        else:
            self.not_taken_up[case_class] += 1
            if rules.is_turned_away(self.decisions[case_class], case.arrived_days, self.was_chosen[report]):
                self.end(case, DECLINED)
                return
            if rules.has_expired(self.expires_days[report], self.clock.now_days):
                self.end(case, EXPIRED)
                return
            self.note_end_of_waiting(case)
        self.go_on(case)

    def note_end_of_waiting(self, case: Case) -> None:
        """When a misjudged report is found, and when a case expires, if nobody takes it up before."""
        report, horizon_days = case.report, self.book.horizon_days
        found_days, expires_days = self.found_days[report], self.expires_days[report]
        if found_days < horizon_days:
            at_days = max(found_days, self.clock.now_days)
            heappush(self.agenda, (at_days, MISJUDGED_FOUND, report, case, self.is_found))
        if expires_days < horizon_days:
            heappush(self.agenda, (expires_days, EXPIRY, report, case, self.expire))

    def go_on(self, case: Case) -> None:
        """The case goes to its next step, after its outside delay, or ends when all steps are done."""
        report = case.report
        if self.next_step(case) is None:
            self.is_discovered(case, is_last=True)
        position = self.next_step(case)
        if position is None:
            case.position = self.n_steps[report]
            self.end(case, self.outcome[report])
            return
        row = self.first_step[report] + position
        case.position, case.skill, case.hours_left = position, self.step_skill[row], self.hours_of(case, position)
        case.begun = False
        if self.step_delay_days[row] > 0.0:
            ready_days = self.clock.now_days + self.step_delay_days[row]
            heappush(self.agenda, (ready_days, STEP_READY, report, case, self.then_wait))
        else:
            self.floor.join_queue(case)

    def next_step(self, case: Case) -> int | None:
        """Position of the next step of a case with hours, if any is left."""
        for position in range(case.position + 1, self.n_steps[case.report]):
            if self.hours_of(case, position) > 0.0:
                return position
        return None

    def hours_of(self, case: Case, position: int) -> float:
        """Hours of a step of a case, by what the case is now."""
        row = self.first_step[case.report] + position
        return float(self.step_upgraded_hours[row] if case.upgraded else self.step_hours[row])

    def is_ready(self, case: Case) -> None:
        """The outside delay is over."""
        if case.is_open:
            self.floor.join_queue(case)
            self.floor.offer(case)

    def case_is_taken_up(self, case: Case) -> None:
        """The first work on a case: it can no longer expire, and counts for the year's targets."""
        self.turn_year()
        self.queue_of_unit[case.unit].in_hand += 1
        self.not_taken_up[case.case_class] -= 1
        self.taken_up_this_year[case.case_class] += 1

    def step_is_done(self, case: Case) -> None:
        """A step is done: the report is judged, or the case goes on, perhaps as something worse."""
        if case.position == IN_TRIAGE:
            self.floor.tell(TRIAGED, case, case.unit, -1, case.case_class)
            case.home = NOWHERE
            self.is_judged(case)
        else:
            self.is_discovered(case, is_last=False)
            self.go_on(case)

    def is_discovered(self, case: Case, is_last: bool) -> None:
        """The work shows what a misjudged report is, or that the case is something worse."""
        report = case.report
        if rules.shows_true_class(case.case_class, self.true_class[report], case.upgraded):
            self.reclassify(case, self.true_class[report])
        if rules.shows_upgrade(case.upgraded, self.upgrade_after[report], case.position, is_last):
            case.upgraded = True
            self.reclassify(case, self.upgrade_class[report])

    def is_found(self, case: Case) -> None:
        """A misjudged report is found while nothing else told what it is."""
        true_class = self.true_class[case.report]
        if case.is_open and rules.shows_true_class(case.case_class, true_class, case.upgraded):
            waited = case.waits
            if waited:
                self.floor.leave(case)
            self.reclassify(case, true_class)
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
            self.floor.leave(case)
        if not case.taken_up and case.case_class != CLOSED_CLASS:
            self.not_taken_up[case.case_class] -= 1
        self.facts += pack_fact(self.clock.now_days, case.report, NOBODY, case.unit, how, case.position, ENDED)
        case.place = NOWHERE
        if case.taken_up:
            self.floor.case_in_hand_ends(self.queue_of_unit[case.unit])
        if case.investigator is not None:
            self.floor.has_a_case_less(case.investigator)

    def turn_year(self) -> None:
        """In a new calendar year the targets start anew."""
        while self.clock.now_days >= self.year_starts_days[self.year + 1]:
            self.year += 1
            self.taken_up_this_year = [0] * len(self.taken_up_this_year)
