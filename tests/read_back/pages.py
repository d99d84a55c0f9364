"""Pages taken apart: tables with their headings, and running text."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from tbkk_sim.report.kit.files import write_files
from tests.read_back.shown import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BLOCKS = {"p", "li", "h1", "h2", "h3", "summary", "title", "figcaption", "div", "nav", "table"}
PARTS = {"dt", "dd", "strong", "span", "em"}
"""What stands apart within a card or a pair: they are read together, with a bar between."""
NOT_READ = {"style", "code", "pre", "svg"}
"""Code is no claim; what is drawn is read from the figure."""
BAR = " | "


@dataclass
class Table:
    """Headings, and rows of which the first cell names the row."""

    title: str
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Page:
    """What a page says."""

    tables: list[Table] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._text: list[str] = []
        self._row: list[str] = []
        self._unread, self._in_list, self._in_cell, self._title = 0, False, False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if tag in NOT_READ:
            self._unread += not (tag == "code" and self._in_cell)
            self.page.texts += [plain(of.get("aria-label") or "")] if tag == "svg" else []
        elif tag in BLOCKS:
            self._flush()
        elif tag in ("th", "td", "caption"):
            self._text = []
        if tag == "table":
            self.page.tables.append(Table(self._title))
        self._in_list |= tag == "dl" or of.get("class") == "card"
        self.page.texts += [plain(of.get("alt") or "")] if tag == "img" else []
        self._in_cell |= tag in ("th", "td")
        self._title = plain(of.get("aria-label") or "") if of.get("class") == "scroll" else self._title

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in NOT_READ and not (tag == "code" and self._in_cell)
        if tag in ("th", "td"):
            self._in_cell = False
            self._row.append(plain("".join(self._text)))
        if tag in ("th", "td", "caption"):
            self._text = []
        elif tag == "tr":
            table = self.page.tables[-1]
            table.headings, table.rows = table.headings or self._row, table.rows + [self._row] * bool(table.headings)
            self._row = []
        elif tag in BLOCKS:
            self._flush()
        elif tag in PARTS and self._in_list:
            self._text.append(BAR)
        self._in_list &= tag not in ("dl", "figure", "section")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._text.append(data)

    def _flush(self) -> None:
        if said := plain("".join(self._text)).rstrip(" |"):
            self.page.texts.append(re.sub(r"( \|)+ ", BAR, said))
        self._text = []


@contextmanager
def without_drawing() -> "Iterator[dict[str, Figure]]":
    """Pages are made without their pictures, which take most of the time: these are read from their axes.

    What it gives are the figures that would have been drawn into a folder, by name.
    """
    figures: dict[str, Figure] = {}

    def keep(folder: Path, drawn: "Mapping[str, Figure]", texts: Mapping[str, str]) -> None:
        figures.update(drawn)
        write_files(folder, {}, texts)

    with (
        patch("tbkk_sim.report.kit.page.panels_svg", lambda figure: '<svg viewBox="0 0 1 1"></svg>'),
        patch("tbkk_sim.tune.report.files.write_files", keep),
    ):
        yield figures


@contextmanager
def on_wide_screen() -> Iterator[io.StringIO]:
    """What is printed meanwhile, as on a terminal on which a sentence takes one line."""
    screen = io.StringIO()
    with patch.dict("os.environ", {"COLUMNS": "2000"}), redirect_stdout(screen):
        yield screen


def read_csv(file: Path, title: str = "") -> Table:
    """A table of texts."""
    with file.open(encoding="utf-8", newline="") as lines:
        headings, *rows = csv.reader(lines)
    return Table(title, headings, [[plain(cell) for cell in row] for row in rows])


def read_html(page: str) -> Page:
    """Tables by their titles; all other text but code and drawings."""
    reader = _Reader()
    reader.feed(page)
    return reader.page


def read_markdown(page: str) -> Page:
    """The same of Markdown; a table has the heading above it as its title."""
    read, title = Page(), ""
    for line in page.splitlines():
        if line.startswith("|"):
            cells = [plain(cell.replace("\\", "")) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if not read.tables or read.tables[-1].title != title or not read.tables[-1].headings:
                read.tables.append(Table(title, cells))
            elif not all(re.fullmatch("-+:?", cell) for cell in cells):
                read.tables[-1].rows.append(cells)
        elif said := plain(re.sub(r"`[^`]*`|!\[.*|[\\*]|^[#>-]+ ", "", line)):
            title = said
            read.texts.append(said)
    return read


def read_terminal(screen: str) -> Page:
    """The same of a screen wide enough for whole sentences: a table has a line below its headings."""
    read, lines = Page(), screen.splitlines()
    while rules := [k for k, line in enumerate(lines) if set(line.strip()) == {"\N{BOX DRAWINGS LIGHT HORIZONTAL}"}]:
        rule, width = rules[0], len(lines[rules[0]])
        blank = max(k for k in range(rule) if not lines[k].strip())
        title = blank
        while title and len(lines[title - 1]) == width and not re.match(r" |.*\.$", lines[title - 1]):
            title -= 1
        end = next((k for k in range(rule, len(lines)) if not lines[k].startswith(" ")), len(lines))
        body = [line for line in lines[rule + 1 : end] if line.strip()]
        table = _columns(plain(" ".join(lines[title:blank])), lines[blank + 1 : rule], body)
        read.tables.append(table)
        read.texts += [*map(plain, lines[:title]), table.title]
        lines = lines[end:]
    read.texts += map(plain, lines)
    return read


def _columns(title: str, head: list[str], body: list[str]) -> Table:
    """The table, whose columns are two blanks or more apart."""
    width = max(map(len, head + body))
    used = "".join("x" if any(line[k : k + 1].strip() for line in head + body) else " " for k in range(width))
    columns = [found.span() for found in re.finditer(r"x(?:x| (?! ))*", used)]
    headings = [plain(" ".join(line[a:b] for line in head)) for a, b in columns]
    return Table(title, headings, [[plain(line[a:b]) for a, b in columns] for line in body])
