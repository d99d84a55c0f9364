"""The account of a week at a unit: who was there, what came in, was taken up, put aside, lent and ended, as facts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tbkk_sim.week.facts.case_account import CasesThisWeek, CaseStory, Counts, Interruption
from tbkk_sim.week.facts.weeks import Week

HoursBy = Mapping[str, float]
"""Hours by class, step or team; only where there are any."""
JUDGING, ASSESSING = "judging", "assessing"
"""Work on reports that are no cases yet: at the national desk, and at their unit."""


class RoleThisWeek(NamedTuple):
    """One role at the unit."""

    role: str
    posts: int
    """Posts at the end of the week."""
    filled: int
    """Those of them that somebody holds, whatever their own role."""
    people: int
    """People who belong to the unit at the end of the week."""
    at_work: float
    """People at work, mean over the working days."""


class TimeAway(NamedTuple):
    """The people who were away for one cause."""

    cause: str
    """Name of an AbsenceCause, in small letters."""
    people: int
    working_days: int
    """Working days that they were away, together."""


class InTraining(NamedTuple):
    """A newcomer who does not work at full pace yet."""

    role: str
    joined: dt.date
    pace_share: float
    """Part of the work of an experienced colleague with the same contract."""
    guided: bool
    """True if a colleague gives time to it."""


class Joined(NamedTuple):
    """Somebody who began this week."""

    role: str
    day: dt.date
    came_by: str
    """Name of a people.CameBy, in small letters."""


class WithoutPost(NamedTuple):
    """People who are at the unit for a time without a post."""

    came_by: str
    """Name of a people.CameBy, in small letters."""
    people: int


class Departed(NamedTuple):
    """Somebody who left this week."""

    role: str
    day: dt.date
    cause: str
    """Name of a people.Cause, in small letters."""


@dataclass(frozen=True, slots=True)
class PeopleThisWeek:
    """The people of the unit."""

    roles: tuple[RoleThisWeek, ...]
    away: tuple[TimeAway, ...]
    training: tuple[InTraining, ...]
    without_post: tuple[WithoutPost, ...]
    joined: tuple[Joined, ...]
    departed: tuple[Departed, ...]
    deployable_fte: float
    """Mean over the days of the week."""
    minimum_fte: float
    """Below which the unit is too small; 0: no such number."""
    open_days: tuple[int, ...]
    """Working days, as days of the run."""

    @property
    def posts(self) -> int:
        """Posts at the end of the week."""
        return sum(role.posts for role in self.roles)

    @property
    def people(self) -> int:
        """People at the end of the week."""
        return sum(role.people for role in self.roles)

    @property
    def at_work(self) -> float:
        """People at work, mean over the working days."""
        return sum(role.at_work for role in self.roles)

    @property
    def vacant(self) -> Mapping[str, int]:
        """Vacant posts by role, of those of which there are any."""
        return {role.role: role.posts - role.filled for role in self.roles if role.posts > role.filled}


@dataclass(frozen=True, slots=True)
class ReportsThisWeek:
    """Reports on persons in the area of the unit, and what became of them at the desk and in its own assessment."""

    came: int
    closed_at_desk: int
    passed_on: Counts
    """By the class that the desk gave."""
    joined_to_case: int
    """Passed on by the desk, and joined to the case of the same person."""
    at_unit: int
    """Reports made at the unit itself, which hears whoever makes them if it assesses reports."""
    closed_unheard: int
    """Those of them that are no case, closed as they came where nobody is heard."""
    urgent: int
    """Reports of classes that interrupt other work, among those passed on or made at the unit."""
    urgent_out_of_hours: int
    """Those of them that came while the office was closed."""
    to_assess_before: int
    to_assess_after: int
    assessed: Counts
    """Reports that became cases, by the class that the unit gave."""
    closed_by_unit: int
    untraceable: int


@dataclass(frozen=True, slots=True)
class DeskThisWeek:
    """The national desk, at the unit that judges the reports of all units."""

    waiting_before: int
    waiting_after: int
    came: int
    """Reports of all units that came for a person to judge."""
    judged: int
    """Reports that people judged."""
    by_system: int
    """Reports that the system judged, of all that came."""
    oldest_days: float
    """Age of the oldest that waits at the end of the week; 0: none does."""
    came_by_day: tuple[int, ...]
    """Those of `came` by day of the week."""
    came_out_of_hours: int
    """Those of `came` that came while the office was closed."""
    opened_seconds: int
    """Moment at which the office first opened in the week; NEVER_SECONDS: it did not."""
    waiting_at_opening: int
    """Reports that waited then."""
    half_of_them_seconds: int
    """Moment by which half of these had been judged; after the week: not yet."""
    all_of_them_seconds: int
    """The same of all of these."""


class SharedWay(StrEnum):
    """Ways in which work goes over the border of the unit."""

    LENT = "lent"
    """Members of the unit on steps that belong to another team."""
    BORROWED = "borrowed"
    """Members of another team on steps that belong to the unit."""
    DONE_ELSEWHERE = "done_elsewhere"
    """Steps of cases of the unit that another team does for all units."""
    DONE_FOR_OTHERS = "done_for_others"
    """Steps that this unit does for all units, of cases of others."""


class SharedWork(NamedTuple):
    """Hours of one kind of work that went over the border of the unit."""

    way: SharedWay
    team: str
    """The other team; empty: several units together."""
    step: str
    hours: HoursBy
    """By class."""


@dataclass(frozen=True, slots=True)
class HoursThisWeek:
    """Hours of the members of the unit."""

    available: float
    """Hours for cases, in office hours, of who was at work; overtime is part of them, time off is not."""
    overtime: float
    """Part of them that is overtime."""
    time_off: float
    """Hours for cases less, as time off for earlier overtime."""
    occupied_share: float
    """Part of the office hours of who was at work in which they had work in hand; NaN: nobody was."""
    by_class: HoursBy
    """Work done, by class, JUDGING or ASSESSING."""
    by_step: HoursBy
    """The same work, by step, JUDGING or ASSESSING."""
    out_of_hours: float
    """Part of it that was done while the office was closed."""

    @property
    def worked(self) -> float:
        """All work done."""
        return sum(self.by_class.values())


@dataclass(frozen=True, slots=True)
class WeekAccount:
    """The account of one week at one unit."""

    unit: str
    week: Week
    replication: int
    people: PeopleThisWeek
    reports: ReportsThisWeek
    desk: DeskThisWeek | None
    """None: this unit does not judge the reports of all."""
    cases: CasesThisWeek
    put_down: tuple[Interruption, ...]
    shared: tuple[SharedWork, ...]
    hours: HoursThisWeek
    days_without_room: int
    """Working days at whose end the unit had as many cases in hand as it may."""
    stories: tuple[CaseStory, ...]
    """Severe cases to which something happened, the most urgent first."""
    severe_without_story: int
    """Severe cases in hand of which no step began or ended, worked on or not."""
