"""Why a setting has no effect, on both sides of each rule; and what is compared before it is said."""

from typing import Any

import numpy as np

from tbkk_sim.runs.changes import Reason
from tbkk_sim.runs.reasons import why
from tbkk_sim.runs.without_effect import (
    MOST_COMPARED,
    MOST_REPLICATIONS,
    FirstReplications,
    SettingsPart,
    _within,
    alike,
    idle_of_scenarios,
    idle_overrides,
)
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.settings import Settings
from tests.builders import LAB, small_settings
from tests.model.truth import truth_table
from tests.rows import every_row

BURST = {"stream": "image", "date": "2021-03-01", "days": 10, "reports": 50}
STEP = {"unit": "coast", "date": "2021-03-01", "posts": 2}
LIGHTER = {
    "casework.classes.light.lighter": {"nothing": {}},
    "steering.treatments_when_pressed": {"light": {"nothing": 1.0}},
}
"""What a steering group that meets needs."""


VIEWING = "casework.steps.search.viewing_hours_per_day"
VIEWED = {"staffing.case_hours_share": 0.75, "calendar.hours_per_day": 8}
"""6 hours for cases in a working day."""


def burst(**values: Any) -> dict[str, Any]:
    return {"demand.bursts": {"b": {**BURST, **values}}}


def large(date: str | None, **values: Any) -> dict[str, Any]:
    of_case = {"case_class": "light", "victims": 9, "date": date, "stream": "image"}
    return {"demand.large_cases": {"x": {**of_case, **values}}}


BY_BACKLOG = {"policy": "by_backlog", "treatments_when_pressed": {"light": {"full": 1}}}


def agreed(*years: int) -> dict[str, Any]:
    return {"agreements": {"a": {"label": "A", "classes": {"light": 1}, "per_year": dict.fromkeys(years, 5)}}}


def campaign(date: str) -> dict[str, Any]:
    week = {"label": "C", "date": date, "case_class": "light", "treatment": "short", "members_share": 0.5}
    short = {"short": {"hours": {"enrich": 1}, "outcomes": {"alternative": 1}}}
    return {"casework.classes.light.lighter": short, "steering": {"campaigns": {"c": week}}}


def step(**values: Any) -> dict[str, Any]:
    return {"staffing.plan": {"p": {**STEP, **values}}}


def cohort(date: str) -> dict[str, Any]:
    return {"capacity.cohorts": {"c": {"people": 3, "date": date}}}


def overtime(**values: Any) -> dict[str, Any]:
    return {"capacity.overtime": {"o": {"date": "2021-03-01", "months": 2, **values}}}


