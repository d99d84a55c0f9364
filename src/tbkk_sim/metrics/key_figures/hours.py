"""Hours: worked, demanded, available, lent and borrowed; how busy members are."""

import numpy as np

from tbkk_sim.arrays import Codes, Floats, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.service_intervals import Parts, cut_at_months
from tbkk_sim.metrics.events.working_seconds import office_seconds_until
from tbkk_sim.metrics.grid import Grid
from tbkk_sim.metrics.key_figures.ratio import ratio
from tbkk_sim.metrics.key_figures.skill_load import load_of, scarcest_skills
from tbkk_sim.model.seconds import SECONDS_PER_DAY, hours_of
from tbkk_sim.sampling.world import BY_HAND


def hours(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of hours."""
    grid, names = ledger.grid, ledger.parameters.names
    worked, busy = _worked(ledger)
    digital = ledger.parameters.digital
    on_cases = np.array([False, *[True] * (len(digital) - 2), False])
    demanded, available = grid.sums(_demanded(ledger)), grid.sums(_available(ledger))
    lent, borrowed = _lent_and_borrowed(ledger)
    by_skill = grid.sums(worked)
    return {
        **{f"hours_{skill}": by_skill[number] for number, skill in enumerate(names.skills)},
        "hours_worked": by_skill.sum(axis=0),
        "hours_digital_share": ratio(_with_pools(by_skill[digital]), _with_pools(by_skill[on_cases])),
        "hours_demanded": demanded.sum(axis=0),
        "hours_available": available.sum(axis=0),
        **{f"hours_demanded_{skill}": demanded[number] for number, skill in enumerate(names.skills[:-1])},
        **{f"hours_available_{role}": available[number] for number, role in enumerate(names.roles)},
        "load": load_of(demanded.sum(axis=0), available.sum(axis=0)),
        "largest_load": _largest_load(ledger, demanded[..., 0], available[..., 0]),
        "utilisation": ratio(grid.sums(busy), grid.sums(_present(ledger))),
        "overtime_hours": grid.sums(_overtime(ledger)),
        "hours_lent": grid.sums(lent),
        "hours_borrowed": grid.sums(borrowed),
    }


def load_of_units(ledger: Ledger) -> Floats:
    """Load [unit, month], which follows from what is given; NaN where nobody is there."""
    units = slice(len(ledger.parameters.names.units))
    demanded, available = (of(ledger)[:, :, units].sum(axis=(0, 3)) for of in (_demanded, _available))
    return ratio(demanded, available).T


def _worked(ledger: Ledger) -> tuple[Floats, Floats]:
    """Hours [skill, month, team of the member, class], and office hours with work in hand [month, team, class]."""
    grid, spells = ledger.grid, ledger.spells
    n_months, n_teams, n_classes = grid.shape
    n_skills = len(ledger.parameters.names.skills)
    shape = n_skills, *grid.shape
    first_cell = spells.skill * np.int32(n_months * n_teams * n_classes)
    first_cell += spells.team * np.int32(n_classes)
    first_cell += spells.of_class

    def cells(parts: Parts, seconds: Numbers) -> Floats:
        cell = parts.of(first_cell)
        cell += parts.month * np.int32(n_teams * n_classes)
        return hours_of(np.bincount(cell, seconds, minlength=int(np.prod(shape)))).reshape(shape)

    worked, in_hand = ledger.work_parts, ledger.parts
    return cells(worked, ledger.work_of_parts), cells(in_hand, in_hand.office_seconds).sum(axis=0)


def _with_pools(by_skill: Floats) -> Floats:
    """Sums in which the hours that pools work on cases of the units count for all units together."""
    sums: Floats = by_skill.sum(axis=0)
    sums[:, 0] = sums[:, 1:].sum(axis=1)
    return sums


def _overtime(ledger: Ledger) -> Floats:
    """Hours of round-the-clock work that fall outside office hours [month, team, class].

    The model spreads such work evenly over all hours of the day.
    """
    grid, spells, parts, working = ledger.grid, ledger.spells, ledger.work_parts, ledger.parameters.working
    if working.always_open:
        return np.zeros(grid.shape)
    spell, part = parts.of_some(np.flatnonzero(spells.round_the_clock))
    outside = parts.seconds[part] - parts.office_seconds[part]
    seconds = grid.count(parts.month[part], spells.team[spell], spells.of_class[spell], outside)
    return hours_of(seconds * (working.round_the_clock_seconds_per_day / SECONDS_PER_DAY))


def _lent_and_borrowed(ledger: Ledger) -> tuple[Floats, Floats]:
    """Hours on steps of another team: by team of the member, and by team whose step it is."""
    grid, spells, parts = ledger.grid, ledger.spells, ledger.work_parts
    spell, part = parts.of_some(spells.lent)
    month, of_class, seconds = parts.month[part], spells.of_class[spell], ledger.work_of_parts[part]
    home_team = spells.home_team[np.searchsorted(spells.lent, spell)]
    of_teams = (grid.count(month, team, of_class, seconds) for team in (spells.team[spell], home_team))
    lent, borrowed = (hours_of(of) for of in of_teams)
    return lent, borrowed


def _demanded(ledger: Ledger) -> Floats:
    """Hours of the reports that arrived, stock left out [skill, month, team in whose queue, true class]."""
    grid, parameters, reports, tasks = ledger.grid, ledger.parameters, ledger.world.reports, ledger.tasks
    first, after = np.searchsorted(reports.arrived_seconds, (0, parameters.horizon_seconds))
    first_step, step_after = np.searchsorted(tasks.report_of_step, (first, after))
    steps = slice(first_step, step_after)
    by_hand = first + np.flatnonzero(reports.triaged_by[first:after] == BY_HAND)
    report = np.concatenate((tasks.report_of_step[steps], by_hand))
    seconds = np.concatenate((tasks.work_seconds[steps], reports.triage_seconds[by_hand]))
    skill = np.concatenate((tasks.skill[steps], np.zeros(len(by_hand), dtype=np.int8)))
    home_team = parameters.home_of(reports.unit[report], skill, reports.arrived_seconds[report])
    cell = grid.cell(ledger.arrival_month[report], home_team, reports.true_class[report])
    return _by(grid, skill, len(parameters.names.skills), cell, seconds)


def _available(ledger: Ledger) -> Floats:
    """Hours of work that present members can do in office hours [role, month, team, class 0]; pools have the last."""
    grid, people = ledger.grid, ledger.world.people
    rows, parts = _presence(ledger)
    member = ledger.world.shifts.member[rows]
    cell = grid.cell(parts.month, parts.of(people.team[member]), 0)
    n_roles = len(ledger.parameters.names.roles)
    role = parts.of(np.where(people.role[member] < 0, n_roles, people.role[member]))
    seconds = parts.office_seconds * parts.of(ledger.world.shifts.rate[rows])
    return _by(grid, role, n_roles + 1, cell, seconds)


def _present(ledger: Ledger) -> Floats:
    """Office hours in which members are present [month, team, class 0]."""
    rows, parts = _presence(ledger)
    team = ledger.world.people.team[ledger.world.shifts.member[rows]]
    return hours_of(ledger.grid.count_in(ledger.grid.cell(parts.month, parts.of(team), 0), parts.office_seconds))


def _presence(ledger: Ledger) -> tuple[Codes, Parts]:
    """Shifts within the run, and their parts by month."""
    grid, parameters, shifts = ledger.grid, ledger.parameters, ledger.world.shifts
    rows = np.flatnonzero(shifts.begin_seconds < parameters.horizon_seconds)
    begin, end = shifts.begin_seconds[rows], np.minimum(shifts.end_seconds[rows], parameters.horizon_seconds)
    office = office_seconds_until(parameters.working, begin), office_seconds_until(parameters.working, end)
    return rows, cut_at_months(grid, parameters.working, (begin, end), office)


def _by(grid: Grid, kind: Numbers, n_kinds: int, cell: Numbers, seconds: Numbers) -> Floats:
    """Sums [kind, month, team, class], in hours."""
    n_cells = int(np.prod(grid.shape))
    sums = np.bincount(cell + kind * np.int32(n_cells), seconds, minlength=n_kinds * n_cells)
    return hours_of(sums).reshape(n_kinds, *grid.shape)


def _largest_load(ledger: Ledger, demanded: Floats, available: Floats) -> Floats:
    """Load of the scarcest skills [period, team, class 0], from hours [skill or role, period, team].

    Members of a pool can all do its own work and can all work along, so a pool has one load.
    """
    parameters = ledger.parameters
    n_units = len(parameters.names.units)
    along = np.zeros_like(demanded[0])
    for skill, pool in enumerate(parameters.together_with.tolist()):
        if pool >= 0:
            along[:, 1 + pool] += demanded[skill, :, 0]
    units = scarcest_skills(demanded[:-1], available[:-1], parameters.skills_of_roles).load
    pools = load_of(demanded[-1] + along, available[-1])
    figure = np.where(np.arange(units.shape[1]) > n_units, pools, units)
    if not parameters.one_queue:
        figure[:, 0] = _largest(figure[:, 1 : n_units + 1])
    needed = np.where(along[:, n_units + 1 :] > 0, figure[:, n_units + 1 :], np.nan)
    figure[:, 0] = _largest(np.column_stack((figure[:, 0], needed)))
    return np.repeat(figure[:, :, None], len(ledger.grid.classes), axis=2)


def _largest(loads: Floats) -> Floats:
    """The largest of each row; NaN where there is none."""
    largest: Floats = np.where(np.isnan(loads), -np.inf, loads).max(axis=1)
    return np.where(np.isneginf(largest), np.nan, largest)
