"""A year of 36 million reports over 1,100 units, on one machine: `python benchmarks/world_scale.py`.

36 million reports is what NCMEC received in 2023, and 1,000 times the Dutch year 2021. A hundred countries, each the
national model made ten times as large (reports, posts, pools, work at the start, agreements and recruitment; all rules
as they are), so 100 x 11 units. Countries share nothing: each has its own national unit that judges, its own steering
group and its own pools, and no work crosses a border. So they are simulated one after another, each its own
replication, and only sums are kept.
"""

import argparse
import sys
import threading
from collections.abc import Iterable
from time import perf_counter, process_time
from typing import Any

import numpy as np

from process import peak_mib
from tbkk_sim.arrays import Floats
from tbkk_sim.config.compose import load_settings
from tbkk_sim.engine import engine_for
from tbkk_sim.metrics.frame import Frame
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.runs.workers import in_threads
from tbkk_sim.settings import Settings

COUNTRIES, TIMES = 100, 10
YEAR = ("run.start=2021-01-01", "run.end=2021-12-31", "run.monthly=false")
SCALED = (
    "demand.streams.*.reports_per_year.*",
    "demand.stock.*.waiting",
    "demand.stock.*.in_hand",
    "casework.proactive.*.per_year",
    "agreements.*.per_year.*",
    "staffing.units.*.posts",
    "staffing.units.*.minimum_fte",
    "staffing.hiring.national_limit_per_month",
    "collaboration.pools.*.members",
)
"""All that is an amount of work or of people; the rest are shares, hours and rules."""
COLUMNS = {
    "reports": "reports_in",
    "taken up": "taken_up",
    "finished": "finished",
    "left undone": "left_undone",
    "waiting at the end": "backlog_end",
    "to be judged": "triage_backlog_end",
    "hours worked": "hours_worked",
}
WAIT = "waiting_days_mean"


def country(times: int) -> Settings:
    """The national model, `times` as large."""
    given = load_settings(YEAR).model_dump()
    for path in SCALED:
        _scale(given, path.split("."), times)
    return Settings.model_validate({**given, "name": "world_scale"})


def _scale(given: dict[Any, Any], path: list[str], times: int) -> None:
    first, *rest = path
    for key in list(given) if first == "*" else [first]:
        if rest:
            _scale(given[key], rest, times)
        else:
            given[key] *= times


class World:
    """Sums over countries, by class."""

    def __init__(self, plan: Simulation, engine: str) -> None:
        self.plan, self.engine, self.countries = plan, engine, 0
        self.sums = {name: np.zeros(len(plan.frame.grid.classes)) for name in (*COLUMNS.values(), WAIT)}
        self._lock = threading.Lock()

    def add(self, number: int) -> None:
        """Simulate a country, and keep its sums."""
        happened = self.plan.simulate(number, self.engine)
        of = {name: by_class(self.plan.frame, name, happened.values) for name in self.sums}
        with self._lock:
            self.countries += 1
            for name, values in of.items():
                self.sums[name] += values

    def rows(self, labels: dict[str, str]) -> Iterable[list[str]]:
        """By class, all of them last: the columns, and the wait for the first work, a mean over countries."""
        names = self.plan.frame.grid.classes
        for n in (*range(1, len(names)), 0):
            if names[n] in labels:
                mean = self.sums[WAIT][n] / self.countries
                wait = "no mean" if np.isinf(mean) else f"{mean:,.1f}" if mean else "-"
                yield [labels[names[n]], *(f"{self.sums[name][n]:,.0f}" for name in COLUMNS.values()), wait]


def by_class(frame: Frame, key_figure: str, values: Floats) -> Floats:
    """A key figure of the whole run and all units, by class; 0 where it does not exist, inf of who waits for ever."""
    chosen = (frame.key_figure == [f.name for f in frame.figures].index(key_figure)) & (frame.period == 0)
    rows = np.flatnonzero(chosen & (frame.team == 0))
    found = np.zeros(len(frame.grid.classes))
    found[frame.priority_class[rows]] = np.nan_to_num(values[rows], posinf=np.inf)
    return found


def main() -> None:
    """Simulate all countries and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--countries", type=int, default=COUNTRIES)
    parser.add_argument("--times", type=int, default=TIMES, help="size of a country, in times the national model")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="compiled")
    asked = parser.parse_args()
    settings = country(asked.times)
    world = World(Simulation(settings), engine_for(asked.engine, print))
    done = 0

    def is_done(*_: object) -> None:
        nonlocal done
        done += 1
        if sys.stderr.isatty():
            print(f"\r{done} of {asked.countries} countries", end="", file=sys.stderr)

    wall, processor = perf_counter(), process_time()
    in_threads(world.add, range(asked.countries), asked.workers, is_done)
    wall, processor = perf_counter() - wall, process_time() - processor
    labels = {name: of.label for name, of in settings.casework.classes.items()}
    print(f"\n| class | {' | '.join(COLUMNS)} | mean wait, days |\n|---{'|---' * (1 + len(COLUMNS))}|")
    for row in world.rows({"closed": "Closed in triage", **labels, "all": "All"}):
        print(f"| {' | '.join(row)} |")
    units, pools = settings.staffing.units.values(), settings.collaboration.pools.values()
    in_all = [asked.countries * n for n in (len(units), sum(u.posts for u in units), sum(p.members for p in pools))]
    print(
        "\n{:,} units with {:,} posts, and pools of {:,}: ".format(*in_all)
        + f"{wall:.0f} s on {asked.workers} threads, {processor:.0f} s of the processor, peak {peak_mib():,.0f} MiB"
    )


if __name__ == "__main__":
    main()
