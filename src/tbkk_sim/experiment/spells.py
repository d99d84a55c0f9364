"""Spells of work: one member, one step, from start or resumption until it is finished or put down."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.domain.calendar import WorkingTime
from tbkk_sim.domain.facts import Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.experiment.facts_by_kind import FactsByKind
from tbkk_sim.experiment.grid import Grid
from tbkk_sim.world.world import World

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.signedinteger[Any]]

TRIAGE_SKILL = np.int8(0)


@dataclass(frozen=True, slots=True)
class Spells:
    """One row a spell, in order of member and time; spells of specialists who work along included."""

    member: Numbers
    team: Numbers
    """Team of the member."""
    report: Numbers
    position: Numbers
    """Step of the case; -1: triage."""
    skill: Numbers
    of_class: Numbers
    """Class of the case when the spell began; of triage: the class that it gives."""
    begin_days: Floats
    end_days: Floats
    """End; the horizon for work still in hand."""
    hours: Floats
    """Hours of work done in it."""
    finished: Flags
    in_hand: Flags
    """Still in hand at the horizon."""
    assists: Flags
    """Of a specialist who works along."""
    round_the_clock: Flags
    home_team: Numbers
    """Team in whose queue the step waited."""
    lent: Flags
    """Done by a member who draws from another queue."""
    efficiency: Floats
    """Speed on it, against a member who draws from that queue."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Spells cut at the ends of months."""

    spell: Codes
    """Row of the spell."""
    month: Codes
    share: Floats
    """Share of the working time of the spell."""
    office_hours: Floats
    """Office hours in it."""
    days: Floats


def office_hours_until(working: WorkingTime, time_days: Floats) -> Floats:
    """Hours that the office has been open until each of these moments (domain.calendar, for arrays)."""
    if working.always_open:
        return time_days * working.hours_per_day
    day: Codes = time_days.astype(np.intp)
    before = working.open_before[day]
    part = (time_days - (day + working.opens)) / (working.closes - working.opens)
    np.clip(part, 0.0, 1.0, out=part)
    hours = (before + part * (working.open_before[day + 1] - before)) * working.hours_per_day
    return np.asarray(hours, dtype=np.float64)


def hours_that_fit(working: WorkingTime, office_hours: Floats, days: Floats, round_the_clock: Flags) -> Floats:
    """Hours of work that fit in a time of so many office hours and days."""
    return np.where(round_the_clock, days * working.round_the_clock_hours_per_day, office_hours)


def read_spells(world: World, rulebook: Rulebook, facts: FactsByKind) -> Spells:
    """Pair each start with its end, per member."""
    reports, steps, people = world.reports, world.steps, world.people
    n_members = len(people.team)
    starts = _by_member(facts, facts.rows_of_any(Fact.STARTED, Fact.RESUMED, Fact.ASSISTED), n_members)
    ends = _by_member(facts, facts.rows_of_any(Fact.FINISHED, Fact.INTERRUPTED, Fact.RELEASED), n_members)
    end = _paired_with(facts, starts, ends, n_members)
    in_hand = end < 0
    begun = facts.time_days[starts]
    ended = np.where(in_hand, rulebook.horizon_days, facts.time_days[end])

    member, report, position = facts.member[starts], facts.report[starts], facts.step[starts]
    in_triage = position < 0
    assists = facts.kind[starts] == Fact.ASSISTED
    row = np.minimum(reports.first_step[report] + np.maximum(position, 0), max(len(steps.skill) - 1, 0))
    skill = np.where(in_triage, TRIAGE_SKILL, steps.skill[row] if len(steps.skill) else TRIAGE_SKILL)
    of_class = np.where(in_triage, reports.judged_class[report], facts.detail[starts])
    if assists.any():
        of_class[assists] = _class_of_assisted(facts, starts[assists], starts[~assists])
    by_class = ~in_triage | reports.flagged[report]
    team = people.team[member]
    home_team = rulebook.home_team[reports.unit[report], skill]
    queue = rulebook.queue_of_team
    spells = Spells(
        member=member,
        team=team,
        report=report,
        position=position,
        skill=skill,
        of_class=of_class,
        begin_days=begun,
        end_days=ended,
        hours=np.where(in_hand, 0.0, facts.hours[end]),
        finished=~in_hand & (facts.kind[end] == Fact.FINISHED),
        in_hand=in_hand,
        assists=assists,
        round_the_clock=by_class & rulebook.classes.round_the_clock[of_class],
        home_team=home_team,
        lent=queue[team] != queue[home_team],
        efficiency=_efficiencies(rulebook)[team, queue[home_team]],
    )
    _fill_hours_in_hand(spells, world, rulebook)
    return spells


def _by_member(facts: FactsByKind, rows: Codes, n_members: int) -> Codes:
    """Rows in order of member, then time."""
    member = facts.member[rows]
    order = np.argsort(member.astype(np.uint16 if n_members < 2**16 else np.int32), kind="stable")
    return rows[order]


