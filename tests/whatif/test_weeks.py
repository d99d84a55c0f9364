"""One replication week by week: equal to the key figures, and a page without anything from outside."""

import base64
import gzip
import json
import re
from pathlib import Path

import numpy as np
import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.replay.page import replay_page
from tbkk_sim.replay.weeks import (
    ENDS,
    ENDS_OF_REPORTS,
    NOW,
    RETURNS,
    TAKEN_UP,
    TREATED,
    WeeklyState,
    weeks_of,
)
from tbkk_sim.runs.replication import OtherWorldError, Replication, simulate
from tbkk_sim.runs.runner import run_experiment
from tbkk_sim.sampling.world import BY_HAND
from tbkk_sim.settings import Settings
from tbkk_sim.week.facts.reader import WeekReader, read_weeks
from tbkk_sim.week.telling.words import say_week
from tests.builders import SMALL, SOONEST, small_settings
from tests.engine.small_worlds import STEERING, STOCK, UPGRADES

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
    changed = {
        "staffing": staffing,
        "demand": SMALL["demand"] | {"stock": stock},
        "triage": SMALL["triage"] | {"hours_mean": 5.0},
    }
    return Settings.model_validate(SMALL | changed)


@pytest.fixture(scope="module")
def future(settings: Settings) -> Replication:
    return simulate(settings, engine=SOONEST)


def test_the_last_week_is_the_end_of_the_key_figures(future: Replication):
    weeks, figures = weeks_of(future.ledger), future.key_figures
    at_end = figures.query("period == 'all' and priority_class == 'all'").set_index(["key_figure", "team"])["value"]
    for name, counts in (("backlog_end", weeks.backlog), ("in_hand_end", weeks.in_hand)):
        assert counts[-1].tolist() == [at_end[name, unit] for unit in ("capital", "coast")]
    assert weeks.to_triage[-1].sum() == at_end["triage_backlog_end", "all"] > 0
    assert weeks.backlog[0].sum() >= 30
    assert weeks.in_hand[0].sum() == 5


def test_what_waits_each_week_is_what_the_log_tells_with_reports_to_be_triaged_at_the_unit_that_judges(
    future: Replication,
):
    weeks, log, reports = weeks_of(future.ledger), future.log, future.world.reports
    assert weeks.to_triage[:, 0].max() > 10  # the case that this is about
    assert not weeks.to_triage[:, 1].any()
    state = dict.fromkeys(np.flatnonzero((reports.arrived_seconds < 0) & ~reports.taken_up).tolist(), "backlog")
    week = 0
    for row in log.rows:
        while row["time_seconds"] > weeks.days[week] * SECONDS_PER_DAY:
            _assert_counted(weeks, week, state, reports.unit)
            week += 1
        _follow(state, row, int(reports.triaged_by[row["report"]]))
    for last in range(week, len(weeks.days)):
        _assert_counted(weeks, last, state, reports.unit)


def _follow(state: dict[int, str], row: np.void, triaged_by: int) -> None:
    """Where a report is after an event: to be triaged, waiting, or neither."""
    report = int(row["report"])
    match Event(row["kind"]):
        case Event.ARRIVED if triaged_by == BY_HAND:
            state[report] = "to_judge"
        case Event.TRIAGED if row["detail"]:
            state[report] = "backlog"
        case Event.TRIAGED | Event.TAKEN_UP | Event.ENDED:
            state.pop(report, None)


def _assert_counted(weeks: WeeklyState, week: int, state: dict[int, str], unit: np.ndarray) -> None:
    waiting = [int(unit[report]) for report, where in state.items() if where == "backlog"]
    assert weeks.backlog[week].tolist() == [waiting.count(0), waiting.count(1)], week
    assert weeks.to_triage[week].sum() == sum(where == "to_judge" for where in state.values()), week


