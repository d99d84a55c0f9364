"""What is said of people who come otherwise than by hiring: in two languages, and nothing where there are none."""

import math

import pytest

from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.capacity.sentences import capacity_said, posts_of_plan
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import ALL
from tests.builders import LAB, small_settings
from tests.rows import every_row

STAY = {"unit": "coast", "role": "detective", "people": 3, "date": "2021-03-01"}
LENT = {**STAY, "from_pool": "lab"}
CLERK = {"label": "Clerk", "skills": ["dossier"]}
VALUES = {
    ("backlog_end", "lab"): 1234.0,
    ("temporary_fte", ALL): 1.26,
    ("appointed_from_course", ALL): 12.4,
    ("course_without_post", ALL): 7.6,
    ("retrained", ALL): 4.0,
    ("in_course_fte", ALL): 3.31,
    ("extra_hours", ALL): 5088.0,
    ("time_off_hours", ALL): 2483.0,
    ("leavers_overtime", ALL): 2.4,
}
RETRAINED = {"from_role": "detective", "to_role": "clerk", "people": 4, "date": "2021-03-01"}
SAID: dict[str, tuple[dict, list[str], list[str]]] = {
    "nothing": ({}, [], []),
    "lent by a pool": (
        {"reallocation": {"a": LENT, "b": {**LENT, "unit": "capital", "people": 1}}},
        [
            "People are reallocated from Laboratory: 4 to Coast and Capital, from 1 March 2021 to the end of the run. "
            "Of the own work there 1,230 cases wait at the end of the run in all, also those that would wait "
            "without this plan."
        ],
        [
            "Van Laboratory worden mensen gedetacheerd: 4 bij Coast en Capital, van 1 maart 2021 tot het einde van de "
            "run. Van het eigen werk daar wachten aan het einde van de run in totaal 1.230 zaken, ook die zonder dit "
            "plan zouden wachten."
        ],
    ),
    "from elsewhere, some for a time": (
        {"reallocation": {"a": STAY, "b": {**STAY, "people": 2, "date": "2021-02-01", "months": 1}}},
        [
            "People come from elsewhere in the police, where what they leave undone is not counted: 2 to Coast, from "
            "1 February 2021 to 2 March 2021; 3 to Coast, from 1 March 2021 to the end of the run."
        ],
        [
            "Van elders in de politie, waar niet is meegeteld wat blijft liggen, komen mensen: 2 bij Coast, van "
            "1 februari 2021 tot en met 2 maart 2021; 3 bij Coast, van 1 maart 2021 tot het einde van de run."
        ],
    ),
    "after the run": (
        {"reallocation": {"a": {**LENT, "date": "2022-01-01"}}, "temporary": {"b": {**STAY, "date": "2022-01-01"}}},
        [],
        [],
    ),
    "hired for a time": (
        {"temporary": {"a": STAY}},
        ["3 people are hired for a time, without posts: 1.3 fte on average over the whole run."],
        ["3 tijdelijke krachten werken mee zonder plaats in de formatie: gemiddeld 1,3 fte over de hele periode."],
    ),
    "a course": (
        {"cohorts": {"a": {"people": 20, "date": "2021-03-01"}}},
        [
            "Of 20 people of a course 12 are appointed; for 7.6 no post is vacant.",
            "In a course, and so not at work, is 3.3 fte on average over the whole run.",
        ],
        [
            "Van 20 mensen van een opleiding krijgen 12 een aanstelling; voor 7,6 is er geen vacante plaats.",
            "In opleiding, en dus niet aan het werk, is gemiddeld 3,3 fte over de hele periode.",
        ],
    ),
    "retraining": (
        {"retraining": {"a": RETRAINED}},
        [
            "4 people are retrained for another role.",
            "In a course, and so not at work, is 3.3 fte on average over the whole run.",
        ],
        [
            "4 mensen worden omgeschoold naar een andere functie.",
            "In opleiding, en dus niet aan het werk, is gemiddeld 3,3 fte over de hele periode.",
        ],
    ),
    "overtime": (
        {"overtime": {"a": {"date": "2021-03-01", "months": 2, "extra_share": 0.1}}},
        [
            "Overtime brings 5,090 hours of work; 2,480 hours are taken back as time off, and 2.4 people leave because "
            "of it."
        ],
        [
            "Overwerk levert 5.090 uren werk op; 2.480 uren worden teruggenomen als vrije tijd, en 2,4 mensen "
            "vertrekken erdoor."
        ],
    ),
}


