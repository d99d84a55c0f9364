"""Run folders that somebody has touched: each verb refuses by name what it cannot read, and writes nothing."""

import json
import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tbkk_sim.cli.main import main
from tbkk_sim.problem import SettingsError
from tbkk_sim.runs.folder.format import FORMAT
from tbkk_sim.runs.folder.reader import holds_run_of
from tbkk_sim.runs.folder.stored_settings import stored_settings

pytestmark = pytest.mark.slow

SHORT = ["+scenario=textbook", "run.end=2021-01-10", "run.replications=2", "run.workers=1", "engine=simpy"]
MANIFEST, SETTINGS, FIGURES = "manifest.json", "settings.json", "key_figures.parquet"
READERS = {
    "extend": ["extend", "RUN", "--replications", "3"],
    "compare": ["compare", "RUN", "OTHER"],
    "export": ["export", "RUN", "--csv"],
    "replay": ["replay", "RUN"],
    "week": ["week", "RUN", "unit=desk", "week=2021-W01"],
    "report": ["report", "RUN"],
}
Damage = Callable[[Path], object]


@pytest.fixture
def run(runs, tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(runs / "whole", "run")
    return tmp_path / "run"


def text(says: str | bytes) -> Damage:
    return lambda file: file.write_bytes(says if isinstance(says, bytes) else says.encode())


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def garbled(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[40:400] = b"\xff" * 360
    file.write_bytes(content)


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_loop(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def gone(file: Path) -> None:
    file.unlink()


def utf_16(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-16")


def keys(**changes: object) -> Damage:
    def change(file: Path) -> None:
        found = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(found | changes), encoding="utf-8")

    return change


def without(key: str) -> Damage:
    def change(file: Path) -> None:
        found = json.loads(file.read_text(encoding="utf-8"))
        del found[key]
        file.write_text(json.dumps(found), encoding="utf-8")

    return change


def columns(change: Callable[[pa.Table], pa.Table]) -> Damage:
    return lambda file: parquet.write_table(change(parquet.read_table(file)), file)


def unknown_to_the_manifest(damage: Damage) -> Damage:
    """The same where the manifest does not know what the file was."""

    def change(file: Path) -> None:
        damage(file)
        manifest = file.parent / MANIFEST
        found = json.loads(manifest.read_text(encoding="utf-8"))
        del found["files"][file.name]
        manifest.write_text(json.dumps(found), encoding="utf-8")

    return change


def other_rows(table: pa.Table) -> pa.Table:
    return table.slice(0, table.num_rows // 2)


OF_MANIFEST: dict[str, Damage] = {
    "null": text("null"),
    "list": text("[]"),
    "text": text('"x"'),
    "number": text("5"),
    "no keys": text("{}"),
    "no number": keys(replications="many"),
    "fraction": keys(replications=2.5),
    "negative": keys(replications=-1),
    "beyond all": keys(replications=10**9),
    "true": keys(replications=True),
    "files a list": keys(files=[]),
    "no files": without("files"),
    "no futures": without("replications_hash"),
    "packages null": keys(packages=None),
    "of something else": keys(kind="comparison"),
    "empty": text(""),
    "truncated": truncated,
    "binary": text(b"\xff\xfe\x00{"),
    "utf-16": utf_16,
    "deep": text("[" * 100_000),
    "digits": text("9" * 10_000),
    "folder": a_folder,
    "loop": a_loop,
    "pipe": a_pipe,
}
OF_SETTINGS: dict[str, Damage] = {
    "null": text("null"),
    "no keys": text("{}"),
    "truncated": truncated,
    "deep": text("[" * 100_000),
    "another seed": keys(seed=9),
    "no run": unknown_to_the_manifest(keys(run=None)),
    "folder": a_folder,
    "loop": a_loop,
}
OF_TABLE: dict[str, Damage] = {
    "empty": text(""),
    "text": text("replication,value\n1,2\n"),
    "truncated": truncated,
    "garbled": garbled,
    "other rows": columns(other_rows),
    "unknown and truncated": unknown_to_the_manifest(truncated),
    "unknown and without a column": unknown_to_the_manifest(columns(lambda of: of.drop_columns(of.column_names[-1]))),
    "folder": a_folder,
    "gone": gone,
    "loop": a_loop,
}
OF_CSV: dict[str, Damage] = {
    "empty": text(""),
    "binary": text(b"\xff\xfe\x00"),
    "truncated": truncated,
    "unknown and without columns": unknown_to_the_manifest(text("a,b\n1,2\n")),
    "unknown and empty": unknown_to_the_manifest(text("")),
    "folder": a_folder,
    "gone": gone,
}
OF_RECORD: dict[str, Damage] = {
    "gone": gone,
    "null": text("null"),
    "list": text('["x"]'),
    "no keys": unknown_to_the_manifest(text('{"changes": 5}')),
    "binary": text(b"\xff\xfe\x00"),
    "folder": a_folder,
}
ALL = tuple(READERS)


def cases() -> Iterator[object]:
    """Each damage with the verbs that read what it is done to."""
    of = {
        MANIFEST: (OF_MANIFEST, ALL),
        SETTINGS: (OF_SETTINGS, ALL),
        FIGURES: (OF_TABLE, ("extend", "compare", "export", "report")),
        "people.parquet": (OF_TABLE, ("extend", "report")),
        "events.parquet": (OF_TABLE, ("replay", "week", "extend")),
        "summary.csv": (OF_CSV, ("export",)),
        "provenance.csv": (OF_CSV, ("extend", "export", "compare", "report")),
        "changes.json": (OF_RECORD, ("extend", "export", "compare", "report")),
    }
    for file, (damages, verbs) in of.items():
        for name, damage in damages.items():
            if file == "people.parquet" and name.endswith("folder"):
                continue
            yield pytest.param(file, damage, verbs, id=f"{file}, {name}")


def all_files(*folders: Path) -> dict[Path, object]:
    """Each file and folder there, with what is in it."""
    return {
        path: path.read_bytes() if path.is_file() else path.is_dir() for folder in folders for path in folder.rglob("*")
    }


def refusal(typed: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What is said by a command that must refuse, and leave everything as it was."""
    before = all_files(Path())
    capsys.readouterr()
    assert main(typed) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert len(err.splitlines()) <= 24
    assert all(len(line) < 400 for line in err.splitlines())
    assert all_files(Path()) == before
    return err


@pytest.mark.parametrize(("file", "damage", "verbs"), list(cases()))
def test_what_somebody_has_touched_is_refused_by_name(run, runs, file, damage, verbs, capsys):
    damage(run / file)
    for verb in verbs:
        typed = [word.replace("RUN", "run").replace("OTHER", str(runs / "other")) for word in READERS[verb]]
        assert file in refusal(typed, capsys), verb


@pytest.mark.parametrize(
    ("damage", "says", "dutch"),
    [
        (
            keys(replications="veel"),
            "allowed: a whole number from 1 to 1,000,000 futures",
            "toegestaan: een geheel getal van 1 tot en met 1",
        ),
        (
            keys(replications=2.5),
            "replications is 2.5; allowed: a whole number from 1 to 1,000,000",
            "een geheel getal van 1 tot en met 1",
        ),
        (
            keys(replications=1e30),
            "allowed: a whole number from 1 to 1,000,000 futures",
            "toegestaan: een geheel getal van 1 tot en met 1",
        ),
        (keys(seed={}), "seed is {}; allowed: a whole number", "een geheel getal"),
        (keys(name=None), "name is null; allowed: a text", "een tekst"),
        (keys(files=None), "files is null; allowed: keys with their values", "sleutels met hun waarden"),
        (keys(asked=5), "asked is 5; allowed: keys with their values", "sleutels met hun waarden"),
        (keys(status="half"), "status is 'half'; allowed: finished", "toegestaan: finished"),
        (keys(asked={"flags": 5}), "asked.flags is 5; allowed: a list", "een lijst"),
        (keys(asked={"overrides": [5]}), "asked.overrides.0 is 5; allowed: a text", "een tekst"),
        (keys(fingerprint=5), "fingerprint is 5; allowed: a text", "een tekst"),
        (keys(files={"settings.json": "x"}), "files.settings.json is 'x'; allowed: a fingerprint", "een vingerafdruk"),
        (
            keys(wall_seconds="NaN"),
            "wall_seconds is 'NaN'; allowed: 0 to 1,000,000,000 seconds",
            "toegestaan: 0 tot en met 1",
        ),
        (
            keys(wall_seconds=float("nan")),
            "wall_seconds is nan; allowed: 0 to 1,000,000,000 seconds",
            "toegestaan: 0 tot en met 1",
        ),
        (
            keys(wall_seconds=-1),
            "wall_seconds is -1; allowed: 0 to 1,000,000,000 seconds",
            "toegestaan: 0 tot en met 1",
        ),
        (keys(seed=-1), "seed is -1; allowed: a whole number from 0 to", "een geheel getal van 0"),
        (keys(seed=5), "seed is 5, and 20210101 in settings.json", "seed is 5, en 20210101 in settings.json"),
        (keys(name="\x1b[31mx"), "name is '\\x1b[31mx', and 'textbook' in settings.json", "en 'textbook' in"),
        (keys(commit=5), "commit is 5; allowed: a text", "een tekst"),
        (keys(uncommitted_changes="no"), "uncommitted_changes is 'no'; allowed: true or false", "true of false"),
        (without("processor"), "processor is missing", "processor ontbreekt"),
        (text("["), "it is not JSON from line 1 on, or not all of it", "vanaf regel 1 geen JSON"),
        (text("[" * 100_000), "it holds lists in lists that go too deep", "te diep"),
    ],
)
def test_what_is_wrong_with_a_manifest_is_said_in_words_of_this_program(run, damage, says, dutch, capsys):
    damage(run / MANIFEST)
    assert says in refusal(["export", "run", "--language", "en"], capsys)
    assert dutch in refusal(["export", "run", "--language", "nl"], capsys)


def test_settings_that_were_changed_are_not_called_a_table(run, capsys):
    keys(name="other")(run / SETTINGS)
    assert "is not the settings of a run of this program" in refusal(["export", "run"], capsys)


def test_a_manifest_that_is_none_says_so_and_what_is_wrong(run, capsys):
    (run / MANIFEST).write_text('{"status": "finished", "name": "x"}', encoding="utf-8")
    assert "is not a manifest of this program: format is missing" in refusal(["export", "run"], capsys)
    (run / MANIFEST).write_text("null", encoding="utf-8")
    assert "is not a manifest of this program: it holds null" in refusal(["export", "run"], capsys)


@pytest.mark.parametrize("verb", ALL)
@pytest.mark.parametrize(
    ("name", "says"), [("nowhere", "does not exist"), ("loop", "a link that leads nowhere"), ("file", "not a folder")]
)
def test_a_folder_that_is_not_there_is_told_as_that(run, runs, verb, name, says, capsys):
    Path("loop").symlink_to("loop")
    Path("file").write_text("x", encoding="utf-8")
    place = name if verb != "compare" else f".{os.sep}{name}"
    typed = [word.replace("RUN", place).replace("OTHER", str(runs / "other")) for word in READERS[verb]]
    err = refusal(typed, capsys)
    assert f"  {name}\n" in err
    assert says in err
    assert "manifest" not in err


def test_a_file_that_may_not_be_read_is_told_as_that(run, monkeypatch, capsys):
    read = Path.read_text

    def refuse(file: Path, *args, **kwargs):
        if file.name == MANIFEST:
            raise PermissionError(13, "Permission denied", str(file))
        return read(file, *args, **kwargs)

    monkeypatch.setattr(Path, "read_text", refuse)
    assert "it may not be read by this user" in refusal(["export", "run"], capsys)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (".hydra/overrides.yaml", "5"),
        (".hydra/overrides.yaml", "- [a"),
        (".hydra/config.yaml", "- a"),
        (".hydra/config.yaml", "\x00"),
        ("parts/of.json", "null"),
    ],
)
def test_a_stopped_run_with_a_record_that_was_touched_is_not_gone_on_with(run, file, says, capsys):
    (run / MANIFEST).unlink()
    (run / file).parent.mkdir(exist_ok=True)
    (run / file).write_text(says, encoding="utf-8")
    assert file in refusal(["extend", "run"], capsys)


def test_a_part_that_was_cut_short_is_simulated_again(run, runs):
    parts = run / "parts"
    for file in ("key_figures.parquet", "people.parquet", "events.parquet", MANIFEST):
        (run / file).unlink()
    parts.mkdir()
    (parts / "values-0000000.npy").write_bytes(b"\x93NUMPY")
    (parts / "values-many.npy").write_bytes(b"")
    assert main(["extend", "run"]) == 0
    made, whole = (json.loads((of / MANIFEST).read_text(encoding="utf-8"))["files"] for of in (run, runs / "whole"))
    assert made[FIGURES] == whole[FIGURES]


def test_a_sweep_with_a_run_that_was_touched_is_refused_by_name(run, runs, capsys):
    shutil.copytree(runs / "other", "sweep/1")
    shutil.move("run", "sweep/0")
    Path("sweep/0", MANIFEST).write_text("[]", encoding="utf-8")
    assert f"sweep{os.sep}0{os.sep}{MANIFEST}" in refusal(["compare", "sweep"], capsys)


@pytest.mark.parametrize("written", ["", "[]", "5", "a: [", "runs: 5", "\x00", "question: x"])
def test_a_study_that_is_none_is_refused(tmp_path, monkeypatch, written, capsys):
    monkeypatch.chdir(tmp_path)
    Path("study").mkdir()
    Path("study", "study.yaml").write_text(written, encoding="utf-8")
    assert "study.yaml" in refusal(["study", "study"], capsys)


def test_a_run_that_was_kept_for_a_comparison_or_a_study_is_not_taken_for_another_when_touched(run):
    settings = stored_settings(run)
    assert holds_run_of(run, settings)
    (run / MANIFEST).write_text("[]", encoding="utf-8")
    with pytest.raises(SettingsError, match="is not a manifest of this program"):
        holds_run_of(run, settings)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ([*SHORT, "hydra.run.dir=/proc/nope"], "hydra.run.dir=/proc/nope"),
        (["--multirun", *SHORT, "seed=1,2", "hydra.sweep.dir=/proc/x"], "hydra.sweep.dir=/proc/x"),
        (["export", "run", "--csv", "--into", "/proc/x"], "--into /proc/x"),
        (["tune", "tune=where", "tune.cache=/proc/x", *SHORT], "tune.cache=/proc/x"),
        (["tune", "tune=where", "hydra.run.dir=/proc/x", *SHORT], "hydra.run.dir=/proc/x"),
    ],
)
def test_a_folder_that_cannot_be_made_is_refused_by_its_key_before_any_work(run, typed, key, capsys):
    said = refusal(typed, capsys)
    assert key in said
    assert "this folder cannot be made there" in said


def test_a_run_without_any_demand_divides_by_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        assert main([*SHORT, "~demand.streams.door", "hydra.run.dir=none"]) == 0


@pytest.mark.parametrize("verb", ["extend", "compare", "export", "replay", "week"])
@pytest.mark.parametrize("changed", [{"seed": 5}, {"name": "other"}, {"asked": None}, {"fingerprint": 5}], ids=str)
def test_a_manifest_that_says_other_things_than_the_settings_is_refused_by_each_verb(run, runs, verb, changed, capsys):
    keys(**changed)(run / MANIFEST)
    typed = [word.replace("RUN", "run").replace("OTHER", str(runs / "other")) for word in READERS[verb]]
    said = refusal(typed, capsys)
    assert f"{MANIFEST}\n      is not a manifest of this program: {next(iter(changed))} is" in said


@pytest.mark.parametrize(
    ("file", "written", "says", "dutch"),
    [
        (".hydra/overrides.yaml", "- seed=1\n\t- b\n", "line 2 is not valid YAML: there is a tab; indent", "regel 2"),
        (".hydra/overrides.yaml", "- [a", "a bracket is not closed", "een haak"),
        (".hydra/overrides.yaml", "- a: b: c\n", "line 1 is not valid YAML; a text with a colon", "regel 1"),
        (".hydra/overrides.yaml", "- *x\n", "line 1 refers with * to a value that has no name", "regel 1"),
        (".hydra/overrides.yaml", "a: 1\n---\nb: 2\n", "line 2 begins a second document", "regel 2"),
        (".hydra/overrides.yaml", "- \x00\n", "it has the sign \\x00 in it", "teken \\x00"),
        (".hydra/config.yaml", "seed: 1\n\ta: 2\n", "line 2 is not valid YAML: there is a tab", "regel 2"),
        (SETTINGS, '{"seed": -1}', "seed is -1; allowed: a whole number from 0 to 9223372036854775807", "0 tot en met"),
    ],
)
def test_what_is_wrong_with_a_record_is_said_with_its_line_and_what_is_allowed(run, file, written, says, dutch, capsys):
    (run / MANIFEST).unlink()
    (run / file).parent.mkdir(exist_ok=True)
    if file == SETTINGS:
        keys(**json.loads(written))(run / file)
    else:
        (run / file).write_text(written, encoding="utf-8")
    said = refusal(["extend", "run"], capsys)
    assert file in said
    assert says in said
    keys(language="nl")(run / SETTINGS)
    assert dutch in refusal(["extend", "run"], capsys)


def test_what_keeps_a_run_from_going_on_is_said_in_its_language(run, capsys):
    keys(language="nl", seed=5)(run / SETTINGS)
    (run / MANIFEST).unlink()
    (run / "parts").mkdir()
    (run / "parts" / "of.json").write_text(json.dumps(made_by_another()), encoding="utf-8")
    said = refusal(["extend", "run"], capsys)
    assert "versie van het programma: 9.9 daar, " in said
    assert "processor: x86 wide (NumPy 1, C-bibliotheek glibc) daar, " in said
    assert " hier" in said
    assert " there" not in said


@pytest.mark.parametrize("verb", ALL)
def test_a_run_of_before_formats_had_numbers_is_refused_with_the_command_that_makes_it_anew(run, runs, verb, capsys):
    without("format")(run / MANIFEST)
    typed = [word.replace("RUN", "run").replace("OTHER", str(runs / "other")) for word in READERS[verb]]
    err = refusal(typed, capsys)
    assert "was written by an older version of the program; this version reads format 2" in err
    assert "make the run again: python -m tbkk_sim +scenario=textbook " in err


def test_what_is_said_of_another_format_is_said_in_dutch(run, capsys):
    keys(format=3)(run / MANIFEST)
    err = refusal(["export", "run", "--language", "nl"], capsys)
    assert "heeft formaat 3; deze versie van het programma leest formaat 2" in err
    assert "lees het met een nieuwere versie van het programma" in err
    without("format")(run / MANIFEST)
    err = refusal(["export", "run", "--language", "nl"], capsys)
    assert "is geschreven door een oudere versie van het programma; deze versie leest formaat 2" in err
    assert "maak de run opnieuw: python -m tbkk_sim +scenario=textbook " in err


def made_by_another() -> dict[str, object]:
    """What is on record of a run that another version began on another processor."""
    processor = {"machine": "x86", "numpy_level": "wide", "numpy_forms": "1", "c_library": "glibc"}
    of_program = {"version": "9.9", "code": "0" * 64, "python": "3.0", "packages": {}, "processor": processor}
    return {"format": FORMAT, "replications_hash": "0" * 64, **of_program}
