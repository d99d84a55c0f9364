"""Hours: worked, demanded, available, lent and borrowed; how busy members are."""

import numpy as np

from tbkk_sim.experiment.grid import Floats
from tbkk_sim.experiment.key_figures.ratio import ratio
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.experiment.spells import cut_at_months, office_hours_until
from tbkk_sim.world.world import BY_HAND


def hours(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of hours."""
    grid, names = ledger.grid, ledger.rulebook.names
    worked, busy = _worked(ledger)
    digital = np.array([False, *(s.digital for s in ledger.settings.casework.steps.values()), False])
    on_cases = np.array([False, *(True for _ in ledger.settings.casework.steps), False])
    demanded = grid.sums(_demanded(ledger))
    available, present = grid.sums(_available(ledger))
    lent, borrowed = _lent_and_borrowed(ledger)
    by_skill = grid.sums(worked)
    return {
        **{f"hours_{skill}": by_skill[number] for number, skill in enumerate(names.skills)},
        "hours_worked": by_skill.sum(axis=0),
        "hours_digital_share": ratio(_with_pools(by_skill[digital]), _with_pools(by_skill[on_cases])),
        "hours_demanded": demanded,
        "hours_available": available,
        "load": ratio(demanded, available),
        "utilisation": ratio(grid.sums(busy), present),
        "overtime_hours": grid.sums(_overtime(ledger)),
        "hours_lent": grid.sums(lent),
        "hours_borrowed": grid.sums(borrowed),
    }


def load_of_units(ledger: Ledger) -> Floats:
    """Load [unit, month], which follows from what is given; NaN where nobody is there."""
    units = slice(len(ledger.rulebook.names.units))
    demanded, available = _demanded(ledger)[:, units].sum(axis=2), _available(ledger)[0, :, units, 0]
    return ratio(demanded, available).T


def _worked(ledger: Ledger) -> tuple[Floats, Floats]:
    """Hours [skill, month, team of the member, class], and office hours with work in hand [month, team, class]."""
    grid, spells, parts = ledger.grid, ledger.spells, ledger.parts
    n_months, n_teams, n_classes = grid.shape
    n_skills = len(ledger.rulebook.names.skills)
    shape = n_skills, *grid.shape
    first_cell = spells.skill * np.int32(n_months * n_teams * n_classes)
    first_cell += spells.team * np.int32(n_classes)
    first_cell += spells.of_class
    cell = parts.of(first_cell)
    cell += parts.month * np.int32(n_teams * n_classes)

    def cells(amount: Floats) -> Floats:
        return np.bincount(cell, amount, minlength=int(np.prod(shape))).astype(np.float64, copy=False).reshape(shape)

    return cells(parts.of(spells.hours) * parts.share), cells(parts.office_hours).sum(axis=0)


def _with_pools(by_skill: Floats) -> Floats:
    """Sums in which the hours that pools work on cases of the units count for all units together."""
    sums: Floats = by_skill.sum(axis=0)
    sums[:, 0] = sums[:, 1:].sum(axis=1)
    return sums


def _overtime(ledger: Ledger) -> Floats:
    """Hours worked outside office hours [month, team, class]."""
    grid, spells, parts, working = ledger.grid, ledger.spells, ledger.parts, ledger.rulebook.working
    spell, part = parts.of_some(np.flatnonzero(spells.round_the_clock))
    open_days = parts.office_hours[part] / working.hours_per_day * (working.closes - working.opens)
    outside = np.maximum(parts.days[part] - open_days, 0.0) * working.round_the_clock_hours_per_day
    return grid.count(parts.month[part], spells.team[spell], spells.of_class[spell], outside)


def _lent_and_borrowed(ledger: Ledger) -> tuple[Floats, Floats]:
    """Hours on steps from another queue: by team of the member, and by team whose queue it is."""
    grid, spells, parts = ledger.grid, ledger.spells, ledger.parts
    spell, part = parts.of_some(spells.lent)
    month, of_class, amount = parts.month[part], spells.of_class[spell], spells.hours[spell] * parts.share[part]
    home_team = spells.home_team[np.searchsorted(spells.lent, spell)]
    return grid.count(month, spells.team[spell], of_class, amount), grid.count(month, home_team, of_class, amount)


def _demanded(ledger: Ledger) -> Floats:
    """Hours of the reports that arrived, stock left out [month, team in whose queue, true class]."""
    grid, book, reports, tasks = ledger.grid, ledger.rulebook, ledger.world.reports, ledger.tasks
    first, after = np.searchsorted(reports.arrived_days, (0.0, book.horizon_days))
    first_step, step_after = np.searchsorted(tasks.report_of_step, (first, after))
    steps = slice(first_step, step_after)
    by_hand = first + np.flatnonzero(reports.judged_by[first:after] == BY_HAND)
    report = np.concatenate((tasks.report_of_step[steps], by_hand))
    hours = np.concatenate((tasks.hours[steps], reports.triage_hours[by_hand]))
    skill = np.concatenate((tasks.skill[steps], np.zeros(len(by_hand), dtype=np.int8)))
    home_team = book.home_team.ravel()[reports.unit[report] * np.int32(book.home_team.shape[1]) + skill]
    return grid.count(ledger.arrival_month[report], home_team, reports.true_class[report], hours)


def _available(ledger: Ledger) -> Floats:
    """Hours of work that present members can do in office hours, and those hours [which, month, team, class 0]."""
    grid, book, stints = ledger.grid, ledger.rulebook, ledger.world.stints
    rows = np.flatnonzero(stints.begin_days < book.horizon_days)
    begin, end = stints.begin_days[rows], np.minimum(stints.end_days[rows], book.horizon_days)
    office_hours = office_hours_until(book.working, begin), office_hours_until(book.working, end)
    parts = cut_at_months(grid, book.working, (begin, end), office_hours, np.zeros(len(rows), dtype=np.bool_))
    cell = grid.cell(parts.month, parts.of(ledger.world.people.team[stints.member[rows]]), 0)
    rate = parts.of(stints.rate[rows])
    return np.array([grid.count_in(cell, parts.office_hours * rate), grid.count_in(cell, parts.office_hours)])
