"""Key figures of triage, assessment, persons and hidden cases, of a story whose every number is reckoned by hand."""

import math
from dataclasses import replace

import pytest

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants import check
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.sampling.world import NEVER
from tests.engine.hand_made import (
    A_SECOND,
    ENRICH,
    LIGHT,
    SEARCH,
    SERIOUS,
    TRIAGE,
    Member,
    Report,
    hand_made,
    made_world,
)
from tests.metrics.desk_story import CLOSED, desk_story
from tests.metrics.edge_worlds import Told
from tests.metrics.plain_table import check as check_table
from tests.rows import every_row

JANUARY, FEBRUARY = "2021-01", "2021-02"


@every_row(
    ("key_figure", "of", "expected"),
    [
        ("reports_in", {"serious": 5, "light": 4, "all": 9}, "whole run"),
        ("persons_reported", {"serious": 4, "light": 4, "all": 8}, "whole run"),
        ("persons_reported", {"serious": 2, "light": 3}, JANUARY),
        ("reports_per_person", {"serious": 5 / 4, "light": 1, "all": 9 / 8}, "whole run"),
        ("reports_triaged_by_system", {"serious": 5, "light": 3}, "whole run"),
        ("closed_in_triage", {"all": 1}, "whole run"),
        ("reports_joined", {"serious": 1, "light": 0}, "whole run"),
        ("untraceable", {"serious": 0, "light": 2}, "whole run"),
        ("traces_lost", {"serious": 0, "light": 1}, "whole run"),
        # What is not joined came in: as what it seems to be once it was assessed, else as what it is.
        ("cases_in", {"serious": 4, "light": 4, "all": 8}, "whole run"),
        ("taken_up", {"serious": 2, "light": 1}, "whole run"),
        ("assessment_backlog_end", {"serious": 1, "light": 1}, "whole run"),
        ("assessment_backlog_end", {"serious": 0, "light": 0}, JANUARY),
        ("triage_backlog_end", {"serious": 0, "light": 0}, "whole run"),
        # The last one is in assessment for the nine days that are left.
        ("hours_assessment", {"serious": 24 + 12 + 9 * 24, "light": 12 + 12 + 12}, "whole run"),
        ("hours_enrich", {"all": 252 + 36 + 3 * 24}, "whole run"),
        ("overgraded", {"serious": 0, "light": 1}, "whole run"),
        ("hours_overgraded", {"serious": 0, "light": 24}, "whole run"),
        ("hidden_found", {"serious": 2, "light": 0}, "whole run"),
        ("hidden_closed", {"serious": 1}, "whole run"),
        ("hidden_waiting", {"serious": 1}, "whole run"),
        ("hidden_waiting", {"serious": 0}, JANUARY),
        # From day 50 to the end on day 59.
        ("hidden_waiting_days_mean", {"serious": 9, "all": 9}, "whole run"),
        # A day until the assessment, from day 4 to the end on day 59 since it was closed, a day and a half until the
        # first work, and from day 50 to the end; of 0, 1, 6 and 7.
        ("severe_in", {"serious": 4, "all": 4}, "whole run"),
        ("hidden_days_per_case", {"serious": (1 + 55 + 1.5 + 9) / 4, "all": (1 + 55 + 1.5 + 9) / 4}, "whole run"),
        # Found by the assessment after a day, and by the first work after a day and a half.
        ("hidden_days_mean", {"serious": 1.25}, "whole run"),
        ("hidden_days_median", {"serious": 1.0}, "whole run"),
        ("hidden_days_p90", {"serious": 1.5}, "whole run"),
        # Eight came in that are not joined, of which one was closed by mistake, and three were taken up.
        ("left_undone", {"serious": 2, "light": 3, "all": 8 - 3}, "whole run"),
        ("closed_by_mistake", {"serious": 1, "light": 0}, "whole run"),
        ("waiting_growth", {"serious": 1, "light": 1}, "whole run"),
        ("left_undone", {"light": 2}, JANUARY),
        # Who leads to nobody needs no first work: these are the waits of 0 (a day) and 2 (half a day).
        ("waiting_days_median", {"serious": 0.5}, "whole run"),
        ("triage_waiting_days_mean", {"light": 0.0}, "whole run"),
    ],
)
def test_the_story(key_figure, of, expected):
    period = "all" if expected == "whole run" else expected
    found = {name: desk_story().rows[key_figure, period, "all", name] for name in of}
    assert found == pytest.approx(of, rel=1e-12, abs=1e-12)


