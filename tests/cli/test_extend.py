"""`extend`: a stopped run goes on, a finished one gets more replications, and the record says how to remake it."""

import json
from pathlib import Path

import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.runs.runner import run_experiment

pytestmark = pytest.mark.slow

SHORT = ["+scenario=textbook", "run.end=2021-01-31", "run.workers=1", "engine=simpy"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def manifest_of(folder: str) -> dict:
    return json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))


def test_more_replications_are_those_of_one_run(capsys):
    assert main([*SHORT, "run.replications=2", "hydra.run.dir=run"]) == 0
    assert main([*SHORT, "run.replications=3", "hydra.run.dir=whole"]) == 0
    assert main(["extend", "run", "--replications", "3"]) == 0
    out, _ = capsys.readouterr()
    assert "means of 3 futures" in out
    more, whole = (manifest_of(folder)["files"] for folder in ("run", "whole"))
    tables = ("key_figures.parquet", "people.parquet", "summary.csv", "events.parquet", "settings.json")
    assert {name: more[name] for name in tables} == {name: whole[name] for name in tables}
    typed = Path("run/.hydra/overrides.yaml").read_text(encoding="utf-8")
    assert "run.replications=3" in typed
    assert "run.replications=2" not in typed
    assert "run.replications=3" in Path("run/summary.md").read_text(encoding="utf-8")


def test_a_stopped_run_goes_on(monkeypatch, capsys):
    def stop(*_) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("tbkk_sim.runs.folder.writer.write_summary", stop)
        assert main([*SHORT, "run.replications=2", "hydra.run.dir=run"]) == 130
    assert f"goes on where it stopped:\n  python -m tbkk_sim extend {Path('run').absolute()}" in capsys.readouterr().err
    assert main(["extend", "run"]) == 0
    assert manifest_of("run")["replications"] == 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["extend", "nowhere"], "does not exist"),
        (["extend", "run", "--replications", "many"], "must be a whole number of 1 to 1,000,000"),
        (["extend"], "needs RUN"),
    ],
)
def test_what_cannot_be_extended_says_why(typed, says, capsys):
    assert main(typed) == 2
    assert says in capsys.readouterr().err


def test_a_precision_of_a_figure_that_does_not_exist_is_refused(capsys):
    assert main(["run=precise", "run.precision.key_figures=[{key_figure: backlog_and}]"]) == 2
    says = capsys.readouterr().err
    assert "'backlog_and' is not known" in says
    assert "did you mean backlog_end?" in says


def test_a_run_made_elsewhere_can_be_extended_without_a_record_of_hydra(tmp_path):
    from tests.builders import small_settings

    settings = small_settings({"run.end": "2021-01-31", "run.replications": 1, "engine": "simpy"})
    run_experiment(settings, tmp_path / "run")
    assert main(["extend", "run", "--replications", "2"]) == 0
    assert manifest_of("run")["replications"] == 2
