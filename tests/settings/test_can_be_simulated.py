"""What the whole of the settings must be to be simulated and tuned: each check just passed and just failed."""

from typing import Any, NamedTuple

from tbkk_sim.problem import Problem
from tbkk_sim.sampling import drawable, expected_amounts
from tbkk_sim.sampling.drawable import problems_of_a_run
from tests.builders import LAB, SMALL, changed, small_settings
from tests.rows import every_row
from tests.settings.parts import LEAST, PARTS


class Check(NamedTuple):
    """Changes at dotted paths in the small settings, and what is said of those that fail."""

    passes: dict[str, Any]
    fails: dict[str, Any]
    key: str
    says: str


def stream(**more: Any) -> dict[str, Any]:
    return {f"demand.streams.image.{name}": value for name, value in more.items()}


def steps(*of: tuple[str | None, str, int]) -> dict[str, Any]:
    """A plan of the capital: role, date, posts."""
    plan = {
        f"s{n}": {"unit": "capital", "date": date, "posts": posts} | ({"role": role} if role else {})
        for n, (role, date, posts) in enumerate(of)
    }
    return {
        "staffing.plan": plan,
        "staffing.roles.image": {"label": "I", "skills": []},
        "staffing.role_share": {"detective": 0.5, "image": 0.5},
    }


