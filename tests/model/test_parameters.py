"""The settings as numbers: classes, norms, lendings, steering, and what nobody can do. Reckoned by hand."""

import math
from typing import Any

import numpy as np
import pytest

from tbkk_sim.model import rules
from tbkk_sim.model.expected_hours import mean_hours
from tbkk_sim.model.names import names_of, skill_bits
from tbkk_sim.model.parameters import Parameters, compile_parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, PER_MILLION
from tbkk_sim.model.selection.campaigns import CampaignParameters
from tbkk_sim.model.skills_needed import check_every_step_can_be_done
from tbkk_sim.settings.casework import CaseClass
from tests.builders import LAB, small_settings
from tests.model.posts import step, two_units, with_plan
from tests.model.truth import truth_table
from tests.rows import every_row

CLOSED, ACUTE, SERIOUS, LIGHT, OWN_WORK = range(5)
CAPITAL, COAST, POOL, SECOND_POOL = range(4)
TRIAGE, ENRICH, SEARCH, DOSSIER, OWN = range(5)
INF = math.inf
A_DAY = 86_400


def parameters(**changes: Any) -> Parameters:
    """The small settings with changes, whose dots are written as double underscores."""
    return compile_parameters(small_settings({path.replace("__", "."): value for path, value in changes.items()}))


# Classes


def test_classes_as_they_are_set():
    classes = parameters().classes
    assert classes.urgency.tolist() == [99, 1, 3, 5, 50]
    assert classes.norm_days.tolist() == [INF, 1, 14, 90, INF]
    assert classes.preempts.tolist() == [False, True, False, False, False]
    assert classes.round_the_clock.tolist() == [False, True, False, False, False]
    assert classes.severe.tolist() == [True, True, True, False, True]
    assert classes.mean_hours.tolist() == [0, 34, 27, 6, 0]


@every_row("order", ["first_come", "deadline"])
def test_without_severity_all_classes_are_alike(order: str):
    of_order = parameters(assignment__order=order)
    assert of_order.classes.urgency.tolist() == [0] * 5
    assert of_order.triage_urgency == 0


def test_orders_as_they_are_set():
    orders = {
        "by_severity": rules.BY_SEVERITY,
        "first_come": rules.FIRST_COME,
        "deadline": rules.DEADLINE,
        "agreements": rules.AGREEMENTS,
        "shares": rules.SHARES,
    }
    parts = {"light": 1.0}
    of_settings = {order: parameters(assignment={"order": order, "parts_of_hours": parts}).order for order in orders}
    assert of_settings == orders
    assert len(set(orders.values())) == len(orders)


def test_where_nothing_interrupts_no_class_does():
    assert not parameters(assignment__preemption=False).classes.preempts.any()


def test_own_work_has_the_priority_that_is_set_for_it():
    assert parameters(collaboration__own_work_priority=4).classes.urgency.tolist() == [99, 1, 3, 5, 4]


def test_the_steering_group_reckons_with_the_levers_on_hours():
    levers = parameters(casework__tools={"search": 0.5}, casework__complexity={"level": 2.0})
    assert levers.classes.mean_hours.tolist() == [0, 48, 38, 12, 0]


def test_the_steering_group_reckons_with_a_limit_on_viewing():
    """20 and 16 hours are three times as many, with a third of the 7.2 x 0.85 hours for cases of a day."""
    levers = parameters(casework__steps__search__viewing_hours_per_day=7.2 * 0.85 / 3)
    assert levers.classes.mean_hours == pytest.approx([0, 34 + 2 * 20, 27 + 2 * 16, 6, 0])


def test_the_mean_hours_of_a_step_are_those_of_all_cases():
    effort = {"mean_hours": 3, "needed_share": 0.5}
    values = {"label": "x", "priority": 1, "hours": {"a": effort, "b": 4}, "outcomes": {"no_offence": 1.0}}
    assert mean_hours(CaseClass.model_validate(values)) == {"a": 3.0, "b": 4.0}


# Norms


def test_an_untriaged_report_is_due_by_the_shortest_norm():
    assert parameters().triage_norm_seconds == A_DAY
    assert parameters(casework__classes__acute__norm_days=30).triage_norm_seconds == 14 * A_DAY
    none = {f"casework.classes.{name}.norm_days": None for name in ("acute", "serious", "light")}
    assert compile_parameters(small_settings(none)).triage_norm_seconds == NEVER_SECONDS


