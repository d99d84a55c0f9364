"""Hours: worked, demanded, available, lent and borrowed; how busy members are."""

import numpy as np

from tbkk_sim.arrays import Codes, Floats, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.service_intervals import Parts, cut_at_months
from tbkk_sim.metrics.events.working_seconds import office_seconds_until
from tbkk_sim.metrics.key_figures.demand import by_kind, demand
from tbkk_sim.metrics.key_figures.ratio import load_of, ratio
from tbkk_sim.model.seconds import SECONDS_PER_DAY, hours_of

LOADS = ("severe", "agreed", "all")
"""Loads by what is asked for: severe work and judging; with what was agreed; with everything above the line."""


def hours(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of hours."""
    grid, names = ledger.grid, ledger.parameters.names
    worked, busy_of_roles = _worked(ledger)
    digital = ledger.parameters.digital
    on_cases = np.array([False, *[True] * (len(digital) - 2), False])
    of_demand = demand(ledger)
    demanded = grid.sums(np.stack((of_demand.severe, of_demand.agreed, of_demand.all)))
    available, present = grid.sums(_available(ledger)), grid.sums(_present(ledger))
    busy = grid.sums(busy_of_roles)
    lent, borrowed = _lent_and_borrowed(ledger)
    by_skill = grid.sums(worked)
    loads = load_of(demanded.sum(axis=1), available.sum(axis=0))
    return {
        **{f"hours_{skill}": by_skill[number] for number, skill in enumerate(names.skills)},
        "hours_worked": by_skill.sum(axis=0),
        "hours_digital_share": ratio(_with_pools(by_skill[digital]), _with_pools(by_skill[on_cases])),
        "hours_demanded": demanded[-1].sum(axis=0),
        "hours_undiscovered": grid.sums(of_demand.undiscovered),
        "hours_available": available.sum(axis=0),
        **{
            f"hours_{kind}_{skill}": of_kind[number]
            for kind, of_kind in zip(("severe", "agreed", "demanded"), demanded, strict=True)
            for number, skill in enumerate(names.skills[:-1])
        },
        **{f"hours_available_{role}": available[number] for number, role in enumerate(names.roles)},
        **{f"load_{kind}": load for kind, load in zip(LOADS, loads, strict=True)},
        "utilisation": ratio(busy.sum(axis=0), present.sum(axis=0)),
        **{f"utilisation_{role}": ratio(busy[number], present[number]) for number, role in enumerate(names.roles)},
        "outside_office_hours": grid.sums(_outside_office(ledger)),
        "hours_lent": grid.sums(lent),
        "hours_borrowed": grid.sums(borrowed),
    }


def load_before_time_passes(ledger: Ledger) -> Floats:
    """Load [unit, month] with everything above the line, which follows from world and parameters alone.

    Without discoveries and returns, which come when time passes. NaN where nobody is there.
    """
    units = slice(len(ledger.parameters.names.units))
    demanded, available = (of[:, :, units].sum(axis=(0, 3)) for of in (demand(ledger).all, _available(ledger)))
    return ratio(demanded, available).T


def _worked(ledger: Ledger) -> tuple[Floats, Floats]:
    """Hours [skill, month, team of the member, class], and office hours with work in hand [role, month, team, class 0].

    Pools have the last role.
    """
    grid, intervals = ledger.grid, ledger.service_intervals
    n_months, n_teams, n_classes = grid.shape
    n_skills = len(ledger.parameters.names.skills)
    shape = n_skills, *grid.shape
    first_cell = intervals.skill * np.int32(n_months * n_teams * n_classes)
    first_cell += intervals.team * np.int32(n_classes)
    first_cell += intervals.case_class
    worked = ledger.work_parts
    cell = worked.expand(first_cell)
    cell += worked.month * np.int32(n_teams * n_classes)
    hours_worked = hours_of(np.bincount(cell, ledger.work_of_parts, minlength=int(np.prod(shape)))).reshape(shape)
    in_hand, n_roles = ledger.parts, len(ledger.parameters.names.roles)
    of_role = ledger.world.people.role[intervals.member]
    role = in_hand.expand(np.where(of_role < 0, n_roles, of_role))
    busy = grid.cell(in_hand.month, in_hand.expand(intervals.team), 0)
    return hours_worked, by_kind(grid.shape, role, n_roles + 1, busy, in_hand.office_seconds)


def _with_pools(by_skill: Floats) -> Floats:
    """Sums in which the hours that pools work on cases of the units count for all units together."""
    sums: Floats = by_skill.sum(axis=0)
    sums[:, 0] = sums[:, 1:].sum(axis=1)
    return sums


def _outside_office(ledger: Ledger) -> Floats:
    """Hours of round-the-clock work that fall outside office hours [month, team, class].

    The model spreads such work evenly over all hours of the day.
    """
    grid, intervals, parts, working = (
        ledger.grid,
        ledger.service_intervals,
        ledger.work_parts,
        ledger.parameters.working,
    )
    if working.always_open:
        return np.zeros(grid.shape)
    interval, part = parts.rows_of(np.flatnonzero(intervals.round_the_clock))
    outside = parts.seconds[part] - parts.office_seconds[part]
    seconds = grid.count(parts.month[part], intervals.team[interval], intervals.case_class[interval], outside)
    return hours_of(seconds * (working.round_the_clock_seconds_per_day / SECONDS_PER_DAY))


def _lent_and_borrowed(ledger: Ledger) -> tuple[Floats, Floats]:
    """Hours on steps of another team: by team of the member, and by team whose step it is."""
    grid, intervals, parts = ledger.grid, ledger.service_intervals, ledger.work_parts
    interval, part = parts.rows_of(intervals.lent)
    month, case_class, seconds = parts.month[part], intervals.case_class[interval], ledger.work_of_parts[part]
    home_team = intervals.home_team[np.searchsorted(intervals.lent, interval)]
    of_teams = (grid.count(month, team, case_class, seconds) for team in (intervals.team[interval], home_team))
    lent, borrowed = (hours_of(of) for of in of_teams)
    return lent, borrowed


def _available(ledger: Ledger) -> Floats:
    """Hours of work that present members can do in office hours [role, month, team, class 0]; pools have the last."""
    rows, parts = presence(ledger)
    return _by_role(ledger, rows, parts, parts.office_seconds * parts.expand(ledger.world.shifts.rate[rows]))


def _present(ledger: Ledger) -> Floats:
    """Office hours in which members are present [role, month, team, class 0]; pools have the last."""
    rows, parts = presence(ledger)
    return _by_role(ledger, rows, parts, parts.office_seconds)


def _by_role(ledger: Ledger, rows: Codes, parts: Parts, seconds: Numbers) -> Floats:
    """Hours [role, month, team, class 0] of parts of some shifts."""
    grid, people = ledger.grid, ledger.world.people
    member = ledger.world.shifts.member[rows]
    n_roles = len(ledger.parameters.names.roles)
    role = parts.expand(np.where(people.role[member] < 0, n_roles, people.role[member]))
    return by_kind(grid.shape, role, n_roles + 1, grid.cell(parts.month, parts.expand(people.team[member]), 0), seconds)


def presence(ledger: Ledger) -> tuple[Codes, Parts]:
    """Shifts within the run, and their parts by month."""
    grid, parameters, shifts = ledger.grid, ledger.parameters, ledger.world.shifts
    rows = np.flatnonzero(shifts.begin_seconds < parameters.horizon_seconds)
    begin, end = shifts.begin_seconds[rows], np.minimum(shifts.end_seconds[rows], parameters.horizon_seconds)
    office = office_seconds_until(parameters.working, begin), office_seconds_until(parameters.working, end)
    return rows, cut_at_months(grid, parameters.working, (begin, end), office)
