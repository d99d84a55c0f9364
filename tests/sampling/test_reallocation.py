"""People lent by a pool and hired for a time, worked out by hand: shifts, who is away, and what is the same without."""

from typing import Any

import numpy as np
import pytest

from tbkk_sim.model.event_records import Event
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.headcount import headcount
from tbkk_sim.sampling.workforce.people import CameBy, Cause
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.sampling.world import NEVER, Shifts
from tbkk_sim.settings import Settings
from tests.builders import LAB, small_settings
from tests.rows import every_row

HORIZON = 365
LENT = {"from_pool": "lab", "unit": "coast", "role": "detective", "people": 2, "date": "2021-04-11", "months": 2}
"""From day 100 on, for 61 days."""


def settings_with(changes: dict[str, Any], **capacity: Any) -> Settings:
    return small_settings({"collaboration.pools": {"lab": LAB}, "capacity": capacity, **changes})


def shifts_of(shifts: Shifts, member: int) -> list[tuple[float, float, float, str, str]]:
    """Begin, end and rate of each shift of a member, and how it begins and ends."""
    rows = np.flatnonzero(shifts.member == member)
    return [
        (
            float(shifts.begin_days[row]),
            float(shifts.end_days[row]),
            round(float(shifts.rate[row]), 6),
            Event(int(shifts.begins[row])).name,
            Event(int(shifts.ends[row])).name,
        )
        for row in rows
    ]


def test_people_are_lent_at_once_at_their_part_of_the_work_and_the_pool_is_without_them():
    """8 and 6 hold posts, then come the two who are lent, then the pool of four, of whom the last two are away."""
    people, shifts, posts = draw_workforce(settings_with({}, reallocation={"a": LENT}), 0)
    assert np.flatnonzero(people.came_by == CameBy.REALLOCATED).tolist() == [14, 15]
    assert people.team[14:20].tolist() == [1, 1, 2, 2, 2, 2]
    assert people.post[14:20].tolist() == [-1] * 6
    assert (people.role[14:16].tolist(), people.role[16:].tolist()) == ([0, 0], [-1] * 4)
    assert people.lender[13:17].tolist() == [-1, 2, 2, -1]
    assert people.left_cause[14:17].tolist() == [Cause.TERM_OVER, Cause.TERM_OVER, -1]
    for member in (14, 15):
        assert shifts_of(shifts, member) == [(100, 161, round(0.7 * 0.85, 6), "JOINED", "LEFT")]
    for member in (16, 17):
        assert shifts_of(shifts, member) == [(0, NEVER, 0.6, "JOINED", "LEFT")]
    for member in (18, 19):
        assert shifts_of(shifts, member) == [(0, 100, 0.6, "JOINED", "ABSENT"), (161, NEVER, 0.6, "BACK", "LEFT")]
    found = headcount(np.arange(0.0, HORIZON), people, shifts, posts, 3)
    there = (np.arange(HORIZON) >= 100) & (np.arange(HORIZON) < 161)
    np.testing.assert_array_equal(found.establishment_fte[0], [8, 6, 4])
    np.testing.assert_array_equal(found.occupancy_fte, found.establishment_fte)
    np.testing.assert_allclose(found.deployable_fte[:, 1], 6 + 1.4 * there)
    np.testing.assert_allclose(found.deployable_fte[:, 2], 4 - 2 * there)


