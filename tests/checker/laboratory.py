"""The laboratory: the devices of one case after another, the most urgent first, each for as long as it takes."""

from tbkk_sim.model.event_records import Event
from tests.checker.breaches import Breaches
from tests.checker.due import Drawn, Due
from tests.checker.events import EventRow
from tests.checker.floor import Case, Floor

NOT_YET = 1 << 60
"""Second at which a step is due whose devices are still at the laboratory."""


class Laboratory:
    """Keeps whose devices are there, and judges when they are examined."""

    def __init__(self, floor: Floor, drawn: Drawn, due: Due, breaches: Breaches) -> None:
        self.floor, self.drawn, self.due, self.breaches = floor, drawn, due, breaches
        self.examines: Case | None = None
        self.until_seconds = 0
        self.waiting: list[tuple[int, int, int, Case]] = []
        """Priority that counts, order of coming, devices, and case."""
        self.n_came = 0

    def devices(self, case: Case, step: int) -> int:
        """Devices of a case that has come to a step: some, if work on it has begun otherwise than in a campaign."""
        drawn: int = self.drawn.devices[self.floor.first_step[case.report] + step]
        return drawn if case.taken_up and not case.in_campaign else 0

    def comes(self, event: EventRow) -> None:
        """The devices of a case come to the laboratory."""
        case = self.floor.cases[event.report]
        due = self.due.is_owed(case, event, event.detail) and event.step == case.due_step and event.team == case.unit
        if not due:
            self.due.breach("laboratory: devices come that are not due", f"{event}")
            return
        self.breaches.looked_at["cases whose devices come"] += 1
        self.n_came += 1
        turn = self.floor.promises.turn_at_laboratory(case.case_class)
        self.waiting.append((turn, self.n_came, self.devices(case, event.step), case))
        if self.examines is None:
            self._begin_next()
        else:
            self.breaches.looked_at["cases whose devices wait"] += 1

    def is_done(self, event: EventRow) -> None:
        """The devices of a case are examined, and its step waits for work."""
        case = self.floor.cases[event.report]
        if case is not self.examines or event.detail != case.case_class or event.step != case.due_step:
            self.due.breach("laboratory: others are examined than whose turn it is", f"{event}: {self.examines}")
            return
        if event.time_seconds != self.until_seconds:
            text = f"{event}, due on second {self.until_seconds}"
            self.due.breach("laboratory: takes another time than the devices need", text)
        self.breaches.looked_at["cases whose devices are examined"] += 1
        case.due_seconds, self.examines = event.time_seconds, None
        self.due.owe(case, Event.QUEUED, case.case_class)
        if self.waiting:
            self._begin_next()

    def _begin_next(self) -> None:
        following = min(self.waiting, key=lambda place: place[:2])
        self.waiting.remove(following)
        *_, devices, self.examines = following
        self.until_seconds = self.floor.now_seconds + devices * self.floor.promises.seconds_per_device
        self.due.plan(self.until_seconds, self.examines, "have its devices examined")
