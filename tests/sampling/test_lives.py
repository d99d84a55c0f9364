"""The life of one holder of a post, worked out by hand from the numbers that it is drawn with.

Everybody's numbers are given, so each date below is arithmetic, with 365.25 days in a year:

- chances are set such that the rates are round: resignation 0.5 a year, 0.25 from 2 years of tenure, 0.1 from 5 years;
  transfer 0.2; a number 1 - exp(-x) means that the rates must add up to x;
- the pension age is 67 (24 471.75 days), that of RPU 64 (23 376 days): 0.3 leave then, 0.4 shorten their contract.
"""

import math

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.model.establishment import leavers_per_year, vacancy_share_at_rest
from tbkk_sim.sampling.workforce import people
from tbkk_sim.sampling.workforce.people import Cause, Holder, Lives
from tbkk_sim.sampling.workforce.shifts import Tenures
from tbkk_sim.sampling.world import NEVER
from tests.builders import small_settings
from tests.rows import every_row

YEAR = 365.25
CAPITAL, COAST = 0, 1
LIFE = {
    "staffing.units.capital.posts": 100,
    "staffing.units.coast.posts": 1,
    "staffing.units.coast.age_shift_years": 3,
    "staffing.units.coast.turnover_factor": 2,
    "staffing.age_at_start": {"bands": {"20-60": 0.8, "60-67": 0.2}},
    "staffing.age_of_newcomers": {"bands": {"25-45": 1.0}},
    "staffing.tenure_years_mean": 8,
    "staffing.part_time": {1.0: 0.5, 0.6: 0.5},
    "staffing.turnover": {
        "resignation_per_year": {5: 1 - math.exp(-0.1), 0: 1 - math.exp(-0.5), 2: 1 - math.exp(-0.25)},
        "transfer_per_year": 1 - math.exp(-0.2),
        "rpu_years_before": 3,
        "rpu_exit_share": 0.3,
        "rpu_part_time_share": 0.4,
    },
    "staffing.hiring": {"fill_months_mean": 10, "fill_shape": 4, "experienced_share": 0.4},
}


def lives(changes: dict | None = None, pressure: np.ndarray | None = None) -> Lives:
    return Lives(small_settings({**LIFE, **(changes or {})}), 0, pressure)


def adds_up_to(amount: float) -> float:
    """The number at which an exponential amount with mean 1 is this."""
    return -math.expm1(-amount)


def row(**numbers: float) -> np.ndarray:
    """The numbers of a holder, with whom nothing happens but for those that are given."""
    draws = np.full(people.LIFE_DRAWS, 0.5)
    draws[[people.RESIGN, people.TRANSFER, people.WORKLOAD]] = adds_up_to(30.0)
    draws[people.RPU] = 0.99
    for name, number in numbers.items():
        draws[getattr(people, name)] = number
    return draws


def starter(changes: dict | None = None, unit: int = CAPITAL, day: int = 100, **numbers: float) -> Holder:
    """Somebody who starts on a day of the run, by default at the age of 35."""
    return lives(changes).newcomer(7, unit, 3, day, row(**numbers))


def member(changes: dict | None = None, unit: int = CAPITAL, **numbers: float) -> Holder:
    """Somebody who is there at the start, by default at the age of 45 with 4.3 years of tenure."""
    return lives(changes).first_holder(7, unit, row(**{"TENURE": adds_up_to(4.3 / 8), **numbers}))


def age_years(holder: Holder, day: float = 0.0) -> float:
    return (day - holder.born_days) / YEAR


@every_row(
    ("draw", "age"),
    [(0.0, 20.0), (0.25, 30.0), (0.499999, 40.0), (0.5, 50.0), (0.75, 55.0), (0.999999, 60.0)],
)
def test_ages_are_even_within_bands_and_the_bands_have_their_shares(draw: float, age: float):
    bands = {"bands": {"20-40": 0.5, "50-60": 0.5}}
    assert age_years(member({"staffing.age_at_start": bands}, AGE=draw)) == pytest.approx(age, abs=1e-4)
    assert age_years(starter({"staffing.age_of_newcomers": bands}, AGE=draw), 100) == pytest.approx(age, abs=1e-4)


