"""From a run folder to something to read."""

from pathlib import Path


def write_reporting(folder: Path) -> list[Path]:
    """Write summary.md and figures/*.svg of a finished run, from its files alone; give what was written."""
    from tbkk_sim.reporting.exhibits import EXHIBITS
    from tbkk_sim.reporting.finished_run import read_finished_run
    from tbkk_sim.reporting.style import to_svg
    from tbkk_sim.reporting.summary import summary

    run = read_finished_run(folder)
    (folder / "figures").mkdir(exist_ok=True)
    texts = {folder / "figures" / f"{exhibit.name}.svg": to_svg(exhibit.figure(run)) for exhibit in EXHIBITS}
    texts[folder / "summary.md"] = summary(run)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(texts)


def show_result(folder: Path) -> None:
    """Write one screen about a finished run to stdout."""
    from tbkk_sim.reporting.finished_run import read_finished_run
    from tbkk_sim.reporting.terminal import show

    show(read_finished_run(folder), folder)
