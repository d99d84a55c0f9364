"""Posts: how an establishment divides over roles, and how many of them stand vacant when nothing changes."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from tbkk_sim.problem import Phrase, Problem
from tbkk_sim.settings.staffing import Staffing, too_few_to_withdraw

LOOKAHEAD_YEARS = 5.0
"""Years over which the pensions to come are averaged."""


def divide(total: int, shares: dict[str, float], there: Mapping[str, int] | None = None) -> dict[str, int]:
    """Divide a whole number by shares (Webster's method; ties go to the first).

    House-monotone: one more to divide takes nothing from anybody, which largest remainders can do.

    Args:
        total: Number to divide.
        shares: The shares, of whatever sum.
        there: Number that each has already, and keeps: it counts as divided before.
    """
    weight = sum(shares.values())
    if total <= 0 or weight <= 0:
        return dict.fromkeys(shares, 0)
    has = [0 if there is None else there.get(name, 0) for name in shares]
    most = [min(total, math.ceil((total + sum(has)) * share / weight) + len(shares)) for share in shares.values()]
    owner = np.repeat(np.arange(len(shares)), most)
    nth = np.concatenate([first + np.arange(n) for first, n in zip(has, most, strict=True)])
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


def plan_by_role(staffing: Staffing, unit: str) -> dict[str, dict[str, int]]:
    """Roles of the posts that each step of the plan brings to a unit (or takes: below 0), by the name of the step.

    Posts without a role come such that the unit, with what earlier steps have brought and taken, keeps to its shares.
    Posts that go whatever their role count for the steps after them as if they too went by those shares; which ones
    go is known only when people leave.
    """
    shares, now = role_shares(staffing, unit), dict.fromkeys(staffing.roles, 0) | posts_by_role(staffing, unit)
    by_step: dict[str, dict[str, int]] = {}
    for name, step in staffing.plan_in_order():
        if step.unit != unit:
            continue
        if step.role is not None:
            change = {step.role: step.posts}
        elif step.posts > 0:
            change = divide(step.posts, shares, now)
        else:
            change = _taken_by_role(-step.posts, shares, now)
        for role, posts in change.items():
            now[role] += posts
        by_step[name] = change
    return by_step


def _taken_by_role(total: int, shares: Mapping[str, float], there: Mapping[str, int]) -> dict[str, int]:
    """The reverse of dividing: each post goes from the role that has most beyond its share."""
    left = dict(there)

    def beyond(role: str) -> float:
        share = shares.get(role, 0.0)
        return -1.0 if left[role] <= 0 else (left[role] - 0.5) / share if share > 0 else math.inf

    for _ in range(min(total, sum(there.values()))):
        left[max(left, key=beyond)] -= 1
    return {role: left[role] - there[role] for role in there}


def check_plan(staffing: Staffing, start: dt.date) -> list[Problem]:
    """Name each step of the plan that cannot be carried out in a run from this day on; empty when all can.

    Steps that take posts whatever their role may take any, so a role is sure only of its posts in the worst case.
    """
    problems = []
    for unit in staffing.units:
        there = dict.fromkeys(staffing.roles, 0) | posts_by_role(staffing, unit)
        by_role, any_role = plan_by_role(staffing, unit), 0
        for name, step in staffing.plan_in_order():
            if step.unit != unit:
                continue
            if step.date < start:
                says = (
                    "{date} is before the start of the run; allowed: from {start} on "
                    "(posts that are there by then belong in {posts})"
                )
                dates = {"date": str(step.date), "start": str(start), "posts": f"staffing.units.{unit}.posts"}
                problems.append(Problem(f"staffing.plan.{name}.date", Phrase(says, **dates)))
            if step.role is None and step.posts < 0:
                any_role -= step.posts
                continue
            for role, posts in by_role[name].items():
                certain = max(there[role] - any_role, 0)
                if posts < 0 and certain + posts < 0:
                    problem = too_few_to_withdraw(name, step, certain)
                    problems.append(replace(problem, key=f"staffing.{problem.key}"))
                there[role] += posts
    return problems


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


def vacancy_share_at_rest(staffing: Staffing, unit: str, fill_months_mean: float | None = None) -> float:
    """Share of posts vacant when leaving and filling are in balance: dL/(1 + dL).

    d: leavers per year and holder, L: years to fill a vacancy; whatever the spread of L.

    Args:
        staffing: The workforce.
        unit: The unit.
        fill_months_mean: Mean months to fill a vacancy; None: that of all posts.
    """
    if staffing.vacancy_share_at_start is not None:
        return staffing.vacancy_share_at_start
    months = staffing.hiring.fill_months_mean if fill_months_mean is None else fill_months_mean
    load = leavers_per_year(staffing, unit) * months / 12
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
