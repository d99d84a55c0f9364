"""What is counted, and where, in stories of a few reports."""

from dataclasses import replace

import numpy as np
import pytest

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.sampling.workforce.people import Cause
from tbkk_sim.sampling.world import AUTOMATIC, BY_HAND, BY_NOBODY, World
from tbkk_sim.settings import Settings
from tests.builders import LAB, small_settings
from tests.metrics.edge_worlds import Told
from tests.metrics.few_reports import begun, ended, reports_like, told_of
from tests.metrics.story import CAPITAL, COAST, LABORATORY, SERIOUS, LogByHand, held_story, story
from tests.rows import every_row


def value(of: Told, name: str, team: str = "all", priority_class: str = "all", period: str = "all") -> float:
    return of.rows[name, period, team, priority_class]


# Within the norm and waiting


def test_reports_still_in_triage_when_their_norm_ran_out_count_as_not_within_the_norm():
    """One case is begun within 14 days; of three reports that nobody has triaged, two are overdue at the end."""
    of = told_of(
        [10.0, 20.0, 340.0, 360.0],
        begun(15.0, 0),
        triaged_by=[AUTOMATIC, BY_HAND, BY_HAND, BY_HAND],
    )
    assert value(of, "share_within_norm") == pytest.approx(1 / 3)
    assert value(of, "share_within_norm", period="2021-12") == 0
    assert value(of, "late") == value(of, "late_unjudged") == 2
    assert value(of, "late_seen_as_less") == 0
    assert value(of, "due") == 3
    assert value(of, "share_begun", priority_class="serious") == pytest.approx(1 / 3)
    assert value(of, "waiting_days_median") == np.inf
    assert value(of, "triage_backlog_end") == 3


def test_reports_in_triage_that_will_be_closed_have_no_norm():
    of = told_of([10.0, 20.0], begun(15.0, 0), triaged_by=[AUTOMATIC, BY_HAND], triaged_class=[SERIOUS, 0])
    assert value(of, "share_within_norm") == 1
    assert value(of, "triage_backlog_end") == 1


@every_row(("waited", "share"), [(13.9, 1), (14.0, 1), (14.1, 0)])
def test_first_work_on_the_last_moment_of_the_norm_is_within_it(waited, share):
    of = told_of([10.0], begun(10.0 + waited, 0))
    assert value(of, "share_within_norm") == share
    assert value(of, "late") == 1 - share
    assert value(of, "due") == 1


@every_row(("arrived", "counts"), [(-14.1, False), (-14.0, True), (350.9, True), (351.0, False)])
def test_a_case_counts_where_its_norm_runs_out_within_the_run(arrived, counts):
    of = told_of([arrived], [], triaged_by=[BY_NOBODY])
    assert (("share_within_norm", "all", "all", "all") in of.rows) == counts


def test_a_case_counts_in_the_month_in_which_its_norm_runs_out():
    of = told_of([17.0], begun(20.0, 0))  # 18 January; the 14 days end on 1 February
    assert {row[1] for row in of.rows if row[0] == "share_within_norm"} == {"all", "2021", "2021-02"}


@every_row(("n", "still", "there_is_a_mean"), [(20, 1, True), (20, 2, False), (19, 1, False), (60, 3, True)])
def test_a_mean_wait_is_given_while_at_most_5_percent_still_wait(n, still, there_is_a_mean):
    of = told_of([10.0] * n, [event for number in range(still, n) for event in begun(12.0, number)])
    mean = (2.0 * (n - still) + 355.0 * still) / n
    assert value(of, "waiting_days_mean") == pytest.approx(mean if there_is_a_mean else np.inf)


@every_row(("still", "mean"), [(1, (19 * 2.0 + 355.0) / 20), (2, np.inf)])
def test_a_mean_wait_for_triaging_counts_who_still_waits_with_the_age_at_the_end(still, mean):
    triaged = [(12.0, Event.STARTED, number, SERIOUS) for number in range(still, 20)]
    of = told_of([10.0] * 20, triaged, triaged_by=[BY_HAND] * 20)
    assert value(of, "triage_waiting_days_mean") == pytest.approx(mean)


def test_one_case_let_go_leaves_no_mean_wait():
    events = [event for number in range(1, 100) for event in begun(12.0, number)]
    of = told_of([10.0] * 100, [*events, *ended(15.0, 0, End.EXPIRED)])
    assert value(of, "waiting_days_mean") == np.inf
    assert value(of, "waiting_days_p90") == 2


@every_row(("n_begun", "p90"), [(8, np.inf), (9, 9.0), (10, 9.0)])
def test_9_in_10_within_is_the_wait_of_the_ninth_of_ten(n_begun, p90):
    of = told_of([0.0] * 10, [event for number in range(n_begun) for event in begun(number + 1.0, number)])
    assert value(of, "waiting_days_p90") == p90
    assert value(of, "waiting_days_median") == 5


# Reports and cases


def test_chosen_cases_are_cases_that_came_in_and_no_reports():
    chosen = 1
    of = told_of([10.0, 20.0], [], triaged_by=[AUTOMATIC, BY_NOBODY], stream=[0, chosen])
    assert value(of, "reports_in") == 1
    assert value(of, "cases_in") == 2
    assert value(of, "backlog_end", "capital", "serious") == 2


