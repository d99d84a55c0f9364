"""A study is remade by one command, with the numbers of its own runs."""

from pathlib import Path

import pandas as pd
import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.cli.verbs.study import _named
from tbkk_sim.comparison.study import Study, read_study
from tbkk_sim.config.compose import load_settings
from tbkk_sim.metrics.cell import unknown

pytestmark = pytest.mark.slow

EXPERIMENTS = Path(__file__).parents[2] / "experiments"
STUDIES = sorted(path.parent.name for path in EXPERIMENTS.glob("*/study.yaml"))
TINY = """
question: Who waits when the urgent go first?
runs:
  in_order: [+scenario=textbook]
  urgent_first: [+scenario=textbook_priority]
  urgent_first_quick: [+scenario=textbook_priority, +casework.complexity.level=0.8]
overrides: [run.end=2021-02-28, run.replications=8, run.workers=1, engine=simpy]
figures: [finished, waiting_days_mean/*]
answer:
  - "{in_order|finished} are finished in order; urgent first changes that by {urgent_first - in_order|finished}."
explain: [urgent_first]
explained: [finished]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "study.yaml").write_text(TINY)
    return tmp_path / "tiny"


def test_a_study_is_remade(folder, capsys):
    assert main(["study", "tiny", "--runs", "kept"]) == 0
    page = (folder / "README.md").read_text()
    assert page.startswith("# Who waits when the urgent go first?\n\n```\npython -m tbkk_sim study tiny\n```")
    summary = pd.read_csv("kept/in_order/summary.csv").query("period == 'all' and team == 'all'")
    finished = summary[(summary.key_figure == "finished") & (summary.priority_class == "all")]["mean"].item()
    assert f"{finished:,.0f} are finished in order" in page
    assert "futures agree" in page
    assert "## Why urgent\\_first differs from in\\_order" in page
    first = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"}
    assert set(first) == {"study.yaml", "README.md", "figure.svg", "differences.csv", "levels.csv", "parts.csv"}
    question, *said, _ = capsys.readouterr().out.splitlines()
    assert question == "Who waits when the urgent go first?"
    assert said == [line for line in page.split("![")[0].replace("\\", "").splitlines() if line.startswith("- ")]
    made = Path("kept/in_order/manifest.json").stat().st_mtime_ns
    assert main(["study", "tiny", "--runs", "kept"]) == 0  # what is there is not run again
    assert Path("kept/in_order/manifest.json").stat().st_mtime_ns == made
    assert main(["study", "tiny", "seed=9", "--runs", "kept"]) == 2
    assert main(["study", "tiny"]) == 0
    assert first == {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("finished, ", "finishedd, ", "did you mean finished?"),
        ("explain: [urgent_first]", "explain: [urgent]", "'urgent' is not a run"),
        ("{in_order|", "{out|", "'out' is not a run"),
        ("question:", "questionn:", "is not a setting; allowed here: question"),
        ("+scenario=textbook_priority]", "+scenario=textbok]", "run urgent_first"),
        ("figures: [", "figures: [[", "study.yaml"),
    ],
)
def test_what_is_wrong_in_a_study_is_said(folder, old, new, says, capsys):
    (folder / "study.yaml").write_text(TINY.replace(old, new))
    assert main(["study", "tiny"]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert "Traceback" not in err


def test_a_folder_without_a_study(folder, capsys):
    assert main(["study", "."]) == 2
    assert "holds no study.yaml" in capsys.readouterr().err


def test_the_studies_of_the_letter_are_there():
    assert {"growth", "capacity_alone", "triage", "small_teams", "balance"} <= set(STUDIES)


@pytest.mark.parametrize("name", STUDIES)
def test_a_committed_study_composes_and_has_its_answer(name):
    study = read_study(EXPERIMENTS / name)
    assert isinstance(study, Study)
    assert len(_named(study, [], None)) == len(study.runs)
    assert list(unknown(study.asked, load_settings())) == []
    page = (EXPERIMENTS / name / "README.md").read_text()
    assert page.startswith(f"# {study.question}")
    assert f"python -m tbkk_sim study experiments/{name}\n" in page
    assert (EXPERIMENTS / name / "figure.svg").exists()
