"""Every number and date of the settings at both ends of its range: the last that is taken, the first that is not."""

import datetime as dt
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args

import pytest

from tests.rows import every_row
from tests.settings.parts import fields, numbers_of, problems_with


@dataclass(frozen=True)
class Limit:
    """What a number or a date may be, as a planner is told it."""

    low: Any
    high: Any
    unit: str = ""
    is_whole: bool = False
    least: float | None = None
    """0 is taken too, and nothing between 0 and this."""
    put: Callable[[Any], Any] = lambda value: value
    """The field with this number in it."""
    at: str = ""
    """Where the number then stands in the field."""
    is_key: bool = False
    beside: Callable[[Any], dict[str, Any]] = lambda _: {}
    """Other fields that this one needs to be taken."""
    last: Any = None
    """The last that is taken, where another check refuses the high end."""


def real(low: float, high: float, unit: str = "", **more: Any) -> Limit:
    return Limit(low, high, unit, **more)


def whole(low: int, high: int, unit: str = "", **more: Any) -> Limit:
    return Limit(low, high, unit, is_whole=True, **more)


def day(**more: Any) -> Limit:
    return Limit(dt.date(1990, 1, 1), dt.date(2100, 12, 31), **more)


def year(**more: Any) -> Limit:
    return whole(1990, 2100, **more)


def with_rest(one: str, other: str) -> Callable[[float], dict[str, float]]:
    """Two shares that add up to 1."""
    return lambda share: {one: share, other: min(max(1 - share, 0), 1)}


def in_table(limit: Limit, name: str = "x") -> Limit:
    """It stands in a table of names."""
    return replace(limit, put=lambda value: {name: value}, at=f".{name}")


def in_list(limit: Limit) -> Limit:
    return replace(limit, put=lambda value: [value], at=".0")


ACCURACY = real(0.5, 1)
SHARE, PRIORITY, WEIGHT, FACTOR = real(0, 1), whole(1, 99), real(0, 1_000_000), real(0.01, 100)
POSTS, MORE_POSTS, SURE = whole(0, 10_000, "posts"), whole(-10_000, 10_000, "posts"), real(0.001, 0.999)
VOLUME, COUNT = real(0, 10_000_000, least=0.001), whole(0, 10_000_000)
HOURS, SOME_DAYS, SOME_SHARE = real(0, 10_000, "hours"), real(0.001, 36_525, "days"), real(0.01, 1)
MONTHS, EUROS = real(0.01, 1_200, "months"), real(0, 1_000_000_000, "euros")
REPLICATIONS, ENOUGH = whole(1, 1_000_000, "futures"), 1_000_000

