"""How cases of the portfolio are treated: by the shares of the settings and the pressure, with which steps and ends."""

import math
from fractions import Fraction
from functools import cache
from itertools import product

from tbkk_sim.model.event_records import End
from tbkk_sim.sampling.world import Reports
from tests.checker.floor import Case
from tests.checker.office_hours import A_MILLION
from tests.checker.promises import Promises

FULL, SHORT, LETTER_OR_VISIT, NOTHING = range(4)
WAYS = ("full", "short", "letter_or_visit", "nothing")
"""Ways of treatment in their order, as settings name them."""
A_WHOLE_NUMBER = 1e-6
"""Limits nearer to a whole millionth than this are that."""
SHOWS_NO_OFFENDER = (End.TRANSFERRED, End.NO_OFFENCE)
OUTCOMES = range(End.FILE_TO_OM, End.NO_OFFENCE + 1)
NOT_TREATED = (End.EXPIRED, End.DECLINED, End.CLOSED_BY_CHOICE)


class Treatments:
    """What the drawn world and the settings say of the treatment of each case."""

    def __init__(self, promises: Promises, reports: Reports) -> None:
        self.promises = promises
        self.returning = len(promises.names.streams) - 1
        self.stream = reports.stream.tolist()
        self.draw, self.seen_as = reports.treatment_draw.tolist(), reports.assessed_class.tolist()
        self.short_from, self.full_from = reports.short_from.tolist(), reports.full_from.tolist()
        self.n_steps, self.found_by = reports.n_steps.tolist(), reports.found_by.tolist()
        self.upgrade_after = reports.upgrade_after.tolist()
        self.outcome = list(
            zip(reports.outcome.tolist(), reports.short_outcome.tolist(), reports.visit_outcome.tolist(), strict=True)
        )
        self.return_row, self.returns_after = reports.return_row.tolist(), reports.returns_after.tolist()
        self.return_delay_seconds = reports.return_delay_seconds.tolist()
        self.limits = cache(self._limits)

    def is_weighed(self, case: Case) -> bool:
        """Whether it is decided how this new case is treated; all others are investigated in full."""
        severe = self.promises.classes[case.case_class].severe
        ordinary = not case.in_full and self.stream[case.report] != self.returning
        return not severe and not case.taken_up and ordinary

    def right_treatments(self, case: Case, pressure: int, in_stock: bool) -> set[int]:
        """How a new case is to be treated: more than one only where rounding of the shares may decide."""
        draw = self.draw[case.report]
        return {self._by_limits(draw, *limits, in_stock) for limits in self.limits(case.case_class, pressure)}

    def _limits(self, case_class: int, pressure: int) -> list[tuple[int, ...]]:
        """Millionths of the cases that are investigated in full, so or shortly, and in any way, as they may round."""
        calm, pressed = self.promises.classes[case_class].shares, self.promises.classes[case_class].shares_when_pressed
        exact = [
            before * A_MILLION + (then - before) * pressure
            for before, then in zip(_added_up(calm), _added_up(pressed), strict=True)
        ]
        return list(product(*map(_roundings, exact)))

    def _by_limits(self, draw: int, full: int, short: int, visit: int, in_stock: bool) -> int:
        """The treatment by a number of the case, drawn evenly below a million.

        What is to be closed was so before the start: for work in stock the other treatments share that part.
        """
        if in_stock and visit == 0:
            return FULL
        at = Fraction(draw * visit, A_MILLION) if in_stock else draw
        return FULL if at < full else SHORT if at < short else LETTER_OR_VISIT if at < visit else NOTHING

    def right_ends_of_untreated(self, case: Case) -> set[int]:
        """Closed by choice what would be so without pressure, else turned away."""
        draw = self.draw[case.report]
        return {
            End.CLOSED_BY_CHOICE if draw >= visit else End.DECLINED for *_, visit in self.limits(case.case_class, 0)
        }

    def steps(self, case: Case) -> range:
        """Positions of the steps of the treatment: a visit comes first, then a short investigation, then a full one."""
        return self.steps_of(case.report, case.treatment)

    def steps_of(self, report: int, treatment: int) -> range:
        """The same of a report, if it were treated so."""
        short_from, full_from = self.short_from[report], self.full_from[report]
        if treatment == FULL:
            return range(full_from, self.n_steps[report])
        return range(short_from, full_from) if treatment == SHORT else range(short_from)

    def finds_after(self, case: Case) -> int:
        """Position from which the treatment finds that the case is something worse; below 0: it does not."""
        finds = case.treatment == FULL or self.found_by[case.report] >> case.treatment & 1
        return self.upgrade_after[case.report] if finds else -1

    def right_outcome(self, case: Case) -> int:
        """How the case ends when all steps of its treatment are done."""
        return self.outcome[case.report][case.treatment]

    def outcomes(self, case: Case) -> frozenset[int]:
        """Ends that the settings allow: of a lighter treatment, those of the class that its unit saw."""
        if case.treatment == FULL:
            return self.promises.classes[case.case_class].outcomes
        return self.promises.classes[self.seen_as[case.report]].lighter_outcomes.get(WAYS[case.treatment], frozenset())

    def comes_back(self, case: Case, end: int) -> int:
        """Row of the report by which the person comes back after the case has ended so; -1: does not.

        Nobody comes back after an end that shows no offender, nor after what turned out to be something worse.
        """
        if end in NOT_TREATED:
            after = NOTHING
        elif end in OUTCOMES and end not in SHOWS_NO_OFFENDER and not case.upgraded:
            after = case.treatment
        else:
            return -1
        return self.return_row[case.report] if self.returns_after[case.report] >> after & 1 else -1


def _added_up(shares: dict[str, float]) -> list[Fraction]:
    """Shares of full investigations, of those and short ones, and of all that are treated."""
    exact = [Fraction(shares.get(way, 0.0)) for way in WAYS]
    return [sum(exact[: n + 1], Fraction(0)) / sum(exact) for n in range(3)]


def _roundings(limit: Fraction) -> list[int]:
    """Whole numbers that a limit may be rounded to, in two steps."""
    if abs(limit - round(limit)) < A_WHOLE_NUMBER:
        return [round(limit)]
    return list(range(math.ceil(limit - Fraction(3, 2)), math.floor(limit + Fraction(3, 2)) + 1))
