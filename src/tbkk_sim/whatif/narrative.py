"""The result of a change in sentences, in the language of the reader."""

import html
import math
from collections.abc import Callable
from dataclasses import dataclass

from tbkk_sim.metrics.catalogue import KeyFigure, kind_of
from tbkk_sim.model.names import names_of
from tbkk_sim.report.kit.say import Say
from tbkk_sim.settings import Settings
from tbkk_sim.stats.intervals import LEAST_REPLICATIONS
from tbkk_sim.whatif import phrases
from tbkk_sim.whatif.outcome import PlanComparison, PlanOutcome, compare

WriteDifference = Callable[[float], str]
SIGN = {1: "+", 0: "", -1: ""}


@dataclass(frozen=True)
class Shown:
    """A key figure that the page shows."""

    key_figure: str
    title: str
    a_year: bool = False
    """Divided by the years of the run."""

    @property
    def catalogue_row(self) -> KeyFigure:
        """Its row of the catalogue."""
        figure = kind_of(self.key_figure)
        assert figure is not None
        return figure

    def writer(self, say: Say) -> WriteDifference:
        """Return the function that writes its value."""
        return lambda value: say.value(value, self.catalogue_row.unit)

    def difference_writer(self, say: Say) -> WriteDifference:
        """Return the function that writes a difference with its sign; of shares in points of a hundred."""
        if self.catalogue_row.unit == "share":
            return lambda value: signed(lambda v: say.number(100 * v, 1), value)
        return lambda value: signed(self.writer(say), value)

    def apart(self, say: Say, found: PlanComparison) -> str:
        """A difference and its interval."""
        write, (low, high) = self.difference_writer(say), found.interval
        text = write(found.mean)
        if not found.same and not math.isnan(low):
            text = say(phrases.INTERVAL, mean=text, low=write(low), high=write(high))
        return say(phrases.POINTS, n=text) if self.catalogue_row.unit == "share" else text


SHOWN = (
    Shown("cases_in", phrases.CAME_IN_YEAR, a_year=True),
    Shown("taken_up", phrases.TAKEN_UP_YEAR, a_year=True),
    Shown("left_undone", phrases.UNDONE_YEAR, a_year=True),
    Shown("closed_by_choice", phrases.CLOSED_YEAR, a_year=True),
    Shown("turned_away", phrases.TURNED_AWAY_YEAR, a_year=True),
    Shown("let_go", phrases.LET_GO_YEAR, a_year=True),
    Shown("untraceable", phrases.UNTRACEABLE_YEAR, a_year=True),
    Shown("closed_by_mistake", phrases.CLOSED_BY_MISTAKE_YEAR, a_year=True),
    Shown("waiting_growth", phrases.MORE_WAITING_YEAR, a_year=True),
    Shown("backlog_end", phrases.BACKLOG_END),
    Shown("abuse_not_found", phrases.NOT_FOUND_YEAR, a_year=True),
    Shown("returns", phrases.RETURNS_YEAR, a_year=True),
    Shown("hidden_waiting", phrases.HIDDEN_END),
    Shown("hidden_closed", phrases.HIDDEN_CLOSED_YEAR, a_year=True),
    Shown("hidden_days_per_case", phrases.HIDDEN_DAYS),
    Shown("deployable_fte", phrases.DEPLOYABLE),
    Shown("vacancy_share", phrases.VACANT),
    Shown("load_severe", phrases.LOAD_SEVERE),
    Shown("load_agreed", phrases.LOAD_AGREED),
    Shown("load_all", phrases.LOAD_ALL),
)
"""Figures in the order of the table: what came in, the two parts of it, and the six of what is left undone, first."""


COSTS = (
    Shown("cost_eur", phrases.COST_TEAMS, a_year=True),
    Shown("cost_others_eur", phrases.COST_OTHERS, a_year=True),
)
"""Figures of the table where costs are counted."""


def shown_in(say: Say, settings: Settings) -> list[Shown]:
    """Figures of the table: those of all runs, and those of milestones, the chain and costs where there are any."""
    links, names = settings.chain.links, names_of(settings)
    of_milestones = [Shown(f"{name}_days_median", MEDIAN_DAYS[name]) for name in names.milestones]
    waiting = [
        Shown(f"chain_waiting_end_{name}", say(phrases.LINK_WAITING, link=say(link.label)))
        for name, link in links.items()
        if link.is_limited
    ]
    in_time = [
        Shown(f"chain_in_time_{link.name}", say(phrases.LINK_IN_TIME, link=say(link.label)))
        for link in names.links
        if link.norm_days_from_file is not None
    ]
    priced = settings.costs.price_year is not None
    return [*SHOWN, *of_milestones, *waiting, *in_time, *(COSTS if priced else ())]


