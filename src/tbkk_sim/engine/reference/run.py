"""One replication with SimPy: reports, members, the office and the steering group on one clock."""

from dataclasses import dataclass

from tbkk_sim.engine.reference.clock import Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.reference.event_log import FactLog
from tbkk_sim.engine.reference.member import Members
from tbkk_sim.engine.reference.office import open_office
from tbkk_sim.engine.reference.report import Reports
from tbkk_sim.engine.reference.steering import SteeringGroup
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.model.parameters import Rulebook
from tbkk_sim.sampling.world import World


@dataclass(frozen=True)
class Simulation:
    """A replication that is ready to run: `clock.run(until=moment)` lets it go on to a moment."""

    clock: Clock
    desk: Desk
    log: FactLog


def set_up(world: World, book: Rulebook) -> Simulation:
    """Start the processes of a replication.

    Args:
        world: All that was drawn.
        book: The rules.
    """
    clock = Clock()
    log = FactLog(clock)
    desk = Desk(clock, log, book)
    clock.process(desk.have_free_members_look_again())
    Members(clock, book, world, desk).start()
    clock.process(Reports(clock, book, world, desk).arrive())
    if book.steering.active:
        clock.process(SteeringGroup(clock, log, book, desk).meet())
    if not book.working.always_open:
        clock.process(open_office(clock, book, desk))
    return Simulation(clock, desk, log)


def run_simpy(world: World, book: Rulebook) -> EventLog:
    """Run one replication to the horizon, and return its event log."""
    simulation = set_up(world, book)
    simulation.clock.run(until=book.horizon_seconds)
    return simulation.log.as_event_log()
