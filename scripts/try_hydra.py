"""Try the newest pre-release of Hydra: `python scripts/try_hydra.py`, three minutes at most.

It is put into a folder of its own, before the one that is installed. `run=smoke` and the quick tests of tests/cli are
run with it, and one line says what came of them; 1 if something fails. It raises no limit of pyproject.toml.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_SECONDS = 180
SMOKE = ["-m", "tbkk_sim", "run=smoke"]
TESTS = [
    *("-m", "pytest", "--quiet", "--tb=no", "-m", "not slow", "-p", "no:cacheprovider", str(ROOT / "tests" / "cli")),
    *("-W", "default::UserWarning", "-W", "default::DeprecationWarning"),  # by which it tells what it will change later
]


def main() -> int:
    """Try it, and say what came of it."""
    end = time.monotonic() + MOST_SECONDS
    with tempfile.TemporaryDirectory() as folder:
        hydra, empty = Path(folder, "hydra"), Path(folder, "empty")
        empty.mkdir()
        pip = ["-m", "pip", "install", "--quiet", "--pre", "--target", str(hydra), "hydra-core"]
        failed, said = run(pip, empty, end)
        found = [path.stem.partition("-")[2] for path in hydra.glob("hydra_core-*.dist-info")]
        if failed or not found:
            print(f"Hydra, newest pre-release: it could not be installed ({last_line(said)})")
            return 1
        paths = os.pathsep.join([str(hydra), str(ROOT / "src")])
        smoke, said_by_smoke = run(SMOKE, empty, end, {"PYTHONPATH": paths})
        tests, said_by_tests = run(TESTS, ROOT, end, {"PYTHONPATH": paths})
    of_smoke = f"fails ({last_line(said_by_smoke)})" if smoke else "ends well"
    of_tests = re.sub(r" in [\d.]+s.*", "", last_line(said_by_tests))
    print(f"Hydra {found[0]}, newest pre-release: run=smoke {of_smoke}; quick tests of tests/cli: {of_tests}")
    return int(smoke or tests)


def run(words: list[str], where: Path, end: float, also: Mapping[str, str] | None = None) -> tuple[bool, str]:
    """Run Python with these words until a moment at the latest: whether it failed, and what it said."""
    command, left = [sys.executable, *words], max(end - time.monotonic(), 1.0)
    try:
        done = subprocess.run(
            command, cwd=where, env=os.environ | dict(also or {}), check=False, timeout=left, text=True,
            encoding="utf-8", errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True, f"stopped after {MOST_SECONDS} seconds in all"
    return done.returncode != 0, done.stdout


def last_line(said: str) -> str:
    """The last line that is not empty."""
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "it said nothing")


if __name__ == "__main__":
    sys.exit(main())
