"""Recount of hours: worked, demanded, available, lent; how busy members are, and how asked of."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from tests.metrics.plain_demand import KINDS, asked, part, undiscovered
from tests.metrics.plain_run import ALL, NO_NUMBER, Cell, Recount, Sums
from tests.metrics.plain_story import SECONDS_PER_DAY, Spell, cut, hours_done_by


def hours(run: Recount) -> dict[str, Sums]:
    people, steps = run.world.people, run.settings.casework.steps
    skills = ["triage", *run.steps, "own_work"]
    work = [(spell, *part) for spell in run.story.spells for part in hours_in_months(run, spell)]

    def of(choose: Callable[[Spell], bool], by_home: bool = False) -> Sums:
        return run.sum_up(
            (moment, spell.home if by_home else int(people.team[spell.member]), spell.case_class, hours)
            for spell, moment, hours in work
            if choose(spell)
        )

    by_step = {skill: of(lambda spell, n=number: spell.skill == n) for number, skill in enumerate(skills)}
    away = {id(spell) for spell in run.story.spells if spell.home != people.team[spell.member]}
    digital = _with_pools(run, [by_step[step] for step in steps if steps[step].digital])
    on_cases = _with_pools(run, [by_step[step] for step in steps])
    busy = run.sum_up(_in_hand_in_office_hours(run))
    present = run.sum_up(_present(run, lambda shift: 1.0))
    members = run.world.shifts.member
    by_role = {
        role: (
            run.sum_up(_in_hand_in_office_hours(run, number)),
            run.sum_up(_present(run, lambda row, number=number: float(people.role[members[row]] == number))),
        )
        for number, role in enumerate(run.settings.staffing.roles)
    }
    return {
        "hours_worked": of(lambda spell: True),
        **{f"hours_{skill}": sums for skill, sums in by_step.items()},
        "hours_digital_share": {cell: digital.get(cell, 0.0) / whole for cell, whole in on_cases.items() if whole > 0},
        "hours_lent": of(lambda spell: id(spell) in away),
        "hours_borrowed": of(lambda spell: id(spell) in away, by_home=True),
        "outside_office_hours": run.sum_up(_outside_office_hours(run)),
        "utilisation": {cell: busy.get(cell, 0.0) / whole for cell, whole in present.items() if whole > 0},
        **{
            f"utilisation_{role}": {cell: of.get(cell, 0.0) / whole for cell, whole in there.items() if whole > 0}
            for role, (of, there) in by_role.items()
        },
        **_supply_and_demand(run, skills),
    }


def hours_in_months(run: Recount, spell: Spell) -> Iterator[tuple[float, float]]:
    """Moments in the months in which a spell was worked on, and the hours in each: what is done by its end."""
    assert spell.work_begin is not None
    before, parts = 0.0, list(cut(spell.work_begin, spell.end, run.month_edges))
    for month, _, end in parts[:-1]:
        by_then = hours_done_by(run.story, spell, end)
        yield run.month_edges[month], by_then - before
        before = by_then
    yield min(spell.end, run.horizon - 1) if not parts else run.month_edges[parts[-1][0]], spell.hours - before


def _in_hand_in_office_hours(run: Recount, role: int | None = None) -> Iterator[tuple[float, int, int, float]]:
    for spell in run.story.spells:
        if role is not None and run.world.people.role[spell.member] != role:
            continue
        for month, begin, end in cut(spell.begin, spell.end, run.month_edges):
            team = int(run.world.people.team[spell.member])
            yield run.month_edges[month], team, spell.case_class, run.office.between(begin, end)


def _outside_office_hours(run: Recount) -> Iterator[tuple[float, int, int, float]]:
    a_day = run.settings.calendar.round_the_clock_hours_per_day
    for spell in run.story.spells:
        if spell.any_hour and spell.work_begin is not None:
            for month, begin, end in cut(spell.work_begin, spell.end, run.month_edges):
                outside = end - begin - run.office.open_days_between(begin, end)
                yield (
                    run.month_edges[month],
                    int(run.world.people.team[spell.member]),
                    spell.case_class,
                    outside * a_day,
                )


def _present(run: Recount, weight: Callable[[int], float]) -> Iterator[tuple[float, int, int, float]]:
    shifts = run.world.shifts
    for row in range(len(shifts.member)):
        begin = int(shifts.begin_seconds[row]) / SECONDS_PER_DAY
        end = min(int(shifts.end_seconds[row]) / SECONDS_PER_DAY, run.horizon)
        if begin < run.horizon and weight(row):
            team = int(run.world.people.team[shifts.member[row]])
            for month, first, after in cut(begin, end, run.month_edges):
                yield run.month_edges[month], team, 0, run.office.between(first, after) * weight(row)


def _with_pools(run: Recount, by_step: list[Sums]) -> Sums:
    """Sums of several steps; of all units together also what pools did for them."""
    total: Sums = defaultdict(float)
    for sums in by_step:
        for (period, team, case_class), hours in sums.items():
            total[period, team, case_class] += hours
            if team in run.pools:
                total[period, ALL, case_class] += hours
    return total


def _supply_and_demand(run: Recount, skills: list[str]) -> dict[str, Sums]:
    people, shifts, roles = run.world.people, run.world.shifts, list(run.settings.staffing.roles)
    parts = asked(run)
    of_kind = {kind: {} for kind in KINDS}
    for number, skill in enumerate(skills):
        for kind in KINDS:
            of_kind[kind][skill] = run.sum_up(
                (moment, team, case_class, hours)
                for n, moment, team, case_class, hours_of_kind in parts
                if n == number and (hours := hours_of_kind[kind])
            )
    demanded = {kind: run.sum_up(part(parts, kind)) for kind in KINDS}

    def hours_of(role: int | None) -> Sums:
        return run.sum_up(
            _present(
                run,
                lambda row: (
                    shifts.rate_per_million[row] / 1e6 if role in (None, int(people.role[shifts.member[row]])) else 0.0
                ),
            )
        )

    available, by_role = hours_of(None), {role: hours_of(number) for number, role in enumerate(roles)}
    cells = [(period, team, ALL) for period in run.spans for team in (ALL, *run.teams)]
    return {
        "hours_demanded": demanded["all"],
        "hours_undiscovered": run.sum_up(undiscovered(run)),
        "hours_available": available,
        **{
            f"hours_{name}_{skill}": of_kind[kind][skill]
            for name, kind in (("severe", "severe"), ("agreed", "agreed"), ("demanded", "all"))
            for skill in skills[:-1]
        },
        **{f"hours_available_{role}": sums for role, sums in by_role.items()},
        **{
            f"load_{kind}": _rows(cells, lambda cell, of=sums: _load(of.get(cell, 0.0), available.get(cell, 0.0)))
            for kind, sums in demanded.items()
        },
    }


def _load(demanded: float, available: float) -> float | None:
    if available > 0:
        return demanded / available
    return NO_NUMBER if demanded > 0 else None


def _rows(cells: list[Cell], value: Callable[[Cell], float | None]) -> Sums:
    return {cell: number for cell in cells if (number := value(cell)) is not None}
