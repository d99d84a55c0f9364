"""Output of a comparison: a page in Markdown, figures, and a screen."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.comparison.explanation import Explanation
from tbkk_sim.comparison.report import costs, figures, tables
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.answer import sentences
from tbkk_sim.comparison.report.short_answer import in_short
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.comparison.report.warnings import warnings
from tbkk_sim.report.kit import phrases as all_words
from tbkk_sim.report.kit.fitted import show_frame
from tbkk_sim.report.run import asked_phrases
from tbkk_sim.report.run.summary import escape, in_boxes, in_code, markdown_table
from tbkk_sim.report.run.tables import short_phrases as short_words
from tbkk_sim.report.run.terminal import show_idle, show_warning
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from rich.console import Console

Explanations = list[tuple[str, Explanation]]
MOST_SETTINGS = 12
"""Settings on one screen."""


def drawn(view: ComparisonView, runs: Mapping[str, RunView]) -> Iterator[tuple[str, "Figure"]]:
    """Name and figure, of all figures of a comparison; `runs` are those that `viewed` gives."""
    yield "differences", figures.differences(view)
    yield "backlog", figures.backlog(view, list(runs.values()), list(runs))
    yield "settings", figures.settings_map(view)


def viewed(view: ComparisonView) -> dict[str, RunView]:
    """The runs that can be told apart in one figure, by label."""
    return view.viewed


def page(view: ComparisonView, explanations: Explanations) -> str:
    """The whole comparison as Markdown."""
    say = view.say
    lines = [f"# {escape(view.title)}", *map(escape, view.changed_in_all)]
    lines += in_boxes(say, warnings(view))
    lines += ["\n".join(f"- {escape(s)}" for s in sentences(view))]
    if view.without_effect:
        lines += [f"## {say(asked_phrases.IDLE_IN_RUNS)}", "\n".join(f"- {escape(s)}" for s in view.without_effect)]
    lines += ["\n\n".join(escape(note) for note in view.notes)]
    lines += [f"## {say(words.SETTINGS_TITLE)}", _or_nothing(view, tables.settings(view))]
    lines += [f"## {say(words.RESULTS_TITLE)}", markdown_table(tables.results(view))]
    if costs.are_priced(view):
        lines += [f"## {costs.title(view)}", markdown_table(costs.table(view)), escape(costs.note(view))]
    if len(realised := tables.agreements(view)):
        lines += [f"## {say(words.AGREEMENTS_TITLE)}", markdown_table(realised)]
    lines += [f"## {say(short_words.TABLE_FIRST_SHORT)}", markdown_table(tables.first_short(view))]
    lines.append(escape(say(short_words.FIRST_SHORT_NOTE)))
    for title, parts in parts_tables(view, explanations):
        lines += [f"## {escape(title)}", markdown_table(parts)]
    if explanations:
        lines.append(escape(parts_note(view, explanations[0][1])))
    titles = {
        "differences": say(words.FIGURE_DIFFERENCES, base=view.comparison.base.label),
        "backlog": say(words.FIGURE_BACKLOG),
        "settings": say(words.FIGURE_SETTINGS),
    }
    lines += [f"![{escape(title)}](figures/{name}.svg)" for name, title in titles.items()]
    if view.commands:
        made = [f"- {escape(label)}: {in_code(command)}" for label, command in view.commands.items()]
        lines += [f"## {say(all_words.REMAKE)}", "\n".join(made)]
    return "\n\n".join(lines) + "\n"


def parts_tables(view: ComparisonView, explanations: Explanations) -> Iterator[tuple[str, "pd.DataFrame"]]:
    """Title and table of each difference that is explained."""
    for run, explanation in explanations:
        for column, cell in enumerate(explanation.cells if explanation.groups else ()):
            common = {"figure": view.name.figure(cell), "of": view.name.scope(cell)}
            title = view.say(words.PARTS_TITLE, run=run, base=view.comparison.base.label, **common)
            yield title, tables.parts(view.name, explanation, column)


def parts_note(view: ComparisonView, explanation: Explanation) -> str:
    """The note that explains the parts."""
    if not explanation.groups:
        return view.say(words.NO_PARTS)
    return view.say(words.PARTS_NOTE, level=view.percent(explanation.level))


def show(view: ComparisonView, explanations: Explanations, folder: Path, console: "Console") -> None:
    """Write a screen about a comparison."""
    from rich.text import Text

    say = view.say
    console.print(Text(view.title, style="bold"))
    for sentence in view.changed_in_all:
        console.print(Text(sentence))
    show_idle(say(asked_phrases.IDLE_IN_RUNS), view.without_effect, console)
    for sentence in in_short(view):
        console.print(Text(sentence))
    for warning in warnings(view):
        show_warning(say, warning, console)
    console.print(Text(say(words.ALL_IN, file=folder / "comparison.md")), soft_wrap=True)
    show_frame(console, say(words.RESULTS_TITLE), tables.results(view, only_changed=True), left=2)
    if costs.are_priced(view):
        show_frame(console, costs.title(view), costs.table(view))
    if len(realised := tables.agreements(view, short=True)):
        show_frame(console, say(words.AGREEMENTS_TITLE), realised)
    show_frame(console, say(short_words.TABLE_FIRST_SHORT), tables.first_short(view, units=False))
    for title, parts in parts_tables(view, explanations):
        show_frame(console, title, parts, left=2)
    if explanations:
        console.print(Text(parts_note(view, explanations[0][1]), style="dim"))
    _show_settings(view, folder, console)
    for note in view.notes:
        console.print(Text(note, style="dim"))
    console.print(Text(say(words.COMPARED_IN, folder=folder)), soft_wrap=True)


def _show_settings(view: ComparisonView, folder: Path, console: "Console") -> None:
    """Write the first of the settings that differ, and how many more there are."""
    from rich.text import Text

    differ = tables.settings(view)
    if not len(differ):
        console.print(Text(view.say(words.NO_SETTINGS)))
        return
    show_frame(console, view.say(words.SETTINGS_TITLE), differ.head(MOST_SETTINGS))
    if (more := sum(map(any, differ.iloc[MOST_SETTINGS:, 1:].to_numpy()))) > 0:
        console.print(Text(view.say(words.MORE_IN, n=more, file=folder / "settings.csv")), soft_wrap=True)


def _or_nothing(view: ComparisonView, table: "pd.DataFrame") -> str:
    return markdown_table(table) if len(table) else view.say(words.NO_SETTINGS)
