"""Posts: how an establishment divides over roles, and how many of them stand vacant when nothing changes."""

import math

import numpy as np

from tbkk_sim.settings.staffing import Staffing

LOOKAHEAD_YEARS = 5.0
"""Years over which the pensions to come are averaged."""


def divide(total: int, shares: dict[str, float]) -> dict[str, int]:
    """Divide a whole number by shares (Webster's method; ties go to the first).

    House-monotone: one more to divide takes nothing from anybody, which largest remainders can do.
    """
    weight = sum(shares.values())
    if total <= 0 or weight <= 0:
        return dict.fromkeys(shares, 0)
    most = [math.ceil(total * share / weight) + len(shares) for share in shares.values()]
    owner = np.repeat(np.arange(len(shares)), most)
    nth = np.concatenate([np.arange(n) for n in most])
    per_seat = np.array([share / weight for share in shares.values()])[owner]
    with np.errstate(divide="ignore"):
        turn = (nth + 0.5) / per_seat
    seats = np.bincount(owner[np.argsort(turn, kind="stable")[:total]], minlength=len(shares))
    return {name: int(n) for name, n in zip(shares, seats, strict=True)}


def role_shares(staffing: Staffing, unit: str) -> dict[str, float]:
    """Shares of the roles in a unit."""
    return dict(staffing.units[unit].role_share or staffing.role_share)


def posts_by_role(staffing: Staffing, unit: str) -> dict[str, int]:
    """Posts of each role in a unit at the start."""
    return divide(staffing.units[unit].posts, role_shares(staffing, unit))


def added_by_role(staffing: Staffing, unit: str, posts: int) -> dict[str, int]:
    """Roles of posts that a unit gets, such that the unit as a whole keeps to its shares."""
    before = posts_by_role(staffing, unit)
    after = divide(staffing.units[unit].posts + posts, role_shares(staffing, unit))
    return {role: after[role] - before[role] for role in after}


def hazard_per_year(chance_per_year: float) -> float:
    """The constant rate at which something happens that has this chance to happen within a year."""
    return -math.log1p(-min(chance_per_year, 1 - 1e-12))


def leavers_per_year(staffing: Staffing, unit: str) -> float:
    """Share of the staff at the start that leaves a unit in a year, by expectation."""
    turnover, of_unit = staffing.turnover, staffing.units[unit]
    since = sorted(turnover.resignation_per_year)
    longer = [math.exp(-years / staffing.tenure_years_mean) for years in since] + [0.0]
    resigned = sum(
        hazard_per_year(turnover.resignation_per_year[years]) * (longer[i] - longer[i + 1])
        for i, years in enumerate(since)
    )
    own_choice = of_unit.turnover_factor * (resigned + hazard_per_year(turnover.transfer_per_year))
    rpu_age = turnover.pension_age_years - turnover.rpu_years_before
    exits = turnover.rpu_exit_share
    reach_rpu = _reach_per_year(staffing, unit, rpu_age)
    reach_pension = _reach_per_year(staffing, unit, turnover.pension_age_years)
    return own_choice + exits * reach_rpu + (1 - exits) * reach_pension


def vacancy_share_at_rest(staffing: Staffing, unit: str) -> float:
    """Share of posts vacant when leaving and filling are in balance: dL/(1 + dL).

    d: leavers per year and holder, L: years to fill a vacancy; whatever the spread of L.
    """
    if staffing.vacancy_share_at_start is not None:
        return staffing.vacancy_share_at_start
    load = leavers_per_year(staffing, unit) * staffing.hiring.fill_months_mean / 12
    return load / (1 + load)


def _reach_per_year(staffing: Staffing, unit: str, age_years: float) -> float:
    """Share of the staff that reaches an age in a year: those in the years below it, over those years."""
    low, high = age_years - LOOKAHEAD_YEARS, age_years
    shift = staffing.units[unit].age_shift_years
    inside = 0.0
    for (band_low, band_high), share in staffing.age_at_start.years().items():
        overlap = min(high, band_high + shift) - max(low, band_low + shift)
        inside += share * max(overlap, 0.0) / (band_high - band_low)
    return inside / LOOKAHEAD_YEARS
