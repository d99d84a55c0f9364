"""Spells of work: one member, one step, from start or resumption until it is finished or put down."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.domain.calendar import WorkingTime
from tbkk_sim.domain.facts import EventLog, Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.domain.seconds import PER_MILLION
from tbkk_sim.experiment.ends import Ends
from tbkk_sim.experiment.grid import Codes, Floats, Grid, Numbers
from tbkk_sim.experiment.tasks import Tasks
from tbkk_sim.world.world import Flags, Stints

Spans = tuple[Floats, Floats]
"""Begin and end."""


@dataclass(frozen=True, slots=True)
class Spells:
    """One row a spell, in order of its beginning; spells of specialists who work along included."""

    by_member: Codes
    """Rows in order of member, then time."""
    stint: Numbers
    """The stint of the member in which it began."""
    member: Numbers
    team: Numbers
    """Team of the member."""
    report: Codes
    task: Codes
    """Row of Tasks."""
    fact: Numbers
    """How it begins: STARTED, RESUMED or ASSISTED."""
    skill: Numbers
    of_class: Numbers
    """Class of the case when the spell began; of triage: the class that it gives."""
    begin_days: Floats
    """From when the member has it in hand."""
    work_begin_days: Floats
    """From when hours are worked: of a step that is held for a specialist, when one joined, or else its end."""
    end_days: Floats
    """End; the horizon for work still in hand."""
    begin_office_hours: Floats
    """Hours that the office had been open when the member took it in hand."""
    work_begin_office_hours: Floats
    """Hours that the office had been open when work on it began."""
    end_office_hours: Floats
    """Hours that the office had been open when it ended."""
    rate: Floats
    """Hours of work done in an hour of working time."""
    hours: Floats
    """Hours of work done in it."""
    in_hand: Flags
    """Still in hand at the horizon."""
    assists: Flags
    """Of a specialist who works along."""
    round_the_clock: Flags
    lent: Codes
    """Rows of those on a step that belongs to another team than that of the member."""
    home_team: Numbers
    """Of these rows: the team that the step belongs to."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Spells cut at the ends of months: first the first part of each spell, and then all further parts."""

    further: Codes
    """Row of the spell of each further part."""
    month: Numbers
    share: Floats
    """Share of the working time of the spell."""
    office_hours: Floats
    """Office hours in it."""
    days: Floats

    def of(self, column: NDArray[Any]) -> NDArray[Any]:
        """A column of the spells, for their parts."""
        return np.concatenate((column, column[self.further]))

    def of_some(self, spells: Codes) -> tuple[Codes, Codes]:
        """All parts of some spells, in order: the row of the spell, and that of the part."""
        n_spells = len(self.month) - len(self.further)
        of_these = np.zeros(n_spells, dtype=np.bool_)
        of_these[spells] = True
        further = np.flatnonzero(of_these[self.further])
        return np.concatenate((spells, self.further[further])), np.concatenate((spells, n_spells + further))


def office_hours_until(working: WorkingTime, time_days: Floats) -> Floats:
    """Hours that the office has been open until each of these moments (domain.calendar, for arrays).

    They grow evenly from opening to closing on each open day. Moments in order of time are found soonest.
    """
    days = np.arange(len(working.open_before) - 1)
    turns = np.column_stack((days + working.opens, days + working.closes)).ravel()
    open_hours = np.column_stack((working.open_before[:-1], working.open_before[1:])).ravel() * working.hours_per_day
    hours: Floats = np.interp(time_days, turns, open_hours)
    return hours


def hours_that_fit(working: WorkingTime, office_hours: Floats, days: Floats, round_the_clock: Flags) -> Floats:
    """Hours of work that fit in a time of so many office hours and days."""
    return np.where(round_the_clock, days * working.round_the_clock_hours_per_day, office_hours)


