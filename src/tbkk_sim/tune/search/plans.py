"""A plan: a few changes of the settings that somebody could decide."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

from tbkk_sim.model.establishment import posts_by_role
from tbkk_sim.settings import Settings


class PostPlace(NamedTuple):
    """Where a post can be."""

    unit: str
    role: str | None = None
    """None: as the unit's shares of roles say."""


class PostChange(NamedTuple):
    """Posts more (or fewer) at a place."""

    place: PostPlace
    posts: int
    date: dt.date | None = None
    """From when they exist and are recruited for; None: from the start, filled as all others."""


@dataclass(frozen=True, slots=True)
class StaffingPlan:
    """Posts more or fewer, and shares that pools may lend."""

    posts: tuple[PostChange, ...] = ()
    lends: tuple[tuple[str, float], ...] = ()
    """Pool, and the share of its members that may work for TBKK."""

    @classmethod
    def of(cls, posts: Mapping[PostPlace, int], date: dt.date | None = None) -> Self:
        """The plan that changes the posts of these places."""
        return cls(tuple(PostChange(place, n, date) for place, n in posts.items() if n))

    def lending(self, shares: Mapping[str, float]) -> Self:
        """The same, with other shares that pools may lend."""
        return replace(self, lends=tuple(shares.items()))

    @property
    def extra_fte(self) -> int:
        """Posts more, in all."""
        return sum(step.posts for step in self.posts)

    def by_place(self) -> dict[PostPlace, int]:
        """Posts more at each place, whenever they come."""
        total: Counter[PostPlace] = Counter()
        for step in self.posts:
            total[step.place] += step.posts
        return dict(total)

    def applied(self, settings: Settings) -> Settings:
        """The settings with this plan carried out."""
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
    """The settings with whole parts replaced, and checked again."""
    return Settings.model_validate({**dict(settings), **parts})


def _change(settings: Settings, unit: dict[str, Any], name: str, steps: list[PostChange]) -> None:
    """Change posts from the start; with roles the shares become those of the new numbers, which divides exactly."""
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
    """The settings with other norms of classes."""
    casework = settings.casework.model_dump()
    for name, days in within_days.items():
        if days is not None:
            casework["classes"][name]["norm_days"] = days
    return with_parts(settings, casework=casework)


def changed(settings: Settings, values: Iterable[tuple[str, float]]) -> Settings:
    """The settings with the values at these dotted keys replaced.

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
