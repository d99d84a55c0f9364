"""The run folder: the same tables however a run went, whole files, and the manifest last."""

import json
import multiprocessing
import shutil
import signal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet

from tbkk_sim.model.event_records import EventLog
from tbkk_sim.problem import SettingsError
from tbkk_sim.runs import workers
from tbkk_sim.runs.folder.format import FORMAT, check_table
from tbkk_sim.runs.folder.identity import file_hash, replications_hash
from tbkk_sim.runs.folder.manifest import check_agrees
from tbkk_sim.runs.folder.reader import open_run
from tbkk_sim.runs.folder.stored_file import RunFolderError
from tbkk_sim.runs.folder.stored_settings import stored_settings
from tbkk_sim.runs.folder.writer import RunWriter
from tbkk_sim.runs.replication import Simulation, simulate
from tbkk_sim.runs.runner import extend_experiment, run_experiment
from tbkk_sim.runs.tables.columns import read_events
from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import Asked
from tbkk_sim.system import fingerprint
from tbkk_sim.system.in_place import replacing
from tbkk_sim.version import __version__
from tests.builders import LAB, SOONEST, small_settings
from tests.rows import every_row
from tests.runs.deadly_tasks import run_until_killed

TABLES = ("key_figures.parquet", "events.parquet", "people.parquet", "summary.csv")


def settings_of(**run):
    changes = {f"run.{name}": value for name, value in run.items()}
    short = {"run.end": "2021-03-31", "engine": SOONEST, "run.replications": 3, "run.keep_events": "all"}
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


def begin(folder: Path, settings: Settings, **how: bool) -> None:
    """Make a folder ready for a run."""
    RunWriter(folder, Simulation(settings)).begin(**how)


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
    begin(tmp_path, settings_of())
    begin(tmp_path, settings_of(replications=9, workers=2))  # says nothing about a replication
    with pytest.raises(RunFolderError, match="other settings"):
        begin(tmp_path, small_settings({"seed": 8}))


def test_a_finished_run_is_not_written_over(finished):
    with pytest.raises(RunFolderError, match="holds a finished run"):
        run_experiment(settings_of(), finished.path)


def test_the_manifest_comes_last_and_vouches_for_every_file(tmp_path, monkeypatch):
    finish = RunWriter.finish

    def looked_at(writer, *arguments):
        assert not (tmp_path / "manifest.json").exists()
        assert all((tmp_path / name).exists() for name in (*TABLES, "changes.json"))
        return finish(writer, *arguments)

    monkeypatch.setattr(RunWriter, "finish", looked_at)
    run_experiment(settings_of(replications=1), tmp_path, records={"changes.json": "{}\n", ".hydra/overrides.yaml": ""})
    manifest = open_run(tmp_path).manifest
    assert set(manifest["files"]) == {*TABLES, "settings.json", "changes.json", ".hydra/overrides.yaml"}
    assert all(file_hash(tmp_path / name) == found for name, found in manifest["files"].items())
    assert manifest["status"] == "finished"
    assert (manifest["seed"], manifest["replications"]) == (7, 1)
    there = {path.name for path in tmp_path.iterdir()}
    assert there == {*TABLES, "settings.json", "changes.json", ".hydra", "manifest.json"}


def test_records_are_there_as_soon_as_the_settings_are(tmp_path):
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_experiment(settings_of(), tmp_path, stop, {"changes.json": "{}\n"})
    assert (tmp_path / "changes.json").read_text(encoding="utf-8") == "{}\n"
    assert (tmp_path / "settings.json").exists()


def test_a_folder_that_another_run_is_in_gets_no_records(finished):
    with pytest.raises(RunFolderError, match="holds a finished run"):
        run_experiment(settings_of(), finished.path, records={"changes.json": "{}\n"})
    assert not (finished.path / "changes.json").exists()


def test_a_report_of_tables_that_are_replaced_is_taken_away(tmp_path):
    run_experiment(settings_of(replications=1), tmp_path)
    own = tmp_path / "figures" / "mine.png"
    own.parent.mkdir()
    report = [tmp_path / name for name in ("report.html", "summary.md", "figures/backlog.svg")]
    for file in (*report, own):
        file.write_text("old", encoding="utf-8")
    assert set(extend_experiment(tmp_path, 2).manifest["files"]) == {*TABLES, "settings.json"}
    assert not any(file.exists() for file in report)
    assert own.exists()


