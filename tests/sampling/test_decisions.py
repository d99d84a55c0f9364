"""What is decided about each report and case, in bulk and per decision, against its law; and that all of it is
independent.

Every decision is drawn for 200 000 reports of one class at once; a factor of 2 % on any share or mean is seen
with a chance of 99 % or more (`laws.py` works that out for each).
"""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.model.event_records import End
from tbkk_sim.model.names import names_of
from tbkk_sim.model.seconds import NEVER_SECONDS, days_of, hours_of
from tbkk_sim.sampling.chance import Chance, key_of, quantiles
from tbkk_sim.sampling.reports.arrivals import alike, numbered, poisson, reported, unit_of_each
from tbkk_sim.sampling.reports.casework import DrawnCasework, draw_casework
from tbkk_sim.sampling.reports.demand import Flow, Pace
from tbkk_sim.sampling.reports.triage import Judging, compile_triage, judge
from tbkk_sim.sampling.world import AUTOMATIC, BY_HAND, BY_UNIT, Steps
from tbkk_sim.settings.schema import Spread
from tests.builders import casework_of, small_settings
from tests.laws import LEVEL, check_count, check_law, check_mean, check_share, check_shares, sample
from tests.rows import every_row

CLOSED, ACUTE, SERIOUS, LIGHT = range(4)
ENRICH, SEARCH, DOSSIER = 1, 2, 3
N = sample(200_000)
CHANCE = Chance(11, 4)
SOME_ERRORS = {"sensitivity": 0.5, "specificity": 0.9}


def triaged(true_class: int, **triage: object) -> Judging:
    settings = small_settings({f"triage.{name}": value for name, value in triage.items()})
    moments = np.linspace(0.0, 364.0, N)
    reports = alike(numbered(key_of("judged"), N), moments, stream=0, unit=0, true_class=true_class, to_triage=True)
    return judge(compile_triage(settings, names_of(settings)), reports, CHANCE)


def heard(true_class: int, **triage: object) -> Judging:
    """The reporter of each of these is heard, for two hours."""
    changes = {"demand.streams.image.hearing_hours_mean": 2.0, **{f"triage.{name}": of for name, of in triage.items()}}
    settings = small_settings(changes)
    keys = numbered(key_of("judged"), N)
    reports = alike(keys, np.linspace(0.0, 364.0, N), stream=0, unit=0, true_class=true_class, heard=True)
    return judge(compile_triage(settings, names_of(settings)), reports, CHANCE)


def worked(
    true_class: int, changes: dict[str, object], *, arrived: float = 10.0, taken_up: bool = False, n: int = N
) -> tuple[DrawnCasework, Steps]:
    settings = small_settings(changes)
    cases = alike(
        numbered(key_of("worked"), n), np.full(n, arrived), stream=0, unit=0, true_class=true_class, taken_up=taken_up
    )
    return draw_casework(casework_of(settings), cases, cases.true_class, CHANCE)


def assert_independent(**decisions: np.ndarray) -> None:
    """No pair of decisions, each cut at its median, depends on the other (chi-square of a table of two by two)."""
    halves = {
        name: values > np.median(values) if values.dtype != bool else values for name, values in decisions.items()
    }
    for one, other in combinations(halves, 2):
        table = np.histogram2d(halves[one], halves[other], bins=2)[0]
        assert stats.chi2_contingency(table, correction=False).pvalue > LEVEL, (one, other)


@every_row("true_class", [CLOSED, SERIOUS, ACUTE])
def test_the_unit_hears_each_who_reports_to_it_for_as_long_whatever_it_is(true_class):
    found = heard(true_class, automatic_share=0.5, flagged_share=1.0, assessment={"enabled": True, "hours_mean": 0.5})
    assert set(found.triaged_by) == {BY_UNIT}
    check_law(hours_of(found.assessment_seconds), stats.gamma(2, scale=1.0))
    assert not found.triage_seconds.any()
    assert not found.flagged.any()


def test_only_cases_of_whom_is_heard_can_be_lost_closed_or_misjudged_by_the_unit():
    assessment = {"enabled": True, "untraceable_share": 0.5, "closed_by_mistake_share": 0.5, **SOME_ERRORS}
    closed, serious = (heard(true_class, assessment=assessment) for true_class in (CLOSED, SERIOUS))
    assert not closed.assessed_class.any()
    assert (closed.trace_until_seconds == NEVER_SECONDS).all()
    check_share(serious.trace_until_seconds == 0, 0.5)
    check_shares(serious.assessed_class, {CLOSED: 0.5, ACUTE: 0.05, SERIOUS: 0.2, LIGHT: 0.25})


