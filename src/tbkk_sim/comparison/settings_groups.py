"""Settings in the groups by which a difference is explained, and settings mixed from two runs."""

from typing import Any

from pydantic import ValidationError

from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.problem import Phrase, SettingsError, joined, message_of
from tbkk_sim.runs.changes import leaves
from tbkk_sim.settings import Settings

GROUPS = ("demand", "complexity", "staff", "steering", "collaboration", "tools", "chain", "costs")
"""Groups of settings that can differ: reports; classes, steps and hours of cases; people and working time; triage,
agreements, assignment and steering; sharing rules; the levers of tools; what comes after a case; and prices."""
TOOLS_IN_TRIAGE = ("hours_factor", "automatic_share")
VIEWING = "viewing_hours_per_day"
"""Setting of a step that belongs to working time."""
OF_THE_RUN = ("name", "question", "language", "engine", "seed", "run")
"""Settings that belong to no group: they change no rule and no number of the model, or pairing breaks."""
_GROUP_OF = {
    "demand": "demand",
    "casework": "complexity",
    "staffing": "staff",
    "capacity": "staff",
    "exposure": "staff",
    "calendar": "staff",
    "triage": "steering",
    "agreements": "steering",
    "assignment": "steering",
    "steering": "steering",
    "collaboration": "collaboration",
    "chain": "chain",
    "costs": "costs",
}


class MixError(ValueError):
    """Settings of two runs that cannot be mixed."""


def group_of(key: str) -> str | None:
    """The group of a setting, from its full key; None: it belongs to the run as such."""
    top, _, rest = key.partition(".")
    below = rest.partition(".")[0]
    if (top, below) == ("casework", "tools") or (top == "triage" and below in TOOLS_IN_TRIAGE):
        return "tools"
    return "staff" if key.rpartition(".")[-1] == VIEWING else _GROUP_OF.get(top)


def changes(runs: list[Settings]) -> dict[str, list[Any]]:
    """Settings that are not the same in all runs: full key, and its value in each (None: not there)."""
    flat = [{".".join(key): value for key, value in leaves(of.model_dump(mode="json"))} for of in runs]
    keys = dict.fromkeys(key for values in flat for key in values if group_of(key))
    rows = {key: [of.get(key) for of in flat] for key in keys}
    return {key: values for key, values in rows.items() if any(value != values[0] for value in values)}


def groups_that_differ(a: Settings, b: Settings) -> list[str]:
    """Groups in which two runs differ, in order."""
    found = {group_of(key) for key in changes([a, b])}
    return [group for group in GROUPS if group in found]


def mixed(a: Settings, b: Settings, of_b: frozenset[str]) -> Settings:
    """The settings of A, with those of these groups as in B.

    Raises:
        MixError: together they are no settings that can run.
    """
    tree_a, tree_b = a.model_dump(mode="json"), b.model_dump(mode="json")

    def source(group: str) -> dict[str, Any]:
        return tree_b if group in of_b else tree_a

    tree = dict(tree_a)
    for top, group in _GROUP_OF.items():
        tree[top] = dict(source(group)[top])
    tools = source("tools")
    tree["casework"]["tools"] = tools["casework"]["tools"]
    viewing = {name: step[VIEWING] for name, step in source("staff")["casework"]["steps"].items()}
    steps = tree["casework"]["steps"].items()
    tree["casework"]["steps"] = {name: {**step, VIEWING: viewing.get(name, step[VIEWING])} for name, step in steps}
    tree["triage"] |= {key: tools["triage"][key] for key in TOOLS_IN_TRIAGE}
    try:
        settings = Settings.model_validate(tree)
        compile_parameters(settings)
    except (ValidationError, ValueError) as error:
        what = ", ".join(group for group in GROUPS if group in of_b)
        says = Phrase(
            "{groups} of {other} cannot go with the rest of {run}: {why}",
            groups=what,
            other=b.name,
            run=a.name,
            why=_why(error),
        )
        raise MixError(says) from None
    return settings


def _why(error: Exception) -> str:
    """The problem, in the words of the error that reported it."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        error = first.get("ctx", {}).get("error", ValueError(first["msg"]))
    if isinstance(error, SettingsError):
        return joined([Phrase("{key}: {says}", key=of.key, says=of.says) for of in error.problems], "; ")
    return message_of(error)
