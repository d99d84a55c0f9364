"""Make again what the documents show: `python scripts/remake.py [assumptions] [picture] [tutorial] [week]`.

`assumptions`: the tables of docs/background/assumptions.md, from the comments in conf/. `picture`: what the README
and the tutorial show of the scenario growth, from a real run (a minute or so). `tutorial`: what else docs/tutorial.md
shows, by the commands that stand in it (some seven minutes). `week`: the sentences and the account of
docs/background/a_week.md, from one future of the baseline (half a minute). What is made stands between the marks
`<!-- name -->` and `<!-- -->`.
"""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import yaml

from tbkk_sim.config.compose import load_settings
from tbkk_sim.runs.replication import simulate
from tbkk_sim.settings.provenance import Entry, list_entries
from tbkk_sim.week.facts.reader import WeekReader
from tbkk_sim.week.telling.sheet import sheet_of
from tbkk_sim.week.telling.terminal import WIDEST, lines_of
from tbkk_sim.week.telling.words import say_week

ROOT = Path(__file__).resolve().parents[1]
ASSUMPTIONS, README = ROOT / "docs" / "background" / "assumptions.md", ROOT / "README.md"
TUTORIAL = ROOT / "docs" / "tutorial.md"
A_WEEK = ROOT / "docs" / "background" / "a_week.md"
SHOWN_UNIT, SHOWN_WEEK = "rotterdam", "2022-W14"
PICTURE = ROOT / "docs" / "images" / "growth.svg"
COMMAND = ["-m", "tbkk_sim", "+scenario=growth"]
FIRST_BELOW = " Utilisation"
"""First words of what the tutorial shows and the README has no room for: the last rows of the table of years, and what
stands below it."""
PARTS_SHOWN = {
    "compare": ("What differs clearly", "What differs in settings"),
    "staff": ("What differs clearly", "What differs in settings"),
    "tune": ("Add 8 posts", "Giving each next post"),
}
"""What the tutorial shows of a screen: from the line that begins so, to before the one that begins so."""


def main(asked: list[str]) -> None:
    """Make what is asked, or everything."""
    if "assumptions" in asked or not asked:
        write(ASSUMPTIONS, with_tables(ASSUMPTIONS.read_text(encoding="utf-8")))
    if "picture" in asked or not asked:
        screen, _, _ = run_growth().partition("\nFinished:")
        table, _, below = screen.partition(f"\n{FIRST_BELOW}")
        write(README, put(README.read_text(encoding="utf-8"), "screen", f"```text\n{table.rstrip()}\n...\n```"))
        below = f"```text\n{FIRST_BELOW}{below}\n...\n```"
        write(TUTORIAL, put(TUTORIAL.read_text(encoding="utf-8"), "below", below))
    if "tutorial" in asked or not asked:
        write(TUTORIAL, with_screens(TUTORIAL.read_text(encoding="utf-8")))
    if "week" in asked or not asked:
        replication = simulate(load_settings(["run.replications=1"]))
        reader = WeekReader(replication.settings, replication.ledger)
        page = with_sentences(A_WEEK.read_text(encoding="utf-8"), reader)
        write(A_WEEK, with_account(page, reader, SHOWN_UNIT, SHOWN_WEEK))


def write(file: Path, text: str) -> None:
    """Write a text, the same on every system."""
    file.write_text(text, encoding="utf-8", newline="\n")


def put(text: str, name: str, what: str) -> str:
    """The text with something else between the marks of this name."""
    before, mark, rest = text.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition("<!-- -->")
    if not mark or not end:
        raise ValueError(f"the marks of '{name}' are missing")
    return f"{before}{mark}{what}\n{end}{after}"


