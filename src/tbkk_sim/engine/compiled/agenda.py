"""What will happen, ordered by (time, kind, number), as a binary heap."""

from tbkk_sim.engine.compiled.jit import inlined
from tbkk_sim.engine.compiled.state import State


@inlined
def key_of(kind: int, number: int) -> int:
    """Kind and number in one, as in engine.clock."""
    return (kind << 32) | number


@inlined
def comes_before(time_a: float, key_a: int, time_b: float, key_b: int) -> bool:
    """Whether happening a comes before happening b; without a branch, since nobody could foretell it."""
    return (time_a < time_b) | ((time_a == time_b) & (key_a < key_b))


@inlined
def note(s: State, time_days: float, kind: int, number: int) -> None:
    """Note that something will happen."""
    clock = s.clock[0]
    at = clock.n_agenda
    clock.n_agenda = at + 1
    rise(s, at, time_days, key_of(kind, number))


@inlined
def rise(s: State, at: int, time_days: float, key: int) -> None:
    """Put an entry in this free place, or as far above as it comes before what is there."""
    while at > 0:
        above = (at - 1) >> 1
        if not comes_before(time_days, key, s.agenda[above].time_days, s.agenda[above].key):
            break
        s.agenda[at] = s.agenda[above]
        at = above
    s.agenda[at].time_days = time_days
    s.agenda[at].key = key


@inlined
def drop_first(s: State) -> None:
    """The first entry has happened: others move up to the leaves, and the last entry rises from there."""
    n = s.clock[0].n_agenda - 1
    s.clock[0].n_agenda = n
    at, below = 0, 1
    while below + 1 < n:
        a, b = s.agenda[below], s.agenda[below + 1]
        below += comes_before(b.time_days, b.key, a.time_days, a.key)
        s.agenda[at] = s.agenda[below]
        at, below = below, 2 * below + 1
    if below < n:
        s.agenda[at] = s.agenda[below]
        at = below
    rise(s, at, s.agenda[n].time_days, s.agenda[n].key)
