"""The report of a comparison: effects of each measure, settings that differ, how to remake it."""

from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.comparison.report import costs, phrases, tables
from tbkk_sim.comparison.report.answer import sentences
from tbkk_sim.comparison.report.short_answer import in_short
from tbkk_sim.comparison.report.summary import Explanations, drawn, page, parts_note, parts_tables, viewed
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.comparison.report.warnings import warnings
from tbkk_sim.report import REPORT
from tbkk_sim.report.kit import page_phrases
from tbkk_sim.report.kit import phrases as all_words
from tbkk_sim.report.kit.answer_page import Section, answer_page, made_by, pictured
from tbkk_sim.report.kit.files import write_files
from tbkk_sim.report.kit.page import table_of
from tbkk_sim.report.run import asked_phrases
from tbkk_sim.report.run.page import ID_LENGTH
from tbkk_sim.report.run.page_head import AskedFor
from tbkk_sim.report.run.tables import short_phrases as short_words
from tbkk_sim.runs.folder.identity import origin, settings_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

    from tbkk_sim.report.run.view import RunView


def write_pages(folder: Path, view: ComparisonView, explanations: Explanations, command: str = "") -> None:
    """Write report.html, comparison.md and figures/*.svg."""
    runs = viewed(view)
    figures = dict(drawn(view, runs))
    report = comparison_report(view, runs, explanations, figures, command)
    write_files(folder, figures, {"comparison.md": page(view, explanations), REPORT: report})


def comparison_report(
    view: ComparisonView,
    runs: "Mapping[str, RunView]",
    explanations: Explanations,
    figures: "Mapping[str, Figure]",
    command: str,
) -> str:
    """The page as HTML.

    Args:
        view: The comparison.
        runs: Those that its figures show, by label.
        explanations: The parts of its differences, if they were asked for.
        figures: Its figures by name.
        command: The command as typed.
    """
    say, comparison = view.say, view.comparison
    run = comparison.base.settings.run
    about = [say(all_words.PERIOD_FROM_TO, start=say.date(run.start), end=say.date(run.end))]
    if comparison.paired:
        n = len(comparison.pairing.replications)
        about.append(say(page_phrases.REPLICATIONS_OF if n > 1 else page_phrases.REPLICATION_ONE, n=say.number(n)))
    prints = [(run.label, settings_hash(run.settings)[:ID_LENGTH]) for run in comparison.runs]
    made = [(f"{label}: {say(all_words.COMMAND)}", typed) for label, typed in view.commands.items()]
    sections = [_differences(view, runs, figures), *_reasons(view, explanations), _settings(view, figures)]
    others = say.listed([run.label for run in comparison.others])
    asks = page_phrases.COMPARED if len(comparison.others) == 1 else page_phrases.COMPARED_SEVERAL
    return answer_page(
        say,
        say(asks, others=others, base=comparison.base.label),
        about,
        in_short(view),
        sections,
        [*made_by(say, command, comparison.base.settings.seed, origin()), *prints, *made],
        asked=AskedFor(view.changed_in_all, None, say(asked_phrases.IDLE_IN_RUNS), view.without_effect),
        warnings=warnings(view),
    )


def _differences(view: ComparisonView, runs: "Mapping[str, RunView]", figures: "Mapping[str, Figure]") -> Section:
    """The effects of each measure, also where they are not clear; the table alone shows where nothing changes."""
    say, answer = view.say, in_short(view)
    changed = [view.sentence(of) for of in view.comparison.against_base if of.difference != 0]
    others = dict.fromkeys(filter(None, [*sentences(view), *changed]))
    shown = [table_of(say(phrases.RESULTS_TITLE), tables.results(view), left=1 if tables.is_wide(view) else 2)]
    if costs.are_priced(view):
        shown.append(table_of(costs.title(view), costs.table(view)))
    if len(realised := tables.agreements(view)):
        shown.append(table_of(say(phrases.AGREEMENTS_TITLE), realised))
    shown.append(table_of(say(short_words.TABLE_FIRST_SHORT), tables.first_short(view)))
    return Section(
        "measures",
        say(page_phrases.PART_EACH_MEASURE),
        tables=shown,
        notes=[*view.notes, *([costs.note(view)] if costs.are_priced(view) else []), say(short_words.FIRST_SHORT_NOTE)],
        points=[said for said in others if said not in answer],
        pictures=[
            pictured("differences", figures["differences"], tables.differences(view), left=3),
            pictured("backlog", figures["backlog"], tables.backlogs(view, runs)),
        ],
    )


def _reasons(view: ComparisonView, explanations: Explanations) -> list[Section]:
    if not explanations:
        return []
    parts = [table_of(title, table) for title, table in parts_tables(view, explanations)]
    note = parts_note(view, explanations[0][1])
    return [Section("reasons", view.say(page_phrases.PART_REASONS), tables=parts, notes=[note])]


def _settings(view: ComparisonView, figures: "Mapping[str, Figure]") -> Section:
    say, title = view.say, view.say(phrases.SETTINGS_TITLE)
    differ = tables.settings(view)
    if differ.empty:
        return Section("settings", title, sentences=[say(phrases.NO_SETTINGS)])
    shown = pictured("settings", figures["settings"], tables.settings_by_group(view))
    return Section("settings", title, tables=[table_of(title, differ)], pictures=[shown])
