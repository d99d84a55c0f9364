from itertools import pairwise

import pytest

from tbkk_sim.reporting import style


def test_labels_move_apart_and_keep_their_order():
    placed = style.apart([5.0, 5.1, 9.0, 4.9], 1.0)
    assert placed == pytest.approx([5.0, 6.0, 9.0, 4.0])


def test_labels_that_push_into_each_other_stay_a_gap_apart():
    placed = sorted(style.apart([0.0, 0.1, 1.2, 1.3], 1.0))
    gaps = [high - low for low, high in pairwise(placed)]
    assert min(gaps) >= 1.0 - 1e-9
    assert sum(placed) / 4 == pytest.approx(0.65)


def test_labels_with_room_stay_where_they_are():
    assert style.apart([3.0, 1.0], 1.0) == [3.0, 1.0]


def test_looks_differ_without_colour():
    assert len({look.line for look in style.LOOKS}) == len(style.LOOKS)


def test_names_beyond_the_looks_start_again():
    names = [str(number) for number in range(len(style.LOOKS) + 1)]
    assert style.look_of(names[-1], names) == style.look_of(names[0], names)
