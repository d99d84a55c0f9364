"""The command that tries mutants counts what is there: its draw, what it leaves out, and what it says of a mutant."""

import importlib
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "scripts"))
mutants = importlib.import_module("mutants")
SOURCE = """
@cache
def larger(a: int | None, b: float, *, most=3) -> bool | None:
    assert a < 1
    return [x for x, _ in zip(a, b, strict=True)]


@dataclass(frozen=True)
class Kept:
    @property
    def more(self):
        def inside():
            return 1

        return inside() + 1
"""


def made(line: int, column: int, operator: str = "core/NumberReplacer", module: str = "a.py", occurrence: int = 0):
    return mutants.Mutant(Path(module), operator, occurrence, (line, column), "larger")


def test_each_mutant_is_drawn_as_often_as_any_other():
    possible = [made(line, 0, module=module) for module in ("a.py", "b.py") for line in (1, 2, 3)]
    possible += [made(9, 0, module="a.py", occurrence=n) for n in range(4)]  # one place may be changed in many ways
    first = Counter(mutants.in_order_of_draw(possible, seed)[0] for seed in range(2_000))
    assert len(first) == 10
    expected = 200
    assert sum((n - expected) ** 2 / expected for n in first.values()) < 27.9  # chi-squared, 9 degrees, 1 in 1,000


def test_a_seed_draws_the_same_mutants_in_whatever_order_they_are_found():
    possible = [made(line, 0) for line in range(50)]
    drawn = mutants.in_order_of_draw(possible, 7)
    assert mutants.in_order_of_draw(possible[::-1], 7) == drawn
    assert sorted(drawn, key=lambda m: m.begins) == possible
    assert mutants.in_order_of_draw(possible, 8) != drawn


@pytest.mark.parametrize(
    ("line", "piece", "operator", "left_out"),
    [
        (3, "| None, b", "core/ReplaceBinaryOperator_BitOr_BitAnd", True),
        (3, "| None:", "core/ReplaceBinaryOperator_BitOr_BitAnd", True),
        (3, "3", "core/NumberReplacer", False),
        (4, "<", "core/ReplaceComparisonOperator_Lt_LtE", True),
        (5, "True", "core/ReplaceTrueWithFalse", True),
        (8, "True", "core/ReplaceTrueWithFalse", True),
        (2, "@", "core/RemoveDecorator", True),
        (10, "@", "core/RemoveDecorator", False),
        (15, "+", "core/ReplaceBinaryOperator_Add_Sub", False),
        (15, "+", "core/ReplaceBinaryOperator_Add_BitOr", True),
        (13, "1", "core/NumberReplacer", False),
    ],
)
def test_what_only_checks_or_names_types_is_left_out(line, piece, operator, left_out):
    column = SOURCE.splitlines()[line - 1].index(piece)
    assert mutants.is_left_out(made(line, column, operator), SOURCE) == left_out


@pytest.mark.parametrize(
    ("operator", "tells"),
    [
        ("core/ReplaceComparisonOperator_Lt_LtE", True),
        ("core/ReplaceComparisonOperator_Eq_Is", False),
        ("core/ReplaceComparisonOperator_Is_IsNot", True),
        ("core/ReplaceBinaryOperator_Mul_Div", True),
        ("core/ReplaceBinaryOperator_Mul_Pow", False),
        ("core/ReplaceBinaryOperator_BitAnd_BitOr", True),
        ("core/ReplaceUnaryOperator_Delete_Not", True),
        ("core/ReplaceUnaryOperator_USub_UAdd", False),
        ("core/AddNot", True),
    ],
)
def test_an_operator_that_can_only_end_in_an_error_tells_nothing(operator, tells):
    assert mutants.is_telling(operator) == tells


@pytest.mark.parametrize(("line", "first"), [(2, 0), (3, 0), (4, 2), (5, 2), (9, 0), (13, 12), (15, 10)])
def test_a_line_belongs_to_the_innermost_function_that_carries_it_out(line, first):
    assert mutants.carried_out_in(line, SOURCE) == first


def test_an_equivalent_mutant_is_found_by_what_it_changes(tmp_path):
    file = tmp_path / "known.toml"
    entry = {"module": "a.py", "function": "larger", "before": "b = 1", "after": "b = 2", "why": "b is not read"}
    file.write_text("[[mutant]]\n" + "\n".join(f'{key} = "{value}"' for key, value in entry.items()))
    known = mutants.read_equivalents(file)
    before, after = mutants.change("a = 1\n    b = 1\nc = 1\n", "a = 1\n    b = 2\nc = 1\n")
    assert (before, after) == ("b = 1", "b = 2")
    assert mutants.equivalent_to(made(2, 4), before, after, known).why == "b is not read"
    assert mutants.equivalent_to(made(90, 4), before, after, known)  # the line may move
    assert not mutants.equivalent_to(made(2, 4), before, "b = 0", known)
    assert not mutants.equivalent_to(made(2, 4, module="b.py"), before, after, known)


def test_what_is_said_to_be_equivalent_still_stands_in_its_module():
    for known in mutants.read_equivalents(ROOT / "tests" / "equivalent_mutants.toml"):
        lines = [line.strip() for line in (ROOT / known.module).read_text(encoding="utf-8").splitlines()]
        assert all(line in lines for line in known.before.split("\n")), known
        assert known.before != known.after
        assert known.why


@pytest.fixture
def checkout(tmp_path):
    """A package of one function, whose boundary nothing tests."""
    for name, text in {
        "src/tbkk_sim/__init__.py": "",
        "src/tbkk_sim/domain/limits.py": "def within(cases: int, most: int) -> bool:\n    return cases <= most\n",
        "tests/test_limits.py": "from tbkk_sim.domain.limits import within\n\n\n"
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
@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_a_killed_mutant_counts_and_one_that_nothing_notices_is_told(checkout):
    pytest.importorskip("cosmic_ray")
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
        '[[mutant]]\nmodule = "src/tbkk_sim/domain/limits.py"\nfunction = "within"\nbefore = "return cases <= most"\n'
        'after = "return cases < most"\nwhy = "said for the test"\n'
    )
    code, said = told()
    assert code == 0
    assert said.startswith("| rules | 5 | 4 | 4 | 1 | 100% (51% to 100%) |")
    assert "within" not in (said.partition("\n")[2])
