"""The command behind a run, as typed: every page can name it and say how to make the run again."""

import json
import os
import re
import shlex
from collections.abc import Mapping
from typing import Any, Self

from tbkk_sim.settings.schema import Schema

PROGRAM = ("python", "-m", "tbkk_sim")
READ_BETWEEN_QUOTES = r'["$`]|\\$' if os.name == "nt" else r'["$`!]|\\$|\\\\'
"""Marks that a shell reads between double quotes: bash expands ! as one types; on Windows a path begins with \\\\."""
QUESTION = "tune"
"""The group of overrides of a tuning study."""
NOT_OF_THE_MODEL = ("name", "question", "language", "engine", "seed", "run", "scenario", "hydra", QUESTION)
"""Overrides that a page says elsewhere (period, futures, seed), or that change nothing in a future."""


class Asked(Schema):
    """The words typed for one run. They are no setting: runs that were asked for in two ways are equal."""

    flags: tuple[str, ...] = ()
    """Flags that say where the configuration is, such as --config-dir."""
    overrides: tuple[str, ...] = ()
    """Overrides as given, in their order, the choice of scenarios among them."""
    scenarios: tuple[str, ...] = ()
    """Names of the scenarios."""

    @property
    def by_flag(self) -> dict[str, str]:
        """Words behind the flags: the folders of config files that are not conf/, and the name of the first file."""
        return dict(zip(self.flags[::2], self.flags[1::2], strict=True))

    @property
    def changed(self) -> tuple[str, ...]:
        """Overrides that change the model on top of the scenarios; of two of one key, the last."""
        last = {key_of(override): override for override in self.overrides}
        kept = [override for override in self.overrides if last[key_of(override)] == override]
        return tuple(dict.fromkeys(override for override in kept if is_of_the_model(override)))

    def has(self, key: str) -> bool:
        """True if this key was given."""
        return any(key_of(override) == key for override in self.overrides)

    def with_overrides(self, *more: str) -> Self:
        """The same with these instead of what was given for their keys, or on top."""
        keys = {key_of(override) for override in more}
        kept = [override for override in self.overrides if key_of(override) not in keys]
        return self.model_copy(update={"overrides": (*kept, *more)})

    @property
    def command(self) -> str:
        """The command that makes the run again, quoted for a shell."""
        return command_of(*self.flags, *self.overrides)


def command_of(*words: str) -> str:
    """A command of this program, quoted for a shell."""
    return " ".join(map(quoted, (*PROGRAM, *words)))


def quoted(word: str) -> str:
    """A word as cmd.exe, PowerShell and bash all take it, as far as one form can.

    cmd.exe knows double quotes only, between which the other two still read some marks. A word with such a mark gets
    the single quotes of PowerShell and bash, and one with single quotes too those of bash.
    """
    if re.fullmatch(r"[\w+=:./][\w+=:./-]*|-[\w=-]*", word, re.ASCII):
        return word
    if not re.search(READ_BETWEEN_QUOTES, word):
        return f'"{word}"'
    return shlex.quote(word)


def key_of(override: str) -> str:
    """The key, or the group, that an override sets."""
    return override.lstrip("+~").partition("=")[0].strip().lstrip("/").partition("@")[0]


def is_of_the_model(override: str) -> bool:
    """True if an override changes the model, rather than the run, its name, or how it is shown."""
    return re.split(r"[./]", key_of(override))[0] not in NOT_OF_THE_MODEL


def is_of_a_question(override: str) -> bool:
    """True if an override is of a tuning study, not of the run that it is about."""
    return re.split(r"[./]", key_of(override))[0] == QUESTION


def override_of(key: str, value: Any) -> str:
    """An override that sets a value, whether it was there or not."""
    return f"++{key}={written(value)}" if "." in key else f"{key}={written(value)}"


def written(value: Any) -> str:
    """A value as the command line reads it."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{written(name)}:{written(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(written, value)) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    if re.fullmatch(r"[A-Za-z_][\w.-]*|\d{4}-\d{2}-\d{2}", value) and value.lower() not in ("true", "false", "null"):
        return value
    return "'" + value.replace("'", "\\'") + "'"


def shown(override: str) -> str:
    """An override as a reader sees it: without the marks that only the command line needs."""
    return override.lstrip("+")


def in_brief(override: str, longest: int | None = None) -> str:
    """Write an override as a name or a title has room for it: of a table its values, without their keys.

    Args:
        override: As typed.
        longest: Characters at most with the values of a table; if there are more, an ellipsis stands for them.
    """
    text = shown(override)
    key, _, value = text.partition("=")
    if not value.startswith("{") or not value.strip("{ }"):
        return text
    table = re.fullmatch(r"\{([^][{}'\"\\]*)\}", value)  # of a table in a table, an ellipsis says that it is there
    values = ", ".join(part.partition(":")[2].strip() for part in table[1].split(",")) if table else ""
    brief = f"{key} ({values})"
    return brief if table and (longest is None or len(brief) <= longest) else f"{key}={{\N{HORIZONTAL ELLIPSIS}}}"
