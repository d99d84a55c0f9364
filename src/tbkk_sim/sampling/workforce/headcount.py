"""Headcount: establishment, occupancy and deployable fte of each team on given days."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Floats, Longs
from tbkk_sim.sampling.world import NEVER, People, Posts, Shifts

ROUNDING_FTE = 1e-9
"""Fte below which a sum is only the rounding that is left when nobody is there."""


@dataclass(frozen=True, slots=True)
class Headcount:
    """Fte on each day, arrays [day, team]; a post is one fte, and a filled post counts whole."""

    establishment_fte: Floats
    """Posts that exist, those recruited ahead left out; of a pool: its members."""
    occupancy_fte: Floats
    """People who hold a post, one recruited ahead or withdrawn included."""
    without_post_fte: Floats
    """The part of occupancy whose post was withdrawn, until they leave."""
    deployable_fte: Floats
    """Contract x ramp of those present, not ill for long and not in a course, less the time that newcomers take of
    mentors; who is there without a post counts too."""
    mentoring_fte: Floats
    """Time that newcomers take of mentors."""

    @property
    def vacancy_fte(self) -> Floats:
        """Posts of a team that its people do not fill; people beyond its posts fill none elsewhere."""
        return np.maximum(self.establishment_fte - self.in_post_fte, 0.0)

    @property
    def in_post_fte(self) -> Floats:
        """Occupancy without those whose post was withdrawn."""
        return self.occupancy_fte - self.without_post_fte


def headcount(days: Floats, people: People, shifts: Shifts, posts: Posts, n_teams: int) -> Headcount:
    """Count on each of `days`, which are in order.

    All changes fall at midnight, so the mean over every day of a period is the exact mean of that period.
    """
    counted = ~posts.ahead
    in_pool, holds = people.in_pool, people.post >= 0
    post_ends_days = np.full(len(people.post), NEVER)
    post_ends_days[holds] = posts.end_days[people.post[holds]]
    counts = in_pool | holds
    stays = post_ends_days < people.left_days
    service = shifts.service
    team = people.team[service.member]

    def on_days(teams: np.ndarray, begin: Floats, end: Floats, fte: Floats) -> Floats:
        return present_on(days, teams, begin, end, fte, n_teams)

    establishment = on_days(
        np.concatenate((posts.unit[counted], people.team[in_pool])),
        np.concatenate((posts.begin_days[counted], people.joined_days[in_pool])),
        np.concatenate((posts.end_days[counted], people.left_days[in_pool])),
        np.ones(counted.sum() + in_pool.sum()),
    )
    return Headcount(
        establishment_fte=establishment,
        occupancy_fte=on_days(
            people.team[counts], people.joined_days[counts], people.left_days[counts], np.ones(counts.sum())
        ),
        without_post_fte=on_days(
            people.team[stays],
            np.maximum(people.joined_days, post_ends_days)[stays],
            people.left_days[stays],
            np.ones(stays.sum()),
        ),
        deployable_fte=on_days(team, service.begin_days, service.end_days, service.fte - service.mentoring_fte),
        mentoring_fte=on_days(team, service.begin_days, service.end_days, service.mentoring_fte),
    )


def present_on(days: Floats, teams: np.ndarray, begin: Floats, end: Floats, fte: Floats, n_teams: int) -> Floats:
    """Sum of `fte` per [day, team] over the spans [begin, end) that hold the day."""
    cells = (len(days) + 1) * n_teams
    change = np.zeros(cells)
    for moments, sign in ((begin, 1.0), (end, -1.0)):
        cell: Longs = np.searchsorted(days, moments, side="left") * n_teams + teams
        change += sign * np.bincount(cell, weights=fte, minlength=cells)
    total: Floats = np.cumsum(change.reshape(-1, n_teams), axis=0)[:-1]
    total[np.abs(total) < ROUNDING_FTE] = 0.0  # all have gone: what is left is no person, but rounding
    return total
