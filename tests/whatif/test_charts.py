"""Charts of the what-if page."""

import numpy as np

from tbkk_sim.report.kit import time_axis
from tbkk_sim.whatif.charts import ChartLine, _lines
from tests.read_back import invented
from tests.rows import every_row


@every_row("language", ["en", "nl"])
@every_row("end", ["2021-06-30", "2022-09-30", "2025-12-31"])
def test_no_text_of_a_line_over_time_is_cut_off(end, language):
    view = invented.run_of(invented.NOTHING, language, **{"run.end": end})
    places = time_axis.middles_of(view)
    plans = [ChartLine(places, np.full((3, len(places)), value)) for value in (400_000.0, 450_000.0)]
    figure = _lines(view, plans, True)
    figure.canvas.draw()
    (axes,) = figure.axes
    shown = [text for text in axes.texts if text.get_text()]
    for axis in (axes.xaxis, axes.yaxis):
        low, high = axis.get_view_interval()
        ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        shown += [tick.label1 for tick in ticks if tick.label1.get_text() and low <= tick.get_loc() <= high]
    assert len(shown) > 6
    for text in shown:
        box = text.get_window_extent()
        assert box.y0 >= figure.bbox.y0, text
        assert box.y1 <= figure.bbox.y1, text
        assert box.x0 >= figure.bbox.x0, text
        assert box.x1 <= figure.bbox.x1, text
