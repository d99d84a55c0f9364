"""Posts by role, what a plan brings and takes, and how many posts stand vacant at rest."""

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tbkk_sim.model.establishment import (
    check_plan,
    divide,
    hazard_per_year,
    leavers_per_year,
    plan_by_role,
    posts_by_role,
    role_shares,
    vacancy_share_at_rest,
)
from tbkk_sim.settings import Settings
from tests.builders import small_settings
from tests.model.posts import step, two_units, with_plan
from tests.model.truth import truth_table
from tests.rows import every_row

START = dt.date(2021, 1, 1)
HALVES = {"a": 0.5, "b": 0.5}
VOTES = {"a": 53_000.0, "b": 24_000.0, "c": 23_000.0}


# Dividing posts by shares


@truth_table(
    "total, shares, there, right",
    {
        "as the shares say": (10, {"a": 0.5, "b": 0.3, "c": 0.2}, None, [5, 3, 2]),
        "one by halves: a tie goes to the first": (1, HALVES, None, [1, 0]),
        "three by halves: the first has one more": (3, HALVES, None, [2, 1]),
        "seven by thirds": (7, {"a": 1.0, "b": 1.0, "c": 1.0}, None, [3, 2, 2]),
        "seven seats as Webster does, not d'Hondt or Hamilton": (7, VOTES, None, [3, 2, 2]),
        "a hundred": (100, VOTES, None, [53, 24, 23]),
        "a share of nothing gets nothing": (5, {"a": 0.0, "b": 1.0}, None, [0, 5]),
        "a single one gets all": (5, {"a": 0.2}, None, [5]),
        "nothing to divide": (0, HALVES, None, [0, 0]),
        "less than nothing to divide": (-1, HALVES, None, [0, 0]),
        "nobody has a share": (5, {"a": 0.0, "b": 0.0}, None, [0, 0]),
        "nobody at all": (5, {}, None, []),
        "who has two already waits for the other": (3, HALVES, {"a": 2}, [1, 2]),
        "who has far too many gets nothing": (3, HALVES, {"a": 10}, [0, 3]),
        "what others have does not count": (3, HALVES, {"c": 10}, [2, 1]),
        "nobody has anything yet": (3, HALVES, {}, [2, 1]),
    },
)
def test_a_number_is_divided_by_shares(total, shares, there, right):
    assert list(divide(total, shares, there).values()) == right


@pytest.mark.slow
@settings(derandomize=True, max_examples=80)
@given(
    shares=st.lists(st.integers(0, 40), min_size=1, max_size=6),
    there=st.lists(st.integers(0, 12), min_size=6, max_size=6),
    total=st.integers(1, 60),
)
def test_dividing_keeps_the_sum_takes_from_nobody_and_is_fair(shares, there, total):
    """Fair as Webster has it: nobody holds a seat that another has a higher claim to, by votes per seat and half."""
    by_name = {str(name): float(share) for name, share in enumerate(shares)}
    has = {name: there[int(name)] for name in by_name}
    if not any(shares):
        return
    seats, one_more = divide(total, by_name, has), divide(total + 1, by_name, has)
    assert sum(seats.values()) == total
    assert all(one_more[name] >= seats[name] for name in by_name)
    last_given = max((has[n] + seats[n] - 0.5) / by_name[n] for n in by_name if seats[n])
    next_due = min((has[n] + seats[n] + 0.5) / by_name[n] for n in by_name if by_name[n])
    assert last_given <= next_due * (1 + 1e-12)


# Posts by role


def test_posts_divide_by_the_shares_of_the_unit_or_else_of_all():
    staffing = two_units(10, 5, **{"staffing.units.coast.role_share": {"server": 0.8, "typist": 0.2}}).staffing
    assert role_shares(staffing, "capital") == {"looker": 0.4, "server": 0.6}
    assert role_shares(staffing, "coast") == {"server": 0.8, "typist": 0.2}
    assert posts_by_role(staffing, "capital") == {"looker": 4, "server": 6}
    assert posts_by_role(staffing, "coast") == {"server": 4, "typist": 1}
    assert posts_by_role(two_units(1, 0).staffing, "capital") == {"looker": 0, "server": 1}
    assert posts_by_role(two_units(1, 0).staffing, "coast") == {"looker": 0, "server": 0}
    assert posts_by_role(two_units(100).staffing, "capital") == {"looker": 40, "server": 60}


# What a plan brings and takes; the coast has 4 lookers and 6 servers


