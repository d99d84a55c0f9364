"""The holders of posts in each replication: their ages, and when and why they came and went."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.runs.folder.format import about_table
from tbkk_sim.runs.tables import arrow
from tbkk_sim.sampling.workforce.people import Cause
from tbkk_sim.sampling.world import People
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import DAYS_PER_YEAR

if TYPE_CHECKING:
    import pyarrow as pa

EPOCH = dt.date(1970, 1, 1)
"""Dates are stored as days since then."""
HOLDER_DTYPE = np.dtype(
    [
        ("age_at_start_years", "<f4"),
        ("age_at_end_years", "<f4"),
        ("joined_day", "<i4"),
        ("left_day", "<i4"),
        ("unit", "<i2"),
        ("role", "i1"),
        ("left_cause", "i1"),
    ]
)
"""Somebody who holds a post of a unit; an age is NaN while they are not there, `left_day` the horizon if they stay."""


def holders_of(people: People, horizon_days: int) -> NDArray[np.void]:
    """Everybody who holds a post at some time of the run, as rows of HOLDER_DTYPE."""
    there = np.flatnonzero((people.post >= 0) & (people.joined_days < horizon_days) & (people.left_days > 0.0))
    born, joined, left = (days[there] for days in (people.born_days, people.joined_days, people.left_days))
    rows = np.zeros(len(there), dtype=HOLDER_DTYPE)
    rows["age_at_start_years"] = np.where(joined <= 0.0, -born / DAYS_PER_YEAR, np.nan)
    rows["age_at_end_years"] = np.where(left >= horizon_days, (horizon_days - born) / DAYS_PER_YEAR, np.nan)
    rows["joined_day"], rows["left_day"] = np.floor(joined), np.minimum(left, horizon_days)
    rows["unit"], rows["role"], rows["left_cause"] = people.team[there], people.role[there], people.left_cause[there]
    return rows


def write_people(path: Path, settings: Settings, replications: Iterable[tuple[int, NDArray[np.void]]]) -> None:
    """Write the holders of posts, one row group a replication; see `people_tables`."""
    from pyarrow import parquet

    with parquet.ParquetWriter(path, _schema(), compression="zstd") as writer:
        for table in people_tables(settings, replications):
            writer.write_table(table)


def people_tables(settings: Settings, replications: Iterable[tuple[int, NDArray[np.void]]]) -> "Iterator[pa.Table]":
    """Lay out the holders of posts of each replication; what does not exist is absent (an age, a departure).

    Args:
        settings: Settings of the run.
        replications: Numbers of replications with their rows of HOLDER_DTYPE.
    """
    import pyarrow as pa

    schema, start = _schema(), (settings.run.start - EPOCH).days
    coded = {column: arrow.texts(names) for column, names in _names(settings).items()}

    def column_of(rows: NDArray[np.void], column: str) -> Any:
        if column in coded:
            codes = rows[column].astype(np.int16)
            return arrow.named(codes, coded[column], codes < 0)
        if column in ("joined", "left"):
            days = rows[f"{column}_day"]
            return arrow.dates(start + days, days >= settings.run.horizon_days)
        return arrow.numbers(rows[column], np.isnan(rows[column]))

    for replication, rows in replications:
        columns = [arrow.numbers(np.full(len(rows), replication, dtype=np.int32))]
        columns += [column_of(rows, column) for column in schema.names[1:]]
        yield pa.Table.from_arrays(columns, schema=schema)


def holders_from(table: Any, settings: Settings) -> NDArray[np.void]:
    """The rows that were written, from the stored table of one replication."""
    people = table.to_pandas()
    rows = np.zeros(len(people), dtype=HOLDER_DTYPE)
    for column, names in _names(settings).items():
        number = {name: code for code, name in enumerate(names)}
        rows[column] = people[column].astype(object).map(number).fillna(-1).astype(np.int64)
    for column in ("age_at_start_years", "age_at_end_years"):
        rows[column] = people[column]
    start = np.datetime64(settings.run.start)
    for column in ("joined", "left"):
        dates = people[column].to_numpy("datetime64[D]")
        days = (dates - start).astype(np.int64)
        rows[f"{column}_day"] = np.where(np.isnat(dates), settings.run.horizon_days, days)
    return rows


def _schema() -> Any:
    import pyarrow as pa

    name = pa.dictionary(pa.int16(), pa.string())
    return pa.schema(
        [
            ("replication", pa.int32()),
            ("unit", name),
            ("role", name),
            ("age_at_start_years", pa.float32()),
            ("age_at_end_years", pa.float32()),
            ("joined", pa.date32()),
            ("left", pa.date32()),
            ("left_cause", name),
        ],
        metadata=about_table(),
    )


def _names(settings: Settings) -> dict[str, list[str]]:
    staffing = settings.staffing
    return {
        "unit": list(staffing.units),
        "role": list(staffing.roles),
        "left_cause": [cause.name.lower() for cause in Cause],
    }