ONE_YEAR = {"run.start": "2021-01-01", "run.end": "2021-12-31"}
HOURS = "casework.classes.light.hours"
CHECKS = {
    "a country of holidays is known by its code": Check(
        {"calendar.holidays_country": "NL"},
        {"calendar.holidays_country": "nl"},
        "calendar.holidays_country",
        "'nl' is not the code of a country; allowed: NL",
    ),
    "a country that there is not": Check(
        {"calendar.holidays_country": ""},
        {"calendar.holidays_country": "XX"},
        "calendar.holidays_country",
        "allowed: a code such as NL, BE or DE, or empty: none",
    ),
    "a holiday that is worked on is one of that country": Check(
        {"calendar.worked_holidays": ["Easter Monday"]},
        {"calendar.worked_holidays": ["Pasen"]},
        "calendar.worked_holidays",
        "'Pasen' is not a public holiday of NL; allowed: ",
    ),
    "posts are planned from the first day on": Check(
        steps((None, "2021-01-01", 1)),
        steps((None, "2020-12-31", 1)),
        "staffing.plan.s0.date",
        "2020-12-31 is before the start of the run; allowed: from 2021-01-01 on",
    ),
    "no more of a role are withdrawn than there are": Check(
        steps(("image", "2021-02-01", -4)),
        steps(("image", "2021-02-01", -5)),
        "staffing.plan.s0.posts",
        "-5 withdraws more posts of role image than capital then has (4); allowed: -4 or more",
    ),
    "a role keeps for certain what withdrawals of any role leave": Check(
        steps((None, "2021-02-01", -3), ("image", "2021-03-01", -1)),
        steps((None, "2021-02-01", -3), ("image", "2021-03-01", -2)),
        "staffing.plan.s1.posts",
        "-2 withdraws more posts of role image than capital then has (1); allowed: -1 or more",
    ),
    "a role is withdrawn by date, not in the order in which it is written": Check(
        steps(("image", "2021-03-01", -5), ("image", "2021-02-01", 1)),
        steps(("image", "2021-02-01", -5), ("image", "2021-03-01", 1)),
        "staffing.plan.s0.posts",
        "then has (4)",
    ),
    "the first year of the run has reports": Check(
        {"run.start": "2021-12-31"},
        {"run.start": "2020-12-31"},
        "demand.streams.image.reports_per_year",
        "the year 2020 of the run is missing; known are 2021, 2022",
    ),
    "a year between those that are known has reports": Check(
        stream(reports_per_year={"2021": 9, "2022": 9, "2023": 9}) | {"run.end": "2023-01-01"},
        stream(reports_per_year={"2021": 9, "2023": 9}) | {"run.end": "2023-01-01"},
        "demand.streams.image.reports_per_year",
        "the year 2022 of the run is missing; known are 2021, 2023",
    ),
    "the year of the mix has reports": Check(
        stream(reports_per_year={"2021": 9, "2022": 0}, reference_year=2021),
        stream(reports_per_year={"2021": 9, "2022": 0}, reference_year=2022),
        "demand.streams.image.reference_year",
        "there are no reports in 2022; give a year that has reports",
    ),
    "cases of one class fit into their numbers": Check(
        {"demand.stock.light.waiting": 1 << 23},
        {"demand.stock.light.waiting": (1 << 23) + 1},
        "demand.stock.light.waiting",
        "gives 8,388,609 cases over the run; allowed are at most 8,388,608",
    ),
    "cases in hand fit into their numbers": Check(
        {"demand.stock.light.in_hand": 1 << 23},
        {"demand.stock.light.in_hand": (1 << 23) + 1},
        "demand.stock.light.in_hand",
        "allowed are at most 8,388,608",
    ),
    "reports and cases fit into memory": Check(
        {"demand.stock": {"light": {"waiting": 5_000_000, "in_hand": 4_997_000}}},
        {"demand.stock": {"light": {"waiting": 5_000_000, "in_hand": 4_999_000}}},
        "demand.stock.light.waiting",
        "does most to it that 10,001,000 reports and cases come in over the run; allowed are at most 10,000,000",
    ),
    "chosen cases fit into their numbers": Check(
        {"casework.proactive": {"light": {"per_year": 4_194_304}}},
        {"casework.proactive": {"light": {"per_year": 4_194_305}}},
        "casework.proactive.light.per_year",
        "gives 8,388,610 cases",
    ),
    "pieces of own work fit into their numbers": Check(
        {"collaboration.pools": {"lab": {**LAB, "own_work": {"load": 100, "mean_hours": 1}}}},
        {"collaboration.pools": {"lab": {**LAB, "members": 5_000, "own_work": {"load": 100, "mean_hours": 0.01}}}},
        "collaboration.pools.lab.own_work.load",
        "pieces of own work over the run",
    ),
    "hours of a step are those of a life at most": Check(
        {f"{HOURS}.dossier": 100, "casework.tools": {"dossier": 100}, "casework.complexity.level": 10},
        {f"{HOURS}.dossier": 100.001, "casework.tools": {"dossier": 100}, "casework.complexity.level": 10},
        "casework.tools.dossier",
        "does most to it that a step takes 100,001 hours; allowed are at most 100,000",
    ),
    "hours with a limit on viewing too": Check(
        {f"{HOURS}.dossier": 1_633, "casework.steps.dossier.viewing_hours_per_day": 0.1, "calendar.hours_per_day": 7.2},
        {f"{HOURS}.dossier": 1_635, "casework.steps.dossier.viewing_hours_per_day": 0.1, "calendar.hours_per_day": 7.2},
        "casework.steps.dossier.viewing_hours_per_day",
        "does most to it that a step takes 100,062 hours; allowed are at most 100,000",
    ),
    "hours of triage too": Check(
        {"triage.hours_mean": 1_000, "triage.hours_factor": 100},
        {"triage.hours_mean": 1_001, "triage.hours_factor": 100},
        "triage.hours_factor",
        "a step takes 100,100 hours; allowed are at most 100,000",
    ),
    "hours grow a thousandfold at most": Check(
        {**ONE_YEAR, "casework.complexity": {"level": 999.9, "growth_per_year": 0}},
        {**ONE_YEAR, "casework.complexity": {"level": 999.9, "growth_per_year": 0.001}},
        "casework.complexity.level",
        "makes hours 1e+03 times as many by the end of the run; allowed: 0.001 to 1,000 times",
    ),
    "hours shrink to a thousandth at most": Check(
        {**ONE_YEAR, "casework.complexity": {"level": 0.1, "growth_per_year": -0.98}},
        {**ONE_YEAR, "run.end": "2022-12-31", "casework.complexity": {"level": 0.1, "growth_per_year": -0.98}},
        "casework.complexity.growth_per_year",
        "allowed: 0.001 to 1,000 times",
    ),
    "people and their times away fit into memory": Check(
        {"staffing.units.capital.posts": 9_999},
        {
            "staffing.units.capital.posts": 9_999,
            "staffing.absence": {"short_illness_spells_per_year": 366, "short_illness_mean_days": 0.5},
            "run.end": "2050-12-31",
        },
        "staffing.absence.short_illness_spells_per_year",
        "people hold a post over the run",
    ),
    "somebody judges reports": Check(
        {"staffing.roles.detective.skills": ["enrich", "search", "dossier"], "triage.automatic_share": 1},
        {"staffing.roles.detective.skills": ["enrich", "search", "dossier"], "triage.automatic_share": 0.999},
        "staffing.units.capital",
        "nobody there is able to do 'triage', which waits there for capital",
    ),
    "two members can do what two do together": Check(
        {"casework.steps.search.in_pairs": True, "staffing.units.coast.posts": 2},
        {"casework.steps.search.in_pairs": True, "staffing.units.coast.posts": 1},
        "staffing.units.coast",
        "has one post for 'search', which two do together and which waits there for coast; allowed: two or more",
    ),
    "the second of them may come later": Check(
        {
            "casework.steps.search.in_pairs": True,
            "staffing.units.coast.posts": 1,
            "staffing.plan": {"more": {"unit": "coast", "date": "2021-12-31", "posts": 1}},
        },
        {
            "casework.steps.search.in_pairs": True,
            "staffing.units.coast.posts": 1,
            "staffing.plan": {"more": {"unit": "coast", "date": "2022-01-01", "posts": 1}},
        },
        "staffing.units.coast",
        "has one post for 'search'",
    ),
    "nobody has to judge reports without triage": Check(
        {"staffing.roles.detective.skills": ["enrich", "search", "dossier"], "triage.enabled": False},
        {"staffing.roles.detective.skills": ["enrich", "search", "dossier"], "triage.enabled": True},
        "staffing.units.capital",
        "nobody there is able to do 'triage'",
    ),
}


