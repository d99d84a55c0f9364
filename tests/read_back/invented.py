"""An invented run: every key figure of every period, team and class has a value that no other has.

Nothing is simulated, so a table in which two columns are swapped, a year's number stands for that of the run, or a unit
is another, differs from the right one. Part of 2023 only is in the run, so a whole run is not a number of years.
"""

import math
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from tbkk_sim.metrics.catalogue import KeyFigure, RowsOf, key_figure_list
from tbkk_sim.model.names import names_of
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings import Settings
from tbkk_sim.settings.provenance import Entry
from tests.builders import LAB, small_settings

REPLICATIONS = 9
START, END = "2021-01-01", "2023-06-30"
YEARS = ("2021", "2022", "2023")
MONTHS = [f"{2021 + n // 12}-{n % 12 + 1:02d}" for n in range(30)]
LENGTH_YEARS = 2 + 181 / 365
"""Two whole years, and 1 January to 30 June of a year of 365 days."""
CLASSES = {"acute": 1.0, "serious": 14.0, "light": 90.0, "planned": None}
"""Classes, the most urgent first, and their norm in days."""
UNITS = {"capital": 8, "coast": 6, "lakes": 11}
POOLS = ("lab", "mobile")
STOCK = {"serious": (137, 21), "light": (412, 34)}
"""Cases waiting and in hand at the start."""
AGREEMENTS = {
    "severe": ({"acute": 0.25, "serious": 0.75}, {"2021": 900, "2023": 1300}),
    "planners": ({"planned": 1.0}, {"2022": 640}),
    "small": ({"light": 1.0}, {"2021": 610}),
}
"""Classes of each agreement, and its numbers: from a year on, until the next."""
ROLES = {"detective": ("enrich", "dossier", "triage"), "expert": ("search", "dossier")}
SCALE = {"reports": 4e3, "cases": 600.0, "days": 40.0, "hours": 9e3, "fte": 13.0, "people": 14.0, "ratio": 1.1,
         "devices": 900.0, "euros": 3e6}  # fmt: skip
"""About as large as a key figure in each unit is; a share lies between 0.1 and 0.9."""
NEAR_A_TENTH = (("serious", "2021", (0.0, 0.09, 0.0, 0.11, 0.2)), ("light", "2022", (0.3, 0.101, 0.099)))
"""Parts of a year's cases left for want of time, by replication: about the tenth of which the odds speak."""
FEW = (("due", "serious", "2022", 7.3), ("due", "acute", "2023", 11.0), ("chain_due_hearing", "all", "2021", 4.2))
"""Cases of which there are hardly any in a year: fewer than ten, of which a share is a number of cases, and more."""
MEANS = {
    ("cases_in", "acute"): 517.0,
    ("cases_in", "serious"): 913.0,
    ("backlog_end", "all"): 871.0,
    ("load_severe", "all"): 2.17,
    **{("late", name): 1_130.0 for name in ("acute", "serious")},
    **{("late_unjudged", name): 290.0 for name in ("acute", "serious")},
    **{("late_seen_as_less", name): 170.0 for name in ("acute", "serious")},
}
"""Of the whole run, by key figure and class: most severe cases are serious, more cases wait than at the start, there is
more severe work than people can do, and of cases not begun in time some were unjudged and some taken for less."""

LOAD_OF_YEARS = {"2021": 0.94, "2022": 1.37, "2023": 1.83}
"""Load of severe work: more than people can do in the second year first, and most in the third."""

LINKS: dict[str, dict[str, Any]] = {
    "decision": {
        "label": "Decision",
        "takes": ["file_to_om"],
        "per_year": {"2021": 50},
        "norm_days": 60,
        "waiting_at_start": {"serious": 23, "light": 14},
    },
    "hearing": {"label": "Hearing", "after": "decision", "places": 9, "norm_days": 120},
    "aid": {"label": "Aid", "takes": ["alternative"]},
}
"""Links after the file, of which the first two have a capacity."""

