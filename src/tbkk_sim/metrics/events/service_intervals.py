"""Service intervals: one member, one step, from start or resumption until it is finished or interrupted."""

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
from tbkk_sim.model.event_records import IN_TRIAGE, Event, EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import PER_MILLION, Seconds
from tbkk_sim.sampling.world import Shifts

Spans = tuple[Seconds, Seconds]
"""Begin and end."""


@dataclass(frozen=True, slots=True)
class ServiceIntervals:
    """One row per service interval, in order of begin; those of specialists and colleagues who work along included."""

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
    """Event at the begin: STARTED, RESUMED or ASSISTED."""
    skill: Numbers
    case_class: Numbers
    """Class of the case when the interval began; of triage: the class that it gives."""
    begin_seconds: Seconds
    """Second from which the member has it in hand."""
    work_begin_seconds: Seconds
    """Second from which work is done: for a step that is held, when somebody joined, or else its end."""
    end_seconds: Seconds
    """End; the horizon for work still in hand."""
    begin_office_seconds: Seconds
    """Working time of the office until the member took it in hand."""
    work_begin_office_seconds: Seconds
    """Working time of the office until work on it began."""
    end_office_seconds: Seconds
    """Working time of the office until it ended."""
    pace: Seconds
    """Seconds of work done in a million of working time; of a member who works along, by the member who is assisted."""
    work_seconds: Seconds
    """Work done in it."""
    ended: Numbers
    """Event at the end: FINISHED, INTERRUPTED or RELEASED; -1: still in hand at the horizon."""
    assists: Flags
    """True for a specialist or a colleague who works along."""
    joined: Codes
    """Row of the interval that each of them joins."""
    round_the_clock: Flags
    lent: Codes
    """Rows of those on a step that belongs to another team than that of the member."""
    home_team: Numbers
    """Team that the step belongs to, of each of these rows."""

    @property
    def in_hand(self) -> Flags:
        """Still in hand at the horizon."""
        return self.ended < 0


@dataclass(frozen=True, slots=True)
class Parts:
    """Service intervals cut at the ends of months: first the first part of each, and then all further parts."""

    further: Codes
    """Row of the service interval of each further part."""
    month: Numbers
    office_seconds: Seconds
    """Working time of the office in it."""
    seconds: Seconds

    def expand(self, column: NDArray[Any]) -> NDArray[Any]:
        """A column of the service intervals, for their parts."""
        return np.concatenate((column, column[self.further]))

    def rows_of(self, intervals: Codes) -> tuple[Codes, Codes]:
        """All parts of some service intervals, in order: the row of the interval, and that of the part."""
        n_spells = len(self.month) - len(self.further)
        of_these = np.zeros(n_spells, dtype=np.bool_)
        of_these[intervals] = True
        further = np.flatnonzero(of_these[self.further])
        return np.concatenate((intervals, self.further[further])), np.concatenate((intervals, n_spells + further))


def read_service_intervals(
    tasks: Tasks, parameters: Parameters, log: EventLog, ends: Ends, arrived_seconds: Seconds
) -> ServiceIntervals:
    """Pair each start with its end, per member; `arrived_seconds` is when each report arrives."""
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
    assists, triage = event == Event.ASSISTED, np.flatnonzero(position == IN_TRIAGE)
    case_class, skill = log.detail[starts], tasks.skill[task]
    case_class[triage] = reports.triaged_class[report[triage]]
    end_seconds = at_end(ends.time_seconds, parameters.horizon_seconds)
    held = np.flatnonzero(~assists & parameters.is_held[skill])
    assisting = np.flatnonzero(assists)
    assisted = _assisted_by(report, held, assisting)
    in_pairs = np.flatnonzero(parameters.in_pairs[skill[assisted]])
    case_class[assisted[in_pairs]] = log.detail[starts[assisting[in_pairs]]]  # its hours are settled when it is joined
    case_class[assisting] = case_class[assisted]
    work_begin = begin.copy()
    work_begin[held] = end_seconds[held]
    work_begin[assisted] = begin[assisting]
    round_the_clock = parameters.classes.round_the_clock[case_class]
    rows = np.flatnonzero(round_the_clock)
    round_the_clock[rows] = (position[rows] != IN_TRIAGE) | reports.flagged[report[rows]]
    round_the_clock &= skill <= parameters.classes.urgent_upto[case_class]
    team = people.team[member]
    home_team = parameters.home_of(reports.unit[report], skill, arrived_seconds[report])
    lent = np.flatnonzero(team != home_team)  # on a step of another team; also where teams share one queue
    home_team = home_team[lent]
    rate = world.shifts.rate_per_million
    pace = paces(rate, PER_MILLION)[shift]
    pace[lent] = paces(rate[shift[lent]], _efficiency(parameters, team[lent], home_team, skill[lent]))
    pace[assisting] = pace[assisted]
    work_begin_office = begin_office.copy()
    work_begin_office[held] = office_seconds_until(working, work_begin[held])
    intervals = ServiceIntervals(
        by_member=by_member,
        shift=shift,
        member=member,
        team=team,
        report=report,
        task=task,
        event=event,
        skill=skill,
        case_class=case_class,
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
        joined=assisted,
        round_the_clock=round_the_clock,
        lent=lent,
        home_team=home_team,
    )
    _fill_work_in_hand(intervals, working, assisting, assisted)
    return intervals


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
    """The shift of its member in which each service interval begins: the last one begun by then."""
    moment = (member * np.int64(horizon + 1) + begin)[by_member]
    first = np.searchsorted(moment, shifts.member * np.int64(horizon + 1) + np.minimum(shifts.begin_seconds, horizon))
    last_begun = np.arange(-1, len(first), dtype=np.int32)
    shift = np.empty(len(member), dtype=np.int32)
    shift[by_member] = np.repeat(last_begun, np.diff(first, prepend=0, append=len(moment)))
    return shift


