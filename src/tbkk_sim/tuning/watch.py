"""The budget of a study: what it has cost, what is left, and how far it is."""

from collections.abc import Callable
from time import perf_counter

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many evaluations of that are done, and of how many."""


class Watch:
    """Counts evaluations and time; a study asks it whether it may go on."""

    def __init__(self, minutes: float, most_runs: int, progress: Progress | None = None) -> None:
        self._begin = perf_counter()
        self._simulating = 0.0
        self._seconds, self._most_runs = minutes * 60, most_runs
        self._progress = progress
        self._stage, self._done, self._total = "", 0, 0
        self.runs = 0
        """Evaluations of a plan in a future, those found in the cache included."""
        self.simulated = 0
        """Evaluations that were simulated now."""

    @property
    def seconds(self) -> float:
        """Time since the study began."""
        return perf_counter() - self._begin

    def start(self) -> None:
        """The budget counts from now: the engine is ready."""
        self._begin = perf_counter()

    def stage(self, what: str, total: int) -> None:
        """Begin a part of the study, of so many evaluations at most."""
        self._stage, self._done, self._total = what, 0, total
        self._tell()

    def tick(self, *, simulated: bool) -> None:
        """One evaluation is there."""
        self.runs += 1
        self.simulated += simulated
        self._done += 1
        self._tell()

    def may_go_on(self, part: float = 1.0) -> bool:
        """Whether there is budget left, of this part of it from the start."""
        return self.seconds < part * self._seconds and self.runs < part * self._most_runs

    def runs_left(self) -> int:
        """Evaluations that the budget still allows, at the pace so far."""
        left = self._most_runs - self.runs
        if self.simulated and self._simulating > 0:
            left = min(left, int(self.simulated * (self._seconds - self.seconds) / self._simulating))
        return max(left, 0)

    def spent(self, seconds: float) -> None:
        """Time went into evaluations."""
        self._simulating += seconds

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._stage, self._done, max(self._total, self._done))
