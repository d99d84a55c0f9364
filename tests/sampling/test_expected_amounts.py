"""Limits of a replication: a number that just passes each and one that does not, and the setting to blame.

Reports: 2 000 a year of class acute 2 %, serious 10 %, light 20 % and closed 68 %, of which capital gets 0.6. Allowed
are 2^23 = 8 388 608 of one class in one unit, 10 000 000 in all, 100 000 hours of one step, hours of a thousandth to a
thousand times those set, and people times random numbers of each up to 100 000 000.
"""

from typing import Any

from tbkk_sim.problem import Problem
from tbkk_sim.sampling.drawable import problems_of_drawing
from tbkk_sim.sampling.expected_amounts import absurd_amounts
from tests.builders import LAB, small_settings
from tests.rows import every_row

IMAGE = "demand.streams.image"
FIVE_YEARS = {"run.end": "2025-12-31"}
Changes = dict[str, Any]


def found(changes: Changes) -> list[Problem]:
    """The problems of the small settings with these changes; all classes grow as the volume does."""
    return list(absurd_amounts(small_settings({f"{IMAGE}.mix.acute.elasticity": 1.0, **changes})))


def check(passes: Changes, fails: Changes, key: str, *words: str) -> None:
    """Test that the first settings can be drawn, and that the second name this key, with these words."""
    assert found(passes) == []
    (problem,) = found(fails)
    assert problem.key == key
    assert all(word in str(problem.says) for word in words), problem.says


def reports(number: float, **changes: object) -> Changes:
    return {f"{IMAGE}.reports_per_year": {2021: number}, **changes}


def test_all_reports_and_cases_of_a_replication_are_counted_together():
    """4 998 001 + 5 000 000 + 2 000 are one too many."""

    def stock(in_hand: int) -> Changes:
        return {"demand.stock.serious": {"waiting": 5_000_000, "in_hand": in_hand}}

    blamed = "demand.stock.serious.waiting"
    check(stock(4_997_999), stock(4_998_001), blamed, "10,000,001 reports and cases", "at most 10,000,000")
    check(reports(9_999_999), {**reports(9_999_999), "demand.stock.light.waiting": 2}, f"{IMAGE}.reports_per_year")
    chosen = {"casework.proactive.light.per_year": 1.0}  # two, for a year more than the run has
    check(reports(9_999_997), {**reports(9_999_999), **chosen}, f"{IMAGE}.reports_per_year")
    assert found({**reports(9_999_997), **chosen}) == []


def test_new_reports_on_persons_are_counted_with_the_cases_that_they_may_follow():
    """With a chance of 0.6 and a mean of 73 days, a year of 365 is five mean times: 0.6 / 0.4 x (1 - exp(-5 x 0.4)) is
    1.296997 for each case, as if all were there at the start. With 10 reports, 2 of them light, 4 353 504 cases make
    9 999 998.6 in all and one more 10 000 000.8. In two years it is 1.472527, with 20 reports, 4 of them light.
    """

    def light(waiting: int, in_hand: int = 0, per_year: float = 0, **more: object) -> Changes:
        return {
            **reports(10),
            "demand.stock.light": {"waiting": waiting, "in_hand": in_hand},
            "casework.proactive.light.per_year": per_year,
            "casework.classes.light.recurrence_share": 0.1,
            "casework.classes.light.recurrence_mean_days": 73,
            "casework.classes.light.lighter.nothing.recurrence_share": 0.6,
            **more,
        }

    blamed = "casework.classes.light.lighter.nothing.recurrence_share"
    check(light(4_000_000, 353_504), light(4_000_000, 353_505), blamed, "10,000,001 reports and cases")
    chosen = light(4_000_000, 353_504, 0.25)  # a half, for a year more than the run has, and what may follow it
    check(chosen, light(4_000_000, 353_504, 0.5), blamed)
    longer = {"run.end": "2022-12-31"}
    check(light(4_044_435, **longer), light(4_044_436, **longer), blamed)
    never = {"casework.classes.light.lighter": None, "casework.classes.light.recurrence_share": 0.0}
    assert found(light(8_000_000, 1_000_000, **never)) == []


def test_further_reports_on_persons_are_counted_where_they_come_on_top():
    """All reports are cases, and each is followed by 20 at once: 21 x 476 190 = 9 999 990, and 21 more."""

    def all_cases(number: float) -> Changes:
        mix = {"light": {"share": 1.0}}
        persons = {"further_reports_mean": 20, "further_within_days": 0.001}
        return {f"{IMAGE}.reports_per_year": {2021: number}, f"{IMAGE}.mix": mix, "demand.persons": persons}

    assert list(absurd_amounts(small_settings(all_cases(476_180)))) == []
    (problem,) = absurd_amounts(small_settings(all_cases(476_220)))
    assert problem.key == "demand.persons.further_reports_mean"


