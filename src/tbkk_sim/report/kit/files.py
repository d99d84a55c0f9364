"""Files written into a folder to be read: texts, and figures beside them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.report.kit.charts import to_svg
from tbkk_sim.system.in_place import take_away, write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = "figures"
"""The folder of the figures, within that of the run or study."""


def write_files(folder: Path, figures: "Mapping[str, Figure]", texts: Mapping[str, str]) -> None:
    """Write figures/*.svg, then the texts in their order; where the last of them is, all of them are.

    Args:
        folder: The folder.
        figures: Figures by name.
        texts: Texts by the name of their file; the last one is taken away first.
    """
    (folder / FIGURES).mkdir(exist_ok=True)
    drawn = {f"{FIGURES}/{name}.svg": to_svg(figure) for name, figure in figures.items()}
    take_away(folder / list(texts)[-1])
    for name, text in (drawn | dict(texts)).items():
        write_whole(folder / name, text)
