"""Every verb says all that it has to say, whatever characters the terminal, pipe or file behind it can take."""

import json
import os
import subprocess
import sys

import pytest

from tbkk_sim.cli.encoding import nearest

pytestmark = pytest.mark.slow

SHORT = ["+scenario=textbook", "run.end=2021-01-10", "run.replications=2", "run.workers=1", "engine=simpy"]
DUTCH = "language=nl"
LEVELS = ["textbook", "textbook staffing.units.desk.posts=2", *SHORT[1:], DUTCH]
ALL = [
    ["--help"],
    [*SHORT, DUTCH, "hydra.run.dir=run"],
    [
        "-m",
        *SHORT[1:],
        "+scenario=textbook",
        "staffing.units.desk.posts=3,4",
        DUTCH,
        "run.report=false",
        "hydra.sweep.dir=s",
    ],
    ["extend", "run", "--replications", "3"],
    ["compare", *LEVELS, "--into", "comparison"],
    ["replay", "run"],
    ["week", "run", "unit=desk", "week=2021-W01"],
    ["week", "run", "--sentences", DUTCH],
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
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}
DO_ALL = """
import json, sys
from tbkk_sim.cli.main import main
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
    assert "zaken" in text
    assert name == "C" or "\N{EN DASH}" in text
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
