"""The summary of a run as Markdown: question, answer, how sure, tables, settings, how to remake it."""

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts, phrases
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked, asked_phrases, findings
from tbkk_sim.report.run.capacity.sentences import capacity
from tbkk_sim.report.run.certainty import how_sure
from tbkk_sim.report.run.chain import chain_phrases, laboratory, links, milestones
from tbkk_sim.report.run.costs import phrases as cost_phrases
from tbkk_sim.report.run.costs import tables as costs
from tbkk_sim.report.run.exhibits import exhibits_of
from tbkk_sim.report.run.figures import figure_phrases
from tbkk_sim.report.run.tables import (
    forecast,
    hours,
    lateness,
    odds,
    selection,
    short,
    short_phrases,
    triage,
    triage_phrases,
    work,
    year_phrases,
)
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.changes import Changes
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


def answer(run: RunView) -> list[str]:
    """The answer in words, most important first."""
    subjects = [
        *([] if short.is_short(run) else [findings.load]),  # else the warning above says so
        findings.left_by,
        findings.load_of_own,
        odds.agreed_falls,
        findings.stocks,
        findings.work,
        findings.left_undone,
        triage.hidden,
        forecast.left_undone,
        forecast.settling,
        findings.staff,
        capacity,
        laboratory.said,
        costs.said,
        forecast.balance,
        findings.steps,
    ]
    return [said for subject in subjects if (said := subject(run))]


def settings_that_matter(run: RunView) -> list[tuple[str, str]]:
    """The settings on which the answer depends most, in words."""
    say, settings = run.say, run.settings
    together, hiring, steering = settings.collaboration, settings.staffing.hiring, settings.steering
    shares = {
        phrases.SHARES_POOLS: together.pools_lend and bool(run.pools),
        phrases.SHARES_NEIGHBOURS: together.neighbours is not None,
        phrases.SHARES_NATIONAL: together.national_helps is not None,
        phrases.SHARES_ONE_QUEUE: together.one_queue,
    }
    limit = hiring.national_limit_per_month
    return [
        (say(phrases.PERIOD), say(phrases.PERIOD_FROM_TO, start=say.date(run.start), end=say.date(run.end))),
        (say(phrases.REPLICATIONS), say.number(run.replications)),
        (say(phrases.SEED), str(settings.seed)),
        (say(figure_phrases.POSTS), say.number(sum(unit.posts for unit in settings.staffing.units.values()))),
        (run.heading("reports_in"), "; ".join(_reports_per_year(run))),
        (
            say(phrases.COMPLEXITY),
            say(phrases.A_YEAR, share=say.share(settings.casework.complexity.growth_per_year, 1)),
        ),
        (
            say(phrases.STEERING),
            say(phrases.STEERING_FIXED)
            if steering.policy == "fixed"
            else say(phrases.STEERING_BY_BACKLOG, weeks=say.tick(steering.every_weeks)),
        ),
        (say(phrases.SHARING), say.listed([say(phrase) for phrase, on in shares.items() if on])),
        (
            say(phrases.HIRING),
            say(
                phrases.HIRING_TEXT,
                months=say.tick(hiring.fill_months_mean),
                limit=say(phrases.HIRING_NO_LIMIT)
                if limit is None
                else say(phrases.HIRING_LIMIT, n=say.tick(limit)),
            ),
        ),
    ]  # fmt: skip


def _reports_per_year(run: RunView) -> list[str]:
    reports = run.spread("reports_in", "period", run.years)["mean"]
    return [
        run.say(phrases.IN_YEAR, n=run.say.count(float(reports[year])), year=run.year_label(year)) for year in run.years
    ]


def remake(run: RunView) -> list[tuple[str, str]]:
    """Command, version and commit, as far as they are known."""
    say = run.say
    known = ((phrases.COMMAND, "command"), (phrases.VERSION, "version"), (phrases.COMMIT, "commit"))
    return [(say(phrase), str(run.origin[key])) for phrase, key in known if run.origin.get(key)]


def in_boxes(say: Say, warnings: Sequence[str]) -> list[str]:
    """Warnings, each as a quotation, which stands out in Markdown."""
    return [f"> **{say(phrases.WARNING)}.** {escape(warning)}" for warning in warnings]


