"""Each part of the settings with the least that it needs, and what may stand in its fields, read from the schema."""

import datetime as dt
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic.fields import FieldInfo

from tbkk_sim.problem import Problem
from tbkk_sim.settings import Settings
from tbkk_sim.settings.schema_errors import problems_of
from tbkk_sim.settings.tuning import Tuning
from tests.test_house import settings_classes

_seen: set[type[BaseModel]] = set()
PARTS = {part.__name__: part for whole in (Settings, Tuning) for part in settings_classes(whole, _seen)}
"""The classes of the settings of a run and of a tuning study, by name."""

_STREAM = {"label": "S", "reports_per_year": {"2021": 100}, "reference_year": 2021, "mix": {"light": {"share": 0.2}}}
_CLASS = {"label": "L", "priority": 5, "hours": {"work": 4}, "outcomes": {"alternative": 1}}
_STAFFING = {
    "units": {"capital": {"label": "C", "posts": 8}},
    "roles": {"all_round": {"label": "A", "skills": ["triage", "work"]}},
    "role_share": {"all_round": 1},
    "age_at_start": {"bands": {"25-60": 1}},
    "age_of_newcomers": {"bands": {"25-45": 1}},
}
_RUN = {"start": "2021-01-01", "end": "2021-12-31"}
_STAY = {"unit": "capital", "role": "all_round", "people": 2, "date": "2021-02-01"}
_DEMAND = {"streams": {"image": _STREAM}, "unit_share": {"capital": 1}}
_CASEWORK = {"steps": {"work": {"label": "W"}}, "classes": {"light": _CLASS}}

LEAST: dict[str, dict[str, Any]] = {
    "Settings": {
        "name": "n",
        "seed": 1,
        "demand": _DEMAND,
        "casework": _CASEWORK,
        "triage": {"team": "capital"},
        "staffing": _STAFFING,
        "run": _RUN,
    },
    "Demand": _DEMAND,
    "Stream": _STREAM,
    "ClassShare": {"share": 0.1},
    "Burst": {"stream": "image", "date": "2021-02-01", "reports": 5},
    "LargeCase": {"case_class": "light", "victims": 5, "date": "2021-02-01"},
    "Campaign": {"label": "C", "date": "2021-02-01", "case_class": "light", "members_share": 0.5},
    "Casework": _CASEWORK,
    "Step": {"label": "W"},
    "CaseClass": _CLASS,
    "Effort": {"mean_hours": 1},
    "Expiry": {"mean_days": 1},
    "Upgrade": {"probability": 0.1, "after": "work", "to": {"light": 1}},
    "ProactiveWork": {"per_year": 1},
    "Triage": {"team": "capital"},
    "Agreement": {"label": "A", "classes": {"light": 1}, "per_year": {"2021": 1}},
    "Link": {"label": "L", "takes": ["file_to_om"]},
    "Staffing": _STAFFING,
    "Unit": {"label": "C", "posts": 8},
    "Role": {"label": "A", "skills": []},
    "Age": {"bands": {"25-60": 1}},
    "RampStep": {"until_months": 1, "share": 0.5},
    "PlanStep": {"unit": "capital", "date": "2021-02-01", "posts": 1},
    "Reallocation": _STAY,
    "Temporary": _STAY,
    "Cohort": {"people": 2, "date": "2021-02-01"},
    "Retraining": {"from_role": "all_round", "to_role": "other", "people": 2, "date": "2021-02-01"},
    "Overtime": {"date": "2021-02-01", "months": 3, "extra_share": 0.1},
    "Pool": {"label": "P", "members": 4, "rate": 0.6, "skills": [], "max_share": 0.5, "own_work": {"load": 0.8}},
    "OwnWork": {"load": 0.8},
    "UnitHelp": {"max_share": 0.5},
    "RunSettings": _RUN,
    "Precision": {"key_figures": [{"key_figure": "backlog_end"}]},
    "Wanted": {"key_figure": "backlog_end"},
    "Tuning": {"question": "where", "objectives": {"waiting": {"label": "W"}}},
    "Objective": {"label": "W"},
    "Norm": {"share": 0.9},
    "HowMany": {"norms": {"acute": {"share": 0.9}}},
    "When": {"norms": {"acute": {"share": 0.9}}},
    "Robust": {"over": ["seed"]},
}
"""What each part cannot do without; of a part that is not here, nothing."""


def problems_with(part: str, values: Mapping[str, Any]) -> list[Problem]:
    """What is said of a part of the settings, made of the least that it needs and these values."""
    given = {**LEAST.get(part, {}), **values}
    try:
        PARTS[part].model_validate(given)
    except ValidationError as error:
        return problems_of(error, given, PARTS[part])
    return []


def fields() -> Iterator[tuple[str, FieldInfo]]:
    """All fields, such as `Demand.week_cv`."""
    for name, part in PARTS.items():
        for field, info in part.model_fields.items():
            yield f"{name}.{field}", info


def leaves_of(kind: Any, marks: tuple[Any, ...] = ()) -> Iterator[tuple[type, tuple[Any, ...]]]:
    """The plain types in a type, each with what is marked on it; those of other parts of the settings are theirs."""
    if get_origin(kind) is Annotated:
        inner, *more = get_args(kind)
        yield from leaves_of(inner, (*marks, *more))
    elif get_origin(kind) in (Union, UnionType):
        for option in get_args(kind):
            yield from leaves_of(option, marks)
    elif get_args(kind):
        for below in get_args(kind):
            yield from leaves_of(below)
    elif isinstance(kind, type):
        yield kind, marks


def numbers_of(info: FieldInfo) -> list[bool]:
    """Each number or date in a field: whether something more than its bounds is checked of it."""
    return [
        any(isinstance(mark, AfterValidator) for mark in marks)
        for kind, marks in leaves_of(info.annotation, tuple(info.metadata))
        if kind in (int, float, dt.date)
    ]
