"""Reports, batches, weeks and chosen cases over years that leap, and over runs that begin or end within a year.

2023-2025 are 365 + 366 + 365 = 1096 days. 1 July 2021 to 31 March 2022 are 184 + 90 = 274 days.
"""

import datetime as dt

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.model.names import names_of
from tbkk_sim.sampling.chance import Chance, key_of
from tbkk_sim.sampling.reports.demand import days_of, flows, unit_shares
from tbkk_sim.sampling.reports.own_work import expected_pieces, pieces_waiting
from tbkk_sim.sampling.reports.proactive import compile_proactive, draw_proactive
from tbkk_sim.settings import Settings
from tests.builders import LAB, demand_of, small_settings
from tests.laws import check_mean
from tests.rows import every_row

CLOSED, ACUTE, SERIOUS, LIGHT = range(4)
IMAGE = "demand.streams.image"
LEAP = {"run.start": "2023-01-01", "run.end": "2025-12-31"}
BROKEN = {"run.start": "2021-07-01", "run.end": "2022-03-31"}
VOLUMES = {2021: 4270, 2022: 3660, 2023: 3930, 2024: 3950, 2025: 7860}


def per_day(changes: dict | None = None, replication: int = 0) -> np.ndarray:
    """Expected reports of each day of the run, of all classes together."""
    settings = small_settings({f"{IMAGE}.reports_per_year": VOLUMES, **(changes or {})})
    found = [flow.expected for flow in flows(demand_of(settings), Chance(settings.seed, replication))]
    assert all(expected[0] == 0 for expected in found)
    return np.diff(np.sum(found, axis=0))


def day(date: str, start: str) -> int:
    return (dt.date.fromisoformat(date) - dt.date.fromisoformat(start)).days


def test_days_are_numbered_over_leap_years():
    days = days_of(small_settings(LEAP))
    assert len(days.year) == 1096
    assert [int((days.year == year).sum()) for year in (2023, 2024, 2025)] == [365, 366, 365]
    february_29 = day("2024-02-29", "2023-01-01")
    assert (days.year[february_29], days.month[february_29]) == (2024, 2)
    assert days.month[february_29 + 1] == 3
    # 1 January of the year 1 was a Monday; 2 January 2023 was one too
    assert days.week[1] == days.week[7] == days.week[0] + 1 == days.week[8] - 1


def test_seasons_take_the_days_of_the_months_of_each_year():
    """February twice as busy: 365 + 28 = 393 parts in 2023, 366 + 29 = 395 in 2024, 393 in 2025.

    Of 3930, 3950 and 7860 reports a part is 10, 10 and 20.
    """
    found = per_day({**LEAP, "demand.month_factors": {2: 2.0}})
    year = {"2023": 10, "2024": 10, "2025": 20}
    for start, part in year.items():
        first = day(f"{start}-01-01", "2023-01-01")
        length = 366 if start == "2024" else 365
        february = 29 if start == "2024" else 28
        expected = np.full(length, float(part))
        expected[31 : 31 + february] *= 2
        np.testing.assert_allclose(found[first : first + length], expected)
    assert found[:365].sum() == pytest.approx(3930)
    assert found[365:731].sum() == pytest.approx(3950)
    assert found[731:].sum() == pytest.approx(7860)


def test_a_run_that_begins_and_ends_within_a_year_has_its_part_of_the_season():
    """July three times as busy: 365 + 2 x 31 = 427 parts, of 4270 reports 10 each; of 3660 in 2022 3660 / 427 each."""
    found = per_day({**BROKEN, "demand.month_factors": {7: 3.0}})
    np.testing.assert_allclose(found, [30.0] * 31 + [10.0] * 153 + [3660 / 427] * 90)


def test_a_batch_is_spread_over_its_days_across_a_new_year():
    """60 reports in 12 days from 28 December 2023, 5 a day."""
    burst = {"demand.bursts": {"b": {"stream": "image", "date": "2023-12-28", "days": 12, "reports": 60}}}
    extra = per_day({**LEAP, **burst}) - per_day(LEAP)
    begin = day("2023-12-28", "2023-01-01")
    expected = np.zeros(1096)
    expected[begin : begin + 12] = 5.0
    np.testing.assert_allclose(extra, expected, atol=1e-9)


def test_half_a_batch_comes_in_a_run_that_begins_in_the_middle_of_it():
    burst = {"demand.bursts": {"b": {"stream": "image", "date": "2021-06-26", "days": 10, "reports": 60}}}
    extra = per_day({**BROKEN, **burst}) - per_day(BROKEN)
    np.testing.assert_allclose(extra, [6.0] * 5 + [0.0] * 269, atol=1e-9)


