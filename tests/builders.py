"""A tiny world to test with: two units, one stream, three classes, three steps."""

import datetime as dt
import os
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.engine.compiled.kernel.kept import is_kept
from tbkk_sim.engine.simulate import COMPILED, ENGINES, SIMPY
from tbkk_sim.model.names import names_of
from tbkk_sim.model.seconds import NEVER_SECONDS
from tbkk_sim.runs.folder.format import FORMAT, about_table
from tbkk_sim.sampling.draw import draw_reports
from tbkk_sim.sampling.parameters import compile_reports
from tbkk_sim.sampling.reports.classes import CaseworkParameters
from tbkk_sim.sampling.reports.demand import DemandParameters, compile_demand
from tbkk_sim.sampling.world import Reports, Steps
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

SOONEST = COMPILED if COMPILED in ENGINES and not os.environ.get("NUMBA_DISABLE_JIT") and is_kept() else SIMPY
"""The engine that is there at once: the compiled one if it was compiled before. Both tell the same."""

SMALL: dict[str, Any] = {
    "name": "small",
    "seed": 7,
    "demand": {
        "streams": {
            "image": {
                "label": "Images",
                "reports_per_year": {2021: 2000, 2022: 2000},
                "reference_year": 2021,
                "mix": {
                    "acute": {"share": 0.02, "elasticity": 0.3},
                    "serious": {"share": 0.10},
                    "light": {"share": 0.20},
                },
            },
        },
        "unit_share": {"capital": 0.6, "coast": 0.4},
    },
    "casework": {
        "steps": {
            "enrich": {"label": "Enrich"},
            "search": {"label": "Search", "owns_case": True},
            "dossier": {"label": "Dossier"},
        },
        "classes": {
            "acute": {
                "label": "Acute",
                "priority": 1,
                "norm_days": 1,
                "hours": {"enrich": 4, "search": 20, "dossier": 10},
                "preempts": True,
                "round_the_clock": True,
                "outcomes": {"file_to_om": 0.8, "no_offence": 0.2},
            },
            "serious": {
                "label": "Serious",
                "priority": 3,
                "norm_days": 14,
                "hours": {"enrich": 3, "search": 16, "dossier": 8},
                "outcomes": {"file_to_om": 0.6, "no_offence": 0.4},
            },
            "light": {
                "label": "Light",
                "priority": 5,
                "norm_days": 90,
                "hours": {"enrich": 2, "dossier": 4},
                "spread": {"family": "lognormal", "sigma": 0.5},
                "severe": False,
                "expires": {"mean_days": 180},
                "outcomes": {"letter_or_visit": 0.7, "alternative": 0.3},
            },
        },
    },
    "triage": {"team": "capital", "automatic_share": 0.5},
    "staffing": {
        "units": {"capital": {"label": "Capital", "posts": 8}, "coast": {"label": "Coast", "posts": 6}},
        "roles": {"detective": {"label": "Detective", "skills": ["triage", "enrich", "search", "dossier"]}},
        "role_share": {"detective": 1.0},
        "age_at_start": {"bands": {"25-60": 1.0}},
        "age_of_newcomers": {"bands": {"25-45": 1.0}},
    },
    "run": {"start": "2021-01-01", "end": "2021-12-31", "replications": 2, "workers": 1},
}
"""Settings in which about two thirds of the hours are needed, without pools and without turnover."""

EACH_CLASS_EXPIRES: dict[str, Any] = {
    f"casework.classes.{name}.expires": {"mean_days": 180} for name in SMALL["casework"]["classes"]
}
"""Changes by which the moment of expiry of a report made by hand counts in whatever class its case is seen."""

LAB: dict[str, Any] = {
    "label": "Laboratory",
    "members": 4,
    "rate": 0.6,
    "skills": ["search"],
    "max_share": 0.5,
    "own_work": {"load": 0.8, "mean_hours": 20},
}
"""A pool, for `small_settings({"collaboration.pools": {"lab": LAB}})`."""


