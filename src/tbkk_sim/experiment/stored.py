"""What a folder holds, read again: a file that is not what this program writes is refused by name, with what is wrong.

Somebody may have touched it: another program, a full disk, a mail system, a hand.
"""

import errno
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tbkk_sim.experiment.origin import file_hash
from tbkk_sim.problem import Phrase, Problem, SettingsError, wrong
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import MOST_FUTURES

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST_VALUE = 60
"""Characters of a value that are said of it."""
SETTINGS_FILE = "settings.json"
NOT_ONE = "is not {what} of this program: {why}"
MANIFEST_OF, SETTINGS_OF, TABLE_OF, RECORD_OF = (
    Phrase("a manifest"), Phrase("the settings of a run"), Phrase("a table"), Phrase("a record"),
)  # fmt: skip


class Stored(BaseModel):
    """The form of a file; what else is in it is left alone."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class Manifest(Stored):
    """What the program reads of the manifest of a run."""

    status: Literal["finished"]
    name: str
    replications: Annotated[int, Field(ge=1, le=MOST_FUTURES)]
    seed: int
    settings_hash: str
    futures_hash: str
    files: dict[str, str]
    version: str | None = None
    code: str | None = None
    python: str | None = None
    packages: dict[str, str] = {}
    processor: dict[str, str] = {}
    asked: dict[str, Any] | None = None
    precision: dict[str, Any] | None = None


class MadeBy(Stored):
    """What parts of a run that goes on have in common."""

    futures_hash: str
    packages: dict[str, str] = {}
    processor: dict[str, str] = {}


class PrecisionRecord(Stored):
    """How many replications the precision asked for, and what came of it."""

    reached: bool
    replications: int
    key_figures: list[dict[str, Any]]


def read_text(file: Path, what: Phrase) -> str:
    """Read a file that is written in UTF-8.

    Args:
        file: The file.
        what: What it is to be.

    Raises:
        SettingsError: it is not there, not a file, or not text.
    """
    with reading(file, what):
        return file.read_text(encoding="utf-8")


def read_json(file: Path, what: Phrase) -> dict[str, Any]:
    """Read a table of keys from JSON.

    Raises:
        SettingsError: it is anything else.
    """
    text = read_text(file, what)
    with reading(file, what):
        if not text.strip():
            raise wrong(str(file), NOT_ONE, what=what, why=Phrase("it is empty"))
        found = json.loads(text)
    if not isinstance(found, dict):
        why = Phrase("it holds {found} where keys and values are expected", found=_short(found))
        raise wrong(str(file), NOT_ONE, what=what, why=why)
    return found


def read_record(file: Path, what: Phrase, form: Any) -> dict[str, Any]:
    """Read a table of keys from JSON that has this form (a pydantic model).

    Raises:
        SettingsError: it does not.
    """
    found = read_json(file, what)
    with reading(file, what):
        TypeAdapter(form).validate_python(found)
    return found


def read_manifest(file: Path) -> dict[str, Any]:
    """Read the manifest of a run.

    Raises:
        SettingsError: it is none.
    """
    kind = read_json(file, MANIFEST_OF).get("kind")
    if isinstance(kind, str):
        why = Phrase("it is that of a {kind}, and a run is wanted", kind=_KINDS.get(kind, kind))
        raise SettingsError([_problem(file, MANIFEST_OF, why, _HINTS.get(kind, ""))])
    return read_record(file, MANIFEST_OF, Manifest)


_KINDS = {"comparison": Phrase("comparison"), "tuning": Phrase("tuning study")}
_HINTS = {"tuning": Phrase("its runs are in the folder runs/ in it")}


def read_settings(file: Path) -> Settings:
    """Read the settings of a run.

    Raises:
        SettingsError: they are none.
    """
    found = read_json(file, SETTINGS_OF)
    with reading(file, SETTINGS_OF):
        return Settings.model_validate_json(json.dumps(found))


def read_parquet(file: Path, columns: Sequence[str]) -> "pa.Table":
    """Read a table.

    Args:
        file: The file.
        columns: Columns that it must have.

    Raises:
        SettingsError: it is none, or not this one.
    """
    from pyarrow.parquet import ParquetFile

    with reading(file, TABLE_OF), ParquetFile(file) as parquet:
        check_columns(file, parquet.schema_arrow.names, columns)
        return parquet.read()


def check_columns(file: Path, there: Sequence[str], wanted: Sequence[str]) -> None:
    """Refuse a table without one of its columns.

    Raises:
        SettingsError: a column is missing.
    """
    if missing := [column for column in wanted if column not in there]:
        why = Phrase("it has no column {columns}", columns=", ".join(missing))
        raise wrong(str(file), NOT_ONE, what=TABLE_OF, why=why)


def check_fingerprint(folder: Path, name: str, manifest: Mapping[str, Any]) -> Path:
    """Refuse a file of a finished run that was changed after the run, or that the run did not write.

    Args:
        folder: The run folder.
        name: The file in it.
        manifest: The manifest of the run.

    Returns:
        The file.

    Raises:
        SettingsError: it is not what the manifest says.
    """
    file, known = folder / name, manifest["files"].get(name)
    what = SETTINGS_OF if name == SETTINGS_FILE else RECORD_OF if name.endswith(".json") else TABLE_OF
    with reading(file, what):
        if file_hash(file) != known:
            hint = Phrase("make the run again, or take the file from a copy of the run")
            why = Phrase("manifest.json does not name it")
            if known is not None:
                why = Phrase("it was changed after the run was finished; manifest.json knows another")
            raise SettingsError([_problem(file, what, why, hint)])
    return file


@contextmanager
def reading(file: Path, what: Phrase) -> Iterator[None]:
    """Turn what goes wrong while a file is read into a message about that file.

    Args:
        file: The file.
        what: What it is to be.

    Raises:
        SettingsError: it cannot be read.
    """
    try:
        if why := _not_a_file(file):
            raise SettingsError([_problem(file, what, why)])
        yield
    except SettingsError:
        raise
    except PermissionError:
        why = Phrase("it may not be read by this user")
        raise SettingsError([_problem(file, what, why)]) from None
    except Exception as error:  # whatever a library says of a file that is not what it should be
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EMFILE, errno.ENFILE):
            raise
        raise SettingsError([_problem(file, what, _why(error))]) from None


def missing_folder(folder: Path) -> Phrase | None:
    """Say why a folder cannot be looked into; None: it is one."""
    if folder.is_dir():
        return None
    if folder.is_symlink():
        return Phrase("is a link that leads nowhere")
    return Phrase("is a file, not a folder") if folder.exists() else Phrase("does not exist")


def _not_a_file(file: Path) -> Phrase | None:
    if file.is_file():
        return None
    if file.is_dir():
        return Phrase("it is a folder")
    if file.is_symlink():
        return Phrase("it is a link that leads nowhere")
    return Phrase("it is not a file") if file.exists() else Phrase("it is not there")


def _why(error: Exception) -> Phrase:
    match error:
        case UnicodeError():
            return Phrase("it is not text in UTF-8")
        case json.JSONDecodeError():
            return Phrase("it is not JSON from line {line} on, or not all of it", line=error.lineno)
        case RecursionError():
            return Phrase("it holds lists in lists that go too deep")
        case ValidationError():
            return _first_of(error)
        case KeyError():
            return Phrase("{key} is missing", key=str(error).strip("'"))
        case _:
            said = " ".join(str(error).split())
            return Phrase("it cannot be read ({says})", says=said[:LONGEST_VALUE] or type(error).__name__)


def _first_of(error: ValidationError) -> Phrase:
    """What is wrong in the first place with a file that has another form."""
    first = error.errors()[0]
    key = ".".join(map(str, first["loc"]))
    if first["type"] == "missing":
        return Phrase("{key} is missing", key=key)
    error_of_ours = first.get("ctx", {}).get("error")
    if isinstance(error_of_ours, SettingsError):
        problem = error_of_ours.problems[0]
        key = ".".join(part for part in (key, problem.key) if part)
        return Phrase("{key}: {says}", key=key, says=problem.says) if key else Phrase("{says}", says=problem.says)
    allowed = _allowed(first["type"], first.get("ctx", {}), key)
    if allowed is None:
        return Phrase("{key} is {value}, which is none of its values", key=key, value=_short(first["input"]))
    return Phrase("{key} is {value}; allowed: {range}", key=key, value=_short(first["input"]), range=allowed)


def _allowed(kind: str, context: Mapping[str, Any], key: str) -> str | None:
    """Say what may stand there, by how pydantic names what is wrong."""
    if key == "replications":
        return Phrase("a whole number from {low:,} to {high:,}", low=1, high=MOST_FUTURES)
    if kind == "literal_error":
        return str(context["expected"]).replace("'", "")
    return next((says for of, says in _SHAPES.items() if kind.startswith(of)), None)


_SHAPES = {
    "int": Phrase("a whole number"),
    "float": Phrase("a number"),
    "bool": Phrase("true or false"),
    "string": Phrase("a text"),
    "list": Phrase("a list"),
    "tuple": Phrase("a list"),
    "dict": Phrase("keys with their values"),
    "model": Phrase("keys with their values"),
}
"""What may stand there, by how the type of an error begins."""


def _short(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # a number of thousands of digits, or a list of lists of lists ...
        text = type(value).__name__
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."


def _problem(file: Path, what: Phrase, why: Phrase, hint: str = "") -> Problem:
    return Problem(str(file), Phrase(NOT_ONE, what=what, why=why), hint)
