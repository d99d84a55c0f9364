"""Checks within one part of the settings: of each a case that just passes and one that just does not."""

from typing import Any, NamedTuple

from tbkk_sim.settings.demand import WEEKDAYS
from tests.settings.parts import LEAST


class Check(NamedTuple):
    """Changes at dotted paths in the least that a part needs."""

    passes: dict[str, Any]
    fails: dict[str, Any]
    key: str
    says: str


WITHIN = 0.005
HEARD = "is 2.0; needed: triaged=true, and a class in mix for what is told until somebody was heard"
NOT_1 = "allowed is 1, within 0.005"
IN, OUT = 0.9999 * WITHIN, 1.0001 * WITHIN


def sums(key: str, one: str, other: str, part: str, beside: dict[str, Any] | None = None) -> dict[str, Check]:
    """Shares that add up to 1 but for their rounding, on both sides."""

    def halves(total: float) -> dict[str, Any]:
        return {**(beside or {}), key: {one: total / 2, other: total / 2}}

    return {
        f"{part}: the {key} are a little too {word}": Check(
            halves(1 + sign * IN), halves(1 + sign * OUT), key, f"the shares add up to {1 + sign * OUT:.6g}; {NOT_1}"
        )
        for word, sign in (("few", -1), ("many", 1))
    } | {f"{part}: there are no {key}": Check(halves(1), {**(beside or {}), key: {}}, key, "there are none")}


def so_many(key: str, one: Any, number: int, there: dict[str, Any]) -> dict[str, Any]:
    return {key: {**there, **{f"n{k}": one for k in range(number - len(there))}}}


def most(key: str, number: int) -> dict[str, Check]:
    """At most so many entries of a table."""
    there = LEAST["Settings"]
    for name in key.split("."):
        there = there.get(name, {})
    one = next(iter(there.values()), LEAST["Pool"])
    says = f"there are {number + 1}; allowed are at most {number}"
    fails = so_many(key, one, number + 1, there)
    return {
        f"Settings: there are more {key} than can be numbered": Check(
            so_many(key, one, number, there), fails, key, says
        )
    }


def known(
    key: str, passes: Any, fails: Any, at: str, word: str, beside: dict[str, Any] | None = None
) -> dict[str, Check]:
    """A name that has to stand in another table."""
    says = f"'{word}' is not known; allowed: "
    return {
        f"Settings: {at} names what is not there": Check(
            {**(beside or {}), key: passes}, {**(beside or {}), key: fails}, at, says
        )
    }


def not_reserved(key: str, name: str, one: Any) -> dict[str, Check]:
    says = f"'{name}' is a reserved name"
    return {
        f"Settings: one of {key} is called {name}": Check({f"{key}.{name}_": one}, {f"{key}.{name}": one}, key, says)
    }


STEPPED = {"date": "2021-02-01", "unit": "capital"}
ROLES = {"roles.image": {"label": "I", "skills": []}}
POOL = {"collaboration.pools": {"lab": LEAST["Pool"]}}
UP = {"probability": 0.1, "after": "work", "to": {"light": 1}}
LIGHT, UNIT = LEAST["CaseClass"], LEAST["Unit"]
GRAVE = {"casework.classes.grave": LIGHT}
PORTFOLIO = {"casework.classes.petty": {**LIGHT, "severe": False, "lighter": {"nothing": {}}}}
RETURNS = {"recurrence_share": 0.1, "recurrence_mean_days": 700}
SHORT = {"hours": {"work": 1}, "outcomes": {"alternative": 1}}
PRECISION = {"precision": {**LEAST["Precision"], "look_from": 10, "look_ahead": 5}}

NO_PART = {"part_of": "image", "part_per_year": {"2021": 0.0}, "reports_per_year": {}}
PART = {"part_of": "image", "part_per_year": {"2021": 0.1}, "reports_per_year": {}}

