"""The numbers that stored events keep to, the log of events, and the names in their numbered order."""

import numpy as np

from tbkk_sim.model.event_records import BLOCK, COLUMNS, EVENT_DTYPE, UNDONE, End, Event, EventLog
from tbkk_sim.model.names import names_of
from tbkk_sim.model.selection.treatment import Treatment
from tests.builders import LAB, small_settings
from tests.rows import every_row

EVENTS = (
    "ARRIVED TRIAGED QUEUED TAKEN_UP STARTED INTERRUPTED RESUMED FINISHED HANDED_OVER RECLASSIFIED ENDED "
    "JOINED LEFT ABSENT BACK PACED STEERED HELD ASSISTED RELEASED WEIGHED ASSESSED SENT_TO_EXAMINATION "
    "EXAMINED"
)
ENDS = (
    "FILE_TO_OM ALTERNATIVE LETTER_OR_VISIT TRANSFERRED NO_OFFENCE CLOSED_IN_TRIAGE EXPIRED DECLINED OWN_WORK_DONE "
    "CLOSED_BY_CHOICE JOINED UNTRACEABLE"
)
TREATMENTS = "FULL SHORT LETTER_OR_VISIT NOTHING"


@every_row(("kind", "names"), [(Event, EVENTS), (End, ENDS), (Treatment, TREATMENTS)])
def test_the_numbers_in_stored_events_never_change(kind, names):
    assert {member.name: member.value for member in kind} == {name: n for n, name in enumerate(names.split())}


def test_what_is_left_undone_was_closed_by_choice_or_turned_away_or_has_expired():
    assert set(UNDONE) == {End.CLOSED_BY_CHOICE, End.DECLINED, End.EXPIRED}


def test_an_event_takes_thirty_bytes_in_eight_columns():
    assert EVENT_DTYPE.itemsize == 30
    assert COLUMNS == ("time_seconds", "work_seconds", "report", "member", "team", "detail", "step", "kind")


def some_rows(n: int) -> np.ndarray:
    """Rows in which each column is another number; the kinds follow each other."""
    rows = np.zeros(n, EVENT_DTYPE)
    for number, name in enumerate(COLUMNS[:-1], 1):
        rows[name] = (np.arange(n) * number) % 97 - 1
    rows["kind"] = np.arange(n) % len(Event)
    return rows


@every_row("n", [0, 1, len(Event), BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7])
def test_a_log_keeps_every_column_of_every_row(n: int):
    rows = some_rows(n)
    log = EventLog.from_rows(rows)
    assert len(log) == n
    assert log.rows.tolist() == rows.tolist()
    assert [getattr(log, name).dtype for name in COLUMNS] == [EVENT_DTYPE[name] for name in COLUMNS]
    assert log.rows.dtype == EVENT_DTYPE


@every_row("n", [0, 1, 5, 3 * len(Event) + 2])
def test_the_rows_of_a_kind_are_in_the_order_in_which_they_happened(n: int):
    rows = some_rows(n)
    log = EventLog.from_rows(rows)
    for kind in Event:
        right = [row for row in range(n) if row % len(Event) == kind]
        assert log.rows_of(kind).tolist() == right
        assert log.select(kind).tolist() == rows[right].tolist()
        assert log.reports_of(kind).tolist() == rows["report"][right].tolist()
        assert log.reports_of(kind) is log.reports_of(kind), "looked up once"
        assert log.reports_of(kind).dtype == np.intp


def test_the_rows_of_several_kinds_are_in_the_order_in_which_they_happened():
    log = EventLog.from_rows(some_rows(3 * len(Event)))
    kinds = (Event.RELEASED, Event.ARRIVED, Event.STARTED)
    assert log.rows_of(*kinds).tolist() == [row + each * len(Event) for each in range(3) for row in (0, 4, 19)]
    assert log.select(*kinds)["kind"].tolist() == [0, 4, 19] * 3
    assert log.rows_at(np.array([2, 1])).tolist() == log.rows[[2, 1]].tolist()
    assert log.rows_at(slice(1, 3)).tolist() == log.rows[1:3].tolist()


def test_everything_has_its_number_in_the_order_of_the_settings():
    labs = {"lab": LAB, "dogs": {**LAB, "label": "Dogs"}}
    names = names_of(small_settings({"collaboration.pools": labs}))
    assert names.units == ("capital", "coast")
    assert names.teams == ("capital", "coast", "lab", "dogs")
    assert names.classes == ("closed", "acute", "serious", "light", "own_work")
    assert names.skills == ("triage", "enrich", "search", "dossier", "own_work")
    assert names.streams == ("image", "chosen", "own_work", "returns")
    assert names.roles == ("detective",)
    assert (names.team("capital"), names.team("dogs")) == (0, 3)
    assert (names.case_class("closed"), names.case_class("light"), names.own_work_class) == (0, 3, 4)
    assert (names.skill("triage"), names.skill("dossier"), names.own_work_skill) == (0, 3, 4)