def run_growth() -> str:
    """Run the scenario, take its picture, and return what it shows on the terminal."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, *COMMAND], cwd=folder, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        (made,) = Path(folder).rglob("figures/backlog.svg")
        shutil.copyfile(made, PICTURE)
    screen = re.sub(r"(Results: ).*?(outputs\S*)", r"\1\2", done.stdout)
    return "\n".join(line.rstrip() for line in screen.strip().splitlines())


def with_screens(text: str) -> str:
    """The tutorial with what its commands show; each stands in the block before what it shows."""
    for name, (first, last) in PARTS_SHOWN.items():
        before = text.partition(f"<!-- {name} -->")[0]
        (*_, command) = re.findall(r"^python (-m tbkk_sim .*)$", before, re.MULTILINE)
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, *shlex.split(command)],
                cwd=folder,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        lines = [line.rstrip() for line in done.stdout.splitlines()]
        start = next(number for number, line in enumerate(lines) if line.startswith(first))
        end = next(number for number, line in enumerate(lines) if number > start and line.startswith(last))
        shown = "\n".join(lines[start:end]).rstrip()
        text = put(text, name, f"```text\n{shown}\n```")
    return text


def with_sentences(text: str, reader: WeekReader) -> str:
    """The page of a week with the sentences about a run, to mark."""
    sheet = sheet_of(reader, language="en")
    lines = ["| " + " | ".join(sheet.headings) + " |", "| ---: | --- | ---: | :---: | :---: | :---: |"]
    rows = sheet.rows("\N{WHITE SQUARE}")
    return put(text, "sentences", "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]))


def with_account(text: str, reader: WeekReader, unit: str, week: str) -> str:
    """The page of a week with the account of one."""
    words = say_week(reader.settings, reader.account(unit, reader.weeks.names.index(week)), "en")
    account = "\n".join(line.text for line in lines_of(words, WIDEST))
    return put(text, "account", f"```text\n{account}\n```")


def with_tables(text: str) -> str:
    """The page of assumptions with the tables as they follow from conf/."""
    entries = [entry for entry in list_entries(ROOT / "conf") if entry.place.partition(":")[0] in files_of_baseline()]
    for name, tags in (("assumed", "AX"), ("known", "SPD")):
        text = put(text, name, table(entry for entry in entries if str(entry.tag) in tags))
    return text


def files_of_baseline() -> set[str]:
    """The files of conf/ that the baseline is made of."""
    config = yaml.safe_load((ROOT / "conf" / "config.yaml").read_text(encoding="utf-8"))
    chosen = [group for group in config["defaults"] if isinstance(group, dict)]
    return {"config.yaml"} | {f"{name}/{option}.yaml" for group in chosen for name, option in group.items()}


def table(entries: Iterable[Entry]) -> str:
    """A numbered table; numbers that share a reason share a row."""
    lines = ["| # | setting | value | range | | why |", "| ---: | --- | ---: | ---: | --- | --- |"]
    for number, alike in enumerate(together(entries), start=1):
        first = alike[0]
        values = sorted(entry.value for entry in alike) if not isinstance(first.value, str) else [first.value]
        value = span(values[0], values[-1])
        note = first.note.replace("|", "\\|")
        lines.append(f"| {number} | `{pattern(alike)}` | {value} | {bounds(alike)} | {first.tag} | {note} |")
    return "\n".join(lines)


def together(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Entries with one reason: those of one parent with one range, and then those of parents that are alike."""
    of_parent: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        file, parent = entry.place.partition(":")[0], entry.key.rpartition(".")[0]
        of_parent.setdefault((file, entry.tag, entry.note, parent, factors(entry)), []).append(entry)
    rows: dict[tuple[object, ...], list[Entry]] = {}
    for (*why, _, _), alike in of_parent.items():
        parts = alike[0].key.split(".")
        name = parts[-2:-1] if len(alike) > 1 else parts[-1:]
        rows.setdefault((*why, len(alike) > 1, *name, len(parts)), []).extend(alike)
    return list(rows.values())


def pattern(alike: list[Entry]) -> str:
    """The keys as one, with a star where they differ."""
    parts = zip(*(entry.key.split(".") for entry in alike), strict=True)
    return ".".join(part[0] if len(set(part)) == 1 else "*" for part in parts)


def bounds(alike: list[Entry]) -> str:
    """Their range; as a factor where it is one."""
    ranges = {(entry.low, entry.high) for entry in alike}
    if len(ranges) == 1:
        low, high = ranges.pop()
        return "" if low is None or high is None else span(low, high)
    by_factor = {factors(entry) for entry in alike}
    low, high = by_factor.pop()
    return "each its own" if by_factor else f"x{low:g} to x{high:g}"


def factors(entry: Entry) -> tuple[float | None, float | None]:
    """Its range as factors on the number, if they can be; else as it is."""
    if isinstance(entry.value, str) or not entry.value or entry.low is None or entry.high is None:
        return entry.low, entry.high
    return round(entry.low / entry.value, 3), round(entry.high / entry.value, 3)


def span(low: float | str, high: float | str) -> str:
    """One value, or from the lowest to the highest."""
    if isinstance(low, str) or isinstance(high, str):
        return f"{low}"
    return f"{low:,g}" if low == high else f"{low:,g} to {high:,g}"


if __name__ == "__main__":
    main(sys.argv[1:])
