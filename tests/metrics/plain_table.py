"""Every key figure recounted slowly from the events, the settings and the drawn world: dictionaries and loops only.

Nothing of how the program counts is used. What each key figure is stands in docs/background/model.md, "What counts
where". Which rows there must be follows from the settings.
"""

from collections.abc import Iterator

from tbkk_sim.model.event_records import EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.sampling.workforce.people import LEAVERS
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from tests.metrics.plain_capacity import capacity
from tests.metrics.plain_cases import against_norm, flows, left_undone, levels, running, waiting
from tests.metrics.plain_chain import chain, milestones
from tests.metrics.plain_costs import costs
from tests.metrics.plain_examination import OF_LABORATORY, examination
from tests.metrics.plain_hours import hours
from tests.metrics.plain_people import staff
from tests.metrics.plain_run import ALL, Cell, Recount, Sums
from tests.metrics.plain_story import read_story
from tests.metrics.plain_triage import triage

OF_REPORTS = {
    "reports_in", "triage_backlog_end", "triage_waiting_days_mean", "reports_triaged_by_hand",
    "reports_triaged_by_system", "reports_taken_over", "persons_reported", "reports_joined", "assessment_backlog_end",
}  # fmt: skip
"""By unit and class, `closed` too."""
OF_CASES = {
    "cases_in", "taken_up", "taken_up_in_campaigns", "taken_up_and_running", "finished",
    "cases_full", "cases_short", "cases_letter_or_visit",
    "left_undone", "closed_by_choice", "turned_away", "let_go", "waiting_growth", "abuse_not_found", "returns",
    "backlog_end", "backlog_mean", "backlog_age_days_mean", "in_hand_end", "in_hand_mean", "open_end",
    "waiting_days_mean", "waiting_days_median", "waiting_days_p90", "share_begun", "lead_days_mean", "lead_days_p90",
    "ended_file_to_om", "ended_alternative", "ended_letter_or_visit", "ended_transferred", "ended_no_offence",
    "ended_own_work_done",
    "reports_per_person", "untraceable", "closed_by_mistake", "traces_lost", "overgraded", "hidden_waiting",
    "hidden_waiting_days_mean", "hidden_mean", "hidden_days_per_case", "severe_in",
    "hidden_closed", "hidden_found", "hidden_days_mean", "hidden_days_median", "hidden_days_p90",
    *OF_LABORATORY,
}  # fmt: skip
"""By unit and class of cases, and of each pool its own work."""
AGAINST_NORM = {
    "backlog_above_norm_share", "backlog_settled_days", "share_within_norm", "due", "late",
    "late_unjudged", "late_seen_as_less",
}  # fmt: skip
"""The same, where there is a norm."""
OF_HOURS = {
    "hours_worked", "hours_digital_share", "hours_demanded", "hours_undiscovered", "hours_lent", "hours_borrowed",
    "hours_assessment", "hours_overgraded",
}  # fmt: skip
"""By unit and class, `closed` too, and by pool and class of cases or own work; hours by step besides."""
LOADS = {"load_severe", "load_agreed", "load_all"}
OF_UNITS = {
    *LOADS, "closed_in_triage", "vacancy_fte", "vacancy_share", "balance_days", "mentoring_fte", "hires", "leavers",
    "below_minimum_share", "open_cases_per_investigator", *(f"leavers_{cause.name.lower()}" for cause in LEAVERS),
    "reallocated_fte", "temporary_fte", "in_course_fte", "exposure_leave_fte", "appointed_from_course", "retrained",
    "extra_hours", "time_off_hours",
}  # fmt: skip
TOTAL_COSTS = {"cost_structural_eur", "cost_one_off_eur", "cost_eur", "cost_others_eur", "cost_police_eur"}
OF_TEAMS = {
    "hours_available", "utilisation", "outside_office_hours", "establishment_fte", "occupancy_fte",
    "deployable_fte",
}  # fmt: skip
OF_POOLS, OF_ALL_UNITS = {"reallocated_away_fte"}, {"course_without_post"}
MONTHLY = {
    *LOADS, *TOTAL_COSTS, "reports_in", "cases_in", "taken_up", "taken_up_in_campaigns", "finished", "left_undone",
    "closed_by_choice", "turned_away", "let_go", "waiting_growth", "returns",
    "backlog_end", "backlog_age_days_mean", "in_hand_end", "triage_backlog_end",
    "waiting_days_mean", "waiting_days_p90", "share_within_norm", "hours_worked", "hours_demanded", "hours_available",
    "utilisation", "establishment_fte", "occupancy_fte", "vacancy_share", "deployable_fte",
    "open_cases_per_investigator", "persons_reported", "untraceable", "closed_by_mistake", "assessment_backlog_end",
    "hidden_waiting",
}  # fmt: skip
"""Also by month: of all units together by class, and of each team."""
ONLY_WHERE_THERE_IS_ANY = {
    *LOADS, "backlog_age_days_mean", "backlog_above_norm_share", "backlog_settled_days",
    "waiting_days_mean", "waiting_days_median", "waiting_days_p90", "share_within_norm", "share_begun",
    "lead_days_mean", "lead_days_p90", "triage_waiting_days_mean", "hours_digital_share", "utilisation",
    "vacancy_share", "balance_days", "below_minimum_share", "open_cases_per_investigator",
    "reports_per_person", "hidden_waiting_days_mean", "hidden_days_per_case", "hidden_days_mean", "hidden_days_median",
    "hidden_days_p90", "examination_days_mean", "examination_days_p90", "examined_within_norm_share",
}  # fmt: skip
"""Of these a cell without anything to measure has no row; of others it has a 0."""

