"""The free members of a team, the longest free first."""

from tbkk_sim.engine.compiled.kernel.jit import inlined
from tbkk_sim.engine.compiled.openings import note_member_free
from tbkk_sim.engine.compiled.state.state import EngineState


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
