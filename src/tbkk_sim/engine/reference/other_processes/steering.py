"""Meetings of the steering group: the more work waits, the lighter new cases of the portfolio are treated."""

from simpy.events import ProcessGenerator

from tbkk_sim.engine.reference.clock import At, Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.reference.event_log import EventWriter
from tbkk_sim.engine.vocabulary import AgendaKind
from tbkk_sim.model import rules, sequences
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import PER_MILLION
from tbkk_sim.model.selection import treatment


class SteeringGroup:
    """Sets the pressure, at set intervals."""

    def __init__(self, env: Clock, log: EventWriter, parameters: Parameters, desk: Desk) -> None:
        self.env, self.log, self.parameters, self.desk = env, log, parameters, desk

    def meet(self) -> ProcessGenerator:
        """Process: meet at a fixed interval, and compare the work that waits with the hours available."""
        steering, caseload = self.parameters.steering, self.desk.caseload
        every, meeting = steering.every_seconds, 1
        while meeting * every < self.parameters.horizon_seconds:
            yield At(self.env, meeting * every, AgendaKind.MEETING, meeting)
            caseload.pressure_per_million = treatment.next_pressure(
                caseload.pressure_per_million,
                treatment.pressure_aimed_at(
                    self.weeks_waiting(), steering.pressed_from_weeks, steering.most_pressed_from_weeks
                ),
                steering.most_change,
                steering.least_change,
            )
            self.log.append(Event.STEERED, meeting, work_seconds=caseload.pressure_per_million)
            meeting += 1

    def weeks_waiting(self) -> float:
        """Weeks that all who are present would need for the cases that nobody has taken up."""
        names, classes = self.parameters.names, self.parameters.classes
        hours_per_week = self.rate_present() / PER_MILLION * self.parameters.steering.office_hours_per_week
        hours = sequences.hours_waiting(self.desk.caseload.not_taken_up, classes.mean_hours, names.own_work_class)
        return rules.weeks_of_work(hours, hours_per_week)

    def rate_present(self) -> int:
        """Seconds of case work in a million of working time, of all who are present in the units."""
        units = self.desk.teams[: len(self.parameters.names.units)]
        return sum(member.rate for team in units for member in team.members if member.present)
