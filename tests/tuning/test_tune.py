"""From the command line to the folder: every question gives words, a table, a figure and a probability."""

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest
from markupsafe import escape

from tbkk_sim.cli.main import main
from tbkk_sim.cli.progress import stage_bars
from tbkk_sim.cli.verbs.tune import read
from tbkk_sim.config.compose import load_settings
from tbkk_sim.config.sources import entries_used
from tbkk_sim.problem import Phrase
from tbkk_sim.report.kit import say
from tbkk_sim.runs.folder.reader import open_run
from tbkk_sim.runs.folder.stored_file import RunFolderError
from tbkk_sim.settings.asked import command_of
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.tuning.answer import tune
from tbkk_sim.tuning.folder import asked_for_plan
from tbkk_sim.tuning.report.files import page_of, show_answer, write_tuning
from tbkk_sim.tuning.report.view import view_tuning
from tbkk_sim.tuning.search.plans import PostChange, PostPlace, StaffingPlan
from tests.builders import LAB, SOONEST, own_scenario, small_settings
from tests.tuning.studies import tuning_for

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parents[2] / "docs" / "guides" / "tuning.md"
HOSTILE = "<script>alert(1)</script>"
NAMES = {HOSTILE, "Acute", "Light", "Capital", "Laboratory", "Waiting", "Investigator"}
"""What settings of tests call things; a catalogue has no such names."""
NORMS = {"serious": {"share": 0.7, "within_days": 10}}
COMPLEXITY = Entry("casework.complexity.growth_per_year", 0.0, "A", 0.0, 1.0, "", "")
QUESTIONS = {
    "where": {"where": {"extra_fte": 2, "levels": 2, "candidates": 4}},
    "how_many": {"how_many": {"norms": NORMS, "fewest_fte": -3, "most_fte": 4, "spread": "by_posts"}},
    "per_unit": {"how_many": {"norms": NORMS, "fewest_fte": -1, "most_fte": 2, "scope": "per_unit"}},
    "when": {"when": {"norms": NORMS, "period": "quarter", "most_per_quarter": 2, "spread": "by_posts"}},
    "mix": {"mix": {"extra_fte": [0, 1], "share_factors": [0, 1], "spread": "by_posts"}},
    "robust": {"robust": {"extra_fte": [0, 1], "over": [COMPLEXITY.key], "replications": 10, "spread": "by_posts"}},
}


def ask(question: str, folder: Path, changes=None, **given) -> None:
    small = {"engine": SOONEST, "triage.enabled": False, "collaboration.pools": {"lab": LAB}, "run.end": "2021-02-28"}
    settings = small_settings(small | (changes or {}))
    budget = {"search_replications": 2, "first_replications": 3, "most_replications": 6, "kept_replications": 1}
    tuning = tuning_for(question.replace("per_unit", "how_many"), **QUESTIONS[question], **(budget | given))
    tune(settings, tuning, folder, sources=[COMPLEXITY])
    write_tuning(folder, "python -m tbkk_sim tune")


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
    assert answer.budget.runs > 0
    manifest = json.loads((folder / "manifest.json").read_text())
    assert {"answer.json", "tuning.json", "runs/answer/manifest.json"} <= set(manifest["files"])
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert [
        sentence for sentence in page_of(view_tuning(folder), figures=False).sentences if escape(sentence) not in report
    ] == []
    assert "<script" not in report
    assert report.count("<svg") == report.count("<details") == len(list((folder / "figures").glob("*.svg")))
    assert ("Probability that the answer is right" in report) == (answer.probability is not None)
    assert ("Plans that cannot be told apart" in report) == (question in ("where", "mix"))
    write_tuning(folder, "python -m tbkk_sim tune")
    assert (folder / "report.html").read_text(encoding="utf-8") == report
    for name in ("today", "answer"):
        assert len(open_run(folder / "runs" / name).key_figures) > 0


def test_posts_that_the_scenario_withdraws_are_told_on_the_page_and_the_screen(tmp_path, capsys):
    plan = {"x": {"unit": "coast", "date": "2021-02-01", "posts": -6}}
    ask("mix", tmp_path / "mix", {"staffing.plan": plan})
    show_answer(tmp_path / "mix")
    written = [capsys.readouterr().out, *((tmp_path / "mix" / of).read_text() for of in ("summary.md", "report.html"))]
    for text, warning in zip(written, ("Warning: ", "> **Warning.** ", "<strong>Warning.</strong> "), strict=True):
        assert f"{warning}From 1 February 2021 Coast has no posts left" in " ".join(text.split())
    assert written[2].index('<p class="warning">') < written[2].index('<ul class="answer">')


