"""Cohorts of a course and civilian roles: who fills which post, worked out by hand, and what a large cohort brings."""

from typing import Any

import numpy as np

from tbkk_sim.sampling.workforce.headcount import headcount
from tbkk_sim.sampling.workforce.people import CameBy
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.settings import Settings
from tests.builders import small_settings
from tests.rows import every_row
from tests.sampling.test_recruitment import NEVER, ONE, RUN, Times, played, starts

DAY_40 = "2021-08-10"


def cohort(people: int, **of: Any) -> dict[str, Any]:
    return {"capacity.cohorts": {"class": {"people": people, "date": DAY_40, "course_months": 3, **of}}}


def posts(capital: int, coast: int) -> dict[str, Any]:
    return {"staffing.units.capital.posts": capital, "staffing.units.coast.posts": coast}


def vacant(since: list[float], unit: str = "capital") -> Times:
    """Posts whose first holder leaves on these days, and which then take for ever to fill."""
    return {f"{unit}/detective/{n}": [(None, day), (NEVER, NEVER)] for n, day in enumerate(since)}


def test_newcomers_of_a_course_fill_the_posts_that_are_vacant_longest_on_that_day_whatever_the_limit():
    times = vacant([30, 10, 20, 50])
    found = played(times, {**posts(4, 0), **cohort(2)}, national_limit_per_month=0)
    assert starts(found) == [("capital/detective/1", 40), ("capital/detective/2", 40)]
    found = played(times, {**posts(4, 0), **cohort(9)}, national_limit_per_month=0)
    assert [day for _, day in starts(found)] == [40, 40, 40]


def test_the_unit_with_the_largest_shortage_goes_first():
    """1 of 2 and 2 of 6: a half; a third and 1 of 6 in turn of the first unit."""
    times = vacant([9]) | vacant([7, 8], "coast")
    order = [label for label, _ in starts(played(times, {**posts(2, 6), **cohort(3)}))]
    assert order == ["capital/detective/0", "coast/detective/0", "coast/detective/1"]
    only = played(times, {**posts(2, 6), **cohort(3, units=["coast"])})
    assert [label.partition("/")[0] for label, _ in starts(only)] == ["coast", "coast"]


def test_whoever_was_being_recruited_for_that_post_does_not_come_and_the_next_is_recruited_anew():
    """The recruit would be ready on day 45. Who comes on day 40 stays for 20 days; the next is ready 100 later."""
    times: Times = {ONE: [(None, 5), (40.0, 20), (100.0, NEVER)]}
    assert starts(played(times, {**posts(1, 0), **cohort(1)})) == [(ONE, 40), (ONE, 160)]
    assert starts(played(times, posts(1, 0))) == [(ONE, 45), (ONE, 165)]


def test_who_waits_for_the_limit_when_the_course_begins_does_not_take_a_second_place():
    """Two are ready on day 20, one may start a month: day 31. The other post goes to the course on day 40."""
    times: Times = {f"capital/detective/{n}": [(None, 10), (10.0, NEVER)] for n in range(2)}
    found = played(times, {**posts(2, 0), **cohort(5)}, national_limit_per_month=0.5)
    assert [day for _, day in starts(found)] == [31, 40]


def test_posts_that_come_that_day_are_vacant_and_posts_that_go_or_are_ahead_are_not():
    plan = {
        "more": {"unit": "capital", "date": DAY_40, "posts": 1},
        "fewer": {"unit": "coast", "date": DAY_40, "posts": -1},
    }
    times: Times = {**vacant([10], "coast"), "capital/detective/plan/more/0": [(NEVER, NEVER), (NEVER, NEVER)]}
    times |= {f"{unit}/detective/ahead/0": [(NEVER, NEVER)] for unit in ("capital", "coast")}
    changes = {**posts(2, 1), **cohort(5), "staffing.plan": plan}
    assert starts(played(times, changes, hire_ahead_share=0.5)) == [("capital/detective/plan/more/0", 40)]


def test_a_cohort_for_a_role_fills_posts_of_that_role():
    roles = {name: {"label": name, "skills": ["triage", "enrich", "search", "dossier"]} for name in ("desk", "field")}
    changes = {
        **posts(4, 0),
        "staffing.roles": roles,
        "staffing.role_share": {"desk": 0.5, "field": 0.5},
        **cohort(4, role="field"),
    }
    times: Times = {f"capital/{role}/{n}": [(None, 10), (NEVER, NEVER)] for role in roles for n in range(2)}
    assert [label for label, _ in starts(played(times, changes))] == ["capital/field/0", "capital/field/1"]


