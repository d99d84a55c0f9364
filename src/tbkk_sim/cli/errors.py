"""Errors on the screen: the setting, its value, the values allowed, and an exit code."""

import errno
import os
import sys
from collections.abc import Callable, Sequence

from tbkk_sim.cli.language import command_language
from tbkk_sim.problem import CannotGoOnError, Phrase, Problem, SettingsError, message_of, printable
from tbkk_sim.system.stopping import exit_code_of

OK, WRONG_INPUT, PIPE_CLOSED = 0, 2, 141
MOST_SHOWN = 8
"""Problems that fit on one screen."""


MENDED_BY_USER = (SettingsError, CannotGoOnError, MemoryError, OSError)
"""Errors that a user or the owner of the machine can do something about."""


def screen(problems: Sequence[Problem], language: str = "en") -> str:
    """Say problems as a text of at most one screen."""
    number = len(problems)
    head = Phrase("a problem, so nothing was run.")
    if number > 1:
        head = Phrase("{number} problems, so nothing was run.", number=number)
    lines = [_said(head, language), ""]
    for problem in problems[:MOST_SHOWN]:
        lines += [f"  {_said(problem.key, language)}"] if problem.key else []
        says = (problem.says, problem.hint)
        lines += [f"      {line}" for text in says for line in _said(text, language).splitlines()]
    if number > MOST_SHOWN:
        lines.append("  " + _said(Phrase("... and {number} more", number=number - MOST_SHOWN), language))
    return "\n".join(lines)


def tell(message: str) -> None:
    """Say something beside the output of a command, in the language of the command."""
    # The language is looked for in files, so only where there is something to translate.
    said = _said(message, command_language()) if isinstance(message, Phrase) else message
    print(f"tbkk_sim: {said}", file=sys.stderr)


def _said(text: str, language: str) -> str:
    """Say a phrase in a language; what is none, such as a word that was typed, stays as it is."""
    from tbkk_sim.report.kit.say import Say

    return printable(Say(language)(text) if isinstance(text, Phrase) else text)


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
        tell(_message(stop))
        return exit_code_of(stop)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else OK if stop.code is None else WRONG_INPUT
    except MENDED_BY_USER as error:
        tell(_message(error))
        return WRONG_INPUT


def _with_notes(says: str, error: BaseException, otherwise: str = "") -> str:
    """Add to a message the notes on how to go on; where there are none, what holds otherwise."""
    for note in getattr(error, "__notes__", [otherwise] if otherwise else []):
        says = Phrase("{says}\n{note}", says=says, note=note)
    return says


def _message(error: BaseException) -> str:
    match error:
        case KeyboardInterrupt():
            return _with_notes(Phrase("stopped."), error, Phrase("What is unfinished has no manifest.json."))
        case SettingsError():
            return _with_notes(screen(error.problems, command_language()), error)
        case OSError():
            return _of_machine(error)
        case MemoryError():
            return _with_notes(Phrase("not enough memory. Fewer run.workers, or a smaller run, need less."), error)
        case _:
            return _with_notes(message_of(error), error)


_FAILURES = {
    errno.ENOENT: Phrase("there is no such file or folder"),
    errno.ENOTDIR: Phrase("it, or a part of its path, is not a folder"),
    errno.EISDIR: Phrase("it is a folder, not a file"),
    errno.EEXIST: Phrase("it is there already"),
    errno.ENAMETOOLONG: Phrase("its name is too long"),
}
"""Phrases for the error numbers of the operating system about a file."""


def _of_machine(error: OSError) -> str:
    file = error.filename or ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        full = Phrase("the disk is full: {file}.", file=file) if file else Phrase("the disk is full.")
        return _with_notes(full, error, Phrase("The run is unfinished and has no manifest.json."))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        refused = Phrase("not allowed to write or read.")
        if file:
            refused = Phrase("not allowed to write or read: {file}.", file=file)
        return _with_notes(refused, error, Phrase("Choose another folder, for a run with hydra.run.dir=..."))
    if file and error.errno in _FAILURES:
        failed = Phrase("{file}: {failure}.", file=file, failure=_FAILURES[error.errno])
        return _with_notes(failed, error, Phrase("Choose another folder or file."))
    return _with_notes(message_of(error), error)