def test_batches_of_another_stream_are_not_of_this_one():
    other = {"label": "Travel", "reports_per_year": {2023: 0}, "reference_year": 2023, "mix": {"light": {"share": 0.5}}}
    burst = {"stream": "travel", "date": "2023-03-01", "days": 1, "reports": 60}
    settings = small_settings(
        {**LEAP, f"{IMAGE}.reports_per_year": VOLUMES, "demand.streams.travel": other, "demand.bursts": {"b": burst}}
    )
    found = {(f.stream, f.case_class): f.expected[-1] for f in flows(demand_of(settings), Chance(7, 0))}
    travel = {case_class: expected for (stream, case_class), expected in found.items() if stream == 1}
    assert travel == pytest.approx({CLOSED: 30.0, LIGHT: 30.0})  # the mix of the reference year
    assert sum(found.values()) == pytest.approx(3930 + 3950 + 7860 + 60)


def test_the_factor_of_a_week_is_gamma_with_mean_1_and_its_coefficient_of_variation():
    """0.25 over 250 replications of 156 whole weeks: gamma of shape 16 and scale 1/16.

    The variance of a sample of n has a standard error of sqrt((2 + 6 / 16) / n) of it: 0.78 % of 39 000, of which
    four are allowed. A factor of 2 % on the coefficient (4 % on the variance) may be within that, so that the factors
    of one replication are also the exact quantiles of their numbers.
    """
    even_mix = {f"{IMAGE}.reports_per_year": VOLUMES, f"{IMAGE}.mix.acute.elasticity": 1.0}  # 0.68 are closed
    settings = small_settings({**even_mix, "demand.week_cv": 0.25, **LEAP})
    even = per_day(LEAP)
    factors = []
    for replication in range(250):
        flow = next(flows(demand_of(settings), Chance(settings.seed, replication)))
        assert flow.case_class == CLOSED
        factors.append(np.diff(flow.expected)[1:1093].reshape(156, 7) / even[1:1093].reshape(156, 7) / 0.68)
    found = np.array(factors)
    np.testing.assert_allclose(found, np.repeat(found[:, :, :1], 7, axis=2))  # one factor from Monday to Sunday
    weeks = found[:, :, 0].ravel()
    check_mean(weeks, 1.0, 0.25)
    assert weeks.var() == pytest.approx(0.0625, rel=4 * np.sqrt((2 + 6 / 16) / len(weeks)))
    assert stats.kstest(weeks, stats.gamma(16, scale=1 / 16).cdf).pvalue > 1e-4
    numbers = Chance(settings.seed, 249).uniform("demand/weeks", days_of(settings).week[1:1093:7])
    np.testing.assert_allclose(found[-1, :, 0], stats.gamma(16, scale=1 / 16).ppf(numbers), rtol=1e-4)
    assert abs(np.corrcoef(found[:, 1:, 0].ravel(), found[:, :-1, 0].ravel())[0, 1]) < 4 / np.sqrt(len(weeks))


def chosen(per_year: float, changes: dict) -> tuple[list[int], list[float]]:
    """Number and moment of each chosen case."""
    settings = small_settings({**changes, "calendar.kind": "plain", "casework.proactive.serious.per_year": per_year})
    names, chance = names_of(settings), Chance(settings.seed, 0)
    (found,) = draw_proactive(
        compile_proactive(settings, names), names, unit_shares(demand_of(settings), chance), chance
    )
    return (found.key & 0xFFFFFF).tolist(), found.arrived_days.tolist()


def test_chosen_cases_carry_a_broken_number_over_to_the_next_year():
    """2.5 a year: after 0.2, 0.6, 1.0, 1.4, 1.8, 2.2, 2.6 years; the next after 3.0 years is the day after the run."""
    numbers, moments = chosen(2.5, LEAP)
    assert numbers == list(range(7))
    assert moments == pytest.approx([73, 219, 365, 365 + 0.4 * 366, 365 + 0.8 * 366, 731 + 73, 731 + 219])
    assert len(chosen(2.5, {**LEAP, "run.end": "2026-12-31"})[0]) == 10


@every_row("years", [1, 2, 3, 7, 10])
@every_row("per_year", [0.1, 0.7, 1.0, 1.5, 9.9, 100.0])
def test_so_many_chosen_cases_begin_as_the_years_add_up_to(per_year: float, years: int):
    end = {"run.start": "2023-01-01", "run.end": f"{2022 + years}-12-31"}
    # the last is in the middle of its part: a number that ends in .5 is rounded down
    assert len(chosen(per_year, end)[0]) == int(np.ceil(round(per_year * years, 9) - 0.5))


def test_a_run_of_part_of_a_year_has_the_chosen_cases_of_that_part():
    """2.5 a year from 1 January 2021 on: 73, 219, 365, 511, ... less the 181 days until 1 July: 38, 184, then 330."""
    assert chosen(2.5, BROKEN) == ([1, 2], pytest.approx([38, 184]))


def test_a_case_that_is_chosen_at_the_very_start_is_in_the_run():
    """One in 2024 begins in the middle of its 366 days: at the beginning of 2 July."""
    assert chosen(1.0, {"run.start": "2024-07-02", "run.end": "2024-12-31"}) == ([0], [0.0])
    assert chosen(1.0, {"run.start": "2024-07-03", "run.end": "2024-12-31"}) == ([], [])
    assert chosen(1.0, {"run.start": "2024-06-01", "run.end": "2024-07-01"}) == ([], [])
    assert chosen(0.0, LEAP) == ([], [])


