"""Waits and norms of cases that a further report raised to a more urgent class, reckoned by hand.

The norm of a serious case is 14 days, of a light one 90. Steps take a day, at any hour of any day.
"""

import math
from dataclasses import replace
from typing import Any

import pytest

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants import check
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.tuning.search.measures import measure
from tests.engine.hand_made import (
    A_SECOND,
    ACUTE,
    DAY,
    ENRICH,
    LIGHT,
    SEARCH,
    SERIOUS,
    Member,
    Report,
    hand_made,
    made_world,
)
from tests.metrics.edge_worlds import Told
from tests.metrics.plain_table import check as check_table
from tests.rows import every_row

ASSESSES = {"triage.assessment": {"enabled": True, "step": "enrich"}}


def on_person(arrived_days: float, seen_as: int, true_class: int = SERIOUS, **more: Any) -> Report:
    """A report on the person whose first report is the first of the run, which the system triages."""
    return Report(
        arrived_days, case_class=true_class, triaged_class=seen_as, **{"person": 0, "by_system": True, **more}
    )


def told(reports: list[Report], changes: dict[str, Any] | None = None, come_days: float = 30.0) -> Told:
    """What becomes of these reports if the only member comes on a day, and whoever assesses is there from the start."""
    members = [Member(skills=(SEARCH,), there=((come_days, 1e9),)), Member(skills=(ENRICH,))]
    settings = hand_made(changes)
    world, parameters = made_world(reports, members), compile_parameters(settings)
    of = Told(settings, world, parameters, simulate(world, parameters, "simpy"))
    check_table(of.recounted, of.rows)
    assert check.find_violations(Ledger(world, parameters, of.log)) == []
    return of


def of_serious(of: Told, key_figure: str, period: str = "all") -> float:
    return of.rows[key_figure, period, "all", "serious"]


SEARCHED = {"steps": [(SEARCH, DAY)]}


@every_row(
    ("raised_days", "wait_days", "in_time"), [(20.0, 10.0, 1), (16.0, 14.0, 1), (16.0 - A_SECOND, 14.0 + A_SECOND, 0)]
)
@every_row("true_class", [SERIOUS, LIGHT])
def test_a_raised_case_waits_from_the_report_that_raised_it(raised_days, wait_days, in_time, true_class):
    """Reported as light on day 1 and begun on day 30, rightly raised or not."""
    of = told([on_person(1.0, LIGHT, true_class, **SEARCHED), on_person(raised_days, SERIOUS, true_class, **SEARCHED)])
    assert of_serious(of, "share_within_norm") == in_time
    for key_figure in ("waiting_days_mean", "waiting_days_median", "waiting_days_p90"):
        assert of_serious(of, key_figure) == pytest.approx(wait_days, abs=A_SECOND / 10)
    # Its lead time is that of the case, from its first report to its end, and so are the days until it was found.
    case_class = "serious" if true_class == SERIOUS else "light"
    assert of.rows["lead_days_mean", "all", "all", case_class] == pytest.approx(30.0)
    if true_class == SERIOUS:
        assert of_serious(of, "hidden_days_mean") == pytest.approx(raised_days - 1.0)


def test_it_counts_in_the_month_in_which_that_norm_runs_out():
    """Raised on 21 January, it is due on 4 February; by its first report it was on 15 January."""
    of = told([on_person(1.0, LIGHT, **SEARCHED), on_person(20.0, SERIOUS, **SEARCHED)])
    assert {row[1] for row in of.rows if row[0] == "share_within_norm" and row[3] == "serious"} == {
        "all", "2021", "2021-02",
    }  # fmt: skip


def test_a_raised_case_that_waits_at_the_end_is_late_when_that_norm_has_run_out():
    """Nobody comes until the end, on day 59: one raised on day 44 is late by then, one raised on day 50 not due yet."""
    for raised_days, late in ((44.0, True), (50.0, False)):
        of = told([on_person(1.0, LIGHT, **SEARCHED), on_person(raised_days, SERIOUS, **SEARCHED)], come_days=60.0)
        assert (("share_within_norm", "all", "all", "serious") in of.rows) == late
        assert not late or of_serious(of, "share_within_norm") == 0


def test_a_report_that_joins_a_case_in_hand_changes_no_wait():
    """Begun on day 30 as a light case, after 29 days; the serious report of that moment comes after that."""
    of = told([on_person(1.0, LIGHT, LIGHT, **SEARCHED), on_person(30.0 + A_SECOND, SERIOUS, LIGHT, **SEARCHED)])
    assert ("share_within_norm", "all", "all", "serious") not in of.rows
    assert of.rows["waiting_days_median", "all", "all", "light"] == pytest.approx(29.0)


