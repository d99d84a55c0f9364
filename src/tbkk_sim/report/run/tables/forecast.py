"""Forecasts with odds: cases left undone, backlogs that come to rest, balance of staff."""

from typing import TYPE_CHECKING

from tbkk_sim.metrics.key_figures.backlog import HALF_YEAR_DAYS
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.labels import team_label
from tbkk_sim.report.run.tables.cells import frame
from tbkk_sim.report.run.tables.work import ended_untreated
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.tables.odds import CountOdds, DateOdds, odds_of_balance, odds_of_left_undone, odds_of_settling
from tbkk_sim.settings.settings import ALL
from tbkk_sim.stats.spread import BAND

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

SETTLED = 0.95
"""A state that exists from the first day in this share of the replications is no news."""


def of_ten(run: RunView, share: float) -> str:
    """A share of the replications as odds: 8 of 10 replications."""
    ten = 10 * share
    if 0 < ten < 0.5:
        return run.say(phrases.FEWER_THAN_ONE_OF_TEN)
    if 9.5 < ten < 10:
        return run.say(phrases.MORE_THAN_NINE_OF_TEN)
    return run.say(phrases.OF_TEN, n=run.say.number(ten))


def left_undone(run: RunView) -> str:
    """Name the cases left undone in the last whole year, of which kind, and how many in 8 of 10 replications."""
    if not run.has_band:
        return ""
    say, year = run.say, run.last_whole_year()
    odds = {name: of_years[year] for name, of_years in odds_of_left_undone(run).items() if name != ALL}
    certain = sorted((name for name in odds if odds[name].low > 0), key=lambda name: -odds[name].mean)
    maybe = sorted(
        (name for name in odds if odds[name].share > 0 and odds[name].low <= 0), key=lambda n: -odds[n].share
    )
    kinds = [
        say(phrases.UNDONE_BETWEEN, name=run.label_within(name), band=_between(run, odds[name])) for name in certain
    ]
    others = [f"{run.label_within(name)} ({of_ten(run, odds[name].share)})" for name in maybe]
    sentences, in_year = [], run.year_label(year)
    if kinds:
        band = of_ten(run, BAND[1] - BAND[0])
        sentences.append(say(phrases.UNDONE_IN_YEAR, year=in_year, of_ten=band, kinds=say.listed(kinds)))
    if others:
        phrase = phrases.UNDONE_ALSO if kinds else phrases.UNDONE_SOME
        sentences.append(say(phrase, year=in_year, kinds=say.listed(others)))
    return " ".join(sentences)


def left_undone_table(run: RunView) -> "pd.DataFrame":
    """Cases left undone by class and year: the band of single replications, and how many of these have any."""
    say, odds = run.say, odds_of_left_undone(run)
    columns = {
        run.year_label(year): [
            f"{_between(run, of[year])} ({say.share(of[year].share)})" if of[year].share > 0 else phrases.MISSING
            for of in odds.values()
        ]
        for year in run.years
    }
    return frame({say(phrases.CLASS): map(run.label, odds), **columns})


def settling(run: RunView) -> str:
    """Name the backlogs of severe work that come to stay within the inflow of one norm, from when, and which never do.

    Of a run shorter than half a year nothing is known.
    """
    if not run.has_band or run.settings.run.horizon_days < HALF_YEAR_DAYS:
        return ""
    say, sentences = run.say, []
    classes = run.settings.casework.classes
    odds = {name: of for name, of in odds_of_settling(run).items() if of.at_start < SETTLED and classes[name].severe}
    sometimes = [_settles(run, name, of) for name, of in odds.items() if of.share > 0]
    never = [run.label_within(name) for name, of in odds.items() if of.share == 0]
    if sometimes:
        sentences.append(say(phrases.SETTLES, kinds="; ".join(sometimes)))
    if never:
        phrase = phrases.SETTLES_NEVER if sometimes else phrases.SETTLES_NONE
        sentences.append(say(phrase, end=say.date(run.end), names=say.listed(never)))
    return " ".join(sentences)


def _settles(run: RunView, name: str, odds: DateOdds) -> str:
    label, share = run.label_within(name), of_ten(run, odds.share)
    if odds.middle is None:
        kind = run.say(phrases.SETTLES_IN, name=label, of_ten=share)
    elif odds.middle == run.start:
        kind = run.say(phrases.SETTLES_AT_ONCE, name=label)
    else:
        phrase = phrases.SETTLES_FROM if odds.share == 1 else phrases.SETTLES_BY
        kind = run.say(
            phrase, name=label, date=run.say.date(odds.middle), **({} if odds.share == 1 else {"of_ten": share})
        )
    let_go = ended_untreated(run, name) > run.mean("taken_up", priority_class=name)
    return run.say(phrases.SETTLES_LET_GO, kind=kind) if let_go else kind


def balance(run: RunView) -> str:
    """State when occupancy reaches the establishment, with odds; empty where that is no question."""
    say, odds = run.say, odds_of_balance(run)[ALL]
    if not run.has_band or not run.mean("establishment_fte") > 0 or odds.at_start > SETTLED:
        return ""
    end, share = say.date(run.end), of_ten(run, odds.share)
    if odds.share == 0:
        return say(phrases.BALANCE_NEVER, end=end)
    if odds.middle is None:
        return say(phrases.BALANCE_SOME, end=end, of_ten=share)
    return say(phrases.BALANCE_BY, date=say.date(odds.middle), of_ten=share, end=end)


def date_table(run: RunView) -> "pd.DataFrame":
    """Dates with their odds: backlogs that come to rest, then balance nationally and by unit."""
    say = run.say
    settles = odds_of_settling(run) if run.settings.run.horizon_days >= HALF_YEAR_DAYS else {}
    rows = {say(phrases.SETTLES_ROW, name=run.label(name)): odds for name, odds in settles.items()}
    for name, odds in odds_of_balance(run).items():
        unit = team_label(say, run.settings, name)
        rows[say(phrases.BALANCE_ROW, name=unit)] = odds

    def date(day: "dt.date | None") -> str:
        return phrases.MISSING if day is None else say.date(day)

    return frame(
        {
            say(phrases.WHAT): list(rows),
            say(phrases.BY_EARLY): [date(odds.early) for odds in rows.values()],
            say(phrases.BY_MIDDLE): [date(odds.middle) for odds in rows.values()],
            say(phrases.BY_LATE): [date(odds.late) for odds in rows.values()],
            say(phrases.WITHIN_RUN): [say.share(odds.share) for odds in rows.values()],
        }
    )


def _between(run: RunView, odds: CountOdds) -> str:
    first, last = run.say.count(odds.low), run.say.count(odds.high)
    return first if first == last else run.say.between(first, last)