def test_the_system_judges_its_share_and_people_take_gamma_hours_for_the_rest():
    """0.5 hours with a factor of 0.8; gamma of shape 4: mean 0.4, deviation 0.2."""
    found = triaged(
        SERIOUS, automatic_share=0.4, hours_mean=0.5, hours_factor=0.8, spread={"family": "gamma", "shape": 4}
    )
    check_shares(found.triaged_by, {AUTOMATIC: 0.4, BY_HAND: 0.6})
    check_law(hours_of(found.triage_seconds[found.triaged_by == BY_HAND]), stats.gamma(4, scale=0.1))
    assert not found.triage_seconds[found.triaged_by == AUTOMATIC].any()


def test_misjudged_reports_come_in_their_share_and_are_found_after_their_time():
    """Of acute reports half seem less urgent, found after 20 days in the mean."""
    found = triaged(ACUTE, automatic_share=0.5, by_hand=SOME_ERRORS, by_system=SOME_ERRORS, found_after_days=20.0)
    misjudged = found.triaged_class != ACUTE
    check_share(misjudged, 0.5)
    waits = days_of(found.found_seconds) - np.linspace(0.0, 364.0, N)
    check_law(waits[misjudged], stats.expon(scale=20.0))
    assert (found.found_seconds[~misjudged] == NEVER_SECONDS).all()
    assert_independent(by_hand=found.triaged_by == BY_HAND, misjudged=misjudged)


def test_urgent_reports_that_are_not_misjudged_are_flagged_in_their_share():
    found = triaged(ACUTE, automatic_share=0.5, by_hand=SOME_ERRORS, by_system=SOME_ERRORS, flagged_share=0.7)
    misjudged = found.triaged_class != ACUTE
    check_share(found.flagged[~misjudged], 0.7)
    assert not found.flagged[misjudged].any()
    assert_independent(by_hand=(found.triaged_by == BY_HAND)[~misjudged], flagged=found.flagged[~misjudged])


SPREADS = {
    "exponential": ({"family": "exponential"}, stats.expon(scale=16.0)),
    "gamma": ({"family": "gamma", "shape": 3.0}, stats.gamma(3.0, scale=16.0 / 3.0)),
    # the mean is 16, so the median is 16 exp(-0.8^2 / 2) = 11.618
    "lognormal": ({"family": "lognormal", "sigma": 0.8}, stats.lognorm(0.8, scale=16.0 * np.exp(-0.32))),
}


@every_row("family", SPREADS)
def test_hours_have_their_law_with_the_mean_that_is_set(family: str):
    spread, law = SPREADS[family]
    _, steps = worked(SERIOUS, {"casework.classes.serious.spread": spread})
    hours = steps.hours.reshape(N, 3)
    check_law(hours[:, 1], law)
    assert np.median(hours[:, 1]) == pytest.approx(law.median(), rel=0.02)
    assert_independent(enrich=hours[:, 0], search=hours[:, 1], dossier=hours[:, 2])


def test_the_mean_of_lognormal_hours_is_set_and_not_their_median():
    """With sigma 0.8 the middle number gives exp(-0.32) = 0.726149, and one deviation above it exp(0.48) = 1.616074."""
    lognormal = Spread(family="lognormal", sigma=0.8)
    np.testing.assert_allclose(
        quantiles(lognormal, stats.norm.cdf([-1, 0, 1])), [0.326280, 0.726149, 1.616074], rtol=1e-5
    )
    np.testing.assert_allclose(quantiles(Spread(family="exponential"), np.array([0.5])), [0.693147], rtol=1e-5)
    np.testing.assert_allclose(quantiles(Spread(family="gamma", shape=1.0), np.array([0.5])), [0.693147], rtol=1e-4)


def test_a_step_that_is_needed_now_and_then_takes_all_hours_of_its_class():
    """Half of the cases need the search, of 16 hours over all: 32 hours each."""
    effort = {"mean_hours": 16, "needed_share": 0.5, "spread": {"family": "gamma", "shape": 5}}
    _, steps = worked(SERIOUS, {"casework.classes.serious.hours.search": effort})
    hours = steps.hours.reshape(N, 3)
    needed = hours[:, 1] > 0
    check_share(needed, 0.5)
    check_law(hours[needed, 1], stats.gamma(5, scale=32.0 / 5))
    assert_independent(needed=needed, enrich=hours[:, 0], dossier=hours[:, 2])


