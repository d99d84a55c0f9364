"""The budget of a study: evaluations and time used, and left, and its progress."""

from collections.abc import Callable
from time import perf_counter
from typing import Final, Literal

StageProgress = Callable[[str, int, int], None]
"""Called with the stage of the study, the evaluations done in it, and their number."""


Ending = Literal["runs", "clock"]
"""The budget that ended a study: its number of evaluations, or its clock."""
RUNS: Final = "runs"
CLOCK: Final = "clock"


class Watch:
    """Counts the evaluations of a study, and ends it with its budget.

    The budget is a number of evaluations, so that the answer is the same on every machine. The clock only stops a study
    that would take too long; `ended` says so.
    """

    def __init__(self, minutes: float, most_runs: int, progress: StageProgress | None = None) -> None:
        self._begin = perf_counter()
        self._seconds, self._most_runs = minutes * 60, most_runs
        self._progress = progress
        self._stage, self._done, self._total = "", 0, 0
        self.runs = 0
        """Evaluations of a plan in a replication, those found in the cache included."""
        self.simulated = 0
        """Evaluations that were simulated now."""
        self.ended: Ending | None = None
        """The budget that ended the study early."""
        self.search_was_cut = False
        """A search ended because its part of the budget was spent."""

    @property
    def seconds(self) -> float:
        """Seconds since the study began."""
        return perf_counter() - self._begin

    def start(self) -> None:
        """Start the clock: the engine is ready."""
        self._begin = perf_counter()

    def stage(self, what: str, total: int) -> None:
        """Begin a stage of the study, of at most so many evaluations."""
        self._stage, self._done, self._total = what, 0, total
        self._tell()

    def tick(self, *, simulated: bool) -> None:
        """Count one evaluation."""
        self.runs += 1
        self.simulated += simulated
        self._done += 1
        self._tell()

    def may_go_on(self, part: float = 1.0) -> bool:
        """Return True if less than this part of the budget is used."""
        if self.ended == CLOCK or self.seconds >= self._seconds:
            self.ended = CLOCK
        elif self.runs >= self._most_runs:
            self.ended = self.ended or RUNS
        enough = self.ended is None and self.runs < part * self._most_runs
        self.search_was_cut |= not enough and part < 1
        return enough

    def runs_left(self) -> int:
        """Return the evaluations that the budget still allows."""
        return max(self._most_runs - self.runs, 0)

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._stage, self._done, max(self._total, self._done))
