"""Recount of capacity that does not come by hiring for posts, one day and one shift at a time."""

from collections import defaultdict

from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.people import CameBy
from tests.metrics.plain_run import ALL, Recount, Sums


def capacity(run: Recount) -> dict[str, Sums]:
    people, away = run.world.people, run.world.shifts.away
    spans: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for row in range(len(people.team)):
        span = int(people.team[row]), float(people.joined_days[row]), float(people.left_days[row])
        spans[CameBy(int(people.came_by[row])).name].append(span)
    for row, member in enumerate(away.member.tolist()):
        span = int(people.team[member]), float(away.begin_days[row]), float(away.end_days[row])
        spans[f"away: {AbsenceCause(int(away.cause[row])).name}"].append(span)
    cohorts = run.settings.capacity.cohorts.values()
    appointed = run.sum_up((day, team, 0, 1) for team, day, _ in spans["COHORT"] if day < run.horizon)
    asked = run.sum_up(
        (float((of.date - run.settings.run.start).days), 0, 0, of.people) for of in cohorts if of.date in run.dates
    )
    return {
        "reallocated_fte": _mean(run, spans["REALLOCATED"]),
        "temporary_fte": _mean(run, spans["TEMPORARY"]),
        "reallocated_away_fte": _mean(run, spans["away: REALLOCATED"]),
        "in_course_fte": _mean(run, spans["away: COURSE"]),
        "exposure_leave_fte": _mean(run, spans["away: EXPOSURE"]),
        "appointed_from_course": appointed,
        "course_without_post": {
            cell: n - appointed.get(cell, 0) for cell, n in asked.items() if cell[1:] == (ALL, ALL)
        },
        "retrained": run.sum_up((day, team, 0, 1) for team, day, _ in spans["RETRAINED"] if day < run.horizon),
        **_overtime(run),
    }


def _mean(run: Recount, spans: list[tuple[int, float, float]]) -> Sums:
    """People there, a mean over the days of a period: each counts the days of it on which they are."""
    sums: Sums = {}
    for team, begin, end in spans:
        for period, (first, after) in run.spans.items():
            days = max(min(end, after) - max(begin, first), 0.0)
            for name in run.teams_of(team):
                cell = period, name, ALL
                sums[cell] = sums.get(cell, 0.0) + days / (after - first)
    return sums


def _overtime(run: Recount) -> dict[str, Sums]:
    """Hours that rates are higher and lower by, day by day."""
    shifts, people = run.world.shifts, run.world.people
    more: list[tuple[float, int, int, float]] = []
    less: list[tuple[float, int, int, float]] = []
    for row, part in enumerate(shifts.overtime_per_million.tolist()):
        if part == 0:
            continue
        team = int(people.team[shifts.member[row]])
        begin, end = shifts.begin_days[row], min(shifts.end_days[row], run.horizon)
        for day in range(int(begin), int(end)):
            hours = abs(part) / 10**6 * run.office.between(float(day), day + 1.0)
            (more if part > 0 else less).append((day, team, 0, hours))
    return {"extra_hours": run.sum_up(more), "time_off_hours": run.sum_up(less)}