def test_only_own_work_has_another_norm_in_another_team():
    second = {**LAB, "own_work": {**LAB["own_work"], "norm_days": 21}}
    norms = parameters(collaboration__pools={"lab": LAB, "dogs": second}).norm_seconds
    assert norms[:, :OWN_WORK].tolist() == [[NEVER_SECONDS, A_DAY, 14 * A_DAY, 90 * A_DAY]] * 4
    assert norms[:, OWN_WORK].tolist() == [NEVER_SECONDS, NEVER_SECONDS, NEVER_SECONDS, 21 * A_DAY]


def test_a_norm_is_rounded_to_a_second():
    half_an_hour = parameters(casework__classes__acute__norm_days=0.5 / 24)
    assert half_an_hour.norm_seconds[CAPITAL, 1] == half_an_hour.triage_norm_seconds == 1_800
    assert (
        parameters(casework__classes__acute__norm_days=1 / 7).norm_seconds[CAPITAL, 1] == 12_343
    )  # and 6 sevenths less


# Teams, queues, skills


def test_what_holds_for_the_teams():
    one = parameters(collaboration__pools={"lab": LAB}, assignment__reserve_members={"coast": 2, "lab": 1})
    assert one.queue_of_team.tolist() == [CAPITAL, COAST, POOL]
    assert one.reserve.tolist() == [0, 2, 1]
    assert (one.triage_team, one.triage_urgency, one.horizon_days) == (CAPITAL, 2, 365.0)
    assert one.horizon_seconds == 365 * A_DAY
    assert one.returns_stream == one.names.streams.index("returns") == 3
    assert one.lends_judges is False
    assert parameters(collaboration__lends_judges=True).lends_judges is True
    assert parameters(triage__team="coast", triage__priority=7).triage_team == COAST
    assert parameters(triage__team="coast", triage__priority=7).triage_urgency == 7


@every_row(
    ("order", "as_read"),
    [("agreements", True), ("shares", True), ("by_severity", True), ("first_come", False), ("deadline", False)],
)
def test_reports_go_as_they_are_read_where_classes_count_and_unless_they_go_by_arrival(order, as_read):
    assignment = {"order": order, "parts_of_hours": {"light": 1.0}}
    assert parameters(assignment=assignment).triage_as_read is as_read
    assert parameters(assignment=assignment, triage__order="arrival").triage_as_read is False


def test_units_may_share_one_queue_and_pools_keep_theirs():
    one = parameters(collaboration__pools={"lab": LAB, "dogs": LAB}, collaboration__one_queue=True)
    assert one.queue_of_team.tolist() == [CAPITAL, CAPITAL, POOL, SECOND_POOL]


def test_what_holds_for_the_steps():
    changes = {
        "collaboration.pools": {"lab": LAB},
        "casework.steps.dossier": {"label": "Dossier", "together_with": "lab"},
        "casework.steps.enrich.in_pairs": True,
        "casework.steps.enrich.planned": True,
    }
    one = compile_parameters(small_settings(changes))
    assert one.owns_case.tolist() == [False, False, True, False, False]
    assert one.together_with.tolist() == [-1, -1, -1, POOL, -1]
    assert one.in_pairs.tolist() == one.planned.tolist() == [False, True, False, False, False]
    assert one.members_needed.tolist() == [1, 2, 1, 1, 1]
    assert one.is_held.tolist() == [False, True, False, True, False]


def test_steps_that_two_do_together_are_lent_by_nobody():
    help_of_all = {
        "collaboration.pools": {"lab": {**LAB, "skills": ["search", "dossier"]}},
        "collaboration.neighbours": {"max_share": 0.5},
    }
    bits = compile_parameters(small_settings(help_of_all)).lendings.skills
    without_search = compile_parameters(
        small_settings({**help_of_all, "casework.steps.search.in_pairs": True})
    ).lendings.skills
    assert sorted(set(bits.tolist())) == [0b1100, 0b1110]
    assert without_search.tolist() == (bits & ~0b100).tolist()


