"""Files written into a folder to be read: texts, and figures beside them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.report.kit.charts import to_svg
from tbkk_sim.system.in_place import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def write_files(folder: Path, figures: "Mapping[str, Figure]", texts: Mapping[str, str]) -> None:
    """Write figures/*.svg and texts, by name, once all of them exist."""
    (folder / "figures").mkdir(exist_ok=True)
    drawn = {f"figures/{name}.svg": to_svg(figure) for name, figure in figures.items()}
    for name, text in (drawn | dict(texts)).items():
        write_whole(folder / name, text)
