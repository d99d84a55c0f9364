"""Whether replications made then and now are of one run, and if not, what differs."""

from collections.abc import Iterator, Mapping
from typing import Any

from tbkk_sim.problem import Phrase, shown
from tbkk_sim.runs.folder.origin import is_of_a_replication, replications_hash
from tbkk_sim.settings import Settings
from tbkk_sim.system import fingerprint
from tbkk_sim.system.fingerprint import differs

MOST_SAID = 8
"""Settings that are named when many differ."""


def differences(made: Mapping[str, Any], stored: Settings | None, settings: Settings) -> list[Phrase]:
    """What keeps replications of `settings` from being put with those that are there, in words; empty: nothing.

    Args:
        made: What is on record of those that are there (see `made_by`).
        stored: Their settings; None if they cannot be read.
        settings: The settings now.
    """
    other_settings = (
        [] if made.get("replications_hash") == replications_hash(settings) else _of_settings(stored, settings)
    )
    return [*other_settings, *fingerprint.differences(made)]


def settings_difference(there: Settings, here: Settings) -> dict[str, tuple[Any, Any]]:
    """The keys whose values differ, dotted, with both values; None is also said of a key that is not there."""
    return dict(_differing(there.model_dump(mode="json"), here.model_dump(mode="json"), ""))


def _of_settings(stored: Settings | None, settings: Settings) -> list[Phrase]:
    if stored is None:
        return [Phrase("settings: those there cannot be read")]
    found = [
        differs(key, _said(there), _said(here))
        for key, (there, here) in settings_difference(stored, settings).items()
        if is_of_a_replication(key)
    ]
    if not found:
        return [Phrase("settings.json: the file was changed after the run")]
    more = len(found) - MOST_SAID
    return [*found[:MOST_SAID], *([Phrase("and {more} settings more", more=more)] if more > 0 else [])]


def _said(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else shown(value)


def _differing(there: Any, here: Any, key: str) -> Iterator[tuple[str, tuple[Any, Any]]]:
    if isinstance(there, Mapping) and isinstance(here, Mapping):
        for name in dict.fromkeys((*there, *here)):
            yield from _differing(there.get(name), here.get(name), f"{key}.{name}" if key else str(name))
    elif there != here:
        yield key, (there, here)