def test_the_staff_of_a_unit_is_older_by_its_shift_and_its_newcomers_are_not():
    assert age_years(member(AGE=0.5)) == pytest.approx(45)  # 20 + 40 x 0.5 / 0.8
    assert age_years(member(unit=COAST, AGE=0.5)) == pytest.approx(48)
    assert age_years(starter(unit=COAST), 100) == pytest.approx(35)


@every_row(("draw", "age"), [(0.499, 66.992), (0.5, 66.6), (0.9, 66.6)])
def test_who_would_be_past_the_pension_age_is_in_the_year_before_it(draw: float, age: float):
    """Ages 60 to 68, 3 years older in this unit: at a number of 0.5 exactly 67. They are 67 less their other number."""
    oldest = {"staffing.age_at_start": {"bands": {"60-68": 1.0}}}
    assert age_years(member(oldest, COAST, AGE=draw, OVERAGE=0.4)) == pytest.approx(age)


@every_row(
    ("age", "part", "tenure"),
    [
        (30, math.exp(-4.3 / 8), 4.3),
        (30, math.exp(-12.1 / 8), 12 - math.exp(-0.1 / 8) * 7),  # beyond 12 years: joined between 18 and 25
        (30, 0.5 * math.exp(-12 / 8), 8.5),  # half of the tail: 18 + 3.5
        (30, 0.25 * math.exp(-12 / 8), 10.25),
        (22, 0.5 * math.exp(-4 / 8), 2.0),  # not after today: between 18 and 22
        (17, 0.5, 0.0),  # not adult yet: today
    ],
)
def test_tenure_is_exponential_and_beyond_the_age_of_18_even_over_the_young_years(
    age: float, part: float, tenure: float
):
    """`part` of all people have a longer tenure: exp(-years / 8)."""
    bands = {"bands": {f"{age - 1}-{age + 1}": 1.0}}
    holder = member({"staffing.age_at_start": bands}, AGE=0.5, TENURE=1 - part)
    assert -holder.joined_days == pytest.approx(math.floor(tenure * YEAR + 1e-6), abs=1e-6)


def test_nobody_joins_young_when_newcomers_are_younger_than_18():
    changes = {"staffing.age_of_newcomers": {"bands": {"16-45": 0.5, "45-50": 0.5}}}
    holder = member({**changes, "staffing.age_at_start": {"bands": {"29-31": 1.0}}}, AGE=0.5, TENURE=0.999)
    assert holder.joined_days == -12 * YEAR  # at 18


@every_row(
    ("unit", "amount", "years"),
    [
        (CAPITAL, 0.6, 1.2),  # 0.6 / 0.5
        (CAPITAL, 0.999, 1.998),
        (CAPITAL, 1.25, 3.0),  # 2 years bring 1.0; 0.25 / 0.25
        (CAPITAL, 1.9, 6.5),  # 5 years bring 1.75; 0.15 / 0.1
        (COAST, 0.6, 0.6),  # rates twice as high
        (COAST, 2.5, 3.0),
    ],
)
def test_resignation_is_by_the_rate_of_the_tenure_and_the_factor_of_the_unit(unit: int, amount: float, years: float):
    holder = starter(unit=unit, RESIGN=adds_up_to(amount))
    assert (holder.left_days, holder.cause) == (math.ceil(100 + years * YEAR - 1e-6), Cause.RESIGNED)


def test_a_rate_of_zero_is_passed_over():
    changes = {"staffing.turnover.resignation_per_year": {0: 1 - math.exp(-0.5), 2: 0.0, 5: 1 - math.exp(-0.1)}}
    assert starter(changes, RESIGN=adds_up_to(1.1)).left_days == math.ceil(100 + 6 * YEAR)
    assert starter({"staffing.turnover": {}}, RESIGN=0.0, TRANSFER=0.0).cause == Cause.PENSION


