"""The report of one run: question, answer, the four parts of a force plan, what it rests on, how to remake it."""

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts, page_phrases
from tbkk_sim.report.kit import phrases as all_words
from tbkk_sim.report.kit.commands import help_command, measure_commands
from tbkk_sim.report.kit.page import PageTable, Picture, picture, render, table_of
from tbkk_sim.report.run import findings, summary
from tbkk_sim.report.run.asked import is_the_scenarios, number
from tbkk_sim.report.run.capacity.sentences import capacity
from tbkk_sim.report.run.certainty import how_sure
from tbkk_sim.report.run.chain import chain_phrases, laboratory
from tbkk_sim.report.run.costs import phrases as cost_phrases
from tbkk_sim.report.run.costs import tables as costs
from tbkk_sim.report.run.exhibits import ReportPart, exhibits_of
from tbkk_sim.report.run.figures import figure_phrases
from tbkk_sim.report.run.page_head import asked_for, heading
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
from tbkk_sim.report.run.tables.cells import band
from tbkk_sim.report.run.view import RunView, SpreadOfMean
from tbkk_sim.runs.folder.identity import settings_hash
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.settings.settings import ALL
from tbkk_sim.stats.spread import LEAST_FOR_A_BAND

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure

ID_LENGTH = 12
"""Characters of the fingerprint of the settings that name a run."""


MANY_LATE = 0.1
"""Share of the severe cases due that alerts if they are not begun in time."""


@dataclass(frozen=True)
class Card:
    """One number to remember."""

    label: str
    value: str
    note: str = ""
    band: str = ""
    alert: bool = False


def report(run: RunView, figures: "Mapping[str, Figure]") -> str:
    """Render the page as HTML.

    Args:
        run: The run.
        figures: The figure of each exhibit, by name.
    """
    say = run.say
    pictures: dict[str, list[Picture]] = {part.name: [] for part in ReportPart}
    for exhibit in exhibits_of(run):
        shown = picture(
            exhibit.name, say(exhibit.title), exhibit.finding(run), figures[exhibit.name], exhibit.table(run)
        )
        pictures[exhibit.part.name].append(shown)
    sources, late = _sources(run), lateness.late_table(run)
    there = {"triage": triage.is_triaged(run), "chain": bool(pictures[ReportPart.CHAIN.name])}
    there["costs"] = costs.is_on(run)
    return render(
        "report.html",
        say,
        title=heading(run),
        question=heading(run),
        about=_about(run),
        asked=asked_for(say, run.settings, run.changes),
        contents=[(section, say(title)) for section, title in CONTENTS if there.get(section, True)],
        warnings=findings.warnings(run),
        cards=_cards(run),
        lead=_lead(run),
        left_by=findings.left_by(run),
        how_sure=how_sure(run),
        by_class=table_of(say(all_words.TABLE_CLASSES), work.by_class(run)),
        misjudged_count=triage.misjudged_count(run),
        by_team=table_of(say(all_words.TABLE_TEAMS), hours.teams(run)),
        each_year=table_of(say(year_phrases.EACH_YEAR), selection.each_year(run)),
        each_year_note=selection.each_year_note(run),
        by_month=_by_month(run),
        by_month_note=[
            say(year_phrases.BY_MONTH_NOTE if run.has_band else year_phrases.BY_MONTH_NOTE_FEW),
            odds.agreed_note(run),
        ],
        became_note=say(year_phrases.BECAME_NOTE),
        treated=selection.treated(run),
        late=table_of(say(triage_phrases.TABLE_LATE), late) if len(late) else None,
        late_note=say(triage_phrases.LATE_NOTE),
        what_became=table_of(say(year_phrases.TABLE_WHAT_BECAME), selection.what_became(run)),
        treatments_note=say(year_phrases.TREATMENTS_NOTE),
        treatments=table_of(say(year_phrases.TABLE_TREATMENTS), selection.treatments(run)),
        triage=[table_of(title, table) for title, table in triage.tables(run).items()],
        chain_title=say(chain_phrases.PART_CHAIN),
        triage_title=say(triage_phrases.PART_TRIAGE),
        triage_said=[triage.hidden(run), *triage.said(run)],
        triage_notes=triage.notes(run),
        laboratory=table_of(say(laboratory.TABLE), laboratory.table(run)) if laboratory.is_on(run) else None,
        laboratory_said=laboratory.said(run),
        laboratory_note=say(laboratory.NOTE),
        costs=table_of(costs.title(run), costs.table(run)) if costs.is_on(run) else None,
        costs_title=say(cost_phrases.PART_COSTS),
        costs_said=costs.said(run),
        costs_note=costs.note(run),
        waits=[say(all_words.MIDDLE_NOTE), *findings.never_begun(run)],
        loads_note=say(short_phrases.LOADS_NOTE),
        short=[table_of(title, table) for title, table in short.titled(run).items()],
        short_title=say(short_phrases.PART_SHORT),
        short_note=say(short_phrases.SHORT_NOTE),
        brackets=charts.note_on_band(say, run.replications, all_words.BAND_BRACKETS),
        pictures=pictures,
        measure_commands=measure_commands(run.settings),
        help_command=help_command(run.settings),
        odds_lead=odds.said(run),
        odds=table_of(say(page_phrases.ODDS), odds.odds(run)) if run.has_band else None,
        no_odds=say(page_phrases.ODDS_ONE, n=say.number(LEAST_FOR_A_BAND)),
        forecast_said=[forecast.left_undone(run), forecast.settling(run)],
        staff_said=[capacity(run), forecast.balance(run)],
        forecasts=_forecasts(run),
        settings=summary.settings_that_matter(run),
        sources=sources,
        source_counts=_source_counts(run),
        remake=_remake(run),
        glossary=[(say(term), say(meaning)) for term, meaning in page_phrases.GLOSSARY],
    )


