"""Random settings that use every part of the model, and worlds in which many things happen at the same moment."""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np

from tbkk_sim.model.names import names_of
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.sampling.world import BY_HAND, BY_NOBODY, BY_UNIT, Reports, Shifts, World
from tbkk_sim.settings import Settings
from tests.builders import SMALL, changed

Values = dict[str, Any]
UNITS = ("north", "east", "south", "west")
STEPS = ("enrich", "search", "dossier", "court")
LIGHTER_WAYS = ("short", "letter_or_visit", "nothing")
CORNERS = ("", "found late", "new year", "cases stay", "owed", "shares", "pressed", "returns", "judges")
"""What a configuration makes happen more often than chance would."""
OUTCOMES = ("file_to_om", "alternative", "letter_or_visit", "transferred", "no_offence")
QUARTER_SECONDS, PART_SECONDS = 6 * 3_600, 5_400
"""A quarter of a day, and an hour and a half of work."""
HOURS_PER_POST_AND_DAY = 0.55 * 7.2
"""About what a post works on cases per calendar day, in office hours."""


def random_settings(number: int) -> Settings:
    """Settings that only this number gives."""
    corner = CORNERS[number % len(CORNERS)]
    settings = _Draw(np.random.default_rng(number), corner).settings(f"random{number}")
    settings = _weighing(settings, np.random.default_rng((number, 2)), corner)
    settings = _by_kind(settings, np.random.default_rng((number, 5)))
    settings = _by_class(settings, np.random.default_rng((number, 6)))
    settings = _examined(settings, np.random.default_rng((number, 7)))
    settings = _until_safe(settings, np.random.default_rng((number, 8)))
    settings = _viewed(settings, np.random.default_rng((number, 9)))
    settings = _read(settings, np.random.default_rng((number, 10)))
    return Settings.model_validate(_in_pairs(settings, np.random.default_rng((number, 4))))


def _read(settings: Values, rng: np.random.Generator) -> Values:
    """The same settings, in a third of the configurations with a desk that takes reports as they come."""
    return changed(settings, {"triage.order": str(rng.choice(["as_read", "as_read", "arrival"]))})


def _until_safe(settings: Values, rng: np.random.Generator) -> Values:
    """The same settings, in half of the configurations with a step up to which some classes are urgent, and with
    classes that wait a part of the outside delays."""
    if rng.random() < 0.5:
        return settings
    classes, steps = settings["casework"]["classes"], list(settings["casework"]["steps"])
    changes: Values = {f"casework.steps.{steps[rng.integers(len(steps))]}.milestone": "searched"}
    for name in classes:
        if rng.random() < 0.7:
            changes[f"casework.classes.{name}.urgent_until"] = "searched"
        changes[f"casework.classes.{name}.outside_delay_share"] = float(rng.choice([0.0, 0.1, 0.7, 1.0]))
    return changed(settings, changes)


def _viewed(settings: Values, rng: np.random.Generator) -> Values:
    """The same settings, in a fifth of the configurations with a limit on viewing in one step."""
    if rng.random() < 0.8:
        return settings
    steps = list(settings["casework"]["steps"])
    limit = float(rng.choice([2.0, 4.0, 10.0]))
    return changed(settings, {f"casework.steps.{steps[rng.integers(len(steps))]}.viewing_hours_per_day": limit})


