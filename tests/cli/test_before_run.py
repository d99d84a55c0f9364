"""What is said of withdrawn posts before a run begins, and again when it is over."""

import re

import pytest

from tbkk_sim.cli.main import main

pytestmark = pytest.mark.slow

SHORT = ["run.end=2021-01-31", "run.replications=2", "run.workers=1", "run.report=false", "engine=simpy"]
ALL_POSTS = "+staffing.plan.x={unit:desk,date:2021-01-05,posts:-3}"
SAYS = {
    "en": ("Warning: ", "From 5 January 2021 there are no posts left in Desk for serve, and no other unit takes"),
    "nl": ("Waarschuwing: ", "Vanaf 5 januari 2021 zijn er bij Balie geen plaatsen meer voor bedienen, en geen andere"),
}


@pytest.mark.parametrize("language", SAYS)
def test_a_run_that_loses_all_posts_says_so_before_it_begins_and_at_the_end(language, tmp_path, capsys):
    typed = ["+scenario=textbook", *SHORT, f"language={language}", f"hydra.run.dir={tmp_path / 'run'}"]
    assert main([*typed, ALL_POSTS]) == 0
    said, (warning, text) = capsys.readouterr(), SAYS[language]
    for written in (said.err, said.out):
        assert f"{warning}{text}" in " ".join(written.split())


def test_a_run_that_keeps_a_post_is_silent(tmp_path, capsys):
    typed = ["+scenario=textbook", *SHORT, f"hydra.run.dir={tmp_path / 'run'}"]
    assert main([*typed, ALL_POSTS.replace("-3", "-2")]) == 0
    said = capsys.readouterr()
    assert "Warning: From" not in said.err + said.out


@pytest.mark.parametrize("language", SAYS)
def test_a_comparison_says_it_of_each_run(language, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["compare", "textbook", "textbook_priority", *SHORT, f"language={language}", ALL_POSTS]) == 0
    said, (warning, text) = capsys.readouterr(), SAYS[language]
    for run in ("textbook", "textbook_priority"):
        assert f"{warning}In {run}: {text}" in " ".join(said.err.split())
    (report,) = (of for of in tmp_path.rglob("report.html") if of.with_name("comparison.md").exists())
    shown = report.read_text(encoding="utf-8")
    boxes = [" ".join(box.split()) for box in re.findall(r'<p class="warning">(.*?)</p>', shown, re.DOTALL)]
    name = warning.removesuffix(": ")
    for run in ("textbook", "textbook_priority"):
        assert any(box.startswith(f"<strong>{name}.</strong> In {run}: {text}") for box in boxes)
    assert shown.index('class="warning"') < shown.index('<ul class="answer">')
    assert f"In textbook: {text}" not in shown[shown.index('<ul class="answer">') :]
    (page,) = tmp_path.rglob("comparison.md")
    for run in ("textbook", "textbook_priority"):
        for written in (said.out, page.read_text(encoding="utf-8").replace("\\", "")):
            assert f"In {run}: {text}" in " ".join(written.split())


def test_a_sweep_says_which_run_it_is_about(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["--multirun", "+scenario=textbook", *SHORT, ALL_POSTS, "seed=1,2"]) == 0
    said = " ".join(capsys.readouterr().err.split())
    for run in ("seed=1", "seed=2"):
        assert f"Warning: In {run}: {SAYS['en'][1]}" in said