CONTENTS = (
    ("answer", page_phrases.PART_ANSWER),
    ("gap", page_phrases.PART_GAP),
    ("staff", page_phrases.PART_STAFF),
    ("measures", page_phrases.PART_MEASURES),
    ("undone", page_phrases.PART_UNDONE),
    ("chain", chain_phrases.PART_CHAIN),
    ("triage", triage_phrases.PART_TRIAGE),
    ("costs", cost_phrases.PART_COSTS),
    ("input", page_phrases.PART_INPUT),
    ("sources", page_phrases.PART_SOURCES),
    ("remake", all_words.REMAKE),
    ("glossary", page_phrases.PART_WORDS),
)
"""Sections of the page."""


def _about(run: RunView) -> list[str]:
    say = run.say
    replications = page_phrases.REPLICATIONS_OF if run.replications > 1 else page_phrases.REPLICATION_ONE
    return [
        say(page_phrases.SCENARIO, name=run.settings.name if is_the_scenarios(run.settings) else run.title),
        say(all_words.PERIOD_FROM_TO, start=say.date(run.start), end=say.date(run.end)),
        say(replications, n=say.number(run.replications)),
    ]


def _cards(run: RunView) -> list[Card]:
    """Severe cases begun late, cases left undone, and people short for severe work in the worst year."""
    say, undone = run.say, run.one("left_undone")
    came_in = undone.mean + run.mean("taken_up")
    share = say.share(undone.mean / came_in) if came_in > 0 else all_words.MISSING
    return [
        _late_card(run) or _waiting_card(run),
        Card(
            say(page_phrases.CARD_UNDONE),
            say.count(undone.mean),
            say(page_phrases.CARD_UNDONE_NOTE, share=share),
            _band(run, undone, say.count),
        ),
        _short_card(run),
    ]


def _late_card(run: RunView) -> Card | None:
    """Severe cases not begun in time; None where none was due."""
    say, (late, share) = run.say, lateness.late_in_all(run)
    if math.isnan(share):
        return None
    note = say(page_phrases.CARD_LATE_NOTE, share=say.share(share))
    if len(run.years) > 1 and late.mean >= lateness.LEAST_LATE:
        by_year = {year: lateness.late_in_all(run, year)[0].mean for year in run.years}
        worst = max(by_year, key=by_year.__getitem__)
        most = say(page_phrases.CARD_LATE_MOST, year=run.year_label(worst), n=say.count(by_year[worst]))
        note = f"{note}; {most}"
    return Card(say(page_phrases.CARD_LATE), say.count(late.mean), note, _band(run, late, say.count), share > MANY_LATE)


def _waiting_card(run: RunView) -> Card:
    """Cases that wait at the end, of which more than at the start alert."""
    say, start, waiting = run.say, work.start_stock(run)[ALL], run.one("backlog_end")
    label, note = say(page_phrases.CARD_BACKLOG), _waiting_note(run, say.count(start))
    return Card(label, say.count(waiting.mean), note, _band(run, waiting, say.count), waiting.mean > start)


