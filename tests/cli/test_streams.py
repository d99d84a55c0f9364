"""Every verb says all that it has to say, whatever characters the terminal, pipe or file behind it can take."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tbkk_sim.cli.streams import nearest
from tbkk_sim.cli.verbs import main

SHORT = ["+scenario=textbook", "run.end=2021-01-31", "run.replications=2", "run.workers=1", "engine=simpy"]
DUTCH = "language=nl"
LEVELS = ["textbook", "textbook staffing.units.desk.posts=2", *SHORT[1:], DUTCH]
ALL = [
    ["--help"],
    [*SHORT, DUTCH, "hydra.run.dir=run"],
    [*SHORT, "run.replications=8", "demand.streams.door.volume_factor=1.3", "hydra.run.dir=more"],
    ["-m", *SHORT[1:], "+scenario=textbook", "staffing.units.desk.posts=3,4", DUTCH, "hydra.sweep.dir=sweep"],
    ["extend", "run", "--replications", "3"],
    ["compare", *LEVELS, "--into", "comparison"],
    ["compare", *LEVELS, "--explain", "--figure", "backlog_end", "--into", "why"],
    ["replay", "run"],
    ["export", "run", "--csv"],
    ["provenance", "+scenario=growth", DUTCH],
    [
        "tune",
        *SHORT,
        DUTCH,
        "tune=where",
        "tune.where.extra_fte=1",
        "tune.most_runs=40",
        "tune.cache=",
        "hydra.run.dir=t",
    ],
    ["study", "nowhere", DUTCH],
    ["whatif", *SHORT, DUTCH, "--port", "99999"],
    [*SHORT, DUTCH, "run.replications=-1"],
]
"""Commands of every verb, of which the last three are refused."""
ENCODINGS = {
    "utf-8": {"PYTHONIOENCODING": "utf-8"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}
DO_ALL = """
import json, sys
from tbkk_sim.cli.verbs import main
print(json.dumps([main(words) for words in json.loads(sys.argv[1])]))
"""


@pytest.mark.parametrize("name", ENCODINGS)
def test_all_verbs_speak_in_every_encoding(name, tmp_path):
    kept = {
        of: value for of, value in os.environ.items() if not of.startswith(("PYTHONIO", "PYTHONUTF8", "LC_", "LANG"))
    }
    done = subprocess.run(
        [sys.executable, "-c", DO_ALL, json.dumps(ALL)],
        cwd=tmp_path,
        env=kept | ENCODINGS[name],
        capture_output=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert b"UnicodeEncodeError" not in said, said[-2000:].decode("latin-1")
    assert b"Traceback" not in said, said[-2000:].decode("latin-1")
    codes = json.loads(done.stdout.splitlines()[-1])
    assert codes == [0] * (len(ALL) - 3) + [2] * 3
    text = done.stdout.decode({"C": "ascii"}.get(name, name))
    assert {"utf-8": "80\N{EN DASH}", "cp1252": "\N{EN DASH}", "C": "-"}[name][-1] in text
    assert "Aankomsten" in text or "zaken" in text
    assert (tmp_path / "run" / "manifest.json").read_text(encoding="utf-8").startswith("{")


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        ("\N{MINUS SIGN}", "-"),
        ("\N{EN DASH}", "-"),
        ("\N{NO-BREAK SPACE}", " "),
        ("\N{BOX DRAWINGS LIGHT HORIZONTAL}", "-"),
        ("é", "e"),
        ("\N{HORIZONTAL ELLIPSIS}", "..."),
        ("漢", "?"),
    ],
)
def test_what_a_stream_cannot_take_is_said_in_the_nearest_characters(letter, said):
    assert nearest(letter) == said


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tbkk-sim com", "compare"),
        ("tbkk-sim extend ", ""),
        ("tbkk-sim extend --repl", "--replications"),
        ("tbkk-sim compare gro", "growth"),
        ("tbkk-sim tune run=smo", "run=smoke"),
        ("tbkk-sim 'half", ""),
        ("tbkk-sim compare 'gro", ""),
    ],
)
def test_tab_offers_what_fits_and_never_an_error(line, offered, monkeypatch, capsys):
    monkeypatch.setenv("COMP_LINE", line)
    assert main(["--shell-completion", "query=bash"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.split() == ([offered] if offered else [])


REFUSED = {
    "compare baseline baseline": ["the same run twice"],
    "compare 'growth baseline": ["'growth", "no"],
    "compare baseline growth --period 2024": ["--period", "does nothing without --figure"],
    "compare baseline growth --class acute": ["--class", "does nothing without --figure"],
    "compare baseline growth --team limburg": ["--team", "does nothing without --figure"],
    "compare baseline growth --figur backlog_end": ["--figur", "did you mean --figure?"],
    "compare baseline growth --level 95": ["--level 95", "must be between 0"],
    "compare baseline growth --cases abc": ["--cases abc", "whole number"],
    "compare baseline growth --family all": ["--family all", "allowed: "],
    "compare baseline": ["needs two runs or more"],
    "compare": ["compare", "needs"],
    "extend nowhere": ["nowhere", "does not exist"],
    "extend": ["extend", "needs"],
    "extend nowhere --replications": ["--replications", "needs a value"],
    "replay nowhere --replication \N{ARABIC-INDIC DIGIT THREE}": ["--replication", "0-9"],
    "extend nowhere --replications \N{ARABIC-INDIC DIGIT THREE}": ["--replications", "0-9"],
    "extend nowhere --replications 99999999999999999999": ["--replications", "0-9"],
    "extend nowhere --replications -3": ["--replications"],
    "extend nowhere --replications 1e3": ["--replications 1e3", "0-9"],
    "extend nowhere --replications 0": ["--replications 0"],
    "export": ["export", "needs"],
}


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_wrong_with_a_command_is_said_in_one_form_and_nothing_is_written(typed, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(typed.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("tbkk_sim: a problem, so nothing was run.\n\n  ")
    assert "usage:" not in err
    for part in REFUSED[typed]:
        assert part in err
    assert list(tmp_path.iterdir()) == []
