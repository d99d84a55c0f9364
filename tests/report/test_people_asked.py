"""Work and the people of whom it is asked, by hand: own people, pools, neighbours, one queue; and what is then told."""

import math

import pytest

from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.people_asked import asked_of_people, scarcest_roles
from tbkk_sim.report.run.scarcity import out_of_reach
from tests.builders import LAB, small_settings
from tests.rows import every_row

ROLES = {
    "staffing.roles": {
        "tactical": {"label": "Investigator", "skills": ["triage", "enrich", "dossier"]},
        "digital": {"label": "Digital specialist", "skills": ["search", "enrich"]},
    },
    "staffing.role_share": {"tactical": 0.5, "digital": 0.5},
}
POOL = {"collaboration.pools": {"lab": {**LAB, "members": 4, "max_share": 0.3, "efficiency": 0.8}}}
"""Two of its four members may help, since 1.2 is rounded up, at 0.8 of the pace."""
HELP = {"max_share": 0.1}
HOURS = {
    ("hours_available_tactical", "capital"): 1000.0, ("hours_available_digital", "capital"): 500.0,
    ("hours_available_tactical", "coast"): 400.0, ("hours_available_digital", "coast"): 200.0,
    ("hours_available", "all"): 2100.0, ("deployable_fte", "all"): 21.0, ("hours_available", "lab"): 1000.0,
}  # fmt: skip
WORK = {
    ("hours_severe_dossier", "capital"): 700.0, ("hours_severe_search", "capital"): 300.0,
    ("hours_severe_dossier", "coast"): 480.0, ("hours_severe_search", "coast"): 300.0,
    ("load_severe", "all"): 1780 / 2100,
}  # fmt: skip


def asked(changes=None, more=None):
    known = HOURS | WORK | (more or {})
    settings = small_settings({**ROLES, **(changes or {})})
    return asked_of_people(settings, lambda key_figure, team: known.get((key_figure, team), math.nan))


def loads(found):
    return {(each.team, each.role): round(each.load, 6) for each in found.people}


def test_without_help_each_unit_has_its_own_people_only():
    found = asked()
    assert loads(found) == {
        ("capital", "tactical"): 0.7, ("capital", "digital"): 0.6,
        ("coast", "tactical"): 1.2, ("coast", "digital"): 1.5,
    }  # fmt: skip
    assert found.hours_of_fte == 100
    assert found.load(role="digital") == pytest.approx(600 / 700)
    assert found.load(team="coast") == pytest.approx(780 / 600)
    assert found.load() == pytest.approx(1780 / 2100)
    # What the capital can spare does not help the coast: 80 hours of 100 an fte, and 100.
    assert (found.short_fte(role="tactical"), found.short_fte(role="digital"), found.short_fte()) == (0.8, 1.0, 1.8)
    assert (found.short_fte(team="capital"), found.short_fte(team="coast")) == (0.0, 1.8)
    assert (scarcest_roles([found])[0], found.worst_unit("digital"), found.short) == ("digital", "coast", True)


def test_who_can_do_several_kinds_of_work_does_what_others_cannot():
    """The 120 hours of enriching at the coast can be done by either; the investigators are the busier there."""
    found = asked(more={("hours_severe_enrich", "capital"): 120.0, ("hours_severe_search", "coast"): 80.0})
    assert loads(found)["capital", "tactical"] == loads(found)["capital", "digital"] == round(1120 / 1500, 6)
    assert loads(found)["coast", "digital"] == 0.4


def test_a_pool_helps_most_where_most_is_asked():
    """Of 1,000 hours half, at a pace of 0.8: 400; then the two crafts of searching are as busy as the pool."""
    found = asked(POOL)
    (lab,) = found.lent
    assert (lab.hours, round(lab.load, 6)) == (pytest.approx(400), round(600 / 1100, 6))
    assert loads(found)["coast", "digital"] == loads(found)["capital", "digital"] == round(600 / 1100, 6)
    assert loads(found)["coast", "tactical"] == 1.2  # it does not know how to


def test_a_pool_lends_no_more_than_it_may():
    found = asked(POOL, {("hours_severe_search", "coast"): 900.0})
    (lab,) = found.lent
    assert lab.load == pytest.approx(1)
    assert loads(found)["coast", "digital"] == 2.5  # 500 left for 200; the capital keeps its 300 of 500
    assert found.short_fte(role="digital") == pytest.approx(3.0)


