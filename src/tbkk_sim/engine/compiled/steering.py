"""The steering group meets: the twin of engine.steering."""

from tbkk_sim.domain import rules
from tbkk_sim.domain.facts import Fact
from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.fact_log import write
from tbkk_sim.engine.compiled.flow import turn_year
from tbkk_sim.engine.compiled.jit import kernel
from tbkk_sim.engine.compiled.openings import everybody_looks_again
from tbkk_sim.engine.compiled.state import State
from tbkk_sim.engine.compiled.workfloor import offer_urgent_work

STEERED = int(Fact.STEERED)


@kernel
def decide(s: State, meeting: int) -> None:
    """Compare the waiting work, from the most urgent class down, with the hours that there are."""
    turn_year(s)
    hours_per_week = present_rate(s) * s.book[0].office_hours_per_week
    unparked = False
    for case_class in range(1, s.book[0].own_work_class):
        more_urgent, as_urgent = 0.0, 0.0
        for other in range(1, s.book[0].own_work_class):
            hours = s.klass[other].not_taken_up * s.klass[other].mean_hours
            if s.klass[other].urgency < s.klass[case_class].urgency:
                more_urgent += hours
            if s.klass[other].urgency <= s.klass[case_class].urgency:
                as_urgent += hours
        decision = rules.decide(
            s.klass[case_class].may_be_parked,
            is_protected(s, case_class),
            rules.weeks_of_work(more_urgent, hours_per_week),
            rules.weeks_of_work(as_urgent, hours_per_week),
            s.book[0].park_above_weeks,
            s.book[0].decline_above_weeks,
        )
        if rules.is_parked(s.klass[case_class].decision) and not rules.is_parked(decision):
            unparked = True
        s.klass[case_class].decision = decision
        s.klass[case_class].is_parked = rules.is_parked(decision)
        write(s, STEERED, meeting, decision, -1, -1, case_class, 0.0)
    if unparked:
        for queue in range(len(s.queue)):
            lines.unpark(s, queue)
        offer_urgent_work(s)
        everybody_looks_again(s)


@kernel
def present_rate(s: State) -> float:
    """Hours of case work per working hour of all who are present in the units."""
    rate = 0.0
    for team in range(s.book[0].n_units):
        for i in range(s.team[team].first_member, s.team[team].end_member):
            member = s.members_of[i]
            if s.member[member].present:
                rate += s.member[member].rate
    return rate


@kernel
def is_protected(s: State, case_class: int) -> bool:
    """Whether a target that protects this class is behind schedule."""
    year = s.clock[0].year
    passed = rules.part_of_year(s.clock[0].now, s.year_starts_days[year], s.year_starts_days[year + 1])
    for target in range(len(s.target_per_year)):
        if s.target_classes[target, case_class]:
            taken_up = 0
            for other in range(len(s.klass)):
                if s.target_classes[target, other]:
                    taken_up += s.klass[other].taken_up_this_year
            if rules.behind_schedule(taken_up, s.target_per_year[target], passed):
                return True
    return False
