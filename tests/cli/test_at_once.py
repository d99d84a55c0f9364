"""Two commands on one folder: one does its work, and the other leaves no trace and says why."""

import io
import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from tbkk_sim.cli.main import main
from tbkk_sim.cli.progress import _logs_above
from tbkk_sim.runs.runner import run_experiment
from tbkk_sim.system import lock
from tests.builders import small_settings
from tests.test_lock import let_go, start_holder

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SHORT = ["+scenario=textbook", "run.end=2021-01-31", "run.replications=1", "run.workers=1", "engine=simpy"]
TUNE = ["tune", "+scenario=textbook", "tune=where", "tune.where.extra_fte=1", "tune.cache=", "engine=simpy"]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_finished_run_stays_to_the_last_byte_when_another_is_asked_for_in_its_folder(capsys):
    assert main([*SHORT, "hydra.run.dir=run"]) == 0
    before = contents(Path("run"))
    assert {"run/.hydra/overrides.yaml", "run/.hydra/config.yaml", "run/.hydra/hydra.yaml"} <= set(before)
    for typed in ([*SHORT, "seed=7"], SHORT, [*SHORT, "run.replications=2"]):
        assert main([*typed, "hydra.run.dir=run"]) == 2
        said = capsys.readouterr().err
        assert "run\n      holds a finished run; give another folder" in said
        assert "Error executing job" not in said
        assert contents(Path("run")) == before


def test_a_part_of_a_run_stays_as_it_is_when_another_is_asked_for_in_its_folder(monkeypatch, capsys):
    def stop(*_) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("tbkk_sim.runs.folder.writer.write_summary", stop)
        assert main([*SHORT, "hydra.run.dir=run"]) == 130
    before = contents(Path("run"))
    assert main([*SHORT, "seed=7", "hydra.run.dir=run"]) == 2
    assert "seed: 20210101 there, 7 here" in capsys.readouterr().err
    assert contents(Path("run")) == before
    assert main([*SHORT, "hydra.run.dir=run"]) == 0


@pytest.mark.parametrize("typed", [[*SHORT, "hydra.run.dir=held"], ["extend", "held", "--replications", "2"]])
def test_that_a_folder_is_waited_for_is_told_as_all_else_is(typed, monkeypatch, capsys):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # not those of pytest
    run_experiment(small_settings({"run.end": "2021-01-31", "run.replications": 1, "engine": "simpy"}), Path("held"))
    Path("held", "manifest.json").unlink()
    monkeypatch.setattr(lock, "SILENT_SECONDS", 0.1)
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.3)
    holder, pipe = start_holder(Path("held"))
    assert main([*typed, "language=nl"]) == 2
    let_go(holder, pipe)
    for handler in logging.getLogger().handlers:  # the log file of the run
        handler.close()
    first = capsys.readouterr().err.splitlines()[0]
    assert re.match(r"tbkk_sim: een ander proces schrijft in .*held: nummer \d+ op ", first)


def test_a_line_of_the_log_above_a_bar_looks_as_all_others():
    console = Console(file=io.StringIO(), force_terminal=True, width=200)
    with _logs_above(console):
        logging.getLogger("tbkk_sim.some").warning("compiling")
    assert console.file.getvalue().strip() == "tbkk_sim: compiling"


@pytest.mark.parametrize(
    "typed",
    [
        [*SHORT, "hydra.run.dir=held"],
        ["-m", *SHORT, "seed=7", "hydra.sweep.dir=.", "hydra.sweep.subdir=held"],
        ["extend", "held", "--replications", "2"],
        [*TUNE, "hydra.run.dir=held"],
        ["compare", "run", "other", "--into", "held"],
        ["study", str(ROOT / "experiments" / "growth"), "--into", "held"],
    ],
    ids=["run", "sweep", "extend", "tune", "compare", "study"],
)
def test_a_folder_that_another_process_writes_to_is_left_alone(typed, monkeypatch, capsys):
    settings = small_settings({"run.end": "2021-01-31", "run.replications": 1, "engine": "simpy"})
    for name in ("run", "other", "held"):
        run_experiment(settings, Path(name))
    Path("held", "manifest.json").unlink()  # what is finished is refused before anybody waits
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    holder, pipe = start_holder(Path("held"))
    before = contents(Path("held"))
    assert main(typed) == 2
    says = capsys.readouterr().err
    assert "another process writes to" in says
    assert f"number {holder.pid} on " in says
    assert "not done within 0.1 seconds" in says
    after = contents(Path("held"))
    after.pop("held/tbkk_sim.log", None)  # Hydra opens it; nothing is in it
    assert after == before
    let_go(holder, pipe)


def test_pairs_of_commands_at_once():
    """The whole of it: python scripts/concurrency.py."""
    typed = [sys.executable, ROOT / "scripts" / "concurrency.py", "--pairs", "3"]
    done = subprocess.run(typed, capture_output=True, text=True, check=False)
    assert "3 pairs, 0 wrong" in done.stdout, done.stdout + done.stderr


def test_replications_of_another_processor_are_not_added_and_a_comparison_says_so(capsys):
    settings = small_settings({"run.end": "2021-01-31", "run.replications": 2, "engine": "simpy"})
    for name in ("here", "elsewhere"):
        run_experiment(settings.model_copy(update={"name": name}), Path(name))
    manifest = Path("elsewhere", "manifest.json")
    made = json.loads(manifest.read_text(encoding="utf-8"))
    assert made["processor"]["machine"]
    made["processor"]["numpy_level"] = "X86_V9"
    manifest.write_text(json.dumps(made), encoding="utf-8")
    assert main(["extend", "elsewhere", "--replications", "3"]) == 2
    says = capsys.readouterr().err
    assert "processor: " in says
    assert "X86_V9" in says
    assert "anew in another folder" in says
    assert json.loads(manifest.read_text(encoding="utf-8")) == made
    assert main(["compare", "here", "elsewhere", "--into", "compared"]) == 0
    assert "processors of different levels" in Path("compared/comparison.md").read_text(encoding="utf-8")
    assert "processors of different levels" in Path("compared/report.html").read_text(encoding="utf-8")
