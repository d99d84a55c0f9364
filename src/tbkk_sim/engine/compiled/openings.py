"""Changes that allow more, and the teams that then look again: the twin of engine.reference.openings."""

from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.model import rules


@inlined
def office_is_open(s: EngineState) -> bool:
    """True if the office is open: it has opened, and does not close yet."""
    return s.clock[0].now < s.clock[0].closes


@inlined
def look_again(s: EngineState, team: int) -> None:
    """Have the free members of a team look for work at the end of this event, if anything may be taken at this hour."""
    if s.team[team].looks_again or s.team[team].n_free == 0:
        return
    if office_is_open(s) or s.clock[0].n_at_any_hour > 0:
        s.team[team].looks_again = True
        s.clock[0].n_looking_again += 1


@kernel
def let_everybody_look(s: EngineState) -> None:
    """Let all free members look again: the office opens, or work that was to be interrupted has ended."""
    for team in range(len(s.team)):
        look_again(s, team)


# Lendings


@kernel
def lending_is_open(s: EngineState, lending: int) -> bool:
    """True if the lender may now help here."""
    lender, borrower = s.lending[lending].lender, s.lending[lending].borrower
    return rules.lending_is_open(
        s.queue[s.lending[lending].queue].waiting,
        s.team[borrower].present,
        s.queue[s.team[lender].queue].waiting,
        s.team[lender].present,
        s.team[lender].lent,
        s.lending[lending].max_share,
        s.lending[lending].above,
        s.lending[lending].only_if_busier,
    )


@inlined
def lending_opens(
    s: EngineState, lending: int, waiting: int, present: int, own_waiting: int, own_present: int, lent: int
) -> bool:
    """True if a lending is open now, and was not with these numbers more (below 0: fewer) waiting, present and lent."""
    lender, borrower, queue = s.lending[lending].lender, s.lending[lending].borrower, s.lending[lending].queue
    home = s.team[lender].queue
    return rules.lending_opens(
        s.queue[queue].waiting,
        s.team[borrower].present,
        s.queue[home].waiting,
        s.team[lender].present,
        s.team[lender].lent,
        s.queue[queue].waiting + waiting,
        s.team[borrower].present + present,
        s.queue[home].waiting + own_waiting,
        s.team[lender].present + own_present,
        s.team[lender].lent + lent,
        s.lending[lending].max_share,
        s.lending[lending].above,
        s.lending[lending].only_if_busier,
    )


@inlined
def note_step_waiting(s: EngineState, queue: int) -> None:
    """Note that a step more waits in a queue: a lending with a threshold may open."""
    if s.queue[queue].has_thresholds:
        lendings_to_open(s, queue, -1, 0)


@inlined
def note_step_gone(s: EngineState, queue: int) -> None:
    """Note that a step less waits in a queue: its members may help where it is busier."""
    for i in range(s.queue[queue].first_team, s.queue[queue].end_team):
        team = s.teams_of[i]
        if s.team[team].helps_if_busier and s.team[team].n_free > 0:
            lendings_of_open(s, team, 1, 0, 0)


@inlined
def note_judged(s: EngineState, queue: int) -> None:
    """Note that no report waits to be judged in a queue any more: its members who judge may help elsewhere."""
    if s.parameters[0].lends_judges:
        return
    for i in range(s.queue[queue].first_team, s.queue[queue].end_team):
        team = s.teams_of[i]
        if s.team[team].first_lending < s.team[team].end_lending:
            look_again(s, team)


@inlined
def note_member_gone(s: EngineState, team: int) -> None:
    """Note that a member of a team goes: more waits there for each who is left."""
    queue = s.team[team].queue
    if s.queue[queue].has_thresholds:
        lendings_to_open(s, queue, 0, 1)


@inlined
def note_member_added(s: EngineState, team: int) -> None:
    """Note that a member of a team comes: it may lend more, and less waits for each of them."""
    lendings_of_open(s, team, 0, -1, 0)


