"""The interface between the page and the composer of settings: plans, changed plans, and scenario files."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from tbkk_sim.problem import Phrase, Problem, SettingsError
from tbkk_sim.runs.changes import Changes
from tbkk_sim.settings import Settings
from tbkk_sim.whatif.levers import PlanChange


class PlanError(ValueError):
    """A plan that cannot be simulated or saved."""

    def __init__(self, says: Phrase, problems: Sequence[Problem] = ()) -> None:
        super().__init__(says)
        self.says = says
        """The reason, in one phrase."""
        self.problems = tuple(problems)
        """The settings that are wrong, if that is the reason."""


def refused(error: SettingsError) -> PlanError:
    """Tell of settings that cannot be simulated or saved."""
    template = "; ".join(f"{{key{n}}}: {{says{n}}}" for n in range(len(error.problems)))
    values = {f"key{n}": problem.key for n, problem in enumerate(error.problems)}
    values |= {f"says{n}": problem.says for n, problem in enumerate(error.problems)}
    return PlanError(Phrase(template, **values), error.problems)


class Saved(NamedTuple):
    """A scenario that has been written."""

    path: Path
    command: str
    """The command that runs it."""


class Plans(Protocol):
    """Composes and saves plans."""

    def settings(self, change: PlanChange) -> Settings:
        """The settings of the page, changed.

        Raises:
            PlanError: they cannot be simulated.
        """

    def without_effect(self, settings: Settings) -> Changes:
        """Find what was typed or is set by a scenario, and has no effect in these settings."""

    def save(self, name: str, question: str, change: PlanChange) -> Saved:
        """Write a scenario file that gives the very settings of this change.

        Raises:
            PlanError: it cannot be written, or would say something else.
        """