@every_row("family", ["fixed", "exponential"])
def test_delays_and_expiry_have_their_law(family: str):
    changes = {
        "casework.steps.dossier.delay": {"mean_days": 20, "family": family},
        "casework.classes.light.expires": {"mean_days": 180, "family": family},
    }
    found, steps = worked(LIGHT, changes)
    delay, expiry = steps.delay_days.reshape(N, 2), days_of(found.expires_seconds) - 10.0
    assert not delay[:, 0].any()
    if family == "fixed":
        assert (set(delay[:, 1]), set(expiry)) == ({20.0}, {180.0})
    else:
        check_law(delay[:, 1], stats.expon(scale=20.0))
        check_law(expiry, stats.expon(scale=180.0))
        hours = steps.hours.reshape(N, 2)
        assert_independent(delay=delay[:, 1], expiry=expiry, enrich=hours[:, 0], dossier=hours[:, 1])


def test_discoveries_and_ends_have_their_shares():
    """0.7 of light cases turn out worse: 0.3 of them acute, 0.7 serious; each ends as its last class does."""
    upgrade = {"probability": 0.7, "after": "enrich", "to": {"acute": 0.3, "serious": 0.7}}
    outcomes = {"letter_or_visit": 0.35, "alternative": 0.25, "file_to_om": 0.4}
    changes = {
        "casework.classes.light.upgrade": upgrade,
        "casework.classes.light.outcomes": outcomes,
        "casework.classes.serious.outcomes": {"file_to_om": 0.7, "no_offence": 0.3},
    }
    found, steps = worked(LIGHT, changes)
    check_shares(found.upgrade_class, {-1: 0.3, ACUTE: 0.21, SERIOUS: 0.49})
    upgraded = found.upgrade_class != -1
    check_shares(found.upgrade_class[upgraded], {ACUTE: 0.3, SERIOUS: 0.7})
    plain = found.outcome[~upgraded]
    assert set(plain) == {End.LETTER_OR_VISIT, End.ALTERNATIVE, End.FILE_TO_OM}
    assert (
        stats.chisquare(
            [np.sum(plain == end) for end in (End.LETTER_OR_VISIT, End.ALTERNATIVE, End.FILE_TO_OM)],
            len(plain) * np.array([0.35, 0.25, 0.4]),
        ).pvalue
        > LEVEL
    )
    for to_class, share in ((ACUTE, 0.8), (SERIOUS, 0.7)):
        ends = found.outcome[found.upgrade_class == to_class]
        check_share(ends == End.FILE_TO_OM, share)
        assert set(ends) == {End.FILE_TO_OM, End.NO_OFFENCE}
    assert_independent(upgraded=upgraded, enrich=steps.hours[found.first_step])


def test_work_in_hand_has_an_even_share_of_its_hours_left():
    """Of 3, 16 and 8 fixed hours: 3/27 of the cases are still at the first step, 16/27 at the second, 8/27 at the
    last."""
    found, steps = worked(SERIOUS, {"casework.classes.serious.spread": {"family": "fixed"}}, taken_up=True)
    left = np.add.reduceat(steps.hours, found.first_step)
    assert stats.kstest(left / 27.0, "uniform").pvalue > LEVEL
    check_mean(left, 13.5, cv=3**-0.5)
    check_shares(found.n_steps, {3: 3 / 27, 2: 16 / 27, 1: 8 / 27})
    assert (steps.hours > 0).all()


def test_hours_grow_with_the_moment_of_arrival_and_not_with_the_year():
    """1.2 a year from level 1.5: after 1 461 days (4 years, one of them a leap year) 1.5 x 1.2^4 = 3.1104 times."""
    fixed = {"casework.classes.serious.spread": {"family": "fixed"}, "run.end": "2025-12-31"}
    levers = {"casework.complexity": {"level": 1.5, "growth_per_year": 0.2}, "casework.tools": {"search": 0.25}}
    for arrived, factor in ((0.0, 1.5), (365.25, 1.8), (1461.0, 3.1104), (-365.25, 1.25)):
        _, steps = worked(SERIOUS, {**fixed, **levers}, arrived=arrived, n=1)
        assert steps.work_seconds.tolist() == [round(hours * factor * 3_600) for hours in (3.0, 16 * 0.25, 8.0)]


