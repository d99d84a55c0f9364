"""Examination of devices in a laboratory: a queue of its own, for which cases wait."""

from typing import Annotated

from pydantic import Field

from tbkk_sim.settings.numbers import In, SomeDays
from tbkk_sim.settings.schema import Name, Schema

Devices = Annotated[float, Field(ge=1, le=1_000), In("devices")]
DevicesInYear = Annotated[float, Field(ge=1, le=10_000_000), In("devices")]


class Examination(Schema):
    """The laboratory that examines the devices that were seized, before work on them can begin.

    A case on which work was done before comes to this step with its devices. One laboratory examines them for all
    units, case after case, around the clock; what it has begun is finished first. That takes the place of the outside
    delay of the step.
    """

    enabled: bool = False
    """Off: the step has its outside delay, whatever comes in elsewhere."""
    step: Name = "digital"
    """Step that waits for the examination."""
    devices_mean: Devices = 5.0
    """Mean number of devices of a case; each has at least one, and few have many (a geometric distribution)."""
    capacity_devices_per_year: DevicesInYear = 3_000.0
    """Devices that the laboratory examines in a year if it never waits for any."""
    urgent_first: bool = True
    """The case goes first whose class has the most urgent priority, then who came first; off: who came first."""
    norm_days: SomeDays | None = None
    """Promised time from coming in to examined; empty: none."""
