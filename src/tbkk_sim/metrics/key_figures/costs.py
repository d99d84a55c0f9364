"""Costs: what is paid for people, overtime, courses and tools, and what others give, in euros."""

import numpy as np

from tbkk_sim.arrays import Flags, Floats, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.key_figures.capacity import count_joined
from tbkk_sim.metrics.key_figures.hours import presence
from tbkk_sim.metrics.listed.costs import COSTS, SUMS
from tbkk_sim.model.costs.prices import PaidOvertime
from tbkk_sim.model.seconds import hours_of
from tbkk_sim.sampling.workforce.people import CameBy


def costs(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of costs; nothing to measure where nothing has a price."""
    grid = ledger.grid
    if not ledger.parameters.costs.counted:
        return dict.fromkeys((figure.name for figure in COSTS), grid.nothing())
    parts = {**_people(ledger), **_courses(ledger), **_tools(ledger), **_of_others(ledger)}
    parts["cost_overtime_eur"] = _overtime(ledger)
    figures = dict(zip(parts, grid.sums(np.stack(list(parts.values()))), strict=True))
    for total, of in SUMS.items():
        figures[total] = sum((figures[name] for name in of), np.zeros_like(figures[of[0]]))
    return figures


def _people(ledger: Ledger) -> dict[str, Floats]:
    """Pay of whoever holds a post or is there for a time, by the days that they are there [month, team, class 0]."""
    people, prices = ledger.world.people, ledger.parameters.costs
    holds, role = people.post >= 0, np.maximum(people.role, 0)
    eur_per_day = prices.role_eur_per_day[role] * people.fte
    civilian = prices.civilian[role]

    def there(chosen: Flags, per_day: Floats | float) -> Floats:
        rows = np.flatnonzero(chosen)
        paid = np.broadcast_to(per_day, len(people.team))[rows]
        return _over_days(ledger, people.team[rows], people.joined_days[rows], people.left_days[rows], paid)

    return {
        "cost_posts_eur": there(holds & ~civilian, eur_per_day),
        "cost_civilians_eur": there(holds & civilian, eur_per_day),
        "cost_temporary_eur": there(people.came_by == CameBy.TEMPORARY, prices.temporary_eur_per_day),
        "cost_reallocated_eur": there(people.came_by == CameBy.REALLOCATED, prices.reallocated_eur_per_day),
    }


def _over_days(ledger: Ledger, team: Numbers, begin_days: Floats, end_days: Floats, eur_per_day: Floats) -> Floats:
    """Euros per day over the days of [begin, end) that fall within each month [month, team, class 0]."""
    grid = ledger.grid
    edges = grid.month_starts_days
    days = np.minimum(end_days, edges[1:, None]) - np.maximum(begin_days, edges[:-1, None])
    euros = np.maximum(days, 0.0) * eur_per_day
    month = np.repeat(np.arange(grid.n_months), len(team))
    return grid.count(month, np.tile(team, grid.n_months), 0, euros.ravel())


def _courses(ledger: Ledger) -> dict[str, Floats]:
    """Recruitment and courses, on the day of joining."""
    people, prices = ledger.world.people, ledger.parameters.costs
    recruited = (people.came_by == CameBy.RECRUITED) & (people.post >= 0) & (people.joined_days > 0.0)
    return {
        "cost_hiring_eur": prices.hire_eur * count_joined(ledger, recruited),
        "cost_cohorts_eur": prices.cohort_place_eur * count_joined(ledger, people.came_by == CameBy.COHORT),
        "cost_retraining_eur": prices.retraining_eur * count_joined(ledger, people.came_by == CameBy.RETRAINED),
    }


def _tools(ledger: Ledger) -> dict[str, Floats]:
    """Licences by the days of each month, and purchase in the first month, divided over the units."""
    grid, prices = ledger.grid, ledger.parameters.costs
    licences, purchase = np.zeros(grid.shape), np.zeros(grid.shape)
    licences[:, :, 0] = prices.licences_eur_per_day * grid.month_days[:, None] * prices.tools_share
    purchase[0, :, 0] = prices.purchase_eur * prices.tools_share
    return {"cost_licences_eur": licences, "cost_purchase_eur": purchase}


def _overtime(ledger: Ledger) -> Floats:
    """Overtime that is paid: office hours of whoever is present, by contract, whatever part of full work they do."""
    spans = [of for of in ledger.parameters.costs.overtime if of.paid_share > 0]
    cells = np.zeros(ledger.grid.shape)
    if not spans:
        return cells
    people, shifts = ledger.world.people, ledger.world.shifts
    rows, parts = presence(ledger)
    member = shifts.member[rows]
    contract = np.where(people.post >= 0, people.fte, 1.0)[member]
    team, begin = people.team[member], shifts.begin_days[rows]
    paid = sum((_paid_share(of, team, begin) for of in spans), np.zeros(len(rows))) * contract
    hours = hours_of(ledger.grid.count(parts.month, parts.expand(team), 0, parts.office_seconds * parts.expand(paid)))
    return ledger.parameters.costs.overtime_hour_eur * hours


def _paid_share(of: PaidOvertime, team: Numbers, begin_days: Floats) -> Floats:
    """Share of the hours of the contract that is paid on top, per shift; shifts begin and end with overtime."""
    return np.where(of.in_team[team] & (begin_days >= of.begin_days) & (begin_days < of.end_days), of.paid_share, 0.0)


def _of_others(ledger: Ledger) -> dict[str, Floats]:
    """Hours that pools work for units, and devices that the laboratory examines, by the unit that they are for."""
    grid, intervals, parts, parameters = ledger.grid, ledger.service_intervals, ledger.work_parts, ledger.parameters
    prices, devices = parameters.costs, np.zeros(grid.shape)
    interval, part = parts.rows_of(intervals.lent)
    home_team = intervals.home_team[np.searchsorted(intervals.lent, interval)]
    team = intervals.team[interval]
    per_hour = np.where(intervals.assists[interval], prices.assisting_hour_eur[team], prices.borrowed_hour_eur[team])
    borrowed = grid.count(parts.month[part], home_team, 0, ledger.work_of_parts[part] * per_hour)
    if parameters.examination.active:
        done = ledger.examinations
        rows = np.flatnonzero(done.is_done)
        devices = prices.device_eur * grid.count(grid.month(done.examined_seconds[rows]), done.unit[rows], 0,
                                                 done.devices[rows])  # fmt: skip
    return {"cost_borrowed_eur": hours_of(borrowed), "cost_devices_eur": devices}
