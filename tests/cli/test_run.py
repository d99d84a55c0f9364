"""Running from the command line: folders, names, sweeps, and what happens when it does not go well."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hydra._internal.config_loader_impl import ConfigLoaderImpl

from tbkk_sim.cli.main import main
from tbkk_sim.cli.verbs import run
from tbkk_sim.runs.workers import ReplicationError
from tbkk_sim.settings import Settings
from tests.builders import own_scenario
from tests.rows import every_row

SMALLEST = ["+scenario=textbook", "run.end=2021-01-31", "run.replications=1", "run.workers=1"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def ran(monkeypatch) -> list[tuple[Settings, Path]]:
    """What would have been simulated, and where."""
    runs: list[tuple[Settings, Path]] = []

    def ran(settings: Settings, folder: Path, records: dict[str, str], of_run: str) -> None:
        for name, text in records.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        runs.append((settings, folder))

    monkeypatch.setattr(run, "simulate_and_report", ran)
    return runs


def _raising(monkeypatch, error: BaseException) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(run, "simulate_and_report", fail)


@pytest.mark.slow
def test_a_real_run_is_finished_and_shown(capsys):
    assert main(SMALLEST) == 0
    (manifest,) = Path("outputs").rglob("manifest.json")
    assert json.loads(manifest.read_text())["name"] == "textbook"
    assert (manifest.parent / "summary.md").exists()
    assert (manifest.parent / "tbkk_sim.log").exists()
    out, err = capsys.readouterr()
    assert str(manifest.parent) in out
    assert "Traceback" not in err


@pytest.mark.slow
def test_runs_started_in_the_same_second_have_folders_of_their_own(ran):
    assert main([]) == 0
    assert main(["run", "seed=5"]) == 0
    (one, first), (two, second) = ran
    assert first != second
    assert (one.name, two.seed) == ("baseline", 5)


@pytest.mark.slow
def test_a_run_is_composed_once(ran, monkeypatch):
    composed, compose = [], ConfigLoaderImpl.load_configuration
    monkeypatch.setattr(
        ConfigLoaderImpl, "load_configuration", lambda self, *asked: composed.append(asked) or compose(self, *asked)
    )
    assert main(["run=smoke"]) == 0
    assert len(composed) == len(ran) == 1


@pytest.mark.slow
def test_scenarios_stack_by_name(ran):
    assert main(["+scenario=[growth,expansion_40,tools]", "run=smoke"]) == 0
    ((settings, _),) = ran
    assert settings.name == "growth+expansion_40+tools"
    assert settings.question == "What do growth, expansion_40 and tools bring together?"


@pytest.mark.slow
def test_a_sweep_is_a_run_for_each_value(ran):
    assert main(["--multirun", "+scenario=growth,[growth,tools]", "run=smoke"]) == 0
    assert [settings.name for settings, _ in ran] == ["growth", "growth+tools"]
    assert [folder.name for _, folder in ran] == ["1", "2"]
    assert len({folder.parent for _, folder in ran}) == 1


@pytest.mark.slow
def test_a_scenario_of_ones_own_may_be_a_sweep(ran, tmp_path):
    own_scenario(tmp_path / "own", "hydra: {mode: MULTIRUN, sweeper: {params: {seed: '3,4'}}}\n")
    assert main(["--config-dir", "own", "+scenario=mine"]) == 0
    assert [(settings.name, settings.seed) for settings, _ in ran] == [("mine", 3), ("mine", 4)]


@pytest.mark.slow
def test_an_experiment_may_be_a_config_of_its_own(ran, tmp_path):
    (tmp_path / "own").mkdir()
    text = "# @package _global_\ndefaults: [/config@_global_, /scenario@_global_: growth, _self_]\nseed: 8\n"
    (tmp_path / "own" / "study.yaml").write_text(text)
    assert main(["--config-dir", "own", "--config-name", "study"]) == 0
    ((settings, _),) = ran
    assert (settings.name, settings.seed) == ("growth", 8)


@pytest.mark.slow
def test_a_run_can_be_repeated_from_its_folder(ran):
    assert main(["+scenario=growth", "seed=9"]) == 0
    (first, folder), *_ = ran
    assert main(["--config-path", str(folder / ".hydra"), "--config-name", "config", "name=growth"]) == 0
    again, _ = ran[-1]
    assert again == first


@pytest.mark.slow
def test_in_a_sweep_the_other_runs_go_on_when_one_fails(monkeypatch, capsys):
    done = []

    def first_fails(settings: Settings, folder: Path, *_: object) -> None:
        if settings.seed == 1:
            raise OSError(errno.ENOSPC, "No space left on device", str(folder))
        done.append(settings.seed)

    monkeypatch.setattr(run, "simulate_and_report", first_fails)
    assert main(["--multirun", "seed=1,2"]) == 2
    assert done == [2]
    assert "the disk is full" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "key_figures.parquet"), "the disk is full: key_figures"),
        (PermissionError(errno.EACCES, "Permission denied", "x"), "not allowed to write or read: x"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_a_machine_that_cannot_go_on_is_told_in_a_line(monkeypatch, capsys, error, says):
    _raising(monkeypatch, error)
    assert main(["run=smoke"]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_worker_that_dies_is_told_in_a_line(monkeypatch, capsys):
    def die(*_, **__) -> None:
        raise ReplicationError("replication 3: its worker died 3 times; is there enough memory?")

    monkeypatch.setattr("tbkk_sim.runs.runner.run_experiment", die)
    assert main(["run=smoke"]) == 2
    assert "tbkk_sim: replication 3" in capsys.readouterr().err


@pytest.mark.slow
def test_a_stop_before_a_replication_is_begun_has_its_own_code_and_says_that_nothing_was_kept(monkeypatch, capsys):
    def stop(*_, **__) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tbkk_sim.runs.runner.run_experiment", stop)
    assert main(["run=smoke"]) == 130
    said = capsys.readouterr().err
    assert said.endswith("tbkk_sim: stopped.\nNothing was kept: no future was begun. The same command begins anew.\n")
    assert "Traceback" not in said


@pytest.mark.slow
def test_an_error_of_the_program_is_not_hidden(monkeypatch):
    _raising(monkeypatch, ZeroDivisionError("a mistake of ours"))
    with pytest.raises(ZeroDivisionError):
        main(["run=smoke"])


@pytest.mark.slow
def test_a_folder_that_cannot_be_made_is_named(capsys, tmp_path, ran):
    (tmp_path / "taken").write_text("a file")
    assert main(["hydra.run.dir=taken/run"]) == 2
    assert "taken" in capsys.readouterr().err
    assert ran == []


@pytest.mark.slow
def test_a_finished_run_is_not_written_over(capsys, tmp_path):
    (tmp_path / "done").mkdir()
    (tmp_path / "done" / "manifest.json").write_text("{}")
    assert main(["run=smoke", "hydra.run.dir=done"]) == 2
    assert "holds a finished run" in capsys.readouterr().err


def test_help_names_verbs_scenarios_and_choices(capsys, tmp_path):
    own_scenario(tmp_path / "own", 'question: "Mine: why?"\n')
    assert main(["--help", "--config-dir", "own"]) == 0
    out = capsys.readouterr().out
    assert all(part in out for part in ("provenance", "growth_high", "smoke, standard", "Mine: why?"))


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tbkk_sim 0.")


@pytest.mark.slow
def test_hydra_shows_the_settings(capsys, ran):
    assert main(["+scenario=textbook", "--cfg", "job", "-p", "staffing.units"]) == 0
    out = capsys.readouterr().out
    assert "desk:" in out
    assert "limburg" not in out
    assert ran == []
    assert not Path("outputs").exists()


@pytest.mark.slow
@every_row(
    ("typed", "heavy"),
    [
        (["--help"], "hydra numpy pandas matplotlib scipy pydantic simpy rich holidays"),
        (["--cfg", "job"], "numpy pandas matplotlib scipy simpy rich holidays"),
        (["frist"], "hydra numpy pandas matplotlib scipy pydantic simpy rich holidays"),
        (
            ["run=smoke", "run.end=2021-01-31", "run.replications=1", "engine=simpy"],
            "pandas matplotlib jinja2 numba rich.progress scipy.stats scipy.optimize",
        ),
    ],
)
def test_nothing_heavy_is_imported_that_is_not_needed(typed, heavy):
    code = f"import sys; from tbkk_sim.__main__ import main; main({typed}); print('>', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.rpartition(">")[2].split()
    assert set(heavy.split()) & set(loaded) == set()


def test_as_a_module_the_exit_code_reaches_the_shell():
    done = subprocess.run([sys.executable, "-m", "tbkk_sim", "frist"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
