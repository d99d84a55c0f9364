"""Posts that fall vacant and are filled, worked out by hand with people whose times are given."""

import math
from dataclasses import dataclass, field

import numpy as np

from tbkk_sim.sampling.workforce.people import Cause, Holder
from tbkk_sim.sampling.workforce.posts import lay_out_posts, withdrawals
from tbkk_sim.sampling.workforce.vacancies import Recruitment, newcomers_allowed
from tests.builders import small_settings
from tests.rows import every_row

NEVER = 1e6
"""Days that no run has."""
RUN = {"run.start": "2021-07-01", "run.end": "2022-03-31"}
"""274 days; months begin on days 0, 31, 62, 92, 123, 153, 184, 215 and 243."""


@dataclass
class Given:
    """People with given times: per name of the post, per holder, the days to fill the post and the days that they stay.

    A first holder with `None` to fill is there at the start.
    """

    times: dict[str, list[tuple[float | None, float]]]
    asked: list[tuple[str, int]] = field(default_factory=list)

    def draws(self, label: str, number: int) -> np.ndarray:
        self.asked.append((label, number))
        of_post = self.times.get(label, [(None, NEVER)])
        fill, stay = of_post[number] if number < len(of_post) else (NEVER, NEVER)
        return np.array([np.nan if fill is None else fill, stay])

    def vacant_at_start(self, unit: int, role: int, draws: np.ndarray) -> bool:
        return not math.isnan(draws[0])

    def left_to_fill_days(self, draws: np.ndarray) -> float:
        return float(draws[0])

    fill_days = left_to_fill_days

    def first_holder(self, post: int, unit: int, draws: np.ndarray) -> Holder:
        return self.newcomer(post, unit, 0, 0, draws)

    def newcomer(self, post: int, unit: int, number: int, day: int, draws: np.ndarray) -> Holder:
        left = day + float(draws[1])
        return Holder(post, number, 0.0, float(day), left, Cause.TRANSFERRED, 1.0, NEVER, 1.0, draws)


Times = dict[str, list[tuple[float | None, float]]]


def played(times: Times, changes: dict | None = None, **hiring: object) -> list[tuple[str, int, float, float]]:
    """Post, number, first and last day of each holder, in the order in which they start."""
    settings = small_settings(
        {
            **RUN,
            "staffing.units.capital.posts": 1,
            "staffing.units.coast.posts": 0,
            "staffing.hiring": hiring,
            **(changes or {}),
        }
    )
    posts = lay_out_posts(settings)
    holders = Recruitment(settings, posts, Given(times)).run()  # type: ignore[arg-type]
    return [(posts[h.post].label, h.number, h.joined_days, h.left_days) for h in holders]


def starts(holders: list[tuple[str, int, float, float]]) -> list[tuple[str, float]]:
    return [(label, joined) for label, _, joined, _ in holders if joined > 0]


ONE = "capital/detective/0"


def several(times: list[tuple[float | None, float]], unit: str = "capital") -> Times:
    """One holder per post, whose times are given, and nobody after them."""
    return {f"{unit}/detective/{n}": [time] for n, time in enumerate(times)}


def test_holders_of_one_post_follow_each_other_and_start_on_a_whole_day():
    """Left on day 10, 5.2 days to fill: from day 16 for 20 days; then at once, for 30 days; then not in this run."""
    times: Times = {ONE: [(None, 10), (5.2, 20), (0.0, 30), (208.0, 5)]}
    assert played(times) == [(ONE, 0, 0, 10), (ONE, 1, 16, 36), (ONE, 2, 36, 66)]
    times[ONE][3] = (207.0, 5)  # 66 + 207 = 273, the last day
    assert played(times)[3:] == [(ONE, 3, 273, 278)]


def test_a_vacancy_at_the_start_is_filled_when_what_is_left_of_its_time_is_over():
    assert played({ONE: [(40.5, 12), (1.0, 500)]}) == [(ONE, 0, 41, 53), (ONE, 1, 54, 554)]
    assert played({ONE: [(0.0, 12)]}) == [(ONE, 0, 0, 12)]