def test_a_run_whose_tables_fail_has_no_manifest(tmp_path, monkeypatch):
    def full(*_):
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("tbkk_sim.runs.folder.writer.write_summary", full)
        with pytest.raises(OSError, match="disk full"):
            run_experiment(settings_of(replications=1), tmp_path)
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_run_that_was_stopped_while_its_tables_were_written_goes_on(finished, tmp_path, monkeypatch):
    run_experiment(settings_of(replications=2), tmp_path)

    def stop(*_) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("tbkk_sim.runs.folder.writer.write_summary", stop)
        with pytest.raises(KeyboardInterrupt):
            extend_experiment(tmp_path, 3)
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
    begin(tmp_path, settings_of())
    with pytest.raises(RunFolderError, match="seed: 7 there, 8 here"):
        begin(tmp_path, small_settings({"collaboration.pools": {"lab": LAB}, "run.end": "2021-03-31"}, seed=8))


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


@every_row(("key", "value"), [("name", "another"), ("seed", 8), ("asked", {"command": "another"})])
def test_a_manifest_that_says_another_thing_than_the_settings_is_refused(key, value):
    settings = small_settings()
    agrees = {one: json.loads(settings.as_file())[one] for one in ("name", "seed", "asked")}
    check_agrees(Path("manifest.json"), agrees, settings)
    with pytest.raises(SettingsError, match=key):
        check_agrees(Path("manifest.json"), {**agrees, key: value}, settings)


def without_number(folder: Path) -> None:
    """Make a run folder into one of the time before formats had numbers."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    del manifest["format"]
    manifest["futures_hash"] = manifest.pop("replications_hash")
    file.write_text(json.dumps(manifest), encoding="utf-8")


def numbered(folder: Path, number: object) -> None:
    file = folder / "manifest.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"format": 2', f'"format": {number}'), encoding="utf-8")


def asked_settings(**run):
    asked = Asked(flags=("--config-dir", "my"), overrides=("+scenario=growth", "++tune.robust.futures=5"))
    return settings_of(replications=1, **run).model_copy(update={"asked": asked})


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked")
    run_experiment(asked_settings(), folder)
    return folder


READERS = {
    "open_run": open_run,
    "stored_settings": stored_settings,
    "extend": lambda folder: extend_experiment(folder, 4),
    "begin": lambda folder: begin(folder, asked_settings(), more=True),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_folder_of_before_the_numbers_is_refused_with_the_command_that_makes_it_anew(read, asked, tmp_path):
    shutil.copytree(asked, tmp_path, dirs_exist_ok=True)
    without_number(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(SettingsError, match="older version of the program; this version reads format 2") as refused:
        read(tmp_path)
    assert refused.value.problems[0].hint == (
        "make the run again: python -m tbkk_sim tune --config-dir my +scenario=growth ++tune.robust.replications=5"
    )
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_folder_of_a_newer_format_is_refused_with_the_version_that_reads_it(read, asked, tmp_path):
    shutil.copytree(asked, tmp_path, dirs_exist_ok=True)
    numbered(tmp_path, 3)
    file = tmp_path / "manifest.json"
    for version, hint in (
        ("9.9", "read it with version 9.9 of the program, or a newer one"),
        (__version__, "read it with a newer version of the program"),
    ):
        file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), "version": version}))
        with pytest.raises(SettingsError, match="has format 3; this version of the program reads format 2") as refused:
            read(tmp_path)
        assert refused.value.problems[0].hint == hint


def test_a_format_that_is_no_number_is_not_called_older(asked, tmp_path):
    shutil.copytree(asked, tmp_path, dirs_exist_ok=True)
    numbered(tmp_path, '"one"')
    with pytest.raises(SettingsError, match="has format 'one'; this version of the program reads format 2") as refused:
        open_run(tmp_path)
    assert refused.value.problems[0].hint.startswith("make the run again: ")


def test_an_unfinished_folder_of_before_the_numbers_is_refused(tmp_path):
    begin(tmp_path, settings_of())
    file = tmp_path / "parts" / "of.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"format": 2,', ""), encoding="utf-8")
    for again in (lambda: run_experiment(settings_of(), tmp_path), lambda: extend_experiment(tmp_path)):
        with pytest.raises(SettingsError, match="older version of the program"):
            again()


def test_every_table_says_its_format_and_one_of_another_is_refused_by_itself(finished, tmp_path):
    for name, read in (
        ("key_figures.parquet", check_table),
        ("people.parquet", check_table),
        ("events.parquet", lambda file: read_events(file, 0)),
    ):
        of = parquet.read_table(finished.path / name)
        about = json.loads(of.schema.metadata[b"tbkk_sim"])
        assert about["format"] == finished.manifest["format"] == FORMAT
        for metadata, says in (({}, "older version"), ({"tbkk_sim": '{"format": 3}'}, "has format 3")):
            parquet.write_table(of.replace_schema_metadata(metadata), tmp_path / name)
            with pytest.raises(SettingsError, match=says):
                read(tmp_path / name)
