"""Three invented runs, to compare and as a sweep: the same replications, and in each run other numbers."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from tbkk_sim.comparison.comparison import Comparison
from tbkk_sim.comparison.explanation import Explanation
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.comparison.values import read_run
from tbkk_sim.metrics.cell import Cell, parse_cell
from tbkk_sim.runs.changes import Changes, Idle, Reason, changes_text
from tbkk_sim.runs.folder.identity import file_hash, replications_hash, settings_hash
from tbkk_sim.runs.sweep import SPREAD
from tbkk_sim.runs.tables.columns import SUMMARY_COLUMNS
from tbkk_sim.settings.asked import Asked
from tbkk_sim.system.in_place import write_whole
from tests.builders import MADE_BY, write_table
from tests.read_back import invented
from tests.read_back.run_tables import Of
from tests.read_back.tidy import KEYS, Tidy

CHANGES: dict[str, dict[str, object]] = {
    "base": {},
    "more-posts": {"staffing.units.coast.posts": 9},
    "tools": {"staffing.units.coast.posts": 8, "casework.classes.serious.hours": {"enrich": 2, "search": 9}},
}
POSTS = {"base": 6, "more-posts": 9, "tools": 8}
FIGURES = (
    "backlog_end", "left_undone/serious", "waiting_days_p90/acute", "waiting_days_p90/serious",
    "share_within_norm/serious", "deployable_fte/all/all/coast", "finished/all/2022", "hires", "load_all",
)  # fmt: skip
EXPLAINED = ("backlog_end", "finished/all/2022")
"""Differences that are split over two groups of settings."""
OVER_TIME = ("backlog_end", "deployable_fte", "establishment_fte")
"""Key figures of months that are kept: those that are drawn."""
MORE_UNDONE = 0.4
"""Over the whole run, so much more is left undone with the tools, as a part of the mean of the base: surely clear."""


@cache
def rows() -> dict[str, pd.DataFrame]:
    """The tidy table of each run: each value of the base a factor larger or smaller, more or less alike in all "
    "replications."""
    base = invented.key_figures(invented.settings_of())
    monthly = base["period"].str.len().eq(7)
    base = base[~monthly | base["key_figure"].isin(OVER_TIME)].reset_index(drop=True)
    found = {"base": base}
    for number, label in enumerate(list(CHANGES)[1:], 1):
        random = np.random.default_rng(20 + number)
        place = base.groupby(["key_figure", "period", "team", "priority_class"], sort=False).ngroup().to_numpy()
        effect = random.normal(0, 0.15, place.max() + 1)[place] + 0.04 * random.normal(size=len(base))
        shares = base["key_figure"].str.contains("share").to_numpy()
        factor = np.where(shares, 1 + np.tanh(effect) * 0.03, np.exp(effect))
        found[label] = base.assign(value=base["value"] * factor)
    whole = (base["period"] == "all") & (base["team"] == "all") & (base["priority_class"] == "all")
    undone = base.loc[whole & base["key_figure"].eq("left_undone"), "value"]
    more = MORE_UNDONE * undone.mean() * np.linspace(0.9, 1.1, len(undone))
    found["tools"].loc[undone.index, "value"] = undone + more
    acute = base["key_figure"].eq("waiting_days_p90") & base["priority_class"].eq("acute") & base["period"].eq("all")
    for table in found.values():
        table.loc[acute, "value"] *= 0.02  # hours
    return found


TYPED = ("demand.unit_share.lakes=0.2", "++triage.hours_mean=0.5")
"""What was typed for all runs."""
LATE = Idle(("staffing.plan.late.date=2024-02-03",), "", Reason.LATE, {"day": "2024-02-03"})
ALIKE = Idle(("triage.hours_mean=0.5",), "", Reason.NOTHING, {"futures": 17})
IDLE = {"base": (), "more-posts": (LATE,), "tools": (LATE, ALIKE)}
"""What was typed without effect."""
IN_SWEEP = ("left_undone", "taken_up", "finished", "share_within_norm", "deployable_fte")