@inlined
def note_lent_member_back(s: EngineState, team: int) -> None:
    """Note that a team has lent a member less."""
    lendings_of_open(s, team, 0, 0, 1)


@kernel
def lendings_to_open(s: EngineState, queue: int, waiting: int, present: int) -> None:
    """Let lenders look again whose lending to a queue was closed with these numbers more waiting and present.

    One without a threshold opens with the first step that waits, which is offered to its helpers: nobody else looks.
    """
    for i in range(s.queue[queue].first_lending, s.queue[queue].end_lending):
        lending = s.lendings_to[i]
        lender = s.lending[lending].lender
        has_threshold = s.lending[lending].above > 0 or s.lending[lending].only_if_busier
        if has_threshold and s.team[lender].n_free > 0 and lending_opens(s, lending, waiting, present, 0, 0, 0):
            look_again(s, lender)


@kernel
def lendings_of_open(s: EngineState, team: int, own_waiting: int, own_present: int, lent: int) -> None:
    """Let a team look again if a lending of it was closed with these numbers more waiting, present and lent."""
    if s.team[team].n_free == 0 or s.team[team].looks_again:
        return
    for lending in range(s.team[team].first_lending, s.team[team].end_lending):
        if lending_opens(s, lending, 0, 0, own_waiting, own_present, lent):
            look_again(s, team)
            return


# Steps for two


@inlined
def note_pair(s: EngineState) -> None:
    """Note that members of a team may begin a step for two: none is held any more, or somebody has come.

    They may also interrupt less urgent work for it, so waiting work is offered again.
    """
    offer_all_again(s)


@inlined
def offer_all_again(s: EngineState) -> None:
    """Let all urgent work, and what is held for a colleague, be offered when this event is over."""
    s.clock[0].all_is_offered_again = True


# Room, reserve, caseload


@inlined
def has_room(s: EngineState, queue: int) -> bool:
    """True if cases of the portfolio are taken up from a queue, by the limit of cases in hand."""
    return rules.has_room(
        s.queue[queue].in_hand, s.queue[queue].investigators, s.parameters[0].in_hand_limit_per_investigator
    )


@kernel
def note_room(s: EngineState, queue: int, in_hand_before: int, investigators_before: int) -> None:
    """Let members and helpers of a queue that had no room look again: it has a case in hand less, or a member more."""
    limit = s.parameters[0].in_hand_limit_per_investigator
    if rules.has_room(in_hand_before, investigators_before, limit) or not has_room(s, queue):
        return
    if not room_is_needed(s, queue):
        return
    for i in range(s.queue[queue].first_team, s.queue[queue].end_team):
        look_again(s, s.teams_of[i])
    for i in range(s.queue[queue].first_lending, s.queue[queue].end_lending):
        lending = s.lendings_to[i]
        if s.team[s.lending[lending].lender].n_free > 0 and lending_is_open(s, lending):
            look_again(s, s.lending[lending].lender)


@inlined
def room_is_needed(s: EngineState, queue: int) -> bool:
    """True if anything in a queue waits for room."""
    waiting = 0
    for skill in range(len(s.skill)):
        waiting += s.portfolio_waiting[queue, skill]
    return waiting > 0


@inlined
def note_member_free(s: EngineState, team: int) -> None:
    """Note that a member comes free: with the last of a reserve, the others may take ordinary work."""
    if s.team[team].n_free == s.team[team].reserve + 1:
        look_again(s, team)


@inlined
def drop_open_case(s: EngineState, investigator: int) -> None:
    """Count an open case less of an investigator, who may take on another if this was the last above the limit."""
    before, limit = s.member[investigator].open_cases, s.parameters[0].caseload_limit
    s.member[investigator].open_cases = before - 1
    may_open, might_open = rules.within_caseload(True, before - 1, limit), rules.within_caseload(True, before, limit)
    if may_open and not might_open and s.member[investigator].is_free:
        look_again(s, s.member[investigator].team)