def test_the_hours_of_both_members_are_work_that_waits():
    alone, in_pairs = (
        compile_parameters(small_settings({"casework.steps.search.in_pairs": two})).classes.mean_hours.tolist()
        for two in (False, True)
    )
    assert alone == [0, 34, 27, 6, 0]
    assert in_pairs == [0, 34 + 20, 27 + 16, 6, 0]


def test_limits_as_they_are_set_or_none():
    assert (parameters().caseload_limit, parameters().in_hand_limit_per_investigator) == (rules.NO_LIMIT, INF)
    assert np.iinfo(np.int32).max == rules.NO_LIMIT
    limits = parameters(assignment__caseload_limit=1, assignment__in_hand_limit_per_investigator=0.01)
    assert (limits.caseload_limit, limits.in_hand_limit_per_investigator) == (1, 0.01)
    assert parameters().stays_with_investigator is False
    assert parameters(assignment__stays_with_investigator=True).stays_with_investigator is True


def test_a_set_of_skills_has_one_bit_a_skill():
    names = names_of(small_settings())
    assert skill_bits(names, []) == 0
    assert skill_bits(names, ["triage"]) == 0b00001
    assert skill_bits(names, ["search", "enrich"]) == 0b00110
    assert skill_bits(names, ["search", "search"]) == 0b00100


# Where work waits


def test_a_step_waits_by_the_day_on_which_its_case_arrived():
    """Lookers come to the coast on day 10; until then the capital looks for it."""
    one = compile_parameters(with_plan(10, 1, y=step(1, "2021-01-11", "looker")))
    arrived = np.array([-5 * A_DAY, 0, 10 * A_DAY - 1, 10 * A_DAY, 300 * A_DAY])
    unit, skill = np.full(5, COAST), np.full(5, ENRICH)
    assert one.home_of(unit, skill, arrived).tolist() == [CAPITAL] * 3 + [COAST] * 2
    assert one.home_of(unit, np.full(5, SEARCH), arrived).tolist() == [COAST] * 5
    assert one.home_of(np.full(5, CAPITAL), skill, arrived).tolist() == [CAPITAL] * 5


def test_a_step_waits_where_it_does_whenever_its_case_arrived_if_nothing_changes():
    one = compile_parameters(two_units(10, 1))
    unit = np.array([CAPITAL, COAST, CAPITAL, COAST, COAST])
    skill = np.array([TRIAGE, TRIAGE, DOSSIER, DOSSIER, ENRICH])
    assert one.home_of(unit, skill, np.zeros(5)).tolist() == [CAPITAL, CAPITAL, CAPITAL, COAST, CAPITAL]


# Lendings


def lendings(**changes: Any) -> list[tuple[Any, ...]]:
    """Lender, borrower, skills, mode, share, efficiency, least urgency, threshold, only if busier; a row a lending."""
    found = parameters(**changes).lendings
    efficiency = found.efficiency_per_million / PER_MILLION
    columns = (
        found.lender, found.borrower, found.skills, found.mode, found.max_share, efficiency, found.least_urgency,
        found.above, found.only_if_busier,
    )  # fmt: skip
    return list(zip(*(column.tolist() for column in columns), strict=True))


THREE: dict[str, Any] = {
    "demand.unit_share": {"capital": 1.0},
    "staffing.units": {name: {"label": name, "posts": 3} for name in ("capital", "coast", "hills")},
}
HILLS = 2
CASE_SKILLS, LAB_SKILLS = 0b01110, 0b00100
HELP = {"max_share": 0.3, "efficiency": 0.8, "lends": "by_urgency"}
BY_HELP = (CASE_SKILLS, rules.BY_URGENCY, 0.3, 0.8, 99, 0.0, False)
OTHER_HELP = {**HELP, "lends": "when_idle", "above_waiting_per_member": 2.5, "only_if_busier": True}
BY_OTHER_HELP = (CASE_SKILLS, rules.WHEN_IDLE, 0.3, 0.8, 99, 2.5, True)
BY_LAB = (LAB_SKILLS, rules.BEFORE_OWN_WORK, 0.5, 1.0, 99, 0.0, False)


def lab(**rule: Any) -> dict[str, Any]:
    return {"collaboration.pools": {"lab": {**LAB, **rule}}}


