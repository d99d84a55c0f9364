"""The command that tries mutants, from the draw to the score, on a package of one function; needs cosmic-ray."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def checkout(tmp_path):
    """A package of one function, whose boundary nothing tests."""
    for name, text in {
        "src/tbkk_sim/__init__.py": "",
        "src/tbkk_sim/model/limits.py": "def within(cases: int, most: int) -> bool:\n    return cases <= most\n",
        "tests/test_limits.py": "from tbkk_sim.model.limits import within\n\n\n"
        "def test_within():\n    assert within(1, 2)\n    assert not within(3, 2)\n\n\n"
        "def test_that_fails_anyway():\n    assert within(2, 1)\n",
        "tests/test_elsewhere.py": "def test_elsewhere():\n    assert True\n",
        "tests/equivalent_mutants.toml": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    for script in ("mutate.py", "mutants.py", "forked_tests.py"):
        (tmp_path / "scripts").mkdir(exist_ok=True)
        shutil.copy(ROOT / "scripts" / script, tmp_path / "scripts")
    for words in ("init -q", "add -A", "-c user.name=a -c user.email=a@a commit -qm a"):
        subprocess.run(["git", *words.split()], cwd=tmp_path, check=True)
    return tmp_path


@pytest.mark.slow
def test_a_killed_mutant_counts_and_one_that_nothing_notices_is_told(checkout):
    words = ["scripts/mutate.py", "rules", "--tests", "tests", "--jobs", "2", "--out", "told"]

    def told() -> tuple[int, str]:
        ended = subprocess.run([sys.executable, *words], cwd=checkout, check=False, capture_output=True, text=True)
        assert "left out, for it fails without a mutant: tests/test_limits.py::test_that_fails_anyway" in ended.stderr
        return ended.returncode, (checkout / "told" / "rules.txt").read_text()

    code, said = told()
    assert code == 1
    assert said.startswith("| rules | 5 | 5 | 4 | 0 | 80% (38% to 96%) |")
    assert said.count("\n- ") == 1
    assert "limits.py:2 within ReplaceComparisonOperator_LtE_Lt\n- return cases <= most\n+ return cases < most" in said
    assert "not noticed by tests/test_limits.py\n" in said  # the other file does not carry it out
    (checkout / "tests" / "equivalent_mutants.toml").write_text(
        '[[mutant]]\nmodule = "src/tbkk_sim/model/limits.py"\nfunction = "within"\nbefore = "return cases <= most"\n'
        'after = "return cases < most"\nwhy = "said for the test"\n'
    )
    code, said = told()
    assert code == 0
    assert said.startswith("| rules | 5 | 4 | 4 | 1 | 100% (51% to 100%) |")
    assert "within" not in (said.partition("\n")[2])
