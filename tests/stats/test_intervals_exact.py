"""Intervals of small samples worked out by hand and by other code: neither too narrow nor too wide."""

import numpy as np
import pytest
from scipy import optimize, stats

from tbkk_sim.stats.control_variates import KnownMeans, controlled_mean
from tbkk_sim.stats.intervals import interval_of_difference, interval_of_mean, interval_of_unpaired_difference
from tbkk_sim.stats.paired import against_the_best, difference
from tbkk_sim.stats.spread import possible, summarise
from tests.rows import every_row

ONE_TO_EIGHT = np.arange(1.0, 9.0)[:, None]
"""Mean 4.5, squares around it 2 x (3.5^2 + 2.5^2 + 1.5^2 + 0.5^2) = 42, variance 42 / 7 = 6, error 0.8660;
no skewness. Student's t at 97.5 % with 7 degrees of freedom is 2.3646 (any table of it)."""
SKEWED = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 11.0])[:, None]
"""Mean 32 / 8 = 4; around it -4 -3 -2 -1 0 1 2 7; squares 16 + 9 + 4 + 1 + 0 + 1 + 4 + 49 = 84, variance 12;
cubes -64 - 27 - 8 - 1 + 0 + 1 + 8 + 343 = 252."""


def hall_ends(mean: float, error: float, skewness_of_mean: float, freedom: float, level: float) -> tuple[float, float]:
    """The ends by a search for where Hall's transformation of (mean - truth) / error is t and -t; never within t."""
    t = stats.t.ppf(0.5 + level / 2, freedom)
    skew = 1.5 * skewness_of_mean

    def root_of(wanted: float) -> float:
        return optimize.brentq(
            lambda x: x + skew * x**2 / 3 + skew**2 * x**3 / 27 + skew / 6 - wanted, -100.0, 100.0, xtol=1e-13
        )

    return mean - max(t, root_of(t)) * error, mean + max(t, -root_of(-t)) * error


def ends(found) -> tuple[float, float]:
    return float(found[0][0]), float(found[1][0])


def test_the_interval_of_a_mean_of_an_even_sample_is_students():
    low, high = ends(interval_of_mean(ONE_TO_EIGHT, 0.95))
    assert (low, high) == pytest.approx((4.5 - 2.3646 * 0.8660, 4.5 + 2.3646 * 0.8660), abs=2e-3)
    assert (low, high) == pytest.approx(stats.t.interval(0.95, 7, 4.5, stats.sem(ONE_TO_EIGHT[:, 0])), rel=1e-5)


@every_row("side", [1, -1])
@every_row("level", [0.8, 0.9])
def test_the_interval_of_a_mean_of_a_skewed_sample_is_halls_on_the_side_of_the_tail(level, side):
    error = (12 / 8) ** 0.5
    # cubes / n over (squares / n)^1.5 is 31.5 / 10.5^1.5 = 0.9258; times sqrt(n (n - 1)) / (n - 2) = 1.2472: 1.1547
    of_values = 31.5 / 10.5**1.5 * 56**0.5 / 6
    assert of_values == pytest.approx(stats.skew(SKEWED[:, 0], bias=False))
    expected = hall_ends(4.0, error, of_values / 8**0.5, 7, level)
    low, high = ends(interval_of_mean(side * SKEWED, level))
    assert (low, high) == pytest.approx(expected if side > 0 else (-expected[1], -expected[0]), rel=1e-9)
    t = stats.t.ppf(0.5 + level / 2, 7)
    assert side * (high + low) / 2 > 4.1  # it reaches farther to the tail ...
    assert min(side * 4.0 - low, high - side * 4.0) == pytest.approx(t * error)  # ... and as far as t to the other side


def test_a_skewness_beyond_which_halls_interval_would_shrink_counts_no_more():
    """One of twenty values is far away: the skewness of the mean is 1. The interval is longest at 1.2 / t."""
    values = np.r_[np.linspace(0.0, 1.0, 19), 1000.0][:, None]
    error, t = stats.sem(values[:, 0]), stats.t.ppf(0.975, 19)
    most = hall_ends(values.mean(), error, 1.2 / t / 1.5, 19, 0.95)
    assert ends(interval_of_mean(values, 0.95)) == pytest.approx(most, rel=1e-9)
    assert stats.skew(values[:, 0], bias=False) / 20**0.5 * 1.5 > 1.2 / t