ROLES = {
    "detective": {"label": "D", "skills": ["triage", "enrich", "search", "dossier"]},
    "analyst": {"label": "A", "skills": ["enrich"], "civilian": True, "fill_months_mean": 5},
}


def test_civilians_start_outside_the_limit_and_after_the_time_of_their_role():
    """Half of the 10 months of other posts: ready after 20 days, not 40. One may start in August, one in October."""
    changes = {**posts(4, 0), "staffing.roles": ROLES, "staffing.role_share": {"detective": 0.5, "analyst": 0.5}}
    times: Times = {f"capital/{role}/{n}": [(None, 10), (40.0, NEVER)] for role in ROLES for n in range(2)}
    found = played(times, changes, national_limit_per_month=0.5)
    assert starts(found) == [
        ("capital/analyst/0", 30),
        ("capital/analyst/1", 30),
        ("capital/detective/0", 50),
        ("capital/detective/1", 92),
    ]


def country(changes: dict[str, Any] | None = None) -> Settings:
    """A hundred posts, 40 of which are vacant on the day of the course, since nobody is replaced for two years."""
    return small_settings(
        {
            **RUN,
            "run.end": "2024-06-30",
            "staffing.units.capital.posts": 100,
            "staffing.vacancy_share_at_start": 0.4,
            "staffing.hiring": {"national_limit_per_month": 0.0},
            "staffing.training": {"ramp": [{"until_months": 6, "share": 0.5}], "mentor_share": 0.0},
            **(changes or {}),
        }
    )


@every_row("replication", range(3))
def test_a_cohort_of_20_with_some_40_vacant_posts_is_appointed_whole_and_works_after_course_and_ramp(replication):
    of = {"capacity.cohorts": {"class": {"people": 20, "units": ["capital"], "date": "2022-01-01", "course_months": 6}}}
    days = np.arange(0.0, 1096)
    before, after = (
        (people, headcount(days, people, shifts, table, 2))
        for people, shifts, table in (draw_workforce(country(changes), replication) for changes in (None, of))
    )
    came = after[0].came_by == CameBy.COHORT
    assert came.sum() == 20
    assert set(after[0].joined_days[came]) == {184.0}
    more = {
        name: getattr(after[1], name)[:, 0] - getattr(before[1], name)[:, 0]
        for name in ("occupancy_fte", "vacancy_fte", "deployable_fte")
    }
    course, half = 184 + 183, 184 + 183 + 183
    assert set(more["occupancy_fte"][184:]) == {20.0}
    assert set(more["vacancy_fte"][184:]) == {-20.0}
    assert set(more["deployable_fte"][:course]) == {0.0}
    assert set(np.round(more["deployable_fte"][course:half], 9)) == {10.0}
    assert set(np.round(more["deployable_fte"][half:], 9)) == {20.0}


def test_of_a_cohort_of_60_those_are_appointed_for_whom_there_is_a_post():
    of = {"capacity.cohorts": {"class": {"people": 60, "units": ["capital"], "date": "2022-01-01"}}}
    people, _, _ = draw_workforce(country(of), 0)
    vacant_before = 100 - int(((people.came_by == CameBy.RECRUITED) & (people.team == 0)).sum())
    assert 25 < vacant_before < 55
    assert (people.came_by == CameBy.COHORT).sum() == vacant_before


def test_the_limit_goes_on_as_it_was_for_others():
    """The same posts are vacant; what is left of them after the course is filled at the pace of the limit."""
    of = {"capacity.cohorts": {"class": {"people": 10, "units": ["capital"], "date": "2022-01-01"}}}
    slow = {"staffing.hiring": {"national_limit_per_month": 1.0, "fill_months_mean": 1}}
    people, _, _ = draw_workforce(country({**of, **slow}), 0)
    recruited = people.joined_days[(people.joined_days > 0) & (people.came_by == CameBy.RECRUITED)]
    months = np.floor(recruited / 30.4375).astype(int)
    assert len(recruited) > 20
    assert np.bincount(months).max() <= 2  # one a month, seen in months of equal length
