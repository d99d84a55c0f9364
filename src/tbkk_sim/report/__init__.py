"""Reports of finished runs, for people to read."""

from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.runs.folder.names import REPORT, REPORT_SUMMARY

if TYPE_CHECKING:
    from tbkk_sim.report.run.view import RunView

__all__ = ["REPORT", "show_result", "write_report"]


def write_report(folder: Path, language: str | None = None) -> None:
    """Write report.html, summary.md and figures/*.svg of a finished run, from its files alone.

    Args:
        folder: The run folder.
        language: en or nl; None: that of the run.

    Raises:
        RunFolderError: the folder holds no finished run.
        SettingsError: a file of the run was changed since.
        FileHeldError: another program has a file of an earlier report open.
        HeldError: another process writes to the folder.
    """
    from tbkk_sim.report.kit.files import write_files
    from tbkk_sim.report.run.exhibits import exhibits_of
    from tbkk_sim.report.run.page import report
    from tbkk_sim.report.run.summary import summary
    from tbkk_sim.system.lock import holding

    run = _view(folder, language)
    with holding(folder):
        figures = {exhibit.name: exhibit.figure(run) for exhibit in exhibits_of(run)}
        write_files(folder, figures, {REPORT_SUMMARY: summary(run), REPORT: report(run, figures)})


def show_result(folder: Path, language: str | None = None) -> None:
    """Write one screen about a finished run to stdout.

    Args:
        folder: The run folder.
        language: en or nl; None: that of the run.
    """
    from tbkk_sim.report.run.terminal import show

    show(_view(folder, language, with_people=False), folder)


def _view(folder: Path, language: str | None, *, with_people: bool = True) -> "RunView":
    from dataclasses import replace

    from tbkk_sim.report.kit.say import spoken_in
    from tbkk_sim.report.run.view import view_run

    run = view_run(folder, with_people=with_people)
    return replace(run, settings=spoken_in(run.settings, language))