def test_a_paired_interval_has_room_for_the_replications_that_were_not_seen():
    """The difference is 1 to 8, the base in disorder; the room: 2.5 spreads of replications times the share unseen."""
    a = 30 * np.array([3.0, 1.0, 4.0, 8.0, 5.0, 2.0, 6.0, 7.0])[:, None]
    b = a + ONE_TO_EIGHT
    unseen = 1 - 0.05 ** (1 / 8)
    room = 2.5 * unseen * max(a.std(ddof=1), b.std(ddof=1))
    half = np.hypot(2.364624 * (6 / 8) ** 0.5, room)
    apart = 2.364624 * np.hypot(stats.sem(a[:, 0]), stats.sem(b[:, 0]))  # what they would be if they shared nothing
    assert 0 < room < half < apart
    assert ends(interval_of_difference(a, b, 0.95)) == pytest.approx((4.5 - half, 4.5 + half), rel=1e-5)


def test_a_paired_interval_is_that_of_unrelated_runs_where_the_room_would_be_more():
    """Squares of a: 40, of b: 0.09 x 40 + 9 x 8 = 75.6, of the difference: 0.49 x 40 + 72 = 91.6."""
    a = np.array([-3.0, -1.0, 1.0, 3.0] * 2)[:, None]
    b = 0.3 * a + 3 * np.array([1.0, -1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0])[:, None]
    apart = 2.364624 * ((40 + 75.6) / 7 / 8) ** 0.5
    assert ends(interval_of_difference(a, b, 0.95)) == pytest.approx((-apart, apart), rel=1e-5)
    found = difference(a, b)
    assert (found.interval_low[0], found.interval_high[0]) == pytest.approx((-apart, apart), rel=1e-5)
    against = 2.364624 * ((1.69 * 40 + 72) / 7 / 8) ** 0.5  # -a goes against b: the paired interval is the wider one
    assert ends(interval_of_difference(-a, b, 0.95)) == pytest.approx((-against, against), rel=1e-5)


def test_the_interval_of_two_even_samples_is_that_of_welch():
    a, b = ONE_TO_EIGHT, 3 * np.arange(10.0)[:, None]
    welch = stats.ttest_ind(b[:, 0], a[:, 0], equal_var=False).confidence_interval(0.9)
    assert ends(interval_of_unpaired_difference(a, b, 0.9)) == pytest.approx((welch.low, welch.high), rel=1e-5)


@every_row("swapped", [False, True])
def test_the_interval_of_two_samples_of_which_one_is_skewed_is_halls(swapped):
    """Third moments add up: the skewness of the difference is that of b less that of a, each with its error cubed."""
    even = 2 * ONE_TO_EIGHT
    of_even, of_skewed = 2 * (6 / 8) ** 0.5, (12 / 8) ** 0.5
    error = np.hypot(of_even, of_skewed)
    freedom = error**4 / (of_even**4 / 7 + of_skewed**4 / 7)
    skewness = stats.skew(SKEWED[:, 0], bias=False) / 8**0.5 * of_skewed**3 / error**3
    low, high = hall_ends(4.0 - 9.0, error, skewness, freedom, 0.95)
    expected = (-high, -low) if swapped else (low, high)
    found = interval_of_unpaired_difference(*((SKEWED, even) if swapped else (even, SKEWED)), 0.95)
    assert ends(found) == pytest.approx(expected, rel=1e-6)


def test_an_interval_of_many_ties_has_room_for_as_many_more_as_are_possible_yet():
    """Eight of twenty say 0. At most `most` of all may: at which 8 or fewer of twenty come with a chance of 0.25 %."""
    values = np.r_[np.zeros(8), 10.0 + np.arange(12.0)][:, None]
    most = optimize.brentq(lambda p: stats.binom.cdf(8, 20, p) - 0.0025, 0.4, 1.0, xtol=1e-14)
    mean = values.mean()  # (12 x 10 + 66) / 20 = 9.3; of those that are not 0: 186 / 12 = 15.5
    assert mean == pytest.approx(9.3)
    low, high = ends(interval_of_mean(values, 0.8))
    assert low == pytest.approx(15.5 * (1 - most))
    error, skewness = stats.sem(values[:, 0]), stats.skew(values[:, 0], bias=False) / 20**0.5
    assert high == pytest.approx(hall_ends(mean, error, skewness, 19, 0.8)[1], rel=1e-9)
    assert ends(interval_of_mean(-values, 0.8)) == pytest.approx((-high, -low))