@every_row(
    ("limit", "of_months"),
    [
        (0.0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        (0.3, [0, 0, 0, 1, 0, 0, 1, 0, 0, 1]),  # 0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3.0
        (0.5, [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]),
        (1.0, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        (1.45, [1, 1, 2, 1, 2, 1, 2, 1, 2, 1]),  # 1.45, 2.9, 4.35, 5.8, 7.25, 8.7, 10.15, 11.6, 13.05, 14.5
        (2.1, [2, 2, 2, 2, 2, 2, 2, 2, 2, 3]),  # 21 in ten months, though ten times 2.1 falls just short of it
    ],
)
def test_a_limit_with_a_fraction_carries_it_from_month_to_month(limit: float, of_months: list[int]):
    assert [newcomers_allowed(limit, month) for month in range(10)] == of_months


@every_row(
    ("limit", "days"),
    [
        (None, [5, 5, 5, 5, 40]),
        (1, [5, 31, 62, 92, 123]),
        (1.45, [5, 31, 62, 62, 92]),
        (0.5, [31, 92, 153, 215]),
        (3, [5, 5, 5, 31, 40]),
        (0, []),
    ],
)
def test_who_is_ready_starts_as_soon_as_the_limit_of_a_month_allows(limit: float | None, days: list[int]):
    """Four are ready on day 5, one on day 40."""
    times = several([(5, NEVER)] * 4 + [(40, NEVER)])
    found = played(times, {"staffing.units.capital.posts": 5}, national_limit_per_month=limit)
    assert [day for _, day in starts(found)] == days


def test_what_a_month_leaves_of_its_limit_is_not_for_the_next():
    times = several([(70, NEVER)] * 3)
    found = played(times, {"staffing.units.capital.posts": 3}, national_limit_per_month=1)
    assert [day for _, day in starts(found)] == [70, 92, 123]


def test_who_is_ready_on_the_first_of_a_month_starts_then():
    times = several([(31, NEVER), (31, NEVER), (30.5, NEVER)])
    found = played(times, {"staffing.units.capital.posts": 3}, national_limit_per_month=1)
    assert [day for _, day in starts(found)] == [31, 62, 92]


def two_units(posts: tuple[int, int], vacant: tuple[int, int], priority: str) -> list[str]:
    """Units in the order in which they get newcomers, of whom all are ready on day 1 and one starts a month."""
    times = several([(1, NEVER)] * vacant[0]) | several([(1, NEVER)] * vacant[1], "coast")
    changes = {"staffing.units.capital.posts": posts[0], "staffing.units.coast.posts": posts[1]}
    found = played(times, changes, national_limit_per_month=1, priority=priority)
    return [label.partition("/")[0] for label, _ in starts(found)]


def test_the_largest_shortage_in_share_of_the_posts_goes_first_and_of_equal_ones_the_first_unit():
    """4 of 20 and 2 of 5: 1/5 and 2/5; 1/5 and 1/5; 3/20 and 1/5; 3/20 and 0."""
    order = two_units((20, 5), (4, 2), "largest_shortage")
    assert order == ["coast", "capital", "coast", "capital", "capital", "capital"]


def test_a_shortage_is_in_share_of_the_posts_that_are_there():
    """1 of 2 is more than 4 of 9; with a post more in each, 1 of 3 would be less than 4 of 10."""
    assert two_units((2, 9), (1, 4), "largest_shortage")[0] == "capital"


def test_the_team_with_the_fewest_posts_goes_first_and_of_equal_ones_the_first_unit():
    assert two_units((5, 4), (2, 1), "smallest_team") == ["coast", "capital", "capital"]
    assert two_units((5, 5), (2, 1), "smallest_team") == ["capital", "capital", "coast"]


def test_in_one_unit_who_was_ready_first_starts_first():
    times = several([(20, NEVER), (8, NEVER), (9, NEVER), (3, NEVER)])
    found = played(times, {"staffing.units.capital.posts": 4}, national_limit_per_month=1)
    assert [label[-1] for label, _ in starts(found)] == ["3", "1", "2", "0"]


def test_a_post_of_the_plan_is_vacant_from_its_day_and_filled_after_its_time():
    plan = {"more": {"unit": "capital", "date": "2021-08-10", "posts": 1}}  # day 40
    times: Times = {"capital/detective/plan/more/0": [(7.5, 10), (3, NEVER)]}
    assert starts(played(times, {"staffing.plan": plan})) == [
        ("capital/detective/plan/more/0", 48),
        ("capital/detective/plan/more/0", 61),
    ]


def test_the_order_of_the_plan_goes_before_who_was_ready_first():
    plan = {
        "first": {"unit": "coast", "date": "2021-07-05", "posts": 1},
        "second": {"unit": "capital", "date": "2021-07-02", "posts": 1},
    }
    times: Times = {
        "capital/detective/plan/second/0": [(0.0, NEVER)],
        "coast/detective/plan/first/0": [(0.0, NEVER)],
        ONE: [(9.0, NEVER)],
    }
    changes = {"staffing.plan": plan}
    found = played(times, changes, national_limit_per_month=0.5, priority="plan_order")
    # from August on one every second month: the post that was there, then the plan as it is written
    assert starts(found) == [
        (ONE, 31),
        ("coast/detective/plan/first/0", 92),
        ("capital/detective/plan/second/0", 153),
    ]


def test_without_replacement_a_post_that_falls_vacant_stays_so():
    times: Times = {ONE: [(None, 10), (1.0, NEVER)], "capital/detective/1": [(12.0, NEVER)]}
    found = played(times, {"staffing.units.capital.posts": 2}, replace_leavers=False)
    assert starts(found) == [("capital/detective/1", 12)]
    # it counts as a shortage, though: 2 of 4 are vacant in capital when 1 of 3 is in coast
    times = {
        ONE: [(None, 10)],
        "capital/detective/1": [(12.0, NEVER)],
        "coast/detective/0": [(12.0, NEVER)],
    }
    both = {"staffing.units.capital.posts": 4, "staffing.units.coast.posts": 3}
    found = played(times, both, replace_leavers=False, national_limit_per_month=0.5)
    assert [label for label, _ in starts(found)] == ["capital/detective/1", "coast/detective/0"]


def test_nobody_comes_to_a_post_that_is_withdrawn_and_its_holder_stays_until_leaving():
    """One of two posts goes on day 40: the vacant one, though its newcomer would be ready on day 50."""
    plan = {"fewer": {"unit": "capital", "date": "2021-08-10", "posts": -1}}
    changes = {"staffing.plan": plan, "staffing.units.capital.posts": 2}
    times: Times = {ONE: [(None, 60), (1, 500)], "capital/detective/1": [(50, 500)]}
    assert played(times, changes) == [(ONE, 0, 0, 60), (ONE, 1, 61, 561)]
    other = "capital/detective/1"
    times[other] = [(None, 70), (1, 500)]
    assert played(times, changes) == [(ONE, 0, 0, 60), (other, 0, 0, 70), (other, 1, 71, 571)]
    ready = {ONE: [(None, NEVER)], "capital/detective/1": [(20.0, NEVER)]}  # waits for the limit when its post goes
    assert starts(played(ready, changes, national_limit_per_month=0.3)) == []


def test_posts_ahead_are_a_share_of_the_posts_rounded_and_by_role():
    """0.08 of 100 posts are 8, of 1 post none; of 7 posts 0.56, so 1. Roles 0.6 and 0.4 of 100: 60 and 40."""
    roles = {name: {"label": name, "skills": ["triage", "enrich", "search", "dossier"]} for name in ("desk", "field")}
    changes = {
        **RUN,
        "staffing.roles": roles,
        "staffing.role_share": {"desk": 0.6, "field": 0.4},
        "staffing.units.capital.posts": 100,
        "staffing.units.coast.posts": 1,
        "staffing.hiring.hire_ahead_share": 0.08,
        "staffing.plan": {
            "a": {"unit": "coast", "date": "2021-07-01", "posts": 2, "role": "field"},
            "b": {"unit": "capital", "date": "2021-08-01", "posts": -3, "role": "field"},
            "c": {"unit": "capital", "date": "2021-09-01", "posts": -2},
            "d": {"unit": "coast", "date": "2022-03-01", "posts": 1},
        },
    }
    posts = lay_out_posts(small_settings(changes))

    def count(**of: object) -> int:
        return sum(all(getattr(post, name) == value for name, value in of.items()) for post in posts)

    assert [count(unit=0, role=role, existing=True) for role in (0, 1)] == [60, 40]
    assert [count(unit=0, role=role, ahead=True) for role in (0, 1)] == [5, 3]  # 4.8 and 3.2
    assert (count(unit=1, ahead=True), count(unit=1, existing=True, role=0)) == (0, 1)
    seven = small_settings({**changes, "staffing.units.coast.posts": 7, "staffing.plan": {}})
    assert sum(post.ahead for post in lay_out_posts(seven) if post.unit == 1) == 1
    a, _, d = (p for p in posts if p.rank)
    assert [(p.unit, p.role, p.begin_days, p.rank, p.label) for p in (a, d)] == [
        (1, 1, 0.0, 1, "coast/field/plan/a/0"),
        (1, 0, 243.0, 4, "coast/desk/plan/d/0"),
    ]
    assert not any(post.existing or post.ahead for post in posts if post.rank)
    gone = [(w.day, w.unit, w.role, w.posts) for w in withdrawals(small_settings(changes))]
    assert gone == [(31.0, 0, 1, 3), (62.0, 0, None, 2)]
    assert len({post.label for post in posts}) == len(posts)


def test_the_size_of_a_team_follows_what_the_plan_brings_and_takes():
    """One starts in August, one in October. 4 posts and 1 more are fewer than 6; 4 are fewer than 6 less 1."""
    changes = {"staffing.units.capital.posts": 6, "staffing.units.coast.posts": 4}
    rules = {"national_limit_per_month": 0.5, "priority": "smallest_team"}
    ready: Times = {ONE: [(3, NEVER)], "coast/detective/0": [(3, NEVER)]}
    more = {"more": {"unit": "coast", "date": "2021-07-02", "posts": 1}}
    found = played(ready | {"coast/detective/plan/more/0": [(200, NEVER)]}, {**changes, "staffing.plan": more}, **rules)
    assert [label for label, _ in starts(found)][:2] == ["coast/detective/0", ONE]
    fewer = {"fewer": {"unit": "capital", "date": "2021-07-02", "posts": -1}}
    vacant: Times = ready | {"capital/detective/5": [(3, NEVER)]}  # the last of them goes
    found = played(vacant, {**changes, "staffing.plan": fewer}, **rules)
    assert [label for label, _ in starts(found)] == ["coast/detective/0", ONE]


def test_a_team_that_loses_a_post_is_smaller_from_that_day_on():
    """Of two units with 5 posts the first goes first; the second does once it has 4."""
    changes = {"staffing.units.capital.posts": 5, "staffing.units.coast.posts": 5}
    rules = {"national_limit_per_month": 0.5, "priority": "smallest_team"}
    ready: Times = {ONE: [(3, NEVER)], "coast/detective/0": [(3, NEVER)], "coast/detective/4": [(3, NEVER)]}
    fewer = {"fewer": {"unit": "coast", "date": "2021-07-02", "posts": -1}}
    found = played(ready, {**changes, "staffing.plan": fewer}, **rules)
    assert [label for label, _ in starts(found)] == ["coast/detective/0", ONE]
    del ready["coast/detective/4"]
    assert starts(played(ready, changes, **rules))[0][0] == ONE


@every_row(("posts", "first"), [(-1, "coast"), (0, "capital")])
def test_a_vacant_post_that_is_withdrawn_is_no_shortage_any_more(posts, first):
    """2 of 10 are more than 1 of 8, and 1 of 9 is less."""
    changes = {
        "staffing.units.capital.posts": 10,
        "staffing.units.coast.posts": 8,
        "staffing.plan": {"fewer": {"unit": "capital", "date": "2021-07-02", "posts": posts}},
    }
    times = several([(3, NEVER)] * 2) | several([(3, NEVER)], "coast")
    found = played(times, changes, national_limit_per_month=0.5, priority="largest_shortage")
    assert starts(found)[0][0].partition("/")[0] == first


def test_a_post_ahead_is_not_withdrawn_though_it_is_vacant():
    changes = {
        "staffing.units.capital.posts": 2,
        "staffing.plan": {"fewer": {"unit": "capital", "date": "2021-08-10", "posts": -1}},
    }
    times: Times = {ONE: [(None, 60), (1, NEVER)], "capital/detective/ahead/0": [(50.0, NEVER)]}
    found = played(times, changes, hire_ahead_share=0.5)
    assert starts(found) == [("capital/detective/ahead/0", 50)]  # nobody follows the holder of the post that goes


def test_a_hundred_months_of_a_limit_of_0_29_let_29_newcomers_start():
    """In binary a hundred times 0.29 falls just short of 29."""
    assert sum(newcomers_allowed(0.29, month) for month in range(100)) == 29
