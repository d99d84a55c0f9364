"""Triage of reports: by whom, at what cost, and how often wrongly; and the units' own assessment after it."""

from typing import Annotated, Literal

from pydantic import Field

from tbkk_sim.settings.numbers import Factor, Hours, Priority, Share, SomeDays
from tbkk_sim.settings.schema import Name, Schema, Spread

Accuracy = Annotated[float, Field(ge=0.5, le=1)]
"""A share of cases that are seen rightly: at least half, or a score would be worse than none."""


class Weighing(Schema):
    """Accuracy with which reports get their class."""

    sensitivity: Accuracy = 1.0
    """Share of cases that are not seen as less urgent than they are."""
    specificity: Accuracy = 1.0
    """Share of cases that are not seen as more urgent than they are."""
    sensitivity_of_class: dict[Name, Accuracy] = {}
    """Sensitivity for cases that truly are of a class, where it is another."""
    specificity_of_class: dict[Name, Accuracy] = {}
    """Specificity for cases that truly are of a class, where it is another."""
    closed_by_mistake_share: Share = 0.0
    """Share of cases that are closed, whatever they are."""


class Assessment(Weighing):
    """A unit's own weighing of each report that triage passes on, after its enrichment."""

    enabled: bool = False
    """Off: a report that triage passes on is a case at once."""
    step: Name = "enrich"
    """Step whose skill it needs, at the team that does that step for the unit."""
    hours_mean: Hours = 1.0
    """Mean hours of enrichment and weighing for a report."""
    spread: Spread = Spread(family="gamma", shape=2.0)
    """Distribution of those hours around their mean."""
    priority: Priority = 2
    """Priority of the assessment of reports of classes that are less urgent than this."""
    untraceable_share: Share = 0.0
    """Share of reports that lead to no person, however soon they are enriched."""
    retention_days: SomeDays | None = None
    """Days from arrival for which the data are kept that lead to a person; enriched later, a report is untraceable;
    empty: for good."""


class Triage(Schema):
    """Judging reports at the national desk, and again in the units."""

    enabled: bool = True
    """Off: every report is a case of its true class on arrival."""
    team: Name
    """Unit that judges all reports."""
    automatic_share: Share = 0.0
    """Share of reports that the system judges without a person, at once."""
    automatic_above_reports: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    """Reports waiting to be judged above which the system judges all that arrive; empty: they wait, however many."""
    hours_mean: Hours = 0.4
    """Mean hours for a report that a person judges."""
    spread: Spread = Spread(family="gamma", shape=2.0)
    """Distribution of those hours around their mean."""
    hours_factor: Factor = 1.0
    """Lever: factor on triage hours (below 1: a tool saves hours)."""
    priority: Priority = 2
    """Priority of judging a report, between those of the classes."""
    order: Literal["as_read", "arrival"] = "as_read"
    """Order in which a person judges reports: what the system reads as most urgent first, or by arrival."""
    flagged_share: Share = 0.0
    """Share of reports of a class that preempts, that the system recognises on arrival: judged as urgent."""
    by_hand: Weighing = Weighing()
    """Errors of persons."""
    by_system: Weighing = Weighing()
    """Errors of the system."""
    assessment: Assessment = Assessment()
    """The unit's own weighing."""
    found_after_days: SomeDays = 30.0
    """Mean days until a misjudged report of a class that preempts is found while it waits."""
    units_judge: Literal["never", "when_idle", "by_urgency"] = "never"
    """Members of other units with the skill of triage judge reports too: never, when they are without work, or by the
    priority of judging."""
