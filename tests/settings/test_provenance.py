"""Reading where numbers come from."""

from pathlib import Path

import pytest

from tbkk_sim.settings.provenance import Entry, entries_text, in_effect, list_entries, problems, read_entries


@pytest.fixture
def read(tmp_path: Path):
    def write_and_read(text: str, file: str = "group/option.yaml") -> list[Entry]:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return list_entries(tmp_path)

    return write_and_read


def test_a_number_bears_the_comment_behind_it(read):
    (entry,) = read("# a title\nhours: 3  # X [2, 6.5]: other country\n")
    assert entry == Entry("group.hours", 3, "X", 2, 6.5, "other country", "group/option.yaml:2")


def test_numbers_inherit_from_the_nearest_key_above(read):
    entries = read("a:  # S: letter\n  b: 1\n  c:  # A [0, 9]: guess\n    d: 2\n    e: 3  # P: page\n")
    assert [(e.key, e.tag) for e in entries] == [("group.a.b", "S"), ("group.a.c.d", "A"), ("group.a.c.e", "P")]


def test_a_comment_does_not_reach_the_next_key(read):
    assert [e.tag for e in read("a:  # S: letter\n  b: 1\nc: 2\n")] == ["S", None]


def test_a_range_of_factors_is_a_factor_on_each_number(read):
    entries = read("a:  # A [x0.5, x2]: guess\n  b: 4\n  c: 10\n")
    assert [(e.low, e.high) for e in entries] == [(2, 8), (5, 20)]


def test_a_scenario_has_the_keys_that_it_changes(read):
    (entry,) = read("# @package _global_\n# command\nrun:\n  seed: 1  # C: any\n", "scenario/s.yaml")
    assert entry.key == "run.seed"


def test_numbers_in_lists_and_flow_are_found_and_other_things_are_not(read):
    entries = read("a: [1, {b: 2}]  # C: x\nc: text 3\nd: '4'\ne: null\nf: true\ng: 2021-01-01  # C: y\n")
    assert [(e.key, e.value) for e in entries] == [("group.a.0", 1), ("group.a.1.b", 2), ("group.g", "2021-01-01")]


def test_a_hash_within_quotes_is_not_a_comment(read):
    (entry,) = read("a: {b: 1, c: '# S: no'}\n")
    assert entry.tag is None


def test_settings_of_hydra_need_no_source(read):
    (entry,) = read("hydra:\n  verbose: 1\nseed: 7\n", "config.yaml")
    assert entry.key == "seed"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("a: 1", "no source"),
        ("a: 1  # because", "no source"),
        ("a: 1  # Q: no such letter", "no source"),
        ("a: 1  # S:", "no source"),
        ("a: 1  # A [x0.5, 2]: half a factor", "no source"),
        ("a: 1  # A: guess", "assumption without a range"),
        ("a: 1  # X: elsewhere", "proxy without a range"),
        ("a: 1  # A [2, 3]: guess", "not within its range [2, 3]"),
        ("a: -1  # A [0, 3]: guess", "not within its range [0, 3]"),
        ("a: 2021-01-01", "no source"),
    ],
)
def test_what_is_missing_is_named_with_its_place(read, line, says):
    (found,) = problems(read(line + "\n"))
    assert found.startswith("group/option.yaml:1: group.a = ")
    assert found.endswith(says)


@pytest.mark.parametrize(
    "line",
    [
        "a: 1  # S: letter",
        "a: 1  # A [0, 2]: guess",
        "a: 1  # P [0, 3]: page",
        "a: 2  # A [2, 3]: low",
        "a: 3  # A [2, 3]: high",
    ],
)
def test_a_sourced_number_is_no_problem(read, line):
    assert problems(read(line + "\n")) == []


def test_in_effect_are_the_numbers_that_a_run_has(read):
    read("a: 1  # S: letter\nb: 2  # S: letter\n", "group/one.yaml")
    entries = read("a: 5  # A [4, 6]: guess\n", "group/two.yaml")
    found = in_effect(entries, {"group.a": 5, "group.b": 3, "group.c": 1})
    assert [(e.key, e.value, e.place) for e in found] == [("group.a", 5, "group/two.yaml:1")]
    assert in_effect(entries, {"group.a": 4, "group.b": 1}) == []  # less than any of the files says


def test_a_date_is_in_effect_where_the_run_has_that_date_and_not_where_it_has_a_number(read):
    entries = read("from: 2021-03-01  # S: letter\n")
    assert in_effect(entries, {"group.from": "2021-03-01"}) == entries
    assert in_effect(entries, {"group.from": "2021-03-02"}) == []
    assert in_effect(entries, {"group.from": 5}) == []


def test_entries_are_read_as_they_were_written_and_without_a_file_there_are_none(tmp_path):
    entries = (
        Entry("group.hours", 3.5, "X", 2.0, 6.5, "other country, its own", "group/option.yaml:2"),
        Entry("run.start", "2021-01-01", None, None, None, "", "run/short.yaml:1"),
    )
    assert read_entries(tmp_path / "provenance.csv") == ()
    (tmp_path / "provenance.csv").write_text(entries_text(entries), encoding="utf-8")
    assert read_entries(tmp_path / "provenance.csv") == entries
