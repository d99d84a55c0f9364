"""What must happen next to a report: at once, since something else did, or at a later moment."""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from tbkk_sim.model.event_records import Event
from tbkk_sim.sampling.world import World
from tests.checker.breaches import Breaches
from tests.checker.events import EventRow
from tests.checker.floor import Case, Floor


class Drawn:
    """What was drawn for each report and each step; what a later report changes is changed here."""

    def __init__(self, world: World) -> None:
        reports, steps = world.reports, world.steps
        self.true_class, self.triaged_by = reports.true_class.tolist(), reports.triaged_by.tolist()
        self.triage_work, self.assessment_work = reports.triage_seconds.tolist(), reports.assessment_seconds.tolist()
        self.system_class, self.assessed_class = reports.system_class.tolist(), reports.assessed_class.tolist()
        self.score, self.assessed_score = reports.score.tolist(), reports.assessed_score.tolist()
        self.system_score = reports.system_score.tolist()
        self.trace_until_seconds = reports.trace_until_seconds.tolist()
        self.found_seconds, self.expires_seconds = reports.found_seconds.tolist(), reports.expires_seconds.tolist()
        self.upgrade_class = reports.upgrade_class.tolist()
        self.work, self.upgraded_work = steps.work_seconds.tolist(), steps.upgraded_work_seconds.tolist()
        self.delay_seconds, self.devices = steps.delay_seconds.tolist(), steps.devices.tolist()


class Due:
    """Remembers what must happen, and notes what does not."""

    def __init__(self, floor: Floor, breaches: Breaches) -> None:
        self.floor, self.breaches = floor, breaches
        self._later: list[tuple[int, int, Case, str]] = []
        """What must happen at a later moment: a heap."""
        self._numbers = count()
        self._owing: list[Case] = []

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_seconds, self.floor.row, text)

    def owe(self, case: Case, kind: int, *details: int) -> None:
        """This kind of event, with one of these details, must follow at this moment."""
        case.owed.append((kind, details))
        self._owing.append(case)

    def is_owed(self, case: Case, event: EventRow, detail: int) -> bool:
        """Whether this is what must happen to a case next; it then has."""
        kind, details = case.owed[0] if case.owed else (-1, ())
        if event.kind == kind and detail in details:
            case.owed.popleft()
            return True
        return False

    def plan(self, moment_seconds: int, case: Case, what: str) -> None:
        """It must happen at this moment, if that comes before the horizon."""
        if moment_seconds < self.floor.promises.horizon_seconds:
            heappush(self._later, (moment_seconds, next(self._numbers), case, what))

    def check_end(self) -> None:
        """What was owed in this moment has happened."""
        for case in self._owing:
            if case.owed:
                owed = ", ".join(f"{Event(kind).name} {[*details]}" for kind, details in case.owed)
                self.breach("course: what must follow does not", f"report {case.report}: {owed}")
                case.owed.clear()
        self._owing.clear()

    def before(self, until_seconds: int) -> Iterator[tuple[int, Case, str]]:
        """What was planned before this moment: when, for which case, and what."""
        while self._later and self._later[0][0] < until_seconds:
            due_seconds, _, case, what = heappop(self._later)
            yield due_seconds, case, what
