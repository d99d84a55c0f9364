"""The runs of a sweep as one table."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.metrics.cell import Cell, cells_of_capacity, cells_of_laboratory, figures_of, headlines
from tbkk_sim.problem import Phrase
from tbkk_sim.runs.folder.names import MANIFEST
from tbkk_sim.runs.folder.reader import FinishedRun, open_run
from tbkk_sim.runs.folder.records import overrides_of
from tbkk_sim.runs.folder.stored_file import RunFolderError, check_folder
from tbkk_sim.settings.asked import in_brief
from tbkk_sim.system.in_place import replacing

if TYPE_CHECKING:
    import pandas as pd

SWEEP, SWEEP_TIDY = "sweep.csv", "sweep.parquet"
SWEPT = "swept."
"""Stands before what was swept over in the name of its column, where the table has a column of that name already."""
SPREAD = ("mean", "interval_low", "interval_high", "band_low", "band_high", "n")


@dataclass(frozen=True)
class Sweep:
    """Finished runs in the order of their numbers, each with what was set for it alone."""

    runs: tuple[FinishedRun, ...]
    chosen: tuple[dict[str, str], ...]
    """Per run, the values of what was swept over."""

    @property
    def labels(self) -> list[str]:
        """A short name a run: what was chosen for it, else the name of its scenario, made different by number."""
        found = [", ".join(_short(k, v) for k, v in of.items()) or run.settings.name for run, of in self._both()]
        return [
            label if found.count(label) == 1 else f"{label} #{run.path.name}"
            for label, run in zip(found, self.runs, strict=True)
        ]

    def tidy(self) -> "pd.DataFrame":
        """The summaries of all runs under each other, with what was chosen in columns in front."""
        import pandas as pd

        return pd.concat([self._with_choice(run.summary, run, of) for run, of in self._both()], ignore_index=True)

    def table(self, cells: Sequence[Cell] = ()) -> "pd.DataFrame":
        """One row per run and key figure that is a headline (or asked for), mean with interval and band."""
        import pandas as pd

        settings = [run.settings for run in self.runs]
        wanted = list(cells) or [
            *headlines(settings[0]), *cells_of_capacity(settings), *cells_of_laboratory(settings),
        ]  # fmt: skip
        parts = []
        for run, of in self._both():
            summary = run.summary.set_index(["key_figure", "priority_class", "period", "team"])
            rows = summary.reindex(pd.MultiIndex.from_tuples(wanted, names=summary.index.names)).dropna(subset=["n"])
            units = {name: figure.unit for name, figure in figures_of(run.settings).items()}
            rows = rows.reset_index()
            rows["unit"] = rows["key_figure"].map(units)
            parts.append(self._with_choice(rows[[*Cell._fields, "unit", *SPREAD]], run, of))
        return pd.concat(parts, ignore_index=True)

    def write(self, folder: Path) -> None:
        """Write sweep.csv (headlines) and sweep.parquet (everything)."""
        with replacing(folder / SWEEP) as new:
            self.table().to_csv(new, index=False, float_format="%.10g", lineterminator="\n")
        with replacing(folder / SWEEP_TIDY) as new:
            self.tidy().to_parquet(new, index=False, compression="zstd")

    def _both(self) -> list[tuple[FinishedRun, dict[str, str]]]:
        return list(zip(self.runs, self.chosen, strict=True))

    def _with_choice(self, rows: "pd.DataFrame", run: FinishedRun, of: dict[str, str]) -> "pd.DataFrame":
        own = {"run": run.path.name, "name": run.settings.name}
        taken = {*own, *rows.columns}
        front = own | {f"{SWEPT}{key}" if key in taken else key: value for key, value in of.items()}
        return rows.assign(**front)[[*front, *rows.columns]]


def open_sweep(folder: Path) -> Sweep:
    """Open the finished runs of a multirun folder.

    Raises:
        RunFolderError: there is none.
    """
    check_folder(folder)
    runs = tuple(open_run(path) for path in runs_in(folder))
    if not runs:
        raise RunFolderError(Phrase("holds no finished run"), folder)
    typed = [dict(o.lstrip("+").partition("=")[::2] for o in overrides_of(run.path)) for run in runs]
    keys = dict.fromkeys(key for of in typed for key in of)
    swept = [key for key in keys if len({of.get(key) for of in typed}) > 1]
    return Sweep(runs, tuple({key: of.get(key, "") for key in swept} for of in typed))


def runs_in(folder: Path) -> list[Path]:
    """Finished runs directly in a folder, in the order of their numbers, then of their names."""
    found = [path.parent for path in folder.glob(f"*/{MANIFEST}")]
    return sorted(
        found, key=lambda path: (not path.name.isdigit(), int(path.name) if path.name.isdigit() else 0, path.name)
    )


def _short(key: str, value: str) -> str:
    return value if key == "scenario" else in_brief(f"{key.rpartition('.')[2]}={value}")
