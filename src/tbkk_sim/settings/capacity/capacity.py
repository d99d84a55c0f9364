"""Capacity that does not come by hiring for posts: people lent or hired for a time, courses, retraining, overtime."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from tbkk_sim.settings.numbers import DAYS_PER_MONTH, Day, In, Months, Share, ShareOfPeople, SomeShare
from tbkk_sim.settings.schema import Name, Schema

PeopleCount = Annotated[int, Field(ge=1, le=10_000), In("people")]
CourseMonths = Annotated[float, Field(ge=0, le=60), In("months")]
MOST_EXTRA = 0.3
"""Overtime beyond it, month after month, is more than the law on working hours lets people work."""


def days_of_months(months: float) -> int:
    """Whole days that so many months last, at least one if it is any time at all."""
    return round(months * DAYS_PER_MONTH) or (1 if months > 0 else 0)


class Stay(Schema):
    """People who work in a unit without a post."""

    unit: Name
    """Unit in which they work."""
    role: Name
    """Role in which they work there."""
    people: PeopleCount
    """Number of people."""
    date: Day
    """First day, not before the start of the run."""
    months: Months | None = None
    """Months for which they come; empty: to the end of the run."""

    @property
    def end(self) -> dt.date | None:
        """The day after the last one; None: they stay to the end."""
        return None if self.months is None else self.date + dt.timedelta(days=days_of_months(self.months))


class Reallocation(Stay):
    """People who come from another team at once, without hiring."""

    from_pool: Name | None = None
    """Pool whose members they are, and whose own work waits for them; empty: from elsewhere in the police, where what
    they leave undone is not followed."""
    productivity_share: SomeShare = 0.7
    """Share of a full member's work: this is not their craft."""


class Temporary(Stay):
    """People hired for a time, such as retired investigators and hired specialists."""

    productivity_share: SomeShare = 1.0
    """Share of a full member's work."""


class Cohort(Schema):
    """Newcomers of one course, who fill vacant posts on one day, outside the limit on hiring.

    Until the course is over they hold a post and do no work; then the whole ramp begins. Who finds no vacant post is
    not appointed.
    """

    people: PeopleCount
    """Number of people."""
    role: Name | None = None
    """Role of the posts that they fill; empty: any."""
    units: list[Name] = []
    """Units whose posts they fill, the one with the largest shortage first; empty: all units."""
    date: Day
    """Day on which they are appointed and the course begins, not before the start of the run."""
    course_months: CourseMonths = 6.0
    """Months that the course takes."""


class Retraining(Schema):
    """Holders of a post who go to a course, and have another role in the same post from then on."""

    unit: Name | None = None
    """Unit; empty: all units, divided by their posts of the role."""
    from_role: Name
    """Role of the posts that change, those with the youngest holders first."""
    to_role: Name
    """Role that these posts have from then on; who follows in a vacant one is recruited for it."""
    people: PeopleCount
    """Number of posts that change."""
    date: Day
    """First day of the course, not before the start of the run."""
    course_months: CourseMonths = 6.0
    """Months without work."""
    ramp: Literal["none", "experienced", "whole"] = "experienced"
    """Ramp after the course: none, half of it as newcomers with experience have, or the whole."""


class Overtime(Schema):
    """More hours from the people who are there, which are partly taken back as time off, and drive some away."""

    units: list[Name] = []
    """Units that work overtime; empty: all units."""
    date: Day
    """First day, not before the start of the run."""
    months: Months
    """Months that it lasts; time off is taken in as many months after it."""
    extra_share: Annotated[float, Field(ge=0, le=MOST_EXTRA)]
    """Hours on top of those of the contract, as a share of them."""
    back_share: Share = 0.0
    """Part of the overtime of each person that is taken back as time off."""
    extra_resignation_per_year: ShareOfPeople = 0.0
    """Chance per year, on top of others, to leave because of it: from its first day until as long after its last."""

    @property
    def end(self) -> dt.date:
        """The day after the last one with overtime."""
        return self.date + dt.timedelta(days=days_of_months(self.months))

    @property
    def end_of_time_off(self) -> dt.date:
        """The day after the last one on which time off is taken for it."""
        return self.end + (self.end - self.date) if self.back_share > 0 else self.end


class Capacity(Schema):
    """Capacity that does not come by hiring for posts; nothing by default."""

    reallocation: dict[Name, Reallocation] = {}
    """Reallocated people, by id."""
    temporary: dict[Name, Temporary] = {}
    """People hired for a time, by id."""
    cohorts: dict[Name, Cohort] = {}
    """Cohorts of a course, by id."""
    retraining: dict[Name, Retraining] = {}
    """Retraining from one role to another, by id."""
    overtime: dict[Name, Overtime] = {}
    """Overtime, by id."""
