"""How often what is said to be sure is true: `python scripts/measure_coverage.py [intervals] [selection]`.

`intervals`: small studies of six changes to the baseline (two posts more in Limburg, eight at the national unit,
tools, first come first served; not looked at when the constants were chosen: one post more in Oost-Nederland, wide
collaboration), half a year of 2,000 replications each. The true mean of every key figure of all units together is that
over all these replications; counted is how often intervals of studies of 8, 10 and 20 replications hold it. Simulating
takes a quarter of an hour of the processor, once; the values are kept in the folder `--kept`. Replications are those of
`--seed`, which are not those on which the constants were chosen.

`selection`: of 1,000 synthetic studies of each layout of tests/tuning/layouts.py, how often the plan that is certified
is good, and the runs that it takes. Four minutes.
"""

import argparse
import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit
from scipy.stats import binom

from tbkk_sim.config.compose import load_settings
from tbkk_sim.engine import engine_for
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.settings import Settings
from tbkk_sim.stats.control_variates import KnownMeans, controlled_mean
from tbkk_sim.stats.intervals import (
    interval_of_difference,
    interval_of_mean,
    interval_of_unpaired_difference,
    sample_of,
)

ROOT = Path(__file__).resolve().parents[1]
Floats = NDArray[np.float64]
Ends = tuple[Floats, Floats]
PERIOD = ["run.start=2021-01-01", "run.end=2021-06-30", "run.monthly=false"]
SEED = 47
"""Other replications than those on which the constants of `stats/intervals.py` were chosen (20210101)."""
CHANGES = {
    "two posts in Limburg": ("baseline", {"limburg": 2}),
    "eight at the national unit": ("baseline", {"landelijke_eenheid": 8}),
    "tools": ("tools", {}),
    "first come": ("first_come", {}),
    "one post in Oost-Nederland": ("baseline", {"oost_nederland": 1}),
    "collaboration": ("collaboration_wide", {}),
}
BASE = "base"
SIZES = (8, 10, 20)
"""Replications of a study."""
BEYOND_CHANCE = 0.05
"""Chance that any figure is called too low of a kind of intervals that all hold as they say."""
FEWEST_SHOWN = 20
"""Studies that show an interval, below which the coverage of a single figure is not listed as the lowest."""


@dataclass(frozen=True)
class Count:
    """How often intervals of one kind hold, [figure, study]."""

    shown: NDArray[np.bool_]
    held: NDArray[np.bool_]
    width: Floats
    """Against Student's t on the same values."""

    def row(self, level: float) -> list[str]:
        """Share shown, coverage over all, lowest of a figure, figures too low beyond chance, median width."""
        shown, held = self.shown.sum(axis=1), (self.held & self.shown).sum(axis=1)
        chance = np.where(shown > 0, binom.cdf(held, shown, level), 1.0)
        often = shown >= FEWEST_SHOWN
        lowest = (held[often] / shown[often]).min() if often.any() else np.nan
        return [
            f"{self.shown.mean():.2f}", f"{held.sum() / max(shown.sum(), 1):.3f}", f"{lowest:.2f}",
            str(int((chance < BEYOND_CHANCE / len(chance)).sum())), f"{np.median(self.width[self.shown]):.2f}",
        ]  # fmt: skip


