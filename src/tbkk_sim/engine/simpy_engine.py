"""The readable engine: SimPy keeps the clock; the story is told by flow, workfloor, presence and steering."""

from collections.abc import Generator

import simpy

from tbkk_sim.domain.facts import EventLog
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.engine.clock import Clock, Happening
from tbkk_sim.engine.fact_log import FactLog
from tbkk_sim.engine.flow import Flow
from tbkk_sim.engine.presence import Presence
from tbkk_sim.engine.steering import SteeringGroup
from tbkk_sim.engine.workfloor import Workfloor
from tbkk_sim.world.world import World


def run_simpy(world: World, book: Rulebook) -> EventLog:
    """Let time pass over a world with SimPy."""
    clock, log = Clock(), FactLog()
    floor = Workfloor(clock, log, book)
    flow = Flow(clock, book, world, floor)
    presence = Presence(clock, log, book, world, floor)
    clock.process(presence.stints_end())
    clock.process(presence.stints_begin())
    clock.timetable = flow.arrivals()
    if book.steering.active:
        clock.process(SteeringGroup(clock, log, book, floor, flow).meets())
    if not book.working.always_open:
        clock.process(office_opens(clock, book, floor))
    clock.run(until=book.horizon_days)
    return log.as_event_log()


def office_opens(clock: Clock, book: Rulebook, floor: Workfloor) -> Generator[simpy.Event, None, None]:
    """Process: each open day, urgent work that waited for it goes first, then all who are free look for work."""
    for day in book.working.open_days.tolist():
        yield clock.moment(day + book.working.opens, Happening.OFFICE_OPENS, day)
        floor.closes_days = day + book.working.closes
        floor.offer_urgent_work()
        floor.everybody_looks_again()
