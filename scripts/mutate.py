"""How many small faults the tests notice: `python scripts/mutate.py [PACKAGE ...] [--mutants 150] [--seed 1]`.

Mutants of cosmic-ray (`pip install --group mutation`) are drawn at random over all that are possible in a package, and
planted one at a time in a copy of the checkout. Test files that carry out the changed function run, quick tests first,
until one fails: the mutant is killed. One that no test notices survives; one named in tests/equivalent_mutants.toml is
not counted. `scripts/mutants.py` says which mutants are left out, and why. The compiled engine runs uncompiled, except
against mutants of the SimPy engine: none of these changes it, so it is compiled once and kept beside the copies.

With `PYTEST_ADDOPTS='-m "not slow"'` in the environment only the quick part of the tests is tried: sooner, and strict.

Written are, by package, the score with what survived (`OUT/PACKAGE.txt`, from the first mutant on) and the session of
cosmic-ray (`OUT/PACKAGE.sqlite`, for cr-report and cr-html); with --record also the row of CONTRIBUTING.md. Exit code
1: a package is below 85 %. Not on Windows.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cosmic_ray.plugins
from cosmic_ray.commands.init import init
from cosmic_ray.mutating import mutate_code
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult
from scipy.stats import binomtest

from forked_tests import SLOW_SECONDS, Place, Run, load_libraries, run_all
from mutants import (
    PACKAGES,
    Mutant,
    carried_out_in,
    change,
    equivalent_to,
    in_order_of_draw,
    is_left_out,
    modules_of,
    read_equivalents,
)

ROOT = Path(__file__).resolve().parents[1]
EQUIVALENT = Path("tests/equivalent_mutants.toml")
LEAST_SHARE = 0.85
"""Of the mutants of a package that are killed."""

NOT_HERE = re.compile(
    r"test_twin|test_engine_for|test_errors_end_a_run|test_workers|test_kills|test_one_road|test_run_folder"
)
"""Tests of compiling, of processes and of files that are kept, which hold on to the clock, and the comparison of the
engines, which takes long: left out unless they are named."""


@dataclass
class Score:
    """What came of the mutants of a package."""

    package: str
    possible: int
    commit: str
    seed: int
    killed: list[Mutant] = field(default_factory=list)
    survived: list[str] = field(default_factory=list)
    equivalent: int = 0
    seconds: float = 0.0

    @property
    def tested(self) -> int:
        """How many mutants were tried."""
        return len(self.killed) + len(self.survived)

    @property
    def share(self) -> float:
        """Of those tried, which part was killed."""
        return len(self.killed) / self.tested if self.tested else 0.0

    def row(self) -> str:
        """A row of the table in CONTRIBUTING.md."""
        low, high = binomtest(len(self.killed), self.tested).proportion_ci(method="wilson")
        share = f"{self.share:.0%} ({low:.0%} to {high:.0%})"
        cells = (
            self.package,
            self.possible,
            self.tested,
            len(self.killed),
            self.equivalent,
            share,
            self.commit,
            self.seed,
        )
        return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Try mutants of packages, and write what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=f"{', '.join(PACKAGES)}; none: all")
    parser.add_argument("--mutants", type=int, default=150, help="tried in each package")
    parser.add_argument("--seed", type=int, default=1, help="each seed draws other mutants")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants tried at a time")
    parser.add_argument("--out", type=Path, default=ROOT / "outputs" / "mutation", help="folder for the results")
    parser.add_argument("--tests", nargs="+", help="files and folders of tests, instead of those of the packages")
    parser.add_argument("--record", action="store_true", help="write the rows into the table of CONTRIBUTING.md")
    asked = parser.parse_args()
    if unknown := set(asked.packages) - set(PACKAGES):
        parser.error(f"no package: {', '.join(sorted(unknown))}; allowed: {', '.join(PACKAGES)}")
    asked.out.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started ends too
    load_libraries()
    scores = []
    with tempfile.TemporaryDirectory() as folder:
        copies = Copies(Path(folder).resolve(), asked.jobs)
        for package in asked.packages or PACKAGES:
            where = asked.tests or PACKAGES[package].tests.split()
            scores.append(score := tried(package, where, copies, asked.mutants, asked.seed, asked.out))
            row = score.row()
            print(f"{row}  {score.seconds / max(score.tested, 1):.1f} s of the processor for a mutant", flush=True)
            if asked.record:
                record(row)
    sys.exit(any(score.share < LEAST_SHARE for score in scores))


class Copies:
    """Copies of the checkout, in which mutants are planted; and what each test file does where there is no mutant."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self.first = folder / "copy_0"
        self.places = [Place(folder / f"copy_{number}", folder / f"notes_{number}") for number in range(jobs)]
        listed = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        for name in filter(None, subprocess.check_output(listed, text=True).split("\0")):
            if (ROOT / name).is_file():
                (self.first / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.first / name)
        self.all_watched: dict[bool, dict[str, Run]] = {False: {}, True: {}}
        """Runs without a mutant, by test file; apart for those that have the compiled engine."""
        self.compiled = False
        """Whether runs have the compiled engine from here on."""

    @property
    def watched(self) -> dict[str, Run]:
        """Runs without a mutant, by test file."""
        return self.all_watched[self.compiled]

    def watch(self, where: Sequence[str]) -> list[str]:
        """Run the test files that have not run, see which functions each carries out; quick files come first."""
        files = list(dict.fromkeys(test_files(self.first, where)))
        alike = Run((), stops_at_first=False, watches=True, compiled=self.compiled)
        new = [replace(alike, files=(file,)) for file in files if file not in self.watched]
        together = [replace(place, checkout=self.first) for place in self.places]  # nothing is planted
        for run in run_all(iter(new), together, nothing, nothing):
            self.watched[run.files[0]] = run
            if not run.noted:
                sys.exit(f"{run.files[0]} ends without a mutant:\n{run.output[-5000:]}")
            for test in run.noted["failed"]:
                print(f"left out, for it fails without a mutant: {test}", file=sys.stderr)
        for place in self.places[1:]:  # after the runs, since they leave the modules compiled
            shutil.rmtree(place.checkout, ignore_errors=True)
            shutil.copytree(self.first, place.checkout)
        return sorted(files, key=lambda f: self.watched[f].took_seconds)

    def check_together(self, files: Sequence[str]) -> None:
        """Stop if tests that pass file by file fail when they run together; slow ones are taken to be no different.

        In each place, without a limit of time, so that each has a compiled engine of its own from here on: numba keeps
        it by the folder of the sources.
        """
        run = self.run_for(files)
        slow = frozenset(test for test, seconds in run.seconds.items() if seconds >= SLOW_SECONDS)
        together = [replace(run, seconds={}, left_out=run.left_out | slow) for _ in self.places]
        for whole in run_all(iter(together), self.places, nothing, nothing):
            if not whole.passed:
                sys.exit(f"tests fail without a mutant when they run together:\n{whole.output[-5000:]}")

    def run_for(self, files: Sequence[str]) -> Run:
        """A run of test files, without the tests that fail anyway."""
        watched = [self.watched[file] for file in files]
        seconds = {test: seconds for run in watched for test, seconds in run.noted["seconds"].items()}
        left_out = frozenset(test for run in watched for test in run.noted["failed"])
        return Run(tuple(files), seconds, left_out, compiled=self.compiled)

    def carries_out(self, file: str, mutant: Mutant, first_line: int) -> bool:
        """Whether a test file carries out the function of a mutant."""
        return [str(self.first / mutant.module), first_line] in self.watched[file].noted["carried_out"]


