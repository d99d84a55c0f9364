"""The plan of posts: which roles it brings, and what it cannot take."""

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
import pytest

from tbkk_sim.model.establishment import check_plan, divide, plan_by_role, posts_by_role
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.runs.replication import simulate
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.settings import Settings
from tests.builders import SOONEST, changed, national_settings, small_settings
from tests.model.posts import step
from tests.rows import every_row

ROLES = {
    "looker": {"label": "Looker", "skills": ["enrich", "triage"]},
    "server": {"label": "Server", "skills": ["search", "dossier"]},
}


def two_desks(plan: dict[str, Any], small: int = 1, **changes: Any) -> Settings:
    """Two units, lookers 40 % and servers 60 %."""
    return small_settings(
        {
            "staffing.units": {"capital": {"label": "Desk", "posts": 10}, "coast": {"label": "Small", "posts": small}},
            "staffing.roles": ROLES,
            "staffing.role_share": {"looker": 0.4, "server": 0.6},
            "staffing.plan": plan,
            **changes,
        }
    )


def with_plan(plan: dict[str, Any]) -> Settings:
    """The national settings with this plan."""
    return Settings.model_validate(changed(national_settings().model_dump(), {"staffing.plan": plan}))


def brought(settings: Settings, unit: str) -> Counter[str]:
    """Posts that the plan brings to a unit, by role, as they are drawn."""
    _, _, posts = draw_workforce(settings, 0)
    roles, number = list(settings.staffing.roles), list(settings.staffing.units).index(unit)
    return Counter(roles[role] for role in posts.role[(posts.unit == number) & (posts.begin_days > 0)])


def test_eight_steps_of_one_post_bring_the_roles_of_one_step_of_eight():
    one = {"p": {"unit": "amsterdam", "date": "2021-02-01", "posts": 8}}
    eight = {f"p{n}": {"unit": "amsterdam", "date": f"2021-02-0{n}", "posts": 1} for n in range(8, 0, -1)}
    # they come by date, not as they are written
    expected = {"lead": 1, "tactical": 4, "image": 2, "digital": 1}
    assert brought(with_plan(one), "amsterdam") == brought(with_plan(eight), "amsterdam") == expected


def test_posts_come_such_that_the_unit_keeps_to_its_shares():
    plan = {"lookers": step(3, role="looker"), "more": step(6, "2021-07-01")}
    assert plan_by_role(two_desks(plan).staffing, "coast") == {
        "lookers": {"looker": 3},
        "more": {"looker": 1, "server": 5},
    }
    plan = {"fewer": step(-5), "more": step(5, "2021-07-01")}
    by_role = plan_by_role(two_desks(plan, small=10).staffing, "coast")
    assert by_role["fewer"] == {role: -posts for role, posts in by_role["more"].items()} == {"looker": -2, "server": -3}


@every_row("there", [{}, {"a": 2}, {"a": 40, "b": 1}])
def test_dividing_further_is_dividing_one_by_one(there: dict[str, int]):
    shares = {"a": 0.5, "b": 0.3, "c": 0.2, "d": 0.0}
    one_by_one = Counter({name: there.get(name, 0) for name in shares})
    for _ in range(30):
        one_by_one.update(divide(1, shares, one_by_one))
    at_once = divide(30, shares, there)
    assert sum(at_once.values()) == 30
    assert {name: there.get(name, 0) + n for name, n in at_once.items()} == one_by_one
    if not there:
        assert at_once == divide(30, shares)


def test_posts_of_a_new_kind_work_where_they_are():
    """A unit without lookers has its looking done by the desk; a plan that brings lookers ends that."""
    looking = 1
    without, planned, there = two_desks({}), two_desks({"y": step(9, "2021-01-01")}), two_desks({}, small=10)
    home = {name: compile_parameters(s).home_team[:, 1, looking].tolist() for name, s in
            (("without", without), ("planned", planned), ("there", there))}  # fmt: skip
    assert home == {"without": [0], "planned": [1], "there": [1]}


@pytest.mark.parametrize("engine", ["simpy", pytest.param("compiled", marks=pytest.mark.slow)])
def test_work_goes_to_posts_of_a_new_kind_from_the_day_on_which_they_are_there(engine: str):
    """Until 1 December the desk looks for the coast, for which nobody there could."""
    settings = two_desks({"y": step(9, "2021-12-01")})
    happened = simulate(settings, 0, engine)
    queued = happened.log.select(Event.QUEUED)
    of_coast = queued[(happened.world.reports.unit[queued["report"]] == 1) & (queued["step"] == 0)]
    arrived_days = happened.world.reports.arrived_days[of_coast["report"]]
    assert set(of_coast["team"][arrived_days < 334]) == {0}
    assert set(of_coast["team"][arrived_days >= 334]) == {1}
    lookers = happened.world.posts.begin_days[(happened.world.posts.unit == 1) & (happened.world.posts.role == 0)]
    assert set(lookers) == {334.0}
    figures = happened.key_figures.set_index(["key_figure", "team", "period", "priority_class"])["value"]
    assert figures["taken_up", "coast", "all", "all"] > 0.9 * figures["cases_in", "coast", "all", "all"]
    assert figures["hours_lent", "capital", "all", "all"] == 0  # the desk does what is its own to do


