"""Key figures of triage, assessment, persons and hidden cases, of a story whose every number is reckoned by hand."""

import math

import pytest

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.events.ledger import open_ledger
from tbkk_sim.metrics.invariants import check
from tbkk_sim.model.parameters import compile_parameters
from tests.engine.hand_made import A_SECOND, ENRICH, LIGHT, SERIOUS, TRIAGE, Member, Report, hand_made, made_world
from tests.metrics.desk_story import desk_story
from tests.metrics.edge_worlds import Told
from tests.metrics.plain_table import check as check_table

JANUARY, FEBRUARY = "2021-01", "2021-02"


@pytest.mark.parametrize(
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
        # A case is one when it was assessed, as what it then seems to be.
        ("cases_in", {"serious": 2, "light": 1}, "whole run"),
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
        # Found by the assessment after a day, and by the first work after a day and a half.
        ("hidden_days_mean", {"serious": 1.25}, "whole run"),
        ("hidden_days_median", {"serious": 1.0}, "whole run"),
        ("hidden_days_p90", {"serious": 1.5}, "whole run"),
        # Seven came in that are neither closed nor joined, and three were taken up.
        ("left_undone", {"serious": 1, "light": 3, "all": 7 - 3}, "whole run"),
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
    assert check.find_violations(open_ledger(of.world, of.parameters, of.log)) == []


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


@pytest.mark.parametrize(("apart_days", "by_system"), [(A_SECOND, 1), (1.0, 0)])
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
