"""Reads a log event by event, and lets each subject judge what it sees.

The log, the settings and the drawn world are all that is read: nothing of the engines, and none of the functions in
which the package itself keeps its rules.
"""

from tbkk_sim.model.event_records import End, Event, EventLog
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from tests.checker.breaches import Breaches
from tests.checker.campaigns import Campaigns
from tests.checker.choices import Choices
from tests.checker.course import Course
from tests.checker.events import EventRow, events_of
from tests.checker.floor import Floor
from tests.checker.idleness import Idleness
from tests.checker.interruptions import Interruptions
from tests.checker.moments import Moment
from tests.checker.presence import Presence
from tests.checker.promises import Promises
from tests.checker.steering import Steering
from tests.checker.takes import Takes
from tests.checker.work import Work


def breaches_in(log: EventLog, settings: Settings, world: World) -> Breaches:
    """All breaches of the rules in a log."""
    return Checking(events_of(log), settings, world).run()


class Checking:
    """The reading of one log."""

    def __init__(self, events: list[EventRow], settings: Settings, world: World) -> None:
        self.events = events
        self.breaches = breaches = Breaches()
        self.floor = floor = Floor(Promises(settings, world), world)
        self.course = Course(floor, breaches)
        self.choices = Choices(floor, Campaigns(floor, self.course.treatments), breaches)
        self.moment = Moment(floor)
        self.interruptions = Interruptions(floor, self.choices, self.moment, breaches)
        self.takes = Takes(floor, self.choices, self.moment, self.interruptions, breaches)
        self.idleness = Idleness(floor, self.choices, self.moment, breaches)
        self.presence = Presence(floor, breaches)
        self.work = Work(floor, self.presence, self.interruptions, events, breaches)
        self.steering = Steering(floor, self.course, breaches)
        self.order = OrderOfKinds(floor, breaches)
        self.reads = {
            Event.ARRIVED: self.arrives, Event.TRIAGED: self.course.intake.is_triaged, Event.QUEUED: self.queues,
            Event.TAKEN_UP: self.is_taken_up, Event.STARTED: self.starts, Event.RESUMED: self.starts,
            Event.INTERRUPTED: self.is_put_down, Event.FINISHED: self.is_finished, Event.HANDED_OVER: self.passes_on,
            Event.RECLASSIFIED: self.course.changes_class, Event.ENDED: self.ends,
            Event.JOINED: self.presence.comes, Event.BACK: self.presence.comes, Event.PACED: self.presence.comes,
            Event.LEFT: self.presence.goes, Event.ABSENT: self.presence.goes, Event.STEERED: self.steering.meets,
            Event.WEIGHED: self.is_weighed, Event.HELD: self.work.is_held, Event.ASSISTED: self.work.is_assisted,
            Event.RELEASED: self.work.is_released, Event.ASSESSED: self.course.intake.is_assessed,
            Event.SENT_TO_EXAMINATION: self.course.laboratory.comes, Event.EXAMINED: self.course.laboratory.is_done,
        }  # fmt: skip
        self.taken_up_by: tuple[int, int] | None = None
        """Report and member of a case that was just taken up, and must be started now."""
        self.joins: tuple[int, int] | None = None
        """Report of a case that is being taken up in a campaign, and the member who must take it up now."""
        self.passed_on: tuple[int, int, int] | None = None
        """Report, team and team before of a step that was just passed on, and must join the queue now."""

    def run(self) -> Breaches:
        """Read all events."""
        floor, read = self.floor, [self.reads[kind] for kind in Event]
        self.begin_moment(0)
        for floor.row, event in enumerate(self.events):
            if event.time_seconds != floor.now_seconds:
                self.go_on_to(event.time_seconds)
            if self.taken_up_by is not None and event.kind not in (Event.STARTED, Event.RESUMED):
                self.breaches.add("taking up: nobody starts on it", event.time_seconds, floor.row, f"then {event}")
                self.taken_up_by = None
            if self.joins is not None and event.kind not in (Event.HANDED_OVER, Event.QUEUED, Event.TAKEN_UP):
                self.breaches.add("campaign: nobody takes the case up", event.time_seconds, floor.row, f"then {event}")
                self.joins = None
            self.moment.notes(event.kind)
            if self.order.is_checked(event.kind):
                self.order.check(event)
            read[event.kind](event)
            self.takes.queued_last = event.report if event.kind == Event.QUEUED else -1
        self.go_on_to(floor.promises.horizon_seconds)
        self.course.check_horizon()
        self.work.check_horizon()
        return self.breaches

    def go_on_to(self, time_seconds: int) -> None:
        """The moment is over; look at each opening of the office before the next event too."""
        if time_seconds < self.floor.now_seconds:
            self.breaches.add("time runs back", time_seconds, self.floor.row, f"after second {self.floor.now_seconds}")
        self.end_moment()
        while self.moment.next_opening < time_seconds:
            if self.moment.next_opening > self.floor.now_seconds:
                self.begin_moment(self.moment.next_opening)
                self.end_moment()
            else:
                self.moment.skip_opening()
        self.begin_moment(time_seconds)

    def begin_moment(self, time_seconds: int) -> None:
        """A new moment."""
        self.floor.now_seconds = time_seconds
        self.floor.touched.clear()
        self.floor.touched_queues.clear()
        self.moment.begin(time_seconds)
        if self.moment.is_opening:
            self.floor.touch_all()
        self.floor.portfolio.begin_moment(time_seconds)
        self.course.check_missed(time_seconds)
        self.presence.begin_moment()
        self.steering.begin_moment()
        self.takes.begin_moment()
        self.order.begin_moment()

    def end_moment(self) -> None:
        """All has happened that happens at this moment."""
        self.course.due.check_end()
        self.presence.check_end()
        self.work.check_end()
        self.idleness.check_end()
        self.interruptions.check_end()

    # Events that more than one subject looks at

    def arrives(self, event: EventRow) -> None:
        """A report arrives: at opening time, the office is open by then."""
        self.moment.office_has_opened()
        self.course.intake.arrives(event)

    def passes_on(self, event: EventRow) -> None:
        """The next step of a case moves to another team."""
        self.passed_on = (event.report, event.team, event.detail)

    def queues(self, event: EventRow) -> None:
        """A step begins to wait."""
        case = self.floor.cases[event.report]
        moved = case.home is not None and case.home != event.team
        expected = (event.report, event.team, case.home) if moved else None
        if self.passed_on != expected:
            self.breaches.add(
                "steps: passed on unsaid, or not passed on", event.time_seconds, self.floor.row, f"{event}"
            )
        self.passed_on = None
        self.course.queues(event)
        if self.joins is None:  # else it is offered to nobody
            self.takes.queued_now.append(case)

    def is_weighed(self, event: EventRow) -> None:
        """It is decided how a case is treated; if a member is named, that member takes it up in a campaign."""
        if event.member < 0:
            self.course.is_weighed(event)
            return
        self.takes.check_in_campaign(event)
        self.course.joins_campaign(event)
        self.joins = (event.report, event.member)

    def is_taken_up(self, event: EventRow) -> None:
        """A case is taken up."""
        if self.joins is None:
            self.takes.check(event)
        elif self.joins != (event.report, event.member):
            self.breaches.add("campaign: nobody takes the case up", event.time_seconds, self.floor.row, f"{event}")
        self.joins = None
        self.course.is_taken_up(event)
        self.taken_up_by = (event.report, event.member)

    def starts(self, event: EventRow) -> None:
        """A member takes a step; at the first of a case that was checked just before."""
        if self.taken_up_by is None:
            self.takes.check(event)
        elif self.taken_up_by != (event.report, event.member):
            self.breaches.add("taking up: nobody starts on it", event.time_seconds, self.floor.row, f"{event}")
        self.taken_up_by = None
        self.work.starts(event)

    def ends(self, event: EventRow) -> None:
        """A report or case ends; one that joins a case may make it go before others."""
        joined = self.course.persons.open_case(event.report) if event.detail == End.JOINED else None
        self.course.ends(event)
        if joined is not None and joined.waiting is not None:
            self.takes.queued_now.append(joined)

    def is_put_down(self, event: EventRow) -> None:
        """A step is put down."""
        self.work.stops(event)
        self.work.drops_what_is_held(self.floor.cases[event.report])

    def is_finished(self, event: EventRow) -> None:
        """A step is done."""
        self.work.stops(event)
        self.course.is_finished(event)


