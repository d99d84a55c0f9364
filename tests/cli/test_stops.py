"""A command that is told to end: its exit code, what it says, and that it goes on where it stopped."""

import errno
import os
import shlex
import signal
from pathlib import Path

import pytest

import tbkk_sim.report.kit.files
from tbkk_sim.cli.main import main
from tbkk_sim.problem import CannotGoOnError, Phrase
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


def way_to_report(said: str) -> list[str]:
    """The words of the command that writes the report of a run that is finished."""
    assert "run is finished, but not its report. This writes the report:\n  " in said, said
    return shlex.split(said.partition("This writes the report:\n  ")[2].splitlines()[0])[3:]


def test_a_run_that_is_told_to_end_while_its_report_is_written_is_finished(told, capsys):
    told(tbkk_sim.report.kit.files, "write_whole", signal.SIGTERM, times=3)
    assert main([*RUN, "run.report=true"]) == 143
    manifest = Path("run/manifest.json").read_bytes()
    assert not Path("run/report.html").exists()
    assert no_trace_of_a_lock()
    words = way_to_report(capsys.readouterr().err)
    assert words == ["report", str(Path("run").absolute())]
    assert main(words) == 0
    assert Path("run/report.html").exists()
    assert Path("run/manifest.json").read_bytes() == manifest


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "summary.md"), "the disk is full: summary.md.\n"),
        (MemoryError(), "not enough memory."),
        (CannotGoOnError(Phrase("cannot be drawn")), "cannot be drawn\n"),
    ],
    ids=["disk", "memory", "cannot"],
)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_report_that_fails_is_said_of_a_run_that_is_finished(error, says, language, capsys, monkeypatch):
    def fail(*_):
        error.__notes__ = []
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(tbkk_sim.report, "write_report", fail)
        assert main([*RUN, "run.report=true", f"language={language}"]) == 2
    said = capsys.readouterr().err
    assert Path("run/manifest.json").exists()
    assert "unfinished" not in said
    if language == "en":
        assert says in said
        assert main(way_to_report(said)) == 0
        assert capsys.readouterr().out == f"{Path('run/report.html').absolute()}\n"
    else:
        assert "run is af, maar het rapport niet. Dit schrijft het rapport:\n  python -m tbkk_sim report " in said


def test_an_extension_whose_report_fails_has_no_report_of_fewer_replications(told, capsys):
    run = [*RUN, "run.replications=1", "run.report=true"]
    assert main(run) == 0
    assert Path("run/report.html").exists()
    told(tbkk_sim.report, "write_report", signal.SIGTERM)
    assert main(["extend", "run", "--replications", "2"]) == 143
    assert not Path("run/report.html").exists()
    assert not list(Path("run/figures").iterdir())
    assert main(way_to_report(capsys.readouterr().err)) == 0
    assert "2 futures" in Path("run/report.html").read_text(encoding="utf-8")


def test_the_report_of_a_study_that_was_stopped_is_that_of_one_that_was_not(told, capsys):
    typed = [*TUNE, "tune.most_replications=3", "tune.cache=cache"]
    assert main([*typed, "hydra.run.dir=whole"]) == 0
    told(tbkk_sim.report.kit.files, "write_whole", signal.SIGTERM)
    assert main([*typed, "hydra.run.dir=study"]) == 143
    assert Path("study/manifest.json").exists()
    assert not Path("study/report.html").exists()
    words = shlex.split(capsys.readouterr().err.partition("This writes the report:\n  ")[2].splitlines()[0])[3:]
    assert words == ["report", "study"]
    assert main(words) == 0
    for name in ("summary.md", "table.csv"):
        whole, stopped = (Path(folder, name).read_text(encoding="utf-8") for folder in ("whole", "study"))
        assert stopped.replace("study/", "whole/").partition("evaluations")[0] == whole.partition("evaluations")[0]
    command = (
        "`python -m tbkk_sim tune +scenario=textbook run.end=2021-01-31 run.workers=1 engine=simpy run.report=false "
    )
    assert command + "tune=where " in Path("study/summary.md").read_text(encoding="utf-8")


def test_the_report_of_no_finished_run_is_refused(capsys):
    Path("none").mkdir()
    assert main(["report", "none"]) == 2
    assert "holds no finished run" in capsys.readouterr().err
    assert list(Path("none").iterdir()) == []


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
