"""The pages of a comparison, written into its folder."""

from pathlib import Path

from tbkk_sim.reporting import REPORT
from tbkk_sim.reporting.comparison_page import Explanations, drawn, page
from tbkk_sim.reporting.comparison_view import ComparisonView
from tbkk_sim.reporting.page.comparison import comparison_report
from tbkk_sim.reporting.style import to_svg


def write_pages(folder: Path, view: ComparisonView, explanations: Explanations, command: str = "") -> None:
    """Write report.html, comparison.md and figures/*.svg."""
    (folder / "figures").mkdir(exist_ok=True)
    shown = dict(drawn(view))
    texts = {folder / "figures" / f"{name}.svg": to_svg(figure) for name, figure in shown.items()}
    texts[folder / "comparison.md"] = page(view, explanations)
    texts[folder / REPORT] = comparison_report(view, explanations, shown, command)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
