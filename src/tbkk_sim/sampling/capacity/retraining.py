"""Retraining: holders of a post go to a course, and have another role in the same post from then on."""

from dataclasses import dataclass, replace

from tbkk_sim.model.retraining import posts_retrained
from tbkk_sim.sampling.workforce.people import CameBy, Cause, Holder
from tbkk_sim.settings import Settings
from tbkk_sim.settings.capacity.capacity import days_of_months

RAMPS = {"none": 0.0, "experienced": 0.5, "whole": 1.0}
"""Length of the ramp after the course, against that of a newcomer without experience."""


@dataclass(frozen=True, slots=True)
class RoleChange:
    """Posts of one unit that get another role."""

    day: float
    unit: int
    from_role: int
    to_role: int
    posts: int
    course_days: int
    ramp_factor: float

    def split(self, holder: Holder) -> tuple[Holder, Holder]:
        """Return the holder of a post until the course, and the same person from then on."""
        before = replace(holder, left_days=self.day, cause=Cause.RETRAINED)
        after = replace(
            holder,
            joined_days=self.day,
            since_days=holder.joined_days if holder.since_days is None else holder.since_days,
            role=self.to_role,
            came_by=CameBy.RETRAINED,
            course_days=self.course_days,
            ramp_factor=self.ramp_factor,
        )
        return before, after


def role_changes(settings: Settings) -> list[RoleChange]:
    """List the retrainings, unit by unit, in the order of the settings."""
    units, roles, found = list(settings.staffing.units), list(settings.staffing.roles), posts_retrained(settings)
    return [
        RoleChange(
            day=float((of.date - settings.run.start).days),
            unit=units.index(unit),
            from_role=roles.index(of.from_role),
            to_role=roles.index(of.to_role),
            posts=posts,
            course_days=days_of_months(of.course_months),
            ramp_factor=RAMPS[of.ramp],
        )
        for name, of in settings.capacity.retraining.items()
        for unit, posts in found[name].items()
    ]