def test_arrivals_are_poisson_in_number_and_gaps():
    """40 000 strata of 4: mean and variance 4, the variance within sqrt((2 + 1 / 4) / 40 000) = 0.75 % of it."""
    strata = np.array([key_of(f"s{i}") for i in range(40_000)])
    key, which, passed = poisson(CHANCE, strata, np.full(40_000, 4.0))
    counts = np.bincount(which, minlength=40_000)
    check_count(int(counts.sum()), 160_000.0)
    assert counts.var() == pytest.approx(4.0, rel=4 * np.sqrt(2.25 / 40_000))
    observed = np.bincount(np.minimum(counts, 12), minlength=13)
    law = stats.poisson(4.0)
    assert stats.chisquare(observed, 40_000 * np.append(law.pmf(range(12)), law.sf(11))).pvalue > LEVEL
    assert stats.kstest(passed / 4.0, "uniform").pvalue > LEVEL
    assert len(np.unique(key)) == len(key)
    _, _, moments = poisson(CHANCE, strata[:1], np.array([150_000.0]))
    check_law(np.diff(moments), stats.expon())


def test_what_comes_in_a_unit_is_its_own_part_and_follows_the_days():
    """40 reports a day for 10 000 days, twice as many for the second half; units of 1 and of 100 posts draw 0.2 and
    0.9 of them, of which 10 in 11 are kept."""
    per_day = np.repeat([40.0, 80.0], 5_000)
    upto = np.concatenate(([0.0], np.cumsum(per_day)))
    keys = np.array([key_of("capital"), key_of("coast")])
    flow = Flow(0, SERIOUS, keys, upto, further=0.0, hours=np.zeros(0), triaged=True, heard=False)
    found = reported(flow, Pace(np.array([0.2, 0.9]), 10 / 11), CHANCE, triage=True)
    in_coast = found.unit == 1
    check_count(int(np.sum(~in_coast)), 600_000 * 2 / 11)
    check_count(int(np.sum(in_coast)), 600_000 * 9 / 11)
    for unit in (0, 1):
        check_share(found.arrived_days[found.unit == unit] >= 5_000, 2 / 3)
    first_half = found.arrived_days[found.arrived_days < 5_000]
    assert stats.kstest(first_half / 5_000, "uniform").pvalue > LEVEL
    assert (set(found.true_class), set(found.stream), found.to_triage.all(), found.taken_up.any()) == (
        {2},
        {0},
        True,
        False,
    )


def test_cases_find_their_units_by_the_weights():
    names, keys = names_of(small_settings()), numbered(key_of("some"), N)
    check_shares(unit_of_each(names, np.array([0.6, 0.4]), CHANCE, keys), {0: 0.6, 1: 0.4})
    check_shares(unit_of_each(names, np.array([3.0, 7.0]), CHANCE, keys), {0: 0.3, 1: 0.7})
    assert set(unit_of_each(names, np.array([0.0, 1.0]), CHANCE, keys)) == {1}


def test_work_in_hand_discovers_what_it_has_not_passed_yet():
    """Of 3, 3 and 6 fixed hours half of the cases are at the last step, past the discovery; others discover."""
    changes = {
        "casework.classes.light.hours": {"enrich": 3, "search": 3, "dossier": 6},
        "casework.classes.light.spread": {"family": "fixed"},
        "casework.classes.light.upgrade": {"probability": 1.0, "after": "search", "to": {"serious": 1.0}},
    }
    found, _ = worked(LIGHT, changes, taken_up=True)
    check_shares(found.n_steps, {1: 0.5, 2: 0.25, 3: 0.25})
    np.testing.assert_array_equal(found.upgrade_class != -1, found.n_steps > 1)
    np.testing.assert_array_equal(found.upgrade_after, found.n_steps - 2)


def test_an_upgraded_case_takes_the_hours_of_each_step_in_whatever_order_they_are_written():
    hours = {"search": 16, "dossier": 8, "enrich": 3}
    changes = {
        "casework.classes.serious.hours": hours,
        "casework.classes.serious.spread": {"family": "fixed"},
        "casework.classes.light.upgrade": {"probability": 1.0, "after": "enrich", "to": {"serious": 1.0}},
    }
    _, steps = worked(LIGHT, changes, n=1)
    assert steps.skill.tolist() == [ENRICH, SEARCH, DOSSIER]
    assert hours_of(steps.upgraded_work_seconds)[1:].tolist() == [16.0, 8.0]
