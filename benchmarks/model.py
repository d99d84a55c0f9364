"""Measure the model itself, the national one and how cost grows: `python benchmarks/model.py`; processor seconds."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from workloads import Size

ENGINES = ("compiled", "simpy")


def national(engine: str, rounds: int) -> dict[str, Any]:
    """One replication of the shipped default: seconds in each part, medians over rounds, and peak memory."""
    import resource

    from tbkk_sim.cli.compose import load_settings
    from tbkk_sim.engine import simulate
    from tbkk_sim.experiment.replication import Plan, Replication
    from tbkk_sim.experiment.tables import write_key_figures
    from tbkk_sim.world.draw import draw_world

    settings = load_settings([])
    plan = Plan(settings)
    simulate(draw_world(settings, 0), plan.rulebook, "compiled")
    parts: dict[str, list[float]] = {"world": [], "engine": [], "key figures": [], "writing": []}
    cases = facts = 0
    with tempfile.TemporaryDirectory() as folder:
        for replication in range(rounds):
            moments = [process_time()]
            world = draw_world(settings, replication)
            moments.append(process_time())
            log = simulate(world, plan.rulebook, engine)
            moments.append(process_time())
            happened = Replication(settings, plan.rulebook, plan.frame, world, log)
            values = happened.values
            moments.append(process_time())
            write_key_figures(Path(folder) / "key_figures.parquet", settings, plan.frame, [(replication, values)])
            moments.append(process_time())
            for part, begin, end in zip(parts, moments[:-1], moments[1:], strict=True):
                parts[part].append(end - begin)
            cases, facts = len(world.reports.key), len(log.rows)
    seconds = {part: statistics.median(each) for part, each in parts.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    return {"seconds": seconds, "cases": cases, "facts": facts, "peak_mib": peak}


def scaling(engine: str, rounds: int) -> dict[str, float]:
    """Microseconds of the engine per case of W1: by years, by units, and with more work than staff."""
    from ours import settings_of
    from tbkk_sim.domain.rulebook import make_rulebook
    from tbkk_sim.engine import simulate
    from tbkk_sim.world.draw import draw_world

    year = 1 / 6
    settings = {
        "1 year": settings_of("W1", 1, Size(year)),
        "5 years": settings_of("W1", 1, Size(5 * year)),
        "20 years": settings_of("W1", 1, Size(20 * year)),
        "11 units": settings_of("W1", 1, Size(year)),
        "110 units": settings_of("W1", 1, Size(year), copies=10),
        "1,100 units, 0.25 year": settings_of("W1", 1, Size(year / 4), copies=100),
        "load 1.1, 1 year": settings_of("W1", 1, Size(year), load=1.1 / 0.92),
        "load 1.1, 20 years": settings_of("W1", 1, Size(20 * year), load=1.1 / 0.92),
    }
    simulate(draw_world(settings["1 year"], 0), make_rulebook(settings["1 year"]), "compiled")
    result = {}
    for name, one in settings.items():
        world, book = draw_world(one, 0), make_rulebook(one)
        seconds = []
        for _ in range(rounds):
            begin = process_time()
            simulate(world, book, engine)
            seconds.append(process_time() - begin)
        result[name] = statistics.median(seconds) / len(world.reports.key) * 1e6
    return result


def main() -> None:
    """Each engine in a process of its own, on one core."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--what", choices=["national", "scaling"])
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if asked.engine:
        print(json.dumps({"national": national, "scaling": scaling}[asked.what](asked.engine, asked.rounds)))
        return
    core = max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    for what in [asked.what] if asked.what else ["national", "scaling"]:
        for engine in ENGINES:
            done = subprocess.run(
                [sys.executable, __file__, "--what", what, "--engine", engine, "--rounds", str(asked.rounds)],
                check=True,
                capture_output=True,
                text=True,
                preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
            )
            print(f"\n{what}, {engine}")
            for name, value in json.loads(done.stdout.splitlines()[-1]).items():
                print(f"{name}: {value if isinstance(value, dict) else round(value, 2)}")


if __name__ == "__main__":
    main()