DEMAND = {
    "Demand.month_factors": (
        whole(1, 12, put=lambda month: {str(month): 1}, is_key=True),
        in_table(real(0, 1_000), "1"),
    ),
    "Demand.week_cv": real(0, 2, least=0.001),
    "Demand.unit_share": replace(SHARE, put=with_rest("capital", "coast"), at=".capital"),
    "Demand.unit_share_by_class": replace(
        SHARE, put=lambda v: {"light": with_rest("capital", "coast")(v)}, at=".light.capital"
    ),
    "Demand.in_hand_at_step": replace(SHARE, put=with_rest("work", "search"), at=".work"),
    "Demand.unit_spread_sigma": real(0, 1),
    "Stream.reports_per_year": (
        year(put=lambda value: {"2021": 5, str(value): 5}, is_key=True),
        replace(VOLUME, put=lambda value: {"2021": value}, at=".2021"),
    ),
    "Stream.reference_year": year(beside=lambda value: {"reports_per_year": {str(min(max(value, 1990), 2100)): 5}}),
    "Stream.part_per_year": (
        year(
            put=lambda value: {"2021": 0.1, str(value): 0.1},
            is_key=True,
            beside=lambda value: {"reports_per_year": {}, "part_of": "whole"},
        ),
        replace(
            SHARE,
            put=lambda value: {"2021": value},
            at=".2021",
            beside=lambda value: {"reports_per_year": {}, "part_of": "whole"},
        ),
    ),
    "Stream.weekday_factors": in_table(real(0, 1_000), "monday"),
    "Stream.hour_factors": (
        whole(0, 23, put=lambda hour: {str(hour): 1}, is_key=True),
        in_table(real(0, 1_000), "1"),
    ),
    "Stream.growth_per_year": real(-0.99, 5),
    "Stream.volume_factor": real(0, 1_000),
    "ClassShare.share": SHARE,
    "ClassShare.elasticity": real(0, 2),
    "ClassShare.drift_per_year": real(-0.9, 5),
    "LargeCase.victims": whole(1, 10_000),
    "LargeCase.date": day(),
    "LargeCase.per_year": real(0, 100, beside=lambda value: {"date": None}),
    "LargeCase.days": real(0.01, 3_660, "days"),
    "Burst.date": day(),
    "Burst.days": real(0.01, 366, "days"),
    "Burst.reports": VOLUME,
    "Persons.further_reports_mean": real(0, 20),
    "Persons.further_within_days": SOME_DAYS,
    "Stock.waiting": COUNT,
    "Stock.in_hand": COUNT,
    "Stock.oldest_days": SOME_DAYS,
}
CASEWORK = {
    "Casework.hours_correlation": real(0, 0.95),
    "Casework.tools": in_table(FACTOR, "work"),
    "Step.viewing_hours_per_day": real(0.1, 24, "hours"),
    "Delay.mean_days": real(0, 36_525, "days"),
    "CaseClass.priority": PRIORITY,
    "CaseClass.norm_days": SOME_DAYS,
    "CaseClass.hours": replace(HOURS, put=lambda value: {"work": 1, "more": value}, at=".more"),
    "CaseClass.outcomes": replace(SHARE, put=with_rest("file_to_om", "alternative"), at=".file_to_om"),
    "Effort.mean_hours": HOURS,
    "Effort.needed_share": real(0.0001, 1),
    "Spread.sigma": real(0, 3),
    "Spread.shape": real(0.05, 1_000),
    "Expiry.mean_days": SOME_DAYS,
    "CaseClass.outside_delay_share": SHARE,
    "CaseClass.recurrence_share": real(0, 0.9, beside=lambda _: {"severe": False, "recurrence_mean_days": 1}),
    "CaseClass.recurrence_mean_days": SOME_DAYS,
    "LighterTreatment.recurrence_share": real(0, 0.9),
    "LighterTreatment.hours": replace(HOURS, put=lambda value: {"work": value}, at=".work"),
    "LighterTreatment.outcomes": replace(SHARE, put=with_rest("file_to_om", "alternative"), at=".file_to_om"),
    "LighterTreatment.finds_share": SHARE,
    "Upgrade.probability": SHARE,
    "Upgrade.to": replace(SHARE, put=with_rest("light", "serious"), at=".light"),
    "ProactiveWork.per_year": VOLUME,
    "DatedFactor.level": real(0.001, 1_000),
    "DatedFactor.growth_per_year": real(-0.99, 2),
}
TRIAGE = {
    "Examination.devices_mean": real(1, 1_000, "devices"),
    "Examination.capacity_devices_per_year": real(1, 10_000_000, "devices"),
    "Examination.norm_days": SOME_DAYS,
    "Triage.automatic_share": SHARE,
    "Triage.hours_mean": HOURS,
    "Triage.hours_factor": FACTOR,
    "Triage.priority": PRIORITY,
    "Triage.flagged_share": SHARE,
    "Triage.automatic_above_reports": whole(0, 1_000_000_000, beside=lambda _: {"assessment": {"enabled": True}}),
    **{
        f"{part}.{of}": limit
        for part in ("Weighing", "Assessment")
        for of, limit in (
            ("sensitivity", ACCURACY),
            ("specificity", ACCURACY),
            ("sensitivity_of_class", in_table(ACCURACY)),
            ("specificity_of_class", in_table(ACCURACY)),
            ("closed_by_mistake_share", SHARE),
        )
    },
    "Assessment.hours_mean": HOURS,
    "Assessment.priority": PRIORITY,
    "Assessment.untraceable_share": SHARE,
    "Assessment.retention_days": SOME_DAYS,
    "Triage.found_after_days": SOME_DAYS,
    "Assignment.reserve_members": in_table(POSTS),
    "Assignment.caseload_limit": whole(1, ENOUGH),
    "Assignment.in_hand_limit_per_investigator": real(0.01, ENOUGH),
    "Assignment.agreements_priority": PRIORITY,
    "Assignment.parts_of_hours": in_table(WEIGHT),
    "Agreement.classes": replace(SHARE, put=with_rest("light", "serious"), at=".light"),
    "Agreement.per_year": (
        year(put=lambda value: {str(value): 5}, is_key=True),
        replace(VOLUME, put=lambda value: {"2021": value}, at=".2021"),
    ),
    "Steering.treatments": replace(SHARE, put=lambda v: {"light": with_rest("full", "short")(v)}, at=".light.full"),
    "Steering.treatments_when_pressed": replace(
        SHARE, put=lambda v: {"light": with_rest("full", "short")(v)}, at=".light.full"
    ),
    "Steering.every_weeks": real(0.1, 520, "weeks"),
    "Steering.pressed_from_weeks": real(0.01, 5_200, "weeks", beside=lambda _: {"most_pressed_from_weeks": 5_200}),
    "Steering.most_pressed_from_weeks": real(0.01, 5_200, "weeks", beside=lambda _: {"pressed_from_weeks": 0.01}),
    "Steering.most_change": SHARE,
    "Steering.least_change": SHARE,
    "Steering.campaigns_priority": PRIORITY,
    "Campaign.date": day(),
    "Campaign.days": whole(1, 31, "days"),
    "Campaign.members_share": real(0.01, 1),
}
CHAIN = {
    "Chain.file_norm_days": SOME_DAYS,
    "Link.share": replace(SHARE, beside=lambda _: {"takes": [], "after": "x"}),
    "Link.per_year": (
        year(put=lambda value: {str(value): 5}, is_key=True),
        real(1, 1_000_000, put=lambda value: {"2021": value}, at=".2021"),
    ),
    "Link.places": whole(1, 100_000, "places"),
    "Link.severe_ahead_days": real(0, 36_525, "days"),
    "Link.norm_days": SOME_DAYS,
    "Link.waiting_at_start": in_table(whole(0, 10_000_000), "light"),
    "Link.oldest_days_at_start": real(0, 36_525, "days"),
}
STAFFING = {
    "Staffing.role_share": replace(
        SHARE,
        put=with_rest("all_round", "image"),
        at=".all_round",
        beside=lambda _: {"roles": {name: {"label": "R", "skills": []} for name in ("all_round", "image")}},
    ),
    "Staffing.vacancy_share_at_start": SHARE,
    "Staffing.tenure_years_mean": real(0.25, 100, "years"),
    "Staffing.case_hours_share": SOME_SHARE,
    "Staffing.part_time": (
        replace(SOME_SHARE, put=lambda fte: {str(fte): 1}, is_key=True),
        replace(SHARE, put=with_rest("0.5", "1"), at=".0.5"),
    ),
    "Unit.posts": POSTS,
    "Unit.role_share": replace(SHARE, put=with_rest("x", "y"), at=".x"),
    "Unit.age_shift_years": real(-40, 40, "years"),
    "Unit.turnover_factor": FACTOR,
    "Unit.minimum_fte": real(0, 10_000),
    "Unit.tile": (
        whole(0, 30, put=lambda column: [column, 0], at=".0"),
        whole(0, 30, put=lambda row: [0, row], at=".1"),
    ),
    "Age.bands": replace(SHARE, put=with_rest("20-30", "30-40"), at=".20-30"),
    "Turnover.resignation_per_year": (
        whole(0, 60, put=lambda years: {str(years): 0.1}, is_key=True),
        in_table(SHARE, "0"),
    ),
    "Turnover.transfer_per_year": SHARE,
    "Turnover.pension_age_years": real(50, 75),
    "Turnover.rpu_years_before": real(0, 10),
    "Turnover.rpu_part_time_share": SHARE,
    "Turnover.rpu_part_time_fte": SOME_SHARE,
    "Turnover.rpu_exit_share": SHARE,
    "Turnover.workload_leaving": real(0, 5),
    "Hiring.fill_months_mean": MONTHS,
    "Hiring.fill_shape": real(0.05, 1_000),
    "Hiring.national_limit_per_month": real(0, 10_000, least=0.001),
    "Hiring.hire_ahead_share": SHARE,
    "Hiring.experienced_share": SHARE,
    "Training.mentor_share": SHARE,
    "RampStep.until_months": MONTHS,
    "RampStep.share": SHARE,
    "Absence.leave_days_per_year": real(0, 365, "days", last=math.nextafter(365, 0)),
    "Absence.leave_spells_per_year": real(0, 366, least=0.001),
    "Absence.short_illness_spells_per_year": real(
        0, 366, least=0.001, beside=lambda _: {"short_illness_mean_days": 0.9}
    ),
    "Absence.short_illness_mean_days": real(0.01, 3_653, "days"),
    "Absence.long_illness_per_year": real(0, 1, least=0.00001),
    "Absence.long_illness_mean_days": real(0.01, 3_653, "days"),
    "PlanStep.date": day(),
    "PlanStep.posts": MORE_POSTS,
    "Role.fill_months_mean": MONTHS,
    **{
        f"{part}.{of}": limit
        for part in ("Reallocation", "Temporary", "Cohort", "Retraining")
        for of, limit in (("people", whole(1, 10_000, "people")), ("date", day()))
    },
    **{
        f"{part}.{of}": limit
        for part in ("Reallocation", "Temporary")
        for of, limit in (("months", MONTHS), ("productivity_share", SOME_SHARE))
    },
    "Cohort.course_months": real(0, 60, "months"),
    "Retraining.course_months": real(0, 60, "months"),
    "Costs.price_year": year(),
    **{
        f"Costs.{name}": EUROS
        for name in (
            "post_eur_per_year",
            "civilian_eur_per_year",
            "temporary_eur_per_year",
            "reallocated_eur_per_year",
            "borrowed_hour_eur",
            "overtime_hour_eur",
            "hire_eur",
            "cohort_place_eur",
            "retraining_eur",
            "device_eur",
        )
    },
    "Costs.role_eur_per_year": in_table(EUROS, "all_round"),
    "ToolPrice.licence_eur_per_year": EUROS,
    "ToolPrice.purchase_eur": EUROS,
    "Exposure.leave_spells_per_year": real(0, 366, least=0.001, beside=lambda _: {"leave_mean_days": 0.5}),
    "Exposure.leave_mean_days": real(0.01, 3_653, "days"),
    "Overtime.date": day(),
    "Overtime.months": MONTHS,
    "Overtime.extra_share": real(0, 0.3),
    "Overtime.back_share": SHARE,
    "Overtime.extra_resignation_per_year": real(0, 1, least=0.00001),
}
COLLABORATION = {
    "Collaboration.own_work_priority": PRIORITY,
    "Pool.members": whole(0, 5_000),
    "Pool.rate": SHARE,
    "Pool.max_share": SHARE,
    "Pool.efficiency": SOME_SHARE,
    "Pool.up_to_priority": PRIORITY,
    "OwnWork.load": real(0, 100),
    "OwnWork.mean_hours": real(0.01, 10_000, "hours"),
    "OwnWork.backlog_days": real(0, 36_525, "days"),
    "OwnWork.norm_days": SOME_DAYS,
    "UnitHelp.max_share": SHARE,
    "UnitHelp.efficiency": SOME_SHARE,
    "UnitHelp.above_waiting_per_member": WEIGHT,
}
RUN = {
    "Settings.seed": whole(0, 2**63 - 1),
    "Calendar.hours_per_day": real(0.1, 24, "hours", beside=lambda _: {"opens_at_hour": 0}),
    "Calendar.opens_at_hour": real(0, 23.99, beside=lambda _: {"kind": "plain"}),
    "Calendar.round_the_clock_hours_per_day": real(0.1, 24, "hours"),
    "RunSettings.start": day(beside=lambda first: {"end": str(first)}),
    "RunSettings.end": day(beside=lambda last: {"start": str(last)}),
    "RunSettings.replications": REPLICATIONS,
    "RunSettings.replications_max": REPLICATIONS,
    "RunSettings.workers": whole(0, 1_024),
    "Precision.relative_half_width": SURE,
    "Precision.level": SURE,
    "Precision.look_ahead": whole(0, 100),
    "Precision.look_from": whole(2, ENOUGH),
}
TUNING = {
    "Tuning.weight_per_priority": real(0.001, 1),
    "Tuning.weights": in_table(WEIGHT),
    "Tuning.confidence": real(0.6, 0.9999),
    "Tuning.precision": real(0.0001, 0.9999),
    "Tuning.search_replications": whole(2, ENOUGH),
    "Tuning.first_replications": whole(3, ENOUGH, beside=lambda first: {"most_replications": first}),
    "Tuning.most_replications": whole(3, ENOUGH, beside=lambda most: {"first_replications": most}),
    "Tuning.most_runs": whole(1, 1_000_000_000),
    "Tuning.budget_minutes": real(0.001, ENOUGH, "minutes"),
    "Tuning.kept_replications": REPLICATIONS,
    **{
        f"Objective.{of}": WEIGHT
        for of in (
            "waiting",
            "left_undone",
            "hidden_days",
            "hidden_closed",
            "norm_missed",
            "lender_waiting",
            "lent_hours",
            "fte",
        )
    },
    "Where.extra_fte": POSTS,
    "Where.may_take": POSTS,
    "Where.most_per_place": whole(1, 10_000, "posts"),
    "Where.date": day(),
    "Where.jump_penalty": WEIGHT,
    "Where.levels": whole(2, 40),
    "Where.candidates": whole(2, 100),
    "HowMany.chance": SURE,
    "HowMany.tolerance": real(0.001, 0.499),
    "HowMany.fewest_fte": replace(MORE_POSTS, beside=lambda fewest: {"most_fte": fewest}),
    "HowMany.most_fte": replace(MORE_POSTS, beside=lambda most: {"fewest_fte": most}),
    "Norm.share": SURE,
    "Norm.within_days": SOME_DAYS,
    "When.chance": SURE,
    "When.tolerance": real(0.001, 0.499),
    "When.from_date": day(),
    "When.most_per_quarter": whole(1, 10_000, "posts"),
    "When.cost_per_hire": WEIGHT,
    "When.jump_penalty": WEIGHT,
    "MixQuestion.extra_fte": in_list(MORE_POSTS),
    "MixQuestion.share_factors": in_list(WEIGHT),
    "Robust.extra_fte": in_list(MORE_POSTS),
    "Robust.replications": whole(10, 10_000),
    "Robust.fails_above": real(0.01, 1_000),
}
TABLES = {**DEMAND, **CASEWORK, **TRIAGE, **CHAIN, **STAFFING, **COLLABORATION, **RUN, **TUNING}
LIMITS = {name: limits if isinstance(limits, tuple) else (limits,) for name, limits in TABLES.items()}
DAY = dt.timedelta(days=1)


