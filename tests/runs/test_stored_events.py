"""The stored table of events shows days and hours, and reads back to the second."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.model.event_records import COLUMNS, EventLog
from tbkk_sim.model.seconds import MOST_WORK_SECONDS, SECONDS_PER_DAY
from tbkk_sim.runs.tables.columns import read_events, write_events
from tests.metrics.story import story


@pytest.fixture
def log() -> EventLog:
    """Events at all seconds of an hour and up to a hundred years, with work from one second to the most there is."""
    n, random = 20_000, np.random.default_rng(8)
    rows = np.resize(story()[3].rows, n)
    late = np.sort(random.integers(3600, 100 * 366 * SECONDS_PER_DAY, n - 3600))
    rows["time_seconds"] = np.concatenate((np.arange(3600), late))
    rows["work_seconds"] = np.concatenate((np.arange(3600), random.integers(0, MOST_WORK_SECONDS, n - 3600)))
    rows["work_seconds"][-1] = MOST_WORK_SECONDS
    return EventLog.from_rows(rows)


def test_events_read_back_are_the_same_to_the_second(log: EventLog, tmp_path: Path) -> None:
    other, names = story()[3], story()[2].names
    write_events(tmp_path / "events.parquet", names, [(0, other), (3, log)])
    for replication, written in ((0, other), (3, log)):
        read = read_events(tmp_path / "events.parquet", replication)
        for column in COLUMNS:
            assert np.array_equal(getattr(read, column), getattr(written, column)), column
            assert getattr(read, column).dtype == getattr(written, column).dtype


def test_the_table_shows_days_and_hours(tmp_path: Path) -> None:
    _, _, parameters, log = story()
    write_events(tmp_path / "events.parquet", parameters.names, [(0, log)])
    table = pd.read_parquet(tmp_path / "events.parquet")
    assert not [column for column in table.columns if "seconds" in column]
    put_down = table[(table["report"] == 5) & (table["hours"] > 0)]
    assert put_down["time_days"].tolist() == [22.25, 31.5]
    assert put_down["hours"].tolist() == [6.0, 18.0]
