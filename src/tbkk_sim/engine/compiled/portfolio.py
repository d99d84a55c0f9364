"""Choice of what is taken up of the portfolio: cases that are owed by the agreements, or parts of the hours."""

from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.model import sequences
from tbkk_sim.model.rules import AGREEMENTS, SHARES
from tbkk_sim.model.selection import portfolio, treatment


@inlined
def begin_year(s: EngineState) -> None:
    """Reset the counts of cases taken up in a new calendar year."""
    while s.clock[0].now >= s.year_starts_seconds[s.clock[0].year + 1]:
        s.clock[0].year += 1
        for queue in range(len(s.queue)):
            for case_class in range(len(s.case_class)):
                s.taken_up_this_year[queue, case_class] = 0


@inlined
def is_owed(s: EngineState, queue: int, case_class: int) -> bool:
    """True if fewer cases of a class have been taken up in a queue than are due by the end of this week."""
    if s.parameters[0].order != AGREEMENTS:
        return False
    begin_year(s)
    year = s.clock[0].year
    return portfolio.is_owed(
        s.taken_up_this_year[queue, case_class],
        s.owed[year, queue, case_class],
        s.clock[0].now,
        s.year_starts_seconds[year],
        s.year_starts_seconds[year + 1],
    )


@kernel
def key_of_first(s: EngineState, queue: int, c: int) -> tuple[int, int]:
    """Urgency and place with which the first case in a line of the portfolio goes before the first ones elsewhere."""
    case, order = s.case[c], s.parameters[0].order
    case_class = case.case_class
    owed = is_owed(s, queue, case_class)
    turn = portfolio.turn_of_class(s.queue[queue].served, s.finish[queue, case_class])
    urgency = portfolio.urgency_in_portfolio(case.urgency, s.parameters[0].agreements_urgency, owed)
    return urgency, portfolio.place_of_line(order, case.place, turn, owed, s.case_class[case_class].simple)


@inlined
def may_be_taken_up(s: EngineState, queue: int, case_class: int, room: bool) -> bool:
    """True if cases of a class of the portfolio may be taken up as far as it depends on the room of their queue."""
    if room:
        return True
    return portfolio.needs_no_room(is_owed(s, queue, case_class), s.case_class[case_class].simple)


@inlined
def take_up_case(s: EngineState, c: int) -> None:
    """Take up a case with its first work: it can no longer expire, and counts for what is owed, or as served."""
    case = s.case[c]
    case_class, queue = case.case_class, s.team[case.unit].queue
    begin_year(s)
    case.owed = is_owed(s, queue, case_class)
    s.queue[queue].in_hand += 1
    s.not_taken_up[case_class] -= 1
    s.taken_up_this_year[queue, case_class] += 1
    if s.parameters[0].order == SHARES and not s.case_class[case_class].severe:
        short_from, full_from = s.reports.short_from[c], s.reports.full_from[c]
        work_seconds = sequences.work_of_treatment(
            treatment.first_position(case.treatment, short_from, full_from),
            treatment.end_position(case.treatment, short_from, full_from, s.reports.n_steps[c]),
            s.reports.first_step[c],
            case.upgraded,
            s.steps.work_seconds,
            s.steps.upgraded_work_seconds,
            s.steps.skill,
            s.members_needed,
        )
        turn = portfolio.turn_of_class(s.queue[queue].served, s.finish[queue, case_class])
        s.queue[queue].served = turn
        part_per_million = s.case_class[case_class].part_per_million
        s.finish[queue, case_class] = portfolio.finish_of_class(turn, work_seconds, part_per_million)
