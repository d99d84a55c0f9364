"""The configuration: every file composes and validates, scenarios stack, every number has a source."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from tbkk_sim.config.compose import load_settings
from tbkk_sim.config.paths import conf_dir
from tbkk_sim.model.expected_hours import mean_hours, shares_of_treatments
from tbkk_sim.problem import SettingsError
from tbkk_sim.sampling.reports.volumes import class_volumes
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import LIGHTER_WAYS
from tbkk_sim.settings.provenance import list_entries, problems
from tbkk_sim.whatif.levers import has_errors
from tests.builders import own_scenario

pytestmark = pytest.mark.slow

CONF, ROOT = conf_dir(), Path(__file__).parents[1]
SCENARIOS = sorted(file.stem for file in (CONF / "scenario").glob("*.yaml"))
OPTIONS = sorted(
    f"{file.parent.name}={file.stem}"
    for file in CONF.glob("*/*.yaml")
    if file.parent.name not in ("scenario", "tune") and file.stem not in ("textbook", "empty")
)
STACKS = [
    ("growth", "expansion_40", "tools"),
    ("growth", "expansion_20", "collaboration_wide"),
    ("growth_high", "expansion_40", "collaboration_wide", "tools"),
    ("growth", "slow_hiring"),
    ("expansion_40", "slow_hiring"),
    ("growth", "collaboration_none"),
    ("collaboration_none", "one_queue"),
    ("first_come", "burst"),
    ("one_queue", "burst", "growth"),
    ("history", "tools"),
    ("growth", "visit_possessors"),
    ("shares", "by_backlog", "regions_judge"),
    ("growth", "sextortion_wave", "very_large_case"),
    ("severe_shift", "reports_fall", "expansion_40"),
]


loaded = cache(lambda *overrides: load_settings(overrides))
"""Settings of a run, composed once."""


@pytest.fixture(scope="module")
def baseline() -> Settings:
    return loaded()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_each_scenario_is_valid_and_bears_its_own_name_and_question(scenario, baseline):
    settings = loaded(f"+scenario={scenario}")
    assert settings.name == scenario
    assert settings.question.endswith("?")
    assert scenario == "baseline" or settings.question != baseline.question


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_file_opens_with_its_command_and_its_question(scenario):
    package, command, *rest = (CONF / "scenario" / f"{scenario}.yaml").read_text().splitlines()
    assert package == "# @package _global_"
    assert command == f"# python -m tbkk_sim +scenario={scenario}"
    assert next(line for line in rest if not line.startswith("#")).startswith("question: ")


def test_the_scenarios_of_the_letter_are_there():
    letter = (
        "baseline growth growth_high history expansion_20 expansion_40 collaboration_none collaboration_wide "
        "tools slow_hiring first_come one_queue burst"
    )
    assert set(letter.split()) <= set(SCENARIOS)


def test_a_scenario_changes_something(baseline):
    same = baseline.model_dump(exclude={"name", "question"})
    unchanged = [
        name for name in SCENARIOS if loaded(f"+scenario={name}").model_dump(exclude={"name", "question"}) == same
    ]
    assert unchanged == ["baseline"]


@pytest.mark.parametrize("stack", STACKS, ids="+".join)
def test_scenarios_stack(stack):
    settings = load_settings([f"+scenario=[{','.join(stack)}]"])
    assert settings.name == "+".join(stack)
    assert all(name in settings.question for name in stack)


@pytest.mark.parametrize("option", OPTIONS)
def test_each_option_of_each_group_is_valid(option):
    assert load_settings([option]).name == "baseline"


@pytest.mark.parametrize("scenario", ["growth", "history", "textbook", "textbook_priority"])
def test_a_scenario_with_a_period_of_its_own_can_be_run_as_a_smoke_test(scenario):
    run = load_settings([f"+scenario={scenario}", "run=smoke"]).run
    assert (run.replications, run.horizon_days) == (2, 90)


def test_every_number_has_a_source_and_every_assumption_a_range():
    assert problems(list_entries(CONF)) == []


def test_the_baseline_is_the_letter(baseline):
    units = baseline.staffing.units
    assert len(units) == 11
    assert sum(unit.posts for unit in units.values()) == 150
    assert {name: of.agreed_in(2021) for name, of in baseline.agreements.items()} == {
        "producers": 100,
        "key_players": 15,
        "possessors_distributors": 400,
        "light_interventions": 150,
    }
    assert set(baseline.demand.unit_share) == set(units)
    assert len(baseline.collaboration.pools) == 4
    assert [str(day) for day in (baseline.run.start, baseline.run.end)] == ["2021-01-01", "2025-12-31"]


def test_a_wave_of_sextortion_brings_reports_on_top_of_all_others(baseline):
    wave = loaded("+scenario=sextortion_wave")
    for year, more in {2021: 1220, 2022: 1750, 2023: 2500, 2024: 3590, 2025: 5140}.items():
        before, after = (
            {name: class_volumes(of.demand, name, year) for name in of.demand.streams} for of in (baseline, wave)
        )
        came = after.pop("victim_reports")
        assert sum(came.values()) == pytest.approx(more)
        assert came["enticement"] == pytest.approx(0.05 * more)
        assert not any(before.pop("victim_reports").values())
        assert after == before


def test_own_finds_are_cases_beside_all_others(baseline):
    found = loaded("+scenario=own_finds")
    for year in baseline.run.years:
        before, after = (
            {name: class_volumes(of.demand, name, year) for name in of.demand.streams} for of in (baseline, found)
        )
        assert after.pop("own_finds") == pytest.approx({"closed": 0, "acute": 5, "producer": 25, "distributor": 20})
        assert not any(before.pop("own_finds").values())
        assert after == before
    assert not found.demand.streams["own_finds"].triaged


def test_the_study_without_errors_has_none_of_any_class():
    study = yaml.safe_load((ROOT / "experiments" / "what_comes_in" / "study.yaml").read_text(encoding="utf-8"))
    assert has_errors(loaded())
    assert not has_errors(loaded(*study["runs"]["no_errors"]))


SEVERE = ("acute", "producer", "enticement", "large_case", "keyplayer", "travel")


def test_in_the_baseline_severe_work_goes_first_and_the_rest_is_a_portfolio(baseline):
    classes = baseline.casework.classes
    assert tuple(name for name, of in classes.items() if of.severe) == SEVERE
    assert baseline.assignment.order == "agreements"
    assert baseline.assignment.agreements_priority > max(classes[name].priority for name in SEVERE)
    agreed = [name for of in baseline.agreements.values() for name in of.classes]
    assert {"distributor", "possessor"} <= set(agreed)
    assert baseline.steering.policy == "fixed"


def test_in_a_year_of_the_period_before_other_numbers_were_agreed(baseline):
    agreed = {name: of.agreed_in(2016) for name, of in baseline.agreements.items()}
    assert (agreed["possessors_distributors"], agreed["light_interventions"], agreed["producers"]) == (215, 365, 0)


def test_a_lighter_way_takes_fewer_hours_than_a_heavier_one(baseline):
    for case_class in baseline.casework.classes.values():
        ways = [case_class, *(of for way in LIGHTER_WAYS if (of := case_class.lighter.get(way)))]
        hours = [sum(mean_hours(way).values()) for way in ways]
        assert hours == sorted(set(hours), reverse=True)


def test_possessors_who_are_visited_are_those_of_the_baseline_but_for_their_treatment(baseline):
    visited = loaded("+scenario=visit_possessors")
    assert shares_of_treatments(visited, "possessor")["letter_or_visit"] == 1
    for name in ("distributor", "light"):
        assert shares_of_treatments(visited, name) == shares_of_treatments(baseline, name)


def test_months_average_one_and_peak_at_the_proxy(baseline):
    factors = baseline.demand.month_factors
    assert sorted(factors) == list(range(1, 13))
    assert sum(factors.values()) / 12 == pytest.approx(1, abs=0.001)
    assert max(factors.values()) == 1.22


def test_the_stock_adds_up(baseline):
    """Some 3,200 cases wait and 341 are in hand, as the comment beside them says."""
    stock = baseline.demand.stock.values()
    assert round(sum(work.waiting for work in stock), -2) == 3200
    assert sum(work.in_hand for work in stock) == 341


@pytest.mark.parametrize("posts", [20, 40])
def test_an_expansion_spreads_over_the_units_by_establishment(baseline, posts):
    units = baseline.staffing.units
    plan = loaded(f"+scenario=expansion_{posts}").staffing.plan.values()
    added = {step.unit: step.posts for step in plan}
    assert sum(added.values()) == posts
    assert all(abs(added[name] - posts * unit.posts / 150) < 1 for name, unit in units.items())


def test_two_expansions_are_refused_with_the_key_that_both_set():
    with pytest.raises(SettingsError) as refused:
        load_settings(["+scenario=[expansion_40,expansion_20]"])
    (problem,) = refused.value.problems
    assert problem.key.startswith("staffing.plan.expansion_")
    assert "by expansion_40 and by expansion_20" in problem.says


def test_a_key_that_two_scenarios_set_may_be_decided_by_hand():
    years = "demand.streams.image.reports_per_year"
    typed = [f"{years}.2024=90000", f"{years}.2025=95000"]
    settings = load_settings(["+scenario=[growth_high,growth]", *typed])
    assert settings.demand.streams["image"].reports_per_year[2024] == 90000


def test_a_scenario_that_builds_on_another_may_be_stacked_on_it():
    assert load_settings(["+scenario=[textbook,textbook_priority]"]).name == "textbook+textbook_priority"


def test_collaboration_none_keeps_the_pools_and_their_own_work(baseline):
    alone = loaded("+scenario=collaboration_none").collaboration
    assert alone.pools == baseline.collaboration.pools
    assert baseline.collaboration.pools_lend
    assert not alone.pools_lend


def test_the_textbook_replaces_all_that_is_of_the_police():
    settings = load_settings(["+scenario=textbook", "staffing.units.desk.posts=5"])
    assert list(settings.staffing.units) == ["desk"]
    assert settings.staffing.units["desk"].posts == 5
    assert list(settings.casework.classes) == ["urgent", "customer"]
    assert not settings.collaboration.pools
    assert not settings.demand.stock
    assert not settings.agreements
    assert not settings.steering.treatments


def test_what_is_typed_wins_over_a_scenario():
    settings = load_settings(["+scenario=growth", "demand.streams.image.reports_per_year.2025=1", "name=mine"])
    assert settings.demand.streams["image"].reports_per_year[2025] == 1
    assert settings.name == "mine"


def test_a_planner_adds_a_scenario_in_a_folder_of_their_own(tmp_path: Path):
    own_scenario(tmp_path, "defaults: [growth, _self_]\nstaffing: {units: {limburg: {posts: 9}}}\n")
    settings = load_settings(["+scenario=[mine,tools]"], config_dir=str(tmp_path))
    assert settings.name == "mine+tools"
    assert settings.staffing.units["limburg"].posts == 9
    assert settings.demand.streams["image"].reports_per_year[2025] == 100_000


def test_a_year_may_be_written_without_quotes_if_it_is_new(tmp_path: Path):
    own_scenario(tmp_path, "demand: {streams: {image: {reports_per_year: {2027: 5}}}}\n", "later")
    settings = load_settings(["+scenario=later"], config_dir=str(tmp_path))
    assert settings.demand.streams["image"].reports_per_year[2027] == 5


@pytest.mark.parametrize(
    "typed",
    [
        ["demand.stock={}", "steering.treatments={}", "staffing.plan={}", "+scenario=expansion_20"],
        ["+demand.stock={ }", "++steering.treatments={}", "staffing.plan={}", "+scenario=expansion_20"],
        ["+scenario=[growth,empty_tables]"],
    ],
    ids=["typed", "added", "in a file"],
)
def test_an_empty_table_empties(typed, tmp_path):
    own_scenario(tmp_path, "demand: {stock: {}}\nsteering: {treatments: {}}\nstaffing: {plan: {}}\n", "empty_tables")
    settings = load_settings(typed, str(tmp_path))
    assert (settings.demand.stock, settings.steering.treatments, settings.staffing.plan) == ({}, {}, {})
    assert settings.asked.overrides == tuple(typed)


def test_a_scenario_may_not_empty_what_another_fills(tmp_path):
    own_scenario(tmp_path, "staffing: {plan: {}}\n")
    with pytest.raises(SettingsError) as refused:
        load_settings(["+scenario=[expansion_20,mine]"], str(tmp_path))
    (problem,) = refused.value.problems
    assert (problem.key, "by expansion_20 and by mine" in problem.says) == ("staffing.plan", True)
    by_hand = load_settings(["+scenario=[expansion_20,mine]", "staffing.plan={}"], str(tmp_path))
    assert by_hand.staffing.plan == {}
    assert len(load_settings(["+scenario=[mine,expansion_20]"], str(tmp_path)).staffing.plan) == 11


def test_what_is_set_behind_an_empty_table_is_all_there_is(tmp_path):
    for name, stock in (("nothing", "{}"), ("some", "{light: {waiting: 4}}")):
        own_scenario(tmp_path, f"demand: {{stock: {stock}}}\n", name)
    for typed in (["demand.stock={}", "+demand.stock.light.waiting=4"], ["+scenario=[nothing,some]"]):
        stock = load_settings(typed, str(tmp_path)).demand.stock
        assert {name: of.waiting for name, of in stock.items()} == {"light": 4}


def test_a_word_in_a_file_stays_a_word(tmp_path):
    own_scenario(
        tmp_path,
        "calendar: {holidays_country: NO}\n"
        "run: {monthly: off}\n"
        "staffing:\n  units:\n    ON: {label: Yes, posts: 5}\n    NN: {label: Off, posts: 5}\n",
        "words",
    )
    settings = load_settings(["+scenario=words"], str(tmp_path))
    assert settings.calendar.holidays_country == "NO"
    assert settings.run.monthly is False
    assert {name: settings.staffing.units[name].label for name in ("ON", "NN")} == {"ON": "Yes", "NN": "Off"}
    assert load_settings(["calendar.holidays_country=NO"]).calendar.holidays_country == "NO"
