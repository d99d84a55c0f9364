"""All checks of the project, from the form of the code to the tests: `python scripts/check.py [for pytest]`.

Works in any environment with the group `dev` of pyproject.toml. The tests come last, also when something before them
failed; what comes before them runs two at a time, and the engine that the tests need is compiled beside it.
"""

import shutil
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

COMPILE = "from tbkk_sim.engine.simulate import engine_for as f; raise SystemExit(f('compiled', print) != 'compiled')"
CHECKS = {
    "types": ["mypy"],
    "form": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "imports": ["lint-imports"],
    "spelling": ["codespell"],
    "documentation": ["sphinx-build", "-q", "-W", "--keep-going", "-E", "docs", "build/docs"],
}
"""What is checked, and the command that does it: the longest first."""
BEFORE_TESTS = {**CHECKS, "compilation": ["python", "-c", COMPILE]}
"""What is done before the tests."""


def main(for_pytest: list[str]) -> int:
    """Run all checks; 0 if all is well."""
    with ThreadPoolExecutor(max_workers=2) as two:
        passed = two.map(passes, BEFORE_TESTS, BEFORE_TESTS.values())
        failed = [name for name, is_passed in zip(BEFORE_TESTS, passed, strict=True) if not is_passed]
    if failed:
        print(f"to be put in order: {', '.join(failed)}", flush=True)
    tests = subprocess.run([sys.executable, "-m", "pytest", "--numprocesses=2", *for_pytest], cwd=ROOT, check=False)
    return 1 if failed else tests.returncode


def passes(name: str, command: list[str]) -> bool:
    """Run one check, and show what it says if something is wrong."""
    tool = shutil.which(command[0], path=sysconfig.get_path("scripts"))
    if tool is None:
        print(f"{name:15}{command[0]} is not installed: python -m pip install --group dev -e '.[all]'", flush=True)
        return False
    done = subprocess.run(
        [tool, *command[1:]], cwd=ROOT, check=False, text=True, encoding="utf-8", errors="replace", capture_output=True
    )
    in_order = done.returncode == 0
    print(f"{name:15}in order" if in_order else f"{done.stdout}{done.stderr}{name:15}NOT IN ORDER", flush=True)
    return in_order


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