@every_row(
    ("ties", "others", "shown", "room"),
    [(8, 16, True, False), (9, 16, True, True), (8, 8, True, True), (9, 8, False, True)],
)
def test_ties_count_from_more_than_a_third_on_and_there_is_no_interval_from_more_than_half_on(
    ties, others, shown, room
):
    """8 of 24 are a third exactly, 9 of 25 are more; 8 of 16 are half exactly, 9 of 17 are more."""
    values = np.r_[np.full(ties, 50.0), 60.0 + np.arange(others) / 1000][:, None]
    low, _ = ends(interval_of_mean(values, 0.5))
    assert np.isfinite(low) == shown
    if shown:
        n, skewness = ties + others, stats.skew(values[:, 0], bias=False)
        plain = hall_ends(values.mean(), stats.sem(values[:, 0]), skewness / n**0.5, n - 1, 0.5)[0]
        assert (low < plain - 0.1) == room


@every_row(("n", "shown"), [(7, False), (8, True), (9, True)])
def test_there_is_an_interval_from_eight_replications_on(n, shown):
    values = np.arange(float(n))[:, None]
    steady = np.full((n, 1), 2.0)
    assert np.isfinite(interval_of_mean(values, 0.95)[0][0]) == shown
    assert np.isfinite(interval_of_difference(steady * 50 + values[::-1] ** 2, steady * 50, 0.95)[0][0]) == shown


@every_row(("step", "same"), [(1.0e-7, True), (1.2e-7, False)])
def test_values_closer_than_a_billionth_of_the_largest_are_the_same(step, same):
    """The largest is 100, so values within 0.0000001 are alike: 0 and one step are so, or not."""
    values = np.r_[np.zeros(5), np.full(5, step), 97.0, 98.0, 99.0, 100.0][:, None]
    assert np.isnan(interval_of_mean(values, 0.95)[0][0]) == same  # ten of fourteen, or five
    found = difference(np.zeros((14, 1)), values)
    assert found.differ[0] == (4 if same else 9)


def test_replications_that_differ_and_agree_are_counted():
    """B less A: 1, 1, 0, -4, nothing, 0.5, 0.5: the mean is -1 / 6, with which one of five agrees."""
    a = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 0.0, 0.0])[:, None]
    b = np.array([2.0, 3.0, 3.0, 0.0, np.nan, 0.5, 0.5])[:, None]
    found = difference(a, b)
    assert found.mean[0] == pytest.approx(-1 / 6)
    assert (found.differ[0], found.agree[0], found.n[0], found.alike[0]) == (5, 1, 6, False)
    same, other = difference(a, a + 2.0), difference(a, a + 2.0, paired=False)
    assert (same.alike[0], same.agree[0], same.n[0]) == (True, 7, 7)
    assert (other.alike[0], other.agree[0], other.differ[0], other.n[0]) == (False, 0, 0, 7)
    assert difference(a, b, paired=False).n[0] == 6
    assert difference(a, b, paired=False).mean[0] == pytest.approx(9 / 6 - 15 / 7)


@every_row(("n", "direction"), [(7, 0), (8, -1)])
def test_a_difference_that_is_always_the_same_is_clear_from_eight_replications_on(n, direction):
    a = np.arange(float(n))[:, None]
    assert difference(a, a - 2.0).direction.tolist() == [direction]
    assert difference(a, a).direction.tolist() == [0]


def test_a_difference_is_clear_if_its_interval_excludes_zero():
    none = np.zeros((8, 3))
    apart = np.hstack((ONE_TO_EIGHT, -ONE_TO_EIGHT, ONE_TO_EIGHT - 4.5))
    assert difference(none, apart).direction.tolist() == [1, -1, 0]


