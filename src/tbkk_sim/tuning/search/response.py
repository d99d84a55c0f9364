"""The response table: gains by posts at each place, under common random numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.model.establishment import posts_by_role
from tbkk_sim.problem import Phrase
from tbkk_sim.settings import Settings
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.tuning.evaluation import Evaluator
from tbkk_sim.tuning.search.allocation import fit_convex_gains
from tbkk_sim.tuning.search.fewest import fewest_by_place
from tbkk_sim.tuning.search.objective import LossFunction
from tbkk_sim.tuning.search.plans import PostPlace, StaffingPlan, works_for_all


@dataclass(frozen=True)
class Response:
    """Gains in loss a year of each place at each level, against the lowest level."""

    places: list[PostPlace]
    lowest: list[int]
    """Posts less than today at level 0 of each place, as a number of at most 0."""
    levels: list[list[int]]
    """Levels that were simulated at each place, from 0."""
    gains: list[Floats]
    """Mean gain [level simulated] of each place."""
    errors: list[Floats]
    """Standard errors of the gains."""

    def fitted(self, penalty: float = 0.0) -> list[Floats]:
        """Return smoothed gains at every level of each place, less the penalty on posts that come to one place."""
        return [
            fit_convex_gains(levels, g) - _penalties(penalty, low, levels[-1])
            for levels, g, low in zip(self.levels, self.gains, self.lowest, strict=True)
        ]

    def measured(self, penalty: float = 0.0) -> list[Floats]:
        """Return gains at every level of each place, linear between the levels measured, less the same penalty."""
        return [
            np.interp(np.arange(levels[-1] + 1), levels, g) - _penalties(penalty, low, levels[-1])
            for levels, g, low in zip(self.levels, self.gains, self.lowest, strict=True)
        ]


def _penalties(penalty: float, low: int, high: int) -> Floats:
    added = np.maximum(low + np.arange(high + 1), 0)
    pairs: Floats = penalty * added * (added - 1) / 2
    return pairs


def places_of(settings: Settings, tuning: Tuning) -> list[PostPlace]:
    """Return the places for posts: units that are not frozen, with their roles if roles are chosen."""
    units = [unit for unit in settings.staffing.units if unit not in tuning.frozen]
    if not tuning.where.by_role:
        return [PostPlace(unit) for unit in units]
    there = {unit: posts_by_role(settings.staffing, unit) for unit in units}
    return [PostPlace(unit, role) for unit in units for role, n in there[unit].items() if n > 0]


def lowest_levels(settings: Settings, tuning: Tuning, places: Sequence[PostPlace]) -> list[int]:
    """Return the posts that may be taken from each place, as numbers of at most 0.

    At least one post stays, and of all places together as many as it takes to do all kinds of work.
    """

    def there(place: PostPlace) -> int:
        by_role = posts_by_role(settings.staffing, place.unit)
        return sum(by_role.values()) if place.role is None else by_role[place.role]

    wanted = {place: -min(tuning.where.may_take, max(there(place) - 1, 0)) for place in places}
    return list(fewest_by_place(settings, wanted, tuning.where.date).values())


def _most(tuning: Tuning, places_together: int) -> int:
    """Return the highest level of a place: all posts, or a quarter of them and two more if many places share them."""
    where = tuning.where
    to_place = where.extra_fte + where.may_take
    usual = -(-to_place // min(4, places_together)) + 2
    return max(min(where.most_per_place or usual, to_place), 1) + where.may_take


def choose_levels(most: int, count: int) -> list[int]:
    """Return levels from 0 to `most`, closer together where they are low."""
    share = np.linspace(0, 1, min(count, most + 1)) ** 1.5
    level = np.maximum(np.rint(share * most).astype(int), np.arange(len(share)))
    return [int(n) for n in np.unique(level)]


def simulate_response(
    evaluator: Evaluator, loss_function: LossFunction, tuning: Tuning, replications: range
) -> Response:
    """Simulate the response table.

    Units that work for themselves interact through pools only. So one run raises all of them to a level at once, and
    the gain of each is that in the loss of its own cases; the plan is certified in the full model later. A unit that
    works for all is raised alone, as its gain is in the loss of all cases.
    """
    settings, where = loss_function.settings, tuning.where
    places = places_of(settings, tuning)
    lowest = lowest_levels(settings, tuning, places)
    groups = _groups(settings, places)
    levels_of_group = [choose_levels(_most(tuning, len(group)), where.levels) for group in groups]
    n_plans = sum(len(levels) - 1 for levels in levels_of_group) + 1
    evaluator.watch.stage(Phrase("response table"), n_plans * len(replications))
    gains: list[list[Floats]] = [[] for _ in places]
    levels_at: list[list[int]] = [[] for _ in places]
    for group, levels in zip(groups, levels_of_group, strict=True):
        plans = [
            StaffingPlan.with_posts({places[p]: lowest[p] + level for p in group}, where.date)
            if level or any(lowest[p] for p in group)
            else StaffingPlan()
            for level in levels
        ]
        measured = evaluator.measures(plans, replications)
        whole = np.array([[loss_function.loss(m) for m in of_replication] for of_replication in measured])
        by_unit = np.array([[loss_function.by_unit(m) for m in of_replication] for of_replication in measured])
        for p in group:
            own = by_unit[:, :, list(settings.staffing.units).index(places[p].unit)]
            losses = whole if len(group) == 1 else own
            gains[p] = list((losses[:, :1] - losses).T)
            levels_at[p] = levels
    stacked = [np.array(of) for of in gains]
    n = len(replications)
    return Response(
        places=places,
        lowest=lowest,
        levels=levels_at,
        gains=[of.mean(axis=1) for of in stacked],
        errors=[of.std(axis=1, ddof=1) / np.sqrt(n) for of in stacked],
    )


def _groups(settings: Settings, places: Sequence[PostPlace]) -> list[list[int]]:
    """Return groups of places that are raised together: one role in all units that work for themselves."""
    alone = works_for_all(settings)
    if settings.collaboration.one_queue:
        alone = set(settings.staffing.units)
    roles = dict.fromkeys(place.role for place in places)
    together = [
        [p for p, place in enumerate(places) if place.role == role and place.unit not in alone] for role in roles
    ]
    single = [[p] for p, place in enumerate(places) if place.unit in alone]
    return [group for group in [*together, *single] if group]
