"""Invariants of people: they add up, whoever is retrained is one person, who is lent is away from one place only."""

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.working_seconds import office_seconds_until
from tbkk_sim.metrics.invariants.violation import Violation, violations_of
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.headcount import present_on
from tbkk_sim.sampling.workforce.people import LEAVERS, CameBy, Cause


def find_violations(ledger: Ledger) -> list[Violation]:
    """Find the violations of what holds for people, however they come."""
    return [*_posts_add_up(ledger), *_retrained_once(ledger), *_lent_from_pools(ledger), *_overtime(ledger)]


def _posts_add_up(ledger: Ledger) -> list[Violation]:
    """Per team: holders at the start + newcomers = leavers + holders at the end; nobody shares a post."""
    people, horizon = ledger.world.people, ledger.parameters.horizon_days
    holds = people.post >= 0
    order = np.lexsort((people.joined_days, people.post))
    order = order[holds[order]]
    same = people.post[order][1:] == people.post[order][:-1]
    overlap = same & (people.joined_days[order][1:] < people.left_days[order][:-1])
    found = violations_of("a post has one holder at a time", people.post[order][1:][overlap], "post")
    came, went = people.joined_days > 0.0, people.left_days < horizon
    new = holds & came & np.isin(people.came_by, (CameBy.RECRUITED, CameBy.COHORT))
    gone = holds & went & (people.left_days > 0.0) & np.isin(people.left_cause, LEAVERS)
    at_start = holds & (people.joined_days <= 0.0) & (people.left_days > 0.0)
    at_end = holds & (people.joined_days < horizon) & ~went

    def per_team(chosen: np.ndarray) -> np.ndarray:
        return np.bincount(people.team[chosen], minlength=len(ledger.grid.names.teams))

    off = per_team(at_start) + per_team(new) != per_team(gone) + per_team(at_end)
    return found + violations_of("holders at the start + newcomers = leavers + holders", np.flatnonzero(off), "team")


def _retrained_once(ledger: Ledger) -> list[Violation]:
    """Each who goes to be retrained goes on, on that day and in that post, in another role: one person in two rows."""
    people = ledger.world.people
    before, after = (
        np.flatnonzero(chosen) for chosen in (people.left_cause == Cause.RETRAINED, people.came_by == CameBy.RETRAINED)
    )
    before = before[np.lexsort((people.left_days[before], people.post[before]))]
    after = after[np.lexsort((people.joined_days[after], people.post[after]))]
    if len(before) != len(after):
        return violations_of("who is retrained goes on in another role", np.array([len(before)]), "number of people")
    other = people.post[before] != people.post[after]
    other |= people.left_days[before] != people.joined_days[after]
    other |= people.role[before] == people.role[after]
    other |= people.fte[before] != people.fte[after]
    return violations_of("who is retrained goes on in another role", before[other], "member")


def _lent_from_pools(ledger: Ledger) -> list[Violation]:
    """On each day as many members of pools are away as come from pools, and they are back when these have left."""
    people, away, horizon = ledger.world.people, ledger.world.shifts.away, ledger.parameters.horizon_days
    rows = np.flatnonzero(away.cause == AbsenceCause.REALLOCATED)
    lent = np.flatnonzero((people.came_by == CameBy.REALLOCATED) & (people.lender >= 0))
    if not len(rows) and not len(lent):
        return []
    days = np.arange(horizon, dtype=np.float64)

    def on_days(team: np.ndarray, begin: Floats, end: Floats) -> Floats:
        return present_on(days, team, begin, end, np.ones(len(team)), len(ledger.grid.names.teams))

    gone = on_days(people.team[away.member[rows]], away.begin_days[rows], away.end_days[rows])
    there = on_days(people.lender[lent], people.joined_days[lent], people.left_days[lent])
    shifts = ledger.world.shifts
    worked = np.flatnonzero(people.in_pool[shifts.member])
    at_work = on_days(people.team[shifts.member[worked]], shifts.begin_days[worked], shifts.end_days[worked])
    members = np.bincount(people.team[people.in_pool], minlength=gone.shape[1])
    off = (gone != there).any(axis=1) | (at_work + gone != members).any(axis=1)
    return violations_of("who is lent by a pool is away from it, and then back", np.flatnonzero(off), "day")


def _overtime(ledger: Ledger) -> list[Violation]:
    """Members take back no more time than the overtime that they worked before."""
    shifts, parameters = ledger.world.shifts, ledger.parameters
    if not shifts.overtime_per_million.any():
        return []
    begin, end = (
        office_seconds_until(parameters.working, np.minimum(of, parameters.horizon_seconds))
        for of in (shifts.begin_seconds, shifts.end_seconds)
    )
    amount = shifts.overtime_per_million * (end - begin)
    saved = np.cumsum(amount)
    first = np.searchsorted(shifts.member, shifts.member)
    saved -= (saved - amount)[first]
    return violations_of("time off is for overtime worked before", shifts.member[saved < 0], "member")
