"""Scenarios on top of each other: what two of them set differently is not decided by their order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hydra.core.config_loader import ConfigLoader
from omegaconf import OmegaConf

from tbkk_sim.config.paths import SCENARIO
from tbkk_sim.problem import Phrase, Problem, listed

MOST_KEYS = 4
"""Keys that are named when two scenarios set many."""
NOT_COMPARED = {"name", "question", "hydra", "defaults"}


def set_by(loader: ConfigLoader, scenario: str) -> dict[str, Any]:
    """Dotted keys that the file of a scenario sets itself, and the groups that it chooses files for."""
    loaded = loader.repository.load_config(f"{SCENARIO}/{scenario}")  # type: ignore[attr-defined]
    if loaded is None:
        return {}
    found: dict[str, Any] = {}
    for default in loaded.defaults_list:
        if getattr(default, "override", False):
            found[default.group.lstrip("/")] = default.value
    content: Any = OmegaConf.to_container(loaded.config)
    found |= {key: value for key, value in _leaves(content) if key.partition(".")[0] not in NOT_COMPARED}
    return found


def built_on(loader: ConfigLoader, scenario: str) -> set[str]:
    """The scenarios that a scenario names in its defaults, and theirs."""
    loaded = loader.repository.load_config(f"{SCENARIO}/{scenario}")  # type: ignore[attr-defined]
    names = {
        default.path if hasattr(default, "path") else default.value
        for default in (loaded.defaults_list if loaded else ())
        if hasattr(default, "path") or str(getattr(default, "group", "")).strip("/") == SCENARIO
    }
    direct = {str(name) for name in names if isinstance(name, str)} - {"_self_", scenario}
    return direct.union(*(built_on(loader, name) for name in direct))


def set_by_all_of(loader: ConfigLoader, scenario: str) -> dict[str, Any]:
    """Return all that a scenario sets, with those that it builds on; its own file counts before theirs."""
    found: dict[str, Any] = {}
    for below in sorted(built_on(loader, scenario)):
        found |= set_by(loader, below)
    return found | set_by(loader, scenario)


def set_by_choice(loader: ConfigLoader, group: str, choice: str) -> list[str]:
    """Dotted keys that the file which is chosen for a group sets itself."""
    loaded = loader.repository.load_config(f"{group}/{choice}")  # type: ignore[attr-defined]
    content: Any = OmegaConf.to_container(loaded.config) if loaded else {}
    return [f"{group.replace('/', '.')}.{key}" for key, _ in _leaves(content)]


def set_apart(loader: ConfigLoader, scenarios: Sequence[str], overrides: Sequence[str]) -> Iterator[Problem]:
    """Pairs of stacked scenarios that set one key to two values, of which only the last would count.

    A scenario that builds on the other is meant to set it anew; so does an override that was typed.
    """
    from tbkk_sim.settings.asked import key_of

    typed = [key_of(override) for override in overrides]
    for number, later in enumerate(scenarios):
        for earlier in scenarios[:number]:
            if earlier in built_on(loader, later) or later in built_on(loader, earlier):
                continue
            first, last = set_by_all_of(loader, earlier), set_by_all_of(loader, later)
            apart = dict.fromkeys(filter(None, (_contradicted(first, key, value) for key, value in last.items())))
            keys = [key for key in apart if not any(_holds(of, key) for of in typed)]
            if keys:
                says = Phrase(
                    "is set to two values: by {earlier} and by {later}, of which only the last would count",
                    earlier=earlier,
                    later=later,
                )
                if others := keys[1:]:
                    says = Phrase("{says} (as are {others})", says=says, others=listed(others, MOST_KEYS))
                hint = Phrase("choose one of the two, or say which value is meant: {key}=...", key=keys[0])
                yield Problem(keys[0], says, hint)


def _contradicted(first: Mapping[str, Any], key: str, value: Any) -> str | None:
    """The key at which a value cannot stand on what the first sets; of a table and a value for all of it, the table.

    Two things can stand together: a file that is chosen for a group, with keys of the group, since they are set on top
    of it in either order; and a table that the first empties, with what the value puts into it.
    """
    if key in first:
        return key if first[key] != value else None
    if not is_choice(key, value) and any(_holds(key, other) for other in first):
        return key
    above = (of for of, whole in first.items() if _holds(of, key) and not (is_choice(of, whole) or whole == {}))
    return next(above, None)


def is_choice(key: str, value: Any) -> bool:
    """Return True if a scenario chooses a file for a group, rather than set a value."""
    return "." not in key and isinstance(value, str)


def _holds(key: str, other: str) -> bool:
    return other == key or other.startswith(f"{key}.")


def _leaves(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(tree, Mapping) and tree:
        for key, below in tree.items():
            yield from _leaves(below, f"{path}.{key}" if path else str(key))
    else:
        yield path, tree