def small_settings(changes: Mapping[str, Any] | None = None, **top: Any) -> Settings:
    """Build the small settings, with values replaced at dotted paths: `{"triage.automatic_share": 1.0}`.

    A value replaces whatever stood at its path, a whole dict too; None takes the entry away.
    """
    return Settings.model_validate(changed(SMALL, {**(changes or {}), **top}))


@cache
def national_settings() -> Settings:
    """The settings of the country as conf/ has them, composed once."""
    from tbkk_sim.config.compose import load_settings  # with Hydra, which few tests need

    return load_settings()


def first_days(settings: Settings, days: int) -> Settings:
    """The same run, of which no more than its first days are simulated."""
    last = settings.run.start + dt.timedelta(days=days - 1)
    return settings.model_copy(update={"run": settings.run.model_copy(update={"end": last})})


def changed(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of nested values with those at dotted paths replaced."""
    result: dict[str, Any] = deepcopy(dict(values))
    for path, value in changes.items():
        *parents, last = path.split(".")
        inner = result
        for parent in parents:
            inner = inner.setdefault(parent, {})
        if value is None:
            inner.pop(last, None)
        else:
            inner[last] = deepcopy(value)
    return result


def given_or(number: int | None, otherwise: int) -> int:
    """A number that was given, or the one that holds where none was."""
    return otherwise if number is None else number


def own_scenario(folder: Path, text: str, name: str = "mine") -> None:
    """Write a scenario into a folder of one's own, as --config-dir names it, with the first line that it needs."""
    (folder / "scenario").mkdir(parents=True, exist_ok=True)
    (folder / "scenario" / f"{name}.yaml").write_text(f"# @package _global_\n{text}", encoding="utf-8")


MADE_BY: dict[str, Any] = {
    "format": FORMAT,
    "version": "0.1.0", "code": "c0de" * 16, "fingerprint": "0123456789abcdef" * 4, "python": "3.12.1",
    "packages": {"numpy": "2.3.4"}, "processor": {"machine": "x86_64"}, "commit": "0123456",
    "uncommitted_changes": False, "wall_seconds": 1.0, "asked": None,
}  # fmt: skip
"""What a manifest says of the program and the machine, for folders that tests write by hand."""


def write_table(path: Path, table: "pd.DataFrame") -> None:
    """Write a table as a run does, with the number of its format."""
    import pyarrow as pa
    from pyarrow import parquet

    of = pa.Table.from_pandas(table)
    parquet.write_table(of.replace_schema_metadata({**(of.schema.metadata or {}), **about_table()}), path)


def demand_of(settings: Settings) -> DemandParameters:
    """The demand of these settings, as it is drawn from."""
    return compile_demand(settings, names_of(settings))


def casework_of(settings: Settings) -> CaseworkParameters:
    """The work of cases of these settings, as it is drawn from."""
    return compile_reports(settings).casework


def drawn_reports(settings: Settings, replication: int = 0) -> tuple[Reports, Steps]:
    """The reports of a replication of these settings, and their steps."""
    return draw_reports(compile_reports(settings), replication)


def triaged_once(triaged_class: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """Columns of reports each on a person of its own, which no system judges and no unit assesses."""
    n = len(triaged_class)
    return {
        "system_class": triaged_class,
        "read_class": np.zeros(n, dtype=np.int8),
        "assessed_class": triaged_class,
        "assessment_seconds": np.zeros(n, dtype=np.int64),
        "trace_until_seconds": np.full(n, NEVER_SECONDS),
        "score": np.zeros(n, dtype=np.int16),
        "system_score": np.zeros(n, dtype=np.int16),
        "assessed_score": np.zeros(n, dtype=np.int16),
        "person": np.arange(n, dtype=np.int32),
    }


def two_months(replications: int) -> Settings:
    """A short run that keeps all events, made in one process."""
    changes = {"run.end": "2021-02-28", "engine": SOONEST, "run.keep_events": "all", "run.workers": 1}
    return small_settings({"collaboration.pools": {"lab": LAB}, **changes, "run.replications": replications})
