"""Accounts against the key figures, which are counted by other code: four whole weeks are a run."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import pytest

from tbkk_sim.comparison.report.case import ENDS
from tbkk_sim.metrics.events.assessments import are_taken_over
from tbkk_sim.model.event_records import UNDONE, End, Event
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.report.kit.phrases import CAUSES
from tbkk_sim.runs.replication import Replication, simulate
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.people import CameBy, Cause
from tbkk_sim.sampling.world import BY_HAND, BY_UNIT
from tbkk_sim.week.facts.account import SharedWay, WeekAccount
from tbkk_sim.week.facts.case_account import StateInHand, WhyNotTakenUp, WhyPutDown
from tbkk_sim.week.facts.cases import OUTCOMES
from tbkk_sim.week.facts.reader import WeekReader
from tbkk_sim.week.facts.stories import CAME_IN, CHOSEN_NOW, RAISED, READY, TOLD
from tbkk_sim.week.telling import phrases
from tbkk_sim.week.telling.sections import DEPARTED_OTHERWISE
from tbkk_sim.week.telling.words import say_week
from tests.builders import LAB, SOONEST, small_settings
from tests.engine.small_worlds import ABSENCE, AGREEMENTS, BUSY, RULES, STOCK, TREATMENTS, TURNOVER

FOUR_WEEKS = {"run.start": "2021-02-01", "run.end": "2021-02-28", "engine": SOONEST}
ASSESSED = {
    "triage.assessment": {"enabled": True, "step": "enrich", "hours_mean": 1.0, "untraceable_share": 0.2},
    "demand.persons": {"further_reports_mean": 0.8, "further_within_days": 20},
}
TOLD_THERE = {
    "label": "Told",
    "reports_per_year": {2021: 300},
    "reference_year": 2021,
    "mix": {"acute": {"share": 0.1}, "serious": {"share": 0.2}},
    "hearing_hours_mean": 2.0,
}
WORLDS = {
    **RULES,
    "assessment and persons": {**ASSESSED, **TREATMENTS, **STOCK, **BUSY, **ABSENCE},
    "capacity beside hiring": {
        "collaboration.pools": {"lab": LAB},
        **ABSENCE,
        **TURNOVER,
        **BUSY,
        "staffing.roles": {
            "detective": {"label": "Detective", "skills": ["triage", "enrich", "search", "dossier"]},
            "clerk": {"label": "Clerk", "skills": ["enrich", "dossier"]},
        },
        "staffing.role_share": {"detective": 0.7, "clerk": 0.3},
        "staffing.plan": {"more": {"unit": "coast", "date": "2021-02-03", "posts": 2, "role": "detective"}},
        "capacity": {
            "reallocation": {
                "lent": {
                    "from_pool": "lab",
                    "unit": "coast",
                    "role": "detective",
                    "people": 2,
                    "date": "2021-02-08",
                    "months": 0.5,
                }
            },
            "temporary": {"t": {"unit": "capital", "role": "clerk", "people": 1, "date": "2021-02-10"}},
            "cohorts": {"c": {"date": "2021-02-15", "people": 2, "role": "detective", "course_months": 1}},
            "retraining": {
                "r": {
                    "from_role": "clerk",
                    "to_role": "detective",
                    "people": 1,
                    "date": "2021-02-17",
                    "course_months": 1,
                }
            },
            "overtime": {"o": {"date": "2021-02-01", "months": 0.5, "extra_share": 0.2, "back_share": 0.5}},
        },
    },
    "assessment and agreements": {**ASSESSED, **AGREEMENTS, **STOCK, **BUSY},
    "reports to the unit itself": {**ASSESSED, "demand.streams.told": TOLD_THERE},
    "reports to a unit that hears nobody": {"demand.streams.told": TOLD_THERE},
}

QUICK = {
    "absence and turnover, busy",
    "upgrades, delays, stock",
    "no triage",
    "laboratory",
    "two roles",
    "steering, stock, misjudged",
    "agreements, treatments, limit in hand",
    "shares, treatments, pool",
    "pool lends by urgency",
    "specialists, absence, upgrades",
    "neighbours",
    "one queue and a pool",
    "everything",
    *WORLDS.keys() - RULES.keys(),
}
"""Each rule is on in one of these."""
assert set(WORLDS) >= QUICK


class Simulated(Replication):
    """A replication with its key figures at hand."""

    @cached_property
    def whole_run(self) -> dict[tuple[str, str, str], float]:
        table = self.key_figures
        table = table[table["period"] == "all"]
        keys = (table[column].tolist() for column in ("key_figure", "team", "priority_class"))
        return dict(zip(zip(*keys, strict=True), table["value"].tolist(), strict=True))


Accounts = dict[str, list[WeekAccount]]


def told(world: str) -> tuple[Simulated, Accounts]:
    """Four weeks and their accounts."""
    of = simulate(small_settings({**WORLDS[world], **FOUR_WEEKS}))
    replication = Simulated(of.plan, of.world, of.log)
    reader = WeekReader(replication.settings, replication.ledger)
    assert reader.weeks.names == ["2021-W05", "2021-W06", "2021-W07", "2021-W08"]
    return replication, {
        unit: [reader.account(unit, week) for week in range(4)] for unit in replication.settings.staffing.units
    }


def figure(replication: Simulated, name: str, unit: str, priority_class: str = "all") -> float:
    """Of the whole run; 0 where there is none."""
    return replication.whole_run.get((name, unit, priority_class), 0.0)


def figure_at_end(replication: Replication, unit: str) -> int:
    """People who belong to a unit on the last day."""
    people, team = replication.world.people, replication.parameters.names.team(unit)
    last = replication.parameters.horizon_days - 1
    return int(((people.team == team) & (people.joined_days <= last) & (last < people.left_days)).sum())


def cases_add_up_to_the_key_figures(replication: Simulated, accounts: Accounts) -> None:
    assert sum(figure(replication, "taken_up", unit) for unit in accounts) > 10
    for unit, weeks in accounts.items():
        for name in replication.settings.casework.classes:

            def total(counts, name=name, weeks=weeks):
                return sum(counts(week.cases).get(name, 0) for week in weeks)

            assert total(lambda cases: cases.taken_up) == figure(replication, "taken_up", unit, name)
            for end in OUTCOMES:
                ended = end.name.lower()
                assert total(lambda cases, ended=ended: cases.ended.get(ended, {})) == figure(
                    replication, f"ended_{ended}", unit, name
                )
            for end, of in (("expired", "let_go"), ("declined", "turned_away"), ("closed_by_choice",) * 2):
                assert total(lambda cases, end=end: cases.undone.get(end, {})) == figure(replication, of, unit, name)
            last = weeks[-1].cases
            waiting = {waits.case_class: waits.number for waits in last.waiting}
            assert waiting.get(name, 0) == figure(replication, "backlog_end", unit, name)
            in_hand = sum(counts.get(name, 0) for counts in last.in_hand.values())
            assert in_hand == figure(replication, "in_hand_end", unit, name)
        assert sum(len(week.cases.lead_days) for week in weeks) == figure(replication, "finished", unit)
        assert sum(week.cases.in_campaign for week in weeks) == figure(replication, "taken_up_in_campaigns", unit)
        assert sum(sum(week.cases.returned.values()) for week in weeks) == figure(replication, "returns", unit)


def each_week_goes_on_where_the_one_before_ended(replication: Simulated, accounts: Accounts) -> None:
    for weeks in accounts.values():
        for before, week in pairwise(weeks):
            new, taken, undone = (
                sum(week.cases.new.values()),
                sum(week.cases.taken_up.values()),
                sum(sum(counts.values()) for counts in week.cases.undone.values()),
            )
            waited, wait = (sum(waits.number for waits in of.cases.waiting) for of in (before, week))
            assert wait == waited + new - taken - undone
            ended = sum(sum(counts.values()) for counts in week.cases.ended.values())
            had, have = (sum(sum(n.values()) for n in of.cases.in_hand.values()) for of in (before, week))
            assert have == had + taken - ended
            reports = week.reports
            assert reports.to_assess_before == before.reports.to_assess_after
            assert week.people.people == before.people.people + len(week.people.joined) - len(week.people.departed)
            if week.desk is not None:
                assert week.desk.waiting_before == before.desk.waiting_after
                assert week.desk.waiting_after == before.desk.waiting_after + week.desk.came - week.desk.judged
            if replication.settings.triage.assessment.enabled:
                assessed = sum(reports.assessed.values()) + reports.closed_by_unit + reports.untraceable
                came = sum(reports.passed_on.values()) + reports.at_unit
                assert reports.to_assess_after == reports.to_assess_before + came - assessed


def reports_add_up_to_the_key_figures(replication: Simulated, accounts: Accounts) -> None:
    reports = replication.world.reports
    told = (reports.triaged_by == BY_UNIT) & (reports.arrived_seconds < replication.parameters.horizon_seconds)
    assert told.any() == ("told" in replication.settings.demand.streams)
    for number, (unit, weeks) in enumerate(accounts.items()):
        at_unit = told & (reports.unit == number)
        assert sum(week.reports.at_unit for week in weeks) == at_unit.sum()
        unheard = at_unit & (reports.true_class == 0) & (not replication.settings.triage.assessment.enabled)
        assert sum(week.reports.closed_unheard for week in weeks) == unheard.sum()
        assert sum(week.reports.joined_to_case for week in weeks) == figure(replication, "reports_joined", unit)
        assert sum(week.reports.untraceable for week in weeks) == figure(replication, "untraceable", unit)
        assert weeks[-1].reports.to_assess_after == figure(replication, "assessment_backlog_end", unit)
        if weeks[0].desk is not None:
            assert weeks[-1].desk.waiting_after == figure(replication, "triage_backlog_end", "all")
            desk_agrees_with_the_events(replication, weeks)
            by_hand = sum(week.desk.judged for week in weeks)
            assert by_hand == figure(replication, "reports_triaged_by_hand", "all")
            by_system = sum(week.desk.by_system for week in weeks)
            assert by_system == figure(replication, "reports_triaged_by_system", "all")


def test_the_last_week_of_a_year_is_told_with_the_agreements_of_that_year():
    """New Year's Day of 2022 is a Saturday: of the old year 26 days are in the run, and all of their part is due."""
    office = {"kind": "office", "hours_per_day": 8.0, "opens_at_hour": 9.0, "holidays_country": None}
    days = {"run.start": "2021-12-06", "run.end": "2022-01-16", "engine": "simpy", "calendar": office}
    settings = small_settings({**AGREEMENTS, **days})
    reader = WeekReader(settings, simulate(settings).ledger)
    before, last = (reader.account("capital", reader.weeks.names.index(week)).cases.owed
                    for week in ("2021-W51", "2021-W52"))  # fmt: skip
    assert last
    assert [owed.due for owed in last] == [math.ceil(owed.agreed * 26 / 365) for owed in last]
    assert all(now.taken_up >= then.taken_up > 0 for now, then in zip(last, before, strict=True))
    assert [owed.due_at_close for owed in last] == [owed.due for owed in last]
    weeks_turn_on_saturdays = reader.account("capital", reader.weeks.names.index("2022-W02")).cases.owed
    due = [(owed.due_at_close, owed.due) for owed in weeks_turn_on_saturdays]
    assert due == [
        (math.ceil(owed.agreed * 14 / 365), math.ceil(owed.agreed * 21 / 365)) for owed in weeks_turn_on_saturdays
    ]
    assert any(at_close < at_end for at_close, at_end in due)


