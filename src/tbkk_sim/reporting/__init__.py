"""From a run folder to something to read."""

from pathlib import Path

REPORT = "report.html"


def write_reporting(folder: Path) -> None:
    """Write report.html, summary.md and figures/*.svg of a run, from its files alone, if its settings ask for them."""
    from tbkk_sim.experiment.run_folder import stored_settings

    if not stored_settings(folder).run.report:
        return
    from tbkk_sim.reporting.exhibits import exhibits_of
    from tbkk_sim.reporting.page.report import report
    from tbkk_sim.reporting.run_view import view_run
    from tbkk_sim.reporting.style import to_svg
    from tbkk_sim.reporting.summary import summary

    run = view_run(folder)
    (folder / "figures").mkdir(exist_ok=True)
    figures = {exhibit.name: exhibit.figure(run) for exhibit in exhibits_of(run)}
    texts = {folder / "figures" / f"{name}.svg": to_svg(figure) for name, figure in figures.items()}
    texts[folder / "summary.md"] = summary(run)
    texts[folder / REPORT] = report(run, figures)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")


def show_result(folder: Path) -> None:
    """Write one screen about a finished run to stdout."""
    from tbkk_sim.reporting.run_view import view_run
    from tbkk_sim.reporting.terminal import show

    show(view_run(folder, with_people=False), folder)
