"""Results for which money is spent: interventions, files and severe cases finished, as sums of key figures."""

from tbkk_sim.metrics.cell import Cell
from tbkk_sim.settings import Settings

MILLION = 1e6
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
