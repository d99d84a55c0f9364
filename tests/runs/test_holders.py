"""Who held which post, with which ages and dates; and that a file gives back what was written."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow.parquet

from tbkk_sim.runs.tables.people import HOLDER_DTYPE, holders_from, holders_of, write_people
from tbkk_sim.sampling.workforce.people import Cause
from tbkk_sim.sampling.world import People
from tests.metrics.story import CAPITAL, COAST, LABORATORY, story, story_settings

DAYS = 59
YEAR = 365.25


def people() -> People:
    """Always there; left at the start; left on day 30; came on day 30; comes at the end; goes at the end; of a pool."""
    base = story()[1].people
    n = 7
    left = [np.inf, 0.0, 30.0, 100.0, np.inf, float(DAYS), np.inf]
    return replace(
        base,
        team=np.array([CAPITAL, COAST, COAST, COAST, COAST, CAPITAL, LABORATORY], dtype=np.int16),
        role=np.array([0, 0, 0, 0, 0, 0, -1], dtype=np.int8),
        post=np.array([0, 1, 1, 1, 1, 2, -1], dtype=np.int32),
        skills=np.ones(n, dtype=np.int64),
        born_days=np.array([-40 * YEAR, -50 * YEAR, -60 * YEAR, -30 * YEAR, -30 * YEAR, -20 * YEAR, np.nan]),
        joined_days=np.array([-10.0, -9.0, 0.0, 30.0, float(DAYS), -7.5, -1.0]),
        left_days=np.array(left),
        left_cause=np.array([-1, 0, Cause.PENSION, -1, -1, Cause.RPU, -1], dtype=np.int8),
        fte=np.ones(n),
    )


def test_holders_of_posts_are_those_of_units_who_were_there_within_the_run():
    rows = holders_of(people(), DAYS)
    assert rows["unit"].tolist() == [CAPITAL, COAST, COAST, CAPITAL]
    assert rows["joined_day"].tolist() == [-10, 0, 30, -8]
    assert rows["left_day"].tolist() == [DAYS, 30, DAYS, DAYS]
    assert rows["left_cause"].tolist() == [-1, Cause.PENSION, -1, Cause.RPU]


def test_ages_are_of_who_is_there_at_the_start_and_at_the_end():
    rows = holders_of(people(), DAYS)
    np.testing.assert_allclose(rows["age_at_start_years"], [40, 60, np.nan, 20], rtol=1e-6)
    np.testing.assert_allclose(rows["age_at_end_years"], np.array([40, np.nan, 30, 20]) + DAYS / YEAR, rtol=1e-6)


def test_a_file_of_people_gives_back_what_was_written(tmp_path):
    settings, rows, file = story_settings(), holders_of(people(), DAYS), tmp_path / "people.parquet"
    write_people(file, settings, [(0, rows), (3, rows[:1])])
    table = pd.read_parquet(file)
    assert list(table.columns) == [
        "replication", "unit", "role", "age_at_start_years", "age_at_end_years", "joined", "left", "left_cause",
    ]  # fmt: skip
    assert table["replication"].tolist() == [0, 0, 0, 0, 3]
    assert table["unit"].tolist() == ["capital", "coast", "coast", "capital", "capital"]
    assert set(table["role"]) == {"detective"}
    start = dt.date(2021, 1, 1)
    assert table["joined"].tolist()[:4] == [start + dt.timedelta(days=n) for n in (-10, 0, 30, -8)]
    assert table["left"].tolist()[1] == start + dt.timedelta(days=30)
    assert table["left"].isna().tolist() == [True, False, True, True, True]
    assert table["left_cause"].tolist()[1] == "pension"
    assert pd.isna(table["left_cause"][0])
    assert table["age_at_start_years"].isna().tolist() == [False, False, True, False, False]
    stored = pyarrow.parquet.read_table(file, filters=[("replication", "=", 0)])
    again = holders_from(stored, settings)
    assert again.dtype == HOLDER_DTYPE
    for column in HOLDER_DTYPE.names:
        np.testing.assert_array_equal(again[column], rows[column])
