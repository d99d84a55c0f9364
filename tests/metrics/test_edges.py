"""Runs in which there is little to measure."""

import math

import numpy as np
import pytest

from tbkk_sim.runs.replication import simulate
from tests.builders import small_settings

NOTHING = {"demand.streams.image.reports_per_year": {2021: 0}}


def value(table, key_figure, **where):
    found = table[table["key_figure"] == key_figure]
    for column, wanted in {"period": "all", "team": "all", "priority_class": "all", **where}.items():
        found = found[found[column] == wanted]
    return found["value"].item()


def test_no_reports_at_all():
    table = simulate(small_settings(NOTHING)).key_figures
    assert value(table, "reports_in") == value(table, "backlog_mean") == value(table, "hours_worked") == 0
    assert value(table, "utilisation") == 0
    assert "waiting_days_mean" not in set(table["key_figure"])
    assert "share_within_norm" not in set(table["key_figure"])


def test_one_day():
    table = simulate(small_settings({"run.start": "2021-03-02", "run.end": "2021-03-02"})).key_figures
    assert set(table["period"]) == {"all", "2021", "2021-03"}
    assert value(table, "hours_available") == pytest.approx(7.2 * 14 * 0.85)
    assert value(table, "hours_available") == value(table, "hours_available", period="2021-03")


def test_no_people_at_all():
    nobody = {
        "staffing.vacancy_share_at_start": 1.0,
        "staffing.hiring.national_limit_per_month": 0,
        "triage.automatic_share": 1.0,
    }
    table = simulate(small_settings({**nobody, "run.end": "2021-02-28"})).key_figures
    assert value(table, "taken_up") == 0
    assert value(table, "left_undone") == value(table, "cases_in")
    assert "utilisation" not in set(table["key_figure"])
    assert value(table, "vacancy_share") == 1
    assert math.isnan(value(table, "load_all"))  # a row without a number: work, and nobody to do it


def test_people_above_the_posts_of_a_unit_fill_no_vacancy_in_another():
    """The coast loses all posts on the second day, and its people stay until they leave; the capital is short."""
    withdrawn = {
        "staffing.units.coast.posts": 30,
        "staffing.plan": {"x": {"unit": "coast", "date": "2021-01-02", "posts": -30}},
    }
    short = {"staffing.vacancy_share_at_start": 0.5, "staffing.hiring.national_limit_per_month": 0}
    table = simulate(small_settings({**withdrawn, **short, "run.end": "2021-06-30"})).key_figures
    establishment, people, vacancy = (
        {team: value(table, f"{name}_fte", team=team) for team in ("all", "capital", "coast")}
        for name in ("establishment", "occupancy", "vacancy")
    )
    assert people["coast"] > 1 > establishment["coast"] > 0
    assert vacancy["capital"] == pytest.approx(establishment["capital"] - people["capital"])
    assert 0 <= vacancy["coast"] <= establishment["coast"]
    assert vacancy["all"] == pytest.approx(vacancy["capital"] + vacancy["coast"])
    for team in vacancy:
        assert value(table, "vacancy_share", team=team) == pytest.approx(vacancy[team] / establishment[team])
    assert people["all"] > establishment["all"]
    assert math.isnan(value(table, "balance_days"))  # the capital is short from the first day to the last


@pytest.mark.slow
def test_without_months_the_years_stay_as_they_were():
    with_months = simulate(small_settings()).key_figures
    without = simulate(small_settings({"run.monthly": False})).key_figures
    assert set(without["period"]) == {"all", "2021"}
    whole = with_months[with_months["period"].isin(["all", "2021"])]
    np.testing.assert_array_equal(whole["value"], without["value"])
