"""Invariants of triage, assessment, persons and hidden cases: each fault that is planted is caught."""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np

from tbkk_sim.metrics.events.hidden import Hidden
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants import check
from tbkk_sim.model.event_records import End, Event, EventLog
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.sampling.world import World
from tests.engine.hand_made import LIGHT, SERIOUS
from tests.metrics.desk_story import desk_story
from tests.metrics.story import story
from tests.metrics.test_invariants import Rows, at, changed, without
from tests.rows import every_row

LEADS_ON = "a report that was assessed leads to nobody, or gets its class, there and then"
TRACED = "enrichment leads to nobody if it is begun when the data are gone, and only then"
FURTHER = "a further report is a case or joins one, as the case before it of that person says"
IN_ALL = "per unit: reports in = taken up + closed, joined, lost or let go before + waiting or not judged"
TAKES_OVER = "the system judges what arrives while too many wait for a person"


def unchanged(of):
    return of


def broken(change: Callable[[Rows], Rows] = unchanged, change_world: Callable[[World], World] = unchanged) -> list[str]:
    of = desk_story()
    log = EventLog.from_rows(change(of.log.rows))
    ledger = Ledger(change_world(of.world), of.parameters, log)
    return [violation.invariant for violation in check.find_violations(ledger)]


def with_column(name: str, report: int, value: int) -> Callable[[World], World]:
    def change(world: World) -> World:
        column = getattr(world.reports, name).copy()
        column[report] = value
        return replace(world, reports=replace(world.reports, **{name: column}))

    return change


def later(kind: Event, report: int) -> Callable[[Rows], Rows]:
    """An event a second later, after all that happens until then."""

    def change(rows: Rows) -> Rows:
        rows["time_seconds"][at(rows, kind, report)] += 1
        return rows[np.argsort(rows["time_seconds"], kind="stable")]

    return change


@every_row(
    ("fault", "law"),
    [
        (changed(Event.TRIAGED, 0, detail=SERIOUS), "a report gets the class of who judges it"),
        (without(Event.QUEUED, 8), TAKES_OVER),
        (without(Event.QUEUED, 0), "a report waits to be assessed from when triage passed it on"),
        (later(Event.QUEUED, 7), "a report waits to be assessed from when triage passed it on"),
        (without(Event.ASSESSED, 0), LEADS_ON),
        (later(Event.ASSESSED, 6), LEADS_ON),
        (without(Event.ENDED, 4), LEADS_ON),
        (changed(Event.ASSESSED, 0, detail=LIGHT), "a report gets the class of its assessment"),
        (changed(Event.ENDED, 3, detail=End.CLOSED_IN_TRIAGE), FURTHER),
        (changed(Event.ENDED, 0, detail=End.CLOSED_BY_CHOICE), FURTHER),
        (without(Event.TRIAGED, 3), "a report is joined when triage passed it on"),
        (without(Event.ENDED, 3), FURTHER),
        (without(Event.ENDED, 1), IN_ALL),
    ],
)
def test_faults_in_the_log_are_caught(fault, law):
    assert law in broken(fault)


@every_row(
    ("change_world", "law"),
    [
        (with_column("trace_until_seconds", 4, NEVER_SECONDS), TRACED),
        (with_column("trace_until_seconds", 5, int(9.5 * SECONDS_PER_DAY) + 1), TRACED),
        (with_column("trace_until_seconds", 2, 5 * SECONDS_PER_DAY), TRACED),
        (with_column("person", 3, 3), FURTHER),
        (with_column("person", 6, 0), FURTHER),
        (with_column("person", 6, 3), "reports know their person by the first report on it"),
        (with_column("person", 0, 3), "reports know their person by the first report on it"),
        (with_column("assessed_class", 2, LIGHT), "a report gets the class of its assessment"),
    ],
)
def test_logs_of_another_world_are_caught(change_world, law):
    assert law in broken(change_world=change_world)


def test_data_are_gone_at_the_very_second_until_which_they_are_kept():
    assert broken(change_world=with_column("trace_until_seconds", 5, int(9.5 * SECONDS_PER_DAY))) == []
    assert broken(change_world=with_column("trace_until_seconds", 2, 5 * SECONDS_PER_DAY + 1)) == []


@every_row("row", range(4))
def test_a_hidden_case_that_is_lost_is_caught(row):
    of = desk_story()
    ledger = Ledger(of.world, of.parameters, of.log)
    hidden = ledger.hidden
    assert hidden.report.tolist() == [0, 1, 6, 7]
    kept = np.arange(4) != row
    ledger.__dict__["hidden"] = Hidden(*(getattr(hidden, column.name)[kept] for column in fields(Hidden)))
    found = [violation.invariant for violation in check.find_violations(ledger)]
    adds_up = "per unit and class: severe cases that were hidden = found + closed + waiting"
    assert found == ["a severe case is hidden when it is seen as less", *([] if hidden.found[row] else [adds_up])]


def test_a_case_that_is_let_go_too_late_or_not_at_all_is_caught():
    _settings, world, parameters, log = story()
    says = "a case is let go when it expires, and not before"
    for kind in ("time_seconds", None):
        rows = log.rows
        row = at(rows, Event.ENDED, 2)
        if kind is None:
            rows = np.delete(rows, row)
        else:
            rows[kind][row] += 1
        laws = [of.invariant for of in check.find_violations(Ledger(world, parameters, EventLog.from_rows(rows)))]
        assert says in laws