@truth_table(
    "changes, right",
    {
        "nobody helps": ({}, []),
        "neighbours help each other": (
            {"collaboration.neighbours": HELP},
            [(CAPITAL, COAST, *BY_HELP), (COAST, CAPITAL, *BY_HELP)],
        ),
        "neighbours help above a threshold, however busy at home": (
            {"collaboration.neighbours": {**HELP, "above_waiting_per_member": 2.5}},
            [(CAPITAL, COAST, *BY_HELP[:5], 2.5, False), (COAST, CAPITAL, *BY_HELP[:5], 2.5, False)],
        ),
        "neighbours help only if busier, without a threshold": (
            {"collaboration.neighbours": {**HELP, "only_if_busier": True}},
            [(CAPITAL, COAST, *BY_HELP[:5], 0.0, True), (COAST, CAPITAL, *BY_HELP[:5], 0.0, True)],
        ),
        "neighbours of three units, by lender and then borrower": (
            {**THREE, "collaboration.neighbours": OTHER_HELP},
            [(a, b, *BY_OTHER_HELP) for a in range(3) for b in range(3) if a != b],
        ),
        "a unit helps only those that are named; one that is not named helps all": (
            {
                **THREE,
                "collaboration.neighbours": HELP,
                "collaboration.neighbours_of": {"capital": ["hills"], "hills": []},
            },
            [(CAPITAL, HILLS, *BY_HELP), (COAST, CAPITAL, *BY_HELP), (COAST, HILLS, *BY_HELP)],
        ),
        "the national unit helps all others": (
            {**THREE, "collaboration.national_helps": HELP},
            [(CAPITAL, COAST, *BY_HELP), (CAPITAL, HILLS, *BY_HELP)],
        ),
        "another national unit": (
            {**THREE, "triage.team": "hills", "collaboration.national_helps": HELP},
            [(HILLS, CAPITAL, *BY_HELP), (HILLS, COAST, *BY_HELP)],
        ),
        "the national unit helps by its own rule, not as a neighbour": (
            {"collaboration.neighbours": HELP, "collaboration.national_helps": OTHER_HELP},
            [(CAPITAL, COAST, *BY_OTHER_HELP), (COAST, CAPITAL, *BY_HELP)],
        ),
        "a pool helps both units with its skills": (lab(), [(POOL, CAPITAL, *BY_LAB), (POOL, COAST, *BY_LAB)]),
        "a pool by its own rule": (
            lab(lends="when_idle", max_share=1.0, efficiency=0.7, up_to_priority=3, skills=["search", "dossier"]),
            [(POOL, unit, 0b01100, rules.WHEN_IDLE, 1.0, 0.7, 3, 0.0, False) for unit in (CAPITAL, COAST)],
        ),
        "without severity a pool helps with all, however urgent": (
            lab(up_to_priority=3) | {"assignment.order": "first_come"},
            [(POOL, CAPITAL, *BY_LAB), (POOL, COAST, *BY_LAB)],
        ),
        "a pool without skills for cases": (lab(skills=[]), []),
        "a pool that lends nobody": (lab(max_share=0.0), []),
        "a pool that lends nobody before one that does": (
            {"collaboration.pools": {"none": {**LAB, "max_share": 0.0}, "lab": LAB}},
            [(SECOND_POOL, CAPITAL, *BY_LAB), (SECOND_POOL, COAST, *BY_LAB)],
        ),
        "a pool without members": (lab(members=0), []),
        "a pool of one member": (lab(members=1), [(POOL, CAPITAL, *BY_LAB), (POOL, COAST, *BY_LAB)]),
        "pools do not lend": (lab() | {"collaboration.pools_lend": False}, []),
        "a pool and neighbours, by lender": (
            lab() | {"collaboration.neighbours": HELP},
            [
                (CAPITAL, COAST, *BY_HELP),
                (COAST, CAPITAL, *BY_HELP),
                (POOL, CAPITAL, *BY_LAB),
                (POOL, COAST, *BY_LAB),
            ],
        ),
        "in one queue units need not help each other": (
            {
                "collaboration.one_queue": True,
                "collaboration.neighbours": HELP,
                "collaboration.national_helps": HELP,
            },
            [],
        ),
        "in one queue a pool needs one lane": (lab() | {"collaboration.one_queue": True}, [(POOL, CAPITAL, *BY_LAB)]),
    },
)
def test_who_may_help_whom_with_what(changes, right):
    assert lendings(**changes) == right


