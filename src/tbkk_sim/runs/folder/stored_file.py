"""Reading stored files: one that is not what this program writes is refused by name, with the reason.

Another program, a full disk, a mail system or a person may have changed it.
"""

import errno
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from tbkk_sim.problem import LONGEST_VALUE, Phrase, Problem, SettingsError, shown, wrong
from tbkk_sim.runs.folder.format import check_table_format

if TYPE_CHECKING:
    import pyarrow as pa

StoredT = TypeVar("StoredT")
NOT_ONE = "is not {what} of this program: {why}"
MANIFEST_OF, SETTINGS_OF, TABLE_OF, RECORD_OF = (
    Phrase("a manifest"), Phrase("the settings of a run"), Phrase("a table"), Phrase("a record"),
)  # fmt: skip


class RunFolderError(SettingsError):
    """A folder that is not what it should be."""

    def __init__(self, says: str, folder: Path | str = "", hint: str = "") -> None:
        super().__init__([Problem(str(folder), says, hint)])

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how it is made again in another process."""
        (problem,) = self.problems
        return type(self), (problem.says, problem.key, problem.hint)


class Stored(BaseModel):
    """The form of a file; what else is in it is left alone."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, allow_inf_nan=False)


def read_json(file: Path, what: Phrase) -> dict[str, Any]:
    """Read a table of keys from JSON.

    Raises:
        SettingsError: it is anything else.
    """
    return _read_json(file, what)[0]


def _read_json(file: Path, what: Phrase) -> tuple[dict[str, Any], str]:
    """A table of keys from JSON, and the text in which it is written."""
    with reading(file, what):
        text = file.read_text(encoding="utf-8")
        if not text.strip():
            raise wrong(str(file), NOT_ONE, what=what, why=Phrase("it is empty"))
        found = json.loads(text)
    if not isinstance(found, dict):
        why = Phrase("it holds {found} where keys and values are expected", found=shown(found))
        raise wrong(str(file), NOT_ONE, what=what, why=why)
    return found, text


def read_form(file: Path, what: Phrase, form: type[StoredT]) -> StoredT:
    """Read what has a form from JSON.

    Raises:
        SettingsError: it has another form.
    """
    return _read_form(file, what, form)[1]


def read_record(file: Path, what: Phrase, form: type[BaseModel]) -> dict[str, Any]:
    """Read a table of keys from JSON that has this form.

    Raises:
        SettingsError: it does not.
    """
    return _read_form(file, what, form)[0]


def _read_form(file: Path, what: Phrase, form: type[StoredT]) -> tuple[dict[str, Any], StoredT]:
    found, text = _read_json(file, what)
    with reading(file, what):
        try:
            return found, TypeAdapter(form).validate_json(text)
        except ValidationError as error:
            from tbkk_sim.settings.schema_errors import problems_of

            first = problems_of(error, found, form)[0]
            why = Phrase("{key} {says}" if first.key else "{says}", key=first.key, says=first.says)
            raise SettingsError([not_one(file, what, why)]) from None


def read_parquet(file: Path, columns: Sequence[str]) -> "pa.Table":
    """Read a table.

    Raises:
        SettingsError: it is none, or not this one.
    """
    from pyarrow.parquet import ParquetFile

    with reading(file, TABLE_OF), ParquetFile(file) as parquet:
        check_table_format(file, parquet.schema_arrow.metadata)
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


@contextmanager
def reading(file: Path, what: Phrase) -> Iterator[None]:
    """Turn what goes wrong while a file is read into a message about that file.

    Raises:
        SettingsError: it cannot be read.
    """
    try:
        if why := _not_a_file(file):
            raise SettingsError([not_one(file, what, why)])
        yield
    except SettingsError:
        raise
    except PermissionError:
        why = Phrase("it may not be read by this user")
        raise SettingsError([not_one(file, what, why)]) from None
    except Exception as error:  # whatever a library says of a file that is not what it should be
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EMFILE, errno.ENFILE):
            raise
        raise SettingsError([not_one(file, what, _why(error))]) from None


def check_folder(path: Path) -> None:
    """Refuse a folder that is not there.

    Raises:
        RunFolderError: it is not there, or no folder.
    """
    if path.is_dir():
        return
    says = Phrase("is a file, not a folder") if path.exists() else Phrase("does not exist")
    raise RunFolderError(Phrase("is a link that leads nowhere") if path.is_symlink() else says, path)


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
        case _ if type(error).__module__.startswith("yaml."):
            return _why_no_yaml(error)
        case KeyError():
            return Phrase("{key} is missing", key=str(error).strip("'"))
        case _:
            said = " ".join(str(error).split())
            return Phrase("it cannot be read ({says})", says=said[:LONGEST_VALUE] or type(error).__name__)


def _why_no_yaml(error: Any) -> Phrase:
    from tbkk_sim.settings.yaml_errors import line_of, problem_of_yaml

    line, problem = line_of(error), problem_of_yaml(error)
    says = Phrase("it {says}", says=problem.says)
    if line is not None:
        says = Phrase("line {line} {says}", line=line, says=problem.says)
    return Phrase("{says}; {hint}", says=says, hint=problem.hint) if problem.hint else says


def not_one(file: Path, what: Phrase, why: Phrase, hint: str = "") -> Problem:
    """Make the problem of a file that is not what it should be."""
    return Problem(str(file), Phrase(NOT_ONE, what=what, why=why), hint)
