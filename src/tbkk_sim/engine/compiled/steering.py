"""Meetings of the steering group: the twin of other_processes.steering."""

from tbkk_sim.engine.compiled.kernel.jit import kernel
from tbkk_sim.engine.compiled.state.event_log import write
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.rules import weeks_of_work
from tbkk_sim.model.seconds import PER_MILLION
from tbkk_sim.model.selection.treatment import next_pressure, pressure_aimed_at
from tbkk_sim.model.sequences import hours_waiting

STEERED = int(Event.STEERED)


@kernel
def decide(s: EngineState, meeting: int) -> None:
    """Compare the waiting work with the hours available: the more waits, the lighter the treatments."""
    clock, parameters = s.clock[0], s.parameters[0]
    hours_per_week = rate_present(s) / PER_MILLION * parameters.office_hours_per_week
    hours = hours_waiting(s.not_taken_up, s.mean_hours, parameters.own_work_class)
    aimed_at = pressure_aimed_at(
        weeks_of_work(hours, hours_per_week), parameters.pressed_from_weeks, parameters.most_pressed_from_weeks
    )
    clock.pressure = next_pressure(clock.pressure, aimed_at, parameters.most_change, parameters.least_change)
    write(s, STEERED, meeting, -1, -1, -1, -1, clock.pressure)


@kernel
def rate_present(s: EngineState) -> int:
    """Seconds of case work in a million of working time, of all who are present in the units."""
    rate = 0
    for team in range(s.parameters[0].n_units):
        for i in range(s.team[team].first_member, s.team[team].end_member):
            member = s.members_of[i]
            if s.member[member].present:
                rate += s.member[member].rate
    return rate