def test_modes_of_lending_differ():
    assert len({rules.BEFORE_OWN_WORK, rules.BY_URGENCY, rules.WHEN_IDLE}) == 3


# Steering


def test_what_the_steering_group_goes_by():
    group = {
        "policy": "by_backlog",
        "treatments_when_pressed": {"light": {"full": 1.0}},
        "every_weeks": 3,
        "pressed_from_weeks": 5,
        "most_pressed_from_weeks": 7,
        "most_change": 0.3,
        "least_change": 0.01,
    }
    calendar = {"holidays_country": None, "hours_per_day": 8.0, "opens_at_hour": 9.0}
    run = {"start": "2021-01-04", "end": "2021-01-24", "replications": 1}
    steering = parameters(steering=group, calendar=calendar, run=run).steering
    assert steering.active is True
    assert steering.every_seconds == 21 * A_DAY
    assert (steering.pressed_from_weeks, steering.most_pressed_from_weeks) == (5, 7)
    assert (steering.most_change, steering.least_change) == (300_000, 10_000)
    assert steering.office_hours_per_week == 40.0


def test_office_hours_of_an_average_week_are_those_of_the_run_not_of_what_lies_beyond():
    """On a Monday 8 hours in a day are 56 a week; at a weekend there are none; in ten days there are 64 hours."""
    calendar = {"holidays_country": None, "hours_per_day": 8.0}
    monday = {"start": "2021-01-04", "end": "2021-01-04", "replications": 1}
    weekend = {"start": "2021-01-02", "end": "2021-01-03", "replications": 1}
    ten_days = {"start": "2021-01-04", "end": "2021-01-13", "replications": 1}
    assert parameters(calendar=calendar, run=ten_days).steering.office_hours_per_week == pytest.approx(44.8)
    assert parameters(calendar=calendar, run=monday).steering.office_hours_per_week == pytest.approx(56.0)
    assert parameters(calendar=calendar, run=weekend).steering.office_hours_per_week == 0.0


def test_where_treatments_are_fixed_the_steering_group_does_not_meet():
    assert parameters().steering.active is False


# Treatments


LIGHTER: dict[str, Any] = {
    "short": {"hours": {"enrich": 1, "dossier": 2}, "outcomes": {"alternative": 1.0}},
    "letter_or_visit": {"hours": {"enrich": 1}, "outcomes": {"letter_or_visit": 1.0}},
    "nothing": {},
}
SHARES = {"full": 0.5, "short": 0.25, "letter_or_visit": 0.15, "nothing": 0.1}
PRESSED = {"short": 0.25, "nothing": 0.75}


def treated(**steering: Any) -> Parameters:
    return parameters(casework__classes__light__lighter=LIGHTER, steering=steering)


def test_shares_of_treatments_are_added_up_in_millionths():
    by_backlog = {
        "policy": "by_backlog",
        "treatments": {"light": SHARES},
        "treatments_when_pressed": {"light": PRESSED},
    }
    calm, pressed = treated(**by_backlog).classes.share_upto.tolist()
    assert calm[LIGHT] == [500_000, 750_000, 900_000]
    assert pressed[LIGHT] == [0, 250_000, 250_000]
    assert [calm[other] == pressed[other] == [PER_MILLION] * 3 for other in (CLOSED, ACUTE, SERIOUS, OWN_WORK)]


def test_where_treatments_are_fixed_pressure_changes_nothing():
    calm, pressed = treated(treatments={"light": SHARES}).classes.share_upto.tolist()
    assert calm == pressed
    assert calm[LIGHT] == [500_000, 750_000, 900_000]


def test_a_class_without_shares_is_investigated_in_full():
    assert (treated().classes.share_upto == PER_MILLION).all()


def test_the_steering_group_reckons_with_cases_as_they_are_treated_without_pressure():
    """Half takes 6 hours, a quarter 3, 15 % one, and a tenth none."""
    by_backlog = {
        "policy": "by_backlog",
        "treatments": {"light": SHARES},
        "treatments_when_pressed": {"light": PRESSED},
    }
    for steering in (by_backlog, {"treatments": {"light": SHARES}}):
        assert treated(**steering).classes.mean_hours.tolist() == pytest.approx([0, 34, 27, 3.9, 0])


