"""The summary of a run as Markdown: question, answer, how sure, tables, settings, how to remake it."""

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tbkk_sim.reporting import asked, asked_words, findings, style, words
from tbkk_sim.reporting.certainty import how_sure
from tbkk_sim.reporting.exhibits import exhibits_of
from tbkk_sim.reporting.run_view import RunView
from tbkk_sim.reporting.say import Say
from tbkk_sim.reporting.tables import forecast, hours, work

if TYPE_CHECKING:
    import pandas as pd


def answer(run: RunView) -> list[str]:
    """The answer in words, most important first."""
    subjects = [
        findings.backlog,
        findings.beside_the_backlog,
        findings.work,
        findings.waiting,
        findings.not_met,
        forecast.not_met,
        forecast.settling,
        findings.staff,
        forecast.balance,
        findings.steps,
    ]
    if findings.warning(run) is None:  # else the warning above says so
        subjects.append(findings.load)
    return [said for subject in subjects if (said := subject(run))]


def settings_that_matter(run: RunView) -> list[tuple[str, str]]:
    """The settings on which the answer hangs most, in words."""
    say, settings = run.say, run.settings
    together, hiring, steering = settings.collaboration, settings.staffing.hiring, settings.steering
    shares = {
        words.SHARES_POOLS: together.pools_lend and bool(run.pools),
        words.SHARES_NEIGHBOURS: together.neighbours is not None,
        words.SHARES_NATIONAL: together.national_helps is not None,
        words.SHARES_ONE_QUEUE: together.one_queue,
    }
    limit = hiring.national_limit_per_month
    return [
        (say(words.PERIOD), say(words.PERIOD_FROM_TO, start=say.date(run.start), end=say.date(run.end))),
        (say(words.FUTURES), say.number(run.replications)),
        (say(words.SEED), str(settings.seed)),
        (say(words.POSTS), say.number(sum(unit.posts for unit in settings.staffing.units.values()))),
        (say(words.REPORTS_IN), "; ".join(_reports_per_year(run))),
        (
            say(words.COMPLEXITY),
            say(words.A_YEAR, share=say.share(settings.casework.complexity.growth_per_year, 1)),
        ),
        (
            say(words.STEERING),
            say(words.STEERING_TAKE_ALL)
            if steering.policy == "take_all"
            else say(words.STEERING_CAPACITY, weeks=say.tick(steering.every_weeks)),
        ),
        (say(words.SHARING), say.listed([say(phrase) for phrase, on in shares.items() if on])),
        (
            say(words.HIRING),
            say(
                words.HIRING_TEXT,
                months=say.tick(hiring.fill_months_mean),
                limit=say(words.HIRING_NO_LIMIT)
                if limit is None
                else say(words.HIRING_LIMIT, n=say.tick(limit)),
            ),
        ),
    ]  # fmt: skip


def _reports_per_year(run: RunView) -> list[str]:
    reports = run.spread("reports_in", "period", run.years)["mean"]
    return [
        run.say(words.IN_YEAR, n=run.say.count(float(reports[year])), year=run.year_label(year)) for year in run.years
    ]


def remake(run: RunView) -> list[tuple[str, str]]:
    """Command, version and commit, as far as they are known."""
    say = run.say
    known = ((words.COMMAND, "command"), (words.VERSION, "version"), (words.COMMIT, "commit"))
    return [(say(phrase), str(run.origin[key])) for phrase, key in known if run.origin.get(key)]


def in_boxes(say: Say, warnings: Sequence[str]) -> list[str]:
    """Warnings, each as a quotation, which stands out in Markdown."""
    return [f"> **{say(words.WARNING)}.** {escape(warning)}" for warning in warnings]


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

    own = asked.whose_question(say, run.settings, words.NO_QUESTION)
    section(words.QUESTION, *map(escape, own or [run.question]))
    parts += _asked(run)
    section(
        words.ANSWER,
        *in_boxes(say, findings.warnings(run)),
        "\n".join(f"- {escape(sentence)}" for sentence in answer(run)),
    )
    section(words.HOW_SURE, escape(how_sure(run)))
    brackets = style.note_on_band(say, run.replications, words.BAND_BRACKETS)
    section(words.KEY_TABLES, escape(brackets))
    parts += [f"### {say(words.TABLE_CLASSES)}", markdown_table(work.by_class(run)), escape(work.misjudged_count(run))]
    parts += [say(words.MIDDLE_NOTE), *findings.never_begun(run)]
    parts += [f"### {say(words.TABLE_TEAMS)}", markdown_table(hours.teams(run)), say(words.LARGEST_LOAD_NOTE)]
    if run.settings.steering.targets:
        parts += [f"### {say(words.TABLE_TARGETS)}", markdown_table(work.targets(run))]
    if run.replications > 1:
        parts += [f"### {say(words.TABLE_NOT_MET_ODDS)}", markdown_table(forecast.not_met_table(run))]
        parts += [f"### {say(words.TABLE_DATES)}", markdown_table(forecast.date_table(run))]
    section(words.FIGURES)
    for exhibit in exhibits_of(run):
        parts.append(f"![{escape(say(exhibit.title))}](figures/{exhibit.name}.svg)")
    section(words.SETTINGS_THAT_MATTER, _pairs(settings_that_matter(run)))
    section(words.REMAKE, _pairs(remake(run), code=True), say(words.REMAKE_SENTENCE))
    return "\n\n".join(part for part in parts if part) + "\n"


def _asked(run: RunView) -> list[str]:
    """What was changed for this run, and what of all that was set has no effect."""
    say, parts = run.say, []
    if run.changes.changes:
        table = asked.changes_table(say, run.settings, run.changes)
        parts += [f"### {say(asked_words.CHANGES)}", markdown_table(table)]
    if idle := asked.without_effect(say, run.changes):
        parts += [f"### {say(asked_words.WITHOUT_EFFECT)}", "\n".join(f"- {escape(sentence)}" for sentence in idle)]
    return parts


def _pairs(pairs: list[tuple[str, str]], *, code: bool = False) -> str:
    def shown(value: str) -> str:
        return f"`{value.replace('`', ' ')}`" if code else escape(value)

    return "\n".join(f"- {escape(name)}: {shown(value)}" for name, value in pairs)