@pytest.mark.parametrize("role", ["looker", None])
def test_work_goes_to_the_national_unit_from_the_day_on_which_the_last_posts_of_a_kind_go(role: str | None):
    looking, serving = 1, 2
    settings = two_desks({"y": step(-4 if role else -10, "2021-12-01", role)}, small=10)
    parameters = compile_parameters(settings)
    assert parameters.home_from_seconds.tolist() == [-NEVER_SECONDS, 334 * SECONDS_PER_DAY]
    assert parameters.home_team[:, 1, looking].tolist() == [1, 0]
    assert parameters.home_team[:, 1, serving].tolist() == ([1, 1] if role else [1, 0])
    happened = simulate(settings, 0, SOONEST)
    queued = happened.log.select(Event.QUEUED)
    of_coast = queued[(happened.world.reports.unit[queued["report"]] == 1) & (queued["step"] == 0)]
    arrived_days = happened.world.reports.arrived_days[of_coast["report"]]
    assert set(of_coast["team"][arrived_days < 334]) == {1}
    assert set(of_coast["team"][arrived_days >= 334]) == {0}


def test_work_comes_back_with_new_posts_and_stays_where_nobody_else_can():
    gone, again = step(-4, "2021-06-01", "looker"), step(1, "2021-12-01", "looker")
    there_and_back = compile_parameters(two_desks({"y": gone, "z": again}, small=10))
    assert there_and_back.home_team[:, 1, 1].tolist() == [1, 0, 1]
    same_day = compile_parameters(two_desks({"y": gone, "z": step(1, "2021-06-01", "looker")}, small=10))
    assert same_day.home_team[:, 1, 1].tolist() == [1]
    national = {**gone, "unit": "capital", "posts": -posts_by_role(two_desks({}).staffing, "capital")["looker"]}
    nobody_else = compile_parameters(two_desks({"n": national, "y": {**gone, "date": "2021-09-01"}}, small=10))
    assert nobody_else.home_team[:, 1, 1].tolist() == [1, 1, 1]


def test_where_nobody_else_ever_can_work_waits_for_the_posts_to_come():
    plan = {"y": step(9, "2021-12-01", "looker")}
    servers = {"staffing.role_share": {"server": 1.0}, "triage.enabled": False}
    assert compile_parameters(two_desks(plan, **servers)).home_team[:, 1, 1].tolist() == [1, 1]


@every_row(
    ("plan", "said"),
    [
        ({"y": step(-8, role="looker")}, ["plan.y.posts: -8", "role looker", "(4)", "allowed: -4 or more"]),
        ({"y": step(-4, role="looker"), "z": step(-1, "2021-07-01", "looker")}, ["plan.z.posts: -1", "(0)"]),
        ({"z": step(-5, "2021-05-01", "looker"), "more": step(1, role="looker")}, ["plan.z.posts: -5", "(4)"]),
        ({"any": step(-2, "2021-05-01"), "y": step(-3, role="looker")}, ["plan.y.posts: -3", "(2)"]),
    ],
    ids=["beyond the role", "twice", "before they come", "after any two"],
)
def test_more_posts_of_a_role_than_are_there_are_not_withdrawn(plan: dict[str, Any], said: list[str]):
    (message,) = check_plan(two_desks(plan, small=10).staffing, dt.date(2021, 1, 1))
    assert all(part in f"{message.key}: {message.says}" for part in said), message


def test_what_is_there_can_be_withdrawn():
    plan = {"y": step(-5, role="looker"), "more": step(1, role="looker")}  # on one day posts come before posts go
    settings = two_desks(plan, small=10)
    assert check_plan(settings.staffing, settings.run.start) == []
    _, _, posts = draw_workforce(settings, 0)
    gone = np.isfinite(posts.end_days)
    assert gone.sum() == 5
    assert set(posts.role[gone]) == {0}


def test_a_plan_is_taken_by_date_and_on_one_day_what_takes_posts_comes_last():
    plan = {"late": step(1, "2021-07-01"), "fewer": step(-1), "none": step(0), "more": step(1)}
    assert [name for name, _ in two_desks(plan).staffing.plan_in_order()] == ["none", "more", "fewer", "late"]


def test_a_plan_of_before_the_start_is_refused():
    (message,) = check_plan(two_desks({"y": step(1, "2020-12-31")}).staffing, dt.date(2021, 1, 1))
    assert message.key == "staffing.plan.y.date"
    assert message.says.startswith("2020-12-31 is before the start of the run")
    assert "staffing.units.coast.posts" in message.says
