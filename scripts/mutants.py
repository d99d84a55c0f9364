"""The mutants of modules: which there are, which of them say something, and which are known to be equivalent.

Cosmic-ray finds and makes them. Left out, since no test could or should notice them, or every test does:

- an arithmetic operator that becomes a bitwise one or the other way round, `**` or `%` for `+`, `is` for `==`: these
  end in an error wherever they are carried out, and would only raise the score;
- a star that is no operator, as in `{**table}`, and becomes one, which no module can be read with;
- the 0 by which the compiled engine reads a table of one row, as in `s.clock[0]`; and -2 where it sets -1, which stands
  for nobody or none, as every number below 0 does;
- a minus that becomes a plus (the same as a minus that is deleted), a `~` or a `not`;
- annotations, assertions, what only a type checker reads, and the flags `frozen`, `slots`, `kw_only` and the `strict`
  of `zip`: they check, and change no value of a program without faults;
- a decorator taken away that only makes something quicker (`cache`) or is there for a type checker.
"""

import ast
import difflib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

ARITHMETIC, BITWISE, SHIFTS = (
    ("Add", "Sub", "Mul", "Div", "FloorDiv"),
    ("BitOr", "BitAnd", "BitXor"),
    ("RShift", "LShift"),
)
BECOMES = {"Mod": ARITHMETIC, "Pow": ARITHMETIC} | {
    operator: group for group in (ARITHMETIC, BITWISE, SHIFTS) for operator in group
}
IDENTITY = ("Is", "IsNot")
ONLY_QUICKER = ("cache", "lru_cache", "cached_property", "kernel", "inlined", "entry", "overload", "override", "final")
ONLY_CHECKS = ("frozen", "slots", "kw_only")
ONE_ROW = ("clock", "parameters")
"""Tables of the compiled engine that have one row."""
COMPILED = "engine/compiled/"
Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    module: Path
    """Relative to the checkout."""
    operator: str
    """As cosmic-ray calls it."""
    occurrence: int
    """Number of the place, among those in the module where the operator can change something."""
    begins: tuple[int, int]
    """Line, from 1, and column, from 0."""
    function: str
    """Function or class in which it stands; empty: the module itself."""
    job_id: str = ""
    """In cosmic-ray's session."""


@dataclass(frozen=True)
class Package:
    """What is changed, and what may notice it."""

    modules: str
    tests: str
    """Folders of tests, and files by their names."""
    uses_compiled_engine: bool = False
    """No mutant changes the compiled engine, so tests have it as runs have it: compiled, from disk."""


PACKAGES = {
    "rules": Package(
        "model/**/*.py",
        "tests/model tests/engine tests/checker tests/sampling/test_plan.py"
        " tests/sampling/test_workforce.py tests/sampling/test_workforce_at_work.py tests/theory/test_steady_queues.py",
    ),
    "sampling": Package(
        "sampling/**/*.py",
        "tests/sampling tests/model tests/settings tests/theory",
    ),
    "simpy": Package(
        "engine/simulate.py engine/reference/**/*.py",
        "tests/engine/test_twin.py tests/engine/test_engine_for.py tests/engine tests/checker tests/theory",
        uses_compiled_engine=True,
    ),
    "compiled": Package(
        # Not engine/compiled/kernel, which compiles and keeps what was compiled: mutants run uncompiled.
        "engine/compiled/*.py engine/compiled/state/*.py",
        "tests/engine/test_twin.py tests/engine tests/checker",
    ),
    "key_figures": Package(
        "metrics/*.py !metrics/catalogue.py !metrics/cell.py metrics/key_figures/*.py metrics/events/*.py"
        " runs/tables/people.py runs/tables/odds.py runs/tables/rows.py runs/workload_leaving.py",
        "tests/metrics tests/runs",
    ),
    "statistics": Package(
        "stats/*.py comparison/values.py runs/controls.py tuning/search/*.py !tuning/search/plans.py"
        " tuning/questions/robust.py tuning/record.py",
        "tests/stats tests/comparison tests/metrics tests/runs tests/tuning tests/report/test_findings.py",
    ),
    "settings": Package(
        "settings/**/*.py !settings/yaml_errors.py !settings/schema_errors.py runs/reasons.py runs/without_effect.py"
        " sampling/drawable.py",
        "tests/settings tests/sampling/test_draw.py tests/sampling/test_plan.py tests/runs/test_without_effect.py"
        " tests/runs/test_why_without_effect.py tests/cli/test_sweeps_asked_for.py"
        " tests/test_conf.py tests/cli/test_wrong_input.py"
        " tests/cli/test_said.py tests/cli/test_provenance.py",
    ),
}


@dataclass(frozen=True)
class Equivalent:
    """A mutant that changes nothing that a run or a page says, found again by what it changes."""

    module: str
    function: str
    before: str
    after: str
    why: str


def is_telling(operator: str) -> bool:
    """Whether what this operator does can go unnoticed without being nonsense."""
    kind, *names = operator.removeprefix("core/").split("_")
    if kind == "ReplaceBinaryOperator":
        return names[1] in BECOMES[names[0]]
    if kind == "ReplaceComparisonOperator":
        return (names[0] in IDENTITY) == (names[1] in IDENTITY)
    return kind != "ReplaceUnaryOperator" or names[0] == "Delete"