def escape(text: str) -> str:
    """Text as Markdown shows it, whatever is in it."""
    text = html.escape(text, quote=False).replace("\\", "\\\\")
    for mark in "|*_`[]#":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def markdown_table(table: "pd.DataFrame") -> str:
    """A table; the first column is text, the others stand to the right."""
    header = [escape(str(column)) for column in table.columns]
    rows = [[escape(str(cell)) for cell in row] for row in table.itertuples(index=False)]
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def summary(run: RunView) -> str:
    """The whole summary."""
    say = run.say
    parts = [f"# {escape(run.title)}"]

    def section(title: str, *paragraphs: str) -> None:
        parts.append(f"## {say(title)}")
        parts.extend(paragraph for paragraph in paragraphs if paragraph)

    own = asked.whose_question(say, run.settings, phrases.NO_QUESTION)
    section(phrases.QUESTION, *map(escape, own or [run.question]))
    parts += changed_and_idle(say, run.settings, run.changes, level=3)
    brackets = charts.note_on_band(say, run.replications, phrases.BAND_BRACKETS)
    parts += [f"## {say(year_phrases.EACH_YEAR)}", markdown_table(selection.each_year(run))]
    parts.append(escape(f"{selection.each_year_note(run)} {brackets}"))
    parts += [f"### {say(year_phrases.TABLE_WHAT_BECAME)}", markdown_table(selection.what_became(run))]
    parts += [escape(say(year_phrases.BECAME_NOTE)), escape(selection.treated(run))]
    late = lateness.late_table(run)
    if len(late):
        parts += [f"### {say(triage_phrases.TABLE_LATE)}", markdown_table(late), say(triage_phrases.LATE_NOTE)]
    section(
        phrases.ANSWER,
        *in_boxes(say, findings.warnings(run)),
        "\n".join(f"- {escape(sentence)}" for sentence in answer(run)),
    )
    section(phrases.HOW_SURE, escape(how_sure(run)))
    section(phrases.KEY_TABLES, escape(brackets))
    parts += [f"### {say(phrases.TABLE_CLASSES)}", markdown_table(work.by_class(run))]
    parts.append(escape(triage.misjudged_count(run)))
    parts += [say(phrases.MIDDLE_NOTE), *findings.never_begun(run)]
    parts += [f"### {say(phrases.TABLE_TEAMS)}", markdown_table(hours.teams(run)), say(short_phrases.LOADS_NOTE)]
    parts += [f"## {say(short_phrases.PART_SHORT)}", escape(short.verdict(run))]
    for title, table in short.titled(run).items():
        parts += [f"### {title}", markdown_table(table)]
    parts.append(escape(say(short_phrases.SHORT_NOTE)))
    parts += [f"### {say(year_phrases.TABLE_TREATMENTS)}", markdown_table(selection.treatments(run))]
    if triage.is_triaged(run):
        parts += [f"## {say(triage_phrases.PART_TRIAGE)}", escape(" ".join(triage.said(run)))]
        for title, table in triage.tables(run).items():
            parts += [f"### {title}", markdown_table(table)]
        parts.append(escape(" ".join(triage.notes(run))))
    if laboratory.is_on(run):
        parts += [f"### {say(laboratory.TABLE)}", markdown_table(laboratory.table(run)), escape(say(laboratory.NOTE))]
    if milestones.milestones_of(run):
        parts += [f"### {say(chain_phrases.TABLE_MILESTONES)}", markdown_table(milestones.milestones(run))]
        parts.append(escape(say(chain_phrases.MILESTONES_NOTE)))
    if links.links_of(run):
        parts += [f"### {say(chain_phrases.TABLE_CHAIN)}", markdown_table(links.chain(run))]
        parts.append(escape(say(chain_phrases.CHAIN_NOTE)))
    if costs.is_on(run):
        parts += [f"## {say(cost_phrases.PART_COSTS)}", f"### {escape(costs.title(run))}"]
        parts += [markdown_table(costs.table(run)), escape(f"{costs.note(run)} {costs.not_priced(run)}")]
    if run.replications > 1:
        parts += [f"### {say(phrases.TABLE_UNDONE_ODDS)}", markdown_table(forecast.left_undone_table(run))]
        parts += [f"### {say(phrases.TABLE_DATES)}", markdown_table(forecast.date_table(run))]
    section(phrases.FIGURES)
    for exhibit in exhibits_of(run):
        parts.append(f"![{escape(say(exhibit.title))}](figures/{exhibit.name}.svg)")
    section(phrases.SETTINGS_THAT_MATTER, _pairs(settings_that_matter(run)))
    section(phrases.REMAKE, _pairs(remake(run), code=True), say(phrases.REMAKE_SENTENCE))
    return "\n\n".join(part for part in parts if part) + "\n"


def changed_and_idle(say: Say, settings: Settings, changes: Changes, *, level: int) -> list[str]:
    """The changes on top of the scenario, and the settings without effect, under headings of this level."""
    parts, marks = [], "#" * level
    if changes.changes:
        parts += [f"{marks} {say(asked_phrases.CHANGES)}", markdown_table(asked.changes_table(say, settings, changes))]
    if idle := asked.without_effect(say, changes):
        parts += [f"{marks} {say(asked_phrases.WITHOUT_EFFECT)}", "\n".join(f"- {escape(each)}" for each in idle)]
    return parts


def in_code(command: str) -> str:
    """A command as Markdown shows it, letter for letter."""
    return f"`{command.replace('`', ' ')}`"


def _pairs(pairs: list[tuple[str, str]], *, code: bool = False) -> str:
    shown = in_code if code else escape
    return "\n".join(f"- {escape(name)}: {shown(value)}" for name, value in pairs)
