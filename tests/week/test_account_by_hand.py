"""A week of which every event is written by hand, and the account that one comes to with a pencil.

Monday 4 to Sunday 10 January 2021; the office is open on weekdays from 9 to 17. Two detectives at the capital:

- report 0, serious, comes on Monday at 9:36; detective 0 does two hours, somebody outside is awaited for a day, on
  Tuesday at 11:36 the search begins, is put down at 12:00 for report 1, and goes on from Wednesday 9:00 until Thursday
  10:36;
- report 1, acute, comes on Tuesday at 12:00 and takes four hours, eight a day spread over 24: until midnight;
- report 2, light, comes on Monday at 12:00; detective 1 does five hours, is on leave on Tuesday and Wednesday, and is
  done on Thursday at 12:00;
- report 3, light, comes on Friday at 18:00, when the office is closed.
"""

from dataclasses import replace

import numpy as np
import pytest

from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.model.event_records import End
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.world import Away, World
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import CHOSEN
from tbkk_sim.week.facts.case_account import CaseStory, Owed, StateInHand, WaitingClass, WhyNotTakenUp, WhyPutDown
from tbkk_sim.week.facts.reader import WeekReader
from tbkk_sim.week.telling.words import say_week
from tests.checker.by_hand import (
    ACUTE,
    CAPITAL,
    ENRICH,
    LIGHT,
    OFFICE,
    SEARCH,
    SERIOUS,
    Person,
    Report,
    log_by_hand,
    settings_by_hand,
    world_by_hand,
)
from tests.rows import every_row

HOUR = 1 / 24
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 1.0, 2.0, 3.0, 4.0, 5.0, 6.0
SETTINGS = settings_by_hand({"calendar": {**OFFICE, "round_the_clock_hours_per_day": 8.0}})
REPORTS = (
    Report(0.4, SERIOUS, ((ENRICH, 2.0), (SEARCH, 10.0)), outcome=End.NO_OFFENCE, delay_days=1.0),
    Report(TUESDAY + 0.5, ACUTE, ((ENRICH, 4.0),), outcome=End.FILE_TO_OM),
    Report(0.5, LIGHT, ((ENRICH, 8.0),), outcome=End.LETTER_OR_VISIT),
    Report(FRIDAY + 0.75, LIGHT, ((ENRICH, 3.0),)),
)
LOG = f"""
0.0 JOINED report=0 member=0 team=0
0.0 JOINED report=1 member=1 team=0
0.4 ARRIVED report=0 team=0 detail={SERIOUS}
0.4 QUEUED report=0 step=0 team=0 detail={SERIOUS}
0.4 TAKEN_UP report=0 step=0 team=0 member=0 detail={SERIOUS}
0.4 STARTED report=0 step=0 team=0 member=0 detail={SERIOUS}
{0.4 + 2 * HOUR} FINISHED report=0 step=0 team=0 member=0 hours=2
0.5 ARRIVED report=2 team=0 detail={LIGHT}
0.5 QUEUED report=2 step=0 team=0 detail={LIGHT}
0.5 TAKEN_UP report=2 step=0 team=0 member=1 detail={LIGHT}
0.5 STARTED report=2 step=0 team=0 member=1 detail={LIGHT}
{TUESDAY} ABSENT report=1 member=1 team=0
{TUESDAY} INTERRUPTED report=2 step=0 team=0 member=1 hours=5
{TUESDAY} QUEUED report=2 step=0 team=0 detail={LIGHT}
{TUESDAY + 0.4 + 2 * HOUR} QUEUED report=0 step=1 team=0 detail={SERIOUS}
{TUESDAY + 0.4 + 2 * HOUR} STARTED report=0 step=1 team=0 member=0 detail={SERIOUS}
{TUESDAY + 0.5} ARRIVED report=1 team=0 detail={ACUTE}
{TUESDAY + 0.5} QUEUED report=1 step=0 team=0 detail={ACUTE}
{TUESDAY + 0.5} INTERRUPTED report=0 step=1 team=0 member=0 hours=0.4
{TUESDAY + 0.5} QUEUED report=0 step=1 team=0 detail={SERIOUS}
{TUESDAY + 0.5} TAKEN_UP report=1 step=0 team=0 member=0 detail={ACUTE}
{TUESDAY + 0.5} STARTED report=1 step=0 team=0 member=0 detail={ACUTE}
{WEDNESDAY} FINISHED report=1 step=0 team=0 member=0 hours=4
{WEDNESDAY} ENDED report=1 team=0 detail={End.FILE_TO_OM}
{WEDNESDAY + 9 * HOUR} RESUMED report=0 step=1 team=0 member=0 detail={SERIOUS}
{THURSDAY} BACK report=2 member=1 team=0
{THURSDAY + 9 * HOUR} RESUMED report=2 step=0 team=0 member=1 detail={LIGHT}
{THURSDAY + 10.6 * HOUR} FINISHED report=0 step=1 team=0 member=0 hours=9.6
{THURSDAY + 10.6 * HOUR} ENDED report=0 team=0 detail={End.NO_OFFENCE}
{THURSDAY + 12 * HOUR} FINISHED report=2 step=0 team=0 member=1 hours=3
{THURSDAY + 12 * HOUR} ENDED report=2 team=0 detail={End.LETTER_OR_VISIT}
{FRIDAY + 0.75} ARRIVED report=3 team=0 detail={LIGHT}
{FRIDAY + 0.75} QUEUED report=3 step=0 team=0 detail={LIGHT}
"""


