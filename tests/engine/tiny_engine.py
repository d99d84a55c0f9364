"""The smallest of engines, to stand in for the loop: compiled, kept and fetched as that is, in no time.

Run as a program it says that it stands ready, waits for a line, and tells what came of it.
"""

import json
import sys
from typing import Any

from tbkk_sim.engine import engine_for
from tbkk_sim.engine.compiled import loop
from tbkk_sim.engine.compiled.kernel.jit import entry


@entry
def doubled(number: int) -> int:
    """Twice a number."""
    return 2 * number


def tell() -> dict[str, Any]:
    """Make it ready, and tell what came of it."""
    said: list[str] = []
    serves = engine_for("compiled", said.append)
    fetched = sum(doubled.stats.cache_hits.values())
    return {"serves": serves, "said": len(said), "doubled": doubled(21), "fetched": fetched}


if __name__ == "__main__":
    loop.run_until_full = doubled
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(tell()))
