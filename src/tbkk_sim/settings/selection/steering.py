"""The steering group: ways in which cases of the portfolio are treated, fixed or by the work that waits."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tbkk_sim.problem import wrong
from tbkk_sim.settings.numbers import In, Priority, Share, WeekCount
from tbkk_sim.settings.schema import Name, Schema, check_shares
from tbkk_sim.settings.selection.campaigns import Campaign

Way = Literal["full", "short", "letter_or_visit", "nothing"]


class Steering(Schema):
    """Ways in which cases of classes that are not severe are treated."""

    policy: Literal["fixed", "by_backlog"] = "fixed"
    """fixed: by the shares of `treatments`; by_backlog: at each meeting the shares move towards those of
    `treatments_when_pressed`, the further the more weeks of work wait."""
    treatments: dict[Name, dict[Way, Share]] = {}
    """Per class, the share of its new cases that is treated in each way; they add up to 1. A class that is missing is
    investigated in full."""
    treatments_when_pressed: dict[Name, dict[Way, Share]] = {}
    """The same, at the highest pressure; a class that is missing is treated as in `treatments`."""
    every_weeks: Annotated[float, Field(ge=0.1, le=520), In("weeks")] = 4.0
    """Weeks between two meetings."""
    pressed_from_weeks: WeekCount = 26.0
    """Weeks of all hours that the waiting work asks for, above which the treatments get lighter."""
    most_pressed_from_weeks: WeekCount = 52.0
    """Weeks from which they are those of the highest pressure; between the two, in proportion."""
    most_change: Share = 0.25
    """The pressure (0 to 1) changes by at most this much at one meeting."""
    least_change: Share = 0.05
    """A smaller change than this is not made."""
    campaigns: dict[Name, Campaign] = {}
    """Campaign weeks, by id; those of one unit do not overlap."""
    campaigns_priority: Priority = 2
    """Priority of the cases of campaigns, of which they come first: what is more urgent goes before them."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        for table in ("treatments", "treatments_when_pressed"):
            for name, shares in getattr(self, table).items():
                check_shares(f"{table}.{name}", {str(way): share for way, share in shares.items()})
        if self.policy == "by_backlog" and not self.treatments_when_pressed:
            raise wrong(
                "treatments_when_pressed",
                "there are none, so that policy: by_backlog changes nothing; "
                "allowed: shares for at least one class, as in steering=by_backlog",
            )
        if self.most_pressed_from_weeks < self.pressed_from_weeks:
            raise wrong(
                "most_pressed_from_weeks",
                "is {most}, less than pressed_from_weeks ({least}); allowed: that or more",
                most=self.most_pressed_from_weeks,
                least=self.pressed_from_weeks,
            )
        return self
