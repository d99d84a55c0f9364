"""What a user sees when something is wrong: the setting, its value, what is allowed, and an exit code."""

import difflib
import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence

from tbkk_sim.problem import Phrase, Problem, SettingsError
from tbkk_sim.stopping import exit_code_of

OK, WRONG_INPUT, PIPE_CLOSED = 0, 2, 141
MOST_SHOWN = 8
"""Problems that fit on one screen."""


class CannotGoOnError(Exception):
    """A run that was all right cannot be finished here."""


MENDED_BY_USER = (SettingsError, CannotGoOnError, MemoryError, OSError)
"""Errors that a user or the owner of the machine can do something about."""


def closest(word: str, allowed: Iterable[str], write: str = "{}", cutoff: float = 0.6) -> str:
    """`did you mean ...?`, or nothing if no allowed word is near."""
    near = difflib.get_close_matches(word, list(allowed), n=1, cutoff=cutoff)
    return f"did you mean {write.format(near[0])}?" if near else ""


def listed(words: Sequence[str], most: int = 16) -> str:
    """Words with commas; a long list is cut."""
    words = list(words)
    return ", ".join(words[:most]) + (f", ... ({len(words)} in all)" if len(words) > most else "")


def screen(problems: Sequence[Problem]) -> str:
    """Problems as a text of at most one screen."""
    number = len(problems)
    lines = [f"tbkk_sim: {'a problem' if number == 1 else f'{number} problems'}, so nothing was run.", ""]
    for problem in problems[:MOST_SHOWN]:
        says = (problem.says, problem.hint) if problem.hint else (problem.says,)
        lines += [f"  {problem.key}"] if problem.key else []
        lines += [f"      {line}" for text in says for line in text.splitlines()]
    if number > MOST_SHOWN:
        lines.append(f"  ... and {number - MOST_SHOWN} more")
    return "\n".join(lines)


def exit_code(work: Callable[[], int | None]) -> int:
    """Do the work of a verb; turn what goes wrong by the user's or the machine's doing into a message.

    Returns:
        0, or 2 after a message, 130 after Ctrl-C, 143 after another signal to end, 141 when the reader of the output
        went away.
        An error in the program itself is not caught.
    """
    try:
        return work() or OK
    except KeyboardInterrupt as stop:
        print(f"tbkk_sim: {_of_stop(stop)}", file=sys.stderr)
        return exit_code_of(stop)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else OK if stop.code is None else WRONG_INPUT
    except MENDED_BY_USER as error:
        print(_message(error), file=sys.stderr)
        return WRONG_INPUT


def _of_stop(stop: KeyboardInterrupt) -> Phrase:
    """That the work was stopped, and what was said of how to go on."""
    said = Phrase("stopped.")
    for note in getattr(stop, "__notes__", [Phrase("What is unfinished has no manifest.json.")]):
        said = Phrase("{said}\n{note}", said=said, note=note)
    return said


def _message(error: Exception) -> str:
    match error:
        case SettingsError():
            return screen(error.problems)
        case OSError():
            return f"tbkk_sim: {_of_machine(error)}"
        case MemoryError():
            return "tbkk_sim: not enough memory. Fewer run.workers, or a smaller run, need less."
        case _:
            return f"tbkk_sim: {error}"


def _of_machine(error: OSError) -> str:
    file = f": {error.filename}" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full{file}. The run is unfinished and has no manifest.json."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"not allowed to write or read{file}. Choose another folder with hydra.run.dir=..."
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENOENT, errno.ENAMETOOLONG):
        return f"{(error.strerror or str(error)).lower()}{file}. Choose another folder or file."
    return str(error)


def split_message(message: str) -> tuple[str, str, str]:
    """Key, rest and hint of a message of the settings, such as `stock: 'x' is not known; allowed: a, b`."""
    key, rest = "", message
    if match := re.match(r"([\w.\-]+): (.*)", message, re.DOTALL):
        key, rest = match.groups()
    hint = ""
    if match := re.search(r"'([^']*)' is not .*; allowed: (.*)$", rest):
        hint = closest(match[1], match[2].split(", "))
    return key, rest, hint
