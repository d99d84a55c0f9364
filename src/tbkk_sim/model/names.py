"""Names of a run in their numbered order: engines use the numbers, people read the names."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tbkk_sim.problem import Phrase
from tbkk_sim.settings import Settings
from tbkk_sim.settings.demand import CLOSED
from tbkk_sim.settings.settings import OWN_WORK, STREAMS_BESIDE_REPORTS, TRIAGE

FILE = "file"
"""The last milestone: the file is at the prosecution service."""
CLOSED_CLASS = 0
"""Number of the class of a report that is closed in triage."""


class NamedLink(NamedTuple):
    """A link of the chain: its name, and which key figures it has."""

    name: str
    label: Phrase
    has_norm: bool
    norm_days_from_file: float | None
    """Norms of this link and of those before it; None: there is none before it, or one of them has none."""
    is_last: bool
    """No other link comes after it."""
    is_limited: bool
    """It has a capacity, so that cases may wait for their turn."""


@dataclass(frozen=True)
class Names:
    """Numbers and names of teams, classes, skills and streams; a number is a position here."""

    units: tuple[str, ...]
    """Police units; the first teams."""
    pools: tuple[str, ...]
    """Shared pools; the teams after the units."""
    classes: tuple[str, ...]
    """`closed`, the classes of cases, and last the pools' own work."""
    drawn_as: tuple[str, ...]
    """Names under which the random numbers of the classes are drawn, in the order of `classes`."""
    skills: tuple[str, ...]
    """`triage`, the steps in their order, and last the pools' own work; a step and its skill share a number."""
    streams: tuple[str, ...]
    """Streams of reports, then `chosen` (proactive cases), the pools' own work, and `returns`: new reports on persons
    whose case has ended."""
    roles: tuple[str, ...]
    """Roles of the members of units."""
    skill_labels: tuple[Phrase, ...]
    """Labels of the skills, in their order."""
    role_labels: tuple[Phrase, ...]
    """Labels of the roles, in their order."""
    milestones: tuple[str, ...] = ()
    """Milestones of an investigation, in their order; the last is the file, if there is any."""
    links: tuple[NamedLink, ...] = ()
    """Links of the chain after a case."""
    has_file_norm: bool = False
    """There is a promised time from a report to its file."""

    @cached_property
    def teams(self) -> tuple[str, ...]:
        """Units, then pools."""
        return self.units + self.pools

    @cached_property
    def own_work_class(self) -> int:
        """Number of the class of pools' own work."""
        return len(self.classes) - 1

    @cached_property
    def own_work_skill(self) -> int:
        """Number of the skill of pools' own work."""
        return len(self.skills) - 1

    def team(self, name: str) -> int:
        """Number of a team."""
        return self.teams.index(name)

    def random_name(self, case_class: str) -> str:
        """Return the name under which the random numbers of a class are drawn."""
        return self.drawn_as[self.classes.index(case_class)]

    def case_class(self, name: str) -> int:
        """Number of a class."""
        return self.classes.index(name)

    def skill(self, name: str) -> int:
        """Number of a skill."""
        return self.skills.index(name)


def names_of(settings: Settings) -> Names:
    """Number the teams, classes, skills and streams of these settings."""
    return Names(
        units=tuple(settings.staffing.units),
        pools=tuple(settings.collaboration.pools),
        classes=(CLOSED, *settings.casework.classes, OWN_WORK),
        drawn_as=(CLOSED, *(of.drawn_as or name for name, of in settings.casework.classes.items()), OWN_WORK),
        skills=(TRIAGE, *settings.casework.steps, OWN_WORK),
        streams=(*settings.demand.streams, *STREAMS_BESIDE_REPORTS),
        roles=tuple(settings.staffing.roles),
        skill_labels=(
            Phrase("Triage"),
            *(Phrase(step.label) for step in settings.casework.steps.values()),
            Phrase("Own work of pools"),
        ),
        role_labels=tuple(Phrase(role.label) for role in settings.staffing.roles.values()),
        milestones=_milestones(settings),
        links=_links(settings),
        has_file_norm=settings.chain.file_norm_days is not None,
    )


def _milestones(settings: Settings) -> tuple[str, ...]:
    found = tuple(step.milestone for step in settings.casework.steps.values() if step.milestone is not None)
    return (*found, FILE) if found else ()


def _links(settings: Settings) -> tuple[NamedLink, ...]:
    chain = settings.chain
    return tuple(
        NamedLink(
            name=name,
            label=Phrase(link.label),
            has_norm=link.norm_days is not None,
            norm_days_from_file=chain.norm_days_from_file(name),
            is_last=name in chain.last_links,
            is_limited=link.is_limited,
        )
        for name, link in chain.links.items()
    )


def skill_bits(names: Names, skills: list[str]) -> int:
    """A set of skills as bits."""
    return sum(1 << names.skill(skill) for skill in set(skills))