@every_row(("n_first", "share"), [(9, 0.9), (21, 0.5)])
def test_bands_are_quantiles_between_neighbours(n_first, share):
    values = np.r_[np.arange(n_first, dtype=float) ** 2, np.nan][::-1, None]
    summary = summarise(values)
    assert summary.band_low[0] == pytest.approx(np.nanquantile(values, 0.1), rel=1e-12)
    assert summary.band_high[0] == pytest.approx(np.nanquantile(values, 0.9), rel=1e-12)
    # nine values 0, 1, 4 ... 64: a tenth of eight steps is 0.8 of the first step; 7.2 steps are 49 + 0.2 x 15 = 52
    if n_first == 9:
        assert (summary.band_low[0], summary.band_high[0]) == pytest.approx((0.8, 52.0))


def test_an_interval_keeps_to_what_is_possible_and_still_holds_the_mean():
    values = np.r_[ONE_TO_EIGHT]
    low, high = ends(interval_of_mean(values, 0.95))
    for lowest, highest in ((low, high), (low + 0.1, high - 0.1), (5.0, 4.0)):
        found = summarise(values, lowest=lowest, highest=highest)
        assert found.interval_low[0] == min(lowest, 4.5)
        assert found.interval_high[0] == max(highest, 4.5)
    assert summarise(values, lowest=low - 1, highest=high + 1).interval_low[0] == low
    assert possible("share") == (0.0, 1.0)
    assert possible("cases") == possible(None) == (0.0, np.inf)


# --- against the best ---


def pair_bounds(values, level, k):
    """Lower bounds of all differences, each one-sided at 1 - (1 - level) / (k - 1), from the paired interval."""
    two_sided = 1 - 2 * (1 - level) / (k - 1)
    return {
        (i, j): interval_of_difference(values[:, [j]], values[:, [i]], two_sided)[0][0]
        for i in range(k)
        for j in range(k)
        if i != j
    }


def test_intervals_against_the_best_follow_hsus_definition():
    """Upper end: the least upper bound against any other, if above 0. Lower end: the least against who may be best."""
    unit = np.array([3.0, -2.0, 1.0, -3.0, 2.0, -1.0, 0.5, -0.5, 2.5, -2.5])  # sums to 0
    other = np.roll(unit, 3)
    values = np.column_stack((unit, other + 0.3, np.roll(unit, 5) - 1.0, np.roll(unit, 7) - 20.0))
    found = against_the_best(values, 0.9)
    lower = pair_bounds(values, 0.9, 4)
    upper = {(i, j): -lower[j, i] for i, j in lower}
    high = [max(0.0, min(upper[i, j] for j in range(4) if j != i)) for i in range(4)]
    low = [min([0.0, *(lower[i, j] for j in range(4) if j != i and high[j] > 0)]) for i in range(4)]
    assert found.high == pytest.approx(high)
    assert found.low == pytest.approx(low)
    # the gap to the best other one: 0 - 0.3, 0.3 - 0, -1 - 0.3, -20 - 0.3
    assert found.mean == pytest.approx([-0.3, 0.3, -1.3, -20.3])
    assert list(found.may_be_best) == [True, True, True, False]
    assert found.high[3] == 0.0


def test_one_that_is_surely_the_best_has_a_lower_end_of_zero():
    unit = np.array([3.0, -2.0, 1.0, -3.0, 2.0, -1.0, 0.5, -0.5])
    found = against_the_best(np.column_stack((unit + 50.0, np.roll(unit, 3), np.roll(unit, 5))), 0.95)
    assert list(found.may_be_best) == [True, False, False]
    assert (found.low[0], found.high[1], found.high[2]) == (0.0, 0.0, 0.0)


def exact_constant(k: int, freedom: int, level: float) -> float:
    """Hsu's (Dunnett's one-sided) constant by integration over the common sample mean z and the spread s:
    the d at which P(Z_i <= sqrt(2) d s + z for all k - 1) = level, means independent with one variance."""
    z, of_z = np.polynomial.hermite_e.hermegauss(60)
    s = np.linspace(1e-3, 3.0, 400)
    of_s = stats.chi.pdf(s * freedom**0.5, freedom) * freedom**0.5

    def held(d: float) -> float:
        inner = (stats.norm.cdf(2**0.5 * d * s[:, None] + z) ** (k - 1)) @ (of_z / of_z.sum())
        return float(np.trapezoid(inner * of_s, s))

    return float(optimize.brentq(lambda d: held(d) - level, 0.5, 6.0))