def desk_agrees_with_the_events(replication: Simulated, weeks: Sequence[WeekAccount]) -> None:
    """Reports for a person, one by one: the day on which each came, and when those that waited on Monday were done."""
    log, reports = replication.ledger.log, replication.ledger.world.reports
    judged = {int(log.report[row]): int(log.time_seconds[row]) for row in log.rows_of(Event.TRIAGED)}
    taken_over = set(np.flatnonzero(are_taken_over(replication.ledger.world, log)).tolist())
    by_hand = set(np.flatnonzero(reports.triaged_by == BY_HAND).tolist()) - taken_over
    came = {report: int(reports.arrived_seconds[report]) for report in by_hand}
    working = replication.ledger.parameters.working
    for week in weeks:
        desk, begin, end = week.desk, week.week.begin_seconds, week.week.end_seconds
        assert desk is not None
        days = [(at - begin) // SECONDS_PER_DAY for at in came.values() if begin <= at < end]
        assert desk.came_by_day == tuple(days.count(day) for day in range(week.week.n_days))
        closed = [
            not (week.week.begin_day + day in week.people.open_days
                 and (working.always_open or working.opens_seconds <= at % SECONDS_PER_DAY < working.closes_seconds))
            for at in came.values() if begin <= at < end for day in [(at - begin) // SECONDS_PER_DAY]
        ]  # fmt: skip
        assert desk.came_out_of_hours == sum(closed)
        if not week.people.open_days:
            assert desk.waiting_at_opening == 0
            continue
        assert desk.opened_seconds == week.people.open_days[0] * SECONDS_PER_DAY + working.opens_seconds
        done = sorted(judged.get(of, NEVER_SECONDS) for of, at in came.items() if at < desk.opened_seconds)
        done = [at for at in done if at >= desk.opened_seconds]
        assert desk.waiting_at_opening == len(done)
        if done:
            assert desk.all_of_them_seconds == done[-1]
            assert sum(at <= desk.half_of_them_seconds for at in done) * 2 >= len(done)
            assert sum(at < desk.half_of_them_seconds for at in done) * 2 < len(done)


def hours_add_up_to_the_key_figures(replication: Simulated, accounts: Accounts) -> None:
    steps = replication.settings.casework.steps
    for unit, weeks in accounts.items():
        hours = [week.hours for week in weeks]
        assert sum(each.worked for each in hours) == pytest.approx(figure(replication, "hours_worked", unit))
        assert sum(each.available for each in hours) == pytest.approx(figure(replication, "hours_available", unit))
        for name in replication.settings.casework.classes:
            by_class = sum(each.by_class.get(name, 0.0) for each in hours)
            assert by_class <= figure(replication, "hours_worked", unit, name) + 1e-9  # which has assessment too
        by_step = sum(each.by_step.get(step, 0.0) for each in hours for step in [*steps, "assessing"])
        assert by_step == pytest.approx(sum(figure(replication, f"hours_{step}", unit) for step in steps))
        assert all(sum(each.by_step.values()) == pytest.approx(each.worked) for each in hours)
        shared = Counter()
        for week in weeks:
            for work in week.shared:
                shared[work.way] += sum(work.hours.values())
        assert shared[SharedWay.LENT] == pytest.approx(figure(replication, "hours_lent", unit))
        assert shared[SharedWay.BORROWED] == pytest.approx(figure(replication, "hours_borrowed", unit))


def people_add_up_to_the_key_figures(replication: Simulated, accounts: Accounts) -> None:
    for unit, weeks in accounts.items():
        came = Counter(joined.came_by for week in weeks for joined in week.people.joined)
        assert came["recruited"] + came["cohort"] == figure(replication, "hires", unit)
        assert came["retrained"] == figure(replication, "retrained", unit)
        left = Counter(departed.cause for week in weeks for departed in week.people.departed)
        of_posts = sum(number for cause, number in left.items() if cause not in DEPARTED_OTHERWISE)
        assert of_posts == figure(replication, "leavers", unit)
        assert weeks[-1].people.people == figure_at_end(replication, unit)
        for name, of in (("overtime", "extra_hours"), ("time_off", "time_off_hours")):
            assert sum(getattr(week.hours, name) for week in weeks) == pytest.approx(figure(replication, of, unit))
        vacant = np.mean([sum(week.people.vacant.values()) for week in weeks])
        assert vacant == pytest.approx(figure(replication, "vacancy_fte", unit), abs=2)  # at the ends of weeks
        deployable = np.mean([week.people.deployable_fte for week in weeks])
        assert deployable == pytest.approx(figure(replication, "deployable_fte", unit))
        for week in weeks:
            days = len(week.people.open_days)
            away = sum(away.working_days for away in week.people.away)
            most = (week.people.people + len(week.people.departed)) * days
            assert round(week.people.at_work * days) + away <= most
            if not week.people.joined and not week.people.departed:
                assert round(week.people.at_work * days) + away == most


def what_was_put_down_is_what_the_log_tells(replication: Simulated, accounts: Accounts) -> None:
    """Counted event by event: an interruption, unless the same member begins or goes on with that step then, or
    was there all night, with other hours from then on, and goes on as soon as the office opens."""
    log, names = replication.log, replication.parameters.names
    rows = [row for row in log.rows if row["step"] != -1]
    goes_on = {
        (row["time_seconds"], row["member"], row["report"], row["step"]) for row in rows if row["kind"] == Event.RESUMED
    }
    taken_up = {(row["time_seconds"], row["report"]) for row in rows if row["kind"] == Event.TAKEN_UP}
    goes_on |= {
        (row["time_seconds"], row["member"], row["report"], row["step"])
        for row in rows
        if row["kind"] == Event.STARTED and (row["time_seconds"], row["report"]) not in taken_up
    }
    opens = replication.settings.calendar.opens_at_hour * 3600
    kinds = {(row["time_seconds"], row["member"], row["kind"]) for row in log.rows}

    def at_opening(row) -> bool:
        at, member = row["time_seconds"], row["member"]
        next_row = next((of for of in rows if of["report"] == row["report"] and of["time_seconds"] > at), None)
        return (
            next_row is not None
            and (at, member, Event.PACED) in kinds
            and (next_row["kind"], next_row["member"]) == (Event.RESUMED, member)
            and next_row["time_seconds"] % 86_400 == opens
        )

    counted = Counter(
        (names.teams[row["team"]], int(row["time_seconds"]) // (7 * 86_400))
        for row in rows
        if row["kind"] == Event.INTERRUPTED
        and (row["time_seconds"], row["member"], row["report"], row["step"]) not in goes_on
        and not at_opening(row)
    )
    for unit, weeks in accounts.items():
        assert [len(week.put_down) for week in weeks] == [counted[unit, number] for number in range(4)]
        for put_down in (each for week in weeks for each in week.put_down):
            assert put_down.why != WhyPutDown.UNKNOWN
            if put_down.why == WhyPutDown.MORE_URGENT:
                assert replication.settings.casework.classes[put_down.for_class].preempts
            assert (put_down.away_for != "") == (put_down.why == WhyPutDown.AWAY)


def all_of_it_can_be_said(replication: Simulated, accounts: Accounts) -> None:
    for weeks in accounts.values():
        for account in weeks:
            english, dutch = (say_week(replication.settings, account, language) for language in ("en", "nl"))
            assert [len(section.sentences) for section in english.sections] == [
                len(section.sentences) for section in dutch.sections
            ]
            assert all(section.sentences for section in english.sections)
            assert not {section.title for section in english.sections} & {section.title for section in dutch.sections}
            texts = [text for section in english.sections for text in section.sentences]
            before, after = account.reports.to_assess_before, account.reports.to_assess_after
            to_assess = f"To be assessed by the unit: {before} at the start of the week, {after} at its end."
            assert (to_assess in texts) == (before + after > 0)
            at_unit, closed = account.reports.at_unit, account.reports.closed_unheard
            heard = f"Reported at the unit itself, which hears those who report: {at_unit}."
            if not replication.settings.triage.assessment.enabled:
                heard = f"Reported at the unit itself: {at_unit}, of which {closed} closed."
            assert (heard in texts) == (at_unit > 0)
            texts += [line.what for story in english.stories for line in story.lines]
            assert not [text for text in texts if "{" in text or "nan" in text or "inf " in text]


CHECKS = (
    cases_add_up_to_the_key_figures,
    each_week_goes_on_where_the_one_before_ended,
    reports_add_up_to_the_key_figures,
    hours_add_up_to_the_key_figures,
    people_add_up_to_the_key_figures,
    what_was_put_down_is_what_the_log_tells,
    all_of_it_can_be_said,
)


@pytest.mark.parametrize(
    "world", [pytest.param(world, marks=[] if world in QUICK else pytest.mark.slow) for world in WORLDS]
)
def test_an_account_agrees_with_the_key_figures_and_with_the_log_and_can_be_said(world):
    replication, accounts = told(world)
    for check in CHECKS:
        check(replication, accounts)


def test_there_is_a_phrase_for_whatever_may_happen():
    assert set(phrases.AWAY_FOR) == {cause.name.lower() for cause in AbsenceCause}
    assert set(CAUSES) == {cause.name.lower() for cause in Cause}
    assert set(DEPARTED_OTHERWISE) < set(CAUSES)
    assert set(phrases.BEGAN) == {way.name.lower() for way in CameBy}
    assert set(phrases.CAME_BY) == {"reallocated", "temporary"}
    assert set(phrases.UNDONE) == {end.name.lower() for end in UNDONE}
    assert set(phrases.ENDED_AS) == {end.name.lower() for end in OUTCOMES}
    assert set(ENDS) >= {end.name.lower() for end in End} - {"own_work_done"} - {"closed_in_triage"}
    assert set(phrases.WHY_PUT_DOWN) == set(WhyPutDown)
    assert set(phrases.NOT_TAKEN_UP) == set(WhyNotTakenUp)
    assert set(phrases.STATES) == {*StateInHand, "held"}
    assert set(phrases.SHARED_WAY) == set(SharedWay)
    told = {kind.name.lower() for kind in TOLD} - {"queued", "arrived"}
    assert set(phrases.HAPPENED) == told | {CAME_IN, CHOSEN_NOW, READY, RAISED, "triaged_by_system", "triaged_by_unit"}
