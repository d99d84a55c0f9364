"""One number of a run: a key figure of a class, in a period, of a team; and which direction of it is better."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tbkk_sim.metrics.catalogue import Better, KeyFigure, key_figure_list, kind_of
from tbkk_sim.model.names import FILE, names_of
from tbkk_sim.problem import wrong
from tbkk_sim.settings import Settings
from tbkk_sim.settings.capacity.capacity import Capacity
from tbkk_sim.settings.settings import ALL, OWN_WORK

ENDS_UNTREATED = ("closed_by_choice", "turned_away", "let_go")
"""Key figures of the ways in which a case ends without any work."""
PARTS_UNDONE = (*ENDS_UNTREATED, "untraceable", "closed_by_mistake", "waiting_growth")
"""Key figures that add up to `left_undone`."""
MOST_URGENT = 2
"""Severe classes of which a comparison shows the days until a child is safe."""
EACH = "*"
"""Stands for each class of cases, each year, or each unit."""


class Cell(NamedTuple):
    """A row of the table of key figures."""

    key_figure: str
    priority_class: str = ALL
    period: str = ALL
    team: str = ALL

    def __str__(self) -> str:
        """Write it as one types it, without the parts that are `all`."""
        parts = list(self)
        while parts[-1] == ALL:
            parts.pop()
        return "/".join(parts)


def parse_cell(text: str, like: Cell | None = None) -> Cell:
    """Read `key_figure[/class[/period[/team]]]`; parts left out are as in `like`.

    Raises:
        SettingsError: it has more parts.
    """
    given = text.split("/")
    if len(given) > len(Cell._fields):
        raise wrong(text, "has too many parts; allowed: KEY_FIGURE/CLASS/PERIOD/TEAM")
    return Cell(*given, *(like or Cell(""))[len(given) :])


def expand(cells: Iterable[Cell], settings: Settings) -> list[Cell]:
    """Write out `*`: each class of cases, each year of the run, each unit."""
    classes, years = settings.casework.by_urgency, list(map(str, settings.run.years))
    return [
        Cell(cell.key_figure, case_class, period, team)
        for cell in cells
        for case_class in (classes if cell.priority_class == EACH else [cell.priority_class])
        for period in (years if cell.period == EACH else [cell.period])
        for team in (settings.staffing.units if cell.team == EACH else [cell.team])
    ]


def unknown(cells: Iterable[Cell], settings: Settings) -> Iterator[tuple[str, list[str]]]:
    """Names in cells that no run of these settings has, each with what is allowed."""
    names, years = names_of(settings), list(map(str, settings.run.years))
    months = [f"{year}-{month:02d}" for year in years for month in range(1, 13)]
    tables = {
        "key_figure": [figure.name for figure in key_figure_list(names)],
        "priority_class": [ALL, EACH, *names.classes],
        "period": [ALL, EACH, *years, *months],
        "team": [ALL, EACH, *names.teams],
    }
    for cell in cells:
        for column, allowed in tables.items():
            if (name := getattr(cell, column)) not in allowed:
                yield name, allowed if column != "period" else [ALL, EACH, *years]


def figures_of(settings: Settings) -> dict[str, KeyFigure]:
    """The key figures of these settings, by name."""
    return {figure.name: figure for figure in key_figure_list(names_of(settings))}


def better(key_figure: str) -> int:
    """-1: lower is better; 1: higher is; 0: neither."""
    known = kind_of(key_figure)
    return Better.NEITHER if known is None else known.better


def is_signed(key_figure: str) -> bool:
    """Return True if a key figure may be below 0."""
    known = kind_of(key_figure)
    return known is not None and known.signed


def headlines(settings: Settings, *others: Settings) -> list[Cell]:
    """Cells compared when none are asked for: flows, severe work in time, what is left behind, each class, the people.

    Args:
        settings: Of the base.
        *others: Of the runs against it; where they treat cases in another way, what that leaves is told by class.
    """
    classes = settings.casework.classes
    severe = [name for name in settings.classes_that_come if classes[name].severe and classes[name].norm_days]
    within = [Cell("share_within_norm", name) for name in severe]  # nobody means to begin all of the others
    hidden = ("hidden_waiting", "hidden_closed", "hidden_days_per_case") if settings.triage.enabled else ()
    of_triage = ("assessment_backlog_end", "overgraded") if settings.triage.enabled else ()
    flows = [Cell(name) for name in ("cases_in", "left_undone", *PARTS_UNDONE, "taken_up", "finished")]
    left_behind = (*hidden, "abuse_not_found", "returns", "triage_backlog_end", *of_triage)
    behind = [Cell(name) for name in left_behind]
    by_class = [Cell(name, EACH) for name in ("waiting_days_p90", "left_undone", "taken_up", "finished")]
    links = settings.chain.links
    after = [Cell(f"chain_waiting_end_{name}") for name, link in links.items() if link.is_limited]
    after += [
        Cell(f"chain_in_time_{link.name}") for link in names_of(settings).links if link.norm_days_from_file is not None
    ]
    reached = [name for name in names_of(settings).milestones if name != FILE]
    safe = [Cell(f"{reached[-1]}_days_median", name) for name in severe[:MOST_URGENT]] if reached else []
    lighter = [name for name in settings.casework.by_urgency if not classes[name].severe]
    treated = any(other.steering != settings.steering for other in others)
    missed = [Cell("abuse_not_found", name) for name in lighter] if treated else []
    people = [Cell(name) for name in ("deployable_fte", "vacancy_share", "load_severe", "load_agreed", "load_all")]
    return [*flows, *within, *behind, *safe, *after, *missed, *expand(by_class, settings), *people]


def cells_of_capacity(runs: Iterable[Settings]) -> list[Cell]:
    """Cells compared beside the headlines: of each kind of capacity beside hiring that one of the runs has.

    Of a pool that lends people, what it loses: its members, hours on its own work, and how much of that waits.
    """
    found: list[Cell] = []
    for run in runs:
        of = run.capacity
        if of.reallocation:
            found.append(Cell("reallocated_fte"))
        for pool in lenders(of):
            found.append(Cell("reallocated_away_fte", team=pool))
            found += lost_by(pool)
        found += [Cell("temporary_fte")] if of.temporary else []
        found += [Cell("appointed_from_course"), Cell("course_without_post")] if of.cohorts else []
        found += [Cell("retrained")] if of.retraining else []
        found += [Cell("in_course_fte")] if of.cohorts or of.retraining else []
        found += [Cell("exposure_leave_fte")] if run.exposure.leave_spells_per_year else []
        found += map(Cell, ("extra_hours", "time_off_hours", "leavers_overtime")) if of.overtime else []
    return list(dict.fromkeys(found))


def cells_of_laboratory(runs: Iterable[Settings]) -> list[Cell]:
    """Cells compared beside the headlines if all runs have a laboratory."""
    names = ("devices_in", "devices_examined", "devices_waiting_end", "examination_days_mean", "examination_days_p90",
             "examined_within_norm_share")  # fmt: skip
    return [Cell(name) for name in names] if all(run.chain.examination.enabled for run in runs) else []


def lenders(capacity: Capacity) -> list[str]:
    """Pools of which members are reallocated."""
    return list(dict.fromkeys(of.from_pool for of in capacity.reallocation.values() if of.from_pool is not None))


def lost_by(pool: str) -> list[Cell]:
    """Cells that tell what a pool loses whose members are reallocated: work done, how much waits, and for how long."""
    names = ("hours_worked", "backlog_end", "waiting_days_p90")
    return [Cell(name, OWN_WORK, team=pool) for name in names]