def test_files(root: Path, where: Sequence[str]) -> Iterator[str]:
    """The test files in folders, but for those of NOT_HERE, and those that are named."""
    for place in map(root.joinpath, where):
        for file in [place] if place.suffix else sorted(place.rglob("test_*.py")):
            if file.is_file() and (place.suffix or not NOT_HERE.search(file.name)):
                yield file.relative_to(root).as_posix()


def tried(package: str, where: Sequence[str], copies: Copies, number: int, seed: int, out: Path) -> Score:
    """Try so many mutants of a package, drawn at random."""
    copies.compiled = PACKAGES[package].uses_compiled_engine
    files = copies.watch(where)
    copies.check_together(files)
    session = out / f"{package}.sqlite"
    session.unlink(missing_ok=True)
    with use_db(session, WorkDB.Mode.create) as db:
        mutants = possible_mutants(db, list(modules_of(ROOT, PACKAGES[package].modules.split())))
        score = Score(package, len(mutants), commit(), seed)
        runs = runs_of(in_order_of_draw(mutants, seed), number, files, copies, score)
        for run in run_all(runs, copies.places, plant, take_out):
            note(run, score, db)
            (out / f"{package}.txt").write_text("\n\n".join([score.row(), *score.survived, ""]), encoding="utf-8")
    return score


