"""A story: a world and a right log by hand, and what can be written instead of some lines of it."""

from typing import Any

from tests.checker.breaches import Breaches
from tests.checker.by_hand import LIGHT, Person, Report, log_by_hand, settings_by_hand, world_by_hand
from tests.checker.checking import breaches_in

Rewriting = tuple[str, str]
"""A piece of the log, and what is written instead."""


def stripped(text: str) -> str:
    """The same lines without what stands before and behind them."""
    return "\n".join(line.strip() for line in text.splitlines())


class Story:
    """Reports, people and a log that is right under some settings."""

    def __init__(self, settings: dict[str, Any], reports: list[Report], people: list[Person], log: str) -> None:
        self.settings, self.reports, self.people = settings, reports, people
        self.log = stripped(log)

    def breaches(self, rewritings: tuple[Rewriting, ...] = (), changes: dict[str, Any] | None = None) -> Breaches:
        """What the checker finds in the log, rewritten or under other settings."""
        settings = settings_by_hand({**self.settings, **(changes or {})})
        log = self.log
        for before, after in rewritings:
            instead_of, written = (stripped(text) for text in (before, after))
            assert log.count(instead_of) == 1, instead_of
            log = log.replace(instead_of, written)
        return breaches_in(log_by_hand(log), settings, world_by_hand(settings, self.reports, self.people))


def arrival(day: float, report: int, case_class: int, unit: int = 0) -> str:
    """A report that needs no judging arrives, to be investigated in full, and its first step begins to wait."""
    of_report = f"report={report} team={unit} detail={case_class}"
    weighed = f"{day} WEIGHED report={report} team={unit} detail=0\n" if case_class == LIGHT else ""
    return f"{day} ARRIVED {of_report}\n{weighed}{day} QUEUED {of_report} step=0\n"


def take(day: float, report: int, case_class: int, member: int, team: int = 0) -> str:
    """A member takes up a case."""
    of_take = f"report={report} step=0 member={member} team={team} detail={case_class}"
    return f"{day} TAKEN_UP {of_take}\n{day} STARTED {of_take}\n"


def joined(*teams: int) -> str:
    """Members of these teams are there from the start."""
    return "".join(f"0.0 JOINED member={member} team={team} report={member}\n" for member, team in enumerate(teams))


def put_down(day: float, report: int, case_class: int, member: int, hours: float) -> str:
    """A member of the first team puts a step down, which waits again."""
    return (
        f"{day} INTERRUPTED report={report} step=0 member={member} team=0 hours={hours}\n"
        f"{day} QUEUED report={report} step=0 team=0 detail={case_class}\n"
    )
