"""The package as a user gets it: built from its source archive, and run from somewhere else."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    """What a command writes; it fails as a user would see it, so without what helps a developer."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=env, check=False, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the source archive, and the wheel that was made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def python(built, tmp_path_factory) -> Path:
    """Python of an environment with the wheel in it; what it depends on is borrowed from the one that tests."""
    folder = tmp_path_factory.mktemp("environment")
    scripts = "Scripts" if os.name == "nt" else "bin"
    venv.create(folder, with_pip=False)
    python = folder / scripts / "python"
    (wheel,) = built.glob("*.whl")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    site_packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    (Path(site_packages) / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


def test_the_wheel_has_all_of_conf_and_nothing_but_the_package(built):
    (wheel,) = built.glob("*.whl")
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    conf = {f"tbkk_sim/conf/{file.relative_to(ROOT / 'conf').as_posix()}" for file in (ROOT / "conf").rglob("*.yaml")}
    source = [file for file in (ROOT / "src").rglob("*") if file.is_file() and file.parent.name != "__pycache__"]
    assert inside == conf | {file.relative_to(ROOT / "src").as_posix() for file in source}


def test_the_source_archive_has_what_the_checks_need_and_no_results(built):
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        inside = {name.split("/")[1] for name in source.getnames()}
    assert {"src", "conf", "tests", "docs", "scripts", "README.md", "CHANGELOG.md", "pyproject.toml"} <= inside
    assert not {"outputs", "multirun", ".git"} & inside


def test_an_installed_package_runs_the_main_job_from_an_empty_folder(python, tmp_path):
    run(python, "-m", "tbkk_sim", "+scenario=growth", "run=smoke", "engine=simpy", cwd=tmp_path)
    (manifest,) = tmp_path.rglob("manifest.json")
    assert json.loads(manifest.read_text(encoding="utf-8"))["name"] == "growth"
    assert [entry.name for entry in tmp_path.iterdir()] == ["outputs"]


def test_an_installed_package_reads_its_own_conf(python, tmp_path):
    ask = "from tbkk_sim.config.paths import conf_dir; print(conf_dir())"
    conf = Path(run(python, "-c", ask, cwd=tmp_path).strip())
    assert python.parents[1] in conf.parents


def test_the_command_is_installed_too(python, tmp_path):
    assert run(python.parent / "tbkk-sim", "--version", cwd=tmp_path).startswith("tbkk_sim ")