SOURCES = (
    Entry("casework.classes.serious.hours.search", 16.0, "X", 8.0, 40.0, "guessed", "casework.yaml:9"),
    Entry("demand.streams.image.mix.serious.share", 0.2, "A", 0.12, 0.31, "no figure", "demand.yaml:3"),
    Entry("demand.streams.image.reports_per_year.2022", 2000.0, "A", 1500.0, 2600.0, "not counted", "demand.yaml:4"),
    Entry("triage.hours_mean", 0.5, "A", 0.3, 1.2, "asked", "triage.yaml:1"),
    Entry("triage.automatic_share", 0.5, "A", 0.35, 0.75, "asked", "triage.yaml:2"),
    Entry("staffing.case_hours_share", 0.8, "A", 0.7, 0.95, "meetings, care", "staffing.yaml:4"),
    Entry("staffing.turnover.transfer_per_year", 0.03, "A", 0.01, 0.07, "elsewhere", "staffing.yaml:5"),
    Entry("run.start", "2021-01-01", "C", None, None, "a control", "run.yaml:1"),
    Entry("demand.streams.image.reports_per_year.2021", 2345.0, None, None, None, "", ""),
)


def settings_of(language: str = "en", **changes: Any) -> Settings:
    """Three units, two pools, two roles, four classes of which one has no norm."""
    steps = {
        "enrich": {"label": "Enrich", "milestone": "identified"},
        "search": {"label": "Search", "owns_case": True, "digital": True, "milestone": "searched"},
    }
    return small_settings(
        {
            "language": language,
            "question": "Who waits for whom?",
            "demand.unit_share": {"capital": 0.5, "coast": 0.3, "lakes": 0.2},
            "demand.stock": {name: {"waiting": w, "in_hand": h} for name, (w, h) in STOCK.items()},
            "demand.streams.image.reports_per_year": {2021: 2345.0, 2022: 2000.0, 2023: 2100.0},
            "casework.steps": {**steps, "dossier": {"label": "Dossier"}},
            "casework.classes.planned": {
                "label": "Planned", "priority": 7, "hours": {"search": 30}, "outcomes": {"file_to_om": 1.0},
            },
            "casework.proactive": {"planned": {"per_year": 40}},
            "staffing.units": {name: {"label": name.capitalize(), "posts": n} for name, n in UNITS.items()},
            "staffing.roles": {
                name: {"label": name.capitalize(), "skills": list(skills)} for name, skills in ROLES.items()
            },
            "staffing.role_share": {"detective": 0.6, "expert": 0.4},
            "collaboration.pools": {
                "lab": LAB, "mobile": {**LAB, "label": "Mobile team", "members": 3, "skills": ["enrich"]},
            },
            "agreements": {
                name: {"label": f"{name.capitalize()} cases", "classes": of, "per_year": n}
                for name, (of, n) in AGREEMENTS.items()
            },
            "triage.by_hand": {"sensitivity": 0.88, "specificity": 0.96, "sensitivity_of_class": {"acute": 0.93}},
            "triage.by_system": {"sensitivity": 0.79, "specificity": 0.94},
            "triage.assessment": {
                "enabled": True, "sensitivity": 0.83, "specificity": 0.92,
                "sensitivity_of_class": {"acute": 0.98, "serious": 0.87}, "specificity_of_class": {"light": 0.91},
            },
            "chain": {"file_norm_days": 183, "links": LINKS},
            "run.start": START,
            "run.end": END,
            "run.replications": REPLICATIONS,
            **changes,
        }
    )  # fmt: skip


