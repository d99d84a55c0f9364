"""Evaluations: plans as settings, measures that agree with key figures, the cache, common replications."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.model.establishment import posts_by_role
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.runs.replication import simulate
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.settings import Settings
from tbkk_sim.system import fingerprint
from tbkk_sim.tuning.search.measures import measure, quarter_edges_days, quarter_starts
from tbkk_sim.tuning.search.objective import LossFunction, class_weights
from tbkk_sim.tuning.search.plans import PostPlace, StaffingPlan, norms_within, with_values
from tests.builders import LAB, SOONEST, changed, small_settings
from tests.metrics.few_reports import begun, told_of
from tests.metrics.story import SERIOUS
from tests.tuning.studies import study_of, tuning_for


def test_a_plan_changes_posts_and_nothing_else():
    settings = small_settings()
    planned = StaffingPlan.with_posts({PostPlace("coast"): 2, PostPlace("capital"): -1}).applied(settings)
    assert {name: unit.posts for name, unit in planned.staffing.units.items()} == {"capital": 7, "coast": 8}
    assert planned.model_dump(exclude={"staffing"}) == settings.model_dump(exclude={"staffing"})
    assert StaffingPlan().applied(settings) is settings


def test_a_plan_may_name_roles():
    roles = {
        "digger": {"label": "Digger", "skills": ["triage", "enrich", "search"]},
        "writer": {"label": "Writer", "skills": ["dossier", "enrich"]},
    }
    settings = small_settings({"staffing.roles": roles, "staffing.role_share": {"digger": 0.6, "writer": 0.4}})
    before = posts_by_role(settings.staffing, "coast")
    planned = StaffingPlan.with_posts({PostPlace("coast", "writer"): 3, PostPlace("coast", "digger"): -1}).applied(
        settings
    )
    assert posts_by_role(planned.staffing, "coast") == {"digger": before["digger"] - 1, "writer": before["writer"] + 3}
    assert posts_by_role(planned.staffing, "capital") == posts_by_role(settings.staffing, "capital")


def test_a_post_more_changes_no_report_and_no_colleague():
    settings = small_settings()
    planned = StaffingPlan.with_posts({PostPlace("coast"): 1}, dt.date(2021, 4, 1)).applied(settings)
    one, other = draw_world(settings, 3), draw_world(planned, 3)
    assert (one.reports.key == other.reports.key).all()
    assert (one.steps.hours == other.steps.hours).all()
    assert len(other.posts.unit) == len(one.posts.unit) + 1


def test_pools_may_lend_other_shares():
    settings = small_settings({"collaboration.pools": {"lab": LAB}})
    assert StaffingPlan().lending({"lab": 0.25}).applied(settings).collaboration.pools["lab"].max_share == 0.25


def test_measures_agree_with_key_figures():
    settings = small_settings({"engine": SOONEST, "collaboration.pools": {"lab": LAB}, "staffing.units.coast.posts": 4})
    study = study_of(settings, tuning_for("where"))
    ((measures,),) = study.evaluator.measures([StaffingPlan()], [0])
    figures = simulate(settings, 0).key_figures
    figures = figures[(figures.period == "all") & (figures.priority_class != "all")]

    def figure(name: str, team: str, of_class: str) -> float:
        rows = figures[(figures.key_figure == name) & (figures.team == team) & (figures.priority_class == of_class)]
        return float(rows["value"].sum())

    classes = ["closed", "acute", "serious", "light", "own_work"]
    for t, team in enumerate(["capital", "coast"]):
        for c, of_class in enumerate(classes[1:4], start=1):
            assert measures.left_undone[:, t, c].sum() == figure("left_undone", team, of_class)
            share = figure("share_within_norm", team, of_class)
            due = measures.due[:, t, c].sum()
            assert measures.in_time[:, t, c].sum() == pytest.approx(share * due, abs=1e-3)
    waited = sum(measures.waiting_days[:, :2].sum(axis=(0, 1))[1:4])
    backlog = sum(figure("backlog_mean", "all", c) for c in classes[1:4]) * settings.run.horizon_days
    assert waited >= 0.99 * backlog
    lent = figure("hours_lent", "lab", "acute") + figure("hours_lent", "lab", "serious")
    lent += figure("hours_lent", "lab", "light")
    assert measures.lent_hours[:, 2].sum() == pytest.approx(lent, rel=0.05)
    assert measures.posts[:, :2].sum() == 12 * settings.run.horizon_days


def test_what_is_due_and_in_time_is_counted_to_the_second():
    """Begun with the norm of 14 days, a second after it, due at the last second of the run, and with its end."""
    last = 365 - 1 / SECONDS_PER_DAY
    told = told_of([10.0, 20.0, last - 14, 351.0], [*begun(24.0, 0), *begun(34.0 + 1 / SECONDS_PER_DAY, 1)])
    measures = measure(Ledger(told.world, told.parameters, told.log))
    assert measures.due[:, :, SERIOUS].sum(axis=1).tolist() == [2, 0, 0, 1]
    assert measures.in_time[:, :, SERIOUS].sum(axis=1).tolist() == [1, 0, 0, 0]
    assert told.rows["share_within_norm", "all", "all", "serious"] == pytest.approx(1 / 3)


def test_quarters_of_a_run_that_begins_within_one():
    assert quarter_starts(dt.date(2021, 2, 10), 120) == (dt.date(2021, 1, 1), dt.date(2021, 4, 1))
    assert quarter_edges_days(dt.date(2021, 2, 10), 120).tolist() == [0, 50, 120]


def test_evaluations_are_kept_and_used_again(tmp_path, short_of_people):
    tuning = tuning_for("where")
    plans = [StaffingPlan(), StaffingPlan.with_posts({PostPlace("coast"): 1})]
    first = study_of(short_of_people, tuning, tmp_path)
    losses = first.losses(plans, range(2))
    again = study_of(short_of_people, tuning, tmp_path)
    assert (again.losses(plans, range(2)) == losses).all()
    assert (first.evaluator.watch.simulated, again.evaluator.watch.simulated, again.evaluator.watch.runs) == (4, 0, 4)
    broken = next(tmp_path.rglob("*.npz"))
    broken.write_bytes(b"half")
    third = study_of(short_of_people, tuning, tmp_path)
    assert (third.losses(plans, range(2)) == losses).all()
    assert third.evaluator.watch.simulated == 1


@pytest.mark.slow
def test_two_studies_at_once_make_an_evaluation_once(tmp_path, short_of_people):
    """As two processes would: each has an evaluator of its own, and both share the cache."""
    studies = [study_of(short_of_people, tuning_for("where"), tmp_path) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        losses = list(threads.map(lambda study: study.losses([StaffingPlan()], range(4)), studies))
    assert (losses[0] == losses[1]).all()
    assert sum(study.evaluator.watch.simulated for study in studies) == 4
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".npz"}


def test_an_evaluation_of_another_program_is_not_used(tmp_path, short_of_people, monkeypatch):
    study_of(short_of_people, tuning_for("where"), tmp_path).losses([StaffingPlan()], range(1))
    made = fingerprint.decided_by()
    monkeypatch.setattr(fingerprint, "decided_by", lambda _: made | {"python": "3.0"})
    again = study_of(short_of_people, tuning_for("where"), tmp_path)
    again.losses([StaffingPlan()], range(1))
    assert again.evaluator.watch.simulated == 1


@pytest.mark.slow
def test_common_replications_make_differences_small(short_of_people):
    """Where both plans are short of people: a plan that leaves nothing undone has little that could be common."""
    shorter = Settings.model_validate(
        changed(short_of_people.model_dump(mode="json"), {"staffing.units.coast.posts": 3})
    )
    losses = study_of(shorter, tuning_for("where")).losses(
        [StaffingPlan(), StaffingPlan.with_posts({PostPlace("coast"): 1})], range(6)
    )
    assert np.var(losses[:, 1] - losses[:, 0]) < 0.5 * (np.var(losses[:, 0]) + np.var(losses[:, 1]))


def test_classes_weigh_by_priority_unless_given():
    settings = small_settings()
    assert class_weights(settings, tuning_for("where")) == {"acute": 1.0, "serious": 0.25, "light": 0.0625}
    assert class_weights(settings, tuning_for("where", weights={"light": 3}))["light"] == 3


def test_the_loss_is_the_sum_of_units_and_pools():
    settings = small_settings({"engine": SOONEST, "collaboration.pools": {"lab": LAB}, "run.end": "2021-03-31"})
    objectives = {"waiting": {"label": "W", "waiting": 1, "lender_waiting": 1, "fte": 10}}
    study = study_of(settings, tuning_for("where", objectives=objectives))
    ((measures,),) = study.evaluator.measures([StaffingPlan()], [0])
    of_pool = measures.waiting_days[:, 2:].sum() / (90 / 365)
    of_units = LossFunction(settings, study.tuning).by_unit(measures).sum()
    assert study.loss_function.loss(measures) == pytest.approx(of_units + of_pool + 10 * 14)


def test_single_settings_may_be_changed_by_key():
    settings = small_settings()
    assert norms_within(settings, {"serious": 3.0, "light": None}).casework.classes["serious"].norm_days == 3.0
    later = with_values(settings, [("casework.complexity.growth_per_year", 0.1), ("staffing.units.coast.posts", 7.4)])
    assert later.casework.complexity.growth_per_year == 0.1
    assert later.staffing.units["coast"].posts == 7
    with pytest.raises(KeyError):
        with_values(settings, [("casework.nothing", 1.0)])
