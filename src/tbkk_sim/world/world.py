"""The world of one replication: tables of plain arrays, drawn before the clock starts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Shorts = NDArray[np.int16]
Bytes = NDArray[np.int8]
Flags = NDArray[np.bool_]

BY_NOBODY, AUTOMATIC, BY_HAND = 0, 1, 2
"""How a report is judged: not at all (chosen or already judged), by the system, by a person."""
NEVER = np.inf
"""A moment that does not come."""


@dataclass(frozen=True, slots=True)
class Reports:
    """One row a report, sorted by arrival; ties by key."""

    key: Longs
    """The same report in every scenario: stratum (stream, class, unit) and its number in there."""
    arrived_days: Floats
    """Moment of arrival; negative: in stock at the start."""
    stream: Bytes
    """Stream (Names.streams)."""
    unit: Shorts
    """Team that it belongs to."""
    true_class: Bytes
    """What it is."""
    judged_class: Bytes
    """What triage makes of it; 0 (`closed`) is closed in triage."""
    judged_by: Bytes
    """BY_NOBODY, AUTOMATIC or BY_HAND."""
    flagged: Flags
    """The system recognises on arrival that it is urgent: judged with the urgency of its judged class."""
    triage_hours: Floats
    """Hours to judge it by hand."""
    found_days: Floats
    """Moment at which a misjudged report is found (gets its true class) if nothing else does; or NEVER."""
    expires_days: Floats
    """Moment at which it expires if not taken up; or NEVER."""
    upgrade_class: Bytes
    """Class that work on it discovers; -1: none."""
    upgrade_after: Bytes
    """Position of the step at whose end that is discovered; -1: none."""
    outcome: Bytes
    """How it ends when all steps are done (facts.End)."""
    taken_up: Flags
    """In hand at the start: already taken up."""
    first_step: Ints
    """Row of its first step in Steps."""
    n_steps: Bytes
    """Number of steps."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of all reports, those of one report in a row and in their order."""

    skill: Bytes
    """Kind of step, which is the skill that it needs (Names.skills)."""
    hours: Floats
    """Hours of work."""
    upgraded_hours: Floats
    """Hours of work instead, from the moment that the case is upgraded."""
    delay_days: Floats
    """Outside delay before the step can be done, after the one before (or triage) is done."""


@dataclass(frozen=True, slots=True)
class People:
    """One row a person who holds or will hold a post, or is a member of a pool; a member is a row."""

    team: Shorts
    """Team."""
    role: Bytes
    """Role (position in settings.staffing.roles); -1: member of a pool."""
    post: Ints
    """Post that this person holds; -1: member of a pool."""
    skills: Longs
    """Skills, bit k is skill k of Names.skills."""
    born_days: Floats
    """Date of birth, in days from the start; NaN for a pool."""
    joined_days: Floats
    """First day; at or before 0: already there at the start."""
    left_days: Floats
    """Day of leaving; beyond the horizon or inf: still there at the end."""
    left_cause: Bytes
    """Why (world.people.Cause); -1: does not leave within the horizon."""
    fte: Floats
    """Contract at joining."""


@dataclass(frozen=True, slots=True)
class Service:
    """One row a time in which one member counts as deployable to one extent; leave and short illness do not end it."""

    member: Ints
    """Row of People."""
    begin_days: Floats
    end_days: Floats
    fte: Floats
    """Contract x ramp."""
    mentoring_fte: Floats
    """Time of mentors that this member takes as a newcomer."""


@dataclass(frozen=True, slots=True)
class Stints:
    """One row a time in which one member works at one rate, without absence; sorted by member, then time."""

    member: Ints
    """Row of People."""
    begin_days: Floats
    """Begin, never before 0."""
    end_days: Floats
    """End; at or beyond the horizon: still working."""
    rate: Floats
    """Hours of case work per working hour: (`fte` less the time spent as mentor) x case hours share."""
    fte: Floats
    """Contract x ramp in this stint."""
    mentoring_fte: Floats
    """Time of mentors that this member, as a newcomer, takes in this stint."""
    begins: Bytes
    """Fact that the begin is: JOINED, BACK or PACED."""
    ends: Bytes
    """Fact that the end is: LEFT or ABSENT; or PACED when the next stint follows at once."""
    service: Service
    """Who counts as deployable when, at work or not."""


@dataclass(frozen=True, slots=True)
class Posts:
    """One row a post of the establishment."""

    unit: Shorts
    """Team."""
    role: Bytes
    """Role."""
    begin_days: Floats
    """From when it exists (0: from the start)."""
    end_days: Floats
    """Until when it exists (inf: for good)."""
    ahead: Flags
    """Recruited ahead (over-establishment): filled, but not part of the establishment."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything random of one replication."""

    replication: int
    """Its number, from 0."""
    reports: Reports
    """Reports and chosen cases and the pools' own work."""
    steps: Steps
    """Their steps."""
    people: People
    """Members of all teams."""
    stints: Stints
    """When they work."""
    posts: Posts
    """The establishment."""
