"""Try settings as users might type them by mistake, and extreme ones: `python scripts/try_settings.py`.

Each is run in one week of one replication; `--mutations 1000 --extremes all --seed N` is the whole, and takes a quarter
of an hour on one core. It must end with a finished run whose tables hold no infinite number, or with exit code 2, a
message of one screen that names a key, and nothing written. What does not is shown, and the exit code is then 1.
"""

import argparse
import resource
import subprocess
import sys
from collections import Counter
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MOST_BYTES = 12 << 30


def main() -> int:
    """Try all that is asked for, and print what came of it."""
    sys.path.insert(0, str(ROOT))
    parts = ("making", "extremes", "trial")
    making, making_extremes, trial = (import_module(f"tests.mutations.{part}") for part in parts)
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--mutations", type=int, default=200, help="number of random mutations")
    parser.add_argument("--extremes", default="50", help="number of extremes, or all")
    parser.add_argument("--scenario", default="baseline", help="scenario whose numbers are made extreme")
    parser.add_argument("--seed", type=int, default=1, help="each seed makes others")
    parser.add_argument("--budget", type=float, default=30.0, help="seconds that a case may take")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    number = None if asked.extremes == "all" else int(asked.extremes)
    cases = chain(
        making.mutations(asked.mutations, asked.seed), making_extremes.extremes(asked.scenario, asked.seed, number)
    )
    counts: Counter[str] = Counter()
    slow: list[Any] = []
    for mutation in cases:
        outcome = trial.try_out(mutation, asked.budget)
        counts["cases"] += 1
        counts["over the budget" if outcome.code is None and not outcome.faults else f"exit {outcome.code}"] += 1
        counts["names another setting"] += outcome.elsewhere
        if outcome.faults:
            counts["wrong"] += 1
            print(f"\nWRONG ({mutation.kind}): {' '.join(mutation.words)[:300]}", *outcome.faults, sep="\n  ")
        if outcome.elsewhere:
            shown = "; ".join(line.strip() for line in outcome.said.splitlines()[2:4])
            print(f"elsewhere ({mutation.kind}): {' '.join(mutation.words)[:160]}\n    {shown[:200]}")
        if outcome.seconds > asked.budget / 3:
            slow.append(outcome)
        if counts["cases"] % 50 == 0:
            print(f"{counts['cases']:,} cases, {counts['wrong']} wrong", file=sys.stderr, flush=True)
    for outcome in slow:
        print(f"slow: {outcome.seconds:.0f} s, exit {outcome.code}: {' '.join(outcome.mutation.words)[:200]}")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    print(f"\nseed {asked.seed}, commit {commit.stdout.strip()}: ", end="")
    print(", ".join(f"{what} {times:,}" for what, times in sorted(counts.items())))
    return int(counts["wrong"] > 0)


if __name__ == "__main__":
    sys.exit(main())
