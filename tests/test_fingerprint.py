"""One fingerprint of all that decides a result: nothing that decides is missing, and each part of it tells."""

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest

from tbkk_sim.system import fingerprint
from tbkk_sim.system.fingerprint import ENGINE, ONLY_READ, RESULTS, code_files, code_hash, decided_by
from tests.modules import PACKAGE, packages_imported_by, reached_from
from tests.rows import every_row

ROADS = {
    RESULTS: ("tbkk_sim.runs.runner", "tbkk_sim.tuning.evaluation"),
    ENGINE: ("tbkk_sim.engine.compiled.loop",),
}
DECIDES_NOTHING = {
    "arrays.py",  # names of types
    "version.py",  # the version itself is in the fingerprint
    "__init__.py",
    "system/__init__.py",
    "settings/renamed.py",
    "settings/schema_errors.py",
    "settings/yaml_errors.py",
    "system/fingerprint.py",
    "system/in_place.py",
    "system/lock.py",
    "problem.py",
    "system/stopping.py",
    "tuning/__init__.py",
    "tuning/search/plans.py",  # makes settings, by whose hash an evaluation is kept
    "tuning/watch.py",  # counts
}
PACKAGES_THAT_DO_NOT = {
    "filelock",  # keeps other processes out
    "PyYAML",  # reads notes on where numbers come from
}


def test_each_package_decides_results_or_is_known_not_to():
    packages = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    decide = {part.partition("/")[0] for part in RESULTS.code}
    assert packages - decide == {"api", "cli", "comparison", "config", "replay", "report", "system", "week", "whatif"}


@pytest.mark.slow
@every_row("of", ROADS, ids=["results", "engine"])
def test_no_module_on_the_road_is_missing(of):
    reached = {file.relative_to(PACKAGE).as_posix() for file in reached_from(ROADS[of])}
    covered = {file.relative_to(PACKAGE).as_posix() for file in code_files(of)}
    assert "model/rules.py" in reached
    assert reached - covered - DECIDES_NOTHING == set()


@pytest.mark.slow
@every_row("of", ROADS, ids=["results", "engine"])
def test_no_package_that_decides_is_missing(of):
    distributions = packages_distributions()
    imported = packages_imported_by(code_files(of) if of is RESULTS else [*(PACKAGE / "engine/compiled").glob("*.py")])
    names = {name for package in imported for name in distributions[package]} - PACKAGES_THAT_DO_NOT
    assert names <= set(of.packages)
    assert set(decided_by(of)["packages"]) == set(of.packages), "all are installed where tests run"


def test_modules_that_only_read_are_there():
    assert all((PACKAGE / name).is_file() for name in ONLY_READ)


@pytest.mark.slow
def test_a_change_of_any_module_that_decides_changes_the_fingerprint(tmp_path):
    copy = tmp_path / PACKAGE.name
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    files = code_files(RESULTS, copy)
    assert copy / "metrics/key_figures/waiting.py" in files
    assert copy / "settings/staffing.py" in files
    hashes = {code_hash(RESULTS, copy)}
    assert hashes == {code_hash()}
    for file in files:
        file.write_text(file.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
        hashes.add(code_hash(RESULTS, copy))
    (copy / "runs/new.py").write_text("", encoding="utf-8")
    hashes.add(code_hash(RESULTS, copy))
    assert len(hashes) == len(files) + 2


@pytest.mark.parametrize("of", ROADS, ids=["results", "engine"])
def test_a_change_of_version_python_package_or_processor_changes_the_fingerprint(of, monkeypatch):
    made, before = dict(decided_by(of)), fingerprint.fingerprint(of)
    others = [{part: "other"} for part in ("version", "code", "python")]
    others += [{"packages": made["packages"] | {name: "0"}} for name in of.packages]
    others += [{"processor": made["processor"] | {part: "other"}} for part in made["processor"]]
    found = set()
    for other in others:
        monkeypatch.setattr(fingerprint, "decided_by", lambda _, other=other: made | other)
        found.add(fingerprint.fingerprint(of))
    assert before not in found
    assert len(found) == len(others)


def test_a_lower_level_of_the_processor_is_another_processor():
    """As on a machine without these instructions: NumPy is told to leave them alone; the lowest level has none."""
    here = fingerprint.processor()
    can_do_with_less = here["numpy_level"] != "baseline"
    code = "import json; from tbkk_sim.system.fingerprint import processor; print(json.dumps(processor()))"
    left_alone = {"NPY_DISABLE_CPU_FEATURES": here["numpy_level"]} if can_do_with_less else {}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | left_alone, capture_output=True, text=True, check=True
    )
    there = json.loads(done.stdout)
    assert (there["numpy_level"] != here["numpy_level"]) == can_do_with_less
    assert (there["numpy_forms"] != here["numpy_forms"]) == can_do_with_less
    assert (there["machine"], there["c_library"]) == (here["machine"], here["c_library"])
