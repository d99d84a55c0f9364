"""Who guides a newcomer: somebody of the unit, of the same role if there is one, and not while ill for long."""

import numpy as np

from tbkk_sim.sampling.workforce.mentors import Staff, assign_mentors

HORIZON = 300.0


def guided(staff: list[tuple[int, int, float]], ill: dict[int, list[tuple[float, float]]] | None = None) -> list[tuple]:
    """Mentor, newcomer, begin and end; of staff with unit, role and first day, all newcomers for 50 days."""
    unit, role, joined = zip(*staff, strict=True)
    n = len(staff)
    found = assign_mentors(
        Staff(
            unit=np.array(unit, dtype=np.int16),
            role=np.array(role, dtype=np.int8),
            joined_days=np.array(joined, dtype=float),
            left_days=np.full(n, np.inf),
            fte=np.ones(n),
            full_days=np.array(joined, dtype=float) + 50,
            ill=ill or {},
        ),
        0.1,
        HORIZON,
    )
    columns = (found.mentor, found.newcomer, found.begin_days, found.end_days)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_nobody_of_another_unit_guides():
    assert guided([(0, 0, -900), (1, 0, 20)]) == []
    assert guided([(1, 0, -900), (0, 0, 20)]) == []
    assert guided([(1, 0, -900), (0, 0, -900), (1, 0, 20)]) == [(0, 2, 20, 70)]


def test_one_of_the_same_role_goes_before_one_who_has_served_longer():
    for same, other in ((1, 0), (1, 2)):
        assert guided([(0, other, -900), (0, same, -800), (0, same, 20)]) == [(1, 2, 20, 70)]
    assert guided([(0, 0, -800), (0, 0, -900), (0, 1, 20)]) == [(1, 2, 20, 70)]


def test_who_is_ill_for_long_guides_again_after_recovery():
    assert guided([(0, 0, -900), (0, 0, 20)], {0: [(5, 15)]}) == [(0, 1, 20, 70)]
    assert guided([(0, 0, -900), (0, 0, 20)], {0: [(30, 40)]}) == [(0, 1, 20, 30), (0, 1, 40, 70)]
    assert guided([(0, 0, -900), (0, 0, 20)], {0: [(10, 90)]}) == []