@every_row("check", CHECKS)
def test_what_just_can_be_simulated_is_taken_and_what_just_cannot_is_refused(check):
    of = CHECKS[check]
    assert problems_of_a_run(small_settings(of.passes)) == []
    found = problems_of_a_run(small_settings(of.fails))
    assert of.key in [problem.key for problem in found]
    assert of.says in next(problem.says for problem in found if problem.key == of.key)


def test_years_that_are_missing_are_named_of_all_streams_at_once():
    door = {**SMALL["demand"]["streams"]["image"], "label": "Door"}
    found = problems_of_a_run(small_settings({"demand.streams.door": door, "run.start": "2020-12-31"}))
    assert [problem.key for problem in found] == [
        "demand.streams.image.reports_per_year",
        "demand.streams.door.reports_per_year",
    ]


def test_holidays_are_looked_for_in_the_years_of_the_run(monkeypatch):
    asked: list[set[int]] = []
    monkeypatch.setattr(drawable, "check_calendar", lambda _, years: asked.append(years) or [])
    assert problems_of_a_run(small_settings({"run.end": "2022-01-01"})) == []
    assert asked == [{2021, 2022}]


def test_two_strata_with_one_key_are_named_by_both(monkeypatch):
    assert problems_of_a_run(small_settings()) == []
    monkeypatch.setattr(drawable, "key_of", len)
    same = problems_of_a_run(small_settings())
    assert [problem.key for problem in same] == ["demand"]
    assert "reports/image/acute/capital, " in same[0].says


def test_limits_of_what_a_replication_holds_are_those_of_the_messages():
    assert (expected_amounts.MOST_OF_A_KIND, expected_amounts.MOST_CASES, expected_amounts.MOST_HOURS) == (
        8_388_608,
        10_000_000,
        100_000,
    )
    assert (expected_amounts.MOST_DRAWS, expected_amounts.LARGEST_FACTOR) == (100_000_000, 1_000)


