"""One replication with SimPy: reports, members, the office and the steering group on one clock."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tbkk_sim.engine.reference.campaigns import Campaigns
from tbkk_sim.engine.reference.clock import Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.reference.event_log import EventWriter
from tbkk_sim.engine.reference.member import Members
from tbkk_sim.engine.reference.other_processes.office import open_office
from tbkk_sim.engine.reference.other_processes.steering import SteeringGroup
from tbkk_sim.engine.reference.report import ReportProcesses
from tbkk_sim.engine.reference.steps import CaseSteps
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.sampling.world import World


@dataclass(frozen=True)
class Processes:
    """A replication that is ready to run: `env.run(until=moment)` lets it go on to a moment."""

    env: Clock
    desk: Desk
    log: EventWriter


def set_up(world: World, parameters: Parameters) -> Processes:
    """Start the processes of a replication."""
    env = Clock()
    log = EventWriter(env)
    desk = Desk(env, log, parameters)
    steps = CaseSteps(world, parameters.members_needed.tolist())
    if len(parameters.campaigns.team):
        desk.campaigns = Campaigns(env, parameters, steps, desk.home_of, desk.may_begin)
    env.process(desk.have_free_members_look_again())
    Members(env, parameters, world, desk).start()
    env.process(ReportProcesses(env, parameters, world, steps, desk).arrive())
    if parameters.steering.active:
        env.process(SteeringGroup(env, log, parameters, desk).meet())
    env.process(open_office(env, parameters, desk))
    return Processes(env, desk, log)


def run_simpy(world: World, parameters: Parameters) -> EventLog:
    """Run one replication to the horizon, and return its event log."""
    with garbage_collector_paused():
        simulation = set_up(world, parameters)
        simulation.env.run(until=parameters.horizon_seconds)
        return simulation.log.as_event_log()


@contextmanager
def garbage_collector_paused() -> Iterator[None]:
    """Spare Python the search for objects that keep each other in memory: while the engine runs it leaves none.

    The search goes through all members and cases again and again, which costs more than the model in a large country.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
