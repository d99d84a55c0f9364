"""Cases that nobody has taken up: those of the country, and the portfolio of a queue, taken up as it is owed."""

import simpy

from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.rules import SHARES
from tbkk_sim.model.selection import portfolio


class Portfolio:
    """The classes that are not severe, at one queue."""

    def __init__(self, env: simpy.Environment, parameters: Parameters, queue_number: int) -> None:
        self.env, self.order = env, parameters.order
        self.agreements_urgency = parameters.agreements.urgency
        self.severe = parameters.classes.severe.tolist()
        self.class_urgency = parameters.classes.urgency.tolist()
        self.part_per_million = parameters.classes.part_per_million.tolist()
        self.year_starts = parameters.agreements.year_starts_seconds.tolist()
        self.owed_in_year = parameters.agreements.owed[:, queue_number].tolist()
        """[calendar year of the run, class]: cases that its units owe."""
        self.simple = parameters.agreements.simple.tolist()
        n_classes = len(self.severe)
        self.year = 0
        """The current one of the calendar years that the run touches."""
        self.taken_up = [0] * n_classes
        """Cases taken up in this calendar year, by class."""
        self.served = 0
        """Turn of the class that was served last."""
        self.finish = [0] * n_classes
        """Turn at which the work that a class was given so far ends."""

    def key_of(self, case_class: int, place: int) -> tuple[int, int]:
        """Urgency, and place among the work of that urgency, of the first case of a class, by its place in line."""
        owed, turn = self.is_owed(case_class), portfolio.turn_of_class(self.served, self.finish[case_class])
        return (
            portfolio.urgency_in_portfolio(self.class_urgency[case_class], self.agreements_urgency, owed),
            portfolio.place_of_line(self.order, place, turn, owed, self.simple[case_class]),
        )

    def needs_no_room(self, case_class: int) -> bool:
        """True if cases of a class are taken up now however much is in hand."""
        return portfolio.needs_no_room(self.is_owed(case_class), self.simple[case_class])

    def is_owed(self, case_class: int) -> bool:
        """True if fewer cases of a class were taken up than are due by the end of this week."""
        self.begin_year()
        owed = self.owed_in_year[self.year][case_class]
        begins, ends = self.year_starts[self.year : self.year + 2]
        return portfolio.is_owed(self.taken_up[case_class], owed, int(self.env.now), begins, ends)

    def was_owed(self, case_class: int) -> bool:
        """True if a case that is in hand at the start counts as taken up for what is owed of its class."""
        return bool(self.owed_in_year[0][case_class] > 0)

    def take_up(self, case_class: int, work_seconds: int) -> None:
        """Count a case that is taken up, with the work of its treatment: the class has had its turn."""
        self.begin_year()
        self.taken_up[case_class] += 1
        if self.order == SHARES and not self.severe[case_class]:
            self.served = portfolio.turn_of_class(self.served, self.finish[case_class])
            self.finish[case_class] = portfolio.finish_of_class(
                self.served, work_seconds, self.part_per_million[case_class]
            )

    def begin_year(self) -> None:
        """Count anew in a new calendar year."""
        while self.env.now >= self.year_starts[self.year + 1]:
            self.year += 1
            self.taken_up = [0] * len(self.taken_up)


class Caseload:
    """Numbers by class."""

    def __init__(self, n_classes: int) -> None:
        self.not_taken_up = [0] * n_classes
        """Open cases that nobody has taken up."""
        self.pressure_per_million = 0
        """As the steering group found it at its last meeting: the higher, the lighter new cases are treated."""

    def reclassify(self, old_class: int, new_class: int) -> None:
        """Count a case that nobody has taken up as one of another class."""
        self.not_taken_up[old_class] -= 1
        self.not_taken_up[new_class] += 1
