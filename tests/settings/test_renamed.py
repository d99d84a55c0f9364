"""Keys that were renamed: the new key, wherever the old one stands."""

from pathlib import Path

import pytest

from tbkk_sim.config.compose import load_settings
from tbkk_sim.config.paths import conf_dir
from tbkk_sim.problem import SettingsError
from tbkk_sim.settings import renamed
from tbkk_sim.settings.renamed import (
    GONE,
    RENAMED,
    RENAMED_CLASSES,
    TABLES_OF_CLASSES,
    WORDS_NOW,
    classes_in,
    gone,
    new_key,
    renamed_classes,
    with_new_key,
    word_now,
)
from tbkk_sim.settings.schema_errors import exists, fields_at, words_at
from tbkk_sim.settings.tuning import Tuning
from tests.builders import national_settings, own_scenario
from tests.rows import every_row


@pytest.mark.parametrize(
    ("key", "now"),
    [
        ("group.old", "group.new"),
        ("group.old.below.it", "group.new.below.it"),
        ("group.older", None),
        ("group", None),
        ("tables.a.was", "tables.a.is"),
        ("tables.a.b", None),
        ("x.group.old", None),
    ],
)
def test_a_key_and_what_stands_below_it_have_the_new_name(key, now, monkeypatch):
    monkeypatch.setattr(renamed, "RENAMED", {"group.old": "group.new", "tables.*.was": "tables.*.is"})
    assert new_key(key) == now


@every_row("sign", ["", "+", "++", "~"])
def test_an_override_keeps_its_sign_and_value(sign):
    assert with_new_key(f"{sign}tune.robust.futures=a=b") == f"{sign}tune.robust.replications=a=b"
    assert with_new_key(f"{sign}seed=5") == f"{sign}seed=5"


WORDS = {
    "futures": "replications",
    "chosen": "proactive",
    "not_met": "left_undone",
    "probability": "recurrence_share",
    "mean_days": "recurrence_mean_days",
}


def test_a_key_has_become_the_one_that_says_the_same():
    last = {old.rpartition(".")[2]: new.rpartition(".")[2] for old, new in RENAMED.items()}
    assert last == WORDS


@every_row(("old", "new"), RENAMED.items())
def test_the_new_key_is_a_setting_and_the_old_one_is_none(old, new):
    of_tuning = new.startswith("tune.")

    def is_one(key: str) -> bool:
        path = ["any" if part == "*" else part for part in key.split(".")]
        return path[-1] in fields_at(path[1:-1], Tuning) if of_tuning else exists(path)

    assert is_one(new)
    assert not is_one(old)


@every_row(
    ("key", "now"),
    [
        ("casework.classes.maker.priority", "casework.classes.producer.priority"),
        ("casework.classes.light.upgrade.to.maker", "casework.classes.light.upgrade.to.producer"),
        ("casework.chosen.maker.per_year", "casework.proactive.producer.per_year"),
        ("demand.streams.image.mix.maker", "demand.streams.image.mix.producer"),
        ("tune.when.norms.maker.share", "tune.when.norms.producer.share"),
        ("staffing.units.maker.posts", None),
        ("demand.streams.maker.mix.acute", None),
    ],
)
def test_a_class_has_its_new_name_unless_the_settings_have_one_of_the_old_name(key, now):
    assert new_key(key, {"acute", "producer"}) == now
    of_keys_alone = "casework.proactive.maker.per_year" if "chosen" in key else None
    assert new_key(key, {"acute", "producer", "maker"}) == of_keys_alone
    assert new_key(key, {"acute"}) == of_keys_alone


def test_old_names_of_classes_are_found_in_every_table_of_classes():
    given = national_settings().model_dump()
    assert list(renamed_classes(given)) == []
    streams, classes = given["demand"]["streams"], given["casework"]["classes"]
    for table in (given["casework"]["proactive"], given["demand"]["stock"], *(of["mix"] for of in streams.values())):
        table["maker"] = {}
    classes["maker"] = {"priority": 1}  # not complete: meant for the class of the new name
    classes["producer"]["upgrade"] = {"to": {"maker": 1.0}}
    given["demand"]["unit_share"]["maker"] = 0.1  # a table of units
    given["tune"] = {"when": {"norms": {"maker": {}}}, "weights": {"maker": 1}}
    tables = {"casework.classes", "casework.classes.producer.upgrade.to", "casework.proactive", "demand.stock"}
    tables |= {f"demand.streams.{name}.mix" for name in streams} | {"tune.when.norms", "tune.weights"}
    found = {problem.key: problem.says for problem in renamed_classes(given)}
    assert found == {f"{table}.maker": f"is now called {table}.producer" for table in tables}
    classes["maker"] = classes["producer"]  # a class of the user's own
    assert list(renamed_classes(given)) == []


@every_row("table", TABLES_OF_CLASSES)
def test_each_table_of_classes_is_a_table_of_free_names(table):
    path = ["any" if part == "*" else part for part in table.split(".")]
    if path[0] == "tune":
        assert path[-1] in fields_at(["how_many" if part == "any" else part for part in path[1:-1]], Tuning)
    else:
        assert fields_at(path) == []
        assert exists([*path, "free"])


