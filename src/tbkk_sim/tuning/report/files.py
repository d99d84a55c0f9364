"""The answer of a tuning study, written into its folder and shown on a screen."""

import textwrap
from dataclasses import replace
from pathlib import Path

from tbkk_sim.report import REPORT, write_report
from tbkk_sim.report.kit import page_phrases as page_words
from tbkk_sim.report.kit.files import write_files
from tbkk_sim.report.kit.fitted import show_frame
from tbkk_sim.report.kit.say import spoken_in
from tbkk_sim.report.run.summary import changed_and_idle, escape, in_boxes, in_code, markdown_table
from tbkk_sim.report.run.terminal import show_asked, show_warning
from tbkk_sim.report.run.withdrawn import work_without_posts
from tbkk_sim.runs.folder.names import MANIFEST
from tbkk_sim.runs.folder.stored_file import MANIFEST_OF, read_json
from tbkk_sim.runs.folder.stored_settings import stored_settings
from tbkk_sim.settings.asked import QUESTION, command_of
from tbkk_sim.system.in_place import replacing
from tbkk_sim.system.lock import holding
from tbkk_sim.tuning.answers.study import StudyAnswer
from tbkk_sim.tuning.folder import ANSWERED, RUNS, TODAY
from tbkk_sim.tuning.report import phrases as words
from tbkk_sim.tuning.report.page import tuning_report
from tbkk_sim.tuning.report.questions import PAGES
from tbkk_sim.tuning.report.valued import what_counts
from tbkk_sim.tuning.report.view import SUMMARY, Page, TuningView, cost, view_tuning


def page_of(view: TuningView[StudyAnswer], *, figures: bool = True) -> Page:
    """Return the page of an answer, with what counts, and warnings of posts that the plan of the scenario withdraws."""
    page = PAGES[type(view.answer)](view, figures)
    return replace(page, warnings=work_without_posts(view.say, view.settings), valued=what_counts(view))


def write_tuning(folder: Path, command: str = "", language: str | None = None) -> None:
    """Write report.html, summary.md, table.csv and figures/*.svg of a study, from its files alone."""
    from tbkk_sim.report.kit.charts import head_of

    view = view_tuning(folder)
    view = replace(view, settings=spoken_in(view.settings, language))
    say, page = view.say, page_of(view)
    with replacing(folder / "table.csv") as new:
        page.table.to_csv(new, index=False, lineterminator="\n")
    parts = [
        f"# {escape(view.title)}: {escape(say(words.QUESTIONS[view.answer.question]))}",
        *changed_and_idle(say, view.settings, view.changes, level=2),
        f"## {say(words.ANSWER)}",
        *in_boxes(say, page.warnings),
        "\n".join(f"- {escape(sentence)}" for sentence in page.sentences),
        f"## {escape(page.table_title)}",
        markdown_table(page.table),
        *([f"## {say(words.VALUED)}", "\n".join(f"- {escape(said)}" for said in page.valued)] if page.valued else []),
        *(f"![{escape(head_of(figure)[0])}](figures/{name}.svg)" for name, figure in page.figures.items()),
        f"## {say(words.COST)}",
        escape(cost(view)),
        *([f"## {say(words.REMAKE)}", in_code(command)] if command else []),
        f"## {say(words.COMPARE)}",
        f"`{compare_command(folder)}`",
    ]
    report = tuning_report(view, page, command, compare_command(folder))
    write_files(folder, page.figures, {SUMMARY: "\n\n".join(parts) + "\n", REPORT: report})


def write_reports(folder: Path, command: str = "", language: str | None = None) -> None:
    """Write the reports of the runs that are kept in a finished study, then that of the study.

    Args:
        folder: The study.
        command: The command that makes the study again; empty: as far as it is on record.
        language: en or nl; None: that of the study.
    """
    manifest, settings = read_json(folder / MANIFEST, MANIFEST_OF), stored_settings(folder)
    if settings.run.report:
        for name in (TODAY, ANSWERED):
            write_report(folder / RUNS / name, language)
    asked = manifest.get("asked") or {}
    question = f"+{QUESTION}="
    typed = (of[1:] if of.startswith(question) else of for of in asked.get("overrides", ()))
    words = [*asked.get("flags", ()), *typed]
    with holding(folder):
        write_tuning(folder, command or (command_of(QUESTION, *words) if asked else ""), language)


def compare_command(folder: Path) -> str:
    """Return the command that compares today's staffing with the answer."""
    return command_of("compare", *(str(folder / RUNS / run) for run in (TODAY, ANSWERED)))


def show_answer(folder: Path) -> None:
    """Write one screen about a study to stdout."""
    from rich.console import Console
    from rich.text import Text

    view = view_tuning(folder)
    page = page_of(view, figures=False)
    console = Console()
    console.print(Text(view.say(page_words.SCENARIO, name=view.title)))
    show_asked(view.say, view.settings, view.changes, console)
    for number, sentence in enumerate(page.sentences):
        console.print(Text(sentence, style="bold" if number == 0 else ""))
    for warning in page.warnings:
        show_warning(view.say, warning, console)
    headings = ["\n".join(textwrap.wrap(str(of), 10, break_long_words=False)) for of in page.table.columns]
    show_frame(console, page.table_title, page.table.set_axis(headings, axis=1))
    for sentence in page.valued:
        console.print(Text(sentence))
    console.print(Text(cost(view)))
    console.print(Text(view.say(words.RESULTS_IN, folder=folder)), soft_wrap=True)
    console.print(Text(f"{view.say(words.COMPARE)}: {compare_command(folder)}"), soft_wrap=True)
