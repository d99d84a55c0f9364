"""An account, and the sentences to mark, on the terminal."""

import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from tbkk_sim.report.kit.fitted import show_table
from tbkk_sim.week.facts.reader import WeekReader
from tbkk_sim.week.telling.sheet import sheet_of
from tbkk_sim.week.telling.storytelling import Story
from tbkk_sim.week.telling.words import WeekInWords, say_week

WIDEST = 100
"""Columns beyond which lines of text are hard to read."""
INDENT = "  "


class Line(NamedTuple):
    """One line of text."""

    text: str
    bold: bool = False


def show_week(reader: WeekReader, unit: str, week: str, language: str | None = None) -> None:
    """Print the account of a unit and a week, given by their names; without a language in that of the run."""
    account = reader.account(unit, reader.weeks.names.index(week))
    console = Console(highlight=False)
    for line in lines_of(say_week(reader.settings, account, language), min(console.width, WIDEST)):
        _print(console, line)


def show_sentences(reader: WeekReader, unit: str | None, language: str | None = None) -> None:
    """Print the sentences about a unit, or about all that do not judge the reports of others."""
    sheet = sheet_of(reader, unit, language)
    console = Console(highlight=False)
    for line in (Line(sheet.title, bold=True), Line(sheet.about), Line(sheet.how)):
        _print(console, line)
    console.width = min(console.width, WIDEST)
    show_table(console, "", sheet.headings, sheet.rows("[ ]"), left=2)


def lines_of(week: WeekInWords, width: int) -> Iterator[Line]:
    """Lay an account out in lines of at most a width; non-breaking spaces hold."""
    yield from _wrapped(f"{week.title} ({week.span})", width, bold=True)
    yield from _wrapped(week.note, width)
    lists = [(section.title, section.sentences) for section in week.sections]
    for title, sentences in (*lists, (week.stories_title, week.stories_notes)):
        yield Line("")
        yield from _wrapped(title, width, bold=True)
        for sentence in sentences:
            yield from _wrapped(sentence, width, "- ", INDENT)
    for story in week.stories:
        yield Line("")
        yield from _lines_of_story(story, width)


def _lines_of_story(story: Story, width: int) -> Iterator[Line]:
    yield from _wrapped(story.title, width, INDENT, bold=True)
    yield from _wrapped(story.before, width, INDENT)
    wide = max((len(line.when) for line in story.lines), default=0) + 2
    for line in story.lines:
        yield from _wrapped(line.what, width, INDENT + line.when.ljust(wide), INDENT + " " * wide)
    yield from _wrapped(story.after, width, INDENT)


def _wrapped(text: str, width: int, first: str = "", then: str | None = None, *, bold: bool = False) -> Iterator[Line]:
    """Lines of a paragraph; none of an empty text."""
    after = first if then is None else then
    for line in textwrap.wrap(text, width, initial_indent=first, subsequent_indent=after, break_on_hyphens=False):
        yield Line(line, bold)


def _print(console: Console, line: Line) -> None:
    console.print(Text(line.text, "bold" if line.bold else ""), soft_wrap=True)
