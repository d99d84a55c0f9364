"""Gather what an installation without network needs: `python scripts/gather_wheels.py wheels --extras fast,excel`.

The folder then holds wheels of the package and of all that it depends on, in the versions of constraints.txt, each
checked against its hash there. They are for the system and the Python that gather them. The last line that is printed
installs from the folder, with no index. Needs pip 23 or newer.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def main() -> int:
    """Gather the wheels, and say how they are installed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("folder", type=Path, help="where the wheels go; a new or empty folder")
    parser.add_argument("--extras", default="fast", help="parts beside the package, with commas; default: fast")
    asked = parser.parse_args()
    extras = [extra for extra in asked.extras.split(",") if extra]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if unknown := sorted(set(extras) - set(project["optional-dependencies"])):
        parser.error(f"no such extras: {', '.join(unknown)}; there are {', '.join(project['optional-dependencies'])}")
    if asked.folder.is_dir() and any(asked.folder.iterdir()):
        parser.error(f"{asked.folder} is not empty")
    package = f"{project['name']}[{','.join(extras)}]" if extras else project["name"]
    try:
        gather(package, asked.folder.absolute())
    except subprocess.CalledProcessError as error:
        return int(error.returncode)
    print(f'python -m pip install --no-index --find-links {asked.folder.name} "{package}"')
    return 0


def gather(package: str, folder: Path) -> None:
    """Put the wheels into the folder.

    Raises:
        subprocess.CalledProcessError: pip could not get one; it has said why.
    """
    run_pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    (own,) = folder.glob("*.whl")
    locked = dict(locked_versions((ROOT / "constraints.txt").read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as scratch:
        # pip takes no constraints with hashes for a package without; so first what is needed, then by hash.
        versions, hashed, report = (Path(scratch, name) for name in ("versions.txt", "hashed.txt", "report.json"))
        versions.write_text("".join(f"{line.partition(' --hash')[0]}\n" for lines in locked.values() for line in lines))
        wanted = f"{package} @ {own.as_uri()}"
        run_pip(
            "install", "--dry-run", "--ignore-installed", "--report", str(report), "--constraint", str(versions), wanted
        )
        needed = {plain(of["metadata"]["name"]) for of in json.loads(report.read_text(encoding="utf-8"))["install"]}
        needed.discard(plain(package.partition("[")[0]))
        hashed.write_text("".join(f"{line}\n" for name in sorted(needed) for line in locked[name]))
        run_pip("wheel", "--no-deps", "--require-hashes", "--wheel-dir", str(folder), "--requirement", str(hashed))


def locked_versions(text: str) -> Iterator[tuple[str, list[str]]]:
    """For each package of constraints.txt its lines, one for each condition (`numpy==2.4.6 ; ... --hash=...`)."""
    found: dict[str, list[str]] = {}
    for line in re.sub(r"\s*\\\n\s*", " ", text).splitlines():
        if line and not line.startswith("#"):
            found.setdefault(plain(re.split(r"[=\[; ]", line)[0]), []).append(line)
    yield from found.items()


def plain(name: str) -> str:
    """A name of a package as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def run_pip(*words: str) -> None:
    """Run pip, which says nothing when all goes well."""
    subprocess.run([*PIP, words[0], "--quiet", *words[1:]], check=True)


if __name__ == "__main__":
    sys.exit(main())