def _by_kind(settings: Values, rng: np.random.Generator) -> Values:
    """The same settings, in a third of the configurations with demand by kind: a part of a stream that comes by hour,
    cases that nobody triages, reports whose reporter is heard, a large case, a mix that drifts, and hours of a case
    that go together."""
    if rng.random() < 2 / 3:
        return settings
    demand, classes = settings["demand"], list(settings["casework"]["classes"])
    reports = demand["streams"]["image"]["reports_per_year"][2021]

    def one_of(*options: Any) -> Any:
        return options[rng.integers(len(options))]

    part = {
        "label": "Part",
        "part_of": "image",
        "part_per_year": {2021: 0.1, 2022: 0.05},
        "reference_year": 2021,
        "mix": {one_of(*classes): {"share": 0.8, "drift_per_year": 0.5}},
        "hour_factors": {hour: float(rng.integers(0, 4)) for hour in range(20)},
        "weekday_factors": {"sunday": 3.0, "monday": 0.0},
    }
    found = {
        "label": "Found",
        "reports_per_year": {2021: reports * 0.1, 2022: reports * 0.2},
        "reference_year": 2021,
        "mix": {one_of(*classes): {"share": 1.0}},
        "triaged": False,
    }
    told = {
        "label": "Told",
        "reports_per_year": {2021: reports * 0.1, 2022: reports * 0.1},
        "reference_year": 2021,
        "mix": {one_of(*classes): {"share": 0.5}},
        "hearing_hours_mean": 1.5,
    }
    large = {"case_class": one_of(*classes), "victims": 12, "days": 20, "per_year": 3, "stream": "image"}
    return changed(
        settings,
        {
            "demand.streams.part": part,
            "demand.streams.found": found,
            "demand.streams.told": told,
            "demand.large_cases": {"large": large},
            "casework.hours_correlation": one_of(0.0, 0.7),
        },
    )


def _by_class(settings: Values, rng: np.random.Generator) -> Values:
    """The same settings, in a third of the configurations with a class that reports of a stream are only taken for, and
    an accuracy of its own for the class that is the most urgent there."""
    classes, stream = settings["casework"]["classes"], settings["demand"]["streams"]["image"]
    not_in_mix = [name for name in classes if name not in stream["mix"]]
    mix = {**stream["mix"], **{name: {"share": 0.0} for name in not_in_mix}}
    in_order = sorted(mix, key=lambda name: classes[name]["priority"])
    most, least = in_order[0], in_order[-1]
    if rng.random() < 2 / 3 or classes[most]["priority"] == classes[least]["priority"]:
        return settings
    return changed(
        settings,
        {
            "demand.streams.image.mix": mix,
            **{f"triage.{who}.sensitivity_of_class": {most: 0.6} for who in ("by_hand", "by_system", "assessment")},
            **{f"triage.{who}.specificity_of_class": {least: 0.6} for who in ("by_hand", "by_system", "assessment")},
        },
    )


def _examined(settings: Values, rng: np.random.Generator) -> Values:
    """The same settings, in a third of the configurations with a laboratory, whose devices tie with other moments."""
    if rng.random() < 2 / 3:
        return settings
    examination = {
        "enabled": True,
        "step": str(rng.choice(list(settings["casework"]["steps"])[1:])),
        "devices_mean": float(rng.choice([1.0, 3.0])),
        "capacity_devices_per_year": 365.25 * float(rng.choice([0.5, 2.0, 8.0])),
        "urgent_first": bool(rng.random() < 0.7),
        "norm_days": float(rng.choice([3.0, 20.0])),
    }
    return changed(settings, {"chain": {"examination": examination}})


def _in_pairs(settings: Values, rng: np.random.Generator) -> Values:
    """The same settings, in a third of the configurations with steps that two members do together, planned or not."""
    chance, assessment = rng.choice([0.0, 0.0, 0.5]), settings["triage"]["assessment"]
    alone = [assessment["step"]] if assessment["enabled"] else []
    steps = [step for step in settings["casework"]["steps"] if rng.random() < chance and step not in alone]
    two = {"in_pairs": True, "together_with": None, "planned": bool(rng.random() < 0.5)}
    return changed(
        settings, {f"casework.steps.{step}.{field}": value for step in steps for field, value in two.items()}
    )


