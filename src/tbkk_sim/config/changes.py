"""The changes of a run on top of its scenarios, found by composing the scenarios alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from hydra.core.config_loader import ConfigLoader

from tbkk_sim.config.compose import compose, make_loader, settings_of
from tbkk_sim.config.paths import CONFIG_NAME
from tbkk_sim.config.stacked import built_on, is_choice, set_by_all_of, set_by_choice
from tbkk_sim.problem import SettingsError
from tbkk_sim.runs.changes import (
    NOT_THERE,
    Changes,
    Idle,
    Reason,
    SettingKey,
    changes_between,
    changes_text,
    settings_that_differ,
)
from tbkk_sim.runs.folder.names import CHANGES
from tbkk_sim.runs.without_effect import FirstReplications, SettingsPart, idle_of_scenarios, idle_overrides
from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import NOT_OF_THE_MODEL, Asked, is_of_a_question, is_of_the_model, key_of


def changes_record(settings: Settings) -> dict[str, str]:
    """Return what was changed on top of the scenarios as a record of the run; empty if nothing was typed for it."""
    return {} if settings.asked is None else {CHANGES: changes_text(changes_of(settings))}


def changes_of(settings: Settings) -> Changes:
    """Return the changes on top of the scenarios, and the settings without effect; nothing if not known."""
    asked = settings.asked
    if asked is None or not (asked.scenarios or any(map(is_of_the_model, asked.overrides))):
        return Changes()
    try:
        return _changes(settings, asked)
    except (SettingsError, OSError):  # a file that the run was made from is no longer there
        return Changes()


def _changes(settings: Settings, asked: Asked) -> Changes:
    flags = asked.by_flag
    loader = make_loader(flags.get("--config-path"), flags.get("--config-dir"))
    name = flags.get("--config-name", CONFIG_NAME)
    typed = [override for override in asked.overrides if is_of_the_model(override)]
    kept = [override for override in asked.overrides if override not in typed and not is_of_a_question(override)]
    alone = settings_of(*compose(loader, kept, name, asked.overrides)) if typed else settings
    changed = {key: values for key, values in settings_that_differ(alone, settings).items() if _is_model(key)}
    replications = FirstReplications(settings)
    parts = list(_parts_of(typed, changed))
    idle = list(idle_overrides(replications, parts, _set_again(typed)))
    if asked.scenarios:
        without = [override for override in kept if key_of(override) != "scenario"]
        bare = settings_of(*compose(loader, without, name))
        differ = settings_that_differ(bare, settings)
        of_scenarios = {key: was for key, (was, _) in differ.items() if _is_model(key) and key not in changed}
        parts = list(_parts_of_scenarios(loader, asked.scenarios, of_scenarios))
        idle += idle_of_scenarios(replications, parts)
        nothing_left = [part.names[0] for part in parts if not part.before]
        idle += _scenarios_without_change(loader, name, settings, asked, nothing_left)
    shown = [change for change in changes_between(alone, settings) if _is_model(tuple(change.setting.split(".")))]
    return Changes(tuple(shown), tuple(idle))


def _is_model(key: SettingKey) -> bool:
    return key[0] not in NOT_OF_THE_MODEL


def _parts_of(typed: Sequence[str], changed: dict[SettingKey, tuple[Any, Any]]) -> Iterator[SettingsPart]:
    """Yield what each override has changed: of two that reach a setting, the last value, which counts before a file."""
    ordered = sorted(range(len(typed)), key=lambda n: (_is_group(typed[n]), -n))
    owner: dict[SettingKey, int] = {}
    for key, (was, _) in changed.items():
        reach = [number for number in ordered if _reaches(key_of(typed[number]), key)]
        reach += [number for number in ordered if _brings(key_of(typed[number]), key, was)]
        if reach:
            owner[key] = reach[0]
    first: dict[SettingKey, int] = {}
    for key, number in owner.items():
        if changed[key][0] is NOT_THERE:  # overrides that make one entry of a table stand and fall together
            first[key[:-1]] = min(number, first.get(key[:-1], number))
    together = {owner[key]: first.get(key[:-1], owner[key]) for key in owner}
    for number in range(len(typed)):
        of_part = [other for other in range(len(typed)) if together.get(other, other) == number]
        if of_part:
            before = {key: was for key, (was, _) in changed.items() if owner.get(key) in of_part}
            yield SettingsPart(tuple(typed[other] for other in of_part), before)


def _parts_of_scenarios(
    loader: ConfigLoader, scenarios: Sequence[str], before: dict[SettingKey, Any]
) -> Iterator[SettingsPart]:
    """Yield what each scenario has changed, with those that it builds on; of two that set the same, the last."""
    owner: dict[SettingKey, str] = {}
    own: dict[SettingKey, str] = {}
    for scenario in scenarios:
        keys = set_by_all_of(loader, scenario)
        choices = {key: value for key, value in keys.items() if is_choice(key, value)}
        by_source = {f"{group}={name}": set_by_choice(loader, group, name) for group, name in choices.items()}
        by_source[scenario] = [key for key in keys if key not in choices]
        for source, of_source in by_source.items():
            own |= {tuple(key.split(".")): source for key in of_source}
            own |= {key: source for key in before if any(_reaches(of, key) for of in of_source)}
        for key, was in before.items():
            named = any(_reaches(of, key) for of in keys)
            if named or any(_brings(of, key, was) for of in keys):
                owner[key] = scenario
    for scenario in scenarios:
        of_scenario = {key: was for key, was in before.items() if owner.get(key) == scenario}
        yield SettingsPart((scenario,), of_scenario, own)


def _scenarios_without_change(
    loader: ConfigLoader, config_name: str, settings: Settings, asked: Asked, scenarios: Sequence[str]
) -> Iterator[Idle]:
    """Scenarios that set something of the model, and without which the settings are the same."""
    typed = [key_of(override) for override in asked.overrides if is_of_the_model(override)]
    kept = [of for of in asked.overrides if key_of(of) != "scenario" and not is_of_a_question(of)]
    for scenario in scenarios:
        keys = [tuple(key.split(".")) for key in set_by_all_of(loader, scenario)]
        keys = [key for key in keys if _is_model(key)]
        others = [other for other in asked.scenarios if other != scenario]
        if not keys or any(scenario in built_on(loader, other) for other in others):
            continue
        stacked = [f"+scenario=[{','.join(others)}]"] if others else []
        without = settings_of(*compose(loader, [*stacked, *kept], config_name, asked.overrides))
        if not any(map(_is_model, settings_that_differ(without, settings))):
            again = any(_reaches(of, key) for of in typed for key in keys)
            yield Idle((), scenario, Reason.SET_AGAIN if again else Reason.SAME)


def _set_again(typed: Sequence[str]) -> list[str]:
    """Overrides of which the key, or all of a table around it, is set by another behind them."""
    keys = [key_of(override) for override in typed]
    return [
        override
        for number, override in enumerate(typed)
        if any(_reaches(later, tuple(keys[number].split("."))) for later in keys[number + 1 :])
        and not _is_group(override)
    ]


def _is_group(override: str) -> bool:
    return "." not in key_of(override) or "/" in key_of(override)


def _brings(key: str, setting: SettingKey, was: Any) -> bool:
    """Return True if a setting came along with a new entry of a table, of which the key sets something else."""
    return was is NOT_THERE and _reaches(".".join(setting[:-1]), tuple(key.split(".")))


def _reaches(key: str, setting: SettingKey) -> bool:
    """Return True if a key as typed is that of a setting, or of a table that it is in."""
    dotted = ".".join(setting)
    return dotted == key or dotted.startswith(f"{key}.")