def test_who_is_there_at_the_start_resigns_by_the_rates_from_then_on():
    """3 years of tenure are 1095 whole days, 2.99795 years; 1.2 years at 0.25 later is day 438.3."""
    holder = member(TENURE=adds_up_to(3 / 8), RESIGN=adds_up_to(0.3))
    assert (holder.joined_days, holder.left_days, holder.cause) == (-1095, 439, Cause.RESIGNED)


@every_row(("unit", "left"), [(CAPITAL, 648), (COAST, 374)])
def test_transfer_is_at_one_rate_and_the_factor_of_the_unit(unit: int, left: float):
    """0.3 / 0.2 = 1.5 years, 547.875 days after day 100; half of that with a factor of 2."""
    holder = starter(unit=unit, TRANSFER=adds_up_to(0.3))
    assert (holder.left_days, holder.cause) == (left, Cause.TRANSFERRED)


def test_whatever_comes_first_makes_somebody_leave():
    both = {"RESIGN": adds_up_to(0.6), "TRANSFER": adds_up_to(0.3)}  # after 1.2 and 1.5 years
    assert starter(**both).cause == Cause.RESIGNED
    assert starter(**{**both, "RESIGN": adds_up_to(0.9)}).cause == Cause.TRANSFERRED  # 1.8 years


@every_row(
    ("luck", "left", "cause", "part_time"),
    [
        (0.0, 10693, Cause.RPU, NEVER),
        (0.2999, 10693, Cause.RPU, NEVER),
        (0.3, 11788, Cause.PENSION, 10693),
        (0.6999, 11788, Cause.PENSION, 10693),
        (0.7001, 11788, Cause.PENSION, NEVER),
    ],
)
def test_at_the_age_of_rpu_some_leave_some_go_on_part_time_and_the_pension_takes_the_rest(
    luck: float, left: float, cause: Cause, part_time: float
):
    """35 on day 100: born on day -12 683.75; 64 on day 10 692.25, 67 on day 11 788."""
    holder = starter(RPU=luck)
    assert (holder.left_days, holder.cause, holder.part_time_days) == (left, cause, part_time)


@every_row(
    ("age", "luck", "cause", "shortens"),
    [
        (63.9, 0.29, Cause.RPU, False),
        (64, 0.0, Cause.PENSION, True),  # who would have left is not there: 0.3 + 0.7 x 0
        (65, 0.571, Cause.PENSION, True),  # 0.3 + 0.7 x 0.571 = 0.6997
        (65, 0.572, Cause.PENSION, False),  # 0.7004
    ],
)
def test_of_those_past_the_age_of_rpu_who_took_the_exit_is_gone(age: float, luck: float, cause: Cause, shortens: bool):
    bands = {"staffing.age_at_start": {"bands": {"60-70": 1.0}}}
    holder = member(bands, AGE=(age - 60) / 10, RPU=luck)
    assert holder.cause == cause
    assert math.isfinite(holder.part_time_days) == shortens
    if age == 65:
        assert holder.left_days == math.ceil(2 * YEAR) == 731


def test_a_contract_is_shortened_at_the_age_of_rpu_but_not_before_joining():
    bands = {"staffing.age_at_start": {"bands": {"60-70": 1.0}}}
    assert member(bands, AGE=0.5, RPU=0.1).part_time_days == -365  # 64 a year ago, 4.3 years there
    assert member(bands, AGE=0.5, RPU=0.1, TENURE=adds_up_to(0.5 / 8)).part_time_days == -182


@every_row(("age", "part_time"), [(63.75, True), (64, False), (65, False)])
def test_newcomers_past_the_age_of_rpu_do_not_take_it(age: float, part_time: bool):
    bands = {"staffing.age_of_newcomers": {"bands": {"60-68": 1.0}}}
    holder = starter(bands, AGE=(age - 60) / 8, RPU=0.5)
    assert math.isfinite(holder.part_time_days) == part_time
    assert starter(bands, AGE=(age - 60) / 8, RPU=0.1).cause == (Cause.RPU if part_time else Cause.PENSION)


