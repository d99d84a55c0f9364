"""One screen for the terminal: the main figures, each year."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.fitted import show_table
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked, asked_phrases, findings
from tbkk_sim.report.run.capacity.sentences import capacity
from tbkk_sim.report.run.certainty import precision
from tbkk_sim.report.run.chain import laboratory
from tbkk_sim.report.run.costs import tables as costs
from tbkk_sim.report.run.tables import lateness, odds, selection, short, triage, triage_phrases
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.changes import Changes
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

MOST_YEARS = 5
"""Columns of years that fit a screen of 80."""


def show(run: RunView, folder: Path, console: "Console | None" = None) -> None:
    """Write the main figures of each year, why work was late, sentences and warnings to stdout."""
    from rich.console import Console
    from rich.text import Text

    console = console or Console()
    say = run.say
    _show_years(run, console)
    if note := selection.came_in_note(run):
        console.print(Text(note))
    late = lateness.late_columns(run, bands=False)
    if rows := [list[str | Text](row) for row in zip(*late.values(), strict=True)]:
        console.print(Text(say(triage_phrases.LATE_NOTE)))
        show_table(console, "", list(late), rows)
    lines = [
        odds.agreed_falls(run),
        odds.agreed_note(run),
        odds.assumed_numbers(run),
        selection.became(run),
        selection.treated(run),
        triage.hidden(run),
        say(
            phrases.STAFF_LINE,
            establishment=say.number(run.mean("establishment_fte")),
            vacant=say.share(run.mean("vacancy_share"), 1),
            deployable=say.number(run.mean("deployable_fte"), 1),
        ),
        findings.people_above_posts(run),
        capacity(run),
        laboratory.said(run),
        costs.said(run),
        *precision(run),
    ]
    if not short.is_short(run):
        lines.append(findings.load(run))
    for line in filter(None, lines):
        console.print(Text(line))
    for warning in findings.warnings(run):
        show_warning(say, warning, console)
    if rules := findings.left_by(run):
        console.print(Text(rules))
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


def _show_years(run: RunView, console: "Console") -> None:
    """Write the main figures, one column per year: the last years, as many as fit beside each other."""
    from rich.text import Text

    columns = selection.each_year_columns(run, bands=False)
    headings = list(columns)
    headings = [headings[0], *headings[1:][-MOST_YEARS:]]
    phrase = phrases.YEARS_TITLE if run.replications > 1 else phrases.YEARS_TITLE_ONE
    start, end, n = run.say.date(run.start), run.say.date(run.end), run.say.number(run.replications)
    title = run.say(phrase, name=run.title, start=start, end=end, n=n)
    console.print(Text(title, style="italic"))
    late, rows = selection.late(run), list[list[str | Text]]()
    for name, *row in zip(*(columns[heading] for heading in headings), strict=True):
        reds = [(name, year) in late for year in headings[1:]]
        cells = [Text(cell, style="red" if is_late else "") for cell, is_late in zip(row, reds, strict=True)]
        rows.append([Text(name, style="" if any(row) else "bold"), *cells])
    show_table(console, "", headings, rows)
