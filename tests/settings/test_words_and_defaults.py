"""Which words a setting may be, and what it is where nothing is said: a default that moves changes every scenario."""

import datetime as dt
from typing import Any, Literal, get_origin

import pytest
from pydantic import BaseModel

from tbkk_sim.settings.settings import RESERVED_NAMES
from tests.builders import national_settings
from tests.rows import every_row
from tests.settings.parts import LEAST, PARTS, fields, problems_with

POSTS_SPREAD = ("by_need", "by_load", "by_posts")
LENDS = ("before_own_work", "by_urgency", "when_idle")
WORDS = {
    "Settings.engine": ("auto", "simpy", "compiled"),
    "Settings.language": ("en", "nl"),
    "Delay.family": ("fixed", "exponential"),
    "Expiry.family": ("fixed", "exponential"),
    "Spread.family": ("fixed", "exponential", "gamma", "lognormal"),
    "Assignment.order": ("agreements", "shares", "by_severity", "first_come", "deadline"),
    "Assignment.portfolio_by": ("freshest", "score"),
    "Assignment.owed_by": ("population", "posts"),
    "Steering.policy": ("fixed", "by_backlog"),
    "Triage.order": ("as_read", "arrival"),
    "Triage.units_judge": ("never", "when_idle", "by_urgency"),
    "Hiring.priority": ("largest_shortage", "smallest_team", "plan_order"),
    "Pool.lends": LENDS,
    "UnitHelp.lends": LENDS,
    "Calendar.kind": ("office", "plain"),
    "RunSettings.keep_events": ("none", "first", "all"),
    "Tuning.question": ("where", "how_many", "when", "mix", "robust"),
    "HowMany.scope": ("nationally", "per_unit"),
    "Retraining.ramp": ("none", "experienced", "whole"),
    "Campaign.treatment": ("short", "letter_or_visit"),
    "HowMany.spread": POSTS_SPREAD,
    "When.period": ("year", "quarter"),
    "When.spread": POSTS_SPREAD,
    "MixQuestion.spread": POSTS_SPREAD,
    "Robust.spread": POSTS_SPREAD,
}
BESIDE = {
    "Tuning": {"how_many": LEAST["HowMany"], "when": LEAST["When"], "robust": LEAST["Robust"]},
    "Assignment": {"parts_of_hours": {"light": 1}},
    "Steering": {"treatments_when_pressed": {"light": {"full": 1}}},
}
"""What must be said beside some of the words."""


@every_row("name", WORDS)
def test_these_words_are_taken_and_another_is_refused_with_them(name):
    part, field = name.split(".")
    beside = BESIDE.get(part, {})
    assert [problem for word in WORDS[name] for problem in problems_with(part, {**beside, field: word})] == []
    (problem,) = problems_with(part, {**beside, field: f"{WORDS[name][0]}_"})
    assert problem.key == field
    assert problem.says == f"is '{WORDS[name][0]}_'; allowed: {', '.join(WORDS[name])}"


def test_no_setting_that_is_one_of_some_words_is_without_a_test():
    one_of = {name for name, info in fields() if get_origin(info.annotation) is Literal}
    assert [f"no test of the words of {name}" for name in one_of - set(WORDS)] == []


@every_row("name", ["a b", "-a", "é", "a.b", ""])
def test_a_name_has_letters_digits_and_dashes_and_does_not_begin_with_one(name):
    (problem,) = problems_with("Casework", {"steps": {**LEAST["Casework"]["steps"], name: {"label": "X"}}})
    assert problem.says == f"{name!r} is not a name; allowed: letters, digits, _ and -"
    assert problems_with("Casework", {"steps": {**LEAST["Casework"]["steps"], "0_a-b": {"label": "X"}}}) == []


@every_row(
    ("name", "empty"),
    [
        ("HowMany.norms", {}),
        ("When.norms", {}),
        ("MixQuestion.extra_fte", []),
        ("MixQuestion.share_factors", []),
        ("Robust.extra_fte", []),
        ("Robust.over", []),
    ],
)
def test_what_a_question_cannot_do_without_is_not_empty(name, empty):
    part, field = name.split(".")
    (problem,) = problems_with(part, {field: empty})
    assert (problem.key, problem.says) == (field, f"is {empty}; it must not be empty")


@every_row("name", [name for name, _ in fields() if name.endswith(".label")])
@every_row("blank", ["", "  "])
def test_what_a_reader_calls_something_is_not_empty(name, blank):
    (problem,) = problems_with(name.partition(".")[0], {"label": blank})
    assert (problem.key, problem.says) == ("label", f"is {blank!r}; it must not be empty")


