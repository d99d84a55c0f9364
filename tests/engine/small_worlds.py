"""Small settings that differ in the rules of the model: each name says which rules are on."""

from typing import Any

from tbkk_sim.settings import Settings
from tests.builders import LAB, small_settings

POOL: dict[str, Any] = {"collaboration.pools": {"lab": LAB}}
BUSY: dict[str, Any] = {"demand.streams.image.reports_per_year": {2021: 4000, 2022: 4000}}
"""About one and a third times the hours there are."""
HELP: dict[str, Any] = {"max_share": 0.3, "efficiency": 0.8, "lends": "by_urgency"}
ABSENCE: dict[str, Any] = {
    "staffing.absence": {
        "leave_days_per_year": 60,
        "leave_spells_per_year": 8,
        "short_illness_spells_per_year": 3,
        "long_illness_per_year": 0.1,
        "long_illness_mean_days": 60,
    },
}
TURNOVER: dict[str, Any] = {
    "staffing.turnover": {"resignation_per_year": {"0": 0.3}, "transfer_per_year": 0.2},
    "staffing.hiring": {"fill_months_mean": 2},
    "staffing.training": {"ramp": [{"until_months": 2, "share": 0.3}, {"until_months": 5, "share": 0.7}],
                          "mentor_share": 0.2},
}  # fmt: skip
LIGHTER: dict[str, Any] = {
    "casework.classes.light.recurrence_mean_days": 40,
    "casework.classes.light.lighter": {
        "short": {
            "hours": {"enrich": 1, "dossier": 2},
            "outcomes": {"alternative": 1.0},
            "finds_share": 0.5,
            "recurrence_share": 0.3,
        },
        "letter_or_visit": {
            "hours": {"enrich": 1},
            "outcomes": {"letter_or_visit": 1.0},
            "recurrence_share": 0.5,
        },
        "nothing": {"recurrence_share": 0.8},
    },
}
TREATED: dict[str, float] = {"full": 0.4, "short": 0.3, "letter_or_visit": 0.2, "nothing": 0.1}
TREATMENTS: dict[str, Any] = {**LIGHTER, "steering.treatments": {"light": TREATED}}
CAMPAIGNS: dict[str, Any] = {
    "steering.campaigns": {
        "march": {
            "label": "March", "date": "2021-03-01", "case_class": "light", "members_share": 0.5,
            "treatment": "letter_or_visit",
        },
    },
}  # fmt: skip
"""A campaign, on top of a world with treatments."""
STEERING: dict[str, Any] = {
    **LIGHTER,
    "steering": {
        "policy": "by_backlog",
        "treatments": {"light": TREATED},
        "treatments_when_pressed": {"light": {"full": 0.1, "short": 0.2, "letter_or_visit": 0.2, "nothing": 0.5}},
        "every_weeks": 2,
        "pressed_from_weeks": 0.5,
        "most_pressed_from_weeks": 1.5,
    },
}
MORE_CHOSEN: dict[str, Any] = {"casework.classes.serious.severe": False}
"""Serious cases are of the portfolio too."""
AGREEMENTS: dict[str, Any] = {
    **MORE_CHOSEN,
    "assignment.order": "agreements",
    "assignment.agreements_priority": 3,
    "agreements": {
        "both": {"label": "Both", "classes": {"serious": 0.6, "light": 0.4}, "per_year": {2021: 150}},
    },
}
SHARES: dict[str, Any] = {
    **MORE_CHOSEN,
    "assignment.order": "shares",
    "assignment.parts_of_hours": {"serious": 0.7, "light": 0.3},
}
STOCK: dict[str, Any] = {
    "demand.stock": {
        "acute": {"in_hand": 3},
        "serious": {"waiting": 40, "in_hand": 20, "oldest_days": 200},
        "light": {"waiting": 150, "in_hand": 10, "oldest_days": 170},
    },
}
UPGRADES: dict[str, Any] = {
    "casework.classes.light.upgrade": {"probability": 0.4, "after": "enrich", "to": {"acute": 0.4, "serious": 0.6}},
    "casework.classes.serious.upgrade": {"probability": 0.3, "after": "search", "to": {"acute": 1.0}},
}
DELAYS: dict[str, Any] = {
    "casework.steps.search.delay": {"mean_days": 15},
    "casework.steps.dossier.delay": {"mean_days": 5, "family": "fixed"},
}
MISJUDGED: dict[str, Any] = {
    "triage.by_hand.sensitivity": 0.7,
    "triage.by_system.sensitivity": 0.7,
    "triage.flagged_share": 0.5,
    "triage.found_after_days": 10,
}
TWO_ROLES: dict[str, Any] = {
    "staffing.roles": {
        "desk": {"label": "Desk", "skills": ["triage", "enrich", "dossier"]},
        "search": {"label": "Search", "skills": ["search"]},
    },
    "staffing.role_share": {"desk": 0.5, "search": 0.5},
}
SPECIALIST: dict[str, Any] = {**POOL, "casework.steps.search.together_with": "lab"}
PLAIN: dict[str, Any] = {
    "calendar": {"kind": "plain", "hours_per_day": 8.0, "round_the_clock_hours_per_day": 8.0},
}
ONE_QUEUE: dict[str, Any] = {"collaboration.one_queue": True}
NEIGHBOURS: dict[str, Any] = {"collaboration.neighbours": HELP}
NATIONAL: dict[str, Any] = {"collaboration.national_helps": {**HELP, "lends": "before_own_work"}}
RESERVE: dict[str, Any] = {"assignment.reserve_members": {"capital": 2, "coast": 1}}
CASELOAD: dict[str, Any] = {"assignment.caseload_limit": 2}
ROOM: dict[str, Any] = {"assignment.in_hand_limit_per_investigator": 1.5}
STAYS: dict[str, Any] = {"assignment.stays_with_investigator": True}

