"""The account of a week at a unit: who was there, what came in, was taken up, put aside, lent and ended, as facts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tbkk_sim.week.weeks import Week

Counts = Mapping[str, int]
"""Cases or reports by class; only those of which there are any, the most urgent first."""
HoursBy = Mapping[str, float]
"""Hours by class, step or team; only where there are any."""
JUDGING, ASSESSING = "judging", "assessing"
"""Work on reports that are no cases yet: at the national desk, and at their unit."""


class RoleThisWeek(NamedTuple):
    """One role at the unit."""

    role: str
    posts: int
    """Posts at the end of the week."""
    people: int
    """People who hold one, or belong to the unit without a post, at the end of the week."""
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


@dataclass(frozen=True, slots=True)
class ReportsThisWeek:
    """Reports on persons in the area of the unit, and what became of them at the desk and in its own assessment."""

    came: int
    closed_at_desk: int
    passed_on: Counts
    """By the class that the desk gave."""
    joined_to_case: int
    """Passed on by the desk, and joined to the case of the same person."""
    urgent: int
    """Reports of classes that interrupt other work, among those passed on."""
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


@dataclass(frozen=True, slots=True)
class CasesThisWeek:
    """Cases that came, were taken up and ended, and those that are open at the end of the week."""

    new: Counts
    """Cases that came to be, of whatever kind."""
    chosen: Counts
    """Those of them that nobody reported but the unit looked for."""
    returned: Counts
    """Those of them on persons whose earlier case had ended."""
    found: Counts
    """Those of them that came from elsewhere without the desk: other investigations, abroad."""
    treatments: Counts
    """New cases that are not severe, by the treatment that was chosen."""
    taken_up: Counts
    in_campaign: int
    """Those of them that were taken up in a campaign."""
    owed: tuple["Owed", ...]
    ended: Mapping[str, Counts]
    """Cases that were worked on, by their end and class."""
    lead_days: tuple[float, ...]
    """Days from arrival to end of each of these."""
    undone: Mapping[str, Counts]
    """Cases that ended without any work, by their end and class."""
    waiting: tuple["WaitingClass", ...]
    in_hand: Mapping[str, Counts]
    """Cases in hand at the end of the week, by state (StateInHand) and class."""
    waiting_for_step: tuple["WaitingStep", ...]
    cases_per_investigator: float
    """Cases in hand per deployable fte of those who can lead a case; NaN: nobody is there who can."""


class Owed(NamedTuple):
    """One class of which a number was agreed for the year."""

    of_class: str
    agreed: int
    """Cases to take up in the calendar year."""
    due: int
    """Those of them that are due by the end of the week."""
    taken_up: int
    """Cases taken up in the year so far."""


class WhyNotTakenUp(StrEnum):
    """Reasons for which cases of a class wait to be taken up."""

    JUST_CAME = "just_came"
    """They came after the office had closed for the week."""
    NOBODY_FREE = "nobody_free"
    """Nobody who is able to do the first step is free."""
    OWED = "owed"
    """It is owed by the agreements, but nobody who is able to do the first step was free."""
    NO_ROOM = "no_room"
    """The unit has as many cases in hand as it may, and of this class as many were taken up as was agreed."""
    OTHER_WORK_FIRST = "other_work_first"
    """There is room, but who is free does work that goes first."""


class WaitingClass(NamedTuple):
    """Cases of one class that wait to be taken up at the end of the week."""

    of_class: str
    number: int
    oldest_days: float
    why: WhyNotTakenUp


class StateInHand(StrEnum):
    """States of a case in hand."""

    WORKED_ON = "worked_on"
    """Somebody has it on their desk."""
    PUT_DOWN = "put_down"
    """A step was begun, was put down, and waits for somebody to go on with it."""
    WAITS_FOR_SOMEBODY = "waits_for_somebody"
    """The next step can begin, and nobody has."""
    WAITS_OUTSIDE = "waits_outside"
    """Answers of a provider, permission of a court or the report of a laboratory are awaited."""


class WaitingStep(NamedTuple):
    """Cases in hand that wait for somebody to do one step."""

    step: str
    team: str
    """Team that does it."""
    number: int
    able_at_work: float
    """Members of that team who are able to do it and were at work, mean over the working days."""


class WhyPutDown(StrEnum):
    """Reasons for which a step is put down."""

    MORE_URGENT = "more_urgent"
    """For work that may interrupt it."""
    AWAY = "away"
    """Who worked on it went away for a while."""
    LEFT = "left"
    """Who worked on it left the unit."""
    LEFT_ALONE = "left_alone"
    """The colleague or specialist beside whom it was done went."""
    OTHER_HOURS = "other_hours"
    """Who worked on it goes on with other hours, and took up something else."""
    UNKNOWN = "unknown"


class Interruption(NamedTuple):
    """A step that a member of the unit put down."""

    at_seconds: int
    report: int
    of_class: str
    step: str
    role: str
    """Role of the member; empty: a member of a pool."""
    member: int
    hours: float
    """Work done on it since it was begun or gone on with."""
    why: WhyPutDown
    away_for: str
    """Cause for which the member went away; empty: another reason."""
    for_class: str
    """Class of the work that took its place; empty: another reason."""
    for_report: int
    gone_on_seconds: int
    """Moment at which somebody went on with it; NEVER_SECONDS: not within the run."""
    gone_on_by: int
    """Member who did; -1: nobody."""
    gone_on_role: str
    """Role of that member; empty: a member of a pool, or nobody."""
    gone_on_team: str
    """Team of that member; empty: nobody."""


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
    """Hours for cases, in office hours, of who was at work."""
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


class Moment(NamedTuple):
    """What happened to a case at one moment."""

    at_seconds: int
    happened: tuple["Happened", ...]


class Happened(NamedTuple):
    """One thing that happened to a case."""

    what: str
    """Name of an event, in small letters, or `came_in` or `ready`."""
    step: str = ""
    of_class: str = ""
    team: str = ""
    role: str = ""
    member: int = -1
    hours: float = 0.0
    """Work done on the step so far, of a step that is done or put down."""
    end: str = ""
    put_down: Interruption | None = None


@dataclass(frozen=True, slots=True)
class CaseStory:
    """What happened in the week to a case that is, or was, seen as severe."""

    report: int
    of_class: str
    """Class at the end of the week."""
    arrived_seconds: int
    """Negative: it was there at the start of the run."""
    taken_up_seconds: int
    """NEVER_SECONDS: not by the end of the week."""
    taken_up_class: str
    """Class that it had then; empty: it was not."""
    hours: float
    """Work done on it up to the end of the week."""
    moments: tuple[Moment, ...]
    state: str
    """State at the end of the week: a StateInHand, `waits`, `to_assess`, or `ended`."""
    step: str
    """Step at which it is then; empty: none."""


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
    """Severe cases in hand to which nothing happened."""
