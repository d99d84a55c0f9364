"""Costs: what people, hours of others, courses, tools and examinations cost, in euros of one year."""

from typing import Annotated

from pydantic import Field

from tbkk_sim.settings.numbers import In, Year
from tbkk_sim.settings.schema import Name, Schema

Euros = Annotated[float, Field(ge=0, le=1_000_000_000), In("euros")]
"""At most a billion: the whole police costs some six billion a year."""


class ToolPrice(Schema):
    """Price of a tool that saves hours, for all units together."""

    licence_eur_per_year: Euros = 0.0
    """Licences and upkeep for a year; structural."""
    purchase_eur: Euros = 0.0
    """Purchase and introduction, on the first day of the run; one-off."""


class Costs(Schema):
    """Prices, by which a run is read in euros; they change nothing else.

    The teams pay for who holds a post or is hired for a time, for overtime, recruitment, courses and tools. Others pay
    for the people and hours that they give, and for the examination of devices.
    """

    price_year: Year | None = None
    """Year of which the prices are; they are not raised in later years. Empty: no costs are counted."""
    post_eur_per_year: Euros = 0.0
    """Cost of one fte in a post for a year; paid from joining to leaving, whether deployable or not."""
    civilian_eur_per_year: Euros = 0.0
    """The same, of a role of civilian specialists."""
    role_eur_per_year: dict[Name, Euros] = {}
    """The same, of the roles of which another price is known."""
    temporary_eur_per_year: Euros = 0.0
    """Cost of one person hired for a time, for a year."""
    reallocated_eur_per_year: Euros = 0.0
    """Cost of one reallocated person for a year; the lender pays it."""
    borrowed_hour_eur: Euros = 0.0
    """Cost of an hour that a member of a pool works for the units; the pool pays it. A pool that is slower at this work
    takes more hours for it. Units help each other without price: their people are paid already."""
    overtime_hour_eur: Euros = 0.0
    """Cost of an hour of overtime that is paid, not taken back as time off."""
    hire_eur: Euros = 0.0
    """Recruitment, screening and course of a newcomer who does not come from a cohort; one-off."""
    cohort_place_eur: Euros = 0.0
    """Recruitment and course of a newcomer from a cohort; one-off. For who is not appointed, nothing is paid."""
    retraining_eur: Euros = 0.0
    """Course of who is retrained; one-off. Pay goes on during it."""
    device_eur: Euros = 0.0
    """Cost of the examination of a device in the laboratory, which pays it."""
    tools: dict[Name, ToolPrice] = {}
    """Prices of tools, by the step whose hours they save (or `triage`); paid where `casework.tools` or
    `triage.hours_factor` is below 1. Pages name a tool in use that has no price here."""
