"""`python -m tbkk_sim provenance`: where every number comes from."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tbkk_sim.cli.words import Parser, said, take_language
from tbkk_sim.problem import Phrase, joined, wrong
from tbkk_sim.settings.provenance import TAGS, Entry, entries_text, in_effect, list_entries, problems

if TYPE_CHECKING:
    from tbkk_sim.settings import Settings

COLUMNS = ("key", "value", "from", "low", "high", "note", "place")
"""Of the CSV, which programs read."""
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
    chosen = parser.parse_intermixed_args(list(argv))
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


def entries_of(overrides: Sequence[str] = (), conf: Path | None = None, config_dir: str | None = None) -> list[Entry]:
    """The numbers that a run uses, with their sources and ranges; without overrides, all numbers of the folders.

    Raises:
        SettingsError: the run cannot be composed, or, without overrides, a file is no YAML.
    """
    from tbkk_sim.config.compose import compose, make_loader
    from tbkk_sim.config.paths import conf_dir

    loader = make_loader(str(conf.absolute()) if conf else None, config_dir)
    folders = [conf or conf_dir(), *([Path(config_dir)] if config_dir else [])]
    if not overrides:
        return [entry for folder in folders for entry in list_entries(folder)]
    config, _ = compose(loader, overrides)
    entries = [entry for folder in folders for entry in list_entries(folder, only_readable=True)]
    return in_effect(entries, dict(_leaves(config)))


def entries_used(settings: "Settings", conf: Sequence[Path] = ()) -> list[Entry]:
    """The numbers of these settings with their sources; a number that was typed for this run has none.

    Args:
        settings: Settings of a run.
        conf: Folders that its numbers come from, besides conf/.
    """
    from tbkk_sim.config.paths import conf_dir

    folders = dict.fromkeys([conf_dir(), *(folder.resolve() for folder in conf if folder.is_dir())])
    entries = [entry for folder in folders for entry in list_entries(folder, only_readable=True)]
    values = dict(_flat(settings.model_dump(mode="json")))
    known = {entry.key: entry for entry in in_effect(entries, values)}
    typed = {entry.key for entry in entries if entry.key in values} - set(known)
    return [
        known.get(key) or Entry(key, _number(value), None, None, None, "", "")
        for key, value in values.items()
        if key in known or (key in typed and value is not None)
    ]


def inputs_of(settings: "Settings", conf: Sequence[Path] = ()) -> dict[str, str]:
    """Return the records of a run on its inputs: where its numbers come from, and what was changed for it.

    Args:
        settings: Settings of the run.
        conf: Folders that its numbers come from, besides conf/.
    """
    from tbkk_sim.config.changes import changes_record
    from tbkk_sim.runs.folder.names import PROVENANCE

    return {PROVENANCE: entries_text(entries_used(settings, conf)), **changes_record(settings)}


def _flat(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    items = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else None
    if items is None:
        yield ".".join(path), node
        return
    for key, value in items:
        yield from _flat(value, (*path, str(key)))


def _number(value: object) -> float | str:
    return float(value) if isinstance(value, int | float) else str(value)


def _leaves(config: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    from omegaconf import OmegaConf

    plain = OmegaConf.to_container(config, resolve=True) if not path else config
    items = plain.items() if isinstance(plain, Mapping) else enumerate(plain) if isinstance(plain, list) else ()
    for key, value in items:
        here = (*path, str(key))
        if isinstance(value, Mapping | list):
            yield from _leaves(value, here)
        else:
            yield ".".join(here), value


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


def _legend() -> str:
    return joined([Phrase("{tag} {word}", tag=tag, word=word) for tag, word in TAGS.items()])


def _only_these() -> Phrase:
    return Phrase("only these: {letters}", letters=_legend())