OF_CHAIN = ("identified_", "searched_", "file_", "chain_")
"""Beginnings of the names of key figures of milestones and of links: of all units by class, and of each unit."""
MAY_BE_MISSING = ("_days_", "_within_norm", "_in_time_")
"""Parts of those of their names of which a cell without anything to measure has no row."""
OF_SKILLS_AND_ROLES = ("hours_severe_", "hours_agreed_", "hours_demanded_", "hours_available_", "utilisation_", "cost_")
"""Beginnings of the names of key figures of one skill or role, or of costs, of units."""

MOST_SAID, MOST_SIGNS = 6, 1500
"""Key figures of which a row is shown, and the length of all that is said of a table that is wrong."""

Row = tuple[str, str, str, str]
"""Key figure, period, team, class."""


def expected_rows(settings: Settings, world: World, parameters: Parameters, log: EventLog) -> dict[Row, float]:
    """All rows that the table must have; inf: a row without a number."""
    found = recount(settings, world, parameters, log)
    periods = _periods(settings)
    return {
        (name, *cell): sums.get(cell, 0.0)
        for name, sums in found.items()
        if settings.chain.examination.enabled or name not in OF_LABORATORY
        for cell in _cells(name, settings, periods)
        if cell in sums or not _may_be_missing(name)
    }


def recount(settings: Settings, world: World, parameters: Parameters, log: EventLog) -> dict[str, Sums]:
    """Sums and values of each key figure by name; a cell that is not there is 0 for a sum, and else no row."""
    run = Recount(read_story(settings, world, parameters, log))
    of_levels = levels(run)
    found = {**flows(run), **left_undone(run), **of_levels, **against_norm(run), **waiting(run), **hours(run)}
    found.update(running(run, found["taken_up"]))
    found.update(triage(run))
    found.update(examination(run))
    found.update(staff(run, of_levels["in_hand_mean"]))
    found.update(capacity(run))
    found.update(milestones(run))
    found.update(chain(run))
    found.update(costs(run))
    return found


def _may_be_missing(name: str) -> bool:
    if name.startswith(OF_CHAIN):
        return any(part in name for part in MAY_BE_MISSING)
    return name in ONLY_WHERE_THERE_IS_ANY or name.startswith("utilisation_")


