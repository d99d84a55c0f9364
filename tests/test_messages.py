"""What goes wrong is said in phrases, which have a Dutch form, and comes through another process whole."""

import ast
import importlib
import inspect
import pickle
import pkgutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

import tbkk_sim
from tbkk_sim.metrics.invariants.violation import InvariantError, Violation
from tbkk_sim.problem import Phrase, SettingsError, message_of, wrong
from tests.phrases import TEMPLATE, calls, template_given, values_of
from tests.rows import every_row

PACKAGE = Path(tbkk_sim.__file__).parent
READ_BY_USERS = ("settings/", "sampling/", "model/")
"""Where a ValueError says what is wrong with the settings."""
NOT_OF_USERS = ("InvariantError", "SettingsError")
"""Errors that are faults of the program, or that hold problems."""


def errors_of_the_package() -> list[type[Exception]]:
    """The classes of errors that the package has."""
    found = {}
    for module in pkgutil.walk_packages([str(PACKAGE)], "tbkk_sim."):
        source = (PACKAGE.parent / module.name.replace(".", "/")).with_suffix(".py")
        if module.ispkg or "Error(" not in source.read_text(encoding="utf-8"):
            continue
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(kind, Exception) and kind.__module__.startswith("tbkk_sim."):
                found[name] = kind
    return [found[name] for name in sorted(found)]


ERRORS = errors_of_the_package()
USER_ERRORS = {kind.__name__ for kind in ERRORS} - set(NOT_OF_USERS)


def an_error(kind: type[Exception]) -> Exception:
    """An error of a kind, as it is raised."""
    if kind is SettingsError:
        return wrong("a.b", "is {value}; {hint}", value=9, hint=Phrase("write {n}", n=1))
    if kind is InvariantError:
        return InvariantError(3, (Violation("hours", 2, "case 7"),))
    return kind(Phrase("{folder} is {state}", folder="runs/a", state=Phrase("not finished")))


def fail_with(error: Exception) -> None:
    raise error


def test_the_errors_of_the_package_are_found():
    assert {"SettingsError", "CannotGoOnError", "RunFolderError", "InvariantError", "HeldError"} <= {
        kind.__name__ for kind in ERRORS
    }


@every_row("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_comes_through_another_process_whole(kind):
    error = an_error(kind)
    sent = pickle.loads(pickle.dumps(error))
    assert (type(sent), str(sent), sent.args) == (kind, str(error), error.args)
    assert vars(sent) == vars(error)
    said, says = message_of(sent), message_of(error)
    assert (type(said), getattr(said, "values", None)) == (type(says), getattr(says, "values", None))


@pytest.mark.slow
def test_an_error_comes_out_of_a_pool_of_processes_whole():
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        for kind in ERRORS:
            error = an_error(kind)
            with pytest.raises(kind) as raised:
                pool.submit(fail_with, error).result()
            assert str(raised.value) == str(error)


def unmarked_messages(tree: ast.AST, errors: set[str]) -> Iterator[tuple[int, str]]:
    """Lines where a text that is no phrase is given as a message."""
    for call, name, scopes in calls(tree, {*TEMPLATE, "Problem", *errors}):
        template = template_given(call, name)
        if template is not None:
            wrong_here = isinstance(template, ast.JoinedStr) or ".format(" in ast.unparse(template)
        elif name == "Problem":
            says = [*call.args[1:], *(of.value for of in call.keywords if of.arg in ("says", "hint"))]
            wrong_here = any(is_plain(each, scopes) for each in says)
        else:
            wrong_here = name in errors and any(is_plain(each, scopes) for each in call.args[:1])
        if wrong_here:
            yield call.lineno, ast.unparse(call)


def is_plain(given: ast.expr, scopes: Sequence[ast.AST]) -> bool:
    """Whether a text was put together here without a phrase, or a variable holds one that was."""
    match given:
        case ast.Constant(value=str(text)):
            return bool(text)
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.IfExp(body=body, orelse=other):
            return is_plain(body, scopes) or is_plain(other, scopes)
        case ast.BoolOp(values=values):
            return any(is_plain(value, scopes) for value in values)
        case ast.Call(func=ast.Attribute(attr="format" | "join")):
            return True
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id="error")]):
            return True
        case ast.Name(id=name):
            return any(is_plain(value, ()) for value in values_of(name, scopes))
    return False


@pytest.mark.slow
def test_every_message_is_a_phrase():
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(PACKAGE).as_posix()
        errors = USER_ERRORS | ({"ValueError"} if name.startswith(READ_BY_USERS) else set())
        for line, says in unmarked_messages(ast.parse(file.read_text(encoding="utf-8")), errors):
            found[f"{name}:{line}"] = says
    assert found == {}


@every_row(
    "code",
    [
        "Problem(key, f'is {x}')",
        "Problem(key, 'is wrong')",
        "Problem(key, Phrase('is wrong'), hint='write x')",
        "Problem(key, Phrase('is wrong'), closest(x, y) or f'write {x}')",
        "def f():\n    says = f'is {x}'\n    return Problem(key, says)",
        "Problem(key, 'is {}'.format(x))",
        "wrong(key, f'is {x}')",
        "Phrase(f'is {x}')",
        "Phrase('is {}'.format(x))",
        "SAYS = 'is wrong'\nProblem(key, SAYS)",
        "CannotGoOnError(str(error))",
        "CannotGoOnError(f'{x} is wrong')",
    ],
)
def test_a_message_that_is_no_phrase_is_found(code):
    assert list(unmarked_messages(ast.parse(code), {"CannotGoOnError"}))


@every_row(
    "code",
    [
        "Problem(key, Phrase('is {x}', x=x), closest(x, y))",
        "Problem('', message_of(error))",
        "wrong(f'{a}.{b}', 'is {x}', x=f'{y:.2f}')",
        "CannotGoOnError(message_of(error))",
        "SAYS = 'is {x}'\nPhrase(SAYS, x=x)",
        "def f():\n    says = Phrase('is {x}', x=x)\n    return Problem(key, says)",
    ],
)
def test_a_message_that_is_a_phrase_is_all_right(code):
    assert not list(unmarked_messages(ast.parse(code), {"CannotGoOnError"}))