@truth_table(
    "changes, key, right",
    {
        "posts planned on the last day": (step(date="2021-12-31"), "staffing.plan.p.posts", None),
        "posts planned a day after it": (step(date="2022-01-01"), "staffing.plan.p.posts", Reason.LATE),
        "one post": (step(posts=1), "staffing.plan.p.posts", None),
        "one post less": (step(posts=-1), "staffing.plan.p.posts", None),
        "no posts": (step(posts=0), "staffing.plan.p.date", Reason.ZERO),
        "a step that is not there": (step(posts=0), "staffing.plan.q.posts", None),
        "a course that begins on the last day": (cohort("2021-12-31"), "capacity.cohorts.c.people", None),
        "a course that begins a day after it": (cohort("2022-01-01"), "capacity.cohorts.c.people", Reason.LATE),
        "a course that is not there": (cohort("2022-01-01"), "capacity.cohorts.d.people", None),
        "overtime of no hours": (overtime(extra_share=0), "capacity.overtime.o.months", Reason.ZERO),
        "overtime of no hours that drives people away": (
            overtime(extra_share=0, extra_resignation_per_year=0.1),
            "capacity.overtime.o.months",
            None,
        ),
        "overtime of some hours": (overtime(extra_share=0.01), "capacity.overtime.o.months", None),
        "a batch that starts on the last day": (burst(date="2021-12-31"), "demand.bursts.b.days", None),
        "a batch that starts a day after it": (burst(date="2022-01-01"), "demand.bursts.b.days", Reason.LATE),
        "a batch whose last day is the first of the run": (
            burst(date="2020-12-23", days=10),
            "demand.bursts.b.days",
            None,
        ),
        "a batch whose last day is the one before": (
            burst(date="2020-12-22", days=10),
            "demand.bursts.b.days",
            Reason.EARLY,
        ),
        "a batch of one report": (burst(reports=1), "demand.bursts.b.days", None),
        "a batch of no reports": (burst(reports=0), "demand.bursts.b.days", Reason.ZERO),
        "a large case that comes to light on the last day": (large("2021-12-31"), "demand.large_cases.x.days", None),
        "a large case that comes to light a day after it": (
            large("2022-01-01"),
            "demand.large_cases.x.days",
            Reason.LATE,
        ),
        "a large case whose last day is the first of the run": (
            large("2020-12-23", days=10),
            "demand.large_cases.x.victims",
            None,
        ),
        "a large case whose last day is the one before": (
            large("2020-12-22", days=10),
            "demand.large_cases.x.victims",
            Reason.EARLY,
        ),
        "a large case that comes seldom": (large(None, per_year=0.01), "demand.large_cases.x.victims", None),
        "a large case that never comes": (large(None, per_year=0), "demand.large_cases.x.victims", Reason.ZERO),
        "a large case that is not there": (large("2022-01-01"), "demand.large_cases.y.victims", None),
        "the part of a stream in the year after": ({}, "demand.streams.image.part_per_year.2022", Reason.YEAR),
        "the part of a stream in the year": ({}, "demand.streams.image.part_per_year.2021", None),
        "reports of the year before": ({}, "demand.streams.image.reports_per_year.2020", Reason.YEAR),
        "reports of the first year": ({"run.end": "2022-01-01"}, "demand.streams.image.reports_per_year.2021", None),
        "reports of the last year": ({"run.end": "2022-01-01"}, "demand.streams.image.reports_per_year.2022", None),
        "reports of the year after": ({}, "demand.streams.image.reports_per_year.2022", Reason.YEAR),
        "growth while all years are given": (
            {"run.end": "2022-12-31"},
            "demand.streams.image.growth_per_year",
            Reason.YEARS_GIVEN,
        ),
        "growth of a year that is not given": ({"run.end": "2023-01-01"}, "demand.streams.image.growth_per_year", None),
        "a rule for meetings that are not held": ({}, "steering.every_weeks", Reason.NOT_BY_BACKLOG),
        "treatments of the highest pressure, without pressure": (
            {},
            "steering.treatments_when_pressed.light.short",
            Reason.NOT_BY_BACKLOG,
        ),
        "a campaign that begins on the last day": (campaign("2021-12-31"), "steering.campaigns.c.days", None),
        "a campaign that begins a day after it": (campaign("2022-01-01"), "steering.campaigns.c.days", Reason.LATE),
        "a campaign whose last day is the first of the run": (
            campaign("2020-12-26"),
            "steering.campaigns.c.days",
            None,
        ),
        "a campaign that is over before": (campaign("2020-12-25"), "steering.campaigns.c.days", Reason.EARLY),
        "the priority of campaigns where there are none": ({}, "steering.campaigns_priority", Reason.NO_CAMPAIGNS),
        "the priority of campaigns": (campaign("2021-12-31"), "steering.campaigns_priority", None),
        "that treatments are fixed": ({}, "steering.policy", None),
        "treatments that are fixed": ({}, "steering.treatments.light.short", None),
        "a rule for meetings that are held": ({"steering": BY_BACKLOG}, "steering.every_weeks", None),
        "treatments of the highest pressure": (
            {"steering": BY_BACKLOG},
            "steering.treatments_when_pressed.light.full",
            None,
        ),
        **{
            f"{key} in the order {order}": (
                {"assignment": {"order": order, "parts_of_hours": {"light": 1}}},
                f"assignment.{key}",
                None if order == of else reason,
            )
            for key, of, reason in (
                ("owed_by", "agreements", Reason.NOT_BY_AGREEMENTS),
                ("agreements_priority", "agreements", Reason.NOT_BY_AGREEMENTS),
                ("parts_of_hours.light", "shares", Reason.NOT_BY_SHARES),
            )
            for order in ("agreements", "shares", "by_severity", "first_come", "deadline")
        },
        **{
            f"the order of the desk in the order {order}": (
                {"assignment": {"order": order, "parts_of_hours": {"light": 1}}},
                "triage.order",
                reason,
            )
            for order, reason in (
                ("agreements", None),
                ("shares", None),
                ("by_severity", None),
                ("first_come", Reason.NOT_BY_CLASS),
                ("deadline", Reason.NOT_BY_CLASS),
            )
        },
        **{
            f"{key} without triage": ({"triage.enabled": False}, key, reason)
            for key, reason in (
                ("triage.hours_mean", Reason.NO_TRIAGE),
                ("triage.assessment.enabled", Reason.NO_TRIAGE),
                ("demand.persons.further_reports_mean", Reason.NO_TRIAGE),
                ("triage.enabled", None),
            )
        },
        "hours of triage": ({}, "triage.hours_mean", None),
        "further reports on a person": ({}, "demand.persons.further_reports_mean", None),
        "their time where there are none": ({}, "demand.persons.further_within_days", Reason.ONE_REPORT),
        "their time": ({"demand.persons.further_reports_mean": 0.1}, "demand.persons.further_within_days", None),
        "hours of an assessment that there is not": ({}, "triage.assessment.hours_mean", Reason.NO_ASSESSMENT),
        "that units assess nothing": ({}, "triage.assessment.enabled", None),
        "hours of an assessment": ({"triage.assessment.enabled": True}, "triage.assessment.hours_mean", None),
        "errors of the system where it judges nothing": (
            {"triage.automatic_share": 0, "triage.order": "arrival"},
            "triage.by_system.sensitivity",
            Reason.NOT_BY_SYSTEM,
        ),
        "errors of the system that reads": ({"triage.automatic_share": 0}, "triage.by_system.sensitivity", None),
        **{
            f"errors of the system that reads, in the order {order}": (
                {"triage.automatic_share": 0, "assignment": {"order": order, "parts_of_hours": {"light": 1}}},
                "triage.by_system.sensitivity",
                reason,
            )
            for order, reason in (
                ("shares", None),
                ("first_come", Reason.NOT_BY_SYSTEM),
                ("deadline", Reason.NOT_BY_SYSTEM),
            )
        },
        "the order of the desk without triage": ({"triage.enabled": False}, "triage.order", Reason.NO_TRIAGE),
        "errors of the system": (
            {"triage.automatic_share": 0.1, "triage.order": "arrival"},
            "triage.by_system.sensitivity",
            None,
        ),
        "errors of the system that takes over": (
            {
                "triage.automatic_share": 0,
                "triage.automatic_above_reports": 9,
                "triage.assessment.enabled": True,
                "triage.order": "arrival",
            },
            "triage.by_system.sensitivity",
            None,
        ),
        **{
            f"a limit on viewing of {hours} hours": ({**VIEWED, VIEWING: hours}, VIEWING, reason)
            for hours, reason in ((5.9, None), (6.0, Reason.NOT_REACHED), (9.0, Reason.NOT_REACHED))
        },
        "a limit on viewing that is not there": (VIEWED, VIEWING, None),
        "a limit on viewing of a step that is not there": (VIEWED, "casework.steps.x.viewing_hours_per_day", None),
        "the order itself": ({}, "assignment.order", None),
        "what is agreed for the first year of the run": (agreed(2021, 2022), "agreements.a.per_year.2021", None),
        "what is agreed for the year after the last": (agreed(2021, 2022), "agreements.a.per_year.2022", Reason.YEAR),
        "what was agreed before, and holds still": (agreed(2015, 2022), "agreements.a.per_year.2015", None),
        "what was agreed before, until the run begins": (
            agreed(2015, 2021),
            "agreements.a.per_year.2015",
            Reason.YEAR,
        ),
        "an agreement that is not there": (agreed(2022), "agreements.b.per_year.2022", None),
        "classes of an agreement": (agreed(2022), "agreements.a.classes.light", None),
        "the rate of a pool without members": (
            {"collaboration.pools": {"lab": {**LAB, "members": 0}}},
            "collaboration.pools.lab.rate",
            Reason.NO_MEMBERS,
        ),
        "its members": (
            {"collaboration.pools": {"lab": {**LAB, "members": 0}}},
            "collaboration.pools.lab.members",
            None,
        ),
        "the rate of a pool of one": (
            {"collaboration.pools": {"lab": {**LAB, "members": 1}}},
            "collaboration.pools.lab.rate",
            None,
        ),
        "the seed": ({}, "seed", None),
    },
)
def test_why_a_setting_has_no_effect(changes, key, right):
    because = why(small_settings(changes), tuple(key.split(".")))
    assert (because and because.reason) == right


