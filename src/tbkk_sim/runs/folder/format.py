"""The number of the format of a run folder and its tables; a folder of another number is refused with a way out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tbkk_sim.problem import Phrase, Problem, SettingsError, shown
from tbkk_sim.runs.folder.names import MANIFEST, PARTS, PARTS_OF, SETTINGS
from tbkk_sim.settings.asked import QUESTION, command_of, is_of_a_question
from tbkk_sim.settings.renamed import NEW_CLASSES, with_new_key
from tbkk_sim.version import __version__

FORMAT = 2
"""Counts up when a file of a run folder gets another form or another meaning."""
ABOUT = b"tbkk_sim"
"""Key of what a Parquet file says about itself."""


def about_table(**more: Any) -> dict[bytes, str]:
    """Return the metadata of a Parquet file: the number of its format, and what else there is to say of it."""
    return {ABOUT: json.dumps({"format": FORMAT, **more})}


def check_table(file: Path) -> None:
    """Refuse a Parquet file of another format.

    Raises:
        SettingsError: it has another number, or none.
    """
    from pyarrow import parquet

    check_table_format(file, parquet.read_schema(file).metadata)


def check_table_format(file: Path, metadata: Mapping[bytes, bytes] | None) -> None:
    """Refuse a table of another format.

    Raises:
        SettingsError: it has another number, or none.
    """
    check_format(file, json.loads((metadata or {}).get(ABOUT, b"{}")))


def check_folder_format(folder: Path) -> None:
    """Refuse a run folder of another format, finished or not.

    Raises:
        SettingsError: it has another number, or none.
    """
    for file in (folder / MANIFEST, folder / PARTS / PARTS_OF):
        about = _json(file)
        if about is not None:
            check_record_format(file, about)


def check_record_format(file: Path, about: Mapping[str, Any]) -> None:
    """Refuse a manifest, or the record of an unfinished run, of another format.

    One that does not even name the version of the program is no such record, which its reader reports.

    Args:
        file: The record, in a run folder or in a folder of it.
        about: Its content.

    Raises:
        SettingsError: it has another number, or none.
    """
    if {"format", "version"} & set(about):
        check_format(file, about, command_again(file.parent if file.name == MANIFEST else file.parents[1]))


def check_format(file: Path, about: Mapping[str, Any], again: str = "", number: int = FORMAT) -> None:
    """Refuse a file of another format.

    Args:
        file: The file.
        about: What it says of itself, with `format` and the `version` of the program, as far as they are there.
        again: The command that makes the run again, where it is known.
        number: The format that this program reads.

    Raises:
        SettingsError: it has another number, or none.
    """
    there = about.get("format")
    if there == number:
        return
    of_number = there if isinstance(there, int) else shown(there)
    says = Phrase("has format {there}; this version of the program reads format {here}", there=of_number, here=number)
    if isinstance(there, int) and there > number:
        hint = Phrase("read it with version {version} of the program, or a newer one", version=about.get("version"))
        if about.get("version", __version__) == __version__:
            hint = Phrase("read it with a newer version of the program")
        raise SettingsError([Problem(str(file), says, hint)])
    if there is None or isinstance(there, int):
        says = Phrase("was written by an older version of the program; this version reads format {here}", here=number)
    hint = Phrase("make the run again: {command}", command=again) if again else Phrase("make the run again")
    raise SettingsError([Problem(str(file), says, hint)])


def command_again(folder: Path) -> str:
    """Return the command that makes a run again with the keys of today; empty if what was typed is not known."""
    asked = (_json(folder / SETTINGS) or {}).get("asked")
    if not isinstance(asked, Mapping):
        return ""
    flags, overrides = ([str(word) for word in asked.get(key) or ()] for key in ("flags", "overrides"))
    verb = [QUESTION] if any(map(is_of_a_question, overrides)) else []
    words = (with_new_key(override, NEW_CLASSES) for override in overrides)
    return command_of(*verb, *flags, *words)


def _json(file: Path) -> dict[str, Any] | None:
    """Return a table of keys from JSON; None if it is anything else, which the reader of the file reports."""
    try:
        found = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
