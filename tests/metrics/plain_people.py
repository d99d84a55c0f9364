"""Recount of people, one day at a time: posts, who fills them, who is there, who comes and goes."""

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate

from tbkk_sim.sampling.workforce.people import CameBy, Cause
from tests.metrics.plain_run import ALL, NO_NUMBER, Recount, Sums

QUARTER_DAYS = 91


def staff(run: Recount, in_hand_mean: Sums) -> dict[str, Sums]:
    people, posts, service = run.world.people, run.world.posts, run.world.shifts.service
    n_days, n_teams = run.horizon, len(run.teams)
    lead_steps = sum(1 << n for n, step in enumerate(run.settings.casework.steps.values(), 1) if step.owns_case)
    changes = {
        name: [[Fraction(0)] * n_teams for _ in range(n_days + 1)]
        for name in ("posts", "there", "in_post", "able", "mentored", "leads")
    }

    def count(name: str, team: int, begin: float, end: float, fte: float) -> None:
        exact = Fraction(fte).limit_denominator(10**7)
        first, after = max(math.ceil(begin), 0), min(math.ceil(min(end, n_days)), n_days)
        if first < after:
            changes[name][first][team] += exact
            changes[name][after][team] -= exact

    for row in range(len(posts.unit)):
        if not posts.ahead[row]:
            count("posts", int(posts.unit[row]), float(posts.begin_days[row]), float(posts.end_days[row]), 1.0)
    for row in range(len(people.team)):
        span = float(people.joined_days[row]), float(people.left_days[row])
        if people.post[row] < 0 and people.role[row] >= 0:
            continue  # works in a unit without a post
        count("there", int(people.team[row]), *span, 1.0)
        if people.role[row] < 0:
            count("posts", int(people.team[row]), *span, 1.0)
            count("in_post", int(people.team[row]), *span, 1.0)
        else:
            until = min(span[1], float(posts.end_days[people.post[row]]))
            count("in_post", int(people.team[row]), span[0], until, 1.0)
    for row, member in enumerate(service.member.tolist()):
        team, span = int(people.team[member]), (float(service.begin_days[row]), float(service.end_days[row]))
        for name in ("able", *(["leads"] if people.skills[member] & lead_steps else [])):
            count(name, team, *span, float(service.fte[row]))
            count(name, team, *span, -float(service.mentoring_fte[row]))
        count("mentored", team, *span, float(service.mentoring_fte[row]))
    by_day = {name: list(accumulate(of_days[:-1], _both)) for name, of_days in changes.items()}
    return _staff_figures(run, by_day, in_hand_mean)


def _both(before: list[Fraction], change: list[Fraction]) -> list[Fraction]:
    """Each team as it was, and what comes or goes."""
    return [was + more if more else was for was, more in zip(before, change, strict=True)]


def _staff_figures(run: Recount, by_day: dict[str, list[list[Fraction]]], in_hand_mean: Sums) -> dict[str, Sums]:
    names = (
        "establishment_fte", "occupancy_fte", "deployable_fte", "mentoring_fte", "vacancy_fte", "vacancy_share",
        "below_minimum_share", "open_cases_per_investigator", "balance_days",
    )  # fmt: skip
    found: dict[str, Sums] = {name: {} for name in names}
    minimum = {n: unit.minimum_fte for n, unit in enumerate(run.settings.staffing.units.values()) if unit.minimum_fte}
    empty_posts = [
        [max(posts - filled, Fraction(0)) for posts, filled in zip(*of_day, strict=True)]
        for of_day in zip(by_day["posts"], by_day["in_post"], strict=True)
    ]
    until = {
        name: [list(accumulate((day[n] for day in days), initial=Fraction(0))) for n in range(len(run.teams))]
        for name, days in {**by_day, "empty": empty_posts}.items()
    }
    for period, (first, after) in run.spans.items():
        for team in (ALL, *run.teams):
            cell = period, team, ALL
            of = list(range(len(run.units))) if team == ALL else [run.teams.index(team)]
            mean = {
                name: sum((sums[n][after] - sums[n][first] for n in of), Fraction(0)) / (after - first)
                for name, sums in until.items()
            }
            found["establishment_fte"][cell], found["occupancy_fte"][cell] = float(mean["posts"]), float(mean["there"])
            found["deployable_fte"][cell], found["mentoring_fte"][cell] = float(mean["able"]), float(mean["mentored"])
            found["vacancy_fte"][cell] = float(mean["empty"])
            if mean["posts"]:
                found["vacancy_share"][cell] = float(mean["empty"] / mean["posts"])
            if mean["leads"] > 0:
                found["open_cases_per_investigator"][cell] = in_hand_mean.get(cell, 0.0) / float(mean["leads"])
            days = [(day, n) for n in of if n in minimum for day in range(first, after)]
            if days:
                short = sum(float(by_day["able"][day][n]) < minimum[n] - 1e-6 for day, n in days)
                found["below_minimum_share"][cell] = short / len(days)
            if period == ALL:
                found["balance_days"][cell] = _balance(by_day, of)
    return {**found, **_coming_and_going(run)}


def _balance(by_day: dict[str, list[list[Fraction]]], of: list[int]) -> float:
    """First day of the first quarter without a day on which fewer posts are filled than there are."""
    in_a_row = 0
    for day, (posts, there) in enumerate(zip(by_day["posts"], by_day["in_post"], strict=True)):
        in_a_row = in_a_row + 1 if sum(there[n] for n in of) >= sum(posts[n] for n in of) else 0
        if in_a_row == QUARTER_DAYS:
            return day - QUARTER_DAYS + 1.0
    return NO_NUMBER


def _coming_and_going(run: Recount) -> dict[str, Sums]:
    people = run.world.people
    rows = range(len(people.team))

    def count(days: list[float], chosen: Callable[[int], bool]) -> Sums:
        return run.sum_up(
            (days[row], int(people.team[row]), 0, 1) for row in rows if 0 < days[row] < run.horizon and chosen(row)
        )

    joined, left = people.joined_days.tolist(), people.left_days.tolist()
    goes_on = Cause.RETRAINED, Cause.TERM_OVER
    came = {row: CameBy(int(people.came_by[row])).name for row in rows}
    return {
        "hires": count(joined, lambda row: came[row] in ("RECRUITED", "COHORT")),
        "leavers": count(left, lambda row: people.left_cause[row] not in goes_on),
        **{
            f"leavers_{cause.name.lower()}": count(left, lambda row, of=cause: people.left_cause[row] == of)
            for cause in Cause
            if cause not in goes_on
        },
    }