PLACES = {
    Event.LEFT: 0, Event.ABSENT: 0, Event.JOINED: 1, Event.BACK: 1, Event.PACED: 1, Event.ARRIVED: 2, Event.STEERED: 3,
}  # fmt: skip
"""Places of kinds of events within one moment."""
RETURNS = max(PLACES.values()) + 1
"""The place of reports on persons whose case has ended."""


class OrderOfKinds:
    """At one moment members go before others come, both before a report arrives, and the steering group meets after
    that; last, somebody is reported again.
    """

    def __init__(self, floor: Floor, breaches: Breaches) -> None:
        self.floor, self.breaches = floor, breaches
        self.is_return = (floor.world.reports.stream == len(floor.promises.names.streams) - 1).tolist()
        self.last = 0

    def begin_moment(self) -> None:
        """A new moment."""
        self.last = 0

    def is_checked(self, kind: int) -> bool:
        """Whether the place of this kind of event is known."""
        return kind in PLACES

    def check(self, event: EventRow) -> None:
        """An event does not come before its turn."""
        place = PLACES[Event(event.kind)]
        if event.kind == Event.ARRIVED and self.is_return[event.report]:
            place = RETURNS
        if place < self.last:
            self.breaches.add("order of kinds at one moment", event.time_seconds, self.floor.row, f"{event}")
        self.last = max(self.last, place)
