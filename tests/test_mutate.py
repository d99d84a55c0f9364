"""The command that tries mutants counts what is there: its draw, what it leaves out, and what it says of a mutant."""

import importlib
import sys
from collections import Counter
from pathlib import Path

from tests.rows import every_row

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
kept = {**table, "b": most * 2}
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


@every_row(
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
        (3, "*", "core/ReplaceBinaryOperator_Mul_Div", True),
        (16, "**", "core/ReplaceBinaryOperator_Pow_Mul", True),
        (16, "* 2", "core/ReplaceBinaryOperator_Mul_Add", False),
    ],
)
def test_what_only_checks_or_names_types_is_left_out(line, piece, operator, left_out):
    column = SOURCE.splitlines()[line - 1].index(piece)
    assert mutants.is_left_out(made(line, column, operator), SOURCE) == left_out


@every_row(
    ("line", "piece", "occurrence", "left_out"),
    [
        (1, "0]", 0, True),
        (1, "0]", 1, True),
        (2, "1", 2, True),  # -2
        (2, "1", 3, False),  # 0
        (3, "1", 4, False),  # an argument
        (3, "1]", 6, False),  # a place
    ],
)
def test_a_table_of_one_row_and_a_number_for_none_are_left_out_of_the_compiled_engine(
    line, piece, occurrence, left_out
):
    source = "now = s.clock[0].now\nmember = -1\nlook(s, -1, s.done[-1])\n"
    column = source.splitlines()[line - 1].index(piece)
    module = "src/tbkk_sim/engine/compiled/a.py"
    assert mutants.is_left_out(made(line, column, module=module, occurrence=occurrence), source) == left_out
    elsewhere = made(line, column, occurrence=occurrence)
    assert mutants.is_left_out(elsewhere, source) == (left_out and line == 1)


@every_row(
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


@every_row(("line", "first"), [(2, 0), (3, 0), (4, 2), (5, 2), (9, 0), (13, 12), (15, 10)])
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
