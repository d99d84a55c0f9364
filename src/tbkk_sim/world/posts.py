"""Posts: the establishment at the start, what the plan adds and withdraws, and what is recruited ahead."""

from dataclasses import dataclass

from tbkk_sim.domain.establishment import added_by_role, divide, posts_by_role, role_shares
from tbkk_sim.settings import Settings
from tbkk_sim.world.world import NEVER


@dataclass(slots=True)
class Post:
    """A post, which people hold one after another."""

    unit: int
    role: int
    label: str
    """Unit, role and number in there: names the streams of its holders."""
    begin_days: float
    """From when it exists; before 0: recruitment has run since then."""
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
    """All posts of all units: those at the start, those ahead, and those that the plan adds."""
    staffing = settings.staffing
    role_number = {role: n for n, role in enumerate(staffing.roles)}
    sizes = {name: float(unit.posts) for name, unit in staffing.units.items()}
    ahead = divide(round(staffing.hiring.hire_ahead_share * sum(sizes.values())), sizes)
    found: list[Post] = []

    for unit, name in enumerate(staffing.units):

        def add(
            by_role: dict[str, int], origin: str = "", day: float = 0.0, ahead: bool = False, rank: int = 0,
            unit: int = unit, name: str = name,
        ) -> None:  # fmt: skip
            found.extend(
                Post(unit, role_number[role], f"{name}/{role}/{origin}{n}", day, not origin, ahead, rank)
                for role, posts in by_role.items()
                for n in range(posts)
            )

        shares = role_shares(staffing, name)
        add(posts_by_role(staffing, name))
        add(divide(ahead[name], shares), "ahead/", ahead=True)
        for rank, (step_name, step) in enumerate(staffing.plan.items(), start=1):
            if step.unit == name and step.posts > 0:
                by_role = {step.role: step.posts} if step.role else added_by_role(staffing, name, step.posts)
                add(by_role, f"plan/{step_name}/", float((step.date - settings.run.start).days), rank=rank)
    return found


def withdrawals(settings: Settings) -> list[Withdrawal]:
    """All that the plan takes away, in its order."""
    units, roles = list(settings.staffing.units), list(settings.staffing.roles)
    return [
        Withdrawal(
            day=float(max((step.date - settings.run.start).days, 0)),
            unit=units.index(step.unit),
            role=None if step.role is None else roles.index(step.role),
            posts=-step.posts,
        )
        for step in settings.staffing.plan.values()
        if step.posts < 0
    ]