def settings_with(capacity: dict) -> Settings:
    return small_settings({"collaboration.pools": {"lab": LAB}, "staffing.roles.clerk": CLERK, "capacity": capacity})


def said(capacity: dict, language: str, values: dict | None = None) -> list[str]:
    of = VALUES if values is None else values
    found = capacity_said(Say(language), settings_with(capacity), lambda name, team: of.get((name, team), math.nan))
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in found]


@every_row("what", SAID)
def test_what_comes_and_what_it_costs_is_said(what):
    capacity, english, dutch = SAID[what]
    assert said(capacity, "en") == english
    assert said(capacity, "nl") == dutch


def test_a_course_for_which_there_are_posts_enough():
    values = {**VALUES, ("course_without_post", ALL): 0.0, ("in_course_fte", ALL): 0.0}
    capacity = {"cohorts": {"a": {"people": 20, "date": "2021-03-01"}}}
    assert said(capacity, "en", values) == ["Of a course all 20 people are appointed to a vacant post."]


def test_nothing_is_said_of_what_comes_to_nothing():
    values = dict.fromkeys(VALUES, 0.0)
    overtime = {"a": {"date": "2022-03-01", "months": 2, "extra_share": 0.1}}
    assert said({"retraining": {"a": {**RETRAINED, "date": "2022-03-01"}}, "overtime": overtime}, "en", values) == []


PLAN = {
    "north": {"unit": "north", "date": "2022-01-01", "posts": 3},
    "far": {"unit": "coast", "date": "2040-01-01", "posts": 4},
}


def with_plan(growth, plan, **staffing):
    """The run with a plan, and with other settings of staffing besides."""
    tree = growth.settings.model_dump(mode="json")
    tree["staffing"] |= {"plan": plan, **staffing}
    return type(growth)(type(growth.settings).model_validate(tree), growth.key_figures)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (1, "Over all units at most one newcomer may start in a month, civilians apart"),
        (2.5, "Over all units at most 2.5 newcomers may start in a month, civilians apart"),
        (None, ""),
    ],
)
def test_posts_of_a_plan_are_told_with_how_many_are_filled_in_the_last_year(growth, limit, said):
    hiring = growth.settings.staffing.hiring.model_dump(mode="json") | {"national_limit_per_month": limit}
    run = with_plan(growth, PLAN, hiring=hiring)
    filled, posts = (run.mean(name, period="2025") for name in ("occupancy_fte", "establishment_fte"))
    text = posts_of_plan(run)
    of_all = f"{filled:.1f} of the {posts:.1f} fte of posts are filled on average."
    assert text.startswith(f"The plan adds 3 posts; in 2025, the last year, {of_all}")
    assert said in text
    assert ("newcomer" in text) == ("who fills a new post fills no vacancy elsewhere." in text) == bool(said)


def test_people_of_a_course_are_outside_the_limit_as_civilians_are(growth):
    cohort = {"people": 3, "date": "2022-01-01", "course_months": 6}
    hiring = growth.settings.staffing.hiring.model_dump(mode="json") | {"national_limit_per_month": 1}
    run = with_plan(growth, PLAN, hiring=hiring)
    tree = run.settings.model_dump(mode="json")
    tree["capacity"]["cohorts"] = {"first": cohort}
    run = type(run)(type(run.settings).model_validate(tree), run.key_figures)
    assert "in a month, civilians and people of a course apart (" in posts_of_plan(run)


def test_of_posts_for_civilians_it_is_said_that_the_limit_leaves_them_out(growth):
    roles = {name: role.model_dump(mode="json") for name, role in growth.settings.staffing.roles.items()}
    roles["clerk"] = {"label": "Clerk", "skills": ["enrich"], "civilian": True}
    run = with_plan(growth, {"north": {**PLAN["north"], "role": "clerk"}}, roles=roles)
    assert posts_of_plan(run).endswith("The posts are for civilians, whom the limit on newcomers leaves out.")


def test_without_posts_in_the_plan_nothing_is_said_of_them(growth):
    assert posts_of_plan(growth) == ""
