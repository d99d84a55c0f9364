"""Where the steps of a case wait: at its unit, or at the national unit while the unit has no post for them.

The capital is the national unit. Lookers judge and enrich, servers search and make dossiers, typists dossiers only.
"""

import math
from typing import Any

import numpy as np

from tbkk_sim.model.home_teams import home_from_days, home_teams, skills_from_days
from tbkk_sim.model.names import names_of
from tbkk_sim.settings import Settings
from tests.builders import LAB
from tests.model.posts import step, two_units, with_plan
from tests.model.truth import truth_table
from tests.rows import every_row

START = -math.inf
NOTHING: frozenset[str] = frozenset()
LOOKS = frozenset({"triage", "enrich"})
SERVES = frozenset({"search", "dossier"})
TYPES = frozenset({"dossier"})
CAPITAL, COAST, POOL, SECOND_POOL = range(4)


@truth_table(
    "settings, right",
    {
        "ten posts: both roles": (with_plan(10, 10), {START: LOOKS | SERVES}),
        "one post: a server": (with_plan(10, 1), {START: SERVES}),
        "no posts": (with_plan(10, 0), {START: NOTHING}),
        "no posts, a looker to come": (
            with_plan(10, 0, y=step(1, "2021-01-11", "looker")),
            {START: NOTHING, 10: LOOKS},
        ),
        "a looker to come on the first day": (with_plan(10, 0, y=step(1, "2021-01-01", "looker")), {START: LOOKS}),
        "a looker to come on the second day": (
            with_plan(10, 0, y=step(1, "2021-01-02", "looker")),
            {START: NOTHING, 1: LOOKS},
        ),
        "a looker to come on the last day": (
            with_plan(10, 0, y=step(1, "2021-12-31", "looker")),
            {START: NOTHING, 364: LOOKS},
        ),
        "a looker to come after the run": (with_plan(10, 0, y=step(1, "2022-01-01", "looker")), {START: NOTHING}),
        "two plans, by date and not as written": (
            with_plan(10, 0, y=step(1, "2021-02-01", "server"), z=step(1, "2021-01-11", "typist")),
            {START: NOTHING, 10: TYPES, 31: SERVES},
        ),
        "what is there already is not new": (
            with_plan(10, 1, y=step(1, "2021-01-11", "typist")),
            {START: SERVES, 10: SERVES},
        ),
        "the last post of a kind is taken": (
            with_plan(10, 1, y=step(-1, "2021-01-11", "server")),
            {START: SERVES, 10: NOTHING},
        ),
        "the last but one is taken": (
            with_plan(10, 1, x=step(1, "2021-01-06", "server"), y=step(-1, "2021-01-11", "server")),
            {START: SERVES, 5: SERVES, 10: SERVES},
        ),
        "the last post is taken and another comes back": (
            with_plan(10, 1, y=step(1, "2021-02-01", "server"), z=step(-1, "2021-01-11", "server")),
            {START: SERVES, 10: NOTHING, 31: SERVES},
        ),
        "a skill stays while another role has it": (
            with_plan(10, 1, x=step(1, "2021-01-06", "typist"), y=step(-1, "2021-01-11", "server")),
            {START: SERVES, 5: SERVES, 10: TYPES},
        ),
        "posts that another unit gets": (
            with_plan(10, 1, y=step(1, "2021-01-11", "looker", "capital")),
            {START: SERVES},
        ),
        "posts of any role bring those roles that they fall to": (
            with_plan(10, 0, y=step(1, "2021-01-11")),
            {START: NOTHING, 10: SERVES},
        ),
    },
)
def test_from_when_a_unit_has_posts_for_which_skills(settings, right):
    assert skills_from_days(settings, "coast") == right


@truth_table(
    "settings, right",
    {
        "all is there": (with_plan(10, 10), [START]),
        "nothing is there, nor comes": (with_plan(0, 0), [START]),
        "new skills on two days, in order of the days": (
            with_plan(10, 0, y=step(1, "2021-02-01", "looker"), z=step(1, "2021-01-11", "typist")),
            [START, 10, 31],
        ),
        "new skills of two units on one day": (
            with_plan(0, 0, y=step(1, "2021-01-11", "looker"), z=step(1, "2021-01-11", "looker", "capital")),
            [START, 10],
        ),
    },
)
def test_the_days_from_which_work_may_wait_elsewhere(settings, right):
    assert home_from_days(settings).tolist() == right


def homes(settings: Settings) -> dict[str, Any]:
    """By skill, for a case of the coast: where it waits, in each row of days."""
    names = names_of(settings)
    of_coast = home_teams(settings, names)[:, COAST]
    return {skill: of_coast[:, number].tolist() for number, skill in enumerate(names.skills) if skill != "own_work"}


