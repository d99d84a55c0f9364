"""Overrides that choose: a file of a group, a question of the verb tune, or several values of which a run has one."""

import re
from collections.abc import Iterator, Sequence

from hydra.core.config_loader import ConfigLoader
from hydra.core.override_parser.overrides_parser import OverridesParser

from tbkk_sim.cli.paths import conf_dir
from tbkk_sim.problem import Phrase, Problem, listed
from tbkk_sim.settings.asked import quoted

TUNE, SCENARIO = "tune", "scenario"
NOT_A_QUESTION = "objectives"
"""The file that the questions of the verb tune share."""


def questions() -> list[str]:
    """Give the names of the questions that the verb tune can answer."""
    return [file.stem for file in sorted((conf_dir() / TUNE).glob("*.yaml")) if file.stem != NOT_A_QUESTION]


def chooses(loader: ConfigLoader, typed: str) -> Problem | None:
    """Say what may be chosen of the group to which a value was given that is no choice.

    Args:
        loader: Knows the files.
        typed: The override.

    Returns:
        The problem; None: it sets no group.
    """
    group = _key_of(typed)
    options = questions() if group == TUNE else loader.get_group_options(group)
    if not options:
        return None
    says = Phrase("chooses a file of a group; allowed: {allowed}", allowed=listed(options, 30))
    return Problem(typed, says, Phrase("as in {command}", command=_choice(group, options[0])))


def forced(loader: ConfigLoader, typed: str) -> Problem:
    """Say how the choice of a file is written that was typed with ++."""
    group, name = _key_of(typed), typed.partition("=")[2]
    if name in loader.get_group_options(group):
        return Problem(typed, Phrase("++ does not go with a choice of files"), _write(_choice(group, name)))
    return chooses(loader, typed) or Problem(typed, Phrase("++ does not go with a choice of files"))


def of_tuning(overrides: Sequence[str]) -> Iterator[Problem]:
    """Name overrides that only the verb tune takes, where it was not typed: it has a question."""
    typed = [override for override in overrides if not override.startswith("~")]
    theirs = [override for override in typed if _key_of(override).split(".")[0].split("@")[0] == TUNE]
    known = questions()
    if theirs and not any(override in (f"+{TUNE}={name}" for name in known) for override in theirs):
        yield _without_verb(theirs[0])


def with_question(typed: Sequence[str]) -> Problem:
    """Say that the question of a run belongs to the verb tune."""
    return _without_verb(next((of for of in typed if _key_of(of).split(".")[0] == TUNE), TUNE))


def _without_verb(typed: str) -> Problem:
    known = questions()
    name = typed.partition("=")[2]
    question = name if _key_of(typed) == TUNE and name in known else _question_of(typed) or known[-1]
    words = [TUNE, f"{TUNE}={question}", *([quoted(typed.lstrip("+"))] if "." in _key_of(typed) else [])]
    return Problem(typed, Phrase("is of the verb tune, which was not typed"), _write(" ".join(words)))


def _question_of(typed: str) -> str:
    """The question to which a key such as tune.where.extra_fte belongs; empty: to no single one."""
    parts = _key_of(typed).split(".")
    return parts[1] if len(parts) > 2 and parts[1] in questions() else ""


def one_run(loader: ConfigLoader, typed: str) -> Problem:
    """Say what to do with an override that gives several values, by choice, range, interval or glob, to one run."""
    override = OverridesParser.create(config_loader=loader).parse_override(typed)
    key = override.get_key_element()
    if not override.is_discrete_sweep():
        hint = Phrase("a run for each of some values: {command}", command=f"--multirun {key}=1,2")
        return Problem(typed, Phrase("does not say which values are to be run"), hint)
    if re.match(r"glob\(", typed.partition("=")[2]) and not loader.get_group_options(_key_of(typed)):
        hint = Phrase("a run for each of some values: {command}", command=f"--multirun {key}=1,2")
        return Problem(typed, Phrase("glob() chooses among the files of a group, and this is none"), hint)
    hint = Phrase("a run for each: {command}", command=f"--multirun {quoted(typed)}")
    return Problem(typed, Phrase("has several values"), hint)


def _write(command: str) -> Phrase:
    return Phrase("write {command}", command=command)


def _choice(group: str, name: str) -> str:
    return f"+{group}={name}" if group == SCENARIO else f"{TUNE} {TUNE}={name}" if group == TUNE else f"{group}={name}"


def _key_of(typed: str) -> str:
    return typed.partition("=")[0].lstrip("+~/").strip()
