"""Spells away, worked out by hand from the numbers that they are drawn with, and their share of the time by theory."""

import math

import numpy as np
import pytest

from tbkk_sim.sampling.workforce.absence import AbsenceCause, Absences, draw_spells, draws_per_person
from tbkk_sim.settings.staffing import Absence
from tests.laws import check_mean, check_share
from tests.rows import every_row

LEAVE = Absence(leave_days_per_year=60, leave_spells_per_year=8)
SHORT = Absence(short_illness_spells_per_year=3, short_illness_mean_days=5)
LONG = Absence(long_illness_per_year=0.3, long_illness_mean_days=100)
NEVER_DRAWN = 1 - 1e-12
"""A gap of some 27 times its mean."""


def adds_up_to(amount: float) -> float:
    return -math.expm1(-amount)


def spells_of(
    absence: Absence, draws: np.ndarray, begin: float = 0, end: float = math.inf, *, newcomer: bool = False, days: int
) -> list[tuple[float, float, bool]]:
    """Begin, end and kind of the spells of one person."""
    found = draw_spells(absence, days, np.array([begin]), np.array([end]), np.array([newcomer]), draws[None, :])
    assert set(found.person.tolist()) <= {0}
    return list(zip(found.begin_days.tolist(), found.end_days.tolist(), found.long.tolist(), strict=True))


def numbers(absence: Absence, days: int, gaps: dict[tuple[str, int], float], lengths: dict[tuple[str, int], float]):
    """Numbers of one person of two years: all alike, but for those of a kind and a place that are given.

    Per year first those of long illness, then of short illness, then of leave: gaps, then as many lengths. A year
    takes at most two times the spells that are expected, and two: 3 of long illness at 0.3 a year, 8 of short illness
    at 3, 18 of leave at 8; 2 of what there is none of.
    """
    width = {
        "long": 3 if absence.long_illness_per_year else 2,
        "short": 8 if absence.short_illness_spells_per_year else 2,
        "leave": 18 if absence.leave_days_per_year else 2,
    }
    per_year = 2 * sum(width.values())
    assert draws_per_person(absence, days) == 2 * per_year
    draws = np.full(2 * per_year, 0.5)
    for which, given in (("gaps", gaps), ("lengths", lengths)):
        for (kind, nth), number in given.items():
            before = 2 * sum(n for name, n in width.items() if list(width).index(name) < list(width).index(kind))
            year, place = divmod(nth, width[kind])
            draws[year * per_year + before + (which == "lengths") * width[kind] + place] = number
    return draws


@every_row(("days", "years"), [(1, 2), (365, 2), (366, 3), (730, 3), (731, 4), (1096, 5)])
def test_numbers_suffice_for_a_year_more_than_the_run(days: int, years: int):
    """Twice, for gaps and lengths: 3 + 8 + 18 numbers a year, as `numbers` says."""
    every = LEAVE.model_copy(update={"short_illness_spells_per_year": 3.0, "long_illness_per_year": 0.3})
    assert draws_per_person(every, days) == years * 2 * (3 + 8 + 18)


def test_leave_is_in_even_spells_with_even_gaps():
    """60 days in 8 spells are 7.5 days each, and gaps 365.25 / 8 - 7.5 = 38.15625 in the mean, from half to 3/2 of it.

    With all numbers 0.5 the first gap is half of the mean, the others are the mean: spells begin at 19.078125, and then
    every 45.65625 days; begins and ends are rounded down.
    """
    spells = spells_of(LEAVE, numbers(LEAVE, 365, {}, {}), days=365)
    assert [begin for begin, _, _ in spells] == [19, 64, 110, 156, 201, 247, 293, 338]
    assert [end for _, end, _ in spells] == [26, 72, 117, 163, 209, 254, 300, 346]
    assert not any(long for *_, long in spells)
    gaps = numbers(LEAVE, 365, {("leave", 0): 0.0, ("leave", 1): 0.0, ("leave", 2): 0.9999}, {})
    # gaps of 0, 19.078 and 57.23 days: but nobody is on leave on the first day
    assert [s[:2] for s in spells_of(LEAVE, gaps, days=365)][:3] == [(1, 7), (26, 34), (91, 98)]


def test_spells_lie_between_the_first_day_and_the_last():
    """The spells above, for who begins on day 100 and leaves on day 160: 119-126 and 164-172 follow from day 100."""
    draws = numbers(LEAVE, 365, {}, {})
    assert [s[:2] for s in spells_of(LEAVE, draws, 100, 160, newcomer=True, days=365)] == [(119, 126)]
    assert [s[:2] for s in spells_of(LEAVE, draws, 100, 165, newcomer=True, days=365)] == [(119, 126), (164, 165)]
    assert [s[:2] for s in spells_of(LEAVE, draws, 100, 164, newcomer=True, days=365)] == [(119, 126)]
    assert [s[:2] for s in spells_of(LEAVE, draws, days=64)] == [(19, 26)]  # day 64 is no day of this run
    assert [s[:2] for s in spells_of(LEAVE, draws, days=65)] == [(19, 26), (64, 72)]