def with_leave(world: World, member: int, begin: float, end: float) -> World:
    """The world, in which a member's absence is leave."""
    cause = np.array([AbsenceCause.LEAVE], dtype=np.int8)
    away = Away(np.array([member], dtype=np.int32), np.array([begin]), np.array([end]), cause)
    return replace(world, shifts=replace(world.shifts, away=away))


def reader_of(log: str, settings: Settings = SETTINGS) -> WeekReader:
    world = world_by_hand(settings, REPORTS, [Person(CAPITAL), Person(CAPITAL, away=(TUESDAY, THURSDAY))])
    world = with_leave(world, 1, TUESDAY, THURSDAY)
    return WeekReader(settings, Ledger(world, compile_parameters(settings), log_by_hand(log)))


@pytest.fixture(scope="module")
def reader() -> WeekReader:
    return reader_of(LOG)


@pytest.fixture(scope="module")
def account(reader: WeekReader):
    assert reader.weeks.names == ["2021-W01"]
    return reader.account("capital", 0)


def test_who_was_there(account):
    (role,) = account.people.roles
    assert (role.role, role.posts, role.filled, role.people) == ("detective", 1, 1, 2)
    assert role.at_work == pytest.approx(8 / 5)
    assert account.people.away == (("leave", 1, 2),)
    assert account.people.open_days == (0, 1, 2, 3, 4)
    assert account.people.joined == account.people.departed == account.people.training == ()


def test_what_came_was_taken_up_and_ended(account):
    cases = account.cases
    assert cases.new == cases.found == {"acute": 1, "serious": 1, "light": 2}
    assert cases.taken_up == {"acute": 1, "serious": 1, "light": 1}
    assert cases.ended == {"file_to_om": {"acute": 1}, "letter_or_visit": {"light": 1}, "no_offence": {"serious": 1}}
    assert sorted(cases.lead_days) == pytest.approx([0.5, 3.0, THURSDAY + 10.6 * HOUR - 0.4])
    assert cases.undone == cases.in_hand == {}
    (waiting,) = cases.waiting
    assert waiting == ("light", 1, pytest.approx(2.25), WhyNotTakenUp.JUST_CAME)


def test_what_was_put_down_and_why(account):
    leave, urgent = account.put_down
    assert (leave.report, leave.case_class, leave.step, leave.member, leave.hours) == (2, "light", "enrich", 1, 5.0)
    assert (leave.why, leave.away_for, leave.for_class) == (WhyPutDown.AWAY, "leave", "")
    assert leave.gone_on_seconds == (THURSDAY + 9 * HOUR) * SECONDS_PER_DAY
    assert (urgent.report, urgent.case_class, urgent.step, urgent.hours) == (0, "serious", "search", 0.4)
    assert (urgent.why, urgent.for_class, urgent.for_report) == (WhyPutDown.MORE_URGENT, "acute", 1)
    assert (urgent.gone_on_seconds, urgent.gone_on_by) == ((WEDNESDAY + 9 * HOUR) * SECONDS_PER_DAY, 0)


def test_hours(account):
    """Eight days at work of eight hours; 17 and 8 of them with work in hand. Of the acute case 7 of 12 hours of the
    clock are outside office hours."""
    hours = account.hours
    assert hours.available == pytest.approx(64)
    assert hours.occupied_share == pytest.approx(25 / 64)
    assert hours.by_class == pytest.approx({"acute": 4, "serious": 12, "light": 8})
    assert hours.by_step == pytest.approx({"enrich": 14, "search": 10})
    assert hours.out_of_hours == pytest.approx(4 * 7 / 12)
    assert account.shared == ()


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def told(story: CaseStory) -> list[tuple[float, str]]:
    return [
        (round(moment.at_seconds / SECONDS_PER_DAY, 5), each.what)
        for moment in story.moments
        for each in moment.happened
    ]


def test_severe_cases_one_by_one(account):
    acute, serious = account.stories
    assert (acute.report, acute.case_class, acute.state, acute.hours) == (1, "acute", "ended", 4.0)
    assert told(acute) == [(1.5, "came_in"), (1.5, "taken_up"), (2.0, "finished"), (2.0, "ended")]
    assert (serious.report, serious.case_class, serious.state, serious.hours) == (0, "serious", "ended", 12.0)
    assert told(serious) == [
        (0.4, "came_in"),
        (0.4, "taken_up"),
        (0.48333, "finished"),
        (1.48333, "started"),
        (1.5, "interrupted"),
        (2.375, "resumed"),
        (3.44167, "finished"),
        (3.44167, "ended"),
    ]
    assert account.severe_without_story == 0


