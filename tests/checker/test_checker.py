"""The checker shares nothing with the engines, and finds nothing in what they make of random worlds and scenarios."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.checker.faulty import FAULTS, PACKAGE, QUICK, ROOT, noticed_by
from tests.checker.running import (
    SMALL_WITH_RULES,
    WITH_A_RULE,
    check_overrides,
    check_random_world,
    check_small,
    check_world_with_more_people,
)

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
N_WORLDS = 90
FOUR_WEEKS = 28
NATIONAL = {
    **WITH_A_RULE,
    **{name: (f"+scenario={name}",) for name in ("baseline", "first_come", "collaboration_wide")},
}
READS = {
    "arrays", "model.establishment", "model.event_records", "model.names", "problem", "settings", "sampling.world",
}  # fmt: skip
"""Parts of the package that say what events, names, settings and the drawn world are; nothing else may be read.

`problem` is how settings refuse what is wrong; `model.establishment` divides the posts of a plan over the roles, as
the workforce was drawn.
"""


def test_the_checker_shares_no_code_with_the_engines():
    code = "import sys, tests.checker.checking; print(*(m for m in sys.modules if m.startswith('tbkk_sim.')))"
    paths = [str(ROOT), *sys.path]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {paths}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.removeprefix("tbkk_sim.") for name in done.stdout.split()}
    with_these = ("model", "model.seconds", "sampling", "version")  # loaded by those; the checker has its own
    allowed = {name for name in loaded if name in (*READS, *with_these) or name.startswith("settings.")}
    assert "settings.settings" in loaded
    assert loaded == allowed


def test_nothing_is_imported_later_on():
    """What is imported within a function is not seen when the checker is loaded."""
    for file in HERE.glob("*.py"):
        if file.stem in ("running", "by_hand", "stories", "faulty") or file.stem.startswith("test_"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("tbkk_sim"):
                name = str(node.module).removeprefix("tbkk_sim.")
                assert name in READS or name.startswith("settings."), file.name


def test_random_worlds_keep_the_rules_and_leave_none_out():
    looked_at = Counter()
    for number in range(N_WORLDS):
        breaches = check_random_world(number).breaches
        assert not breaches, f"random world {number}\n{breaches}"
        looked_at += breaches.looked_at
    seldom = {what for what, n in looked_at.items() if n < 20}
    assert len(looked_at) == 58
    assert seldom <= {"colleagues called off"}


def test_a_small_world_in_which_colleagues_are_called_off():
    assert check_small("urgent work beside what takes two").breaches.looked_at["colleagues called off"] >= 20


def test_random_worlds_in_which_people_come_otherwise_than_by_hiring():
    for number in range(N_WORLDS // 3):
        breaches = check_world_with_more_people(number).breaches
        assert not breaches, f"random world {number}\n{breaches}"


@pytest.mark.parametrize("name", SMALL_WITH_RULES)
def test_small_worlds_in_which_rules_meet(name):
    breaches = check_small(name).breaches
    assert not breaches, breaches


@pytest.mark.parametrize("name", NATIONAL)
def test_weeks_of_the_national_model(name):
    checked = check_overrides(name, NATIONAL[name], FOUR_WEEKS)
    assert checked.n_events > 15_000
    assert not checked.breaches, checked.breaches


@pytest.mark.parametrize("name", QUICK)
def test_a_planted_fault_is_noticed(name):
    assert FAULTS[name].noticed_by in noticed_by(name)


@pytest.mark.parametrize("name", FAULTS)
def test_faults_can_still_be_planted(name):
    """What a fault replaces stands once in the engine."""
    fault = FAULTS[name]
    assert (ROOT / PACKAGE / fault.module).read_text(encoding="utf-8").count(fault.right) == 1