def test_a_reason_says_of_what_it_speaks():
    def said(changes: dict[str, Any], key: str) -> dict[str, Any]:
        return why(small_settings(changes), tuple(key.split("."))).values

    assert said(step(date="2022-01-02"), "staffing.plan.p.posts") == {"day": "2022-01-02"}
    assert said(burst(date="2020-12-20", days=10), "demand.bursts.b.days") == {"day": "2020-12-30"}  # when it is over
    assert said({}, "demand.streams.image.growth_per_year") == {"year": 2022}  # the last that is given
    empty = {"collaboration.pools": {"lab": {**LAB, "members": 0}}}
    assert said(empty, "collaboration.pools.lab.rate") == {"pool": "lab"}


class Compared:
    """Replications of which it is written down whether they are the same; and in how many that was asked."""

    def __init__(self, *, same: bool, **changes: Any) -> None:
        self.settings, self.number, self.same, self.asked = small_settings(changes), 3, same, list[int]()
        self.without: list[set] = []

    def same_without(self, before: dict, replications: int) -> bool:
        self.asked.append(replications)
        self.without.append(set(before))
        return self.same


LATE_KEY, SEED_KEY, LABEL_KEY = ("staffing", "plan", "p", "posts"), ("seed",), ("demand", "streams", "image", "label")