# Agreements, and parts of the hours


def agreed(**changes: Any) -> Parameters:
    agreements = {
        "some": {"label": "Some", "classes": {"light": 0.5, "serious": 0.5}, "per_year": {2021: 20, 2022: 40}},
        "more": {"label": "More", "classes": {"acute": 1.0}, "per_year": {2021: 20}},
    }
    run = {"start": "2021-07-01", "end": "2022-12-31", "replications": 1}
    return parameters(
        **{
            "assignment__order": "agreements",
            "agreements": agreements,
            "run": run,
            "assignment__agreements_priority": 4,
        }
        | changes
    )


def test_what_units_owe_by_year_and_class():
    """Ten of the light class in the first year, split 60 to 40; severe classes are not owed."""
    agreements = agreed().agreements
    assert agreements.urgency == 4
    assert agreements.owed.shape == (2, 2, 5)
    assert agreements.owed[:, :, LIGHT].tolist() == [[6, 4], [12, 8]]
    assert agreements.owed.sum() == 30


def test_the_classes_of_an_agreement_on_simple_interventions_are_simple():
    some = {"label": "Some", "classes": {"light": 1.0}, "per_year": {2021: 20}}
    assert not agreed().agreements.simple.any()
    assert np.flatnonzero(agreed(agreements={"some": {**some, "simple": True}}).agreements.simple).tolist() == [LIGHT]


@every_row(
    ("treatments", "pressed", "right"),
    [
        ({"letter_or_visit": 1.0}, None, True),
        ({"full": 0.0, "short": 0.0, "letter_or_visit": 0.4, "nothing": 0.6}, None, True),
        ({"short": 0.01, "letter_or_visit": 0.99}, None, False),
        ({"full": 0.01, "letter_or_visit": 0.99}, None, False),
        ({}, None, False),
        ({"letter_or_visit": 1.0}, {"letter_or_visit": 0.5, "nothing": 0.5}, True),
        ({"letter_or_visit": 1.0}, {"short": 0.5, "nothing": 0.5}, False),
        ({"short": 0.5, "letter_or_visit": 0.5}, {"letter_or_visit": 1.0}, False),
    ],
)
def test_a_class_whose_cases_get_a_visit_at_most_is_simple(treatments, pressed, right):
    steering = {"treatments": {"light": treatments} if treatments else {}}
    if pressed:
        steering |= {"policy": "by_backlog", "treatments_when_pressed": {"light": pressed}}
    found = agreed(steering=steering, casework__classes__light__lighter=LIGHTER).agreements.simple
    assert np.flatnonzero(found).tolist() == ([LIGHT] if right else [])


def test_only_agreed_work_is_simple_and_only_where_work_goes_by_agreements():
    visits = {
        "steering": {"treatments": {"light": {"letter_or_visit": 1.0}}},
        "casework__classes__light__lighter": LIGHTER,
    }
    week = {"label": "Week", "case_class": "light", "members_share": 0.5, "date": "2021-09-01"}
    for treatment, right in (("short", []), ("letter_or_visit", [LIGHT])):
        steering = {**visits["steering"], "campaigns": {"week": {**week, "treatment": treatment}}}
        assert np.flatnonzero(agreed(**{**visits, "steering": steering}).agreements.simple).tolist() == right
    of_others = {"more": {"label": "More", "classes": {"acute": 1.0}, "per_year": {2021: 20}}}
    assert not agreed(**visits, agreements=of_others).agreements.simple.any()
    assert not agreed(**visits, assignment__order="by_severity").agreements.simple.any()


def test_in_one_queue_units_owe_together():
    agreements = agreed(collaboration__one_queue=True).agreements
    assert agreements.owed[:, :, LIGHT].tolist() == [[10, 0], [20, 0]]


@every_row("order", ["by_severity", "first_come", "deadline"])
def test_in_another_order_nothing_is_owed(order: str):
    assert not agreed(assignment__order=order).agreements.owed.any()