def test_everybody_stays_for_a_day_at_least():
    old = {"staffing.age_of_newcomers": {"bands": {"60-68": 1.0}}}
    assert starter(old, AGE=7.5 / 8).left_days == 101  # past the pension age already
    assert starter(RESIGN=0.0).left_days == 101
    assert starter(RESIGN=adds_up_to(0.5 * 1.001 / YEAR)).left_days == 102


@every_row(("draw", "fte"), [(0.0, 1.0), (0.4999, 1.0), (0.5, 0.6), (0.9999, 0.6)])
def test_contracts_have_their_shares(draw: float, fte: float):
    assert starter(CONTRACT=draw).fte == member(CONTRACT=draw).fte == fte


@every_row(("draw", "ramp"), [(0.0, 0.5), (0.3999, 0.5), (0.4, 1.0), (0.9, 1.0)])
def test_the_experienced_have_half_the_ramp(draw: float, ramp: float):
    assert starter(EXPERIENCE=draw).ramp_factor == member(EXPERIENCE=draw).ramp_factor == ramp


def test_a_holder_knows_post_number_and_first_day():
    assert [getattr(starter(), name) for name in ("post", "number", "joined_days")] == [7, 3, 100.0]
    assert [getattr(member(), name) for name in ("post", "number", "joined_days")] == [7, 0, -1570.0]  # 1570.6 days


@every_row("shape", [0.5, 1.0, 4.0])
def test_the_time_to_fill_is_gamma_with_its_mean(shape: float):
    """10 months of 30.4375 days."""
    fill = lives({"staffing.hiring.fill_shape": shape})
    law = stats.gamma(shape, scale=304.375 / shape)
    assert [fill.fill_days(row(FILL=u)) for u in (0.1, 0.5, 0.9)] == pytest.approx(law.ppf([0.1, 0.5, 0.9]))


@every_row("shape", [0.5, 1.0, 4.0])
def test_what_is_left_of_a_vacancy_at_the_start_is_the_equilibrium_remainder(shape: float):
    """Its mean is E[L^2] / (2 E[L]) = mean x (1 + 1 / shape) / 2, and it is above t in the share (E[L] - E[min(L,
    t)]) / E[L]."""
    fill = lives({"staffing.hiring.fill_shape": shape})
    even = (np.arange(100) + 0.5) / 100
    left = np.array([fill.left_to_fill_days(row(FILL=u, LEFT_TO_FILL=v)) for u in even for v in even])
    assert left.mean() == pytest.approx(304.375 * (1 + 1 / shape) / 2, rel=0.01)
    law, longer = stats.gamma(shape, scale=304.375 / shape), stats.gamma(shape + 1, scale=304.375 / shape)
    for t in (50.0, 300.0, 700.0):
        above = longer.sf(t) - t / 304.375 * law.sf(t)
        assert np.mean(left > t) == pytest.approx(above, abs=0.004)


def test_a_post_is_vacant_at_the_start_in_its_share():
    given = lives({"staffing.vacancy_share_at_start": 0.25})
    assert given.vacant_at_start(CAPITAL, 0, row(VACANT=0.2499))
    assert not given.vacant_at_start(CAPITAL, 0, row(VACANT=0.25))
    at_rest = lives()
    for unit, share in ((CAPITAL, 0.274077), (COAST, 0.421780)):  # as worked out below
        assert at_rest.vacant_at_start(unit, 0, row(VACANT=share - 1e-6))
        assert not at_rest.vacant_at_start(unit, 0, row(VACANT=share + 1e-6))


