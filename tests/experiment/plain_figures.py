"""Every key figure recounted slowly from the events, the settings and the drawn world: dictionaries and loops only.

It knows nothing of how the program counts. What each key figure is stands in docs/model.md, "What counts where".
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import chain, combinations

from experiment.plain_story import (
    CLOSED_CLASS,
    IN_HAND,
    WAITING,
    Case,
    OfficeHours,
    Spell,
    Stay,
    Story,
    cut,
    hours_that_fit,
    read_story,
)
from tbkk_sim.domain.facts import End, EventLog, Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.settings import Settings
from tbkk_sim.world.people import Cause
from tbkk_sim.world.world import BY_HAND, World

ALL = "all"
Cell = tuple[str, str, str]
"""Period, team, class."""
Sums = dict[Cell, float]
HALF_YEAR_DAYS, QUARTER_DAYS = 182, 91
NO_NUMBER = math.inf


class Recount:
    """One run, recounted."""

    def __init__(self, story: Story) -> None:
        self.story, self.settings, self.world, self.book = story, story.settings, story.world, story.book
        self.units = list(self.settings.staffing.units)
        self.pools = list(self.settings.collaboration.pools)
        self.teams = self.units + self.pools
        self.case_classes = list(self.settings.casework.classes)
        self.classes = ["closed", *self.case_classes, "own_work"]
        self.steps = list(self.settings.casework.steps)
        self.horizon = story.horizon
        self.dates = [self.settings.run.start + dt.timedelta(days=day) for day in range(self.horizon)]
        self.spans: dict[str, tuple[int, int]] = {ALL: (0, self.horizon)}
        for day, date in enumerate(self.dates):
            for name in (f"{date:%Y}", f"{date:%Y-%m}"):
                self.spans[name] = (self.spans.get(name, (day, 0))[0], day + 1)
        self.months = sorted(name for name in self.spans if "-" in name)
        self.years = sorted(name for name in self.spans if name.isdigit())
        self.month_edges = [self.spans[name][0] for name in self.months] + [self.horizon]
        self.office = OfficeHours.of(story)

    def periods_of(self, moment: float) -> tuple[str, str, str]:
        date = self.dates[math.floor(moment)]
        return ALL, f"{date:%Y}", f"{date:%Y-%m}"

    def teams_of(self, team: int) -> tuple[str, ...]:
        return (self.teams[team], ALL) if team < len(self.units) else (self.teams[team],)

    def classes_of(self, of_class: int) -> tuple[str, str]:
        return self.classes[of_class], ALL

    def cells(self, moment: float, team: int, of_class: int) -> Iterator[Cell]:
        for period in self.periods_of(moment):
            for team_name in self.teams_of(team):
                for class_name in self.classes_of(of_class):
                    yield period, team_name, class_name

    def sum_up(self, what: Iterable[tuple[float, int, int, float]]) -> Sums:
        """Sums of (moment, team, class, amount)."""
        sums: Sums = defaultdict(float)
        for moment, team, of_class, amount in what:
            for cell in self.cells(moment, team, of_class):
                sums[cell] += amount
        return sums

    def gather(self, what: Iterable[tuple[float, int, int, float]]) -> dict[Cell, list[float]]:
        lists: dict[Cell, list[float]] = defaultdict(list)
        for moment, team, of_class, value in what:
            for cell in self.cells(moment, team, of_class):
                lists[cell].append(value)
        return lists


def recount(settings: Settings, world: World, book: Rulebook, log: EventLog) -> dict[str, Sums]:
    """Sums and values of each key figure by name; a cell that is not there is 0 for a sum, and else no row."""
    run = Recount(read_story(settings, world, book, log))
    levels = _levels(run)
    found = {**_flows(run), **levels, **_against_norm(run), **_waiting(run), **_hours(run)}
    found.update(_running(run, found["taken_up"]))
    found.update(_staff(run, levels["in_hand_mean"]))
    return found


def _flows(run: Recount) -> dict[str, Sums]:
    reports, n_streams = run.world.reports, len(run.settings.demand.streams)
    cases = run.story.cases.values()
    arrived = [report for kind, _, report, *_ in run.story.events if kind is Fact.ARRIVED]
    of_streams = [r for r in arrived if reports.arrived_days[r] >= 0 and reports.stream[r] < n_streams]

    def ended(*ends: End) -> Sums:
        chosen = (case for case in cases if case.end in ends)
        return run.sum_up((case.stays[-1].end, case.unit, case.stays[-1].of_class, 1) for case in chosen)

    outcomes = (*list(End)[:5], End.OWN_WORK_DONE)
    return {
        "reports_in": run.sum_up(
            (float(reports.arrived_days[r]), int(reports.unit[r]), int(reports.true_class[r]), 1) for r in of_streams
        ),
        "cases_in": run.sum_up((c.came, c.unit, c.stays[0].of_class, 1) for c in cases if not c.was_in_stock),
        "closed_in_triage": run.sum_up((moment, int(reports.unit[r]), 0, 1) for moment, r in run.story.closed),
        "taken_up": run.sum_up(
            (c.begun, c.unit, c.class_when_waiting_ended, 1)
            for c in cases
            if c.begun is not None and not c.was_in_hand_at_start
        ),
        "finished": ended(*outcomes),
        "expired": ended(End.EXPIRED),
        "declined": ended(End.DECLINED),
        "demand_not_met": ended(End.EXPIRED, End.DECLINED),
        **{f"ended_{end.name.lower()}": ended(end) for end in outcomes},
    }


def _cells_over_time(run: Recount, team: int, of_class: int) -> Iterator[tuple[Cell, int, int]]:
    for period, (first, after) in run.spans.items():
        for team_name in run.teams_of(team):
            for class_name in run.classes_of(of_class):
                yield (period, team_name, class_name), first, after


def _levels(run: Recount) -> dict[str, Sums]:
    names = ("backlog_end", "backlog_mean", "in_hand_end", "in_hand_mean", "open_end", "triage_backlog_end")
    found: dict[str, Sums] = {name: defaultdict(float) for name in names}
    ages: dict[Cell, list[float]] = defaultdict(list)
    for case in run.story.cases.values():
        for stay in case.stays:
            name = "backlog" if stay.state == WAITING else "in_hand"
            for cell, first, after in _cells_over_time(run, case.unit, stay.of_class):
                in_it = max(min(stay.end, after) - max(stay.begin, first), 0.0)
                found[f"{name}_mean"][cell] += in_it / (after - first)
                if stay.begin < after <= stay.end:
                    found[f"{name}_end"][cell] += 1
                    found["open_end"][cell] += 1
                    if stay.state == WAITING:
                        ages[cell].append(after - case.arrived)
    reports = run.world.reports
    for judging in run.story.judgings.values():
        unit, of_class = int(reports.unit[judging.report]), int(reports.true_class[judging.report])
        for cell, _, after in _cells_over_time(run, unit, of_class):
            if judging.arrived < after <= judging.judged:
                found["triage_backlog_end"][cell] += 1
    return {**found, "backlog_age_days_mean": {cell: math.fsum(of) / len(of) for cell, of in ages.items()}}


def _running(run: Recount, taken_up: Sums) -> dict[str, Sums]:
    """New starts, and what was in hand when the period began: of the stock, whatever becomes of it at once."""
    both = defaultdict(float, taken_up)
    for case in run.story.cases.values():
        for number, stay in enumerate(case.stays):
            if stay.state != IN_HAND:
                continue
            for cell, first, _ in _cells_over_time(run, case.unit, stay.of_class):
                from_stock = first == 0 and number == 0
                if from_stock or (first > 0 and stay.begin < first <= stay.end):
                    both[cell] += 1
    return {"taken_up_and_running": both}


def _against_norm(run: Recount) -> dict[str, Sums]:
    share: Sums = {}
    settled: Sums = {}
    for number, (name, settings) in enumerate(run.settings.casework.classes.items(), 1):
        if settings.norm_days is None:
            continue
        cases = [case for case in run.story.cases.values() if case.unit < len(run.units)]
        came = {year: 0 for year in run.years}
        for case in cases:
            if not case.was_in_stock and case.stays[0].of_class == number:
                came[run.periods_of(case.came)[1]] += 1
        waits = [s for c in cases for s in c.stays if s.state == WAITING and s.of_class == number and s.begin < s.end]
        pieces = list(_above(run, waits, came, settings.norm_days))
        for period in (ALL, *run.years):
            first, after = run.spans[period]
            days = math.fsum(max(min(end, after) - max(begin, first), 0.0) for begin, end, above in pieces if above)
            share[period, ALL, name] = days / (after - first)
        if run.horizon >= HALF_YEAR_DAYS:
            settled[ALL, ALL, name] = _settled(pieces)
    return {"backlog_above_norm_share": share, "backlog_settled_days": settled}


def _above(run: Recount, waits: list[Stay], came: dict[str, int], norm: float) -> Iterator[tuple[float, float, bool]]:
    """Times between changes, and whether more wait in them than come in within a norm."""
    change: dict[float, int] = defaultdict(int)
    for stay in waits:
        change[stay.begin] += 1
        change[stay.end] -= 1
    starts = [float(run.spans[year][0]) for year in run.years]
    moments = sorted({*starts, *(moment for moment in change if moment < run.horizon)})
    level = 0
    for begin, end in zip(moments, [*moments[1:], float(run.horizon)], strict=True):
        level += change[begin]
        year = run.periods_of(begin)[1]
        first, after = run.spans[year]
        limit = max(Fraction(came[year]) * Fraction(norm).limit_denominator(10**6) / (after - first), Fraction(1))
        yield begin, end, level > limit


def _settled(pieces: list[tuple[float, float, bool]]) -> float:
    since: float | None = None
    for begin, end, above in pieces:
        since = None if above else begin if since is None else since
        if since is not None and end - since >= HALF_YEAR_DAYS:
            return since
    return NO_NUMBER


def _norm(run: Recount, team: int, of_class: int) -> float | None:
    if of_class <= len(run.case_classes):
        return run.settings.casework.classes[run.classes[of_class]].norm_days
    return run.settings.collaboration.pools[run.teams[team]].own_work.norm_days


def _all_waits(run: Recount) -> Iterator[tuple[int, int, float, float, float | None, bool]]:
    """Unit, class, arrival, beginning (inf: not begun), norm, let go: of all cases that wait or have waited."""
    reports = run.world.reports
    for case in run.story.cases.values():
        needs_nothing = case.begun is None and case.end is not None and not case.lapsed
        if not case.was_in_hand_at_start and not needs_nothing:
            of_class, begun = case.class_when_waiting_ended, math.inf if case.begun is None else case.begun
            yield case.unit, of_class, case.arrived, begun, _norm(run, case.unit, of_class), case.lapsed
    for judging in run.story.judgings.values():
        unit, of_class = int(reports.unit[judging.report]), int(reports.judged_class[judging.report])
        if math.isinf(judging.judged) and of_class != CLOSED_CLASS:
            yield unit, of_class, judging.arrived, math.inf, _norm(run, unit, of_class), False


def _waiting(run: Recount) -> dict[str, Sums]:
    reports, waits = run.world.reports, []
    for unit, of_class, arrived, begun, norm, let_go in _all_waits(run):
        due = arrived if norm is None else arrived + norm
        if 0 <= due < run.horizon:
            waits.append((due, unit, of_class, arrived, begun, norm, let_go))
    waited = run.gather((due, u, c, begun - arrived) for due, u, c, arrived, begun, _, _ in waits)
    so_far = run.gather((due, u, c, min(begun, run.horizon) - arrived) for due, u, c, arrived, begun, _, _ in waits)
    still = run.gather((due, u, c, float(math.isinf(begun) and not gone)) for due, u, c, _, begun, _, gone in waits)
    gone = run.gather((due, u, c, float(of)) for due, u, c, _, _, _, of in waits)
    in_time = run.gather(
        (due, u, c, float(begun <= due + 1e-9)) for due, u, c, _, begun, norm, _ in waits if norm is not None
    )
    done = [case for case in run.story.cases.values() if case.end is not None and case.end not in (6, 7)]
    lead = run.gather((c.stays[-1].end, c.unit, c.stays[-1].of_class, c.stays[-1].end - c.arrived) for c in done)
    judged = [
        (j.arrived, int(reports.unit[j.report]), int(reports.judged_class[j.report]), j.begun)
        for j in run.story.judgings.values()
        if reports.arrived_days[j.report] >= 0
    ]
    for_judging = run.gather((a, u, c, min(b, run.horizon) - a) for a, u, c, b in judged)
    not_judged = run.gather((a, u, c, float(math.isinf(b))) for a, u, c, b in judged)
    return {
        "waiting_days_mean": {
            cell: NO_NUMBER if any(gone[cell]) or 20 * sum(still[cell]) > len(of) else _mean(of)
            for cell, of in so_far.items()
        },
        "waiting_days_median": {cell: _quantile(of, Fraction(1, 2)) for cell, of in waited.items()},
        "waiting_days_p90": {cell: _quantile(of, Fraction(9, 10)) for cell, of in waited.items()},
        "share_within_norm": {cell: _mean(of) for cell, of in in_time.items()},
        "share_begun": {cell: _mean([float(w < math.inf) for w in of]) for cell, of in waited.items()},
        "lead_days_mean": {cell: _mean(of) for cell, of in lead.items()},
        "lead_days_p90": {cell: _quantile(of, Fraction(9, 10)) for cell, of in lead.items()},
        "triage_waiting_days_mean": {
            cell: NO_NUMBER if 20 * sum(not_judged[cell]) > len(of) else _mean(of) for cell, of in for_judging.items()
        },
    }


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


def _quantile(values: list[float], share: Fraction) -> float:
    """The least value that at least so large a share does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def _hours(run: Recount) -> dict[str, Sums]:
    people, steps = run.world.people, run.settings.casework.steps
    skills = ["triage", *run.steps, "own_work"]
    work = [(spell, *part) for spell in run.story.spells for part in _worked(run, spell)]

    def of(choose: Callable[[Spell], bool], by_home: bool = False) -> Sums:
        return run.sum_up(
            (moment, spell.home if by_home else int(people.team[spell.member]), spell.of_class, hours)
            for spell, moment, hours in work
            if choose(spell)
        )

    by_step = {skill: of(lambda spell, n=number: spell.skill == n) for number, skill in enumerate(skills)}
    away = {id(spell) for spell in run.story.spells if spell.home != people.team[spell.member]}
    digital = _with_pools(run, [by_step[step] for step in steps if steps[step].digital])
    on_cases = _with_pools(run, [by_step[step] for step in steps])
    busy = run.sum_up(_in_hand_in_office_hours(run))
    present = run.sum_up(_present(run, lambda stint: 1.0))
    return {
        "hours_worked": of(lambda spell: True),
        **{f"hours_{skill}": sums for skill, sums in by_step.items()},
        "hours_digital_share": {cell: digital.get(cell, 0.0) / whole for cell, whole in on_cases.items() if whole > 0},
        "hours_lent": of(lambda spell: id(spell) in away),
        "hours_borrowed": of(lambda spell: id(spell) in away, by_home=True),
        "overtime_hours": run.sum_up(_outside_office_hours(run)),
        "utilisation": {cell: busy.get(cell, 0.0) / whole for cell, whole in present.items() if whole > 0},
        **_supply_and_demand(run, skills),
    }


