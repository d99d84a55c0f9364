"""What tuning measures of one replication, by quarter, team and class: small replications reckoned by hand.

From the tenth of February, 120 days: the second quarter begins on day 50. Acute work has a norm of 1 day, serious work
of 14, light work of 90.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.sampling.world import NEVER, Posts
from tbkk_sim.tuning.search.measures import Measures, measure
from tests.builders import LAB
from tests.engine.hand_made import (
    CAPITAL,
    COAST,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    OWN,
    OWN_WORK,
    POOL,
    SEARCH,
    SERIOUS,
    Member,
    Report,
    hand_made,
    made_world,
)
from tests.model.truth import truth_table
from tests.rows import every_row

RUN = {"start": "2021-02-10", "end": "2021-06-09", "replications": 1}
ENRICHER, NOT_ABLE = Member(skills=(ENRICH,)), Member(skills=(DOSSIER,))
BEFORE, AFTER = 49.9, 50.0
"""In the first quarter, and in the second."""
Cells = dict[tuple[int, ...], float]


def measured(reports: Sequence[Report], members: Sequence[Member], **changes: Any) -> Measures:
    settings = hand_made({"run": RUN, **changes})
    parameters, world = compile_parameters(settings), made_world(reports, members)
    return measure(Ledger(world, parameters, simulate(world, parameters, "simpy")))


def cells(array: np.ndarray) -> Cells:
    """The amounts that are not 0, at [quarter, team, class] or [quarter, team]."""
    return {tuple(int(n) for n in at): round(float(array[tuple(at)]), 4) for at in np.argwhere(array)}


def serious(arrived_days: float, **values: Any) -> Report:
    return Report(arrived_days, [(ENRICH, DAY)], SERIOUS, **values)


FIRST, SECOND = (0, CAPITAL, SERIOUS), (1, CAPITAL, SERIOUS)


@truth_table(
    "reports, member, due, in_time",
    {
        "a case that is begun at once": ([serious(0.0)], ENRICHER, {FIRST: 1}, {FIRST: 1}),
        "begun at exactly its norm": (
            [Report(0.0, [(ENRICH, 14 * DAY)], SERIOUS), serious(0.0)],
            ENRICHER,
            {FIRST: 2},
            {FIRST: 2},
        ),
        "begun a little later": (
            [Report(0.0, [(ENRICH, 14.01 * DAY)], SERIOUS), serious(0.0)],
            ENRICHER,
            {FIRST: 2},
            {FIRST: 1},
        ),
        "never begun, with a norm that runs out on the last day": ([serious(105.9)], NOT_ABLE, {SECOND: 1}, {}),
        "never begun, with a norm that runs out at the end": ([serious(106.0)], NOT_ABLE, {}, {}),
        "a norm that runs out in the first quarter": ([serious(BEFORE - 14)], NOT_ABLE, {FIRST: 1}, {}),
        "a norm that runs out when the second quarter begins": ([serious(AFTER - 14)], NOT_ABLE, {SECOND: 1}, {}),
        "stock whose norm had run out before the start": ([serious(-14.1)], NOT_ABLE, {}, {}),
        "stock whose norm runs out at the start": ([serious(-14.0)], NOT_ABLE, {FIRST: 1}, {}),
        "stock that is in hand": ([serious(-1.0, taken_up=True)], ENRICHER, {}, {}),
        "a case that expires before its norm runs out": ([serious(0.0, expires_days=2.0)], NOT_ABLE, {FIRST: 1}, {}),
        "of another unit": ([serious(0.0, unit=COAST)], NOT_ABLE, {(0, COAST, SERIOUS): 1}, {}),
        "misjudged: of the class that it had when it was begun": (
            [Report(0.0, [(ENRICH, DAY)], SERIOUS, LIGHT)],
            ENRICHER,
            {(1, CAPITAL, LIGHT): 1},
            {(1, CAPITAL, LIGHT): 1},
        ),
        "misjudged and found before anybody begins: of the class that it is": (
            [Report(0.0, [(ENRICH, DAY)], SERIOUS, LIGHT, found_days=3.0)],
            NOT_ABLE,
            {FIRST: 1},
            {},
        ),
        "still to be judged at the end": ([serious(0.0, by_hand=True, triage_hours=1.0)], NOT_ABLE, {FIRST: 1}, {}),
    },
)
def test_cases_are_due_when_their_norm_runs_out_and_in_time_when_they_had_begun(reports, member, due, in_time):
    found = measured(reports, [member])
    assert (cells(found.due), cells(found.in_time)) == (due, in_time)


@truth_table(
    "reports, member, right",
    {
        "to the end of the run": ([serious(10.0)], NOT_ABLE, {FIRST: 40, SECOND: 70}),
        "stock waits from the start": ([serious(-30.0)], NOT_ABLE, {FIRST: 50, SECOND: 70}),
        "until it is begun": (
            [Report(0.0, [(ENRICH, 60 * DAY)], SERIOUS), serious(10.0)],
            ENRICHER,
            {FIRST: 40, SECOND: 10},
        ),
        "until it expires": ([serious(10.0, expires_days=52.0)], NOT_ABLE, {FIRST: 40, SECOND: 2}),
        "not while it is in hand": ([serious(-1.0, taken_up=True)], NOT_ABLE, {}),
        "nobody has judged it": ([serious(60.0, by_hand=True)], NOT_ABLE, {SECOND: 60}),
    },
)
def test_days_of_waiting_fall_in_the_quarters_in_which_they_pass(reports, member, right):
    assert cells(measured(reports, [member]).waiting_days) == right


@truth_table(
    "reports, member, right",
    {
        "what waits at the end, in the quarter in which it came": ([serious(BEFORE)], NOT_ABLE, {FIRST: 1}),
        "what comes when the second quarter begins": ([serious(AFTER)], NOT_ABLE, {SECOND: 1}),
        "what expires, no more than once": ([serious(0.0, expires_days=AFTER)], NOT_ABLE, {FIRST: 1}),
        "nothing of what is taken up": ([serious(0.0)], ENRICHER, {}),
        "less, of what waited and is taken up later": (
            [Report(0.0, [(ENRICH, 60 * DAY)], SERIOUS), serious(10.0)],
            ENRICHER,
            {FIRST: 1, SECOND: -1},
        ),
        "nothing of the stock that goes on waiting": ([serious(-30.0)], NOT_ABLE, {}),
        "the stock that is taken up, as less": ([serious(-30.0)], ENRICHER, {FIRST: -1}),
        "nothing of what is in hand from the start": ([serious(-1.0, taken_up=True)], ENRICHER, {}),
        "what nobody has judged": ([serious(60.0, by_hand=True)], NOT_ABLE, {SECOND: 1}),
        "of the class that it shows while it waits": (
            [Report(0.0, [(ENRICH, DAY)], SERIOUS, LIGHT, found_days=60.0)],
            NOT_ABLE,
            {(0, CAPITAL, LIGHT): 1, (1, CAPITAL, LIGHT): -1, SECOND: 1},
        ),
    },
)
def test_what_came_in_less_what_was_taken_up_is_left_undone(reports, member, right):
    assert cells(measured(reports, [member]).left_undone) == right


def test_a_report_of_which_somebody_is_heard_is_left_undone_only_if_it_is_a_case():
    """Nobody hears either within the run."""
    assessed = {"triage.assessment": {"enabled": True, "step": "enrich"}}
    of_case = serious(BEFORE, is_heard=True, assessment_hours=DAY)
    reports = [of_case, replace(of_case, case_class=0, triaged_class=SERIOUS, assessed_class=0, steps=())]
    assert list(cells(measured(reports, [NOT_ABLE], **assessed).left_undone).values()) == [1]


@every_row(("arrived_days", "quarter"), [(BEFORE - 2, 0), (AFTER - 2, 1)])
def test_hours_of_a_pool_are_lent_when_they_are_for_a_unit_and_fall_where_the_work_ends(arrived_days, quarter):
    search = Report(arrived_days, [(SEARCH, 2 * DAY)], SERIOUS)
    own = Report(0.0, [(OWN, DAY)], OWN_WORK, unit=POOL)
    at_home = serious(0.0)
    of_the_pool = Member(team=POOL, skills=(SEARCH, OWN))
    pools = {"lab": {**LAB, "max_share": 1.0}}
    found = measured([own, at_home, search], [ENRICHER, of_the_pool], **{"collaboration.pools": pools})
    assert cells(found.lent_hours) == {(quarter, POOL): 48}
    assert cells(found.due) == {FIRST: 1, (1, CAPITAL, SERIOUS): 1}  # own work has no norm here


def test_own_work_of_pools_is_not_lent():
    pools = {"lab": LAB, "bench": LAB}
    own = [Report(0.0, [(OWN, DAY)], OWN_WORK, unit=pool) for pool in (POOL, POOL + 1)]
    members = [Member(team=pool, skills=(OWN,)) for pool in (POOL, POOL + 1)]
    assert cells(measured(own, members, **{"collaboration.pools": pools}).lent_hours) == {}


def test_hours_of_a_pool_count_as_lent_up_to_an_interruption():
    pools = {"lab": {**LAB, "max_share": 1.0}}
    away_on_the_third_day = Member(team=POOL, skills=(SEARCH,), there=((0.0, 2.0), (3.0, NEVER)))
    search = Report(0.0, [(SEARCH, 3 * DAY)], SERIOUS)
    found = measured([search], [away_on_the_third_day], **{"collaboration.pools": pools})
    assert cells(found.lent_hours) == {(0, POOL): 48 + 24}


@truth_table(
    "report, days, closed",
    {
        "found by the first work": ({"triaged_class": LIGHT}, {FIRST: 1}, {}),
        "hidden by the assessment of its unit": (
            {"triaged_class": SERIOUS, "assessed_class": LIGHT, "assessment_hours": DAY}, {FIRST: 1}, {},
        ),
        "hidden by triage, and by the assessment too": (
            {"triaged_class": LIGHT, "assessed_class": LIGHT, "assessment_hours": DAY}, {FIRST: 2}, {},
        ),
        "found by the assessment": (
            {"triaged_class": LIGHT, "assessed_class": SERIOUS, "assessment_hours": 2 * DAY}, {FIRST: 2}, {},
        ),
        "closed by mistake, and hidden to the end": (
            {"triaged_class": 0}, {FIRST: 50 - 3, (1, CAPITAL, SERIOUS): 70}, {FIRST: 1},
        ),
        "never hidden": ({}, {}, {}),
    },
)  # fmt: skip
def test_days_that_a_severe_case_is_hidden(report, days, closed):
    assessed = {"triage.assessment": {"enabled": True, "step": "enrich"}}
    found = measured([serious(3.0, by_system=True, **report)], [ENRICHER], **assessed)
    assert (cells(found.hidden_days), cells(found.hidden_closed)) == (days, closed)


@truth_table(
    "joined_days, left_days, occupancy",
    {
        "there before the run": (-5.0, NEVER, {(0, COAST): 50, (1, COAST): 70}),
        "from the first moment on": (0.0, NEVER, {(0, COAST): 50, (1, COAST): 70}),
        "hired in the first quarter": (40.0, NEVER, {(0, COAST): 10, (1, COAST): 70}),
        "hired when the second quarter begins": (50.0, NEVER, {(1, COAST): 70}),
        "left in the second quarter": (-5.0, 60.0, {(0, COAST): 50, (1, COAST): 10}),
        "hired after the end": (120.0, NEVER, {}),
    },
)
def test_posts_filled_by_quarter(joined_days, left_days, occupancy):
    settings = hand_made({"run": RUN})
    parameters, world = (
        compile_parameters(settings),
        made_world([serious(0.0)], [ENRICHER, Member(team=COAST), Member(team=COAST)]),
    )
    log = simulate(world, parameters, "simpy")
    people = replace(
        world.people,
        post=np.array([-1, 0, -1], dtype=np.int32),  # only the second is in a post of a unit
        joined_days=np.array([1.0, joined_days, 1.0]),
        left_days=np.array([NEVER, left_days, NEVER]),
    )
    found = measure(Ledger(replace(world, people=people), parameters, log))
    assert cells(found.occupancy) == occupancy


def test_posts_by_quarter_are_those_that_exist_and_not_those_that_are_filled_ahead():
    settings = hand_made({"run": RUN})
    parameters, world = compile_parameters(settings), made_world([serious(0.0)], [ENRICHER])
    log = simulate(world, parameters, "simpy")
    posts = Posts(
        unit=np.array([COAST, COAST, CAPITAL, COAST], dtype=np.int16),
        role=np.zeros(4, dtype=np.int8),
        begin_days=np.array([-9.0, 60.0, 0.0, 0.0]),
        end_days=np.array([NEVER, NEVER, 20.0, NEVER]),
        ahead=np.array([False, False, False, True]),
    )
    found = measure(Ledger(replace(world, posts=posts), parameters, log))
    assert cells(found.posts) == {(0, COAST): 50, (1, COAST): 70 + 60, (0, CAPITAL): 20}
