import numpy as np
import pandas as pd
import pytest

from tbkk_sim.reporting import findings
from tbkk_sim.reporting.run_view import Spread
from tbkk_sim.reporting.tables import hours, staff, work
from tbkk_sim.reporting.tables.cells import with_band


def cell(text):
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{EN DASH}", "-")


def test_a_unit_is_written_once(growth):
    assert cell(with_band(growth, Spread(0.5, 0.4, 0.6), growth.say.share)) == "50 % (40-60 %)"
    assert cell(with_band(growth, Spread(1.5, 0.5, 3.0), growth.say.duration)) == "36 h (12 h-3 d)"


def test_a_band_without_width_is_left_out(growth):
    assert with_band(growth, Spread(3.0, 3.0, 3.0), growth.say.count) == "3"


def test_backlog_starts_with_the_stock(growth):
    table = work.backlog(growth).set_index("Class")["At the start"]
    assert table["All classes"] == "3,000"
    assert table["Possessor"] == "1,700"
    assert table["Cases in hand"] == "90"


def test_both_counting_rules_stand_beside_each_other(growth):
    table = work.work(growth).set_index("Year")
    means = growth.values("taken_up", "taken_up_and_running", period="2023").mean()
    assert table.loc["2023", "New starts"].startswith(growth.say.count(means["taken_up"]))
    assert table.loc["2023", "New starts + running"].startswith(growth.say.count(means["taken_up_and_running"]))


def test_a_year_in_part_says_so(make_run):
    table = work.work(make_run(2, run__start="2021-07-01", run__end="2022-12-31"))
    assert list(table["Year"]) == ["2021 (part)", "2022"]


def test_shares_of_steps_add_up(growth):
    assert hours.step_shares(growth)["mean"].sum() == pytest.approx(1)
    per_future = growth.values("hours_digital", "hours_triage", "hours_enrich", "hours_image", "hours_tactical",
                               "hours_dossier")  # fmt: skip
    assert hours.digital_share(growth) == pytest.approx((per_future["hours_digital"] / per_future.sum(axis=1)).mean())


def test_hours_of_pools_on_cases_count(growth):
    rows = growth.key_figures
    of_units = rows[(rows["key_figure"] == "hours_digital") & (rows["team"] == "all")]
    with_pool = type(growth)(growth.settings, pd.concat([rows, of_units.assign(team="cyber")]))
    before, after = hours.step_hours(growth), hours.step_hours(with_pool)
    assert after["digital"].sum() == pytest.approx(2 * before["digital"].sum())
    assert after["image"].sum() == pytest.approx(before["image"].sum())


def test_targets_count_their_classes(growth):
    table = work.targets(growth).set_index("Target")
    taken_up = growth.values("taken_up", along="priority_class", period="2022", keep=["acute", "maker"])["taken_up"]
    mean = taken_up.groupby(level="replication").sum().mean()
    assert table.loc["Makers", "2022"].split(",")[0] == growth.say.count(mean)
    assert table.loc["Makers", "Per year"] == "100"
    assert table.loc["Makers", "2022"].endswith(", target 100")


def test_the_target_of_a_part_of_a_year_stands_beside_that_part(make_run):
    table = work.targets(make_run(2, run__start="2021-07-01", run__end="2022-12-31")).set_index("Target")
    assert table.loc["Makers", "2021 (part)"].endswith(f", target {100 * 184 / 365:.0f}")
    assert table.loc["Makers", "2022"].endswith(", target 100")


def test_a_wait_of_which_there_is_none_is_no_number(growth):
    def written(*values):
        run = with_waits(growth, values)
        return (
            work.waiting(run).set_index("Class").loc["Light", "Nine in ten within"].replace("\N{NO-BREAK SPACE}", " ")
        )

    assert written(*[np.nan] * 12) == "never"
    assert written(*range(1, 10), *[np.nan] * 3) == "6.5 d (2.1 d\N{EN DASH}never)"  # the sixth and seventh of twelve
    assert written(*[2.0] * 6, *[np.nan] * 6) == "2 d (2 d\N{EN DASH}never)"  # of which the seventh is never
    assert written(*[30.0] * 3, *[np.nan] * 9) == "seldom (30 d\N{EN DASH}never)"
    assert findings.never_begun(with_waits(growth, [np.nan] * 12))
    assert not findings.never_begun(growth)


def with_waits(run, values):
    """The run with a time within which nine in ten light cases were begun, in each future; NaN: they never were."""
    rows = run.key_figures
    others = rows[(rows["key_figure"] != "waiting_days_p90") | (rows["priority_class"] != "light")]
    new = [(r, "all", "all", "light", "waiting_days_p90", value) for r, value in enumerate(values)]
    return type(run)(run.settings, pd.concat([others, pd.DataFrame(new, columns=rows.columns)]))


def test_small_units_come_first(growth):
    table = staff.availability(growth)
    assert [int(posts) for posts in table["Posts"]] == sorted(int(posts) for posts in table["Posts"])


def test_causes_are_named(growth):
    assert "Pension" in staff.turnover(growth).columns
    assert staff.cause_label(growth, "won_lottery") == "won lottery"
