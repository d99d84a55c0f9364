"""What is said of withdrawn posts before a run begins, and again when it is over."""

import pytest

from tbkk_sim.cli.verbs import main

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
    assert f"{warning}{text}" in " ".join(said.err.split())
    (page,) = tmp_path.rglob("comparison.md")
    for run in ("textbook", "textbook_priority"):
        for written in (said.out, page.read_text(encoding="utf-8").replace("\\", "")):
            assert f"In {run}: {text}" in " ".join(written.split())
