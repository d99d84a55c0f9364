"""The workforce: nobody is in two places, nobody works while away, and nobody disturbs anybody else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tbkk_sim.model.event_records import Event
from tbkk_sim.sampling.workforce.absence import DRAWN, draws_per_person
from tbkk_sim.sampling.workforce.headcount import headcount
from tbkk_sim.sampling.workforce.people import LIFE_DRAWS, Cause, Holder
from tbkk_sim.sampling.workforce.posts import lay_out_posts
from tbkk_sim.sampling.workforce.workforce import _in_units, draw_workforce
from tbkk_sim.sampling.world import People, Service, Shifts
from tbkk_sim.settings import Settings
from tests.builders import LAB, small_settings
from tests.rows import every_row

HORIZON = 730
LIVELY = {
    "run.end": "2022-12-31",
    "staffing.roles": {
        "detective": {"label": "Detective", "skills": ["triage", "enrich", "search"]},
        "clerk": {"label": "Clerk", "skills": ["dossier"]},
    },
    "staffing.role_share": {"detective": 0.7, "clerk": 0.3},
    "staffing.age_at_start": {"bands": {"25-67": 1.0}},
    "staffing.age_of_newcomers": {"bands": {"25-66": 1.0}},
    "staffing.part_time": {1.0: 0.6, 0.6: 0.4},
    "staffing.turnover": {
        "resignation_per_year": {0: 0.4, 1: 0.2},
        "transfer_per_year": 0.1,
        "rpu_years_before": 3,
        "rpu_part_time_share": 0.5,
        "rpu_exit_share": 0.3,
    },
    "staffing.hiring": {"fill_months_mean": 4, "experienced_share": 0.3},
    "staffing.training": {
        "ramp": [{"until_months": 3, "share": 0.3}, {"until_months": 9, "share": 0.6}],
        "mentor_share": 0.1,
    },
    "staffing.absence": {
        "leave_days_per_year": 60,
        "leave_spells_per_year": 8,
        "short_illness_spells_per_year": 3,
        "long_illness_per_year": 0.3,
        "long_illness_mean_days": 100,
    },
}
CAPITAL_POSTS = "staffing.units.capital.posts"


def lively(changes: dict | None = None, **top: object) -> Settings:
    return small_settings({**LIVELY, **(changes or {})}, **top)


def of(table: People | Shifts, rows: np.ndarray) -> tuple[np.ndarray, ...]:
    return tuple(getattr(table, column)[rows] for column in table.__slots__)


@st.composite
def staffings(draw: st.DrawFn) -> dict:
    share = st.floats(0, 0.6)
    ramp = draw(st.lists(st.floats(0.5, 18), max_size=3, unique=True).map(sorted))
    return {
        CAPITAL_POSTS: draw(st.integers(0, 12)),
        "staffing.units.coast.posts": draw(st.integers(0, 6)),
        "staffing.vacancy_share_at_start": draw(st.none() | share),
        "staffing.turnover.resignation_per_year": {0: draw(share), 1: draw(share)},
        "staffing.turnover.transfer_per_year": draw(share),
        "staffing.turnover.rpu_exit_share": draw(st.floats(0, 0.5)),
        "staffing.hiring.fill_months_mean": draw(st.floats(0.1, 24)),
        "staffing.hiring.national_limit_per_month": draw(st.none() | st.just(0.0) | st.floats(0.001, 3)),
        "staffing.hiring.priority": draw(st.sampled_from(["largest_shortage", "smallest_team", "plan_order"])),
        "staffing.hiring.hire_ahead_share": draw(st.sampled_from([0.0, 0.2])),
        "staffing.hiring.replace_leavers": draw(st.booleans()),
        "staffing.training.ramp": [{"until_months": m, "share": draw(st.floats(0, 1))} for m in ramp],
        "staffing.training.mentor_share": draw(st.floats(0, 0.5)),
        "staffing.absence.leave_days_per_year": draw(st.floats(0, 120)),
        "staffing.absence.short_illness_spells_per_year": draw(st.just(0.0) | st.floats(0.001, 12)),
        "staffing.absence.long_illness_per_year": draw(st.just(0.0) | st.floats(0.00001, 0.9)),
        "staffing.plan": {
            "more": {"unit": "coast", "date": "2021-07-01", "posts": draw(st.integers(0, 5))},
            "fewer": {"unit": "capital", "role": "detective", "date": "2022-02-01", "posts": -1},
        }
        if draw(st.booleans()) and draw(st.booleans())
        else {},
    }


@pytest.mark.slow
@hypothesis_settings(max_examples=200, deadline=None, derandomize=True)
@given(staffings(), st.integers(0, 1000))
def test_nobody_is_in_two_shifts_at_once_nor_works_before_joining_or_after_leaving(changes, replication):
    if changes["staffing.plan"] and changes[CAPITAL_POSTS] == 0:
        changes[CAPITAL_POSTS] = 1
    people, shifts, posts = draw_workforce(lively(changes), replication)

    assert np.all(shifts.end_days > shifts.begin_days)
    assert np.all(shifts.begin_days >= np.maximum(people.joined_days[shifts.member], 0))
    assert np.all(shifts.end_days <= people.left_days[shifts.member])
    assert np.all((shifts.fte > 0) & (shifts.fte <= 1))
    same = shifts.member[1:] == shifts.member[:-1]
    assert np.all(np.diff(shifts.member) >= 0)
    assert np.all(shifts.begin_days[1:][same] >= shifts.end_days[:-1][same])

    service = shifts.service
    assert np.all((service.end_days > service.begin_days) & (service.fte > 0) & (service.fte <= 1))
    once = service.member[1:] == service.member[:-1]
    assert np.all(service.begin_days[1:][once] >= service.end_days[:-1][once])
    days = np.arange(0.0, HORIZON)
    by_shift, by_service = (
        headcount(days, people, replace(shifts, service=of), posts, 2).deployable_fte
        for of in (Service(shifts.member, shifts.begin_days, shifts.end_days, shifts.fte, 0 * shifts.fte),
                   replace(service, mentoring_fte=0 * service.fte))
    )  # fmt: skip
    assert np.all(by_shift <= by_service + 1e-9)  # who is at work is in service

    follows = same & (shifts.begin_days[1:] == shifts.end_days[:-1])
    assert np.array_equal(shifts.ends[:-1][same] == Event.PACED, follows[same])
    assert np.array_equal(shifts.begins[1:][same] == Event.PACED, follows[same])
    assert np.all(shifts.begins[1:][same & ~follows] == Event.BACK)
    assert np.all((shifts.ends == Event.LEFT) == (shifts.end_days == people.left_days[shifts.member]))

    by_post = np.lexsort((people.joined_days, people.post))
    post = people.post[by_post]
    succeeds = post[1:] == post[:-1]
    assert np.all(people.joined_days[by_post][1:][succeeds] >= people.left_days[by_post][:-1][succeeds])
    assert np.all(people.left_days > np.maximum(people.joined_days, 0))
    assert np.all((people.left_cause >= 0) == (people.left_days < HORIZON))
    assert np.all(people.joined_days < HORIZON)
    assert np.array_equal(people.team, posts.unit[people.post])


def test_a_post_more_changes_nobody_else():
    settings = {CAPITAL_POSTS: 30, "staffing.training.mentor_share": 0.0, "staffing.hiring.hire_ahead_share": 0.2}
    fewer, fewer_shifts, fewer_posts = draw_workforce(lively(settings), 3)
    plan = {"staffing.plan": {"one": {"unit": "coast", "role": "clerk", "date": "2021-03-01", "posts": 1}}}
    for change in ({CAPITAL_POSTS: 31}, plan):
        more, more_shifts, more_posts = draw_workforce(lively({**settings, **change}), 3)
        assert len(more_posts.unit) == len(fewer_posts.unit) + 1
        kept = more.post[np.isin(np.arange(len(more.team)), _new_rows(fewer, more), invert=True)]
        assert len(kept) == len(fewer.team)
        rows = np.flatnonzero(np.isin(more.post, kept))
        for ours, theirs, name in zip(
            of(fewer, np.arange(len(fewer.team))), of(more, rows), People.__slots__, strict=True
        ):
            if name != "post":
                np.testing.assert_array_equal(ours, theirs, err_msg=name)
        theirs_shifts = np.flatnonzero(np.isin(more_shifts.member, rows))
        for column in ("begin_days", "end_days", "rate", "fte", "begins", "ends"):
            np.testing.assert_array_equal(
                getattr(fewer_shifts, column), getattr(more_shifts, column)[theirs_shifts], err_msg=column
            )
        theirs_service = np.flatnonzero(np.isin(more_shifts.service.member, rows))
        for column in ("begin_days", "end_days", "fte", "mentoring_fte"):
            ours = getattr(fewer_shifts.service, column)
            np.testing.assert_array_equal(ours, getattr(more_shifts.service, column)[theirs_service], err_msg=column)


def _new_rows(fewer: People, more: People) -> np.ndarray:
    """Rows of people who are in `more` only: nobody is born at the same moment as somebody else."""
    return np.flatnonzero(~np.isin(more.born_days, fewer.born_days))


def test_a_longer_run_goes_on_with_the_same_people():
    short, short_shifts, _ = draw_workforce(lively(), 0)
    long, long_shifts, _ = draw_workforce(lively({"run.end": "2024-12-31"}), 0)
    there = long.joined_days < HORIZON
    np.testing.assert_array_equal(short.left_days, long.left_days[there])
    early = np.flatnonzero(there)[0]
    ours = short_shifts.begin_days[(short_shifts.member == 0) & (short_shifts.begin_days < HORIZON - 150)]
    theirs = long_shifts.begin_days[(long_shifts.member == early) & (long_shifts.begin_days < HORIZON - 150)]
    np.testing.assert_array_equal(ours, theirs)


@every_row("replication", range(25))
def test_a_post_more_never_lowers_deployable_fte_when_the_limit_does_not_bind(replication):
    days = np.arange(0.0, HORIZON)

    def by_month(posts: int) -> np.ndarray:
        tables = draw_workforce(lively({CAPITAL_POSTS: posts}), replication)
        daily = headcount(days, *tables, 2).deployable_fte.sum(axis=1)
        return daily[:720].reshape(24, 30).mean(axis=1)

    assert np.all(by_month(9) >= by_month(8) - 1e-9)


def test_each_newcomer_costs_one_colleague_a_share_of_their_time_for_the_ramp():
    settings = {"staffing.absence.long_illness_per_year": 0.0, CAPITAL_POSTS: 200, "staffing.units.coast.posts": 0}
    people, shifts, posts = draw_workforce(lively(settings), 0)
    days = np.arange(0.0, HORIZON)
    mentoring = headcount(days, people, shifts, posts, 2).mentoring_fte.sum(axis=1)
    away_at_once = shifts.begin_days[np.searchsorted(shifts.member, np.arange(len(people.team)))]
    assert np.all(away_at_once <= np.maximum(people.joined_days, 0) + 60)
    upper = sum(
        (np.maximum(people.joined_days, 0) <= day) & (day < np.minimum(people.joined_days + 274, people.left_days))
        for day in days
    )
    in_half = sum(
        (np.maximum(people.joined_days, 0) <= day) & (day < np.minimum(people.joined_days + 137, people.left_days))
        for day in days
    )
    assert 0.1 * in_half.sum() < mentoring.sum() < 0.1 * upper.sum()
    assert np.all(shifts.mentoring_fte[shifts.mentoring_fte > 0] >= 0.1 - 1e-12)


def test_who_holds_a_post_is_at_work_unless_a_spell_away_covers_the_day():
    people, shifts, _ = draw_workforce(lively({"staffing.absence.short_illness_spells_per_year": 3}), 0)
    days = np.arange(0.0, HORIZON) + 0.5

    def covers(member: np.ndarray, begin_days: np.ndarray, end_days: np.ndarray) -> np.ndarray:
        covered = np.zeros((len(people.team), len(days)), dtype=bool)
        for who, begin, end in zip(member, begin_days, end_days, strict=True):
            covered[who] |= (begin <= days) & (days < end)
        return covered

    holds = (people.joined_days[:, None] <= days) & (days < people.left_days[:, None])
    away = covers(shifts.away.member, shifts.away.begin_days, shifts.away.end_days)
    at_work = covers(shifts.member, shifts.begin_days, shifts.end_days)
    assert set(shifts.away.cause.tolist()) == set(DRAWN)
    np.testing.assert_array_equal(at_work, holds & ~away)


def test_without_a_ramp_nobody_needs_a_mentor():
    people, shifts, _ = draw_workforce(lively({CAPITAL_POSTS: 40, "staffing.training.ramp": []}), 0)
    assert (people.joined_days > 0).sum() > 10
    assert not shifts.mentoring_fte.any()
    assert not shifts.service.mentoring_fte.any()


@every_row(("joined", "begins"), [(-1, 207), (0, 207), (1, 1)])
def test_who_joined_up_to_the_first_day_of_the_run_may_be_ill_for_long_then(joined: float, begins: float):
    """74 % are, 300 x 0.9 / 365.25, so with all numbers 0.5 this person is: for 300 x log 2 = 207.9 days."""
    absence = {"long_illness_per_year": 0.9, "long_illness_mean_days": 300}
    settings = small_settings({"staffing.absence": absence})
    numbers = np.full(LIFE_DRAWS + draws_per_person(settings.staffing.absence, 365), 0.5)
    person = Holder(0, 0, -10_000.0, joined, 1e6, Cause.PENSION, 1.0, 1e6, 1.0, numbers)
    _, shifts = _in_units(settings, 0, lay_out_posts(settings), [person])
    assert shifts.begin_days[0] == begins


def test_workload_makes_people_leave_where_and_when_it_is_and_nobody_else():
    settings = lively({CAPITAL_POSTS: 60, "staffing.units.coast.posts": 60, "staffing.turnover.workload_leaving": 0.5})
    months = 24
    calm = draw_workforce(settings, 0)[0]
    pressure = np.zeros((2, months))
    assert np.array_equal(draw_workforce(settings, 0, pressure)[0].left_days, calm.left_days)
    pressure[1, 12:] = 1.0
    people = draw_workforce(settings, 0, pressure)[0]
    left = people.left_cause == Cause.WORKLOAD
    assert left.any()
    assert np.all(people.team[left] == 1)
    assert np.all(people.left_days[left] >= 365)
    np.testing.assert_array_equal(people.left_days[people.team == 0], calm.left_days[calm.team == 0])
    harder = draw_workforce(settings, 0, 2 * pressure)[0]
    assert (harder.left_cause == Cause.WORKLOAD).sum() > left.sum()


def test_members_of_pools_are_always_there():
    people, shifts, posts = draw_workforce(small_settings({"collaboration.pools": {"lab": LAB}}), 0)
    pool = np.flatnonzero(people.team == 2)
    assert np.array_equal(pool, np.arange(len(people.team) - 4, len(people.team)))
    mine = np.isin(shifts.member, pool)
    assert mine.sum() == 4
    assert np.all((shifts.begin_days[mine] == 0) & np.isinf(shifts.end_days[mine]) & (shifts.rate[mine] == 0.6))
    own_work, search = 4, 2
    assert np.all(people.skills[pool] == (1 << own_work) | (1 << search))
    count = headcount(np.array([0.0, 364.0]), people, shifts, posts, 3)
    np.testing.assert_array_equal(count.establishment_fte[:, 2], 4)
    np.testing.assert_array_equal(count.occupancy_fte[:, 2], 4)
