"""The tables of a run as files: key figures and events as Parquet, the summary as CSV."""

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tbkk_sim.arrays import Codes, Floats
from tbkk_sim.metrics.frame import Frame
from tbkk_sim.metrics.grid import finite_or_nan, infinite_where_nan
from tbkk_sim.model.event_records import COLUMNS, EVENT_DTYPE, End, Event, EventLog
from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import seconds_of_days, seconds_of_hours
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.runs.folder.format import about_table, check_table
from tbkk_sim.runs.folder.identity import replications_hash
from tbkk_sim.runs.tables import arrow
from tbkk_sim.settings import Settings
from tbkk_sim.stats.spread import possible, summarise
from tbkk_sim.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa

KEY_FIGURE_COLUMNS = ("replication", "period", "team", "priority_class", "key_figure", "value")
SUMMARY_COLUMNS = (
    "period", "team", "priority_class", "key_figure", "unit", "mean", "interval_low", "interval_high", "band_low",
    "band_high", "n",
)  # fmt: skip
NUMBERS_OF_SUMMARY = SUMMARY_COLUMNS[5:-1]


def write_key_figures(path: Path, settings: Settings, frame: Frame, replications: Iterable[tuple[int, Floats]]) -> None:
    """Write the tidy table, one row group a replication; see `key_figure_tables`."""
    from pyarrow import parquet

    schema = _key_figure_schema(settings)
    coded = list(KEY_FIGURE_COLUMNS[1:-1])
    with parquet.ParquetWriter(path, schema, compression="zstd", use_dictionary=coded) as writer:
        for table in key_figure_tables(settings, frame, replications):
            writer.write_table(table)


def key_figure_tables(
    settings: Settings, frame: Frame, replications: Iterable[tuple[int, Floats]]
) -> "Iterator[pa.Table]":
    """Lay out the tidy table of each replication: NaN for what is infinite, no row for what does not exist.

    Args:
        settings: Settings of the run.
        frame: Its rows.
        replications: Numbers of replications with their values.
    """
    import pyarrow as pa

    grid, schema = frame.grid, _key_figure_schema(settings)
    coded = (
        (frame.period, arrow.texts(grid.periods)),
        (frame.team, arrow.texts(grid.teams)),
        (frame.priority_class, arrow.texts(grid.classes)),
        (frame.key_figure, arrow.texts([figure.name for figure in frame.figures])),
    )
    for replication, values in replications:
        rows = np.flatnonzero(~np.isnan(values))
        columns = [
            arrow.numbers(np.full(len(rows), replication, dtype=np.int32)),
            *(arrow.named(codes[rows], names) for codes, names in coded),
            arrow.numbers(finite_or_nan(values[rows])),
        ]
        yield pa.Table.from_arrays(columns, schema=schema)


def _key_figure_schema(settings: Settings) -> "pa.Schema":
    import pyarrow as pa

    about = {"version": __version__, "seed": settings.seed, "replications_hash": replications_hash(settings)}
    name = pa.dictionary(pa.int16(), pa.string())
    types = (pa.int32(), name, name, name, name, pa.float64())
    return pa.schema(zip(KEY_FIGURE_COLUMNS, types, strict=True), metadata=about_table(**about))


def values_from(table: "pa.Table", frame: Frame) -> Floats:
    """The values of the rows of the frame, from the stored table of one replication."""
    from pyarrow import compute

    def numbers(column: str, names: Sequence[str]) -> Codes:
        stored = table[column].combine_chunks()
        number = compute.index_in(stored.dictionary, arrow.texts(names)).to_numpy()
        codes: Codes = number[stored.indices.to_numpy()].astype(np.intp)
        return codes

    grid = frame.grid
    shape = (len(frame.figures), len(grid.periods), len(grid.teams), len(grid.classes))
    rows = np.ravel_multi_index((frame.key_figure, frame.period, frame.team, frame.priority_class), shape)
    order = np.argsort(rows)
    found = np.ravel_multi_index(
        (
            numbers("key_figure", [figure.name for figure in frame.figures]),
            numbers("period", grid.periods),
            numbers("team", grid.teams),
            numbers("priority_class", grid.classes),
        ),
        shape,
    )
    values = np.full(frame.n_rows, np.nan)
    values[order[np.searchsorted(rows, found, sorter=order)]] = infinite_where_nan(table["value"].to_numpy())
    return values


