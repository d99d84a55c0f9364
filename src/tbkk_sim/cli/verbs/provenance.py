"""`python -m tbkk_sim provenance`: where every number comes from."""

import csv
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tbkk_sim.cli.arguments import Parser, said, take_language
from tbkk_sim.cli.language import command_language
from tbkk_sim.config.sources import entries_of
from tbkk_sim.problem import Phrase, joined, wrong
from tbkk_sim.settings.provenance import TAGS, Entry, problems

COLUMNS = ("key", "value", "from", "low", "high", "note", "place")
"""Columns of the CSV, which programs read."""
HEADINGS = (
    Phrase("key"), Phrase("value"), Phrase("from"), Phrase("low"), Phrase("high"), Phrase("note"), Phrase("place"),
)  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """List the numbers of conf/, or those that a run uses; 1 if one lacks its source."""
    parser = Parser("provenance", Phrase("list where every number comes from"))
    parser.add_argument("overrides", nargs="*", help=Phrase("a run, as in +scenario=growth: list its numbers"))
    parser.add_argument("--from", dest="tags", metavar="LETTERS", help=_only_these(), default="")
    parser.add_argument("--csv", action="store_true", help=Phrase("as CSV"))
    parser.add_argument("--conf", type=Path, help=Phrase("folder to list instead of conf/"))
    parser.add_argument("--config-dir", help=Phrase("folder of your own, beside conf/, as for a run"))
    chosen = parser.read(argv, intermixed=True)
    if unknown := set(chosen.tags.upper()) - set(TAGS):
        letters = ", ".join(sorted(unknown))
        raise wrong(f"--from {chosen.tags}", "{letters} is not one of {allowed}", letters=letters, allowed=_legend())
    if chosen.conf and not chosen.conf.is_dir():
        raise wrong(f"--conf {chosen.conf}", "is not a folder")
    _, overrides = take_language(chosen.overrides)
    entries = entries_of(overrides, chosen.conf, chosen.config_dir)
    shown = [entry for entry in entries if not chosen.tags or entry.tag in chosen.tags.upper()]
    if chosen.csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        writer.writerows(_cells(entry) for entry in shown)
    else:
        _print_table(shown)
    missing = problems(entries)
    for line in missing:
        print(said(line), file=sys.stderr)
    return 1 if missing else 0


def _cells(entry: Entry) -> tuple[str, ...]:
    low, high = ("" if bound is None else f"{bound:.6g}" for bound in (entry.low, entry.high))
    value = entry.value if isinstance(entry.value, str) else f"{entry.value:.12g}"
    return entry.key, value, entry.tag or "?", low, high, entry.note, entry.place


def _print_table(entries: list[Entry]) -> None:
    from rich.console import Console

    from tbkk_sim.report.kit.fitted import show_table

    rows = [_cells(entry) for entry in entries]
    console, headings = Console(), tuple(map(said, HEADINGS))
    if console.is_terminal:
        show_table(console, "", headings, rows, left=len(headings))
    else:
        widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
        for row in (headings, *rows):
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    counts = Counter(entry.tag for entry in entries)
    of_tags = [Phrase("{number} {tag}", number=counts[tag], tag=word) for tag, word in TAGS.items() if counts[tag]]
    print(said(Phrase("{number} numbers: {of_tags}", number=len(rows), of_tags=joined(of_tags))))
    if command_language() != "en":
        print(said(Phrase("The sources are quoted as they stand in the configuration, in English.")))


def _legend() -> str:
    return joined([Phrase("{tag} {word}", tag=tag, word=word) for tag, word in TAGS.items()])


def _only_these() -> Phrase:
    return Phrase("only these: {letters}", letters=_legend())
