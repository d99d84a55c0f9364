"""The sources of the numbers of a run: from the comments of conf/ to a list of entries."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from omegaconf import OmegaConf

from tbkk_sim.config.compose import compose, make_loader
from tbkk_sim.config.paths import conf_dir
from tbkk_sim.runs.folder.names import PROVENANCE
from tbkk_sim.settings import Settings
from tbkk_sim.settings.provenance import Entry, entries_text, in_effect, list_entries


def entries_of(overrides: Sequence[str] = (), conf: Path | None = None, config_dir: str | None = None) -> list[Entry]:
    """List the numbers that a run uses, with their sources and ranges; without overrides, all numbers of the folders.

    Raises:
        SettingsError: the run cannot be composed, or, without overrides, a file is no YAML.
    """
    loader = make_loader(str(conf.absolute()) if conf else None, config_dir)
    folders = [conf or conf_dir(), *([Path(config_dir)] if config_dir else [])]
    if not overrides:
        return [entry for folder in folders for entry in list_entries(folder)]
    config, _ = compose(loader, overrides)
    entries = [entry for folder in folders for entry in list_entries(folder, only_readable=True)]
    return in_effect(entries, dict(_flat(OmegaConf.to_container(config, resolve=True))))


def entries_used(settings: Settings) -> list[Entry]:
    """List the numbers of these settings with their sources; a number that was typed for this run has none."""
    named = settings.asked.by_flag if settings.asked else {}
    own = (Path(named[flag]).resolve() for flag in ("--config-path", "--config-dir") if flag in named)
    folders = dict.fromkeys([conf_dir(), *filter(Path.is_dir, own)])
    entries = [entry for folder in folders for entry in list_entries(folder, only_readable=True)]
    values = dict(_flat(settings.model_dump(mode="json")))
    known = {entry.key: entry for entry in in_effect(entries, values)}
    typed = {entry.key for entry in entries if entry.key in values} - set(known)
    return [
        known.get(key) or Entry(key, _number(value), None, None, None, "", "")
        for key, value in values.items()
        if key in known or (key in typed and value is not None)
    ]


def inputs_of(settings: Settings) -> dict[str, str]:
    """Return the records of a run on its inputs: where its numbers come from, and what was changed for it."""
    from tbkk_sim.config.changes import changes_record  # brings the engines along

    return {PROVENANCE: entries_text(entries_used(settings)), **changes_record(settings)}


def _flat(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    items = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else None
    if items is None:
        yield ".".join(path), node
        return
    for key, value in items:
        yield from _flat(value, (*path, str(key)))


def _number(value: object) -> float | str:
    return float(value) if isinstance(value, int | float) else str(value)