DEMAND = {
    **sums("unit_share", "capital", "coast", "Demand"),
    "Demand: the unit shares of a class are too many": Check(
        {"unit_share_by_class": {"light": {"capital": 0.5 + IN, "coast": 0.5}}},
        {"unit_share_by_class": {"light": {"capital": 0.5 + OUT, "coast": 0.5}}},
        "unit_share_by_class.light",
        NOT_1,
    ),
    "Demand: a batch is of no stream": Check(
        {"bursts.b": {**LEAST["Burst"], "stream": "image"}},
        {"bursts.b": {**LEAST["Burst"], "stream": "imag"}},
        "bursts.b.stream",
        "'imag' is not a stream; allowed: image",
    ),
    "Stream: no year has reports": Check(
        {"reports_per_year": {"2021": 0}},
        {"reports_per_year": {}},
        "reports_per_year",
        "has no year; needed: the reports of at least one, or part_of with part_per_year",
    ),
    "Stream: the reference year is none of the years": Check(
        {"reports_per_year": {"2022": 1, "2021": 1}, "reference_year": 2022},
        {"reports_per_year": {"2022": 1, "2021": 1}, "reference_year": 2023},
        "reference_year",
        "2023 is not in reports_per_year (2021, 2022)",
    ),
    "Stream: the reference year is none of the years of the part": Check(
        {**PART, "part_per_year": {"2022": 0.1, "2021": 0.1}, "reference_year": 2022},
        {**PART, "part_per_year": {"2022": 0.1, "2021": 0.1}, "reference_year": 2023},
        "reference_year",
        "2023 is not in part_per_year (2021, 2022)",
    ),
    "Stream: a part has no year": Check(
        PART,
        {**PART, "part_per_year": {}},
        "part_per_year",
        "has no year; a part of image needs its share in the reports of image of at least one",
    ),
    "Stream: a part has reports of its own": Check(
        PART,
        {**PART, "reports_per_year": {"2021": 5}},
        "reports_per_year",
        'is {"2021": 5.0} beside part_of; allowed: reports_per_year, or part_of with part_per_year',
    ),
    "Stream: what is no part has a share": Check(
        {"part_per_year": {}},
        {"part_per_year": {"2021": 0.5}},
        "part_per_year",
        'is {"2021": 0.5} beside reports_per_year; allowed',
    ),
    "Stream: what is not triaged is closed": Check(
        {"triaged": False, "mix": {"a": {"share": 1 - IN}}},
        {"triaged": False, "mix": {"a": {"share": 1 - OUT}}},
        "mix",
        NOT_1,
    ),
    "Stream: a hearing for a report that is a case as it comes": Check(
        {"hearing_hours_mean": 2.0},
        {"hearing_hours_mean": 2.0, "triaged": False, "mix": {"a": {"share": 1}}},
        "hearing_hours_mean",
        HEARD,
    ),
    "Stream: a hearing for reports of no class": Check(
        {"hearing_hours_mean": 2.0},
        {"hearing_hours_mean": 2.0, "mix": {}},
        "hearing_hours_mean",
        HEARD,
    ),
    "Stream: no report comes on any day of the week": Check(
        {"weekday_factors": {**dict.fromkeys(WEEKDAYS, 0), "sunday": 5e-324}},
        {"weekday_factors": dict.fromkeys(WEEKDAYS, 0)},
        "weekday_factors",
        "all 7 are 0; at least one needs a factor above 0",
    ),
    "Stream: no report comes at any hour": Check(
        {"hour_factors": {str(hour): 0 for hour in range(23)}},
        {"hour_factors": {str(hour): 0 for hour in range(24)}},
        "hour_factors",
        "all 24 are 0; at least one needs a factor above 0",
    ),
    "Demand: a stream is a part of none that there is": Check(
        {"streams.part": {**LEAST["Stream"], **PART}},
        {"streams.part": {**LEAST["Stream"], **PART, "part_of": "imag"}},
        "streams.part.part_of",
        "'imag' is not a stream that is triaged and no part itself; allowed: image",
    ),
    "Demand: a stream is a part of a part": Check(
        {"streams.part": {**LEAST["Stream"], **PART}},
        {"streams.part": {**LEAST["Stream"], **PART, "part_of": "part"}},
        "streams.part.part_of",
        "'part' is not a stream that is triaged and no part itself; allowed: image",
    ),
    "Demand: a stream is a part of one of which nothing is of no class": Check(
        {"streams.image.mix": {"light": {"share": 1 - OUT}}, "streams.part": {**LEAST["Stream"], **NO_PART}},
        {"streams.image.mix": {"light": {"share": 1 - IN}}, "streams.part": {**LEAST["Stream"], **NO_PART}},
        "streams.part.part_of",
        "is image, whose reports are all of a class: its mix adds up to 1; allowed: ",
    ),
    "Demand: a large case is of no stream": Check(
        {"large_cases.x": {**LEAST["LargeCase"], "stream": "image"}},
        {"large_cases.x": {**LEAST["LargeCase"], "stream": "imag"}},
        "large_cases.x.stream",
        "'imag' is not a stream; allowed: image",
    ),
    "LargeCase: it is dated and comes at random": Check(
        {"date": "2021-02-01", "per_year": None},
        {"date": "2021-02-01", "per_year": 0},
        "per_year",
        "is 0.0 beside date 2021-02-01; allowed: one of the two",
    ),
    "Stream: the share of what is closed is set": Check(
        {"mix": {"closed_": {"share": 0.1}}},
        {"mix": {"closed": {"share": 0.1}}},
        "mix",
        "'closed' is what is left over; leave it out",
    ),
    "Stream: the classes are more than all reports": Check(
        {"mix": {"a": {"share": 0.5}, "b": {"share": 0.5 + IN}}},
        {"mix": {"a": {"share": 0.5}, "b": {"share": 0.5 + OUT}}},
        "mix",
        "allowed is at most 1, within 0.005",
    ),
    "Stream: no class is a class of cases": Check(
        {"mix": {}}, {"mix": {"closed": {"share": 0}}}, "mix", "leave it out"
    ),
}
CASEWORK = {
    **sums("outcomes", "file_to_om", "alternative", "CaseClass"),
    **sums("to", "light", "serious", "Upgrade"),
    "Step: two members and a specialist are asked for": Check(
        {"in_pairs": True},
        {"in_pairs": True, "together_with": "lab"},
        "in_pairs",
        "is true, while together_with asks for a specialist of lab; allowed: one of the two",
    ),
    "Step: one member does what is planned": Check(
        {"in_pairs": True, "planned": True},
        {"planned": True},
        "planned",
        "is true, while one member does the step; allowed: with in_pairs",
    ),
    "CaseClass: the hours of the only step are none": Check(
        {"hours": {"work": 5e-324}}, {"hours": {"work": 0}}, "hours", "no step has hours in every case"
    ),
    "CaseClass: no step is needed by all cases": Check(
        {"hours": {"work": {"mean_hours": 1, "needed_share": 1}, "more": 0}},
        {"hours": {"work": {"mean_hours": 1, "needed_share": 0.9999}, "more": 0}},
        "hours",
        "at least one step with mean hours above 0 and a needed_share of 1",
    ),
    "CaseClass: a severe class is treated in a lighter way": Check(
        {"severe": False, "lighter": {"nothing": {}}},
        {"severe": True, "lighter": {"nothing": {}}},
        "lighter",
        "a severe class is always investigated in full; allowed: severe: false, or none",
    ),
    "CaseClass: somebody of a severe class returns": Check(
        {"severe": False, **RETURNS},
        {"severe": True, **RETURNS},
        "recurrence_share",
        "no return is drawn for a severe class; allowed: severe: false, or none",
    ),
    **{
        f"CaseClass: nothing has {key}": Check(
            {"severe": False, "recurrence_mean_days": 1, "lighter": {"nothing": {"recurrence_share": 0.1}}},
            {"severe": False, "lighter": {"nothing": {key: value}}},
            "lighter.nothing",
            "is no work; allowed: only recurrence_share",
        )
        for key, value in (("hours", {"work": 1}), ("outcomes", {"alternative": 1}), ("finds_share", 0.001))
    },
    "CaseClass: the outcomes of a short investigation are a little too few": Check(
        {"severe": False, "lighter": {"short": {**SHORT, "outcomes": {"alternative": 1 - IN}}}},
        {"severe": False, "lighter": {"short": {**SHORT, "outcomes": {"alternative": 1 - OUT}}}},
        "lighter.short.outcomes",
        NOT_1,
    ),
    "CaseClass: a visit is no work": Check(
        {"severe": False, "lighter": {"letter_or_visit": {**SHORT, "hours": {"work": 0.1}}}},
        {"severe": False, "lighter": {"letter_or_visit": {**SHORT, "hours": {"work": 0}}}},
        "lighter.letter_or_visit.hours",
        "no step has hours in every case",
    ),
    "CaseClass: nobody knows when who is investigated returns": Check(
        {"severe": False, **RETURNS},
        {"severe": False, "recurrence_share": 0.001},
        "recurrence_mean_days",
        "is needed with a recurrence_share",
    ),
    "CaseClass: nobody knows when who is visited returns": Check(
        {"severe": False, "lighter": {"letter_or_visit": SHORT}},
        {"severe": False, "lighter": {"letter_or_visit": {**SHORT, "recurrence_share": 0.001}}},
        "recurrence_mean_days",
        "is needed with a lighter.letter_or_visit.recurrence_share",
    ),
    "Casework: a lighter way has hours for what is no step": Check(
        {"classes.light.severe": False, "classes.light.lighter": {"short": SHORT}},
        {"classes.light.severe": False, "classes.light.lighter": {"short": {**SHORT, "hours": {"work": 1, "wrok": 1}}}},
        "classes.light.lighter.short.hours",
        "'wrok' is not a step; allowed: work",
    ),
    "Casework: a class has hours for what is no step": Check(
        {"classes.light.hours": {"work": 1}},
        {"classes.light.hours": {"work": 1, "wrok": 1}},
        "classes.light.hours",
        "'wrok' is not a step; allowed: work",
    ),
    "Casework: something worse is found after a step that the class has not": Check(
        {"classes.light.upgrade": UP, "steps.more": LEAST["Step"]},
        {"classes.light.upgrade": {**UP, "after": "more"}, "steps.more": LEAST["Step"]},
        "classes.light.upgrade.after",
        "'more' is not a step of this class; allowed: work",
    ),
    "Casework: it turns into what is no class": Check(
        {"classes.light.upgrade": UP},
        {"classes.light.upgrade": {**UP, "to": {"lihgt": 1}}},
        "classes.light.upgrade.to",
        "'lihgt' is not a class; allowed: light",
    ),
    "Casework: a tool for what is no step": Check(
        {"tools": {"work": 1}}, {"tools": {"wrok": 1}}, "tools", "'wrok' is not a step; allowed: work"
    ),
    "Casework: what is chosen is no class": Check(
        {"proactive": {"light": {"per_year": 1}}},
        {"proactive": {"lihgt": {"per_year": 1}}},
        "proactive",
        "'lihgt' is not a class; allowed: light",
    ),
}


