"""A command that is told to end: its exit code, what it says, and that it goes on where it stopped."""

import os
import shlex
import signal
from pathlib import Path

import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.runs.replication import Simulation

pytestmark = pytest.mark.slow

SHORT = ["+scenario=textbook", "run.end=2021-01-31", "run.workers=1", "engine=simpy", "run.report=false"]
RUN = [*SHORT, "run.replications=3", "hydra.run.dir=run"]
TWO_RUNS = ["textbook", "textbook demand.streams.door.reports_per_year.2021=900", *SHORT[1:], "run.replications=2"]
TUNE = ["tune", *SHORT, "tune=where", "tune.where.extra_fte=1", "tune.kept_replications=2", "tune.first_replications=3"]
GOES_ON = "What is done is kept. This goes on where it stopped:\n  "


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def told(monkeypatch):
    """Send a signal when something is done for the n-th time, once."""

    def when(of: object, name: str, number: int, times: int = 1) -> None:
        does, calls = getattr(of, name), []

        def do(*arguments, **named):
            calls.append(1)
            if len(calls) == times:
                os.kill(os.getpid(), number)
            return does(*arguments, **named)

        monkeypatch.setattr(of, name, do)

    return when


def way_on(said: str) -> list[str]:
    """The words of the command that goes on, after the name of the program."""
    assert said.startswith(f"tbkk_sim: stopped.\n{GOES_ON}"), said
    return shlex.split(said.removeprefix(f"tbkk_sim: stopped.\n{GOES_ON}").splitlines()[0])[3:]


def no_trace_of_a_lock() -> bool:
    return not any(path.name.startswith(".lock") or path.name.endswith(".half") for path in Path().rglob("*"))


def test_a_run_that_is_told_to_end_says_how_to_go_on(told, capsys):
    told(Simulation, "simulate", signal.SIGINT, times=2)
    assert main(RUN) == 130
    words = way_on(capsys.readouterr().err)
    assert words == ["extend", str(Path("run").absolute())]
    assert no_trace_of_a_lock()
    assert main(words) == 0


def test_a_run_that_is_told_to_end_while_its_pages_are_written_goes_on(told, capsys):
    import tbkk_sim.report

    told(tbkk_sim.report, "write_report", signal.SIGTERM)
    assert main(RUN) == 143
    assert not Path("run/manifest.json").exists()
    assert main(way_on(capsys.readouterr().err)) == 0


def test_a_command_that_is_told_to_end_before_it_begins_writes_nothing(told, capsys):
    import tbkk_sim.cli.verbs.run

    told(tbkk_sim.cli.verbs.run, "compose", signal.SIGTERM)
    assert main(RUN) == 143
    assert capsys.readouterr().err == "tbkk_sim: stopped.\nWhat is unfinished has no manifest.json.\n"
    assert list(Path().iterdir()) == []


def test_a_stop_after_the_end_of_a_run_says_that_it_is_finished(told, capsys):
    from tbkk_sim.runs.folder.writer import RunWriter

    finish = RunWriter.finish

    def finish_and_be_told(*arguments):
        manifest = finish(*arguments)
        os.kill(os.getpid(), signal.SIGTERM)
        return manifest

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RunWriter, "finish", finish_and_be_told)
        assert main(RUN) == 143
    assert "run is finished: nothing was lost." in capsys.readouterr().err


def test_extend_says_how_many_replications_were_asked_for(told, capsys):
    assert main([*RUN, "run.replications=1"]) == 0
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        told(Simulation, "simulate", signal.SIGTERM, times=2)
        assert main(["extend", "run", "--replications", "3"]) == 143
        words = way_on(capsys.readouterr().err)
        assert words == ["extend", "run", "--replications", "3"]
        assert Path("run/manifest.json").exists(), "the finished run stays as it was"
        patch.undo()
    assert main(words) == 0


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ([*TUNE, "tune.cache=cache", "hydra.run.dir=study"], 2),
        (["-m", *SHORT, "seed=1,2", "run.replications=2", "hydra.sweep.dir=sweep"], 2),
    ],
    ids=["tune", "sweep"],
)
def test_other_long_commands_go_on_where_they_stopped(typed, times, told, capsys):
    told(Simulation, "simulate", signal.SIGHUP, times)
    assert main(typed) == 143
    said = capsys.readouterr().err.partition("tbkk_sim: stopped")
    assert no_trace_of_a_lock()
    words = way_on("".join(said[1:]))
    assert words[-1].endswith("/1") if typed[0] == "-m" else words[0] == typed[0]
    assert ("come after it were not begun" in said[2]) == (typed[0] == "-m")


def test_a_comparison_goes_on_with_the_run_that_was_stopped(told, capsys):
    told(Simulation, "simulate", signal.SIGHUP, times=4)
    assert main(["compare", *TWO_RUNS]) == 143
    words = way_on(capsys.readouterr().err)
    assert main(words) == 0
    assert len(list(Path(words[-1]).glob("runs/*/manifest.json"))) == 2


def test_a_study_goes_on_with_its_runs(told, capsys):
    study = Path("asked/study.yaml")
    study.parent.mkdir()
    study.write_text(
        "question: What?\nruns: {a: [+scenario=textbook], b: [+scenario=textbook, seed=3]}\n"
        f"overrides: [{', '.join([*SHORT[1:], 'run.replications=2'])}]\n"
        "figures: [backlog_end]\nanswer: []\n",
        encoding="utf-8",
    )
    told(Simulation, "simulate", signal.SIGTERM, times=3)
    code = main(["study", "asked"])
    said = capsys.readouterr().err
    assert code == 143, said
    words = way_on(said[said.index("tbkk_sim: stopped") :])
    assert words[:3] == ["study", "asked", "--runs"]
    assert len(list(Path(words[3]).glob("*/manifest.json"))) == 1
