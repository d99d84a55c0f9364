"""Invariants of the laboratory: which devices come, in which order they are examined, and what waits for that."""

from heapq import heappop, heappush

import numpy as np

from tbkk_sim.metrics.events.examinations import Examinations
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.violation import Violation, violations_of
from tbkk_sim.model.chain.examination import ExaminationParameters, examination_seconds
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds


def find_violations(ledger: Ledger) -> list[Violation]:
    """Find the invariants of the laboratory that this replication violates."""
    log, found = ledger.log, ledger.examinations
    examined = log.rows_of(Event.EXAMINED)
    if not ledger.parameters.examination.active:
        rows = np.concatenate((found.event, examined))
        return violations_of("nothing is examined where there is no laboratory", log.report[rows], "report")
    once = np.unique(found.task)
    done = ledger.tasks.rows_of(log, examined)
    if len(once) != len(found.task) or len(np.unique(done)) != len(done) or not np.isin(done, once).all():
        says = "devices that come to the laboratory are examined, or wait there, once"
        return violations_of(says, log.report[np.concatenate((found.event, examined))], "report")
    return [*_add_up(ledger), *_those_that_must(ledger), *_in_turn(ledger), *_work_waits(ledger)]


def _add_up(ledger: Ledger) -> list[Violation]:
    """Devices that came were examined, or are those of steps that wait for it at the end, per unit and class."""
    found, names = ledger.examinations, ledger.parameters.names
    cells = len(names.teams) * len(names.classes)
    cell = found.unit.astype(np.int64) * len(names.classes) + found.case_class
    waits = _queued_after(ledger) == NEVER_SECONDS
    came, done, wait = (np.bincount(cell[of], found.devices[of], cells) for of in (slice(None), found.is_done, waits))
    says = "per unit and class: devices that came = examined + waiting"
    return violations_of(says, np.flatnonzero(came != done + wait), "unit x class")


def _queued_after(ledger: Ledger) -> Seconds:
    """Return when each step whose devices came first joined the queue after that; NEVER_SECONDS: not yet."""
    log, found = ledger.log, ledger.examinations
    queued, n = log.rows_of(Event.QUEUED), len(log)
    places = np.sort(ledger.tasks.rows_of(log, queued) * n + queued)
    after = np.append(places, NEVER_SECONDS)[np.searchsorted(places, found.task * n + found.event)]
    return np.where(after // n == found.task, log.time_seconds[after % n], NEVER_SECONDS)


def _those_that_must(ledger: Ledger) -> list[Violation]:
    """A step waits for the laboratory if devices were drawn for it and its case is taken up, but for campaigns."""
    log, tasks, found, reports = ledger.log, ledger.tasks, ledger.examinations, ledger.world.reports
    devices, n = ledger.world.steps.devices, len(log)
    none = found.report[devices[found.task] <= 0]
    taken_up = np.where(reports.taken_up, -1, n)
    taken_up[log.reports_of(Event.TAKEN_UP)] = log.rows_of(Event.TAKEN_UP)
    early = found.report[found.event < taken_up[found.report]]
    says = "devices come of cases that are taken up, and for which some were drawn"
    breaks = violations_of(says, np.concatenate((none, early)), "report")
    queued = log.rows_of(Event.QUEUED)
    queued = queued[np.flatnonzero(log.step[queued] >= 0)]
    task, first = np.unique(tasks.rows_of(log, queued), return_index=True)
    report, at = log.report[queued[first]], queued[first]
    missed = (devices[task] > 0) & ~np.isin(task, found.task)
    missed &= (taken_up[report] < at) & ~ledger.treatments.on_campaign[report]
    says = "a step for which there are devices waits until they are examined"
    return breaks + violations_of(says, report[missed], "report")


def _in_turn(ledger: Ledger) -> list[Violation]:
    """The laboratory examines case after case without a pause, the most urgent first, for as long as devices take."""
    found = ledger.examinations
    due = examined_when_due(found, ledger.parameters.examination)
    due[due >= ledger.parameters.horizon_seconds] = NEVER_SECONDS
    says = "the laboratory examines in turn, one case after the other"
    return violations_of(says, found.report[due != found.examined_seconds], "report")


def examined_when_due(found: Examinations, rule: ExaminationParameters) -> Seconds:
    """Return when the devices of each case are due to be examined, from when they came."""
    came, turn = found.came_seconds.tolist(), rule.turn[found.case_class].tolist()
    takes = [examination_seconds(devices, rule.seconds_per_device) for devices in found.devices.tolist()]
    due, waiting, following, free_from = [0] * len(came), list[tuple[int, int]](), 0, 0
    for _ in came:
        begins = free_from if waiting else max(free_from, came[following])
        while following < len(came) and came[following] <= begins:
            heappush(waiting, (turn[following], following))
            following += 1
        _, row = heappop(waiting)
        free_from = due[row] = begins + takes[row]
    return np.array(due, dtype=np.int64)


def _work_waits(ledger: Ledger) -> list[Violation]:
    """A step joins the queue when its devices are examined."""
    found = ledger.examinations
    off = _queued_after(ledger) != found.examined_seconds
    return violations_of("a step waits for work when its devices are examined", found.report[off], "report")