def _weighing(settings: Values, rng: np.random.Generator, corner: str) -> Values:
    """The same settings with errors of weighing, assessments by the units, and persons who are reported again.

    They have random numbers of their own, so that all else in a configuration stays as it was without them.
    """
    level, persons = settings["casework"]["complexity"]["level"], (0.0, 0.5, 3.0)
    if corner == "shares":  # of which more are taken up then, in their turn
        level, persons = 0.4 * level, (0.0, 0.5)

    def one_of(*options: Any) -> Any:
        return options[rng.integers(len(options))]

    judges_worse = settings["triage"]["by_hand"]["sensitivity"]  # as the configuration has it for a reason
    done_alone = [name for name, step in settings["casework"]["steps"].items() if not step["together_with"]]
    assesses = bool(
        settings["triage"]["enabled"] and done_alone and rng.random() < (0.3 if corner == "shares" else 0.7)
    )
    return changed(
        settings,
        {
            "triage.by_hand": {
                "sensitivity": min(judges_worse, one_of(1.0, 0.8)),
                "specificity": one_of(1.0, 0.8),
                "closed_by_mistake_share": one_of(0.0, 0.1),
            },
            "triage.by_system": {
                "sensitivity": one_of(0.9, 0.6),
                "specificity": one_of(1.0, 0.6),
                "closed_by_mistake_share": one_of(0.0, 0.2),
            },
            "triage.automatic_above_reports": one_of(None, 0, 1, 5, 20) if assesses else None,
            "triage.assessment": {
                "enabled": assesses,
                "step": one_of(*(done_alone or settings["casework"]["steps"])),
                "hours_mean": one_of(0.5, 4.0),
                "priority": int(rng.integers(1, 7)),
                "sensitivity": one_of(1.0, 0.7),
                "specificity": one_of(1.0, 0.7),
                "closed_by_mistake_share": one_of(0.0, 0.1),
                "untraceable_share": one_of(0.0, 0.2),
                "retention_days": one_of(None, 2.0, 20.0),
            },
            "demand.persons": {
                "further_reports_mean": one_of(*persons),
                "further_within_days": one_of(1.0, 10.0, 60.0),
            },
            "casework.complexity.level": level,
            "assignment.portfolio_by": one_of("freshest", "score"),
        },
    )


