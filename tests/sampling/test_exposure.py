"""Leave after exposure: of whom, how much, and that nothing else changes by it."""

from typing import Any

import numpy as np
import pytest

from tbkk_sim.model.event_records import Event
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.sampling.world import People, Shifts
from tests.builders import small_settings
from tests.rows import every_row

ROLES = {
    "viewer": {"label": "Viewer", "skills": ["enrich", "search"]},
    "detective": {"label": "Detective", "skills": ["search", "enrich", "dossier", "triage"]},
}
HALF = {"viewer": 0.5, "detective": 0.5}
BUSY: dict[str, Any] = {
    "staffing.roles": ROLES,
    "staffing.role_share": HALF,
    "staffing.units.capital.posts": 200,
    "staffing.absence": {"leave_days_per_year": 30, "short_illness_spells_per_year": 2, "long_illness_per_year": 0.1},
    "staffing.turnover.resignation_per_year": {0: 0.2},
    "run.end": "2022-12-31",
}
VIEWER = 0


def drawn(spells: float = 2.0, days: float = 20.0, **changes: Any) -> tuple[People, Shifts]:
    exposure = {"steps": ["enrich"], "leave_spells_per_year": spells, "leave_mean_days": days}
    people, shifts, _ = draw_workforce(small_settings({**BUSY, "exposure": exposure, **changes}), 0)
    return people, shifts


def exposed(shifts: Shifts) -> np.ndarray:
    return np.flatnonzero(shifts.away.cause == AbsenceCause.EXPOSURE)


def test_only_those_whose_first_skill_is_to_view_are_away_for_it():
    people, shifts = drawn()
    rows = exposed(shifts)
    assert len(rows) > 200
    assert set(people.role[shifts.away.member[rows]]) == {VIEWER}


@every_row(("spells", "days"), [(2.0, 20.0), (0.5, 60.0)])
def test_so_much_of_their_time_is_leave(spells: float, days: float):
    people, shifts = drawn(spells, days, **{"staffing.turnover.resignation_per_year": {0: 0.0}})
    rows = exposed(shifts)
    served = np.minimum(people.left_days, 730) - np.maximum(people.joined_days, 0)
    within = np.minimum(shifts.away.end_days[rows], 730) - shifts.away.begin_days[rows]
    share = within.sum() / served[people.role == VIEWER].sum()
    assert share == pytest.approx(spells * days / 365.25, rel=0.2)


def test_who_is_away_for_it_does_not_work_and_is_not_deployable():
    _, shifts = drawn()
    for row in exposed(shifts).tolist():
        member, begin, end = (getattr(shifts.away, of)[row] for of in ("member", "begin_days", "end_days"))
        for table in (shifts, shifts.service):
            mine = np.flatnonzero(table.member == member)
            apart = (table.end_days[mine] <= begin) | (table.begin_days[mine] >= end)
            assert apart.all()
    assert np.isin(shifts.ends, (Event.ABSENT, Event.LEFT, Event.PACED)).all()


def test_the_lives_and_other_absences_of_all_stay_as_they_were():
    (people, shifts), (before, without) = drawn(), drawn(spells=0.0)
    assert not len(exposed(without))
    for column in People.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(people, column), getattr(before, column), err_msg=column)
    others = shifts.away.cause != AbsenceCause.EXPOSURE
    for column in ("member", "begin_days", "end_days", "cause"):
        np.testing.assert_array_equal(getattr(shifts.away, column)[others], getattr(without.away, column))


def test_leave_lies_within_the_time_in_which_somebody_holds_the_post():
    people, shifts = drawn()
    rows = exposed(shifts)
    member = shifts.away.member[rows]
    assert (shifts.away.begin_days[rows] >= np.maximum(people.joined_days[member], 0)).all()
    assert (shifts.away.end_days[rows] <= people.left_days[member]).all()
