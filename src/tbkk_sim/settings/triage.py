"""Triage of reports, the order in which steps are taken, and steering."""

from typing import Annotated, Literal

from pydantic import Field

from tbkk_sim.settings.numbers import Factor, Hours, In, PostCount, Priority, Share, SomeDays, Volume, WeekCount
from tbkk_sim.settings.schema import Label, Name, Schema, Spread


class Triage(Schema):
    """Judging reports: where, by whom, at what cost, and how often wrongly."""

    enabled: bool = True
    """Off: every report is a case of its true class on arrival."""
    team: Name
    """Unit that judges all reports."""
    automatic_share: Share = 0.0
    """Share of reports that the system judges without a person, at once."""
    hours_mean: Hours = 0.4
    """Mean hours for a report that a person judges."""
    spread: Spread = Spread(family="gamma", shape=2.0)
    """Distribution of those hours around their mean."""
    hours_factor: Factor = 1.0
    """Lever: factor on triage hours (below 1: a tool saves hours)."""
    priority: Priority = 2
    """Priority of judging a report, between those of the classes."""
    flagged_share: Share = 0.0
    """Share of reports of a class that preempts, that the system recognises on arrival: judged as urgent."""
    misjudged_share: Share = 0.0
    """Share of case reports that is first given the next less urgent class, whatever stream brings that one.
    Such a case counts as that class until work on it, or time, shows what it is."""
    found_after_days: SomeDays = 30.0
    """Mean days until a misjudged report of a class that preempts is found while it waits."""


class Assignment(Schema):
    """The order in which steps are taken, and by whom; interruption, members kept free, limits."""

    order: Literal["by_severity", "first_come", "deadline"] = "by_severity"
    """by_severity: priority, then arrival; first_come: arrival; deadline: arrival plus norm."""
    preemption: bool = True
    """Classes with `preempts` may interrupt running work."""
    reserve_members: dict[Name, PostCount] = {}
    """Per team, members kept free for work that preempts."""
    caseload_limit: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """Open cases that one investigator may have; empty: no limit."""
    in_hand_limit_per_member: Annotated[float, Field(ge=0.01, le=1_000_000)] | None = None
    """Cases in hand per present member above which a unit takes up no more work of classes that may be parked;
    empty: no limit."""
    stays_with_investigator: bool = False
    """Later steps wait for the investigator of the case while present, if they have the skill."""


class Target(Schema):
    """A yearly number of cases to take up."""

    label: Label
    """Name that pages show."""
    classes: list[Name]
    """Classes that count towards it."""
    per_year: Volume
    """Cases per year."""
    protects: bool = False
    """While the target is behind schedule, its classes are neither parked nor declined."""


class Steering(Schema):
    """The steering group: when it meets and how it decides what is taken up, parked or declined."""

    policy: Literal["take_all", "capacity"] = "capacity"
    """take_all: never parks or declines; capacity: compares the backlog with the hours there are."""
    every_weeks: Annotated[float, Field(ge=0.1, le=520), In("weeks")] = 4.0
    """Weeks between two meetings."""
    park_above_weeks: WeekCount = 26.0
    """A class is parked while the more urgent work that waits exceeds this many weeks of all hours."""
    decline_above_weeks: WeekCount = 52.0
    """New reports of a class are declined while that work and its own exceed this many weeks of all hours."""
    targets: dict[Name, Target] = {}
    """Yearly targets, by id."""