def _worked(run: Recount, spell: Spell) -> Iterator[tuple[float, float]]:
    """Moments in the months in which a spell was worked on, and the hours worked in each: even over its working time."""
    assert spell.work_begin is not None
    whole = hours_that_fit(run.story, spell, spell.work_begin, spell.end)
    if whole <= 0:
        yield min(spell.work_begin, run.horizon - 1), spell.hours
        return
    for month, begin, end in cut(spell.work_begin, spell.end, run.month_edges):
        yield run.month_edges[month], spell.hours * hours_that_fit(run.story, spell, begin, end) / whole


def _in_hand_in_office_hours(run: Recount) -> Iterator[tuple[float, int, int, float]]:
    for spell in run.story.spells:
        for month, begin, end in cut(spell.begin, spell.end, run.month_edges):
            team = int(run.world.people.team[spell.member])
            yield run.month_edges[month], team, spell.of_class, run.office.between(begin, end)


def _outside_office_hours(run: Recount) -> Iterator[tuple[float, int, int, float]]:
    a_day = run.settings.calendar.round_the_clock_hours_per_day
    for spell in run.story.spells:
        if spell.any_hour and spell.work_begin is not None:
            for month, begin, end in cut(spell.work_begin, spell.end, run.month_edges):
                outside = end - begin - run.office.open_days_between(begin, end)
                yield run.month_edges[month], int(run.world.people.team[spell.member]), spell.of_class, outside * a_day


