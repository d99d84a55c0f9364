"""Folders that are named for output: seen before any work whether they can be made and written to."""

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from tbkk_sim.problem import Phrase, Problem, SettingsError, wrong

ANOTHER = Phrase("choose another folder")


def check_place(key: str, folder: Path, hint: Phrase = ANOTHER) -> None:
    """Refuse a folder that cannot be made or written to; nothing is left behind by the check.

    Args:
        key: The setting or flag by which the folder was named; empty: the folder was typed by itself.
        folder: The folder; it need not be there.
        hint: The way out.

    Raises:
        SettingsError: it cannot be made, or not be written to.
    """
    typed = f"{key} {folder}" if key.startswith("-") else f"{key}={folder}" if key else str(folder)
    says = Phrase("this folder cannot be written to")
    made: list[Path] = []
    try:
        if os.path.lexists(folder) and not folder.is_dir():
            raise wrong(typed, "is not a folder")
        for part in reversed((folder, *folder.parents)):
            if not os.path.lexists(part):
                says = Phrase("this folder cannot be made there")
                part.mkdir()
                made.append(part)
        says = Phrase("this folder cannot be written to")
        with suppress(FileNotFoundError):  # another process made it to look as well, and has just taken it away
            Path(tempfile.mkdtemp(dir=folder)).rmdir()
    except FileExistsError:  # another process has just made it
        return
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise SettingsError([Problem(typed, says, hint)]) from None
    finally:
        for part in reversed(made):
            with suppress(OSError):  # another process uses it by now
                part.rmdir()
