"""Whether an engine keeps the rules: `python scripts/check_rules.py [--worlds 300] [--days 365] [--faults]`.

The checker of tests/checker, which shares no code with the engines, reads what an engine makes of random worlds, of
each shipped scenario, and of the national model with rules that no scenario turns on. Prints a table of the breaches
that it finds, and exits with 1 if there is one. With `--faults`, faults are planted into a copy of the engine, one at
a time, and the table says which checks noticed each; 1 if one goes unnoticed.
"""

import argparse
import importlib
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
EXAMPLES = 3
"""Examples shown of each kind of breach."""


def main() -> int:
    """Check, and print what is found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--worlds", type=int, default=300, help="number of random worlds")
    parser.add_argument("--from-world", type=int, default=0, help="number of the first of them")
    parser.add_argument("--days", type=int, default=365, help="days of each scenario; 0: no scenarios")
    parser.add_argument("--engine", choices=("simpy", "compiled"), default="simpy", help="what is checked")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes")
    parser.add_argument("--faults", action="store_true", help="plant faults instead, and see whether they are found")
    asked = parser.parse_args()
    with ProcessPoolExecutor(asked.workers) as pool:
        if asked.faults:
            return table_of_faults(pool)
        worlds = range(asked.from_world, asked.from_world + asked.worlds)
        found = [pool.submit(check_world, number, asked.engine) for number in worlds]
        if asked.days:
            running = importlib.import_module("tests.checker.running")
            found += [pool.submit(check_small, name, asked.engine) for name in running.SMALL_WITH_RULES]
            scenarios = {name: (f"+scenario={name}",) for name in running.SCENARIOS}
            found += [
                pool.submit(check_overrides, name, overrides, asked.days, asked.engine)
                for name, overrides in {**scenarios, **running.WITH_A_RULE}.items()
            ]
        return table_of_breaches(replication.result() for replication in found)


def check_world(number: int, engine: str) -> Any:
    """In a process: check a random world."""
    return importlib.import_module("tests.checker.running").check_random_world(number, engine)


def check_small(name: str, engine: str) -> Any:
    """In a process: check a small world in which rules meet that seldom do."""
    return importlib.import_module("tests.checker.running").check_small(name, engine)


def check_overrides(name: str, overrides: Iterable[str], days: int, engine: str) -> Any:
    """In a process: check a scenario."""
    return importlib.import_module("tests.checker.running").check_overrides(name, overrides, days, engine)


def try_fault(name: str) -> Any:
    """In a process: plant a fault, and return which checks notice it."""
    return importlib.import_module("tests.checker.faulty").noticed_by(name)


def table_of_breaches(runs: Iterable[Any]) -> int:
    """Print how much was checked, and all kinds of breaches with where they were found; 1 if there is one."""
    began, n_events, n_random, n_runs = time.monotonic(), 0, 0, 0
    counts: Counter[str] = Counter()
    looked_at: Counter[str] = Counter()
    where: dict[str, list[str]] = defaultdict(list)
    examples: dict[str, list[str]] = defaultdict(list)
    for run in runs:
        n_runs, n_events = n_runs + 1, n_events + run.n_events
        n_random += run.name.startswith("random world")
        if not run.name.startswith("random world"):
            print(f"{run.name}: {run.n_events:,} events, {sum(run.breaches.counts.values())} breaches", flush=True)
        counts += run.breaches.counts
        looked_at += run.breaches.looked_at
        for kind, of_kind in run.breaches.examples.items():
            where[kind].append(run.name)
            examples[kind].append(f"{run.name}: {of_kind[0]}")
    print(f"{n_random} random worlds and {n_runs - n_random} runs of the national model and textbook queues: "
          f"{n_events:,} events in {time.monotonic() - began:.0f} s, {counts.total()} breaches")  # fmt: skip
    print("looked at: " + ", ".join(f"{n:,} {what}" for what, n in looked_at.most_common()))
    if counts:
        print("| breaches | runs | kind |\n|---|---|---|")
    for kind, count in counts.most_common():
        print(f"| {count} | {len(where[kind])} | {kind} |")
        for example in examples[kind][:EXAMPLES]:
            print(f"    {example}")
    return 1 if counts else 0


def table_of_faults(pool: ProcessPoolExecutor) -> int:
    """Print which checks notice which fault; 1 if one goes unnoticed."""
    names = list(importlib.import_module("tests.checker.faulty").FAULTS)
    unnoticed = 0
    print("| fault | noticed by |\n|---|---|")
    for name, kinds in zip(names, pool.map(try_fault, names), strict=True):
        unnoticed += not kinds
        print(f"| {name} | {'; '.join(kinds) or '**nothing**'} |", flush=True)
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