@every_row(
    ("changes", "hours"),
    [
        ({"lends": "when_idle"}, 1000 * 0.2 * 0.8),  # its own work takes 0.8 of its hours
        ({"lends": "when_idle", "own_work": {"load": 1.1}}, 0),
        ({"lends": "by_urgency"}, 400),  # its own work goes last
        ({"lends": "before_own_work", "own_work": {"load": 1.1}}, 400),
    ],
)
def test_a_pool_that_helps_after_its_own_work_lends_what_that_leaves(changes, hours):
    pool = {"collaboration.pools": {"lab": {**POOL["collaboration.pools"]["lab"], **changes}}}
    (lab,) = asked(pool).lent
    assert lab.hours == pytest.approx(hours)


def test_a_pool_whose_own_work_is_the_more_urgent_helps_after_it():
    pool = {"collaboration.pools": {"lab": {**POOL["collaboration.pools"]["lab"], "lends": "by_urgency"}}}
    (lab,) = asked({**pool, "collaboration.own_work_priority": 1}).lent
    assert lab.hours == pytest.approx(160)


def test_pools_that_do_not_lend_do_not_count():
    assert asked({**POOL, "collaboration.pools_lend": False}).lent == ()


def test_neighbours_help_with_the_part_of_their_hours_that_may_be_lent():
    """A tenth of the capital: 100 hours of files, with which 480 are asked of 500; and 50 of searching, all of them."""
    found = asked({"collaboration.neighbours": HELP})
    assert loads(found)["coast", "tactical"] == 0.96
    assert loads(found)["coast", "digital"] == 1.25
    assert loads(found)["capital", "tactical"] == 0.796  # 700, and of the 480 those 0.96 of 100
    assert loads(found)["capital", "digital"] == 0.7
    assert found.load() == pytest.approx(1780 / 2100)


def test_in_one_queue_all_help_all():
    found = asked({"collaboration.one_queue": True})
    assert {load for (_, role), load in loads(found).items() if role == "digital"} == {round(600 / 700, 6)}
    assert not found.short


def test_specialists_who_go_along_are_asked_their_own_work_too():
    along = {**POOL, "casework.steps.search.together_with": "lab"}
    found = asked(along, {("hours_severe_search", "all"): 600.0, ("hours_demanded", "lab"): 700.0})
    assert found.lent == ()
    (lab,) = found.along
    assert (lab.hours, lab.asked, lab.load) == (1000, 1300, 1.3)
    assert found.short


def test_work_that_nobody_in_reach_can_do_is_named():
    found = asked(more={("hours_available_digital", "coast"): 0.0})
    assert found.by_nobody == {("coast", "search"): 300.0}
    assert found.short
    assert loads(found).get(("coast", "digital"), math.nan) != 0


@every_row(("asked_hours", "is_short"), [(400.0, False), (401.9, False), (402.1, True)])
def test_hardly_more_than_they_have_is_not_short(asked_hours, is_short):
    more = {("hours_severe_dossier", "coast"): asked_hours, ("hours_severe_search", "coast"): 100.0}
    assert asked(more=more).short is is_short


def said(changes=None, more=None):
    known = HOURS | WORK | (more or {})
    settings = small_settings({**ROLES, **(changes or {})})
    of_all = asked_of_people(settings, lambda name, team: known.get((name, team), math.nan))
    return out_of_reach(Say("en"), settings, of_all).replace("\N{NO-BREAK SPACE}", " ")


def test_work_of_nobody_and_specialists_who_go_along_are_told():
    assert said() == ""
    nobody = said(more={("hours_available_digital", "coast"): 0.0})
    assert "search in Coast: 300 hours of severe work of that kind come in a year" in nobody
    along = {**POOL, "casework.steps.search.together_with": "lab"}
    asked_twice = said(along, {("hours_severe_search", "all"): 600.0, ("hours_demanded", "lab"): 700.0})
    assert (
        "the specialists who work along, Laboratory: severe work asks for 1.30 hours for each of the 1,000"
        in asked_twice
    )