def test_the_week_in_english(account):
    words = say_week(SETTINGS, account, "en")
    sections = {section.title: [plain(said) for said in section.sentences] for section in words.sections}
    assert (words.title, words.span) == (
        "Capital, week 1 of 2021",
        "Monday 4 January to Sunday 10 January 2021",
    )
    assert sections["Who was there"] == [
        "Posts filled: all 1.",
        "People at the unit: 2, with 1 posts.",
        "At work on a working day, on average: 1.6 of 2 people (detective 1.6 of 2).",
        "Working days away: leave or course 2 (1 person).",
    ]
    assert sections["What was put aside, and why"] == [
        "Tue: detective 1 puts down enrich of case 2 (light), and is away (leave or course). Detective 1 goes on with "
        "it on Thu 09:00.",
        "Tue 12:00: detective 0 puts down search of case 0 (serious), for a more urgent case (acute, case 1). "
        "Detective 0 goes on with it on Wed 09:00.",
        "Came after the last working day of the week: light 1 (oldest 2 days).",
    ]
    assert sections["What was lent and borrowed"] == ["Nothing."]
    acute = words.stories[0]
    assert (acute.title, plain(acute.before), acute.after) == (
        "Case 1: acute",
        "Taken up on 5 January 2021; 4.0 h of work so far.",
        "",
    )
    assert [(line.when, plain(line.what)) for line in acute.lines] == [
        ("Tue 12:00", "comes in; taken up: detective 0 begins enrich"),
        ("Wed", "detective 0 is done with enrich, 4.0 h in all; ends: file to the prosecution service"),
    ]
    assert [plain(line.what) for line in words.stories[1].lines[1:3]] == [
        "detective 0 is done with enrich, 2.0 h in all; waits for somebody outside until Tue 11:36",
        "detective 0 begins search",
    ]


def test_the_week_in_dutch(account):
    words = say_week(SETTINGS, account, "nl")
    sections = {section.title: [plain(said) for said in section.sentences] for section in words.sections}
    assert words.span == "maandag 4 januari tot en met zondag 10 januari 2021"
    assert sections["Wat bleef liggen, en waarom"][1] == (
        "Di 12:00: detective 0 stopt met doorzoeking in zaak 0 (serious), voor een zaak met meer spoed (acute, zaak "
        "1). Detective 0 gaat ermee verder op wo 09:00."
    )
    assert sections["Uren"][0] == (
        "Uren voor zaken van wie aan het werk was: 64 u. Zij hadden 39 % van de tijd werk onder handen."
    )


@every_row(("week", "until"), [(0, ""), (1, "; waits for somebody outside until Tue 11:36")])
def test_until_when_somebody_outside_is_awaited_is_told_within_the_week(week, until):
    """The step is done on the Sunday before, or on the Monday of the same week."""
    settings = settings_by_hand({"calendar": OFFICE, "run.end": "2021-01-17"})
    world = world_by_hand(settings, REPORTS[:1], [Person(CAPITAL)])
    done, ready = (6.5, 7.5) if week == 0 else (7.5, TUESDAY + 7 + 0.4 + 2 * HOUR)
    log = f"""
    0.0 JOINED report=0 member=0 team=0
    0.4 ARRIVED report=0 team=0 detail={SERIOUS}
    0.4 QUEUED report=0 step=0 team=0 detail={SERIOUS}
    0.4 TAKEN_UP report=0 step=0 team=0 member=0 detail={SERIOUS}
    0.4 STARTED report=0 step=0 team=0 member=0 detail={SERIOUS}
    {done} FINISHED report=0 step=0 team=0 member=0 hours=2
    {ready} QUEUED report=0 step=1 team=0 detail={SERIOUS}
    """
    reader = WeekReader(settings, Ledger(world, compile_parameters(settings), log_by_hand(log)))
    (story,) = say_week(settings, reader.account("capital", week), "en").stories
    (line,) = (line for line in story.lines if "is done" in line.what)
    assert plain(line.what) == "detective 0 is done with enrich, 2.0 h in all" + until
    (story,) = say_week(settings, reader.account("capital", week), "nl").stories
    assert any("; wacht op iemand buiten tot di 11:36" in plain(line.what) for line in story.lines) == bool(until)


def test_a_class_that_is_behind_what_is_due_says_by_how_much(account):
    owed = (Owed("light", 20, due=6, due_at_close=5, taken_up=4), Owed("closed", 9, due=2, due_at_close=2, taken_up=3))
    waiting = (WaitingClass("light", 5, 30.0, WhyNotTakenUp.OWED),)
    behind = replace(account, cases=replace(account.cases, owed=owed, waiting=waiting))
    english, dutch = (
        [plain(text) for section in say_week(SETTINGS, behind, language).sections for text in section.sentences]
        for language in ("en", "nl")
    )
    assert (
        "Not taken up, though of their class fewer than are due by now were taken up this year, because nobody who can "
        "begin them was free: light 5 (oldest 30 days; taken up 4, due 6)."
    ) in english
    assert (
        "Niet in behandeling genomen, hoewel er van hun soort dit jaar minder in behandeling zijn genomen dan volgens "
        "schema, omdat niemand die ermee kan beginnen vrij was: light 5 (oudste 30 dagen; in behandeling genomen 4, "
        "volgens schema 6)."
    ) in dutch


