"""Posts: the establishment at the start, those that the plan adds and withdraws, and those recruited ahead."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tbkk_sim.model.establishment import divide, plan_by_role, posts_by_role, role_shares
from tbkk_sim.sampling.world import NEVER
from tbkk_sim.settings import Settings


@dataclass(slots=True)
class Post:
    """A post, which people hold one after another."""

    unit: int
    role: int
    """Role for which it came; retraining gives it another."""
    label: str
    """Unit, role and number within the role: names the streams of its holders."""
    begin_days: float
    """Day from which it exists; then recruitment for it begins."""
    existing: bool
    """Has had holders before the start."""
    ahead: bool
    """Recruited ahead: not part of the establishment."""
    rank: int
    """Place in the plan; 0: not from the plan."""
    end_days: float = NEVER


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Posts that the plan takes away."""

    day: float
    unit: int
    role: int | None
    """None: whatever their role."""
    posts: int


def lay_out_posts(settings: Settings) -> list[Post]:
    """Lay out all posts of all units: those at the start, those ahead, and those that the plan adds."""
    return [post for unit in settings.staffing.units for post in _posts_of(settings, unit)]


def _posts_of(settings: Settings, unit: str) -> Iterator[Post]:
    staffing = settings.staffing
    roles, number = list(staffing.roles), list(staffing.units).index(unit)

    def posts(by_role: dict[str, int], origin: str, day: float, ahead: bool, rank: int) -> Iterator[Post]:
        for role, n_posts in by_role.items():
            for n in range(n_posts):
                yield Post(number, roles.index(role), f"{unit}/{role}/{origin}{n}", day, not origin, ahead, rank)

    yield from posts(posts_by_role(staffing, unit), "", 0.0, ahead=False, rank=0)
    extra = math.floor(staffing.hiring.hire_ahead_share * staffing.units[unit].posts + 0.5)
    yield from posts(divide(extra, role_shares(staffing, unit)), "ahead/", 0.0, ahead=True, rank=0)
    by_role = plan_by_role(staffing, unit)
    for rank, (name, step) in enumerate(staffing.plan.items(), start=1):
        if step.unit == unit and step.posts > 0:
            day = float((step.date - settings.run.start).days)
            yield from posts(by_role[name], f"plan/{name}/", day, ahead=False, rank=rank)


def withdrawals(settings: Settings) -> list[Withdrawal]:
    """List all withdrawals of the plan, in its order."""
    units, roles = list(settings.staffing.units), list(settings.staffing.roles)
    return [
        Withdrawal(
            day=float((step.date - settings.run.start).days),
            unit=units.index(step.unit),
            role=None if step.role is None else roles.index(step.role),
            posts=-step.posts,
        )
        for step in settings.staffing.plan.values()
        if step.posts < 0
    ]