def main() -> None:
    """Count what is asked for, and print a table of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("parts", nargs="*", help="intervals, selection; none: both")
    parser.add_argument("--futures", type=int, default=2000, help="futures of which the true means are known")
    parser.add_argument("--seed", type=int, default=SEED, help="of these futures")
    parser.add_argument("--studies", type=int, default=200, help="small studies of each kind")
    parser.add_argument("--layouts", type=int, default=1000, help="synthetic studies of each layout")
    parser.add_argument("--kept", type=Path, default=ROOT / "outputs" / "coverage", help="folder for the values")
    asked = parser.parse_args()
    if not asked.parts or "intervals" in asked.parts:
        count_intervals(pool(asked.kept, asked.replications, asked.seed), asked.studies)
    if not asked.parts or "selection" in asked.parts:
        count_selection(asked.layouts)


def pool(folder: Path, replications: int, seed: int) -> dict[str, Floats]:
    """Values [replication, key figure] of the base and of each change, simulated where they are not kept."""
    file = folder / f"{replications}_{seed}.npz"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(file, **{name: simulated(of, replications) for name, of in all_settings(seed).items()})  # type: ignore[arg-type]
    with np.load(file) as kept:
        return {name: kept[name] for name in kept.files}


def all_settings(seed: int) -> dict[str, Settings]:
    """The settings of the base and of each change."""
    common = [*PERIOD, f"seed={seed}"]
    base = load_settings(["+scenario=baseline", *common])
    found = {BASE: base}
    for name, (scenario, more) in CHANGES.items():
        posts = [f"staffing.units.{unit}.posts={base.staffing.units[unit].posts + n}" for unit, n in more.items()]
        found[name] = load_settings([f"+scenario={scenario}", *common, *posts])
    return found


def simulated(settings: Settings, replications: int) -> Floats:
    """The key figures of all units together over the whole run, [replication, key figure]."""
    plan, engine = Simulation(settings), engine_for("auto", print)
    rows = np.flatnonzero((plan.frame.period == 0) & (plan.frame.team == 0))
    return np.array([plan.simulate(number, engine).values[rows] for number in range(replications)])


def count_intervals(values: dict[str, Floats], studies: int) -> None:
    """Print how often each kind of interval holds, by change and size of the study."""
    head = ["kind", "level", "change", "futures", "shown", "holds", "lowest figure", "too low beyond chance", "width"]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}", flush=True)
    rng = np.random.default_rng(1)
    for size in SIZES:
        blocks = np.array(list(small_studies(rng, len(values[BASE]), size, studies)))
        for name in CHANGES:
            a, b = with_values(values[BASE], values[name])
            truth = (b - a).mean(axis=0)
            differs = np.abs(b - a).max(axis=0) > 1e-9 * np.abs(a).max(axis=0)
            a, b, truth = a[:, differs], b[:, differs], truth[differs]
            for kind, level, ends in (
                ("paired", 0.95, interval_of_difference),
                ("paired, one of ten", 0.995, interval_of_difference),
                ("not paired", 0.95, interval_of_unpaired_difference),
            ):
                found = counted(
                    [ends(a[of], b[of], level) for of in blocks], truth, [b[of] - a[of] for of in blocks], level
                )
                print_row([kind, f"{level}", name, f"{size}", *found.row(level)])
        (a,) = with_values(values[BASE])
        a = a[:, np.ptp(a, axis=0) > 0]
        for kind, level in (("mean", 0.95), ("mean, one of ten", 0.995)):
            found = counted(
                [interval_of_mean(a[of], level) for of in blocks], a.mean(axis=0), [a[of] for of in blocks], level
            )
            print_row([kind, f"{level}", "", f"{size}", *found.row(level)])
        found = counted([with_control(a, of) for of in blocks], a.mean(axis=0), [a[of] for of in blocks], 0.95)
        print_row(["mean, control variate", "0.95", "", f"{size}", *found.row(0.95)])


def with_values(*of: Floats) -> list[Floats]:
    """The key figures that have a value in every future of each of these; a wait that never ends is none."""
    there = np.all([np.isfinite(values).all(axis=0) for values in of], axis=0)
    return [values[:, there] for values in of]


def small_studies(rng: np.random.Generator, replications: int, size: int, studies: int) -> Iterator[NDArray[np.intp]]:
    """The replications of each study; as long as there are enough, none is in two."""
    order: list[int] = []
    for _ in range(studies):
        if len(order) < size:
            order = rng.permutation(replications).tolist()
        yield np.array([order.pop() for _ in range(size)])


def with_control(values: Floats, of: NDArray[np.intp]) -> Ends:
    """Intervals of means with one control of known mean: the first key figure (reports in, or what stands there)."""
    known = KnownMeans(values[:, :1].mean(axis=0), np.zeros((1, 1)))
    found = [controlled_mean(values[of, k], values[of, :1], known, 0.95) for k in range(1, values.shape[1])]
    mean, half = (np.array([np.nan, *(getattr(one, name) for one in found)]) for name in ("mean", "half_width"))
    half[half == 0] = np.nan  # all the same: no interval is shown
    return mean - half, mean + half


def counted(ends: list[Ends], truth: Floats, values: list[Floats], level: float) -> Count:
    """Count intervals [study][end][figure] that hold the truth [figure]."""
    low, high = np.array([low for low, _ in ends]).T, np.array([high for _, high in ends]).T
    samples = [sample_of(of) for of in values]
    t = stdtrit(len(values[0]) - 1, 0.5 + level / 2)
    plain = np.array([2 * t * sample.error for sample in samples]).T
    rounding = 1e-9 * np.abs(truth)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        held = (low - rounding <= truth[:, None]) & (truth[:, None] <= high + rounding)
        return Count(~np.isnan(low), held, (high - low) / plain)


def count_selection(studies: int) -> None:
    """Print how often the plan that is certified is good, layout by layout."""
    sys.path.insert(0, str(ROOT))
    layouts = importlib.import_module("tests.tuning.layouts")
    print("\n| layout | certified | good among them | mean runs |\n|---|---|---|---|")
    for name in layouts.LAYOUTS:
        chosen, runs = layouts.choices(name, studies)
        certified = chosen >= 0
        good = layouts.is_good(name, chosen)[certified].mean() if certified.any() else np.nan
        print_row([name, f"{certified.mean():.3f}", f"{good:.3f}", f"{runs.mean():,.0f}"])


def print_row(cells: list[str]) -> None:
    """A row of a table in Markdown."""
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