def read_spells(tasks: Tasks, rulebook: Rulebook, log: EventLog, ends: Ends) -> Spells:
    """Pair each start with its end, per member."""
    world, working = tasks.world, rulebook.working
    reports, people = world.reports, world.people
    starts = log.rows_of(Fact.STARTED, Fact.RESUMED, Fact.ASSISTED)
    member, report, position = log.member[starts], log.report[starts].astype(np.intp), log.step[starts]
    by_member = _by_member(member, len(people.team))
    end = _paired_with(member, by_member, ends.member, len(people.team))
    in_hand = end < 0

    def at_end(of_ends: Floats, in_hand_yet: float) -> Floats:
        return np.append(of_ends, in_hand_yet)[end]

    begin_days = log.time_days[starts]
    begin_office_hours, end_office_hours = (office_hours_until(working, of) for of in (begin_days, ends.time_days))
    stint = _stints(world.stints, member, begin_days, by_member)

    fact, task = log.kind[starts], tasks.rows(report, position)
    assists, triage = fact == Fact.ASSISTED, np.flatnonzero(position < 0)
    of_class, skill = log.detail[starts], tasks.skill[task]
    of_class[triage] = reports.judged_class[report[triage]]
    end_days = at_end(ends.time_days, rulebook.horizon_days)
    held = np.flatnonzero(~assists & (rulebook.together_with[skill] >= 0))
    assisting = np.flatnonzero(assists)
    assisted = _assisted_by(report, held, assisting)
    of_class[assisting] = of_class[assisted]
    work_begin_days = begin_days.copy()
    work_begin_days[held] = end_days[held]
    work_begin_days[assisted] = begin_days[assisting]
    round_the_clock = rulebook.classes.round_the_clock[of_class]
    rows = np.flatnonzero(round_the_clock)
    round_the_clock[rows] = (position[rows] >= 0) | reports.flagged[report[rows]]
    team = people.team[member]
    home_team = rulebook.home_of(reports.unit[report], skill, reports.arrived_seconds[report])
    lent = np.flatnonzero(team != home_team)  # on a step of another team; also where teams share one queue
    home_team = home_team[lent]
    rate = world.stints.rate[stint]
    rate[lent] *= _efficiency(rulebook, team[lent], home_team)
    horizon_office_hours = float(office_hours_until(working, np.array([rulebook.horizon_days]))[0])
    work_begin_office_hours = begin_office_hours.copy()
    work_begin_office_hours[held] = office_hours_until(working, work_begin_days[held])
    spells = Spells(
        by_member=by_member,
        stint=stint,
        member=member,
        team=team,
        report=report,
        task=task,
        fact=fact,
        skill=skill,
        of_class=of_class,
        begin_days=begin_days,
        work_begin_days=work_begin_days,
        end_days=end_days,
        begin_office_hours=begin_office_hours,
        work_begin_office_hours=work_begin_office_hours,
        end_office_hours=at_end(end_office_hours, horizon_office_hours),
        rate=rate,
        hours=at_end(ends.hours, 0.0),
        in_hand=in_hand,
        assists=assists,
        round_the_clock=round_the_clock,
        lent=lent,
        home_team=home_team,
    )
    _fill_hours_in_hand(spells, rulebook, assisting, assisted)
    return spells


def _by_member(member: Numbers, n_members: int) -> Codes:
    """Rows in order of member; those of one member in their order."""
    return np.argsort(member.astype(np.uint16 if n_members < 2**16 else np.int32), kind="stable")


def _paired_with(starter: Numbers, by_member: Codes, ender: Numbers, n_members: int) -> Codes:
    """The end of each start; -1: still in hand. The k-th start of a member has the k-th end."""
    n_starts, n_ends = (np.bincount(member, minlength=n_members) for member in (starter, ender))
    first_start, first_end = np.cumsum(n_starts) - n_starts, np.cumsum(n_ends) - n_ends
    start_of = np.arange(len(ender)) + np.repeat(first_start - first_end, n_ends)
    end_of = np.full(len(starter) + 1, -1, dtype=np.intp)
    end_of[np.append(by_member, len(starter)).take(start_of, mode="clip")] = _by_member(ender, n_members)
    return end_of[:-1]


