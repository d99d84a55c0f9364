"""The few settings of Hydra's own that are of use here; all others are refused, whatever their value.

Hydra has some hundred settings. Most of them choose which code runs, where it logs and how its help looks; a wrong
value is found, if at all, in the middle of its own code. So what may be set is listed here, with what it may be.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tbkk_sim.config.data_only import code_in_hydra
from tbkk_sim.problem import Phrase, Problem, listed, not_allowed

LOG_LINE = "tbkk_sim: %(message)s"
"""A line of the log on the screen."""

LEVELS = ("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG")
LOGGING = ("default", "disabled", "none", "stdout")


def _is_path(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip() != ""


def _one_of(*words: Any) -> Callable[[Any], bool]:
    return lambda value: any(value is word or (isinstance(value, str) and value == word) for word in words)


PATH, LEVEL = Phrase("the path of a folder"), Phrase(", ".join(LEVELS))
ALLOWED: dict[str, tuple[Callable[[Any], bool], Phrase]] = {
    "hydra.run.dir": (_is_path, PATH),
    "hydra.sweep.dir": (_is_path, PATH),
    "hydra.sweep.subdir": (_is_path, PATH),
    "hydra.mode": (_one_of("RUN", "MULTIRUN", None), Phrase("RUN or MULTIRUN")),
    "hydra.verbose": (lambda value: isinstance(value, bool), Phrase("true or false")),
    "hydra.job_logging.root.level": (_one_of(*LEVELS), LEVEL),
    "hydra.hydra_logging.root.level": (_one_of(*LEVELS), LEVEL),
    "hydra/job_logging": (_one_of(*LOGGING), Phrase(", ".join(LOGGING))),
    "hydra/hydra_logging": (_one_of(*LOGGING), Phrase(", ".join(LOGGING))),
}
"""The settings of Hydra that may be set: a check of the value, and the range that is allowed."""
OF_PROGRAM = {
    "hydra.output_subdir": None,
    "hydra.job.name": "tbkk_sim",
    "hydra.job.chdir": False,
    "hydra.callbacks.sweep_table._target_": "tbkk_sim.cli.verbs.sweep.SweepTable",
    "hydra.job_logging.formatters.message.format": LOG_LINE,
    "hydra.hydra_logging.formatters.message.format": LOG_LINE,
    "hydra.job_logging.handlers.console.formatter": "message",
    "hydra.hydra_logging.handlers.console.formatter": "message",
    "hydra.job_logging.handlers.console.stream": "ext://sys.stderr",
    "hydra.hydra_logging.handlers.console.stream": "ext://sys.stderr",
}
"""The settings of Hydra that the program sets itself, and that may be repeated."""
SWEPT = "hydra.sweeper.params."
"""Values of a sweep, by the key of a setting."""


def wrong_overrides(overrides: Sequence[str]) -> Iterator[Problem]:
    """Name overrides of Hydra's settings that are of no use here, or have a wrong value."""
    from hydra.core.override_parser.overrides_parser import OverridesParser  # the log knows this module, without Hydra
    from hydra.errors import HydraException

    for typed in overrides:
        if not re.match(r"[+~/]*hydra(?![\w-])", typed):
            continue
        try:
            override = OverridesParser.create().parse_override(typed)
            value = None if override.is_sweep_override() else plain(override.value())
        except HydraException:
            continue  # said when it is composed
        key = override.key_or_group.lstrip("/")
        if override.is_delete() or override.is_sweep_override() or override.package is not None:
            yield Problem(typed, Phrase("cannot be deleted, moved or swept: it is Hydra's own"))
        else:
            yield from _wrong(key, value)


def wrong_in_file(of_hydra: Any, path: str) -> Iterator[Problem]:
    """Name what a file sets of Hydra's settings that is of no use here, or has a wrong value."""
    for problem in _wrong("hydra", of_hydra):
        yield Problem(problem.key, Phrase("{says} ({path})", says=problem.says, path=path), problem.hint)


def _wrong(key: str, value: Any) -> Iterator[Problem]:
    code = (
        [] if key in OF_PROGRAM and value == OF_PROGRAM[key] else list(code_in_hydra(_nested(key, value).get("hydra")))
    )
    if code and not isinstance(value, Mapping):
        yield from code
        return
    if key in ALLOWED:
        is_right, allowed = ALLOWED[key]
        if not is_right(value):
            yield not_allowed(key, value, allowed)
    elif key in OF_PROGRAM:
        if value != OF_PROGRAM[key] or isinstance(value, bool) is not isinstance(OF_PROGRAM[key], bool):
            yield _refused(key)
    elif isinstance(value, Mapping) and value and key.startswith("hydra") and "/" not in key:
        for name, below in value.items():
            yield from _wrong(f"{key}.{name}", below)
    elif not key.startswith(SWEPT) or isinstance(value, Mapping):
        yield _refused(key)


def _refused(key: str) -> Problem:
    says = "is a setting of Hydra that has no use here, or not with this value; allowed of Hydra: {allowed}"
    return Problem(key, Phrase(says, allowed=listed([*ALLOWED, f"{SWEPT}..."])))


def _nested(key: str, value: Any) -> dict[str, Any]:
    first, _, rest = key.partition(".")
    return {first: _nested(rest, value) if rest else value}


def plain(value: Any) -> Any:
    """Values of an override as Python's own: a quoted text is a text."""
    if isinstance(value, Mapping):
        return {plain(key): plain(below) for key, below in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return getattr(value, "text", value)
