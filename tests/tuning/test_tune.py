"""From the command line to the folder: every question gives words, a table, a figure and a probability."""

import json
from pathlib import Path

import pytest

from builders import LAB, small_settings
from tbkk_sim.cli.tune import read
from tbkk_sim.cli.verbs import main
from tbkk_sim.experiment.finished_run import open_run
from tbkk_sim.experiment.run_folder import RunFolderError
from tbkk_sim.reporting.tuning import show_answer, view_tuning, write_tuning
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.tuning.tune import tune
from tuning.studies import tuning_for

NORMS = {"serious": {"share": 0.7, "within_days": 10}}
COMPLEXITY = Entry("casework.complexity.growth_per_year", 0.0, "A", 0.0, 1.0, "", "")
QUESTIONS = {
    "where": {"where": {"extra_fte": 2, "levels": 2, "candidates": 4}},
    "how_many": {"how_many": {"norms": NORMS, "fewest_fte": -3, "most_fte": 4, "spread": "by_posts"}},
    "per_unit": {"how_many": {"norms": NORMS, "fewest_fte": -1, "most_fte": 2, "scope": "per_unit"}},
    "when": {"when": {"norms": NORMS, "period": "quarter", "most_per_quarter": 2, "spread": "by_posts"}},
    "mix": {"mix": {"extra_fte": [0, 1], "share_factors": [0, 1], "spread": "by_posts"}},
    "robust": {"robust": {"extra_fte": [0, 1], "over": [COMPLEXITY.key], "futures": 10, "spread": "by_posts"}},
}


def ask(question: str, folder: Path, **given) -> None:
    settings = small_settings(
        {"engine": "simpy", "triage.enabled": False, "collaboration.pools": {"lab": LAB}, "run.end": "2021-02-28"}
    )
    budget = {"search_replications": 2, "first_replications": 3, "most_replications": 6, "kept_replications": 1}
    tuning = tuning_for(question.replace("per_unit", "how_many"), **QUESTIONS[question], **budget, **given)
    tune(
        settings, tuning, folder, pages=lambda path: write_tuning(path, "python -m tbkk_sim tune"), sources=[COMPLEXITY]
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_in_words_table_and_figure(question, tmp_path, capsys):
    folder = tmp_path / question
    ask(question, folder)
    show_answer(folder)
    shown = " ".join(capsys.readouterr().out.split())
    page = (folder / "summary.md").read_text()
    assert page.count("\n- ") >= 2
    assert "| ---" in page
    assert "%" in shown
    assert list((folder / "figures").glob("*.svg"))
    assert (folder / "table.csv").read_text().count("\n") >= 2
    answer = view_tuning(folder).answer
    assert answer["budget"]["runs"] > 0
    manifest = json.loads((folder / "manifest.json").read_text())
    assert {"answer.json", "summary.md", "runs/answer/manifest.json"} <= set(manifest["files"])
    for name in ("today", "answer"):
        assert len(open_run(folder / "runs" / name).key_figures) > 0


def test_a_finished_folder_is_left_alone(tmp_path):
    ask("where", tmp_path / "one")
    with pytest.raises(RunFolderError, match="finished study"):
        ask("where", tmp_path / "one")


def test_the_command_line_reads_question_and_run():
    settings, tuning, folder = read(["+scenario=growth", "tune=where", "tune.where.extra_fte=24", "hydra.run.dir=here"])
    assert (settings.name, tuning.question, tuning.where.extra_fte, folder) == ("growth", "where", 24, Path("here"))


def test_every_question_of_conf_fits_the_baseline():
    questions = ["where", "how_many", "when", "mix", "robust"]
    assert [read([f"tune={question}"])[1].question for question in questions] == questions


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ([], "needs a question"),
        (["tune=howmany"], "did you mean tune=how_many?"),
        (["tune=where", "tune.frozen=[atlantis]"], "tune.frozen.atlantis"),
        (["tune=where", "tune.objective=fun"], "'fun' is not known; allowed: service"),
        (["tune=how_many", "+tune.how_many.norms.keyplayer.share=0.5"], "the class has no norm"),
        (["tune=where", "--multirun"], "is not a flag of tune"),
    ],
)
def test_wrong_input_is_told(typed, says, capsys):
    assert main(["tune", *typed]) == 2
    assert says in capsys.readouterr().err


def test_help_lists_the_questions(capsys):
    assert main(["tune", "--help"]) == 0
    assert "tune=how_many" in capsys.readouterr().out