def test_the_recount_says_the_same_and_all_laws_are_kept():
    of = desk_story()
    check_table(of.recounted, of.rows)
    assert check.find_violations(Ledger(of.world, of.parameters, of.log)) == []


def test_what_still_is_assessed_at_the_end_has_missed_its_norm():
    """The norm of a serious case is 14 days; one comes 20 days before the end, one is in assessment until then."""
    settings = hand_made({"triage.assessment": {"enabled": True, "step": "enrich"}})
    reports = [
        Report(39.0, [(ENRICH, 1.0)], SERIOUS, by_system=True, assessment_hours=2.0),
        Report(40.0, [(ENRICH, 1.0)], SERIOUS, by_system=True, assessment_hours=24.0 * 30),
        Report(41.0, [(ENRICH, 1.0)], SERIOUS, by_system=True, assessment_hours=2.0, trace_until_days=0.0),
    ]
    of = _told(settings, reports, [Member(skills=(ENRICH,)), Member(skills=(ENRICH,))])
    assert of.rows["untraceable", "all", "all", "serious"] == 1
    assert of.rows["share_within_norm", "all", "all", "serious"] == 1 / 2
    assert of.rows["share_begun", "all", "all", "serious"] == 1 / 2
    assert of.rows["waiting_days_p90", "all", "all", "serious"] == math.inf


def test_of_whom_is_heard_each_takes_hours_of_the_unit_and_only_cases_wait_or_are_left_undone():
    """Heard from day 1 to 2 and closed, from day 2 to 3 and investigated by day 4; the last two are being heard, or
    wait for it, at the end, when the norm of a serious case, 14 days, has run out for both."""
    settings = hand_made({"triage.assessment": {"enabled": True, "step": "enrich"}})
    none = {"case_class": CLOSED, "triaged_class": SERIOUS, "assessed_class": CLOSED, "is_heard": True, "steps": []}
    case = {"case_class": SERIOUS, "is_heard": True, "steps": [(SEARCH, 24.0)]}
    reports = [
        Report(1.0, assessment_hours=24.0, **none),
        Report(1.5, assessment_hours=24.0, **case),
        Report(40.0, assessment_hours=30 * 24.0, **none),
        Report(41.0, assessment_hours=24.0, **case),
    ]
    of = _told(settings, reports, [Member(skills=(ENRICH, SEARCH))])
    found = {
        name: [of.rows.get((name, "all", "all", of_class)) for of_class in ("closed", "serious", "all")]
        for name in ("reports_in", "hours_assessment", "assessment_backlog_end", "reports_triaged_by_system")
    }
    assert found == {
        "reports_in": [2, 2, 4],
        "hours_assessment": [24 + 19 * 24, 24, 21 * 24],
        "assessment_backlog_end": [1, 1, 2],
        "reports_triaged_by_system": [0, 0, 0],
    }
    names = ("closed_in_triage", "cases_in", "taken_up", "left_undone", "waiting_growth", "closed_by_mistake", "late")
    assert [of.rows[name, "all", "all", "all"] for name in names] == [1, 2, 1, 1, 1, 0, 1]
    assert of.rows["late_unjudged", "all", "all", "serious"] == 1
    assert check.find_violations(Ledger(of.world, of.parameters, of.log)) == []


IN_TIME, LATE = {"assessment_hours": 13 * 24.0}, {"assessment_hours": 15 * 24.0}
AS_LIGHT = {"triaged_class": LIGHT, "assessed_class": SERIOUS}


