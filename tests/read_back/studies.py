"""Invented answers of tuning studies, one for each question, in which no two numbers are the same."""

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tbkk_sim.runs.changes import changes_text
from tbkk_sim.runs.folder.names import SETTINGS
from tbkk_sim.settings.tuning import Objective, Tuning
from tbkk_sim.system.in_place import write_whole
from tbkk_sim.tuning.answers.file import ANSWER, read_answer
from tbkk_sim.tuning.folder import TUNING
from tbkk_sim.tuning.report.files import show_answer, write_tuning
from tbkk_sim.tuning.report.view import TuningView
from tests.read_back import asked_for, invented
from tests.read_back.compare import named_by
from tests.read_back.pages import (
    Page,
    Table,
    on_wide_screen,
    read_csv,
    read_html,
    read_markdown,
    read_terminal,
    without_drawing,
)
from tests.read_back.run_tables import Of, without_run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NORMS = {"serious": {"share": 0.7, "within_days": 10}, "light": {"share": 0.55, "within_days": 80}}
OBJECTIVES = {"waiting": Objective(label="Waiting", waiting=1, left_undone=365)}
ASKED: dict[str, dict[str, Any]] = {
    "where": {"where": {"extra_fte": 5, "levels": 2, "candidates": 4}},
    "how_many": {"how_many": {"norms": NORMS, "fewest_fte": -3, "most_fte": 9, "spread": "by_posts"}},
    "per_unit": {"how_many": {"norms": NORMS, "fewest_fte": -1, "most_fte": 6, "scope": "per_unit"}},
    "when": {"when": {"norms": NORMS, "period": "year", "most_per_quarter": 4, "spread": "by_posts"}},
    "mix": {"mix": {"extra_fte": [0, 3], "share_factors": [0, 1, 2], "spread": "by_posts"}},
    "robust": {"robust": {"extra_fte": [0, 4], "over": ["staffing.case_hours_share"], "replications": 40}},
}


def posts(**of_units: int) -> list[dict[str, Any]]:
    return [{"unit": unit, "role": None, "date": None, "posts": n} for unit, n in of_units.items()]


def plan(loss: float, difference: float, low: float, high: float, replications: int, **other: Any) -> dict[str, Any]:
    of = {"loss": loss, "difference": difference, "low": low, "high": high, "replications": replications}
    return {"extra_fte": 5, "posts": [], "lends": {}, "alike": False, "left": False, **of, **other}


def band(mean: float, low: float, high: float) -> dict[str, float]:
    return {"mean": mean, "low": low, "high": high}


BUDGET = {"runs": 1234, "simulated": 987, "runs_allowed": 1500, "seconds": 258.0, "minutes_allowed": 15.0,
          "ended": None,
          "search_was_cut": False}  # fmt: skip
COMMON = {
    "format": 2,
    "scenario": "small",
    "objective": "Waiting",
    "confidence": 0.95,
    "engine": "simpy",
    "budget": BUDGET,
}
CERTIFICATE = {"chosen": 1, "proven": True, "probability": 0.953, "rarest_share": 0.125, "precision": 14.0,
               "bad_replications": 0,
               "certificate_runs": 456, "today": 2345.0, "gain_low": 311.0, "gain_high": 702.0}  # fmt: skip
