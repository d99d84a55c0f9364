"""Cohorts: newcomers of a course who fill vacant posts on one day, outside the limit on hiring."""

from dataclasses import dataclass, replace

from tbkk_sim.sampling.workforce.people import CameBy, Holder
from tbkk_sim.settings import Settings
from tbkk_sim.settings.capacity.capacity import days_of_months


@dataclass(frozen=True, slots=True)
class Intake:
    """Newcomers who begin a course."""

    day: float
    people: int
    role: int | None
    """Role of the posts that they fill; None: any."""
    units: tuple[int, ...]
    course_days: int

    def taught(self, newcomer: Holder) -> Holder:
        """Return a newcomer as one of this course: it comes first, and then the whole ramp."""
        return replace(newcomer, came_by=CameBy.COHORT, course_days=self.course_days, ramp_factor=1.0)


def intakes(settings: Settings) -> list[Intake]:
    """List the cohorts, in the order of the settings."""
    units, roles = list(settings.staffing.units), list(settings.staffing.roles)
    return [
        Intake(
            day=float((of.date - settings.run.start).days),
            people=of.people,
            role=None if of.role is None else roles.index(of.role),
            units=tuple(map(units.index, of.units or units)),
            course_days=days_of_months(of.course_months),
        )
        for of in settings.capacity.cohorts.values()
    ]