def next_to(limit: Limit, value: Any, step: int) -> Any:
    """The next value, up or down, that can be written."""
    if isinstance(value, dt.date):
        return value + step * DAY
    return value + step if limit.is_whole else math.nextafter(value, step * math.inf)


def said(limit: Limit) -> str:
    low, high = limit.low, limit.high
    if isinstance(low, dt.date):
        return f"{low} to {high}"
    if not limit.is_whole:
        return f"{low:,.10g} to {high:,.10g} {limit.unit}".strip()
    thousands = "" if low == 1990 or high > 10**9 else ","
    return f"a whole number from {low:{thousands}} to {high:{thousands}} {limit.unit}".strip()


def boundaries() -> Iterator[Any]:
    """Each end of each range: what is the last that is taken, and the first beyond it."""
    for name, limits in LIMITS.items():
        for number, limit in enumerate(limits):
            what = f"{name}{limit.at}{', key' if limit.is_key else ''}"
            taken = limit.high if limit.last is None else limit.last
            ends = [("at least", limit.low, next_to(limit, limit.low, -1), said(limit))]
            ends += [("at most", taken, next_to(limit, limit.high, 1), said(limit))]
            if limit.least is not None:
                refused = math.nextafter(limit.least, 0)
                ends += [("0, or at least", limit.least, refused, f"0, or {limit.least:.10g} to {limit.high:,.10g}")]
            for is_, passes, fails, says in ends:
                yield pytest.param(name, limit, passes, fails, says, id=f"{what} is {is_} {passes} [{number}]")