def write_events(path: Path, names: Names, logs: Iterable[tuple[int, EventLog]]) -> None:
    """Write event logs with their numbers as they are; what the numbers mean stands in the file's metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    about = {
        "kind": {event.value: event.name for event in Event},
        "end": {end.value: end.name for end in End},
        "treatment": {treatment.value: treatment.name for treatment in Treatment},
        "team": dict(enumerate(names.teams)),
        "class": dict(enumerate(names.classes)),
        "skill": dict(enumerate(names.skills)),
    }
    types: list[Any] = [("replication", pa.int32())]
    types += [("time_days", pa.float64()), ("hours", pa.float64())]
    types += [(name, pa.from_numpy_dtype(EVENT_DTYPE[name])) for name in COLUMNS[2:]]
    schema = pa.schema(types, metadata=about_table(**about))
    with parquet.ParquetWriter(path, schema, compression="zstd", use_dictionary=["hours"]) as writer:
        for replication, log in logs:
            columns = [arrow.numbers(np.full(len(log), replication, dtype=np.int32))]
            columns += [arrow.numbers(getattr(log, name)) for name in ("time_days", "hours", *COLUMNS[2:])]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


def read_events(path: Path, replication: int) -> EventLog:
    """The event log of one replication."""
    from pyarrow import parquet

    check_table(path)
    return log_from(parquet.read_table(path, filters=[("replication", "=", replication)]))


def log_from(table: "pa.Table") -> EventLog:
    """The event log, from the stored table of one replication."""
    time_days, hours = (table[name].to_numpy() for name in ("time_days", "hours"))
    others = (table[name].to_numpy().astype(EVENT_DTYPE[name], copy=False) for name in COLUMNS[2:])
    return EventLog(seconds_of_days(time_days), seconds_of_hours(hours), *others)


def write_summary(path: Path, frame: Frame, rows: Codes, values: Floats) -> None:
    """Write the columns of `summary_columns` as CSV; empty: more than any number."""
    columns = summary_columns(frame, rows, values)
    for name in NUMBERS_OF_SUMMARY:
        columns[name] = [f"{number:.10g}" if math.isfinite(number) else "" for number in columns[name]]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(SUMMARY_COLUMNS)
        writer.writerows(zip(*columns.values(), strict=True))


def summary_columns(frame: Frame, rows: Codes, values: Floats) -> dict[str, list[Any]]:
    """Return mean, interval and band of each of these rows that has a value in any replication.

    Returns:
        A column for each of SUMMARY_COLUMNS. Infinite: more than any number (see key_figures.measure.tidy), in some
        replication for a mean.
    """
    grid, figures = frame.grid, frame.figures
    lowest, highest = np.array([possible(figure.unit, figure.signed) for figure in figures])[frame.key_figure[rows]].T
    of = summarise(values, lowest=lowest, highest=highest)
    with_values = np.flatnonzero(of.n > 0)
    at = rows[with_values]
    named: list[tuple[Sequence[str], Any]] = [
        (grid.periods, frame.period),
        (grid.teams, frame.team),
        (grid.classes, frame.priority_class),
        ([figure.name for figure in figures], frame.key_figure),
        ([figure.unit for figure in figures], frame.key_figure),
    ]
    columns: list[list[Any]] = [[names[code] for code in codes[at].tolist()] for names, codes in named]
    for numbers in (of.mean, of.interval_low, of.interval_high, of.band_low, of.band_high, of.n):
        columns.append(numbers[with_values].tolist())
    return dict(zip(SUMMARY_COLUMNS, columns, strict=True))
