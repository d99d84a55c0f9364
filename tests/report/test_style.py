from itertools import pairwise

import pytest

from tbkk_sim.report.kit import charts
from tbkk_sim.tuning.report.files import page_of
from tbkk_sim.tuning.report.view import view_tuning
from tests.read_back import studies


def test_labels_move_apart_and_keep_their_order():
    placed = charts.apart([5.0, 5.1, 9.0, 4.9], 1.0)
    assert placed == pytest.approx([5.0, 6.0, 9.0, 4.0])


def test_labels_that_push_into_each_other_stay_a_gap_apart():
    placed = sorted(charts.apart([0.0, 0.1, 1.2, 1.3], 1.0))
    gaps = [high - low for low, high in pairwise(placed)]
    assert min(gaps) >= 1.0 - 1e-9
    assert sum(placed) / 4 == pytest.approx(0.65)


def test_labels_with_room_stay_where_they_are():
    assert charts.apart([3.0, 1.0], 1.0) == [3.0, 1.0]


def test_looks_differ_without_colour():
    assert len({look.line for look in charts.LOOKS}) == len(charts.LOOKS)


def test_names_beyond_the_looks_start_again():
    names = [str(number) for number in range(len(charts.LOOKS) + 1)]
    assert charts.look_of(names[-1], names) == charts.look_of(names[0], names)


ONE_PLAN = {**studies.ANSWERS["how_many"]["frontier"][1], "shares": [studies.band(1.0, 1.0, 1.0)] * 2}
ALL_IN_TIME = [{**period, "shares": [1.0, 1.0]} for period in studies.ANSWERS["when"]["periods"]]


@pytest.mark.parametrize(
    ("question", "changes"),
    [("how_many", {"frontier": [ONE_PLAN]}), ("when", {"periods": ALL_IN_TIME})],
    ids=["how_many", "when"],
)
def test_names_of_classes_that_are_served_alike_are_not_printed_over_each_other(
    question, changes, tmp_path, monkeypatch
):
    monkeypatch.setitem(studies.ANSWERS, question, {**studies.ANSWERS[question], **changes})
    studies.write(tmp_path, question, "en")
    view = view_tuning(tmp_path)
    (figure,) = page_of(view).figures.values()
    figure.canvas.draw()
    named = {view.case_class(norm.case_class) for norm in view.answer.norms}
    boxes = [text.get_window_extent() for text in figure.axes[-1].texts if text.get_text() in named]
    assert len(boxes) == len(named) == 2
    low, high = sorted(boxes, key=lambda box: box.y0)
    assert low.y1 <= high.y0
