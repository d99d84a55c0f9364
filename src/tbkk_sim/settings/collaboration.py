"""Rules by which teams work for each other: pools, neighbours, the national unit, one queue."""

from typing import Annotated, Literal

from pydantic import Field

from tbkk_sim.settings.numbers import DayCount, Priority, Share, SomeDays, SomeHours, SomeShare, Weight
from tbkk_sim.settings.schema import Label, Name, Schema, Spread

LendMode = Literal["before_own_work", "by_urgency", "when_idle"]


class OwnWork(Schema):
    """Work that a pool does for others than TBKK, as one-step cases."""

    load: Annotated[float, Field(ge=0, le=100)]
    """Hours of own work offered in a calendar year, as a share of the pool's hours in that year."""
    mean_hours: SomeHours = 100.0
    """Mean hours of one piece of own work."""
    spread: Spread = Spread()
    """Distribution of those hours around their mean."""
    backlog_days: DayCount = 0.0
    """Own work waiting at the start, in days of the pool's capacity."""
    norm_days: SomeDays | None = None
    """Promised time to first work on it."""


class Pool(Schema):
    """A shared pool of specialists with work of its own."""

    label: Label
    """Name that pages show."""
    members: Annotated[int, Field(ge=0, le=5000)]
    """Members, in fte; they are always there, at `rate`."""
    rate: Share
    """Hours of case work per office hour of one member (leave, illness and other duties inside)."""
    skills: list[Name]
    """Steps it is able to do for TBKK."""
    max_share: Share
    """Share of its members that may work for TBKK at one time (rounded up)."""
    efficiency: SomeShare = 1.0
    """Speed on TBKK work, against a TBKK member."""
    lends: LendMode = "before_own_work"
    """Moment at which a member takes TBKK work: before own work, when it is the more urgent, or when idle."""
    up_to_priority: Priority = 99
    """Least urgent priority it helps with."""
    own_work: OwnWork
    """Its own work."""


class UnitHelp(Schema):
    """Units that help other units."""

    max_share: Share
    """Share of the helper's present members that may work elsewhere at one time (rounded up)."""
    efficiency: SomeShare = 1.0
    """Speed on another unit's work."""
    lends: LendMode = "by_urgency"
    """Moment at which a member takes another unit's work: before own work, when it is the more urgent, or when idle."""
    above_waiting_per_member: Weight = 0.0
    """Helps only a unit with more waiting steps per present member than this."""
    only_if_busier: bool = False
    """Helps only a unit with more waiting steps per present member than the helper has itself."""


class Collaboration(Schema):
    """The sharing rules, each on or off; they can be combined."""

    pools: dict[Name, Pool] = {}
    """The shared pools, by id."""
    own_work_priority: Priority = 50
    """Priority of a pool's own work among its work."""
    pools_lend: bool = True
    """Pools help TBKK."""
    neighbours: UnitHelp | None = None
    """Units help each other (given: on)."""
    neighbours_of: dict[Name, list[Name]] = {}
    """Units that a unit may help; a unit that is missing here may help all."""
    national_helps: UnitHelp | None = None
    """The unit that does triage helps all other units (given: on)."""
    lends_judges: bool = False
    """Members who judge reports are lent even while reports wait to be judged at their team."""
    one_queue: bool = False
    """All units draw from one national queue."""
