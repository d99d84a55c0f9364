"""Posts and people of a plan that differ between runs, added up in one row of the table of settings."""

import datetime as dt

from tbkk_sim.comparison.batches import batches_by_table, items_of, written
from tbkk_sim.report.kit.say import Say
from tests.builders import small_settings
from tests.rows import every_row

DAY, LATER = dt.date(2021, 3, 1), dt.date(2022, 1, 1)
PLAN = {
    "a": {"unit": "coast", "date": DAY, "posts": 2},
    "b": {"unit": "capital", "date": DAY, "posts": 3},
    "c": {"unit": "capital", "date": LATER, "posts": 1, "role": "detective"},
    "d": {"unit": "coast", "date": DAY, "posts": -1},
}


def told(plan, base=None, language="en"):
    """What stands in the row of the plan: for the base and for the run; None: it has no row of its own."""
    runs = [small_settings({"staffing.plan": of or {}}) for of in (base, plan)]
    keys = [f"staffing.plan.{name}.posts" for name in {**plan, **(base or {})}]
    if base:
        keys = [key for key in keys if base.get(key.split(".")[2]) != plan.get(key.split(".")[2])]
    batches = batches_by_table(keys, runs)
    if "staffing.plan" not in batches:
        return None
    of_runs = zip(runs, batches["staffing.plan"], strict=True)
    return [written(Say(language), settings, "staffing.plan", of) for settings, of in of_runs]


def test_posts_of_one_day_and_role_are_added_up_over_the_units():
    base, run = told(PLAN)
    assert base == "\N{EN DASH}"
    assert run == (
        "5 posts in 2 units from 1 March 2021; \N{MINUS SIGN}1 posts in Coast from 1 March 2021; "
        "1 post (detective) in Capital from 1 January 2022"
    )
    assert told({name: PLAN[name] for name in "ab"}, language="nl")[1] == "5 plaatsen in 2 eenheden vanaf 1 maart 2021"


def test_one_item_keeps_rows_of_its_own():
    assert told({"a": PLAN["a"]}) is None


def test_what_both_runs_have_is_left_out():
    both = {name: PLAN[name] for name in "ab"}
    assert told({**both, "c": PLAN["c"]}, base=both) is None
    assert told(PLAN, base=both)[0] == "\N{EN DASH}"


@every_row("table", ["reallocation", "temporary"])
def test_people_who_come_for_a_time_are_items_too(table):
    people = {"x": {"unit": "coast", "role": "detective", "date": DAY, "people": 4, "months": 6}}
    settings = small_settings({f"capacity.{table}": people})
    assert items_of(settings)[f"capacity.{table}"] == [("x", DAY, "detective", "coast", 4)]
