"""Invariants of milestones, which come in order, and of links, which lose nothing and do not stand idle."""

from itertools import pairwise

import numpy as np

from tbkk_sim.arrays import Numbers
from tbkk_sim.chain.course import NO_REPORT, LinkCourse
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.violation import Violation, violations_of
from tbkk_sim.model.chain.links import FIRST, LinkParameters
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY

ROUNDED_SECONDS = 2
"""Most that rounding to whole seconds can add up to between two moments."""


def find_violations(ledger: Ledger) -> list[Violation]:
    """Find the invariants of the chain and of milestones that this replication violates."""
    found = _milestones_in_order(ledger)
    for number, (link, course) in enumerate(zip(ledger.parameters.chain.links, ledger.chain, strict=True)):
        found += _all_come(ledger, link, course) + _in_order(ledger, course) + _within_capacity(ledger, number)
    return found


def _milestones_in_order(ledger: Ledger) -> list[Violation]:
    cases, found = ledger.cases, list[Violation]()
    last = np.full(len(cases.report), -NEVER_SECONDS)
    for milestone in ledger.milestones:
        case, at = milestone.case, milestone.reached_seconds
        early = (at < last[case]) | (at < cases.taken_up_seconds[case]) | (at < milestone.counts_from_seconds)
        found += violations_of("the milestones of a case come in order", cases.report[case[early]], "report")
        after = at > cases.ended_seconds[case]
        found += violations_of("no milestone comes after the end", cases.report[case[after]], "report")
        last[case] = at
    return found


def _all_come(ledger: Ledger, link: LinkParameters, course: LinkCourse) -> list[Violation]:
    """Check that all comes to the link that is done before, each case once, beside the cases there at the start."""
    known = course.report[course.report != NO_REPORT]
    if link.after == FIRST:
        cases = ledger.cases
        due = cases.report[np.isin(cases.end, link.takes)]
        found = violations_of("each case that ends so comes to its link once", np.setxor1d(known, due), "report")
        twice = np.flatnonzero(np.diff(np.sort(known)) == 0)
        found += violations_of("each case that ends so comes to its link once", twice, "report")
    else:
        before = ledger.chain[link.after]
        done_at = dict(zip(before.key.tolist(), before.done_seconds.tolist(), strict=True))
        here = course.from_file_seconds < NEVER_SECONDS
        rows = zip(course.key[here].tolist(), course.came_seconds[here].tolist(), strict=True)
        other = np.array([key for key, came in rows if done_at.get(key) != came], dtype=np.int64)
        found = violations_of("a case comes to a link when the one before has done it", other, "key")
    missing = np.array([stock.number for stock in link.stock]).sum() - np.count_nonzero(course.came_seconds < 0)
    return found + violations_of("what was at a link is there at the start", np.flatnonzero([missing]), "link")


def _in_order(ledger: Ledger, course: LinkCourse) -> list[Violation]:
    moments = (course.came_seconds, course.ready_seconds, course.begun_seconds, course.done_seconds)
    found = []
    for earlier, later in pairwise(moments):
        found += violations_of("a case at a link comes, waits, and is done", course.key[later < earlier], "key")
    horizon = ledger.parameters.horizon_seconds
    done = course.done_seconds
    return found + violations_of(
        "a link does nothing after the run", course.key[(done >= horizon) & (done < NEVER_SECONDS)], "key"
    )


def _within_capacity(ledger: Ledger, number: int) -> list[Violation]:
    """Check that no more are served at once than can be, and that nobody waits while there is room."""
    link, course = ledger.parameters.chain.links[number], ledger.chain[number]
    if not link.is_limited:
        waited = course.key[course.begun_seconds > np.maximum(course.ready_seconds, 0)]
        return violations_of("nobody waits at a link without limit", waited, "key")
    begun, done = np.sort(course.begun_seconds), np.sort(course.done_seconds)
    begun, done = begun[begun < NEVER_SECONDS], done[done < NEVER_SECONDS]
    places = max(link.places, 1)
    busy = np.arange(1, len(begun) + 1) - np.searchsorted(done, begun + ROUNDED_SECONDS, side="right")
    found = violations_of("a link serves no more at once than it can", np.flatnonzero(busy > places), "turn")
    had_to_wait = course.begun_seconds > np.maximum(course.ready_seconds, 0) + ROUNDED_SECONDS
    at = course.begun_seconds[had_to_wait & (course.begun_seconds < NEVER_SECONDS)]
    frees = np.searchsorted(done, at, side="right") > np.searchsorted(done, at, side="left")
    found += violations_of("a case that waits begins when another is done", at[~frees & (at > 0)], "second")
    return found + _within_year(ledger, link, course)


def _within_year(ledger: Ledger, link: LinkParameters, course: LinkCourse) -> list[Violation]:
    """Check that no more are done by any moment than the link could have done since the start."""
    if not len(link.done_until):
        return []
    done: Numbers = np.sort(course.done_seconds[course.done_seconds < NEVER_SECONDS])
    could = np.interp(done, ledger.parameters.chain.year_starts_seconds, link.done_until)
    slack = ROUNDED_SECONDS * np.diff(link.done_until).max() / (365 * SECONDS_PER_DAY)
    too_many = np.flatnonzero(np.arange(1, len(done) + 1) > could + slack + 1e-6)
    return violations_of("a link does no more by any moment than it could", too_many, "turn")
