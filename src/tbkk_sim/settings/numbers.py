"""Kinds of numbers and dates in the settings, each with a range: what could ever be meant, and what can be computed.

A range is wide, so that a study of extremes is possible; it stops where a value can only be a slip of the keyboard or
another unit (hours for days), and before sums and products over the longest run leave what a computer can count.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.fields import FieldInfo

from tbkk_sim.problem import Phrase, shown, wrong


@dataclass(frozen=True, slots=True)
class In:
    """The unit in which a number is counted."""

    of: str


@dataclass(frozen=True, slots=True)
class ZeroOr:
    """Checks that a number is 0 or at least `low`: what divides by it has no use for less."""

    low: float
    high: float

    def __call__(self, number: float) -> float:
        """Give the number back if it is all right.

        Raises:
            SettingsError: it is not.
        """
        if 0 < number < self.low:
            raise wrong("", "is {value}; allowed: 0, or {low:,.10g} to {high:,.10g}", value=number, **self._bounds)
        return number

    @property
    def _bounds(self) -> dict[str, float]:
        return {"low": self.low, "high": self.high}


def _is_text(given: Any) -> Any:
    """A number is no date, though seconds since 1970 could be meant by it."""
    if isinstance(given, int | float):
        raise wrong("", "is {value}, which is not a date; write a day that exists as 2021-01-31", value=given)
    return given


def _is_filled(given: Any) -> Any:
    """Give a table, a list or a text back if there is something in it.

    Raises:
        SettingsError: it is empty.
    """
    if not (given.strip() if isinstance(given, str) else given):
        raise wrong("", "is {value}; it must not be empty", value=shown(given))
    return given


Filled = AfterValidator(_is_filled)
"""Refuses a table or a list without entries, and a text without a word."""

DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
"""Days of an average year and month."""
FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
"""No figures on the work of these teams are older; no plan looks further."""
LONGEST_YEARS = 50
"""Longest period of a run; theory is checked over some thirty years."""

Day = Annotated[dt.date, Field(ge=FIRST_DAY, le=LAST_DAY), BeforeValidator(_is_text)]
Year = Annotated[int, Field(ge=FIRST_DAY.year, le=LAST_DAY.year)]

Share = Annotated[float, Field(ge=0, le=1)]
SomeShare = Annotated[float, Field(ge=0.01, le=1)]
"""A share that divides: less than a hundredth would make what is divided endless."""
Sure = Annotated[float, Field(ge=0.001, le=0.999)]
"""A probability or a width that is neither none nor certain."""
Factor = Annotated[float, Field(ge=0.01, le=100)]
"""A lever: a hundredth to a hundred times."""
Level = Annotated[float, Field(ge=0.001, le=1000)]
"""Hours against those that were set, for all work at once: a thousandth to a thousand times."""
YearlyGrowth = Annotated[float, Field(ge=-0.99, le=2)]

Hours = Annotated[float, Field(ge=0, le=10_000), In("hours")]
"""Hours of one piece of work: at most some seven years of one person."""
SomeHours = Annotated[float, Field(ge=0.01, le=10_000), In("hours")]
HoursOfDay = Annotated[float, Field(ge=0.1, le=24), In("hours")]
DayCount = Annotated[float, Field(ge=0, le=36_525), In("days")]
"""Days, at most a hundred years."""
SomeDays = Annotated[float, Field(ge=0.001, le=36_525), In("days")]
DaysInYear = Annotated[float, Field(ge=0, le=365), In("days")]
SpellsInYear = Annotated[float, Field(ge=0, le=366), AfterValidator(ZeroOr(0.001, 366))]
ShareOfPeople = Annotated[float, Field(ge=0, le=1), AfterValidator(ZeroOr(0.00001, 1))]
"""A chance per year and person: one in a hundred thousand is none in any team."""
WeekCount = Annotated[float, Field(ge=0.01, le=5_200), In("weeks")]
Months = Annotated[float, Field(ge=0.01, le=1_200), In("months")]
Years = Annotated[float, Field(ge=0.25, le=100), In("years")]

Priority = Annotated[int, Field(ge=1, le=99)]
PostCount = Annotated[int, Field(ge=0, le=10_000), In("posts")]
"""The police has some 65,000 posts in all."""
MorePosts = Annotated[int, Field(ge=-10_000, le=10_000), In("posts")]
MOST_REPLICATIONS = 1_000_000
Replications = Annotated[int, Field(ge=1, le=MOST_REPLICATIONS), In("futures")]
Seed = Annotated[int, Field(ge=0, le=2**63 - 1)]
Volume = Annotated[float, Field(ge=0, le=10_000_000), AfterValidator(ZeroOr(0.001, 10_000_000))]
"""Reports or cases of a year or a batch: beyond it a future does not fit in memory."""
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Weight = Annotated[float, Field(ge=0, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class Range:
    """The range of a number or a date."""

    kind: type
    low: Any
    high: Any
    unit: str = ""

    @property
    def says(self) -> Phrase:
        """The range in words."""
        if self.kind is dt.date:
            return Phrase("{low} to {high}", low=str(self.low), high=str(self.high))
        if self.low is None or self.high is None:
            return Phrase("a whole number") if self.kind is int else Phrase("a number")
        bounds = {"low": self.low, "high": self.high}
        if self.unit and self.kind is int:
            return Phrase("a whole number from {low:,} to {high:,} {unit}", **bounds, unit=Phrase(self.unit))
        if self.unit:
            return Phrase("{low:,.10g} to {high:,.10g} {unit}", **bounds, unit=Phrase(self.unit))
        years = (self.low, self.high) == (FIRST_DAY.year, LAST_DAY.year)
        if self.kind is int:
            in_digits = years or self.high > 10**9  # neither is read by its thousands
            whole = "a whole number from {low} to {high}" if in_digits else "a whole number from {low:,} to {high:,}"
            return Phrase(whole, **bounds)
        return Phrase("{low:,.10g} to {high:,.10g}", **bounds)


def range_of(kind: Any, metadata: Iterable[Any] = ()) -> Iterator[Range]:
    """Give the range of a type that is a number or a date, perhaps among other things.

    Args:
        kind: The type.
        metadata: Further conditions, as in `Annotated`.
    """
    marks = list(_flat(metadata))
    if get_origin(kind) is Annotated:
        inner, *more = get_args(kind)
        yield from range_of(inner, [*marks, *more])
    elif get_origin(kind) in (Union, UnionType):
        for option in get_args(kind):
            yield from range_of(option, marks)
    elif kind in (int, float, dt.date):
        low = [mark.ge for mark in marks if hasattr(mark, "ge")]
        high = [mark.le for mark in marks if hasattr(mark, "le")]
        units = [mark.of for mark in marks if isinstance(mark, In)]
        yield Range(kind, low[-1] if low else None, high[-1] if high else None, *units)


def _flat(metadata: Iterable[Any]) -> Iterator[Any]:
    for mark in metadata:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)
