"""Levers and what they change; the scenario file that says the same."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tbkk_sim.cli.main import main
from tbkk_sim.cli.plans import ComposedPlans
from tbkk_sim.comparison.settings_groups import changes
from tbkk_sim.settings import Settings
from tbkk_sim.whatif import phrases
from tbkk_sim.whatif.levers import (
    AS_IT_IS,
    ORDERS,
    Levers,
    PlanChange,
    change_of,
    has_errors,
    levers_of,
    may_be_chosen,
    ways_of,
    weighings,
)
from tbkk_sim.whatif.plans import PlanError
from tests.builders import SMALL

pytestmark = pytest.mark.slow

RUNS = (
    [],
    ["+scenario=growth", "run=smoke"],
    ["+scenario=[growth,collaboration_wide]", "staffing.hiring.fill_months_mean=8"],
    ["+scenario=textbook_priority"],
    ["+scenario=[reallocation_10,retraining,overtime]"],
    ["+scenario=one_queue", "collaboration=wide", "+demand.bursts.x={stream:image,date:2021-05-01,reports:100}"],
)


def _all_moved(was: Levers, pools: bool) -> Levers:
    first = next(iter(was.posts))
    return replace(
        was,
        posts=was.posts | {first: was.posts[first] + 2},
        extra_posts=12,
        hiring_limit_per_month=2.0 if was.hiring_limit_per_month is None else None,
        volume=dict.fromkeys(was.volume, 1.5),
        growth_per_year=0.1,
        complexity_per_year=0.05,
        order="by_severity" if was.agreed else AS_IT_IS,
        agreed={name: number + 35 for name, number in was.agreed.items()},
        treated={"possessor": "letter_or_visit", "light": "nothing"} if was.agreed else {},
        collaboration="wide" if pools else AS_IT_IS,
        triage_factor=0.5,
        assessment_hours_factor=0.8,
        triage_errors=0.25,
        tools=dict.fromkeys(was.tools, 0.75),
    )


@pytest.mark.parametrize("typed", RUNS, ids=" ".join)
def test_a_saved_scenario_gives_the_very_settings_of_the_page(typed: list[str], tmp_path: Path):
    plans = ComposedPlans(typed, None, tmp_path)
    base = plans.settings(PlanChange())
    was = levers_of(base)
    assert not change_of(base, was)
    change = change_of(base, _all_moved(was, bool(base.collaboration.pools)))
    wanted = plans.settings(change)
    saved = plans.save("mine", "What <then>: 'this'?", change)
    found = ComposedPlans(["+scenario=mine"], str(tmp_path), tmp_path).settings(PlanChange())
    assert found.question == "What <then>: 'this'?"
    assert found.model_copy(update={"name": wanted.name, "question": wanted.question}) == wanted
    lines = saved.path.read_text().splitlines()
    assert lines[:2] == ["# @package _global_", f"# {saved.command}"]
    assert lines[2].startswith("question: ")
    assert "&id" not in saved.path.read_text()


def test_the_numbers_of_a_saved_scenario_have_a_source(tmp_path: Path, capsys):
    plans = ComposedPlans([], None, tmp_path)
    base = plans.settings(PlanChange())
    plans.save("mine", "Why?", change_of(base, _all_moved(levers_of(base), True)))
    assert main(["provenance", "--conf", str(tmp_path)]) == 0
    capsys.readouterr()


def test_better_triage_leaves_a_part_of_each_error_of_all_who_judge(tmp_path: Path):
    plans = ComposedPlans(["triage.by_hand.sensitivity=0.9", "triage.assessment.hours_mean=0.5"], None, tmp_path)
    base = plans.settings(PlanChange())
    better = replace(levers_of(base), triage_errors=0.5, assessment_hours_factor=0.6)
    triage = plans.settings(change_of(base, better)).triage
    for now, then in (
        (base.triage.by_hand, triage.by_hand),
        (base.triage.by_system, triage.by_system),
        (base.triage.assessment, triage.assessment),
    ):
        assert 1 - then.sensitivity == pytest.approx((1 - now.sensitivity) / 2)
        assert 1 - then.specificity == pytest.approx((1 - now.specificity) / 2)
        assert then.closed_by_mistake_share == pytest.approx(now.closed_by_mistake_share / 2)
        assert now.sensitivity_of_class
        assert {name: 1 - share for name, share in then.sensitivity_of_class.items()} == pytest.approx(
            {name: (1 - share) / 2 for name, share in now.sensitivity_of_class.items()}
        )
    assert triage.by_hand.sensitivity == 0.95
    assert 1 - triage.flagged_share == pytest.approx((1 - base.triage.flagged_share) / 2)
    assert triage.assessment.hours_mean == 0.3
    assert triage.hours_factor == base.triage.hours_factor


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        pytest.param([], ["by_hand", "by_system", "assessment"], id="all who judge"),
        pytest.param(["triage.automatic_share=0"], ["by_hand", "assessment"], id="no system"),
        pytest.param(["triage.assessment.enabled=false"], ["by_hand", "by_system"], id="no assessment"),
        pytest.param(["triage.enabled=false"], [], id="no triage"),
    ],
)
def test_only_who_judges_in_the_plan_can_err_less(typed: list[str], names: list[str], tmp_path: Path):
    base = ComposedPlans(typed, None, tmp_path).settings(PlanChange())
    assert [path[-1] for path in weighings(base)] == names
    assert has_errors(base) == bool(names)
    changed = change_of(base, replace(levers_of(base), triage_errors=0.0)).values
    assert {path[1] for path in changed} == {*names, *(["flagged_share"] if names else [])}


def test_the_lever_of_better_triage_moves_what_the_scenario_moves(tmp_path: Path):
    base, scenario = (
        ComposedPlans(typed, None, tmp_path).settings(PlanChange()) for typed in ([], ["+scenario=better_triage"])
    )
    levers = replace(levers_of(base), triage_errors=0.5, triage_factor=0.8, assessment_hours_factor=0.8)
    assert set(changes([base, scenario])) <= {".".join(path) for path in change_of(base, levers).values}


def test_reports_that_nothing_flags_are_not_flagged_by_better_triage(tmp_path: Path):
    base = ComposedPlans(["triage.flagged_share=0"], None, tmp_path).settings(PlanChange())
    assert ("triage", "flagged_share") not in change_of(base, replace(levers_of(base), triage_errors=0.0)).values


def test_a_stream_of_which_nothing_comes_in_has_no_lever(tmp_path: Path):
    plans = ComposedPlans([], None, tmp_path)
    base = plans.settings(PlanChange())
    assert set(base.demand.streams) - set(levers_of(base).volume) == {"own_finds", "victim_reports"}
    assert "enticement" in levers_of(base).volume


def test_all_cases_of_a_class_get_the_treatment_that_is_chosen_for_it(tmp_path: Path):
    plans = ComposedPlans(["+scenario=by_backlog"], None, tmp_path)
    base = plans.settings(PlanChange())
    assert may_be_chosen(base) == ["distributor", "possessor", "youth", "light"]
    assert ways_of(base, "possessor") == ["full", "short", "letter_or_visit", "nothing"]
    steering = plans.settings(
        change_of(base, replace(levers_of(base), treated={"possessor": "letter_or_visit"}))
    ).steering
    for table in (steering.treatments, steering.treatments_when_pressed):
        assert {way: share for way, share in table["possessor"].items() if share} == {"letter_or_visit": 1.0}
    assert steering.treatments["light"] == base.steering.treatments["light"]


def test_a_class_that_was_always_investigated_in_full_gets_another_treatment(tmp_path: Path):
    plans = ComposedPlans(["+scenario=full_only"], None, tmp_path)
    base = plans.settings(PlanChange())
    change = change_of(base, replace(levers_of(base), treated={"light": "nothing"}))
    assert plans.settings(change).steering.treatments == {"light": {"nothing": 1.0}}


def test_what_is_agreed_holds_in_all_years_of_the_run(tmp_path: Path):
    plans = ComposedPlans(["run.start=2018-01-01", "run.end=2024-12-31"], None, tmp_path)
    base = plans.settings(PlanChange())
    was = levers_of(base)
    assert was.agreed["possessors_distributors"] == 215
    changed = plans.settings(change_of(base, replace(was, agreed=was.agreed | {"possessors_distributors": 300.0})))
    agreed = changed.agreements["possessors_distributors"]
    assert [agreed.agreed_in(year) for year in range(2017, 2025)] == [215, *[300] * 7]
    assert changed.agreements["producers"] == base.agreements["producers"]


def test_another_order_is_a_group_of_settings(tmp_path: Path):
    plans = ComposedPlans([], None, tmp_path)
    base = plans.settings(PlanChange())
    for order in ORDERS:
        assert plans.settings(change_of(base, replace(levers_of(base), order=order))).assignment.order == order


def test_extra_posts_are_divided_over_the_units_on_their_date():
    settings = Settings.model_validate(SMALL)
    day = dt.date(2021, 7, 1)
    change = change_of(settings, replace(levers_of(settings), extra_posts=7, extra_from=day))
    steps = {path[2:]: value for path, value in change.values.items()}
    assert steps == {
        ("whatif_capital", "unit"): "capital", ("whatif_capital", "date"): day, ("whatif_capital", "posts"): 4,
        ("whatif_coast", "unit"): "coast", ("whatif_coast", "date"): day, ("whatif_coast", "posts"): 3,
    }  # fmt: skip


def test_a_path_of_growth_begins_at_the_first_year():
    small = SMALL | {"run": SMALL["run"] | {"end": "2023-12-31"}}
    settings = Settings.model_validate(small)
    change = change_of(settings, replace(levers_of(settings), growth_per_year=0.5))
    assert list(change.values.values()) == [3000, 4500]


def test_one_queue_goes_off_when_another_form_is_chosen():
    plans = ComposedPlans(["+scenario=one_queue"], None, Path())
    base = plans.settings(PlanChange())
    changed = plans.settings(change_of(base, replace(levers_of(base), collaboration="none")))
    assert (changed.collaboration.one_queue, changed.collaboration.pools_lend) == (False, False)


def test_the_same_form_of_collaboration_overrides_what_was_typed(tmp_path: Path):
    plans = ComposedPlans(["collaboration=none", "seed=5"], None, tmp_path)
    base = plans.settings(PlanChange())
    change = change_of(base, replace(levers_of(base), collaboration="pools"))
    plans.save("pools_again", "", change)
    text = (tmp_path / "scenario/pools_again.yaml").read_text()
    assert yaml.safe_load(text)["defaults"] == ["_self_", {"override /collaboration": "pools"}]


def test_what_cannot_be_said_is_not_saved(tmp_path: Path):
    plans = ComposedPlans(["~demand.stock.acute"], None, tmp_path)
    with pytest.raises(PlanError, match="cannot be part of a scenario file"):
        plans.save("mine", "", PlanChange(values={("seed",): 5}))
    plans = ComposedPlans([], None, tmp_path)
    with pytest.raises(PlanError, match=r"staffing\.units\.rotterdam\.posts"):
        plans.save("mine", "", PlanChange(values={("staffing", "units", "rotterdam", "posts"): -1}))
    for name, phrase in (("a/b", phrases.NOT_A_NAME), ("growth", phrases.NAME_TAKEN)):
        with pytest.raises(PlanError) as raised:
            plans.save(name, "", PlanChange(values={("seed",): 5}))
        assert raised.value.says.template == phrase
    assert not list(tmp_path.rglob("*.yaml"))
