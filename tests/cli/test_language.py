"""What goes wrong is said in the language of the user."""

import errno
import json

import pytest

from tbkk_sim.cli import main
from tbkk_sim.cli.errors import screen
from tbkk_sim.cli.language import language_of
from tbkk_sim.problem import CannotGoOnError, Phrase, Problem, closest
from tests.builders import own_scenario

DUTCH, ENGLISH = "er is iets niet goed", "a problem, so nothing was run"


@pytest.fixture
def own(tmp_path):
    """A folder of one's own, with scenarios and configs that set the language and with such that do not."""
    folder = tmp_path / "own"
    scenarios = {
        "plain": "question: What?\n",
        "dutch": "language: nl\n",
        "on_dutch": "defaults: [dutch, _self_]\n",
        "broken": "language: nl\nname: [a\n",
    }
    for name, text in scenarios.items():
        own_scenario(folder, text, name)
    (folder / "own.yaml").write_text("defaults: [config, _self_]\nlanguage: nl\n", encoding="utf-8")
    return str(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("", "en"),
        ("run.replications=-1", "en"),
        ("language=nl", "nl"),
        ("+language=nl rn=1", "nl"),
        ("++language=nl rn=1", "nl"),
        ("run language='nl'", "nl"),
        ("compare 'growth language=nl' baseline", "nl"),
        ("compare \"'language=nl", "nl"),
        ("language=en language=nl", "nl"),
        ("language=nl language=en", "en"),
        ("language=fr", "en"),
        ("export a --language nl", "nl"),
        ("export a --language=nl", "nl"),
        ("--config-dir OWN +scenario=plain", "en"),
        ("--config-dir OWN +scenario=dutch", "nl"),
        ("--config-dir OWN +scenario=dutch language=en", "en"),
        ("--config-dir OWN +scenario=on_dutch nothing.here=1", "nl"),
        ("--config-dir OWN +scenario=broken", "nl"),
        ("--config-dir OWN --config-name own", "nl"),
        ("-cd OWN -cn own nothing.here=1", "nl"),
        ("--config-dir=OWN --config-name=own run=nothing", "nl"),
        ("compare dutch plain --config-dir OWN", "nl"),
        ("compare plain+nothing --config-dir OWN", "en"),
    ],
)
def test_the_language_of_a_command(words, language, own):
    typed = words.replace("OWN", own)
    quoted = "'growth language=nl'"
    words = typed.replace(quoted, "QUOTED").split()
    assert language_of([quoted.strip("'") if word == "QUOTED" else word for word in words]) == language


@pytest.mark.parametrize("place", ["run/settings.json", "sweep/0-a/settings.json"])
def test_a_run_folder_says_the_language(place, tmp_path):
    file = tmp_path / place
    file.parent.mkdir(parents=True)
    folder = str(tmp_path / place.partition("/")[0])
    for settings, language in (({"language": "nl"}, "nl"), ({"language": "en"}, "en"), ([], "en"), (None, "en")):
        file.write_text(json.dumps(settings), encoding="utf-8")
        assert language_of(["extend", folder]) == language
        assert language_of(["extend", folder, "language=nl"]) == "nl"


def test_a_study_says_the_language(tmp_path):
    (tmp_path / "study.yaml").write_text("runs: {a: [+scenario=growth, language=nl]}", encoding="utf-8")
    assert language_of(["study", str(tmp_path)]) == "nl"


@pytest.mark.slow
@pytest.mark.parametrize(("word", "head"), [("language=nl", DUTCH), ("language=en", ENGLISH)])
def test_the_screen_is_in_that_language(word, head, capsys):
    assert main.main(["rn=smoke", word]) == 2
    assert f"tbkk_sim: {head}" in capsys.readouterr().err


@pytest.mark.slow
def test_the_next_command_has_its_own_language(capsys):
    main.main(["rn=smoke", "language=nl"])
    main.main(["rn=smoke"])
    assert ENGLISH in capsys.readouterr().err


def test_head_tail_and_values_of_a_screen_are_translated():
    problem = Problem(Phrase("{words}, ... ({number} in all)", words="a", number=20), Phrase("it is there already"))
    text = screen([problem] * 10, "nl")
    assert text.startswith("er zijn 10 dingen niet goed; daarom is er niets uitgevoerd.")
    assert "  a, ... (20 in totaal)\n      dit bestaat al" in text
    assert text.endswith("... en nog 2")
    assert "bedoelt u run?" in screen([Problem("rn", "x", closest("rn", ["run"]))], "nl")


def test_a_word_that_was_typed_is_not_translated():
    assert "  days\n" in screen([Problem("days", Phrase("it is there already"))], "nl")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (KeyboardInterrupt(), "gestopt"),
        (MemoryError(), "er is te weinig geheugen"),
        (OSError(errno.ENOSPC, "No space left on device"), "de schijf is vol.\nDe run is niet af"),
        (OSError(errno.ENOSPC, "No space left on device", "a.parquet"), "de schijf is vol: a.parquet."),
        (OSError(errno.EACCES, "Permission denied", "x"), "schrijven of lezen is niet toegestaan: x."),
        (OSError(errno.EROFS, "Read-only file system"), "schrijven of lezen is hier niet toegestaan."),
        (OSError(errno.ENOENT, "No such file or directory", "x"), "x: dit bestand of deze map bestaat niet."),
        (OSError(errno.ENOTDIR, "Not a directory", "x"), "is geen map."),
        (OSError(errno.EISDIR, "Is a directory", "x"), "x: dit is een map, geen bestand."),
        (OSError(errno.EEXIST, "File exists", "x"), "x: dit bestaat al."),
        (OSError(errno.ENAMETOOLONG, "File name too long", "x"), "x: de naam is te lang."),
        (CannotGoOnError(Phrase("its name is too long")), "tbkk_sim: de naam is te lang"),
    ],
)
def test_what_fails_on_the_machine_is_said_in_that_language(error, says, monkeypatch, capsys):
    def fail(words):
        raise error

    monkeypatch.setattr(main, "_do", fail)
    assert main.main(["language=nl"]) in (2, 130)
    assert says in capsys.readouterr().err
