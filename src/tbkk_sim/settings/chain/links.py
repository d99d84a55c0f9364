"""Links of the chain after a case: each with its capacity and its norm."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from tbkk_sim.problem import wrong
from tbkk_sim.settings.casework import Outcome
from tbkk_sim.settings.numbers import Count, DayCount, In, Share, SomeDays, Year
from tbkk_sim.settings.schema import Delay, Label, Name, Schema

YearlyCapacity = Annotated[float, Field(ge=1, le=1_000_000)]
Places = Annotated[int, Field(ge=1, le=100_000), In("places")]


class Link(Schema):
    """A link of the chain: which cases come to it, how many it can do, and how long it may take.

    Cases come from `takes` or from the link `after`. Each waits for its delay, which takes no capacity, and then for
    its turn: one after the other (`per_year`), or until one of the `places` is free. Without either there is no limit.
    """

    label: Label
    """Name that pages show."""
    takes: list[Outcome] = []
    """Ends of cases that come to this link; empty: it takes from the link in `after`."""
    after: Name | None = None
    """Link that comes before; empty: it takes cases as they end."""
    share: Share = 1.0
    """Share of the cases done by the link before that comes to this one; of others the chain ends there."""
    per_year: dict[Year, YearlyCapacity] = {}
    """Cases that it can do in each calendar year; a year without a number is as the one before it that has one, or
    else as the first. Empty: no limit."""
    places: Places | None = None
    """Cases that it can have at once, each for its stay; empty: no limit. Not with `per_year`."""
    stay: Delay = Delay()
    """Time that a case takes a place. Not with `per_year`."""
    delay: Delay = Delay()
    """Time for handling before its turn, which takes no capacity."""
    severe_ahead_days: DayCount = 0.0
    """A case of a severe class goes before the others that were ready up to so many days earlier; 0: the one that is
    ready longest goes first, whatever its class."""
    norm_days: SomeDays | None = None
    """Promised time from coming to this link until done; empty: none."""
    waiting_at_start: dict[Name, Count] = {}
    """Cases there at the start of the run, by class."""
    oldest_days_at_start: DayCount = 0.0
    """Age of the oldest of these; they have come evenly since."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if bool(self.takes) == (self.after is not None):
            raise wrong("takes", "takes and after: one of the two is needed, and not both")
        if self.per_year and (self.places is not None or self.stay.mean_days > 0):
            raise wrong("per_year", "cannot go with places or a stay; allowed: one of the two ways to count a capacity")
        if self.after is None and self.share != 1:
            raise wrong("share", "is {value} without a link in `after`; allowed: 1", value=self.share)
        return self

    @property
    def is_limited(self) -> bool:
        """True if it has a capacity."""
        return bool(self.per_year) or self.places is not None

    def capacity_in(self, year: int) -> float:
        """Return the cases that it can do in a calendar year, of a link that has `per_year`."""
        known = [before for before in self.per_year if before <= year]
        return self.per_year[max(known) if known else min(self.per_year)]
