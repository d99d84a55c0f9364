"""What will happen, ordered by (time, kind, number), as a binary heap."""

from tbkk_sim.engine.compiled.jit import kernel
from tbkk_sim.engine.compiled.state import State


@kernel
def comes_before(time_a: float, kind_a: int, number_a: int, time_b: float, kind_b: int, number_b: int) -> bool:
    """Whether happening a comes before happening b."""
    if time_a != time_b:
        return time_a < time_b
    if kind_a != kind_b:
        return kind_a < kind_b
    return number_a < number_b


@kernel
def note(s: State, time_days: float, kind: int, number: int, mark: int) -> None:
    """Note that something will happen."""
    clock = s.clock[0]
    at = clock.n_agenda
    clock.n_agenda = at + 1
    while at > 0:
        above = (at - 1) // 2
        entry = s.agenda[above]
        if not comes_before(time_days, kind, number, entry.time_days, entry.kind, entry.number):
            break
        s.agenda[at] = s.agenda[above]
        at = above
    entry = s.agenda[at]
    entry.time_days = time_days
    entry.kind = kind
    entry.number = number
    entry.mark = mark


@kernel
def drop_first(s: State) -> None:
    """The first entry has happened."""
    n = s.clock[0].n_agenda - 1
    s.clock[0].n_agenda = n
    if n == 0:
        return
    time_days, kind, number = s.agenda[n].time_days, s.agenda[n].kind, s.agenda[n].number
    at = 0
    while True:
        below = 2 * at + 1
        if below >= n:
            break
        a, b = s.agenda[below], s.agenda[min(below + 1, n - 1)]
        if below + 1 < n and comes_before(b.time_days, b.kind, b.number, a.time_days, a.kind, a.number):
            below += 1
        entry = s.agenda[below]
        if not comes_before(entry.time_days, entry.kind, entry.number, time_days, kind, number):
            break
        s.agenda[at] = s.agenda[below]
        at = below
    s.agenda[at] = s.agenda[n]
