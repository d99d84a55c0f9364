"""What each unit owes of the agreements: whole cases, which add up to what was agreed."""

from typing import Any

from tbkk_sim.model.selection.agreed import agreed_cases, apportion
from tests.builders import small_settings
from tests.model.truth import truth_table
from tests.rows import every_row

LIGHT_TOO = {
    "casework.classes.serious.severe": False,
    "demand.unit_share": {"capital": 0.6, "coast": 0.4},
}


def agreed(year: int = 2021, changes: dict[str, Any] | None = None, **agreements: Any) -> dict[tuple[str, str], int]:
    """What is owed in the small settings, of agreements by classes and number per year."""
    of = {
        name: {"label": name, "classes": classes, "per_year": per_year}
        for name, (classes, per_year) in agreements.items()
    }
    return agreed_cases(small_settings({"agreements": of, **(changes or {})}), year)


@truth_table(
    "total, weights, right",
    {
        "in proportion": (10, {"a": 0.6, "b": 0.4}, {"a": 6, "b": 4}),
        "the largest remainder gets what is left": (10, {"a": 0.56, "b": 0.27, "c": 0.17}, {"a": 5, "b": 3, "c": 2}),
        "of equal remainders the first": (1, {"a": 1.0, "b": 1.0}, {"a": 1, "b": 0}),
        "and the second": (2, {"a": 1.0, "b": 1.0, "c": 1.0}, {"a": 1, "b": 1, "c": 0}),
        "weights of any sum": (9, {"a": 8.0, "b": 4.0, "c": 6.0}, {"a": 4, "b": 2, "c": 3}),
        "one of weight 0 gets none": (3, {"a": 0.0, "b": 1.0}, {"a": 0, "b": 3}),
        "nothing to split": (0, {"a": 1.0, "b": 2.0}, {"a": 0, "b": 0}),
        "nobody to get it": (5, {"a": 0.0, "b": 0.0}, {"a": 0, "b": 0}),
        "no parts": (5, {}, {}),
    },
)
def test_a_number_is_split_into_whole_parts(total, weights, right):
    assert apportion(total, weights) == right


@every_row("total", range(0, 60, 7))
def test_parts_add_up_and_are_less_than_one_off(total):
    weights = {"a": 0.37, "b": 0.11, "c": 0.29, "d": 0.23}
    parts = apportion(total, weights)
    assert sum(parts.values()) == total
    assert all(abs(parts[name] - total * weight) < 1 for name, weight in weights.items())


def test_each_unit_owes_as_its_share_of_the_reports():
    assert agreed(light=({"light": 1.0}, {2021: 10})) == {("capital", "light"): 6, ("coast", "light"): 4}


def test_or_as_its_posts():
    """Eight posts and six: of 14 cases 8 and 6."""
    by_posts = {"assignment.owed_by": "posts"}
    right = {("capital", "light"): 8, ("coast", "light"): 6}
    assert agreed(changes=by_posts, light=({"light": 1.0}, {2021: 14})) == right


@every_row("owed_by", ["posts", "population"])
def test_a_unit_without_reports_of_a_class_owes_none(owed_by):
    changes = {"demand.unit_share_by_class": {"light": {"coast": 1.0}}, "assignment.owed_by": owed_by}
    of = agreed(changes=changes, light=({"light": 1.0}, {2021: 14}))
    assert {unit_class: cases for unit_class, cases in of.items() if cases} == {("coast", "light"): 14}


def test_a_group_is_split_over_its_classes_as_it_says():
    of = agreed(changes=LIGHT_TOO, group=({"serious": 0.25, "light": 0.75}, {2021: 40}))
    assert of == {
        ("capital", "serious"): 6,
        ("coast", "serious"): 4,
        ("capital", "light"): 18,
        ("coast", "light"): 12,
    }


def test_nothing_is_owed_of_a_severe_class_though_it_counts():
    of = agreed(group=({"serious": 0.25, "light": 0.75}, {2021: 40}))
    assert of == {("capital", "light"): 18, ("coast", "light"): 12}


@truth_table(
    "year, right",
    {
        "before the first year: none": (2020, 0),
        "the first": (2021, 10),
        "between two: as the one before": (2023, 10),
        "the last": (2024, 30),
        "after the last: as the last": (2031, 30),
    },
)
def test_the_number_is_that_of_the_year(year, right):
    assert sum(agreed(year, light=({"light": 1.0}, {2021: 10, 2024: 30})).values()) == right


@every_row(("per_year", "right"), [(9.4, 9), (9.6, 10)])
def test_what_is_agreed_is_a_whole_number(per_year, right):
    assert sum(agreed(light=({"light": 1.0}, {2021: per_year})).values()) == right


def test_without_agreements_nothing_is_owed():
    assert agreed() == {}