def possible_mutants(db: WorkDB, modules: list[Path]) -> list[Mutant]:
    """Make a session of all mutants of modules, and return those that are not left out."""
    init([ROOT / module for module in modules], db, {})
    sources = {module: read(ROOT / module) for module in modules}
    mutants: list[Mutant] = []
    left_out: list[Mutant] = []
    for item in db.work_items:
        spec = item.mutations[0]
        module = spec.module_path.relative_to(ROOT)
        begins, function = spec.start_pos, spec.definition_name or ""
        mutant = Mutant(module, spec.operator_name, spec.occurrence, begins, function, item.job_id)
        (left_out if is_left_out(mutant, sources[module]) else mutants).append(mutant)
    db.set_multiple_results([mutant.job_id for mutant in left_out], WorkResult(WorkerOutcome.SKIPPED))
    return mutants


def runs_of(drawn: list[Mutant], number: int, files: list[str], copies: Copies, score: Score) -> Iterator[Run]:
    """The runs of the first mutants drawn, so many of them; those that are equivalent are counted on the way."""
    known = read_equivalents(ROOT / EQUIVALENT)
    for mutant in drawn:
        source = read(ROOT / mutant.module)
        try:
            mutated = mutate_code(source, cosmic_ray.plugins.get_operator(mutant.operator)(), mutant.occurrence)
        except AttributeError:  # cosmic-ray puts no other exception in the place of one of a module, as in a.Error
            continue
        before, after = change(source, mutated)
        if equivalent_to(mutant, before, after, known):
            score.equivalent += 1
            continue
        first_line = carried_out_in(mutant.begins[0], source)
        run = copies.run_for([file for file in files if copies.carries_out(file, mutant, first_line)])
        run.subject = Planted(mutant, mutated, before, after)
        yield run
        number -= 1
        if number == 0:
            return


@dataclass(frozen=True)
class Planted:
    """A mutant that is tried."""

    mutant: Mutant
    mutated: str
    """The whole module."""
    before: str
    after: str


def nothing(_run: Run, _checkout: Path) -> None:
    """Nothing is planted."""


def plant(run: Run, checkout: Path) -> None:
    """Write the module with the mutant; its time differs from the one that the compiled module knows."""
    (checkout / run.subject.mutant.module).write_text(run.subject.mutated, encoding="utf-8")


def take_out(run: Run, checkout: Path) -> None:
    """Put back the module as it was, with its time."""
    shutil.copy2(ROOT / run.subject.mutant.module, checkout / run.subject.mutant.module)


def note(run: Run, score: Score, db: WorkDB) -> None:
    """Count a mutant, and keep what came of it in the session."""
    planted: Planted = run.subject
    diff = "\n".join(
        [f"- {line}" for line in planted.before.split("\n")] + [f"+ {line}" for line in planted.after.split("\n")]
    )
    outcome = TestOutcome.SURVIVED if run.passed else TestOutcome.KILLED
    db.set_result(planted.mutant.job_id, WorkResult(WorkerOutcome.NORMAL, run.output[-5000:], outcome, diff))
    score.seconds += run.took_seconds
    if not run.passed:
        score.killed.append(planted.mutant)
        return
    mutant = planted.mutant
    where = f"{mutant.module.as_posix()}:{mutant.begins[0]} {mutant.function} {mutant.operator.removeprefix('core/')}"
    by = f"not noticed by {' '.join(run.files)}" if run.files else "no test carries it out"
    score.survived.append(f"{where}\n{diff}\n{by}")


def read(file: Path) -> str:
    """Read a module."""
    return file.read_text(encoding="utf-8")


def commit() -> str:
    """The commit of the checkout, with a + if something was changed since."""
    said = subprocess.check_output(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty=+", "--exclude=*"], text=True
    )
    return said.strip()


def record(row: str) -> None:
    """Put a row into the table of CONTRIBUTING.md, instead of the one of the same package."""
    file = ROOT / "CONTRIBUTING.md"
    text, package = read(file), row.split("|")[1].strip()
    written, times = re.subn(rf"^\| {package} \|.*$", row.replace("\\", r"\\"), text, flags=re.MULTILINE)
    if times != 1:
        sys.exit(f"CONTRIBUTING.md has no row for {package}")
    file.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
