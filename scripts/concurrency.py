"""Pairs of commands on one folder at once: `python scripts/concurrency.py [--pairs 40] [--compiled]`.

Of each pair one command does its work; the other one waits for it and goes on, or says who is in its way. What lies
there afterwards must be, byte for byte in the tables, what a command that says it succeeded leaves when it is alone. It
takes some five seconds a pair; with --compiled two more commands compile the engine at once, which takes a minute.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

TABLES = ("key_figures.parquet", "events.parquet", "people.parquet", "summary.csv", "settings.json")
SHORT = ("+scenario=textbook", "run.end=2021-01-31", "run.workers=1", "run.report=false", "engine=simpy")
HERE, RUN, STOPPED = "here", "run", "stopped"
"""The folder that both write to; a finished run of 2 replications, and one stopped before the first was done."""
REFUSED = ("another process writes to", "holds a finished", "and has", "is finished, with")
"""What a command says that lets the other one go first."""
LATEST_SECONDS = 1.5
"""The second command begins at most this much later than the first."""
Command = tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two commands on one folder."""

    name: str
    one: Command
    other: Command
    begins_as: str | None = None
    """A run that lies in the folder before; None: there is none."""
    both_may_win: bool = False
    """The second finds work to do after the first, or nothing that it would have to do again."""


def run(seed: int, replications: int = 2) -> Command:
    """A run into the folder."""
    return (*SHORT, f"seed={seed}", f"run.replications={replications}", f"hydra.run.dir={HERE}")


def extend(replications: int) -> Command:
    """More replications for the run in the folder."""
    return ("extend", HERE, "--replications", str(replications))


def tune(posts: int) -> Command:
    """A study in the folder, with the cache beside it."""
    asked = ("tune=where", f"tune.where.extra_fte={posts}", "tune.kept_replications=2", "tune.first_replications=4")
    return ("tune", *SHORT, *asked, "tune.search_replications=3", "tune.cache=cache", f"hydra.run.dir={HERE}")


PAIRS = (
    Pair("two seeds", run(20210101), run(7)),
    Pair("extend by 1 and by 2", extend(3), extend(4), RUN, both_may_win=True),
    Pair("two studies", tune(1), tune(2)),
    Pair("go on and extend", run(7), extend(3), STOPPED, both_may_win=True),
    Pair("the same run twice", run(7), run(7)),
    Pair("another run over a finished one, and extend", run(8), extend(3), RUN),
    Pair("other numbers of futures", run(7, 2), run(7, 3)),
    Pair("the same study twice", tune(1), tune(1)),
)