_BY_NAME = {shown.key_figure: shown for shown in SHOWN}
CAME_IN, UNDONE, BACKLOG = _BY_NAME["cases_in"], _BY_NAME["left_undone"], _BY_NAME["backlog_end"]
MEDIAN_DAYS = {
    "identified": phrases.MEDIAN_IDENTIFIED,
    "searched": phrases.MEDIAN_SEARCHED,
    "file": phrases.MEDIAN_FILE,
}
LARGE = ("left_undone", "taken_up", "backlog_end", "load_severe")
"""Figures that are also shown large."""


def signed(write: WriteDifference, value: float) -> str:
    """A difference with its sign, whichever it is."""
    text = write(value)
    return f"+{text}" if value > 0 and text != write(0.0) else text


def factor_of(shown: Shown, settings: Settings) -> float:
    """Return the factor on its value."""
    return 1.0 / settings.run.length_years if shown.a_year else 1.0


def compared(shown: Shown, settings: Settings, now: PlanOutcome, changed: PlanOutcome, **where: str) -> PlanComparison:
    """A key figure under both plans."""
    return compare(now, changed, shown.key_figure, factor_of(shown, settings), **where)


def hardly(write: WriteDifference, found: PlanComparison) -> bool:
    """The whole interval is written as nothing."""
    return {write(bound) for bound in found.interval} <= {write(0.0)}


def certainty(say: Say, write: WriteDifference, found: PlanComparison) -> str:
    """Say how certain a difference is."""
    n, k = say.number(len(found.now)), say.number(found.agree)
    if found.same:
        return say(phrases.SAME)
    if len(found.now) < 2:
        return say(phrases.ONE_REPLICATION)
    if not found.direction:
        without = phrases.TOO_FEW if len(found.now) < LEAST_REPLICATIONS else phrases.DIFFERS_IN
        phrase = without if math.isnan(found.interval[0]) else phrases.NOT_CLEAR
        return say(phrase, k=say.number(found.differ), n=n)
    if hardly(write, found):
        return say(phrases.HARDLY)
    if found.agree == len(found.now):
        return say(phrases.HIGHER_IN_ALL if found.direction > 0 else phrases.LOWER_IN_ALL, n=n)
    return say(phrases.HIGHER_IN if found.direction > 0 else phrases.LOWER_IN, k=k, n=n)


def headline(say: Say, came_in: PlanComparison, undone: PlanComparison, backlog: PlanComparison) -> str:
    """Say in two or three sentences what the change does; of what came in only where it clearly differs."""
    phrases_of = (
        (came_in, ("", phrases.MORE_COME_IN, phrases.FEWER_COME_IN, "")),
        (undone, (phrases.UNDONE_SAME, phrases.MORE_UNDONE, phrases.FEWER_UNDONE, phrases.UNDONE_NOT_CLEAR)),
        (backlog, (phrases.WAIT_SAME, phrases.MORE_WAIT, phrases.FEWER_WAIT, phrases.WAIT_NOT_CLEAR)),
    )
    sentences = []
    for found, (same, more, fewer, not_clear) in phrases_of:
        phrase = {1: more, -1: fewer, 0: not_clear}[found.direction]
        phrase = same if found.same else phrase
        sentences.append(say(phrase, n=say.count(abs(found.mean))) if phrase else "")
    return " ".join(filter(None, sentences))


def table(head: list[str], rows: list[list[str]], *, last_is_words: bool = False) -> str:
    """A table as HTML; the first column names its row, the others are numbers, the last one if it is not words."""
    cells = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in head)
    body = "".join(
        f'<tr><th scope="row">{html.escape(first)}</th>'
        + "".join(f"<td>{html.escape(text)}</td>" for text in rest)
        + "</tr>"
        for first, *rest in rows
    )
    label, words = html.escape(", ".join(head)), " words" * last_is_words
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table class="wide{len(head)}{words}">'
        f"<thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div>"
    )
