"""Expected size of a replication of these settings: reports, hours of a case, people and their absence.

Numbers that are valid by themselves can be absurd together: growth over many years, a factor on a factor. Amounts that
no computer can hold, or no case can take, are named before anything is drawn, with the setting that contributes most.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tbkk_sim.model.establishment import hazard_per_year
from tbkk_sim.model.expected_hours import factor_of_viewing_limit, factor_on_hours
from tbkk_sim.model.names import names_of
from tbkk_sim.problem import Phrase, Problem
from tbkk_sim.sampling.chance import NUMBER_BITS, Chance
from tbkk_sim.sampling.reports.demand import compile_demand, flows, unit_shares
from tbkk_sim.sampling.reports.own_work import expected_pieces, pieces_waiting
from tbkk_sim.sampling.workforce.absence import draws_per_person
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import Effort
from tbkk_sim.settings.numbers import DAYS_PER_YEAR

MOST_OF_A_KIND = 1 << NUMBER_BITS - 1
"""Numbers for the reports of one stratum, half of them left for replications that have more than is expected."""
MOST_CASES = 10_000_000
"""Reports and cases of one replication: a million take about a gigabyte."""
MOST_HOURS = 100_000
"""Hours of one step of a case: sixty years of one person."""
MOST_DRAWS = 100_000_000
"""Random numbers for the people of one replication; each takes eight bytes, and as much again while they are used."""
LARGEST_FACTOR = 1_000
"""Beyond it, up or down, hours have nothing to do any more with those that were set."""


BILLION = 1_000_000_000
"""A number beyond it is reported as more than that: its digits mean nothing to anybody."""


class _Beyond(NamedTuple):
    """A number that is too large, by the setting that does most to it."""

    key: str
    number: float
    says: Phrase


class ExpectedAmount(NamedTuple):
    """Amounts that one setting brings in."""

    key: str
    what: str
    """Reports of one class in one unit, cases or pieces of work."""
    largest: float
    """Largest amount of one kind in one unit."""
    total: float
    """Total amount."""


def absurd_amounts(settings: Settings) -> Iterator[Problem]:
    """Name each amount that is more than a replication can hold."""
    found: dict[str, _Beyond] = {}
    for beyond in (*_hours(settings), *_reports_and_cases(settings)):
        known = found.get(beyond.key)
        if known is None or beyond.number > known.number:
            found[beyond.key] = beyond
    for key, beyond in found.items():
        yield Problem(key, beyond.says)
    yield from _people(settings)


def _reports_and_cases(settings: Settings) -> Iterator["_Beyond"]:
    """Name the settings that make the reports or the cases of a replication too many."""
    amounts = list(_amounts(settings))
    beyond = [amount for amount in amounts if amount.largest > MOST_OF_A_KIND]
    for key, what, largest, _ in beyond:
        of = {"number": largest, "what": Phrase(what), "most": MOST_OF_A_KIND}
        says = Phrase("gives {number:,.0f} {what} over the run; allowed are at most {most:,}", **of)
        if largest > BILLION:
            says = Phrase("gives more {what} over the run than the {most:,} that are allowed", **of)
        yield _Beyond(key, largest, says)
    total = math.fsum(amount.total for amount in amounts)
    if total > MOST_CASES and not beyond:
        most = max(amounts, key=lambda amount: amount.total)
        says = Phrase(
            "does most to it that {total:,.0f} reports and cases come in over the run; allowed are at most {most:,}",
            total=total,
            most=MOST_CASES,
        )
        yield _Beyond(most.key, total, says)


def _amounts(settings: Settings) -> Iterator[ExpectedAmount]:
    names, chance = names_of(settings), Chance(settings.seed, 0)
    demand = compile_demand(settings, names)
    surplus = unit_shares(demand, chance).surplus
    cases_of: defaultdict[str, float] = defaultdict(float)
    further = 0.0
    for flow in flows(demand, chance):
        cases_of[names.classes[flow.case_class]] += float(flow.expected[-1]) + flow.further
        further += flow.further * surplus
        drawn = float(flow.expected[-1]) * surplus
        largest = drawn * float(demand.unit_share[flow.case_class].max())
        of_class = names.classes[flow.case_class]
        key = _key_of_volume(settings, names.streams[flow.stream], of_class, float(flow.expected[-1]))
        yield ExpectedAmount(
            key,
            "reports of one class in one unit",
            largest,
            drawn,
        )
    yield ExpectedAmount("demand.persons.further_reports_mean", "cases", 0.0, further)
    for name, large in settings.demand.large_cases.items():
        times = (
            1.0 if large.per_year is None else large.per_year * (settings.run.length_years + large.days / DAYS_PER_YEAR)
        )
        victims = large.victims * times
        cases_of[large.case_class] += victims
        key = "victims" if large.per_year is None or large.victims >= large.per_year else "per_year"
        yield ExpectedAmount(f"demand.large_cases.{name}.{key}", "cases", victims, victims)
    for name, stock in settings.demand.stock.items():
        for state, count in (("waiting", stock.waiting), ("in_hand", stock.in_hand)):
            cases_of[name] += count
            yield ExpectedAmount(f"demand.stock.{name}.{state}", "cases", count, count)
    for name, work in settings.casework.proactive.items():
        cases = work.per_year * (settings.run.length_years + 1)
        cases_of[name] += cases
        yield ExpectedAmount(f"casework.proactive.{name}.per_year", "cases", cases, cases)
    yield from _returns(settings, cases_of)
    for name, pool in settings.collaboration.pools.items():
        offered, waiting = float(expected_pieces(settings, pool)[-1]), pieces_waiting(settings, pool)
        for key, pieces in (("load", offered), ("backlog_days", waiting)):
            yield ExpectedAmount(f"collaboration.pools.{name}.own_work.{key}", "pieces of own work", pieces, pieces)


def _returns(settings: Settings, cases_of: Mapping[str, float]) -> Iterator[ExpectedAmount]:
    """New reports on persons, per class, if all cases come at the start and end at once.

    With a chance p and a rate r of returning, n of the generations that a rate of r gives over the run come with a
    chance of p to the power n; these add up to p / (1 - p) x (1 - exp(-r (1 - p) x days)) for each case.
    """
    for name, case_class in settings.casework.classes.items():
        shares = {"recurrence_share": case_class.recurrence_share}
        shares |= {f"lighter.{way}.recurrence_share": of.recurrence_share for way, of in case_class.lighter.items()}
        if case_class.recurrence_mean_days:
            key = max(shares, key=lambda key: shares[key])
            share, rate = shares[key], 1 / case_class.recurrence_mean_days
            each = share / (1 - share) * -math.expm1(-rate * (1 - share) * settings.run.horizon_days)
            most = cases_of[name] * each
            yield ExpectedAmount(f"casework.classes.{name}.{key}", "cases", 0.0, most)


def _key_of_volume(settings: Settings, of_stream: str, of_class: str, expected: float) -> str:
    """Name the setting that makes a flow as large as it is: a batch, growth, a lever, a drift, or the yearly numbers.

    A part of a stream has the yearly numbers of that stream, and the growth and levers of both.
    """
    demand, end = settings.demand, settings.run.end.year
    whole = demand.streams[of_stream].part_of or of_stream
    bursts = {name: b.reports for name, b in demand.bursts.items() if b.stream == whole}
    largest = max(bursts, key=lambda name: bursts[name], default=None)
    if largest is not None and bursts[largest] > expected / 2:
        return f"demand.bursts.{largest}.reports"
    factors = {}
    for name in dict.fromkeys((of_stream, whole)):
        stream = demand.streams[name]
        years = max(end - max(stream.per_year), 0)
        factors[f"{name}.growth_per_year"] = (1 + stream.growth_per_year) ** years
        factors[f"{name}.volume_factor"] = stream.volume_factor
    if (kind := demand.streams[of_stream].mix.get(of_class)) is not None:
        years = max(end - demand.streams[of_stream].reference_year, 0)
        factors[f"{of_stream}.mix.{of_class}.drift_per_year"] = (1 + kind.drift_per_year) ** years
    factors[f"{whole}.reports_per_year"] = 10.0  # less than a tenfold by any other: the numbers themselves are large
    return f"demand.streams.{max(factors, key=lambda name: factors[name])}"


def _hours(settings: Settings) -> Iterator["_Beyond"]:
    """Name the settings that make the hours of a report or a case absurd."""
    casework, triage = settings.casework, settings.triage
    by_growth = (1 + casework.complexity.growth_per_year) ** settings.run.length_years
    of_years = casework.complexity.level * by_growth
    if not 1 / LARGEST_FACTOR <= of_years <= LARGEST_FACTOR:
        key = "level" if abs(math.log(casework.complexity.level)) > abs(math.log(by_growth)) else "growth_per_year"
        says = "makes hours {factor:,.3g} times as many by the end of the run; allowed: {least} to {most:,} times"
        of = {"factor": of_years, "least": 1 / LARGEST_FACTOR, "most": LARGEST_FACTOR}
        yield _Beyond(f"casework.complexity.{key}", of_years, Phrase(says, **of))
        return
    largest = max(casework.complexity.level, of_years)
    lever = "level" if casework.complexity.level >= by_growth else "growth_per_year"
    for name, case_class in casework.classes.items():
        of_ways = {"hours": case_class.hours}
        of_ways |= {f"lighter.{way}.hours": treatment.hours for way, treatment in case_class.lighter.items()}
        for way, step, effort in ((way, *of_step) for way, hours in of_ways.items() for of_step in hours.items()):
            mean, needed = (effort.mean_hours, effort.needed_share) if isinstance(effort, Effort) else (effort, 1.0)
            factors = {
                f"casework.classes.{name}.{way}.{step}": mean / 1_000,
                f"casework.classes.{name}.{way}.{step}.needed_share": 1 / needed,
                f"casework.tools.{step}": casework.tools.get(step, 1.0),
                f"casework.steps.{step}.viewing_hours_per_day": factor_of_viewing_limit(settings, step),
                f"casework.complexity.{lever}": largest,
            }
            yield from _too_long(mean / needed * factor_on_hours(settings, step) * largest, factors)
    factors = {"triage.hours_mean": triage.hours_mean / 1_000, "triage.hours_factor": triage.hours_factor}
    yield from _too_long(triage.hours_mean * triage.hours_factor, factors)


def _too_long(hours: float, factors: Mapping[str, float]) -> Iterator["_Beyond"]:
    if hours > MOST_HOURS:
        key = max(factors, key=lambda name: factors[name])
        says = Phrase(
            "does most to it that a step takes {hours:,.0f} hours; allowed are at most {most:,}",
            hours=hours,
            most=MOST_HOURS,
        )
        if hours > BILLION:
            says = Phrase(
                "does most to it that a step takes more hours than the {most:,} that are allowed",
                most=MOST_HOURS,
            )
        yield _Beyond(key, hours, says)


def _people(settings: Settings) -> Iterator[Problem]:
    """Name the settings that make the people of a replication, or their times away, too many to draw."""
    staffing, years = settings.staffing, settings.run.length_years
    posts = {name: unit.posts * (1 + staffing.hiring.hire_ahead_share) for name, unit in staffing.units.items()}
    planned = sum(max(step.posts, 0) for step in staffing.plan.values())
    capacity = settings.capacity
    without_post = sum(of.people for of in (*capacity.reallocation.values(), *capacity.temporary.values()))
    per_post = {name: 1 + years * _holders_per_year(settings, name) for name in posts}
    draws = draws_per_person(staffing.absence, settings.run.horizon_days)
    holders = sum(posts[name] * per_post[name] for name in posts) + planned * max(per_post.values(), default=1.0)
    holders += without_post
    if holders * draws <= MOST_DRAWS:
        return
    absence = {
        "leave_spells_per_year": staffing.absence.leave_spells_per_year,
        "short_illness_spells_per_year": staffing.absence.short_illness_spells_per_year,
    }
    if draws > 200 * (years + 1):
        key = f"staffing.absence.{max(absence, key=lambda name: absence[name])}"
    elif holders > 10 * (sum(posts.values()) + planned):
        key = "staffing.turnover"
    elif without_post > holders / 2:
        key = "capacity"
    elif planned > sum(posts.values()):
        key = "staffing.plan"
    else:
        key = f"staffing.units.{max(posts, key=lambda name: posts[name])}.posts"
    says = "does most to it that {people:,.0f} people hold a post over the run, with {spells:,.0f} times away"
    limit = "; allowed are fewer of either, such that people times draws of each stay below {most:,}"
    of = {"people": holders, "spells": holders * draws / 4, "most": MOST_DRAWS}
    yield Problem(key, Phrase(says + limit, **of))


def _holders_per_year(settings: Settings, unit: str) -> float:
    """Give how many people a year begin in a post of a unit at most, by expectation."""
    staffing = settings.staffing
    turnover = staffing.turnover
    resigning = max(map(hazard_per_year, turnover.resignation_per_year.values()), default=0.0)
    leaving = staffing.units[unit].turnover_factor * (resigning + hazard_per_year(turnover.transfer_per_year))
    leaving += turnover.workload_leaving
    oldest = max(high for _, high in staffing.age_of_newcomers.years())
    if oldest > turnover.pension_age_years - 1:  # some begin at the age at which they go
        leaving += 365.0
    leaving = min(leaving, 365.0)
    return leaving / (1 + leaving * staffing.hiring.fill_months_mean / 12)