@pytest.mark.parametrize(
    ("report", "unjudged", "seen_as_less"),
    [
        pytest.param({**IN_TIME}, 0, 0, id="seen rightly"),
        pytest.param({**LATE}, 1, 0, id="seen rightly by the desk, and assessed too late"),
        pytest.param({**IN_TIME, "is_heard": True}, 0, 0, id="heard in time"),
        pytest.param({**LATE, "is_heard": True}, 1, 0, id="heard too late"),
        pytest.param(
            {**LATE, **AS_LIGHT, "is_heard": True}, 1, 0, id="heard too late, and held for nothing until then"
        ),
        pytest.param({**IN_TIME, **AS_LIGHT}, 0, 0, id="taken for less by the desk, seen by its unit in time"),
        pytest.param({**AS_LIGHT, "assessment_hours": 14 * 24.0}, 0, 0, id="seen by its unit at the last moment"),
        pytest.param({**LATE, **AS_LIGHT}, 0, 1, id="taken for less by the desk, seen by its unit too late"),
        pytest.param({**IN_TIME, "assessed_class": LIGHT, "found_days": 20.0}, 0, 1, id="taken for less by its unit"),
        pytest.param({**IN_TIME, "by_system": False, "by_hand": True, "triage_hours": 1.0}, 1, 0, id="unjudged"),
    ],
)
def test_why_a_case_is_not_begun_in_time(report, unjudged, seen_as_less):
    """It comes on day 1 and its norm is 14 days; who searches comes on day 30, and who judges on day 16."""
    settings = hand_made({"triage.assessment": {"enabled": True, "step": "enrich"}})
    people = [
        Member(skills=(ENRICH,)),
        Member(skills=(SEARCH,), there=((30.0, NEVER),)),
        Member(skills=(TRIAGE,), there=((16.0, NEVER),)),
    ]
    of = _told(
        settings,
        [Report(1.0, **{"steps": [(SEARCH, 1.0)], "case_class": SERIOUS, "by_system": True, **report})],
        people,
    )
    late = [of.rows[name, "all", "all", "serious"] for name in ("late", "late_unjudged", "late_seen_as_less")]
    assert late == [1, unjudged, seen_as_less]
    assert of.rows["share_within_norm", "all", "all", "serious"] == 0


def test_what_still_is_assessed_at_the_end_counts_as_what_a_further_report_shows_and_may_be_hidden_again():
    """On day 20 a report shows that the one of day 1 is serious. On day 40 the first assessment hides its case again.

    The other one is assessed until the end: hidden from day 41, and shown on day 42.
    """
    settings = hand_made({"triage.assessment": {"enabled": True, "step": "enrich"}})
    seen_as_light = {"case_class": SERIOUS, "triaged_class": LIGHT, "by_system": True, "steps": [(ENRICH, 24.0)]}
    reports = [
        Report(1.0, assessed_class=LIGHT, assessment_hours=24.0 * 39, **seen_as_light),
        Report(20.0, [(ENRICH, 1.0)], SERIOUS, by_system=True, person=0, assessment_hours=1.0),
        Report(41.0, assessed_class=SERIOUS, assessment_hours=24.0 * 39, **seen_as_light),
        Report(42.0, [(ENRICH, 1.0)], SERIOUS, by_system=True, person=2, assessment_hours=1.0),
    ]
    of = _told(settings, reports, [Member(skills=(ENRICH,))])
    rows = {
        name: of.rows[name, "all", "all", "serious"] for name in ("hidden_found", "hidden_waiting", "hidden_closed")
    }
    assert rows == {"hidden_found": 3, "hidden_waiting": 0, "hidden_closed": 0}
    # Found by reports after 19 days and 1 day, and by the first work, from day 40 to day 41, after 40.
    assert of.rows["hidden_days_mean", "all", "all", "serious"] == pytest.approx((19 + 1 + 40) / 3)
    assert of.rows["share_begun", "all", "all", "serious"] == 0  # the first counts as light when its wait ended
    assert of.rows["assessment_backlog_end", "all", "all", "serious"] == 1


AS_SEVERE = {"case_class": SERIOUS, "by_system": True, "steps": [(ENRICH, 24.0)]}
CLOSED_AT_ONCE = Report(1.0, **AS_SEVERE, triaged_class=CLOSED)