@truth_table(
    "plan, right",
    {
        "no plan": ({}, {}),
        "of a role": ({"s": step(3, role="typist")}, {"s": {"typist": 3}}),
        "of a role, taken": ({"s": step(-3, role="server")}, {"s": {"server": -3}}),
        "five of any role keep to the shares": ({"s": step(5)}, {"s": {"looker": 2, "server": 3}}),
        "one of any role": ({"s": step(1)}, {"s": {"looker": 0, "server": 1}}),
        "five taken keep to the shares": ({"s": step(-5)}, {"s": {"looker": -2, "server": -3, "typist": 0}}),
        "one taken is of whom there are most beyond their share": (
            {"s": step(-1)},
            {"s": {"looker": 0, "server": -1, "typist": 0}},
        ),
        "all taken": ({"s": step(-10)}, {"s": {"looker": -4, "server": -6, "typist": 0}}),
        "of another unit": ({"s": step(5, unit="capital")}, {}),
        "of another unit in between": (
            {"one": step(3, role="looker"), "other": step(9, unit="capital"), "two": step(5, "2021-07-01")},
            {"one": {"looker": 3}, "two": {"looker": 0, "server": 5}},
        ),
        "what came before counts": (
            {"lookers": step(2, role="looker"), "more": step(3, "2021-07-01")},
            {"lookers": {"looker": 2}, "more": {"looker": 0, "server": 3}},
        ),
        "what comes later does not count, though it is written first": (
            {"lookers": step(2, "2021-08-01", "looker"), "more": step(5, "2021-07-01")},
            {"lookers": {"looker": 2}, "more": {"looker": 2, "server": 3}},
        ),
        "what is no longer there counts": (
            {"fewer": step(-4, role="looker"), "more": step(4, "2021-07-01")},
            {"fewer": {"looker": -4}, "more": {"looker": 4, "server": 0}},
        ),
        "on one day posts come before posts go": (
            {"go": step(-1), "come": step(2, role="typist")},
            {"come": {"typist": 2}, "go": {"looker": 0, "server": 0, "typist": -1}},
        ),
        "whoever has no share goes first": (
            {"come": step(2, role="typist"), "go": step(-3, "2021-07-01")},
            {"come": {"typist": 2}, "go": {"looker": 0, "server": -1, "typist": -2}},
        ),
    },
)
def test_the_roles_that_a_plan_brings_and_takes(plan, right):
    assert plan_by_role(with_plan(**plan).staffing, "coast") == right


def test_a_tie_in_what_is_taken_goes_by_the_order_of_the_roles():
    halves = {"staffing.role_share": {"looker": 0.5, "server": 0.5}, "staffing.plan": {"s": step(-1)}}
    assert plan_by_role(two_units(**halves).staffing, "coast") == {"s": {"looker": -1, "server": 0, "typist": 0}}


@every_row("taken", range(1, 18))
def test_taking_posts_is_the_reverse_of_dividing_them(taken: int):
    """What is left of 17 is as if fewer had been divided from the first."""
    shares = {"looker": 0.53, "server": 0.24, "typist": 0.23}
    settings = two_units(10, 17, **{"staffing.role_share": shares, "staffing.plan": {"s": step(-taken)}})
    change = plan_by_role(settings.staffing, "coast")["s"]
    before = posts_by_role(settings.staffing, "coast")
    assert {role: before[role] + change[role] for role in shares} == divide(17 - taken, shares)


# What cannot be carried out


def refused(plan: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.key.removeprefix("staffing.plan."), str(problem.says)) for problem in check_plan(
        with_plan(**plan).staffing, START
    )]  # fmt: skip


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(plan, id=sentence)
        for sentence, plan in {
            "no plan": {},
            "on the first day": {"s": step(1, "2021-01-01")},
            "all lookers": {"s": step(-4, role="looker")},
            "all lookers, in two steps": {"s": step(-1, role="looker"), "t": step(-3, "2021-07-01", "looker")},
            "one more, who came before, though written later": {
                "go": step(-5, "2021-07-01", "looker"),
                "come": step(1, "2021-06-30", "looker"),
            },
            "two of a role that nobody had, after two came": {
                "go": step(-2, "2021-07-01", "typist"),
                "come": step(2, role="typist"),
            },
            "one more, who comes on that day": {"go": step(-5, role="looker"), "come": step(1, role="looker")},
            "one more, who came as one of any role": {"go": step(-5, "2021-07-01", "looker"), "come": step(3)},
            "two lookers, after any two": {"any": step(-2), "two": step(-2, "2021-07-01", "looker")},
            "three lookers, before any two, though written later": {
                "any": step(-2, "2021-07-01"),
                "three": step(-3, role="looker"),
            },
            "any nine, before the last looker might go": {"any": step(-9)},
            "lookers, after any two of another unit": {
                "any": step(-2, unit="capital"),
                "all": step(-4, "2021-07-01", "looker"),
            },
            "of three steps out of order": {
                "last": step(-6, "2021-09-01", "looker"),
                "first": step(3, "2021-07-01", "looker"),
                "middle": step(-1, "2021-08-01", "looker"),
            },
        }.items()
    ],
)
def test_a_plan_that_can_be_carried_out_is_not_refused(plan):
    assert refused(plan) == []


