"""The laboratory, in which the devices of one case after the other are examined."""

import simpy
from simpy.events import ProcessGenerator

from tbkk_sim.engine.reference.clock import At, Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.reference.steps import CaseSteps
from tbkk_sim.engine.reference.team import Case
from tbkk_sim.engine.vocabulary import AgendaKind
from tbkk_sim.model.chain import examination
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import Parameters


class Laboratory:
    """A resource for which cases queue, by the turn of their class and then as they come."""

    def __init__(self, env: Clock, parameters: Parameters, steps: CaseSteps, desk: Desk) -> None:
        self.env, self.steps, self.desk = env, steps, desk
        self.seconds_per_device = parameters.examination.seconds_per_device
        self.turn_of_class = parameters.examination.turn.tolist()
        self.bench = simpy.PriorityResource(env)

    def examines(self, case: Case) -> bool:
        """True if the step at hand waits for the examination of devices."""
        return examination.is_examined(self.steps.devices_of(case), case.taken_up, case.on_campaign)

    def examine(self, case: Case) -> ProcessGenerator:
        """Have the devices of a case wait for their turn, and be examined."""
        self.desk.log_case_event(Event.SENT_TO_EXAMINATION, case, case.unit, detail=case.case_class)
        seconds = examination.examination_seconds(self.steps.devices_of(case), self.seconds_per_device)
        with self.bench.request(priority=self.turn_of_class[case.case_class]) as turn:
            yield turn
            yield At(self.env, int(self.env.now) + seconds, AgendaKind.EXAMINED, case.report)
        self.desk.log_case_event(Event.EXAMINED, case, case.unit, detail=case.case_class)