@every_row(("taken_up", "why"), [(4, WhyNotTakenUp.OWED), (5, WhyNotTakenUp.OTHER_WORK_FIRST)])
def test_a_class_is_behind_only_if_it_was_when_the_office_closed(taken_up, why):
    """On Friday five were due; the sixth came to be due on a day off."""
    log = f"0.5 ARRIVED report=2 team=0 detail={LIGHT}\n0.5 QUEUED report=2 step=0 team=0 detail={LIGHT}"
    reader = reader_of(log)
    owed = (Owed("light", 20, due=6, due_at_close=5, taken_up=taken_up),)
    waiting = reader.cases._waiting(0, reader.weeks[0], owed, days_without_room=0)
    assert [waits.why for waits in waiting if waits.case_class == "light"] == [why]


def test_the_end_of_a_week_tells_nothing_of_what_comes_after():
    """The same, four days later: on Thursday detective 1 comes back, which is the Monday of the second week."""
    later = {"calendar": {**OFFICE, "round_the_clock_hours_per_day": 8.0}, "run.end": "2021-01-17"}
    settings, days = settings_by_hand(later), 4.0
    moved = (line.split(maxsplit=1) for line in LOG.splitlines() if line.strip() and "report=3" not in line)
    log = "\n".join(f"{float(at) + days * ('JOINED' not in what)} {what}" for at, what in moved)
    reports = [replace(report, arrived_days=report.arrived_days + days) for report in REPORTS[:3]]
    world = world_by_hand(settings, reports, [Person(CAPITAL), Person(CAPITAL, away=(TUESDAY + days, THURSDAY + days))])
    reader = WeekReader(settings, Ledger(world, compile_parameters(settings), log_by_hand(log)))
    first, second = (reader.account("capital", week) for week in (0, 1))
    assert [put_down.gone_on_seconds < first.week.end_seconds for put_down in first.put_down] == [False, True]
    (_, put_aside, *_) = (section.sentences for section in say_week(settings, first, "en").sections[2:])
    assert put_aside[0].startswith("Sat 12:00: ")
    assert put_aside[1].startswith("From Mon 11 Jan: ")  # work on it would have gone on after this week
    assert "gone on with it" not in put_aside[1]
    assert first.cases.in_hand == {StateInHand.WORKED_ON: {"serious": 1}, StateInHand.PUT_DOWN: {"light": 1}}
    assert first.cases.cases_per_investigator == pytest.approx(2 / 2)
    assert second.put_down == ()
    assert second.cases.ended == {"letter_or_visit": {"light": 1}, "no_offence": {"serious": 1}}


@every_row(("limit", "is_above"), [(0.99, True), (1.0, False), (None, False)])
def test_more_in_hand_than_the_limit_is_said_with_the_reason(limit, is_above):
    """At the end of the first two days two cases are in hand, of a unit of two, of whom one is away."""
    rules = {"calendar": {**OFFICE, "round_the_clock_hours_per_day": 8.0}, "run.end": "2021-01-04"}
    settings = settings_by_hand({**rules, "assignment.in_hand_limit_per_investigator": limit})
    world = world_by_hand(settings, REPORTS, [Person(CAPITAL), Person(CAPITAL, away=(TUESDAY, THURSDAY))])
    lines = [line for line in LOG.splitlines() if line.strip() and float(line.split()[0]) < 1]
    account = WeekReader(settings, Ledger(world, compile_parameters(settings), log_by_hand("\n".join(lines)))).account(
        "capital", 0
    )
    assert sum(n for counts in account.cases.in_hand.values() for n in counts.values()) == 2
    assert account.cases.above_limit is is_above
    said = " ".join(text for section in say_week(settings, account, "en").sections for text in section.sentences)
    assert (f"more than {limit} for each of its investigators, those who are away among them" in said) is is_above


def test_a_case_in_hand_is_worked_on_put_down_or_waits():
    """The log is cut at different moments, by a run that ends then."""
    cut = {
        "2021-01-04": {StateInHand.WAITS_OUTSIDE: {"serious": 1}, StateInHand.WORKED_ON: {"light": 1}},
        "2021-01-05": {StateInHand.PUT_DOWN: {"serious": 1, "light": 1}, StateInHand.WORKED_ON: {"acute": 1}},
    }
    for end, expected in cut.items():
        days = int(end[-2:]) - 3
        settings = settings_by_hand({"calendar": {**OFFICE, "round_the_clock_hours_per_day": 8.0}, "run.end": end})
        world = world_by_hand(settings, REPORTS, [Person(CAPITAL), Person(CAPITAL, away=(TUESDAY, THURSDAY))])
        lines = [line for line in LOG.splitlines() if line.strip() and float(line.split()[0]) < days]
        reader = WeekReader(settings, Ledger(world, compile_parameters(settings), log_by_hand("\n".join(lines))))
        assert reader.account("capital", 0).cases.in_hand == expected, end