def _present(run: Recount, weight: Callable[[int], float]) -> Iterator[tuple[float, int, int, float]]:
    stints = run.world.stints
    for row in range(len(stints.member)):
        begin, end = float(stints.begin_days[row]), min(float(stints.end_days[row]), run.horizon)
        if begin < run.horizon and weight(row):
            team = int(run.world.people.team[stints.member[row]])
            for month, first, after in cut(begin, end, run.month_edges):
                yield run.month_edges[month], team, 0, run.office.between(first, after) * weight(row)


def _with_pools(run: Recount, by_step: list[Sums]) -> Sums:
    """Sums of several steps; of all units together also what pools did for them."""
    total: Sums = defaultdict(float)
    for sums in by_step:
        for (period, team, of_class), hours in sums.items():
            total[period, team, of_class] += hours
            if team in run.pools:
                total[period, ALL, of_class] += hours
    return total


def _demanded(run: Recount) -> Iterator[tuple[int, tuple[float, int, int, float]]]:
    """Skill, and (arrival, home team, true class, hours), of all work that came within the run."""
    reports, steps = run.world.reports, run.world.steps
    for report, arrived in enumerate(reports.arrived_days.tolist()):
        if not 0 <= arrived < run.horizon:
            continue
        work = [(0, float(reports.triage_hours[report]))] if reports.judged_by[report] == BY_HAND else []
        for position in range(reports.n_steps[report]):
            row = run.story.step_row(report, position)
            is_worse = 0 <= reports.upgrade_after[report] < position
            work.append((int(steps.skill[row]), float((steps.upgraded_hours if is_worse else steps.hours)[row])))
        row_of_homes = sum(1 for day in run.book.home_from_days.tolist() if day <= arrived) - 1
        for skill, hours in work:
            home = int(run.book.home_team[row_of_homes, reports.unit[report], skill])
            yield skill, (arrived, home, int(reports.true_class[report]), hours)


