"""Load of the scarcest skills: by hand, and against all sets of skills; and what a planner is then told."""

from itertools import combinations

import numpy as np
import pytest
from tbkk_sim.metrics.key_figures.skill_load import scarcest_skills

A, B, C = 1, 2, 4


@pytest.mark.parametrize(
    ("demanded", "available", "skills_of", "load", "which"),
    [
        # One group that can do all: the mean load.
        ([30, 10], [50], [A | B], 0.8, (0, 1)),
        # Two crafts: the mean is 0.76, and the only looker is asked 1.5 hours an hour.
        ([15, 23], [10, 40], [A, B], 1.5, (0,)),
        # Who can do both cannot be in two places: neither skill is asked too much by itself (0.8), both are (1.6).
        ([8, 8], [10, 30], [A | B, C], 1.6, (0, 1)),
        # Somebody else who can do B takes it off the generalists.
        ([8, 8], [10, 30], [A | B, B], 0.8, (0,)),
        # Nobody has the skill.
        ([1, 5], [10], [B], np.inf, (0,)),
        # Nobody is there at all.
        ([1, 5], [0], [A | B], np.inf, (0, 1)),
        # Nothing to do.
        ([0, 0], [10], [A | B], 0.0, (0, 1)),
    ],
)
def test_by_hand(demanded, available, skills_of, load, which):
    demanded = np.array([*demanded, *([0.0] * (3 - len(demanded)))])[:, None]
    found = scarcest_skills(demanded, np.array(available, dtype=float)[:, None], skills_of)
    assert found.load[0] == pytest.approx(load)
    asked = tuple(skill for skill in found.sets[found.set_number[0]] if demanded[skill, 0] > 0)
    assert asked == (which if load > 0 else ())


@pytest.mark.parametrize(
    ("demanded", "available", "skills_of", "load"),
    [
        # One skill is asked more of those who have it than there is; all others have time enough.
        ([15, 0, 1], [10, *[90] * 11], [A, *[C] * 11], 1.5),
        # Each of two is asked 0.8, both together 1.6 of the one who can do either.
        ([8, 8, 1], [0, 0, 10, *[90] * 9], [A, B, A | B, *[C] * 9], 1.6),
        # Each of three is asked less than half, two less than there is, and all three 4 / 3.
        ([40, 40, 40], [0, 0, 0, *[10] * 9], [A, B, C, *[A | B | C] * 9], 4 / 3),
        # Nobody has the second.
        ([1, 1, 1], [90] * 12, [A, *[C] * 11], np.inf),
    ],
)
def test_of_more_than_ten_groups_the_scarcest_of_one_two_and_all_skills_is_found(demanded, available, skills_of, load):
    assert len(available) == 12
    found = scarcest_skills(np.array(demanded, float)[:, None], np.array(available, float)[:, None], skills_of)
    assert found.load[0] == pytest.approx(load)


def test_of_sets_that_are_asked_as_much_that_of_the_fewest_people_is_told():
    """The only looker is asked as much as all twelve together."""
    demanded, available = np.array([5.5, 5.5])[:, None], np.array([11.0, *[1.0] * 11])[:, None]
    found = scarcest_skills(demanded, available, [A, *[B] * 11])
    assert (found.load[0], found.sets[found.set_number[0]]) == (0.5, (0,))


def test_no_work_and_nobody_has_no_load():
    assert np.isnan(scarcest_skills(np.zeros((2, 1)), np.zeros((1, 1)), [A | B]).load[0])


def test_against_all_sets_of_skills():
    random = np.random.default_rng(20210101)
    for _ in range(200):
        n_skills, n_groups = random.integers(1, 6, 2)
        demanded, available = random.exponential(1, (n_skills, 4)), random.exponential(1, (n_groups, 4)) + 0.01
        skills_of = random.integers(0, 1 << n_skills, n_groups).tolist()
        largest = np.zeros(4)
        for size in range(1, n_skills + 1):
            for skills in combinations(range(n_skills), size):
                bits = sum(1 << skill for skill in skills)
                hours = available[[g for g, of in enumerate(skills_of) if of & bits]].sum(axis=0)
                with np.errstate(divide="ignore"):
                    largest = np.maximum(largest, demanded[list(skills)].sum(axis=0) / hours)
        np.testing.assert_allclose(scarcest_skills(demanded, available, skills_of).load, largest)
