"""Cases in the account of a week: their numbers, why they were put down or not taken up, and severe ones one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tbkk_sim.model.seconds import NEVER_SECONDS

Counts = Mapping[str, int]
"""Cases or reports by class; only those of which there are any, the most urgent first."""


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
    held: Counts
    """Those of them that are worked on, in a step that waits for a second person."""
    waiting_for_step: tuple["WaitingStep", ...]
    cases_per_investigator: float
    """Cases in hand per deployable fte of those who can lead a case; NaN: nobody is there who can."""
    above_limit: bool
    """More are in hand for each investigator at the end of the week than the limit up to which cases are taken up."""
    roles_that_lead: tuple[str, ...]
    """Roles at the unit that can lead a case."""


class Owed(NamedTuple):
    """One class of which a number was agreed for the year."""

    case_class: str
    agreed: int
    """Cases to take up in the calendar year."""
    due: int
    """Those of them that are due by the end of the week."""
    due_at_close: int
    """Those that were due when the office last closed in it: the year may turn to its next week on a day off."""
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
    """The unit has as many cases in hand as it may, and this is no simple intervention that is owed."""
    OTHER_WORK_FIRST = "other_work_first"
    """There is room, but who is free does work that goes first."""


class WaitingClass(NamedTuple):
    """Cases of one class that wait to be taken up at the end of the week."""

    case_class: str
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
    JOINS = "joins"
    """The member joined a colleague at what takes two, as a search."""
    AWAY = "away"
    """The member who worked on it went away for a while."""
    LEFT = "left"
    """The member who worked on it left the unit."""
    LEFT_ALONE = "left_alone"
    """The colleague or specialist beside whom it was done went."""
    NOBODY_BESIDE = "nobody_beside"
    """It waited for a second person, and nobody is left who could be that."""
    OTHER_HOURS = "other_hours"
    """The hours of the member who worked on it change, so that work is offered anew."""
    UNKNOWN = "unknown"


class Interruption(NamedTuple):
    """A step that a member of the unit put down."""

    at_seconds: int
    missed_from_seconds: int
    """Moment from which work on it is missed: later than `at_seconds` for who goes while nobody would work on it, then
    the first midnight of the next working day."""
    report: int
    case_class: str
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


class Moment(NamedTuple):
    """All that happened to a case at one moment."""

    at_seconds: int
    happened: tuple["Happened", ...]


class Happened(NamedTuple):
    """One thing that happened to a case."""

    what: str
    """Name of an event, in small letters, or `came_in` or `ready`."""
    step: str = ""
    case_class: str = ""
    team: str = ""
    role: str = ""
    member: int = -1
    hours: float = 0.0
    """Work done on the step so far, of a step that is done or put down."""
    end: str = ""
    put_down: Interruption | None = None
    outside_until_seconds: int = NEVER_SECONDS
    """Moment until which somebody outside is awaited after a step that is done; NEVER_SECONDS: nobody is."""


@dataclass(frozen=True, slots=True)
class CaseStory:
    """The week of a case that is, or was, seen as severe."""

    report: int
    case_class: str
    """Class at the end of the week."""
    was_severe_as: str
    """Severe class as which it was seen before; empty: it still is severe, or it is closed."""
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
