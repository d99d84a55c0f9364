"""One event of a log, and words for it."""

from typing import NamedTuple

from tbkk_sim.model.event_records import Event, EventLog


class EventRow(NamedTuple):
    """One event of the log; its fields are those of EVENT_DTYPE, in that order."""

    time_seconds: int
    work_seconds: int
    report: int
    member: int
    team: int
    detail: int
    step: int
    kind: int

    def __str__(self) -> str:
        return f"{Event(self.kind).name} report {self.report} step {self.step} member {self.member} team {self.team}"


def events_of(log: EventLog) -> list[EventRow]:
    """All events of a log, in order."""
    return [EventRow._make(row) for row in log.rows.tolist()]