def _assisted_by(report: Codes, held: Codes, assisting: Codes) -> Codes:
    """The interval that each one who works along joins: the last before it of the report, of those that are held."""
    span = np.int64(len(report) + 1)
    key = report[held] * span + held
    order = np.argsort(key)
    return held[order[np.searchsorted(key[order], report[assisting] * span + assisting) - 1]]


def _efficiency(parameters: Parameters, team: Numbers, home_team: Numbers, skill: Numbers) -> Seconds:
    """Speed of members of `team` on steps from the queue of `home_team`, in parts in a million of that of its own."""
    n, lendings = len(parameters.names.teams), parameters.lendings
    n_skills = len(parameters.names.skills)
    on_lending = np.full((n, n, n_skills), PER_MILLION)
    for number in range(n_skills):
        rows = np.flatnonzero((lendings.skills >> number) & 1)
        of_queue = parameters.queue_of_team[lendings.borrower[rows]]
        on_lending[lendings.lender[rows], of_queue, number] = lendings.efficiency_per_million[rows]
    return on_lending[team, parameters.queue_of_team[home_team], skill]


def worked_seconds(intervals: ServiceIntervals, working: WorkingTime, rows: Codes) -> Seconds:
    """Working time in some service intervals, from when work is done."""
    begin, end = intervals.work_begin_seconds[rows], intervals.end_seconds[rows]
    office_seconds = intervals.end_office_seconds[rows] - intervals.work_begin_office_seconds[rows]
    return seconds_between(working, begin, end, office_seconds, intervals.round_the_clock[rows])


def _fill_work_in_hand(intervals: ServiceIntervals, working: WorkingTime, assisting: Codes, assisted: Codes) -> None:
    """Fill in the work done by the horizon on steps in hand; who works along has done as much as the other."""
    row = np.flatnonzero(intervals.in_hand & ~intervals.assists)
    intervals.work_seconds[row] = work_done(worked_seconds(intervals, working, row), intervals.pace[row])
    still = np.flatnonzero(intervals.in_hand[assisting])
    intervals.work_seconds[assisting[still]] = intervals.work_seconds[assisted[still]]


def cut_at_months(grid: Grid, working: WorkingTime, clock: Spans, office: Spans) -> Parts:
    """Cut service intervals at the ends of months.

    Args:
        grid: Where the months end.
        working: The working time.
        clock: When they begin and end.
        office: The working time of the office until then.
    """
    first, last = (grid.month(moments) for moments in clock)
    crosses = np.flatnonzero(first != last)
    n_parts = (last - first)[crosses] + 1
    interval = np.repeat(crosses, n_parts)
    first_part = np.cumsum(n_parts) - n_parts
    nth = np.arange(len(interval)) - np.repeat(first_part, n_parts)
    month = first[interval] + nth.astype(first.dtype)
    further = np.flatnonzero(nth)

    def whole_and_parts(of: Spans, month_starts: Seconds) -> Spans:
        begin, end = of
        ends, begins = (
            np.minimum(end[interval], month_starts[month + 1]),
            np.maximum(begin[interval], month_starts[month]),
        )
        return end - begin, ends - begins

    def together(whole: NDArray[Any], parts: NDArray[Any]) -> NDArray[Any]:
        whole[crosses] = parts[first_part]
        return np.concatenate((whole, parts[further]))

    whole_seconds, part_seconds = whole_and_parts(clock, grid.month_starts_seconds)
    whole_office, part_office = whole_and_parts(office, office_seconds_until(working, grid.month_starts_seconds))
    return Parts(
        further=interval[further],
        month=together(first, month),
        office_seconds=together(whole_office, part_office),
        seconds=together(whole_seconds, part_seconds),
    )


def cut_work(intervals: ServiceIntervals, parts: Parts, grid: Grid, working: WorkingTime) -> Seconds:
    """Work done in each part of the service intervals: that by the end of its month, less that of the months before."""
    interval, month = parts.further, parts.month[len(intervals.member) :]
    begins = grid.month_starts_seconds[month]
    office_seconds = office_seconds_until(working, grid.month_starts_seconds)[month]
    office_seconds -= intervals.work_begin_office_seconds[interval]
    any_hour = intervals.round_the_clock[interval]
    worked = seconds_between(working, intervals.work_begin_seconds[interval], begins, office_seconds, any_hour)
    before = work_done(worked, intervals.pace[interval])
    is_next = interval[1:] == interval[:-1]
    is_first, is_last = np.append(True, ~is_next)[: len(interval)], np.append(~is_next, True)[: len(interval)]
    by_its_end = np.append(before[1:], 0)[: len(interval)]
    by_its_end[is_last] = intervals.work_seconds[interval[is_last]]
    work = intervals.work_seconds.copy()
    work[interval[is_first]] = before[is_first]
    return np.concatenate((work, by_its_end - before))
