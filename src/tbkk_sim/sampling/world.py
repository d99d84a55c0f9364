"""The world of one replication: tables of plain arrays, drawn before the clock starts."""

from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

import numpy as np

from tbkk_sim.arrays import Bytes, Flags, Floats, Ints, Longs, Shorts
from tbkk_sim.model.seconds import PER_MILLION, days_of, hours_of

BY_NOBODY, AUTOMATIC, BY_HAND, BY_UNIT = 0, 1, 2, 3
"""Ways in which a report is triaged: not at all (proactive or already triaged), by the system, by a person."""
NEVER = np.inf
"""A moment that does not come."""
Table = TypeVar("Table", bound=Any)


class ArrayTable:
    """Columns of equal length, of which only the number of rows is shown."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({n_rows(self):,} rows)"


def n_rows(table: ArrayTable) -> int:
    """Return the number of rows of a table."""
    first_column = next(iter(getattr(table, "__dataclass_fields__")))  # noqa: B009  (each table is a dataclass)
    return len(getattr(table, first_column))


def append_rows(table: Table, *more: Table) -> Table:
    """Return a table, which is a dataclass of columns, with the rows of others of its kind after its own."""
    columns = ([getattr(part, column.name) for part in (table, *more)] for column in fields(table))
    joined: Table = type(table)(
        *(append_rows(*parts) if isinstance(parts[0], ArrayTable) else np.concatenate(parts) for parts in columns)
    )
    return joined


@dataclass(frozen=True, slots=True, repr=False)
class Reports(ArrayTable):
    """One row per report, sorted by arrival; ties by key. New reports on persons (stream `returns`) come last."""

    key: Longs
    """The same report in every scenario: stratum (stream, class, unit) and its number within the stratum."""
    arrived_seconds: Longs
    """Moment of arrival; negative: in stock at the start. Of the stream `returns` it is NEVER_SECONDS: such a report
    comes if the case of the person ends so."""
    stream: Bytes
    """Stream (Names.streams)."""
    unit: Shorts
    """Team that it belongs to."""
    true_class: Bytes
    """True class."""
    triaged_class: Bytes
    """Class given by triage, as `triaged_by` says; 0 (`closed`) is closed in triage."""
    system_class: Bytes
    """Class that the system gives, if it judges instead of a person."""
    read_class: Bytes
    """Class that the system reads on arrival in a report that a person triages, by which that waits for it; 0
    (`closed`): it reads no case in it, or no report goes by that."""
    assessed_class: Bytes
    """Class given by the unit's assessment; that of triage if there is none."""
    score: Shorts
    """Score of triage, 0 to 999, among the cases that seem to be of its class; one that nobody weighs has one too."""
    system_score: Shorts
    """Score that the system gives, if it judges instead of a person."""
    assessed_score: Shorts
    """Score of the assessment; that of triage if there is none."""
    person: Ints
    """Row of the first report on the same person; its own row if it is the first."""
    triaged_by: Bytes
    """BY_NOBODY, AUTOMATIC, BY_HAND, or BY_UNIT: heard by its unit, and seen as `triaged_class` until then."""
    flagged: Flags
    """Recognised by the system on arrival as urgent: triaged with the urgency of its triaged class."""
    triage_seconds: Longs
    """Work to triage it by hand."""
    assessment_seconds: Longs
    """Work of the unit to enrich and assess it, or to hear who makes it; 0: it is not assessed."""
    trace_until_seconds: Longs
    """Moment from which enrichment leads to no person; 0: it never does; NEVER_SECONDS: it always does."""
    found_seconds: Longs
    """Moment at which a misjudged report is found (gets its true class) if nothing else does; or NEVER_SECONDS."""
    expires_seconds: Longs
    """Moment at which it expires if not taken up, by the class that it is seen as; or NEVER_SECONDS. Of the stream
    `returns`: seconds after arrival."""
    upgrade_class: Bytes
    """Class that work on it discovers; -1: none."""
    upgrade_after: Bytes
    """Position of the step at whose end a full investigation discovers that; -1: none."""
    found_by: Bytes
    """Lighter treatments that discover it at their end, as bits (by Treatment)."""
    outcome: Bytes
    """End once all steps of a full investigation are done (event_records.End)."""
    short_outcome: Bytes
    """End after a short investigation; -1: it gets none."""
    visit_outcome: Bytes
    """End after a letter or visit; -1: it gets none."""
    treatment_draw: Ints
    """Number from 0 to 999,999 that decides on its treatment."""
    taken_up: Flags
    """True if in hand at the start: already taken up."""
    first_step: Ints
    """Row of its first step in Steps."""
    n_steps: Bytes
    """Number of steps: of a letter or visit, then of a short, then of a full investigation."""
    short_from: Bytes
    """Position of the first step of a short investigation."""
    full_from: Bytes
    """Position of the first step of a full investigation; 0: it gets no other treatment that is work."""
    return_row: Ints
    """Row of the new report on the same person, once this case has ended; -1: none that can come within the run."""
    returns_after: Bytes
    """Treatments after which the person is reported again, as bits (by Treatment)."""
    return_delay_seconds: Longs
    """From the end of the case to that report; 0 if there is none."""

    @property
    def arrived_days(self) -> Floats:
        """Moment of arrival, in days from the start."""
        return days_of(self.arrived_seconds)

    @property
    def triage_hours(self) -> Floats:
        """Hours to triage it by hand."""
        return hours_of(self.triage_seconds)