def _periods(settings: Settings) -> list[str]:
    first, last = settings.run.start, settings.run.end
    years = range(first.year, last.year + 1)
    months = [f"{year}-{month:02d}" for year in years for month in range(1, 13)]
    return [ALL, *map(str, years), *(month for month in months if f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}")]


def _cells(name: str, settings: Settings, periods: list[str]) -> Iterator[Cell]:
    monthly = name in MONTHLY and settings.run.monthly
    for period in periods:
        for team, case_class in _teams_and_classes(name, settings):
            if "-" not in period or (monthly and ALL in (team, case_class)):
                yield period, team, case_class


def _teams_and_classes(name: str, settings: Settings) -> Iterator[tuple[str, str]]:
    units, pools = [ALL, *settings.staffing.units], list(settings.collaboration.pools)
    classes = settings.casework.classes
    if name.startswith(OF_CHAIN):
        yield from ((ALL, of) for of in (ALL, *classes))
        yield from ((unit, ALL) for unit in units[1:])
    elif name in AGAINST_NORM:
        normed = [of for of, its in classes.items() if its.norm_days is not None]
        yield from ((unit, of) for unit in units for of in ([ALL, *normed] if normed else []))
        for pool, its in settings.collaboration.pools.items():
            yield from ((pool, of) for of in ((ALL, "own_work") if its.own_work.norm_days is not None else ()))
    elif name in OF_CASES:
        yield from ((unit, of) for unit in units for of in (ALL, *classes))
        yield from ((pool, of) for pool in pools for of in (ALL, "own_work"))
    elif name in OF_REPORTS:
        yield from ((unit, of) for unit in units for of in (ALL, "closed", *classes))
    elif name in OF_TEAMS:
        yield from ((team, ALL) for team in (*units, *pools))
    elif name in OF_POOLS:
        yield from ((pool, ALL) for pool in pools)
    elif name in OF_ALL_UNITS:
        yield ALL, ALL
    elif name in OF_UNITS or name.startswith(OF_SKILLS_AND_ROLES):
        yield from ((unit, ALL) for unit in units)
    else:
        assert name in OF_HOURS or name.startswith("hours_"), name
        yield from ((unit, of) for unit in units for of in (ALL, "closed", *classes))
        yield from ((pool, of) for pool in pools for of in (ALL, *classes, "own_work"))


def differences(expected: dict[Row, float], found: dict[Row, float]) -> dict[Row, tuple[float | None, float | None]]:
    """Rows that differ: (what is right, what the table has); None: no such row. Numbers may be 1e-9 apart."""
    differ: dict[Row, tuple[float | None, float | None]] = {}
    for row in sorted(expected.keys() | found.keys()):
        right, there = expected.get(row), found.get(row)
        if right is None or there is None or not _alike(right, there):
            differ[row] = right, there
    return differ


def _alike(right: float, there: float) -> bool:
    return right == there or abs(right - there) <= 1e-9 * max(1.0, abs(right))


def check(expected: dict[Row, float], found: dict[Row, float]) -> None:
    """Refuse a table that differs from its recount, in a few lines: the first row that differs of each key figure."""
    differ = differences(expected, found)
    if not differ:
        return
    of_figure: dict[str, list[Row]] = {}
    for row in differ:
        of_figure.setdefault(row[0], []).append(row)
    said = [_said(rows, *differ[rows[0]]) for rows in list(of_figure.values())[:MOST_SAID]]
    if len(of_figure) > MOST_SAID:
        said.append(f"and rows of {len(of_figure) - MOST_SAID} more: {', '.join(list(of_figure)[MOST_SAID:])}")
    raise AssertionError("\n".join(said)[:MOST_SIGNS])


def _said(rows: list[Row], right: float | None, there: float | None) -> str:
    name, period, team, case_class = rows[0]
    expected, got = ("no row" if value is None else f"{value:.10g}" for value in (right, there))
    more = f" (and {len(rows) - 1} more rows of it)" if len(rows) > 1 else ""
    return f"{name}, period {period}, team {team}, class {case_class}: expected {expected}, got {got}{more}"