@pytest.mark.parametrize(
    ("reports", "days"),
    [
        pytest.param([Report(1.0, **AS_SEVERE)], 0, id="seen rightly"),
        pytest.param([Report(1.0, **AS_SEVERE, triaged_class=LIGHT)], 1, id="taken for light, until the first work"),
        pytest.param([CLOSED_AT_ONCE], 58, id="closed by mistake, to the end"),
        pytest.param([CLOSED_AT_ONCE, Report(20.0, **AS_SEVERE)], 58 / 2, id="another person shows nothing"),
        pytest.param([CLOSED_AT_ONCE, Report(20.0, **AS_SEVERE, person=0)], 19 / 2, id="shown by a further report"),
        pytest.param(
            [CLOSED_AT_ONCE, Report(20.0, **AS_SEVERE, person=0, triaged_class=LIGHT)], (20 + 1) / 2,
            id="a further report on which work shows it",
        ),
        pytest.param(
            [CLOSED_AT_ONCE, Report(20.0, **AS_SEVERE, person=0, triaged_class=CLOSED)], (58 + 39) / 2,
            id="closed by mistake twice",
        ),
    ],
)  # fmt: skip
def test_days_hidden_go_on_when_a_case_was_closed_by_mistake(reports, days):
    of = _told(hand_made(), reports, [Member(skills=(ENRICH,))])
    assert of.rows["hidden_days_per_case", "all", "all", "serious"] == pytest.approx(days)


def test_to_close_a_case_by_mistake_hides_it_for_longer_though_fewer_are_hidden_in_what_is_open():
    """Case 6 was taken for light, and the first work showed what it is; nobody reports the person again."""
    of = desk_story()
    as_closed = of.world.reports.triaged_class.copy()
    as_closed[6] = CLOSED
    world = replace(of.world, reports=replace(of.world.reports, triaged_class=as_closed))
    closed = Told(of.settings, world, of.parameters, simulate(world, of.parameters, "simpy"))
    cell = "all", "all", "serious"
    assert closed.rows["hidden_days_per_case", *cell] > of.rows["hidden_days_per_case", *cell]
    assert closed.rows["hidden_mean", *cell] < of.rows["hidden_mean", *cell]
    check_table(closed.recounted, closed.rows)


@every_row(("kept_seconds", "lost"), [(0, 0), (1, 1)])
def test_traces_are_lost_by_waiting_if_there_were_any_when_the_report_came(kept_seconds, lost):
    of = desk_story()
    trace_until = of.world.reports.trace_until_seconds.copy()
    trace_until[5] = of.world.reports.arrived_seconds[5] + kept_seconds
    world = replace(of.world, reports=replace(of.world.reports, trace_until_seconds=trace_until))
    told = Told(of.settings, world, of.parameters, of.log)
    assert told.rows["traces_lost", "all", "all", "light"] == lost
    check_table(told.recounted, told.rows)


@every_row(("apart_days", "by_system"), [(A_SECOND, 1), (1.0, 0)])
def test_the_system_judges_what_arrives_while_too_many_wait_and_these_wait_for_nobody(apart_days, by_system):
    """One is being judged for a day and one waits, when the third arrives; none may wait, and a day later none does."""
    changes = {"triage.automatic_above_reports": 0, "triage.assessment": {"enabled": True, "step": "enrich"}}
    moments = (1.0, 1.0 + A_SECOND, 1.0 + A_SECOND + apart_days)
    reports = [
        Report(at, [(ENRICH, 1.0)], LIGHT, by_hand=True, triage_hours=24.0, system_class=SERIOUS) for at in moments
    ]
    of = _told(hand_made(changes), reports, [Member(skills=(TRIAGE,)), Member(skills=(ENRICH,))])
    assert of.rows["reports_triaged_by_system", "all", "all", "light"] == by_system
    assert of.rows["overgraded", "all", "all", "light"] == by_system
    waits = [0.0, 1.0 - A_SECOND, *([2.0 - A_SECOND - apart_days] * (1 - by_system))]
    mean = of.rows["triage_waiting_days_mean", "all", "all", "light"]
    assert mean == pytest.approx(sum(waits) / len(waits), rel=1e-9)


def _told(settings, reports, members) -> Told:
    world, parameters = made_world(reports, members), compile_parameters(settings)
    of = Told(settings, world, parameters, simulate(world, parameters, "simpy"))
    check_table(of.recounted, of.rows)
    return of
