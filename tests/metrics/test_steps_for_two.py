"""Steps that two members do together: the hours of both count, and faults in the log are caught."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants import check
from tbkk_sim.metrics.key_figures import key_figures
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tests.engine.hand_made import (
    ACUTE,
    CAPITAL,
    COAST,
    DAY,
    ENRICH,
    SEARCH,
    SERIOUS,
    Member,
    Report,
    hand_made,
    made_world,
)
from tests.rows import every_row

Rows = np.ndarray
TEAM, REPORTS = [Member(), Member(), Member(COAST)], [Report(1.0, [(SEARCH, DAY)], SERIOUS)]
JOINED_OR_PUT_DOWN = "a held step is joined or put down"


def ledger_of(fault: Callable[[Rows], Rows] = lambda rows: rows, in_pairs: bool = True) -> Ledger:
    """A search from day 1 to day 2, by members 0 and 1 if two do it; its log with a fault."""
    settings = hand_made({"casework.steps.search.in_pairs": in_pairs, "run.end": "2021-01-10"})
    world, parameters = made_world(REPORTS, TEAM), compile_parameters(settings)
    return Ledger(world, parameters, EventLog.from_rows(fault(simulate(world, parameters, "simpy").rows)))


def figures(in_pairs: bool) -> dict[tuple[str, str], float]:
    """Key figures of the whole run [key figure, team], all classes together."""
    settings = hand_made({"casework.steps.search.in_pairs": in_pairs, "run.end": "2021-01-10"})
    world, parameters = made_world(REPORTS, TEAM), compile_parameters(settings)
    table = key_figures(world, parameters, simulate(world, parameters, "simpy"))
    whole = table[(table["period"] == "all") & (table["priority_class"] == "all")]
    return dict(zip(zip(whole["key_figure"], whole["team"], strict=True), whole["value"], strict=True))


@every_row(("in_pairs", "hours"), [(False, 24), (True, 48)])
def test_the_hours_of_both_count_as_hours_of_the_step_and_the_team(in_pairs, hours):
    """Ten days of two members in the capital are 480 hours."""
    value = figures(in_pairs)
    for key_figure in ("hours_worked", "hours_search", "hours_demanded", "hours_severe_search"):
        assert value[key_figure, "capital"] == pytest.approx(hours), key_figure
    assert value["load_all", "capital"] == pytest.approx(hours / 480)
    assert value["utilisation", "capital"] == pytest.approx(hours / 480)
    assert value.get(("hours_lent", "all"), 0.0) == 0.0


def test_what_turns_out_to_be_urgent_while_it_is_held_is_worked_on_at_the_hours_of_its_new_class():
    """Held on Friday, found at midnight and done in two hours, none of them in office hours."""
    office = {"kind": "office", "hours_per_day": 8.0, "opens_at_hour": 9.0, "round_the_clock_hours_per_day": 24.0}
    settings = hand_made({"casework.steps.search.in_pairs": True, "calendar": office, "run.end": "2021-01-20"})
    found = {"triaged_class": SERIOUS, "by_system": True, "found_days": 8.0}
    reports = [Report(7.5, [(ENRICH, 16.0)], SERIOUS), Report(7.625, [(SEARCH, 2.0)], ACUTE, **found)]
    world, parameters = made_world(reports, [Member(), Member(skills=(SEARCH,))]), compile_parameters(settings)
    ledger = Ledger(world, parameters, simulate(world, parameters, "simpy"))
    assert not check.find_violations(ledger)
    table = key_figures(world, parameters, ledger.log)
    of_acute = table[(table["period"] == "all") & (table["team"] == "all") & (table["priority_class"] == "acute")]
    hours = dict(zip(of_acute["key_figure"], of_acute["value"], strict=True))
    assert hours["hours_worked"] == pytest.approx(4.0)


def row_of(rows: Rows, kind: Event) -> int:
    """The one row of this kind."""
    (row,) = np.flatnonzero(rows["kind"] == kind)
    return int(row)


def changed(kind: Event, **fields: int) -> Callable[[Rows], Rows]:
    """Write something else into the one event of a kind."""

    def change(rows: Rows) -> Rows:
        for name, value in fields.items():
            rows[name][row_of(rows, kind)] = value
        return rows

    return change


def held(*kinds_after: Event) -> Callable[[Rows], Rows]:
    """Have the step held before its work, and then as if these had happened at once."""

    def change(rows: Rows) -> Rows:
        started = row_of(rows, Event.STARTED)
        more = rows[[started] * (1 + len(kinds_after))].copy()
        more["kind"] = [Event.HELD, *kinds_after]
        return np.insert(rows, started + 1, more)

    return change


def laws(fault: Callable[[Rows], Rows]) -> list[str]:
    return [violation.invariant for violation in check.find_violations(ledger_of(fault))]


@every_row("fault", [lambda rows: rows, held()])
def test_the_search_keeps_all_laws(fault):
    assert laws(fault) == []


@every_row(
    ("fault", "law"),
    [
        (held(Event.FINISHED), JOINED_OR_PUT_DOWN),
        (held(Event.RESUMED), JOINED_OR_PUT_DOWN),
        (held(Event.HELD), JOINED_OR_PUT_DOWN),
        (changed(Event.RELEASED, work_seconds=SECONDS_PER_DAY - 1), "who works along does so to the end of the work"),
        (
            changed(Event.RELEASED, time_seconds=2 * SECONDS_PER_DAY + 1),
            "who works along does so to the end of the work",
        ),
    ],
)
def test_faults_in_the_log_are_caught(fault, law):
    assert law in laws(fault)


def by(member: int, team: int = CAPITAL) -> Callable[[Rows], Rows]:
    """Have another member work along."""

    def change(rows: Rows) -> Rows:
        for kind in (Event.ASSISTED, Event.RELEASED):
            rows = changed(kind, member=member, team=team)(rows)
        return rows

    return change


@every_row(
    ("fault", "law"),
    [(by(0), "two work on a held step"), (by(2, COAST), "a step for two is done by two of one team")],
)
def test_who_works_along_is_somebody_else_of_the_team(fault, law):
    assert law in laws(fault)


def test_who_works_along_is_able_to():
    world, settings = made_world(REPORTS, TEAM), hand_made({"casework.steps.search.in_pairs": True})
    parameters = compile_parameters(settings)
    log = simulate(world, parameters, "simpy")
    world.people.skills[1] = 0
    found: list[Any] = check.find_violations(Ledger(world, parameters, log))
    assert [violation.invariant for violation in found] == ["members do what they are able to"]


def test_two_steps_held_at_once_are_caught():
    """As if two of one team had each held a search for a day: of the second the beginning is a day too early."""
    reports = [Report(day, [(SEARCH, DAY)], SERIOUS) for day in (1.0, 3.0)]
    settings = hand_made({"casework.steps.search.in_pairs": True, "run.end": "2021-01-10"})
    members = [Member(), Member(), Member(), Member()]
    world, parameters = made_world(reports, members), compile_parameters(settings)
    rows = simulate(world, parameters, "simpy").rows
    work = rows[np.isin(rows["kind"], [Event.STARTED, Event.ASSISTED])]
    late = np.isin(rows["kind"], [Event.ASSISTED, Event.FINISHED, Event.RELEASED, Event.ENDED])
    assert len(work) == 4
    rows["time_seconds"][late] += SECONDS_PER_DAY
    assert "a team holds one step at a time for a colleague" not in _laws_of(world, parameters, rows)
    rows["time_seconds"][late & (rows["report"] == 0)] += 2 * SECONDS_PER_DAY
    second = (rows["report"] == 1) & ~late
    rows["member"][second & (rows["member"] >= 0)] = 2
    rows["member"][(rows["report"] == 1) & late & (rows["member"] == 0)] = 2
    rows["member"][(rows["report"] == 1) & late & (rows["member"] == 1)] = 3
    in_order = rows[np.argsort(rows["time_seconds"], kind="stable")]
    assert "a team holds one step at a time for a colleague" in _laws_of(world, parameters, in_order)


def _laws_of(world: Any, parameters: Any, rows: Rows) -> list[str]:
    ledger = Ledger(world, parameters, EventLog.from_rows(rows))
    return [violation.invariant for violation in check.find_violations(ledger)]
