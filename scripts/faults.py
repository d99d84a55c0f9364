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
from collections.abc import Iterator
from copy import copy
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src/tbkk_sim")
MODULES = {
    "compiled": (
        "engine/compiled",
        "agenda_events assignment campaigns contest flow laboratory lines loop openings portfolio presence "
        "state/agenda state/event_log steering team work workfloor",
    ),
    "simpy": ("engine/reference", "**/*"),
}
"""Where faults are planted: not in what chooses, lays out or compiles an engine."""
OPERATORS = """Lt LtE GtE, LtE Lt Gt, Gt GtE LtE, GtE Gt Lt, Eq NotEq, NotEq Eq, Is IsNot, IsNot Is, In NotIn, NotIn In,
    And Or, Or And, BitAnd BitOr, BitOr BitAnd, Add Sub, Sub Add, Mult Div, Div Mult"""
INSTEAD = {right: wrong for right, *wrong in map(str.split, OPERATORS.split(","))}
VALUES = (("0", "1", "-1"), ("0.0", "1.0", "-1.0"), ("True", "False"))
MOST_SECONDS, MOST_SECONDS_TO_COMPILE, MOST_BYTES = 30, 300, 16 << 30
"""Beyond this a configuration, or compiling, is taken to have no end."""
SURVIVED = "**survived**"
Fault = tuple[Path, str, Any, str]
"""In this module and function, instead of this piece, this text."""


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
            rng = np.random.default_rng(asked.seed)
            by_place = list(possible_faults(root / PACKAGE, *MODULES[engine]))
            for faults in [by_place[place] for place in rng.permutation(len(by_place))[: asked.faults]]:
                print(tried(root, engine, faults[rng.integers(len(faults))]), flush=True)


def possible_faults(package: Path, folder: str, modules: str) -> Iterator[list[Fault]]:
    """The faults that are possible in an engine, by place."""
    found = (file for module in modules.split() for file in sorted((package / folder).glob(f"{module}.py")))
    files = [file for file in found if file.stem != "__init__"]
    callable_files = [*sorted((package / "model").rglob("*.py")), *files]
    nodes = [(file, node) for file in callable_files for node in ast.walk(ast.parse(file.read_bytes()))]
    functions = [(file, node) for file, node in nodes if isinstance(node, ast.FunctionDef)]
    kinds = {node.name: [ast.unparse(a.annotation) for a in node.args.args if a.annotation] for _, node in functions}
    for file, function in functions:
        if file not in files or function.name == "ensure_compiled":
            continue
        for piece, texts in pieces(function.body, kinds, names_bound(function)):
            if function.name != "__init__" or texts != ["pass"]:
                yield [(file, function.name, piece, text) for text in texts]


def pieces(nodes: list[Any], kinds: dict[str, list[str]], bound: list[str]) -> Iterator[tuple[Any, list[str]]]:
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


def other_texts(node: Any, kinds: dict[str, list[str]], bound: list[str]) -> list[str]:
    """What could stand there by mistake; a name is left without a value only if it has another."""
    texts: list[str] = []
    match node:
        case ast.Compare(ops=[operator]) | ast.BoolOp(op=operator) | ast.BinOp(op=operator):
            texts = [f"({text})" for text in mistaken(node, operator)]
        case ast.AugAssign(op=operator):
            texts = ["pass", *mistaken(node, operator)]
        case ast.UnaryOp(ast.Not(), operand):
            texts = [f"({ast.unparse(operand)})"]
        case ast.Constant() | ast.UnaryOp(ast.USub(), ast.Constant()):
            now = ast.unparse(node)
            texts = [value for values in VALUES if now in values for value in values if value != now]
        case ast.Assign() | ast.Expr(ast.Call()) | ast.Return(None) | ast.Continue() | ast.Break():
            texts = ["pass"] if all(bound.count(name) > 1 for name in names_bound(node)) else []
        case ast.Call(ast.Name(name) | ast.Attribute(_, name), given, keywords):
            for (a, kind), (b, other) in combinations(enumerate(kinds.get(name, [])[: len(given)]), 2):
                if kind == other and ast.unparse(given[a]) != ast.unparse(given[b]):
                    exchanged = [given[{a: b, b: a}.get(n, n)] for n in range(len(given))]
                    texts.append(ast.unparse(ast.Call(node.func, exchanged, keywords)))
    return texts


