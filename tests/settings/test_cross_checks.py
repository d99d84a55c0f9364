"""What must fit together in the settings: of every check one case that just passes and one that just does not."""

import ast
import inspect
from typing import Any

from tbkk_sim.settings import casework, demand, run, schema, settings, staffing, tuning
from tbkk_sim.settings.chain import chain, links
from tbkk_sim.settings.selection import agreements, assignment, steering
from tbkk_sim.settings.settings import MOST
from tests.builders import changed
from tests.rows import every_row
from tests.settings.checks import (
    CASEWORK,
    CHAIN,
    DEMAND,
    GRAVE,
    LIGHT,
    POOL,
    PORTFOLIO,
    RUN,
    SELECTION,
    STAFFING,
    TUNING,
    UNIT,
    Check,
    known,
    most,
    not_reserved,
)
from tests.settings.parts import LEAST, PARTS, problems_with

ASSESSED = {
    **POOL,
    "casework.steps.other": LEAST["Step"],
    "triage.assessment": {"enabled": True, "step": "work"},
}
OF_TWO_CLASSES = {
    "casework.classes.grave": {**LIGHT, "priority": 1},
    "demand.streams.image.mix.grave": {"share": 0},  # no report is grave, but a light one may seem so
}
HEARD = {"demand.streams.image.hearing_hours_mean": 2.0}
TOGETHER = {
    **{
        key: check
        for where, number in (
            ("casework.classes", 126),
            ("casework.steps", 42),
            ("demand.streams", 125),
            ("staffing.roles", 128),
            ("collaboration.pools", 700),
        )
        for key, check in most(where, number).items()
    },
    **{
        key: check
        for name in ("all", "closed", "own_work", "triage")
        for where, one in (
            ("casework.classes", LIGHT),
            ("casework.steps", LEAST["Step"]),
            ("staffing.units", UNIT),
            ("collaboration.pools", LEAST["Pool"]),
        )
        for key, check in not_reserved(where, name, one).items()
    },
    **{
        key: check
        for name in ("chosen", "own_work", "returns")
        for key, check in not_reserved("demand.streams", name, LEAST["Stream"]).items()
    },
    "Settings: a pool has the name of a unit": Check(
        {"collaboration.pools.capitol": LEAST["Pool"]},
        {"collaboration.pools.capital": LEAST["Pool"]},
        "collaboration.pools",
        "'capital' is also a unit",
    ),
    **known(
        "chain.links",
        {"d": {**LEAST["Link"], "waiting_at_start": {"light": 1}}},
        {"d": {**LEAST["Link"], "waiting_at_start": {"grave": 1}}},
        "chain.links.d.waiting_at_start",
        "grave",
    ),
    **known("triage.team", "capital", "coast", "triage.team", "coast"),
    **known(
        "triage.assessment.step",
        "work",
        "enrich",
        "triage.assessment.step",
        "enrich",
        {"triage.assessment.enabled": True},
    ),
    **known(
        "costs.role_eur_per_year",
        {"all_round": 90_000},
        {"all_rounder": 90_000},
        "costs.role_eur_per_year",
        "all_rounder",
    ),
    **known(
        "exposure.steps",
        ["work"],
        ["search"],
        "exposure.steps",
        "search",
        {"exposure.leave_spells_per_year": 1.0},
    ),
    **known(
        "chain.examination.step",
        "work",
        "search",
        "chain.examination.step",
        "search",
        {"chain.examination.enabled": True},
    ),
    **{
        f"Settings: the step of the assessment is done {how}": Check(
            {**ASSESSED, f"casework.steps.other.{field}": value},
            {**ASSESSED, f"casework.steps.work.{field}": value},
            "triage.assessment.step",
            "'work' is a step that one member does not do alone; allowed: other",
        )
        for how, field, value in (("in pairs", "in_pairs", True), ("with a specialist", "together_with", "lab"))
    },
    "Settings: the system takes over, and nobody looks at it": Check(
        {**ASSESSED, "triage.automatic_above_reports": 0},
        {"triage.automatic_above_reports": 0},
        "triage.automatic_above_reports",
        "is 0, while triage.assessment.enabled is false",
    ),
    **{
        f"Settings: {accuracy} of a class that {who} cannot take for {other}": Check(
            {**OF_TWO_CLASSES, f"triage.{who}.{accuracy}_of_class": {possible: 0.9}},
            {**OF_TWO_CLASSES, f"triage.{who}.{accuracy}_of_class": {impossible: 0.9}},
            f"triage.{who}.{accuracy}_of_class",
            f"'{impossible}' is a class that triage cannot take for a {other} urgent one: no stream that is triaged "
            f"has it beside one; allowed: {possible}",
        )
        for who in ("by_hand", "by_system", "assessment")
        for accuracy, other, possible, impossible in (
            ("sensitivity", "less", "grave", "light"),
            ("specificity", "more", "light", "grave"),
        )
    },
    "Settings: accuracy for a class that only comes as a case": Check(
        {**OF_TWO_CLASSES, "triage.by_hand.sensitivity_of_class": {"grave": 0.9}},
        {
            **OF_TWO_CLASSES,
            "demand.streams.image.triaged": False,
            "demand.streams.image.mix.light.share": 1.0,
            "triage.by_hand.sensitivity_of_class": {"grave": 0.9},
        },
        "triage.by_hand.sensitivity_of_class",
        "no stream that is triaged has it beside one; allowed: nothing, since there are none",
    ),
    **{
        f"Settings: accuracy of {who} for a class that only heard reporters tell of": Check(
            {**OF_TWO_CLASSES, **HEARD, "triage.assessment.sensitivity_of_class": {"grave": 0.9}},
            {**OF_TWO_CLASSES, **HEARD, f"triage.{who}.sensitivity_of_class": {"grave": 0.9}},
            f"triage.{who}.sensitivity_of_class",
            "no stream that is triaged has it beside one; allowed: nothing, since there are none",
        )
        for who in ("by_hand", "by_system")
    },
    **known(
        "triage.by_hand.specificity_of_class",
        {"light": 0.9},
        {"small": 0.9},
        "triage.by_hand.specificity_of_class",
        "small",
        OF_TWO_CLASSES,
    ),
    **known("demand.unit_share", {"capital": 1}, {"coast": 1}, "demand.unit_share", "coast"),
    **known(
        "demand.unit_share_by_class",
        {"light": {"capital": 1}},
        {"grave": {"capital": 1}},
        "demand.unit_share_by_class",
        "grave",
    ),
    **known(
        "demand.unit_share_by_class",
        {"light": {"capital": 1}},
        {"light": {"coast": 1}},
        "demand.unit_share_by_class.light",
        "coast",
    ),
    **known(
        "demand.streams.image.mix",
        {"light": {"share": 0.1}},
        {"grave": {"share": 0.1}},
        "demand.streams.image.mix",
        "grave",
    ),
    **known(
        "demand.large_cases.x",
        {**LEAST["LargeCase"], "stream": "image"},
        {**LEAST["LargeCase"], "stream": "image", "case_class": "grave"},
        "demand.large_cases.x.case_class",
        "grave",
    ),
    **known(
        "demand.large_cases.x",
        {**LEAST["LargeCase"], "stream": "image", "units": ["capital"]},
        {**LEAST["LargeCase"], "stream": "image", "units": ["coast"]},
        "demand.large_cases.x.units",
        "coast",
    ),
    **known("demand.in_hand_at_step", {"work": 1}, {"search": 1}, "demand.in_hand_at_step", "search"),
    **known("demand.stock", {"light": {}}, {"grave": {}}, "demand.stock", "grave"),
    **known("casework.steps.work.national_team", "capital", "coast", "casework.steps.work.national_team", "coast"),
    **known("casework.steps.work.together_with", "lab", "lib", "casework.steps.work.together_with", "lib", POOL),
    **known("staffing.roles.all_round.skills", ["triage", "work"], ["wrok"], "staffing.roles.all_round.skills", "wrok"),
    **known("collaboration.pools.lab.skills", ["work"], ["triage"], "collaboration.pools.lab.skills", "triage", POOL),
    **known(
        "assignment.reserve_members",
        {"capital": 1, "lab": 1},
        {"coast": 1},
        "assignment.reserve_members",
        "coast",
        POOL,
    ),
    **known("collaboration.neighbours_of", {"capital": []}, {"coast": []}, "collaboration.neighbours_of", "coast"),
    **known(
        "collaboration.neighbours_of",
        {"capital": ["capital"]},
        {"capital": ["coast"]},
        "collaboration.neighbours_of.capital",
        "coast",
    ),
    **known(
        "agreements.a",
        {**LEAST["Agreement"], "classes": {"light": 1}},
        {**LEAST["Agreement"], "classes": {"grave": 1}},
        "agreements.a.classes",
        "grave",
    ),
    "Settings: a class is in two agreements": Check(
        {**GRAVE, "agreements": {"a": LEAST["Agreement"], "b": {**LEAST["Agreement"], "classes": {"grave": 1}}}},
        {**GRAVE, "agreements": {"a": LEAST["Agreement"], "b": {**LEAST["Agreement"], "classes": {"light": 1}}}},
        "agreements.b.classes",
        "'light' is in agreements.a too; allowed: each class in one agreement",
    ),
    **known("assignment.parts_of_hours", {"petty": 1}, {"grave": 1}, "assignment.parts_of_hours", "grave", PORTFOLIO),
    "Settings: a severe class has a part of the hours": Check(
        {**PORTFOLIO, "assignment.parts_of_hours": {"petty": 1}},
        {**PORTFOLIO, "assignment.parts_of_hours": {"light": 1}},
        "assignment.parts_of_hours",
        "'light' is a severe class, which goes before all parts of the hours; allowed: petty",
    ),
    **{
        key: check
        for table in ("treatments", "treatments_when_pressed")
        for key, check in {
            **known(
                f"steering.{table}",
                {"petty": {"full": 1}},
                {"grave": {"full": 1}},
                f"steering.{table}",
                "grave",
                PORTFOLIO,
            ),
            f"Settings: a severe class is treated in another way ({table})": Check(
                {**PORTFOLIO, f"steering.{table}": {"petty": {"full": 1}}},
                {**PORTFOLIO, f"steering.{table}": {"light": {"full": 1}}},
                f"steering.{table}",
                "'light' is a severe class, which is always investigated in full; allowed: petty",
            ),
            f"Settings: a class is treated in a way that it does not allow ({table})": Check(
                {**PORTFOLIO, f"steering.{table}": {"petty": {"nothing": 1, "short": 0}}},
                {**PORTFOLIO, f"steering.{table}": {"petty": {"nothing": 0.99, "short": 0.01}}},
                f"steering.{table}.petty",
                "'short' is not among the treatments under `lighter` of this class; allowed: full, nothing",
            ),
        }.items()
    },
}
VISITED = {"label": "C", "date": "2021-02-01", "case_class": "petty", "treatment": "short", "members_share": 0.5}
SHORT_ONES = {
    **PORTFOLIO,
    "casework.classes.petty.lighter": {"short": {"hours": {"work": 1}, "outcomes": {"alternative": 1}}},
}


