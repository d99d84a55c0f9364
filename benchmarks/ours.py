"""The workloads as ordinary settings of this model, and the visits that its events tell."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.runs.replication import simulate
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from workloads import (
    CLASS_SHARES,
    FIRST_MEAN_DAYS,
    FOLLOW_UP_MEAN_DAYS,
    FOLLOW_UP_SHARE,
    GAMMA_SHAPE,
    INVESTIGATORS,
    LOGNORMAL_SIGMA,
    PAUSE_DAYS,
    REPORTS_PER_DAY,
    SPECIALISTS,
    Size,
    Visits,
)

FAMILIES = (
    {"family": "gamma", "shape": GAMMA_SHAPE},
    {"family": "lognormal", "sigma": LOGNORMAL_SIGMA},
    {"family": "gamma", "shape": GAMMA_SHAPE},
)
STEPS = ("search", "report", "court")
FIRST_YEAR = 2021


def settings_of(workload: str, seed: int, size: Size, *, copies: int = 1, load: float = 1.0) -> Settings:
    """The workload with an hour of work a day, so that hours are days; `copies` of the 11 units, work times `load`."""
    classes: dict[str, Any] = {}
    mix: dict[str, float] = {}
    for k, share in enumerate(CLASS_SHARES):
        splits = workload == "W2" and k > 0
        for follows, part in ((False, 1 - FOLLOW_UP_SHARE), (True, FOLLOW_UP_SHARE)) if splits else ((False, 1.0),):
            name = f"class{k}{'_more' if follows else ''}"
            mix[name] = share * part
            hours: dict[str, Any] = {"work": FIRST_MEAN_DAYS[workload] * load}
            if follows:
                hours |= {
                    step: {"mean_hours": mean * load, "spread": spread}
                    for step, mean, spread in zip(STEPS, FOLLOW_UP_MEAN_DAYS, FAMILIES, strict=True)
                }
            classes[name] = {
                "label": name,
                "priority": k + 1,
                "hours": hours,
                "spread": {"family": "exponential"},
                "outcomes": {"no_offence": 1.0},
            }
    pause = {"mean_days": PAUSE_DAYS, "family": "fixed"}
    steps: dict[str, Any] = {"work": {"label": "Work"}}
    pools: dict[str, Any] = {}
    if workload == "W2":
        steps |= {step: {"label": step, "delay": pause} for step in STEPS}
        steps["court"]["together_with"] = "specialists"
        pools["specialists"] = {
            "label": "Specialists",
            "members": SPECIALISTS * copies,
            "rate": 1.0,
            "skills": [],
            "max_share": 0.0,
            "own_work": {"load": 0.0},
        }
    servers = INVESTIGATORS * copies
    ages = {"bands": {"25-30": 1.0}}
    days = round(size.end_days)
    years = range(FIRST_YEAR, FIRST_YEAR + days // 365 + 2)
    return Settings.model_validate(
        {
            "name": workload,
            "seed": seed,
            "demand": {
                "streams": {
                    "all": {
                        "label": "All",
                        "reports_per_year": {y: REPORTS_PER_DAY * copies * (366 if y % 4 == 0 else 365) for y in years},
                        "reference_year": FIRST_YEAR,
                        "mix": {name: {"share": share} for name, share in mix.items()},
                    }
                },
                "unit_share": {f"unit{n}": c / sum(servers) for n, c in enumerate(servers)},
            },
            "casework": {"steps": steps, "classes": classes},
            "triage": {"enabled": False, "team": "unit0"},
            "steering": {"policy": "fixed"},
            "staffing": {
                "units": {f"unit{n}": {"label": f"Unit {n}", "posts": c} for n, c in enumerate(servers)},
                "roles": {"all_round": {"label": "All-round", "skills": list(steps)}},
                "role_share": {"all_round": 1.0},
                "vacancy_share_at_start": 0.0,
                "case_hours_share": 1.0,
                "age_at_start": ages,
                "age_of_newcomers": ages,
            },
            "collaboration": {"pools": pools},
            "calendar": {"kind": "plain", "hours_per_day": 1.0, "round_the_clock_hours_per_day": 1.0},
            "run": {
                "start": f"{FIRST_YEAR}-01-01",
                "end": str(np.datetime64(f"{FIRST_YEAR}-01-01") + days - 1),
                "monthly": False,
            },
        }
    )


def with_engine(engine: str, workload: str, seed: int, size: Size) -> Visits:
    """One run, the drawing of the world included."""
    happened = simulate(settings_of(workload, seed, size), 0, engine)
    return visits_of(happened.world, happened.log)


def visits_of(world: World, log: EventLog) -> Visits:
    """The visits that were begun; an end or specialist beyond the end of the run is not known to the events."""
    started = np.flatnonzero(log.kind == Event.STARTED)
    visit = _step(world, log, started)
    priority = np.array([0, *(int(name[5]) for name in _class_names(world))])
    joined, beside, ended = (
        _moments(world, log, kind, missing)[visit]
        for kind, missing in ((Event.QUEUED, np.nan), (Event.ASSISTED, np.nan), (Event.FINISHED, np.inf))
    )
    return Visits(priority[log.detail[started]], joined, log.time_days[started], beside, ended)


def _moments(world: World, log: EventLog, kind: Event, missing: float) -> NDArray[np.float64]:
    """The moment of a event, by step."""
    rows = np.flatnonzero(log.kind == kind)
    moments = np.full(len(world.steps.skill), missing)
    moments[_step(world, log, rows)] = log.time_days[rows]
    return moments


def _step(world: World, log: EventLog, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """The steps that events are about."""
    first_step = world.reports.first_step.take(log.report.take(rows))
    return np.add(first_step, log.step.take(rows), dtype=np.intp)


def _class_names(world: World) -> list[str]:
    n = int(world.reports.true_class.max())
    if n == len(CLASS_SHARES):
        return [f"class{k}" for k in range(n)]
    return ["class0", *(f"class{k}{more}" for k in range(1, len(CLASS_SHARES)) for more in ("", "_more"))]
