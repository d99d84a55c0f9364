"""Capacity that does not come by hiring for posts: who is there by it, who is away for it, and hours of overtime."""

import numpy as np

from tbkk_sim.arrays import Flags, Floats
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.key_figures.hours import presence
from tbkk_sim.model.seconds import PER_MILLION, hours_of, seconds_of_days
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.headcount import present_on
from tbkk_sim.sampling.workforce.people import CameBy


def capacity(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of capacity beside hiring."""
    people, away = ledger.world.people, ledger.world.shifts.away

    def there(came_by: CameBy) -> Floats:
        rows = np.flatnonzero(people.came_by == came_by)
        return _mean_fte(ledger, people.team[rows], people.joined_days[rows], people.left_days[rows])

    def gone(cause: AbsenceCause) -> Floats:
        rows = np.flatnonzero(away.cause == cause)
        return _mean_fte(ledger, people.team[away.member[rows]], away.begin_days[rows], away.end_days[rows])

    appointed, retrained = (
        ledger.grid.sums(count_joined(ledger, people.came_by == how)) for how in (CameBy.COHORT, CameBy.RETRAINED)
    )
    worked, taken_back = _overtime(ledger)
    return {
        "reallocated_fte": there(CameBy.REALLOCATED),
        "reallocated_away_fte": gone(AbsenceCause.REALLOCATED),
        "temporary_fte": there(CameBy.TEMPORARY),
        "in_course_fte": gone(AbsenceCause.COURSE),
        "exposure_leave_fte": gone(AbsenceCause.EXPOSURE),
        "appointed_from_course": appointed,
        "course_without_post": _in_courses(ledger) - appointed,
        "retrained": retrained,
        "extra_hours": worked,
        "time_off_hours": taken_back,
    }


def _mean_fte(ledger: Ledger, team: np.ndarray, begin_days: Floats, end_days: Floats) -> Floats:
    """People of [begin, end), a mean over the days of each period."""
    grid = ledger.grid
    cells = np.zeros(grid.shape)
    if len(team):
        days = np.arange(ledger.parameters.horizon_days)
        cells = grid.over_days(present_on(days, team, begin_days, end_days, np.ones(len(team)), len(grid.names.teams)))
    return grid.sums(cells) / grid.period_days


def count_joined(ledger: Ledger, chosen: Flags) -> Floats:
    """Number of these people who joined within the run [month, team, class 0]."""
    grid, people = ledger.grid, ledger.world.people
    rows = np.flatnonzero(chosen & (people.joined_days < ledger.parameters.horizon_days))
    month = grid.month(seconds_of_days(people.joined_days[rows]))
    return grid.count(month, people.team[rows], 0)


def _in_courses(ledger: Ledger) -> Floats:
    """Number of people for whom courses began, of all units together."""
    grid, parameters = ledger.grid, ledger.parameters
    month = grid.month(seconds_of_days(parameters.cohort_days))
    return grid.sums(grid.count(month, 0, 0, parameters.cohort_people))


def _overtime(ledger: Ledger) -> tuple[Floats, Floats]:
    """Hours of overtime, and hours of time off that is taken for it."""
    grid, shifts = ledger.grid, ledger.world.shifts
    if not shifts.overtime_per_million.any():
        nothing = grid.sums(np.zeros(grid.shape))
        return nothing, nothing
    rows, parts = presence(ledger)
    team = parts.expand(ledger.world.people.team[shifts.member[rows]])
    work = parts.office_seconds * (parts.expand(shifts.overtime_per_million[rows]) / PER_MILLION)
    more, less = (grid.count(parts.month, team, 0, np.maximum(of, 0.0)) for of in (work, -work))
    return grid.sums(hours_of(more)), grid.sums(hours_of(less))
