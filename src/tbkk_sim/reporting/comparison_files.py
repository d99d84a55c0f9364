"""The pages of a comparison, written into its folder."""

from pathlib import Path

from tbkk_sim.reporting import REPORT
from tbkk_sim.reporting.comparison_page import Explanations, drawn, page, viewed
from tbkk_sim.reporting.comparison_view import ComparisonView
from tbkk_sim.reporting.files import write_files
from tbkk_sim.reporting.page.comparison import comparison_report


def write_pages(folder: Path, view: ComparisonView, explanations: Explanations, command: str = "") -> None:
    """Write report.html, comparison.md and figures/*.svg."""
    runs = viewed(view)
    figures = dict(drawn(view, runs))
    report = comparison_report(view, runs, explanations, figures, command)
    write_files(folder, figures, {"comparison.md": page(view, explanations), REPORT: report})
