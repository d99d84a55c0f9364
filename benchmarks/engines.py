"""Measure the engines against other tools: `python benchmarks/engines.py` (half an hour), or `... W1 --rounds 1`.

Every run is a process of its own on one core; the tools take turns, round after round; seconds are those of the
processor, from the first draw to the visits as arrays, without imports and compiling. What was measured is kept in
`benchmarks/results`, tool by tool. `--figure` measures nothing: it writes what is kept into `performance.md` there, as
tables and as a figure.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent))

from measured import BARE, LABELS, USUAL, Results, keep, kept, publish, table
from process import alone, peak_mib
from workloads import Size, Visits

TOOLS = tuple(LABELS)
TIMES = {"salabim_as_usual": 1 / 8}
"""Tools that run a part of the time, and are scaled: their cost grows in proportion."""
WARM = ("ours_compiled", "cpp_loop")
"""Tools that run once in full before they are timed, as before any replication but the first of a process: new pages
from the system would take half as long again as the run."""
NEEDS = {"ours_compiled": "numba", "ciw_as_usual": "ciw", "salabim_as_usual": "salabim"}


def run(tool: str, workload: str, seed: int) -> dict[str, float]:
    """One run here: seconds and peak memory."""
    size, run_once = Size(TIMES.get(tool, 1.0)), runner(tool)
    run_once(workload, seed, Size(1 / 50))  # import, and compile or fetch what was compiled
    if tool in WARM:
        run_once(workload, seed, size)
    begin = process_time()
    run_once(workload, seed, size)
    return {"seconds": (process_time() - begin) / size.time, "peak_mib": peak_mib()}


def runner(tool: str) -> Callable[..., Visits]:
    """A function of workload, seed and size that runs the tool once."""
    if tool.startswith("ours_"):
        import ours

        return lambda workload, seed, size: ours.with_engine(tool.removeprefix("ours_"), workload, seed, size)
    if tool == "cpp_loop":
        import cpp_loop

        return cpp_loop.cpp_loop
    import others

    model: Callable[..., Visits] = getattr(others, tool)
    return model


def runs_here(tool: str) -> bool:
    """Whether all that a tool needs is installed; says so if not."""
    needs = "g++" if tool == "cpp_loop" else NEEDS.get(tool, "simpy")
    there = shutil.which(needs) if tool == "cpp_loop" else find_spec(needs)
    if there is None:
        print(f"{LABELS[tool]} is left out: {needs} is not installed here")
    return there is not None


def in_turns(tools: list[str], workload: str, rounds: int) -> Results:
    """All tools, round after round, each run in a process of its own on one core."""
    results: Results = {tool: {} for tool in tools}
    for seed in range(1, rounds + 1):
        of_round: dict[str, dict[str, float]] = {}
        for tool in tools:
            of_round[tool] = alone(__file__, [workload, "--one", tool, "--seed", str(seed)])
            print(f"{workload} round {seed} {LABELS[tool]}: {of_round[tool]['seconds']:.3f} s", flush=True)
        for tool, one in of_round.items():
            for other in (USUAL, BARE):
                if other in of_round:
                    one[f"against_{other}"] = of_round[other]["seconds"] / one["seconds"]
            for name, value in one.items():
                results[tool].setdefault(name, []).append(float(f"{value:.4g}"))
    return results


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workloads", nargs="*", default=["W1", "W2"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--figure", action="store_true", help="tables and figure of what is kept")
    parser.add_argument("--one", choices=TOOLS, help="one run, here; prints JSON")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(run(asked.one, asked.workloads[0], asked.seed)))
        return
    tools = [] if asked.figure else [tool for tool in asked.tools if runs_here(tool)]
    for workload in asked.workloads:
        if tools:
            keep(workload, in_turns(tools, workload, asked.rounds))
        print(f"\n{workload}\n{table(kept(workload))}")
    if asked.figure:
        publish()


if __name__ == "__main__":
    main()
