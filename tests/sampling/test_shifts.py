"""Ramp, contract and mentors of one newcomer and of who is there, day by day, worked out by hand."""

import numpy as np

from tbkk_sim.model.event_records import Event
from tbkk_sim.sampling.workforce.absence import AbsenceCause, Absences
from tbkk_sim.sampling.workforce.mentors import Mentoring
from tbkk_sim.sampling.workforce.shifts import Tenures, cut_shifts, ramp_ends_days
from tbkk_sim.sampling.world import NEVER, Shifts
from tbkk_sim.settings.staffing import Staffing
from tests.builders import small_settings
from tests.rows import every_row

RAMP = {
    "staffing.training": {
        "ramp": [
            {"until_months": 3, "share": 0.3},
            {"until_months": 9, "share": 0.6},
            {"until_months": 12, "share": 0.9},
        ],
        "mentor_share": 0.1,
    },
    "staffing.turnover": {"rpu_part_time_fte": 0.8},
    "staffing.case_hours_share": 0.85,
}


def staffing(changes: dict | None = None) -> Staffing:
    return small_settings({**RAMP, **(changes or {})}).staffing


def one(
    joined: float = 100,
    left: float = NEVER,
    fte: float = 1.0,
    part_time: float = NEVER,
    ramp_factor: float = 1.0,
    away: list[tuple[float, float, bool]] = [],  # noqa: B006
    guides: list[tuple[float, float]] = [],  # noqa: B006
    guided: list[tuple[float, float]] = [],  # noqa: B006
    changes: dict | None = None,
) -> Shifts:
    """The shifts of one person; who guides them, or is guided by them, is somebody who is never there."""

    def column(*values: float) -> np.ndarray:
        return np.array(values, dtype=float)

    people = Tenures(
        joined_days=column(joined, 0),
        begin_days=column(max(joined, 0.0), 0),
        left_days=column(left, NEVER),
        fte=column(fte, 0),
        part_time_days=column(part_time, NEVER),
        ramp_factor=column(ramp_factor, 1.0),
        ramp_from_days=column(joined, 0),
    )
    spells = Absences(
        person=np.zeros(len(away), dtype=np.int64),
        begin_days=column(*(begin for begin, _, _ in away)),
        end_days=column(*(end for _, end, _ in away)),
        cause=np.array([AbsenceCause.LONG_ILLNESS if long else AbsenceCause.LEAVE for *_, long in away], dtype=np.int8),
    )
    rows = [(0, 1, *span) for span in guides] + [(1, 0, *span) for span in guided]
    table = np.array(rows, dtype=float).reshape(len(rows), 4)
    mentoring = Mentoring(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3])
    shifts = cut_shifts(staffing(changes), people, spells, mentoring)
    assert set(shifts.member.tolist()) | set(shifts.service.member.tolist()) == {0}
    return shifts


def pieces(shifts: Shifts) -> list[tuple[float, float, float, float]]:
    """Begin, end, fte and rate of each shift."""
    columns = (shifts.begin_days, shifts.end_days, np.round(shifts.fte, 9), np.round(shifts.rate, 9))
    return list(zip(*(column.tolist() for column in columns), strict=True))


def events(shifts: Shifts) -> list[tuple[Event, Event]]:
    return [(Event(b), Event(e)) for b, e in zip(shifts.begins.tolist(), shifts.ends.tolist(), strict=True)]


def services(shifts: Shifts) -> list[tuple[float, float, float, float]]:
    of = shifts.service
    columns = (of.begin_days, of.end_days, np.round(of.fte, 9), np.round(of.mentoring_fte, 9))
    return list(zip(*(column.tolist() for column in columns), strict=True))


@every_row(("factor", "ends"), [(1.0, [92, 274, 366]), (0.5, [46, 137, 183])])
def test_each_step_of_the_ramp_ends_on_the_first_whole_day_after_its_months(factor: float, ends: list[int]):
    """3, 9 and 12 months of 30.4375 days: 91.3, 273.9 and 365.25; half: 45.7, 137.0 (136.97) and 182.6."""
    assert ramp_ends_days(staffing(), np.array([factor])).tolist() == [ends]


def test_a_newcomer_works_at_three_tenths_from_the_first_day_until_day_92():
    assert pieces(one()) == [
        (100, 192, 0.3, 0.255),
        (192, 374, 0.6, 0.51),
        (374, 466, 0.9, 0.765),
        (466, NEVER, 1.0, 0.85),
    ]
    assert pieces(one(ramp_factor=0.5))[0] == (100, 146, 0.3, 0.255)
    assert events(one(left=300)) == [(Event.JOINED, Event.PACED), (Event.PACED, Event.LEFT)]


@every_row(
    ("joined", "first"),
    [(-91, (0, 1, 0.3, 0.255)), (-92, (0, 182, 0.6, 0.51)), (-365, (0, 1, 0.9, 0.765)), (-366, (0, NEVER, 1.0, 0.85))],
)
def test_who_is_there_at_the_start_is_as_far_in_the_ramp_as_their_tenure(joined: float, first: tuple):
    assert pieces(one(joined))[0] == first


