"""From the folder of a study to something to read: a page, figures, and one screen for the terminal."""

import textwrap
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tbkk_sim.experiment.run_folder import SETTINGS
from tbkk_sim.reporting import REPORT
from tbkk_sim.reporting import tuning_words as words
from tbkk_sim.reporting.say import Say
from tbkk_sim.reporting.style import to_svg
from tbkk_sim.reporting.summary import escape, markdown_table
from tbkk_sim.settings import Settings
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.tuning.tuning_folder import read_answer, read_tuning

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SUMMARY = "summary.md"


@dataclass(frozen=True)
class TuningView:
    """The answer of a study and the settings that it is about."""

    settings: Settings
    tuning: Tuning
    answer: dict[str, Any]

    @cached_property
    def say(self) -> Say:
        """Phrases and numbers in the language of the run."""
        return Say(self.settings.language)

    def unit(self, name: str) -> str:
        """What a reader calls a unit or pool."""
        pools = self.settings.collaboration.pools
        return self.say(pools[name].label if name in pools else self.settings.staffing.units[name].label)

    def case_class(self, name: str) -> str:
        """What a reader calls a class."""
        return self.say(self.settings.casework.classes[name].label)

    def place(self, posts: dict[str, Any]) -> str:
        """What a reader calls the place of posts."""
        role = posts.get("role")
        unit = self.unit(posts["unit"])
        return unit if role is None else f"{unit} ({self.say(self.settings.staffing.roles[role].label)})"


@dataclass(frozen=True)
class Page:
    """An answer as it is read: sentences, a table and figures by name."""

    sentences: list[str]
    table_title: str
    table: "pd.DataFrame"
    figures: dict[str, "Figure"]
    tables: dict[str, "pd.DataFrame"] = field(default_factory=dict)
    """Numbers of the figures that show something else than the table does."""


def view_tuning(folder: Path) -> TuningView:
    """Look at the folder of a study; its manifest may still have to come."""
    settings = Settings.model_validate_json((folder / SETTINGS).read_text(encoding="utf-8"))
    return TuningView(settings, read_tuning(folder), read_answer(folder))


def page_of(view: TuningView, *, figures: bool = True) -> Page:
    """The answer as it is read."""
    from tbkk_sim.reporting.tuning_pages import PAGES

    return PAGES[view.answer["question"]](view, figures)


def write_tuning(folder: Path, command: str = "") -> None:
    """Write report.html, summary.md, table.csv and figures/*.svg of a study, from its files alone."""
    from tbkk_sim.reporting.page.tuning import tuning_report

    view = view_tuning(folder)
    say, page = view.say, page_of(view)
    (folder / "figures").mkdir(exist_ok=True)
    for name, figure in page.figures.items():
        (folder / "figures" / f"{name}.svg").write_text(to_svg(figure), encoding="utf-8", newline="\n")
    page.table.to_csv(folder / "table.csv", index=False, lineterminator="\n")
    parts = [
        f"# {escape(view.settings.name)}: {escape(say(words.QUESTIONS[view.answer['question']]))}",
        f"## {say(words.ANSWER)}",
        "\n".join(f"- {escape(sentence)}" for sentence in page.sentences),
        f"## {escape(page.table_title)}",
        markdown_table(page.table),
        *(f"![{name}](figures/{name}.svg)" for name in page.figures),
        f"## {say(words.COST)}",
        escape(cost(view)),
        *([f"## {say(words.REMAKE)}", f"`{command.replace('`', ' ')}`"] if command else []),
    ]
    (folder / SUMMARY).write_text("\n\n".join(parts) + "\n", encoding="utf-8", newline="\n")
    (folder / REPORT).write_text(tuning_report(view, page, command), encoding="utf-8", newline="\n")


def show_answer(folder: Path) -> None:
    """Write one screen about a study to stdout."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    view = view_tuning(folder)
    page = page_of(view, figures=False)
    console = Console()
    for number, sentence in enumerate(page.sentences):
        console.print(Text(sentence, style="bold" if number == 0 else ""))
    table = Table(
        title=Text(page.table_title), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )
    for number, heading in enumerate(page.table.columns):
        text = Text("\n".join(textwrap.wrap(str(heading), 10)))
        widest = int(page.table.iloc[:, number].str.len().max())
        table.add_column(text, justify="right" if number else "left", min_width=min(widest, 6 if number else 26))
    for row in page.table.itertuples(index=False):
        table.add_row(*(Text(str(cell)) for cell in row))
    console.print(table)
    console.print(Text(cost(view)))
    console.print(Text(view.say(words.RESULTS_IN, folder=folder)), soft_wrap=True)


def cost(view: TuningView) -> str:
    """What the answer has cost."""
    say, budget = view.say, view.answer["budget"]
    return say(
        words.COST_SENTENCE,
        runs=say.number(budget["runs"]),
        simulated=say.number(budget["simulated"]),
        minutes=say.number(budget["seconds"] / 60, 1),
    )