def test_illness_has_exponential_gaps_and_lengths():
    """3 spells of 5 days a year: gaps of 365.25 / 3 - 5 = 116.75 days in the mean.

    A gap of once its mean, 10 days ill (twice the mean), and the same again: 116.75-126.75, 243.5-253.5. The third gap
    never ends.
    """
    given = {("short", 0): adds_up_to(1), ("short", 1): adds_up_to(1), ("short", 2): NEVER_DRAWN}
    draws = numbers(SHORT, 365, given, {("short", nth): adds_up_to(2) for nth in range(8)})
    assert spells_of(SHORT, draws, days=365) == [(116, 126, False), (243, 253, False)]
    # 0.02 times the gap is 2.3 days; 0.1 times the mean length half a day, which is over before midnight
    short = numbers(SHORT, 365, {("short", 0): adds_up_to(0.02), ("short", 1): NEVER_DRAWN}, {("short", 0): 0.1})
    assert spells_of(SHORT, short, days=365) == []


def test_numbers_of_the_second_year_follow_those_of_the_first():
    """Each of 8 gaps of a year is 0.1 times the mean, each of 8 spells 1.25 days: after 8 x (11.675 + 1.25) = 103.4
    days."""
    gaps = {("short", nth): adds_up_to(0.1) for nth in range(8)} | {("short", 8): adds_up_to(1)}
    lengths = {("short", nth): adds_up_to(0.25) for nth in range(8)} | {("short", 8): adds_up_to(2)}
    spells = spells_of(SHORT, numbers(SHORT, 365, {**gaps, ("short", 9): NEVER_DRAWN}, lengths), days=365)
    assert spells[-1] == (220, 230, False)  # 103.4 + 116.75 = 220.15


@every_row(
    ("number", "newcomer", "spell"),
    [
        (0.0821, False, (0, 199)),  # ill on the first day: 100 x 0.3 / 365.25 = 0.082136 of all people are
        (0.0822, False, (0, 200)),  # not yet: the gap is 1117.5 x 0.000064 / 0.917864 = 0.08 days, so until 200.03
        (0.082136 + 0.917864 * adds_up_to(0.1), False, (111, 311)),  # 0.1 x (365.25 / 0.3 - 100) = 111.75
        (adds_up_to(0.1), True, (111, 311)),  # no newcomer begins by being ill
        (0.0, True, (1, 199)),
    ],
)
def test_the_share_that_is_ill_for_long_is_so_from_the_first_day(number: float, newcomer: bool, spell: tuple):
    """199.95 days long, 1.9995 times the mean."""
    draws = numbers(LONG, 365, {("long", 0): number, ("long", 1): NEVER_DRAWN}, {("long", 0): adds_up_to(1.9995)})
    (found,) = spells_of(LONG, draws, newcomer=newcomer, days=365)
    assert found == (*spell, True)


def many(absence: Absence, people: int, days: int) -> Absences:
    draws = np.random.default_rng(20).random((people, draws_per_person(absence, days)))
    return draw_spells(absence, days, np.zeros(people), np.full(people, np.inf), np.zeros(people, dtype=bool), draws)


def days_away(spells: Absences, people: int, begin: int, end: int) -> np.ndarray:
    within = np.clip(spells.end_days, begin, end) - np.clip(spells.begin_days, begin, end)
    return np.bincount(spells.person, weights=within, minlength=people)


def test_long_illness_takes_its_share_of_every_day():
    """In equilibrium from the first day on: 3 x 100 / 365.25 = 82 % of all people, on the first day and on the last."""
    people = 25_000
    spells = many(LONG.model_copy(update={"long_illness_per_year": 3.0}), people, 365)
    for day in (0, 364):
        ill = np.zeros(people, dtype=bool)
        ill[spells.person[(spells.begin_days <= day) & (day < spells.end_days)]] = True
        check_share(ill, 300 / 365.25)


def test_short_illness_and_leave_take_the_days_that_are_set():
    """12 x 20 = 240 days ill of a year, and 60 of leave; the first gap begins at the start, so later years are counted.

    Renewal theory: of spells and gaps of 20 and 365.25 / 12 - 20 = 10.4375 days, both exponential, the days ill in t
    have a variance of t x 2 x (20 x 10.4375)^2 / 30.4375^3 = 3.091 t.
    """
    people, days = 2_500, 731.0
    often = SHORT.model_copy(update={"short_illness_spells_per_year": 12.0, "short_illness_mean_days": 20.0})
    expected = days * 240 / 365.25
    ill_for_short, on_leave = many(often, people, 1096), many(LEAVE, people, 1096)
    assert set(ill_for_short.cause.tolist()) == {AbsenceCause.SHORT_ILLNESS}
    assert set(on_leave.cause.tolist()) == {AbsenceCause.LEAVE}
    ill = days_away(ill_for_short, people, 365, 1096)
    check_mean(ill, expected, math.sqrt(3.091 * days) / expected)
    away = days_away(on_leave, people, 365, 1096)
    assert away.mean() == pytest.approx(days * 60 / 365.25, rel=0.005)
