"""Settings with something in every place, and each of their values changed a little, one at a time."""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from tbkk_sim.settings import Settings
from tests.builders import LAB, small_settings
from tests.settings.parts import LEAST, PARTS, leaves_of


def different(value: Any) -> list[Any]:
    """Other values of the same kind, near to this one: the first that the settings take is used."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1]
        case float():
            return [value + 0.001, value - 0.001, value * 0.5]
        case dt.date():
            return [value + dt.timedelta(days=1), value - dt.timedelta(days=1)]
        case str():
            return [f"{value}x"]
        case list() | tuple():
            return [type(value)(["x"])]
    return []


STAY = {"role": "detective", "people": 1, "months": 2.0}
FULL: dict[str, Any] = {
    "question": "why?",
    "demand.streams.image.growth_per_year": 0.1,
    "demand.streams.image.mix.acute.drift_per_year": 0.1,
    "demand.streams.grooming": {
        "label": "G",
        "part_of": "image",
        "part_per_year": {"2021": 0.1},
        "reference_year": 2021,
        "mix": {"acute": {"share": 0.5}},
        "weekday_factors": {"monday": 0.5},
        "hour_factors": {"1": 0.5},
    },
    "demand.large_cases": {
        "dated": {"case_class": "light", "victims": 5, "date": "2021-02-01", "units": ["capital"], "stream": "image"},
        "at_random": {"case_class": "light", "victims": 5, "per_year": 1.0, "stream": "image"},
    },
    "casework.hours_correlation": 0.1,
    "demand.month_factors": {"1": 1.5},
    "demand.bursts": {"b": {"stream": "image", "date": "2021-02-01", "reports": 5}},
    "demand.unit_share_by_class": {"light": {"capital": 0.5, "coast": 0.5}},
    "demand.in_hand_at_step": {"enrich": 1.0},
    "demand.persons": {"further_reports_mean": 0.4, "further_within_days": 80.0},
    "triage.automatic_above_reports": 50,
    "triage.by_hand": {"sensitivity_of_class": {"acute": 0.9}, "specificity_of_class": {"light": 0.9}},
    "triage.by_system": {"sensitivity_of_class": {"acute": 0.9}, "specificity_of_class": {"light": 0.9}},
    "triage.assessment": {
        "enabled": True,
        "retention_days": 100.0,
        "sensitivity_of_class": {"acute": 0.9},
        "specificity_of_class": {"light": 0.9},
    },
    "demand.stock": {"light": {"waiting": 3, "in_hand": 2}},
    "exposure": {"steps": ["search"], "leave_spells_per_year": 0.5},
    "casework.classes.serious.upgrade": {"probability": 0.1, "after": "search", "to": {"acute": 1}},
    "casework.classes.light.hours": {
        "enrich": 2,
        "dossier": {"mean_hours": 4, "spread": {}, "needed_share": 0.9},
        "search": 1,
    },
    "casework.proactive": {"serious": {"per_year": 5}},
    "casework.tools": {"search": 0.9},
    "casework.steps.search.national_team": "coast",
    "casework.steps.search.viewing_hours_per_day": 5.0,
    "casework.steps.search.together_with": "lab",
    "assignment": {
        "reserve_members": {"capital": 1},
        "caseload_limit": 9,
        "in_hand_limit_per_investigator": 5.0,
        "parts_of_hours": {"light": 1.0},
    },
    "casework.classes.light.recurrence_share": 0.1,
    "casework.classes.light.recurrence_mean_days": 700,
    "casework.classes.light.lighter": {
        "short": {
            "hours": {"enrich": 1, "dossier": {"mean_hours": 4, "spread": {}, "needed_share": 0.9}},
            "outcomes": {"alternative": 1},
            "finds_share": 0.5,
            "recurrence_share": 0.1,
        },
        "nothing": {},
    },
    "agreements": {"a": {"label": "A", "classes": {"light": 1}, "per_year": {"2021": 5}}},
    "steering": {
        "treatments": {"light": {"full": 0.5, "short": 0.5}},
        "treatments_when_pressed": {"light": {"nothing": 1}},
        "campaigns": {
            "c": {
                "label": "C",
                "date": "2021-02-01",
                "case_class": "light",
                "treatment": "short",
                "units": ["capital"],
                "members_share": 0.5,
            },
        },
    },
    "staffing.units.capital": {"label": "C", "posts": 8, "role_share": {"detective": 1}, "tile": [1, 2]},
    "staffing.units.coast.tile": [3, 4],
    "staffing.vacancy_share_at_start": 0.1,
    "staffing.turnover": {"resignation_per_year": {"0": 0.1}, "rpu_years_before": 2.0},
    "staffing.hiring": {"national_limit_per_month": 3.0},
    "staffing.training": {"ramp": [{"until_months": 6, "share": 0.5}], "mentor_share": 0.1},
    "staffing.absence": {"leave_days_per_year": 30.0},
    "staffing.plan": {"p": {"unit": "coast", "role": "detective", "date": "2021-03-01", "posts": 1}},
    "staffing.roles.clerk": {"label": "K", "skills": ["dossier"], "civilian": True, "fill_months_mean": 4.0},
    "capacity": {
        "reallocation": {"r": {**LEAST["Reallocation"], **STAY, "from_pool": "lab"}},
        "temporary": {"t": {**LEAST["Temporary"], **STAY}},
        "cohorts": {"c": {**LEAST["Cohort"], "role": "detective", "units": ["coast"]}},
        "retraining": {
            "x": {**LEAST["Retraining"], "from_role": "detective", "to_role": "clerk", "unit": "capital"},
        },
        "overtime": {"o": {**LEAST["Overtime"], "units": ["coast"], "extra_resignation_per_year": 0.1}},
    },
    "collaboration": {
        "pools": {"lab": {**LAB, "own_work": {**LAB["own_work"], "norm_days": 9}}},
        "neighbours": {"max_share": 0.2},
        "neighbours_of": {"coast": ["capital"]},
        "national_helps": {"max_share": 0.2},
    },
    "casework.steps.enrich.milestone": "identified",
    "casework.classes.acute.urgent_until": "identified",
    "chain": {
        "file_norm_days": 183.0,
        "examination": {"enabled": True, "step": "search", "norm_days": 20.0},
        "links": {
            "decision": {
                "label": "D",
                "takes": ["file_to_om"],
                "per_year": {"2021": 50.0},
                "delay": {"mean_days": 30.0},
                "norm_days": 60.0,
                "waiting_at_start": {"light": 3},
                "oldest_days_at_start": 20.0,
            },
            "hearing": {"label": "H", "after": "decision", "share": 0.8, "places": 5, "stay": {"mean_days": 9.0}},
        },
    },
    "costs": {
        "price_year": 2020,
        "role_eur_per_year": {"clerk": 90_000.0},
        "tools": {"search": {"licence_eur_per_year": 9_000.0, "purchase_eur": 5_000.0}},
    },
    "calendar": {"worked_holidays": ["Easter Monday"], "closed_days": ["05-05"]},
    "run.precision": LEAST["Precision"],
}
"""With something in every place of the settings."""
WHOLE = small_settings(FULL)


def leaves(part: Any, path: tuple[Any, ...] = (), of: str = "") -> Iterator[tuple[tuple[Any, ...], str, Any]]:
    """Every value in the settings: where it is, of which field, and what it is."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from leaves(getattr(part, name), (*path, name), f"{type(part).__name__}.{name}")
    elif isinstance(part, Mapping):
        for name, below in part.items():
            yield from leaves(below, (*path, name), of)
    elif isinstance(part, list | tuple) and part:
        for number, below in enumerate(part):
            yield from leaves(below, (*path, number), of)
    else:
        yield path, of, part


