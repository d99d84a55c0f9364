"""The members of a team: the free ones, the longest free first, and who may begin a step that two do together."""

from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.openings import note_member_free
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.model import rules


@inlined
def set_free(s: EngineState, member: int) -> None:
    """Note that a member is without work, as the last of the free of the team."""
    team = s.member[member].team
    last = s.team[team].last_free
    s.member[member].is_free = True
    s.member[member].free_next = -1
    s.member[member].free_before = last
    if last >= 0:
        s.member[last].free_next = member
    else:
        s.team[team].first_free = member
    s.team[team].last_free = member
    s.team[team].n_free += 1
    if s.team[team].reserve > 0:
        note_member_free(s, team)


@inlined
def set_not_free(s: EngineState, member: int) -> None:
    """Note that a member is no longer without work (or was not)."""
    if not s.member[member].is_free:
        return
    team, before, after = s.member[member].team, s.member[member].free_before, s.member[member].free_next
    if before >= 0:
        s.member[before].free_next = after
    else:
        s.team[team].first_free = after
    if after >= 0:
        s.member[after].free_before = before
    else:
        s.team[team].last_free = before
    s.member[member].is_free = False
    s.team[team].n_free -= 1


@kernel
def has_colleague(s: EngineState, member: int, skill: int) -> bool:
    """True if another member of the team is present, works, and is able to do a step with this member."""
    team = s.member[member].team
    for i in range(s.team[team].first_member, s.team[team].end_member):
        other = s.members_of[i]
        is_at_work = s.member[other].present and s.member[other].rate > 0
        if other != member and is_at_work and rules.is_listed(s.member[other].skills, skill):
            return True
    return False


@inlined
def may_begin(s: EngineState, member: int, skill: int) -> bool:
    """True unless a step needs two members, and this one has no colleague for it, or one is held already."""
    if not s.skill[skill].in_pairs:
        return True
    is_held = s.team[s.member[member].team].first_held >= 0
    return rules.may_begin_in_pairs(has_colleague(s, member, skill), is_held)