NORMS_TOLD = [
    {"case_class": "serious", "share": 0.7, "days": 10.0},
    {"case_class": "light", "share": 0.55, "days": 80.0},
]
ANSWERS: dict[str, dict[str, Any]] = {
    "where": {
        **COMMON, **CERTIFICATE, "question": "where", "extra_fte": 5, "greedy_is_exact": True,
        "plans": [
            plan(1897.0, 61.0, 17.0, 93.0, 31, posts=posts(capital=4, lakes=1), found_by="table"),
            plan(1836.0, 0.0, 0.0, 0.0, 57, posts=posts(coast=3, capital=2), found_by="by_load"),
            plan(1851.0, 15.0, -9.0, 38.0, 44, posts=posts(coast=5), found_by="by_posts", alike=True),
        ],
        "response": [
            {"unit": "capital", "role": None, "posts": [0, 2], "gains": [0.0, 123.0], "errors": [0.0, 21.0],
             "fitted": [0.0, 66.0, 118.0]},
            {"unit": "coast", "role": None, "posts": [0, 2], "gains": [0.0, 247.0], "errors": [0.0, 33.0],
             "fitted": [0.0, 133.0, 241.0]},
        ],
    },
    "how_many": {
        **COMMON, "question": "how_many", "norms": NORMS_TOLD, "chance": 0.9, "scope": "nationally", "extra_fte": 6,
        "posts_today": 25, "enough": True, "tests": 3, "proven": True, "probability": 0.957, "tested": 48,
        "tested_met": 46, "plan": {"extra_fte": 6, "posts": posts(coast=4, lakes=2), "lends": {}},
        "frontier": [
            {"extra_fte": -3, "shares": [band(0.512, 0.44, 0.59), band(0.334, 0.27, 0.41)], "replications": 19,
             "met": 2, "of": 19, "met_low": 0.01, "met_high": 0.33, "fresh": False, "answer": None},
            {"extra_fte": 6, "shares": [band(0.783, 0.71, 0.85), band(0.648, 0.56, 0.69)], "replications": 54,
             "met": 46, "of": 48, "met_low": 0.86, "met_high": 0.99, "fresh": True, "answer": True},
        ],
    },
    "per_unit": {
        **COMMON, "question": "how_many", "norms": NORMS_TOLD, "chance": 0.9, "scope": "per_unit", "extra_fte": 3,
        "posts_today": 25, "proven": True, "probability": 0.961,
        "plan": {"extra_fte": 3, "posts": posts(capital=-1, coast=4), "lends": {}},
        "units": [
            {"unit": "capital", "posts_today": 8, "posts": -1, "enough": True, "beyond": False, "least": True,
             "tested": 37, "tested_met": 35, "shares": [0.741, 0.583]},
            {"unit": "coast", "posts_today": 6, "posts": 4, "enough": True, "beyond": False, "least": True,
             "tested": 52, "tested_met": 51, "shares": [0.762, 0.614]},
        ],
    },
    "when": {
        **COMMON, "question": "when", "norms": NORMS_TOLD, "chance": 0.9, "period": "year", "proven": True,
        "quarters": ["2021-01-01", "2021-04-01", "2022-01-01"], "hires": [4, 2, 1], "extra_fte": 7, "cost": 13.7,
        "flat": 8, "flat_cost": 19.4, "probability": 0.97,
        "plan": {"extra_fte": 7, "posts": posts(coast=5, capital=2), "lends": {}},
        "periods": [
            {"name": "2021", "shares": [0.713, 0.567], "met": 23, "of": 26, "posts": 29.0, "filled": 27.0,
             "helped": True, "enough": True},
            {"name": "2022", "shares": [0.737, 0.592], "met": 24, "of": 25, "posts": 32.0, "filled": 30.0,
             "helped": True, "enough": True},
        ],
    },
    "mix": {
        **COMMON, **CERTIFICATE, "question": "mix",
        "plans": [
            plan(2345.0, 412.0, 377.0, 461.0, 28, extra_fte=0, share_factor=1.0, borrowed_fte=3.4,
                 lender_waiting_days=154.0),
            plan(1933.0, 0.0, 0.0, 0.0, 35, extra_fte=3, share_factor=2.0, borrowed_fte=5.6, lender_waiting_days=208.0),
        ],
    },
    "robust": {
        **COMMON, "question": "robust", "chosen": 1, "replications_asked": 40, "replications": 36,
        "fails_above": 2780.0, "fails": 11,
        "budget": {**BUDGET, "ended": "runs"},
        "plans": [
            plan(1853.0, 0, 0, 0, 0, extra_fte=0, regret_mean=141.0, regret_90=263.0, regret_max=384.0, best_in=0.28,
                 regrets=[1.0, 384.0], losses=[1700.0, 2900.0]),
            plan(1712.0, 0, 0, 0, 0, extra_fte=4, regret_mean=17.0, regret_90=42.0, regret_max=96.0, best_in=0.72,
                 regrets=[2.0, 96.0], losses=[1600.0, 2800.0], posts=posts(coast=3, lakes=1)),
        ],
        "replications_drawn": [[0.71], [0.88]],
        "ranges": [{"key": "staffing.case_hours_share", "low": 0.7, "high": 0.95, "today": 0.8,
                    "rank_correlation": -0.63}],
        "limits": {"good": True, "density": 0.83, "coverage": 0.77,
                   "bounds": [{"key": "staffing.case_hours_share", "above": False, "value": 0.74}]},
    },
}  # fmt: skip


def tuning_of(question: str) -> Tuning:
    """What was asked."""
    given = {"objective": "waiting", "objectives": OBJECTIVES, "cache": "", **ASKED[question]}
    return Tuning.model_validate({"question": question.replace("per_unit", "how_many"), **given})


def write(folder: Path, question: str, language: str) -> None:
    """The files of a study from which its pages are made, as `tune` leaves them."""
    settings = asked_for.with_all(invented.run_of(invented.NOTHING, language)).settings
    texts = {
        SETTINGS: settings.as_file(),
        TUNING: tuning_of(question).model_dump_json(),
        ANSWER: json.dumps(ANSWERS[question]),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_whole(folder / "changes.json", changes_text(asked_for.CHANGES))


@dataclass(frozen=True)
class Read:
    """What a study says, read back."""

    question: str
    of: Of
    page: Page
    summary: Page
    screen: Page
    csv: Table
    figures: "dict[str, Figure]"


def read(folder: Path, question: str, language: str) -> Read:
    """Write a study, have its pages made, and read them."""
    write(folder, question, language)
    with without_drawing() as figures:
        write_tuning(folder, "tune")
    with on_wide_screen() as screen:
        show_answer(folder)
    page = read_html((folder / "report.html").read_text(encoding="utf-8"))
    named = Page([named_by(table, 2 if _is_response(table) else 1) for table in page.tables], page.texts)
    summary = read_markdown((folder / "summary.md").read_text(encoding="utf-8"))
    return Read(
        question,
        without_run(language),
        named,
        summary,
        read_terminal(screen.getvalue()),
        read_csv(folder / "table.csv"),
        figures,
    )


def _is_response(table: Table) -> bool:
    """A row a unit and number of posts."""
    return table.headings[1] in ("Posts more", "Plaatsen meer")


def view(question: str, language: str) -> TuningView:
    """A study as pages see it."""
    given = {"objective": "waiting", "objectives": OBJECTIVES, "cache": "", **ASKED[question]}
    tuning = Tuning.model_validate({"question": question.replace("per_unit", "how_many"), **given})
    with TemporaryDirectory() as folder:
        (Path(folder) / ANSWER).write_text(json.dumps(ANSWERS[question]), encoding="utf-8")
        return TuningView(invented.settings_of(language), tuning, read_answer(Path(folder)))