@pytest.fixture(scope="module")
def steered() -> Replication:
    """A year in which light cases are treated in all ways, under a pressure that changes, and persons return.

    Units assess reports, some of which lead to nobody, and persons are reported several times.
    """
    more = {
        "casework.classes.light.expires": {"mean_days": 60},
        "triage.assessment": {"enabled": True, "step": "enrich", "hours_mean": 0.5, "untraceable_share": 0.1},
        "triage.assessment.sensitivity": 0.8,
        "demand.persons": {"further_reports_mean": 0.3, "further_within_days": 90},
    }
    return simulate(small_settings(STEERING | UPGRADES | STOCK | more), engine=SOONEST)


def test_what_became_of_cases_by_the_last_week_is_what_the_key_figures_tell(steered: Replication):
    weeks, figures = weeks_of(steered.ledger), steered.key_figures
    whole = figures.query("period == 'all' and team == 'all' and priority_class == 'all'").set_index("key_figure")
    for name in (TAKEN_UP, *ENDS, *ENDS_OF_REPORTS, RETURNS):
        assert weeks.so_far[name][-1] == whole.loc[name, "value"] > 0, name
        assert (np.diff(weeks.so_far[name]) >= 0).all()
        assert weeks.so_far[name][0] <= weeks.so_far[name][-1] / 2


def test_what_is_assessed_and_hidden_in_the_last_week_is_what_the_key_figures_tell(steered: Replication):
    weeks, figures = weeks_of(steered.ledger), steered.key_figures
    whole = figures.query("period == 'all' and team == 'all' and priority_class == 'all'").set_index("key_figure")
    at_end = whole["value"][["assessment_backlog_end", "hidden_waiting"]].tolist()
    assert [int(weeks.so_far[name][-1]) for name in NOW] == at_end
    assert min(weeks.so_far[name].max() for name in NOW) > 0
    assert weeks.so_far["to_assess"][0] == 0


def test_a_treatment_counts_as_it_is_at_each_week_and_the_pressure_as_it_was_set_last(steered: Replication):
    weeks, week = weeks_of(steered.ledger), 0
    treatment: dict[int, str] = {}
    pressure, becomes_full = 0.0, False

    def assert_counted() -> None:
        assert {name: weeks.so_far[name][week] for name in TREATED} == {
            name: list(treatment.values()).count(name) for name in TREATED
        }
        assert weeks.pressure[week] == pytest.approx(pressure)

    for row in steered.log.rows:
        while row["time_seconds"] > weeks.days[week] * SECONDS_PER_DAY:
            assert_counted()
            week += 1
        if row["kind"] == Event.WEIGHED:
            becomes_full |= int(row["report"]) in treatment
            treatment[int(row["report"])] = ("full", "short", "letter_or_visit", "nothing")[row["detail"]]
        elif row["kind"] == Event.STEERED:
            pressure = row["work_seconds"] / 1e6
    for week in range(week, len(weeks.days)):  # noqa: B007, B020 - the weeks after the last event
        assert_counted()
    assert becomes_full
    assert 0 < weeks.pressure.max() <= 1
    assert len(set(weeks.pressure)) > 2


def test_without_meetings_there_is_no_pressure_and_no_sentence_on_it(settings: Settings, future: Replication):
    weeks = weeks_of(future.ledger)
    assert len(weeks.pressure) == 0
    data = re.search(r'id="data">(.*?)</script>', replay_page(settings, weeks, "en"), re.DOTALL)
    assert data
    assert json.loads(data[1])["say"]["pressure"] == ""


def test_people_and_posts_follow_the_plan_and_the_absences(future: Replication):
    weeks = weeks_of(future.ledger)
    assert weeks.posts[[0, -1]].tolist() == [[8, 6], [8, 8]]
    assert (weeks.present <= weeks.people.max(axis=0) + 1e-9).all()
    assert (weeks.present >= -1e-9).all()
    days_present = weeks.present[1:].T @ np.diff(weeks.days)
    shifts, team = future.world.shifts, future.world.people.team
    until = np.minimum(shifts.end_days, weeks.days[-1])
    for unit in range(2):
        there = team[shifts.member] == unit
        assert days_present[unit] == pytest.approx((until - shifts.begin_days)[there].sum())


