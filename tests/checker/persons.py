"""Persons: a further report on one belongs to the case that there is or was, or makes a new one."""

from tbkk_sim.model.event_records import End
from tbkk_sim.sampling.world import Reports
from tests.checker.floor import Case

NEW, IN_FULL, JOINS = "new", "in full", "joins"
INVESTIGATED = (End.FILE_TO_OM, End.ALTERNATIVE, End.TRANSFERRED, End.NO_OFFENCE)
"""Ends of an investigation, in full or in short: what is known of the person is known."""


class Persons:
    """Keeps the last case of each person, and says what becomes of a further report."""

    def __init__(self, reports: Reports) -> None:
        self.person = reports.person.tolist()
        self.last: dict[int, Case] = {}
        """By person, the report on them that was passed on last."""
        self.last_end: dict[int, int] = {}
        """By person, how that one ended, or the one that did before."""

    def open_case(self, report: int) -> Case | None:
        """The open case of the person of a report."""
        case = self.last.get(self.person[report])
        return case if case is not None and case.is_open else None

    def what_becomes(self, case: Case) -> str:
        """What becomes of a report that triage passes on."""
        if self.open_case(case.report) is not None:
            return JOINS
        end = self.last_end.get(self.person[case.report])
        if end == End.LETTER_OR_VISIT:
            return IN_FULL
        return JOINS if end in INVESTIGATED else NEW

    def pass_on(self, case: Case) -> None:
        """A report goes on, to be assessed or as a case."""
        self.last[self.person[case.report]] = case

    def ends(self, case: Case, end: int) -> None:
        """A report or case ends: only the last one of its person counts."""
        if self.last.get(self.person[case.report]) is case:
            self.last_end[self.person[case.report]] = end
