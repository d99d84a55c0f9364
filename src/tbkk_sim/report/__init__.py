"""Reports of finished runs, for people to read."""

from pathlib import Path

REPORT = "report.html"


def write_reporting(folder: Path) -> None:
    """Write report.html, summary.md and figures/*.svg of a run, from its files alone, if its settings ask for them."""
    from tbkk_sim.runs.folder.run_folder import stored_settings

    if not stored_settings(folder).run.report:
        return
    from tbkk_sim.report.kit.files import write_files
    from tbkk_sim.report.run.exhibits import exhibits_of
    from tbkk_sim.report.run.page import report
    from tbkk_sim.report.run.summary import summary
    from tbkk_sim.report.run.view import view_run

    run = view_run(folder)
    figures = {exhibit.name: exhibit.figure(run) for exhibit in exhibits_of(run)}
    write_files(folder, figures, {"summary.md": summary(run), REPORT: report(run, figures)})


def show_result(folder: Path, language: str | None = None) -> None:
    """Write one screen about a finished run to stdout.

    Args:
        folder: The run folder.
        language: en or nl; None: that of the run.
    """
    from dataclasses import replace

    from tbkk_sim.report.kit.say import spoken_in
    from tbkk_sim.report.run.terminal import show
    from tbkk_sim.report.run.view import view_run

    run = view_run(folder, with_people=False)
    show(replace(run, settings=spoken_in(run.settings, language)), folder)
