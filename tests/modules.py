"""What the modules of the package import, read from their text."""

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import tbkk_sim

PACKAGE = Path(tbkk_sim.__file__).parent


def file_of(module: str) -> Path | None:
    """The file of a module of the package, as `tbkk_sim.engine`; None if it is none."""
    path = PACKAGE.parent / module.replace(".", "/")
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


@cache
def imported_by(file: Path) -> frozenset[str]:
    """Names of all modules that a file imports, at its head or within a function, those for type checkers too."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(name for node in ast.walk(tree) for name in _names(node))


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(str(module), names):
            yield module
            yield from (f"{module}.{alias.name}" for alias in names if file_of(f"{module}.{alias.name}"))


def reached_from(roots: Iterable[str]) -> set[Path]:
    """Files of the package that these modules import, and so on, themselves included."""
    waiting, seen = list(roots), set()
    while waiting:
        file = file_of(waiting.pop())
        if file is not None and file not in seen:
            seen.add(file)
            waiting += imported_by(file)
    return seen


def packages_imported_by(files: Iterable[Path]) -> set[str]:
    """Names of what is imported that is neither of the package nor of Python."""
    names = {name.partition(".")[0] for file in files for name in imported_by(file)}
    return names - set(sys.stdlib_module_names) - {PACKAGE.name}
