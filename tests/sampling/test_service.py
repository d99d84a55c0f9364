"""Who counts as deployable when: also while on leave, and also when a newcomer takes all of a mentor's time."""

import numpy as np
import pytest

from tbkk_sim.sampling.workforce.absence import AbsenceCause, Absences
from tbkk_sim.sampling.workforce.headcount import headcount
from tbkk_sim.sampling.workforce.mentors import Mentoring
from tbkk_sim.sampling.workforce.shifts import Tenures, cut_shifts
from tbkk_sim.sampling.world import NEVER, People, Posts
from tests.builders import small_settings

DAYS = np.arange(0.0, 100.0)


def deployable(
    *, joined: list[float], away: list[tuple[int, float, float]], guided: list[tuple[int, int, float]], **training
):
    """Deployable and mentoring fte on each day, of people who work full time; `guided`: mentor, newcomer, until."""
    settings = small_settings({"staffing.training": training})
    n = len(joined)
    tenures = Tenures(
        joined_days=np.array(joined),
        begin_days=np.maximum(joined, 0.0),
        left_days=np.full(n, NEVER),
        fte=np.ones(n),
        part_time_days=np.full(n, NEVER),
        ramp_factor=np.ones(n),
        ramp_from_days=np.array(joined),
    )
    who, begin, end = (np.array(column) for column in zip(*away, strict=True)) if away else [np.zeros(0)] * 3
    spells = Absences(who.astype(np.int64), begin, end, np.full(len(who), AbsenceCause.LEAVE))
    mentor, newcomer, until = (
        (np.array(column) for column in zip(*guided, strict=True)) if guided else [np.zeros(0)] * 3
    )
    mentoring = Mentoring(
        mentor.astype(np.int64), newcomer.astype(np.int64), np.maximum(joined, 0.0)[newcomer.astype(np.intp)], until
    )
    shifts = cut_shifts(settings.staffing, tenures, spells, mentoring)
    nobody = np.zeros(n)
    people = People(
        team=np.zeros(n, dtype=np.int16), role=np.zeros(n, dtype=np.int8), post=np.arange(n, dtype=np.int32),
        skills=np.ones(n, dtype=np.int64), born_days=nobody, joined_days=tenures.joined_days,
        left_days=tenures.left_days, left_cause=np.full(n, -1, dtype=np.int8), fte=tenures.fte,
        came_by=np.zeros(n, dtype=np.int8), lender=np.full(n, -1, dtype=np.int16),
    )  # fmt: skip
    posts = Posts(people.team, people.role, nobody, np.full(n, NEVER), np.zeros(n, dtype=np.bool_))
    found = headcount(DAYS, people, shifts, posts, 1)
    return found.deployable_fte[:, 0], found.mentoring_fte[:, 0]


def test_changes_during_leave_count_from_their_day():
    """A newcomer at 0.5 becomes a full member after 31 days (one month), while on leave from day 20 to day 60."""
    ramp = [{"until_months": 1, "share": 0.5}]
    fte, _ = deployable(joined=[0.0], away=[(0, 20.0, 60.0)], guided=[], ramp=ramp, mentor_share=0.0)
    np.testing.assert_allclose(fte, np.where(DAYS < 31, 0.5, 1.0))


def test_mentoring_that_ends_during_leave_ends_on_its_day():
    """The newcomer is on leave from day 20 to day 60; the mentor is free again on day 31."""
    ramp = [{"until_months": 1, "share": 0.5}]
    away, guided = [(1, 20.0, 60.0)], [(0, 1, 31.0)]
    fte, mentoring = deployable(joined=[-900.0, 0.0], away=away, guided=guided, ramp=ramp, mentor_share=0.25)
    np.testing.assert_allclose(mentoring, np.where(DAYS < 31, 0.25, 0.0))
    np.testing.assert_allclose(fte, np.where(DAYS < 31, 1 + 0.5 - 0.25, 2.0))


def test_a_mentor_who_is_occupied_from_the_first_day_is_counted_once():
    """One full member guides a newcomer at 0.63 with all of the time: 1 + 0.63 - 1 fte are deployable."""
    ramp = [{"until_months": 1, "share": 0.63}]
    fte, mentoring = deployable(joined=[-900.0, 0.0], away=[], guided=[(0, 1, 31.0)], ramp=ramp, mentor_share=1.0)
    assert mentoring[:31] == pytest.approx(1.0)
    np.testing.assert_allclose(fte, np.where(DAYS < 31, 0.63, 2.0))
