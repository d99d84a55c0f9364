"""A measurement in a process of its own, on one core."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence


def alone(script: str, arguments: Sequence[str]) -> dict[str, float]:
    """The numbers that a script prints as JSON in its last line."""
    core = max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    done = subprocess.run(
        [sys.executable, script, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
    )
    numbers: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def peak_mib() -> float:
    """The most memory that this process had."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
