"""Overtime, worked out by hand: rates up, then down for those who worked it, and people whom it drives away."""

import math
from typing import Any

import numpy as np
import pytest

from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import per_million, seconds_of_days
from tbkk_sim.sampling.capacity.overtime import leaving, with_overtime
from tbkk_sim.sampling.workforce.people import Cause
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.sampling.world import NEVER, People, Service, Shifts, nobody_away
from tbkk_sim.settings import Settings
from tests.builders import LAB, small_settings
from tests.rows import every_row
from tests.sampling.test_lives import YEAR

MUCH = {"date": "2021-02-10", "months": 1, "extra_share": 0.2, "back_share": 0.5}
"""On day 40, for 30 days; time off from day 70 to day 100."""


def settings_with(**changes: Any) -> Settings:
    overtime = {"o": {**MUCH, **changes.pop("overtime", {})}}
    return small_settings({"calendar.kind": "plain", "capacity.overtime": overtime, **changes})


def paced(spans: list[tuple[float, float, float]], **changes: Any) -> list[tuple[float, float, int, str, str]]:
    """What becomes of the shifts of one member of the first unit: begin, end and rate, and how each begins and ends."""
    begin, end, rate = (np.array(column, dtype=float) for column in zip(*spans, strict=True))
    n, member = len(spans), np.zeros(len(spans), dtype=np.int32)
    follows = np.append(False, begin[1:] == end[:-1])
    begins = np.where(follows, Event.PACED, Event.BACK)
    begins[0] = Event.JOINED
    ends = np.where(np.append(follows[1:], False), Event.PACED, Event.ABSENT)
    shifts = Shifts(
        member, seconds_of_days(begin), seconds_of_days(end), per_million(rate), rate, 0 * rate,
        np.zeros(n, dtype=np.int64), begins.astype(np.int8), ends.astype(np.int8),
        Service(member, begin, end, rate, 0 * rate), nobody_away(),
    )  # fmt: skip
    one = np.zeros(1)
    people = People(
        one.astype(np.int16), one.astype(np.int8), one.astype(np.int32), one.astype(np.int64), one, one, one + NEVER,
        one.astype(np.int8) - 1, one + 1, one.astype(np.int8), one.astype(np.int16) - 1,
    )  # fmt: skip
    found = with_overtime(settings_with(**changes), people, shifts)
    changed = found.rate_per_million - found.overtime_per_million
    known = [next(r for b, e, r in zip(begin, end, rate, strict=True) if b <= day < e) for day in found.begin_days]
    assert changed.tolist() == per_million(known).tolist()  # what is not overtime is as it was
    names = [[Event(int(kind)).name for kind in of] for of in (found.begins, found.ends)]
    return list(
        zip(found.begin_days.tolist(), found.end_days.tolist(), found.rate_per_million.tolist(), *names, strict=True)
    )


def test_who_is_there_all_the_time_works_more_and_then_less():
    """0.8 x 1.2 for 30 days is 4.8 days of overtime; half of it, 2.4, is a tenth of 0.8 for 30 days."""
    assert paced([(0, 200, 0.8)]) == [
        (0, 40, 800_000, "JOINED", "PACED"),
        (40, 70, 960_000, "PACED", "PACED"),
        (70, 100, 720_000, "PACED", "PACED"),
        (100, 200, 800_000, "PACED", "ABSENT"),
    ]


@every_row(
    ("spans", "rates"),
    [
        # there from day 55: 15 days of 0.16 are 2.4, half of it over 30 days of 0.8 is 0.05
        ([(55, 200, 0.8)], [(55, 70, 960_000), (70, 100, 760_000), (100, 200, 800_000)]),
        # half a member at first: 30 days of 0.08 are 2.4
        (
            [(0, 70, 0.4), (70, 200, 0.8)],
            [(0, 40, 400_000), (40, 70, 480_000), (70, 100, 760_000), (100, 200, 800_000)],
        ),
        # away for all of the overtime, and nothing to take back; and begun after it
        ([(0, 30, 0.8), (75, 200, 0.8)], [(0, 30, 800_000), (75, 200, 800_000)]),
        ([(70, 200, 0.8)], [(70, 200, 800_000)]),
        # away for most of the time off: at most as much a day as the overtime was, 0.2 of 0.8
        (
            [(0, 70, 0.8), (97, 200, 0.8)],
            [(0, 40, 800_000), (40, 70, 960_000), (97, 100, 640_000), (100, 200, 800_000)],
        ),
        # a shift that begins or ends with the overtime is not cut
        ([(40, 70, 0.8)], [(40, 70, 960_000)]),
        ([(100, 200, 0.8)], [(100, 200, 800_000)]),
    ],
)  # fmt: skip
def test_each_takes_back_a_part_of_what_they_worked(spans, rates):
    assert [row[:3] for row in paced(spans)] == rates