@truth_table(
    "plan, key, part",
    {
        "the day before the start": ({"s": step(1, "2020-12-31")}, "s.date", "2020-12-31 is before the start"),
        "one looker more than there are": ({"s": step(-5, role="looker")}, "s.posts", "(4)"),
        "one more in two steps": (
            {"s": step(-1, role="looker"), "t": step(-4, "2021-07-01", "looker")},
            "t.posts",
            "(3)",
        ),
        "one more, who comes a day later, though written first": (
            {"come": step(1, "2021-07-02", "looker"), "go": step(-5, "2021-07-01", "looker")},
            "go.posts",
            "(4)",
        ),
        "three of a role that nobody had, after two came": (
            {"go": step(-3, "2021-07-01", "typist"), "come": step(2, role="typist")},
            "go.posts",
            "(2)",
        ),
        "a role that nobody has": ({"s": step(-1, role="typist")}, "s.posts", "(0)"),
        "three lookers, after any two": (
            {"any": step(-2), "three": step(-3, "2021-07-01", "looker")},
            "three.posts",
            "(2)",
        ),
        "three lookers, after any two, though written first": (
            {"three": step(-3, "2021-07-01", "looker"), "any": step(-2)},
            "three.posts",
            "(2)",
        ),
        "three lookers, after one and one of any": (
            {"one": step(-1), "more": step(-1, "2021-06-15"), "three": step(-3, "2021-07-01", "looker")},
            "three.posts",
            "(2)",
        ),
        "a looker, after any nine: none is certain": (
            {"nine": step(-9), "s": step(-1, "2021-07-01", "looker")},
            "s.posts",
            "(0)",
        ),
        "of three steps out of order, the last takes one too many": (
            {
                "last": step(-7, "2021-09-01", "looker"),
                "first": step(3, "2021-07-01", "looker"),
                "middle": step(-1, "2021-08-01", "looker"),
            },
            "last.posts",
            "(6)",
        ),
    },
)
def test_a_step_that_cannot_be_carried_out_is_named(plan, key, part):
    ((said_of, says),) = refused(plan)
    assert said_of == key
    assert part in says


def test_every_step_that_cannot_be_carried_out_is_named():
    of_capital = {"b": step(-7, role="server", unit="capital"), "d": step(-9, "2021-07-01", "looker", "capital")}
    plan = {"a": step(-5, role="looker"), "c": step(1, "2020-12-31"), **of_capital, "e": step(9, unit="capital")}
    assert sorted(key for key, _ in refused(plan)) == ["a.posts", "c.date", "d.posts"]


@truth_table(
    "plan, refusal",
    {
        "the unit has one: two are taken after one came, though written first": (
            {"go": step(-2, "2021-07-01"), "come": step(1)},
            None,
        ),
        "two are taken before one comes, though written later": (
            {"come": step(1, "2021-07-01"), "go": step(-2)},
            r"plan.go.posts: .*\(1\)",
        ),
        "all steps in order of their dates, the third takes one too many": (
            {"c": step(-3, "2021-09-01"), "a": step(2), "b": step(-1, "2021-07-01")},
            r"plan.c.posts: .*\(2\)",
        ),
        "all steps in order of their dates, the third takes all": (
            {"c": step(-2, "2021-09-01"), "a": step(2), "b": step(-1, "2021-07-01")},
            None,
        ),
    },
)
def test_withdrawals_are_counted_by_date_not_as_they_are_written(plan, refusal):
    if refusal is None:
        assert with_plan(10, 1, **plan)
    else:
        with pytest.raises(ValueError, match=refusal):
            with_plan(10, 1, **plan)


# Who leaves, and what stands vacant at rest


@truth_table(
    "chance_per_year, right",
    {
        "never": (0.0, 0.0),
        "a half": (0.5, math.log(2)),
        "63 in a hundred are once a year": (1 - math.exp(-1), 1.0),
        "a hundredth is a little more than a hundredth": (0.01, 0.01005033585),
        "for certain: at once, but not infinitely fast": (1.0, math.log(1e12)),
    },
)
def test_the_rate_that_gives_a_chance_within_a_year(chance_per_year, right):
    assert hazard_per_year(chance_per_year) == pytest.approx(right, rel=1e-4)


def chance(rate_per_year: float) -> float:
    """The chance per year that such a rate gives."""
    return 1 - math.exp(-rate_per_year)


