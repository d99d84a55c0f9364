"""Campaigns in the key figures and the invariants: what is planted in the events of a campaign is caught."""

from dataclasses import replace
from typing import Any

import numpy as np

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants import check
from tbkk_sim.metrics.key_figures.flows import flows
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.model.selection.treatment import Treatment
from tests.engine.hand_made import CAPITAL, SERIOUS, Member, Report, made_world
from tests.engine.test_campaign_weeks import busy_until, campaign, light
from tests.rows import every_row

SHARE = "no more members than their share work in a campaign"
RUNS = "a case is taken up in a campaign that runs at the unit"
TREATED = "a case is treated as the campaign says"
THERE_AND_THEN = "what a member takes up in a campaign is of its class, and is taken up there and then"


def told() -> Ledger:
    """On day 3 two of three members visit, and the third goes on with serious cases; a fourth is away by then."""
    settings = campaign(members_share=0.5)
    reports = [*[busy_until(3.0)] * 3, *[Report(1.0, case_class=SERIOUS)] * 3, *[light(2.0)] * 3]
    members = [*[Member()] * 3, Member(skills=(), there=((0.0, 2.5),))]
    parameters = compile_parameters(settings)
    world = made_world(reports, members)
    return Ledger(world, parameters, simulate(world, parameters, "simpy"))


def broken(of: Ledger, **changes: Any) -> list[str]:
    """Laws that the events break, with other campaigns than there were."""
    parameters = replace(of.parameters, campaigns=replace(of.parameters.campaigns, **changes))
    return [found.invariant for found in check.find_violations(Ledger(of.world, parameters, of.log))]


def row_of(of: Ledger, kind: Event) -> int:
    """Row of the last event of a kind in which a member takes something up."""
    rows = of.log.rows_of(kind)
    return int(rows[(of.log.member[rows] >= 0) & (of.log.report[rows] == 6)][0])


def with_rows(of: Ledger, row: int, **values: int) -> Ledger:
    rows = of.log.rows.copy()
    for name, value in values.items():
        rows[name][row] = value
    return Ledger(of.world, of.parameters, EventLog.from_rows(rows))


def test_a_campaign_keeps_all_laws():
    assert broken(told()) == []


@every_row(
    ("changes", "law"),
    [
        ({"members_share": np.full(2, 1 / 3)}, SHARE),
        ({"end_seconds": np.full(2, 3 * SECONDS_PER_DAY)}, RUNS),
        ({"begin_seconds": np.full(2, 3 * SECONDS_PER_DAY + 1)}, RUNS),
        ({"team": np.full(2, CAPITAL + 1)}, RUNS),
        ({"treatment": np.full(2, Treatment.SHORT)}, TREATED),
        ({"case_class": np.full(2, SERIOUS)}, THERE_AND_THEN),
    ],
)
def test_what_another_campaign_would_not_have_taken_up_is_caught(changes, law):
    assert law in broken(told(), **changes)


def test_just_the_share_of_those_present_is_kept():
    """Two of three are a little more than a third; who is away does not count."""
    assert broken(told(), members_share=np.full(2, 0.34)) == []


@every_row("values", [{"member": 2}, {"report": 8}])
def test_a_case_that_another_takes_up_is_caught(values):
    of = told()
    assert THERE_AND_THEN in broken(with_rows(of, row_of(of, Event.TAKEN_UP), **values))


def test_what_is_taken_up_in_campaigns_is_counted_by_class_and_month():
    """In all periods and units and in those of the campaign, in all classes and the light ones; not in February."""
    of = told()
    *until_february, february = flows(of)["taken_up_in_campaigns"]
    three = [3.0, 0.0, 0.0, 0.0, 3.0, 0.0]
    assert [period.tolist() for period in until_february] == [[three, three, [0.0] * 6]] * 3
    assert not february.any()
    assert (of.treatments.begun[6:] == Treatment.LETTER_OR_VISIT).tolist() == [True] * 3
