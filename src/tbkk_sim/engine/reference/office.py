"""The office opens."""

from simpy.events import ProcessGenerator

from tbkk_sim.engine.reference.clock import At, Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.vocabulary import EventKind
from tbkk_sim.model.parameters import Rulebook
from tbkk_sim.model.seconds import SECONDS_PER_DAY


def open_office(clock: Clock, book: Rulebook, desk: Desk) -> ProcessGenerator:
    """Process: each open day, urgent work that waited for it goes first, then all who are free look for work."""
    for day in book.working.open_days.tolist():
        midnight = day * SECONDS_PER_DAY
        yield At(clock, midnight + book.working.opens_seconds, EventKind.OFFICE_OPENS, day)
        desk.closes = midnight + book.working.closes_seconds
        desk.offer_urgent_work()
        desk.everybody_looks_again()