LABORATORY: dict[str, Any] = {
    "chain": {
        "examination": {
            "enabled": True, "step": "search", "devices_mean": 3, "capacity_devices_per_year": 2000, "norm_days": 20,
        },
    },
}  # fmt: skip
RULES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "plain calendar": {**PLAIN, **BUSY},
    "busy": BUSY,
    "absence": ABSENCE,
    "turnover": TURNOVER,
    "absence and turnover, busy": {**ABSENCE, **TURNOVER, **BUSY},
    "stock": STOCK,
    "first come": {"assignment.order": "first_come", **BUSY},
    "deadline": {"assignment.order": "deadline", **BUSY},
    "no preemption": {"assignment.preemption": False, **BUSY},
    "no triage": {"triage.enabled": False},
    "triage by hand": {"triage.automatic_share": 0.0, **BUSY},
    "misjudged": {**MISJUDGED, **BUSY},
    "upgrades": UPGRADES,
    "upgrades, delays, stock": {**UPGRADES, **DELAYS, **STOCK},
    "delays": DELAYS,
    "laboratory": {**LABORATORY, **BUSY},
    "two roles": TWO_ROLES,
    "reserve": {**RESERVE, **BUSY},
    "caseload": {**CASELOAD, **BUSY},
    "caseload and investigator stays": {**CASELOAD, **STAYS, **BUSY, **ABSENCE},
    "limit in hand": {**ROOM, **BUSY, **ABSENCE, "triage.order": "arrival"},
    "investigator stays": {**STAYS, **DELAYS, **ABSENCE, **TURNOVER},
    "treatments": {**TREATMENTS, **UPGRADES, **BUSY},
    "steering": {**STEERING, **ROOM, **BUSY},
    "steering, stock, misjudged": {**STEERING, **STOCK, **MISJUDGED, **BUSY},
    "agreements": {**AGREEMENTS, **STOCK, **BUSY},
    "agreements, treatments, limit in hand": {**AGREEMENTS, **TREATMENTS, **ROOM, **BUSY, **NEIGHBOURS},
    "shares": {**SHARES, **BUSY},
    "shares, treatments, pool": {**SHARES, **TREATMENTS, **POOL, **BUSY},
    "units judge": {"triage.units_judge": "by_urgency", "triage.automatic_share": 0.2, **NATIONAL, **BUSY},
    "pool": {**POOL, **BUSY},
    "pool lends when idle": {"collaboration.pools": {"lab": {**LAB, "lends": "when_idle"}}, **BUSY},
    "pool lends by urgency": {"collaboration.pools": {"lab": {**LAB, "lends": "by_urgency"}}, **BUSY},
    "pool does not lend": {**POOL, "collaboration.pools_lend": False},
    "specialists": SPECIALIST,
    "specialists, absence, upgrades": {**SPECIALIST, **ABSENCE, **UPGRADES, **BUSY},
    "neighbours": {**NEIGHBOURS, **BUSY},
    "neighbours only if busier": {
        "collaboration.neighbours": {**HELP, "only_if_busier": True, "above_waiting_per_member": 1}, **BUSY, **ABSENCE,
    },
    "national unit helps": {**NATIONAL, **BUSY},
    "one queue": {**ONE_QUEUE, **BUSY, **RESERVE},
    "one queue and a pool": {**ONE_QUEUE, **POOL, **BUSY, **UPGRADES, **ABSENCE},
    "everything": {
        **BUSY, **ABSENCE, **TURNOVER, **STEERING, **STOCK, **UPGRADES, **DELAYS, **MISJUDGED, **SPECIALIST,
        **NEIGHBOURS, **NATIONAL, **RESERVE, **CASELOAD, **STAYS, **AGREEMENTS, "demand.week_cv": 0.5,
        "assignment.in_hand_limit_per_investigator": 3.0,
        "demand.bursts": {"release": {"stream": "image", "date": "2021-05-01", "days": 3, "reports": 300}},
    },
}  # fmt: skip
"""Changes to the small settings, by what they show."""


def small_world(name: str, changes: dict[str, Any] | None = None) -> Settings:
    """The small settings with these rules, and more changes."""
    return small_settings({**RULES[name], **(changes or {})})
