"""The report of a run that is finished, and the command that writes it where writing it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tbkk_sim.problem import Phrase
from tbkk_sim.settings.asked import command_of

FINISHED = Phrase("{folder} is finished, but not its report. This writes the report:\n  {command}")


def report_on(folder: Path, *, wanted: bool = True) -> None:
    """Write the report of a finished run.

    Args:
        folder: The run folder.
        wanted: False: do nothing, since no report was asked for.
    """
    if not wanted:
        return
    from tbkk_sim.report import write_report

    with naming_the_command(folder):
        write_report(folder)


@contextmanager
def naming_the_command(folder: Path) -> Iterator[None]:
    """Add to whatever ends the writing of a report that the run or study is finished, and how to get the report."""
    try:
        yield
    except BaseException as error:
        error.add_note(Phrase(FINISHED, folder=str(folder), command=command_of("report", str(folder))))
        raise