def with_campaigns(settings: Settings, number: int) -> Settings:
    """The same settings with campaign weeks in most of the months, as far as there is a lighter treatment for them."""
    rng = np.random.default_rng((number, 1))
    units, classes = list(settings.staffing.units), settings.casework.classes
    interrupts = settings.assignment.preemption
    ordinary = [name for name, of in classes.items() if not (of.round_the_clock or (of.preempts and interrupts))]
    ways = [(name, way) for name in ordinary for way in classes[name].lighter if way != "nothing"]
    campaigns: Values = {}
    for month in range((settings.run.end - settings.run.start).days // 30 if ways else 0):
        name, way = ways[rng.integers(len(ways))]
        campaigns[f"campaign{month}"] = {
            "label": "Campaign",
            "date": settings.run.start + dt.timedelta(days=30 * month + int(rng.integers(10))),
            "days": int(rng.integers(3, 21)),
            "case_class": name,
            "treatment": way,
            "units": [] if rng.random() < 0.6 else units[: rng.integers(1, len(units) + 1)],
            "members_share": float(rng.choice([0.3, 0.5, 1.0])),
        }
    steering = settings.steering.model_dump() | {
        "campaigns": campaigns,
        "campaigns_priority": int(rng.integers(1, 6)),
    }
    return Settings.model_validate(settings.model_dump() | {"steering": steering})


class _Draw:
    def __init__(self, rng: np.random.Generator, corner: str) -> None:
        self.rng, self.corner = rng, corner
        self.stays, self.pressed = corner == "cases stay", corner == "pressed"
        self.meets_daily = self.pressed or corner == "new year"
        self.units = UNITS[: rng.integers(1, 5)]
        self.steps = STEPS[: rng.integers(2, 5)]
        self.chooses = corner in ("owed", "shares")  # several classes wait to be taken up, for long
        self.classes = [f"class{n}" for n in range(rng.integers(4 if self.chooses else 2, 6))]
        portfolio_share = 0.9 if self.chooses else 0.8 if corner in ("pressed", "returns") else 0.4
        self.portfolio = self.some_of(self.classes[1:], portfolio_share) or self.classes[-1:]
        self.lighter = {name: self.some_of(LIGHTER_WAYS, 0.6) for name in self.portfolio}
        self.pools = [f"pool{n}" for n in range(rng.integers(0, 4))]
        self.posts = {unit: int(rng.integers(2 if self.stays else 1, 7)) for unit in self.units}
        self.national = self.one_of(self.units)
        self.plain = self.chance(0.7 if self.stays else 0.25)  # people go at midnight
        first = np.datetime64("2021-12-01" if corner == "new year" else "2021-01-01")
        self.start = first + int(self.rng.integers(31))

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def one_of(self, options: Any) -> Any:
        return list(options)[self.rng.integers(len(options))]

    def some_of(self, options: Any, probability: float = 0.5) -> list[Any]:
        return [option for option in options if self.chance(probability)]

    def between(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def settings(self, name: str) -> Values:
        fewest = 2.0 if self.chooses else 1.0  # among few reports the first, number 0, meets with more
        reports = int(10 ** self.between(fewest, 2.85))
        load = self.between(0.3, 0.7 if self.stays else 0.9 if self.pressed else 1.3) + 0.7 * self.chooses
        mix = dict(zip(self.classes, self.rng.dirichlet(np.ones(len(self.classes))) * 0.9, strict=True))
        hours_each = 20.0 * self.between(0.5, 1.5)
        per_post = 12.0 * self.between(0.5, 1.0) if self.plain else HOURS_PER_POST_AND_DAY
        level = load * sum(self.posts.values()) * per_post * 365 / (reports * hours_each)
        return changed(
            SMALL,
            {
                "name": name,
                "seed": int(self.rng.integers(1000)),
                "demand": self.demand(reports, mix),
                "casework": self.casework(hours_each, level),
                "triage": self.triage(),
                "agreements": self.agreements(reports),
                "assignment": self.assignment(),
                "steering": self.steering(),
                "staffing": self.staffing(),
                "collaboration": self.collaboration(),
                "calendar": self.calendar(),
                "run.start": str(self.start),
                "run.end": str(self.start + int(self.rng.integers(120, 400))),
            },
        )

    def demand(self, reports: int, mix: dict[str, float]) -> Values:
        shares = self.rng.dirichlet(np.ones(len(self.units)))
        most_waiting, most_in_hand = reports // (4 if self.pressed else 10), reports // (8 if self.stays else 50)
        return {
            "streams": {
                "image": {
                    "label": "Images",
                    "reports_per_year": {2021: reports, 2022: reports},
                    "reference_year": 2021,
                    "mix": {name: {"share": float(share)} for name, share in mix.items()},
                }
            },
            "unit_share": dict(zip(self.units, shares.tolist(), strict=True)),
            "stock": {
                name: {
                    "waiting": int(self.rng.integers(2 + most_waiting)),
                    "in_hand": int(self.rng.integers(2 + most_in_hand)),
                    "oldest_days": 90,
                }
                for name in self.some_of(self.classes, 0.9 if self.pressed or self.stays else 0.5)
            },
        }

    def casework(self, hours_each: float, level: float) -> Values:
        owner = self.steps[0] if self.stays else self.one_of(self.steps)
        steps: Values = {}
        for step in self.steps:
            steps[step] = {
                "label": step,
                "owns_case": step == owner or self.chance(0.1),
                "national_team": self.national if self.chance(0.05 if self.stays else 0.2) else None,
                "together_with": self.one_of(self.pools) if self.pools and self.chance(0.25) else None,
                "delay": {
                    "mean_days": self.one_of([2.0, 10.0] if self.stays else [0.0, 0.0, 0.25, 10.0]),
                    "family": self.one_of(["fixed", "exponential"]),
                },
            }
        classes = {name: self.case_class(n, name, hours_each) for n, name in enumerate(self.classes)}
        chosen = {name: {"per_year": int(self.rng.integers(1, 30))} for name in self.some_of(self.classes, 0.2)}
        return {"steps": steps, "classes": classes, "proactive": chosen, "complexity": {"level": level}}

    def case_class(self, n: int, name: str, hours_each: float) -> Values:
        rarely = 0.03 if self.chooses else 0.15
        taken = self.some_of(self.steps, 1.0 if self.stays else 0.7) or [self.steps[0]]
        weights = self.rng.dirichlet(np.ones(len(taken))) * hours_each
        values: Values = {
            "label": name,
            "priority": int(self.rng.integers(3 if self.chooses and n else 1, 6)),
            "norm_days": self.one_of([None, 1, 14, 90]),
            "hours": self.hours(taken, weights),
            "spread": {"family": self.one_of(["fixed", "lognormal", "gamma"])},
            "preempts": self.chance(0.6 if n == 0 or self.corner == "found late" else rarely),
            "round_the_clock": self.chance(0.5 if n == 0 else rarely),
            "severe": name not in self.portfolio,
            "outcomes": self.outcomes(),
        }
        if name in self.portfolio:
            mean_days = self.between(0.5, 20.0) if self.corner == "returns" else self.between(5.0, 200.0)
            values |= {"recurrence_mean_days": mean_days, **self.recurrence()}
            values["lighter"] = {way: self.way(way, hours_each) for way in self.lighter[name]}
        if self.chance(0.4):
            values["expires"] = {"mean_days": self.between(5, 120), "family": self.one_of(["fixed", "exponential"])}
        if self.chance(0.8 if self.corner == "found late" else 0.4):
            values["upgrade"] = {
                "probability": self.between(0.1, 1.0),
                "after": self.one_of(taken),
                "to": {self.one_of(self.classes): 1.0},
            }
        return values

    def recurrence(self) -> Values:
        if not self.chance(0.9 if self.corner == "returns" else 0.5):
            return {}
        return {"recurrence_share": self.between(0.05, 0.9)}

    def way(self, way: str, hours_each: float) -> Values:
        if way == "nothing":
            return self.recurrence()
        taken = self.some_of(self.steps) or [self.one_of(self.steps)]
        weights = self.rng.dirichlet(np.ones(len(taken))) * hours_each * self.between(0.1, 0.8)
        return {
            "hours": self.hours(taken, weights),
            "outcomes": self.outcomes(),
            "finds_share": self.one_of([0.0, 0.3, 1.0]),
            **self.recurrence(),
        }

    def hours(self, steps: list[str], weights: Any) -> Values:
        """Hours by step; each case takes one of them, whichever, and may be without any of the others."""
        always = self.one_of(steps)
        hours: Values = {}
        for step, weight in zip(steps, weights, strict=True):
            mean_hours = self.one_of([round(float(weight), 1), 4.0])
            if step == always:
                mean_hours = max(mean_hours, 0.1)
            needed_share = 1.0 if step == always else self.one_of([1.0, 1.0, 0.6, 0.2])
            hours[step] = mean_hours if needed_share == 1 else {"mean_hours": mean_hours, "needed_share": needed_share}
        return hours

    def outcomes(self) -> Values:
        possible = self.some_of(OUTCOMES) or [self.one_of(OUTCOMES)]
        return {outcome: 1 / len(possible) for outcome in possible}

    def triage(self) -> Values:
        return {
            "enabled": self.corner == "judges" or self.chance(0.85),
            "team": self.national,
            "automatic_share": 0.0 if self.corner == "judges" else self.one_of([0.0, 0.5, 1.0]),
            "hours_mean": self.one_of([2.0, 8.0] if self.corner == "judges" else [0.4, 2.0]),
            "priority": int(self.rng.integers(1, 6)),
            "flagged_share": self.one_of([0.0, 0.7]),
            "by_hand": {"sensitivity": 0.5 if self.corner == "found late" else self.one_of([1.0, 0.7])},
            "found_after_days": 60.0 if self.corner == "found late" else self.between(1, 40),
            "units_judge": self.one_of(["never", "when_idle", "by_urgency"]),
        }

    def agreements(self, reports: int) -> Values:
        """Up to two agreements, on classes that are severe or not; none of them on a class of the other."""
        if not self.chance(0.5) and self.corner != "owed":
            return {}
        left = list(self.rng.permutation(self.classes))
        agreements: Values = {}
        while left and len(agreements) < 2:
            of, left = left[:2], left[2:]
            parts = self.rng.dirichlet(np.ones(len(of)))
            most = max(reports // (2 if self.corner == "owed" else 4), 2)
            agreements[f"agreement{len(agreements)}"] = {
                "label": "Agreement",
                "classes": dict(zip(map(str, of), parts.tolist(), strict=True)),
                "per_year": (per_year := {year: int(self.rng.integers(most)) for year in (2021, 2022)}),
                "simple": sum(per_year.values()) % 2 == 0,
            }
        return agreements

    def assignment(self) -> Values:
        return {
            **self.order(),
            "agreements_priority": int(self.rng.integers(1, 4 if self.chooses else 7)),
            "owed_by": self.one_of(["population", "posts"]),
            "preemption": self.chance(0.8),
            "reserve_members": {t: int(self.rng.integers(3)) for t in self.some_of([*self.units, *self.pools], 0.4)},
            "caseload_limit": self.one_of([None, 5] if self.stays else [None, None, 1, 2, 5]),
            "stays_with_investigator": self.stays or self.chance(0.3),
            "in_hand_limit_per_investigator": None if self.stays else self.one_of([None, 0.5, 1.0, 3.0]),
        }

    def order(self) -> Values:
        if self.corner == "owed":
            return {"order": "agreements"}
        if self.corner == "shares" or self.chance(0.2):
            parts = {name: self.between(0.1, 1.0) for name in self.some_of(self.portfolio, 0.9) or self.portfolio[:1]}
            return {"order": "shares", "parts_of_hours": parts}
        return {"order": self.one_of(["by_severity", "first_come", "deadline", "agreements", "agreements"])}

    def steering(self) -> Values:
        pressed_from = self.between(0.02, 0.3) if self.pressed else self.between(0.1, 4.0)
        weighed = self.some_of(self.portfolio, 0.8)
        values: Values = {
            "policy": "fixed",
            "treatments": {name: self.shares_of_treatments(name) for name in weighed},
            "every_weeks": 1 / 7 if self.meets_daily else self.one_of([1.0, 2.5, 4.0]),
            "pressed_from_weeks": pressed_from,
            "most_pressed_from_weeks": pressed_from * self.between(1.0, 3.0),
            "most_change": self.one_of([0.1, 0.3, 1.0]),
            "least_change": self.one_of([0.0, 0.05, 0.2]),
        }
        if self.meets_daily or self.chance(0.5):
            values["policy"] = "by_backlog"
            of = self.some_of(self.portfolio, 0.8) or self.portfolio[:1]
            values["treatments_when_pressed"] = {name: self.shares_of_treatments(name) for name in of}
        return values

    def shares_of_treatments(self, name: str) -> dict[str, float]:
        """Shares of the allowed treatments of a class, of which some are 0."""
        ways = self.some_of(["full", *self.lighter[name]], 0.8) or ["full"]
        return dict(zip(ways, self.rng.dirichlet(np.ones(len(ways))).tolist(), strict=True))

    def staffing(self) -> Values:
        skills = ["triage", *self.steps]
        roles = {
            "all_round": {"label": "All-round", "skills": skills},
            "analyst": {"label": "Analyst", "skills": self.some_of(skills) or ["triage"]},
            "detective": {"label": "Detective", "skills": self.some_of(skills, 0.7) or [self.steps[0]]},
        }
        mixed = {"all_round": 0.5, "analyst": 0.25, "detective": 0.25}
        units: Values = {
            unit: {
                "label": unit,
                "posts": posts,
                "role_share": {"all_round": 1.0} if unit == self.national or self.chance(0.4) else mixed,
            }
            for unit, posts in self.posts.items()
        }
        values: Values = {
            "units": units,
            "roles": roles,
            "role_share": mixed,
            "case_hours_share": self.one_of([1.0, 0.85]),
            "part_time": self.one_of([{1.0: 1.0}, {1.0: 0.6, 0.5: 0.4}]),
            "age_at_start": {"bands": {"25-66": 1.0}},
            "age_of_newcomers": {"bands": {"25-45": 1.0}},
        }
        if self.chance(0.8):
            values["turnover"] = {"resignation_per_year": {0: self.between(0.1, 0.8)}, "transfer_per_year": 0.1}
            values["hiring"] = {"fill_months_mean": self.between(0.5, 4.0)}
        if self.chance(0.8):
            values["training"] = {
                "ramp": [{"until_months": m, "share": 0.1 * m} for m in range(1, 9)],
                "mentor_share": self.one_of([0.0, 0.2, 1.0]),
            }
        if self.stays or self.chance(0.6):
            values["absence"] = {
                "leave_days_per_year": 40,
                "leave_spells_per_year": 6,
                "short_illness_spells_per_year": self.between(0, 40 if self.stays else 12),
                "short_illness_mean_days": 3,
                "long_illness_per_year": 0.2,
            }
        if self.chance(0.4):
            values["plan"] = {"grow": {"unit": self.one_of(self.units), "date": str(self.start + 60), "posts": 2}}
        return values

    def collaboration(self) -> Values:
        values: Values = {
            "pools": {name: self.pool(name) for name in self.pools},
            "own_work_priority": int(self.rng.integers(1, 8)),
            "pools_lend": self.chance(0.9),
            "lends_judges": self.chance(0.1 if self.corner == "judges" else 0.5),
            "one_queue": self.corner != "judges" and self.chance(0.2),
        }
        if self.chance(0.5):
            values["neighbours"] = self.unit_help()
            if self.chance(0.4):
                values["neighbours_of"] = {unit: self.some_of(self.units) for unit in self.some_of(self.units)}
        if self.corner == "judges" or self.chance(0.4):
            values["national_helps"] = self.unit_help()
        return values

    def pool(self, name: str) -> Values:
        return {
            "label": name,
            "members": int(self.rng.integers(0, 4)),
            "rate": self.one_of([0.0, 0.5, 1.0, 1.0]),
            "skills": self.some_of(self.steps, 0.6),
            "max_share": self.one_of([0.0, 0.4, 1.0]),
            "efficiency": self.one_of([1.0, 0.7]),
            "lends": self.lends(),
            "up_to_priority": self.one_of([1, 3, 99]),
            "own_work": {
                "load": self.one_of([0.0, 0.8, 1.2]),
                "mean_hours": 30,
                "spread": {"family": self.one_of(["fixed", "lognormal"])},
                "backlog_days": self.one_of([0.0, 5.0]),
                "norm_days": self.one_of([None, 5.0, 30.0]),
            },
        }

    def lends(self) -> str:
        return str(self.one_of(["before_own_work", "by_urgency", "when_idle"]))

    def unit_help(self) -> Values:
        return {
            "max_share": self.one_of([0.3, 0.6, 1.0]),
            "efficiency": self.one_of([1.0, 0.8]),
            "lends": self.lends(),
            "above_waiting_per_member": self.one_of([0.0, 1.0, 3.0]),
            "only_if_busier": self.chance(0.5),
        }

    def calendar(self) -> Values:
        return {
            "kind": "plain" if self.plain else "office",
            "hours_per_day": self.one_of([7.2, 6.0]),
            "opens_at_hour": self.one_of([9.0, 6.0]),
            "holidays_country": None,
            "round_the_clock_hours_per_day": self.one_of([12.0, 6.0]),
        }


def weighed_at_random(world: World, settings: Settings, number: int) -> World:
    """The same world with reports on persons of any class, unit and stream, each weighed as chance has it.

    In a drawn world a person is reported again in the same class, unit and stream. Here one may also be a person of the
    stock, of a proactive case or of another unit, and be reported again between a case and the return that follows it.
    """
    rng, reports = np.random.default_rng((number, 3)), world.reports
    n, names = len(reports.key), names_of(settings)
    triaged = (reports.triaged_by != BY_NOBODY) & (reports.true_class > 0)
    misses_without = reports.triaged_class != reports.assessed_class  # its lighter steps are those of the latter
    assessed = triaged & ((rng.random(n) < 0.7) | misses_without) & settings.triage.assessment.enabled
    heard_only = (reports.triaged_by == BY_UNIT) & (reports.true_class == 0) & settings.triage.assessment.enabled
    """Whatever these say, they are closed once somebody was heard: they have no steps of a case."""
    severe = [0, *(names.case_class(name) for name, of in settings.casework.classes.items() if of.severe)]
    of_any_class = rng.integers(len(settings.casework.classes) + 1, size=n)
    """A class of the portfolio may be treated in a lighter way, for which only reports of that class have steps."""
    of_severe_class = rng.choice(severe, size=n)
    changes_class = triaged & (rng.random((2, n)) < 0.3)
    system_class = np.where(changes_class[0], np.where(assessed, of_any_class, of_severe_class), reports.triaged_class)
    assessed_class = np.where(assessed & changes_class[1], of_severe_class, reports.assessed_class)
    kept_seconds = np.maximum(reports.arrived_seconds, 0) + rng.integers(30 * SECONDS_PER_DAY, size=n)
    traced = rng.choice(3, p=(0.1, 0.4, 0.5), size=n)
    scores = rng.integers(10, size=(2, n))
    reads_again = (reports.triaged_by == BY_HAND) & (np.random.default_rng((number, 11)).random(n) < 0.5)
    system_scores = np.random.default_rng((number, 4)).integers(10, size=n)
    return replace(
        world,
        reports=replace(
            reports,
            system_class=system_class.astype(np.int8),
            read_class=np.where(reads_again, of_any_class, reports.read_class).astype(np.int8),
            assessed_class=assessed_class.astype(np.int8),
            assessment_seconds=np.where(assessed | heard_only, rng.integers(1, 5 * 3_600, size=n), 0),
            trace_until_seconds=np.choose(traced, (0, kept_seconds, NEVER_SECONDS)),
            score=scores[0].astype(np.int16),
            system_score=system_scores.astype(np.int16),
            assessed_score=np.where(assessed, scores[1], scores[0]).astype(np.int16),
            person=_persons_at_random(reports, names.own_work_class, rng),
        ),
    )


def _persons_at_random(reports: Reports, own_work_class: int, rng: np.random.Generator) -> Any:
    """Whom each report concerns: often the person of one of the last reports before it; returns keep their person."""
    person = np.arange(len(reports.key), dtype=np.int32)
    on_persons: list[int] = []
    again = rng.random(len(person)) < rng.choice([0.1, 0.1, 0.6])
    for report in np.flatnonzero((reports.true_class > 0) & (reports.true_class != own_work_class)).tolist():
        if reports.arrived_seconds[report] < NEVER_SECONDS and again[report] and on_persons:
            person[report] = person[on_persons[-1 - rng.integers(min(len(on_persons), 30))]]
        on_persons.append(report)
        if reports.return_row[report] >= 0:
            person[reports.return_row[report]] = person[report]
    return person


def in_step(world: World) -> World:
    """The same world with all moments on quarters of a day and all work in multiples of 1.5 hours: many of them tie."""
    reports, steps = world.reports, world.steps
    return replace(
        world,
        reports=replace(
            reports,
            arrived_seconds=_quarters(reports.arrived_seconds),
            triage_seconds=_whole_parts(reports.triage_seconds),
            assessment_seconds=_whole_parts(reports.assessment_seconds),
            trace_until_seconds=_quarters(reports.trace_until_seconds),
            found_seconds=_quarters(reports.found_seconds),
            expires_seconds=_quarters(reports.expires_seconds),
            return_delay_seconds=_quarters(reports.return_delay_seconds),
        ),
        steps=replace(
            steps,
            work_seconds=_whole_parts(steps.work_seconds),
            upgraded_work_seconds=_whole_parts(steps.upgraded_work_seconds),
            delay_seconds=_quarters(steps.delay_seconds),
        ),
        shifts=_shifts_in_step(world.shifts),
    )


def _quarters(moments: Any) -> Any:
    quarters = moments // QUARTER_SECONDS * QUARTER_SECONDS
    return np.where(moments >= NEVER_SECONDS, moments, quarters)


def _whole_parts(work_seconds: Any) -> Any:
    return -(-work_seconds // PART_SECONDS) * PART_SECONDS


def _shifts_in_step(shifts: Shifts) -> Shifts:
    """Shifts on quarters of a day, but for members who would then have one without length."""
    begin, end = _quarters(shifts.begin_seconds), _quarters(shifts.end_seconds)
    fits = ~np.isin(shifts.member, shifts.member[begin >= end])
    return replace(
        shifts,
        begin_seconds=np.where(fits, begin, shifts.begin_seconds),
        end_seconds=np.where(fits, end, shifts.end_seconds),
    )
