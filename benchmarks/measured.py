"""What was measured of the engines, kept in `results`: tables and a figure for `results/performance.md`."""

import json
import platform
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RESULTS = Path(__file__).parent / "results"
PAGE = RESULTS / "performance.md"
FIGURE = RESULTS / "performance.svg"
USUAL, BARE = "simpy_as_usual", "cpp_loop"
"""What all tools are measured against, within a round: SimPy as usually written, and the loop in C++."""
LABELS = {
    "ours_compiled": "compiled engine",
    "cpp_loop": "C++ loop, no tool",
    "heapq_loop": "Python loop, no tool",
    "ours_simpy": "SimPy engine",
    "simpy_as_usual": "SimPy as usual",
    "ciw_as_usual": "Ciw",
    "salabim_as_usual": "salabim",
}
PANELS = {"W1": "W1: one visit", "W2": "W2: up to four"}
PACKAGES = ("numpy", "simpy", "numba", "ciw", "salabim")

Results = dict[str, dict[str, list[float]]]
"""By tool: seconds, peak_mib, and how many times as fast as USUAL and BARE, one number a round."""


def keep(workload: str, results: Results) -> None:
    """Keep what was measured; what is kept of tools that did not take part stays."""
    tools = kept(workload) | results
    versions = {name: metadata.version(name) for name in PACKAGES if _is_installed(name)}
    rows = [f"  {json.dumps(tool)}: {json.dumps(tools[tool])}" for tool in LABELS if tool in tools]
    made_with = json.dumps({"python": platform.python_version(), **versions})
    RESULTS.mkdir(exist_ok=True)
    text = f'{{\n "made_with": {made_with},\n "tools": {{\n' + ",\n".join(rows) + "\n }\n}\n"
    (RESULTS / f"{workload}.json").write_text(text)


def kept(workload: str) -> Results:
    """What is kept of a workload."""
    file = RESULTS / f"{workload}.json"
    tools: Results = json.loads(file.read_text())["tools"] if file.exists() else {}
    return tools


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def table(results: Results) -> str:
    """Markdown: seconds, times as fast as SimPy as usual, times as slow as C++, peak memory."""
    lines = [
        "| tool | s (least to most) | times as fast as SimPy as usual | times as slow as the C++ loop | peak MiB |",
        "|---|---|---|---|---|",
    ]
    for tool, of in results.items():
        name = f"**{LABELS[tool]}**" if tool.startswith("ours_") else LABELS[tool]
        faster, bare = of.get(f"against_{USUAL}"), of.get(f"against_{BARE}")
        lines.append(
            f"| {name} | {median(of['seconds']):.3g} ({min(of['seconds']):.3g} to {max(of['seconds']):.3g}) | "
            f"{_rounded(median(faster)) if faster else ''} | {_rounded(1 / median(bare)) if bare else ''} | "
            f"{median(of['peak_mib']):.0f} |"
        )
    return "\n".join(lines)


def _rounded(value: float) -> str:
    """Two digits that count."""
    return f"{float(f'{value:.2g}'):,g}"


def times(results: Results) -> dict[str, float]:
    """How many times as fast as SimPy as usual each tool is: medians over rounds."""
    return {tool: median(of[f"against_{USUAL}"]) for tool, of in results.items() if f"against_{USUAL}" in of}


@charts.styled
def figure() -> "Figure":
    """How many times as fast as SimPy as usual: a dot a tool, a panel a workload."""
    of = {workload: times(kept(workload)) for workload in PANELS}
    said = " and ".join(f"{_rounded(of[workload]['ours_compiled'])}" for workload in PANELS)
    whole, panels = charts.sheet(
        "The same work, by different tools",
        f"The compiled engine is {said} times as fast as SimPy as it is usually written.",
        "Times as fast as SimPy as usual, in processor time for the same six simulated years, draws included; medians. "
        "Each line of the scale is ten times the one before.",
        height=2.2,
        columns=2,
        left=1.4,
        right=0.45,
        between=0.35,
        panel_titles=0.2,
    )
    tools = sorted(of["W1"], key=of["W1"].__getitem__)
    for axes, (workload, title) in zip(panels, PANELS.items(), strict=True):
        charts.title_panel(axes, title)
        _dots(axes, tools, of[workload])
    panels[0].set_yticks(range(len(tools)), [LABELS[tool] for tool in tools])
    for tool, label in zip(tools, panels[0].get_yticklabels(), strict=True):
        label.set(color=charts.INK, fontweight="bold" if tool.startswith("ours_") else "normal", fontsize=8)
    panels[1].set_yticks([])
    return whole


def _dots(axes: "Axes", tools: list[str], faster: dict[str, float]) -> None:
    from matplotlib.ticker import FixedLocator, NullLocator

    axes.set_xscale("log")
    axes.set_xlim(0.015, 200)
    axes.xaxis.set_major_locator(FixedLocator([0.1, 1, 10, 100]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticklabels(["1/10", "1", "10", "100"])
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.axvline(1, color=charts.FAINT, linewidth=0.9)
    axes.set_ylim(-0.6, len(tools) - 0.4)
    for row, tool in enumerate(tools):
        if tool not in faster:
            continue
        colour = charts.ACCENT if tool.startswith("ours_") else charts.QUIET
        axes.plot([1, faster[tool]], [row, row], color=colour, linewidth=2 if tool.startswith("ours_") else 1.2)
        axes.plot(faster[tool], row, "o", color=colour, markersize=5)
        before = faster[tool] < 1
        axes.annotate(
            f"1/{_rounded(1 / faster[tool])}" if before else _rounded(faster[tool]),
            (faster[tool], row),
            xytext=(-5 if before else 5, 0),
            textcoords="offset points",
            ha="right" if before else "left",
            va="center",
            fontsize=7.5,
            color=charts.INK,
        )


def with_tables(page: str) -> str:
    """The page with the tables of what is kept, between their marks."""
    for workload in PANELS:
        before, mark, rest = page.partition(f"<!-- {workload} -->\n")
        _, end, after = rest.partition("<!-- -->")
        page = f"{before}{mark}{table(kept(workload))}\n{end}{after}"
    return page


def publish() -> None:
    """Write the tables and the figure of the page."""
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    FIGURE.write_text(charts.to_svg(figure()), encoding="utf-8", newline="\n")