def test_ways_for_a_case_to_end_are_these_five():
    ends = ("file_to_om", "alternative", "letter_or_visit", "transferred", "no_offence")
    assert problems_with("CaseClass", {"outcomes": dict.fromkeys(ends, 0.2)}) == []
    (problem,) = problems_with("CaseClass", {"outcomes": {**dict.fromkeys(ends, 0.2), "lost": 0.0}})
    assert problem.says.endswith(f"allowed: {', '.join(ends)}")


def test_a_precision_is_of_one_figure_at_least():
    (problem,) = problems_with("Precision", {"key_figures": []})
    assert (problem.key, problem.says) == ("key_figures", "has too few elements; allowed: at least 1")


def test_names_that_the_program_uses_itself():
    assert set(RESERVED_NAMES) == {"all", "closed", "own_work", "triage", "assessment"}


@every_row("part", [name for name in PARTS if name != "Asked"])
def test_a_setting_that_is_not_there_is_refused(part):
    (problem,) = problems_with(part, {"nope": 1})
    assert problem.key == "nope"
    assert problem.says.startswith("is not a setting; allowed here: ")


SPREAD = {"family": "lognormal", "sigma": 0.8, "shape": 2.0}
WEIGHING = {
    "sensitivity": 1.0,
    "specificity": 1.0,
    "sensitivity_of_class": {},
    "specificity_of_class": {},
    "closed_by_mistake_share": 0.0,
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "Settings": {"question": "", "engine": "auto", "language": "en", "agreements": {}, "asked": None},
    "Agreement": {"simple": False},
    "Demand": {
        "month_factors": {},
        "week_cv": 0.0,
        "bursts": {},
        "large_cases": {},
        "unit_share_by_class": {},
        "unit_spread_sigma": 0.0,
        "stock": {},
        "in_hand_at_step": {},
    },
    "Stream": {
        "reports_per_year": {2021: 100},  # one of two ways must be given
        "part_of": None,
        "part_per_year": {},
        "growth_per_year": 0.0,
        "volume_factor": 1.0,
        "triaged": True,
        "hearing_hours_mean": None,
        "weekday_factors": {},
        "hour_factors": {},
    },
    "ClassShare": {"elasticity": 1.0, "drift_per_year": 0.0},
    "LargeCase": {"date": dt.date(2021, 2, 1), "per_year": None, "days": 180.0, "units": [], "stream": "own_finds"},
    "Burst": {"days": 14.0},
    "Persons": {"further_reports_mean": 0.0, "further_within_days": 90.0},
    "Weighing": WEIGHING,
    "Assessment": {
        **WEIGHING,
        "enabled": False,
        "step": "enrich",
        "hours_mean": 1.0,
        "spread": {"family": "gamma", "sigma": 0.8, "shape": 2.0},
        "priority": 2,
        "untraceable_share": 0.0,
        "retention_days": None,
    },
    "Examination": {
        "enabled": False,
        "step": "digital",
        "devices_mean": 5.0,
        "capacity_devices_per_year": 3_000.0,
        "urgent_first": True,
        "norm_days": None,
    },
    "Campaign": {"days": 7, "treatment": "letter_or_visit", "units": []},
    "Stock": {"waiting": 0, "in_hand": 0, "oldest_days": 365.0},
    "Casework": {"proactive": {}, "hours_correlation": 0.0, "tools": {}},
    "Step": {
        "national_team": None,
        "owns_case": False,
        "together_with": None,
        "digital": False,
        "in_pairs": False,
        "planned": False,
        "viewing_hours_per_day": None,
        "milestone": None,
    },
    "Chain": {"file_norm_days": None, "links": {}},
    "Link": {
        "takes": ["file_to_om"],  # one of two ways must be given
        "after": None,
        "share": 1.0,
        "per_year": {},
        "places": None,
        "severe_ahead_days": 0.0,
        "norm_days": None,
        "waiting_at_start": {},
        "oldest_days_at_start": 0.0,
    },
    "Delay": {"mean_days": 0.0, "family": "exponential"},
    "CaseClass": {
        "drawn_as": None,
        "norm_days": None,
        "spread": SPREAD,
        "preempts": False,
        "round_the_clock": False,
        "urgent_until": None,
        "outside_delay_share": 1.0,
        "severe": True,
        "expires": None,
        "upgrade": None,
        "recurrence_share": 0.0,
        "recurrence_mean_days": None,
        "lighter": {},
    },
    "Effort": {"spread": None, "needed_share": 1.0},
    "Spread": SPREAD,
    "Expiry": {"family": "fixed"},
    "LighterTreatment": {"hours": {}, "outcomes": {}, "finds_share": 0.0, "recurrence_share": 0.0},
    "DatedFactor": {"level": 1.0, "growth_per_year": 0.0},
    "Triage": {
        "enabled": True,
        "automatic_share": 0.0,
        "hours_mean": 0.4,
        "spread": {"family": "gamma", "sigma": 0.8, "shape": 2.0},
        "hours_factor": 1.0,
        "priority": 2,
        "order": "as_read",
        "flagged_share": 0.0,
        "automatic_above_reports": None,
        "found_after_days": 30.0,
        "units_judge": "never",
    },
    "Assignment": {
        "order": "by_severity",
        "portfolio_by": "freshest",
        "agreements_priority": 5,
        "owed_by": "population",
        "parts_of_hours": {},
        "preemption": True,
        "reserve_members": {},
        "caseload_limit": None,
        "in_hand_limit_per_investigator": None,
        "stays_with_investigator": False,
    },
    "Steering": {
        "policy": "fixed",
        "treatments": {},
        "treatments_when_pressed": {},
        "every_weeks": 4.0,
        "pressed_from_weeks": 26.0,
        "most_pressed_from_weeks": 52.0,
        "most_change": 0.25,
        "least_change": 0.05,
        "campaigns": {},
        "campaigns_priority": 2,
    },
    "Staffing": {
        "vacancy_share_at_start": None,
        "tenure_years_mean": 8.0,
        "case_hours_share": 0.85,
        "part_time": {1.0: 1.0},
        "plan": {},
    },
    "Unit": {"role_share": {}, "age_shift_years": 0.0, "turnover_factor": 1.0, "minimum_fte": 0.0, "tile": None},
    "Role": {"civilian": False, "fill_months_mean": None},
    "Turnover": {
        "resignation_per_year": {},
        "transfer_per_year": 0.0,
        "pension_age_years": 67.0,
        "rpu_years_before": 0.0,
        "rpu_part_time_share": 0.0,
        "rpu_part_time_fte": 0.8,
        "rpu_exit_share": 0.0,
        "workload_leaving": 0.0,
    },
    "Hiring": {
        "fill_months_mean": 10.0,
        "fill_shape": 4.0,
        "national_limit_per_month": None,
        "priority": "largest_shortage",
        "hire_ahead_share": 0.0,
        "replace_leavers": True,
        "experienced_share": 0.0,
    },
    "Training": {"ramp": [], "mentor_share": 0.0},
    "Absence": {
        "leave_days_per_year": 0.0,
        "leave_spells_per_year": 4.0,
        "short_illness_spells_per_year": 0.0,
        "short_illness_mean_days": 5.0,
        "long_illness_per_year": 0.0,
        "long_illness_mean_days": 180.0,
    },
    "PlanStep": {"role": None},
    "Capacity": {"reallocation": {}, "temporary": {}, "cohorts": {}, "retraining": {}, "overtime": {}},
    "Reallocation": {"from_pool": None, "months": None, "productivity_share": 0.7},
    "Temporary": {"months": None, "productivity_share": 1.0},
    "Cohort": {"role": None, "units": [], "course_months": 6.0},
    "Retraining": {"unit": None, "course_months": 6.0, "ramp": "experienced"},
    "Costs": {
        "price_year": None,
        **dict.fromkeys(
            (
                "post_eur_per_year",
                "civilian_eur_per_year",
                "temporary_eur_per_year",
                "reallocated_eur_per_year",
                "borrowed_hour_eur",
                "overtime_hour_eur",
                "hire_eur",
                "cohort_place_eur",
                "retraining_eur",
                "device_eur",
            ),
            0.0,
        ),
        "role_eur_per_year": {},
        "tools": {},
    },
    "ToolPrice": {"licence_eur_per_year": 0.0, "purchase_eur": 0.0},
    "Exposure": {"steps": ["image"], "leave_spells_per_year": 0.0, "leave_mean_days": 30.0},
    "Overtime": {"units": [], "back_share": 0.0, "extra_resignation_per_year": 0.0},
    "Collaboration": {
        "pools": {},
        "own_work_priority": 50,
        "pools_lend": True,
        "neighbours": None,
        "neighbours_of": {},
        "national_helps": None,
        "lends_judges": False,
        "one_queue": False,
    },
    "Pool": {"efficiency": 1.0, "lends": "before_own_work", "up_to_priority": 99},
    "OwnWork": {"mean_hours": 100.0, "spread": SPREAD, "backlog_days": 0.0, "norm_days": None},
    "UnitHelp": {"efficiency": 1.0, "lends": "by_urgency", "above_waiting_per_member": 0.0, "only_if_busier": False},
    "Calendar": {
        "kind": "office",
        "hours_per_day": 7.2,
        "opens_at_hour": 9.0,
        "holidays_country": "NL",
        "worked_holidays": (),
        "closed_days": (),
        "round_the_clock_hours_per_day": 12.0,
    },
    "RunSettings": {
        "replications": 20,
        "replications_max": 500,
        "precision": None,
        "workers": 0,
        "keep_events": "first",
        "monthly": True,
        "report": True,
    },
    "Precision": {
        "relative_half_width": 0.05,
        "level": 0.95,
        "look_ahead": 5,
        "look_from": 20,
        "control_variates": False,
    },
    "Wanted": {"team": "all", "priority_class": "all", "period": "all"},
    "Asked": {"flags": (), "overrides": (), "scenarios": ()},
    "Tuning": {
        "objective": "waiting",
        "weight_per_priority": 0.5,
        "weights": {},
        "frozen": [],
        "confidence": 0.95,
        "precision": 0.02,
        "search_replications": 6,
        "first_replications": 20,
        "most_replications": 400,
        "most_runs": 1500,
        "budget_minutes": 15.0,
        "kept_replications": 10,
        "cache": "outputs/evaluations",
        "how_many": None,
        "when": None,
        "robust": None,
    },
    "Objective": {
        "waiting": 0.0,
        "left_undone": 0.0,
        "hidden_days": 0.0,
        "hidden_closed": 0.0,
        "norm_missed": 0.0,
        "lender_waiting": 0.0,
        "lent_hours": 0.0,
        "fte": 0.0,
    },
    "Norm": {"within_days": None},
    "Where": {
        "extra_fte": 8,
        "may_take": 0,
        "most_per_place": None,
        "by_role": False,
        "date": None,
        "jump_penalty": 0.0,
        "levels": 6,
        "candidates": 12,
    },
    "HowMany": {
        "chance": 0.9,
        "tolerance": 0.05,
        "scope": "nationally",
        "fewest_fte": -40,
        "most_fte": 120,
        "spread": "by_need",
    },
    "When": {
        "period": "year",
        "chance": 0.9,
        "tolerance": 0.1,
        "from_date": None,
        "most_per_quarter": 12,
        "cost_per_hire": 0.5,
        "jump_penalty": 0.0,
        "spread": "by_need",
    },
    "MixQuestion": {"extra_fte": [0, 10, 20], "share_factors": [0.0, 1.0, 2.0], "spread": "by_need"},
    "Robust": {"extra_fte": [0, 20, 40], "spread": "by_need", "replications": 60, "fails_above": 1.5},
}
"""What a setting is where nothing is said, in each part; what has no default is not here."""