@pytest.mark.parametrize("question", ["where", "mix"])
def test_the_report_is_dutch_and_shows_markup_in_names_as_text(question, tmp_path, monkeypatch):
    hostile = {"staffing.units.coast.label": HOSTILE, "casework.classes.serious.label": HOSTILE, "name": HOSTILE}
    dutch, asked = say.catalogue("nl"), set()

    class Asked(dict):
        def get(self, phrase, default=None):
            asked.add(phrase)
            return super().get(phrase, default)

    monkeypatch.setattr(say, "catalogue", lambda language: Asked(dutch))
    ask(question, tmp_path / "one", {**hostile, "language": "nl"}, most_replications=60)
    report = (tmp_path / "one" / "report.html").read_text(encoding="utf-8")
    assert '<html lang="nl">' in report
    assert "niet gecertificeerd" in report.lower()
    assert "<script" not in report
    assert "&lt;script&gt;" in report
    assert sorted(asked - set(dutch) - NAMES) == []


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study") / "one"
    ask("where", folder)
    return folder


def test_a_finished_folder_is_left_alone(finished):
    with pytest.raises(RunFolderError, match="finished study"):
        ask("where", finished)


def test_the_report_names_the_program_that_made_the_study_whenever_it_is_written(finished, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(finished, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    made = {"commit": "5eaf00d" * 5 + "12345", "uncommitted_changes": False, "version": "0.0.7"}
    (folder / "manifest.json").write_text(json.dumps({**manifest, **made}))
    assert main(["report", str(folder)]) == 0
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert made["commit"] in report
    assert "0.0.7" in report


def test_the_kept_runs_can_be_compared(finished, tmp_path, capsys):
    runs = [str(finished / "runs" / name) for name in ("today", "answer")]
    assert main(["compare", *runs, "--into", str(tmp_path / "compared")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "small, tuned" in shown
    assert command_of("compare", *runs) in (finished / "summary.md").read_text()
    report = (tmp_path / "compared" / "report.html").read_text(encoding="utf-8")
    assert "small, tuned" in report


def test_the_command_line_reads_question_and_run():
    settings, tuning, folder = read(["+scenario=growth", "tune=where", "tune.where.extra_fte=24", "hydra.run.dir=here"])
    assert (settings.name, tuning.question, tuning.where.extra_fte, folder) == ("growth", "where", 24, Path("here"))


@pytest.mark.parametrize("question", ["how_many", "when"])
def test_a_norm_is_left_out_as_the_docs_say(question):
    (told,) = re.findall(r"`(~tune\.how_many\.norms\.\w+)`", DOCS.read_text(encoding="utf-8"))
    typed = ["run=smoke", f"tune={question}", told.replace("how_many", question)]
    settings, tuning, _ = read(typed)
    assert list(getattr(tuning, question).norms) == ["producer"]
    assert "staffing.turnover.transfer_per_year" in [entry.key for entry in entries_used(settings)]


def test_every_question_of_conf_fits_the_baseline():
    questions = ["where", "how_many", "when", "mix", "robust"]
    assert [read([f"tune={question}"])[1].question for question in questions] == questions


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ([], "needs a question"),
        (["tune=howmany"], "did you mean tune=how_many?"),
        (["tune=where", "tune.frozen=[atlantis]"], "tune.frozen.atlantis"),
        (["tune=how_many", "tune.how_many.norms={}"], "tune.how_many.norms\n      is {}; it must not be empty"),
        (["tune=when", "~tune.when.norms.acute", "~tune.when.norms.producer"], "tune.when.norms\n      is {}; it must"),
        (["tune=where", "tune.objective=fun"], "'fun' is not known; allowed: service"),
        (["tune=how_many", "+tune.how_many.norms.keyplayer.share=0.5"], "the class has no norm"),
        (["tune=where", "--multirun"], "is not a flag of tune"),
    ],
)
def test_wrong_input_is_told(typed, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["tune", *typed]) == 2
    assert list(tmp_path.iterdir()) == []
    assert says in capsys.readouterr().err


def test_a_pipe_is_told_in_the_language_of_the_study(capsys):
    with stage_bars("nl") as tell:
        tell(Phrase("response table"), 0, 24)
    assert capsys.readouterr().err == "tune: responstabel, 0 van 24\n"


def test_a_pipe_is_told_now_and_then_how_far_it_is(capsys, monkeypatch):
    moments = iter([0.0, 5.0, 19.0, 21.0, 22.0, 50.0])
    monkeypatch.setattr("tbkk_sim.cli.progress.monotonic", lambda: next(moments))
    with stage_bars("en") as tell:
        for done in range(5):
            tell("halving", done, 9)
        tell("confirming", 1, 4)
    assert capsys.readouterr().err.splitlines() == [
        "tune: halving, 0 of 9",
        "tune: halving, 3 of 9",
        "tune: confirming, 1 of 4",
    ]


def test_an_answer_that_is_not_proven_has_no_probability(tmp_path):
    ask("mix", tmp_path / "one", most_runs=1)
    answer, report = view_tuning(tmp_path / "one").answer, (tmp_path / "one" / "report.html").read_text("utf-8")
    assert (answer.proven, answer.probability, answer.budget.ended) == (False, None, "runs")
    assert "No probability can be given." in report
    assert answer.budget.runs > 1
    assert "That is more than tune.most_runs (1) allows: a step that has begun is finished" in report
    assert "Probability that the answer is right" not in report


@pytest.mark.parametrize(
    ("language", "not_certified", "few", "chosen"),
    [
        ("en", "Not certified: the budget ended", "In 2 of its futures the plan chosen is", "chosen, not certified"),
        ("nl", "Niet gecertificeerd: het budget was op", "In 2 van zijn toekomsten", "gekozen, niet gecertificeerd"),
    ],
)
def test_a_certificate_that_is_withheld_is_told_everywhere(language, not_certified, few, chosen, tmp_path, capsys):
    folder = tmp_path / "one"
    ask("mix", folder, changes={"language": language}, most_runs=1)
    answer = json.loads((folder / "answer.json").read_text("utf-8"))
    (folder / "answer.json").write_text(json.dumps(answer | {"bad_replications": 2}), encoding="utf-8")
    write_tuning(folder)
    show_answer(folder)
    shown = " ".join(capsys.readouterr().out.split())
    texts = [shown, *((folder / name).read_text("utf-8") for name in ("summary.md", "report.html"))]
    assert all(not_certified in text and few in text for text in texts)
    assert chosen in (folder / "table.csv").read_text("utf-8")


def test_help_lists_the_questions(capsys):
    assert main(["tune", "--help"]) == 0
    assert "tune=how_many" in capsys.readouterr().out


def test_a_kept_run_says_the_command_that_makes_it(tmp_path):
    typed = ["+scenario=expansion_20", "+tune=where", "staffing.units.limburg.posts=9", "run.end=2021-02-28"]
    settings, _, _ = read(typed)
    roles = PostChange(PostPlace("limburg", "image"), 2)
    later = PostChange(PostPlace("amsterdam"), 3, dt.date(2022, 4, 1))
    applied = StaffingPlan((roles, later), (("digital_support", 0.3),)).applied(settings)
    asked = asked_for_plan(settings, applied, 7, "expansion_20, tuned")
    made = load_settings(asked.overrides)
    assert made.model_dump(exclude={"run"}) == applied.model_dump(exclude={"run", "name"}) | {"name": made.name}
    assert (made.name, made.run.replications, made.run.keep_events) == ("expansion_20, tuned", 7, "none")
    assert "tune" not in made.asked.command.replace("tuned", "")


def test_a_study_names_what_was_changed_and_what_has_no_effect(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    typed = ["+scenario=growth", "tune=where", "demand.streams.image.volume_factor=0.01", "run.end=2021-01-31"]
    small = ["tune.where.extra_fte=1", "tune.where.candidates=2", "tune.search_replications=2", f"engine={SOONEST}"]
    few = [f"tune.{name}_replications={n}" for name, n in (("first", 3), ("most", 3), ("kept", 1))]
    assert main(["tune", *typed, *small, *few, "run.report=false", "hydra.run.dir=study"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for page in (out, Path("study/summary.md").read_text().replace("\\_", "_"), Path("study/report.html").read_text()):
        assert "growth, changed: demand.streams.image.volume_factor=0.01" in page
        assert "Set, but without effect in this run" in page
        assert "reports_per_year.2024, 2025, 2026 (in the scenario growth)" in page
    assert "hydra.run.dir" not in Path("study/summary.md").read_text()


def test_a_study_of_a_scenario_in_a_folder_of_ones_own_finds_its_numbers(tmp_path):
    own_scenario(tmp_path, "staffing: {units: {limburg: {posts: 9}}}  # A [5, 12]: mine\n")
    settings, _, _ = read(["--config-dir", str(tmp_path), "+scenario=mine", "tune=where"])
    assert [entry.value for entry in entries_used(settings) if entry.key == "staffing.units.limburg.posts"] == [9]