def _waiting_note(run: RunView, first: str) -> str:
    """State how many waited at the start, and after how long one is let go: how many wait follows from that."""
    say = run.say
    expiries = {of.expires.mean_days for of in run.settings.casework.classes.values() if of.expires is not None}
    if len(expiries) != 1:
        return say(page_phrases.CARD_BACKLOG_NOTE, first=first)
    return say(page_phrases.CARD_BACKLOG_LET_GO, first=first, days=say.duration_in_words(expiries.pop()))


def _short_card(run: RunView) -> Card:
    """People short in the worst year, after all help: for severe work or, if hardly any are, with what was agreed."""
    say, found, label = run.say, short.short_of(run, however_few=True), page_phrases.CARD_SHORT
    asked, with_agreed = run.asked_of(), short.short_with_agreed(run)
    if not short.is_short(run) and with_agreed:
        found, label = with_agreed, page_phrases.CARD_SHORT_AGREED
    if asked.nobody or math.isnan(asked.mean):
        value, note = all_words.MISSING, findings.load(run)
    elif found is None:
        value, note = say(page_phrases.FTE, n=say.number(0)), say(page_phrases.CARD_SHORT_NEVER)
    else:
        value = say(page_phrases.FTE, n=say.number(found.most_fte, 1))
        note = say(page_phrases.CARD_SHORT_NOTE, year=run.year_label(found.worst))
    return Card(say(label), value, note, alert=short.is_short(run))


def _band(run: RunView, spread: SpreadOfMean, write: "Callable[[float], str]") -> str:
    if not run.has_band or not math.isfinite(spread.mean) or write(spread.low) == write(spread.high):
        return ""
    return run.say(page_phrases.CARD_BAND, band=band(run, spread, write))


def _lead(run: RunView) -> str:
    """State who is short, unless a warning does, and why less is taken up of what was agreed."""
    of_people = "" if short.is_short(run) else findings.load(run)
    return f"{of_people} {odds.agreed_falls(run)}".strip()


def _forecasts(run: RunView) -> list[PageTable]:
    """Cases left undone per year, and dates, with their odds; none of a few replications."""
    if not run.has_band:
        return []
    say = run.say
    return [
        table_of(say(all_words.TABLE_UNDONE_ODDS), forecast.left_undone_table(run)),
        table_of(say(all_words.TABLE_DATES), forecast.date_table(run)),
    ]


def _by_month(run: RunView) -> list[PageTable]:
    """Agreements as each year runs."""
    return [table_of(run.say(year_phrases.BY_MONTH, year=year), table) for year, table in odds.by_month(run).items()]


def _sources(run: RunView) -> PageTable:
    """All numbers of the run: setting, value, kind of source, range, source."""
    say = run.say
    rows = [
        [
            entry.key,
            _value(run, entry),
            say(page_phrases.KINDS[entry.tag] if entry.tag else page_phrases.TYPED),
            "" if entry.low is None or entry.high is None else say.between(say.exact(entry.low), say.exact(entry.high)),
            entry.note,
        ]
        for entry in run.sources
    ]
    headings = [
        page_phrases.SETTING,
        figure_phrases.NOW,
        page_phrases.SOURCE_KIND,
        page_phrases.RANGE,
        page_phrases.SOURCE,
    ]
    title = say(page_phrases.SOURCES_LIST, n=say.number(len(rows)))
    return PageTable(title, [say(heading) for heading in headings], rows)


def _value(run: RunView, entry: Entry) -> str:
    value = entry.value
    if isinstance(value, str):
        try:
            return run.say.date(dt.date.fromisoformat(value))
        except ValueError:
            return value
    return number(run.say, entry.key, value)


def _source_counts(run: RunView) -> PageTable:
    say = run.say
    counts = Counter(entry.tag for entry in run.sources)
    kinds = [*page_phrases.KINDS.items(), (None, page_phrases.TYPED)]
    rows = [[say(text), say.number(counts[tag])] for tag, text in kinds if counts[tag]]
    columns = [say(page_phrases.SOURCE_KIND), say(page_phrases.SOURCE_NUMBERS)]
    return PageTable(say(page_phrases.SOURCES_COUNTS), columns, rows)


def _remake(run: RunView) -> list[tuple[str, str]]:
    say, commit = run.say, run.origin.get("commit")
    pairs = dict(summary.remake(run))
    if commit and run.origin.get("uncommitted_changes"):
        pairs[say(all_words.COMMIT)] = say(page_phrases.UNCOMMITTED, commit=commit)
    pairs[say(all_words.SEED)] = str(run.settings.seed)
    pairs[say(page_phrases.RUN_ID)] = settings_hash(run.settings)[:ID_LENGTH]
    return list(pairs.items())
