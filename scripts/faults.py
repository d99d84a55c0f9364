"""How many faults in an engine the twin test notices: `python scripts/faults.py [--faults 20] [--seed 1]`.

Faults drawn at random are planted in a copy of an engine, one at a time, outside functions that both engines share. The
copy runs the random configurations of tests/engine/test_twin.py until a log differs from the one on which the engines
without faults agree; an error, a crash and a run without end are noticed too. It takes half a minute of the processor
for a fault in the compiled engine, most of it compiling, and a minute for one that nothing notices. Not on Windows.
"""

import argparse
import ast
import importlib
import os
import pickle
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from copy import copy
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
ENGINE = Path("src/tbkk_sim/engine")
FOLDERS = {"compiled": ENGINE / "compiled", "simpy": ENGINE}
MODULES = {
    "compiled": "agenda assignment flow lines loop presence steering workfloor",
    "simpy": "assignment clock fact_log flow presence simpy_engine steering team workfloor",
}
"""Where faults are planted: not in what chooses, lays out or compiles an engine."""
NO_STORY = ("ensure_compiled",)
OPERATORS = """Lt LtE GtE, LtE Lt Gt, Gt GtE LtE, GtE Gt Lt, Eq NotEq, NotEq Eq, Is IsNot, IsNot Is, In NotIn, NotIn In,
    And Or, Or And, BitAnd BitOr, BitOr BitAnd, Add Sub, Sub Add, Mult Div, Div Mult"""
INSTEAD = {right: wrong for right, *wrong in map(str.split, OPERATORS.split(","))}
VALUES = (("0", "1", "-1"), ("0.0", "1.0", "-1.0"), ("True", "False"))
"""A constant becomes another of its kind."""
MOST_SECONDS, MOST_SECONDS_TO_COMPILE, MOST_BYTES = 30, 300, 16 << 30
"""Processor time and memory beyond which a configuration, or compiling, is taken to have no end."""
SURVIVED = "**survived**"


class Fault(NamedTuple):
    """Another text for a piece of a module."""

    file: Path
    function: str
    line: int
    begin: int
    end: int
    before: str
    after: str


