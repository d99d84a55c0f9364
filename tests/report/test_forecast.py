"""What happens by when and with which odds, in words and tables; ages."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.charts import to_svg
from tbkk_sim.report.run.exhibits import AGES, EXHIBITS, exhibits_of
from tbkk_sim.report.run.tables import forecast
from tbkk_sim.runs.tables.odds import odds_of_balance, odds_of_left_undone, odds_of_settling
from tests.report.test_findings import with_values

N = 12


def with_days(run, key_figure, along, name, days):
    """The run with a day in each replication; NaN: it does not come (in a table, a row without a number)."""
    place = {"period": "all", "team": "all", "priority_class": "all", along: name, "key_figure": key_figure}
    rows = [{"replication": r, **place, "value": day} for r, day in enumerate(days)]
    return replace(run, key_figures=pd.concat([run.key_figures, pd.DataFrame(rows)], ignore_index=True))


NEVER = [np.nan] * N
DAYS = [100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0, 900.0, *[np.nan] * 3]


def test_a_date_is_that_by_which_so_many_of_all_replications_have_it(growth):
    odds = odds_of_settling(with_days(growth, "backlog_settled_days", "priority_class", "producer", DAYS))["producer"]
    first = growth.settings.run.start
    assert odds.share == 9 / 12
    assert odds.early == first + dt.timedelta(days=200)  # the second of twelve
    assert odds.middle == first + dt.timedelta(days=600)
    assert odds.late is None  # the eleventh of twelve never comes


def test_what_never_comes_has_no_date(growth):
    odds = odds_of_settling(growth)
    assert "keyplayer" not in odds  # planned: no norm, so nothing to stay within
    assert all(of.share == 0 and of.middle is None for of in odds.values())
    assert "In no future does the backlog" in forecast.settling(growth)


def test_settling_in_words(growth):
    def said(days):
        return forecast.settling(with_days(growth, "backlog_settled_days", "priority_class", "producer", days))

    date = growth.say.date(growth.settings.run.start + dt.timedelta(days=600))
    assert f"producer {date} (in 8 of 10 futures before the end)" in said(DAYS)
    rare = forecast.settling(
        with_days(growth, "backlog_settled_days", "priority_class", "producer", [50.0, *[np.nan] * 11])
    )
    assert "producer not in half (in 1 of 10 futures before the end)" in rare
    settled = forecast.settling(with_days(growth, "backlog_settled_days", "priority_class", "producer", [0.0] * N))
    assert "producer" not in settled.lower()
    unsevere = forecast.settling(with_days(growth, "backlog_settled_days", "priority_class", "light", DAYS))
    assert "light" not in unsevere.lower()  # nobody means to keep these within a norm


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (DAYS, "in half of the futures"),
        ([np.nan] * N, "In no future"),
        ([9.0, *[np.nan] * 11], "in 1 of 10"),
        ([0.0] * N, ""),
    ],
)
def test_balance_in_words(growth, days, says):
    run = with_days(growth, "balance_days", "team", "all", days)
    said = forecast.balance(run)
    assert says in said
    assert bool(said) == bool(says)
    assert list(odds_of_balance(run)) == ["all", *growth.units]


def test_odds_of_what_is_left_undone(growth):
    odds = odds_of_left_undone(growth)
    figures = growth.key_figures
    chosen = figures[(figures["key_figure"] == "left_undone") & (figures["team"] == "all")]
    of = chosen[(chosen["priority_class"] == "possessor") & (chosen["period"] == "2025")]["value"]
    found = odds["possessor"]["2025"]
    assert found.share == (of > 0).mean()
    assert (found.low, found.high) == pytest.approx((of.quantile(0.1), of.quantile(0.9)))
    assert odds["acute"]["2025"].share == 0
    worked_off = with_values(growth, "left_undone", -3.0, priority_class="acute")
    assert odds_of_left_undone(worked_off)["acute"]["2025"].share == 0


def test_what_is_left_undone_in_words(growth, make_run):
    said = forecast.left_undone(growth)
    assert "In 8 of 10 futures, so many cases are left undone in 2025: " in said
    assert "possessor" in said
    assert "acute" not in said
    assert forecast.left_undone(make_run(1)) == ""


def test_cases_of_a_class_that_are_left_undone_in_some_futures_only_are_said_with_their_odds(growth):
    """Of twelve futures one has acute cases that are left undone: fewer than a tenth, so the band begins at none."""
    table = growth.key_figures
    of_year = (table["key_figure"] == "left_undone") & (table["period"] == "2025") & (table["team"] == "all")
    once = of_year & (table["priority_class"] == "acute") & (table["replication"] == 0)
    others = of_year & ~table["priority_class"].isin(["acute", "all"])
    assert once.sum() == 1

    def said(value):
        return forecast.left_undone(replace(growth, key_figures=table.assign(value=value)))

    assert "acute abuse (1 of 10 futures)" in said(table["value"].mask(once, 3.0))
    alone = said(table["value"].mask(others, 0.0).mask(once, 3.0))
    assert alone == growth.say(phrases.UNDONE_SOME, year="2025", kinds="acute abuse (1 of 10 futures)")


def test_tables_have_a_row_for_each(growth):
    table = forecast.left_undone_table(growth)
    assert len(table) == 6
    assert table.iloc[1, 1] == "\N{EN DASH}"
    dates = forecast.date_table(growth)
    assert len(dates) == 4 + 7  # classes with a norm; all units and each
    assert "nan" not in dates.to_csv().lower() + table.to_csv().lower()


@pytest.mark.parametrize("ten", [0.0, 0.03, 0.4, 0.97, 1.0])
def test_odds_are_said_of_ten_replications(growth, ten):
    said = forecast.of_ten(growth, ten)
    expected = {0.0: "0 of 10", 0.03: "fewer than 1 of 20", 0.4: "4 of 10", 0.97: "more than 19 of 20", 1.0: "10 of 10"}
    assert said.startswith(expected[ten])


@pytest.fixture
def aged(growth):
    random = np.random.default_rng(2)
    people = pd.DataFrame({"replication": np.repeat(np.arange(N), 100)})
    people["age_at_start_years"] = random.uniform(25, 65, len(people))
    people["age_at_end_years"] = people["age_at_start_years"].where(people["age_at_start_years"] < 55)
    return replace(growth, people=people)


def test_ages_are_shown_where_they_are_known(growth, aged):
    assert exhibits_of(growth) == EXHIBITS
    names = [exhibit.name for exhibit in exhibits_of(aged)]
    assert names.index("ages") == names.index("availability") + 1
    assert "80\N{NO-BREAK SPACE}%" in to_svg(AGES.figure(aged))
    assert "to 0\N{NO-BREAK SPACE}%" in AGES.finding(aged)
    table = AGES.table(aged)
    assert table.iloc[0, 0] == "25\N{EN DASH}29"
    assert "nan" not in table.to_csv().lower()
    assert (table.iloc[:, 1].str.contains("(", regex=False)).all()