@every_row(
    ("items", "away"),
    [
        ([{"months": None}], {18: [(100, NEVER)], 19: [(100, NEVER)]}),
        ([{"date": "2021-01-01"}], {18: [(0, 61)], 19: [(0, 61)]}),
        ([{}, {"date": "2021-05-01", "people": 1}], {19: [(100, 161)], 18: [(100, 161)], 17: [(120, 181)]}),
        ([{}, {"date": "2021-06-11", "people": 1}], {19: [(100, 161), (161, 222)], 18: [(100, 161)]}),
        ([{}, {"date": "2021-06-12", "people": 3}], {19: [(100, 161), (162, 223)], 18: [(100, 161), (162, 223)],
                                                     17: [(162, 223)]}),
        ([{"date": "2022-01-01"}], {}),
    ],
)  # fmt: skip
def test_whoever_is_back_may_be_lent_again(items: list[dict], away: dict[int, list[tuple[float, float]]]):
    """The four of the pool are 16 to 19, or come after as many more who are lent."""
    of = {f"of{n}": {**LENT, **item} for n, item in enumerate(items)}
    people, shifts, _ = draw_workforce(settings_with({}, reallocation=of), 0)
    first = int(np.flatnonzero(people.role < 0)[0])
    found: dict[int, list[tuple[float, float]]] = {}
    spells = shifts.away
    for member, begin, end, cause in zip(
        spells.member.tolist(), spells.begin_days.tolist(), spells.end_days.tolist(), spells.cause.tolist(), strict=True
    ):
        assert cause == AbsenceCause.REALLOCATED
        found.setdefault(member - first + 16, []).append((begin, end))
    assert found == away
    at_work = {
        member: [(begin, end) for begin, end, *_ in shifts_of(shifts, member + first - 16)] for member in range(16, 20)
    }
    for member, spans in at_work.items():
        edges = [0.0, *(day for span in away.get(member, []) for day in span), NEVER]
        pairs = zip(edges[::2], edges[1::2], strict=True)
        assert spans == [(begin, end) for begin, end in pairs if begin < end]


def test_who_comes_from_elsewhere_takes_nobody_from_a_pool():
    people, shifts, _ = draw_workforce(settings_with({}, reallocation={"a": {**LENT, "from_pool": None}}), 0)
    assert (people.came_by == CameBy.REALLOCATED).sum() == 2
    assert people.lender.tolist() == [-1] * 20
    assert len(shifts.away.member) == 0


def test_people_hired_for_a_time_hold_no_post_and_are_absent_as_others_are():
    absence = {"leave_days_per_year": 40, "leave_spells_per_year": 4}
    hired = {"unit": "capital", "role": "detective", "people": 300, "date": "2021-01-01", "productivity_share": 0.5}
    people, shifts, posts = draw_workforce(settings_with({"staffing.absence": absence}, temporary={"t": hired}), 3)
    rows = np.flatnonzero(people.came_by == CameBy.TEMPORARY)
    assert len(rows) == 300
    assert set(people.post[rows]) == {-1}
    assert set(people.left_days[rows]) == {NEVER}
    mine = np.isin(shifts.member, rows)
    assert set(np.round(shifts.rate[mine], 6)) == {round(0.5 * 0.85, 6)}
    days = (np.minimum(shifts.end_days[mine], HORIZON) - shifts.begin_days[mine]).sum() / 300
    assert days == pytest.approx(HORIZON * (1 - 40 / 365.25), rel=0.01)
    found = headcount(np.arange(0.0, HORIZON), people, shifts, posts, 3)
    assert set(found.occupancy_fte[:, 0]) == {8.0}
    assert set(np.round(found.deployable_fte[:, 0], 9)) == {8 + 150}  # on leave they count as deployable
    assert not (people.left_cause >= 0).any()


def test_nobody_else_is_touched_by_who_comes_without_a_post():
    changes = {
        "staffing.turnover": {"resignation_per_year": {0: 0.3}},
        "staffing.absence": {"leave_days_per_year": 40, "short_illness_spells_per_year": 2},
        "staffing.training": {"ramp": [{"until_months": 6, "share": 0.5}], "mentor_share": 0.1},
    }
    hired = {**LENT, "from_pool": None, "people": 5}
    alone, with_them = (
        draw_workforce(settings_with(changes, **of), 1)
        for of in (
            {},
            {"reallocation": {"a": LENT}, "temporary": {"t": {k: hired[k] for k in hired if k != "from_pool"}}},
        )
    )
    holds = with_them[0].post >= 0
    for column in ("team", "joined_days", "left_days", "fte", "post"):
        np.testing.assert_array_equal(
            getattr(alone[0], column)[alone[0].post >= 0], getattr(with_them[0], column)[holds]
        )
    of_posts = [of[1].member < np.flatnonzero(of[0].post < 0)[0] for of in (alone, with_them)]
    for column in ("member", "begin_seconds", "end_seconds", "rate_per_million"):
        mine, theirs = (getattr(of[1], column)[rows] for of, rows in zip((alone, with_them), of_posts, strict=True))
        np.testing.assert_array_equal(mine, theirs)
    assert with_them[2].unit.tolist() == alone[2].unit.tolist()