def test_intervals_against_the_best_are_hardly_wider_than_with_hsus_exact_constant():
    """Unpaired, even samples: Bonferroni's constant is above the exact one, by little."""
    k, n, level = 4, 12, 0.95
    even = np.r_[np.arange(1.0, 7.0), -np.arange(1.0, 7.0)]
    values = np.column_stack([even + 0.01 * run for run in range(k)])
    found = against_the_best(values, level, paired=False)
    exact = exact_constant(k, k * (n - 1), level)
    # Dunnett (1955), table 1a: three treatments, 40 degrees of freedom
    assert exact_constant(k, 40, level) == pytest.approx(2.13, abs=0.006)
    error = 2**0.5 * stats.sem(even)
    constants = (found.high - found.mean) / error
    bonferroni = stats.t.ppf(1 - 0.05 / 3, 2 * (n - 1))
    assert constants == pytest.approx([bonferroni] * 4, rel=1e-4)
    assert exact < constants.min() < 1.1 * exact


# --- control variates ---


def test_a_mean_with_a_control_is_the_intercept_of_a_line_worked_out_by_hand():
    """The cause is -3 -1 1 3 twice around 10, what is left of the values +1 -1 -1 +1 and then the reverse: no skewness.

    Slope 2, so at the known mean of the cause, 11, the values have 20 + 2 x (11 - 10) = 22. Left: 8 squares over 8 - 2
    degrees of freedom: variance 4 / 3. At 11 its part is 1 / 8 + 1^2 / 40: 0.15. So the error is sqrt(0.2) = 0.4472.
    """
    x = np.array([-3.0, -1.0, 1.0, 3.0] * 2)
    left = np.array([1.0, -1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0])
    y = 20 + 2 * x + left
    level, t = 0.95, stats.t.ppf(0.975, 6)
    known = KnownMeans(np.array([11.0]), np.zeros((1, 1)))
    found = controlled_mean(y, 10 + x[:, None], known, level)
    assert found.mean == pytest.approx(22.0)
    assert found.half_width == pytest.approx(t * 0.2**0.5, rel=1e-5)
    plain = stats.t.ppf(0.975, 7) * stats.sem(y)
    assert found.gain == pytest.approx((plain / (t * 0.2**0.5)) ** 2, rel=1e-4)
    # a mean of the cause with a variance of 0.3 adds slope^2 x 0.3 = 1.2
    unsure = controlled_mean(y, 10 + x[:, None], KnownMeans(np.array([11.0]), np.array([[0.3]])), level)
    assert unsure.half_width == pytest.approx(t * 1.4**0.5, rel=1e-5)
    holes = np.r_[y, np.nan]
    assert controlled_mean(holes, np.r_[10 + x, 5.0][:, None], known, level) == found


@every_row(("controls", "used"), [(4, True), (5, False)])
def test_controls_are_used_if_three_replications_are_left_after_them_and_the_mean(controls, used):
    """Eight replications: four controls and a mean leave three; five leave two."""
    rng = np.random.default_rng(1)
    y, x = np.arange(8.0), rng.normal(size=(8, controls))
    found = controlled_mean(y, x, KnownMeans(np.zeros(controls), np.zeros((controls, controls))), 0.95)
    assert (found.gain != 1.0) == used
    assert (found.mean != y.mean()) == used


def test_a_mean_without_controls_has_the_longer_side_of_its_interval():
    none = KnownMeans(np.zeros(0), np.zeros((0, 0)))
    for values in (SKEWED[:, 0], -SKEWED[:, 0], np.r_[np.zeros(8), 10.0 + np.arange(12.0)]):
        low, high = ends(interval_of_mean(values[:, None], 0.95))
        found = controlled_mean(values, np.empty((len(values), 0)), none, 0.95)
        assert found.mean == pytest.approx(values.mean())
        assert found.half_width == pytest.approx(max(values.mean() - low, high - values.mean()))
    assert controlled_mean(np.full(2, 3.0), np.empty((2, 0)), none, 0.95).half_width == 0.0
    assert np.isnan(controlled_mean(np.full(1, 3.0), np.empty((1, 0)), none, 0.95).half_width)
    assert np.isnan(controlled_mean(np.empty(0), np.empty((0, 0)), none, 0.95).mean)
