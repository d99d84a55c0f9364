"""The opening of the office."""

from simpy.events import ProcessGenerator

from tbkk_sim.engine.reference.clock import At, Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.vocabulary import AgendaKind
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import SECONDS_PER_DAY


def open_office(env: Clock, parameters: Parameters, desk: Desk) -> ProcessGenerator:
    """Process: each open day, urgent work that waited for it goes first, then all free members look for work.

    An office that is always open has this moment too: a campaign may have begun.
    """
    for day in parameters.working.open_days.tolist():
        midnight = day * SECONDS_PER_DAY
        yield At(env, midnight + parameters.working.opens_seconds, AgendaKind.OFFICE_OPENS, day)
        if not parameters.working.always_open:
            desk.closes = midnight + parameters.working.closes_seconds
        desk.offer_urgent_work()
        desk.let_everybody_look()