def main() -> int:
    """Try pairs, and print what came of each; 1 if one of them went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--compiled", action="store_true", help="also compile the engine in two commands at once")
    asked = parser.parse_args()
    random, wrong = np.random.default_rng(16), 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        prepare(root)
        for number in range(asked.pairs):
            pair = PAIRS[number % len(PAIRS)]
            said = tried(pair, root, alone(pair, root), f"pair-{number}", float(random.uniform(0, LATEST_SECONDS)))
            wrong += said.startswith("WRONG")
            print(f"{number + 1:3}  {pair.name:45}{said}", flush=True)
        if asked.compiled:
            said = compiled_at_once(root)
            wrong += said.startswith("WRONG")
            print(f"     {'two commands compile the engine':45}{said}", flush=True)
    print(f"{asked.pairs} pairs, {wrong} wrong")
    return int(wrong > 0)


def prepare(root: Path) -> None:
    """Make the runs that some pairs begin with."""
    (root / RUN).mkdir()
    begin(run(7), root / RUN)()
    stopped = root / STOPPED / HERE
    shutil.copytree(root / RUN / HERE, stopped)
    manifest = json.loads((stopped / "manifest.json").read_text(encoding="utf-8"))
    (stopped / "manifest.json").unlink()
    for name in TABLES[:-1]:
        (stopped / name).unlink()
    (stopped / "parts").mkdir()
    of_parts = ("format", "replications_hash", "version", "code", "python", "packages", "processor")
    made = {name: manifest[name] for name in of_parts}
    (stopped / "parts" / "of.json").write_text(json.dumps(made), encoding="utf-8")


def alone(pair: Pair, root: Path) -> dict[Command, dict[str, str]]:
    """What each command leaves when it is alone."""
    found = {}
    for command in (pair.one, pair.other):
        place = root / f"alone-{hashlib.sha256(repr((command, pair.begins_as)).encode()).hexdigest()[:12]}"
        if not place.exists():
            lay_out(place, pair, root)
            begin(command, place)()
        found[command] = hashes(place / HERE)
    return found


def tried(pair: Pair, root: Path, alone: dict[Command, dict[str, str]], name: str, later_seconds: float) -> str:
    """Run both commands at once, and say what came of it."""
    place = root / name
    lay_out(place, pair, root)
    commands = (pair.one, pair.other)
    waiting = [begin(pair.one, place), begin(pair.other, place, later_seconds)]
    ended = [wait() for wait in waiting]
    won = [command for command, (code, _) in zip(commands, ended, strict=True) if code == 0]
    for code, said in ended:
        if code not in (0, 2) or (code == 2 and not any(phrase in said for phrase in REFUSED)):
            return f"WRONG: exit {code}: {said[-2000:]}"
    if not won or (len(won) > 1 and not pair.both_may_win):
        return f"WRONG: {len(won)} succeeded"
    if wrong := broken(place / HERE):
        return f"WRONG: {wrong}"
    if hashes(place / HERE) not in [alone[command] for command in won]:
        return "WRONG: not what one of them leaves alone"
    shutil.rmtree(place)
    waited = any("another process writes to" in said for _, said in ended)
    return "both, one after the other" if len(won) > 1 else "one, the other gave up waiting" if waited else "one"


def compiled_at_once(root: Path) -> str:
    """Let two commands compile the engine at once, and say what came of it."""
    place = root / "compiled"
    place.mkdir()
    commands = [tuple(word.replace("simpy", "compiled") for word in run(seed)) for seed in (7, 8)]
    commands = [(*command[:-1], f"hydra.run.dir={HERE}-{number}") for number, command in enumerate(commands)]
    ended = [wait() for wait in [begin(command, place) for command in commands]]
    said = "".join(text for _, text in ended)
    if any(code for code, _ in ended) or "SimPy runs instead" in said:
        return f"WRONG: {said[-2000:]}"
    there, once = hashes(place / f"{HERE}-0"), said.count("Compiled in")
    as_alone = there["key_figures.parquet"] == hashes(root / RUN / HERE)["key_figures.parquet"]
    return f"compiled {once} time" if once == 1 and as_alone else f"WRONG: compiled {once} times, as alone: {as_alone}"


def lay_out(place: Path, pair: Pair, root: Path) -> None:
    """Make a place for a pair, with the run that it begins with."""
    place.mkdir()
    if pair.begins_as is not None:
        shutil.copytree(root / pair.begins_as / HERE, place / HERE)


def begin(command: Command, place: Path, later_seconds: float = 0.0) -> Callable[[], tuple[int, str]]:
    """Start a command in a place; what is returned waits for its exit code and what it said."""
    code = f"import sys, time; time.sleep({later_seconds}); from tbkk_sim.__main__ import main; sys.exit(main())"
    own = {"NUMBA_CACHE_DIR": str(place / "engines")}
    process = subprocess.Popen(
        [sys.executable, "-c", code, *command],
        cwd=place,
        env=os.environ | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    def wait() -> tuple[int, str]:
        said, _ = process.communicate()
        return process.returncode, said

    return wait


def hashes(folder: Path) -> dict[str, str]:
    """Fingerprints of the tables in a folder and in the runs within it."""
    files = sorted(path for path in folder.rglob("*") if path.name in TABLES)
    return {path.relative_to(folder).as_posix(): hash_of(path) for path in files}


def broken(folder: Path) -> str:
    """What is not as it should be in a finished folder."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    wrong = [name for name, found in manifest["files"].items() if hash_of(folder / name) != found]
    left: Sequence[Path] = [
        path for path in folder.rglob("*") if path.name.startswith(".lock") or path.name.endswith(".half")
    ]
    said = [f"the manifest does not vouch for {name}" for name in wrong] + [f"{path} was left" for path in left]
    if (folder / "parts").exists():
        said.append("parts were left")
    return "; ".join(said)


def hash_of(path: Path) -> str:
    """Fingerprint of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
