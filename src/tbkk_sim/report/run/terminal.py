"""One screen for the terminal: the main figures."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.fitted import show_table
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked, asked_phrases, findings
from tbkk_sim.report.run.certainty import precision
from tbkk_sim.report.run.tables import forecast
from tbkk_sim.report.run.tables.work import class_columns, reports_a_year
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.changes import Changes
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

HEADING_WIDTH = 8
"""Characters of a heading on one line: so that all columns fit a screen of 80."""


def show(run: RunView, folder: Path, console: "Console | None" = None) -> None:
    """Write the table of classes, a line on reports, staff and load, and where the results are, to stdout."""
    from rich.console import Console
    from rich.text import Text

    console = console or Console()
    say = run.say
    _show_classes(run, console)
    reports, closed = reports_a_year(run)
    lines = [
        say(phrases.REPORTS_LINE, reports=say.count(reports), closed=say.share(closed)),
        say(
            phrases.STAFF_LINE,
            establishment=say.number(run.mean("establishment_fte")),
            vacant=say.share(run.mean("vacancy_share"), 1),
            deployable=say.number(run.mean("deployable_fte"), 1),
        ),
    ]
    lines.append(findings.people_above_posts(run))
    lines += [findings.beside_the_backlog(run), forecast.not_met(run), forecast.settling(run), forecast.balance(run)]
    for line in filter(None, [*findings.never_begun(run), *lines, *precision(run)]):
        console.print(Text(line))
    warning = findings.warning(run)
    if warning is None:
        console.print(Text(findings.load(run)))
    else:
        show_warning(say, warning, console)
    for without_posts in findings.without_posts(run):
        show_warning(say, without_posts, console)
    show_asked(say, run.settings, run.changes, console)
    console.print(Text(say(phrases.RESULTS_IN, folder=folder)), soft_wrap=True)


def show_warning(say: Say, warning: str, console: "Console") -> None:
    """Write a warning."""
    from rich.text import Text

    console.print(Text.assemble((f"{say(phrases.WARNING)}: ", "bold red"), warning))


def show_asked(say: Say, settings: Settings, changes: Changes, console: "Console") -> None:
    """Write all changes, where the title does not name them all, and the settings without effect."""
    from rich.text import Text

    of_run = asked.changed(settings)
    if len(of_run) > asked.MOST_IN_TITLE:
        console.print(Text(say(asked_phrases.CHANGED_LINE, changes=", ".join(of_run))))
    show_idle(say(asked_phrases.WITHOUT_EFFECT), asked.without_effect(say, changes), console)


def show_idle(title: str, sentences: Sequence[str], console: "Console") -> None:
    """Write the settings without effect: one sentence behind its title, several below it."""
    from rich.text import Text

    if len(sentences) == 1:
        console.print(Text.assemble((f"{title}: ", "bold red"), sentences[0]))
    elif sentences:
        console.print(Text(f"{title}:", style="bold red"))
        for sentence in sentences:
            console.print(Text(f"- {sentence}"))


def _show_classes(run: RunView, console: "Console") -> None:
    """Write a row a class: cases in, taken up, waiting against norm, not met."""
    from rich.text import Text

    say = run.say
    title = say(
        phrases.CLASSES_TITLE, name=run.title, start=say.date(run.start), end=say.date(run.end),
        n=say.number(run.replications),
    )  # fmt: skip
    columns = class_columns(run, bands=False)
    rows = []
    for number, row in enumerate(zip(*columns.values(), strict=True)):
        last = number == len(run.classes)
        cells = [Text(cell, style="bold" if last else "") for cell in row]
        if not last and row[4] != phrases.MISSING and run.classes[number] in findings.served(run)[1]:
            cells[5].stylize("red")
        rows.append(cells)
    headings = [
        "\n".join(textwrap.wrap(heading, HEADING_WIDTH, break_long_words=False, break_on_hyphens=False))
        for heading in columns
    ]
    show_table(console, title, headings, rows, last_apart=True)
