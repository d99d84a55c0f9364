"""Meetings of the steering group, which decides what is taken up, parked or declined by the work that then waits."""

from simpy.events import ProcessGenerator

from tbkk_sim.engine.reference.clock import At, Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.reference.event_log import EventWriter
from tbkk_sim.engine.vocabulary import AgendaKind
from tbkk_sim.model import rules
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import PER_MILLION
from tbkk_sim.model.sequences import decide_on_class, protect_classes


class SteeringGroup:
    """Decides per class, at set intervals."""

    def __init__(self, env: Clock, log: EventWriter, parameters: Parameters, desk: Desk) -> None:
        self.env, self.log, self.parameters, self.desk = env, log, parameters, desk
        self.is_protected = [False] * len(parameters.names.classes)

    def meet(self) -> ProcessGenerator:
        """Process: meet at a fixed interval."""
        every, meeting = self.parameters.steering.every_seconds, 1
        while meeting * every < self.parameters.horizon_seconds:
            yield At(self.env, meeting * every, AgendaKind.MEETING, meeting)
            self.decide(meeting)
            meeting += 1

    def decide(self, meeting: int) -> None:
        """Compare the waiting work, from the most urgent class down, with the hours available."""
        classes, steering, caseload = self.parameters.classes, self.parameters.steering, self.desk.caseload
        caseload.turn_year()
        protect_classes(
            steering.target_classes,
            steering.target_per_year,
            caseload.taken_up_this_year,
            caseload.part_of_year(),
            self.is_protected,
        )
        hours_per_week = self.rate_present() / PER_MILLION * steering.office_hours_per_week
        unparked = False
        for case_class in range(1, self.parameters.names.own_work_class):
            decision = decide_on_class(
                case_class,
                self.parameters.names.own_work_class,
                caseload.not_taken_up,
                classes.mean_hours,
                classes.urgency,
                classes.may_be_parked,
                self.is_protected,
                hours_per_week,
                steering.park_above_weeks,
                steering.decline_above_weeks,
            )
            unparked |= rules.is_parked(caseload.decisions[case_class]) and not rules.is_parked(decision)
            caseload.decisions[case_class] = decision
            self.log.append(Event.STEERED, meeting, decision, detail=case_class)
        if unparked:
            self.desk.unpark()
            self.desk.offer_urgent_work()
            self.desk.let_everybody_look()

    def rate_present(self) -> int:
        """Seconds of case work in a million of working time, of all who are present in the units."""
        units = self.desk.teams[: len(self.parameters.names.units)]
        return sum(member.rate for team in units for member in team.members if member.present)
