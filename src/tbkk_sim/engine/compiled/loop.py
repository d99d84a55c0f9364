"""The loop of the compiled engine: what comes first happens first."""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from tbkk_sim.domain.facts import EventLog
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.engine.clock import Happening
from tbkk_sim.engine.compiled.agenda import comes_before, drop_first
from tbkk_sim.engine.compiled.flow import arrive, expire, finish_work, is_found, is_ready
from tbkk_sim.engine.compiled.jit import entry, is_kept, kernel
from tbkk_sim.engine.compiled.presence import begin, end_stint
from tbkk_sim.engine.compiled.state import State, make_state, room_for
from tbkk_sim.engine.compiled.steering import decide
from tbkk_sim.engine.compiled.workfloor import everybody_free_looks
from tbkk_sim.world.world import World

WORK_FINISHED, STINT_ENDS, STINT_BEGINS = (
    int(Happening.WORK_FINISHED),
    int(Happening.STINT_ENDS),
    int(Happening.STINT_BEGINS),
)
REPORT_ARRIVES, STEP_READY, MISJUDGED_FOUND = (
    int(Happening.REPORT_ARRIVES),
    int(Happening.STEP_READY),
    int(Happening.MISJUDGED_FOUND),
)
EXPIRY, MEETING, OFFICE_OPENS = int(Happening.EXPIRY), int(Happening.MEETING), int(Happening.OFFICE_OPENS)
NOTHING = OFFICE_OPENS + 1


def ensure_compiled(notify: Callable[[str], None]) -> None:
    """Compile the engine, or fetch what was compiled before; say so when it takes time."""
    if is_kept():
        run_until_full.compile(())
        return
    notify("Compiling the engine: once for each version of the model, about a quarter of a minute.")
    begin = perf_counter()
    run_until_full.compile(())
    notify(f"Compiled in {perf_counter() - begin:.0f} seconds.")


def run_compiled(world: World, book: Rulebook) -> EventLog:
    """Let time pass over a world with the compiled engine."""
    room = 16 * len(world.people.team) + 1024
    s = make_state(world, book, room)
    clock, parts, at_horizon = s.clock[0], [], False
    while not at_horizon:
        at_horizon = run_until_full(s, room)
        parts.append([column[: clock["n_log"]] for column in s.log])
        if clock["n_agenda"] + room > len(s.agenda):
            s.agenda = np.concatenate((s.agenda, np.zeros_like(s.agenda)))
        if not at_horizon:
            s.log = room_for(len(s.log.kind))
            clock["n_log"] = 0
    return EventLog(*(column[0] if len(parts) == 1 else np.concatenate(column) for column in zip(*parts, strict=True)))


@entry
def run_until_full(s: State, room: int) -> bool:
    """Let time pass until the horizon (True), or until log or agenda may run full in the next happening (False)."""
    while s.clock[0].n_log + room <= len(s.log.kind) and s.clock[0].n_agenda + room <= len(s.agenda):
        kind, time_days = next_happening(s)
        if kind == NOTHING or time_days >= s.book[0].horizon_days:
            return True
        s.clock[0].now = time_days
        happen(s, kind)
    return False


@kernel
def next_happening(s: State) -> tuple[int, float]:
    """Kind and moment of what comes first of all that is noted or known from the start."""
    kind, time_days, clock = NOTHING, np.inf, s.clock[0]
    if clock.n_agenda > 0:
        kind, time_days = s.agenda[0].kind, s.agenda[0].time_days
    if clock.next_end < len(s.by_end):
        ends = s.stint[s.by_end[clock.next_end]].end_days
        if comes_before(ends, STINT_ENDS, 0, time_days, kind, 0):
            kind, time_days = STINT_ENDS, ends
    if clock.next_begin < len(s.by_begin):
        begins = s.stint[s.by_begin[clock.next_begin]].begin_days
        if comes_before(begins, STINT_BEGINS, 0, time_days, kind, 0):
            kind, time_days = STINT_BEGINS, begins
    if clock.next_report < len(s.report):
        arrives = max(s.report[clock.next_report].arrived_days, 0.0)
        if comes_before(arrives, REPORT_ARRIVES, 0, time_days, kind, 0):
            kind, time_days = REPORT_ARRIVES, arrives
    if s.book[0].steering:
        meets = clock.next_meeting * s.book[0].every_days
        if comes_before(meets, MEETING, 0, time_days, kind, 0):
            kind, time_days = MEETING, meets
    if not s.working.always_open and clock.next_open_day < len(s.working.open_days):
        opens = s.working.open_days[clock.next_open_day] + s.working.opens
        if comes_before(opens, OFFICE_OPENS, 0, time_days, kind, 0):
            kind, time_days = OFFICE_OPENS, opens
    return kind, time_days


@kernel
def happen(s: State, kind: int) -> None:
    """Let the next happening of this kind take place."""
    clock = s.clock[0]
    if kind == STINT_ENDS:
        clock.next_end += 1
        end_stint(s, s.by_end[clock.next_end - 1])
    elif kind == STINT_BEGINS:
        clock.next_begin += 1
        begin(s, s.by_begin[clock.next_begin - 1])
    elif kind == REPORT_ARRIVES:
        clock.next_report += 1
        arrive(s, clock.next_report - 1)
    elif kind == MEETING:
        clock.next_meeting += 1
        decide(s, clock.next_meeting - 1)
    elif kind == OFFICE_OPENS:
        clock.next_open_day += 1
        everybody_free_looks(s)
    else:
        number, mark = s.agenda[0].number, s.agenda[0].mark
        drop_first(s)
        if kind == WORK_FINISHED:
            finish_work(s, number, mark)
        elif kind == STEP_READY:
            is_ready(s, number)
        elif kind == MISJUDGED_FOUND:
            is_found(s, number)
        elif kind == EXPIRY:
            expire(s, number)
