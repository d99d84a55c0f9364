"""Measure the engines: `python benchmarks/engines.py` (about half an hour), or `... W1 --rounds 1` for a look.

Every run is a process of its own on one core; the tools take turns, round after round; seconds are those of the
processor, from the first draw to the visits as arrays, without imports and compiling.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from workloads import Size, Visits, expected_in_w1, outputs

RESULTS = Path(__file__).parent / "results"
RIVALS = ("simpy_as_usual", "ciw_as_usual", "salabim_as_usual", "heapq_loop")
TOOLS = ("ours_compiled", "ours_simpy", *RIVALS)
TIMES = {"salabim_as_usual": 1 / 8}
"""Tools that run a part of the time, and are scaled: their cost grows in proportion."""


def run(tool: str, workload: str, seed: int) -> dict[str, Any]:
    """One run here: seconds, visits, peak memory and outputs."""
    size = Size(TIMES.get(tool, 1.0))
    run_once = _runner(tool, workload)
    if tool == "ours_compiled":
        run_once(seed, Size(1 / 50))  # compile, or fetch what was compiled
    begin = process_time()
    visits = run_once(seed, size)
    seconds = process_time() - begin
    return {
        "seconds": seconds / size.time,
        "visits": len(visits.started_days) / size.time,
        "peak_mib": _peak_mib(),
        "outputs": outputs(visits, size),
    }


def _runner(tool: str, workload: str) -> Callable[[int, Size], Visits]:
    if tool.startswith("ours_"):
        import ours

        return lambda seed, size: ours.with_engine(tool.removeprefix("ours_"), workload, seed, size)
    import others

    model = getattr(others, tool)
    return lambda seed, size: model(workload, seed, size)  # type: ignore[no-any-return]


def _peak_mib() -> float:
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def in_turns(tools: list[str], workload: str, rounds: int) -> dict[str, list[dict[str, Any]]]:
    """All tools, round after round, each run in a process of its own on one core."""
    runs: dict[str, list[dict[str, Any]]] = {tool: [] for tool in tools}
    core = max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    for seed in range(1, rounds + 1):
        for tool in tools:
            command = [sys.executable, __file__, workload, "--one", tool, "--seed", str(seed)]
            done = subprocess.run(
                command,
                check=True,
                capture_output=True,
                text=True,
                preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
            )
            runs[tool].append(json.loads(done.stdout.splitlines()[-1]))
            print(f"{workload} round {seed} {tool}: {runs[tool][-1]['seconds']:.3f} s", flush=True)
    return runs


def table(runs: dict[str, list[dict[str, Any]]]) -> str:
    """Markdown: seconds, times the usual SimPy, peak memory, outputs."""
    names = list(dict.fromkeys(name for of_tool in runs.values() for name in of_tool[0]["outputs"]))
    lines = [
        "| tool | s (least to most) | times SimPy as usual | peak MiB | " + " | ".join(names) + " |",
        "|---|" + "---|" * (3 + len(names)),
    ]
    for tool, of_tool in runs.items():
        seconds = [one["seconds"] for one in of_tool]
        usual = [one["seconds"] for one in runs.get("simpy_as_usual", [])]
        ratio = statistics.median(u / s for u, s in zip(usual, seconds, strict=True)) if usual else float("nan")
        means = [statistics.mean(one["outputs"][name] for one in of_tool) for name in names]
        lines.append(
            f"| {tool} | {statistics.median(seconds):.3f} ({min(seconds):.3f} to {max(seconds):.3f}) | {ratio:.3g} | "
            f"{statistics.median(one['peak_mib'] for one in of_tool):.0f} | "
            + " | ".join(f"{mean:.4f}" for mean in means)
            + " |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workloads", nargs="*", default=["W1", "W2"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--one", choices=TOOLS, help="one run, here; prints JSON")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(run(asked.one, asked.workloads[0], asked.seed)))
        return
    RESULTS.mkdir(exist_ok=True)
    for workload in asked.workloads:
        runs = in_turns(asked.tools, workload, asked.rounds)
        (RESULTS / f"{workload}.json").write_text(json.dumps(runs, indent=1))
        print(f"\n{workload}\n{table(runs)}")
        if workload == "W1":
            print("expected: " + ", ".join(f"{name} {value:.4f}" for name, value in expected_in_w1().items()))


if __name__ == "__main__":
    main()
