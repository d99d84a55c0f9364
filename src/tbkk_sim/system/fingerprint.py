"""All that decides a result: code, packages, Python and processor, with one fingerprint."""

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tbkk_sim.problem import Phrase
from tbkk_sim.version import __version__

PACKAGE = Path(__file__).parents[1]
ONLY_READ = frozenset(
    {
        "metrics/cell.py",
        "runs/case_story.py",
        "runs/event_table.py",
        "runs/folder/reader.py",
        "runs/sweep.py",
        "runs/tables/odds.py",
        "runs/tables/rows.py",
        "settings/renamed.py",
        "settings/schema_errors.py",
        "settings/yaml_errors.py",
        "stats/paired.py",
        "stats/screening.py",
        "stats/selection.py",
    }
)
"""Modules that decide no result: they read finished runs, or say what is wrong with an input."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """The code and packages that decide a result that is kept."""

    code: tuple[str, ...]
    """Modules and folders of modules, within the package."""
    packages: tuple[str, ...]
    """Distributions that have a part in it, as far as they are installed."""


RESULTS = Deciding(
    code=(
        "settings",
        "model",
        "sampling",
        "engine",
        "chain",
        "metrics",
        "stats",
        "runs",
        "tuning/search/measures.py",
        "tuning/evaluation.py",
    ),
    packages=("numpy", "scipy", "pandas", "pyarrow", "numba", "llvmlite", "simpy", "holidays", "pydantic"),
)
"""For the results of a replication, the tables in which they are written, and an evaluation of a plan."""
ENGINE = Deciding(
    code=("settings", "model", "sampling/world.py", "engine/compiled", "engine/vocabulary.py"),
    packages=("numba", "llvmlite", "numpy"),
)
"""For the compiled engine: less, so that a change in a key figure or in the SimPy engine does not compile it anew."""


def code_files(of: Deciding = RESULTS, package: Path = PACKAGE) -> list[Path]:
    """List the files of the code that decides."""
    parts = [package / part for part in of.code]
    files = (path for part in parts for path in ([part] if part.is_file() else part.rglob("*.py")))
    return sorted(path for path in files if path.relative_to(package).as_posix() not in ONLY_READ)


def code_hash(of: Deciding = RESULTS, package: Path = PACKAGE) -> str:
    """Fingerprint the code that decides."""
    digest = hashlib.sha256()
    for path in code_files(of, package):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def package_version(name: str) -> str | None:
    """Return the version of a package; None if it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


@cache
def processor() -> dict[str, str]:
    """Return the level of the processor, as far as it decides the last bits of a number.

    NumPy has its functions in several forms, and takes the one for the widest instructions that the processor has
    (AVX2, AVX-512); what it has no form for is calculated by the C library.
    """
    from numpy.lib.introspect import opt_func_info

    chosen = {
        f"{name} {signature}": form["current"]
        for name, forms in opt_func_info().items()
        for signature, form in forms.items()
    }
    levels = sorted({level for level in chosen.values() if not level.startswith("baseline")})
    return {
        "machine": platform.machine(),
        "numpy_level": " ".join(levels) or "baseline",
        "numpy_forms": _hash(chosen)[:12],
        "c_library": " ".join(filter(None, platform.libc_ver())),
    }


@cache
def decided_by(of: Deciding = RESULTS) -> Mapping[str, Any]:
    """Return all that decides: version of the program, code, Python, packages, processor."""
    return {
        "version": __version__,
        "code": code_hash(of),
        "python": platform.python_version(),
        "packages": {name: found for name in of.packages if (found := package_version(name)) is not None},
        "processor": processor(),
    }


def fingerprint(of: Deciding = RESULTS) -> str:
    """Return one fingerprint of all that decides."""
    return _hash(decided_by(of))


def differences(there: Mapping[str, Any]) -> Iterator[Phrase]:
    """Yield what differs here from what is on record.

    Args:
        there: `decided_by` of what is kept.
    """
    here = decided_by()
    if there.get("version") != here["version"]:
        yield differs(Phrase("version of the program"), there.get("version"), here["version"])
    elif there.get("code") != here["code"]:
        yield Phrase("code of the program: changed since")
    if there.get("python") != here["python"]:
        yield differs("Python", there.get("python"), here["python"])
    packages = there.get("packages", {})
    for name, found in here["packages"].items():
        if packages.get(name) != found:
            yield differs(name, packages.get(name), found)
    if there.get("processor") != here["processor"]:
        yield differs(Phrase("processor"), level_of(there), level_of(here))


def differs(what: str, there: Any, here: Any) -> Phrase:
    """Make the phrase of a difference; None is nothing."""
    said = {"there": there, "here": here}
    values = {place: Phrase("nothing") if value is None else value for place, value in said.items()}
    return Phrase("{what}: {there} there, {here} here", what=what, **values)


def level_of(made: Mapping[str, Any]) -> Phrase:
    """Make the phrase of the level of the processor, from a record."""
    level = made.get("processor")
    if not level:
        return Phrase("not on record")
    said = {key: str(level.get(key)) for key in ("machine", "numpy_level", "numpy_forms", "c_library")}
    return Phrase("{machine} {numpy_level} (NumPy {numpy_forms}, C library {c_library})", **said)


def _hash(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()
