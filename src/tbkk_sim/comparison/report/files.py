"""The pages of a comparison, written into its folder."""

from pathlib import Path

from tbkk_sim.comparison.report.page import comparison_report
from tbkk_sim.comparison.report.summary import Explanations, drawn, page, viewed
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.report import REPORT
from tbkk_sim.report.kit.files import write_files


def write_pages(folder: Path, view: ComparisonView, explanations: Explanations, command: str = "") -> None:
    """Write report.html, comparison.md and figures/*.svg."""
    runs = viewed(view)
    figures = dict(drawn(view, runs))
    report = comparison_report(view, runs, explanations, figures, command)
    write_files(folder, figures, {"comparison.md": page(view, explanations), REPORT: report})