def put(name: str, limit: Limit, value: Any) -> list[Any]:
    part, field = name.split(".")
    given = str(value) if isinstance(value, dt.date) else value
    return problems_with(part, {**limit.beside(value), field: limit.put(given)})


MAY_BE_EMPTY = {name for name, info in fields() if type(None) in get_args(info.annotation)}


def or_null(name, limit, says):
    """What is allowed, with null where a setting may be empty."""
    return f"{says}, or null" if name in MAY_BE_EMPTY and not (limit.is_key or limit.at) else says


@every_row(("name", "limit", "passes", "fails", "says"), list(boundaries()))
def test_the_end_of_a_range_is_taken_and_what_is_beyond_it_is_refused(name, limit, passes, fails, says):
    assert put(name, limit, passes) == []
    key = name.partition(".")[2] + ("" if limit.is_key else limit.at)
    found = {problem.key: problem.says for problem in put(name, limit, fails)}
    shown = repr(str(fails)) if limit.is_key or isinstance(fails, dt.date) else repr(fails)
    is_small = limit.least is not None and 0 < fails < limit.least  # which is refused by a check of its own
    says = says if is_small else or_null(name, limit, says)
    assert found[key] == f"{'has the key' if limit.is_key else 'is'} {shown}; allowed: {says}"


