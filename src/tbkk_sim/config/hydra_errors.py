"""Problems made of the errors of Hydra and YAML.

Hydra has one type of error for most of what can be wrong, with the key, the value and the fault in its text only, and
OmegaConf names a setting that a reference lacks in its text only. So that text is read, in this module alone, and only
where neither an attribute nor the override says it; tests/cli/test_wrong_input.py tells when a new version of Hydra
writes another.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from hydra.core.config_loader import ConfigLoader
from hydra.errors import HydraException, MissingConfigException, OverrideParseException
from hydra.types import RunMode
from omegaconf.errors import GrammarParseError, InterpolationKeyError, MissingMandatoryValue, OmegaConfBaseException

from tbkk_sim.config.choices import chooses, forced, of_tuning, one_run, several_values
from tbkk_sim.config.config_file import can_be_read
from tbkk_sim.config.hydra_settings import OF_PROGRAM
from tbkk_sim.config.unknown_keys import unknown_key, value_of
from tbkk_sim.problem import Phrase, Problem, SettingsError, closest, listed
from tbkk_sim.settings.asked import quoted
from tbkk_sim.settings.renamed import NEW_CLASSES, new_key, renamed, word_now
from tbkk_sim.settings.yaml_errors import LEAVE_OUT, NO_REFERENCE

CANNOT_HAVE = Phrase("cannot have this value")
NOT_TOGETHER = Phrase("cannot be put together with the rest")
NO_OVERRIDE = Phrase("is not an override; write key=value, or +scenario=name")


@contextmanager
def explained(
    loader: ConfigLoader, overrides: Sequence[str], config_name: str, *, composing: bool = False
) -> Iterator[None]:
    """Turn what Hydra and YAML raise into a SettingsError.

    Args:
        loader: The loader of config files.
        overrides: What was typed.
        config_name: Name of the first config file.
        composing: Nothing but composing is done, so that any error is one of what was typed.
    """
    try:
        yield
    except SettingsError:
        raise
    except Exception as error:
        if nameless := [override for override in overrides if re.fullmatch(r"[+~]+(?:=.*)?|=.*", override)]:
            raise SettingsError(Problem(override, NO_OVERRIDE) for override in nameless) from None
        if problems := list(of_tuning(overrides)):
            raise SettingsError(problems) from None
        problem = _explained(error, loader, overrides, config_name)
        if problem is None and composing:
            problem = Problem("", NOT_TOGETHER)
        if problem is None:
            raise
        if not problem.key:
            typed = _to_blame(loader, overrides, config_name)
            chosen = chooses(loader, typed) if problem.says is NOT_TOGETHER else None
            problem = chosen or replace(problem, key=typed)
        raise SettingsError([problem]) from None


def _explained(error: Exception, loader: ConfigLoader, overrides: Sequence[str], config_name: str) -> Problem | None:
    """Say what an error of Hydra, of OmegaConf or of YAML means; None: it is none of theirs."""
    problem = None
    match error:
        case OverrideParseException():
            problem = _unreadable(error)
        case MissingConfigException():
            problem = _missing_file(error, loader)
        case HydraException():
            problem = _composition(str(error), loader, overrides, config_name)
        case OmegaConfBaseException():
            problem = problem_of_value(error)
        case ValueError() | TypeError():
            problem = _not_a_choice(loader, overrides)
    return problem


def problem_of_value(error: OmegaConfBaseException) -> Problem:
    """Say what is wrong with a value that OmegaConf cannot make a value of the config."""
    key = str(error.full_key or "")
    if isinstance(error, MissingMandatoryValue):
        return Problem(key, Phrase("needs a value"))
    if isinstance(error, InterpolationKeyError) and (
        match := re.search(r"Interpolation key '(.*?)' not found", str(error))
    ):
        return Problem(key, Phrase("refers to '{name}', which is not a setting", name=match[1]))
    if isinstance(error, GrammarParseError):
        return Problem(key, NO_REFERENCE, LEAVE_OUT)
    if "Recursive interpolation" in str(error):
        return Problem(key, Phrase("refers to itself"))
    return Problem(key, CANNOT_HAVE)


def _to_blame(loader: ConfigLoader, overrides: Sequence[str], config_name: str) -> str:
    """Give the first override that was typed without which the rest can be composed; all if there is none."""

    def composes(rest: Sequence[str]) -> bool:
        try:
            loader.load_configuration(config_name, [*rest], run_mode=RunMode.MULTIRUN, validate_sweep_overrides=False)
        except Exception:  # whatever else is wrong with it
            return False
        return True

    typed = [override for override in overrides if override.partition("=")[0] not in OF_PROGRAM]
    if not composes(overrides):
        for override in typed:
            if composes([other for other in overrides if other is not override]):
                return override
    return " ".join(typed) or config_name


def _not_a_choice(loader: ConfigLoader, overrides: Sequence[str]) -> Problem | None:
    """A group of the configuration for which something else than a name was given; None: there is none."""
    wrong = [o for o in overrides if re.fullmatch(r"[+~]*[\w/@]+=\s*(?:null|\{.*\}|\[.*[\[{].*\]|[-\d.]+)\s*", o)]
    return next(filter(None, (chooses(loader, of) for of in wrong)), None)


def _unreadable(error: OverrideParseException) -> Problem:
    override = error.override
    if "=" not in override:
        return Problem(override, NO_OVERRIDE)
    key, _, value = override.partition("=")
    if value and all(sign.isdigit() or sign in ".,+-" for sign in value) and not value.isascii():
        return Problem(override, Phrase("cannot be read"), Phrase("write a number in the digits 0-9"))
    if in_quotes := re.search(r"[{,]\s*[\"'](\w+)[\"']\s*:\s*([^,}]*)", value):
        one = f"++{key.lstrip('+')}.{in_quotes[1]}={in_quotes[2].strip()}"
        hint = Phrase("a name in a table stands without quotes; one value alone: {one}", one=one)
        return Problem(override, Phrase("cannot be read"), hint)
    if without := re.sub("[\"']", "", key) if re.search("[\"']", key) else "":
        hint = Phrase("a key stands without quotes: {typed}", typed=f"{without}={value}")
        return Problem(override, Phrase("cannot be read"), hint)
    hint = Phrase("quote a value with special signs, such as \"{key}='a b, c'\"", key=key)
    return Problem(override, Phrase("cannot be read"), hint)


def _missing_file(error: MissingConfigException, loader: ConfigLoader) -> Problem:
    group, _, option = str(error.missing_cfg_file or "").strip("/").rpartition("/")
    options = loader.get_group_options(group) if group else []
    if options:
        says = Phrase("there is no such {group}; allowed: {allowed}", group=group, allowed=listed(options, 30))
        return Problem(f"{group}={option}", says, word_now(group, option) or closest(option, options))
    folders = [str(of.path).removeprefix("file://") for of in loader.get_search_path().get_path()]
    theirs = [folder for folder in folders if "://" not in folder]
    missing = f"{group}/{option}.yaml".lstrip("/")
    return Problem(missing, Phrase("there is no such file in {folders}", folders=listed(theirs)))


def _twice(match: re.Match[str], overrides: Sequence[str]) -> Problem:
    group = match[1]
    typed = [override for override in overrides if override.lstrip("+").partition("=")[0] == group]
    names = [override.partition("=")[2].strip("[]") for override in typed]
    if not typed:
        return Problem(group, Phrase("is given more than once"))
    if group == "scenario":
        hint = Phrase('stack them: "+{group}=[{names}]"', group=group, names=",".join(names))
        return Problem(f"+{group}", Phrase("is given more than once"), hint)
    if len(typed) > 1:
        hint = Phrase("choose one: {choice}", choice=f"{group}={names[-1]}")
        return Problem(" ".join(typed), Phrase("is given more than once"), hint)
    hint = Phrase("write {key}, without +", key=f"{group}={''.join(names)}")
    return Problem(" ".join(typed), Phrase("adds a choice where there is one"), hint)


def _without_plus(match: re.Match[str], overrides: Sequence[str]) -> Problem:
    typed = f"{match[1]}={value_of(match[1], overrides)}"
    return Problem(typed, Phrase("this group has no choice to replace"), Phrase("write +{typed}", typed=typed))


def _with_plus(match: re.Match[str], overrides: Sequence[str]) -> Problem:
    hint = Phrase("write {key}, without +", key=quoted(f"{match[1]}={value_of(match[1], overrides)}"))
    return Problem(f"+{match[1]}", Phrase("is there already"), hint)


def _cannot_merge(match: re.Match[str], _: Sequence[str]) -> Problem:
    if "DictConfig" not in match[2]:
        return Problem(match[1], Phrase("cannot be put on top of the rest"))
    says = (
        "cannot be put on top of the rest: it has a list or a single value where the rest has a table, or the reverse"
    )
    return Problem(match[1], Phrase(says))


def _has_another_value(match: re.Match[str], _: Sequence[str]) -> Problem:
    hint = Phrase("write ~{key}, without a value", key=match[1])
    return Problem(f"~{match[1]}", Phrase("has another value than this, so it is not taken away"), hint)


def _not_there(match: re.Match[str], _: Sequence[str]) -> Problem:
    if new := new_key(match[1], NEW_CLASSES):
        return renamed(f"~{match[1]}", new, quoted(f"~{new}"))
    return Problem(f"~{match[1]}", Phrase("is not there, so it cannot be taken away"))


def _cannot_be_set(match: re.Match[str], _: Sequence[str]) -> Problem:
    key, _, value = match[1].lstrip("+~").partition("=")
    if "${" in value and not can_be_read(value):
        return Problem(match[1], NO_REFERENCE, LEAVE_OUT)
    return Problem(match[1], _cannot_have(key))


def _cannot_have(key: str) -> Phrase:
    from tbkk_sim.settings.schema_errors import allowed_at

    allowed = allowed_at(key.split("."))
    return Phrase("cannot have this value; allowed: {range}", range=allowed) if allowed else CANNOT_HAVE


def _no_group(match: re.Match[str], _: Sequence[str]) -> Problem:
    return Problem(match[1], Phrase("looks like a choice of a group, and there is no such group"))


_WORDS = (
    (r"Multiple values for (\w+)", _twice),
    (r"(\S+) appears more than once in the final defaults list", _twice),
    (r"Could not override '(.*?)'\. No match in the defaults list", _without_plus),
    (r"Could not append to config\. An item is already at '(.*?)'", _with_plus),
    (r"Could not delete from config\. The value of '(.*?)'", _has_another_value),
    (r"Could not delete[^']*'(.*?)'", _not_there),
    (r"Error merging override (.*)", _cannot_be_set),
    (r"Override (.*?) looks like a config group", _no_group),
    (r"In '(.*?)': \w+ raised while composing config:\s*(.*)", _cannot_merge),
)
"""Messages of Hydra, which gives no data with them, and the function that makes a problem of each."""


def _composition(message: str, loader: ConfigLoader, overrides: Sequence[str], config_name: str) -> Problem:
    if match := re.match(r"force-add of config groups is not supported: '(.*)'", message):
        return forced(loader, match[1])
    if match := re.match(r"Sweep parameters '(.*)' requires --multirun", message):
        return one_run(loader, match[1], overrides, config_name)
    if match := re.match(r"Ambiguous value for argument '(.*)'", message):
        return several_values(loader, match[1], overrides, config_name)
    for pattern, say in _WORDS:
        if match := re.match(pattern, message):
            return say(match, overrides)
    if match := re.match(r"Could not override '(.*?)'\.?", message):
        key = match[1]
        return unknown_key(key, loader, overrides, config_name) or Problem(key, _cannot_have(key))
    return Problem("", NOT_TOGETHER)