@truth_table(
    "keys, same, right, asked",
    {
        "of a known kind, and the same in one future": ([LATE_KEY], True, [Reason.LATE], [1]),
        "of a known kind, and not the same": ([LATE_KEY], False, [], [1]),
        "of no known kind, and the same in all futures": ([SEED_KEY], True, [Reason.NOTHING], [3]),
        "of no known kind, and not the same": ([SEED_KEY], False, [], [3]),
        "of a known kind and of another": ([LATE_KEY, SEED_KEY], True, [Reason.NOTHING], [3]),
        "read by key figures": ([LABEL_KEY], True, [], []),
        "as it was": ([], True, [Reason.SAME], []),
    },
)
def test_what_is_compared_before_a_setting_is_called_without_effect(keys, same, right, asked):
    replications = Compared(same=same, **step(date="2022-01-01"))
    found = list(idle_overrides(replications, [SettingsPart(("it=1",), dict.fromkeys(keys, 1))], []))
    assert [idle.reason for idle in found] == right
    assert replications.asked == asked


@every_row(
    ("again", "reason"),
    [(["a=1"], Reason.NOTHING), (["a=1", "b=1"], Reason.SET_AGAIN), (["a=1", "b=1", "c=1"], Reason.SET_AGAIN)],
)
def test_overrides_are_set_again_if_all_of_them_are(again, reason):
    part = SettingsPart(("a=1", "b=1"), {SEED_KEY: 1})
    assert [idle.reason for idle in idle_overrides(Compared(same=True), [part], again)] == [reason]


