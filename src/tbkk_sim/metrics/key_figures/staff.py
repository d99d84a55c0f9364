"""People: posts, who holds them, who is there, who joins and leaves."""

from dataclasses import fields, replace

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.key_figures.ratio import ratio
from tbkk_sim.model.seconds import seconds_of_days
from tbkk_sim.sampling.workforce.balance import balance_days
from tbkk_sim.sampling.workforce.headcount import Headcount, headcount
from tbkk_sim.sampling.workforce.people import LEAVERS, CameBy
from tbkk_sim.sampling.world import Service


def staff(ledger: Ledger, in_hand_mean: Floats) -> dict[str, Floats]:
    """Key figures of staff; `in_hand_mean` is the key figure of that name."""
    grid, world = ledger.grid, ledger.world
    days = np.arange(ledger.parameters.horizon_days)
    heads = headcount(days, world.people, world.shifts, world.posts, len(grid.names.teams))
    period_days = grid.period_days

    def mean_fte(per_day: Floats) -> Floats:
        return grid.sums(grid.over_days(per_day)) / period_days

    establishment, occupancy = mean_fte(heads.establishment_fte), mean_fte(heads.occupancy_fte)
    vacancy, deployable = mean_fte(heads.vacancy_fte), mean_fte(heads.deployable_fte)
    below, counted = _days_below_minimum(ledger, heads.deployable_fte)
    return {
        "establishment_fte": establishment,
        "occupancy_fte": occupancy,
        "vacancy_fte": vacancy,
        "vacancy_share": ratio(vacancy, establishment),
        "deployable_fte": deployable,
        "balance_days": _balance_days(ledger, heads),
        "mentoring_fte": mean_fte(heads.mentoring_fte),
        "below_minimum_share": ratio(grid.sums(below), grid.sums(counted)),
        "open_cases_per_investigator": ratio(in_hand_mean, mean_fte(_deployable_leads(ledger, days))),
        **_coming_and_going(ledger),
    }


def _deployable_leads(ledger: Ledger, days: Floats) -> Floats:
    """Deployable fte of those who can be the investigator of a case [day, team]; nobody where no step asks for one."""
    world, parameters = ledger.world, ledger.parameters
    leads = sum(1 << skill for skill in np.flatnonzero(parameters.owns_case).tolist())
    able = np.flatnonzero(world.people.skills[world.shifts.service.member] & leads)
    service = Service(*(getattr(world.shifts.service, column.name)[able] for column in fields(Service)))
    shifts = replace(world.shifts, service=service)
    return headcount(days, world.people, shifts, world.posts, len(parameters.names.teams)).deployable_fte


def _balance_days(ledger: Ledger, heads: Headcount) -> Floats:
    """Day of balance of all units together and of each, over the whole run; inf: none."""
    grid = ledger.grid
    n_units = len(grid.names.units)

    def with_all(fte: Floats) -> Floats:
        return np.column_stack((fte[:, :n_units].sum(axis=1), fte[:, :n_units]))

    days = balance_days(with_all(heads.in_post_fte), with_all(heads.establishment_fte))
    figure = grid.nothing()
    figure[0, : n_units + 1, 0] = days
    return figure


def _days_below_minimum(ledger: Ledger, deployable_fte: Floats) -> tuple[Floats, Floats]:
    """Days below the minimum, and days that a unit with a minimum has."""
    minimum = ledger.parameters.minimum_fte
    has_one = np.broadcast_to(minimum > 0, deployable_fte.shape)
    below = has_one & (deployable_fte < minimum - 1e-9)
    return ledger.grid.over_days(below.astype(np.float64)), ledger.grid.over_days(has_one.astype(np.float64))


def _coming_and_going(ledger: Ledger) -> dict[str, Floats]:
    """Newcomers and leavers of posts, by cause; who is retrained neither comes nor goes."""
    grid, people, horizon = ledger.grid, ledger.world.people, ledger.parameters.horizon_days

    def count(days: Floats, chosen: np.ndarray) -> Floats:
        rows = np.flatnonzero(chosen & (days > 0.0) & (days < horizon))
        return grid.sums(grid.count(grid.month(seconds_of_days(days[rows])), people.team[rows], 0))

    new = np.isin(people.came_by, (CameBy.RECRUITED, CameBy.COHORT))
    return {
        "hires": count(people.joined_days, new),
        "leavers": count(people.left_days, np.isin(people.left_cause, LEAVERS)),
        **{f"leavers_{cause.name.lower()}": count(people.left_days, people.left_cause == cause) for cause in LEAVERS},
    }