def test_stock_came_in_before_the_run():
    of = told_of([-5.0, 10.0], [], triaged_by=[BY_NOBODY, AUTOMATIC])
    assert value(of, "reports_in") == value(of, "cases_in") == 1
    assert value(of, "backlog_end") == 2


def test_what_comes_and_is_turned_away_in_one_moment_came_in_and_never_waited():
    of = told_of([10.0], ended(10.0, 0, End.DECLINED))
    assert value(of, "cases_in") == value(of, "turned_away") == value(of, "left_undone") == 1
    assert value(of, "backlog_mean") == value(of, "let_go") == value(of, "waiting_growth") == value(of, "finished") == 0


def test_what_happens_at_midnight_belongs_to_the_month_that_begins():
    of = told_of([10.0], [*begun(31.0, 0), *ended(59.0, 0, End.NO_OFFENCE)])
    assert value(of, "backlog_end", period="2021-01") == 1
    assert value(of, "taken_up", period="2021-02") == 1
    assert value(of, "in_hand_end", period="2021-02") == 1
    assert value(of, "finished", period="2021-03") == 1


def test_a_case_in_hand_when_a_year_begins_counts_again_under_the_older_rule_but_not_over_both_years():
    of = told_of([300.0, 370.0], [*begun(310.0, 0), *begun(380.0, 1)], {"run.end": "2022-12-31"})
    running = [value(of, "taken_up_and_running", period=period) for period in ("2021", "2022", "all")]
    assert running == [1, 2, 2]


# Hours


def test_hours_lent_are_of_who_works_and_hours_borrowed_of_whose_step_it_is():
    of = Told(*held_story())
    lent = {team: value(of, "hours_lent", team) for team in ("lab", "capital", "coast", "all")}
    borrowed = {team: value(of, "hours_borrowed", team) for team in ("lab", "capital", "coast", "all")}
    assert lent == pytest.approx({"lab": 24, "capital": 0, "coast": 0, "all": 0})
    assert borrowed == pytest.approx({"lab": 0, "capital": 24, "coast": 0, "all": 24})


# People


def people_over_new_year() -> Told:
    """From December to February: the coast loses one in December and gets one in each month, the capital loses one."""
    settings = small_settings({"collaboration.pools": {"lab": LAB}, "run.start": "2021-12-01", "run.end": "2022-02-28"})
    base, horizon = story()[1], 90
    n = 6
    people = replace(
        base.people,
        team=np.array([COAST, COAST, COAST, COAST, CAPITAL, LABORATORY], dtype=np.int16),
        role=np.array([0, 0, 0, 0, 0, -1], dtype=np.int8),
        post=np.array([1, 2, 2, 2, 0, -1], dtype=np.int32),
        skills=np.full(n, 0b01111),
        born_days=np.full(n, -12000.0),
        joined_days=np.array([-100.0, 10.0, 31.0, 89.0, 0.0, -1.0]),
        left_days=np.array([30.0, np.inf, 90.0, np.inf, 62.0, np.inf]),
        left_cause=np.array([Cause.PENSION, -1, -1, -1, Cause.RESIGNED, -1], dtype=np.int8),
        fte=np.ones(n),
        came_by=np.zeros(n, dtype=np.int8),
        lender=np.full(n, -1, dtype=np.int16),
    )
    assert settings.run.horizon_days == horizon
    world = World(0, reports_like(base, 7, 0), base.steps, people, base.shifts, base.posts)
    return Told(settings, world, compile_parameters(settings), LogByHand().as_event_log())


@every_row(
    ("name", "team", "years"),
    [
        ("hires", "coast", [1, 2]),  # who is there on the first day is no newcomer, who comes on the last day is
        ("hires", "capital", [0, 0]),
        ("hires", "all", [1, 2]),
        ("leavers", "coast", [1, 0]),  # who goes when the run ends has not gone
        ("leavers", "all", [1, 1]),
        ("leavers_pension", "all", [1, 0]),
        ("leavers_resigned", "all", [0, 1]),
        ("leavers_transferred", "all", [0, 0]),
    ],
)
def test_hires_and_leavers_of_a_year_are_those_of_that_year_and_not_of_the_whole_run(name, team, years):
    of = people_over_new_year()
    assert [value(of, name, team, period=year) for year in ("2021", "2022")] == years
    assert value(of, name, team) == sum(years)


@every_row(("fte", "share"), [(5.9, 1.0), (6.0, 0.0), (6.1, 0.0)])
def test_as_many_fte_as_the_minimum_are_not_below_it(fte, share):
    settings = _with_minimum(6.0)
    base = story()[1]
    service = replace(base.shifts.service, fte=np.full(len(base.shifts.service.fte), fte))
    world = replace(base, shifts=replace(base.shifts, service=service))
    _, _, _, log = story()
    of = Told(settings, world, compile_parameters(settings), log)
    assert value(of, "below_minimum_share", "capital") == value(of, "below_minimum_share") == share
    assert ("below_minimum_share", "all", "coast", "all") not in of.rows


def _with_minimum(fte: float) -> Settings:
    changes = {"collaboration.pools": {"lab": LAB}, "run.end": "2021-02-28", "staffing.units.capital.minimum_fte": fte}
    return small_settings(changes)
