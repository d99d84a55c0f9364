"""The last words of a command that a user stops: what is kept, and the command that resumes the work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tbkk_sim.problem import Phrase

GOES_ON = Phrase("What is done is kept. This goes on where it stopped:\n  {command}")
FINISHED = Phrase("{folder} is finished: nothing was lost.")
NOT_BEGUN = Phrase("Nothing was kept: no future was begun. The same command begins anew.")
REST_OF_SWEEP = Phrase("The runs of the sweep that come after it were not begun.")


@contextmanager
def tells_how_to_resume(folder: Path, *command: str, kept: str = "settings.json") -> Iterator[None]:
    """If the user stops the work in a folder, say how to resume it.

    Args:
        folder: Where the work is kept.
        command: The words of the command that resumes it.
        kept: File that is there if something is kept.
    """
    before = _finished(folder)
    try:
        yield
    except KeyboardInterrupt as stop:
        from tbkk_sim.settings.asked import command_of

        now = _finished(folder)
        if now is not None and now != before:
            stop.add_note(Phrase(FINISHED, folder=str(folder)))
        elif (folder / kept).exists():
            stop.add_note(Phrase(GOES_ON, command=command_of(*command)))
        else:
            stop.add_note(Phrase(NOT_BEGUN))
        raise


@contextmanager
def tells_sweep_ends() -> Iterator[None]:
    """If the user stops a sweep, say that the rest of it was not begun."""
    try:
        yield
    except KeyboardInterrupt as stop:
        stop.add_note(Phrase(REST_OF_SWEEP))
        raise


def _finished(folder: Path) -> bytes | None:
    """The manifest of what is finished in a folder."""
    path = folder / "manifest.json"
    try:
        return path.read_bytes() if path.is_file() else None  # reading a pipe would wait forever
    except OSError:
        return None