def test_a_ramp_that_ends_on_the_last_day_changes_nothing():
    assert pieces(one(left=192)) == [(100, 192, 0.3, 0.255)]
    assert events(one(left=192)) == [(Event.JOINED, Event.LEFT)]
    assert pieces(one(left=193))[-1] == (192, 193, 0.6, 0.51)


@every_row(("fte", "after"), [(1.0, 0.8), (0.9, 0.8), (0.8, 0.8), (0.6, 0.6)])
def test_rpu_shortens_contracts_that_are_longer(fte: float, after: float):
    found = pieces(one(-4000, fte=fte, part_time=50))
    assert found[-1] == (50 if fte > 0.8 else 0, NEVER, after, round(after * 0.85, 9))
    assert found[0][2] == fte
    assert pieces(one(-4000, fte=1.0, part_time=-20)) == [(0, NEVER, 0.8, 0.68)]
    assert pieces(one(-4000, fte=1.0, part_time=0)) == [(0, NEVER, 0.8, 0.68)]


def test_a_contract_and_the_ramp_multiply():
    assert pieces(one(fte=0.5))[1] == (192, 374, 0.3, 0.255)


def test_nobody_works_while_away_and_spells_that_overlap_are_one():
    away = [(20.0, 30.0, False), (25.0, 40.0, False), (60.0, 61.0, False)]
    found = one(-4000, left=90, away=away)
    assert pieces(found) == [(0, 20, 1.0, 0.85), (40, 60, 1.0, 0.85), (61, 90, 1.0, 0.85)]
    assert events(found) == [(Event.JOINED, Event.ABSENT), (Event.BACK, Event.ABSENT), (Event.BACK, Event.LEFT)]
    assert services(found) == [(0, 90, 1.0, 0.0)]  # leave and short illness do not end it


def test_long_illness_ends_service_until_recovery():
    found = one(-4000, left=90, away=[(0.0, 30.0, True), (20.0, 40.0, False)])
    assert pieces(found) == [(40, 90, 1.0, 0.85)]
    assert events(found) == [(Event.BACK, Event.LEFT)]  # away on the first day: comes back, does not join
    assert services(found) == [(30, 90, 1.0, 0.0)]


def test_a_newcomer_who_begins_away_joins_on_the_first_day_at_work():
    found = one(100, left=150, away=[(100.0, 110.0, False)])
    assert (pieces(found), events(found)) == ([(110, 150, 0.3, 0.255)], [(Event.JOINED, Event.LEFT)])


def test_who_is_away_until_leaving_is_absent_at_the_end():
    found = one(-4000, left=90, away=[(50.0, 90.0, False)])
    assert events(found) == [(Event.JOINED, Event.ABSENT)]


def test_a_mentor_gives_a_tenth_of_their_time_per_newcomer():
    found = one(-4000, left=90, guides=[(10.0, 40.0), (30.0, 60.0)])
    assert pieces(found) == [
        (0, 10, 1.0, 0.85),
        (10, 30, 1.0, 0.765),  # 0.9 x 0.85
        (30, 40, 1.0, 0.68),
        (40, 60, 1.0, 0.765),
        (60, 90, 1.0, 0.85),
    ]
    assert not found.mentoring_fte.any()
    assert events(found)[1:4] == [(Event.PACED, Event.PACED)] * 3


def test_who_gives_all_their_time_does_no_case_work():
    training = {"staffing.training": {**RAMP["staffing.training"], "mentor_share": 0.5}}
    found = one(-4000, left=90, guides=[(10.0, 40.0), (20.0, 30.0)], changes=training)
    assert [p[:2] for p in pieces(found)] == [(0, 10), (10, 20), (30, 40), (40, 90)]
    assert events(found)[1:3] == [(Event.PACED, Event.ABSENT), (Event.BACK, Event.PACED)]
    assert services(found) == [(0, 90, 1.0, 0.0)]


def test_a_newcomer_costs_a_tenth_of_a_mentor_while_guided():
    found = one(100, left=170, guided=[(100.0, 120.0), (130.0, 150.0)])
    assert found.mentoring_fte.tolist() == [0.1, 0.0, 0.1, 0.0]
    assert [p[:3] for p in pieces(found)] == [(100, 120, 0.3), (120, 130, 0.3), (130, 150, 0.3), (150, 170, 0.3)]
    assert services(found) == [(100, 120, 0.3, 0.1), (120, 130, 0.3, 0.0), (130, 150, 0.3, 0.1), (150, 170, 0.3, 0.0)]


def test_a_ramp_may_begin_at_nothing():
    ramp = {"staffing.training": {"ramp": [{"until_months": 1, "share": 0.0}], "mentor_share": 0.0}}
    found = one(100, left=200, changes=ramp)
    assert (pieces(found), events(found)) == ([(131, 200, 1.0, 0.85)], [(Event.JOINED, Event.LEFT)])
    assert services(found) == [(131, 200, 1.0, 0.0)]