@every_row("part", PARTS)
def test_what_is_not_said_is_as_it_always_was(part):
    made = PARTS[part].model_validate(LEAST.get(part, {}))
    required = {name for name, field in PARTS[part].model_fields.items() if field.is_required()}
    found = {
        name: value for name in PARTS[part].model_fields if name not in required for value in [getattr(made, name)]
    }
    groups = {name for name, value in found.items() if is_as_made(value) and name not in DEFAULTS.get(part, {})}
    dumped = {name: of.model_dump() if isinstance(of, BaseModel) else of for name, of in found.items()}
    assert {name: dumped[name] for name in dumped if name not in groups} == DEFAULTS.get(part, {})


@every_row("part", PARTS)
def test_a_default_is_also_taken_when_it_is_said(part):
    assert problems_with(part, DEFAULTS.get(part, {})) == []


def is_as_made(value: Any) -> bool:
    """Whether it is a group of settings with its own defaults, which stand in the table once."""
    return isinstance(value, BaseModel) and value == type(value)()


def test_settings_cannot_be_changed_once_they_are_checked():
    made = PARTS["Triage"].model_validate(LEAST["Triage"])
    with pytest.raises(ValueError, match="frozen"):
        made.priority = 3


def test_a_group_of_settings_is_shown_with_its_names_and_fits_a_screen():
    settings = national_settings()
    shown = {name: repr(getattr(settings, name)) for name in type(settings).model_fields}
    assert max(map(len, shown.values())) < 1500
    assert "'acute': CaseClass(...)" in shown["casework"]
    assert all(repr(unit) in shown["staffing"] for unit in settings.staffing.units)
    assert repr(settings.casework.classes["acute"]).startswith("CaseClass(label='Acute abuse', ")
    assert "preempts=True" in repr(settings.casework.classes["acute"])
