"""Files are put in place at once, also where a file that is open cannot be replaced, as on Windows."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from tbkk_sim.cli.errors import exit_code
from tbkk_sim.report import write_report
from tbkk_sim.report.spreadsheet.export import export_run
from tbkk_sim.runs.folder.reader import open_run
from tbkk_sim.runs.runner import extend_experiment, run_experiment
from tbkk_sim.system import in_place
from tbkk_sim.system.in_place import FileHeldError, check_free, replacing, take_away, write_whole
from tbkk_sim.system.lock import LOCK
from tests.builders import two_months
from tests.rows import every_row

replace, unlink = os.replace, os.unlink


def is_open(path: Path) -> bool:
    """Whether this process has a file open, or mapped into its memory."""
    named = {os.fspath(path), os.fspath(path.resolve())}
    for number in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if os.fspath(number.readlink()) in named:
                return True
    return any(line.rstrip().endswith(tuple(named)) for line in Path("/proc/self/maps").read_text().splitlines())


@pytest.fixture
def as_on_windows(monkeypatch):
    """Refuse to replace or delete a file that is open; the names that were tried."""
    tried: list[str] = []

    def refuse(path) -> None:
        tried.append(Path(path).name)
        if is_open(Path(path)):
            raise PermissionError(13, "The process cannot access the file", os.fspath(path))

    def replace_if_closed(source, target, **_) -> None:
        refuse(source)
        refuse(target)
        replace(source, target)

    def unlink_if_closed(path, **_) -> None:
        if Path(path).name != LOCK:  # elsewhere than on Windows it goes while it is held
            refuse(path)
        unlink(path)

    monkeypatch.setattr(os, "replace", replace_if_closed)
    monkeypatch.setattr(os, "unlink", unlink_if_closed)
    monkeypatch.setattr(in_place, "RETRY_SECONDS", 0.1)
    return tried


@pytest.fixture
def refused(monkeypatch):
    """Refuse to replace a file as often as told."""

    def times(most: float) -> list[str]:
        calls: list[str] = []

        def refuse(source, target, **_) -> None:
            calls.append(Path(target).name)
            if len(calls) <= most:
                raise PermissionError(13, "Permission denied", os.fspath(source), None, os.fspath(target))
            replace(source, target)

        monkeypatch.setattr(os, "replace", refuse)
        return calls

    return times


def test_a_file_that_is_read_for_an_instant_is_tried_again(tmp_path, refused):
    calls = refused(2)
    write_whole(tmp_path / "table.csv", "new\n")
    assert calls == ["table.csv"] * 3
    assert (tmp_path / "table.csv").read_bytes() == b"new\n"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_stays_open_is_named_and_left_whole(tmp_path, refused, monkeypatch, capsys):
    file = tmp_path / "key_figures.csv"
    file.write_text("old", encoding="utf-8")
    monkeypatch.setattr(in_place, "RETRY_SECONDS", 0.1)
    calls = refused(1_000_000)
    assert exit_code(lambda: write_whole(file, "new")) == 2
    said = capsys.readouterr().err
    assert str(file) in said
    assert "another program has it open, such as Excel" in said
    assert "tried for 0.1 seconds. Close it there" in said
    assert (len(calls) > 2, file.read_text(encoding="utf-8")) == (True, "old")
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_in_the_place_of_a_file_is_told_at_once(tmp_path):
    with pytest.raises(OSError, match=r"directory|denied") as told:
        write_whole(tmp_path, "text")
    assert not isinstance(told.value, FileHeldError)


def test_who_has_a_table_open_is_told_before_the_work_begins_and_the_run_stays_finished(tmp_path, as_on_windows):
    run_experiment(two_months(2), tmp_path)
    before = open_run(tmp_path).manifest
    with (tmp_path / "summary.csv").open(), pytest.raises(FileHeldError, match=r"summary\.csv"):
        extend_experiment(tmp_path, 3, lambda done, total: pytest.fail("work has begun"))
    assert open_run(tmp_path).manifest == before
    with (tmp_path / "events.parquet").open("rb"), pytest.raises(FileHeldError, match=r"events\.parquet"):
        check_free([tmp_path / "summary.csv", tmp_path / "events.parquet", tmp_path / "none"])


@pytest.mark.slow
def test_no_reader_of_the_program_keeps_a_file_open(tmp_path, as_on_windows):
    """Run, read all, add to the run, and export twice into the same files, where an open file cannot be replaced."""
    run_experiment(two_months(2), tmp_path)
    write_report(tmp_path)
    run = open_run(tmp_path)
    read = (run.key_figures, run.rows, run.people, run.summary, run.events(0))
    extend_experiment(tmp_path, 3)
    write_report(tmp_path)
    for _ in range(2):
        export_run(tmp_path, tmp_path / "export")
    assert {"key_figures.parquet", "events.parquet", "manifest.json", "report.html", "results.xlsx"} <= set(
        as_on_windows
    )
    assert open_run(tmp_path).manifest["replications"] == 3
    assert len(read) == 5


def test_what_is_taken_away_is_tried_again_too(tmp_path, as_on_windows):
    file = tmp_path / "a"
    file.write_text("x")
    with file.open(), pytest.raises(FileHeldError):
        take_away(file)
    take_away(file)
    take_away(file)
    assert not file.exists()


def test_two_threads_of_a_process_write_to_names_of_their_own(tmp_path):
    from threading import Thread

    names = []

    def write() -> None:
        with replacing(tmp_path / "a") as new:
            names.append(new)
            new.write_text("x")

    with replacing(tmp_path / "a") as new:
        thread = Thread(target=write)
        thread.start()
        thread.join()
        new.write_text("y")
    assert names != [new]
    assert (tmp_path / "a").read_text() == "y"


@every_row(
    ("label", "name"),
    [
        ("growth+tools steering.every_weeks=13", "growth+tools_steering.every_weeks_13"),
        ('a:b*c?"d"<e>|f/g\\h', "a_b_c__d__e__f_g_h"),
        ("ends with dots...", "ends_with_dots"),
        ("NUL", "_NUL"),
        ("con.2024", "_con.2024"),
        ("", "_"),
        ("é" * 80, "é" * 60),
    ],
)
def test_a_label_is_made_into_a_name_that_every_system_takes(label, name):
    assert in_place.name_for(label) == name
