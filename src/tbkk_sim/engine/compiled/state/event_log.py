"""Writing of events, column by column."""

from tbkk_sim.engine.compiled.kernel.jit import inlined
from tbkk_sim.engine.compiled.state.state import EngineState


@inlined
def write(s: EngineState, kind: int, report: int, step: int, team: int, member: int, detail: int, work: int) -> None:
    """Log an event."""
    clock, log = s.clock[0], s.log
    n = clock.n_log
    clock.n_log = n + 1
    log.time_seconds[n] = clock.now
    log.kind[n] = kind
    log.report[n] = report
    log.step[n] = step
    log.team[n] = team
    log.member[n] = member
    log.detail[n] = detail
    log.work_seconds[n] = work


@inlined
def log_case_event(s: EngineState, kind: int, c: int, team: int, member: int, detail: int, work: int) -> None:
    """Log an event about a case."""
    write(s, kind, c, s.case[c].position, team, member, detail, work)