def test_cases_of_one_kind_are_as_many_as_there_are_numbers_for():
    def stock(state: str, cases: int) -> Changes:
        return {f"demand.stock.serious.{state}": cases}

    for state in ("waiting", "in_hand"):
        words = ("gives 8,388,609 cases", "at most 8,388,608")
        check(stock(state, 8_388_608), stock(state, 8_388_609), f"demand.stock.serious.{state}", *words)
    key = "casework.proactive.serious.per_year"
    check({key: 4_194_304}, {key: 4_194_305}, key, "gives 8,388,610 cases")


def test_reports_of_one_class_in_one_unit_have_numbers():
    """0.68 x 0.6 x 20 560 300 = 8 388 602 and x 20 560 400 = 8 388 643."""

    def closed(number: float) -> Changes:
        return {f"{IMAGE}.reports_per_year": {2021: number}, f"{IMAGE}.volume_factor": 100.0}

    (total,) = found(closed(205_603))
    assert "20,560,300 reports and cases" in str(total.says)
    (one,) = found(closed(205_604))
    assert (one.key, "8,388,643 reports of one class in one unit" in str(one.says)) == (f"{IMAGE}.volume_factor", True)
    light = {f"{IMAGE}.mix.light.share": 0.68, "demand.unit_share_by_class.light": {"coast": 1.0}}
    (one,) = found({**closed(205_603), **light})
    assert "13,981,004 reports of one class" in str(one.says)


def test_a_number_beyond_a_billion_is_not_told():
    pool = {**LAB, "members": 5_000, "rate": 1.0, "own_work": {"load": 2.0, "mean_hours": 0.01}}
    (problem,) = found({"collaboration.pools.lab": pool})
    assert problem.key == "collaboration.pools.lab.own_work.load"
    assert "more pieces of own work over the run than the 8,388,608 that are allowed" in str(problem.says)


def test_own_work_that_waits_is_counted():
    """A plain calendar: 4 x 0.6 x 7.2 / 0.01 = 1 728 pieces a day; 4 854 days are 8 387 712, a day more 8 389 440."""

    def backlog(days: float) -> Changes:
        work = {"load": 0.1, "mean_hours": 0.01, "backlog_days": days}
        return {"calendar.kind": "plain", "collaboration.pools.lab": {**LAB, "own_work": work}}

    check(backlog(4_854), backlog(4_855), "collaboration.pools.lab.own_work.backlog_days", "8,389,440 pieces")


@every_row(
    ("changes", "key"),
    [
        (reports(9_000_000, **{f"{IMAGE}.volume_factor": 9.9}), "reports_per_year"),
        (reports(9_000_000, **{f"{IMAGE}.volume_factor": 10.1}), "volume_factor"),
        # doubled each year to 2025: 16 times in four years, 8 times in the three after 2022
        (reports(1_000_000, **{f"{IMAGE}.growth_per_year": 1.0}, **FIVE_YEARS), "growth_per_year"),
        (
            {f"{IMAGE}.reports_per_year": {2021: 1e6, 2022: 2e6}, f"{IMAGE}.growth_per_year": 1.0, **FIVE_YEARS},
            "reports_per_year",
        ),
    ],
)
def test_of_too_many_reports_the_setting_is_named_that_does_most(changes: Changes, key: str):
    (problem,) = found(changes)
    assert problem.key == f"{IMAGE}.{key}"


@every_row(("batch", "key"), [(3_610_000, "demand.bursts.b.reports"), (3_600_000, f"{IMAGE}.reports_per_year")])
def test_a_batch_is_named_if_it_is_more_than_half(batch: float, key: str):
    """Against 0.68 x (7 000 000 + batch) / 2: more from 3 606 061 on. A smaller batch beside it, or of another
    stream, is not."""
    one = {"stream": "image", "date": "2021-06-01", "days": 10}
    small = {**one, "reports": 5.0}
    (problem,) = found(
        reports(7_000_000, **{"demand.bursts": {"a": small, "b": {**one, "reports": batch}, "c": small}})
    )
    assert problem.key == key


def test_reports_that_are_drawn_for_uneven_units_count():
    """With a spread of 0.5 twice as many are drawn."""
    spread = {"demand.unit_spread_sigma": 0.5}
    check(reports(4_999_000, **spread), reports(5_001_000, **spread), f"{IMAGE}.reports_per_year", "10,002,000")


