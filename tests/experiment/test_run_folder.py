"""The run folder: the same tables however a run went, whole files, and the manifest last."""

import json
import multiprocessing
import signal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.model.event_records import EventLog
from tbkk_sim.problem import SettingsError
from tbkk_sim.runs import workers
from tbkk_sim.runs.folder.finished_run import open_run
from tbkk_sim.runs.folder.origin import file_hash, replications_hash
from tbkk_sim.runs.folder.reading import check_agrees
from tbkk_sim.runs.folder.run_folder import RunFolder, RunFolderError
from tbkk_sim.runs.replication import simulate
from tbkk_sim.runs.runner import extend_experiment, run_experiment
from tbkk_sim.system import fingerprint
from tbkk_sim.system.in_place import replacing
from tests.builders import LAB, small_settings
from tests.experiment.deadly_tasks import run_until_killed

TABLES = ("key_figures.parquet", "events.parquet", "people.parquet", "summary.csv")


def settings_of(**run):
    changes = {f"run.{name}": value for name, value in run.items()}
    short = {"run.end": "2021-03-31", "engine": "simpy", "run.replications": 3, "run.keep_events": "all"}
    return small_settings({"collaboration.pools": {"lab": LAB}, **short, **changes})


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    run_experiment(settings_of(), folder)
    return open_run(folder)


def hashes(run) -> dict[str, str]:
    return {name: run.manifest["files"][name] for name in TABLES}


@pytest.mark.slow
@pytest.mark.parametrize("start_method", sorted({"spawn", "fork"} & set(multiprocessing.get_all_start_methods())))
def test_two_workers_give_the_same_tables(finished, start_method, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "START_METHOD", start_method)
    result = run_experiment(settings_of(workers=2), tmp_path)
    assert {name: result.manifest["files"][name] for name in TABLES} == hashes(finished)