AFTER = {"label": "A", "after": "decision"}
DECISION = {"links.decision": {"label": "D", "takes": ["file_to_om"]}}
CHAIN = {
    "Link: it takes from nowhere": Check(
        {"takes": [], "after": "decision"}, {"takes": []}, "takes", "takes and after: one of the two is needed"
    ),
    "Link: it takes from two sides": Check(
        {"takes": ["file_to_om"]},
        {"takes": ["file_to_om"], "after": "decision"},
        "takes",
        "takes and after: one of the two is needed",
    ),
    "Link: its capacity is counted in two ways": Check(
        {"per_year": {"2021": 5}},
        {"per_year": {"2021": 5}, "places": 5},
        "per_year",
        "cannot go with places or a stay",
    ),
    "Link: a yearly capacity has a stay": Check(
        {"stay": {"mean_days": 5}, "places": 5},
        {"stay": {"mean_days": 5}, "per_year": {"2021": 5}},
        "per_year",
        "cannot go with places or a stay",
    ),
    "Link: a part of what is taken as it ends": Check(
        {"takes": [], "after": "decision", "share": 0.5},
        {"share": 0.5},
        "share",
        "is 0.5 without a link in `after`; allowed: 1",
    ),
    "Chain: a link comes after one that there is not": Check(
        {**DECISION, "links.hearing": AFTER},
        {**DECISION, "links.hearing": {**AFTER, "after": "decisoin"}},
        "links.hearing.after",
        "'decisoin' is not a link that stands before this one; allowed: decision",
    ),
    "Chain: a link comes after a later one": Check(
        {**DECISION, "links.hearing": AFTER},
        {"links.hearing": AFTER, **DECISION},
        "links.hearing.after",
        "'decision' is not a link that stands before this one",
    ),
    "Chain: more goes on than there is": Check(
        {**DECISION, "links.hearing": {**AFTER, "share": 0.7}, "links.order": {**AFTER, "share": 0.3 + IN}},
        {**DECISION, "links.hearing": {**AFTER, "share": 0.7}, "links.order": {**AFTER, "share": 0.3 + OUT}},
        "links.order.share",
        "the shares add up to 1.005; allowed is at most 1",
    ),
    "Casework: a milestone is reached twice": Check(
        {"steps": {"work": {"label": "W", "milestone": "identified"}, "more": {"label": "M"}}},
        {
            "steps": {
                "work": {"label": "W", "milestone": "identified"},
                "more": {"label": "M", "milestone": "identified"},
            }
        },
        "steps",
        "reach identified, identified; allowed: each milestone once, in this order: identified, searched",
    ),
    "Casework: milestones stand in another order": Check(
        {
            "steps": {
                "work": {"label": "W", "milestone": "identified"},
                "more": {"label": "M", "milestone": "searched"},
            }
        },
        {
            "steps": {
                "work": {"label": "W", "milestone": "searched"},
                "more": {"label": "M", "milestone": "identified"},
            }
        },
        "steps",
        "reach searched, identified; allowed: each milestone once",
    ),
}