def _supply_and_demand(run: Recount, skills: list[str]) -> dict[str, Sums]:
    people, stints, roles = run.world.people, run.world.stints, list(run.settings.staffing.roles)
    work = list(_demanded(run))
    by_skill = {skill: run.sum_up(of for n, of in work if n == number) for number, skill in enumerate(skills)}
    demanded = run.sum_up(of for _, of in work)

    def hours_of(role: int | None) -> Sums:
        return run.sum_up(
            _present(
                run,
                lambda row: float(stints.rate[row]) if role in (None, int(people.role[stints.member[row]])) else 0.0,
            )
        )

    available, by_role = hours_of(None), {role: hours_of(number) for number, role in enumerate(roles)}
    cells = [(period, team, ALL) for period in run.spans for team in (ALL, *run.teams)]
    return {
        "hours_demanded": demanded,
        "hours_available": available,
        **{f"hours_demanded_{skill}": by_skill[skill] for skill in skills[:-1]},
        **{f"hours_available_{role}": sums for role, sums in by_role.items()},
        "load": _rows(cells, lambda cell: _load(demanded.get(cell, 0.0), available.get(cell, 0.0))),
        "largest_load": _largest_loads(run, by_skill, by_role, available),
    }


def _load(demanded: float, available: float) -> float | None:
    if available > 0:
        return demanded / available
    return NO_NUMBER if demanded > 0 else None