def by_parts(**parts: float) -> Parameters:
    """Serious (priority 3) and light work (5) are the portfolio."""
    return parameters(
        **{
            "casework__classes__serious__severe": False,
            "assignment__order": "shares",
            "assignment__parts_of_hours": parts,
        }
    )


def test_parts_of_the_hours_are_millionths_of_their_sum():
    assert by_parts(serious=3, light=1).classes.part_per_million.tolist() == [0, 0, 750_000, 250_000, 0]
    assert parameters().classes.part_per_million.tolist() == [0] * 5


def test_classes_with_a_part_are_equally_urgent_and_those_without_come_after_them():
    assert by_parts(serious=3, light=1).classes.urgency.tolist() == [99, 1, 3, 3, 50]
    assert by_parts(serious=0, light=1).classes.urgency.tolist() == [99, 1, 4, 3, 50]
    assert by_parts(serious=1).classes.urgency.tolist() == [99, 1, 3, 4, 50]


@truth_table(
    "start, end, right",
    {
        "a year": ("2021-01-01", "2021-12-31", [0, 365]),
        "begun within a year, over New Year": ("2021-12-01", "2022-01-31", [-334, 31, 396]),
        "a leap year": ("2024-01-01", "2024-12-31", [0, 366]),
        "until a leap year": ("2023-01-01", "2024-01-01", [0, 365, 731]),
        "the last day of a year": ("2021-12-31", "2021-12-31", [-364, 1]),
    },
)
def test_when_the_years_of_a_run_begin_and_the_one_after(start, end, right):
    image = {"label": "Images", "reports_per_year": {2021: 10}, "reference_year": 2021, "mix": {}}
    changes = {"run": {"start": start, "end": end, "replications": 1}, "demand.streams": {"image": image}}
    assert parameters(**changes).agreements.year_starts_seconds.tolist() == [day * A_DAY for day in right]


def test_who_is_asked_for_a_step_that_waits():
    apart = parameters(collaboration__pools={"lab": LAB})
    assert apart.asked.tolist() == [CAPITAL, COAST, POOL]
    shared = parameters(collaboration__pools={"lab": LAB}, collaboration__one_queue=True)
    assert shared.asked.tolist() == [CAPITAL, COAST, POOL]


# What nobody can do


def said(settings: Any) -> list[tuple[str, str]]:
    return [(problem.key, str(problem.says)) for problem in check_every_step_can_be_done(settings)]


SERVERS_ONLY = {
    "staffing.units.capital.role_share": {"server": 1.0},
    "staffing.units.coast.role_share": {"server": 1.0},
}
NOBODY_JUDGES = {"triage.automatic_share": 1.0}
COAST_LOOKS = {"casework.steps.enrich": {"label": "Enrich", "national_team": "coast"}}
NOBODY_LOOKS = {f"casework.classes.{name}.hours.enrich": 0 for name in ("acute", "serious", "light")}


@truth_table(
    "settings, right",
    {
        "both roles are there": (two_units(), []),
        "the national unit looks for a unit without lookers": (two_units(10, 1), []),
        "the unit that looks for all will have a looker": (
            two_units(
                **SERVERS_ONLY,
                **NOBODY_JUDGES,
                **COAST_LOOKS,
                **{"staffing.plan": {"y": step(1, "2021-02-01", "looker")}},
            ),
            [],
        ),
        "nobody looks, and nothing needs it": (two_units(**SERVERS_ONLY, **NOBODY_JUDGES, **NOBODY_LOOKS), []),
        "the unit that looks for all never has a looker": (
            two_units(**SERVERS_ONLY, **NOBODY_JUDGES, **COAST_LOOKS),
            [("staffing.units.coast", "enrich")],
        ),
    },
)
def test_only_a_step_that_nobody_is_or_will_be_able_to_do_is_refused(settings, right):
    problems = said(settings)
    assert [key for key, _ in problems] == [key for key, _ in right]
    assert all(f"'{name}', which waits there for" in says for (_, says), (_, name) in zip(problems, right, strict=True))


