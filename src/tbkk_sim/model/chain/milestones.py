"""Milestones of investigations, as numbers."""

from dataclasses import dataclass

from tbkk_sim.model.names import Names
from tbkk_sim.settings import Settings


@dataclass(frozen=True, slots=True)
class MilestoneParameters:
    """A milestone that an investigation reaches at the end of a step."""

    name: str
    skill: int
    """Step at whose end it is reached: the last one up to it that has hours, or else the first one after it."""


def milestones_of(settings: Settings, names: Names) -> tuple[MilestoneParameters, ...]:
    """Number the milestones of these settings, in the order of their steps."""
    return tuple(
        MilestoneParameters(step.milestone, names.skill(name))
        for name, step in settings.casework.steps.items()
        if step.milestone is not None
    )