def test_so_many_overrides_are_compared_and_no_more():
    parts = [SettingsPart((f"a{n}=1",), {SEED_KEY: 1}) for n in range(MOST_COMPARED + 2)]
    found = list(idle_overrides(Compared(same=True), parts, []))
    assert [idle.settings for idle in found] == [part.names for part in parts[:MOST_COMPARED]]


@every_row(("replications", "right"), [(1, 1), (MOST_REPLICATIONS, 5), (MOST_REPLICATIONS + 1, 5)])
def test_settings_are_compared_in_the_replications_of_the_run_and_at_most_five(replications, right):
    assert FirstReplications(small_settings({"run.replications": replications})).number == right


@truth_table(
    "keys, others, same, right, asked",
    {
        "all of a known kind, and the same in one future": ([LATE_KEY], 0, True, [((), Reason.LATE)], [1]),
        "of no known kind, alone: compared in all futures": ([SEED_KEY], 0, True, [((), Reason.NOTHING)], [3]),
        "of no known kind, one of several: not compared": ([SEED_KEY], 1, True, [], []),
        "a part of a known kind, and that part is not the same": ([LATE_KEY, SEED_KEY], 1, False, [], [3, 1]),
        "as it was": ([], 1, True, [], []),
    },
)
def test_what_is_compared_before_a_scenario_is_called_without_effect(keys, others, same, right, asked):
    replications = Compared(same=same, **step(date="2022-01-01"))
    parts = [
        SettingsPart(("mine",), dict.fromkeys(keys, 1), frozenset(keys)),
        *[SettingsPart(("other",), {SEED_KEY: 1})] * others,
    ]
    found = list(idle_of_scenarios(replications, parts))
    assert [(idle.settings, idle.reason) for idle in found] == right
    assert replications.asked == asked


def test_of_a_scenario_with_an_effect_what_it_sets_for_other_years_is_named_by_reason_and_by_who_sets_it():
    """The other settings of the file have an effect; those of known kinds are compared by themselves, in one future."""

    class ByItself(Compared):
        def same_without(self, before: dict, replications: int) -> bool:
            super().same_without(before, replications)
            return SEED_KEY not in before

    date, year = (*LATE_KEY[:-1], "date"), ("demand", "streams", "image", "reports_per_year", "2030")
    series = [("demand", "streams", "door", "reports_per_year", of) for of in ("2021", "2030")]  # one of them is run
    own = {LATE_KEY: "mine", date: "mine", year: "demand=textbook", SEED_KEY: "mine", **dict.fromkeys(series, "mine")}
    replications = ByItself(same=True, **step(date="2022-01-01"))
    found = list(idle_of_scenarios(replications, [SettingsPart(("mine",), dict.fromkeys(own, 1), own)]))
    assert [(idle.settings, idle.scenario, idle.reason) for idle in found] == [
        (("staffing.plan.p",), "mine", Reason.LATE),
        (("demand.streams.image.reports_per_year.2030",), "demand=textbook", Reason.YEAR),
    ]
    assert replications.asked == [3, 1]
    assert replications.without[1] == {LATE_KEY, date, year}


