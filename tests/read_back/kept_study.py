"""The page of a study that is kept with the project, against the CSV files beside it."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from tbkk_sim.runs.folder.identity import file_hash
from tests.read_back.compare import named_by
from tests.read_back.pages import Table, read_csv, read_markdown
from tests.read_back.shown import Change, Said, Shown

PLACE = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
"""A number in a sentence of a study: a run (or one less another), and a key figure."""
KEYS = ["key_figure", "priority_class", "period", "team"]


@dataclass(frozen=True)
class Unknown(Shown):
    """A number that is in no table."""

    def complaint(self, text: str, language: str) -> str:
        return ""


@dataclass(frozen=True)
class NotAlways(Shown):
    """A time that some or all replications do not have."""

    def complaint(self, text: str, language: str) -> str:
        return "" if text in ("never", "not always") else f"{text!r}, where there is no such time in every replication"


def kind_of(figure: str) -> str:
    """The measure of a key figure, by its name."""
    if figure.endswith("_share") or figure.startswith(("share_", "utilisation")):
        return "share"
    return "days" if "_days" in figure else "fte" if figure.endswith("_fte") else "number"


def wrong_on(folder: Path) -> Iterator[str]:
    """What is wrong with the tables and the answer on the page, and which file is not the one that was made."""
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    yield from [f"{name} was changed" for name, made in files.items() if file_hash(folder / name) != made]
    read = read_markdown((folder / "README.md").read_text(encoding="utf-8"))
    levels, results, *parts = [named_by(table, 2) for table in read.tables[:2]] + read.tables[2:-1]
    rows = pd.read_csv(folder / "differences.csv", dtype={"period": str})
    if levels.rows != named_by(read_csv(folder / "levels.csv"), 2).rows:
        yield "the levels are not those of levels.csv"
    runs = results.headings[2:]
    of_cell = [rows.iloc[k : k + len(runs)] for k in range(0, len(rows), len(runs))]
    for level, change, of in zip(levels.rows, results.rows, of_cell, strict=True):
        means = [of["base_mean"].iloc[0], *of["mean"]]
        yield from _wrong_levels(level, levels.headings, of["key_figure"].iloc[0], [*means, means[0]], change[1])
        yield from _wrong_changes(change, results.headings, of)
    if parts:
        yield from _wrong_parts(parts, pd.read_csv(folder / "parts.csv"))
    study = yaml.safe_load((folder / "study.yaml").read_text(encoding="utf-8"))
    said = read.texts[: read.texts.index(levels.title)]
    for template in study["answer"]:
        yield from _wrong_answer(template, said, rows)


def _wrong_levels(row: list[str], headings: list[str], figure: str, means: list[float], base: str) -> Iterator[str]:
    kind = kind_of(figure)
    for heading, cell, mean in zip([*headings[1:], "base"], [*row[1:], base], means, strict=True):
        shown = cell.partition(" (")[0]
        if math.isfinite(mean) and (said := Shown("number" if kind == "fte" else kind, mean).complaint(shown, "en")):
            yield f"{row[0]}, {heading}: {said}"


def _measure(figure: str, *numbers: float) -> str:
    """How a difference is written; of times in hours if it and the ends of its interval are all below two days."""
    kind = kind_of(figure)
    largest = max((abs(number) for number in numbers if not math.isnan(number)), default=math.nan)
    return {"share": "points", "days": "in hours" if largest < 2 else "in days"}.get(kind, kind)


def _wrong_changes(row: list[str], headings: list[str], of: pd.DataFrame) -> Iterator[str]:
    for heading, cell, one in zip(headings[2:], row[2:], of.itertuples(), strict=True):
        measure = _measure(one.key_figure, one.difference, one.interval_low, one.interval_high)
        if one.run != heading:
            yield f"{row[0]}: {heading} stands where {one.run} should"
        elif math.isnan(one.difference):
            continue
        elif math.isnan(one.interval_low):
            by, _, differ = cell.partition(" (differs in ")
            if differ != ("" if one.alike else f"{one.differ} of {one.n})"):
                yield f"{row[0]}, {heading}: {cell!r} should differ in {one.differ} of {one.n}"
            said = Shown(measure, one.difference).complaint(by, "en")
            yield from [f"{row[0]}, {heading}: {said}"] if said else []
        elif said := Change(measure, one.difference, one.interval_low, one.interval_high).complaint(cell, "en"):
            yield f"{row[0]}, {heading}: {said}"


def _wrong_parts(tables: list[Table], rows: pd.DataFrame) -> Iterator[str]:
    for table, (_, of) in zip(tables, rows.groupby(KEYS, sort=False), strict=True):
        whole = of["part"].iloc[-1]
        for (name, brings, share), one in zip(table.rows, of.itertuples(), strict=True):
            factor = 100 if kind_of(one.key_figure) == "share" else 1
            numbers = [factor * end for end in (one.part, one.interval_low, one.interval_high)]
            said = Change("number", *numbers).complaint(brings, "en") or Shown("share", one.part / whole).complaint(
                share, "en"
            )
            if said:
                yield f"{table.title}, {name}: {said}"


def _wrong_answer(template: str, said: list[str], rows: pd.DataFrame) -> Iterator[str]:
    """A sentence of the study, as far as its numbers are in the table."""
    numbers: dict[str, Shown] = {}

    def number(found: re.Match[str]) -> str:
        run, cell = found.groups()
        name = f"n{len(numbers)}"
        numbers[name] = _level(run, cell, rows)
        return f"{{{name}}}"

    sentence = Said(PLACE.sub(number, template), numbers)
    complaints = [sentence.complaint(text, "en") for text in said]
    if all(complaints):
        near = [complaint for complaint, text in zip(complaints, said, strict=True) if sentence.pattern.fullmatch(text)]
        yield f"{template!r}: {near or 'it is not said'}"


def _level(run: str, cell: str, rows: pd.DataFrame) -> Shown:
    """The mean of a run: in the row of that run, or as that of the base."""
    wanted = [*cell.split("/"), "all", "all", "all"][:4]
    of_cell = rows[(rows[KEYS] == wanted).all(axis=1)]
    if not len(of_cell) or " - " in run:
        return Unknown("number", math.nan)
    of_run = of_cell[of_cell["run"] == run]
    mean = of_run["mean"].iloc[0] if len(of_run) else of_cell["base_mean"].iloc[0]
    kind = kind_of(wanted[0])
    if not math.isfinite(mean):
        return NotAlways(kind, mean)
    return Shown("number" if kind == "fte" else kind, mean)
