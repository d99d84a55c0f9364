"""Hiring: the limit, the priorities, the plan, over-establishment."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest

from tbkk_sim.model.calendar import month_starts
from tbkk_sim.sampling.workforce.balance import balance_days
from tbkk_sim.sampling.workforce.headcount import Headcount, headcount
from tbkk_sim.sampling.workforce.people import Lives
from tbkk_sim.sampling.workforce.posts import lay_out_posts
from tbkk_sim.sampling.workforce.vacancies import Recruitment, newcomers_allowed
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.settings import Settings
from tests.builders import small_settings
from tests.rows import every_row

HORIZON = 1095
CAPITAL_POSTS, COAST_POSTS = "staffing.units.capital.posts", "staffing.units.coast.posts"
HIRING = {"fill_months_mean": 0.5, "fill_shape": 50}


def settings_of(changes: dict) -> Settings:
    return small_settings({"run.end": "2023-12-31", "staffing.vacancy_share_at_start": 0.0, **changes})


def daily(settings: Settings, replication: int = 0) -> Headcount:
    return headcount(np.arange(0.0, HORIZON), *draw_workforce(settings, replication), 2)


def starts(settings: Settings, replication: int = 0) -> tuple[np.ndarray, np.ndarray]:
    people, _, _ = draw_workforce(settings, replication)
    new = people.joined_days > 0
    return people.joined_days[new], people.team[new]


@every_row("limit", [0.0, 0.3, 1.0, 1.45, 4.0])
@every_row("priority", ["largest_shortage", "smallest_team", "plan_order"])
def test_no_more_newcomers_start_in_a_month_than_the_limit_allows(limit, priority):
    hiring = {**HIRING, "national_limit_per_month": limit, "priority": priority}
    settings = settings_of(
        {
            CAPITAL_POSTS: 80,
            COAST_POSTS: 40,
            "staffing.vacancy_share_at_start": 0.5,
            "staffing.turnover.transfer_per_year": 0.3,
            "staffing.hiring": hiring,
        }
    )
    joined, _ = starts(settings)
    edges = month_starts(settings.run.start, HORIZON)
    per_month = np.histogram(joined, edges)[0]
    allowed = np.array([newcomers_allowed(limit, month) for month in range(36)])
    np.testing.assert_array_equal(per_month[1:], allowed[1:])  # so many are waiting that the limit is reached
    assert per_month[0] <= allowed[0]
    assert abs(allowed.sum() - 36 * limit) < 1


def two_units_wait(priority: str, plan: dict | None = None) -> Settings:
    """Capital lacks 4 of 20 and coast 2 of 5, all from the first of the year; one may start a month."""
    hiring = {"fill_months_mean": 0.01, "national_limit_per_month": 1, "priority": priority}
    plan = plan or {
        "big": {"unit": "capital", "date": "2021-01-01", "posts": 4},
        "small": {"unit": "coast", "date": "2021-01-01", "posts": 2},
    }
    return settings_of({CAPITAL_POSTS: 16, COAST_POSTS: 3, "staffing.hiring": hiring, "staffing.plan": plan})


def test_the_largest_shortage_goes_first_relative_to_the_establishment():
    _, team = starts(two_units_wait("largest_shortage"))
    # shortages 4/20 and 2/5, 4/20 and 1/5 (a tie: the first unit), 3/20 and 1/5, 3/20 and none
    assert team.tolist() == sorted(team.tolist())
    joined, team = starts(two_units_wait("largest_shortage"))
    assert team[np.argsort(joined)].tolist() == [1, 0, 1, 0, 0, 0]


def test_the_smallest_team_goes_first():
    joined, team = starts(two_units_wait("smallest_team"))
    assert team[np.argsort(joined)].tolist() == [1, 1, 0, 0, 0, 0]


def test_the_plan_is_filled_in_its_order_after_the_posts_that_were_there():
    plan = {
        "second": {"unit": "coast", "date": "2021-01-01", "posts": 1},
        "third": {"unit": "capital", "date": "2021-01-01", "posts": 2},
        "fourth": {"unit": "coast", "date": "2021-01-01", "posts": 1},
    }
    joined, team = starts(two_units_wait("plan_order", plan))
    assert team[np.argsort(joined)].tolist() == [1, 0, 0, 1]


def test_planned_posts_are_vacancies_from_their_date_on():
    plan = {"more": {"unit": "coast", "role": "detective", "date": "2022-01-01", "posts": 3}}
    count = daily(settings_of({"staffing.plan": plan, "staffing.hiring": {**HIRING, "fill_months_mean": 6}}))
    np.testing.assert_array_equal(count.establishment_fte[:, 1], np.where(np.arange(HORIZON) < 365, 6, 9))
    np.testing.assert_array_equal(count.occupancy_fte[:366, 1], 6)
    assert count.occupancy_fte[365 + 90, 1] == 6
    assert count.occupancy_fte[-1, 1] == 9


def test_vacant_posts_are_withdrawn_first_and_then_those_whose_holder_leaves_first():
    turnover = {"staffing.turnover.transfer_per_year": 0.4, "staffing.hiring": {**HIRING, "fill_months_mean": 30}}
    plan = {"fewer": {"unit": "capital", "date": "2022-01-01", "posts": -12}}
    base = settings_of({CAPITAL_POSTS: 20, **turnover})
    settings = settings_of({CAPITAL_POSTS: 20, **turnover, "staffing.plan": plan})
    before, after = daily(base), daily(settings)
    np.testing.assert_array_equal(after.establishment_fte[:, 0], np.where(np.arange(HORIZON) < 365, 20, 8))
    np.testing.assert_array_equal(after.occupancy_fte[:366, 0], before.occupancy_fte[:366, 0])
    people, _, posts = draw_workforce(settings, 0)
    vacant_then = set(range(20)) - set(people.post[(people.joined_days < 365) & (people.left_days >= 365)].tolist())
    withdrawn = set(np.flatnonzero(np.isfinite(posts.end_days)).tolist())
    assert 0 < len(vacant_then & set(range(20))) < 12
    assert vacant_then & set(np.flatnonzero(posts.unit == 0).tolist()) <= withdrawn
    later = people.left_days >= 365
    held = {p: people.left_days[(people.post == p) & later].min() for p in set(range(20)) - vacant_then}
    assert max(held[p] for p in withdrawn - vacant_then) <= min(held[p] for p in set(held) - withdrawn)
    assert not np.any(people.joined_days[np.isin(people.post, list(withdrawn))] >= 365)
    assert after.occupancy_fte[-1, 0] <= 8


def test_a_plan_that_withdraws_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"plan\.fewer\.posts: -7 withdraws more posts than coast then has \(6\)"):
        settings_of({"staffing.plan": {"fewer": {"unit": "coast", "date": "2022-01-01", "posts": -7}}})


def test_posts_ahead_are_filled_but_are_no_establishment():
    count = daily(
        settings_of({CAPITAL_POSTS: 20, COAST_POSTS: 7, "staffing.hiring": {**HIRING, "hire_ahead_share": 0.1}})
    )
    np.testing.assert_array_equal(count.establishment_fte, np.tile([20.0, 7.0], (HORIZON, 1)))
    np.testing.assert_array_equal(count.occupancy_fte[0], [20, 7])
    np.testing.assert_array_equal(count.occupancy_fte[-1], [22, 8])
    np.testing.assert_array_equal(count.vacancy_fte[-1], [0, 0])


def test_people_without_a_post_fill_no_vacancy_of_their_unit_or_of_another():
    teams = {
        "establishment_fte": [[8.0, 6.0, 5.0]],
        "occupancy_fte": [[10.0, 4.0, 5.0]],
        "without_post_fte": [[2.0, 0.0, 1.0]],
    }
    count = Headcount(**{name: np.array(fte) for name, fte in teams.items()}, deployable_fte=None, mentoring_fte=None)
    assert count.vacancy_fte.tolist() == [[0.0, 2.0, 1.0]]
    assert count.in_post_fte.tolist() == [[8.0, 4.0, 4.0]]


def test_whoever_holds_a_withdrawn_post_is_without_one_until_they_leave():
    """On day 31 three of the six posts go, of three people; nobody is hired, and all leave in the end."""
    plan = {"fewer": {"unit": "coast", "date": "2021-02-01", "posts": -3}}
    count = daily(
        settings_of(
            {
                COAST_POSTS: 6,
                "staffing.plan": plan,
                "staffing.turnover.transfer_per_year": 0.9,
                "staffing.hiring": {**HIRING, "replace_leavers": False},
            }
        )
    )
    without = count.without_post_fte[:, 1]
    gone = 6 - count.occupancy_fte[:, 1]
    assert without[:31].max() == 0
    assert without[31] == 3 - gone[31]
    assert without[-1] == 0
    np.testing.assert_array_equal(count.vacancy_fte[31:, 1], 3 - (count.occupancy_fte[31:, 1] - without[31:]))


def test_without_replacement_nobody_joins_but_for_what_was_under_way():
    hiring = {**HIRING, "replace_leavers": False}
    changes = {CAPITAL_POSTS: 200, "staffing.turnover.transfer_per_year": 0.2, "staffing.hiring": hiring}
    joined, _ = starts(settings_of(changes))
    assert len(joined) == 0
    joined, _ = starts(settings_of({**changes, "staffing.vacancy_share_at_start": 0.3}))
    assert len(joined) > 30
    assert joined.max() < 60


def test_balance_is_the_first_day_of_a_quarter_at_or_above_the_establishment():
    occupancy = np.array([[8, 9, 10, 10, 9, 10, 11, 10, 10], [9, 9, 9, 9, 9, 9, 9, 9, 10]], dtype=float).T
    establishment = np.full(occupancy.shape, 10.0)
    assert balance_days(occupancy, establishment, hold_days=2).tolist() == [2, np.inf]
    assert balance_days(occupancy, establishment, hold_days=4).tolist() == [5, np.inf]
    assert balance_days(occupancy, establishment, hold_days=1).tolist() == [2, 8]
    assert balance_days(occupancy, establishment, hold_days=10).tolist() == [np.inf, np.inf]
    assert balance_days(occupancy, establishment - 2, hold_days=9).tolist() == [0, 0]
    rounded = np.array([[10 - 1e-10, 10 - 1e-3]])  # by rounding alone, and by a little
    assert balance_days(rounded, establishment[:1], hold_days=1).tolist() == [0, np.inf]
    for days, right in ((91, 0), (90, np.inf)):
        assert balance_days(np.ones((days, 1)), np.ones((days, 1))).tolist() == [right]


def test_headcount_changes_on_the_day_itself():
    plan = {"one": {"unit": "coast", "date": "2021-02-01", "posts": 1}}
    settings = settings_of({"staffing.plan": plan, "staffing.hiring": HIRING})
    people, shifts, posts = draw_workforce(settings, 0)
    joined = people.joined_days[people.joined_days > 0][0]
    day = (dt.date(2021, 2, 1) - settings.run.start).days
    count = headcount(np.array([day - 1.0, day, joined - 1, joined]), people, shifts, posts, 2)
    assert count.establishment_fte[:, 1].tolist() == [6, 7, 7, 7]
    assert count.occupancy_fte[:, 1].tolist() == [6, 6, 6, 7]
    assert count.deployable_fte[:, 1].tolist() == [6, 6, 6, 7]


def test_holders_follow_one_another_with_the_time_to_fill_in_between():
    settings = settings_of(
        {CAPITAL_POSTS: 400, "staffing.turnover.transfer_per_year": 0.5, "staffing.hiring": {"fill_months_mean": 5}}
    )
    posts = lay_out_posts(settings)
    holders = sorted(Recruitment(settings, posts, Lives(settings, 0)).run(), key=lambda h: (h.post, h.number))
    gaps = [
        after.joined_days - before.left_days
        for before, after in pairwise(holders)
        if before.post == after.post and before.left_days < 400
    ]
    assert len(gaps) > 100
    assert np.mean(gaps) == pytest.approx(5 * 365.25 / 12, rel=0.06)
    assert [h.number for h in holders if h.post == 0] == list(range(sum(h.post == 0 for h in holders)))