def staff(ages: dict[str, float], unit: dict[str, Any] | None = None, **turnover: Any) -> Settings:
    """The small settings with these ages and turnover; pension at 67, mean tenure 10 years."""
    return small_settings(
        {
            "staffing.age_at_start.bands": ages,
            "staffing.tenure_years_mean": 10.0,
            "staffing.turnover": {"pension_age_years": 67, **turnover},
            "staffing.units.capital": {"label": "Capital", "posts": 8, **(unit or {})},
        }
    )


YOUNG = {"25-55": 1.0}


@truth_table(
    "settings, right",
    {
        "nobody leaves": (staff(YOUNG), 0.0),
        "by transfer": (staff(YOUNG, transfer_per_year=chance(0.3)), 0.3),
        "by transfer, half as often": (staff(YOUNG, {"turnover_factor": 0.5}, transfer_per_year=chance(0.3)), 0.15),
        "by resignation, whatever the tenure": (staff(YOUNG, resignation_per_year={0: chance(0.1)}), 0.1),
        "by both": (staff(YOUNG, resignation_per_year={0: chance(0.1)}, transfer_per_year=chance(0.3)), 0.4),
        "by both, twice as often": (
            staff(YOUNG, {"turnover_factor": 2}, resignation_per_year={0: chance(0.1)}, transfer_per_year=chance(0.3)),
            0.8,
        ),
        "by resignation, by tenure": (
            staff(YOUNG, resignation_per_year={0: chance(0.2), 5: chance(0.05)}),
            0.2 * (1 - math.exp(-0.5)) + 0.05 * math.exp(-0.5),
        ),
        "by resignation, by tenure, written the other way round": (
            staff(YOUNG, resignation_per_year={5: chance(0.05), 0: chance(0.2)}),
            0.2 * (1 - math.exp(-0.5)) + 0.05 * math.exp(-0.5),
        ),
        "by resignation, after two years only": (
            staff(YOUNG, resignation_per_year={2: chance(0.2)}),
            0.2 * math.exp(-0.2),
        ),
        "by pension: 5 of 10 years of age reach it in 5 years": (staff({"57-67": 1.0}), 0.1),
        "by pension: 3 of 5 years of age": (staff({"60-65": 1.0}), 0.12),
        "by pension: a tenth of the staff": (staff({"30-40": 0.9, "60-65": 0.1}), 0.012),
        "by pension: two bands": (staff({"52-62": 0.5, "62-67": 0.5}), 0.1),
        "by pension: too young by a year": (staff({"52-62": 1.0}), 0.0),
        "by pension: older than that already": (staff({"67-70": 1.0}), 0.0),
        "by pension: a unit two years older": (staff({"60-65": 1.0}, {"age_shift_years": 2}), 0.2),
        "by pension: a unit two years younger": (staff({"60-65": 1.0}, {"age_shift_years": -2}), 0.04),
        "by pension: some of a unit a year older than that band": (
            staff({"64-70": 1.0}, {"age_shift_years": 1}),
            2 / 30,
        ),
        "pension is nobody's choice": (staff({"60-65": 1.0}, {"turnover_factor": 0.5}), 0.12),
        "a quarter leaves three years before": (
            staff({"60-65": 1.0}, rpu_years_before=3, rpu_exit_share=0.25),
            0.25 * 0.16 + 0.75 * 0.12,
        ),
        "all leave three years before": (staff({"60-65": 1.0}, rpu_years_before=3, rpu_exit_share=1.0), 0.16),
        "by all causes": (
            staff({"60-65": 1.0}, transfer_per_year=chance(0.3), rpu_years_before=3, rpu_exit_share=0.25),
            0.3 + 0.13,
        ),
    },
)
def test_the_share_of_the_staff_that_leaves_in_a_year(settings, right):
    assert leavers_per_year(settings.staffing, "capital") == pytest.approx(right, abs=1e-12)


@truth_table(
    "changes, right",
    {
        "an eleventh: a tenth of a holder leaves while one post is filled": ({}, 1 / 11),
        "twice as long to fill": ({"staffing.hiring.fill_months_mean": 20}, 1 / 6),
        "a year to fill": ({"staffing.hiring.fill_months_mean": 12}, 0.12 / 1.12),
        "as it is said": ({"staffing.vacancy_share_at_start": 0.07}, 0.07),
        "none, as it is said": ({"staffing.vacancy_share_at_start": 0.0}, 0.0),
        "nobody leaves": ({"staffing.turnover.transfer_per_year": 0.0}, 0.0),
    },
)
def test_leaving_and_filling_are_in_balance(changes, right):
    values = {"staffing.hiring.fill_months_mean": 10, "staffing.turnover.transfer_per_year": chance(0.12), **changes}
    assert vacancy_share_at_rest(small_settings(values).staffing, "capital") == pytest.approx(right)
