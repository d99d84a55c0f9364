"""Retraining, worked out by hand: whose post changes, when they work in it, and that they stay one person."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tbkk_sim.model.event_records import Event
from tbkk_sim.model.home_teams import skills_from_days
from tbkk_sim.model.retraining import posts_retrained
from tbkk_sim.sampling.drawable import problems_of_drawing
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.headcount import headcount
from tbkk_sim.sampling.workforce.people import CameBy, Cause, Holder
from tbkk_sim.sampling.workforce.posts import lay_out_posts
from tbkk_sim.sampling.workforce.vacancies import Recruitment
from tbkk_sim.sampling.workforce.workforce import _in_units, draw_workforce
from tbkk_sim.settings import Settings
from tests.builders import small_settings
from tests.rows import every_row
from tests.sampling.test_recruitment import NEVER, RUN, Given, Times

ROLES = {
    "desk": {"label": "Desk", "skills": ["triage", "enrich"]},
    "field": {"label": "Field", "skills": ["search", "dossier"]},
}
RAMP = [{"until_months": 2, "share": 0.5}, {"until_months": 4, "share": 0.75}]
AGAIN = {"unit": "capital", "from_role": "desk", "to_role": "field", "people": 2, "date": "2021-08-10"}
"""On day 40."""


@dataclass
class OfAge(Given):
    """People with given times, of whom each later post of a role has a younger holder."""

    def newcomer(self, post: int, unit: int, number: int, day: int, draws: np.ndarray) -> Holder:
        holder = super().newcomer(post, unit, number, day, draws)
        born = -20_000.0 + 100 * post
        return Holder(post, number, born, holder.joined_days, holder.left_days, Cause.PENSION, 1.0, NEVER, 1.0, draws)


def settings_with(**changes: Any) -> Settings:
    return small_settings(
        {
            **RUN,
            "staffing.roles": ROLES,
            "staffing.role_share": {"desk": 0.5, "field": 0.5},
            "staffing.units.capital.posts": 6,
            "staffing.units.coast.posts": 4,
            "staffing.training": {"ramp": RAMP},
            "capacity.retraining": {"a": {**AGAIN, "course_months": 1, **changes.pop("retraining", {})}},
            **changes,
        }
    )


def played(settings: Settings, times: Times) -> tuple[list[Holder], Any]:
    posts = lay_out_posts(settings)
    holders = Recruitment(settings, posts, OfAge(times)).run()  # type: ignore[arg-type]
    return sorted(holders, key=lambda h: (h.post, h.number, h.joined_days)), posts


def told(holders: list[Holder], post: int) -> list[tuple[float, float, int, str]]:
    """First and last day, role and way of coming of each holder of a post."""
    return [(h.joined_days, h.left_days, h.role, h.came_by.name) for h in holders if h.post == post]


def test_the_youngest_holders_of_that_role_go_on_in_the_other_from_that_day_on():
    """Posts 0 to 2 are of the desk, and the holder of a later one is younger."""
    holders, _ = played(settings_with(), {"capital/desk/1": [(None, 300)]})
    assert told(holders, 0) == [(0, NEVER, 0, "RECRUITED")]
    assert told(holders, 1) == [(0, 40, 0, "RECRUITED"), (40, 300, 1, "RETRAINED")]
    assert told(holders, 2) == [(0, 40, 0, "RECRUITED"), (40, NEVER, 1, "RETRAINED")]
    before, after = (h for h in holders if h.post == 2)
    assert (before.cause, after.cause) == (Cause.RETRAINED, Cause.PENSION)
    assert (after.number, after.born_days, after.fte) == (before.number, before.born_days, before.fte)
    assert (after.course_days, after.ramp_factor, after.since_days) == (30, 0.5, 0.0)


@every_row(("ramp", "factor"), [("none", 0.0), ("experienced", 0.5), ("whole", 1.0)])
def test_the_ramp_after_the_course_is_as_set(ramp: str, factor: float):
    holders, _ = played(settings_with(retraining={"ramp": ramp}), {})
    assert {h.ramp_factor for h in holders if h.came_by == CameBy.RETRAINED} == {factor}


def test_a_vacant_post_changes_last_and_who_follows_in_it_is_of_the_new_role():
    """Of the desk one post is vacant; its newcomer comes on day 60. The leaver of day 100 is followed on day 110."""
    times: Times = {
        "capital/desk/2": [(60, NEVER)],
        "capital/desk/1": [(None, 100), (10.0, NEVER)],
    }
    holders, _ = played(settings_with(), times)
    assert told(holders, 2) == [(60, 60 + NEVER, 0, "RECRUITED")]
    assert told(holders, 1)[-2:] == [(40, 100, 1, "RETRAINED"), (110, 110 + NEVER, 1, "RECRUITED")]
    holders, _ = played(settings_with(retraining={"people": 3}), times)
    assert told(holders, 2) == [(60, 60 + NEVER, 1, "RECRUITED")]


def test_who_is_retrained_twice_is_there_since_the_first_day():
    twice = {"a": {**AGAIN, "people": 1}, "b": {**AGAIN, "people": 4, "from_role": "field", "to_role": "desk",
                                                "date": "2021-12-18"}}  # fmt: skip
    holders, posts = played(settings_with(**{"capacity.retraining": twice}), {})
    assert [told(holders, post)[-1][2] for post in range(6)] == [0] * 6
    assert [post.role for post in posts[:6]] == [0, 0, 0, 1, 1, 1]
    assert told(holders, 2) == [
        (0, 40, 0, "RECRUITED"),
        (40, 170, 1, "RETRAINED"),
        (170, NEVER, 0, "RETRAINED"),
    ]
    assert {h.since_days for h in holders if h.came_by == CameBy.RETRAINED} == {0.0}


def test_who_is_retrained_does_not_work_in_the_course_and_then_goes_through_half_the_ramp():
    """Day 40, a course of a month to day 70, half of 2 months at 0.5 to day 101, half of 2 more at 0.75 to day 131."""
    settings = settings_with()
    holders, posts = played(settings, {})
    drawn = [Holder(**{**_fields(h), "draws": np.zeros(200)}) for h in holders]
    people, shifts = _in_units(settings, 0, posts, drawn)
    after = int(np.flatnonzero(people.came_by == CameBy.RETRAINED)[0])
    assert (people.post[after - 1], people.post[after]) == (1, 1)

    def of(member: int) -> list[tuple[float, float, float]]:
        rows = np.flatnonzero(shifts.member == member)
        return [(float(shifts.begin_days[n]), float(shifts.end_days[n]), float(shifts.fte[n])) for n in rows]

    assert of(after - 1) == [(0, 40, 0.5)]  # a newcomer of day 0
    assert of(after) == [(70, 101, 0.5), (101, 131, 0.75), (131, NEVER, 1.0)]
    rows = np.flatnonzero(shifts.member == after)
    assert [Event(int(kind)).name for kind in shifts.begins[rows]] == ["JOINED", "PACED", "PACED"]
    away = shifts.away
    spells = list(zip(away.member.tolist(), away.begin_days.tolist(), away.end_days.tolist(), strict=True))
    assert spells == [(after, 40, 70), (after + 2, 40, 70)]
    assert set(away.cause.tolist()) == {AbsenceCause.COURSE}
    field, desk = (sum(1 << n for n in skills) for skills in ((2, 3), (0, 1)))
    assert people.skills[[after - 1, after]].tolist() == [desk, field]


def _fields(holder: Holder) -> dict[str, Any]:
    return {name: getattr(holder, name) for name in Holder.__slots__}


def test_retraining_leaves_leave_illness_and_leaving_as_they_are():
    changes: dict[str, Any] = {
        "staffing.turnover": {"resignation_per_year": {0: 0.3}},
        "staffing.hiring": {"fill_months_mean": 3},
        "staffing.absence": {
            "leave_days_per_year": 40,
            "short_illness_spells_per_year": 4,
            "long_illness_per_year": 0.3,
            "long_illness_mean_days": 60,
        },
    }
    retrained = settings_with(**changes)
    people, shifts, _ = draw_workforce(retrained, 2)
    same, before, _ = draw_workforce(settings_with(**changes, **{"capacity.retraining": {}}), 2)
    assert (people.came_by == CameBy.RETRAINED).sum() == 2

    def spells(of_people: Any, of_shifts: Any) -> dict[int, set[tuple[int, float, float]]]:
        found: dict[int, set[tuple[int, float, float]]] = {}
        away = of_shifts.away
        for row, member in enumerate(away.member.tolist()):
            if away.cause[row] != AbsenceCause.COURSE:
                spell = int(away.cause[row]), float(away.begin_days[row]), float(away.end_days[row])
                found.setdefault(int(of_people.post[member]), set()).add(spell)
        return found

    def days(of: dict[int, set[tuple[int, float, float]]]) -> dict[int, set[tuple[int, int]]]:
        return {
            post: {(cause, day) for cause, begin, end in all_of for day in range(int(begin), int(end))}
            for post, all_of in of.items()
        }

    assert days(spells(people, shifts)) == days(spells(same, before))
    leavers = people.left_cause != Cause.RETRAINED
    assert sorted(zip(people.post[leavers], people.left_days[leavers], strict=True)) == sorted(
        zip(same.post, same.left_days, strict=True)
    )


def test_nobody_is_counted_twice():
    settings = settings_with()
    people, shifts, posts = draw_workforce(settings, 0)
    assert len(people.team) == 12
    found = headcount(np.arange(0.0, 274), people, shifts, posts, 2)
    assert set(found.occupancy_fte[:, 0]) == {6.0}
    in_course = (np.arange(274) >= 40) & (np.arange(274) < 70)
    assert set(found.deployable_fte[in_course, 0]) == {4.0}
    assert set(found.deployable_fte[131:, 0]) == {6.0}


@every_row(
    ("retraining", "plan", "posts"),
    [
        ({"unit": None, "people": 5}, {}, {"capital": 3, "coast": 2}),
        ({"unit": None, "people": 3}, {}, {"capital": 2, "coast": 1}),
        ({"unit": None, "people": 1}, {}, {"capital": 1}),
        (
            {"unit": None, "people": 4},
            {"p": {"unit": "coast", "role": "desk", "date": "2021-08-10", "posts": 4}},
            {"capital": 1, "coast": 3},
        ),
    ],
)
def test_retraining_of_all_units_is_divided_by_their_posts_of_that_role(retraining, plan, posts):
    assert posts_retrained(settings_with(retraining=retraining, **{"staffing.plan": plan})) == {"a": posts}


@every_row(
    ("retraining", "says"),
    [
        ({"people": 3}, None),
        ({"people": 4}, "is 4, while capital then has 3 posts of role desk; allowed: 3 or fewer"),
        ({"unit": None, "people": 5}, None),
        ({"unit": None, "people": 6}, "is 6, while there then are 5 posts of role desk; allowed: 5 or fewer"),
    ],
)
def test_more_than_there_are_cannot_be_retrained(retraining, says):
    problems = [
        (problem.key, str(problem.says)) for problem in problems_of_drawing(settings_with(retraining=retraining))
    ]
    assert problems == ([] if says is None else [("capacity.retraining.a.people", says)])


def test_those_of_a_retraining_before_are_not_there_any_more():
    both = {"b": {**AGAIN, "date": "2021-09-01"}, "a": AGAIN}
    (problem,) = problems_of_drawing(settings_with(**{"capacity.retraining": both}))
    assert problem.key == "capacity.retraining.b.people"
    assert str(problem.says).startswith("is 2, while capital then has 1 posts")


@every_row("kind", ["reallocation", "temporary", "cohorts", "retraining", "overtime"])
def test_nothing_begins_before_the_run(kind):
    of: dict[str, Any] = {
        "reallocation": {"unit": "coast", "role": "desk", "people": 1},
        "temporary": {"unit": "coast", "role": "desk", "people": 1},
        "cohorts": {"people": 1},
        "retraining": AGAIN,
        "overtime": {"months": 1, "extra_share": 0.1},
    }[kind]
    for date, n in (("2021-06-30", 1), ("2021-07-01", 0)):
        settings = settings_with(**{"capacity": {kind: {"x": {**of, "date": date}}}})
        problems = [(problem.key, str(problem.says)) for problem in problems_of_drawing(settings)]
        says = "2021-06-30 is before the start of the run; allowed: from 2021-07-01 on"
        assert problems == [(f"capacity.{kind}.x.date", says)][:n]


def test_a_unit_does_what_the_new_role_can_do_from_the_first_day_of_the_course_on():
    """Coast has only the desk, and keeps one post of it."""
    changes = {
        "staffing.units.coast.role_share": {"desk": 1},
        "capacity.retraining": {"a": {**AGAIN, "unit": "coast", "people": 3}},
    }
    assert skills_from_days(settings_with(**changes), "coast") == {
        -np.inf: {"triage", "enrich"},
        40.0: {"triage", "enrich", "search", "dossier"},
    }
