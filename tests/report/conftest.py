"""A run folder that looks like a real one, made from a seed: what reporting reads, without simulating."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.folder.identity import file_hash, replications_hash, settings_hash
from tbkk_sim.settings import Settings
from tbkk_sim.settings.provenance import Entry, entries_text
from tbkk_sim.system.in_place import write_whole
from tests.builders import MADE_BY, write_table

UNITS = {"north": 15, "east": 14, "river": 8, "coast": 7, "lakes": 6, "national": 35}
CLASSES: dict[str, dict[str, Any]] = {
    "acute": {"label": "Acute abuse", "priority": 1, "norm_days": 1, "preempts": True, "round_the_clock": True},
    "producer": {"label": "Producer", "priority": 2, "norm_days": 7},
    "keyplayer": {"label": "Key player", "priority": 3},
    "possessor": {"label": "Possessor", "priority": 6, "norm_days": 30, "severe": False},
    "light": {
        "label": "Light",
        "priority": 7,
        "norm_days": 90,
        "severe": False,
        "expires": {"mean_days": 365},
    },
}
HOURS = {"enrich": 3, "image": 22, "tactical": 35, "digital": 18, "dossier": 12}
PER_YEAR = {"acute": 51, "producer": 154, "keyplayer": 15, "possessor": 1568, "light": 1157}


def settings_tree(**changes: Any) -> dict[str, Any]:
    """Plain settings of a small country; a change is written as its path with `__` between keys."""
    tree: dict[str, Any] = {
        "name": "growth",
        "question": "What stays undone if reports keep growing?",
        "seed": 7,
        "demand": {
            "streams": {
                "image": {
                    "label": "Images",
                    "reports_per_year": {2020: 25_704, 2021: 36_000},
                    "reference_year": 2020,
                    "growth_per_year": 0.2,
                    "mix": {name: {"share": 0.02} for name in CLASSES if name != "keyplayer"},
                }
            },
            "unit_share": {name: 1 / len(UNITS) for name in UNITS},
            "stock": {"possessor": {"waiting": 1700, "in_hand": 90}, "light": {"waiting": 1300}},
        },
        "casework": {
            "steps": {name: {"label": name.capitalize(), "digital": name == "digital"} for name in HOURS},
            "classes": {
                name: {**made, "hours": HOURS, "outcomes": {"file_to_om": 1}} for name, made in CLASSES.items()
            },
            "proactive": {"keyplayer": {"per_year": 15}},
        },
        "triage": {"team": "national"},
        "agreements": {
            "producers": {
                "label": "Producers and acute abuse",
                "classes": {"acute": 0.25, "producer": 0.75},
                "per_year": {2021: 100, 2023: 240},
            },
            "light": {"label": "Light cases", "classes": {"light": 1.0}, "per_year": {2022: 120}},
        },
        "staffing": {
            "units": {name: {"label": name.capitalize(), "posts": posts} for name, posts in UNITS.items()},
            "roles": {"investigator": {"label": "Investigator", "skills": ["triage", *HOURS]}},
            "role_share": {"investigator": 1.0},
            "age_at_start": {"bands": {"25-60": 1.0}},
            "age_of_newcomers": {"bands": {"22-40": 1.0}},
        },
        "collaboration": {
            "pools": {
                "cyber": {
                    "label": "Cyber pool",
                    "members": 20,
                    "rate": 0.8,
                    "skills": ["digital"],
                    "max_share": 0.1,
                    "own_work": {"load": 1.02},
                }
            }
        },
        "run": {"start": "2021-01-01", "end": "2025-12-31", "replications": 12},
    }
    for path, value in changes.items():
        *keys, last = path.split("__")
        at = tree
        for key in keys:
            at = at[key]
        at[last] = value
    return tree


def make_rows(settings: Settings, replications: int) -> pd.DataFrame:
    """Key figures that hang together well enough to look like a run."""
    random = np.random.default_rng(settings.seed)
    rows: list[tuple[int, str, str, str, str, float]] = []
    run = settings.run
    months = [
        f"{n // 12}-{n % 12 + 1:02d}"
        for n in range(12 * run.start.year + run.start.month - 1, 12 * run.end.year + run.end.month)
    ]
    years = [str(year) for year in range(run.start.year, run.end.year + 1)]
    stock = settings.demand.stock
    demanded = [("all", 1), *((year, len(years)) for year in years)]
    for replication in range(replications):
        growth = 1 + random.normal(0.2, 0.02)
        flows = (
            "cases_in", "taken_up", "taken_up_and_running", "finished", "let_go", "turned_away", "closed_by_choice",
            "waiting_growth", "left_undone", "cases_full", "cases_letter_or_visit", "abuse_not_found", "returns",
        )  # fmt: skip
        total: dict[tuple[str, str, str], float] = {}
        waiting = {name: float(stock[name].waiting if name in stock else 0) for name in CLASSES}
        for k, month in enumerate(months):
            for name, per_year in PER_YEAR.items():
                come = float(random.poisson(per_year / 12 * growth ** (k / 12)))
                served = {"possessor": 0.45, "light": 0.1, "acute": 99}.get(name, 1.0)
                take = float(min(waiting[name] + come, round(per_year / 12 * served)))
                closed = float(round(0.05 * come)) if name == "light" else 0.0
                left = waiting[name] + come - take - closed
                let_go = float(round(left * 0.07)) if name == "light" else 0.0
                away = float(round(come * 0.1)) if name == "possessor" and k > 30 else 0.0
                before, waiting[name] = waiting[name], max(left - let_go - away, 0.0)
                full = 0.9 * take if name != "light" else 0.0
                made = (
                    come, take, take * 1.3, take * 0.9, let_go, away, closed, waiting[name] - before, come - take,
                    full, take * 0.9 - full, 0.1 * (let_go + closed), 0.02 * come,
                )  # fmt: skip
                for figure, value in zip(flows, made, strict=True):
                    for period in (month, month[:4], "all"):
                        for each in (name, "all"):
                            key = (period, each, figure)
                            total[key] = total.get(key, 0.0) + value
            for period in (month, month[:4], "all"):
                total[period, "all", "in_hand_end"] = 90.0 + 3 * k
                if len(period) < 6:
                    total[period, "all", "triage_backlog_end"] = 40.0 * k
            for name in (*CLASSES, "all"):
                now = sum(waiting.values()) if name == "all" else waiting[name]
                for period in (month, month[:4], "all"):
                    total[period, name, "backlog_end"] = now
        rows += [(replication, p, "all", c, figure, v) for (p, c, figure), v in total.items()]
        norms = {name: made.get("norm_days") for name, made in CLASSES.items()}
        for name, days in {"acute": 0.2, "producer": 3, "keyplayer": 40, "possessor": 160, "light": 230}.items():
            factor = float(random.lognormal(0, 0.15))
            norm = norms[name]
            waits = {"mean": 1.2 * days, "median": days, "p90": 2.5 * days}
            rows += [(replication, "all", "all", name, f"waiting_days_{k}", v * factor) for k, v in waits.items()]
            if norm is not None:
                within = min(1.0, (norm / (2.5 * days * factor)) ** 0.7)
                rows.append((replication, "all", "all", name, "share_within_norm", within))
                rows += [(replication, year, "all", name, "due", float(PER_YEAR[name])) for year in years]
                rows += [
                    (replication, year, "all", name, "share_within_norm", within * (1 - 0.03 * k))
                    for k, year in enumerate(years)
                ]
        rows.append((replication, "all", "all", "all", "share_within_norm", 0.4))
        for year in (*years, "all"):
            reports = 36_000 * growth ** (int(year) - 2021 if year != "all" else 0) * (5.9 if year == "all" else 1)
            rows.append((replication, year, "all", "all", "reports_in", round(reports)))
            rows.append((replication, year, "all", "all", "closed_in_triage", round(reports * 0.85)))
        for step, share in {
            "triage": 9,
            "enrich": 4,
            "image": 25,
            "tactical": 60,
            "digital": 22,
            "dossier": 17,
        }.items():
            rows.append((replication, "all", "all", "all", f"hours_{step}", 5000 * share * random.normal(1, 0.05)))
        judged = dict.fromkeys(("acute", "producer", "possessor", "light"), 0.01) | {"closed": 0.96}
        for name, share in judged.items():
            rows += [(replication, p, "all", name, "reports_in", 40_000.0 * share / n) for p, n in demanded]
        for skill, hours in {"triage": 25, "tactical": 30, "dossier": 14}.items():
            rows += [(replication, p, "all", "all", f"hours_severe_{skill}", 1000.0 * hours / n) for p, n in demanded]
        for name, hours in {
            "acute": 9,
            "producer": 30,
            "keyplayer": 10,
            "possessor": 160,
            "light": 60,
            "closed": 20,
        }.items():
            rows += [(replication, p, "all", name, "hours_demanded", 1000.0 * hours / n) for p, n in demanded]
        rows += [(replication, p, "all", "all", "hours_demanded", 289_000.0 / n) for p, n in demanded]
        for team in ("all", *settings.staffing.units, "cyber"):
            load = random.normal(1.3 if team != "coast" else 0.93, 0.06)
            loads = {"load_severe": load, "load_agreed": 1.2 * load, "load_all": 4.0 * load}
            figures = {**loads, "utilisation": min(load, 0.97), "hours_lent": 900.0, "hours_borrowed": 500.0}
            rows += [(replication, "all", team, "all", figure, float(v)) for figure, v in figures.items()]
            if team == "all":
                rows += [
                    (replication, year, team, "all", "load_severe", load * (0.8 + 0.1 * k))
                    for k, year in enumerate(years)
                ]
        rows += list(_staff_rows(settings, replication, months, years, random))
    columns = ["replication", "period", "team", "priority_class", "key_figure", "value"]
    return pd.DataFrame(rows, columns=columns).dropna(subset="value")


def _staff_rows(settings, replication, months, years, random):
    posts = {name: unit.posts for name, unit in settings.staffing.units.items()}
    here = {name: [] for name in posts}
    for name, count in posts.items():
        filled = count - round(count * 0.06)
        for _ in months:
            filled = min(max(filled + int(random.choice([-1, 0, 0, 0, 0, 1])), 0), count)
            here[name].append(filled)
    here["all"] = [sum(column) for column in zip(*(here[name] for name in posts), strict=True)]
    posts["all"] = sum(posts.values())
    for name, count in posts.items():
        cells = dict(zip(months, here[name], strict=True))
        cells |= {
            year: np.mean([v for m, v in zip(months, here[name], strict=True) if m[:4] == year]) for year in years
        }
        cells["all"] = np.mean(here[name])
        for period, filled in cells.items():
            levels = (count, filled, count - filled, 1 - filled / count if count else np.nan, filled * 0.96)
            names = ("establishment_fte", "occupancy_fte", "vacancy_fte", "vacancy_share", "deployable_fte")
            yield from ((replication, period, name, "all", k, float(v)) for k, v in zip(names, levels, strict=True))
    for period in (*years, "all"):
        scale = len(years) if period == "all" else 1
        hires, pension, resign = (float(random.poisson(mean * scale)) for mean in (9, 3, 5))
        made = {"hires": hires, "leavers": pension + resign, "leavers_pension": pension, "leavers_resignation": resign}
        yield from ((replication, period, "all", "all", figure, value) for figure, value in made.items())


SOURCES = (
    Entry("demand.streams.image.mix.producer.share", 0.02, "A", 0.01, 0.04, "no figure", "demand.yaml:3"),
    Entry("casework.classes.producer.hours.image", 22.0, "X", 11.0, 44.0, "as <elsewhere>", "casework.yaml:9"),
    Entry("casework.classes.possessor.hours.image", 22.0, "A", 11.0, 44.0, "not severe", "casework.yaml:10"),
    Entry("staffing.case_hours_share", 0.85, "A", 0.75, 0.9, "meetings, care", "staffing.yaml:4"),
    Entry("run.start", "2021-01-01", "C", None, None, "a control", "run.yaml:1"),
    Entry("staffing.units.coast.posts", 7.0, None, None, None, "", ""),
)
"""Where some of the numbers come from: a proxy, assumptions, a date, and one that was typed."""

RunMaker = Callable[..., RunView]


@pytest.fixture(scope="session")
def make_run() -> RunMaker:
    """Make a run that looks real, with other settings where one asks for it."""

    @cache
    def make(replications: int = 12, **changes: Any) -> RunView:
        settings = Settings.model_validate(settings_tree(**changes))
        return RunView(settings, make_rows(settings, replications), {"version": "0.1.0"}, SOURCES)

    return make


@pytest.fixture(scope="session")
def growth(make_run: RunMaker) -> RunView:
    """A run of twelve replications in which reports grow."""
    return make_run()


@pytest.fixture(scope="session")
def nothing(growth: RunView) -> RunView:
    """The same settings, without a single key figure."""
    return RunView(growth.settings, growth.key_figures.iloc[:0])


@pytest.fixture(scope="session")
def zeros(growth: RunView) -> RunView:
    """A run in which nothing came in: amounts are zero, and ratios and times have no value."""
    rows = growth.key_figures
    without_value = rows["key_figure"].str.contains("waiting_days|share|load|utilisation")
    settings = growth.settings.model_copy(update={"demand": growth.settings.demand.model_copy(update={"stock": {}})})
    return RunView(settings, rows[~without_value].assign(value=0.0))


@pytest.fixture
def run_folder(growth: RunView, tmp_path: Path) -> Path:
    """The files that reporting reads, in the form in which a run leaves them."""
    coded = dict.fromkeys(("period", "team", "priority_class", "key_figure"), "category")
    (tmp_path / "settings.json").write_text(growth.settings.model_dump_json(), encoding="utf-8")
    write_table(tmp_path / "key_figures.parquet", growth.key_figures.astype(coded))
    write_whole(tmp_path / "provenance.csv", entries_text(growth.sources))
    manifest = {
        **MADE_BY,
        "status": "finished",
        "name": growth.settings.name,
        "replications": growth.replications,
        "seed": growth.settings.seed,
        "settings_hash": settings_hash(growth.settings),
        "replications_hash": replications_hash(growth.settings),
        "files": {path.name: file_hash(path) for path in tmp_path.iterdir() if path.is_file()},
        **growth.origin,
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / ".hydra").mkdir()
    (tmp_path / ".hydra" / "overrides.yaml").write_text("- +scenario=growth\n- seed=7\n", encoding="utf-8")
    return tmp_path