def campaigns(*more: dict[str, Any]) -> dict[str, Any]:
    """Campaigns a, b and so on, each a visit of petty cases but for what is said."""
    return {**SHORT_ONES, "steering.campaigns": {"ab"[n]: {**VISITED, **of} for n, of in enumerate(more)}}


PETTY_INTERRUPTS = {"casework.classes.petty.preempts": True}
MORE_PETTY = {"casework.classes.other": LEAST["CaseClass"] | {"severe": False}}
CAMPAIGNS = {
    "Settings: a campaign of a class that there is not": Check(
        campaigns({}),
        campaigns({"case_class": "grave"}),
        "steering.campaigns.a.case_class",
        "'grave' is not known; allowed: petty",
    ),
    "Settings: a campaign of a severe class": Check(
        campaigns({}),
        campaigns({"case_class": "light"}),
        "steering.campaigns.a.case_class",
        "'light' is a severe class, which is always investigated in full; allowed: petty",
    ),
    **{
        f"Settings: a campaign of a class that {what}": Check(
            {**campaigns({}), **right},
            {**campaigns({}), **wrong},
            "steering.campaigns.a.case_class",
            "'petty' is a class that interrupts other work or is worked on round the clock, which no campaign takes "
            "up; allowed: other",
        )
        for what, right, wrong in (
            (
                "interrupts",
                {**MORE_PETTY, **PETTY_INTERRUPTS, "assignment.preemption": False},
                {**MORE_PETTY, **PETTY_INTERRUPTS},
            ),
            (
                "is worked on round the clock",
                MORE_PETTY,
                {**MORE_PETTY, "casework.classes.petty.round_the_clock": True},
            ),
        )
    },
    "Settings: a campaign that treats cases in a way that their class does not allow": Check(
        campaigns({}),
        campaigns({"treatment": "letter_or_visit"}),
        "steering.campaigns.a.treatment",
        "'letter_or_visit' is not among the treatments under `lighter` of this class; allowed: short",
    ),
    "Settings: a campaign of a unit that there is not": Check(
        campaigns({"units": ["capital"]}),
        campaigns({"units": ["capitol"]}),
        "steering.campaigns.a.units",
        "'capitol' is not known; allowed: capital",
    ),
    "Settings: two campaigns at a time": Check(
        campaigns({"date": "2021-02-08"}, {"days": 7}),
        campaigns({"date": "2021-02-08"}, {"days": 8}),
        "steering.campaigns.a.date",
        "begins on 2021-02-08, within steering.campaigns.b of capital, which lasts until 2021-02-08; "
        "allowed: one campaign at a time in a unit",
    ),
}
TWO_ROLES = {
    "staffing.roles.other": {"label": "O", "skills": ["work"]},
    "collaboration.pools": {
        "lab": {"label": "P", "members": 4, "rate": 0.6, "skills": [], "max_share": 0.5, "own_work": {"load": 0.8}}
    },
}
LENT = {"from_pool": "lab", "unit": "capital", "role": "all_round", "people": 3, "date": "2021-02-01", "months": 2}
MORE_HOURS = {"date": "2021-02-01", "months": 1, "extra_share": 0.1, "back_share": 0.5}