def complexity(level: float, growth: float, **changes: object) -> Changes:
    return {"casework.complexity": {"level": level, "growth_per_year": growth}, **changes}


def test_hours_stay_within_a_thousand_times_those_that_are_set():
    level, growth = "casework.complexity.level", "casework.complexity.growth_per_year"
    check(complexity(500, 1.0), complexity(501, 1.0), level, "1e+03 times", "0.001 to 1,000")
    check(complexity(0.002, -0.5), complexity(0.0019, -0.5), level)
    six = {"run.end": "2026-12-31"}  # 3^6 = 729
    check(complexity(1.37, 2.0, **six), complexity(1.38, 2.0, **six), growth)
    assert found(complexity(1000, 0.0)) == found(complexity(0.001, 0.0)) == []


def search(hours: float, **effort: object) -> Changes:
    return {"casework.classes.serious.hours.search": {"mean_hours": hours, **effort}}


STEP = "casework.classes.serious.hours.search"


@every_row(
    ("passes", "fails", "key"),
    [
        (
            {**search(1_000), "casework.tools.search": 100},
            {**search(1_001), "casework.tools.search": 100},
            "casework.tools.search",
        ),
        (search(1_000, needed_share=0.01), search(1_000.005, needed_share=0.01), f"{STEP}.needed_share"),
        (
            {**search(10_000, needed_share=0.2), "casework.tools.search": 2},
            {**search(10_000, needed_share=0.2), "casework.tools.search": 2.1},
            STEP,
        ),
        ({STEP: 137, **complexity(729, 0)}, {STEP: 138, **complexity(729, 0)}, "casework.complexity.level"),
        (
            {STEP: 137, **complexity(1, 2.0, **{"run.end": "2026-12-31"})},
            {STEP: 138, **complexity(1, 2.0, **{"run.end": "2026-12-31"})},
            "casework.complexity.growth_per_year",
        ),
        # at the start, when hours fall over the years
        ({STEP: 1_000, **complexity(100, -0.5)}, {STEP: 1_001, **complexity(100, -0.5)}, "casework.complexity.level"),
        (
            {"triage.hours_mean": 1_000, "triage.hours_factor": 100},
            {"triage.hours_mean": 1_001, "triage.hours_factor": 100},
            "triage.hours_factor",
        ),
    ],
    ids=["tool", "needed", "hours", "level", "growth", "level at the start", "triage"],
)
def test_a_step_takes_at_most_a_hundred_thousand_hours(passes: Changes, fails: Changes, key: str):
    check(passes, fails, key, "hours; allowed are at most 100,000")


@every_row("way", ["short", "letter_or_visit"])
def test_a_step_of_a_lighter_treatment_takes_no_more_hours_than_another(way: str):
    def lighter(hours: float, **effort: object) -> Changes:
        treatment = {"hours": {"enrich": 1, "search": {"mean_hours": hours, **effort}}, "outcomes": {"alternative": 1}}
        return {"casework.classes.light.lighter": {way: treatment}, "casework.tools": {"search": 100}}

    key = f"casework.classes.light.lighter.{way}.hours.search"
    check(lighter(1_000), lighter(1_001), "casework.tools.search", "100,100 hours")
    needed = {"needed_share": 0.001}
    check(lighter(1, **needed), lighter(1.001, **needed), f"{key}.needed_share", "100,100 hours")
    often = {**lighter(10_000, needed_share=0.5), "casework.tools": {}}
    assert found(often) == []
    (problem,) = found({**often, "casework.complexity": {"level": 5.1, "growth_per_year": 0.0}})
    assert problem.key == key


def test_hours_beyond_a_billion_are_not_told():
    (problem,) = found({**search(10_000, needed_share=0.0001), "casework.tools.search": 100})
    assert "more hours than the 100,000 that are allowed" in str(problem.says)


@every_row("order", [("enrich", "search"), ("search", "enrich")])
def test_of_two_numbers_for_one_setting_the_larger_is_told(order: tuple[str, str]):
    """300 and 138 hours, 729 times."""
    hours = {step: {"enrich": 300, "search": 138}[step] for step in order}
    (problem,) = found({"casework.classes.serious.hours": {**hours, "dossier": 1}, **complexity(729, 0)})
    assert "218,700 hours" in str(problem.says)


ABSENCE = "staffing.absence"
OFTEN_ILL = {f"{ABSENCE}.short_illness_spells_per_year": 366, f"{ABSENCE}.short_illness_mean_days": 0.01, **FIVE_YEARS}
"""Numbers a year: twice 734 for illness, 2 for long illness and 2 for leave, 1 476; for six years 8 856. 100 000 000
of them are those of 11 291.8 people."""


