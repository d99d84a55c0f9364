"""Mix and robust: lenders count, regret and limits are what they say."""

import numpy as np
import pytest

from tbkk_sim.sampling.streams import stream
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.settings.tuning import Robust
from tbkk_sim.tuning.evaluation import Evaluator
from tbkk_sim.tuning.questions.mix import answer_mix, hours_of_post
from tbkk_sim.tuning.questions.robust import answer_robust, draw_hypercube, ranges_of
from tbkk_sim.tuning.search.limits import find_limits, in_box
from tbkk_sim.tuning.study import TuningStudy
from tbkk_sim.tuning.watch import Watch
from tests.builders import LAB, small_settings
from tests.rows import every_row
from tests.tuning.studies import study_of, tuning_for


@pytest.fixture(scope="module")
def with_lab(fastest):
    """A short-handed unit beside a laboratory that is busy itself."""
    busy = {**LAB, "own_work": {"load": 1.0, "mean_hours": 20}}
    changes = {"collaboration.pools": {"lab": busy}, "staffing.units.capital.posts": 4, "run.end": "2021-04-30"}
    return small_settings({"engine": fastest, "triage.enabled": False, "staffing.units.coast.posts": 3, **changes})


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


@every_row(("kind", "open_days"), [("plain", 366), ("office", 255)])
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
    limits = find_limits(replications, fails.astype(float), 0.5)
    assert limits.good
    assert {(setting, above) for setting, above, _ in limits.bounds} == {(1, True), (3, False)}
    assert limits.density >= 0.8
    assert limits.coverage >= 0.7


def test_limits_that_say_little_are_not_called_good():
    rng = stream(5, 0, "limits")
    limits = find_limits(rng.random((200, 5)), rng.random(200), 0.8)
    assert limits is None or not limits.good
    assert limits is None or len(limits.bounds) <= 3
    assert find_limits(rng.random((50, 2)), np.zeros(50), 0.5) is None


def test_limits_follow_the_losses_and_not_only_the_failures():
    replications = stream(6, 0, "limits").random((150, 6))
    losses = replications[:, 0] + replications[:, 1] + 0.1 * stream(7, 0, "limits").standard_normal(150)
    limits = find_limits(replications, losses, float(np.quantile(losses, 0.85)))
    assert {(setting, above) for setting, above, _ in limits.bounds} == {(0, True), (1, True)}
    assert min(limits.density, limits.coverage) >= 0.5


def limits_found(found_with: list[int], held_out: list[int], of_held_out: list[float] | None = None):
    """Limits of one setting: which of 20 replications fail, in either half, and where those are that were held out."""
    replications = np.column_stack((np.arange(20.0), np.arange(20.0) if of_held_out is None else of_held_out)).ravel()
    fails = np.column_stack((np.isin(np.arange(20), found_with), np.isin(np.arange(20), held_out))).ravel()
    found = find_limits(replications[:, None], fails.astype(float), 0.5)
    ((setting, is_above, value),) = found.bounds
    assert (setting, is_above) == (0, True)
    return found, value


def test_a_box_of_four_replications_is_not_made_smaller():
    """The top three would all fail; a box of five, from 15 on, is peeled at a tenth of its replications."""
    found, value = limits_found([0, 17, 18, 19], [0, 17, 18, 19])
    assert value == pytest.approx(15.4)
    assert (found.density, found.coverage) == (3 / 4, 3 / 4)


def test_of_boxes_that_say_as_much_the_larger_is_told():
    """Four failures among eight replications say as much as three among five: 4 / (8 + 4) = 3 / (5 + 4)."""
    _, value = limits_found([12, 15, 18, 19], [0, 17, 18, 19])
    assert value == pytest.approx(11.8)


@every_row(("top", "density", "coverage"), [(18.0, 1.0, 0.25), (0.0, 0.0, 0.0)])
def test_limits_in_which_one_replication_or_none_was_held_out(top, density, coverage):
    found, _ = limits_found([0, 17, 18, 19], [0, 1, 2, 19], [*np.arange(19.0) / 2, top])
    assert (found.density, found.coverage) == (density, coverage)


@pytest.mark.parametrize(
    ("failing", "inside", "outside", "good"),
    [
        pytest.param(8, 10, 2, True, id="eight in ten of the box fail, eight in ten failures are in it"),
        pytest.param(7, 9, 2, False, id="fewer of the box"),
        pytest.param(7, 7, 3, True, id="all of the box fail, seven in ten failures are in it"),
        pytest.param(6, 6, 3, False, id="fewer of the failures"),
    ],
)
def test_limits_are_good_at_exactly_the_density_and_coverage_that_they_must_reach(failing, inside, outside, good):
    positions = [*[0.0] * (20 - inside), *[15.0] * inside]
    held_out = [*range(outside), *range(20 - failing, 20)]
    found, _ = limits_found(list(range(10, 20)), held_out, positions)
    assert (found.density, found.coverage) == (failing / inside, failing / (failing + outside))
    assert found.good is good


@every_row(("others", "settings"), [(1, {0}), (2, {0, 1})])
def test_a_limit_is_dropped_that_leaves_out_no_more_than_one_replication_of_twenty(others, settings):
    """Twenty replications from 21 on; all but one or two fail, which have a 0 for the second setting."""
    number = np.repeat(np.arange(41.0), 2)
    fails = number >= 21 + others
    second = np.where((number >= 21) & ~fails, 0.0, 1.0)
    found = find_limits(np.column_stack((number, second)), fails.astype(float), 0.5)
    assert {setting for setting, _, _ in found.bounds} == settings


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
    values = draw_hypercube([one], 10, seed=1)
    assert sorted((values[:, 0] / 0.02).astype(int)) == list(range(10))


@pytest.mark.slow
def test_regret_is_against_the_best_plan_of_each_replication(with_lab):
    robust = Robust(extra_fte=[0, 3], spread="by_posts", over=[KEY], replications=10)
    tuning = tuning_for("robust", robust=robust)
    study = TuningStudy(with_lab, tuning, Evaluator(with_lab, Watch(5, 1000)), [entry(0.0, 2.0)])
    found = answer_robust(study)
    assert found.losses.shape == (10, 2)
    assert found.regret.min(axis=1).tolist() == [0.0] * 10
    assert found.chosen == 1
    assert found.fails_above == pytest.approx(1.5 * np.median(found.losses[:, 1]))
    assert found.fails.tolist() == (found.losses[:, 1] > found.fails_above).tolist()
