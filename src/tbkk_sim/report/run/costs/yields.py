"""Results for which money is spent: interventions, files and severe cases finished, as sums of key figures."""

from collections.abc import Sequence

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.report.kit.say import Say
from tbkk_sim.settings import Settings

MILLION = 1e6
SMALL = 10
"""Numbers below it are written with two decimals, others with one."""
INTERVENTIONS = ("ended_file_to_om", "ended_alternative", "ended_letter_or_visit")


def yields_of(settings: Settings) -> dict[str, list[Cell]]:
    """Return the key figures that add up to each result, by its name."""
    classes = settings.casework.classes
    severe = [name for name in settings.classes_that_come if classes[name].severe]
    return {
        "interventions": [Cell(name) for name in INTERVENTIONS],
        "files": [Cell("ended_file_to_om")],
        "severe": [Cell("finished", name) for name in severe],
    }


def added_up(columns: Sequence[Floats], replications: int) -> Floats:
    """Add up the values of the key figures of a result, one a replication; 0 where none adds to it."""
    found: Floats = np.sum(columns, axis=0) if columns else np.zeros(replications)
    return found


def written(say: Say, value: float) -> str:
    """Write an amount in millions of euros, or a result for each of them."""
    return say.number(value, 2 if abs(value) < SMALL else 1)
