"""Recount of costs, one person, one day, one spell of work at a time, from the prices as they are set."""

from collections.abc import Iterator

from tbkk_sim.model.event_records import Event
from tbkk_sim.sampling.workforce.people import CameBy
from tests.metrics.plain_hours import hours_in_months
from tests.metrics.plain_run import Cell, Recount, Sums
from tests.metrics.plain_story import SECONDS_PER_DAY

DAYS_IN_YEAR = 365.25
Amount = tuple[float, int, int, float]
"""Moment, team, class (of no meaning here), euros."""
STRUCTURAL = ("posts", "civilians", "licences")
ONE_OFF = ("temporary", "overtime", "hiring", "cohorts", "retraining", "purchase")
OF_OTHERS = ("reallocated", "borrowed", "devices")


def costs(run: Recount) -> dict[str, Sums]:
    """Nothing where nothing has a price."""
    if run.settings.costs.price_year is None:
        return {}
    paid: dict[str, list[Amount]] = {name: [] for name in (*STRUCTURAL, *ONE_OFF, *OF_OTHERS)}
    for kind, amount in (*_people(run), *_tools(run), *_overtime(run), *_borrowed(run), *_devices(run)):
        paid[kind].append(amount)
    found = {kind: run.sum_up(amounts) for kind, amounts in paid.items()}
    found["structural_"], found["one_off_"] = _added(found, STRUCTURAL), _added(found, ONE_OFF)
    found["own"] = _added(found, ("structural_", "one_off_"))
    found["others_"] = _added(found, OF_OTHERS)
    found["police_"] = _added(found, ("own", "others_"))
    names = {kind: f"{kind.rstrip('_')}_" for kind in found} | {"own": ""}
    return {f"cost_{names[kind]}eur": sums for kind, sums in found.items()}


def _added(found: dict[str, Sums], names: tuple[str, ...]) -> Sums:
    cells: set[Cell] = {cell for name in names for cell in found[name]}
    return {cell: sum(found[name].get(cell, 0.0) for name in names) for cell in cells}


def _people(run: Recount) -> Iterator[tuple[str, Amount]]:
    """Pay for each day on which somebody is there, and what it costs that they come."""
    people, prices, roles = run.world.people, run.settings.costs, list(run.settings.staffing.roles.items())
    for row in range(len(people.team)):
        if people.role[row] < 0:
            continue
        team, came_by = int(people.team[row]), CameBy(int(people.came_by[row]))
        name, role = roles[people.role[row]]
        a_year = prices.civilian_eur_per_year if role.civilian else prices.post_eur_per_year
        kind, a_day = ("civilians" if role.civilian else "posts"), prices.role_eur_per_year.get(name, a_year)
        a_day *= float(people.fte[row]) / DAYS_IN_YEAR
        if came_by is CameBy.TEMPORARY:
            kind, a_day = "temporary", prices.temporary_eur_per_year / DAYS_IN_YEAR
        elif came_by is CameBy.REALLOCATED:
            kind, a_day = "reallocated", prices.reallocated_eur_per_year / DAYS_IN_YEAR
        joined = float(people.joined_days[row])
        for day in range(run.horizon):
            if joined <= day < people.left_days[row]:
                yield kind, (day, team, 0, a_day)
        if joined < run.horizon:
            match came_by:
                case CameBy.RECRUITED if joined > 0:
                    yield "hiring", (joined, team, 0, prices.hire_eur)
                case CameBy.COHORT:
                    yield "cohorts", (joined, team, 0, prices.cohort_place_eur)
                case CameBy.RETRAINED:
                    yield "retraining", (joined, team, 0, prices.retraining_eur)


def _tools(run: Recount) -> Iterator[tuple[str, Amount]]:
    settings = run.settings
    saves = dict(settings.casework.tools)
    saves["triage"] = settings.triage.hours_factor
    posts = [of.posts for of in settings.staffing.units.values()]
    for name, price in settings.costs.tools.items():
        if saves.get(name, 1.0) >= 1.0:
            continue
        for team, of_unit in enumerate(posts):
            part = of_unit / sum(posts)
            yield "purchase", (0, team, 0, part * price.purchase_eur)
            for day in range(run.horizon):
                yield "licences", (day, team, 0, part * price.licence_eur_per_year / DAYS_IN_YEAR)


def _overtime(run: Recount) -> Iterator[tuple[str, Amount]]:
    """Office hours of who is at work on a day of overtime, by contract, and what of these hours on top is paid."""
    shifts, people, start = run.world.shifts, run.world.people, run.settings.run.start
    for of in run.settings.capacity.overtime.values():
        days = range((of.date - start).days, min((of.end - start).days, run.horizon))
        for row, member in enumerate(shifts.member.tolist()):
            team = int(people.team[member])
            if team >= len(run.units) or run.units[team] not in (of.units or run.units):
                continue
            contract = float(people.fte[member]) if people.post[member] >= 0 else 1.0
            begin, end = (int(of[row]) / SECONDS_PER_DAY for of in (shifts.begin_seconds, shifts.end_seconds))
            for day in days:
                hours = run.office.between(max(begin, day), min(end, day + 1.0)) if begin < day + 1 and end > day else 0
                paid = hours * contract * of.extra_share * (1 - of.back_share)
                yield "overtime", (day, team, 0, paid * run.settings.costs.overtime_hour_eur)


def _borrowed(run: Recount) -> Iterator[tuple[str, Amount]]:
    """Hours that members of pools work for units; slower ones take more of them, unless they work along."""
    for spell in run.story.spells:
        team = int(run.world.people.team[spell.member])
        if team < len(run.units) or spell.home == team:
            continue
        speed = 1.0 if spell.assists is not None else run.settings.collaboration.pools[run.teams[team]].efficiency
        for moment, hours in hours_in_months(run, spell):
            yield "borrowed", (moment, spell.home, 0, hours / speed * run.settings.costs.borrowed_hour_eur)


def _devices(run: Recount) -> Iterator[tuple[str, Amount]]:
    steps, done = run.world.steps, []
    for kind, moment, report, _, _, _, step, _ in run.story.events:
        if kind is Event.EXAMINED:
            done.append((moment, report, step))
    for moment, report, step in done:
        devices = int(steps.devices[run.story.step_row(report, step)])
        yield "devices", (moment, int(run.world.reports.unit[report]), 0, devices * run.settings.costs.device_eur)