def test_no_number_or_date_of_the_settings_is_without_a_test_of_its_limits():
    numbers = {name: found for name, info in fields() if (found := numbers_of(info))}
    assert len(numbers) > 120
    tested = {name: [limit.least is not None for limit in limits] for name, limits in LIMITS.items()}
    missing = [f"no test of the limit of {name}" for name, found in numbers.items() if tested.get(name) != found]
    assert missing == []
    assert set(tested) <= set(numbers), "limits of what is no setting"


DATES = [name for name, (limit, *_) in LIMITS.items() if isinstance(limit.low, dt.date)]


@every_row("name", DATES)
def test_a_number_is_no_date_though_it_could_be_seconds_since_1970(name):
    part, field = name.split(".")
    (problem,) = problems_with(part, {field: 20211231})
    assert problem.key == field
    assert problem.says == "is 20211231, which is not a date; write a day that exists as 2021-01-31"


WHOLE = [name for name, (limit, *_) in LIMITS.items() if limit.is_whole and not limit.is_key]


@every_row("name", WHOLE)
def test_what_is_counted_is_a_whole_number(name):
    limit = LIMITS[name][0]
    found = {problem.key: problem.says for problem in put(name, limit, limit.high - 0.5)}
    assert (
        found[name.partition(".")[2] + limit.at]
        == f"is {limit.high - 0.5!r}; allowed: {or_null(name, limit, said(limit))}"
    )


@pytest.mark.parametrize("given", [math.nan, math.inf, None, [3], "abc"], ids=repr)
def test_what_is_no_number_is_refused_with_the_range(given):
    (problem,) = problems_with("Triage", {"hours_mean": given})
    assert problem.key == "hours_mean"
    assert problem.says.endswith("; allowed: 0 to 10,000 hours")
