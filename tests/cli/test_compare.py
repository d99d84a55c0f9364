"""`compare` from the command line: what one types, what one sees, what is refused."""

import html
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.cli.verbs.compare.runs import read_words
from tbkk_sim.comparison.report.tables import value
from tbkk_sim.report.kit import say
from tbkk_sim.runs.runner import run_experiment
from tbkk_sim.settings.asked import command_of
from tests.builders import SMALL, small_settings

pytestmark = pytest.mark.slow

HOSTILE = "<script>alert(1)</script>"

SHORT = {
    "run.end": "2021-04-30",
    "run.replications": 8,
    "engine": "simpy",
    "demand.streams.image.reports_per_year": {2021: 5000, 2022: 5000},
    "casework.complexity.level": 1.35,  # severe work alone is more than the people can do
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Path:
    where = tmp_path_factory.mktemp("runs")
    changes = {
        "today": {},
        "people": {"staffing.units.coast.posts": 9},
        "both": {"staffing.units.coast.posts": 9, "triage.hours_factor": 0.5},
        "seeded": {"seed": 8, "run.replications": 2},
    }
    for name, change in changes.items():
        run_experiment(small_settings(SHORT | change | {"name": name}), where / name)
    return where


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch, runs):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")


def test_two_folders_are_compared_in_words_tables_and_figures(runs, capsys):
    assert main(["compare", f"{runs}/today", f"{runs}/people"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "people against today, 1 January 2021 to 30 April 2021" in out
    assert "staffing.units.coast.posts 6 9" in out
    assert "of 8 futures agree." in out or "(differs in " in out
    (manifest,) = Path("outputs", "compare").rglob("manifest.json")
    made = json.loads(manifest.read_text())
    assert made["base"] == "today"
    assert {"all_differences.parquet", "differences.csv", "settings.csv", "comparison.md"} <= set(made["files"])
    assert {f"figures/{name}.svg" for name in ("differences", "backlog", "settings")} <= set(made["files"])
    assert "| finished | all classes |" in (manifest.parent / "comparison.md").read_text()


@pytest.mark.parametrize(("language", "written"), [("en", "70,000"), ("nl", "70.000")])
def test_values_of_settings_are_written_as_on_other_pages(language, written):
    in_language = say.Say(language)
    assert value(in_language, "demand.streams.image.reports_per_year.2024", 70000.0) == written
    assert value(in_language, "seed", 20210101) == "20210101"
    assert value(in_language, "calendar.round_the_clock", True) == "true"


def test_the_best_of_three_margins_and_a_figure_of_ones_own(runs, capsys):
    typed = ["compare", *(f"{runs}/{name}" for name in ("today", "people", "both"))]
    assert main([*typed, "--figure", "finished/*", "--not-worse", "finished=100000", "--into", "here"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "people is equivalent to today in “finished” of all classes: they differ by less than 100,000." in out
    assert re.search(r"(best|cannot be told apart) in .*“finished”.*acute", Path("here/comparison.md").read_text())
    assert "for all 2 comparisons of a key figure at once" in out
    table = pd.read_csv("here/differences.csv")
    assert list(table["priority_class"].unique()) == ["acute", "serious", "light"]
    assert set(pd.read_csv("here/margins.csv")["verdict"]) == {"equivalent"}


def test_why_is_explained_in_parts_that_add_up(runs, capsys):
    typed = ["compare", f"{runs}/today", f"{runs}/both", "--explain", "--figure", "finished", "--into", "here"]
    assert main(typed) == 0
    assert "Why both differs from today: finished of all classes" in " ".join(capsys.readouterr().out.split())
    parts = pd.read_csv("here/parts.csv").set_index("group")["part"]
    assert parts["staff"] + parts["tools"] == pytest.approx(parts["whole"], abs=1e-6)
    assert sorted(path.name for path in Path("here/mixtures").iterdir()) == ["both-staff", "both-tools"]


def test_cases_and_one_case(runs, capsys):
    typed = ["compare", f"{runs}/today", f"{runs}/people"]
    assert main([*typed, "--cases", "2", "--into", "one"]) == 0
    assert "Of " in capsys.readouterr().out
    key = pd.read_parquet("one/cases.parquet")["key"].iloc[0]
    assert main([*typed, "--case", str(key), "--into", "two"]) == 0
    assert f"Case {key}" in capsys.readouterr().out
    assert {f"case-{key}.csv", f"figures/case-{key}.svg"} <= set(
        json.loads(Path("two/manifest.json").read_text())["files"]
    )
    assert main([*typed, "--case", "1", "--into", "three"]) == 2
    assert "--case 1" in capsys.readouterr().err


def test_other_replications_are_refused_unless_taken_as_independent(runs, capsys):
    typed = ["compare", f"{runs}/today", f"{runs}/seeded", "--into", "here"]
    assert main(typed) == 2
    err = capsys.readouterr().err
    assert "seed differs: today 7, seeded 8" in err
    assert "--unpaired" in err
    assert not Path("here/manifest.json").exists()
    assert main([*typed, "--unpaired"]) == 0
    assert "Not paired" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["{runs}/today"], "needs two runs"),
        (["{runs}/today", "grwoth"], "did you mean growth?"),
        (["{runs}/today", "."], "holds no finished run"),
        (["{runs}/today", "{runs}/people", "--figure", "finishedd"], "did you mean finished?"),
        (["{runs}/today", "{runs}/people", "--figure", "finished", "--class", "lite"], "did you mean light?"),
        (["{runs}/today", "{runs}/people", "--figure", "finished", "--class", "lite"], "  --class lite\n"),
        (["{runs}/today", "{runs}/people", "--not-worse", "finished=5", "--team", "mars"], "  --team mars\n"),
        (["{runs}/today", "{runs}/people", "--not-worse", "finished=-1"], "needs a number above 0"),
        (["{runs}/today", "{runs}/people", "--not-worse", "hires=1"], "neither more nor less of it is better"),
        (["{runs}/today", "{runs}/people", "--level", "95"], "must be between 0.5 and 1"),
        (["{runs}/today", "{runs}/people", "{runs}/both", "--cases"], "in two runs, not in 3"),
        (["{runs}/today", "{runs}/people", "--explain", "--unpaired"], "cannot go together"),
        (["baseline", "growth", "run.end=2020-01-01"], "must not be before run.start"),
    ],
)
def test_wrong_input_is_refused_with_a_word_about_it(runs, typed, says, capsys):
    assert main(["compare", *(word.format(runs=runs) for word in typed)]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert "Traceback" not in err
    assert not list(Path().rglob("manifest.json"))


def test_words_mean_folders_sweeps_and_scenarios(runs):
    named = read_words([str(runs), "growth+tools", "growth staffing.units.limburg.posts=9", "run=smoke", "seed=5"])
    assert [of.label for of in named] == [
        "both",
        "people",
        "seeded",
        "today",
        "growth+tools",
        "growth staffing.units.limburg.posts=9",
    ]
    stacked, own = named[-2:]
    assert stacked.settings.name == "growth+tools"
    assert (stacked.settings.seed, stacked.settings.run.replications) == (5, 2)
    assert own.settings.staffing.units["limburg"].posts == 9


def test_a_run_is_called_by_the_values_of_a_table_that_was_set_not_by_its_keys(runs):
    few, many = (f"growth +staffing.plan.x={{unit:limburg,date:2022-01-01,posts:{n}}}" for n in (-7, 3))
    deep = "growth ++staffing.units.limburg={posts:5,role_share:{lead:1}}"
    named = read_words([few, many, deep])
    assert [of.label for of in named] == [
        "growth staffing.plan.x (limburg, 2022-01-01, -7)",
        "growth staffing.plan.x (limburg, 2022-01-01, 3)",
        "growth staffing.units.limburg={\N{HORIZONTAL ELLIPSIS}}",
    ]


def test_two_runs_of_one_name_are_told_apart(runs):
    shutil.copytree(f"{runs}/people", "copy/today")
    labels = [of.label for of in read_words([f"{runs}/today", "copy/today"])]
    assert labels[0] != labels[1]


def test_scenarios_are_run_now_and_compared(capsys):
    typed = ["compare", "textbook", "textbook_priority", "run.end=2021-02-28", "run.replications=2", "run.workers=1"]
    assert main([*typed, "engine=simpy", "--into", "here"]) == 0
    assert "textbook_priority against textbook" in capsys.readouterr().out
    assert Path("here/runs/1-textbook/summary.md").exists()
    assert Path("here/runs/2-textbook_priority/.hydra/overrides.yaml").read_text().startswith("- '+scenario=")


def report_of(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


def test_the_report_has_the_answer_and_runs_nothing(runs):
    typed = ["compare", *(f"{runs}/{name}" for name in ("today", "people", "both")), "--into"]
    assert main([*typed, "one"]) == 0
    page = report_of(Path("one"))
    text = page.replace("\N{NO-BREAK SPACE}", " ")
    assert "What do people and both change against today?" in text
    said = [line for line in Path("one/comparison.md").read_text().splitlines() if line.startswith(("- ", "> "))]
    assert any(line.startswith("> **Warning.** ") for line in said)
    for line in said:
        assert html.escape(re.sub(r"\\(.)", r"\1", re.sub(r"^(- |> \*\*Warning\.\*\* )", "", line))) in text
    assert "<script" not in page
    assert page.count("<figure") == 3
    assert page.count("<details") == 4  # a table to each figure, and what is not clear
    assert "staffing.units.coast.posts" in page
    assert f"<code>{command_of(*typed[:-1])}</code>" in html.unescape(page)
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(ids)
    assert "report.html" in json.loads(Path("one/manifest.json").read_text())["files"]
    assert main([*typed, "two"]) == 0
    assert report_of(Path("two")) == page


def test_the_report_shows_markup_in_names_as_text(tmp_path):
    hostile = {"staffing.units.coast.label": HOSTILE, "casework.classes.light.label": HOSTILE}
    for name in ("<b>base</b>", HOSTILE):
        posts = {"staffing.units.coast.posts": 9} if name == HOSTILE else {}
        settings = small_settings(SHORT | hostile | posts | {"name": name, "run.replications": 2})
        run_experiment(settings, tmp_path / "of" / str(len(name)))
    typed = [str(folder) for folder in sorted((tmp_path / "of").iterdir())]
    assert main(["compare", *typed, "--figure", "finished/*", "--into", "here"]) == 0
    page = report_of(Path("here"))
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_the_report_is_dutch_without_an_untranslated_phrase(tmp_path, runs, monkeypatch):
    for name, posts in (("a1", 6), ("b1", 9)):
        run_experiment(
            small_settings(SHORT | {"name": name, "language": "nl", "staffing.units.coast.posts": posts}),
            tmp_path / name,
        )
    asked: list[str] = []
    dutch = say.catalogue("nl")

    class Asked(dict):
        def get(self, phrase, default=None):
            asked.append(phrase)
            return super().get(phrase, default)

    monkeypatch.setattr(say, "catalogue", lambda language: Asked(dutch))
    assert main(["compare", "a1", "b1", "--explain", "--figure", "finished", "--into", "here"]) == 0
    page = report_of(Path("here"))
    assert '<html lang="nl">' in page
    assert "Wat verandert b1 ten opzichte van a1?" in page
    names = {"Capital", "Coast", "Detective", *(step["label"] for step in SMALL["casework"]["steps"].values())}
    assert sorted(set(asked) - set(dutch) - names) == []
    words = set(re.findall(r"[a-z]+", re.sub(r"<(style|head|code)\b.*?</\1>|<[^>]*>", " ", page, flags=re.S).lower()))
    assert not words & {"the", "and", "with", "to", "by", "than", "difference"}
