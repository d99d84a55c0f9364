"""From a run folder to something to read."""

from pathlib import Path


def write_reporting(folder: Path) -> None:
    """Write summary.md and figures/*.svg of a finished run, from its files alone."""
    from tbkk_sim.reporting.exhibits import EXHIBITS
    from tbkk_sim.reporting.run_view import view_run
    from tbkk_sim.reporting.style import to_svg
    from tbkk_sim.reporting.summary import summary

    run = view_run(folder)
    (folder / "figures").mkdir(exist_ok=True)
    texts = {folder / "figures" / f"{exhibit.name}.svg": to_svg(exhibit.figure(run)) for exhibit in EXHIBITS}
    texts[folder / "summary.md"] = summary(run)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")


def show_result(folder: Path) -> None:
    """Write one screen about a finished run to stdout."""
    from tbkk_sim.reporting.run_view import view_run
    from tbkk_sim.reporting.terminal import show

    show(view_run(folder), folder)
