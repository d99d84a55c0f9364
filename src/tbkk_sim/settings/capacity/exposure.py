"""Exposure to images: time off for those who view them for their work."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from tbkk_sim.problem import wrong
from tbkk_sim.settings.numbers import In, SpellsInYear
from tbkk_sim.settings.schema import Name, Schema


class Exposure(Schema):
    """Leave after exposure, of holders of posts in roles whose first skill is a step at which images are viewed."""

    steps: list[Name] = ["image"]
    """Steps at which images are viewed."""
    leave_spells_per_year: SpellsInYear = 0.0
    """Spells of leave after exposure per year and person; they come beside illness and other leave. 0: none."""
    leave_mean_days: Annotated[float, Field(ge=0.01, le=3_653), In("days")] = 30.0
    """Mean length of such a spell, calendar days."""

    @model_validator(mode="after")
    def _fits_in_a_year(self) -> Self:
        days = self.leave_spells_per_year * self.leave_mean_days
        if days >= 365:
            raise wrong("leave_spells_per_year", "gives {days:.4g} days away per year; it must be below 365", days=days)
        return self
