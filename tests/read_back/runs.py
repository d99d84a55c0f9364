"""The invented run, made once for all tests: its pages and its figures in each language."""

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from tbkk_sim.report.run import terminal
from tbkk_sim.report.run.exhibits import exhibits_of
from tbkk_sim.report.run.page import report
from tbkk_sim.report.run.summary import summary
from tbkk_sim.report.run.view import RunView
from tests.read_back import asked_for, invented
from tests.read_back.pages import Page, read_html, read_markdown, read_terminal, without_drawing
from tests.read_back.run_tables import Of
from tests.read_back.tidy import Tidy

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@cache
def rows() -> "pd.DataFrame":
    return invented.key_figures(invented.settings_of())


@cache
def of(language: str) -> Of:
    return Of(tidy(), language, invented.people())


@cache
def tidy() -> Tidy:
    return Tidy(rows())


@cache
def run(language: str) -> RunView:
    return asked_for.with_all(invented.run_of(rows(), language))


@cache
def calm(language: str) -> tuple[RunView, Of]:
    """The run with less severe work, so that hardly anybody is short, and less and less taken up of what is agreed."""
    found = invented.calmed(rows())
    return invented.run_of(found, language, **{"assignment.order": "agreements"}), Of(
        Tidy(found), language, invented.people()
    )


@cache
def figures(language: str) -> "dict[str, Figure]":
    """The figure of each exhibit, by name."""
    return {exhibit.name: exhibit.figure(run(language)) for exhibit in exhibits_of(run(language))}


@cache
def page(language: str) -> Page:
    with without_drawing():
        return read_html(report(run(language), figures(language)))


@cache
def in_markdown(language: str) -> Page:
    return read_markdown(summary(run(language)))


@cache
def screen(language: str) -> Page:
    """What the terminal says, wide enough for a sentence on a line."""
    written = io.StringIO()
    terminal.show(run(language), Path("folder"), Console(file=written, width=2000))
    return read_terminal(written.getvalue())