LEAVE_BEGINS = """
0.0 JOINED report=0 member=0 team=0
4.5 ARRIVED report=0 team=0 detail={case_class}
4.5 QUEUED report=0 step=0 team=0 detail={case_class}
4.5 TAKEN_UP report=0 step=0 team=0 member=0 detail={case_class}
4.5 STARTED report=0 step=0 team=0 member=0 detail={case_class}
{away} ABSENT report=0 member=0 team=0
{away} INTERRUPTED report=0 step=0 team=0 member=0 hours=5
{away} QUEUED report=0 step=0 team=0 detail={case_class}
"""


def account_of_leave(case_class: int, away: float, **changes: object):
    """Report 0 is taken up on Friday at noon; who has it goes on leave while it is in hand."""
    settings = settings_by_hand({"calendar": OFFICE, **changes})
    reports = (Report(4.5, case_class, ((ENRICH, 90.0),)),)
    world = with_leave(world_by_hand(settings, reports, [Person(CAPITAL, away=(away, away + 9))]), 0, away, away + 9)
    log = log_by_hand(LEAVE_BEGINS.format(case_class=case_class, away=away))
    account = WeekReader(settings, Ledger(world, compile_parameters(settings), log)).account
    return settings, account


@every_row("away", [SATURDAY, SUNDAY])
def test_leave_that_begins_at_a_weekend_is_missed_from_monday(away):
    settings, account_in = account_of_leave(SERIOUS, away)
    account = account_in("capital", 0)
    (put_down,) = account.put_down
    assert put_down.at_seconds == away * SECONDS_PER_DAY
    assert put_down.missed_from_seconds == 7 * SECONDS_PER_DAY
    english, dutch = (say_week(settings, account, language) for language in ("en", "nl"))
    assert english.sections[3].sentences[0] == (
        "From Mon 11 Jan: detective 0 puts down enrich of case 0 (serious), and is away (leave or course)."
    )
    assert dutch.sections[3].sentences[0].startswith("Vanaf ma 11 jan: detective 0 stopt met")
    assert [line.when for line in english.stories[0].lines] == ["Fri 12:00", "From Mon 11 Jan"]


def test_work_round_the_clock_is_missed_at_a_weekend():
    _, account_in = account_of_leave(ACUTE, SATURDAY)
    (put_down,) = account_in("capital", 0).put_down
    assert put_down.missed_from_seconds == put_down.at_seconds == SATURDAY * SECONDS_PER_DAY


def test_leave_that_begins_on_a_holiday_is_missed_on_the_next_working_day_of_that_week():
    closed = {"calendar": {**OFFICE, "closed_days": ["01-11"]}, "run.end": "2021-01-24"}
    settings, account_in = account_of_leave(SERIOUS, 7.0, **closed)
    account = account_in("capital", 1)
    assert account.put_down[0].missed_from_seconds == 8 * SECONDS_PER_DAY
    assert say_week(settings, account, "en").sections[3].sentences[0].startswith("Tue: detective 0 puts down")


def test_a_case_older_than_its_term_is_explained():
    """Light cases are let go after 180 days; a later report on the same person put that off."""
    settings = settings_by_hand({"calendar": OFFICE, "run.end": "2021-07-25"})
    arrived = {"in term": 60.0, "past it": 10.0}
    said = {}
    for name, day in arrived.items():
        log = f"{day} ARRIVED report=0 team=0 detail={LIGHT}\n{day} QUEUED report=0 step=0 team=0 detail={LIGHT}"
        world = world_by_hand(settings, (Report(day, LIGHT, ((ENRICH, 3.0),)),), [Person(CAPITAL)])
        reader = WeekReader(settings, Ledger(world, compile_parameters(settings), log_by_hand(log)))
        words = say_week(settings, reader.account("capital", len(reader.weeks) - 1), "en")
        said[name] = [plain(sentence) for sentence in words.sections[3].sentences]
    assert said["past it"][-1] == (
        "These ages count from the first report. A case is let go 180 days after the last report on the same person, "
        "so some are older."
    )
    assert not [sentence for sentence in said["in term"] if "let go" in sentence]


def test_a_week_before_anything_happened_has_nothing_to_tell():
    reader = reader_of("\n".join(line for line in LOG.splitlines() if "JOINED" in line))
    account = reader.account("coast", 0)
    assert account.cases.new == account.cases.taken_up == {}
    assert account.stories == account.put_down == account.shared == ()
    assert np.isnan(account.hours.occupied_share)
    said = say_week(SETTINGS, account, "en")
    assert said.stories_notes == ("Nothing happened to a severe case.",)
    assert NEVER_SECONDS not in account.cases.lead_days


SEARCH_BEGINS = TUESDAY + 0.4 + 2 * HOUR
BEGUN = (
    "\n".join(LOG.strip().splitlines()[:7])
    + f"""
{SEARCH_BEGINS} QUEUED report=0 step=1 team=0 detail={SERIOUS}
{SEARCH_BEGINS} STARTED report=0 step=1 team=0 member=0 detail={SERIOUS}
"""
)
"""Detective 0 has begun the search."""


