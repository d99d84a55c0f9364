"""Commands that a page proposes: they carry all overrides of the run, are quoted for a shell, and run as they stand."""

import re

from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import Asked, command_of, key_of

MEASURE = "staffing.hiring.national_limit_per_month"
LIMITS = (2, 4)
"""Limits on newcomers a month; the first that differs from that of the run is proposed."""
SCENARIOS = ("hire_ahead", "tools", "no_replacement")
"""Scenarios; the first that the run is not built on is proposed."""
OF_THE_OUTCOME = ("name", "question", "scenario")
"""Overrides that a comparison states in its own way."""


def measure_commands(settings: Settings) -> list[str]:
    """Compare the run with itself and a measure on top: a setting, and another scenario; none if nothing is known."""
    asked = settings.asked or Asked(scenarios=tuple(settings.name.split("+")))
    if "--config-path" in asked.flags or "--config-name" in asked.flags:  # compare has the usual configuration only
        return []
    limit = next(limit for limit in LIMITS if limit != settings.staffing.hiring.national_limit_per_month)
    other = next(name for name in SCENARIOS if name not in asked.scenarios)
    base = "+".join(asked.scenarios) or "baseline"
    stacked = "+".join((*asked.scenarios, other))
    return [_compare(asked, base, base, f"++{MEASURE}={limit}"), _compare(asked, base, stacked)]


def help_command(settings: Settings) -> str:
    """List the scenarios, those of the user's own folder among them."""
    return command_of("--help", *(settings.asked.flags if settings.asked else ()))


def _compare(asked: Asked, base: str, other: str, *measure: str) -> str:
    """A comparison of two runs that have all overrides in common, and a measure of the second."""
    overrides = [_tight(override) for override in asked.overrides if key_of(override) not in OF_THE_OUTCOME]
    common = [override for override in overrides if " " not in override]  # a word with a space is a run of its own
    own = [override for override in overrides if " " in override]
    runs = (base, *own), (other, *own, *measure)
    return command_of("compare", *asked.flags, *(" ".join(map(_escaped, run)) for run in runs), *common)


def _escaped(word: str) -> str:
    """A word of a run that compare reads as one word, without quotes within the quotes of the shell."""
    return re.sub(r"([^\w+=:./,@%~-])", r"\\\1", word, flags=re.ASCII)


def _tight(override: str) -> str:
    """An override without the spaces that a table or list may have between its parts."""
    return override if re.search("['\"]", override) else re.sub(r"([:,\[{])\s+|\s+(?=[\]},])", r"\1", override)
