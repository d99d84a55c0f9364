"""Who is in a course, lent or retrained, in the account of a week at a unit and in its sentences."""

import datetime as dt

import pytest

from tbkk_sim.report.kit.say import Say
from tbkk_sim.runs.replication import simulate
from tbkk_sim.week.facts.account import Departed, InTraining, Joined, PeopleThisWeek, TimeAway, WithoutPost
from tbkk_sim.week.facts.reader import WeekReader
from tests.builders import LAB, small_settings

LENT = {"from_pool": "lab", "unit": "capital", "role": "clerk", "people": 2, "date": "2021-02-02", "months": 0.5}
AGAIN = {"from_role": "detective", "to_role": "clerk", "people": 1, "date": "2021-02-03", "course_months": 0.5}
SETTINGS = {
    "run.start": "2021-02-01",
    "run.end": "2021-03-28",
    "engine": "simpy",
    "collaboration.pools": {"lab": LAB},
    "staffing.roles.clerk": {"label": "Clerk", "skills": ["dossier", "enrich"]},
    "staffing.training": {"ramp": [{"until_months": 1, "share": 0.5}], "mentor_share": 0.1},
    "staffing.plan": {"p": {"unit": "capital", "role": "clerk", "date": "2021-02-02", "posts": 1}},
    "capacity": {
        "reallocation": {"a": LENT},
        "retraining": {"b": {**AGAIN, "unit": "capital"}},
        "cohorts": {"c": {"people": 1, "date": "2021-02-02", "course_months": 0.5}},
    },
}


@pytest.fixture(scope="module")
def weeks() -> list[PeopleThisWeek]:
    replication = simulate(small_settings(SETTINGS))
    reader = WeekReader(replication.settings, replication.ledger)
    return [reader.account("capital", week).people for week in range(6)]


def day(of_month: int) -> dt.date:
    return dt.date(2021, 2, of_month)


def test_who_begins_and_who_is_in_a_course(weeks):
    """Tuesday: a course of one and two who are lent; Wednesday: one is retrained. 4 and 3 working days of courses."""
    first = weeks[0]
    ways = ((2, "cohort"), (2, "reallocated"), (2, "reallocated"), (3, "retrained"))
    assert sorted(first.joined, key=lambda of: (of.day, of.came_by)) == [
        Joined("clerk", day(on), way) for on, way in ways
    ]
    assert first.without_post == (WithoutPost("reallocated", 2),)
    assert first.departed == (Departed("detective", day(3), "retrained"),)
    assert first.away == (TimeAway("course", 2, 7),)
    assert first.training == ()


def test_who_goes_back_leaves_as_such(weeks):
    assert weeks[2].departed == (Departed("clerk", day(17), "term_over"),) * 2


def test_the_ramp_begins_after_the_course(weeks):
    """Fifteen days from 2 and 3 February; then a month at half pace, of who is retrained half a month."""
    newcomers = (InTraining("clerk", day(3), 0.5, True), InTraining("clerk", day(2), 0.5, True))
    assert [week.training for week in weeks] == [(), (), newcomers, newcomers, newcomers[1:], newcomers[1:]]


def test_each_way_of_leaving_has_a_phrase_in_dutch():
    from tbkk_sim.report.kit.phrases import CAUSES

    assert [Say("nl")(CAUSES[cause]) for cause in ("retrained", "term_over", "overtime")] == [
        "Omgeschoold naar een andere functie",
        "Einde van een verblijf zonder plaats",
        "Overwerk",
    ]