def _rows(cells: list[Cell], value: Callable[[Cell], float | None]) -> Sums:
    return {cell: number for cell in cells if (number := value(cell)) is not None}


def _largest_loads(run: Recount, by_skill: dict[str, Sums], by_role: dict[str, Sums], available: Sums) -> Sums:
    steps, roles = run.settings.casework.steps, run.settings.staffing.roles
    skills = ["triage", *run.steps]
    sets = list(chain.from_iterable(combinations(skills, size) for size in range(1, len(skills) + 1)))

    def of_units(cell: Cell) -> float | None:
        loads = []
        for chosen in sets:
            asked = sum(by_skill[skill].get(cell, 0.0) for skill in chosen)
            able = [role for role, settings in roles.items() if set(settings.skills) & set(chosen)]
            loads.append(_load(asked, sum(by_role[role].get(cell, 0.0) for role in able)))
        return max((load for load in loads if load is not None), default=None)

    def along(period: str, pool: str) -> float:
        along_with = [step for step, settings in steps.items() if settings.together_with == pool]
        return sum(by_skill[step].get((period, ALL, ALL), 0.0) for step in along_with)

    found: Sums = {}
    for period in run.spans:
        of_teams = {unit: of_units((period, unit, ALL)) for unit in run.units}
        for pool in run.pools:
            own = by_skill["own_work"].get((period, pool, ALL), 0.0)
            of_teams[pool] = _load(own + along(period, pool), available.get((period, pool, ALL), 0.0))
        one_queue = run.settings.collaboration.one_queue
        of_all = [of_units((period, ALL, ALL))] if one_queue else [of_teams[unit] for unit in run.units]
        of_all += [of_teams[pool] for pool in run.pools if along(period, pool) > 0]
        of_teams[ALL] = max((load for load in of_all if load is not None), default=None)
        found |= {(period, team, ALL): load for team, load in of_teams.items() if load is not None}
    return found