def test_a_stopped_run_goes_on_and_gives_the_same_tables(finished, tmp_path):
    def stop_after_two(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_experiment(settings_of(), tmp_path, stop_after_two)
    with pytest.raises(RunFolderError, match="no finished run"):
        open_run(tmp_path)
    told = []
    result = run_experiment(settings_of(), tmp_path, lambda done, total: told.append((done, total)))
    assert (result.simulated, told) == (1, [(2, 3), (3, 3)])
    assert hashes(open_run(tmp_path)) == hashes(finished)


@pytest.mark.slow
def test_a_killed_run_goes_on_and_gives_the_same_tables(finished, tmp_path):
    run = multiprocessing.get_context("spawn").Process(target=run_until_killed, args=(settings_of(), tmp_path))
    run.start()
    run.join(60)
    assert run.exitcode == -signal.SIGKILL
    (tmp_path / ".summary.csv.1.half").write_text("period,te", encoding="utf-8")
    result = run_experiment(settings_of(), tmp_path)
    assert result.simulated == 2
    assert hashes(open_run(tmp_path)) == hashes(finished)
    assert set(result.manifest["files"]) == {*TABLES, "settings.json"}


def test_a_run_does_not_go_on_with_other_settings(tmp_path):
    RunFolder(tmp_path).begin(settings_of())
    RunFolder(tmp_path).begin(settings_of(replications=9, workers=2))  # says nothing about a replication
    with pytest.raises(RunFolderError, match="other settings"):
        RunFolder(tmp_path).begin(small_settings({"seed": 8}))


def test_a_finished_run_is_not_written_over(finished):
    with pytest.raises(RunFolderError, match="holds a finished run"):
        run_experiment(settings_of(), finished.path)


def test_the_manifest_comes_last_and_vouches_for_every_file(tmp_path):
    def pages(folder):
        assert not (folder / "manifest.json").exists()
        assert all((folder / name).exists() for name in TABLES)
        (folder / "figures").mkdir()
        (folder / "figures" / "backlog.svg").write_text("<svg/>", encoding="utf-8")

    run_experiment(settings_of(replications=1), tmp_path, pages=pages)
    manifest = open_run(tmp_path).manifest
    assert set(manifest["files"]) == {*TABLES, "settings.json", "figures/backlog.svg"}
    assert all(file_hash(tmp_path / name) == found for name, found in manifest["files"].items())
    assert manifest["status"] == "finished"
    assert (manifest["seed"], manifest["replications"]) == (7, 1)
    assert {path.name for path in tmp_path.iterdir()} == {*TABLES, "settings.json", "figures", "manifest.json"}


def test_no_manifest_when_the_pages_fail(tmp_path):
    def pages(folder):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        run_experiment(settings_of(replications=1), tmp_path, pages=pages)
    with pytest.raises(RunFolderError):
        open_run(tmp_path)
    assert run_experiment(settings_of(replications=1), tmp_path).simulated == 0


def test_a_file_is_whole_or_not_there(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("old", encoding="utf-8")

    def write_half() -> None:
        with replacing(path) as new:
            new.write_text("ha", encoding="utf-8")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        write_half()
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_key_figures_come_back_as_they_were(finished):
    happened = simulate(settings_of(), 2)
    found = finished.key_figures
    stored = found[found["replication"] == 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(stored, happened.key_figures, check_dtype=False, check_categorical=False)
    assert found["team"].dtype == "category"


def test_events_come_back_as_they_were(finished):
    rows = finished.events(1).rows
    assert isinstance(finished.events(1), EventLog)
    np.testing.assert_array_equal(rows, simulate(settings_of(), 1).log.rows)


def test_the_summary_is_that_of_the_key_figures(finished):
    summary, found = finished.summary, finished.key_figures
    assert set(summary["period"]) == {"all", "2021"}
    where = {"period": "all", "team": "capital", "priority_class": "serious", "key_figure": "waiting_days_mean"}
    cell, row = found, summary
    for column, value in where.items():
        cell, row = cell[cell[column] == value], row[row[column] == value]
    assert row["n"].item() == 3
    assert row["mean"].item() == pytest.approx(cell["value"].mean())
    assert summary["interval_low"].isna().all()  # three replications are too few


@pytest.mark.slow
def test_intervals_in_the_summary_stay_within_what_is_possible(tmp_path):
    run_experiment(settings_of(replications=10, keep_events="none"), tmp_path)
    summary = open_run(tmp_path).summary.dropna(subset="interval_low")
    assert len(summary) > 100
    assert (summary["interval_low"] >= 0).all()
    assert (summary["interval_low"] <= summary["mean"]).all()
    assert (summary["mean"] <= summary["interval_high"]).all()
    assert (summary.loc[summary["unit"] == "share", "interval_high"] <= 1 + 1e-9).all()


def test_settings_come_back_as_they_were(finished):
    assert finished.settings == settings_of()


def test_replications_hash_knows_what_changes_a_replication():
    plain = replications_hash(settings_of())
    assert replications_hash(settings_of(replications=50, workers=2, keep_events="none")) == plain
    assert replications_hash(settings_of(end="2021-04-30")) != plain
    assert replications_hash(settings_of(monthly=False)) != plain


@pytest.mark.slow
@pytest.mark.parametrize("keep_events", ["first", "all", "none"])
def test_replications_that_are_added_give_the_same_tables_as_in_one_go(keep_events, tmp_path):
    whole = run_experiment(settings_of(replications=4, keep_events=keep_events), tmp_path / "whole")
    run_experiment(settings_of(replications=2, keep_events=keep_events), tmp_path / "more")
    result = extend_experiment(tmp_path / "more", 4)
    assert (result.simulated, result.replications) == (2, 4)
    assert result.manifest["files"] == whole.manifest["files"]
    assert not (tmp_path / "more" / "parts").exists()


def test_a_finished_run_stays_as_it_is_until_what_is_added_is_there(tmp_path):
    run_experiment(settings_of(replications=2), tmp_path)
    before = open_run(tmp_path).manifest

    def stop(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extend_experiment(tmp_path, 4, stop)
    assert open_run(tmp_path).manifest == before
    assert all(file_hash(tmp_path / name) == found for name, found in before["files"].items())
    assert extend_experiment(tmp_path, 4).simulated == 1


def test_a_run_that_was_stopped_while_its_tables_were_written_goes_on(finished, tmp_path):
    run_experiment(settings_of(replications=2), tmp_path)

    def stop(folder) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extend_experiment(tmp_path, 3, pages=stop)
    with pytest.raises(RunFolderError):
        open_run(tmp_path)
    assert extend_experiment(tmp_path).simulated == 0
    assert hashes(open_run(tmp_path)) == hashes(finished)


def test_what_cannot_be_extended_says_why(finished, tmp_path):
    with pytest.raises(RunFolderError, match="holds no run"):
        extend_experiment(tmp_path, 4)
    with pytest.raises(RunFolderError, match="say how many"):
        extend_experiment(finished.path)
    with pytest.raises(RunFolderError, match="has 3 replications already"):
        extend_experiment(finished.path, 3)


MADE = fingerprint.decided_by()
OTHERWISE = {
    r"version of the program: \S+ there, 9.9 here": {"version": "9.9"},
    "code of the program: changed": {"code": "other"},
    r"Python: \S+ there, 3.0 here": {"python": "3.0"},
    r"numpy: \S+ there, 0.1 here": {"packages": MADE["packages"] | {"numpy": "0.1"}},
    r"processor: .+ there, x86_64 X86_V9 .* here": {"processor": MADE["processor"] | {"numpy_level": "X86_V9"}},
}


@pytest.mark.parametrize(("said", "here"), OTHERWISE.items())
def test_replications_made_otherwise_are_not_put_together(finished, said, here, monkeypatch):
    monkeypatch.setattr(fingerprint, "decided_by", lambda: MADE | here)
    before = {path: path.read_bytes() for path in finished.path.iterdir()}
    with pytest.raises(RunFolderError, match=said) as refused:
        extend_experiment(finished.path, 4)
    assert "anew in another folder" in refused.value.problems[0].hint
    assert {path: path.read_bytes() for path in finished.path.iterdir()} == before


def test_settings_that_were_changed_after_the_run_are_named(tmp_path):
    run_experiment(settings_of(replications=1), tmp_path)
    file = tmp_path / "settings.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"seed": 7', '"seed": 8'), encoding="utf-8")
    with pytest.raises(RunFolderError, match="the file was changed after the run"):
        extend_experiment(tmp_path, 2)


def test_settings_that_differ_are_named(tmp_path):
    RunFolder(tmp_path).begin(settings_of())
    with pytest.raises(RunFolderError, match="seed: 7 there, 8 here"):
        RunFolder(tmp_path).begin(
            small_settings({"collaboration.pools": {"lab": LAB}, "run.end": "2021-03-31"}, seed=8)
        )


def test_people_of_a_run(finished):
    people = finished.people
    units = finished.settings.staffing.units
    assert set(people["unit"].cat.categories) >= set(units)
    at_start = people[people["age_at_start_years"].notna()]
    assert len(at_start) == 3 * sum(unit.posts for unit in units.values())
    assert at_start["age_at_start_years"].between(24, 61).all()
    stays = people["left"].isna()
    assert (people["age_at_end_years"].notna() == stays).all()
    assert people.loc[stays, "left_cause"].isna().all()
    assert (people["joined"] <= np.datetime64("2021-03-31").astype(object)).all()


@pytest.mark.parametrize(("key", "value"), [("name", "another"), ("seed", 8), ("asked", {"command": "another"})])
def test_a_manifest_that_says_another_thing_than_the_settings_is_refused(key, value):
    settings = small_settings()
    agrees = {one: json.loads(settings.as_file())[one] for one in ("name", "seed", "asked")}
    check_agrees(Path("manifest.json"), agrees, settings)
    with pytest.raises(SettingsError, match=key):
        check_agrees(Path("manifest.json"), {**agrees, key: value}, settings)