@pytest.mark.parametrize(
    ("at", "by", "noticed"),
    [
        pytest.param(WEDNESDAY + 9 * HOUR, 0, False, id="as soon as the office opens"),
        pytest.param(WEDNESDAY + 9.5 * HOUR, 0, True, id="after something else"),
        pytest.param(WEDNESDAY + 9 * HOUR, 1, True, id="by a colleague"),
    ],
)
def test_whose_hours_change_puts_down_only_what_others_notice(at: float, by: int, noticed: bool):
    log = (
        BEGUN
        + f"""
{WEDNESDAY} INTERRUPTED report=0 step=1 team=0 member=0 hours=0.4
{WEDNESDAY} QUEUED report=0 step=1 team=0 detail={SERIOUS}
{WEDNESDAY} PACED report=0 member=0 team=0
{at} RESUMED report=0 step=1 team=0 member={by} detail={SERIOUS}
"""
    )
    account = reader_of(log).account("capital", 0)
    assert [each.why for each in account.put_down] == [WhyPutDown.OTHER_HOURS] * noticed
    (story,) = account.stories
    assert [what for _, what in told(story)[4:]] == ["interrupted", "resumed"] * noticed
    assert (story.state, story.step) == ("worked_on", "search")


def test_a_step_that_waits_for_a_second_person_says_so():
    pairs = settings_by_hand({"calendar": OFFICE, "casework.steps.search.in_pairs": True})
    held = BEGUN + f"{SEARCH_BEGINS} HELD report=0 step=1 team=0 member=0\n"
    account = reader_of(held, pairs).account("capital", 0)
    (story,) = account.stories
    assert (story.state, story.step) == ("held", "search")
    assert account.cases.held == {"serious": 1}
    said = [text for section in say_week(pairs, account, "en").sections for text in section.sentences]
    assert [text for text in said if text.startswith("Begun")] == ["Begun, waiting for a second person: 1 (serious)."]
    worked_on = sum(account.cases.in_hand[StateInHand.WORKED_ON].values()) - 1
    (states,) = [text for text in said if text.startswith("Of these: ")]
    assert "begun, waiting for a second person 1" in states
    assert (f"worked on {worked_on}" in states) == (worked_on > 0)
    joined = f"{FRIDAY + 0.5} ASSISTED report=0 step=1 team=0 member=1\n"
    (story,) = reader_of(held + joined, pairs).account("capital", 0).stories
    assert (story.state, told(story)[-1]) == ("worked_on", (FRIDAY + 0.5, "assisted"))
    assert reader_of(held + joined, pairs).account("capital", 0).cases.held == {}
    gone = f"""
{FRIDAY} ABSENT report=1 member=1 team=0
{FRIDAY} INTERRUPTED report=0 step=1 team=0 member=0 hours=0
{FRIDAY} QUEUED report=0 step=1 team=0 detail={SERIOUS}
{FRIDAY} RESUMED report=2 step=0 team=0 member=0 detail={LIGHT}
"""
    account = reader_of(held + gone, pairs).account("capital", 0)
    assert [each.why for each in account.put_down] == [WhyPutDown.NOBODY_BESIDE]
    said = [text for section in say_week(SETTINGS, account, "en").sections for text in section.sentences]
    assert any("because nobody is left who could be the second person" in text for text in said)
    for language, little in (
        ("en", "puts search down after less than 5 minutes"),
        ("nl", "na in totaal minder dan 5 minuten"),
    ):
        lines = [line.what for line in say_week(SETTINGS, account, language).stories[0].lines]
        assert any(little in line for line in lines), lines


def test_who_is_called_off_to_join_a_colleague_puts_work_down_for_that_case():
    called_off = f"""
{TUESDAY + 0.5} ARRIVED report=1 team=0 detail={ACUTE}
{THURSDAY} BACK report=2 member=1 team=0
{FRIDAY + 0.5} QUEUED report=1 step=0 team=0 detail={ACUTE}
{FRIDAY + 0.5} TAKEN_UP report=1 step=0 team=0 member=1 detail={ACUTE}
{FRIDAY + 0.5} STARTED report=1 step=0 team=0 member=1 detail={ACUTE}
{FRIDAY + 0.5} HELD report=1 step=0 team=0 member=1
{FRIDAY + 0.5} INTERRUPTED report=0 step=1 team=0 member=0 hours=9
{FRIDAY + 0.5} QUEUED report=0 step=1 team=0 detail={SERIOUS}
{FRIDAY + 0.5} ASSISTED report=1 step=0 team=0 member=0
"""
    pairs = settings_by_hand({"calendar": OFFICE, "casework.steps.enrich.in_pairs": True})
    account = reader_of(BEGUN + called_off, pairs).account("capital", 0)
    (put_down,) = account.put_down
    assert (put_down.report, put_down.member, put_down.why) == (0, 0, WhyPutDown.JOINS)
    assert (put_down.for_class, put_down.for_report) == ("acute", 1)
    assert [what for _, what in told(account.stories[0])] == ["came_in", "taken_up", "assisted"]


