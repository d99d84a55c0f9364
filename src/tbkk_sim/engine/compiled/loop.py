"""The loop of the compiled engine: the earliest entry takes place first."""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from tbkk_sim.engine.compiled.agenda_events import (
    arrive,
    end_delay,
    end_wait_for_devices,
    expire,
    finish_work,
    open_office,
    reveal_class,
)
from tbkk_sim.engine.compiled.contest import first_done
from tbkk_sim.engine.compiled.kernel.jit import entry, inlined
from tbkk_sim.engine.compiled.kernel.kept import is_kept
from tbkk_sim.engine.compiled.presence import begin, end_shift
from tbkk_sim.engine.compiled.state.agenda import comes_before, drop_first, key_of
from tbkk_sim.engine.compiled.state.event_kinds import (
    DEVICES_EXAMINED,
    EXPIRY,
    MEETING,
    MISJUDGED_FOUND,
    NOTHING,
    OFFICE_OPENS,
    REPORT_ARRIVES,
    SHIFT_BEGINS,
    SHIFT_ENDS,
    STEP_READY,
)
from tbkk_sim.engine.compiled.state.layout import make_state, room_for
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.engine.compiled.steering import decide
from tbkk_sim.engine.compiled.workfloor import settle
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.problem import Phrase
from tbkk_sim.sampling.world import World


def ensure_compiled(notify: Callable[[str], None]) -> None:
    """Compile the engine, or load it from disk; notify the caller when it takes time."""
    if is_kept():
        run_until_full.compile(())
        return
    notify(Phrase("Compiling the engine: once for each version of the model, about a minute."))
    begin = perf_counter()
    run_until_full.compile(())
    notify(Phrase("Compiled in {seconds:.0f} seconds.", seconds=perf_counter() - begin))


def run_compiled(world: World, parameters: Parameters) -> EventLog:
    """Run one replication to the horizon with the compiled engine, and return its event log."""
    room = room_of_an_event(world, parameters)
    s = make_state(world, parameters, room)
    clock, parts, at_horizon = s.clock[0], [], False
    while not at_horizon:
        at_horizon = run_until_full(s, room)
        parts.append([column[: clock["n_log"]] for column in s.log])
        if not at_horizon:
            s.log = room_for(len(s.log.kind))
            clock["n_log"] = 0
            if clock["n_agenda"] + room > len(s.agenda):
                s.agenda = np.concatenate((s.agenda, np.zeros_like(s.agenda)))
    return EventLog(*(column[0] if len(parts) == 1 else np.concatenate(column) for column in zip(*parts, strict=True)))


def room_of_an_event(world: World, parameters: Parameters) -> int:
    """The most events, and entries of the agenda, that one event can add.

    Everybody may start something, and each member may be interrupted for something more urgent once for each urgency
    that there is; each of that is at most eight events, and three more where a campaign changes the treatment.
    """
    urgencies = len(np.unique(parameters.classes.urgency)) + 3  # with those of judging, assessment and the agreements
    has_campaigns = len(parameters.campaigns.team) > 0
    return (11 if has_campaigns else 8) * len(world.people.team) * (urgencies + has_campaigns + 1) + 1024


@entry
def run_until_full(s: EngineState, room: int) -> bool:
    """Run until the horizon (True), or until log or agenda may run full with the next entry (False)."""
    clock = s.clock[0]
    find_first_known(s)
    while clock.n_log + room <= len(s.log.kind) and clock.n_agenda + room <= len(s.agenda):
        first = s.agenda[0]
        noted_first = clock.n_agenda > 0 and comes_before(
            first.moment, first.key, clock.known_moment, key_of(clock.known_kind, 0)
        )
        coming = first.moment if noted_first else clock.known_moment
        member = first_done(s)
        clock.now = min(s.done[member], coming)
        if clock.now >= s.parameters[0].horizon_seconds:
            return True
        if s.done[member] <= coming:  # at one moment, finished work goes first
            finish_work(s, member)
        elif noted_first:
            take_agenda_entry(s)
        else:
            take_known_entry(s)
            find_first_known(s)
        looks_again = clock.n_looking_again > 0 or clock.all_is_offered_again
        if looks_again and s.done[first_done(s)] > clock.now:  # when all work that ends now has ended
            settle(s)
    return False


@inlined
def find_first_known(s: EngineState) -> None:
    """Kind and moment of the first entry of all those known from the start."""
    kind, moment, clock = NOTHING, NEVER_SECONDS, s.clock[0]
    if clock.next_end < len(s.by_end):
        kind, moment = SHIFT_ENDS, s.shift[s.by_end[clock.next_end]].end_seconds
    if clock.next_begin < len(s.by_begin):
        begins = s.shift[s.by_begin[clock.next_begin]].begin_seconds
        if comes_before(begins, SHIFT_BEGINS, moment, kind):
            kind, moment = SHIFT_BEGINS, begins
    if clock.next_report < len(s.case):
        arrives = max(s.reports.arrived_seconds[clock.next_report], 0)
        if comes_before(arrives, REPORT_ARRIVES, moment, kind):
            kind, moment = REPORT_ARRIVES, arrives
    if s.parameters[0].steering:
        meets = clock.next_meeting * s.parameters[0].every_seconds
        if comes_before(meets, MEETING, moment, kind):
            kind, moment = MEETING, meets
    if clock.next_open_day < len(s.working.open_days):
        opens = s.working.open_days[clock.next_open_day] * SECONDS_PER_DAY + s.working.opens_seconds
        if comes_before(opens, OFFICE_OPENS, moment, kind):
            kind, moment = OFFICE_OPENS, opens
    clock.known_kind = kind
    clock.known_moment = moment


@inlined
def take_known_entry(s: EngineState) -> None:
    """Let the first entry known from the start take place."""
    clock = s.clock[0]
    kind = clock.known_kind
    if kind == SHIFT_ENDS:
        clock.next_end += 1
        end_shift(s, s.by_end[clock.next_end - 1])
    elif kind == SHIFT_BEGINS:
        clock.next_begin += 1
        begin(s, s.by_begin[clock.next_begin - 1])
    elif kind == REPORT_ARRIVES:
        clock.next_report += 1
        arrive(s, clock.next_report - 1)
    elif kind == MEETING:
        clock.next_meeting += 1
        decide(s, clock.next_meeting - 1)
    else:
        clock.next_open_day += 1
        open_office(s, s.working.open_days[clock.next_open_day - 1])


@inlined
def take_agenda_entry(s: EngineState) -> None:
    """Let the first entry of the agenda take place."""
    key = s.agenda[0].key
    kind, number = key >> 32, key & 0xFFFFFFFF
    drop_first(s)
    if kind == STEP_READY:
        end_delay(s, number)
    elif kind == DEVICES_EXAMINED:
        end_wait_for_devices(s, number)
    elif kind == MISJUDGED_FOUND:
        reveal_class(s, number)
    elif kind == EXPIRY:
        expire(s, number)
    else:
        arrive(s, number)
