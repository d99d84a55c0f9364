"""Which phrases the package makes: read from its code, as those in the words of pages are from their marks."""

import ast
from collections.abc import Collection, Iterator, Sequence

TEMPLATE = {"Phrase": 0, "wrong": 1, "not_known": 3, "In": 0, "ExpectedAmount": 1, "not_in_portfolio": 2}
"""What makes a phrase of a text, and which of its arguments that text is."""


def calls(tree: ast.AST, names: Collection[str]) -> Iterator[tuple[ast.Call, str, list[ast.AST]]]:
    """Calls of what has one of these names, with that name and the scopes around them, the nearest first."""
    nodes = list(ast.walk(tree))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.Lambda)]
    for call in nodes:
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in names:
            around = [of for of in functions if of.lineno <= call.lineno <= (of.end_lineno or 0)]
            yield call, name, [*sorted(around, key=lambda of: -of.lineno), tree]


def values_of(name: str, scopes: Sequence[ast.AST]) -> list[ast.expr]:
    """What a name is set to in the nearest scope that sets it."""
    for scope in scopes:
        set_here = [node for node in ast.walk(scope) if isinstance(node, ast.Assign)]
        found = [
            value
            for node in set_here
            for target in node.targets
            for one, value in _pairs(target, node.value)
            if isinstance(one, ast.Name) and one.id == name
        ]
        if found:
            return found
    return []


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Names and what each is set to, also of several at once."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=False))
    return [(target, value)]


def template_given(call: ast.Call, name: str) -> ast.expr | None:
    """The template that is given to a function that makes a phrase."""
    given = call.args[TEMPLATE[name] :][:1] if name in TEMPLATE else []
    return given[0] if given else None


def texts(given: ast.expr, scopes: Sequence[ast.AST]) -> Iterator[str]:
    """The texts that an expression may be, as far as the code says it."""
    match given:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from texts(body, scopes)
            yield from texts(other, scopes)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from (a + b for a in texts(left, scopes) for b in texts(right, scopes))
        case ast.Name(id=name):
            for value in values_of(name, scopes):
                if not (isinstance(value, ast.Name) and value.id == name):
                    yield from texts(value, scopes)


def phrases_of(source: str) -> Iterator[str]:
    """The templates of all phrases that the code of a module makes."""
    for call, name, scopes in calls(ast.parse(source), TEMPLATE):
        given = template_given(call, name)
        if given is not None:
            yield from texts(given, scopes)