def test_what_is_begun_and_let_go_of_at_one_moment_is_not_told():
    """Detective 0 begins the search and is called off it at once; detective 1 has begun one with that help."""
    other = f"""
{TUESDAY + 0.3} ARRIVED report=1 team=0 detail={ACUTE}
{SEARCH_BEGINS} QUEUED report=1 step=0 team=0 detail={ACUTE}
{SEARCH_BEGINS} TAKEN_UP report=1 step=0 team=0 member=1 detail={ACUTE}
{SEARCH_BEGINS} STARTED report=1 step=0 team=0 member=1 detail={ACUTE}
{SEARCH_BEGINS} HELD report=1 step=0 team=0 member=1
{SEARCH_BEGINS} INTERRUPTED report=0 step=1 team=0 member=0 hours=0
{SEARCH_BEGINS} QUEUED report=0 step=1 team=0 detail={SERIOUS}
{SEARCH_BEGINS} ASSISTED report=1 step=0 team=0 member=0
{WEDNESDAY} INTERRUPTED report=1 step=0 team=0 member=1 hours=3
{WEDNESDAY} RELEASED report=1 step=0 team=0 member=0 hours=3
{WEDNESDAY} QUEUED report=1 step=0 team=0 detail={ACUTE}
{WEDNESDAY} RESUMED report=1 step=0 team=0 member=1 detail={ACUTE}
{WEDNESDAY} ASSISTED report=1 step=0 team=0 member=0
{WEDNESDAY} ABSENT report=0 member=0 team=0
{WEDNESDAY} INTERRUPTED report=1 step=0 team=0 member=1 hours=0
{WEDNESDAY} RELEASED report=1 step=0 team=0 member=0 hours=0
{WEDNESDAY} QUEUED report=1 step=0 team=0 detail={ACUTE}
{THURSDAY} BACK report=0 member=0 team=0
{THURSDAY + 9 * HOUR} RESUMED report=0 step=1 team=0 member=0 detail={SERIOUS}
"""
    pairs = settings_by_hand({"calendar": OFFICE, "casework.steps.enrich.in_pairs": True})
    account = reader_of(BEGUN + other, pairs).account("capital", 0)
    acute, serious = account.stories
    assert [what for _, what in told(acute)] == ["came_in", "taken_up", "assisted", "interrupted"]
    assert told(serious)[3:] == [(3.375, "started")]
    assert [(each.report, each.gone_on_by) for each in account.put_down] == [(1, -1)]


@every_row(
    ("away", "other", "goes", "why", "for_report"),
    [
        (0, 1, "", WhyPutDown.MORE_URGENT, 1),
        (1, 0, "", WhyPutDown.MORE_URGENT, 1),
        (-1, 0, f"{FRIDAY + 0.5} ABSENT report=2 member=1 team=0", WhyPutDown.LEFT_ALONE, -1),
    ],
    ids=["one is taken away", "the second is taken away", "the second goes"],
)
def test_a_search_is_put_down_for_what_takes_one_of_two_away_and_not_for_what_the_other_goes_on_with(
    away, other, goes, why, for_report
):
    pairs = settings_by_hand({"calendar": OFFICE, "casework.steps.search.in_pairs": True})
    urgent = f"""
{FRIDAY + 0.5} TAKEN_UP report=1 step=0 team=0 member={away} detail={ACUTE}
{FRIDAY + 0.5} STARTED report=1 step=0 team=0 member={away} detail={ACUTE}
"""
    apart = f"""
{SEARCH_BEGINS} HELD report=0 step=1 team=0 member=0
{TUESDAY + 0.5} ARRIVED report=1 team=0 detail={ACUTE}
{THURSDAY} BACK report=2 member=1 team=0
{THURSDAY + 9 * HOUR} ASSISTED report=0 step=1 team=0 member=1
{FRIDAY + 0.5} QUEUED report=1 step=0 team=0 detail={ACUTE}
{goes}
{FRIDAY + 0.5} INTERRUPTED report=0 step=1 team=0 member=0 hours=9
{FRIDAY + 0.5} RELEASED report=0 step=1 team=0 member=1 hours=9
{FRIDAY + 0.5} QUEUED report=0 step=1 team=0 detail={SERIOUS}
{"" if goes else urgent}
{FRIDAY + 0.5} RESUMED report=2 step=0 team=0 member={other} detail={LIGHT}
"""
    (put_down,) = reader_of(BEGUN + apart, pairs).account("capital", 0).put_down
    assert (put_down.member, put_down.why, put_down.for_report) == (0, why, for_report)