@dataclass(frozen=True, slots=True, repr=False)
class Steps(ArrayTable):
    """The steps of all reports, those of one report in a row and in their order."""

    skill: Bytes
    """Kind of step, which is the skill that it needs (Names.skills)."""
    work_seconds: Longs
    """Work."""
    upgraded_work_seconds: Longs
    """Work instead, from the moment that the case is upgraded."""
    delay_seconds: Longs
    """Outside delay before the step can be done, after the one before (or triage) is done."""
    devices: Shorts
    """Devices to be examined before the step can be done, instead of the delay; 0: none."""

    @property
    def hours(self) -> Floats:
        """Hours of work."""
        return hours_of(self.work_seconds)

    @property
    def delay_days(self) -> Floats:
        """Outside delay before the step can be done, in days."""
        return days_of(self.delay_seconds)


@dataclass(frozen=True, slots=True, repr=False)
class People(ArrayTable):
    """One row per member: a person who holds or will hold a post, is there without one, or is a member of a pool.

    Who is retrained has two rows: in the old role until the course, in the new one from then on.
    """

    team: Shorts
    """Team."""
    role: Bytes
    """Role (position in settings.staffing.roles); -1: member of a pool."""
    post: Ints
    """Post that this person holds; -1: none."""
    skills: Longs
    """Skills, bit k is skill k of Names.skills."""
    born_days: Floats
    """Date of birth, in days from the start; NaN for anybody without a post."""
    joined_days: Floats
    """First day; at or before 0: already there at the start."""
    left_days: Floats
    """Day of leaving; beyond the horizon or inf: still there at the end."""
    left_cause: Bytes
    """Cause of leaving (workforce.people.Cause); -1: does not leave within the horizon."""
    fte: Floats
    """Contract at joining; of anybody there without a post, the share of a full member's work."""
    came_by: Bytes
    """Way in which they came (workforce.people.CameBy)."""
    lender: Shorts
    """Pool from which they are reallocated; -1: none."""

    @property
    def in_pool(self) -> Flags:
        """True for members of pools."""
        return self.role < 0


@dataclass(frozen=True, slots=True, repr=False)
class Service(ArrayTable):
    """One row per time in which a member counts as deployable to one extent; leave and short illness do not end it."""

    member: Ints
    """Row of People."""
    begin_days: Floats
    end_days: Floats
    fte: Floats
    """Contract x ramp."""
    mentoring_fte: Floats
    """Time of mentors that this member takes as a newcomer."""


@dataclass(frozen=True, slots=True, repr=False)
class Away(ArrayTable):
    """One row per spell away of one member; those of one member may overlap. The engines do not read it."""

    member: Ints
    """Row of People."""
    begin_days: Floats
    """A midnight; may lie before the run."""
    end_days: Floats
    """A midnight."""
    cause: Bytes
    """Cause (workforce.absence.AbsenceCause)."""


def nobody_away() -> Away:
    """Return no spells away."""
    return Away(np.zeros(0, dtype=np.int32), np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int8))


@dataclass(frozen=True, slots=True, repr=False)
class Shifts(ArrayTable):
    """One row per time in which one member works at one rate, without absence; sorted by member, then time."""

    member: Ints
    """Row of People."""
    begin_seconds: Longs
    """Begin, never before 0."""
    end_seconds: Longs
    """End; at or beyond the horizon: still working."""
    rate_per_million: Longs
    """Seconds of case work in a million of working time: (`fte` less the time spent as mentor) x case hours share,
    overtime and time off for it included."""
    fte: Floats
    """Contract x ramp in this shift."""
    mentoring_fte: Floats
    """Time of mentors that this member, as a newcomer, takes in this shift."""
    overtime_per_million: Longs
    """Part of the rate that is overtime; below 0: time off that is taken for it."""
    begins: Bytes
    """Event at the begin: JOINED, BACK or PACED."""
    ends: Bytes
    """Event at the end: LEFT or ABSENT; or PACED when the next shift follows at once."""
    service: Service
    """Deployable members over time, at work or not."""
    away: Away = field(default_factory=nobody_away)
    """Spells away, with their causes."""

    @property
    def begin_days(self) -> Floats:
        """Begin, in days from the start."""
        return days_of(self.begin_seconds)

    @property
    def end_days(self) -> Floats:
        """End, in days from the start; at or beyond the horizon: still working."""
        return days_of(self.end_seconds)

    @property
    def rate(self) -> Floats:
        """Hours of case work per working hour."""
        return self.rate_per_million / PER_MILLION


@dataclass(frozen=True, slots=True, repr=False)
class Posts(ArrayTable):
    """One row per post of the establishment."""

    unit: Shorts
    """Team."""
    role: Bytes
    """Role for which it came; who holds it may have another by retraining."""
    begin_days: Floats
    """Day from which it exists (0: from the start)."""
    end_days: Floats
    """Day until which it exists (inf: for good)."""
    ahead: Flags
    """Recruited ahead (over-establishment): filled, but not part of the establishment."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything random of one replication."""

    replication: int
    """Its number, from 0."""
    reports: Reports
    """Reports, proactive cases and the pools' own work."""
    steps: Steps
    """Their steps."""
    people: People
    """Members of all teams."""
    shifts: Shifts
    """Shifts of the members."""
    posts: Posts
    """The establishment."""

    def __repr__(self) -> str:
        sizes = f"{n_rows(self.reports):,} reports, {n_rows(self.steps):,} steps, {n_rows(self.people):,} people"
        return f"World(replication {self.replication}: {sizes})"
