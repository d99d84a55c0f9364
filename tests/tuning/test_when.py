"""When: a hiring plan that follows growth keeps its promise in every quarter, and costs less than hiring at once."""

import datetime as dt

import numpy as np
import pytest

from tbkk_sim.config.compose import load_settings
from tbkk_sim.settings.tuning import Norm, When
from tbkk_sim.tuning.questions.when import answer_when
from tbkk_sim.tuning.search.measures import Measures
from tbkk_sim.tuning.search.periods import Periods, ServiceShares, open_posts, ready_quarters
from tbkk_sim.tuning.search.plans import PostChange, PostPlace, StaffingPlan, with_parts
from tests.builders import LAB, small_settings
from tests.rows import every_row
from tests.tuning.studies import study_of, tuning_for

TARGET = 0.30
"""Chance that urgent work waits, at most."""


@pytest.fixture(scope="module")
def growing():
    """Three years in which work grows steadily by a quarter a year, at a desk that people leave and join late."""
    settings = load_settings(
        ["+scenario=textbook", "demand.streams.door.reports_per_year.2021=4380",
         "+demand.streams.door.growth_per_year=0.25", "staffing.units.desk.posts=27",
         "+staffing.turnover.transfer_per_year=0.1", "+staffing.hiring.fill_months_mean=3",
         "staffing.vacancy_share_at_start=null", "+staffing.training.ramp=[{until_months: 2, share: 0.5}]",
         "+casework.classes.customer.norm_days=0.001",
         "casework.classes.customer.hours.serve.mean_hours=2.0"]
    )  # fmt: skip
    months = {month: 1.25 ** ((month - 6.5) / 12) for month in range(1, 13)}  # a year's growth is not a jump in January
    return with_parts(settings, demand={**settings.demand.model_dump(), "month_factors": months})


@pytest.mark.slow
def test_waiting_stays_near_its_target_for_less_than_a_flat_plan(growing):
    when = When(
        norms={"customer": Norm(share=1 - TARGET)}, period="quarter", chance=None, tolerance=0.08, spread="by_posts",
        from_date=dt.date(2021, 7, 1), most_per_quarter=8,
    )  # fmt: skip
    found = answer_when(study_of(growing, tuning_for("when", when=when, search_replications=16, most_runs=1000)))
    waits = 1 - found.fresh.mean_shares()[:, 0]
    assert all(found.reachable)
    assert np.abs(waits - TARGET).max() <= 0.1  # as near as so few replications of the search can tell
    assert found.cost < 0.7 * found.flat_cost
    assert found.staff[:, 1].max() < found.staff[:, 0].max() <= 27 + sum(found.hires)
    assert False not in found.met
    assert found.met.count(None) <= 1  # a quarter at the border is not settled by so few replications


@pytest.mark.slow
def test_periods_that_nobody_hired_now_can_help_are_told(short_of_people):
    when = When(norms={"serious": Norm(share=0.95)}, period="quarter", most_per_quarter=2, spread="by_load")
    few = StaffingPlan.with_posts({PostPlace("capital"): -7, PostPlace("coast"): -3}).applied(short_of_people)
    study = study_of(
        few, tuning_for("when", when=when, search_replications=2, first_replications=3, most_replications=4)
    )
    found = answer_when(study)
    assert found.reachable == [False, False]
    assert not any(found.hires)


def test_margins_by_chance_and_on_average():
    shares = np.array([[[0.9]], [[0.8]], [[0.7]], [[1.0]], [[np.nan]]])
    service = ServiceShares(shares, np.array([0.8]))
    assert service.met()[:, 0].tolist() == [True, True, False, True, True]
    assert service.margin(0.8)[0] == pytest.approx(0.0)
    assert service.margin(0.9)[0] == pytest.approx(-0.1)
    assert service.margin(None)[0] == pytest.approx(0.05)