@cache
def places_left_out(source: str) -> tuple[list[Span], list[Span]]:
    """What of a module is left out: for all operators, and for the one that takes decorators away."""
    everywhere: list[ast.AST] = []
    decorators: list[ast.AST] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assert() | ast.If(test=ast.Name("TYPE_CHECKING")):
                everywhere.append(node)
            case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
                everywhere.append(annotation)
            case ast.FunctionDef() | ast.ClassDef():
                everywhere += [node.returns] if isinstance(node, ast.FunctionDef) and node.returns else []
                decorators += [of for of in node.decorator_list if name_of(of) in ONLY_QUICKER]
            case ast.Subscript(ast.Attribute(attr=name), ast.Constant(0) as row) if name in ONE_ROW:
                everywhere.append(row)
            case ast.Call(keywords=keywords):
                only = (*ONLY_CHECKS, "strict") if name_of(node) == "zip" else ONLY_CHECKS
                everywhere += [keyword for keyword in keywords if keyword.arg in only]
    return [span_of(node) for node in everywhere], [span_of(node) for node in decorators]


@cache
def operators(source: str) -> list[Span]:
    """Where the operators between two values stand, with the blanks around them."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp):
            found.append((span_of(node.left)[1], span_of(node.right)[0]))
        elif isinstance(node, ast.AugAssign):
            found.append((span_of(node.target)[1], span_of(node.value)[0]))
    return found


@cache
def settings_to_none(source: str) -> list[Span]:
    """Where a name, a field or a column gets the value -1."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.keyword):
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            found += [span_of(value) for value in values if ast.unparse(value) == "-1"]
    return found


def name_of(node: ast.expr) -> str:
    """The last part of the name of what is called or stands there."""
    return ast.unparse(node.func if isinstance(node, ast.Call) else node).split(".")[-1]


def span_of(node: ast.AST) -> Span:
    """Where a piece of a module begins and ends."""
    begins, ends = ("lineno", "col_offset"), ("end_lineno", "end_col_offset")
    (line, column), (last, end) = ([getattr(node, name) for name in names] for names in (begins, ends))
    return (line, column), (last, end)


def is_left_out(mutant: Mutant, source: str) -> bool:
    """Whether a mutant is one of those that say nothing."""
    if not is_telling(mutant.operator):
        return True
    everywhere, decorators = places_left_out(source)
    line, column = mutant.begins
    if "ReplaceBinaryOperator" in mutant.operator and not any(a <= (line, column) < b for a, b in operators(source)):
        return True
    is_one_more = mutant.operator.endswith("NumberReplacer") and mutant.occurrence % 2 == 0  # then one less
    if is_one_more and COMPILED in mutant.module.as_posix():
        everywhere = [*everywhere, *settings_to_none(source)]
    if mutant.operator.endswith("RemoveDecorator"):  # begins with the @
        return any(begin[0] == line for begin, _ in decorators)
    return any(begin <= (line, column) < end for begin, end in everywhere)


def in_order_of_draw(mutants: Sequence[Mutant], seed: int) -> list[Mutant]:
    """All mutants, in the order in which they are drawn: each is as likely as any other to come first."""
    ordered = sorted(mutants, key=lambda m: (m.module.as_posix(), m.begins, m.operator, m.occurrence))
    return [ordered[n] for n in np.random.default_rng(seed).permutation(len(ordered))]


def change(source: str, mutated: str) -> tuple[str, str]:
    """The lines that a mutant changes, before and after, without what stands before and behind them."""
    lines = list(difflib.ndiff(source.splitlines(), mutated.splitlines()))
    before, after = ("\n".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return before, after


def read_equivalents(file: Path) -> list[Equivalent]:
    """Read which mutants are known to be equivalent."""
    with file.open("rb") as opened:
        return [Equivalent(**entry) for entry in tomllib.load(opened).get("mutant", [])]


def equivalent_to(mutant: Mutant, before: str, after: str, known: Sequence[Equivalent]) -> Equivalent | None:
    """The entry that says that a mutant is equivalent."""
    for one in known:
        where = (one.module, one.function) == (mutant.module.as_posix(), mutant.function)
        if where and (one.before, one.after) == (before, after):
            return one
    return None


@cache
def functions_of(source: str) -> dict[int, tuple[int, int]]:
    """The first line of each function, decorators counted, with the first and last line of its body."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(of.lineno for of in node.decorator_list)])
            found[first] = (node.body[0].lineno, node.end_lineno or node.lineno)
    return found


def carried_out_in(line: int, source: str) -> int:
    """The first line of the innermost function in whose body a line stands; 0: it is carried out at import."""
    around = [(first, body) for first, body in functions_of(source).items() if body[0] <= line <= body[1]]
    return max(around, default=(0, (0, 0)))[0]


def modules_of(root: Path, patterns: Sequence[str]) -> Iterator[Path]:
    """The modules that patterns name, relative to the checkout; a pattern after a `!` takes out again."""
    package = root / "src" / "tbkk_sim"
    left_out = {file for pattern in patterns if pattern.startswith("!") for file in package.glob(pattern[1:])}
    found = {file for pattern in patterns if not pattern.startswith("!") for file in package.glob(pattern)}
    yield from (file.relative_to(root) for file in sorted(found - left_out))
