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
COSTS = "Cost over the whole period"
"""Beginning of the title of the table of costs."""
MILLIONS = " million euros"
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
    levels, results = named_by(read.tables[0], 2), _by_key_figure(read.tables[1])
    parts = [table for table in read.tables[2:-1] if not table.title.startswith(COSTS)]  # read back with comparisons
    rows = pd.read_csv(folder / "differences.csv", dtype={"period": str})
    if levels.rows != named_by(read_csv(folder / "levels.csv"), 2).rows:
        yield "the levels are not those of levels.csv"
    runs = results.headings[2:]
    of_cell = [rows.iloc[k : k + len(runs)] for k in range(0, len(rows), len(runs))]
    for level, of in zip(levels.rows, of_cell, strict=True):
        means = [of["base_mean"].iloc[0], *of["mean"]]
        yield from _wrong_levels(level, levels.headings, of["key_figure"].iloc[0], means)
    for change, of in zip(
        results.rows, of_cell, strict=read.tables[1].headings[0] != "Run"
    ):  # many runs: the first ones
        base = [of["base_mean"].iloc[0]]
        yield from _wrong_levels(change[:2], results.headings[:2], of["key_figure"].iloc[0], base)
        yield from _wrong_changes(change, results.headings, of)
    if parts:
        yield from _wrong_parts(parts, pd.read_csv(folder / "parts.csv"))
    study = yaml.safe_load((folder / "study.yaml").read_text(encoding="utf-8"))
    said = read.texts[: read.texts.index(levels.title)]
    for template in study["answer"]:
        yield from _wrong_answer(template, said, rows)


def _by_key_figure(table: Table) -> Table:
    """The table of results with a row for each key figure; of many runs it has a row for each of them on the page."""
    if table.headings[0] != "Run":
        return named_by(table, 2)
    turned = [list(column) for column in zip(table.headings, *table.rows, strict=True)]
    return Table(table.title, turned[0], turned[1:])


def _wrong_levels(row: list[str], headings: list[str], figure: str, means: list[float]) -> Iterator[str]:
    kind = kind_of(figure)
    for heading, cell, mean in zip(headings[1:], row[1:], means, strict=True):
        shown, right = _in_millions(figure, cell.partition(" (")[0], mean)
        if math.isfinite(right) and (said := Shown("number" if kind == "fte" else kind, right).complaint(shown, "en")):
            yield f"{row[0]}, {heading}: {said}"


def _in_millions(figure: str, shown: str, number: float) -> tuple[str, float]:
    """What is shown and what is right of an amount of money, both in millions of euros; of all else as it is."""
    if not figure.endswith("_eur"):
        return shown, number
    return shown.removesuffix(MILLIONS), number / 1e6


def _measure(figure: str, difference: float, low: float, high: float) -> str:
    """How a difference is written; of times in hours if it and half of its interval are both below two days."""
    kind = kind_of(figure)
    largest = max(
        (number for number in (abs(difference), (high - low) / 2) if not math.isnan(number)), default=math.nan
    )
    return {"share": "points", "days": "in hours" if largest < 2 else "in days"}.get(kind, kind)


def _wrong_changes(row: list[str], headings: list[str], of: pd.DataFrame) -> Iterator[str]:
    for heading, cell, one in zip(headings[2:], row[2:], of.itertuples(), strict=True):
        measure = _measure(one.key_figure, one.difference, one.interval_low, one.interval_high)
        shown, difference = _in_millions(one.key_figure, cell, one.difference)
        interval_low, interval_high = (
            _in_millions(one.key_figure, "", end)[1] for end in (one.interval_low, one.interval_high)
        )
        if one.run != heading:
            yield f"{row[0]}: {heading} stands where {one.run} should"
        elif math.isnan(one.difference):
            continue
        elif math.isnan(one.interval_low):
            by, _, differ = shown.partition(" (differs in ")
            if differ != ("" if one.alike else f"{one.differ} of {one.n})"):
                yield f"{row[0]}, {heading}: {shown!r} should differ in {one.differ} of {one.n}"
            said = Shown(measure, difference).complaint(by, "en")
            yield from [f"{row[0]}, {heading}: {said}"] if said else []
        elif said := Change(measure, difference, interval_low, interval_high).complaint(shown, "en"):
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
    numbers: dict[str, Shown | Change] = {}

    def number(found: re.Match[str]) -> str:
        run, cell = found.groups()
        name = f"n{len(numbers)}"
        numbers[name] = _level(run, cell, rows)
        return f"{{{name}}}"

    sentence = Said(PLACE.sub(number, template), numbers)
    said = [text.replace(MILLIONS, "") for text in said]
    complaints = [sentence.complaint(text, "en") for text in said]
    if all(complaints):
        near = [complaint for complaint, text in zip(complaints, said, strict=True) if sentence.pattern.fullmatch(text)]
        yield f"{template!r}: {near or 'it is not said'}"


def _level(run: str, cell: str, rows: pd.DataFrame) -> Shown | Change:
    """The mean of a run, in the row of that run or as that of the base; of money, also the difference from the base."""
    wanted = [*cell.split("/"), "all", "all", "all"][:4]
    of_cell = rows[(rows[KEYS] == wanted).all(axis=1)]
    if wanted[0].endswith("_eur") and " - " in run:
        one = of_cell[of_cell["run"] == run.partition(" - ")[0]].iloc[0]
        return Change("number", *(one[name] / 1e6 for name in ("difference", "interval_low", "interval_high")))
    if not len(of_cell) or " - " in run:
        return Unknown("number", math.nan)
    of_run = of_cell[of_cell["run"] == run]
    mean = of_run["mean"].iloc[0] if len(of_run) else of_cell["base_mean"].iloc[0]
    kind = kind_of(wanted[0])
    if not math.isfinite(mean):
        return NotAlways(kind, mean)
    if wanted[0].endswith("_eur"):
        return Shown("number", mean / 1e6)
    return Shown("number" if kind == "fte" else kind, mean)
