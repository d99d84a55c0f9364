"""One future week by week: equal to the key figures, and a page without anything from outside."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from builders import SMALL
from tbkk_sim.cli.verbs import main
from tbkk_sim.experiment.replication import Replication, simulate
from tbkk_sim.experiment.runner import run_experiment
from tbkk_sim.settings import Settings
from tbkk_sim.whatif.replay import replay_page
from tbkk_sim.whatif.weeks import OtherWorldError, weeks_of, weeks_of_log

NAME = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def settings() -> Settings:
    staffing = SMALL["staffing"] | {
        "units": {"capital": {"label": NAME, "posts": 8}, "coast": {"label": "Coast", "posts": 6}},
        "absence": {"leave_days_per_year": 40, "short_illness_spells_per_year": 3},
        "turnover": {"transfer_per_year": 0.3},
        "plan": {"more": {"unit": "coast", "date": "2021-07-01", "posts": 2}},
    }
    stock = {"light": {"waiting": 30}, "serious": {"in_hand": 5}}
    return Settings.model_validate(SMALL | {"staffing": staffing, "demand": SMALL["demand"] | {"stock": stock}})


@pytest.fixture(scope="module")
def future(settings: Settings) -> Replication:
    return simulate(settings)


def test_the_last_week_is_the_end_of_the_key_figures(future: Replication):
    weeks, figures = weeks_of(future.ledger), future.key_figures
    at_end = figures.query("period == 'all' and priority_class == 'all'").set_index(["key_figure", "team"])["value"]
    for name, counts in (("backlog_end", weeks.backlog), ("in_hand_end", weeks.in_hand)):
        assert counts[-1].tolist() == [at_end[name, unit] for unit in ("capital", "coast")]
    assert weeks.backlog[0].sum() >= 30
    assert weeks.in_hand[0].sum() == 5


def test_people_and_posts_follow_the_plan_and_the_absences(future: Replication):
    weeks = weeks_of(future.ledger)
    assert weeks.posts[[0, -1]].tolist() == [[8, 6], [8, 8]]
    assert (weeks.present <= weeks.people.max(axis=0) + 1e-9).all()
    assert (weeks.present >= -1e-9).all()
    days_present = weeks.present[1:].T @ np.diff(weeks.days)
    stints, team = future.world.stints, future.world.people.team
    until = np.minimum(stints.end_days, weeks.days[-1])
    for unit in range(2):
        there = team[stints.member] == unit
        assert days_present[unit] == pytest.approx((until - stints.begin_days)[there].sum())


def test_a_stored_log_tells_the_same_and_another_world_is_refused(settings: Settings, future: Replication):
    stored = weeks_of_log(settings, future.log)
    assert np.array_equal(stored.present, weeks_of(future.ledger).present)
    with pytest.raises(OtherWorldError):
        weeks_of_log(settings.model_copy(update={"seed": 8}), future.log)


def test_the_page_asks_for_nothing_and_names_show_as_text(settings: Settings, future: Replication):
    page = replay_page(settings, weeks_of(future.ledger), "nl")
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)\s*=|@import|url\(|https?://(?!www\.w3\.org/2000/svg)", page)
    assert NAME not in page
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert data["units"][0]["label"] == NAME
    assert data["dates"][1] == "Week tot en met 7 januari 2021"
    assert len(data["units"][1]["backlog"]) == len(data["dates"]) == 54
    assert 'lang="nl"' in page
    assert "Afspelen" in page


def test_the_verb_writes_a_replay_of_a_run(settings: Settings, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    run_experiment(settings.model_copy(update={"engine": "simpy"}), tmp_path / "run")
    assert main(["replay", "run", "--language", "nl"]) == 0
    assert "week voor week" in (tmp_path / "replay.html").read_text()
    assert main(["replay", "run", "--replication", "1"]) == 2
    assert "keep_events=all" in capsys.readouterr().err
    assert main(["replay", "nowhere"]) == 2
