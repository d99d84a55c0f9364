"""One event of a log, and words for it."""

from typing import NamedTuple

from tbkk_sim.model.event_records import EventLog, Fact


class Event(NamedTuple):
    """One fact of the log; its fields are those of FACT_DTYPE, in that order."""

    time_seconds: int
    work_seconds: int
    report: int
    member: int
    team: int
    detail: int
    step: int
    kind: int

    def __str__(self) -> str:
        return f"{Fact(self.kind).name} report {self.report} step {self.step} member {self.member} team {self.team}"


def events_of(log: EventLog) -> list[Event]:
    """All events of a log, in order."""
    return [Event._make(row) for row in log.rows.tolist()]
