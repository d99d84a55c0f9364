"""The agenda of entries to come, ordered by (moment, kind, number), as a binary heap."""

from tbkk_sim.engine.compiled.kernel.jit import inlined
from tbkk_sim.engine.compiled.state.state import EngineState


@inlined
def key_of(kind: int, number: int) -> int:
    """Kind and number in one."""
    return (kind << 32) | number


@inlined
def comes_before(moment_a: int, key_a: int, moment_b: int, key_b: int) -> bool:
    """True if agenda entry a comes before entry b; without a branch, since no processor could predict it."""
    return (moment_a < moment_b) | ((moment_a == moment_b) & (key_a < key_b))


@inlined
def note(s: EngineState, moment: int, kind: int, number: int) -> None:
    """Note an entry in the agenda."""
    clock = s.clock[0]
    at = clock.n_agenda
    clock.n_agenda = at + 1
    rise(s, at, moment, key_of(kind, number))


@inlined
def rise(s: EngineState, at: int, moment: int, key: int) -> None:
    """Put an entry in this free place, or move it up past all entries that it comes before."""
    while at > 0:
        above = (at - 1) >> 1
        if not comes_before(moment, key, s.agenda[above].moment, s.agenda[above].key):
            break
        s.agenda[at] = s.agenda[above]
        at = above
    s.agenda[at].moment = moment
    s.agenda[at].key = key


@inlined
def drop_first(s: EngineState) -> None:
    """Drop the first entry: others move up to the leaves, and the last entry rises from there."""
    n = s.clock[0].n_agenda - 1
    s.clock[0].n_agenda = n
    at, below = 0, 1
    while below + 1 < n:
        a, b = s.agenda[below], s.agenda[below + 1]
        below += comes_before(b.moment, b.key, a.moment, a.key)
        s.agenda[at] = s.agenda[below]
        at, below = below, 2 * below + 1
    if below < n:
        s.agenda[at] = s.agenda[below]
        at = below
    rise(s, at, s.agenda[n].moment, s.agenda[n].key)
