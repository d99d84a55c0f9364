"""Laws of the house that no linter knows; those that one knows are in pyproject.toml."""

import ast
import inspect
import re
import textwrap
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from tbkk_sim.settings import Settings
from tbkk_sim.settings.schema import Schema

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "tbkk_sim"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEXTS = sorted(
    file
    for folder in ("src", "conf", "tests", "docs", "scripts", "benchmarks", "experiments", ".ci")
    for file in (ROOT / folder).rglob("*")
    if file.is_file() and file.suffix in ("", ".py", ".md", ".yaml", ".csv", ".svg", ".json", ".toml", ".txt")
) + sorted(file for file in ROOT.iterdir() if file.suffix in (".md", ".toml", ".txt", ".cff"))

MOST_LINES = 350


def of_package(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


@cache
def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    """The modules as they are parsed."""
    return {file: ast.parse(text_of(file)) for file in MODULES}


def test_a_module_is_one_subject_of_a_readable_length():
    lines = {of_package(file): text_of(file).count("\n") for file in MODULES}
    assert {name: n for name, n in lines.items() if n >= MOST_LINES} == {}


def test_no_unit_or_pool_is_named_in_code():
    staffing = yaml.safe_load((ROOT / "conf" / "staffing" / "current.yaml").read_text(encoding="utf-8"))
    sharing = yaml.safe_load((ROOT / "conf" / "collaboration" / "pools.yaml").read_text(encoding="utf-8"))
    teams = staffing["units"] | sharing["pools"]
    assert len(staffing["units"]) == 11
    names = "|".join(re.escape(name) for team, of_team in teams.items() for name in (team, of_team["label"]))
    named = [
        f"{of_package(file)}: {found}"
        for file in MODULES
        for found in re.findall(rf"\b(?:{names})\b", text_of(file), re.IGNORECASE)
    ]
    assert not named


def settings_classes(of: Any, seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """The settings and all their parts."""
    if isinstance(of, type) and issubclass(of, BaseModel) and of not in seen:
        seen.add(of)
        yield of
        for field in of.model_fields.values():
            yield from settings_classes(field.annotation, seen)
    for part in get_args(of):
        yield from settings_classes(part, seen)


PARTS = list(settings_classes(Settings, set()))


def test_the_settings_have_parts():
    assert len(PARTS) > 25


def sentences_of(part: type[BaseModel]) -> dict[str, str]:
    """The text behind each setting of a part; pydantic can read it as well, but each time that the program starts."""
    (of_class,) = ast.parse(textwrap.dedent(inspect.getsource(part))).body
    behind = pairwise(of_class.body)
    return {
        field.target.id: text.value.value
        for field, text in behind
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    }


def test_each_setting_says_what_it_is():
    silent = []
    for part in PARTS:
        inherited = [sentences_of(kind) for kind in part.__mro__ if issubclass(kind, Schema)]
        said = {name: text for sentences in inherited for name, text in sentences.items()}
        silent += [f"{part.__name__}.{name}" for name in part.model_fields if not said.get(name, "").endswith(".")]
    assert silent == []


@pytest.mark.slow
def test_nothing_here_knows_this_machine_or_where_packages_come_from():
    assert not found_in_texts(
        r"(?<![\w.~-])/(?:home|root|Users|opt|srv|mnt|work)/\w|pythonhoste[d]|pypi[.]or[g]|index-ur[l]"
    )


@pytest.mark.slow
def test_nothing_is_left_to_do_and_no_test_is_passed_over():
    assert not found_in_texts(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b|(?:mark\.|pytest\.)(?:skip|xfail)(?:if)?\b")


def found_in_texts(pattern: str) -> list[str]:
    """Where a pattern is found in what the project says; a pattern may not match itself."""
    return [
        f"{file.relative_to(ROOT)}: {match.group()}" for file in TEXTS for match in re.finditer(pattern, text_of(file))
    ]


def test_the_linter_holds_the_other_laws():
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    held = {"D": "docstrings", "T20": "no print", "TID": "absolute imports, no `random`", "ERA": "no dead code"}
    assert set(held) <= set(lint["select"])
    in_package = {where: set(rules) for where, rules in lint["per-file-ignores"].items() if where.startswith("src")}
    assert {where for where, rules in in_package.items() if rules & set(held)} == {"src/tbkk_sim/cli/**"}
    assert in_package["src/tbkk_sim/cli/**"] == {"T20"}


@pytest.mark.slow
def test_nothing_happens_on_import(trees):
    """A module states: it imports, defines and names; what it calls while it is imported only makes values."""
    does = [
        f"{of_package(file)}:{node.lineno}"
        for file, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    assert does == []


def type_names(tree: ast.Module) -> Iterator[str]:
    """Classes that a module defines, and the aliases of types at its head."""
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name[0].isupper() and not name.isupper():
                yield name


@pytest.mark.slow
def test_no_type_name_means_two_things(trees):
    owners: dict[str, list[str]] = {}
    for file, tree in trees.items():
        for name in type_names(tree):
            owners.setdefault(name, []).append(of_package(file))
    assert len(owners) > 150
    assert {name: files for name, files in owners.items() if len(files) > 1} == {}


MOST_MODULES = 15


def test_no_package_has_more_modules_at_a_level_than_one_takes_in():
    folders = {file.parent for file in MODULES}
    counts = {folder: sum(1 for file in folder.glob("*.py") if file.name != "__init__.py") for folder in folders}
    assert len(counts) > 25
    assert {of_package(folder): n for folder, n in counts.items() if n > MOST_MODULES} == {}


def test_no_modules_of_a_package_share_a_prefix():
    """`comparison_page`, `comparison_tables` and `comparison_words` are a package that nobody made."""
    families = {}
    for folder in {file.parent for file in MODULES}:
        names = [file.stem for file in folder.glob("*.py")]
        for name in names:
            first, underscore, _ = name.partition("_")
            of_family = [other for other in names if other == first or other.startswith(f"{first}_")]
            if underscore and len(of_family) > 2:
                families[f"{of_package(folder)}/{first}"] = sorted(of_family)
    assert families == {}


PLAIN = (
    "api",
    "chain",
    "cli",
    "comparison",
    "config",
    "engine",
    "metrics",
    "model",
    "problem.py",
    "replay",
    "report",
    "runs",
    "sampling",
    "settings",
    "stats",
    "system",
    "tuning",
    "week",
    "whatif",
)
"""Packages, and a module, whose docstrings are held to a main clause."""
HEADLESS = re.compile(r"(?:What|Who|Whose|Whom|Whether|Which|Where|When|How|Why|That|Of)\b")


def docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts of a module: those that document it, and the one behind each attribute or constant."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for child in body if isinstance(body, list) else []:
            match child:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield child.lineno, text


@pytest.mark.slow
def test_a_docstring_opens_with_a_noun_or_a_verb(trees):
    """A sentence has a main clause: `True if ...`, `Return ...`, `Number of ...`, not `Whether ...` or `What ...`."""
    for part in PLAIN:
        files = [file for file in MODULES if file.relative_to(PACKAGE).parts[0] == part]
        texts = [(file, line, text) for file in files for line, text in docstrings(trees[file])]
        assert len(texts) > 15, part
        assert [f"{of_package(file)}:{line}" for file, line, text in texts if HEADLESS.match(text.strip())] == []


OF_INTERVALS = re.compile(r"\b(stdtrit|betaincinv|ppf)\b|1 - \(1 - \w*\.?level\)")
"""Quantiles of Student's t and of chances, and Bonferroni's division of a level."""


def test_intervals_are_computed_in_one_package():
    found = [of_package(file) for file in MODULES if OF_INTERVALS.search(text_of(file))]
    assert found
    assert [name for name in found if not name.startswith("stats/")] == []


@pytest.mark.slow
def test_reports_are_drawn_from_parameters_and_not_from_settings(trees):
    """Whatever draws takes random numbers (`Chance`); whatever reads settings is done once for all replications."""
    takes = [
        (f"{of_package(file)}:{node.lineno}", {ast.unparse(a.annotation) for a in node.args.args if a.annotation})
        for file, tree in trees.items()
        if of_package(file).startswith("sampling/reports/")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
    assert sum("Settings" in kinds for _, kinds in takes) > 10
    assert sum("Chance" in kinds for _, kinds in takes) > 10
    assert [place for place, kinds in takes if {"Settings", "Chance"} <= kinds] == []
