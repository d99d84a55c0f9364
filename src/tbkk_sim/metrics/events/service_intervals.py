"""Spells of work: one member, one step, from start or resumption until it is finished or put down."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Codes, Flags, Numbers
from tbkk_sim.metrics.events.ends import Ends
from tbkk_sim.metrics.events.tasks import Tasks
from tbkk_sim.metrics.events.working_seconds import office_seconds_until, paces, seconds_between, work_done
from tbkk_sim.metrics.grid import Grid
from tbkk_sim.model.calendar import WorkingTime
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import PER_MILLION, Seconds
from tbkk_sim.sampling.world import Shifts

Spans = tuple[Seconds, Seconds]
"""Begin and end."""


@dataclass(frozen=True, slots=True)
class ServiceIntervals:
    """One row a spell, in order of its beginning; spells of specialists who work along included."""

    by_member: Codes
    """Rows in order of member, then time."""
    shift: Numbers
    """The shift of the member in which it began."""
    member: Numbers
    team: Numbers
    """Team of the member."""
    report: Codes
    task: Codes
    """Row of Tasks."""
    event: Numbers
    """How it begins: STARTED, RESUMED or ASSISTED."""
    skill: Numbers
    of_class: Numbers
    """Class of the case when the spell began; of triage: the class that it gives."""
    begin_seconds: Seconds
    """From when the member has it in hand."""
    work_begin_seconds: Seconds
    """From when work is done: of a step that is held for a specialist, when one joined, or else its end."""
    end_seconds: Seconds
    """End; the horizon for work still in hand."""
    begin_office_seconds: Seconds
    """Working time of the office until the member took it in hand."""
    work_begin_office_seconds: Seconds
    """Working time of the office until work on it began."""
    end_office_seconds: Seconds
    """Working time of the office until it ended."""
    pace: Seconds
    """Seconds of work done in a million seconds of working time; of a specialist, by the member who is assisted."""
    work_seconds: Seconds
    """Work done in it."""
    ended: Numbers
    """How it ends: FINISHED, INTERRUPTED or RELEASED; -1: still in hand at the horizon."""
    assists: Flags
    """Of a specialist who works along."""
    round_the_clock: Flags
    lent: Codes
    """Rows of those on a step that belongs to another team than that of the member."""
    home_team: Numbers
    """Of these rows: the team that the step belongs to."""

    @property
    def in_hand(self) -> Flags:
        """Still in hand at the horizon."""
        return self.ended < 0


@dataclass(frozen=True, slots=True)
class Parts:
    """Spells cut at the ends of months: first the first part of each spell, and then all further parts."""

    further: Codes
    """Row of the spell of each further part."""
    month: Numbers
    office_seconds: Seconds
    """Working time of the office in it."""
    seconds: Seconds

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


def read_spells(tasks: Tasks, parameters: Parameters, log: EventLog, ends: Ends) -> ServiceIntervals:
    """Pair each start with its end, per member."""
    world, working = tasks.world, parameters.working
    reports, people = world.reports, world.people
    starts = log.rows_of(Event.STARTED, Event.RESUMED, Event.ASSISTED)
    member, report, position = log.member[starts], log.report[starts].astype(np.intp), log.step[starts]
    by_member = _by_member(member, len(people.team))
    end = _paired_with(member, by_member, ends.member, len(people.team))
    row_of_end = np.where(end < 0, len(ends.task), end)

    def at_end(of_ends: NDArray[Any], in_hand_yet: int) -> NDArray[Any]:
        return np.append(of_ends, np.array(in_hand_yet, dtype=of_ends.dtype))[row_of_end]

    begin = log.time_seconds[starts]
    begin_office, end_office = (office_seconds_until(working, of) for of in (begin, ends.time_seconds))
    horizon = np.array([parameters.horizon_seconds])
    shift = _shifts(world.shifts, member, begin, by_member, parameters.horizon_seconds)

    event, task = log.kind[starts], tasks.rows(report, position)
    assists, triage = event == Event.ASSISTED, np.flatnonzero(position < 0)
    of_class, skill = log.detail[starts], tasks.skill[task]
    of_class[triage] = reports.triaged_class[report[triage]]
    end_seconds = at_end(ends.time_seconds, parameters.horizon_seconds)
    held = np.flatnonzero(~assists & (parameters.together_with[skill] >= 0))
    assisting = np.flatnonzero(assists)
    assisted = _assisted_by(report, held, assisting)
    of_class[assisting] = of_class[assisted]
    work_begin = begin.copy()
    work_begin[held] = end_seconds[held]
    work_begin[assisted] = begin[assisting]
    round_the_clock = parameters.classes.round_the_clock[of_class]
    rows = np.flatnonzero(round_the_clock)
    round_the_clock[rows] = (position[rows] >= 0) | reports.flagged[report[rows]]
    team = people.team[member]
    home_team = parameters.home_of(reports.unit[report], skill, reports.arrived_seconds[report])
    lent = np.flatnonzero(team != home_team)  # on a step of another team; also where teams share one queue
    home_team = home_team[lent]
    rate = world.shifts.rate_per_million
    pace = paces(rate, PER_MILLION)[shift]
    pace[lent] = paces(rate[shift[lent]], _efficiency(parameters, team[lent], home_team))
    pace[assisting] = pace[assisted]
    work_begin_office = begin_office.copy()
    work_begin_office[held] = office_seconds_until(working, work_begin[held])
    spells = ServiceIntervals(
        by_member=by_member,
        shift=shift,
        member=member,
        team=team,
        report=report,
        task=task,
        event=event,
        skill=skill,
        of_class=of_class,
        begin_seconds=begin,
        work_begin_seconds=work_begin,
        end_seconds=end_seconds,
        begin_office_seconds=begin_office,
        work_begin_office_seconds=work_begin_office,
        end_office_seconds=at_end(end_office, int(office_seconds_until(working, horizon)[0])),
        pace=pace,
        work_seconds=at_end(ends.work_seconds, 0),
        ended=at_end(ends.event, -1),
        assists=assists,
        round_the_clock=round_the_clock,
        lent=lent,
        home_team=home_team,
    )
    _fill_work_in_hand(spells, working, assisting, assisted)
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


def _shifts(shifts: Shifts, member: Numbers, begin: Seconds, by_member: Codes, horizon: int) -> Numbers:
    """The shift of its member in which each spell begins: the last one begun by then."""
    moment = (member * np.int64(horizon + 1) + begin)[by_member]
    first = np.searchsorted(moment, shifts.member * np.int64(horizon + 1) + np.minimum(shifts.begin_seconds, horizon))
    last_begun = np.arange(-1, len(first), dtype=np.int32)
    shift = np.empty(len(member), dtype=np.int32)
    shift[by_member] = np.repeat(last_begun, np.diff(first, prepend=0, append=len(moment)))
    return shift


def _assisted_by(report: Codes, held: Codes, assisting: Codes) -> Codes:
    """The spell that each specialist joins: the last one of the report, of those that need a specialist, before it."""
    span = np.int64(len(report) + 1)
    key = report[held] * span + held
    order = np.argsort(key)
    return held[order[np.searchsorted(key[order], report[assisting] * span + assisting) - 1]]


def _efficiency(parameters: Parameters, team: Numbers, home_team: Numbers) -> Seconds:
    """Speed of members of `team` on steps from the queue of `home_team`, in parts in a million of that of its own."""
    n, lendings = len(parameters.names.teams), parameters.lendings
    on_lending = np.full((n, n), PER_MILLION)
    on_lending[lendings.lender, parameters.queue_of_team[lendings.borrower]] = lendings.efficiency_per_million
    return on_lending[team, parameters.queue_of_team[home_team]]


def worked_seconds(spells: ServiceIntervals, working: WorkingTime, rows: Codes) -> Seconds:
    """Working time in some spells, from when work is done."""
    begin, end = spells.work_begin_seconds[rows], spells.end_seconds[rows]
    office_seconds = spells.end_office_seconds[rows] - spells.work_begin_office_seconds[rows]
    return seconds_between(working, begin, end, office_seconds, spells.round_the_clock[rows])


def _fill_work_in_hand(spells: ServiceIntervals, working: WorkingTime, assisting: Codes, assisted: Codes) -> None:
    """Work done by the horizon on what is still in hand; a specialist has done as much as the member assisted."""
    row = np.flatnonzero(spells.in_hand & ~spells.assists)
    spells.work_seconds[row] = work_done(worked_seconds(spells, working, row), spells.pace[row])
    still = np.flatnonzero(spells.in_hand[assisting])
    spells.work_seconds[assisting[still]] = spells.work_seconds[assisted[still]]


def cut_at_months(grid: Grid, working: WorkingTime, clock: Spans, office: Spans) -> Parts:
    """Cut spells at the ends of months.

    Args:
        grid: Where the months end.
        working: The working time.
        clock: When they begin and end.
        office: The working time of the office until then.
    """
    first, last = (grid.month(moments) for moments in clock)
    crosses = np.flatnonzero(first != last)
    n_parts = (last - first)[crosses] + 1
    spell = np.repeat(crosses, n_parts)
    first_part = np.cumsum(n_parts) - n_parts
    nth = np.arange(len(spell)) - np.repeat(first_part, n_parts)
    month = first[spell] + nth.astype(first.dtype)
    further = np.flatnonzero(nth)

    def whole_and_parts(of: Spans, month_starts: Seconds) -> Spans:
        begin, end = of
        ends, begins = np.minimum(end[spell], month_starts[month + 1]), np.maximum(begin[spell], month_starts[month])
        return end - begin, ends - begins

    def together(whole: NDArray[Any], parts: NDArray[Any]) -> NDArray[Any]:
        whole[crosses] = parts[first_part]
        return np.concatenate((whole, parts[further]))

    whole_seconds, part_seconds = whole_and_parts(clock, grid.month_starts_seconds)
    whole_office, part_office = whole_and_parts(office, office_seconds_until(working, grid.month_starts_seconds))
    return Parts(
        further=spell[further],
        month=together(first, month),
        office_seconds=together(whole_office, part_office),
        seconds=together(whole_seconds, part_seconds),
    )


def cut_work(spells: ServiceIntervals, parts: Parts, grid: Grid, working: WorkingTime) -> Seconds:
    """Work done in each part of the spells: what is done by the end of its month, less that of the months before."""
    spell, month = parts.further, parts.month[len(spells.member) :]
    begins = grid.month_starts_seconds[month]
    office_seconds = office_seconds_until(working, grid.month_starts_seconds)[month]
    office_seconds -= spells.work_begin_office_seconds[spell]
    any_hour = spells.round_the_clock[spell]
    worked = seconds_between(working, spells.work_begin_seconds[spell], begins, office_seconds, any_hour)
    before = work_done(worked, spells.pace[spell])
    is_next = spell[1:] == spell[:-1]
    is_first, is_last = np.append(True, ~is_next)[: len(spell)], np.append(~is_next, True)[: len(spell)]
    by_its_end = np.append(before[1:], 0)[: len(spell)]
    by_its_end[is_last] = spells.work_seconds[spell[is_last]]
    work = spells.work_seconds.copy()
    work[spell[is_first]] = before[is_first]
    return np.concatenate((work, by_its_end - before))
