"""Three invented runs that are compared: the same futures, and in each run other numbers."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from builders import MADE_BY
from read_back import invented
from tbkk_sim.experiment.comparison import Comparison
from tbkk_sim.experiment.comparison_cell import Cell, parse_cell
from tbkk_sim.experiment.comparison_values import read_run
from tbkk_sim.experiment.explanation import Explanation
from tbkk_sim.experiment.origin import file_hash, futures_hash, settings_hash
from tbkk_sim.reporting.comparison_view import ComparisonView

CHANGES: dict[str, dict[str, object]] = {
    "base": {},
    "more posts": {"staffing.units.coast.posts": 9},
    "tools": {"staffing.units.coast.posts": 8, "casework.classes.serious.hours": {"enrich": 2, "search": 9}},
}
FIGURES = (
    "backlog_end", "demand_not_met/serious", "waiting_days_p90/acute", "waiting_days_p90/serious",
    "share_within_norm/serious", "deployable_fte/all/all/coast", "finished/all/2022", "hires", "load",
)  # fmt: skip
EXPLAINED = ("backlog_end", "finished/all/2022")
"""Differences that are split over two groups of settings."""
OVER_TIME = ("backlog_end", "deployable_fte", "establishment_fte")
"""Key figures of months that are kept: those that are drawn."""


@cache
def rows() -> dict[str, pd.DataFrame]:
    """The tidy table of each run: each value of the base a factor larger or smaller, more or less alike in all "
    "futures."""
    base = invented.key_figures(invented.settings_of())
    monthly = base["period"].str.len().eq(7)
    base = base[~monthly | base["key_figure"].isin(OVER_TIME)].reset_index(drop=True)
    found = {"base": base}
    for number, label in enumerate(list(CHANGES)[1:], 1):
        random = np.random.default_rng(10 + number)
        place = base.groupby(["key_figure", "period", "team", "priority_class"], sort=False).ngroup().to_numpy()
        effect = random.normal(0, 0.15, place.max() + 1)[place] + 0.04 * random.normal(size=len(base))
        shares = base["key_figure"].str.contains("share").to_numpy()
        factor = np.where(shares, 1 + np.tanh(effect) * 0.03, np.exp(effect))
        found[label] = base.assign(value=base["value"] * factor)
    acute = base["key_figure"].eq("waiting_days_p90") & base["priority_class"].eq("acute") & base["period"].eq("all")
    for table in found.values():
        table.loc[acute, "value"] *= 0.02  # hours
    return found


def write(folder: Path, label: str, language: str) -> Path:
    """A run folder as a run leaves it, as far as a comparison reads it."""
    settings = invented.settings_of(language, name=label, **CHANGES[label])
    (path := folder / label).mkdir()
    (path / "settings.json").write_text(settings.model_dump_json(), encoding="utf-8")
    coded = dict.fromkeys(("period", "team", "priority_class", "key_figure"), "category")
    rows()[label].astype(coded).to_parquet(path / "key_figures.parquet")
    manifest = {
        **MADE_BY,
        "status": "finished",
        "name": label,
        "replications": invented.FUTURES,
        "seed": settings.seed,
        "settings_hash": settings_hash(settings),
        "futures_hash": futures_hash(settings),
        "files": {file.name: file_hash(file) for file in path.iterdir()},
    }
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return path


def view(folder: Path, language: str) -> ComparisonView:
    """The comparison as pages see it."""
    cells = tuple(parse_cell(text) for text in FIGURES)
    runs = tuple(read_run(label, write(folder, label, language), cells) for label in CHANGES)
    return ComparisonView(Comparison(runs, cells, margins={Cell("backlog_end"): 150.0}))


def parts() -> np.ndarray:
    """What two groups of settings bring in each future [group, future, key figure]."""
    return np.random.default_rng(3).normal([[[-300, 40]], [[120, 90]]], 30, (2, invented.FUTURES, len(EXPLAINED)))


def explanation() -> Explanation:
    """How the difference between the base and the tools comes about."""
    before = np.full((invented.FUTURES, len(EXPLAINED)), 1000.0)
    cells = tuple(parse_cell(text) for text in EXPLAINED)
    return Explanation(cells, ("staff", "complexity"), parts(), before, parts().sum(axis=0))