def test_the_new_names_of_classes_are_classes_of_conf_and_the_old_ones_are_not():
    classes = classes_in(national_settings().model_dump())
    assert set(RENAMED_CLASSES.values()) <= classes
    assert not set(RENAMED_CLASSES) & classes


@every_row(
    ("key", "is_gone"),
    [
        ("steering.targets", True),
        ("steering.targets.producers.protects", True),
        ("steering.target", False),
        ("triage.misjudged_share", True),
        ("steering", False),
        ("casework.classes.light.may_be_parked", True),
        ("casework.classes.may_be_parked", False),
        ("casework.classes.light.severe", False),
    ],
)
def test_a_key_that_is_gone_is_gone_with_all_below_it(key, is_gone):
    found = gone(key)
    assert (found is not None) is is_gone
    if found:
        assert found.key == key
        assert found.says.startswith("is gone")
        assert found.hint.startswith(("write ", "with steering=by_backlog"))


@every_row(
    ("value", "hint"),
    [
        ("6", "write assignment.in_hand_limit_per_investigator=9"),
        ("2.5", "write assignment.in_hand_limit_per_investigator=3.75"),
        ("null", "write 1.5 times that limit as assignment.in_hand_limit_per_investigator"),
    ],
)
def test_the_new_number_is_written_out_where_the_old_one_is_known(value, hint):
    found = gone("assignment.in_hand_limit_per_member", value)
    assert found is not None
    assert found.hint == hint


@every_row("key", GONE)
def test_a_key_that_is_gone_is_no_setting(key):
    path = ["any" if part == "*" else part for part in key.split(".")]
    assert path[-1] not in fields_at(path[:-1])


def refused(*typed: str, folder: Path | None = None) -> list[tuple[str, str, str]]:
    with pytest.raises(SettingsError) as caught:
        load_settings(typed, folder and str(folder))
    return [(problem.key, str(problem.says), str(problem.hint)) for problem in caught.value.problems]


TYPED = [
    ("casework.classes.light.may_be_parked=true", "write severe: false for a class where it was true"),
    ("~steering.targets.producers", "write agreements.NAME with label, classes as shares"),
    ("steering.targets={}", "as agreements=current has it"),
    ("steering.park_above_weeks=26", "steering.pressed_from_weeks says when treatments get lighter"),
    ("++steering.decline_above_weeks=52", "steering.treatments_when_pressed says which share is not treated"),
    ("triage.misjudged_share=0.05", "write 1 less that share as triage.by_hand.sensitivity and triage.by_system"),
    ("casework.classes.possessor.lighter.short.recurrence.mean_days=9", "write recurrence_mean_days once"),
    ("steering.policy=capacity", "steering.policy=capacity is now steering.policy=by_backlog"),
    ("steering.policy=take_all", "steering.policy=take_all is now steering.policy=fixed"),
    ("steering=capacity", "steering=capacity is now steering=by_backlog"),
    ("steering=take_all", "steering=take_all is now steering=full_only"),
]


@pytest.mark.parametrize(
    ("typed", "hint"), [pytest.param(*row, marks=pytest.mark.slow if at % 5 else []) for at, row in enumerate(TYPED)]
)
def test_who_types_what_is_gone_is_told_what_to_write(typed, hint):
    ((key, says, said),) = refused(typed)
    assert key in typed
    assert typed.startswith("~") or f"is {typed.partition('=')[2]}; it is gone" in says or "is now" in said
    assert hint in said


def test_a_scenario_with_keys_that_are_gone_is_told_so_of_each(tmp_path):
    of_light = "casework: {classes: {light: {may_be_parked: true}}}"
    own_scenario(tmp_path, f"{of_light}\nsteering: {{targets: {{x: {{per_year: 5}}}}, park_above_weeks: 5}}\n")
    found = refused("+scenario=mine", folder=tmp_path)
    assert [(key, says.partition(" gone")[0]) for key, says, _ in found] == [
        ("casework.classes.light.may_be_parked", "is true; it is"),
        ("steering.targets", 'is {"x": {"per_year": 5}}; it is'),
        ("steering.park_above_weeks", "is 5; it is"),
    ]


def test_a_scenario_that_chooses_a_file_that_is_gone_is_told_the_one_of_today(tmp_path):
    own_scenario(tmp_path, "defaults: [override /steering: take_all]\n")
    ((_, _, hint),) = refused("+scenario=mine", folder=tmp_path)
    assert hint == "steering=take_all is now steering=full_only"


def test_the_words_of_today_are_words_of_today():
    for key, words in WORDS_NOW.items():
        there = [file.stem for file in (conf_dir() / key).glob("*.yaml")] or words_at(key.split("."))
        assert set(words.values()) <= set(there)
        assert not set(words) & set(there)
    assert word_now("steering.policy", "fixed") is None
    assert word_now("assignment", "capacity") is None
