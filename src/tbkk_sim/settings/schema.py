"""The base of all settings, and the small value types they share."""

import math
from collections.abc import Iterator, Mapping
from reprlib import Repr
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from tbkk_sim.problem import wrong
from tbkk_sim.settings.numbers import DayCount, Filled, Level, YearlyGrowth

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_-]*$")]
Label = Annotated[str, Filled]
"""A name that pages show."""

SHARES_SUM_TOLERANCE = 0.005
"""Shares that add up to 1 but for their rounding are taken, and scaled to add up to 1 exactly."""

KeyT = TypeVar("KeyT")


class Schema(BaseModel):
    """Settings are frozen and refuse a key that they do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Return the fields as they are shown: one level deep, so that a group fits on a screen."""
        return ((name, _Shown(value)) for name, value in super().__repr_args__())


class _OneLevel(Repr):
    """Text of a field of settings: names and plain values, and of settings within settings the type."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxdict, self.maxstring, self.maxother = 1, 12, 60, 60

    def repr_instance(self, x: Any, level: int) -> str:
        return f"{type(x).__name__}(...)" if isinstance(x, Schema) else super().repr_instance(x, level)


_ONE_LEVEL = _OneLevel()


class _Shown:
    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        return _ONE_LEVEL.repr(self._value)


class Spread(Schema):
    """The distribution of a random amount around its mean."""

    family: Literal["fixed", "exponential", "gamma", "lognormal"] = "lognormal"
    """The family of distributions."""
    sigma: Annotated[float, Field(ge=0, le=3)] = 0.8
    """Standard deviation of the logarithm; used by lognormal only."""
    shape: Annotated[float, Field(ge=0.05, le=1000)] = 2.0
    """Shape of the gamma distribution; used by gamma only (1 is exponential)."""


class Delay(Schema):
    """Time that work waits for somebody outside the police, occupying nobody."""

    mean_days: DayCount = 0.0
    """Mean delay, in days."""
    family: Literal["fixed", "exponential"] = "exponential"
    """The family of distributions."""


class DatedFactor(Schema):
    """A lever on hours: a level at the start and a yearly growth."""

    level: Level = 1.0
    """Factor on hours at the start of the run (1 is unchanged)."""
    growth_per_year: YearlyGrowth = 0.0
    """Relative growth of the factor in each year after the start."""


def check_shares(what: str, shares: Mapping[str, float], *, at_most: bool = False) -> None:
    """Check that shares add up to 1, but for their rounding.

    Args:
        what: Key of the shares.
        shares: The shares.
        at_most: Less than 1 is all right too.

    Raises:
        SettingsError: they do not, or there are none.
    """
    if not shares and not at_most:
        raise wrong(what, "there are none; allowed: shares that add up to 1")
    total = math.fsum(shares.values())
    if total > 1 + SHARES_SUM_TOLERANCE or (total < 1 - SHARES_SUM_TOLERANCE and not at_most):
        of_values = {"total": total, "within": SHARES_SUM_TOLERANCE}
        if at_most:
            raise wrong(what, "the shares add up to {total:.6g}; allowed is at most 1, within {within}", **of_values)
        raise wrong(what, "the shares add up to {total:.6g}; allowed is 1, within {within}", **of_values)


def normalised(shares: Mapping[KeyT, float]) -> dict[KeyT, float]:
    """Shares scaled to add up to 1."""
    total = math.fsum(shares.values())
    return {key: share / total for key, share in shares.items()}