def with_value(part: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The same with another value in one place; not checked, since a key does not ask whether a run is possible."""
    if not path:
        return value
    first, *rest = path
    if isinstance(part, BaseModel):
        return part.model_copy(update={first: with_value(getattr(part, first), tuple(rest), value)})
    if isinstance(part, Mapping):
        return {**part, first: with_value(part[first], tuple(rest), value)}
    return type(part)([with_value(of, tuple(rest), value) if n == first else of for n, of in enumerate(part)])


@cache
def all_leaves() -> list[tuple[tuple[Any, ...], str, Any]]:
    """Every value in the whole, but not what was asked for."""
    return [(path, of, value) for path, of, value in leaves(WHOLE) if path[0] != "asked"]


@cache
def changed_leaves() -> list[tuple[str, str, Settings]]:
    """The whole with each of its values changed: where, of which field, and the settings."""
    return list(_changed_leaves())


def _changed_leaves() -> Iterator[tuple[str, str, Settings]]:
    for path, of, value in all_leaves():
        part, field = of.split(".")
        annotation = PARTS[part].model_fields[field].annotation
        if get_origin(annotation) is Literal:
            others = [word for word in get_args(annotation) if word != value]
        elif value is None:  # what may stand there instead; a group of settings is filled elsewhere in the whole
            kinds = {kind for kind, _ in leaves_of(annotation)}
            others = [kind(1) for kind in (str, int, float) if kind in kinds]
        else:
            others = different(value)
        for other in others[:1]:
            yield ".".join(map(str, path)), of, with_value(WHOLE, path, other)
