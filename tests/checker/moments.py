"""What can be known of one moment: whether the office is open yet, and who is just between two shifts."""

from itertools import product

from tbkk_sim.model.event_records import Event
from tests.checker.choices import Circumstances
from tests.checker.floor import Floor

CHANGES = {
    Event.FINISHED, Event.INTERRUPTED, Event.JOINED, Event.BACK, Event.PACED, Event.LEFT, Event.ABSENT, Event.ARRIVED,
    Event.STEERED, Event.RELEASED,
}  # fmt: skip
"""Events that are no consequence of others, or by which somebody comes free."""


class Moment:
    """The moment that is being read.

    At opening time the office opens after work has ended and members have come or gone, and before a report arrives.
    The log does not tell when exactly, so until something shows it both are possible.
    """

    def __init__(self, floor: Floor) -> None:
        self.floor, self.hours = floor, floor.promises.hours
        self.office: tuple[bool, ...] = (True,)
        """Ways that it may be now: open, closed."""
        self.interrupted = False
        """Somebody has put work down at this moment."""
        self.n_changes = self.n_finished = 0
        """Events that may allow somebody more than before, and those among them that end a step."""
        self._openings = iter([*self.hours.openings, float("inf")])
        self.next_opening = next(self._openings)
        self.begin(0)

    def begin(self, time_seconds: int) -> None:
        """A new moment."""
        while self.next_opening < time_seconds:
            self.next_opening = next(self._openings)
        self.interrupted, self.n_changes, self.n_finished = False, 0, 0
        self.is_opening = self.next_opening == time_seconds
        opens = self.is_opening and not self.hours.always_open
        self.office = (True, False) if opens else (self.hours.is_open(time_seconds),)

    def notes(self, kind: int) -> None:
        """An event happens at this moment."""
        self.interrupted |= kind == Event.INTERRUPTED
        self.n_changes += kind in CHANGES
        self.n_finished += kind == Event.FINISHED

    @property
    def only_finished(self) -> bool:
        """Whether all that has happened follows from one step that was finished."""
        return self.n_changes == self.n_finished == 1

    def skip_opening(self) -> None:
        """The next opening has been looked at."""
        self.next_opening = next(self._openings)

    def office_has_opened(self) -> None:
        """Something shows that the office has opened by now, if this is a moment at which it does."""
        if self.is_opening:
            self.office = (True,)

    def at_its_end(self) -> Circumstances:
        """How it is when all has happened."""
        return Circumstances(self.hours.is_open(self.floor.now_seconds))

    def ways(self) -> list[Circumstances]:
        """All ways that it may be, the plainest first."""
        between = tuple(self.floor.between_shifts)
        leave_out = ((), between) if between else ((),)
        return [Circumstances(*way) for way in product(self.office, leave_out, (False, True))]
