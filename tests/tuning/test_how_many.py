"""How many: exact where theory or enumeration knows the answer, honest where the range or the budget is too small."""

import math
from itertools import product

import numpy as np
import pytest

from tbkk_sim.config.compose import load_settings
from tbkk_sim.settings.tuning import Norm
from tbkk_sim.tuning.answer import tune
from tbkk_sim.tuning.questions.how_many import Criterion, answer_how_many
from tbkk_sim.tuning.questions.per_unit import answer_per_unit
from tbkk_sim.tuning.report.files import page_of
from tbkk_sim.tuning.report.view import view_tuning
from tbkk_sim.tuning.search.plans import PostPlace, StaffingPlan
from tests.builders import small_settings
from tests.tuning.studies import study_of, tuning_for

pytestmark = pytest.mark.slow


def erlang_c(servers: int, load: float) -> float:
    """Chance to wait in M/M/c (Erlang 1917)."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked / (1 - load / servers * (1 - blocked))


def share_within(servers: int, load: float, days: float) -> float:
    return 1 - erlang_c(servers, load) * math.exp(-(servers - load) * days)


def asked(norms: dict[str, Norm], **given) -> dict:
    return {"how_many": {"norms": norms, "fewest_fte": -8, "most_fte": 12, "spread": "by_posts", **given}}


@pytest.mark.parametrize("per_day", [3, 6])
def test_as_many_as_erlang_says(per_day, fastest):
    settings = load_settings(
        ["+scenario=textbook", f"engine={fastest}", "run.end=2022-06-30",
         f"demand.streams.door.reports_per_year.2021={365 * per_day}",
         f"staffing.units.desk.posts={per_day + 3}", "+casework.classes.customer.norm_days=0.2"]
    )  # fmt: skip
    shares = {servers: share_within(servers, per_day, 0.2) for servers in range(per_day + 1, per_day + 8)}
    share = (shares[per_day + 3] + shares[per_day + 4]) / 2  # so that four above the load are the fewest
    tuning = tuning_for("how_many", **asked({"customer": Norm(share=share)}, tolerance=0.09))
    found = answer_how_many(study_of(settings, tuning))
    assert found.chosen == 1
    assert found.proven
    assert found.probability >= 0.95
    assert found.trials[1].answer
    assert found.trials[0].answer is False
    assert np.mean(found.trials[1].shares) == pytest.approx(shares[per_day + 4], abs=0.01)


@pytest.fixture(scope="module")
def two_units(fastest):
    """Both units must start serious work in time; the whole is small enough to try all pairs of staffing."""
    changes = {"demand.streams.image.reports_per_year": {2021: 900}, "demand.streams.image.mix.light": None}
    posts = {"staffing.units.capital.posts": 3, "staffing.units.coast.posts": 2}
    return small_settings({"engine": fastest, "triage.enabled": False, "run.end": "2021-06-30", **changes, **posts})


NORMS = {"serious": Norm(share=0.8)}


def test_each_unit_gets_the_fewest_that_a_full_search_finds(two_units):
    tuning = tuning_for("how_many", **asked(NORMS, scope="per_unit", tolerance=0.09))
    study = study_of(two_units, tuning)
    found = answer_per_unit(study)
    assert found.proven
    criterion, n = Criterion(study, NORMS), 20
    fewest = {"capital": 99, "coast": 99}
    for extra in product(range(-2, 3), range(-1, 3)):
        plan = StaffingPlan.with_posts(dict(zip(map(PostPlace, fewest), extra, strict=True)))
        replications = study.evaluator.measures([plan], range(100, 100 + n))
        met = np.mean([criterion.met(criterion.shares(m)) for (m,) in replications], axis=0)
        for unit, change, share in zip(tuple(fewest), extra, met, strict=False):
            if share >= 0.9:
                fewest[unit] = min(fewest[unit], change)
    assert {unit.unit: unit.posts for unit in found.units} == fewest


def test_a_range_that_is_too_small_is_told(two_units):
    tuning = tuning_for("how_many", **asked({"serious": Norm(share=0.999)}, fewest_fte=-3, most_fte=-2))
    found = answer_how_many(study_of(two_units, tuning))
    assert (found.chosen, found.proven, found.enough) == (None, True, False)  # by a test, not by the search alone
    assert found.plan.extra_fte == -2


def test_units_for_which_the_most_is_not_enough_are_told_and_tested_no_more(two_units):
    norms = {"serious": Norm(share=0.9)}
    tuning = tuning_for("how_many", **asked(norms, scope="per_unit", fewest_fte=-2, most_fte=-1, tolerance=0.09))
    study = study_of(two_units, tuning)
    found = {unit.unit: unit for unit in answer_per_unit(study).units}
    assert (found["coast"].beyond, found["coast"].enough, found["coast"].posts) == (True, False, -1)
    assert found["coast"].tested == tuning.search_replications
    assert not found["capital"].beyond
    assert study.evaluator.watch.runs > tuning.search_replications


def test_a_budget_that_ends_is_told(two_units):
    tuning = tuning_for("how_many", **asked(NORMS), most_runs=25)
    found = answer_how_many(study_of(two_units, tuning))
    assert found.chosen is not None
    assert not found.proven
    assert math.isnan(found.probability)


def page_after(settings, folder, tuning) -> list[str]:
    """The sentences about an answer."""
    tune(settings, tuning, folder)
    return page_of(view_tuning(folder), figures=False).sentences


@pytest.mark.parametrize("scope", ["nationally", "per_unit"])
@pytest.mark.parametrize("most_runs", [3, 4, 12])
def test_nothing_is_called_needed_when_the_budget_ends_first(two_units, tmp_path, most_runs, scope):
    """One try at the maximum says nothing of what is needed."""
    given = asked(NORMS, scope=scope)
    first = page_after(two_units, tmp_path / "one", tuning_for("how_many", **given, most_runs=most_runs))[0]
    assert "are needed so that" not in first
    assert "are not enough" not in first
    if scope == "nationally":
        assert first.startswith(f"The budget ended ({most_runs} evaluations, tune.most_runs): nothing is known to be")


def test_the_clock_only_stops_and_has_no_other_say(two_units, tmp_path):
    tuning = tuning_for("how_many", **asked(NORMS), budget_minutes=0.001)
    sentences = page_after(two_units, tmp_path / "stopped", tuning)
    assert "tune.budget_minutes): nothing is known to be needed" in sentences[0]
    answers = []
    for workers in (1, 2):
        run = two_units.run.model_copy(update={"workers": workers})
        settings = two_units.model_copy(update={"run": run})
        study = study_of(settings, tuning_for("how_many", **asked(NORMS), most_runs=60))
        found = answer_how_many(study)
        answers.append(
            (found.chosen, found.tests, study.evaluator.watch.runs, {n: t.met for n, t in found.trials.items()})
        )
    assert answers[0] == answers[1]


def test_posts_by_need_go_to_the_unit_that_misses_its_norm(short_of_people):
    tuning = tuning_for("how_many", **asked({"serious": Norm(share=0.7)}, spread="by_need", tolerance=0.09))
    found = answer_how_many(study_of(short_of_people, tuning))
    assert found.proven
    by_place = found.plan.by_place()
    assert by_place.get(PostPlace("coast"), 0) > 2 * by_place.get(PostPlace("capital"), 0)