@pytest.mark.parametrize(("closed", "joins", "when"), [([], SATURDAY, "From Mon 11 Jan"), (["01-07"], THURSDAY, "Fri")])
def test_a_second_person_who_is_back_on_a_day_off_joins_on_the_next_working_day(closed, joins, when):
    settings = settings_by_hand({"calendar": {**OFFICE, "closed_days": closed}, "casework.steps.search.in_pairs": True})
    world = world_by_hand(settings, REPORTS, [Person(CAPITAL), Person(CAPITAL, away=(TUESDAY, joins))])
    log = log_by_hand(
        BEGUN
        + f"""
{SEARCH_BEGINS} HELD report=0 step=1 team=0 member=0
{joins} ASSISTED report=0 step=1 team=0 member=1
"""
    )
    account = WeekReader(settings, Ledger(world, compile_parameters(settings), log)).account("capital", 0)
    last = say_week(settings, account, "en").stories[0].lines[-1]
    assert (last.when, last.what) == (when, "detective 1 joins as the second person")


RAISED_BY_REPORT = f"""
0.0 JOINED report=0 member=0 team=0
0.5 ARRIVED report=0 team=0 detail={LIGHT}
0.5 QUEUED report=0 step=0 team=0 detail={LIGHT}
0.7 ARRIVED report=1 team=0 detail={LIGHT}
0.7 TRIAGED report=1 team=0 detail={SERIOUS}
0.7 ENDED report=1 team=0 detail={End.JOINED}
0.7 RECLASSIFIED report=0 team=0 detail={SERIOUS}
1.5 TAKEN_UP report=0 step=0 team=0 member=0 detail={SERIOUS}
1.5 STARTED report=0 step=0 team=0 member=0 detail={SERIOUS}
{1.5 + 2 * HOUR} FINISHED report=0 step=0 team=0 member=0 hours=2
{1.5 + 2 * HOUR} RECLASSIFIED report=0 team=0 detail={LIGHT}
"""


def test_a_further_report_raises_a_case_and_the_first_work_shows_what_it_is():
    """Somebody was wrong about the further report; the case does not turn out to be serious first, and light then."""
    settings = settings_by_hand({"calendar": OFFICE})
    reports = (Report(0.5, LIGHT, ((ENRICH, 2.0),)), Report(0.7, LIGHT, ((ENRICH, 2.0),)))
    world = world_by_hand(settings, reports, [Person(CAPITAL)])
    reader = WeekReader(settings, Ledger(world, compile_parameters(settings), log_by_hand(RAISED_BY_REPORT)))
    account = reader.account("capital", 0)
    (story,) = account.stories
    assert told(story)[1:] == [(0.7, "raised"), (1.5, "taken_up"), (1.58333, "finished"), (1.58333, "reclassified")]
    (english, dutch) = (say_week(settings, account, language).stories[0].lines for language in ("en", "nl"))
    assert plain(english[1].what) == "after a further report on the person, which is seen as: serious"
    assert plain(dutch[1].what) == "na een vervolgmelding over dezelfde persoon gezien als: serious"
    assert plain(english[3].what).endswith("turns out to be: light")


@every_row(
    ("assessed_as", "first_seen"),
    [(LIGHT, " Seen as severe before (serious); now seen as: light."), (ACUTE, ""), (0, "")],
    ids=["light", "severe still", "closed"],
)
def test_a_case_that_is_no_longer_severe_says_as_what_it_was(assessed_as, first_seen):
    """Passed on as serious by the desk before the week in which the unit assesses it."""
    settings = settings_by_hand({"calendar": OFFICE, "run.end": "2021-01-17"})
    world = world_by_hand(settings, (Report(0.5, LIGHT, ((ENRICH, 2.0),)),), [Person(CAPITAL)])
    log = f"""
    0.0 JOINED report=0 member=0 team=0
    0.5 ARRIVED report=0 team=0 detail={LIGHT}
    0.5 TRIAGED report=0 team=0 detail={SERIOUS}
    7.5 ASSESSED report=0 team=0 detail={assessed_as}
    """
    account = WeekReader(settings, Ledger(world, compile_parameters(settings), log_by_hand(log))).account
    (story,) = say_week(settings, account("capital", 1), "en").stories
    assert story.before == "Came in on 4 January 2021." + first_seen
    (story,) = say_week(settings, account("capital", 1), "nl").stories
    assert story.before.endswith("Eerder als ernstig gezien (serious); nu gezien als: light.") == bool(first_seen)
    (story,) = say_week(settings, account("capital", 0), "en").stories
    assert "severe" not in story.before


def test_a_case_that_the_unit_chooses_does_not_come_in():
    at = FRIDAY + 0.5
    settings = settings_by_hand({"calendar": OFFICE})
    world = world_by_hand(settings, (Report(at, SERIOUS, ((ENRICH, 2.0),), stream=CHOSEN),), [Person(CAPITAL)])
    log = f"""
    0.0 JOINED report=0 member=0 team=0
    {at} ARRIVED report=0 team=0 detail={SERIOUS}
    {at} QUEUED report=0 step=0 team=0 detail={SERIOUS}
    """
    account = WeekReader(settings, Ledger(world, compile_parameters(settings), log_by_hand(log))).account("capital", 0)
    ((line,),) = (story.lines for story in say_week(settings, account, "en").stories)
    assert (plain(line.when), line.what) == ("Fri 12:00", "chosen by the unit")
    ((line,),) = (story.lines for story in say_week(settings, account, "nl").stories)
    assert line.what == "door de eenheid gekozen"