def key_figures(settings: Settings, seed: int = 1, replications: int = REPLICATIONS) -> pd.DataFrame:
    """The tidy table: replication, period, team, priority_class, key_figure, value."""
    listed = key_figure_list(names_of(settings))
    places, drawn = list[tuple[str, str, str, KeyFigure]](), list[tuple[Any, Any]]()
    for of in listed:  # each by itself, so that a new key figure leaves the others as they are
        random, its = np.random.default_rng([seed, crc32(of.name.encode())]), list(_places(of))
        places += [(*place, of) for place in its]
        middle = np.array([_middle(of, random) * (0.3 if len(period) == 7 else 1.0) for period, _, _ in its])
        wide = random.uniform(0.1, 0.3, len(its))
        drawn.append((middle, np.exp(wide[:, None] * random.normal(size=(len(its), replications)))))
    middle, factor = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    shares = np.array([of.unit == "share" for *_, of in places])
    with np.errstate(divide="ignore"):
        odds = middle[:, None] / (1 - np.where(shares, middle, 0.0)[:, None]) * factor
    values = np.where(shares[:, None], odds / (1 + odds), middle[:, None] * factor)
    columns = {"replication": np.tile(np.arange(replications), len(places))}
    for k, name in enumerate(("period", "team", "priority_class")):
        columns[name] = np.repeat(np.array([place[k] for place in places]), replications)
    columns["key_figure"] = np.repeat(np.array([of.name for *_, of in places]), replications)
    return _edged(pd.DataFrame(columns | {"value": values.ravel()}))


def _edged(rows: pd.DataFrame) -> pd.DataFrame:
    """Waits that have no number in some replications, in all, and in most; a class of which nothing is let go."""
    whole = (rows["period"] == "all") & (rows["team"] == "all")
    for name, never in {"serious": 3, "light": 6, "planned": REPLICATIONS}.items():
        of_class = whole & (rows["priority_class"] == name) & (rows["key_figure"] == "waiting_days_p90")
        rows.loc[of_class & (rows["replication"] < never), "value"] = math.nan
    for figure, never in {"balance_days": 3, "backlog_settled_days": 2}.items():
        some = (rows["key_figure"] == figure) & rows["team"].isin(["all", "coast"])
        rows.loc[some & (rows["replication"] < never), "value"] = math.nan
    ends = ["left_undone", "closed_by_choice", "let_go", "turned_away", "waiting_growth"]
    rows.loc[rows["key_figure"].isin(ends) & (rows["priority_class"] == "acute"), "value"] = 0.0
    worked_off = (rows["key_figure"] == "left_undone") & (rows["priority_class"] == "planned")
    rows.loc[worked_off & (rows["period"] == "2022"), "value"] *= -1.0
    small_months = rows["period"].str.contains("-") & rows["priority_class"].isin(["light", "planned"])
    rows.loc[small_months & (rows["key_figure"] == "taken_up"), "value"] *= 0.2  # about what is agreed for a year
    judging = rows["key_figure"] == "hours_severe_triage"
    rows.loc[judging, "value"] *= 0.2
    of_severe = (rows["period"] == "all") & rows["key_figure"].str.startswith("hours_severe")
    rows.loc[of_severe, "value"] *= 1.6  # more than people can do, with all help
    reported = (rows["key_figure"] == "reports_in") & rows["priority_class"].isin(list(CLASSES))
    rows.loc[reported, "value"] *= 0.1
    for name, share in {"acute": 0.965, "serious": 0.896}.items():
        within = whole & (rows["priority_class"] == name) & (rows["key_figure"] == "share_within_norm")
        rows.loc[within, "value"] = share + 0.001 * np.arange(-4, REPLICATIONS - 4)
    for figure, name, year, mean in FEW:
        few = (rows["team"] == "all") & (rows["priority_class"] == name) & (rows["period"] == year)
        few &= rows["key_figure"] == figure
        rows.loc[few, "value"] *= mean / rows.loc[few, "value"].mean()
    for (figure, name), mean in MEANS.items():
        of_class = whole & (rows["priority_class"] == name) & (rows["key_figure"] == figure)
        rows.loc[of_class, "value"] *= mean / rows.loc[of_class, "value"].mean()
    for year, mean in LOAD_OF_YEARS.items():
        of_year = (rows["period"] == year) & (rows["team"] == "all") & (rows["key_figure"] == "load_severe")
        rows.loc[of_year, "value"] *= mean / rows.loc[of_year, "value"].mean()
    of_lakes = (rows["period"] == "all") & (rows["team"] == "lakes") & (rows["key_figure"] == "load_severe")
    rows.loc[of_lakes, "value"] *= 1.4 / rows.loc[of_lakes, "value"].mean()  # a unit with more work than hours
    for name, year, parts in NEAR_A_TENTH:
        of_class = (rows["team"] == "all") & (rows["priority_class"] == name) & (rows["period"] == year)
        done, lost, closed = (
            rows.loc[of_class & (rows["key_figure"] == figure)].sort_values("replication")["value"].to_numpy()
            for figure in ("taken_up", "untraceable", "closed_by_mistake")
        )
        part = np.resize(parts, len(done))  # of what came in, for want of time
        undone = (done * part + lost + closed) / (1 - part)
        rows.loc[of_class & (rows["key_figure"] == "left_undone"), "value"] = undone
    return rows