def _paired_with(facts: FactsByKind, starts: Codes, ends: Codes, n_members: int) -> Codes:
    """The end of each start; -1: still in hand. The k-th start of a member has the k-th end."""
    end_of = np.full(len(starts), -1, dtype=np.intp)
    first_start = np.searchsorted(facts.member[starts], np.arange(n_members))
    n_ends = np.bincount(facts.member[ends], minlength=n_members)
    nth = np.arange(len(ends)) - np.repeat(np.cumsum(n_ends) - n_ends, n_ends)
    start_of = np.repeat(first_start, n_ends) + nth
    paired = start_of < len(starts)
    end_of[start_of[paired]] = ends[paired]
    return end_of


def _class_of_assisted(facts: FactsByKind, assisted: Codes, started: Codes) -> Numbers:
    """Class of the step that a specialist joins: that of the last start of the report before it."""
    concerned = np.zeros(int(facts.report.max()) + 1, dtype=np.bool_)
    concerned[facts.report[assisted]] = True
    started = started[concerned[facts.report[started]]]
    key = facts.report[started].astype(np.int64) * facts.n + started
    order = np.argsort(key)
    place = np.searchsorted(key[order], facts.report[assisted].astype(np.int64) * facts.n + assisted) - 1
    return facts.detail[started[order[place]]]


def _efficiencies(rulebook: Rulebook) -> Floats:
    """[team of the member, queue]: speed."""
    n = len(rulebook.names.teams)
    efficiency = np.ones((n, n))
    lanes = rulebook.lanes
    efficiency[lanes.lender, rulebook.queue_of_team[lanes.borrower]] = lanes.efficiency
    return efficiency


def _fill_hours_in_hand(spells: Spells, world: World, rulebook: Rulebook) -> None:
    """Hours done by the horizon on work still in hand; a step held for a specialist counts from when one joined."""
    row = np.flatnonzero(spells.in_hand & ~spells.assists)
    if not len(row):
        return
    assisting = np.flatnonzero(spells.in_hand & spells.assists)
    since = spells.begin_days[row].copy()
    held = rulebook.together_with[spells.skill[row]] >= 0
    since[held] = rulebook.horizon_days
    joined = dict(zip(spells.report[assisting].tolist(), spells.begin_days[assisting].tolist(), strict=True))
    for at in np.flatnonzero(held).tolist():
        since[at] = joined.get(int(spells.report[row[at]]), rulebook.horizon_days)
    until = np.full(len(row), rulebook.horizon_days)
    office_hours = office_hours_until(rulebook.working, until) - office_hours_until(rulebook.working, since)
    fit = hours_that_fit(rulebook.working, office_hours, until - since, spells.round_the_clock[row])
    rate = world.stints.rate[stint_at(world, spells.member[row], spells.begin_days[row])]
    spells.hours[row] = fit * rate * spells.efficiency[row]
    done = dict(zip(spells.report[row].tolist(), spells.hours[row].tolist(), strict=True))
    spells.hours[assisting] = [done.get(report, 0.0) for report in spells.report[assisting].tolist()]


def stint_at(world: World, member: Numbers, time_days: Floats) -> Codes:
    """The stint in which each member is at a moment: the last one begun by then."""
    stints = world.stints
    span = float(max(stints.begin_days.max(initial=0.0), time_days.max(initial=0.0))) + 1.0
    begun = np.searchsorted(stints.member * span + stints.begin_days, member * span + time_days + 1e-7, side="right")
    return np.maximum(begun - 1, 0)


def cut_at_months(grid: Grid, working: WorkingTime, begin_days: Floats, end_days: Floats, any_hour: Flags) -> Parts:
    """Cut spans of time at the ends of months."""
    first, last = grid.month(begin_days), grid.month(end_days)
    office = office_hours_until(working, end_days) - office_hours_until(working, begin_days)
    crosses = np.flatnonzero(first != last)
    n_parts = last[crosses] - first[crosses] + 1
    spell = np.repeat(crosses, n_parts)
    nth = np.arange(len(spell)) - np.repeat(np.cumsum(n_parts) - n_parts, n_parts)
    month = first[spell] + nth
    begin = np.maximum(begin_days[spell], grid.month_starts_days[month])
    end = np.minimum(end_days[spell], grid.month_starts_days[month + 1])
    part_office = office_hours_until(working, end) - office_hours_until(working, begin)
    part = hours_that_fit(working, part_office, end - begin, any_hour[spell])
    whole = hours_that_fit(working, office[spell], (end_days - begin_days)[spell], any_hour[spell])
    at_once = np.repeat(1.0 / n_parts, n_parts)
    whole_spells = np.flatnonzero(first == last)
    return Parts(
        spell=np.concatenate((whole_spells, spell)),
        month=np.concatenate((first[whole_spells], month)),
        share=np.concatenate((np.ones(len(whole_spells)), np.divide(part, whole, out=at_once, where=whole > 0))),
        office_hours=np.concatenate((office[whole_spells], part_office)),
        days=np.concatenate(((end_days - begin_days)[whole_spells], end - begin)),
    )