@truth_table(
    "changes, right",
    {
        "nobody enriches or judges": ({}, ["enrich", "triage"]),
        "nobody enriches, all is judged automatically": ({"triage.automatic_share": 1.0}, ["enrich"]),
        "nobody enriches, one in a thousand is judged by hand": (
            {"triage.automatic_share": 0.999},
            ["enrich", "triage"],
        ),
        "nobody enriches, nothing is judged": ({"triage.enabled": False}, ["enrich"]),
        "nobody enriches, and no case needs it": (
            NOBODY_LOOKS,
            ["triage"],
        ),
        "nobody enriches, and half an hour of one class needs it": (
            NOBODY_LOOKS | {"casework.classes.light.hours.enrich": 0.5},
            ["enrich", "triage"],
        ),
    },
)
def test_a_step_that_nobody_can_do_is_named_once(changes, right):
    problems = said(two_units(3, 3, **SERVERS_ONLY, **changes))
    assert [key for key, _ in problems] == ["staffing.units.capital"] * len(right)
    assert [
        step for step in right if any(f"'{step}', which waits there for capital" in says for _, says in problems)
    ] == right


def test_only_cohorts_that_come_within_the_run_are_counted():
    run = {"start": "2021-07-01", "end": "2021-12-31", "replications": 1}
    cohort = {"people": 6, "course_months": 3, "units": ["coast"]}
    dates = {"first": "2021-07-02", "last": "2021-12-31", "after": "2022-01-01"}
    cohorts = {name: {**cohort, "date": date, "people": n} for n, (name, date) in enumerate(dates.items(), 1)}
    of = parameters(run=run, capacity__cohorts=cohorts)
    assert of.cohort_days.tolist() == [1, 183]
    assert of.cohort_people.tolist() == [1, 2]


# Prices


def test_prices_of_a_year_are_paid_by_the_day():
    prices = {"price_year": 2020, "temporary_eur_per_year": 73_050, "reallocated_eur_per_year": 36_525}
    of = parameters(costs=prices).costs
    assert (of.temporary_eur_per_day, of.reallocated_eur_per_day) == (200, 100)


# Campaigns


def campaigns(**changes: Any) -> CampaignParameters:
    """A campaign of both units from the fourth day of the run, after one of the coast, and others outside the run."""
    lighter = {"short": {"hours": {"enrich": 1}, "outcomes": {"alternative": 1.0}}}
    lighter["letter_or_visit"] = lighter["short"]
    week = {"label": "Week", "case_class": "light", "members_share": 0.5}
    coast = {**week, "units": ["coast"], "treatment": "short", "members_share": 1.0}
    of = {
        "both": {**week, "date": "2021-07-04"},
        "coast": {**coast, "date": "2021-07-02", "days": 2},
        "over": {**coast, "date": "2021-06-30", "days": 1},
        "long over": {**coast, "date": "2021-06-01", "days": 1},
        "on its last day": {**coast, "date": "2021-06-29", "units": ["capital"], "days": 3},
        "on the last day": {**coast, "date": "2021-12-31"},
        "later": {**coast, "date": "2022-01-01"},
    }
    of = {name.replace(" ", "_"): campaign for name, campaign in of.items() if name != changes.get("without")}
    changes.pop("without", None)
    return parameters(
        casework__classes__light__lighter=lighter,
        run={"start": "2021-07-01", "end": "2021-12-31", "replications": 1},
        steering__campaigns=of,
        **changes,
    ).campaigns


def test_the_campaigns_of_each_unit_by_date_as_far_as_they_are_within_the_run():
    of = campaigns(without="later")
    assert of.team.tolist() == [0, 0, 1, 1, 1]
    assert (of.begin_seconds // A_DAY).tolist() == [-2, 3, 1, 3, 183]
    assert (of.end_seconds // A_DAY).tolist() == [1, 10, 3, 10, 190]
    assert of.case_class.tolist() == [3] * 5
    assert of.treatment.tolist() == [1, 2, 1, 2, 1]
    assert of.members_share.tolist() == [1.0, 0.5, 1.0, 0.5, 1.0]


def test_a_campaign_after_the_run_or_before_it_is_left_out():
    of = campaigns(without="on the last day")
    assert of.team.tolist() == [0, 0, 1, 1]


@every_row(("order", "right"), [("by_severity", 4), ("agreements", 4), ("deadline", 0)])
def test_the_urgency_of_campaigns_is_their_priority_where_there_are_priorities(order, right):
    assert campaigns(without="later", steering__campaigns_priority=4, assignment__order=order).urgency == right
