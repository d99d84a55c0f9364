"""Staffing plans: changes of posts and of lending that a planner could decide."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

from tbkk_sim.model.establishment import posts_by_role
from tbkk_sim.settings import Settings


class PostPlace(NamedTuple):
    """A place for posts: a unit, and perhaps a role."""

    unit: str
    role: str | None = None
    """None: divided by the role shares of the unit."""


def works_for_all(settings: Settings) -> set[str]:
    """Return the units that work for other units: triage, or a step that is done nationally."""
    steps = settings.casework.steps.values()
    national = {step.national_team for step in steps if step.national_team is not None}
    if settings.triage.enabled and settings.triage.automatic_share < 1:
        national.add(settings.triage.team)
    return national


class PostChange(NamedTuple):
    """Posts more (or fewer) at a place."""

    place: PostPlace
    posts: int
    date: dt.date | None = None
    """First day of these posts, from which they are recruited for; None: the start, filled as all others."""


@dataclass(frozen=True, slots=True)
class StaffingPlan:
    """Posts more or fewer, and shares that pools may lend."""

    posts: tuple[PostChange, ...] = ()
    lends: tuple[tuple[str, float], ...] = ()
    """Pool, and the share of its members that may work for TBKK."""

    @classmethod
    def with_posts(cls, posts: Mapping[PostPlace, int], date: dt.date | None = None) -> Self:
        """Return the plan that changes the posts of these places."""
        return cls(tuple(PostChange(place, n, date) for place, n in posts.items() if n))

    def lending(self, shares: Mapping[str, float]) -> Self:
        """Return the same plan with other shares that pools may lend."""
        return replace(self, lends=tuple(shares.items()))

    @property
    def extra_fte(self) -> int:
        """Total of posts more."""
        return sum(step.posts for step in self.posts)

    def by_place(self) -> dict[PostPlace, int]:
        """Return the posts more at each place, whatever their date."""
        total: Counter[PostPlace] = Counter()
        for step in self.posts:
            total[step.place] += step.posts
        return dict(total)

    def applied(self, settings: Settings) -> Settings:
        """Return the settings with this plan carried out."""
        if not self.posts and not self.lends:
            return settings
        staffing = settings.staffing.model_dump()
        at_start = [step for step in self.posts if step.date is None]
        for unit in dict.fromkeys(step.place.unit for step in at_start):
            _change(settings, staffing["units"][unit], unit, [s for s in at_start if s.place.unit == unit])
        for step in self.posts:
            if step.date is not None:
                # The name decides who comes, so it must not depend on what else is in the plan.
                name = f"tuned-{step.place.unit}-{step.place.role or 'all'}-{step.date}"
                unit, role = step.place
                staffing["plan"][name] = {"unit": unit, "role": role, "date": step.date, "posts": step.posts}
        collaboration = settings.collaboration.model_dump()
        for pool, share in self.lends:
            collaboration["pools"][pool]["max_share"] = share
        return with_parts(settings, staffing=staffing, collaboration=collaboration)


def with_parts(settings: Settings, **parts: Any) -> Settings:
    """Return the settings with whole parts replaced, and validated again."""
    return Settings.model_validate({**dict(settings), **parts})


def _change(settings: Settings, unit: dict[str, Any], name: str, steps: list[PostChange]) -> None:
    """Change posts from the start; with roles, the role shares become those of the new numbers of posts."""
    before = posts_by_role(settings.staffing, name)
    of_role = [step for step in steps if step.place.role is not None]
    unit["posts"] += sum(step.posts for step in steps)
    if not of_role:
        return
    counts = Counter(before)
    for step in of_role:
        counts[step.place.role or ""] += step.posts
    total = sum(counts.values())
    if total:
        unit["role_share"] = {role: n / total for role, n in counts.items() if n > 0}


def norms_within(settings: Settings, within_days: Mapping[str, float | None]) -> Settings:
    """Return the settings with other norms of classes."""
    casework = settings.casework.model_dump()
    for name, days in within_days.items():
        if days is not None:
            casework["classes"][name]["norm_days"] = days
    return with_parts(settings, casework=casework)


def with_values(settings: Settings, values: Iterable[tuple[str, float]]) -> Settings:
    """Return the settings with the values at these dotted keys replaced.

    Raises:
        KeyError: there is no such key.
    """
    whole: dict[str, Any] = settings.model_dump(mode="json")
    for key, value in values:
        *path, last = key.split(".")
        inner: Any = whole
        for step in path:
            inner = inner[step]
        if last not in inner:
            raise KeyError(key)
        inner[last] = round(value) if isinstance(inner[last], int) and not isinstance(inner[last], bool) else value
    return Settings.model_validate(whole)
