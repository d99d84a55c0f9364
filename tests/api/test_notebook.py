"""The example notebook, run from its first cell to its last."""

import importlib.util
from pathlib import Path

import pytest
from matplotlib.figure import Figure

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebooks" / "tools_under_growth.py"


@pytest.mark.slow
def test_the_example_notebook_runs_and_answers():
    spec = importlib.util.spec_from_file_location("notebook", NOTEBOOK)
    notebook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(notebook)
    _, names = notebook.app.run()
    assert names["now"].settings == names["growth"]
    assert names["classes"].loc["all", "mean"] > 0
    assert names["hours_by_step"].sum() == pytest.approx(names["now"].events()["hours"].sum(), rel=1e-12)
    found = names["compared"].differences.set_index(["key_figure", "priority_class"])
    assert found.loc[("reports_in", "all"), "difference"] == 0
    assert found["clear"].any()
    assert isinstance(names["backlog"], Figure)
    assert isinstance(names["differences"], Figure)
