"""Key figures: name, label, unit, meaning, rows, how each adds up, and which direction is better."""

from dataclasses import dataclass
from enum import Enum, IntEnum


class RowsOf(Enum):
    """Teams and classes for which a key figure exists; the class `all` always does."""

    REPORTS = "units x (closed and classes of cases)"
    CASES = "units x classes of cases, and pools x own work"
    CASES_BY_SIDE = "all units together x classes of cases, and each unit over all classes"
    NORMED = "as CASES, where there is a norm"
    HOURS = "as REPORTS, and pools x classes of cases and own work"
    UNITS = "units"
    TEAMS = "units and pools"
    POOLS = "pools"
    ALL_UNITS = "all units together"


class Over(Enum):
    """Ways in which a key figure stands for a period, and for several teams and classes together."""

    SUM = "sum over the period, the teams and the classes"
    END = "at the end of the period, summed over teams and classes"
    TIME = "mean over the time of the period, summed over teams and classes"
    CASES = "over all cases concerned, whatever their team and class"
    RATIO = "ratio of two sums"
    WITHIN = "anew within each period, not the sum of its years; summed over teams and classes"
    RUN = "one moment in the run"


class Better(IntEnum):
    """Directions of a key figure that are better."""

    LOWER = -1
    NEITHER = 0
    HIGHER = 1


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One key figure; its name ends in its unit, where it has one."""

    name: str
    label: str
    """Name within a sentence: a phrase, translated into the reader's language."""
    unit: str
    """reports, cases, devices, days, hours, fte, people, euros, share or ratio."""
    meaning: str
    rows: RowsOf
    over: Over = Over.SUM
    monthly: bool = False
    """Also per month: for all units together by class, and for each team over all classes."""
    better: Better = Better.NEITHER
    signed: bool = False
    """May be below 0."""
    no_number: str = ""
    """Text of a row without a number (NaN), which stands for more than any number, not for none; empty: no such row."""
