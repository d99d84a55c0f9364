"""Key figures of all shipped scenarios are those that were stored: a change of the code alone changes no result.

`tests/stored/key_figures.parquet` holds the first 400 days of each scenario, one replication, over the whole period,
as commit 73d31f81 gave them. When the model changes on purpose,
store them anew with `python tests/test_stored_key_figures.py` and say in the commit by how much they moved.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.config.compose import load_settings
from tbkk_sim.config.paths import conf_dir
from tbkk_sim.runs.replication import simulate
from tests.builders import first_days

pytestmark = pytest.mark.slow

STORED = Path(__file__).parent / "stored" / "key_figures.parquet"
SCENARIOS = sorted(file.stem for file in (conf_dir() / "scenario").glob("*.yaml"))
DAYS = 400
ROW = ["team", "priority_class", "key_figure"]


def key_figures_of(scenario: str) -> pd.DataFrame:
    table = simulate(first_days(load_settings([f"+scenario={scenario}", "engine=compiled"]), DAYS)).key_figures
    whole = table[table["period"] == "all"].astype(dict.fromkeys(ROW, str))
    return whole.set_index(ROW)["value"].sort_index().to_frame()


@cache
def stored() -> pd.DataFrame:
    return pd.read_parquet(STORED).astype(dict.fromkeys(["scenario", *ROW], str))


def test_every_scenario_is_stored():
    assert sorted(stored()["scenario"].unique()) == SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_key_figures_are_those_that_were_stored(scenario):
    known = stored().query("scenario == @scenario").set_index(ROW)["value"].sort_index()
    found = key_figures_of(scenario)["value"]
    assert len(known) > 100
    assert list(found.index) == list(known.index)
    np.testing.assert_allclose(found, known, rtol=1e-9, atol=1e-9, equal_nan=True)


def store() -> None:
    """Store the key figures of all scenarios as they are now."""
    tables = {scenario: key_figures_of(scenario).reset_index() for scenario in SCENARIOS}
    table = pd.concat(tables, names=["scenario", None]).reset_index("scenario")
    table = table.astype(dict.fromkeys(["scenario", *ROW], "category"))
    table.to_parquet(STORED, compression="zstd", index=False)


if __name__ == "__main__":
    store()
