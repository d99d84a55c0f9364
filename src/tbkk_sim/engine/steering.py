"""The steering group meets: what is taken up, parked or declined, from what it can then see."""

from collections.abc import Generator

import simpy

from tbkk_sim.domain import rules
from tbkk_sim.domain.facts import Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.engine.clock import Clock, Happening
from tbkk_sim.engine.fact_log import FactLog
from tbkk_sim.engine.flow import Flow
from tbkk_sim.engine.workfloor import Workfloor


class SteeringGroup:
    """Decides per class, at set intervals."""

    def __init__(self, clock: Clock, log: FactLog, book: Rulebook, floor: Workfloor, flow: Flow) -> None:
        self.clock, self.log, self.book, self.floor, self.flow = clock, log, book, floor, flow
        self.n_units = len(book.names.units)

    def meets(self) -> Generator[simpy.Event, None, None]:
        """Process: a meeting every so many days."""
        meeting = 1
        while meeting * self.book.steering.every_days < self.book.horizon_days:
            yield self.clock.moment(meeting * self.book.steering.every_days, Happening.MEETING, meeting)
            self.decide(meeting)
            meeting += 1

    def decide(self, meeting: int) -> None:
        """Compare the waiting work, from the most urgent class down, with the hours that there are."""
        book, flow, steering = self.book, self.flow, self.book.steering
        flow.turn_year()
        hours_per_week = self.present_rate() * steering.office_hours_per_week
        unparked = False
        for case_class in range(1, book.names.own_work_class):
            more_urgent = as_urgent = 0.0
            for other in range(1, book.names.own_work_class):
                hours = flow.not_taken_up[other] * book.classes.mean_hours[other]
                if book.classes.urgency[other] < book.classes.urgency[case_class]:
                    more_urgent += hours
                if book.classes.urgency[other] <= book.classes.urgency[case_class]:
                    as_urgent += hours
            decision = rules.decide(
                book.classes.may_be_parked[case_class],
                self.is_protected(case_class),
                rules.weeks_of_work(more_urgent, hours_per_week),
                rules.weeks_of_work(as_urgent, hours_per_week),
                steering.park_above_weeks,
                steering.decline_above_weeks,
            )
            unparked |= rules.is_parked(flow.decisions[case_class]) and not rules.is_parked(decision)
            flow.decisions[case_class] = decision
            self.floor.parked_classes[case_class] = rules.is_parked(decision)
            self.log.tell(self.clock.now_days, Fact.STEERED, meeting, decision, detail=case_class)
        if unparked:
            for queue in self.floor.queues:
                queue.unpark(self.floor.parked_classes)
            self.floor.offer_urgent_work()
            self.floor.everybody_looks_again()

    def present_rate(self) -> float:
        """Hours of case work per working hour of all who are present in the units."""
        rate = 0.0
        for team in self.floor.teams[: self.n_units]:
            for member in team.members:
                if member.present:
                    rate += member.rate
        return rate

    def is_protected(self, case_class: int) -> bool:
        """Whether a target that protects this class is behind schedule."""
        steering, flow = self.book.steering, self.flow
        first, after = flow.year_starts_days[flow.year], flow.year_starts_days[flow.year + 1]
        passed = rules.part_of_year(self.clock.now_days, first, after)
        for counts, per_year in zip(steering.target_classes, steering.target_per_year, strict=True):
            if counts[case_class]:
                taken_up = sum(n for n, counted in zip(flow.taken_up_this_year, counts, strict=True) if counted)
                if rules.behind_schedule(taken_up, per_year, passed):
                    return True
        return False
