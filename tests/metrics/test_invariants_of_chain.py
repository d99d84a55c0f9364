"""Invariants of the chain and of milestones: they hold on honest paths, and each fault that is planted is caught."""

from dataclasses import fields, replace
from functools import cache

import numpy as np

from tbkk_sim.chain.course import NO_REPORT, LinkCourse
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.chain import find_violations
from tbkk_sim.model.seconds import NEVER_SECONDS
from tests.metrics.edge_worlds import random_world
from tests.rows import every_row

HEARING, ORDER = 1, 2
ONCE = "each case that ends so comes to its link once"
IN_ORDER = "a case at a link comes, waits, and is done"
AT_ONCE = "a link serves no more at once than it can"
IDLE = "a case that waits begins when another is done"


@cache
def honest():
    of = random_world(105)
    return Ledger(of.world, of.parameters, of.log)


def ledger(*courses, **also):
    of = honest()
    planted = Ledger(of.world, of.parameters, of.log)
    planted.__dict__.update(cases=of.cases, milestones=also.get("milestones", of.milestones))
    planted.__dict__["chain"] = tuple(courses) or of.chain
    return planted


def broken(**changes):
    """Violations when columns of the first link are changed, in place of a copy."""
    first, *others = honest().chain
    columns = {of.name: getattr(first, of.name).copy() for of in fields(LinkCourse)}
    for name, change in changes.items():
        change(columns[name])
    return {violation.invariant for violation in find_violations(ledger(LinkCourse(**columns), *others))}


def put(row, value):
    def change(column):
        column[row] = value

    return change


def a_row_that(holds):
    rows = np.flatnonzero(holds)
    assert len(rows)
    return int(rows[len(rows) // 2])


def test_an_honest_path_keeps_all_laws():
    first = honest().chain[0]
    assert (first.begun_seconds > first.ready_seconds).sum() > 5  # there is something to break
    assert find_violations(honest()) == []


def test_faults_at_a_link_are_caught():
    first = honest().chain[0]
    known = a_row_that(first.report != NO_REPORT)
    other = a_row_that((first.report != NO_REPORT) & (first.report != first.report[known]))
    done = a_row_that(first.done_seconds < NEVER_SECONDS)
    waited = a_row_that((first.begun_seconds > first.ready_seconds) & (first.begun_seconds < NEVER_SECONDS))
    stock = a_row_that(first.report == NO_REPORT)
    assert ONCE in broken(report=put(known, first.report[other]))
    assert ONCE in broken(report=put(known, NO_REPORT))
    assert "what was at a link is there at the start" in broken(came_seconds=put(stock, 0))
    assert IN_ORDER in broken(done_seconds=put(done, first.begun_seconds[done] - 1))
    assert IN_ORDER in broken(ready_seconds=put(done, first.came_seconds[done] - 1))
    assert IDLE in broken(begun_seconds=put(waited, first.begun_seconds[waited] - 1000))
    assert "a link does nothing after the run" in broken(done_seconds=put(done, NEVER_SECONDS - 1))
    early = np.sort(first.begun_seconds)[0]
    assert AT_ONCE in broken(begun_seconds=lambda column: column.fill(early))


def test_a_link_that_does_too_much_is_caught():
    first = honest().chain[0]
    squeezed = {name: np.minimum(getattr(first, name), 5) for name in ("ready_seconds", "begun_seconds")}
    some = first.done_seconds < NEVER_SECONDS
    course = replace(first, **squeezed, done_seconds=np.where(some, 100, NEVER_SECONDS))
    found = {of.invariant for of in find_violations(ledger(course, *honest().chain[1:]))}
    assert "a link does no more by any moment than it could" in found


def test_a_case_that_comes_to_a_link_before_it_was_done_is_caught():
    decision, hearing, *others = honest().chain
    row = a_row_that((hearing.came_seconds < NEVER_SECONDS) & (hearing.report != NO_REPORT))
    came = hearing.came_seconds.copy()
    came[row] -= 1
    found = {of.invariant for of in find_violations(ledger(decision, replace(hearing, came_seconds=came), *others))}
    assert "a case comes to a link when the one before has done it" in found


def test_a_wait_at_a_link_without_limit_is_caught():
    decision, hearing, *others = honest().chain
    row = a_row_that(hearing.begun_seconds < NEVER_SECONDS)
    begun = hearing.begun_seconds.copy()
    begun[row] += 1
    done = np.maximum(hearing.done_seconds, begun)
    course = replace(hearing, begun_seconds=begun, done_seconds=done)
    found = {of.invariant for of in find_violations(ledger(decision, course, *others))}
    assert "nobody waits at a link without limit" in found


@every_row(
    ("number", "shift", "law"),
    [
        (0, 10**8, "the milestones of a case come in order"),
        (0, -(10**9), "the milestones of a case come in order"),
        (2, 10**8, "no milestone comes after the end"),
    ],
)
def test_a_milestone_out_of_order_is_caught(number, shift, law):
    found = list(honest().milestones)
    assert len(found[number].case)
    found[number] = replace(found[number], reached_seconds=found[number].reached_seconds + shift)
    assert law in {of.invariant for of in find_violations(ledger(milestones=tuple(found)))}