def calmed(rows: pd.DataFrame) -> pd.DataFrame:
    """The same with fewer hours of severe work, and more cases taken up of an agreement at first than at last."""
    rows = rows.copy()
    rows.loc[rows["key_figure"].str.startswith("hours_severe_"), "value"] *= 0.7
    for year, factor in {"2021": 1.6, "2023": 0.25}.items():
        of_year = (rows["key_figure"] == "taken_up") & (rows["priority_class"] == "light") & (rows["period"] == year)
        rows.loc[of_year, "value"] *= factor
    return rows


def _middle(of: KeyFigure, random: np.random.Generator) -> float:
    if of.name in ("balance_days", "backlog_settled_days"):
        return float(random.uniform(200, 500))
    if of.name in ("vacancy_share", "backlog_above_norm_share"):
        return float(random.uniform(0.1, 0.35))
    if of.name == "closed_in_triage":
        return float(random.uniform(700, 1500))
    if of.unit == "share":
        return float(random.uniform(0.1, 0.95))
    return SCALE[of.unit] * float(random.uniform(0.5, 2.2))


def _places(of: KeyFigure) -> Iterator[tuple[str, str, str]]:
    """Periods, teams and classes of which there is a key figure."""
    if of.name in ("balance_days", "backlog_settled_days"):
        periods: list[str] = ["all"]
    else:
        periods = ["all", *YEARS, *(MONTHS if of.monthly else [])]
    classes = ["all", *CLASSES]
    by_side = of.rows is RowsOf.CASES_BY_SIDE
    if of.rows in (RowsOf.UNITS, RowsOf.TEAMS, RowsOf.POOLS, RowsOf.ALL_UNITS):
        classes = ["all"]
    elif of.rows is RowsOf.NORMED:
        classes = ["all", *(name for name, norm in CLASSES.items() if norm)]
    elif of.rows in (RowsOf.REPORTS, RowsOf.HOURS):
        classes.append("closed")
    pools = POOLS if of.rows in (RowsOf.HOURS, RowsOf.TEAMS) else ()
    for period in periods:
        for team in ("all", *UNITS, *pools):
            for name in classes:
                if (len(period) < 7 and not by_side) or team == "all" or name == "all":
                    yield period, team, name


NOTHING = pd.DataFrame(
    {name: [] for name in ("replication", "period", "team", "priority_class", "key_figure", "value")}
)
"""A tidy table without a row."""


def people(seed: int = 2) -> pd.DataFrame:
    """Who held a post, with ages at the start and at the end; some came later and some left."""
    random = np.random.default_rng(seed)
    start = random.uniform(24, 63, 40 * REPLICATIONS).round(2)
    end = (start + LENGTH_YEARS).round(2)
    start[random.random(len(start)) < 0.2] = math.nan
    end[random.random(len(end)) < 0.3] = math.nan
    return pd.DataFrame(
        {
            "replication": np.repeat(np.arange(REPLICATIONS), 40),
            "age_at_start_years": start,
            "age_at_end_years": end,
        }
    )


def run_of(rows: pd.DataFrame, language: str = "en", **changes: Any) -> RunView:
    """The run as pages see it."""
    return RunView(settings_of(language, **changes), rows, {"version": "0.1.0"}, SOURCES, people=people())
