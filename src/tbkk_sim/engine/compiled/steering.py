"""Meetings of the steering group: the twin of engine.reference.steering."""

from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.flow import turn_year
from tbkk_sim.engine.compiled.kernel.jit import kernel
from tbkk_sim.engine.compiled.openings import let_everybody_look
from tbkk_sim.engine.compiled.state.event_log import write
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.engine.compiled.workfloor import offer_urgent_work
from tbkk_sim.model import rules
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import PER_MILLION
from tbkk_sim.model.sequences import decide_on_class, protect_classes

STEERED = int(Event.STEERED)


@kernel
def decide(s: EngineState, meeting: int) -> None:
    """Compare the waiting work, from the most urgent class down, with the hours available."""
    turn_year(s)
    hours_per_week = rate_present(s) / PER_MILLION * s.parameters[0].office_hours_per_week
    year, unparked = s.clock[0].year, False
    passed = rules.part_of_year(s.clock[0].now, s.year_starts_seconds[year], s.year_starts_seconds[year + 1])
    protect_classes(s.target_classes, s.target_per_year, s.taken_up_this_year, passed, s.is_protected)
    for case_class in range(1, s.parameters[0].own_work_class):
        decision = decide_on_class(
            case_class,
            s.parameters[0].own_work_class,
            s.not_taken_up,
            s.mean_hours,
            s.urgency,
            s.may_be_parked,
            s.is_protected,
            hours_per_week,
            s.parameters[0].park_above_weeks,
            s.parameters[0].decline_above_weeks,
        )
        if rules.is_parked(s.case_class[case_class].decision) and not rules.is_parked(decision):
            unparked = True
        s.case_class[case_class].decision = decision
        s.case_class[case_class].is_parked = rules.is_parked(decision)
        write(s, STEERED, meeting, decision, -1, -1, case_class, 0)
    if unparked:
        for queue in range(len(s.queue)):
            lines.unpark(s, queue)
        offer_urgent_work(s)
        let_everybody_look(s)


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