def shares_of(table: str, full: float, short: float) -> dict[str, Any]:
    return {table: {"light": {"full": full, "short": short}}}


SELECTION = {
    **sums("classes", "light", "serious", "Agreement"),
    "Agreement: no year has a number": Check(
        {"per_year": {"2021": 0}}, {"per_year": {}}, "per_year", "is {}; it must not be empty"
    ),
    "Assignment: no class has a part of the hours": Check(
        {"order": "shares", "parts_of_hours": {"light": 5e-324}},
        {"order": "shares", "parts_of_hours": {"light": 0}},
        "parts_of_hours",
        "gives no class a part of the hours, as order: shares needs; allowed: at least one part above 0",
    ),
    "Assignment: only an order by parts of the hours needs them": Check(
        {"order": "agreements", "parts_of_hours": {}},
        {"order": "shares", "parts_of_hours": {}},
        "parts_of_hours",
        "gives no class a part of the hours",
    ),
    **{
        f"Steering: the {table} of a class are a little too {word}": Check(
            shares_of(table, 0.5, 0.5 + sign * IN), shares_of(table, 0.5, 0.5 + sign * OUT), f"{table}.light", NOT_1
        )
        for table in ("treatments", "treatments_when_pressed")
        for word, sign in (("few", -1), ("many", 1))
    },
    "Steering: a backlog changes nothing": Check(
        {"policy": "by_backlog", "treatments_when_pressed": {"light": {"full": 1}}},
        {"policy": "by_backlog", "treatments_when_pressed": {}},
        "treatments_when_pressed",
        "there are none, so that policy: by_backlog changes nothing; allowed: shares for at least one class",
    ),
    "Steering: only treatments by the backlog need those of the highest pressure": Check(
        {"policy": "fixed"}, {"policy": "by_backlog"}, "treatments_when_pressed", "there are none"
    ),
    "Steering: the highest pressure comes before any": Check(
        {"pressed_from_weeks": 26, "most_pressed_from_weeks": 26},
        {"pressed_from_weeks": 26.01, "most_pressed_from_weeks": 26},
        "most_pressed_from_weeks",
        "is 26.0, less than pressed_from_weeks (26.01); allowed: that or more",
    ),
}


