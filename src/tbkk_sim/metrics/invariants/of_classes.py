"""Invariants of classes: a case is taken up when work on it begins, and worked on in the class that it has then."""

import numpy as np

from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.violation import Violation, violations_of
from tbkk_sim.model.event_records import Event


def find_violations(ledger: Ledger) -> list[Violation]:
    """Find the invariants of classes that this replication violates."""
    log, reports, cases, changes = ledger.log, ledger.world.reports, ledger.cases, ledger.cases.changes
    begun = log.rows_of(Event.STARTED, Event.RESUMED)
    begun = begun[np.flatnonzero(log.step[begun] >= 0)]  # triage has no class yet
    report = log.report[begun].astype(np.intp)
    taken_up, worked_on = reports.taken_up.copy(), reports.taken_up.copy()
    taken_up[log.reports_of(Event.TAKEN_UP)] = True
    worked_on[report] = True
    found = violations_of("a case is taken up when work on it begins", np.flatnonzero(taken_up != worked_on), "report")

    changed = cases.report[changes.case]
    place = changed * len(log) + changes.event
    has_changed = np.zeros(len(reports.key), dtype=np.bool_)
    has_changed[changed] = True
    class_then = np.full(len(reports.key), -1, dtype=cases.first_class.dtype)
    class_then[cases.report] = cases.first_class
    expected = class_then[report]
    some = np.flatnonzero(has_changed[report])
    last = np.searchsorted(place, report[some] * len(log) + begun[some]) - 1
    after = np.flatnonzero((last >= 0) & (changed[last] == report[some]))
    expected[some[after]] = changes.new_class[last[after]]
    other = np.flatnonzero(log.detail[begun] != expected)
    return found + violations_of("a case is worked on in the class that it then has", report[other], "report")
