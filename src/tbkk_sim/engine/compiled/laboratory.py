"""The laboratory examines the devices of one case after the other: twin of other_processes.laboratory."""

from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.state.agenda import note
from tbkk_sim.engine.compiled.state.event_kinds import DEVICES_EXAMINED
from tbkk_sim.engine.compiled.state.event_log import log_case_event
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.model.chain import examination
from tbkk_sim.model.event_records import Event

SENT_TO_EXAMINATION, EXAMINED = int(Event.SENT_TO_EXAMINATION), int(Event.EXAMINED)


@inlined
def devices_of(s: EngineState, c: int) -> int:
    """Devices to be examined before the work on the step at hand can begin."""
    return s.steps.devices[s.reports.first_step[c] + s.case[c].position]


@kernel
def send_to_laboratory(s: EngineState, c: int) -> None:
    """Send the devices of a case to the laboratory, which begins at once if it has nothing else to do."""
    case = s.case[c]
    log_case_event(s, SENT_TO_EXAMINATION, c, case.unit, -1, case.case_class, 0)
    if s.clock[0].examining < 0:
        begin_examination(s, c)
        return
    turn = s.case_class[case.case_class].turn
    case.sibling = -1
    if s.bench[turn].first < 0:
        s.bench[turn].first = c
    else:
        s.case[s.bench[turn].last].sibling = c
    s.bench[turn].last = c


@inlined
def begin_examination(s: EngineState, c: int) -> None:
    """Begin the examination of the devices of a case."""
    s.clock[0].examining = c
    seconds = examination.examination_seconds(devices_of(s, c), s.parameters[0].seconds_per_device)
    ready = s.clock[0].now + seconds
    if ready < s.parameters[0].horizon_seconds:
        note(s, ready, DEVICES_EXAMINED, c)


@kernel
def end_examination(s: EngineState, c: int) -> None:
    """End the examination of the devices of a case; those of the next in line are begun."""
    log_case_event(s, EXAMINED, c, s.case[c].unit, -1, s.case[c].case_class, 0)
    s.clock[0].examining = -1
    for turn in range(len(s.bench)):
        following = s.bench[turn].first
        if following >= 0:
            s.bench[turn].first = s.case[following].sibling
            s.case[following].sibling = -1
            begin_examination(s, following)
            return
