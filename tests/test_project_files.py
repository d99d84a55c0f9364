"""What stands in more than one file of the project is the same there: versions, dependencies, checks."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import tbkk_sim

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
SUPPORTED = [{"python_version": version, "python_full_version": f"{version}.9"} for version in ("3.11", "3.12", "3.13")]
SYSTEMS = [
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
    {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
]


@pytest.fixture
def script(monkeypatch):
    """A module of scripts/, by name."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return import_module


def dependencies() -> Iterator[Requirement]:
    """All that pyproject.toml names, but for the package itself."""
    project = PROJECT["project"]
    lists = [
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *PROJECT["dependency-groups"].values(),
    ]
    named = (Requirement(written) for of_list in lists for written in of_list if isinstance(written, str))
    yield from (requirement for requirement in named if requirement.name != project["name"])


def locked() -> dict[str, list[Requirement]]:
    """What constraints.txt has of each package: one version for each condition."""
    found = defaultdict(list)
    for line in re.sub(r"\s*\\\n\s*", " ", CONSTRAINTS).splitlines():
        if not line.startswith("#"):
            requirement = Requirement(line.partition(" --hash")[0])
            found[canonicalize_name(requirement.name)].append(requirement)
    return found


def test_the_version_is_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == tbkk_sim.__version__
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "src/tbkk_sim/__init__.py"


def test_nobody_is_named_and_the_licence_is_still_open():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = PROJECT["project"]
    assert citation["authors"] == project["authors"] == [{"name": "tbkk_sim maintainers"}]
    assert citation["keywords"] == project["keywords"]
    chosen = {"license" in citation, "license" in project, (ROOT / "LICENSE").exists()}
    assert len(chosen) == 1, "a licence stands in pyproject.toml, CITATION.cff and LICENSE, or in none of them"
    assert ("Private :: Do Not Upload" in project["classifiers"]) is not chosen.pop()


def test_every_dependency_has_an_exact_version_for_each_python_and_system():
    exact = locked()
    for wanted in dependencies():
        for environment in ({**python, **system} for python in SUPPORTED for system in SYSTEMS):
            versions = [
                next(iter(of.specifier))
                for of in exact[canonicalize_name(wanted.name)]
                if of.marker is None or of.marker.evaluate(environment)
            ]
            assert [of.operator for of in versions] == ["=="], (wanted.name, environment)
            assert wanted.specifier.contains(versions[0].version), f"{wanted}: constraints.txt has {versions[0]}"


def test_every_exact_version_has_its_hashes_and_there_is_no_address():
    blocks = re.split(r"\n(?=\S)", CONSTRAINTS)
    named = [block for block in blocks if not block.startswith("#")]
    assert len(named) >= len(locked()) > 50
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", block) for block in named)
    assert not re.search(r"://|^-|index|find-links", re.sub(r"^#.*$|--hash=\S+", "", CONSTRAINTS, flags=re.MULTILINE))


def test_what_is_run_before_a_commit_is_what_the_checks_run(script):
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (local,) = config["repos"]
    assert local["repo"] == "local"
    hooks = {hook["id"]: hook["entry"].split() for hook in local["hooks"]}
    assert hooks == script("check").CHECKS
    assert {hook["language"] for hook in local["hooks"]} == {"system"}


def test_wheels_are_gathered_by_the_lines_of_the_constraints(script):
    lines = dict(script("gather_wheels").locked_versions(CONSTRAINTS))
    assert lines.keys() == locked().keys()
    assert {name: len(of) for name, of in lines.items()} == {name: len(of) for name, of in locked().items()}
    assert all(f"{name}==" in script("gather_wheels").plain(line) for name, of in lines.items() for line in of)


@pytest.mark.parametrize("words", [["--extras", "fats", "{new}"], ["{full}"]], ids=["an extra", "a folder in use"])
def test_wheels_are_not_gathered_for_what_is_not_there_nor_among_other_files(
    script, monkeypatch, capsys, tmp_path, words
):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "old.whl").touch()
    places = {"new": tmp_path / "new", "full": tmp_path / "full"}
    monkeypatch.setattr("sys.argv", ["gather_wheels.py", *(word.format(**places) for word in words)])
    gather = script("gather_wheels")
    monkeypatch.setattr(gather, "gather", lambda *_: pytest.fail("it began"))
    with pytest.raises(SystemExit, match="2"):
        gather.main()
    assert ("fats" if "--extras" in words else "full is not empty") in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
