"""The score of a weighing against the theory of signal detection: what cases seem to be, with what chance."""

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.model.names import names_of
from tbkk_sim.sampling.chance import Chance, key_of
from tbkk_sim.sampling.reports.arrivals import alike, numbered
from tbkk_sim.sampling.reports.triage import Judging, compile_triage, judge
from tests.builders import SMALL, small_settings
from tests.laws import LEVEL, check_share, sample

N = sample(200_000)
CHANCE = Chance(5, 2)
ACUTE, SERIOUS, LIGHT, PETTY = 1, 2, 3, 4
LEVELS = [2, *(pytest.param(level, marks=pytest.mark.slow) for level in (0, 1, 3))]
OF_LEVEL = (PETTY, LIGHT, SERIOUS, ACUTE)
FOUR = {
    "casework.classes.petty": {**SMALL["casework"]["classes"]["light"], "priority": 9},
    "demand.streams.image.mix": {name: {"share": 0.1} for name in ("acute", "serious", "light", "petty")},
    "triage.automatic_share": 0.0,
}


def weighed(true_class: int, n: int = N, **weighing: object) -> Judging:
    """So many reports of a class, weighed by hand and, with the same errors of its own, by their unit."""
    settings = small_settings({**FOUR, "triage.by_hand": weighing, "triage.assessment": {**weighing, "enabled": True}})
    reports = alike(numbered(key_of("w"), n), np.zeros(n), stream=0, unit=0, true_class=true_class, to_triage=True)
    return judge(compile_triage(settings, names_of(settings)), reports, CHANCE)


def chance_of_each_level(level: int, sensitivity: float, specificity: float) -> list[float]:
    """By the model: level x W + e with e standard normal, W the sum of both quantiles, and thresholds at k W + b."""
    below, above = stats.norm.ppf(sensitivity), stats.norm.ppf(specificity)
    upper = np.append([k * (below + above) + above for k in range(3)], np.inf)
    return np.diff(stats.norm.cdf(upper - level * (below + above)), prepend=0.0).tolist()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("sensitivity", "specificity"),
    [(0.7, 0.75), *(pytest.param(*of, marks=pytest.mark.slow) for of in ((0.837, 0.97), (0.55, 0.9), (0.5, 0.5)))],
)
def test_cases_seem_of_each_class_with_the_chance_of_theory(level, sensitivity, specificity):
    """The whole confusion matrix, each cell by an exact binomial test."""
    found = weighed(OF_LEVEL[level], sensitivity=sensitivity, specificity=specificity)
    expected = chance_of_each_level(level, sensitivity, specificity)
    assert sum(expected) == pytest.approx(1.0)
    for seen_as in (found.triaged_class, found.assessed_class):
        for of, share in zip(OF_LEVEL, expected, strict=True):
            times = int(np.sum(seen_as == of))
            assert stats.binomtest(times, N, share).pvalue > LEVEL / 10, (of, times / N, share)


BY_CLASS = {
    "sensitivity": 0.837,
    "specificity": 0.9,
    "sensitivity_of_class": {"acute": 0.97, "light": 0.6},
    "specificity_of_class": {"petty": 0.7, "light": 0.95},
}


@pytest.mark.parametrize("level", LEVELS)
def test_with_an_accuracy_of_a_class_levels_lie_as_far_apart_as_each_of_them_asks(level):
    """By hand: each threshold lies `above` the level below it, and the next level `below` it again."""
    above, below = stats.norm.ppf([0.7, 0.95, 0.9]), stats.norm.ppf([0.6, 0.837, 0.97])
    levels = np.append(0.0, np.cumsum(above + below))
    thresholds = np.append(levels[:-1] + above, np.inf)
    expected = np.diff(stats.norm.cdf(thresholds - levels[level]), prepend=0.0)
    found = weighed(OF_LEVEL[level], **BY_CLASS)
    for seen_as in (found.triaged_class, found.assessed_class):
        for of, share in zip(OF_LEVEL, expected, strict=True):
            times = int(np.sum(seen_as == of))
            assert stats.binomtest(times, N, share).pvalue > LEVEL / 10, (of, times / N, share)


def test_an_accuracy_of_one_class_changes_no_case_of_another_that_is_not_taken_for_it():
    plain, by_class = {"sensitivity": 0.7}, {"sensitivity": 0.7, "sensitivity_of_class": {"acute": 0.9}}
    for true_class in (SERIOUS, LIGHT, PETTY):
        before, after = weighed(true_class, 1_000, **plain), weighed(true_class, 1_000, **by_class)
        np.testing.assert_array_equal(before.triaged_class, after.triaged_class)
        np.testing.assert_array_equal(before.score, after.score)
    rightly = [weighed(ACUTE, **of).triaged_class == ACUTE for of in (plain, by_class)]
    assert (rightly[1] >= rightly[0]).all()
    check_share(rightly[1], 0.9)