@truth_table(
    "settings, right",
    {
        "the unit does all but judging": (
            with_plan(10, 10),
            {"triage": [CAPITAL], "enrich": [COAST], "search": [COAST], "dossier": [COAST]},
        ),
        "the national unit looks for a unit without lookers": (
            with_plan(10, 1),
            {"triage": [CAPITAL], "enrich": [CAPITAL], "search": [COAST], "dossier": [COAST]},
        ),
        "until lookers come": (
            with_plan(10, 1, y=step(1, "2021-01-11", "looker")),
            {"triage": [CAPITAL] * 2, "enrich": [CAPITAL, COAST], "search": [COAST] * 2, "dossier": [COAST] * 2},
        ),
        "work waits for posts to come where the national unit never has one": (
            with_plan(0, 1, y=step(1, "2021-01-11", "looker")),
            {"triage": [CAPITAL] * 2, "enrich": [COAST] * 2, "search": [COAST] * 2, "dossier": [COAST] * 2},
        ),
        "it does not wait at the unit if the national unit gets posts itself": (
            with_plan(0, 1, y=step(1, "2021-01-21", "looker"), z=step(1, "2021-01-11", "looker", "capital")),
            {
                "triage": [CAPITAL] * 3,
                "enrich": [CAPITAL, CAPITAL, COAST],
                "search": [COAST] * 3,
                "dossier": [COAST] * 3,
            },
        ),
        "to the national unit from the day on which the last server is taken": (
            with_plan(10, 1, y=step(-1, "2021-01-11", "server")),
            {
                "triage": [CAPITAL] * 2,
                "enrich": [CAPITAL] * 2,
                "search": [COAST, CAPITAL],
                "dossier": [COAST, CAPITAL],
            },
        ),
        "at the unit if the national unit has no server then either": (
            with_plan(0, 1, y=step(-1, "2021-01-11", "server")),
            {"triage": [CAPITAL] * 2, "enrich": [CAPITAL] * 2, "search": [COAST] * 2, "dossier": [COAST] * 2},
        ),
        "at the unit once the last server of the capital is taken too": (
            with_plan(1, 1, y=step(-1, "2021-01-11", "server"), z=step(-1, "2021-01-21", "server", "capital")),
            {
                "triage": [CAPITAL] * 3,
                "enrich": [CAPITAL] * 3,
                "search": [COAST, CAPITAL, COAST],
                "dossier": [COAST, CAPITAL, COAST],
            },
        ),
        "what nobody ever has waits at the national unit": (
            with_plan(0, 1),
            {"triage": [CAPITAL], "enrich": [CAPITAL], "search": [COAST], "dossier": [COAST]},
        ),
        "a step that one unit does for all": (
            two_units(**{"casework.steps.search": {"label": "Search", "national_team": "capital"}}),
            {"triage": [CAPITAL], "enrich": [COAST], "search": [CAPITAL], "dossier": [COAST]},
        ),
        "the unit that judges": (
            two_units(**{"triage.team": "coast"}),
            {"triage": [COAST], "enrich": [COAST], "search": [COAST], "dossier": [COAST]},
        ),
    },
)
def test_where_the_steps_of_a_case_of_the_coast_wait(settings, right):
    assert homes(settings) == right


def test_a_step_that_the_coast_does_for_all_waits_there_for_the_capital():
    settings = two_units(**{"casework.steps.search": {"label": "Search", "national_team": "coast"}})
    assert home_teams(settings, names_of(settings))[0, CAPITAL].tolist()[:4] == [CAPITAL, CAPITAL, COAST, CAPITAL]


def test_own_work_waits_at_its_pool_and_a_pool_has_no_cases():
    settings = two_units(**{"collaboration.pools": {"lab": LAB, "dogs": LAB}})
    names = names_of(settings)
    home = home_teams(settings, names)
    assert home.dtype == np.int32
    assert home[0, :, names.own_work_skill].tolist() == [CAPITAL, COAST, POOL, SECOND_POOL]
    assert home[0, POOL].tolist() == [CAPITAL, -1, -1, -1, POOL]
    assert home[0, SECOND_POOL].tolist() == [CAPITAL, -1, -1, -1, SECOND_POOL]


@every_row("national", ["capital", "coast"])
def test_the_team_that_does_a_step_for_all_does_it_for_itself_too(national: str):
    settings = two_units(**{"casework.steps.enrich": {"label": "Enrich", "national_team": national}})
    names = names_of(settings)
    assert set(home_teams(settings, names)[0, :2, 1].tolist()) == {names.team(national)}
