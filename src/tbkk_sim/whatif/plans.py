"""What the page asks of whoever composes settings: the plan as it is, a changed one, and a scenario file of it."""

from pathlib import Path
from typing import NamedTuple, Protocol

from tbkk_sim.settings import Settings
from tbkk_sim.whatif.levers import Change


class PlanError(ValueError):
    """A plan that cannot be simulated or saved, with the reason as a phrase."""

    def __init__(self, phrase: str, **values: object) -> None:
        super().__init__(phrase.format(**values) if values else phrase)
        self.phrase, self.values = phrase, values


class Saved(NamedTuple):
    """A scenario that has been written."""

    path: Path
    command: str
    """What runs it."""


class Plans(Protocol):
    """Composes and saves plans."""

    def settings(self, change: Change) -> Settings:
        """The settings of the page, changed.

        Raises:
            PlanError: they cannot be simulated.
        """

    def save(self, name: str, question: str, change: Change) -> Saved:
        """Write a scenario file that gives the very settings of this change.

        Raises:
            PlanError: it cannot be written, or would say something else.
        """