def _staff(run: Recount, in_hand_mean: Sums) -> dict[str, Sums]:
    people, posts, service = run.world.people, run.world.posts, run.world.stints.service
    n_days, n_teams = run.horizon, len(run.teams)
    lead_steps = sum(1 << n for n, step in enumerate(run.settings.casework.steps.values(), 1) if step.owns_case)
    by_day = {
        name: [[Fraction(0)] * n_teams for _ in range(n_days)]
        for name in ("posts", "there", "able", "mentored", "leads")
    }

    def count(name: str, team: int, begin: float, end: float, fte: float) -> None:
        exact = Fraction(fte).limit_denominator(10**7)
        for day in range(max(math.ceil(begin), 0), min(math.ceil(min(end, n_days)), n_days)):
            by_day[name][day][team] += exact

    for row in range(len(posts.unit)):
        if not posts.ahead[row]:
            count("posts", int(posts.unit[row]), float(posts.begin_days[row]), float(posts.end_days[row]), 1.0)
    for row in range(len(people.team)):
        span = float(people.joined_days[row]), float(people.left_days[row])
        count("there", int(people.team[row]), *span, 1.0)
        if people.post[row] < 0:
            count("posts", int(people.team[row]), *span, 1.0)
    for row, member in enumerate(service.member.tolist()):
        team, span = int(people.team[member]), (float(service.begin_days[row]), float(service.end_days[row]))
        for name in ("able", *(["leads"] if people.skills[member] & lead_steps else [])):
            count(name, team, *span, float(service.fte[row]))
            count(name, team, *span, -float(service.mentoring_fte[row]))
        count("mentored", team, *span, float(service.mentoring_fte[row]))
    return _staff_figures(run, by_day, in_hand_mean)


def _staff_figures(run: Recount, by_day: dict[str, list[list[Fraction]]], in_hand_mean: Sums) -> dict[str, Sums]:
    names = (
        "establishment_fte", "occupancy_fte", "deployable_fte", "mentoring_fte", "vacancy_fte", "vacancy_share",
        "below_minimum_share", "open_cases_per_investigator", "balance_days",
    )  # fmt: skip
    found: dict[str, Sums] = {name: {} for name in names}
    minimum = {n: unit.minimum_fte for n, unit in enumerate(run.settings.staffing.units.values()) if unit.minimum_fte}
    for period, (first, after) in run.spans.items():
        for team in (ALL, *run.teams):
            cell = period, team, ALL
            of = list(range(len(run.units))) if team == ALL else [run.teams.index(team)]
            mean = {
                name: sum((days[day][n] for day in range(first, after) for n in of), Fraction(0)) / (after - first)
                for name, days in by_day.items()
            }
            found["establishment_fte"][cell], found["occupancy_fte"][cell] = float(mean["posts"]), float(mean["there"])
            found["deployable_fte"][cell], found["mentoring_fte"][cell] = float(mean["able"]), float(mean["mentored"])
            found["vacancy_fte"][cell] = float(mean["posts"] - mean["there"])
            if mean["posts"]:
                found["vacancy_share"][cell] = float(1 - mean["there"] / mean["posts"])
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
    for day, (posts, there) in enumerate(zip(by_day["posts"], by_day["there"], strict=True)):
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
    return {
        "hires": count(joined, lambda row: True),
        "leavers": count(left, lambda row: True),
        **{
            f"leavers_{cause.name.lower()}": count(left, lambda row, of=cause: people.left_cause[row] == of)
            for cause in Cause
        },
    }