def test_a_stored_log_tells_the_same_and_another_world_is_refused(settings: Settings, future: Replication):
    stored = weeks_of(read_weeks(settings, future.log).ledger)
    assert np.array_equal(stored.present, weeks_of(future.ledger).present)
    with pytest.raises(OtherWorldError):
        read_weeks(settings.model_copy(update={"seed": 8}), future.log)


def test_the_page_asks_for_nothing_and_names_show_as_text(settings: Settings, future: Replication):
    page = replay_page(settings, weeks_of(future.ledger), "nl")
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)\s*=|@import|url\(|https?://(?!www\.w3\.org/2000/svg)", page)
    assert NAME not in page
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert data["units"][0]["label"] == NAME
    assert data["dates"][1] == "Week tot en met 7 januari 2021"
    assert len(data["units"][1]["backlog"]) == len(data["dates"]) == 54
    assert data["units"][0]["to_judge"] == weeks_of(future.ledger).to_triage[:, 0].tolist()
    assert data["say"]["to_judge"] == "te wegen meldingen"
    assert 'lang="nl"' in page
    assert "nummer 0 van de run, geteld vanaf 0" in page
    assert "nummer 3 van de run, geteld vanaf 0" in replay_page(settings, weeks_of(future.ledger), "nl", 3)
    assert "Afspelen" in page


def test_the_page_holds_the_account_of_each_unit_and_week(settings: Settings, future: Replication):
    reader, weeks = WeekReader(settings, future.ledger), weeks_of(future.ledger)
    page = replay_page(settings, weeks, "nl", reader=reader)
    assert len(page) < 400_000
    accounts = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])["accounts"]  # type: ignore[index]
    units = [json.loads(gzip.decompress(base64.b64decode(unit))) for unit in accounts["units"]]
    assert [len(unit) for unit in units] == [len(reader.weeks)] * 2
    assert len(accounts["week"]) == len(weeks.days)
    for at, day in enumerate(weeks.dates(settings.run.start)):
        week = reader.weeks[accounts["week"][at]]
        assert week.first_day <= day <= week.last_day
    words = say_week(settings, reader.account("coast", 20), "nl")
    title, span, sections, (stories, notes), told = units[1][20]
    assert (title, span, stories, notes) == (words.title, words.span, words.stories_title, list(words.stories_notes))
    assert sections == [[section.title, list(section.sentences)] for section in words.sections]
    assert [story[0] for story in told] == [story.title for story in words.stories]
    assert 'id="account" hidden' in page


@pytest.fixture(scope="module")
def run(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("replay") / "run"
    run_experiment(settings.model_copy(update={"engine": SOONEST}), folder)
    return folder


@pytest.mark.slow
def test_the_verb_writes_a_replay_into_the_folder_of_the_run(run: Path, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for language, words in (("nl", "week voor week"), ("en", "week by week")):
        page = run / f"replay_0_{language}.html"
        assert main(["replay", str(run), "--language", language]) == 0
        assert capsys.readouterr().out == f"{page}\n"
        assert words in page.read_text(encoding="utf-8")
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_replay_replaces_nothing_but_itself(run: Path, tmp_path: Path, capsys):
    page = tmp_path / "new" / "page.html"
    for _ in range(2):
        assert main(["replay", str(run), "--out", str(page)]) == 0
    page.write_text("mine")
    assert main(["replay", str(run), "--out", str(page)]) == 2
    assert f"{page}\n      is there already, with other content" in capsys.readouterr().err
    assert page.read_text() == "mine"
    assert main(["replay", str(run), "--out", str(tmp_path)]) == 2
    assert [path.name for path in page.parent.iterdir()] == ["page.html"]


def test_a_replay_that_cannot_be_says_why(run: Path, tmp_path: Path, capsys):
    for typed, said in (
        ([str(run), "--replication", "1"], "keep_events=all"),
        ([str(run), "--replication", "2"], "must be a whole number of 0 to 1, in the digits 0-9"),
        ([str(run), "--replication", "\u0663"], "--replication \u0663"),
        ([str(run), "--replication", "-1"], "--replication -1"),
        ([str(tmp_path / "nowhere")], str(tmp_path / "nowhere")),
    ):
        assert main(["replay", *typed]) == 2
        assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
