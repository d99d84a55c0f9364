"""Cases of each class in the country, on which the steering group decides and which count against the targets."""

import simpy

from tbkk_sim.model import rules
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.rules import TAKE_UP


class Caseload:
    """Numbers by class."""

    def __init__(self, env: simpy.Environment, parameters: Parameters) -> None:
        self.env = env
        n_classes = len(parameters.names.classes)
        self.decisions = [TAKE_UP] * n_classes
        """Last decisions of the steering group."""
        self.not_taken_up = [0] * n_classes
        """Open cases that nobody has taken up."""
        self.taken_up_this_year = [0] * n_classes
        self.year = 0
        """The current one of the calendar years that the run touches."""
        self.year_starts = parameters.steering.year_starts_seconds.tolist()

    def turn_year(self) -> None:
        """Reset the counts of the targets in a new calendar year."""
        while self.env.now >= self.year_starts[self.year + 1]:
            self.year += 1
            self.taken_up_this_year = [0] * len(self.taken_up_this_year)

    def part_of_year(self) -> float:
        """Part of this calendar year that has passed within the run."""
        return rules.part_of_year(int(self.env.now), self.year_starts[self.year], self.year_starts[self.year + 1])

    def is_parked(self, case_class: int) -> bool:
        """True if the waiting cases of a class are not taken up."""
        return rules.is_parked(self.decisions[case_class])

    def take_up(self, case_class: int) -> None:
        """Count a case that is taken up."""
        self.turn_year()
        self.not_taken_up[case_class] -= 1
        self.taken_up_this_year[case_class] += 1

    def reclassify(self, old_class: int, new_class: int) -> None:
        """Count a case that nobody has taken up as one of another class."""
        self.not_taken_up[old_class] -= 1
        self.not_taken_up[new_class] += 1
