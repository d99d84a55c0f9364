"""Cases of each class in the country that nobody has taken up, and the pressure that they put on treatment."""


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