def main() -> None:
    """Plant faults, and print what noticed them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--faults", type=int, default=20, help="number of faults in each engine")
    parser.add_argument("--seed", type=int, default=1, help="each seed draws other faults")
    parser.add_argument("--engine", choices=MODULES, nargs="+", default=list(MODULES), help="where they are planted")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for part in ("src", "conf", "tests", "scripts"):
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        run(root, "write_logs()").check_returncode()
        print("| place | function | before | after | noticed by |\n|---|---|---|---|---|")
        for engine in asked.engine:
            if (nothing := noticed_by(root, engine)) != SURVIVED:
                sys.exit(f"The engines differ before any fault is planted: {engine}, {nothing}")
            for fault in draw(all_faults(root, engine), asked.faults, np.random.default_rng(asked.seed)):
                texts = (" ".join(text.split()).replace("|", "\\|") for text in (fault.before, fault.after))
                place = f"{fault.file.relative_to(root / ENGINE)}:{fault.line}"
                print("|", place, f"| {fault.function} |", *(f"`{text}` |" for text in texts), end=" ", flush=True)
                print(noticed_when_planted(root, engine, fault), "|", flush=True)


# Which faults there are


def draw(by_place: list[list[Fault]], n_faults: int, rng: np.random.Generator) -> list[Fault]:
    """Places drawn without putting back, and at each one of the faults that are possible there."""
    places = [by_place[place] for place in rng.permutation(len(by_place))[:n_faults]]
    return [faults[rng.integers(len(faults))] for faults in places]


def all_faults(root: Path, engine: str) -> list[list[Fault]]:
    """The faults that are possible in an engine, by place."""
    files = [root / FOLDERS[engine] / f"{module}.py" for module in MODULES[engine].split()]
    kinds: dict[str, list[str]] = {}
    functions = []
    for file in [*sorted((root / ENGINE.with_name("domain")).glob("*.py")), *files]:
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.FunctionDef) and node.name not in NO_STORY:
                kinds[node.name] = [ast.unparse(given.annotation) for given in node.args.args if given.annotation]
                functions.append((file, node))
    by_place = []
    for file, function in functions:
        source = file.read_bytes()
        starts = np.cumsum([0, *map(len, source.splitlines(keepends=True))]).tolist()
        for piece, texts in pieces(function.body, kinds, Counter(names_bound(function))):
            begin = starts[piece.lineno - 1] + piece.col_offset
            end = starts[piece.end_lineno - 1] + piece.end_col_offset
            place = (file, function.name, piece.lineno, begin, end, source[begin:end].decode())
            if file in files and not (function.name == "__init__" and texts == ["pass"]):
                by_place.append([Fault(*place, text) for text in texts])
    return by_place


def pieces(nodes: list[Any], kinds: dict[str, list[str]], bound: Counter[str]) -> Iterator[tuple[Any, list[str]]]:
    """Pieces of what is carried out, with other texts for each; not what names types or only checks."""
    for node in nodes:
        if texts := other_texts(node, kinds, bound):
            yield node, texts
        match node:
            case ast.Assert() | ast.FunctionDef() | ast.UnaryOp(ast.USub(), ast.Constant()):
                continue
            case ast.If(test) | ast.While(test) | ast.IfExp(test) if not isinstance(test, ast.Compare | ast.UnaryOp):
                yield test, [f"(not ({ast.unparse(test)}))"]
        inside = [child for child in ast.iter_child_nodes(node) if child is not getattr(node, "annotation", None)]
        yield from pieces(inside, kinds, bound)


def other_texts(node: Any, kinds: dict[str, list[str]], bound: Counter[str]) -> list[str]:
    """What could stand there by mistake; a name is left without a value only if it has another."""
    texts: list[str] = []
    match node:
        case ast.Compare(ops=[operator]) | ast.BoolOp(op=operator) | ast.BinOp(op=operator):
            texts = [f"({text})" for text in with_other_operator(node, operator)]
        case ast.AugAssign(op=operator):
            texts = ["pass", *with_other_operator(node, operator)]
        case ast.UnaryOp(ast.Not(), operand):
            texts = [f"({ast.unparse(operand)})"]
        case ast.Constant() | ast.UnaryOp(ast.USub(), ast.Constant()):
            now = ast.unparse(node)
            texts = [value for values in VALUES if now in values for value in values if value != now]
        case ast.Assign() if all(bound[name] > 1 for name in names_bound(node)):
            texts = ["pass"]
        case ast.Expr(ast.Call()) | ast.Return(None) | ast.Continue() | ast.Break():
            texts = ["pass"]
        case ast.Call(ast.Name(name) | ast.Attribute(_, name), given, keywords):
            for (a, kind), (b, other) in combinations(enumerate(kinds.get(name, [])[: len(given)]), 2):
                if kind == other and ast.unparse(given[a]) != ast.unparse(given[b]):
                    exchanged = [given[{a: b, b: a}.get(n, n)] for n in range(len(given))]
                    texts.append(ast.unparse(ast.Call(node.func, exchanged, keywords)))
    return texts


def with_other_operator(node: Any, operator: ast.AST) -> Iterator[str]:
    """The same with an operator that is easily mistaken for this one."""
    for name in INSTEAD.get(type(operator).__name__, ()):
        wrong = copy(node)
        wrong.op, wrong.ops = getattr(ast, name)(), [getattr(ast, name)()]
        yield ast.unparse(wrong)


def names_bound(node: ast.AST) -> Iterator[str]:
    """Names that get a value here, as often as they do."""
    for inside in ast.walk(node):
        match inside:
            case ast.Name(name, ast.Store()) | ast.arg(name):
                yield name


# What notices them


def noticed_when_planted(root: Path, engine: str, fault: Fault) -> str:
    """What notices a fault, which is taken out again."""
    source = fault.file.read_bytes()
    fault.file.write_bytes(source[: fault.begin] + fault.after.encode() + source[fault.end :])
    noticed = noticed_by(root, engine)
    fault.file.write_bytes(source)
    shutil.rmtree(root / "cache", ignore_errors=True)
    return noticed


def noticed_by(root: Path, engine: str) -> str:
    """The number of the configuration in which an engine goes wrong, and how if not in what it logs."""
    done = run(root, f"compare('{engine}')")
    *_, last = ["before the first", *done.stdout.split()]
    if done.returncode <= 0:
        return {0: "", -signal.SIGXCPU: "no end: "}.get(done.returncode, "crash: ") + last
    errors = re.findall(r"^(?:\w+\.)*(\w+): ", done.stderr, re.MULTILINE)
    return f"{errors[-1] if errors else 'error'}: {last}"


def run(root: Path, call: str) -> "subprocess.CompletedProcess[str]":
    """Call a function of this module in a process of its own, with the package of the copy."""
    paths = os.pathsep.join(str(root / part) for part in ("src", "tests", "scripts"))
    own = {"PYTHONPATH": paths, "NUMBA_CACHE_DIR": str(root / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", f"import faults; faults.{call}"]
    return subprocess.run(command, cwd=root, env=os.environ | own, check=False, capture_output=True, text=True)


def write_logs() -> None:
    """Keep the random configurations and their logs; first those in which most happens in the fewest facts."""
    twin = importlib.import_module("engine.test_twin")
    logs = [twin.simulate(*twin.configuration(n), "compiled").rows for n in range(twin.N_CONFIGURATIONS)]
    with Path("logs.pickle").open("wb") as file:
        for n in sorted(range(len(logs)), key=lambda n: (-len(np.unique(logs[n]["kind"])), len(logs[n]))):
            pickle.dump((n, *twin.configuration(n), logs[n]), file)


def compare(engine: str) -> None:
    """Say in which configuration the log of an engine is not the one kept, or that there is none."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    most_seconds_more(MOST_SECONDS_TO_COMPILE)
    simulate = importlib.import_module("tbkk_sim.engine").simulate
    if engine == "compiled":
        importlib.import_module("tbkk_sim.engine.compiled.loop").ensure_compiled(lambda _: None)
    with Path("logs.pickle").open("rb") as file:
        while file.peek(1):
            number, world, book, log = pickle.load(file)
            print(number, flush=True)
            most_seconds_more(MOST_SECONDS)
            if not np.array_equal(simulate(world, book, engine).rows, log):
                return
    print(SURVIVED)


def most_seconds_more(seconds: int) -> None:
    """Let the system end this process when it takes more time of the processor than this."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds, most))


if __name__ == "__main__":
    main()
