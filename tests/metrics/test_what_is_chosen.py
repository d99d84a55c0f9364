"""Key figures of what is taken up and how it is treated, in a world of seven reports that can be reckoned by hand.

All hours of all 59 days are hours of work, and one member of the capital does everything. Light cases are treated in
each of four ways, a quarter of them each; the number of a report says which.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants import check
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.selection.treatment import Treatment
from tests.engine.hand_made import (
    ACUTE,
    ALL_WAYS,
    DAY,
    ENRICH,
    RETURNS,
    SEARCH,
    SERIOUS,
    Member,
    Report,
    hand_made,
    made_world,
)
from tests.metrics.edge_worlds import Told
from tests.metrics.plain_table import check as compare
from tests.rows import every_row

DAYS = 59
SHORT, VISIT, NOTHING = 300_000, 600_000, 900_000
QUARTERS = {"light": {"full": 0.25, "short": 0.25, "letter_or_visit": 0.25, "nothing": 0.25}}
HIDDEN: dict[str, Any] = {"upgrade_class": ACUTE, "upgrade_after": 0, "upgraded_hours": (DAY, 2 * DAY)}
BOTH = [(ENRICH, DAY), (SEARCH, DAY)]

REPORTS = (
    # 0: in full, done on day 1.
    Report(0.0),
    # 1: in short, done on day 1.5; nobody finds that it is acute, which would ask for 48 hours more.
    Report(0.0, BOTH, short=[(ENRICH, 12.0)], draw=SHORT, **HIDDEN),
    # 2: a visit until day 1.75, which finds that it is serious: 36 hours of a full investigation, done on day 3.25.
    Report(
        0.0,
        [(ENRICH, DAY)],
        visit=[(ENRICH, 6.0)],
        draw=VISIT,
        upgrade_class=SERIOUS,
        upgrade_after=0,
        upgraded_hours=(36.0,),
        found_by=[Treatment.LETTER_OR_VISIT],
    ),
    # 3: closed by choice; the person returns ten days later, as 6.
    Report(4.0, draw=NOTHING, returns_as=6, returns_after=[Treatment.NOTHING], returns_in_days=10.0),
    # 4: closed by choice, though it is acute.
    Report(5.0, BOTH, draw=NOTHING, **HIDDEN),
    # 5: a serious case that is still being judged at the end.
    Report(58.5, case_class=SERIOUS, by_hand=True, triage_hours=DAY),
    # 6: in full, from day 14 to day 15.
    Report(stream=RETURNS, arrived_days=np.inf, expires_days=10.0),
)


@cache
def told(order: str = "by_severity", policy: str = "fixed") -> Told:
    few = {"label": "Few", "classes": {"light": 1.0}, "per_year": {2021: 20}}
    steering: dict[str, Any] = {"treatments": QUARTERS, "policy": policy}
    if policy == "by_backlog":
        steering["treatments_when_pressed"] = QUARTERS
    settings = hand_made({**ALL_WAYS, "steering": steering, "agreements": {"few": few}, "assignment.order": order})
    world, parameters = made_world(REPORTS, [Member()]), compile_parameters(settings)
    return Told(settings, world, parameters, simulate(world, parameters, "simpy"))


OWED = 12 * DAYS / 365
"""Of 20 cases a year the capital, with 0.6 of the reports, owes 12; of those the part of the year that the run has."""


@every_row(
    ("key_figure", "where", "expected"),
    [
        ("reports_in", {}, 6),
        ("cases_in", {}, 7),  # the one that is still being judged came in too
        ("returns", {}, 1),
        ("returns", {"period": "2021-01", "case_class": "light"}, 1),
        ("taken_up", {}, 4),
        ("cases_full", {}, 3),
        ("cases_full", {"case_class": "serious"}, 1),
        ("cases_short", {"case_class": "light"}, 1),
        ("cases_letter_or_visit", {}, 0),
        ("closed_by_choice", {}, 2),
        ("turned_away", {}, 0),
        ("let_go", {}, 0),
        ("abuse_not_found", {"case_class": "light"}, 2),
        ("waiting_growth", {}, 1),
        ("left_undone", {}, 3),
        ("left_undone", {"case_class": "light"}, 2),
        ("left_undone", {"case_class": "serious"}, 1),
        ("left_undone", {"period": "2021-02"}, 1),
        # Hours: 24 of judging, the serious case 24, and 36 that the visit found; then 24, 12, 6 and 24 of light cases.
        ("hours_severe_triage", {}, 24),
        ("hours_severe_enrich", {}, 24 + 36),
        ("hours_demanded", {}, 24 + 24 + 36 + 66),
        ("hours_demanded", {"case_class": "light"}, 66),
        ("hours_demanded", {"case_class": "serious", "period": "2021-01"}, 36),
        ("hours_demanded_search", {}, 0),
        ("hours_undiscovered", {"case_class": "light"}, 2 * 48),
        ("load_severe", {}, 84 / (24 * DAYS)),
        ("load_agreed", {}, (84 + 66 * OWED / 4) / (24 * DAYS)),
        ("hours_agreed_enrich", {"team": "capital"}, 60 + 66 * OWED / 4),
        ("load_all", {}, 150 / (24 * DAYS)),
        # Light cases are waited for until they are taken up: 0, 1, 1.5 days, and 0 of the one that returned.
        ("waiting_days_mean", {"case_class": "light"}, 2.5 / 4),
        ("waiting_days_p90", {"case_class": "light"}, 1.5),
        ("share_begun", {"case_class": "light"}, np.nan),  # no norm of 90 days runs out
        ("lead_days_p90", {"case_class": "light"}, 1.5),
    ],
)
def test_by_hand(key_figure, where, expected):
    of = {"period": "all", "team": "all", "case_class": "all", **where}
    found = told().rows.get((key_figure, of["period"], of["team"], of["case_class"]), np.nan)
    assert found == pytest.approx(expected, nan_ok=True)


@every_row(("order", "policy"), [("by_severity", "fixed"), ("agreements", "by_backlog")])
def test_the_recount_says_the_same_and_all_laws_are_kept(order, policy):
    of = told(order, policy)
    compare(of.recounted, of.rows)
    assert check.find_violations(Ledger(of.world, of.parameters, of.log)) == []


@every_row(("begun_on", "wait"), [(28.5, 28.5), (28.51, np.inf)])
def test_a_wait_that_ends_when_the_case_is_nearly_let_go_is_no_number(begun_on, wait):
    """Of 30 days 28.5 are 95 %."""
    busy = Report(0.0, [(ENRICH, begun_on * DAY)], SERIOUS)
    settings = hand_made()
    world, parameters = made_world([busy, Report(0.0, expires_days=30.0)], [Member()]), compile_parameters(settings)
    of = Told(settings, world, parameters, simulate(world, parameters, "simpy"))
    for name in ("waiting_days_mean", "waiting_days_median", "waiting_days_p90"):
        assert of.rows[name, "all", "all", "light"] == pytest.approx(wait)
    assert of.rows["taken_up", "all", "all", "light"] == 1
