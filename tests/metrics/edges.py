"""Which rare things a run holds, so that a test can say that its runs hold them: found in the events, one by one."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.seconds import PER_MILLION
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.people import Cause
from tests.metrics.plain_run import NO_NUMBER, Recount
from tests.metrics.plain_story import (
    CLOSED_CLASS,
    FULL,
    IN_ASSESSMENT,
    IN_HAND,
    IN_TRIAGE,
    NOTHING,
    SHORT,
    VISIT,
    WAITING,
    Story,
)  # fmt: skip
from tests.metrics.plain_table import Row
from tests.metrics.plain_triage import Hidden, hidden, overgraded, severe

Edge = Callable[[Story, dict[Row, float]], bool]
EDGES: dict[str, Edge] = {}


def edge(name: str) -> Callable[[Edge], Edge]:
    def keep(found_in: Edge) -> Edge:
        EDGES[name] = found_in
        return found_in

    return keep


def holds(edge: str, story: Story, rows: dict[Row, float]) -> bool:
    """Whether a run holds an edge, given what happened in it and the recounted rows."""
    return EDGES[edge](story, rows)


def _cut_points(story: Story, unit: str) -> list[int]:
    start = story.settings.run.start
    dates = [start + dt.timedelta(days=day) for day in range(story.horizon)]
    return [n for n, date in enumerate(dates) if n and date.day == 1 and (unit == "month" or date.month == 1)]


def _crosses(begin: float, end: float, at: list[int]) -> bool:
    return any(begin < point < end for point in at)


def _waits_for_triaging(story: Story, overdue: bool) -> bool:
    classes, reports = list(story.settings.casework.classes.values()), story.world.reports
    left = [j for j in story.judgings.values() if math.isinf(j.triaged) and reports.triaged_class[j.report]]
    norms = {j.report: classes[reports.triaged_class[j.report] - 1].norm_days for j in left}
    dues = [j.arrived + norm for j in left if (norm := norms[j.report]) is not None]
    return any((due < story.horizon) == overdue for due in dues)


@edge("overdue and still in triage at the end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return _waits_for_triaging(story, overdue=True)


@edge("still in triage at the end and not yet due")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return _waits_for_triaging(story, overdue=False)


@edge("being judged at the end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(spell.is_open and spell.step == IN_TRIAGE for spell in story.spells)


@edge("a chosen case")
def _(story: Story, rows: dict[Row, float]) -> bool:
    chosen = len(story.settings.demand.streams)
    return any(story.world.reports.stream[report] == chosen for report in story.cases)


@edge("taken up in a campaign in another treatment than was chosen, and found to be worse")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(
        c.on_campaign and c.treatments[0] != c.treatments[1] and len(c.treatments) > 2 for c in story.cases.values()
    )


@edge("turned away on the last day")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(c.end is End.DECLINED and c.stays[-1].end >= story.horizon - 1 for c in story.cases.values())


@edge("a step put down twice")
def _(story: Story, rows: dict[Row, float]) -> bool:
    times = Counter((s.report, s.step) for s in story.spells if s.how_it_ended is Event.INTERRUPTED)
    return max(times.values(), default=0) > 1


@edge("judging put down and gone on with")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(spell.how is Event.RESUMED and spell.step == IN_TRIAGE for spell in story.spells)


@edge("lent across a year's end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    years, team = _cut_points(story, "year"), story.world.people.team
    return any(s.home != team[s.member] and _crosses(s.begin, s.end, years) for s in story.spells)


@edge("lent within one queue")
def _(story: Story, rows: dict[Row, float]) -> bool:
    n_units, team = len(story.settings.staffing.units), story.world.people.team
    lent = any(s.home != team[s.member] and team[s.member] < n_units for s in story.spells)
    return story.settings.collaboration.one_queue and lent


@edge("lent at less than full speed, in hand at the end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    lendings, team = story.parameters.lendings, story.world.people.team
    slow = {
        (lender, story.parameters.queue_of_team[borrower])
        for lender, borrower, speed in zip(
            lendings.lender, lendings.borrower, lendings.efficiency_per_million, strict=True
        )
        if speed < PER_MILLION
    }
    lent = (s for s in story.spells if s.is_open and s.assists is None and s.hours > 0)
    return any(
        (team[s.member], story.parameters.queue_of_team[s.home]) in slow and s.home != team[s.member] for s in lent
    )


@edge("a class without cases")
def _(story: Story, rows: dict[Row, float]) -> bool:
    there = {stay.case_class for case in story.cases.values() for stay in case.stays}
    return any(number not in there for number in range(1, len(story.settings.casework.classes) + 1))


@edge("a month in which nobody of a unit is in post")
def _(story: Story, rows: dict[Row, float]) -> bool:
    units = story.settings.staffing.units
    return any(
        name == "occupancy_fte" and team in units and "-" in period and not fte
        for (name, period, team, _), fte in rows.items()
    )


@edge("more people than posts in one unit, and a vacancy in another")
def _(story: Story, rows: dict[Row, float]) -> bool:
    units = list(story.settings.staffing.units)
    months = {period for _, period, _, _ in rows if "-" in period}

    def fte(name: str, period: str, unit: str) -> float:
        return rows.get((name, period, unit, "all"), 0.0)

    return any(
        any(fte("occupancy_fte", month, unit) > fte("establishment_fte", month, unit) for unit in units)
        and any(fte("vacancy_share", month, unit) > 0 for unit in units)
        for month in months
    )


@edge("work and nobody to do it")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(row[0] == "load_all" and load == NO_NUMBER for row, load in rows.items())


@edge("29 February")
def _(story: Story, rows: dict[Row, float]) -> bool:
    start = story.settings.run.start
    return any((date := start + dt.timedelta(days=n)).month == 2 and date.day == 29 for n in range(story.horizon))


@edge("begins and ends within a year, of two years")
def _(story: Story, rows: dict[Row, float]) -> bool:
    run = story.settings.run
    return (
        run.start.year < run.end.year and run.start.timetuple().tm_yday > 1 and (run.end.month, run.end.day) < (12, 31)
    )


@edge("begins and ends within a month")
def _(story: Story, rows: dict[Row, float]) -> bool:
    run = story.settings.run
    return run.start.day > 1 and (run.end + dt.timedelta(days=1)).day > 1


@edge("expired the moment it was judged")
def _(story: Story, rows: dict[Row, float]) -> bool:
    cases = [c for c in story.cases.values() if c.report in story.judgings]
    return any(c.end is End.EXPIRED and c.stays[-1].end == c.came for c in cases)


@edge("expired while it waited")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(c.end is End.EXPIRED and c.stays[-1].end > c.came for c in story.cases.values())


@edge("in hand from the stock and finished")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(c.was_in_hand_at_start and c.end is not None for c in story.cases.values())


@edge("in hand from the stock for the whole run")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(c.was_in_hand_at_start and c.end is None for c in story.cases.values())


@edge("waiting from the stock, and due before the start")
def _(story: Story, rows: dict[Row, float]) -> bool:
    norms = [None, *(its.norm_days for its in story.settings.casework.classes.values()), None]
    waiting = [c for c in story.cases.values() if c.was_in_stock and c.stays[0].state == WAITING]
    dues = [(c.arrived, norms[c.class_when_waiting_ended]) for c in waiting]
    return any(norm is not None and arrived + norm < 0 for arrived, norm in dues)


@edge("misjudged and found while it waited")
def _(story: Story, rows: dict[Row, float]) -> bool:
    states = [[stay.state for stay in c.stays] for c in story.cases.values()]
    return any(of[:2] == [WAITING, WAITING] for of in states)


@edge("two classes while in hand")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any([s.state for s in c.stays].count(IN_HAND) > 1 for c in story.cases.values())


@edge("another class at the last step")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(c.end is not None and c.stays[-1].begin == c.stays[-1].end for c in story.cases.values() if c.begun)


@edge("held for a specialist across a month's end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    months = _cut_points(story, "month")
    return any(s.work_begin is not None and _crosses(s.begin, s.work_begin, months) for s in story.spells)


@edge("held for a specialist at the end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(s.is_open and s.work_begin == s.end > s.begin for s in story.spells)


@edge("a specialist works along at the end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(s.is_open and s.assists is not None and s.hours > 0 for s in story.spells)


@edge("put down because of absence")
def _(story: Story, rows: dict[Row, float]) -> bool:
    away = {(moment, member) for kind, moment, _, member, *_ in story.events if kind is Event.ABSENT}
    return any(s.how_it_ended is Event.INTERRUPTED and (s.end, s.member) in away for s in story.spells)


@edge("worked on at any hour across a month's end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    months = _cut_points(story, "month")
    hours = any(row[0] == "outside_office_hours" and of > 0 for row, of in rows.items())
    return hours and any(s.any_hour and _crosses(s.begin, s.end, months) for s in story.spells)


@edge("judging at any hour")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(s.any_hour and s.step == IN_TRIAGE for s in story.spells)


@edge("a leaver with an open case")
def _(story: Story, rows: dict[Row, float]) -> bool:
    owns = [n for n, step in enumerate(story.settings.casework.steps.values(), 1) if step.owns_case]
    begun = {
        (s.member, s.report): s.begin for s in story.spells if s.skill in owns and s.step >= 0 and s.assists is None
    }
    left = {member: moment for kind, moment, _, member, *_ in story.events if kind is Event.LEFT}
    of_leavers = [(report, left[member]) for member, report in begun if member in left]
    return any(story.cases[report].stays[-1].end > moment for report, moment in of_leavers)


@edge("someone leaves a unit in which a newcomer has a mentor")
def _(story: Story, rows: dict[Row, float]) -> bool:
    service, team = story.world.shifts.service, story.world.people.team
    left = [(moment, team[member]) for kind, moment, _, member, *_ in story.events if kind is Event.LEFT]
    spans = [
        (float(service.begin_days[n]), float(service.end_days[n]), team[member])
        for n, member in enumerate(service.member)
        if service.mentoring_fte[n] > 0
    ]
    return any(begin <= moment < end and of == unit for moment, unit in left for begin, end, of in spans)


@edge("no time within which half were begun")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(row[0] == "waiting_days_median" and row[3] != "all" and of == NO_NUMBER for row, of in rows.items())


@edge("9 in 10 begun, and one of them let go")
def _(story: Story, rows: dict[Row, float]) -> bool:
    finite = {row[1:] for row, of in rows.items() if row[0] == "waiting_days_p90" and of < NO_NUMBER}
    return any(row[0] == "waiting_days_mean" and row[1:] in finite and of == NO_NUMBER for row, of in rows.items())


@edge("a mean although some still wait")
def _(story: Story, rows: dict[Row, float]) -> bool:
    begun = {row[1:]: of for row, of in rows.items() if row[0] == "share_begun"}
    means = (row for row, of in rows.items() if row[0] == "waiting_days_mean" and of < NO_NUMBER)
    return any(begun.get(row[1:], 1.0) < 1 for row in means)


@edge("judging for which more than a few still wait")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(row[0] == "triage_waiting_days_mean" and of == NO_NUMBER for row, of in rows.items())


@edge("a class without a norm, with cases")
def _(story: Story, rows: dict[Row, float]) -> bool:
    free = [n for n, its in enumerate(story.settings.casework.classes.values(), 1) if its.norm_days is None]
    return any(c.stays[0].case_class in free for c in story.cases.values())


@edge("own work of a pool with a norm, and of one without")
def _(story: Story, rows: dict[Row, float]) -> bool:
    pools = story.settings.collaboration.pools
    at_work = {team for name, _, team, of in rows if (name, of) == ("lead_days_mean", "own_work")}
    return {pools[name].own_work.norm_days is None for name in at_work} == {True, False}


@edge("more wait than the norm allows, and later no longer")
def _(story: Story, rows: dict[Row, float]) -> bool:
    share = {row[3]: of for row, of in rows.items() if row[0] == "backlog_above_norm_share" and row[1] == "all"}
    settled = {row[3]: of for row, of in rows.items() if row[0] == "backlog_settled_days"}
    return any(of > 0 and 0 < settled.get(name, NO_NUMBER) < NO_NUMBER for name, of in share.items())


@edge("more wait than the norm allows, and never half a year without")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(row[0] == "backlog_settled_days" and of == NO_NUMBER for row, of in rows.items())


@edge("hires and leavers in two years")
def _(story: Story, rows: dict[Row, float]) -> bool:
    def years(name: str) -> int:
        return sum(row[0] == name and row[1].isdigit() and row[2] == "all" and of > 0 for row, of in rows.items())

    return min(years("hires"), years("leavers")) > 1


@edge("driven away by workload")
def _(story: Story, rows: dict[Row, float]) -> bool:
    people = story.world.people
    return any(people.left_cause[n] == Cause.WORKLOAD and day < story.horizon for n, day in enumerate(people.left_days))


@edge("driven away by overtime")
def _(story: Story, rows: dict[Row, float]) -> bool:
    people = story.world.people
    return any(people.left_cause[n] == Cause.OVERTIME and day < story.horizon for n, day in enumerate(people.left_days))


@edge("people who are lent, hired for a time, in a course, retrained")
def _(story: Story, rows: dict[Row, float]) -> bool:
    names = ("reallocated_fte", "reallocated_away_fte", "in_course_fte", "retrained")
    return all(any(row[0] == name and of > 0 for row, of in rows.items()) for name in names)


@edge("a pool whose members come back within the run")
def _(story: Story, rows: dict[Row, float]) -> bool:
    away = story.world.shifts.away
    spans = zip(away.cause.tolist(), away.end_days.tolist(), strict=True)
    return any(cause == AbsenceCause.REALLOCATED and end < story.horizon for cause, end in spans)


@edge("people of a course with and without a post")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return all(rows[name, "all", "all", "all"] > 0 for name in ("appointed_from_course", "course_without_post"))


@edge("overtime in part taken back")
def _(story: Story, rows: dict[Row, float]) -> bool:
    more, less = (rows[name, "all", "all", "all"] for name in ("extra_hours", "time_off_hours"))
    return 0 < less < more


@edge("balance reached on a later day")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(row[0] == "balance_days" and 0 < of < NO_NUMBER for row, of in rows.items())


@edge("below and above the minimum")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(row[0] == "below_minimum_share" and 0 < of < 1 for row, of in rows.items())


@edge("someone hired ahead")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return bool(story.world.posts.ahead.any())


@edge("posts that end or begin within the run")
def _(story: Story, rows: dict[Row, float]) -> bool:
    posts = story.world.posts
    return any(0 < day < story.horizon for days in (posts.begin_days, posts.end_days) for day in days)


@edge("a kind of post that is new to a unit")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(0 < since < story.parameters.horizon_seconds for since in story.parameters.home_from_seconds)


@edge("a report that triage closed")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return bool(story.closed)


@edge("digital work lent by a pool")
def _(story: Story, rows: dict[Row, float]) -> bool:
    digital = [n for n, step in enumerate(story.settings.casework.steps.values(), 1) if step.digital]
    n_units, team = len(story.settings.staffing.units), story.world.people.team
    return any(s.skill in digital and team[s.member] >= n_units and s.hours > 0 for s in story.spells)


# What is taken up, and how it is treated


@edge("a person returned on the last day")
def _(story: Story, rows: dict[Row, float]) -> bool:
    returns = len(story.settings.demand.streams) + 2
    last_day = (r for r, arrived in story.arrivals.items() if arrived >= story.horizon - 1)
    return any(story.world.reports.stream[report] == returns for report in last_day)


@edge("a person returned twice")
def _(story: Story, rows: dict[Row, float]) -> bool:
    again = {
        report: int(row) for report, row in enumerate(story.world.reports.return_row) if int(row) in story.arrivals
    }
    return any(row in again for row in again.values())


@edge("a person who would have returned after the end of the run")
def _(story: Story, rows: dict[Row, float]) -> bool:
    reports = story.world.reports
    closed = (c for c in story.cases.values() if c.lapsed and reports.returns_after[c.report] >> NOTHING & 1)
    return any(int(reports.return_row[c.report]) not in story.arrivals for c in closed)


@edge("a return that was let go")
def _(story: Story, rows: dict[Row, float]) -> bool:
    returns = len(story.settings.demand.streams) + 2
    return any(c.end is End.EXPIRED and story.world.reports.stream[c.report] == returns for c in story.cases.values())


@edge("closed by choice")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(c.end is End.CLOSED_BY_CHOICE for c in story.cases.values())


@edge("in hand with a lighter treatment at the end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(c.treatment in (SHORT, VISIT) and c.begun is not None and c.end is None for c in story.cases.values())


@edge("from the stock, and treated in a lighter way")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(c.was_in_stock and c.treatment in (SHORT, VISIT) and c.end is not None for c in story.cases.values())


@edge("a lighter treatment that found something worse")
def _(story: Story, rows: dict[Row, float]) -> bool:
    full_from = story.world.reports.full_from
    cases = (c for c in story.cases.values() if c.treatments[1:] and c.turned_out is not None)
    return any(0 <= c.turned_out_after < full_from[c.report] for c in cases)


@edge("a lighter treatment that became a full investigation, since the case was misjudged")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(c.treatments[1:] and c.turned_out is None for c in story.cases.values())


@edge("abuse that a lighter treatment did not find")
def _(story: Story, rows: dict[Row, float]) -> bool:
    hidden = story.world.reports.upgrade_class >= 0
    return any(hidden[c.report] and c.treatment in (SHORT, VISIT) and c.end is not None for c in story.cases.values())


@edge("something worse that was found in a class that is not severe itself")
def _(story: Story, rows: dict[Row, float]) -> bool:
    severe = [True, *(of.severe for of in story.settings.casework.classes.values())]
    found = (c.report for c in story.cases.values() if c.turned_out is not None)
    return any(not severe[story.world.reports.upgrade_class[report]] for report in found)


@edge("an agreement that was met in one year, and one that was not")
def _(story: Story, rows: dict[Row, float]) -> bool:
    met = set()
    for agreement in story.settings.agreements.values():
        for year in {row[1] for row in rows if row[1].isdigit()}:
            agreed = agreement.agreed_in(int(year)) * story.settings.run.share_of_year(int(year))
            if agreed >= 1:
                met.add(sum(rows.get(("taken_up", year, "all", name), 0) for name in agreement.classes) >= int(agreed))
    return met == {True, False}


@edge("taken up when it was nearly let go")
def _(story: Story, rows: dict[Row, float]) -> bool:
    means = {row[1:] for row, of in rows.items() if row[0] == "waiting_days_p90" and of == NO_NUMBER}
    portfolio = [name for name, of in story.settings.casework.classes.items() if not of.severe]
    return any(row[2] in portfolio for row in means)


@edge("more was taken up than came in")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(row[0] == "left_undone" and of < 0 for row, of in rows.items())


# What is judged, joined, lost and hidden


def _hidden(story: Story, found: bool | None = None) -> list[Hidden]:
    times = hidden(Recount(story))
    return [of for of in times if found is None or of[3] == found]


def _events_of(story: Story, kind: Event, detail: int | None = None) -> set[tuple[float, int]]:
    return {(of[1], of[2]) for of in story.events if of[0] is kind and detail in (None, of[5])}


@edge("taken over by the system, while others were judged by a person")
def _(story: Story, rows: dict[Row, float]) -> bool:
    done = [judging for judging in story.judgings.values() if not math.isinf(judging.triaged)]
    return {judging.waited for judging in done} == {True, False}


@edge("a severe report that triage closed, by hand and by the system")
def _(story: Story, rows: dict[Row, float]) -> bool:
    closed = {r for r, of in story.seen_as.items() if of and of[0][1] == CLOSED_CLASS and _is_severe(story, r)}
    by_system = {report for _, report in story.by_system}
    return bool(closed & by_system) and bool(closed - by_system)


@edge("a severe report that the assessment closed")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(_is_severe(story, report) for _, report in _events_of(story, Event.ASSESSED, CLOSED_CLASS))


@edge("in assessment at the end, overdue and not")
def _(story: Story, rows: dict[Row, float]) -> bool:
    classes = list(story.settings.casework.classes.values())
    left = [of for of in story.assessings.values() if math.isinf(of.until)]
    norms = [(story.arrivals[of.report], classes[of.seen_as - 1].norm_days) for of in left]
    return {arrived + norm < story.horizon for arrived, norm in norms if norm is not None} == {True, False}


@edge("being assessed at the end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(spell.is_open and spell.step == IN_ASSESSMENT for spell in story.spells)


@edge("assessing put down and gone on with")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(spell.how is Event.RESUMED and spell.step == IN_ASSESSMENT for spell in story.spells)


@edge("assessed at any hour")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return any(spell.any_hour and spell.step == IN_ASSESSMENT for spell in story.spells)


@edge("traces lost by waiting, and none from the start")
def _(story: Story, rows: dict[Row, float]) -> bool:
    until = {int(story.world.reports.trace_until_seconds[of.report]) for of in story.assessings.values() if of.lost}
    return 0 in until and len(until) > 1


@edge("joined in assessment, with a more urgent class")
def _(story: Story, rows: dict[Row, float]) -> bool:
    changed = _events_of(story, Event.RECLASSIFIED)
    return any(moment < story.assessings[r].until for moment, r in changed if r in story.assessings)


@edge("joined to a case that waits, with a more urgent class")
def _(story: Story, rows: dict[Row, float]) -> bool:
    joined = dict(story.joined)
    person, changed = story.world.reports.person, _events_of(story, Event.RECLASSIFIED)
    cases = [(at, r) for at, r in changed if r in story.cases and at >= story.cases[r].came and at in joined]
    return any(person[r] == person[joined[at]] for at, r in cases)


@edge("raised by a further report, begun in time by that one and late by the first")
def _(story: Story, rows: dict[Row, float]) -> bool:
    norms = [None, *(its.norm_days for its in story.settings.casework.classes.values()), None]
    for case in story.cases.values():
        norm, since = norms[case.class_when_waiting_ended], story.counts_from[case.report]
        if case.begun is not None and norm is not None and case.arrived + norm < case.begun <= since + norm:
            return True
    return False


@edge("raised by a further report in assessment, and there at the end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    left = [of.report for of in story.assessings.values() if math.isinf(of.until)]
    return any(story.counts_from[report] > story.arrivals[report] for report in left)


@edge("joined to a case that was investigated")
def _(story: Story, rows: dict[Row, float]) -> bool:
    person, ended = story.world.reports.person, {}
    for case in story.cases.values():
        if case.end is not None:
            ended.setdefault(int(person[case.report]), []).append(case.stays[-1].end)
    still = {int(person[c.report]) for c in story.cases.values() if c.end is None}
    of = [(moment, int(person[report])) for moment, report in story.joined if int(person[report]) not in still]
    return any(person in ended and max(ended[person]) < moment for moment, person in of)


@edge("kept from being let go by a further report")
def _(story: Story, rows: dict[Row, float]) -> bool:
    drawn, returns = story.world.reports.expires_seconds, len(story.settings.demand.streams) + 2
    cases = [c for c in story.cases.values() if story.world.reports.stream[c.report] != returns]
    return any(c.end is End.EXPIRED and story.expires[c.report] > drawn[c.report] for c in cases)


@edge("a warned person reported again, and investigated in full")
def _(story: Story, rows: dict[Row, float]) -> bool:
    person = story.world.reports.person
    warned = {int(person[c.report]): c.stays[-1].end for c in story.cases.values() if c.end is End.LETTER_OR_VISIT}
    returns = len(story.settings.demand.streams) + 2
    severe = [True, *(of.severe for of in story.settings.casework.classes.values()), True]
    again = [c for c in story.cases.values() if c.came > warned.get(int(person[c.report]), math.inf)]
    new = [c for c in again if story.world.reports.stream[c.report] != returns and not severe[c.stays[0].case_class]]
    return any(not case.treatments and case.begun is not None for case in new)


@edge("hidden, and found by the assessment, by a further report, and by the first work")
def _(story: Story, rows: dict[Row, float]) -> bool:
    assessed, joined = _events_of(story, Event.ASSESSED), {moment for moment, _ in story.joined}
    found = [(until, report) for report, _, until, _ in _hidden(story, found=True)]
    begun = [c.report for c in story.cases.values() if c.begun is not None]
    ways = {"assessed" if of in assessed else "joined" if of[0] in joined else of[1] in begun for of in found}
    return {"assessed", "joined", True} <= ways


@edge("hidden twice")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return max(Counter(report for report, *_ in _hidden(story)).values(), default=0) > 1


@edge("hidden at the end, in assessment and as a case")
def _(story: Story, rows: dict[Row, float]) -> bool:
    still = [report for report, _, until, _ in _hidden(story) if math.isinf(until)]
    return {report in story.cases for report in still} == {True, False}


@edge("hidden, and not treated; hidden, and untraceable")
def _(story: Story, rows: dict[Row, float]) -> bool:
    closed = {report for report, _, until, _ in _hidden(story, found=False) if not math.isinf(until)}
    not_treated = {c.report for c in story.cases.values() if c.end in (End.CLOSED_BY_CHOICE, End.DECLINED)}
    return bool(closed & not_treated) and any(of.lost for r, of in story.assessings.items() if r in closed)


@edge("hidden across a year's end")
def _(story: Story, rows: dict[Row, float]) -> bool:
    years = _cut_points(story, "year")
    return any(_crosses(since, until, years) for _, since, until, _ in _hidden(story, found=True))


@edge("graded too high, and worked on in two months")
def _(story: Story, rows: dict[Row, float]) -> bool:
    run, months = Recount(story), set()
    too_high = {report for _, report in overgraded(run)}
    for spell in story.spells:
        if spell.report in too_high and spell.step >= 0:
            months.add(run.periods_of(spell.begin)[2])
    return len(months) > 1


@edge("a person reported in two years")
def _(story: Story, rows: dict[Row, float]) -> bool:
    years, person = _cut_points(story, "year"), story.world.reports.person
    of = story.arrivals.items()
    return any(_crosses(story.arrivals[int(person[r])], moment, years) for r, moment in of if int(person[r]) != r)


def _is_severe(story: Story, report: int) -> bool:
    return severe(Recount(story), int(story.world.reports.true_class[report]))


@edge("days to a milestone that are not known, since too few reach it, and some that are")
def _(story: Story, rows: dict[Row, float]) -> bool:
    days = [value for (name, *_), value in rows.items() if name == "searched_days_median"]
    return NO_NUMBER in days and any(map(math.isfinite, days))


@edge("investigated anew after a short one, up to a milestone")
def _(story: Story, rows: dict[Row, float]) -> bool:
    again = [c for c in story.cases.values() if SHORT in c.treatments[:-1] and c.treatment == FULL]
    searched = {r for kind, _, r, _, _, _, step, _ in story.events if kind is Event.FINISHED and step >= 0}
    return any(c.report in searched and c.turned_out is not None for c in again)


@edge("a link at which cases wait at the end, one at which nobody does, and one that more comes to than it did")
def _(story: Story, rows: dict[Row, float]) -> bool:
    def whole(figure: str, link: str) -> float:
        return rows.get((f"chain_{figure}_{link}", "all", "all", "all"), 0.0)

    return whole("waiting_end", "decision") > 0 == whole("waiting_end", "hearing") and whole("in", "hearing") > 0


@edge("done in time since the file, and not")
def _(story: Story, rows: dict[Row, float]) -> bool:
    return 0 < rows.get(("chain_in_time_hearing", "all", "all", "all"), 0.0) < 1