def test_scores_are_even_among_cases_that_are_seen_rightly_whatever_the_accuracy_of_others():
    found = weighed(LIGHT, **BY_CLASS)
    scores = (found.score[found.triaged_class == LIGHT] + 0.5) / 1_000
    below, above = -stats.norm.ppf(0.6), stats.norm.ppf(0.95)
    assert stats.kstest(scores, "uniform").pvalue > LEVEL
    assert (found.triaged_class == LIGHT).mean() == pytest.approx(np.diff(stats.norm.cdf([below, above]))[0], abs=0.005)


@pytest.mark.parametrize("level", LEVELS)
def test_sensitivity_and_specificity_are_what_they_are_called_at_every_level(level):
    """Below the highest level 0.3 seem more urgent, above the lowest 0.35 less; to see 2 % takes such shares."""
    seen = weighed(OF_LEVEL[level], sensitivity=0.65, specificity=0.7).triaged_class
    seen_level = np.select([seen == of for of in OF_LEVEL], range(4))
    if level > 0:
        check_share(seen_level >= level, 0.65)
    if level < 3:
        check_share(seen_level <= level, 0.7)
    assert set(seen_level) == set(range(4))


def test_without_errors_everybody_is_seen_rightly_and_with_errors_one_way_only_so():
    assert set(weighed(LIGHT, 1_000).triaged_class) == {LIGHT}
    assert set(weighed(LIGHT, 1_000, sensitivity=0.5).triaged_class) == {PETTY, LIGHT}
    assert set(weighed(LIGHT, 1_000, specificity=0.5).triaged_class) == {LIGHT, SERIOUS}


def test_both_weighings_err_apart_from_each_other():
    found = weighed(SERIOUS, sensitivity=0.7, specificity=0.75, closed_by_mistake_share=0.3)
    for event in (lambda seen: seen > SERIOUS, lambda seen: seen == 0):
        table = np.histogram2d(event(found.triaged_class), event(found.assessed_class), bins=2)[0]
        assert stats.chi2_contingency(table, correction=False).pvalue > LEVEL


def test_a_higher_sensitivity_sees_the_same_cases_rightly_and_more():
    rightly = [weighed(SERIOUS, sensitivity=share, specificity=0.8).triaged_class == SERIOUS for share in (0.7, 0.8)]
    assert (rightly[1] >= rightly[0]).all()
    assert rightly[1].mean() - rightly[0].mean() == pytest.approx(0.1, abs=0.005)


def test_scores_by_hand_with_an_accuracy_of_a_class(monkeypatch):
    """As below, but serious cases are seen as less in 0.1 only: 1.2816 below their own level.

    An error of rank 0.05, 1.6449, lies 0.3633 under the threshold, which is at 0.6745 above light: 0.3112, rank 0.6222
    there, so (0.6222 - 0.25) / 0.5 of the way.
    """
    ranks = np.array([0.15, 0.05])
    monkeypatch.setattr(Chance, "uniform", lambda self, decision, keys: ranks[: len(keys)])
    found = weighed(SERIOUS, 2, sensitivity=0.75, specificity=0.75, sensitivity_of_class={"serious": 0.9})
    assert found.triaged_class.tolist() == [SERIOUS, LIGHT]
    assert found.score.tolist() == [pytest.approx(1_000 * (0.15 - 0.1) / 0.65, abs=1), pytest.approx(744, abs=1)]


def test_scores_by_hand(monkeypatch):
    """Sensitivity and specificity of 0.75 put levels 2 z apart, with z = 0.6745 the quantile of 0.75.

    An error of rank 0.5 leaves a case in the middle of its class, 0.26 at its lower edge and 0.74 at its upper one. Of
    rank 0.2 it is 0.8416 below, which is 0.5074 in the class below, of rank 0.6941. For the lightest class all that is
    below its threshold is its own: rank 0.2 is 0.2 / 0.75 up, and rank 0.8 is the first of the next.
    """
    ranks = np.array([0.5, 0.26, 0.74, 0.2, 0.8])
    monkeypatch.setattr(Chance, "uniform", lambda self, decision, keys: ranks[: len(keys)])
    of = {true: weighed(true, 5, sensitivity=0.75, specificity=0.75) for true in (LIGHT, PETTY)}
    assert of[LIGHT].triaged_class.tolist() == [LIGHT, LIGHT, LIGHT, PETTY, SERIOUS]
    assert of[LIGHT].score[:3].tolist() == [500, 20, 980]
    assert of[LIGHT].score[3] == pytest.approx(1_000 * 0.6941 / 0.75, abs=1)
    assert of[LIGHT].score[4] == pytest.approx(1_000 * (1 - 0.6941 - 0.25) / 0.5, abs=1)
    assert of[PETTY].triaged_class.tolist() == [PETTY, PETTY, PETTY, PETTY, LIGHT]
    assert of[PETTY].score[[1, 3]].tolist() == [346, 266]
