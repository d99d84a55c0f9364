"""Overrides that choose: a file of a group, a question of the verb tune, or several values of which a run has one."""

import re
from collections.abc import Iterator, Sequence

from hydra.core.config_loader import ConfigLoader
from hydra.core.override_parser.overrides_parser import OverridesParser

from tbkk_sim.config.hydra_settings import OF_PROGRAM
from tbkk_sim.config.paths import CONFIG_NAME, NOT_A_QUESTION, SCENARIO, TUNE, conf_dir, flags_of
from tbkk_sim.problem import Phrase, Problem, SettingsError, closest, listed
from tbkk_sim.settings.asked import command_of, is_of_a_question, quoted

TAKES_ONE = Phrase("the group {group} takes one name; allowed: {allowed}")


def questions() -> list[str]:
    """Give the names of the questions that the verb tune can answer."""
    return [file.stem for file in sorted((conf_dir() / TUNE).glob("*.yaml")) if file.stem != NOT_A_QUESTION]


def check_question(name: str) -> None:
    """Refuse a question that the verb tune cannot answer.

    Raises:
        SettingsError: it is none of those.
    """
    if name not in questions():
        says = Phrase("is not a question; allowed: {allowed}", allowed=", ".join(questions()))
        raise SettingsError([Problem(f"{TUNE}={name}", says, closest(name, questions(), f"{TUNE}={{}}"))])


def objectives() -> list[str]:
    """Give the names of what a question can ask to be small."""
    import yaml

    text = (conf_dir() / TUNE / f"{NOT_A_QUESTION}.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text)["objectives"])


def sweep_of(
    loader: ConfigLoader, overrides: Sequence[str], config_name: str | None, typed: str = "", instead: str = ""
) -> str:
    """The whole command that makes a run for each of several values."""
    folders = {of.provider: str(of.path).removeprefix("file://") for of in loader.get_search_path().get_path()}
    own = [word for word in overrides if word.partition("=")[0] not in OF_PROGRAM and not is_of_a_question(word)]
    words = [instead if word == typed else word for word in own]
    return command_of(*flags_of(folders, config_name or CONFIG_NAME), "--multirun", *words)


def chooses(loader: ConfigLoader, typed: str) -> Problem | None:
    """Say what may be chosen of the group to which a value was given that is no choice.

    Returns:
        The problem; None: it sets no group, or chooses a file that there is.
    """
    group = _key_of(typed)
    options = questions() if group == TUNE else loader.get_group_options(group)
    if not options or typed.partition("=")[2] in options:
        return None
    says = Phrase("chooses a file of a group; allowed: {allowed}", allowed=listed(options, 30))
    return Problem(typed, says, Phrase("as in {command}", command=_choice(group, options[0])))


def choose_lists(loader: ConfigLoader, overrides: Sequence[str], config_name: str | None) -> Iterator[Problem]:
    """Name overrides that give a list to a group of which a run has one file; Hydra would take the last.

    Scenarios are the only ones that stack.
    """
    for typed in overrides:
        found = re.match(r"[+~]*([\w/]+)(?:@[\w.]*)?=\s*\[(.*)\]\s*$", typed)
        if found and found[1] != SCENARIO and (options := loader.get_group_options(found[1])):
            names = [name for word in found[2].split(",") if (name := word.strip(" '\"")) in options]
            allowed = questions() if found[1] == TUNE else options
            says = Phrase(TAKES_ONE, group=found[1], allowed=listed(allowed, 30))
            one = _choice(found[1], (names or allowed)[0])
            hint = _write(one) if names else Phrase("as in {command}", command=one)
            if len(names) > 1 and found[1] != TUNE:
                each = sweep_of(loader, overrides, config_name, typed, f"{found[1]}={','.join(names)}")
                hint = Phrase("write {command}; a run for each: {each}", command=one, each=each)
            yield Problem(typed, says, hint)


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


def one_run(loader: ConfigLoader, typed: str, overrides: Sequence[str], config_name: str) -> Problem:
    """Say what to do with an override that gives several values, by choice, range, interval or glob, to one run."""
    override = OverridesParser.create(config_loader=loader).parse_override(typed)
    some = sweep_of(loader, overrides, config_name, typed, f"{override.get_key_element()}=1,2")
    of_some = Phrase("a run for each of some values: {command}", command=some)
    if not override.is_discrete_sweep():
        return Problem(typed, Phrase("does not say which values are to be run"), of_some)
    if re.match(r"glob\(", typed.partition("=")[2]) and not loader.get_group_options(_key_of(typed)):
        return Problem(typed, Phrase("glob() chooses among the files of a group, and this is none"), of_some)
    hint = Phrase("a run for each: {command}", command=sweep_of(loader, overrides, config_name))
    return Problem(typed, Phrase("has several values"), hint)


def several_values(loader: ConfigLoader, typed: str, overrides: Sequence[str], config_name: str) -> Problem:
    """Say what to do with an override that gives several values, with commas between them, to one run."""
    from tbkk_sim.settings.schema_errors import may_be_list, may_be_text, range_at

    key, _, values = typed.partition("=")
    path = key.lstrip("+").split(".")
    allowed, sweep = range_at(path), sweep_of(loader, overrides, config_name)
    hint = Phrase("give one value; a run for each: {command}", command=sweep)
    if path == [SCENARIO] or may_be_list(path):
        all_of = f'"{key}=[{values}]"'
        hint = Phrase("all in one run: {typed}; a run for each: {command}", typed=all_of, command=sweep)
    elif allowed and allowed.kind is float and re.fullmatch(r"-?\d+,\d+", values):
        number = values.replace(",", ".")
        says = "a number has a decimal point: {typed}; a run for each: {command}"
        hint = Phrase(says, typed=f"{key}={number}", command=sweep)
    elif may_be_text(path):
        hint = Phrase("a text with a comma is written in quotes: \"{key}='{values}'\"", key=key, values=values)
    return Problem(typed, Phrase("has several values"), hint)


def _write(command: str) -> Phrase:
    return Phrase("write {command}", command=command)


def _choice(group: str, name: str) -> str:
    return f"+{group}={name}" if group == SCENARIO else f"{TUNE} {TUNE}={name}" if group == TUNE else f"{group}={name}"


def _key_of(typed: str) -> str:
    return typed.partition("=")[0].lstrip("+~/").strip()
