"""The page of a study: question, command, answer in words, table, figure; all numbers come from its runs."""

from pathlib import Path

from tbkk_sim.comparison.folder import DIFFERENCES, PARTS, finish, manifest_of, parts_table, shown_table
from tbkk_sim.comparison.report import costs, figures, tables
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.answer import differences
from tbkk_sim.comparison.report.summary import Explanations, parts_note, parts_tables
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.comparison.study import Study, filled_in
from tbkk_sim.metrics.cell import Cell, expand, parse_cell
from tbkk_sim.report.kit.charts import to_svg
from tbkk_sim.report.run import asked_phrases
from tbkk_sim.report.run.summary import escape, in_code, markdown_table
from tbkk_sim.system.in_place import write_whole

PAGE, FIGURE, LEVELS = "README.md", "figure.svg", "levels.csv"


def write_study(folder: Path, study: Study, view: ComparisonView, explanations: Explanations, command: str) -> None:
    """Write the page, its figure and its tables; the manifest comes last."""
    figure = figures.along(view, parse_cell(study.drawn)) if study.drawn else figures.differences(view)
    texts = {FIGURE: to_svg(figure), PAGE: page(study, view, explanations, command)}
    texts[DIFFERENCES] = shown_table(view.comparison).to_csv(index=False, float_format="%.6g", lineterminator="\n")
    texts[LEVELS] = tables.levels(view).to_csv(index=False, lineterminator="\n")
    if explanations:
        texts[PARTS] = parts_table(explanations).to_csv(index=False, float_format="%.6g", lineterminator="\n")
    for name, text in texts.items():
        write_whole(folder / name, text)
    about = manifest_of(view.comparison)
    finish(folder, {**about, "kind": "study", "runs": list(about["runs"])})


def page(study: Study, view: ComparisonView, explanations: Explanations, command: str) -> str:
    """The whole study as Markdown."""
    say, comparison = view.say, view.comparison
    base = comparison.base
    lines = [f"# {escape(study.question)}", f"```\n{command}\n```"]
    lines += ["\n".join(f"- {escape(sentence)}" for sentence in answer(study, view))]
    lines += [f"![{escape(study.question)}]({FIGURE})"]
    lines += [f"## {say(words.LEVELS_TITLE)}", markdown_table(tables.levels(view))]
    lines += [f"## {say(words.RESULTS_TITLE)}", markdown_table(tables.results(view))]
    of_costs = any(cell.key_figure.startswith("cost_") for cell in comparison.shown)
    if of_costs and costs.are_priced(view):
        lines += [f"## {costs.title(view)}", markdown_table(costs.table(view)), escape(costs.note(view))]
    for title, parts in parts_tables(view, explanations):
        lines += [f"## {escape(title)}", markdown_table(parts)]
    if explanations:
        lines.append(escape(parts_note(view, explanations[0][1])))
    lines += [f"## {say(words.SETTINGS_TITLE)}", markdown_table(tables.settings(view))]
    if view.without_effect:
        lines += [f"## {say(asked_phrases.IDLE_IN_RUNS)}", "\n".join(f"- {escape(s)}" for s in view.without_effect)]
    made = say(
        words.STUDY_REMAKE,
        runs=len(comparison.runs),
        n=say.number(len(comparison.pairing.replications)),
        seed=base.settings.seed,
        version=base.run.manifest["version"],
    )
    lines.append("\n\n".join(escape(note) for note in [*view.notes, made]))
    lines.append("\n".join(f"- {escape(label)}: {in_code(typed)}" for label, typed in view.commands.items()))
    return "\n\n".join(line for line in lines if line) + "\n"


def answer(study: Study, view: ComparisonView) -> list[str]:
    """The answer: the sentences of the study with their numbers, then the differences in words.

    An unclear difference is reported for a key figure that the study names, not for each class, year or unit of a `*`.
    """
    comparison = view.comparison
    runs = {run.label: run for run in comparison.runs}

    def difference(run: str, other: str, cell: Cell) -> str:
        apart = comparison.between(runs[other], runs[run], cell)
        return tables.change(view, apart)

    said = [filled_in(text, view.level, difference) for text in study.answer]
    cells = expand([parse_cell(text) for text in study.said], comparison.base.settings) or comparison.shown
    named = {parse_cell(text) for text in (study.said or study.figures)}
    against = [comparison.against(run.label, cell) for cell in cells for run in comparison.others]
    worth_saying = [of for of in against if of.is_clear or of.cell in named]
    of_costs = any(cell.key_figure.startswith("cost_") for cell in comparison.shown)
    return [*said, *(costs.sentences(view) if of_costs else []), *differences(view, worth_saying)]