def _stints(stints: Stints, member: Numbers, begin_days: Floats, by_member: Codes) -> Numbers:
    """The stint of its member in which each spell begins: the last one begun by then."""
    span = float(max(stints.begin_days.max(initial=0.0), begin_days.max(initial=0.0))) + 1.0
    moment = (member * span + begin_days)[by_member]
    first = np.searchsorted(moment, stints.member * span + stints.begin_days - 1e-7)
    last_begun = np.maximum(np.arange(-1, len(first), dtype=np.int32), 0)
    stint = np.empty(len(member), dtype=np.int32)
    stint[by_member] = np.repeat(last_begun, np.diff(first, prepend=0, append=len(moment)))
    return stint


def _assisted_by(report: Codes, held: Codes, assisting: Codes) -> Codes:
    """The spell that each specialist joins: the last one of the report, of those that need a specialist, before it."""
    span = np.int64(len(report) + 1)
    key = report[held] * span + held
    order = np.argsort(key)
    return held[order[np.searchsorted(key[order], report[assisting] * span + assisting) - 1]]


def _efficiency(rulebook: Rulebook, team: Numbers, home_team: Numbers) -> Floats:
    """Speed of members of `team` on steps from the queue of `home_team`, against those who draw from that queue."""
    n, lanes = len(rulebook.names.teams), rulebook.lanes
    on_lane = np.ones((n, n))
    on_lane[lanes.lender, rulebook.queue_of_team[lanes.borrower]] = lanes.efficiency_per_million / PER_MILLION
    return on_lane[team, rulebook.queue_of_team[home_team]]


def _fill_hours_in_hand(spells: Spells, rulebook: Rulebook, assisting: Codes, assisted: Codes) -> None:
    """Hours done by the horizon on work still in hand; a specialist has done as many as the member assisted."""
    row = np.flatnonzero(spells.in_hand & ~spells.assists)
    office_hours = spells.end_office_hours[row] - spells.work_begin_office_hours[row]
    days = spells.end_days[row] - spells.work_begin_days[row]
    spells.hours[row] = spells.rate[row] * hours_that_fit(
        rulebook.working, office_hours, days, spells.round_the_clock[row]
    )
    still = np.flatnonzero(spells.in_hand[assisting])
    spells.hours[assisting[still]] = spells.hours[assisted[still]]


def cut_at_months(grid: Grid, working: WorkingTime, days: Spans, office_hours: Spans, any_hour: Flags) -> Parts:
    """Cut spells at the ends of months.

    Args:
        grid: Where the months end.
        working: The working time.
        days: When they begin and end.
        office_hours: How long the office had been open by then.
        any_hour: Work in them goes on at any hour.
    """
    first, last = (grid.month(moments) for moments in days)
    crosses = np.flatnonzero(first != last)
    n_parts = (last - first)[crosses] + 1
    spell = np.repeat(crosses, n_parts)
    first_part = np.cumsum(n_parts) - n_parts
    nth = np.arange(len(spell)) - np.repeat(first_part, n_parts)
    month = first[spell] + nth.astype(first.dtype)
    further = np.flatnonzero(nth)

    def whole_and_parts(clock: Spans, month_starts: Floats) -> tuple[Floats, Floats]:
        begin, end = clock
        ends, begins = np.minimum(end[spell], month_starts[month + 1]), np.maximum(begin[spell], month_starts[month])
        return end - begin, ends - begins

    def together(whole: NDArray[Any], parts: NDArray[Any]) -> NDArray[Any]:
        whole[crosses] = parts[first_part]
        return np.concatenate((whole, parts[further]))

    whole_days, part_days = whole_and_parts(days, grid.month_starts_days)
    whole_office, part_office = whole_and_parts(office_hours, office_hours_until(working, grid.month_starts_days))
    whole = hours_that_fit(working, whole_office[spell], whole_days[spell], any_hour[spell])
    part = hours_that_fit(working, part_office, part_days, any_hour[spell])
    share = np.divide(part, whole, out=np.repeat(1.0 / n_parts, n_parts), where=whole > 0)
    return Parts(
        further=spell[further],
        month=together(first, month),
        share=together(np.ones(len(first)), share),
        office_hours=together(whole_office, part_office),
        days=together(whole_days, part_days),
    )