def test_nothing_is_cut_where_nothing_changes():
    whole = [(0, 200, 800_000, "JOINED", "ABSENT")]
    assert paced([(0, 200, 0.8)], overtime={"units": ["coast"]}) == whole
    assert paced([(0, 200, 0.8)], overtime={"extra_share": 0}) == whole
    only_more = paced([(0, 200, 0.8)], overtime={"back_share": 0})
    assert [row[:3] for row in only_more] == [(0, 40, 800_000), (40, 70, 960_000), (70, 200, 800_000)]


def test_time_off_is_counted_in_office_hours():
    """22 of the 30 days from 10 February are worked, 19 of the next 30: Good Friday and Easter Monday are free.

    So 22 x 0.2 x 0.5 days are taken back in 19 days.
    """
    more, less = (row[2] for row in paced([(0, 300, 0.8)], **{"calendar.kind": "office"})[1:3])
    assert (more, less) == (960_000, 707_369)  # 800,000 x (1 - 0.1 x 22 / 19), rounded up


def test_all_who_are_in_the_unit_work_it_and_members_of_pools_do_not():
    hired = {"unit": "capital", "role": "detective", "people": 2, "date": "2021-01-01"}
    settings = settings_with(
        **{"collaboration.pools": {"lab": LAB}, "capacity.temporary": {"t": hired}, "overtime": {"units": ["capital"]}}
    )
    people, shifts, _ = draw_workforce(settings, 0)
    more = set(shifts.member[shifts.overtime_per_million > 0].tolist())
    assert more == set(np.flatnonzero(people.team == 0).tolist())
    assert len(more) == 10


def test_the_chance_to_leave_holds_from_the_first_day_until_as_long_after_the_last():
    settings = settings_with(overtime={"extra_resignation_per_year": 0.5, "units": ["coast"]})
    (none, _), (edges, added) = leaving(settings) or []
    assert none.tolist() == [0.0]
    assert edges.tolist() == [0.0, 40.0, 100.0]
    np.testing.assert_allclose(added, [0.0, 0.0, 60 * math.log(2) / YEAR])
    assert leaving(settings_with()) is None


@pytest.mark.slow
@every_row("back_share", [0.0, 1.0])
def test_overtime_drives_away_as_many_as_the_chance_says_and_touches_nobody_else(back_share):
    """Two months at a chance of a half a year: 1 - 0.5 ** (60 / 365.25) of 2,000 is 215."""
    of = {"overtime": {"extra_resignation_per_year": 0.5, "back_share": back_share, "units": ["capital"]}}
    crowd = {"staffing.units.capital.posts": 2_000, "staffing.hiring": {"replace_leavers": False}}
    people, _, _ = draw_workforce(settings_with(**of, **crowd), 0)
    gone = people.left_cause == Cause.OVERTIME
    assert set(people.team[gone].tolist()) == {0}
    assert np.all((people.left_days[gone] > 40) & (people.left_days[gone] <= 101))
    expected = 2_000 * (1 - 0.5 ** (60 / YEAR))
    assert abs(gone.sum() - expected) < 4 * math.sqrt(expected)
    calm, _, _ = draw_workforce(settings_with(**crowd), 0)
    np.testing.assert_array_equal(people.left_days[~gone], calm.left_days[~gone])
    assert (people.post == calm.post).all()


def test_a_newcomer_is_driven_away_only_by_what_they_meet():
    """Nearly all leave in these two months; for overtime that is over when they come, nobody does."""
    of = {"overtime": {"extra_resignation_per_year": 1.0}}
    people, _, _ = draw_workforce(settings_with(**of, **{"staffing.hiring": {"fill_months_mean": 0.5}}), 0)
    first = people.joined_days <= 0
    assert (people.left_cause[first] == Cause.OVERTIME).mean() > 0.8
    late = people.joined_days >= 100
    assert late.any()
    assert set(people.left_cause[late]) == {-1}
