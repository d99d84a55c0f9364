"""The tables of a run as files: key figures and events as Parquet, the summary as CSV."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tbkk_sim import __version__
from tbkk_sim.domain.facts import COLUMNS, FACT_DTYPE, Decision, End, EventLog, Fact
from tbkk_sim.domain.names import Names
from tbkk_sim.experiment.frame import Frame
from tbkk_sim.experiment.grid import Codes, Floats
from tbkk_sim.experiment.origin import futures_hash
from tbkk_sim.experiment.statistics import summarise
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ABOUT = b"tbkk_sim"
"""Key of what a Parquet file says about itself."""


def write_key_figures(path: Path, settings: Settings, frame: Frame, replications: Iterable[tuple[int, Floats]]) -> None:
    """Write the tidy table, one row group a replication; rows without a value are left out."""
    import pyarrow as pa
    from pyarrow import parquet

    grid = frame.grid
    coded = {
        "period": (frame.period, pa.array(grid.periods)),
        "team": (frame.team, pa.array(grid.teams)),
        "priority_class": (frame.priority_class, pa.array(grid.classes)),
        "key_figure": (frame.key_figure, pa.array([figure.name for figure in frame.figures])),
    }
    about = {"version": __version__, "seed": settings.seed, "futures_hash": futures_hash(settings)}
    schema = pa.schema(
        [
            ("replication", pa.int32()),
            *((name, pa.dictionary(pa.int16(), pa.string())) for name in coded),
            ("value", pa.float64()),
        ],
        metadata={ABOUT: json.dumps(about)},
    )
    with parquet.ParquetWriter(path, schema, compression="zstd", use_dictionary=list(coded)) as writer:
        for replication, values in replications:
            rows = np.flatnonzero(~np.isnan(values))
            columns = [
                pa.array(np.full(len(rows), replication, dtype=np.int32)),
                *(pa.DictionaryArray.from_arrays(pa.array(codes[rows]), names) for codes, names in coded.values()),
                pa.array(values[rows]),
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


def read_key_figures(path: Path) -> "pd.DataFrame":
    """The tidy table."""
    import pandas as pd

    return pd.read_parquet(path)


def values_from(table: "pa.Table", frame: Frame) -> Floats:
    """The values of the rows of the frame, from the stored table of one replication."""
    import pyarrow as pa
    from pyarrow import compute

    def numbers(column: str, names: Iterable[str]) -> Codes:
        stored = table[column].combine_chunks()
        number = compute.index_in(stored.dictionary, pa.array(names)).to_numpy()
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
    values[order[np.searchsorted(rows, found, sorter=order)]] = table["value"].to_numpy()
    return values


def write_events(path: Path, names: Names, logs: Iterable[tuple[int, EventLog]]) -> None:
    """Write event logs with their numbers as they are; what the numbers mean stands in the file's metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    about = {
        "kind": {fact.value: fact.name for fact in Fact},
        "end": {end.value: end.name for end in End},
        "decision": {decision.value: decision.name for decision in Decision},
        "team": dict(enumerate(names.teams)),
        "class": dict(enumerate(names.classes)),
        "skill": dict(enumerate(names.skills)),
    }
    types: list[Any] = [("replication", pa.int32())]
    types += [(name, pa.from_numpy_dtype(FACT_DTYPE[name])) for name in COLUMNS]
    schema = pa.schema(types, metadata={ABOUT: json.dumps(about)})
    with parquet.ParquetWriter(path, schema, compression="zstd", use_dictionary=["hours"]) as writer:
        for replication, log in logs:
            columns = [pa.array(np.full(len(log), replication, dtype=np.int32))]
            columns += [pa.array(getattr(log, name)) for name in COLUMNS]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


def read_events(path: Path, replication: int) -> EventLog:
    """The event log of one replication."""
    from pyarrow import parquet

    return log_from(parquet.read_table(path, filters=[("replication", "=", replication)]))


def log_from(table: "pa.Table") -> EventLog:
    """The event log, from the stored table of one replication."""
    return EventLog(*(table[name].to_numpy().astype(FACT_DTYPE[name], copy=False) for name in COLUMNS))


def summary_table(frame: Frame, rows: Codes, values: Floats) -> "pd.DataFrame":
    """Mean, interval and band of each of these rows that has a value in any replication [replication, row]."""
    import pandas as pd

    summary = summarise(values)
    there = np.flatnonzero(summary.n > 0)
    at = rows[there]
    grid, figures = frame.grid, frame.figures
    return pd.DataFrame(
        {
            "period": np.array(grid.periods)[frame.period[at]],
            "team": np.array(grid.teams)[frame.team[at]],
            "priority_class": np.array(grid.classes)[frame.priority_class[at]],
            "key_figure": np.array([figure.name for figure in figures])[frame.key_figure[at]],
            "unit": np.array([figure.unit for figure in figures])[frame.key_figure[at]],
            "mean": summary.mean[there],
            "interval_low": summary.interval_low[there],
            "interval_high": summary.interval_high[there],
            "band_low": summary.band_low[there],
            "band_high": summary.band_high[there],
            "n": summary.n[there],
        }
    )


def write_summary(path: Path, frame: Frame, rows: Codes, values: Floats) -> None:
    """Write the summary as CSV."""
    summary_table(frame, rows, values).to_csv(path, index=False, float_format="%.10g", lineterminator="\n")
