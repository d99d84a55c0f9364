"""Hours: worked, demanded, available, lent and borrowed; how busy members are."""

import numpy as np

from tbkk_sim.experiment.grid import Floats
from tbkk_sim.experiment.key_figures.ratio import ratio
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.experiment.spells import cut_at_months
from tbkk_sim.world.world import BY_HAND


def hours(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of hours."""
    grid, names = ledger.grid, ledger.rulebook.names
    worked = _worked(ledger)
    by_step = {f"hours_{skill}": grid.sums(worked[..., number]) for number, skill in enumerate(names.skills)}
    digital = np.array([False, *(s.digital for s in ledger.settings.casework.steps.values()), False])
    on_cases = np.array([False, *(True for _ in ledger.settings.casework.steps), False])
    demanded = grid.sums(_demanded(ledger))
    available, present = (grid.sums(cells) for cells in _available(ledger))
    busy, overtime = _busy(ledger)
    lent, borrowed = _lent_and_borrowed(ledger)
    return by_step | {
        "hours_worked": grid.sums(worked.sum(axis=3)),
        "hours_digital_share": ratio(
            _with_pools(ledger, worked[..., digital].sum(axis=3)),
            _with_pools(ledger, worked[..., on_cases].sum(axis=3)),
        ),
        "hours_demanded": demanded,
        "hours_available": available,
        "load": ratio(demanded, available),
        "utilisation": ratio(grid.sums(busy), present),
        "overtime_hours": grid.sums(overtime),
        "hours_lent": grid.sums(lent),
        "hours_borrowed": grid.sums(borrowed),
    }


def _worked(ledger: Ledger) -> Floats:
    """Hours [month, team of the member, class, skill]."""
    spells, parts = ledger.spells, ledger.parts
    n_skills = len(ledger.rulebook.names.skills)
    shape = (*ledger.grid.shape, n_skills)
    code = (spells.team.astype(np.intp) * shape[2] + spells.of_class) * n_skills + spells.skill
    cell = code[parts.spell]
    cell += parts.month * (shape[1] * shape[2] * n_skills)
    amount: Floats = spells.hours[parts.spell] * parts.share
    return np.bincount(cell, amount, minlength=int(np.prod(shape))).astype(np.float64).reshape(shape)


def _with_pools(ledger: Ledger, cells: Floats) -> Floats:
    """Sums over each period in which the hours that pools work on cases of the units count for all units together."""
    sums = ledger.grid.sums(cells)
    sums[:, 0] = sums[:, 1:].sum(axis=1)
    return sums


def _busy(ledger: Ledger) -> tuple[Floats, Floats]:
    """Office hours with work in hand, and hours worked outside office hours [month, team, class]."""
    grid, spells, parts, working = ledger.grid, ledger.spells, ledger.parts, ledger.rulebook.working
    team, of_class = spells.team[parts.spell], spells.of_class[parts.spell]
    busy = grid.count(parts.month, team, of_class, parts.office_hours)
    any_hour = np.flatnonzero(spells.round_the_clock[parts.spell])
    open_days = parts.office_hours[any_hour] / working.hours_per_day * (working.closes - working.opens)
    outside = np.maximum(parts.days[any_hour] - open_days, 0.0) * working.round_the_clock_hours_per_day
    return busy, grid.count(parts.month[any_hour], team[any_hour], of_class[any_hour], outside)


def _lent_and_borrowed(ledger: Ledger) -> tuple[Floats, Floats]:
    """Hours on steps from another queue: by team of the member, and by team whose queue it is."""
    grid, spells, parts = ledger.grid, ledger.spells, ledger.parts
    rows = np.flatnonzero(spells.lent[parts.spell])
    spell, month = parts.spell[rows], parts.month[rows]
    amount = spells.hours[spell] * parts.share[rows]
    return (
        grid.count(month, spells.team[spell], spells.of_class[spell], amount),
        grid.count(month, spells.home_team[spell], spells.of_class[spell], amount),
    )


def _demanded(ledger: Ledger) -> Floats:
    """Hours of the reports that arrived, stock left out [month, team in whose queue, true class]."""
    grid, book, reports, steps = ledger.grid, ledger.rulebook, ledger.world.reports, ledger.world.steps
    came = (reports.arrived_days >= 0.0) & (reports.arrived_days < book.horizon_days)
    by_hand = np.flatnonzero(came & (reports.judged_by == BY_HAND))
    triage = grid.count(
        grid.month(reports.arrived_days[by_hand]),
        book.home_team[reports.unit[by_hand], 0],
        reports.true_class[by_hand],
        reports.triage_hours[by_hand],
    )
    with_steps = np.flatnonzero(came & (reports.n_steps > 0))
    n_steps = reports.n_steps[with_steps].astype(np.intp)
    report = np.repeat(with_steps, n_steps)
    position = np.arange(len(report)) - np.repeat(np.cumsum(n_steps) - n_steps, n_steps)
    row = reports.first_step[report] + position
    upgraded = (reports.upgrade_after[report] >= 0) & (position > reports.upgrade_after[report])
    needed = np.where(upgraded, steps.upgraded_hours[row], steps.hours[row])
    return triage + grid.count(
        grid.month(reports.arrived_days[report]),
        book.home_team[reports.unit[report], steps.skill[row]],
        reports.true_class[report],
        needed,
    )


def _available(ledger: Ledger) -> tuple[Floats, Floats]:
    """Hours of work that present members can do in office hours, and those office hours [month, team, class 0]."""
    grid, book, stints = ledger.grid, ledger.rulebook, ledger.world.stints
    rows = np.flatnonzero(stints.begin_days < book.horizon_days)
    end = np.minimum(stints.end_days[rows], book.horizon_days)
    parts = cut_at_months(grid, book.working, stints.begin_days[rows], end, np.zeros(len(rows), dtype=np.bool_))
    team = ledger.world.people.team[stints.member[rows]].astype(np.intp)[parts.spell]
    none = np.zeros(len(team), dtype=np.intp)
    return (
        grid.count(parts.month, team, none, parts.office_hours * stints.rate[rows][parts.spell]),
        grid.count(parts.month, team, none, parts.office_hours),
    )