def typed(label: str) -> tuple[str, ...]:
    """Overrides of a run."""
    return (*TYPED, f"staffing.units.coast.posts={POSTS[label]}")


def write(path: Path, label: str, language: str) -> Path:
    """A run folder as a run leaves it, as far as a comparison and a sweep read it."""
    asked = Asked(overrides=typed(label))
    settings = invented.settings_of(language, name=label, **CHANGES[label]).model_copy(update={"asked": asked})
    path.mkdir()
    (path / "settings.json").write_text(settings.as_file(), encoding="utf-8")
    coded = dict.fromkeys(("period", "team", "priority_class", "key_figure"), "category")
    write_table(path / "key_figures.parquet", rows()[label].astype(coded))
    summaries()[label].to_csv(path / "summary.csv", index=False)
    write_whole(path / "changes.json", changes_text(Changes(idle=IDLE[label])))
    manifest = {
        **MADE_BY,
        "status": "finished",
        "name": label,
        "asked": asked.model_dump(mode="json"),
        "replications": invented.REPLICATIONS,
        "seed": settings.seed,
        "settings_hash": settings_hash(settings),
        "replications_hash": replications_hash(settings),
        "files": {file.name: file_hash(file) for file in path.iterdir()},
    }
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return path


@cache
def tidy(label: str) -> Tidy:
    """The tidy table of a run."""
    return Tidy(rows()[label])


def of_base(language: str) -> Of:
    """The run that the others are compared with."""
    return Of(tidy("base"), language, invented.people())


@cache
def summaries() -> dict[str, pd.DataFrame]:
    """The summary.csv of each run, of the key figures on the screen of a sweep: mean, interval and band."""
    found = {}
    for label, of_run in rows().items():
        kept = of_run["key_figure"].isin(IN_SWEEP) & of_run["team"].eq("all") & of_run["period"].str.len().lt(7)
        places = of_run[kept].drop_duplicates(KEYS)[KEYS]
        numbers = []
        for figure, period, team, case in places.itertuples(index=False):
            of = tidy(label).of(figure, period=period, team=team, case=case)
            numbers.append((of.mean, *of.interval, of.low, of.high, len(of)))
        found[label] = places.assign(**dict(zip(SPREAD, np.array(numbers).T, strict=True)), unit="")
        found[label] = found[label][list(SUMMARY_COLUMNS)].astype({"n": int})
    return found


def view(folder: Path, language: str, *, margin: bool = True) -> ComparisonView:
    """The comparison as pages see it."""
    cells = tuple(parse_cell(text) for text in FIGURES)
    also = (*cells, *(parse_cell(f"finished/all/{year}") for year in invented.YEARS))
    runs = tuple(read_run(label, write(folder / label, label, language), also) for label in CHANGES)
    return ComparisonView(Comparison(runs, cells, margins={Cell("backlog_end"): 150.0} if margin else {}))


def write_sweep(folder: Path, language: str) -> None:
    """The runs as a sweep leaves them: in folders with numbers, each with what was typed for it."""
    for number, label in enumerate(CHANGES):
        path = write(folder / str(number), label, language)
        (path / ".hydra").mkdir()
        (path / ".hydra" / "overrides.yaml").write_text(json.dumps(typed(label)), encoding="utf-8")


def parts() -> np.ndarray:
    """What two groups of settings bring in each replication [group, replication, key figure]."""
    return np.random.default_rng(3).normal([[[-300, 40]], [[120, 90]]], 30, (2, invented.REPLICATIONS, len(EXPLAINED)))


def explanation() -> Explanation:
    """How the difference between the base and the tools comes about."""
    before = np.full((invented.REPLICATIONS, len(EXPLAINED)), 1000.0)
    cells = tuple(parse_cell(text) for text in EXPLAINED)
    return Explanation(cells, ("staff", "complexity"), parts(), before, parts().sum(axis=0))