def test_raised_at_the_moment_at_which_it_is_begun_it_has_not_waited():
    """Whoever is free interrupts nothing: an acute report of that moment raises it, and work begins at once."""
    reports = [on_person(1.0, LIGHT, ACUTE, **SEARCHED), on_person(30.0 + A_SECOND, ACUTE, ACUTE, **SEARCHED)]
    of = told([Report(0.0, [(SEARCH, 2 * DAY)], SERIOUS), *[replace(report, person=1) for report in reports]])
    assert of.rows["waiting_days_median", "all", "all", "acute"] == 0.0
    assert of.rows["share_within_norm", "all", "all", "acute"] == 1


@every_row(("assessed_class", "in_time"), [(SERIOUS, 0), (LIGHT, None)])
def test_what_its_unit_recognises_waits_from_its_first_report(assessed_class, in_time):
    """Raised in assessment on day 20, and assessed on day 25: the child was in danger since day 1."""
    first = on_person(1.0, LIGHT, assessment_hours=24 * DAY, assessed_class=assessed_class, **SEARCHED)
    of = told([first, on_person(20.0, SERIOUS, assessment_hours=DAY, **SEARCHED)], ASSESSES)
    assert of.rows.get(("share_within_norm", "all", "all", "serious")) == in_time
    assert of.rows["waiting_days_median", "all", "all", "serious" if in_time == 0 else "light"] == pytest.approx(29.0)


def test_what_is_found_by_itself_waits_from_its_first_report():
    """An acute case that a report raised to serious on day 20, and that is found on day 25."""
    first = on_person(1.0, LIGHT, ACUTE, found_days=25.0, **SEARCHED)
    of = told([first, on_person(20.0, SERIOUS, ACUTE, **SEARCHED)])
    assert of.rows["waiting_days_median", "all", "all", "acute"] == pytest.approx(29.0)
    assert of.rows["share_within_norm", "all", "all", "acute"] == 0


def test_in_assessment_at_the_end_it_is_due_by_the_report_that_raised_it():
    """Raised on day 40, due on day 54, before the end on day 59: late, and open."""
    first = on_person(1.0, LIGHT, assessment_hours=100 * DAY, **SEARCHED)
    of = told([first, on_person(40.0, SERIOUS, assessment_hours=DAY, **SEARCHED)], ASSESSES)
    assert of_serious(of, "share_within_norm", "2021-02") == 0
    assert ("share_within_norm", "2021-01", "all", "serious") not in of.rows
    assert of_serious(of, "waiting_days_p90") == math.inf


def test_a_wait_of_the_portfolio_counts_from_the_report_that_raised_it():
    """Serious cases are of the portfolio here: raised on day 20 and begun on day 30."""
    changes = {"casework.classes.serious.severe": False}
    of = told([on_person(1.0, LIGHT, **SEARCHED), on_person(20.0, SERIOUS, **SEARCHED)], changes)
    assert of_serious(of, "waiting_days_median") == pytest.approx(10.0)


def test_what_tuning_measures_counts_from_the_report_that_raised_it():
    of = told([on_person(1.0, LIGHT, **SEARCHED), on_person(20.0, SERIOUS, **SEARCHED)])
    found = measure(Ledger(of.world, of.parameters, of.log))
    assert found.due[:, :, SERIOUS].sum() == found.in_time[:, :, SERIOUS].sum() == 1
    assert found.waiting_days[:, :, SERIOUS].sum() == pytest.approx(10.0)


@every_row(
    ("seen_as", "truly", "person", "joins_as"),
    [(SERIOUS, ACUTE, 0, LIGHT), (SERIOUS, LIGHT, 0, LIGHT), (SERIOUS, ACUTE, 1, ACUTE)],
    ids=["a less urgent one of the person", "one that is seen as what is found", "one of another person"],
)
def test_a_report_that_is_joined_right_before_a_case_is_found_did_not_raise_it(seen_as, truly, person, joins_as):
    """Reported on day 1, it is found by itself at the very moment at which a report on somebody was joined: day 20."""
    reports = [
        on_person(1.0, seen_as, truly, found_days=20.0, **SEARCHED),
        Report(1.0, [(ENRICH, 90 * DAY)], ACUTE, by_system=True),
        on_person(20.0, joins_as, truly, **SEARCHED, person=person),
    ]
    of = told(reports)
    rows = [(Event(kind), report) for kind, report in zip(of.log.kind.tolist(), of.log.report.tolist(), strict=True)]
    assert rows[rows.index((Event.ENDED, 2)) + 1] == (Event.RECLASSIFIED, 0), "one right after the other"
    found = Ledger(of.world, of.parameters, of.log).cases
    assert found.counts_from_seconds[found.report == 0].tolist() == [86_400]
