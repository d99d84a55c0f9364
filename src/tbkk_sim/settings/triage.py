"""Triage of reports: where, by whom, at what cost, and how often wrongly."""

from typing import Literal

from tbkk_sim.settings.numbers import Factor, Hours, Priority, Share, SomeDays
from tbkk_sim.settings.schema import Name, Schema, Spread


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
    units_judge: Literal["never", "when_idle", "by_urgency"] = "never"
    """Members of other units with the skill of triage judge reports too: never, when they are without work, or by the
    priority of judging."""