def test_posts_opened_by_quarter_are_spread_as_their_sum():
    quarters = [dt.date(2021, 1, 1), dt.date(2021, 4, 1), dt.date(2021, 7, 1)]
    coast, capital = PostPlace("coast"), PostPlace("capital")
    plan = open_posts((1, 0, 2), quarters, lambda n: StaffingPlan.with_posts({coast: (n + 1) // 2, capital: n // 2}))
    assert plan.posts == (
        PostChange(coast, 1, quarters[0]),
        PostChange(coast, 1, quarters[2]),
        PostChange(capital, 1, quarters[2]),
    )


@every_row(("fill_months", "right"), [(9.0, 4), (10.4, 4), (10.6, 5)])
def test_quarters_until_a_newcomer_counts_in_full(fill_months, right):
    """Half a year at half the rate lacks three months; to the nearest quarter."""
    hiring, ramp = {"fill_months_mean": fill_months}, [{"until_months": 6, "share": 0.5}]
    assert ready_quarters(small_settings({"staffing.training": {"ramp": ramp}, "staffing.hiring": hiring})) == right


def test_a_ramp_delays_by_what_it_lacks_not_by_what_is_there_already():
    """Nine months to fill; then 6 months at 0.3 and 6 at 0.9 lack 4.2 + 0.6 months: 13.8 of them, five quarters."""
    ramp = [{"until_months": 6, "share": 0.3}, {"until_months": 12, "share": 0.9}]
    settings = small_settings({"staffing.training": {"ramp": ramp}, "staffing.hiring": {"fill_months_mean": 9}})
    assert ready_quarters(settings) == 5


def test_periods_before_a_date_are_not_judged():
    settings = small_settings()
    when = When(norms={"serious": Norm(share=0.9)}, period="quarter", from_date=dt.date(2021, 7, 1))
    assert Periods(settings, when).names == ["2021 Q3", "2021 Q4"]


def test_a_post_costs_the_calendar_years_that_it_is_there():
    settings = small_settings({"run.start": "2023-02-01", "run.end": "2024-12-31"})
    periods = Periods(settings, When(norms={"serious": Norm(share=0.9)}))
    whole_quarters = [366 - 91, 366 - 182, 366 - 274]  # from April, July and October 2024 on, a leap year
    expected = [1 + 334 / 365, 1 + 275 / 365, 1 + 184 / 365, 1 + 92 / 365, 1.0, *(n / 366 for n in whole_quarters)]
    assert periods.years_left == pytest.approx(expected)


def test_service_and_staff_of_a_period_are_those_of_its_quarters_and_of_all_units():
    """The third and the fourth quarter, 92 days each, of two units and a pool, which counts for nothing."""
    settings = small_settings({"collaboration.pools": {"lab": LAB}})
    when = When(norms={"serious": Norm(share=0.8), "acute": Norm(share=0.9)}, from_date=dt.date(2021, 7, 1))
    periods = Periods(settings, when)
    by_class, by_team = np.zeros((4, 3, 5)), np.zeros((4, 3))
    due, in_time, posts, filled = by_class.copy(), by_class.copy(), by_team.copy(), by_team.copy()
    acute, serious = 1, 2
    due[:, :, serious], in_time[:, :, serious] = 10, [[9, 9, 9], [9, 9, 9], [3, 4, 9], [5, 6, 9]]
    due[3, 0, acute], in_time[3, 0, acute] = 4, 1
    posts[2:], filled[2:] = [[92 * 8, 92 * 6, 92 * 4], [92 * 8, 92 * 10, 92 * 4]], [[92 * 5, 0, 92], [92 * 7, 0, 92]]
    one = Measures(by_class, due, in_time, *[by_class] * 3, by_team, posts, filled)
    other = Measures(by_class, due, in_time / 2, *[by_class] * 3, by_team, posts, filled * 2)
    assert (periods.names, periods.members) == (["2021"], [[2, 3]])
    service = periods.service([one, other])
    assert service.shares[:, 0].tolist() == [[18 / 40, 1 / 4], [9 / 40, 1 / 8]]
    assert service.margins[:, 0] == pytest.approx([0.25 - 0.9, 0.125 - 0.9])
    assert periods.staff([one, other])[0] == pytest.approx([16.0, 9.0])
