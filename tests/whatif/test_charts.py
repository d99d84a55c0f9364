"""Charts of the what-if page."""

import numpy as np
import pytest

from tbkk_sim.report.kit import time_axis
from tbkk_sim.whatif.charts import ChartLine, _lines
from tests.read_back import invented


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("end", ["2021-06-30", "2022-09-30", "2025-12-31"])
def test_no_text_of_a_line_over_time_is_cut_off(end, language):
    view = invented.run_of(invented.NOTHING, language, **{"run.end": end})
    places = time_axis.middles_of(view)
    plans = [ChartLine(places, np.full((3, len(places)), value)) for value in (400_000.0, 450_000.0)]
    figure = _lines(view, plans, True)
    figure.canvas.draw()
    (axes,) = figure.axes
    ticks = [*axes.get_xticklabels(), *axes.get_xticklabels(minor=True), *axes.get_yticklabels()]
    shown = [text for text in [*ticks, *axes.texts] if text.get_text() and text.get_visible()]
    assert len(shown) > 6
    for text in shown:
        box = text.get_window_extent()
        assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1, text
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1, text
