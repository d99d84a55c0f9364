"""Small settings with two roles, whose posts and plans are reckoned by hand."""

from typing import Any

from tbkk_sim.settings import Settings
from tests.builders import small_settings

ROLES = {
    "looker": {"label": "Looker", "skills": ["triage", "enrich"]},
    "server": {"label": "Server", "skills": ["search", "dossier"]},
    "typist": {"label": "Typist", "skills": ["dossier"]},
}


def two_units(capital: int = 10, coast: int = 10, **changes: Any) -> Settings:
    """Two units with lookers for 40 % and servers for 60 %, and no typists unless a plan brings them."""
    units = {"capital": {"label": "Capital", "posts": capital}, "coast": {"label": "Coast", "posts": coast}}
    values = {
        "staffing.units": units,
        "staffing.roles": ROLES,
        "staffing.role_share": {"looker": 0.4, "server": 0.6},
    }
    return small_settings({**values, **changes})


def step(posts: int, date: str = "2021-06-01", role: str | None = None, unit: str = "coast") -> dict[str, Any]:
    """A step of a plan."""
    return {"unit": unit, "role": role, "date": date, "posts": posts}


def with_plan(capital: int = 10, coast: int = 10, /, **steps: dict[str, Any]) -> Settings:
    """The two units with a plan, its steps in the order in which they are written."""
    return two_units(capital, coast, **{"staffing.plan": steps})