def plan(*steps: tuple[str, int]) -> dict[str, Any]:
    """A plan of steps (date, posts) in the order in which they are written."""
    return {
        "plan": {f"s{n}": {"unit": "capital", "date": date, "posts": posts} for n, (date, posts) in enumerate(steps)}
    }


STAFFING = {
    **sums("role_share", "all_round", "image", "Staffing", ROLES),
    **sums("part_time", "1", "0.5", "Staffing"),
    **sums("bands", "20-30", "30-40", "Age"),
    "Staffing: roles need shares for a unit that has none of its own": Check(
        {"role_share": {}, "units.capital.role_share": {"all_round": 1}},
        {"role_share": {}, "units.capital.role_share": {"all_round": 1}, "units.coast": UNIT},
        "role_share",
        "there are none; allowed: shares that add up to 1",
    ),
    "Unit: its shares of roles are too few": Check(
        {"role_share": {"a": 0.5, "b": 0.5 - IN}}, {"role_share": {"a": 0.5, "b": 0.5 - OUT}}, "role_share", NOT_1
    ),
    "Turnover: more go at the age of early retirement than there are": Check(
        {"rpu_part_time_share": 0.5, "rpu_exit_share": 0.5 + IN},
        {"rpu_part_time_share": 0.5, "rpu_exit_share": 0.5 + OUT},
        "rpu_exit_share",
        "allowed is at most 1, within 0.005",
    ),
    "Training: a step of the ramp is not after the one before": Check(
        {"ramp": [{"until_months": 6, "share": 0.5}, {"until_months": 6.01, "share": 1}]},
        {"ramp": [{"until_months": 6, "share": 0.5}, {"until_months": 6, "share": 1}]},
        "ramp",
        "the steps must be in order of until_months",
    ),
    "Exposure: leave takes the whole year": Check(
        {"leave_spells_per_year": 36.4, "leave_mean_days": 10},
        {"leave_spells_per_year": 36.5, "leave_mean_days": 10},
        "leave_spells_per_year",
        "gives 365 days away per year; it must be below 365",
    ),
    "Absence: leave takes the whole year": Check(
        {"leave_days_per_year": 364.9}, {"leave_days_per_year": 365}, "leave_days_per_year", "365 days away per year"
    ),
    "Absence: short illness takes the whole year": Check(
        {"short_illness_spells_per_year": 72.9, "short_illness_mean_days": 5},
        {"short_illness_spells_per_year": 73, "short_illness_mean_days": 5},
        "short_illness_spells_per_year",
        "gives 365 days away per year; it must be below 365",
    ),
    "Absence: long illness takes the whole year": Check(
        {"long_illness_per_year": 0.5, "long_illness_mean_days": 729},
        {"long_illness_per_year": 0.5, "long_illness_mean_days": 730},
        "long_illness_per_year",
        "gives 365 days away per year; it must be below 365",
    ),
    "Absence: long illness takes much more than the year": Check(
        {"long_illness_per_year": 0.5, "long_illness_mean_days": 729},
        {"long_illness_per_year": 1, "long_illness_mean_days": 730},
        "long_illness_per_year",
        "gives 730 days away per year; it must be below 365",
    ),
    "Absence: days of leave without a spell": Check(
        {"leave_days_per_year": 0, "leave_spells_per_year": 0},
        {"leave_days_per_year": 0.01, "leave_spells_per_year": 0},
        "leave_spells_per_year",
        "must be above 0 when there are leave_days_per_year",
    ),
    **{
        f"Age: {band} is no band": Check({"bands": {near: 1}}, {"bands": {band: 1}}, "bands", f"'{band}' is not a band")
        for near, band in (("30-31", "30-30"), ("10-99", "9-99"), ("10-98", "10-100"), ("30-40", "40-30"))
    },
    "Staffing: a share is of no role": Check(
        {"role_share": {"all_round": 1}},
        {"role_share": {"all_rond": 1}},
        "role_share",
        "'all_rond' is not a role; allowed: all_round",
    ),
    "Staffing: a share of a unit is of no role": Check(
        {"units.capital.role_share": {"all_round": 1}},
        {"units.capital.role_share": {"all_rond": 1}},
        "units.capital.role_share",
        "'all_rond' is not a role; allowed: all_round",
    ),
    "Staffing: posts are planned for no role": Check(
        {"plan.p": {**STEPPED, "posts": 1, "role": "all_round"}},
        {"plan.p": {**STEPPED, "posts": 1, "role": "all_rond"}},
        "plan.p.role",
        "'all_rond' is not a role; allowed: all_round",
    ),
    "Staffing: posts are planned for no unit": Check(
        {"plan.p": {**STEPPED, "posts": 1}},
        {"plan.p": {**STEPPED, "posts": 1, "unit": "captal"}},
        "plan.p.unit",
        "'captal' is not a unit; allowed: capital",
    ),
    "Staffing: more posts are withdrawn than there are": Check(
        plan(("2021-02-01", -8)),
        plan(("2021-02-01", -9)),
        "plan.s0.posts",
        "-9 withdraws more posts than capital then has (8); allowed: -8 or more",
    ),
    "Staffing: withdrawals are counted by date, not in the order in which they are written": Check(
        plan(("2021-03-01", -9), ("2021-02-01", 1)),
        plan(("2021-02-01", 1), ("2021-01-01", -9)),
        "plan.s1.posts",
        "-9 withdraws more posts than capital then has (8)",
    ),
    "Staffing: on one day posts come before posts go": Check(
        plan(("2021-02-01", -9), ("2021-02-01", 1)),
        plan(("2021-02-01", -9), ("2021-02-02", 1)),
        "plan.s0.posts",
        "then has (8)",
    ),
    "Staffing: the second withdrawal finds what the first has left": Check(
        plan(("2021-02-01", -5), ("2021-03-01", -3)),
        plan(("2021-02-01", -5), ("2021-03-01", -4)),
        "plan.s1.posts",
        "-4 withdraws more posts than capital then has (3); allowed: -3 or more",
    ),
}
RUN = {
    "Calendar: an office closes after midnight": Check(
        {"opens_at_hour": 14, "hours_per_day": 10},
        {"opens_at_hour": 14, "hours_per_day": 10.01},
        "opens_at_hour",
        "14, with hours_per_day 10.01, closes at 24.01; allowed: the two together at most 24",
    ),
    "Calendar: only an office has to close": Check(
        {"kind": "plain", "opens_at_hour": 20},
        {"kind": "office", "opens_at_hour": 20},
        "opens_at_hour",
        "closes at 27.2",
    ),
    **{
        f"Calendar: {no_day} is closed": Check(
            {"closed_days": [a_day]},
            {"closed_days": [a_day, no_day]},
            "closed_days",
            f"'{no_day}' is not a day of the year",
        )
        for a_day, no_day in (("02-29", "02-30"), ("12-31", "12-32"), ("01-01", "1-01"), ("10-10", "00-10"))
    },
    "RunSettings: it ends before it starts": Check(
        {"end": "2021-01-01"},
        {"end": "2020-12-31"},
        "end",
        "is 2020-12-31; it must not be before run.start, which is 2021-01-01",
    ),
    "RunSettings: it is longer than fifty years": Check(
        {"end": "2070-12-31"},
        {"end": "2071-01-01"},
        "end",
        "is 2071-01-01, 50 years after run.start; allowed: at most 50 years",
    ),
    "RunSettings: a precision has fewer futures at most than at least": Check(
        {**PRECISION, "replications": 20, "replications_max": 20},
        {**PRECISION, "replications": 20, "replications_max": 19},
        "replications_max",
        "is 19; it must not be below run.replications, which is 20",
    ),
    "RunSettings: only a precision has a most of futures": Check(
        {"replications": 20, "replications_max": 19},
        {**PRECISION, "replications": 20, "replications_max": 19},
        "replications_max",
        "must not be below",
    ),
    "RunSettings: so few futures are too few to look at a precision": Check(
        {**PRECISION, "replications": 2, "replications_max": 15},
        {**PRECISION, "replications": 2, "replications_max": 14},
        "replications_max",
        "is 14; it must not be below precision.look_from and look_ahead together, which are 15",
    ),
}
TUNING = {
    "HowMany: the most posts are fewer than the fewest": Check(
        {"fewest_fte": 5, "most_fte": 5},
        {"fewest_fte": 5, "most_fte": 4},
        "most_fte",
        "is 4; it must not be below fewest_fte, which is 5",
    ),
    "Tuning: the most futures are fewer than the first": Check(
        {"first_replications": 30, "most_replications": 30},
        {"first_replications": 30, "most_replications": 29},
        "most_replications",
        "is 29; it must not be below first_replications, which is 30",
    ),
    "Tuning: the objective is none of those there are": Check(
        {"objective": "waiting"}, {"objective": "watiing"}, "objective", "'watiing' is not known; allowed: waiting"
    ),
    **{
        f"Tuning: {question} lacks its settings": Check(
            {"question": question, question: LEAST[part]},
            {"question": question},
            question,
            f"needs its settings, as in conf/tune/{question}.yaml",
        )
        for question, part in (("how_many", "HowMany"), ("when", "When"), ("robust", "Robust"))
    },
}
