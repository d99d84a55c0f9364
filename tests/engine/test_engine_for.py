"""What happens where the compiled engine cannot be had, and how what is compiled is kept."""

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from numba.core.errors import TypingError

from tbkk_sim.cli.main import main
from tbkk_sim.engine.compiled import loop

TINY = Path(__file__).with_name("tiny_engine.py")
COMPILED_NOW = {"serves": "compiled", "said": 2, "doubled": 42, "fetched": 0}
FETCHED = {"serves": "compiled", "said": 0, "doubled": 42, "fetched": 1}
RUN = ["+scenario=textbook", "run.end=2021-01-31", "run.replications=2", "run.workers=1", "run.report=false"]
TABLES = ("key_figures.parquet", "events.parquet", "summary.csv")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch) -> Path:
    """An empty folder for what is compiled."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _same_tables(one: Path, other: Path) -> bool:
    return all((one / table).read_bytes() == (other / table).read_bytes() for table in TABLES)


@pytest.mark.slow
def test_without_numba_simpy_serves_with_the_same_results(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = "import sys; sys.modules['numba'] = None; from tbkk_sim.cli.main import main; sys.exit(main(sys.argv[1:]))"
    typed = [sys.executable, "-c", code, *RUN, "engine=compiled", "hydra.run.dir=without"]
    done = subprocess.run(typed, capture_output=True, text=True, check=True)
    assert "numba, which is not installed: SimPy runs instead" in done.stderr
    assert main([*RUN, "engine=simpy", "hydra.run.dir=simpy"]) == 0
    assert _same_tables(tmp_path / "without", tmp_path / "simpy")


@pytest.mark.slow
def test_where_it_cannot_be_compiled_simpy_serves_with_the_same_results(cache, tmp_path, monkeypatch):
    def fail(_: object) -> None:
        raise TypingError("no")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(loop.run_until_full, "compile", fail)
    assert main([*RUN, "engine=compiled", "hydra.run.dir=failed"]) == 0
    assert "cannot be compiled here (TypingError): SimPy runs" in Path("failed/tbkk_sim.log").read_text()
    assert main([*RUN, "engine=simpy", "hydra.run.dir=simpy"]) == 0
    assert _same_tables(tmp_path / "failed", tmp_path / "simpy")


@pytest.fixture
def tiny(cache: Path, monkeypatch) -> Callable[[], dict[str, Any]]:
    """What the tiny engine tells; each time it is as new as in another process."""

    def tell() -> dict[str, Any]:
        spec = spec_from_file_location("tiny_engine", TINY)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        monkeypatch.setattr(loop, "run_until_full", module.doubled)
        return module.tell()

    return tell


def test_what_is_compiled_is_kept_and_fetched(tiny):
    assert tiny() == COMPILED_NOW
    assert tiny() == FETCHED


@pytest.mark.slow
def test_processes_that_compile_at_once_leave_one_sound_cache(tiny):
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    started = [subprocess.Popen([sys.executable, TINY], **pipes) for _ in range(2)]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    told = [json.loads(process.communicate()[0]) for process in started]
    assert [(each["serves"], each["doubled"]) for each in told] == [("compiled", 42)] * 2
    assert sum(each["fetched"] for each in told) == 1, "the second waited for the first"
    assert tiny() == FETCHED


def _as_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("kind", "spoil"),
    [
        ("*.nbc", lambda file: file.write_bytes(file.read_bytes()[:100])),
        ("*.nbi", lambda file: file.write_bytes(b"")),
        ("*.nbi", _as_a_folder),
    ],
    ids=["code cut off", "index empty", "index unreadable"],
)
def test_what_is_kept_and_cannot_be_read_is_compiled_anew(kind: str, spoil: Callable[[Path], None], cache, tiny):
    tiny()
    (spoilt,) = cache.rglob(kind)
    spoil(spoilt)
    told = tiny()
    assert (told["serves"], told["doubled"], told["fetched"]) == ("compiled", 42, 0)
    assert tiny() == FETCHED
