"""Many rows in one test: for tables of which each row takes less than pytest does for a test."""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest
from _pytest.mark import ParameterSet


def every_row(
    names: str | tuple[str, ...], values: Iterable[Any], ids: Iterable[Any] | Callable[[Any], str] | None = None
) -> Callable[..., Any]:
    """Like `pytest.mark.parametrize`, in one test, which carries out every row and tells of each that fails."""
    arguments = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    params = [_row(value, len(arguments)) for value in values]
    assert params, "no rows"
    assert not any(param.marks for param in params), "a row with a mark needs a test of its own"
    table = [param.values for param in params]
    named = [tuple(map(ids, given)) for given in table] if callable(ids) else ids
    called = [param.id or param.values for param in params] if named is None else list(named)

    def of(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def in_one_go(**fixtures: Any) -> None:
            failed = []
            for name, given in zip(called, table, strict=True):
                try:
                    test(**fixtures, **dict(zip(arguments, given, strict=True)))
                except (Exception, pytest.fail.Exception) as error:
                    error.add_note(f"in row {name!r}")
                    failed.append(error)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(table)} rows", failed)

        signature = inspect.signature(test)
        others = [of for name, of in signature.parameters.items() if name not in arguments]
        in_one_go.__signature__ = signature.replace(parameters=others)
        return in_one_go

    return of


def _row(value: Any, length: int) -> ParameterSet:
    if isinstance(value, ParameterSet):
        return value
    return pytest.param(value) if length == 1 else pytest.param(*value)