def mistaken(node: Any, operator: ast.AST) -> Iterator[str]:
    """The same with an operator that is easily mistaken for this one."""
    for name in INSTEAD.get(type(operator).__name__, ()):
        wrong = copy(node)
        wrong.op, wrong.ops = getattr(ast, name)(), [getattr(ast, name)()]
        yield ast.unparse(wrong)


def names_bound(node: ast.AST) -> list[str]:
    """Names that get a value here, as often as they do."""
    stores = [name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)]
    return stores + [given.arg for given in ast.walk(node) if isinstance(given, ast.arg)]


def tried(root: Path, engine: str, fault: Fault) -> str:
    """Plant a fault, and take it out again: a row of the table."""
    file, function, piece, text = fault
    source = file.read_bytes()
    lines = [0, *np.cumsum([len(line) for line in source.splitlines(keepends=True)]).tolist()]
    begin, end = lines[piece.lineno - 1] + piece.col_offset, lines[piece.end_lineno - 1] + piece.end_col_offset
    file.write_bytes(source[:begin] + text.encode() + source[end:])
    noticed = noticed_by(root, engine)
    file.write_bytes(source)
    shutil.rmtree(root / "cache", ignore_errors=True)
    before, after = (f"`{code}`".replace("|", "\\|") for code in (ast.unparse(piece), text))
    return f"| {file.relative_to(root / PACKAGE)}:{piece.lineno} | {function} | {before} | {after} | {noticed} |"


def noticed_by(root: Path, engine: str) -> str:
    """The number of the configuration in which an engine goes wrong, and how if not in what it logs."""
    done = run(root, f"compare('{engine}')")
    *_, last = ["before the first", *done.stdout.split()]
    *_, error = ["error", *re.findall(r"^(?:\w+\.)*(\w+): ", done.stderr, re.MULTILINE)]
    how = {0: "", 1: f"{error}: ", -signal.SIGXCPU: "no end: "}
    return how.get(done.returncode, "crash: ") + last


def run(root: Path, call: str) -> "subprocess.CompletedProcess[str]":
    """Call a function of this module in a process of its own, with the package of the copy."""
    paths = os.pathsep.join(str(root / part) for part in ("src", ".", "scripts"))
    own = {"PYTHONPATH": paths, "NUMBA_CACHE_DIR": str(root / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", f"import faults; faults.{call}"]
    return subprocess.run(command, cwd=root, env=os.environ | own, check=False, capture_output=True, text=True)


def write_logs() -> None:
    """Keep the random configurations and their logs; first those in which most happens in the fewest events."""
    twin = importlib.import_module("tests.engine.test_twin")
    logs = [twin.simulate(*twin.configuration(n), "compiled").rows for n in range(twin.N_CONFIGURATIONS)]
    with Path("logs.pickle").open("wb") as file:
        for n in sorted(range(len(logs)), key=lambda n: (-len(np.unique(logs[n]["kind"])), len(logs[n]))):
            pickle.dump((n, *twin.configuration(n), logs[n]), file)


def compare(engine: str) -> None:
    """Say in which configuration the log of an engine is not the one kept, or that there is none."""
    stop_after(MOST_SECONDS_TO_COMPILE)
    simulate = importlib.import_module("tbkk_sim.engine").simulate
    if engine == "compiled":
        importlib.import_module("tbkk_sim.engine.compiled.loop").ensure_compiled(lambda _: None)
    with Path("logs.pickle").open("rb") as file:
        while file.peek(1):
            number, world, parameters, log = pickle.load(file)
            print(number, flush=True)
            stop_after(MOST_SECONDS)
            if not np.array_equal(simulate(world, parameters, engine).rows, log):
                return
    print(SURVIVED)


def stop_after(seconds: int) -> None:
    """Let the system end this process when it takes more time of the processor than this, or too much memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


if __name__ == "__main__":
    main()
