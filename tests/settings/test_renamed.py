"""Keys that were renamed: the new key, wherever the old one stands."""

import pytest

from tbkk_sim.settings import renamed
from tbkk_sim.settings.renamed import RENAMED, new_key, with_new_key
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
