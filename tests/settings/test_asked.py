"""The words typed for a run: which of them change the model, how a value is written, how much of it a title shows."""

import json

from tbkk_sim.settings.asked import Asked, in_brief, is_of_a_question, is_of_the_model, key_of, override_of
from tests.builders import small_settings
from tests.model.truth import truth_table
from tests.rows import every_row

TYPED = (
    "name=mine",
    "+scenario=growth",
    "demand.week_cv=0.3",
    "demand.week_cv=0.1",
    "run.replications=9",
    "/calendar=plain",
    "demand.week_cv=0.2",
    "++staffing.plan.a.posts=2",
    "/calendar=plain",
    "tune.weights.light=2",
)


@truth_table(
    "override, right",
    {
        "a value": ("demand.week_cv=0.3", "demand.week_cv"),
        "a new value": ("+demand.week_cv=a=b", "demand.week_cv"),
        "a value, new or not": ("++demand.week_cv=0.3", "demand.week_cv"),
        "a key taken away": ("~steering.targets", "steering.targets"),
        "an option of a group": ("/calendar@calendar=plain", "calendar"),
    },
)
def test_the_key_of_an_override(override, right):
    assert key_of(override) == right


@truth_table(
    "override, of_the_model, right",
    {
        "hours": ("casework.tools.search=2", True, False),
        "a group": ("calendar=plain", True, False),
        "a key that begins like one that is left out": ("names.x=1", True, False),
        "a period": ("run.end=2021-02-01", False, False),
        "an option of a group of its own": ("hydra/job_logging=none", False, False),
        "a study": ("tune.weights.light=2", False, True),
        "an option of a study": ("tune/spread=x", False, True),
    },
)
def test_which_overrides_change_the_model_and_which_a_study(override, of_the_model, right):
    assert is_of_the_model(override) == of_the_model
    assert is_of_a_question(override) == right


def test_of_two_overrides_of_one_key_the_last_is_the_one_that_changes_the_model():
    assert Asked(overrides=TYPED).changed == ("/calendar=plain", "demand.week_cv=0.2", "++staffing.plan.a.posts=2")


@every_row(("key", "right"), [("calendar", True), ("calenda", False), ("demand", False), ("zz", False)])
def test_a_key_was_given_if_an_override_names_all_of_it(key, right):
    assert Asked(overrides=TYPED).has(key) is right


def test_more_overrides_replace_those_of_their_keys():
    asked = Asked(overrides=("seed=1", "demand.week_cv=0.3", "seed=2")).with_overrides("+seed=3", "engine=simpy")
    assert asked.overrides == ("demand.week_cv=0.3", "+seed=3", "engine=simpy")


@truth_table(
    "value, right",
    {
        "a number": (0.5, "a.b=0.5"),
        "a truth": (True, "a.b=true"),
        "nothing": (None, "a.b=null"),
        "a word": ("office", "a.b=office"),
        "a word that is no truth": ("True", "a.b='True'"),
        "a day": ("2021-03-01", "a.b=2021-03-01"),
        "a number that is a text": ("1", "a.b='1'"),
        "a sentence": ("it's so", "a.b='it\\'s so'"),
        "a list": (["x", 2], "a.b=[x,2]"),
        "a tuple": ((1,), "a.b=[1]"),
        "a table": ({"x": 1, "y": ["z"]}, "a.b={x:1,y:[z]}"),
    },
)
def test_a_value_is_written_as_the_command_line_reads_it(value, right):
    assert override_of("a.b", value) == f"++{right}"
    assert override_of("a", value) == right.replace("a.b", "a")  # a key at the top is always there


PLAN = "+staffing.plan.x={unit: coast, date:2021-03-01,posts:2}"
OF_PLAN = "staffing.plan.x (coast, 2021-03-01, 2)"
HIDDEN = "staffing.plan.x={…}"


@truth_table(
    "override, longest, right",
    {
        "a plain value": ("++seed=5", None, "seed=5"),
        "a plain value has no limit": ("++seed=5", 1, "seed=5"),
        "a table": (PLAN, None, OF_PLAN),
        "a table that just fits": (PLAN, len(OF_PLAN), OF_PLAN),
        "a table that just does not": (PLAN, len(OF_PLAN) - 1, HIDDEN),
        "a table in a table": ("a.b={x:{y:1}}", None, "a.b={…}"),
        "a list in a table": ("a.b={x:[1,2]}", None, "a.b={…}"),
        "an empty table": ("a.b={ }", None, "a.b={ }"),
    },
)
def test_of_a_table_a_title_shows_the_values_if_there_is_room(override, longest, right):
    assert in_brief(override, longest) == right


def test_settings_are_equal_that_set_the_same_however_that_was_typed():
    one, other = (small_settings().model_copy(update={"asked": Asked(flags=flags)}) for flags in ((), ("-x",)))
    assert one == other
    assert one == one.model_copy(update={"asked": None})
    assert one != one.model_copy(update={"seed": one.seed + 1})
    assert one.__eq__(dict(one)) is NotImplemented


@every_row("asked", [None, Asked(flags=("--config-dir", "é"), overrides=("seed=5",))])
def test_a_file_of_settings_holds_them_all_with_the_words_typed(asked):
    settings = small_settings().model_copy(update={"asked": asked})
    text = settings.as_file()
    told = json.loads(text)
    assert told.pop("asked") == (None if asked is None else asked.model_dump(mode="json"))
    assert told == settings.model_dump(mode="json")
    assert text.endswith("\n}\n")
    assert '\n  "seed"' in text
    assert asked is None or "é" in text
