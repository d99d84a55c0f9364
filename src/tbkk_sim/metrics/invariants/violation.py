"""Violations of invariants."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant that does not hold."""

    invariant: str
    times: int
    """Number of times that it is violated."""
    example: str
    """First violation."""

    def __str__(self) -> str:
        """Return it in one line."""
        return f"{self.invariant}: broken {self.times} times, first by {self.example}"


class InvariantError(RuntimeError):
    """A replication violated an invariant: a fault of the program, so its results are not shown."""

    def __init__(self, replication: int, violations: tuple[Violation, ...]) -> None:
        super().__init__(replication, violations)
        self.replication, self.violations = replication, violations

    def __str__(self) -> str:
        """Name the invariants, one a line."""
        invariants = "\n".join(f"  - {violation}" for violation in self.violations)
        return f"replication {self.replication} breaks a law that every path must obey; this is a fault:\n{invariants}"


def violations_of(invariant: str, broken_by: np.ndarray, what: str) -> list[Violation]:
    """A violation of the invariant if anything violates it."""
    return [Violation(invariant, len(broken_by), f"{what} {broken_by[0]}")] if len(broken_by) else []
