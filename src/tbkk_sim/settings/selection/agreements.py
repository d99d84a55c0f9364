"""Agreements on the number of cases to take up in a year, by class or group of classes."""

from typing import Annotated, Self

from pydantic import model_validator

from tbkk_sim.settings.numbers import Filled, Share, Volume, Year
from tbkk_sim.settings.schema import Label, Name, Schema, check_shares


class Agreement(Schema):
    """A yearly number of cases to take up, with which pages compare what was taken up, whatever the order of the work.

    With `assignment.order: agreements` it also reserves work for those of its classes that are not severe.
    """

    label: Label
    """Name that pages show."""
    classes: dict[Name, Share]
    """Shares of the number for its classes, which add up to 1."""
    per_year: Annotated[dict[Year, Volume], Filled]
    """Cases in each calendar year; a year after the last one is as that one, a year before the first one has none."""
    simple: bool = False
    """Its cases are simple interventions: one that is owed is taken up however much is in hand, and goes before other
    work of the same urgency. So it is, whatever is set here, with a class whose cases get a letter or a visit at most
    (`steering.treatments`)."""

    @model_validator(mode="after")
    def _sum(self) -> Self:
        check_shares("classes", self.classes)
        return self

    def agreed_since(self, year: int) -> int | None:
        """Return the year from which on the number of a calendar year holds; None: nothing was agreed by then."""
        return max((before for before in self.per_year if before <= year), default=None)

    def agreed_in(self, year: int) -> float:
        """Return the number of cases agreed for a calendar year."""
        since = self.agreed_since(year)
        return 0.0 if since is None else self.per_year[since]
