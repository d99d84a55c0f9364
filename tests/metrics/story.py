"""A story of eight reports over two months that can be reckoned by hand: every hour is a working hour."""

from dataclasses import fields, replace

import numpy as np

from tbkk_sim.model.event_records import EVENT_DTYPE, End, Event, EventLog
from tbkk_sim.model.parameters import Parameters, compile_parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, PER_MILLION, Seconds, seconds_of_days, seconds_of_hours
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.sampling.world import AUTOMATIC, BY_HAND, BY_NOBODY, People, Posts, Reports, Service, Shifts, Steps, World
from tbkk_sim.settings import Settings
from tests.builders import LAB, small_settings, triaged_once

CAPITAL, COAST, LABORATORY = 0, 1, 2
CLOSED, ACUTE, SERIOUS, LIGHT, OWN_WORK = range(5)
ENRICH, SEARCH, OWN_WORK_SKILL = 1, 2, 4
DAYS = 59  # January and February 2021


class LogByHand:
    """Events told by hand: moments in days, work in hours."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, ...]] = []

    def tell(
        self,
        time_days: float,
        kind: Event,
        report: int,
        step: int = -1,
        team: int = -1,
        member: int = -1,
        detail: int = -1,
        hours: float = 0.0,
    ) -> None:
        seconds = int(seconds_of_days(time_days)), int(seconds_of_hours(hours))
        self.rows.append((*seconds, report, member, team, detail, step, kind))

    def as_event_log(self) -> EventLog:
        return EventLog.from_rows(np.array(self.rows, dtype=EVENT_DTYPE))


def story_settings() -> Settings:
    return small_settings(
        {
            "collaboration.pools": {"lab": LAB},
            "calendar": {"kind": "plain", "hours_per_day": 24.0, "round_the_clock_hours_per_day": 24.0},
            "run": {"start": "2021-01-01", "end": "2021-02-28", "replications": 1},
            "casework.steps.search.digital": True,
            "casework.classes.serious.expires": {"mean_days": 180},
        }
    )


def story() -> tuple[Settings, World, Parameters, EventLog]:
    settings = story_settings()
    return settings, _world(), compile_parameters(settings), _log()


def held_story() -> tuple[Settings, World, Parameters, EventLog]:
    """One acute case: held from Friday 29 January, a specialist joins on Tuesday 2 February at 0:00, done a day later.

    The office is open on weekdays from 0:00 to 12:00; acute work goes on all day.
    """
    settings = small_settings(
        {
            "collaboration.pools": {"lab": LAB},
            "calendar": {"opens_at_hour": 0, "hours_per_day": 12.0, "round_the_clock_hours_per_day": 24.0},
            "run": {"start": "2021-01-01", "end": "2021-02-28", "replications": 1},
            "casework.steps.enrich.together_with": "lab",
        }
    )
    of_story = _world()
    reports = Reports(*(getattr(of_story.reports, column.name)[5:6] for column in fields(Reports)))
    reports = replace(
        reports,
        arrived_seconds=seconds_of_days([28.0]),
        triaged_class=np.array([ACUTE], dtype=np.int8),
        **triaged_once(np.array([ACUTE], dtype=np.int8)),
        found_seconds=np.array([NEVER_SECONDS]),
        first_step=np.array([0], dtype=np.int32),
        n_steps=np.array([1], dtype=np.int8),
    )
    steps = Steps(*(getattr(of_story.steps, column.name)[4:5] for column in fields(Steps)))
    log = LogByHand()
    tell = log.tell
    for shift, (member, team) in {0: (0, CAPITAL), 1: (1, COAST), 3: (2, LABORATORY)}.items():
        tell(0.0, Event.JOINED, shift, team=team, member=member)
    tell(28.0, Event.ARRIVED, 0, team=CAPITAL, detail=ACUTE)
    tell(28.0, Event.TRIAGED, 0, -1, CAPITAL, detail=ACUTE)
    tell(28.0, Event.QUEUED, 0, 0, CAPITAL, detail=ACUTE)
    tell(28.0, Event.TAKEN_UP, 0, 0, CAPITAL, 0, ACUTE)
    tell(28.0, Event.STARTED, 0, 0, CAPITAL, 0, ACUTE)
    tell(28.0, Event.HELD, 0, 0, CAPITAL, 0)
    tell(32.0, Event.ASSISTED, 0, 0, LABORATORY, 2)
    tell(33.0, Event.FINISHED, 0, 0, CAPITAL, 0, hours=24.0)
    tell(33.0, Event.RELEASED, 0, 0, LABORATORY, 2, hours=24.0)
    tell(33.0, Event.ENDED, 0, 0, CAPITAL, detail=End.FILE_TO_OM)
    world = World(0, reports, steps, of_story.people, of_story.shifts, of_story.posts)
    return settings, world, compile_parameters(settings), log.as_event_log()


def _world() -> World:
    # report:         0        1        2        3        4        5        6        7
    arrived = [-20.0, -10.0, 2.0, 3.0, 4.0, 10.0, 33.0, 50.0]
    n = len(arrived)
    true_class = [SERIOUS, SERIOUS, LIGHT, CLOSED, OWN_WORK, ACUTE, SERIOUS, SERIOUS]
    triaged_class = np.array([SERIOUS, SERIOUS, LIGHT, CLOSED, OWN_WORK, LIGHT, SERIOUS, SERIOUS], dtype=np.int8)
    reports = Reports(
        key=np.arange(n),
        arrived_seconds=seconds_of_days(arrived),
        stream=np.array([0, 0, 0, 0, 2, 0, 0, 0], dtype=np.int8),
        unit=np.array([COAST, CAPITAL, COAST, CAPITAL, LABORATORY, CAPITAL, CAPITAL, CAPITAL], dtype=np.int16),
        true_class=np.array(true_class, dtype=np.int8),
        triaged_class=triaged_class,
        triaged_by=np.array(
            [BY_NOBODY, BY_NOBODY, BY_HAND, AUTOMATIC, BY_NOBODY, AUTOMATIC, AUTOMATIC, AUTOMATIC], dtype=np.int8
        ),
        flagged=np.zeros(n, dtype=np.bool_),
        triage_seconds=seconds_of_hours([0.0, 0.0, 12.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        found_seconds=_only(n, {5: 20.0}),
        expires_seconds=_only(n, {2: 40.0, 6: 33.0}),
        upgrade_class=np.full(n, -1, dtype=np.int8),
        upgrade_after=np.full(n, -1, dtype=np.int8),
        found_by=np.zeros(n, dtype=np.int8),
        outcome=np.array([End.NO_OFFENCE, End.FILE_TO_OM, 2, 0, End.OWN_WORK_DONE, 0, 0, 0], dtype=np.int8),
        short_outcome=np.full(n, -1, dtype=np.int8),
        visit_outcome=np.full(n, -1, dtype=np.int8),
        treatment_draw=np.zeros(n, dtype=np.int32),
        taken_up=np.array([True] + [False] * 7),
        first_step=np.array([0, 1, 2, 3, 3, 4, 6, 7], dtype=np.int32),
        n_steps=np.array([1, 1, 1, 0, 1, 2, 1, 1], dtype=np.int8),
        short_from=np.zeros(n, dtype=np.int8),
        full_from=np.zeros(n, dtype=np.int8),
        return_row=np.full(n, -1, dtype=np.int32),
        returns_after=np.zeros(n, dtype=np.int8),
        return_delay_seconds=np.zeros(n, dtype=np.int64),
        **triaged_once(triaged_class),
    )
    steps = Steps(
        skill=np.array([ENRICH, ENRICH, ENRICH, OWN_WORK_SKILL, ENRICH, SEARCH, ENRICH, ENRICH], dtype=np.int8),
        work_seconds=seconds_of_hours([24.0, 24.0, 2.0, 48.0, 24.0, 60.0, 10.0, 10.0]),
        upgraded_work_seconds=seconds_of_hours([24.0, 24.0, 2.0, 48.0, 24.0, 60.0, 10.0, 10.0]),
        delay_seconds=seconds_of_days([0.0, 0.0, 0.0, 0.0, 0.0, 100.0, 0.0, 0.0]),
        devices=np.zeros(8, dtype=np.int16),
    )
    unit_skills, lab_skills = 0b01111, 1 << SEARCH | 1 << OWN_WORK_SKILL
    people = People(
        team=np.array([CAPITAL, COAST, LABORATORY], dtype=np.int16),
        role=np.array([0, 0, -1], dtype=np.int8),
        post=np.array([0, 1, -1], dtype=np.int32),
        skills=np.array([unit_skills, unit_skills, lab_skills]),
        born_days=np.array([-12000.0, -12000.0, np.nan]),
        joined_days=np.array([-100.0, -100.0, -1.0]),
        left_days=np.array([np.inf, np.inf, np.inf]),
        left_cause=np.array([-1, -1, -1], dtype=np.int8),
        fte=np.ones(3),
        came_by=np.zeros(3, dtype=np.int8),
        lender=np.full(3, -1, dtype=np.int16),
    )
    shifts = Shifts(
        member=np.array([0, 1, 1, 2], dtype=np.int32),
        begin_seconds=seconds_of_days([0.0, 0.0, 52.0, 0.0]),
        end_seconds=seconds_of_days([DAYS, 45.0, DAYS, DAYS]),
        rate_per_million=np.full(4, PER_MILLION),
        fte=np.ones(4),
        mentoring_fte=np.zeros(4),
        overtime_per_million=np.zeros(4, dtype=np.int64),
        begins=np.array([Event.JOINED, Event.JOINED, Event.BACK, Event.JOINED], dtype=np.int8),
        ends=np.array([Event.LEFT, Event.ABSENT, Event.LEFT, Event.LEFT], dtype=np.int8),
        service=Service(np.arange(3, dtype=np.int32), np.zeros(3), np.full(3, np.inf), np.ones(3), np.zeros(3)),
    )
    posts = Posts(
        unit=np.array([CAPITAL, COAST, COAST], dtype=np.int16),
        role=np.zeros(3, dtype=np.int8),
        begin_days=np.array([0.0, 0.0, 31.0]),
        end_days=np.full(3, np.inf),
        ahead=np.zeros(3, dtype=np.bool_),
    )
    return World(0, reports, steps, people, shifts, posts)


def _only(n: int, days: dict[int, float]) -> Seconds:
    """Moments of some of n reports; of the others it does not come."""
    return np.array([int(seconds_of_days(days[row])) if row in days else NEVER_SECONDS for row in range(n)])


def _log() -> EventLog:
    log = LogByHand()
    tell = log.tell
    for shift, (member, team) in {0: (0, CAPITAL), 1: (1, COAST), 3: (2, LABORATORY)}.items():
        tell(0.0, Event.JOINED, shift, team=team, member=member)
    # 0: in hand at the start, done by day 1
    tell(0.0, Event.ARRIVED, 0, team=COAST, detail=SERIOUS)
    tell(0.0, Event.QUEUED, 0, 0, COAST, detail=SERIOUS)
    tell(0.0, Event.STARTED, 0, 0, COAST, 1, SERIOUS)
    # 1: waits from the start until day 5
    tell(0.0, Event.ARRIVED, 1, team=CAPITAL, detail=SERIOUS)
    tell(0.0, Event.QUEUED, 1, 0, CAPITAL, detail=SERIOUS)
    tell(1.0, Event.FINISHED, 0, 0, COAST, 1, hours=24.0)
    tell(1.0, Event.ENDED, 0, 0, COAST, detail=End.NO_OFFENCE)
    # 2: triaged by hand in the capital, never taken up, expires on day 40
    tell(2.0, Event.ARRIVED, 2, team=COAST, detail=LIGHT)
    tell(2.0, Event.QUEUED, 2, -1, CAPITAL, detail=LIGHT)
    tell(2.25, Event.STARTED, 2, -1, CAPITAL, 0, LIGHT)
    tell(2.75, Event.FINISHED, 2, -1, CAPITAL, 0, hours=12.0)
    tell(2.75, Event.TRIAGED, 2, -1, COAST, detail=LIGHT)
    tell(2.75, Event.WEIGHED, 2, -1, COAST, detail=Treatment.FULL)
    tell(2.75, Event.QUEUED, 2, 0, COAST, detail=LIGHT)
    # 3: closed by the system
    tell(3.0, Event.ARRIVED, 3, team=CAPITAL, detail=CLOSED)
    tell(3.0, Event.TRIAGED, 3, -1, CAPITAL, detail=CLOSED)
    tell(3.0, Event.ENDED, 3, -1, CAPITAL, detail=End.CLOSED_IN_TRIAGE)
    # 4: own work of the laboratory
    tell(4.0, Event.ARRIVED, 4, team=LABORATORY, detail=OWN_WORK)
    tell(4.0, Event.QUEUED, 4, 0, LABORATORY, detail=OWN_WORK)
    tell(5.0, Event.TAKEN_UP, 1, 0, CAPITAL, 0, SERIOUS)
    tell(5.0, Event.STARTED, 1, 0, CAPITAL, 0, SERIOUS)
    tell(6.0, Event.FINISHED, 1, 0, CAPITAL, 0, hours=24.0)
    tell(6.0, Event.ENDED, 1, 0, CAPITAL, detail=End.FILE_TO_OM)
    tell(6.0, Event.TAKEN_UP, 4, 0, LABORATORY, 2, OWN_WORK)
    tell(6.0, Event.STARTED, 4, 0, LABORATORY, 2, OWN_WORK)
    tell(8.0, Event.FINISHED, 4, 0, LABORATORY, 2, hours=48.0)
    tell(8.0, Event.ENDED, 4, 0, LABORATORY, detail=End.OWN_WORK_DONE)
    # 5: acute but triaged light, found on day 20, worked on in two spells, the second across the end of January
    tell(10.0, Event.ARRIVED, 5, team=CAPITAL, detail=ACUTE)
    tell(10.0, Event.TRIAGED, 5, -1, CAPITAL, detail=LIGHT)
    tell(10.0, Event.WEIGHED, 5, -1, CAPITAL, detail=Treatment.FULL)
    tell(10.0, Event.QUEUED, 5, 0, CAPITAL, detail=LIGHT)
    tell(20.0, Event.RECLASSIFIED, 5, 0, CAPITAL, detail=ACUTE)
    tell(22.0, Event.TAKEN_UP, 5, 0, CAPITAL, 0, ACUTE)
    tell(22.0, Event.STARTED, 5, 0, CAPITAL, 0, ACUTE)
    tell(22.25, Event.INTERRUPTED, 5, 0, CAPITAL, 0, hours=6.0)
    tell(22.25, Event.QUEUED, 5, 0, CAPITAL, detail=ACUTE)
    tell(30.75, Event.RESUMED, 5, 0, CAPITAL, 0, ACUTE)
    tell(31.5, Event.FINISHED, 5, 0, CAPITAL, 0, hours=18.0)
    # 6: let go at once, since nothing is to be gained by it any more
    tell(33.0, Event.ARRIVED, 6, team=CAPITAL, detail=SERIOUS)
    tell(33.0, Event.TRIAGED, 6, -1, CAPITAL, detail=SERIOUS)
    tell(33.0, Event.ENDED, 6, -1, CAPITAL, detail=End.EXPIRED)
    tell(40.0, Event.ENDED, 2, 0, COAST, detail=End.EXPIRED)
    tell(45.0, Event.ABSENT, 1, team=COAST, member=1)
    # 7: still waits at the end
    tell(50.0, Event.ARRIVED, 7, team=CAPITAL, detail=SERIOUS)
    tell(50.0, Event.TRIAGED, 7, -1, CAPITAL, detail=SERIOUS)
    tell(50.0, Event.QUEUED, 7, 0, CAPITAL, detail=SERIOUS)
    tell(52.0, Event.BACK, 2, team=COAST, member=1)
    told = log.as_event_log()
    assert (np.diff(told.time_seconds) >= 0).all()
    return told
