"""Do all tools give the same answers? `python benchmarks/agreement.py` (half an hour), or `... --seeds 0.2` for a look.

Tools that can be given the same draws must give the same numbers: our two engines, and the loop in Python and SimPy as
usual. The rest is statistics: W1 is held against the formula, and W2 against many runs of the loop in C++. Ciw and
salabim take W2's later visits in order of joining; the model takes the oldest case of a class first. The loops and
SimPy as usual can do both, so that every tool is compared with one of the same order. Ciw and salabim are slow: they
run an eighth of the time, warm-up included, and are compared with a loop that does the same.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

sys.path.insert(0, str(Path(__file__).parent))

from engines import runner, runs_here
from measured import LABELS
from workloads import Size, expected_in_w1, outputs

WHOLE, EIGHTH = Size(), Size(1 / 8)
FIRST_SEED = 1_000
"""Not those that were timed."""
FAMILY_ERROR = 0.05
"""Chance that any difference at all is called one when there is none."""

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Outputs of many runs of a tool."""

    tool: str
    size: Size
    runs: int
    by_arrival: bool = False
    """The oldest case of a class first; else in order of joining, which in W1 is the same."""

    @property
    def label(self) -> str:
        return LABELS[self.tool] + (", an eighth" if self.size == EIGHTH else "")

    def values(self, workload: str) -> dict[str, Values]:
        """By output, a number a run."""
        return _values(self, workload)


@cache
def _values(sample: Sample, workload: str) -> dict[str, Values]:
    run_once = runner(sample.tool)
    if sample.by_arrival and not sample.tool.startswith("ours_"):
        run_once = partial(run_once, by_arrival=True)
    first = FIRST_SEED * (1 + list(LABELS).index(sample.tool))
    runs = [outputs(run_once(workload, first + n, sample.size), sample.size) for n in range(sample.runs)]
    return {name: np.array([one[name] for one in runs]) for name in runs[0]}


@dataclass(frozen=True)
class Difference:
    """One output of two samples, or of a sample and the formula, as a share of what is expected."""

    share: float
    margin: float
    """Half of the 95 % interval of `share`."""
    p: float

    @property
    def z(self) -> float:
        """What a normal variable would be that is as rare as this."""
        return float(np.copysign(stats.norm.isf(self.p / 2), self.share))


def differences(sample: Sample, other: Sample | None, workload: str) -> dict[str, Difference]:
    """Of all outputs; Student's t against the formula (other: None), Welch's between samples."""
    found = {}
    for name, values in sample.values(workload).items():
        if other is None:
            expected = expected_in_w1()[name]
            test = stats.ttest_1samp(values, expected)
        else:
            expected = float(other.values(workload)[name].mean())
            test = stats.ttest_ind(values, other.values(workload)[name], equal_var=False)
        low, high = test.confidence_interval(0.95)
        found[name] = Difference(values.mean() / expected - 1, (high - low) / 2 / expected, float(test.pvalue))
    return found


def pairs(workload: str, runs: float) -> Iterator[tuple[Sample, Sample | None]]:
    """What is compared with what; None is the formula. `runs` is a factor on their number."""

    def sample(tool: str, n: int, size: Size = WHOLE, *, by_arrival: bool = False) -> Sample:
        return Sample(tool, size, max(3, round(n * runs)), by_arrival)

    def bare(size: Size = WHOLE, *, by_arrival: bool = False) -> Sample:
        return sample("cpp_loop", 400 if size == WHOLE else 2_000, size, by_arrival=by_arrival)

    if workload == "W1":
        for tool, n in (("ours_compiled", 200), ("cpp_loop", 400), ("heapq_loop", 40)):
            yield sample(tool, n), None
    else:
        yield sample("ours_compiled", 200, by_arrival=True), bare(by_arrival=True)
        yield sample("heapq_loop", 30, by_arrival=True), bare(by_arrival=True)
        yield sample("heapq_loop", 30), bare()
    for tool in ("ciw_as_usual", "salabim_as_usual"):
        yield sample(tool, 24, EIGHTH), bare(EIGHTH)


def check_twins(workload: str) -> None:
    """Tools that meet the same draws give the same numbers: our two engines, and the Python loop and SimPy as usual."""
    twins = [("ours_compiled", "ours_simpy", {})]
    twins += [("heapq_loop", "simpy_as_usual", {"by_arrival": by_arrival}) for by_arrival in (False, True)]
    for one, other, order in twins:
        for seed in (1, 2, 3):
            of = [outputs(runner(tool)(workload, seed, EIGHTH, **order), EIGHTH) for tool in (one, other)]
            np.testing.assert_allclose(list(of[0].values()), list(of[1].values()), rtol=1e-12)
        print(f"{workload}: from the same draws {LABELS[one]} and {LABELS[other]} give the same numbers.", flush=True)


def table(found: dict[tuple[Sample, Sample | None], dict[str, Difference]], critical: float) -> str:
    """Markdown: z of each output, and by how much the mean number waiting differs."""
    names = list(next(iter(found.values())))
    head = ["tool", "runs", "first in a class", "against", *(f"z {name}" for name in names), "waiting", "agrees"]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for (sample, other), of in found.items():
        against = "formula" if other is None else f"{other.label} ({other.runs})"
        first = "oldest" if sample.by_arrival else "who joined first"
        waiting = f"{100 * of['waiting'].share:+.1f} ± {100 * of['waiting'].margin:.1f} %"
        agrees = "yes" if all(abs(d.z) < critical for d in of.values()) else "NO"
        cells = [sample.label, str(sample.runs), first, against, *(f"{d.z:+.1f}" for d in of.values()), waiting, agrees]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> int:
    """Compare all; 0 if nothing differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workloads", nargs="*", default=["W1", "W2"])
    parser.add_argument("--seeds", type=float, default=1.0, help="factor on the number of runs")
    asked = parser.parse_args()
    if not runs_here("cpp_loop"):
        return 1
    found = {}
    for workload in asked.workloads:
        check_twins(workload)
        for sample, other in pairs(workload, asked.seeds):
            if runs_here(sample.tool):
                found[workload, sample, other] = differences(sample, other, workload)
                print(f"{workload} {sample.label}: done", flush=True)
    n = sum(map(len, found.values()))
    critical = float(stats.norm.isf(FAMILY_ERROR / n / 2))
    for workload in asked.workloads:
        of_workload = {(sample, other): each for (w, sample, other), each in found.items() if w == workload}
        print(f"\n{workload}\n{table(of_workload, critical)}")
    worst = max(abs(d.z) for of_output in found.values() for d in of_output.values())
    print(f"\n{n} comparisons; |z| above {critical:.2f} is a difference (Bonferroni, 5 % in all); largest {worst:.2f}.")
    return int(worst >= critical)


if __name__ == "__main__":
    sys.exit(main())