@truth_table(
    "one, other, right",
    {
        "numbers": (1, 1, True),
        "a larger number": (1, 2, False),
        "a smaller number": (2, 1, False),
        "arrays": (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        "arrays of which one number differs": (np.array([1.0, 2.0]), np.array([1.0, 2.1]), False),
        "a longer array": (np.array([1]), np.array([1, 1]), False),
        "an array and a number": (np.array([1]), 1, False),
        "tuples": ((1, np.array([1])), (1, np.array([1])), True),
        "a longer tuple": ((1,), (1, 2), False),
        "tuples of which the last differs": ((1, 2), (1, 3), False),
    },
)
def test_things_are_alike_that_are_equal_throughout(one, other, right):
    assert alike(one, other) is right


@truth_table(
    "before, right",
    {
        "a setting of the plain calendar": ({("calendar", "opens_at_hour"): 5.0}, True),
        "a post more": ({("staffing", "units", "coast", "posts"): 7}, False),
        "hours of a step": ({("casework", "classes", "light", "hours", "dossier", "mean_hours"): 5.0}, False),
        "reports of another year": ({("demand", "streams", "image", "reports_per_year", "2022"): 9}, True),
        "a norm, by which work is put in order": ({("casework", "classes", "light", "norm_days"): 10}, False),
    },
)
def test_replications_are_the_same_without_what_they_do_not_read(before, right):
    settings = small_settings({"calendar.kind": "plain", "run.end": "2021-02-28"})
    assert FirstReplications(settings).same_without(before, 1) is right


@truth_table(
    "policy, before, right",
    {
        "a rule of a group that does not meet": ("fixed", {("steering", "every_weeks"): 13.0}, True),
        "a rule of a group that meets": ("by_backlog", {("steering", "every_weeks"): 13.0}, False),
        "whether it meets": ("by_backlog", {("steering", "policy"): "fixed"}, False),
        "a rule of classes, of a group that does not meet": (
            "fixed",
            {("casework", "classes", "light", "norm_days"): 10},
            False,
        ),
        "a rule of working time, of a group that does not meet": (
            "fixed",
            {("calendar", "kind"): "plain"},
            False,
        ),
    },
)
def test_the_rules_of_a_steering_group_are_compared_unless_it_never_meets(policy, before, right):
    pressed = {"steering.policy": policy, **LIGHTER} if policy == "by_backlog" else {}
    settings = small_settings({"run.end": "2021-02-28", **pressed})
    assert FirstReplications(settings).same_without(before, 1) is right


def test_settings_that_are_no_run_are_not_the_same():
    no_mean = {("staffing", "units", "coast", "posts"): -5}
    assert FirstReplications(small_settings({"run.end": "2021-02-28"})).same_without(no_mean, 1) is False


@every_row(("day", "right"), [("2021-02-28", False), ("2021-03-01", True), ("2021-03-09", True)])
def test_posts_that_come_after_the_end_and_their_holders_are_not_part_of_a_replication(day: str, right: bool):
    """They stand before others in the tables of people, whose numbers shift; the run does not come to see that."""
    plan = {"later": {"unit": "capital", "date": day, "posts": 3}}
    settings = small_settings({"run.end": "2021-02-28", "staffing.plan": plan})
    assert FirstReplications(settings).same_without({("staffing", "plan", "later", "posts"): 1}, 1) is right


def test_what_people_would_do_after_the_end_is_not_part_of_a_replication():
    """Newcomers work at half their rate for a month; then the run is over, or goes on with the next step."""

    def newcomers(end: str, share: float) -> Settings:
        ramp = [{"until_months": 1, "share": 0.5}, {"until_months": 3, "share": share}]
        return small_settings(
            {
                "run.end": end,
                "staffing.plan": {"p": {**STEP, "date": "2021-01-01"}},
                "staffing.hiring": {"fill_months_mean": 0.01},
                "staffing.training.ramp": ramp,
            }
        )

    def same(end: str) -> bool:
        ramp = newcomers(end, 0.7).model_dump(mode="json")["staffing"]["training"]["ramp"]
        return FirstReplications(newcomers(end, 0.8)).same_without({("staffing", "training", "ramp"): ramp}, 1)

    assert same("2021-01-31")
    assert not same("2021-02-05")


@every_row(("end_days", "rows"), [(0.0, 0), (1.0, 14)])
def test_what_begins_at_the_end_is_not_part_of_a_replication(end_days: float, rows: int):
    """Fourteen posts, whose holders work from the first midnight on."""
    _, *tables = _within(end_days, *draw_workforce(small_settings(), 0))
    assert [len(column) for columns in tables for column in columns] == [rows] * sum(map(len, tables))