def posts(capital: int, coast: int, **changes: object) -> Changes:
    return {"staffing.units.capital.posts": capital, "staffing.units.coast.posts": coast, **OFTEN_ILL, **changes}


def test_people_times_their_numbers_are_bounded():
    key = f"{ABSENCE}.short_illness_spells_per_year"
    check(
        posts(10_000, 1_291), posts(10_000, 1_292), key, "11,292 people", "25,000,488 times away", "below 100,000,000"
    )
    leave = {f"{ABSENCE}.leave_spells_per_year": 366, f"{ABSENCE}.leave_days_per_year": 1}
    few = {f"{ABSENCE}.short_illness_spells_per_year": 0}
    (problem,) = found(posts(10_000, 1_292, **{**leave, **few}))
    assert problem.key == f"{ABSENCE}.leave_spells_per_year"


def test_posts_ahead_and_of_the_plan_are_counted():
    ahead = {"staffing.hiring.hire_ahead_share": 0.1}
    key = f"{ABSENCE}.short_illness_spells_per_year"
    check(posts(10_000, 265, **ahead), posts(10_000, 266, **ahead), key, "11,293 people")  # 11 292.6

    def plan(more: int) -> Changes:
        steps = {"more": {"unit": "coast", "date": "2021-06-01", "posts": more}}
        return posts(10_000, 1_281, **{"staffing.plan": {**steps, "less": {**steps["more"], "posts": -1_000}}})

    check(plan(10), plan(11), key)


def test_holders_follow_each_other_as_often_as_they_leave_and_are_replaced():
    """Rates 2 x (0.5 + 0.2) + 0.1 = 1.5 a year and a year to fill: 1.5 / 2.5 = 0.6 a year, 4 holders in five years."""
    turnover = {
        "staffing.turnover": {
            "resignation_per_year": {0: 1 - 2.718281828459045**-0.5, 3: 0.01},
            "transfer_per_year": 1 - 2.718281828459045**-0.2,
            "workload_leaving": 0.1,
        },
        "staffing.units.capital.turnover_factor": 2,
        "staffing.hiring.fill_months_mean": 12,
    }
    check(posts(2_822, 0, **turnover), posts(2_823, 0, **turnover), f"{ABSENCE}.short_illness_spells_per_year")


def test_newcomers_who_may_be_at_the_pension_age_leave_at_once():
    """365 / (1 + 365 x 0.01 / 12) = 279.87 a year, 1 400.36 in five years; x 72 numbers (6 x 12) is 100 826 a post."""

    def old(capital: int, band: str = "25-67") -> Changes:
        return {
            "staffing.age_of_newcomers": {"bands": {band: 0.5, "20-30": 0.5}},
            "staffing.units.capital.posts": capital,
            "staffing.units.coast.posts": 0,
            "staffing.hiring.fill_months_mean": 0.01,
            **FIVE_YEARS,
        }

    check(old(991), old(992), "staffing.turnover")
    assert found(old(10_000, "25-66")) == []


def test_of_too_many_posts_the_plan_or_the_largest_unit_is_named():
    """47 spells a year: (96 + 2 + 2) x 2 x 6 = 1 200 numbers each, and 90 000 posts."""
    ill = {f"{ABSENCE}.short_illness_spells_per_year": 47, f"{ABSENCE}.short_illness_mean_days": 0.01, **FIVE_YEARS}
    step = {"unit": "coast", "date": "2021-06-01", "posts": 10_000}
    (problem,) = found({**ill, "staffing.plan": {f"p{n}": step for n in range(9)}})
    assert problem.key == "staffing.plan"
    units = {f"u{n}": {"label": "U", "posts": 9_000 + n} for n in range(10)}
    of_units = {"staffing.units": units, "demand.unit_share": {"u1": 1.0}, "triage.team": "u1"}
    (problem,) = found({**ill, **of_units})
    assert problem.key == "staffing.units.u9.posts"
    assert found(of_units) == []


def test_a_run_without_reports_of_a_year_cannot_be_drawn():
    def missing(known: list[int]) -> list[str]:
        years = {f"{IMAGE}.reports_per_year": dict.fromkeys(known, 100.0), f"{IMAGE}.reference_year": known[0]}
        return [problem.key for problem in problems_of_drawing(small_settings({**years, "run.end": "2022-12-31"}))]

    assert missing([2022]) == missing([2020, 2022]) == [f"{IMAGE}.reports_per_year"]
    assert missing([2021]) == missing([2020, 2021, 2022]) == []
