"""The words of a command: numbers, flags that would do nothing, runs that are named twice, and what Tab offers."""

import pickle
import shutil
import sys
from pathlib import Path

import pytest

from tbkk_sim.cli.completion import LINE
from tbkk_sim.cli.main import VERBS, main
from tbkk_sim.problem import Phrase
from tbkk_sim.runs.folder.stored_file import RunFolderError
from tests.builders import own_scenario

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch, runs):
    monkeypatch.chdir(tmp_path)
    Path("a").symlink_to(runs / "whole")
    Path("b").symlink_to(runs / "other")


def refusal(typed: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What is said by a command that must refuse, in the one form in which everything is refused, and write nothing."""
    before = sorted(Path().rglob("*"))
    capsys.readouterr()
    assert main(typed) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(("tbkk_sim: a problem, so nothing was run.\n\n  ", "tbkk_sim: er is iets niet goed; "))
    assert "usage:" not in err
    assert sorted(Path().rglob("*")) == before
    return err


NUMBERS = ["many", "-1", "1e3", "3.0", "\N{ARABIC-INDIC DIGIT THREE}", "\N{SUPERSCRIPT TWO}", "9" * 20, "9" * 5000, ""]
FLAGS = {
    "--replications": ["extend", "a"],
    "--replication": ["replay", "a"],
    "--cases": ["compare", "a", "b"],
    "--case": ["compare", "a", "b"],
    "--level": ["compare", "a", "b"],
    "--port": ["whatif"],
}


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:20])
@pytest.mark.parametrize("flag", FLAGS)
def test_a_number_is_written_in_plain_digits_and_has_a_stated_most(flag, number, capsys):
    err = refusal([*FLAGS[flag], flag, number], capsys)
    assert f"  {flag}" in err
    assert "must be" in err
    assert max(map(len, err.splitlines())) < 120


@pytest.mark.parametrize("flag", ["--period", "--class", "--team"])
def test_a_flag_that_would_do_nothing_is_refused(flag, capsys):
    err = refusal(["compare", "a", "b", flag, "abc"], capsys)
    assert f"  {flag} abc\n      does nothing without --figure" in err


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["compare", "a", "b", "--replication", "1"], "does nothing without --cases"),
        (["compare", "a", "b", "--figure", "finished/all", "--class", "urgent"], "names its own already"),
        (["compare", "a", "b", "--figure", "finished/all/all/all/all"], "too many parts"),
        (["compare", "a", "b", "run=smoke"], "changes nothing"),
        (["compare", "a", "b", "--config-dir", "mine"], "changes nothing"),
        (["compare", "a", "b", "--family", "none"], "allowed: comparisons, all, each"),
        (["compare", "a", "b", "--explain", "--unpaired"], "cannot go together"),
        (["extend", "a", "--repl", "3"], "did you mean --replications?"),
        (["extend"], "needs RUN: folder of the run"),
        (["extend", "a", "language=fr"], "language=fr\n      is not known; allowed: en, nl"),
        (["compare", "a", "a", "language=nl"], "twee keer dezelfde run"),
        (["extend", "a", "b"], "a word too many"),
        (["extend", "a", "--replications"], "needs a value"),
        (["export", "a", "--csv=1"], "takes no value"),
        (["export", "a", "--language", "de"], "allowed: en, nl"),
        (["run", "--nope"], "is not a flag of run"),
        (["run", "--cfg", "everything"], "allowed: job, hydra, all"),
        (["tune", "--config-dir"], "needs a value"),
        (["provenance", "--conf", "nowhere"], "is not a folder"),
        (["week"], "needs RUN: folder of a finished run"),
        (["week", "a", "week=2021-W01"], "  unit=\n      is needed; allowed: desk"),
        (["week", "a", "unit=desk"], "  week=\n      is needed; allowed: a week of the run, from 2020-W53 to"),
        (
            ["week", "a", "unit=dsk", "week=2021-W01"],
            "  unit=dsk\n      'dsk' is not known; allowed: desk\n      did you",
        ),
        (
            ["week", "a", "unit=desk", "week=2019-W01"],
            "  week=2019-W01\n      is not known; allowed: a week of the run, from 2020-W53",
        ),
        (["week", "a", "unit=desk", "week=2021-1"], "\n      write week=2021-W01"),
        (["week", "a", "unit=desk", "week=202101"], "\n      write week=2021-W01"),
        (["week", "a", "unit=desk", "weeks=3"], "'weeks' is not known; allowed: unit, week, future"),
        (["week", "a", "future=many"], "  future many\n      must be a whole number"),
        (["week", "a", "unit=desk", "unit=desk"], "is asked for twice"),
        (["week", "a", "unit=desk", "week=2021-W01", "future=9"], "  future 9\n      must be a whole number of 0 to"),
        (["week", "a", "--sentences", "week=2021-W01"], "cannot go together with --sentences"),
        (["week", "nowhere", "unit=desk", "week=2021-W01"], "nowhere"),
    ],
)
def test_wrong_words_are_refused_in_one_form(typed, says, capsys):
    assert says in refusal(typed, capsys)


@pytest.mark.parametrize(
    "typed", [["a", "a"], ["a", "./a"], ["a", "REAL"], ["a", "b", "a/../other"], ["growth", "growth"]]
)
def test_a_run_that_is_named_twice_is_told_as_that(runs, typed, capsys):
    words = [word.replace("REAL", str(runs / "whole")) for word in typed]
    words = [str(Path(word).resolve()) if ".." in word else word for word in words]
    assert "is the same run twice" in refusal(["compare", *words], capsys)


def test_copies_of_a_run_in_folders_of_the_same_names_are_told_apart(runs, capsys):
    for place in ("x/run", "y/run"):
        shutil.copytree(runs / "whole", Path(place, "a"))
    assert main(["compare", "x/run/a", "y/run/a"]) == 0


@pytest.mark.parametrize("word", ["'growth", "growth'", "'", '"growth', "", " "])
def test_quotes_that_reach_the_program_are_explained(word, capsys):
    err = refusal(["compare", "a", word], capsys)
    assert "is no folder and no scenario" in err
    assert ("only double quotes" in err) == ("'" in word)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("behind", ["", " ", " x", " 'x", " --", " a b "])
def test_tab_behind_a_verb_never_ends_in_an_error(verb, behind, monkeypatch, capsys):
    monkeypatch.setenv(LINE, f"tbkk-sim {verb}{behind}")
    assert main(["-sc", "query=bash"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tbkk-sim ext", ["extend"]),
        ("tbkk-sim extend --r", ["--replications"]),
        ("tbkk-sim compare tool", ["tools"]),
        ("tbkk-sim tune +scenario=tool", ["+scenario=tools"]),
        ("tbkk-sim +scenario=tool", ["+scenario=tools"]),
        ("tbkk-sim extend ru", []),
        ("tbkk-sim compare 'tool", ["'tools'"]),
        ('tbkk-sim compare a "tool', ['"tools"']),
        ("tbkk-sim compare 'growth run=smo", ["run=smoke"]),
        ("tbkk-sim +scenario=[tool", ["+scenario=[tools"]),
        ('tbkk-sim tune "+scenario=[growth,tool', ['"+scenario=[growth,tools"']),
        ("tbkk-sim -m run=smoke,lon", ["run=smoke,long"]),
        ("tbkk-sim compare a b --figure backlog_e", ["backlog_end"]),
        ("tbkk-sim compare a b --figure=backlog_e", ["--figure=backlog_end"]),
        ("tbkk-sim compare a b --family ", ["comparisons", "all", "each"]),
        ("tbkk-sim language=", ["language=en", "language=nl"]),
        ("tbkk-sim extend a lang", ["language="]),
        ("tbkk-sim extend a language=", ["language=en", "language=nl"]),
        ("tbkk-sim week a ", ["unit=", "week=", "future=", "language="]),
        ("tbkk-sim week a unit=", ["unit=desk"]),
        ("tbkk-sim week a unit=desk week=2020", ["week=2020-W53"]),
        ("tbkk-sim week a language=", ["language=en", "language=nl"]),
        ("tbkk-sim week a --s", ["--sentences"]),
        ("tbkk-sim week nowhere unit=", []),
        ("tbkk-sim export a --language ", ["en", "nl"]),
        ("tbkk-sim engine=", ["engine=auto", "engine=simpy", "engine=compiled"]),
        ("tbkk-sim run.report=", ["run.report=true", "run.report=false"]),
        ("tbkk-sim tune tune=w", ["tune=when", "tune=where"]),
        ("tbkk-sim tune +scenario=growth +tune=w", ["+tune=when", "+tune=where"]),
        ("tbkk-sim tune tun", ["tune=", "tune."]),
        ("tbkk-sim tune tune=where tun", ["tune."]),
        ("tbkk-sim tune tune=where tune.where.e", ["tune.where.extra_fte="]),
        ("tbkk-sim tune tune=when tune.when.period=", ["tune.when.period=year", "tune.when.period=quarter"]),
        ("tbkk-sim tune tune=where tune.objective=s", ["tune.objective=service", "tune.objective=shared"]),
        ("tbkk-sim tune tune.ob", ["tune.objective=", "tune.objectives."]),
        ("tbkk-sim tune=w", []),
        ("tbkk-sim tune.", []),
        ("tbkk-sim scen", []),
        ("tbkk-sim --config-dir own +scenario=mi", ["+scenario=mine"]),
        ("tbkk-sim tune --config-dir=own tune=where +scenario=mi", ["+scenario=mine"]),
    ],
)
def test_tab_offers_what_fits(line, offered, monkeypatch, capsys):
    own_scenario(Path("own"), "seed: 5\n")
    monkeypatch.setenv(LINE, line)
    assert main(["-sc", "query=bash"]) == 0
    assert capsys.readouterr().out.split() == offered


def test_tab_offers_first_what_a_question_and_a_run_begin_with(monkeypatch, capsys):
    monkeypatch.setenv(LINE, "tbkk-sim tune ")
    assert main(["-sc", "query=bash"]) == 0
    offered = capsys.readouterr().out.split()
    assert offered[:2] == ["+scenario=", "tune="]
    assert {"run=", "seed=", "tune."} <= {*offered}
    assert not {"scenario=", "hydra", "hydra."} & {*offered}


def test_tab_is_installed_for_the_command_that_a_shell_can_complete(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["/somewhere/tbkk_sim/__main__.py"])
    assert main(["-sc", "install=bash"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("-F hydra_bash_completion tbkk-sim")


def test_an_error_of_a_folder_can_be_sent_to_another_process():
    error = RunFolderError(Phrase("is finished, with {n} replications", n=3), "run", "--replications 6")
    again = pickle.loads(pickle.dumps(error))
    assert again.problems == error.problems
    assert again.problems[0].says.values == {"n": 3}


@pytest.mark.parametrize(
    "typed", [["--shell-completion"], ["-sc"], ["-sc", "query=nope"], ["-sc", "query=bash", "install=bash"]]
)
def test_a_shell_that_asks_in_a_way_of_its_own_is_refused(typed, capsys):
    assert main(typed) == 2
    assert f"{typed[0]}\n      needs one of install=" in capsys.readouterr().err


def test_finished_english_runs_are_compared_in_dutch(capsys):
    assert main(["compare", "a", "b", "language=nl", "--into", "nl", "--unpaired"]) == 0
    out = capsys.readouterr().out
    assert "Wat verschilt in instellingen" in out
    assert "Niet gepaard" in out
    assert "What differs" not in out + Path("nl/comparison.md").read_text(encoding="utf-8")


def test_an_english_run_is_exported_in_dutch(capsys):
    assert main(["export", "a", "language=nl", "--csv", "--into", "nl"]) == 0
    assert main(["export", "a", "--language", "nl", "--csv", "--into", "flag"]) == 0
    assert main(["export", "a", "--csv", "--into", "en"]) == 0
    dutch, flag, english = (Path(of, "key_figures.csv").read_bytes() for of in ("nl", "flag", "en"))
    assert dutch == flag != english


@pytest.mark.parametrize(
    "typed", [["export", "r"], ["whatif", "--save-in", "r/file"], ["replay", "a", "--out", "r/file/x"]]
)
def test_a_folder_that_cannot_be_made_is_refused_before_anything_is_done(typed, runs, capsys):
    shutil.copytree(runs / "whole", "r")
    Path("r/file").write_text("x")
    Path("r/export").write_text("x")
    assert "is not a folder" in refusal(typed, capsys)
