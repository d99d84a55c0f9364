"""Wrong and extreme settings, a part of all that `python scripts/try_settings.py` tries: no fault, ever."""

import pytest

import tbkk_sim.runs.replication
from tbkk_sim.problem import wrong
from tests.mutations.extremes import BY_HAND, extremes
from tests.mutations.making import Mutation, mutation_of
from tests.mutations.trial import try_out

pytestmark = pytest.mark.slow

SEED = 20260101
MOST_SECONDS = 300.0
"""Longer than any of these takes on a machine that is busy."""


@pytest.mark.parametrize("number", range(20))
def test_a_mutation_ends_well(number: int):
    outcome = try_out(mutation_of(number, SEED), MOST_SECONDS)
    assert outcome.faults == (), outcome.mutation
    assert outcome.code in (0, 2), outcome.mutation


@pytest.mark.parametrize("number", range(8))
def test_an_extreme_ends_well(number: int):
    extreme = list(extremes("textbook", SEED, 8))[number]
    outcome = try_out(extreme, MOST_SECONDS)
    assert outcome.faults == (), extreme
    assert extreme.kind != "beyond a bound" or outcome.code == 2, extreme


def test_every_number_beyond_its_range_is_refused_by_the_schema():
    beyond = [one for one in extremes("baseline", SEED) if one.kind == "beyond a bound"]
    assert len(beyond) > 200
    assert {one.keys[0].partition(".")[0] for one in beyond} >= {"demand", "casework", "triage", "staffing", "run"}


def test_extremes_that_once_ended_badly_are_tried():
    assert {one.words[1:] for one in extremes("baseline", SEED) if one.kind == "by hand"} == set(BY_HAND)


def test_what_goes_wrong_while_drawing_is_noticed(monkeypatch):
    def draw_reports(*_):
        return 1 / 0

    monkeypatch.setattr(tbkk_sim.runs.replication, "draw_reports", draw_reports)
    outcome = try_out(Mutation("planted", ("+scenario=textbook",), ("scenario",)))
    assert any("ZeroDivisionError" in fault for fault in outcome.faults)


def test_a_settings_error_while_drawing_is_a_message(monkeypatch):
    def draw_reports(*_):
        raise wrong("demand", "gives {number} reports", number=5)

    monkeypatch.setattr(tbkk_sim.runs.replication, "draw_reports", draw_reports)
    outcome = try_out(Mutation("planted", ("+scenario=textbook",), ("demand",)))
    assert outcome.code == 2
    assert "demand\n      gives 5 reports" in outcome.said
    assert [fault for fault in outcome.faults if "wrote" not in fault] == []
