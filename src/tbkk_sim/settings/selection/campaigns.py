"""Campaign weeks, in which members of units take up cases of one class and treat them in one way."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from tbkk_sim.settings.numbers import Day, In, SomeShare
from tbkk_sim.settings.schema import Label, Name, Schema


class Campaign(Schema):
    """Days on which a part of the members of some units first take up cases of one class, in a lighter way.

    What such a case needs was gathered before, so its later steps have no outside delay; they wait for the member who
    took it up, while present. Both hold after the campaign too. The limit of cases in hand does not bind a campaign.
    """

    label: Label
    """Name that pages show."""
    date: Day
    """First day."""
    days: Annotated[int, Field(ge=1, le=31), In("days")] = 7
    """Calendar days that it lasts."""
    case_class: Name
    """Class whose cases are taken up; one that is not severe."""
    treatment: Literal["short", "letter_or_visit"] = "letter_or_visit"
    """Treatment that they get, whatever was decided before; one of the lighter ones of the class."""
    units: list[Name] = []
    """Units whose members take part; empty: all units."""
    members_share: SomeShare
    """Share of the present members of a unit who work on cases of campaigns at a time, rounded up."""

    @property
    def end(self) -> dt.date:
        """The day after the last one."""
        return self.date + dt.timedelta(days=self.days)
