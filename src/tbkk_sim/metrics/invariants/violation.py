"""What a broken invariant looks like."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Violation:
    """A invariant that does not hold."""

    law: str
    times: int
    """How often it is broken."""
    example: str
    """The first of what breaks it."""

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.law}: broken {self.times} times, first by {self.example}"


class InvariantError(RuntimeError):
    """A replication broke a invariant: a fault of the program, so its results are not shown."""

    def __init__(self, replication: int, violations: tuple[Violation, ...]) -> None:
        super().__init__(replication, violations)
        self.replication, self.violations = replication, violations

    def __str__(self) -> str:
        """Say which laws, one a line."""
        laws = "\n".join(f"  - {violation}" for violation in self.violations)
        return f"replication {self.replication} breaks a law that every path must obey; this is a fault:\n{laws}"


def says(law: str, broken_by: np.ndarray, what: str) -> list[Violation]:
    """A violation of the law if anything breaks it."""
    return [Violation(law, len(broken_by), f"{what} {broken_by[0]}")] if len(broken_by) else []