STUDY = {**LEAST["Tuning"], "question": "how_many", "how_many": {"norms": {"light": {"share": 0.9}}}}
NORMS = {"serious": {"share": 0.9}}
WHEN = {"question": "when", "when": {"norms": {"grave": {"share": 0.9}}}}
FITS = {
    "a weight is of a class": ({"weights": {"light": 1}}, {"weights": {"grave": 1}}, "tune.weights.grave", "'grave'"),
    "what stays as it is, is a unit": ({"frozen": ["coast"]}, {"frozen": ["cost"]}, "tune.frozen.cost", "'cost'"),
    "a norm is of a class": (
        {},
        {"how_many": {"norms": {"grave": {"share": 0.9}}}},
        "tune.how_many.norms.grave",
        "'grave' is not known; allowed: acute, serious, light",
    ),
    "a norm of a hiring plan is of a class": (
        {"when": {"norms": {"grave": {"share": 0.9}}}},
        WHEN,
        "tune.when.norms.grave",
        "'grave' is not known",
    ),
    "not every unit stays as it is": (
        {"frozen": ["capital"]},
        {"frozen": ["coast", "capital"]},
        "tune.frozen",
        "every unit is frozen, so there is nothing to tune",
    ),
    "a quarter of the run is left to judge": (
        {**WHEN, "when": {"norms": NORMS, "from_date": "2021-10-01"}},
        {**WHEN, "when": {"norms": NORMS, "from_date": "2021-10-02"}},
        "tune.when.from_date",
        "2021-10-02 leaves no quarter to judge: the last of the run begins on 2021-10-01",
    ),
    "there is a post to place": (
        {"question": "where", "where": {"extra_fte": 1}},
        {"question": "where", "where": {"extra_fte": 0}},
        "tune.where.extra_fte",
        "is 0, as tune.where.may_take is, so there is nothing to place",
    ),
    "or one to be moved": (
        {"question": "where", "where": {"extra_fte": 0, "may_take": 1}},
        {"question": "where", "where": {"extra_fte": 0, "may_take": 0}},
        "tune.where.extra_fte",
        "there is nothing to place",
    ),
    "posts are placed before the run is over": (
        {"question": "where", "where": {"date": "2021-12-31"}},
        {"question": "where", "where": {"date": "2022-01-01"}},
        "tune.where.date",
        "2022-01-01 is outside the run; allowed: 2021-01-01 to 2021-12-31",
    ),
    "posts are placed after the run has begun": (
        {"question": "where", "where": {"date": "2021-01-01"}},
        {"question": "where", "where": {"date": "2020-12-31"}},
        "tune.where.date",
        "2020-12-31 is outside the run",
    ),
    "only the question that is asked must fit": (
        {"where": {"date": "2022-01-01"}, "when": {"norms": NORMS, "from_date": "2022-01-01"}},
        {"question": "where", "where": {"date": "2022-01-01"}, "when": {"norms": NORMS, "from_date": "2022-01-01"}},
        "tune.where.date",
        "outside the run",
    ),
}


def problems_of_study(changes: dict[str, Any], of_run: dict[str, Any] | None = None) -> list[Problem]:
    return PARTS["Tuning"].model_validate(changed(STUDY, changes)).problems_with(small_settings(of_run))


@every_row("check", FITS)
def test_a_question_that_just_fits_the_run_is_taken_and_one_that_does_not_is_refused(check):
    passes, fails, key, says = FITS[check]
    assert problems_of_study(passes) == []
    (problem,) = problems_of_study(fails)
    assert problem.key == key
    assert says in problem.says


@every_row(
    ("end", "last"),
    [("2021-09-30", "2021-07-01"), ("2021-10-01", "2021-10-01"), ("2021-12-31", "2021-10-01")],
)
def test_the_last_quarter_is_the_one_in_which_the_run_ends(end, last):
    def asked(date: str) -> list[Problem]:
        return problems_of_study({**WHEN, "when": {"norms": NORMS, "from_date": date}}, {"run.end": end})

    assert asked(last) == asked("2021-01-01") == []
    (problem,) = asked(f"{last[:-1]}2")
    assert f"the last of the run begins on {last}" in problem.says


def test_a_class_without_a_norm_needs_days_to_be_asked_for():
    no_norm = {"casework.classes.light.norm_days": None}
    assert problems_of_study({"how_many.norms.light.within_days": 30}, no_norm) == []
    (problem,) = problems_of_study({}, no_norm)
    assert problem.key == "tune.how_many.norms.light.within_days"
    assert problem.says == "the class has no norm; give the days"
