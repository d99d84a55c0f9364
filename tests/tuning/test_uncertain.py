"""Mix and robust: lenders count, regret and limits are what they say."""

import numpy as np
import pytest

from tbkk_sim.sampling.streams import stream
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.settings.tuning import Robust
from tbkk_sim.tune.evaluation import Evaluator
from tbkk_sim.tune.questions.mix import answer_mix, hours_of_post
from tbkk_sim.tune.questions.robust import answer_robust, hypercube, ranges_of
from tbkk_sim.tune.search.limits import in_box, limits_of
from tbkk_sim.tune.study import TuningStudy
from tbkk_sim.tune.watch import Watch
from tests.builders import LAB, small_settings
from tests.tuning.studies import study_of, tuning_for


@pytest.fixture(scope="module")
def with_lab():
    """A short-handed unit beside a laboratory that is busy itself."""
    busy = {**LAB, "own_work": {"load": 1.0, "mean_hours": 20}}
    changes = {"collaboration.pools": {"lab": busy}, "staffing.units.capital.posts": 4, "run.end": "2021-04-30"}
    return small_settings({"engine": "simpy", "triage.enabled": False, "staffing.units.coast.posts": 3, **changes})


def mix(settings, lender_waiting: float):
    objectives = {"waiting": {"label": "W", "waiting": 1, "lender_waiting": lender_waiting}}
    grid = {"extra_fte": [0, 2], "share_factors": [0, 1], "spread": "by_posts"}
    tuning = tuning_for("mix", objectives=objectives, mix=grid, search_replications=2, most_replications=12)
    return answer_mix(study_of(settings, tuning))


@pytest.mark.slow
def test_what_the_lender_pays_decides_how_much_is_borrowed(with_lab):
    free, dear = mix(with_lab, 0.0), mix(with_lab, 50.0)
    assert free.pairs[free.selection.best] == (2, 1)
    assert dear.pairs[dear.selection.best][1] == 0
    borrowed = dict(zip(free.pairs, free.borrowed_fte, strict=True))
    assert borrowed[0, 0] == 0 < borrowed[0, 1]
    waits = dict(zip(free.pairs, free.lender_waiting, strict=True))
    assert waits[0, 1] > waits[0, 0]


@pytest.mark.parametrize(("kind", "open_days"), [("plain", 366), ("office", 255)])
def test_hours_of_a_post_are_those_of_the_days_of_the_run(kind: str, open_days: int):
    changes = {
        "calendar.kind": kind,
        "staffing.case_hours_share": 1.0,
        "run.start": "2024-01-01",
        "run.end": "2024-12-31",
    }
    study = study_of(small_settings(changes), tuning_for("mix"))
    assert hours_of_post(study) == pytest.approx(open_days * study.settings.calendar.hours_per_day)


def test_limits_name_the_corner_in_which_a_plan_fails():
    replications = stream(4, 0, "limits").random((400, 5))
    fails = (replications[:, 1] > 0.6) & (replications[:, 3] < 0.5)
    limits = limits_of(replications, fails.astype(float), 0.5)
    assert limits.good
    assert {(setting, above) for setting, above, _ in limits.bounds} == {(1, True), (3, False)}
    assert limits.density >= 0.8
    assert limits.coverage >= 0.7


def test_limits_that_say_little_are_not_called_good():
    rng = stream(5, 0, "limits")
    limits = limits_of(rng.random((200, 5)), rng.random(200), 0.8)
    assert limits is None or not limits.good
    assert limits is None or len(limits.bounds) <= 3
    assert limits_of(rng.random((50, 2)), np.zeros(50), 0.5) is None


def test_limits_follow_the_losses_and_not_only_the_failures():
    replications = stream(6, 0, "limits").random((150, 6))
    losses = replications[:, 0] + replications[:, 1] + 0.1 * stream(7, 0, "limits").standard_normal(150)
    limits = limits_of(replications, losses, float(np.quantile(losses, 0.85)))
    assert {(setting, above) for setting, above, _ in limits.bounds} == {(0, True), (1, True)}
    assert min(limits.density, limits.coverage) >= 0.5


def test_a_box_is_all_its_limits():
    replications = np.array([[0.1, 0.9], [0.9, 0.9], [0.9, 0.1]])
    assert in_box(replications, [(0, True, 0.5), (1, False, 0.5)]).tolist() == [False, False, True]


KEY = "casework.complexity.growth_per_year"


def entry(low: float | None, high: float | None) -> Entry:
    return Entry(KEY, 0.0, "A", low, high, "", "")


def test_ranges_come_from_the_sources():
    (one,) = ranges_of(small_settings(), [KEY], [entry(0.0, 0.2)])
    assert (one.low, one.high, one.today) == (0.0, 0.2, 0.0)
    with pytest.raises(ValueError, match="has no range"):
        ranges_of(small_settings(), [KEY], [entry(None, None)])
    with pytest.raises(ValueError, match="is not a number of this run"):
        ranges_of(small_settings(), ["casework.nothing"], [])
    values = hypercube([one], 10, seed=1)
    assert sorted((values[:, 0] / 0.02).astype(int)) == list(range(10))


def test_regret_is_against_the_best_plan_of_each_replication(with_lab):
    robust = Robust(extra_fte=[0, 3], spread="by_posts", over=[KEY], replications=10)
    tuning = tuning_for("robust", robust=robust)
    study = TuningStudy(with_lab, tuning, Evaluator(with_lab, Watch(5, 1000)), [entry(0.0, 2.0)])
    found = answer_robust(study)
    assert found.losses.shape == (10, 2)
    assert found.regret.min(axis=1).tolist() == [0.0] * 10
    assert found.chosen == 1
    assert found.fails.sum() == (found.losses[:, 1] > found.fails_above).sum()