def test_own_work_is_the_load_in_the_hours_of_each_year():
    """A plain calendar of 7.2 hours a day; 4 members at 0.6 make 17.28 hours a day, 0.864 pieces of 20 hours.

    Of them 0.8, 0.6912, a day in every year, leaping or not; 30.5 days of backlog are 0.864 x 30.5 = 26.35 pieces.
    """
    work = {**LAB["own_work"], "backlog_days": 30.5}
    for run, days in ((LEAP, 1096), (BROKEN, 274)):
        settings = small_settings(
            {**run, "calendar.kind": "plain", "collaboration.pools": {"lab": {**LAB, "own_work": work}}}
        )
        pool = settings.collaboration.pools["lab"]
        np.testing.assert_allclose(expected_pieces(settings, pool), 0.6912 * np.arange(days + 1))
        assert pieces_waiting(settings, pool) == 26


def test_own_work_goes_by_the_office_days_of_each_calendar_year():
    """Without holidays 2023 has 260 weekdays, 2024 262 and 2025 261.

    A piece of 20 hours a 0.8 x 4 x 0.6 x 7.2 / 20 = 0.6912 of an office day; the run begins on 1 July 2023 and the
    days of that year count as 260 / 365 each.
    """
    run = {"run.start": "2023-07-01", "run.end": "2025-12-31", "calendar.holidays_country": ""}
    settings = small_settings({**run, "collaboration.pools": {"lab": LAB}})
    pieces = np.diff(expected_pieces(settings, settings.collaboration.pools["lab"]))
    expected = [0.6912 * 260 / 365] * 184 + [0.6912 * 262 / 366] * 366 + [0.6912 * 261 / 365] * 365
    np.testing.assert_allclose(pieces, expected)


def shares_of(changes: dict) -> Settings:
    units = {name: {"label": name, "posts": posts} for name, posts in (("small", 1), ("large", 100), ("middle", 9))}
    by_class = {"acute": {"large": 0.1, "small": 0.9}}
    usual = {"large": 0.7, "middle": 0.2, "small": 0.1}  # in another order than the units
    return small_settings(
        {
            "staffing.units": units,
            "demand.unit_share": usual,
            "demand.unit_share_by_class": by_class,
            "triage.team": "large",
            **changes,
        }
    )


def test_each_unit_has_its_own_share_in_whatever_order_they_are_written():
    settings = shares_of({})
    shares = unit_shares(demand_of(settings), Chance(7, 0))
    assert shares.of_class[LIGHT].tolist() == pytest.approx([0.1, 0.7, 0.2])
    assert shares.of_class[ACUTE].tolist() == pytest.approx([0.9, 0.1, 0.0])
    assert shares.pace(ACUTE).of_unit.tolist() == pytest.approx([0.9, 0.1, 0.0])
    assert shares.pace(ACUTE).kept == 1.0


def test_each_unit_has_its_own_factor_in_every_class_and_order():
    """Lognormal around 1 with sigma 0.5, by the name of the unit."""
    settings = shares_of({"demand.unit_spread_sigma": 0.5})
    chance = Chance(7, 3)
    shares = unit_shares(demand_of(settings), chance)
    factor = shares.of_class[LIGHT] / [0.1, 0.7, 0.2]
    assert len(set(factor.round(6).tolist())) == 3
    np.testing.assert_allclose(shares.of_class[ACUTE][:2] / factor[:2], [0.9, 0.1])
    units = dict(reversed(settings.model_dump()["staffing"]["units"].items()))
    turned = shares_of({"demand.unit_spread_sigma": 0.5, "staffing.units": units})
    again = unit_shares(demand_of(turned), chance)
    np.testing.assert_allclose(again.of_class[LIGHT][::-1], shares.of_class[LIGHT])
    for case_class in (LIGHT, ACUTE):
        pace = shares.pace(case_class)
        assert pace.of_unit.sum() >= 1
        np.testing.assert_allclose(
            pace.of_unit * pace.kept, shares.of_class[case_class] / shares.of_class[case_class].sum()
        )


def test_factors_of_units_are_lognormal_quantiles_with_mean_1():
    """The middle number gives exp(-0.5^2 / 2) = 0.8825, and one standard deviation more exp(0.5 - 0.125) = 1.4550."""
    settings = shares_of({"demand.unit_spread_sigma": 0.5})
    names, lognormal = names_of(settings), stats.lognorm(0.5, scale=np.exp(-0.125))
    for replication in range(20):
        chance = Chance(7, replication)
        numbers = chance.uniform("demand/unit_factor", np.array([key_of(unit) for unit in names.units]))
        factor = unit_shares(demand_of(settings), chance).of_class[LIGHT] / [0.1, 0.7, 0.2]
        np.testing.assert_allclose(factor, lognormal.ppf(numbers))