def test_leavers_at_pension_age_are_those_who_did_not_take_rpu():
    """By hand, for a unit of 100 posts and one of 1 post whose staff is 3 years older and leaves twice as readily.

    Resignation: tenures of 8 years in the mean are above 2 and 5 years in exp(-0.25) = 0.778801 and exp(-0.625) =
    0.535261 of all people: 0.5 x 0.221199 + 0.25 x 0.243539 + 0.1 x 0.535261 = 0.225011. With transfer: 0.425011;
    twice: 0.850021.

    Reaching 64, of those from 59 to 64, over 5 years: 100 posts 0.8 x 1/40 + 0.2 x 4/7 = 0.134286, a year 0.026857;
    1 post (bands 23-63 and 63-70) 0.8 x 4/40 + 0.2 x 1/7 = 0.108571, a year 0.021714.
    Reaching 67, from 62: 0.2 x 5/7 = 0.142857, a year 0.028571; and 0.8 x 1/40 + 0.2 x 4/7 = 0.134286, a year 0.026857.

    Leaving: 0.425011 + 0.3 x 0.026857 + 0.7 x 0.028571 = 0.453068; 0.850021 + 0.3 x 0.021714 + 0.7 x 0.026857 =
    0.875335. Vacant when 10 months are needed to fill: 0.377557 / 1.377557 = 0.274077; 0.729446 / 1.729446 = 0.421780.
    """
    staffing = small_settings(LIFE).staffing
    assert leavers_per_year(staffing, "capital") == pytest.approx(0.453068, abs=1e-6)
    assert leavers_per_year(staffing, "coast") == pytest.approx(0.875335, abs=1e-6)
    assert vacancy_share_at_rest(staffing, "capital") == pytest.approx(0.274077, abs=1e-6)
    assert vacancy_share_at_rest(staffing, "coast") == pytest.approx(0.421780, abs=1e-6)


@every_row(
    ("unit", "begin", "days_of_load", "left"),
    [
        (COAST, 0, 39.5, 132),  # 39.5 days after 1 October, day 92
        (COAST, 100, 39.5, 140),
        (COAST, 0, 150.5, 243),  # 31 + 30 + 31 + 31 days until 1 February are 123; 27.5 days after day 215
        (COAST, 0, 181.9, 274),
        (COAST, 0, 182.1, None),  # 182 days until the end of the run
        (CAPITAL, 0, 0.1, None),  # no load there
    ],
)
def test_load_makes_people_leave_when_what_they_met_passes_their_threshold(
    unit: int, begin: int, days_of_load: float, left: float | None
):
    """1 July 2021 to 31 March 2022, 274 days; from 1 October on a load of 1 too much; what is below 1 helps nobody."""
    pressure = np.array([np.zeros(9), [-1.0] * 3 + [1.0] * 6])
    run = {"run.start": "2021-07-01", "run.end": "2022-03-31", "staffing.turnover": {"workload_leaving": 0.5}}
    threshold = row(WORKLOAD=adds_up_to(0.5 * days_of_load / YEAR), TENURE=0.5)
    person = lives(run, pressure)
    holder = person.newcomer(0, unit, 1, begin, threshold) if begin else person.first_holder(0, unit, threshold)
    assert (holder.cause == Cause.WORKLOAD) == (left is not None)
    assert left is None or holder.left_days == left
    calm = lives(run).first_holder(0, unit, threshold)
    assert calm.cause == Cause.PENSION
    off = lives({**run, "staffing.turnover": {}}, pressure).first_holder(0, unit, threshold)
    assert off.left_days == calm.left_days


def test_causes_have_the_numbers_that_tables_of_people_have():
    assert [(cause.name, cause.value) for cause in Cause] == [
        ("RESIGNED", 0),
        ("TRANSFERRED", 1),
        ("PENSION", 2),
        ("RPU", 3),
        ("WORKLOAD", 4),
        ("OVERTIME", 5),
        ("RETRAINED", 6),
        ("TERM_OVER", 7),
    ]


def test_who_is_there_at_the_start_begins_on_the_first_day_of_the_run():
    assert Tenures.from_holders([member(), starter()]).begin_days.tolist() == [0.0, 100.0]