def capacity(kind: str, *items: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """Items a, b and so on of a kind of capacity, each like another but for what is said."""
    return {**TWO_ROLES, f"capacity.{kind}": {"ab"[n]: {**like, **of} for n, of in enumerate(items)}}


RETRAINED = {"from_role": "all_round", "to_role": "other", "people": 2, "date": "2021-02-01"}
CAPACITY = {
    **{
        f"Settings: {kind} with a {setting} that there is not": Check(
            capacity(kind, {}, like=like),
            capacity(kind, {setting: [wrong] if setting == "units" else wrong}, like=like),
            f"capacity.{kind}.a.{setting}",
            f"'{wrong}' is not known; allowed: {allowed}",
        )
        for kind, like, setting, wrong, allowed in (
            ("reallocation", LENT, "unit", "capitol", "capital"),
            ("reallocation", LENT, "role", "all_rounder", "all_round, other"),
            ("reallocation", LENT, "from_pool", "labs", "lab"),
            ("temporary", LEAST["Temporary"], "role", "all_rounder", "all_round, other"),
            ("cohorts", LEAST["Cohort"], "role", "all_rounder", "all_round, other"),
            ("cohorts", LEAST["Cohort"], "units", "capitol", "capital"),
            ("retraining", RETRAINED, "from_role", "all_rounder", "all_round, other"),
            ("retraining", RETRAINED, "to_role", "others", "all_round, other"),
            ("overtime", MORE_HOURS, "units", "capitol", "capital"),
        )
    },
    "Settings: retraining to the role that they have": Check(
        capacity("retraining", {}, like=RETRAINED),
        capacity("retraining", {"to_role": "all_round"}, like=RETRAINED),
        "capacity.retraining.a.to_role",
        "'all_round' is the role that they have already; allowed: other",
    ),
    "Settings: more people are lent than the pool has": Check(
        capacity("reallocation", {}, {"people": 1, "date": "2021-03-01"}, like=LENT),
        capacity("reallocation", {}, {"people": 2, "date": "2021-03-01"}, like=LENT),
        "capacity.reallocation.b.people",
        "is 2, with 3 away from lab on 2021-03-01 already, which has 4 members; allowed: 1 or fewer",
    ),
    "Settings: people are lent again when they are back": Check(
        capacity("reallocation", {}, {"people": 4, "date": "2021-04-03"}, like=LENT),  # 61 days after 1 February
        capacity("reallocation", {}, {"people": 4, "date": "2021-04-02"}, like=LENT),
        "capacity.reallocation.b.people",
        "is 4, with 3 away from lab on 2021-04-02 already, which has 4 members; allowed: 1 or fewer",
    ),
    "Settings: overtime on top of time off": Check(
        capacity("overtime", {}, {"date": "2021-04-02"}, like=MORE_HOURS),
        capacity("overtime", {}, {"date": "2021-04-01"}, like=MORE_HOURS),
        "capacity.overtime.b.date",
        "begins on 2021-04-01, within capacity.overtime.a of capital, which lasts until 2021-04-01, time off and all; "
        "allowed: one at a time in a unit",
    ),
    "Settings: overtime on top of overtime, of which nothing is taken back": Check(
        capacity("overtime", {"back_share": 0}, {"date": "2021-03-03"}, like=MORE_HOURS),
        capacity("overtime", {"back_share": 0}, {"date": "2021-03-02"}, like=MORE_HOURS),
        "capacity.overtime.b.date",
        "begins on 2021-03-02, within capacity.overtime.a of capital, which lasts until 2021-03-02, time off and all; "
        "allowed: one at a time in a unit",
    ),
}
CHECKS = {
    **CAPACITY,
    **CAMPAIGNS,
    **CHAIN,
    **DEMAND,
    **CASEWORK,
    **SELECTION,
    **STAFFING,
    **RUN,
    **TOGETHER,
    **TUNING,
}


@every_row("check", CHECKS)
def test_what_just_fits_is_taken_and_what_just_does_not_is_refused(check):
    part = check.partition(":")[0]
    of, least = CHECKS[check], LEAST.get(part, {})
    assert problems_with(part, changed(least, of.passes)) == []
    found = problems_with(part, changed(least, of.fails))
    assert [problem.key for problem in found] == [of.key]
    assert of.says in found[0].says


def test_no_part_that_checks_what_fits_together_is_without_a_case():
    checking = {name for name, part in PARTS.items() if part.__pydantic_decorators__.model_validators}
    missing = checking - {check.partition(":")[0] for check in CHECKS}
    assert [f"no test of what {name} checks" for name in missing] == []
    others = [name for name, part in PARTS.items() if part.__pydantic_decorators__.field_validators]
    assert others == [], "a kind of check that the tables do not know"


def test_all_most_numbers_are_in_the_tables():
    """So many units are too many to make here."""
    said = {check.key: check.says for check in TOGETHER.values() if check.says.startswith("there are")}
    assert {key: f"there are {most + 1}; allowed are at most {most}" for key, most in MOST.items()} == said | {
        "staffing.units": "there are 32001; allowed are at most 32000"
    }


MESSAGES_ELSEWHERE = {
    "is {value}, which is not a date; write a day that exists as 2021-01-31",
    "{posts} withdraws more posts of role {role} than {unit} then has ({there}); allowed: {least} or more",
    "the class has no norm; give the days",
    "is missing, and so is per_year; allowed: one of the two",
    "every unit is frozen, so there is nothing to tune",
    "is 0, as tune.where.may_take is, so there is nothing to place; allowed: one of the two above 0",
    "{date} leaves no quarter to judge: the last of the run begins on {last}; allowed: that day or before",
    "{date} is outside the run; allowed: {start} to {end}, or empty for posts that are there from the start",
}
"""Messages of the schema that the tables of ranges, of plans and of tuning hold, or the test of large cases."""


def messages() -> set[str]:
    """What the schema says, with the names of values in braces."""
    found = set()
    for module in (
        agreements,
        assignment,
        casework,
        chain,
        demand,
        links,
        run,
        schema,
        settings,
        staffing,
        steering,
        tuning,
    ):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("wrong", "Phrase"):
                at = {"wrong": 1, "Phrase": 0}[node.func.id]
                found |= {of.value for of in node.args[at : at + 1] if isinstance(of, ast.Constant)}
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                found |= {node.value.value} if "{" in node.value.value or node.targets[0].id == "says" else set()
    return {message for message in found if message}


def test_no_message_of_the_schema_is_without_a_case_that_brings_it_up():
    brought = {
        problem.says.template
        for check, of in CHECKS.items()
        for part in [check.partition(":")[0]]
        for problem in problems_with(part, changed(LEAST.get(part, {}), of.fails))
    }
    wanted = messages()
    assert len(wanted) > 20
    assert [f"no test of: {message}" for message in wanted - brought - MESSAGES_ELSEWHERE] == []
