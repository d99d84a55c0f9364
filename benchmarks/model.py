"""Measure the model itself: `python benchmarks/model.py`, or one part of it with `--what`; seconds of the processor.

national: one replication of the shipped default, part by part. scaling: cost per case of W1 in office hours, by years,
by what waits at the start, by units that each have a queue and by units that share one. memory: ten years of growth.
Each engine in a process of its own, on one core.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent))

from ours import settings_of
from process import alone, peak_mib
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.settings import Settings
from workloads import Size

ENGINES = ("compiled", "simpy")


def national(engine: str, rounds: int) -> dict[str, float]:
    """One replication of the shipped default: seconds in each part, medians over rounds, and peak memory."""
    from tbkk_sim.config.compose import load_settings
    from tbkk_sim.runs.tables.columns import write_key_figures

    settings = load_settings([])
    plan = Simulation(settings)
    plan.simulate(0, engine)
    parts: dict[str, list[float]] = {"world": [], "engine": [], "key figures and path laws": [], "writing": []}
    cases = events = 0
    with tempfile.TemporaryDirectory() as folder:
        for replication in range(rounds):
            moments = [process_time()]
            world = plan.draw(replication)
            moments.append(process_time())
            happened = plan.run(world, engine)
            moments.append(process_time())
            values = happened.values
            moments.append(process_time())
            write_key_figures(Path(folder) / "key_figures.parquet", settings, plan.frame, [(replication, values)])
            moments.append(process_time())
            for part, begin, end in zip(parts, moments[:-1], moments[1:], strict=True):
                parts[part].append(end - begin)
            cases, events = len(world.reports.key), len(happened.log)
    seconds = {part: statistics.median(each) for part, each in parts.items()}
    whole = sum(seconds.values())
    shares = {f"{part}, share": each / whole for part, each in seconds.items()}
    rest = {"all, s": whole, "reports": cases, "reports per s": cases / whole, "facts": events, "peak MiB": peak_mib()}
    return {f"{part}, s": each for part, each in seconds.items()} | shares | rest


def scaling(engine: str, rounds: int) -> dict[str, float]:
    """Microseconds of the engine per case of W1 in office hours: by years, by what waits at the start, by units."""
    year = Size(1 / 6)
    settings = {
        "1 year": in_office_hours(year),
        "4 years": in_office_hours(Size(4 * year.time)),
        "8 years": in_office_hours(Size(8 * year.time)),
        "1,000 wait": in_office_hours(year, waiting=1_000),
        "10,000 wait": in_office_hours(year, waiting=10_000),
        "50,000 wait": in_office_hours(year, waiting=50_000),
        "11 units, 9 days": in_office_hours(Size(year.time / 40)),
        "110 units, 9 days": in_office_hours(Size(year.time / 40), copies=10),
        "1,100 units, 9 days": in_office_hours(Size(year.time / 40), copies=100),
        "11 units, one queue": in_office_hours(Size(year.time / 40), one_queue=True),
        "110 units, one queue": in_office_hours(Size(year.time / 40), copies=10, one_queue=True),
        "1,100 units, one queue": in_office_hours(Size(year.time / 40), copies=100, one_queue=True),
    }
    Simulation(settings["11 units, 9 days"]).simulate(0, engine)
    result = {}
    for name, one in settings.items():
        plan = Simulation(one)
        world = plan.draw(0)
        seconds = []
        for _ in range(rounds):
            begin = process_time()
            plan.run(world, engine)
            seconds.append(process_time() - begin)
        result[name] = statistics.median(seconds) / len(world.reports.key) * 1e6
    return result


def in_office_hours(size: Size, *, copies: int = 1, waiting: int = 0, one_queue: bool = False) -> Settings:
    """W1 in a week of 35 office hours, its first class preempting, and so many of its last class waiting at the start.

    Each morning what waits is offered and everybody looks again; an hour of W1 is five hours here, as busy a week.
    """
    changed = settings_of("W1", 1, size, copies=copies, load=5.0).model_dump()
    changed["calendar"] |= {"kind": "office", "hours_per_day": 7.0, "round_the_clock_hours_per_day": 12.0}
    changed["casework"]["classes"]["class0"]["preempts"] = True
    changed["collaboration"]["one_queue"] = one_queue
    if waiting:
        changed["demand"]["stock"] = {"class3": {"waiting": waiting, "oldest_days": 100.0}}
    return Settings.model_validate(changed)


def memory(engine: str, _rounds: int) -> dict[str, float]:
    """Ten years of growth: the event log, and the most that the process had before, with the world, with the log."""
    from tbkk_sim.config.compose import load_settings
    from tbkk_sim.model.event_records import EVENT_DTYPE

    warm = load_settings(["run.end=2021-01-31"])
    Simulation(warm).simulate(0, engine)
    before = peak_mib()
    settings = load_settings(["+scenario=growth", "run.end=2030-12-31"])
    happened = Simulation(settings).simulate(0, engine)
    with_log = peak_mib()
    _ = happened.values
    return {
        "reports": len(happened.world.reports.key),
        "facts": len(happened.log),
        "event log, MiB": len(happened.log) * EVENT_DTYPE.itemsize / 2**20,
        "peak before, MiB": before,
        "peak with world and event log, MiB": with_log,
        "peak with key figures, MiB": peak_mib(),
    }


MEASURES = {"national": national, "scaling": scaling, "memory": memory}


def main() -> None:
    """Measure what is asked for, and print a table of the engines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--what", choices=MEASURES)
    parser.add_argument("--engine", choices=ENGINES, help="this engine, here; prints JSON")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if asked.engine:
        print(json.dumps(MEASURES[asked.what](asked.engine, asked.rounds)))
        return
    for what in [asked.what] if asked.what else MEASURES:
        of = [
            alone(__file__, ["--what", what, "--engine", engine, "--rounds", str(asked.rounds)]) for engine in ENGINES
        ]
        print(f"\n| {what} | {' | '.join(ENGINES)} |\n|---|{'---|' * len(ENGINES)}")
        for name in of[0]:
            print(f"| {name} | {' | '.join(_number(numbers[name]) for numbers in of)} |", flush=True)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"


if __name__ == "__main__":
    main()
