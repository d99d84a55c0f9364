"""Keys that were renamed: the new key, wherever the old one stands."""

import pytest

from tbkk_sim.config.compose import load_settings
from tbkk_sim.settings import renamed
from tbkk_sim.settings.renamed import NEW_NAMES, RENAMED, RENAMED_NAMES, names_in, new_key, renamed_names, with_new_key
from tbkk_sim.settings.schema_errors import exists, fields_at
from tbkk_sim.settings.tuning import Tuning


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


@pytest.mark.parametrize("sign", ["", "+", "++", "~"])
def test_an_override_keeps_its_sign_and_value(sign):
    assert with_new_key(f"{sign}tune.robust.futures=a=b") == f"{sign}tune.robust.replications=a=b"
    assert with_new_key(f"{sign}seed=5") == f"{sign}seed=5"


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_the_new_key_is_a_setting_and_the_old_one_is_none(old, new):
    of_tuning = new.startswith("tune.")

    def is_one(key: str) -> bool:
        path = ["any" if part == "*" else part for part in key.split(".")]
        return path[-1] in fields_at(path[1:-1], Tuning) if of_tuning else exists(path)

    assert is_one(new)
    assert not is_one(old)


@pytest.mark.parametrize(
    ("key", "now"),
    [
        ("casework.classes.maker.priority", "casework.classes.producer.priority"),
        ("casework.classes.light.upgrade.to.maker", "casework.classes.light.upgrade.to.producer"),
        ("casework.chosen.maker.per_year", "casework.proactive.producer.per_year"),
        ("demand.streams.image.mix.maker", "demand.streams.image.mix.producer"),
        ("tune.when.norms.maker.share", "tune.when.norms.producer.share"),
        ("steering.targets.makers.per_year", "steering.targets.producers.per_year"),
        ("steering.targets.maker", None),
        ("staffing.units.maker.posts", None),
        ("demand.streams.maker.mix.acute", None),
    ],
)
def test_a_class_or_target_has_its_new_name_unless_the_settings_have_one_of_the_old_name(key, now):
    assert new_key(key, {"acute", "producer", "producers"}) == now
    of_keys_alone = "casework.proactive.maker.per_year" if "chosen" in key else None
    assert new_key(key, {"acute", "producer", "producers", "maker", "makers"}) == of_keys_alone
    assert new_key(key, {"acute"}) == of_keys_alone


def test_old_names_of_classes_are_found_in_every_table_of_classes():
    given = load_settings().model_dump()
    assert list(renamed_names(given)) == []
    streams, classes = given["demand"]["streams"], given["casework"]["classes"]
    for table in (given["casework"]["proactive"], given["demand"]["stock"], *(of["mix"] for of in streams.values())):
        table["maker"] = {}
    classes["maker"] = {"priority": 1}  # not complete: meant for the class of the new name
    classes["producer"]["upgrade"] = {"to": {"maker": 1.0}}
    given["demand"]["unit_share"]["maker"] = 0.1  # a table of units
    given["tune"] = {"when": {"norms": {"maker": {}}}, "weights": {"maker": 1}}
    tables = {"casework.classes", "casework.classes.producer.upgrade.to", "casework.proactive", "demand.stock"}
    tables |= {f"demand.streams.{name}.mix" for name in streams} | {"tune.when.norms", "tune.weights"}
    found = {problem.key: problem.says for problem in renamed_names(given)}
    assert found == {f"{table}.maker": f"is now called {table}.producer" for table in tables}
    classes["maker"] = classes["producer"]  # a class of the user's own
    assert list(renamed_names(given)) == []


@pytest.mark.parametrize("table", RENAMED_NAMES)
def test_each_table_of_renamed_names_is_a_table_of_free_names(table):
    path = ["any" if part == "*" else part for part in table.split(".")]
    if path[0] == "tune":
        assert path[-1] in fields_at(["how_many" if part == "any" else part for part in path[1:-1]], Tuning)
    else:
        assert fields_at(path) == []
        assert exists([*path, "free"])


def test_the_new_names_are_classes_and_targets_of_conf_and_the_old_ones_are_not():
    names = names_in(load_settings().model_dump())
    assert NEW_NAMES == {"producer", "producers"} <= names
    assert not {old for of_table in RENAMED_NAMES.values() for old in of_table} & names
