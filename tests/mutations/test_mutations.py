"""Wrong and extreme settings, a part of all that `python scripts/try_settings.py` tries: no fault, ever."""

import pytest

import tbkk_sim.world.draw
from mutations.extremes import BY_HAND, extremes
from mutations.making import Mutation, mutations
from mutations.trial import SMALL, try_out
from tbkk_sim.problem import wrong

SEED = 20260101


@pytest.mark.parametrize("mutation", mutations(24, SEED), ids=lambda of: " ".join(of.words)[:80])
def test_a_mutation_ends_well(mutation: Mutation):
    outcome = try_out(mutation)
    assert outcome.faults == ()
    assert outcome.code in (0, 2)


@pytest.mark.parametrize("extreme", extremes("textbook", SEED, 12), ids=lambda of: " ".join(of.words)[:80])
def test_an_extreme_ends_well(extreme: Mutation):
    outcome = try_out(extreme)
    assert outcome.faults == ()
    assert extreme.kind != "beyond a bound" or outcome.code == 2


def test_every_number_beyond_its_range_is_refused_by_the_schema():
    beyond = [one for one in extremes("baseline", SEED) if one.kind == "beyond a bound"]
    assert len(beyond) > 200
    assert {one.keys[0].partition(".")[0] for one in beyond} >= {"demand", "casework", "triage", "staffing", "run"}


def test_extremes_that_once_ended_badly_are_tried():
    assert {one.words[1:] for one in extremes("baseline", SEED) if one.kind == "by hand"} == set(BY_HAND)


def test_what_goes_wrong_while_drawing_is_noticed(monkeypatch):
    def draw_reports(*_):
        return 1 / 0

    monkeypatch.setattr(tbkk_sim.experiment.replication, "draw_reports", draw_reports)
    outcome = try_out(Mutation("planted", ("+scenario=textbook",), ("scenario",)))
    assert any("ZeroDivisionError" in fault for fault in outcome.faults)


def test_a_settings_error_while_drawing_is_a_message(monkeypatch):
    def draw_reports(*_):
        raise wrong("demand", "gives {number} reports", number=5)

    monkeypatch.setattr(tbkk_sim.experiment.replication, "draw_reports", draw_reports)
    outcome = try_out(Mutation("planted", ("+scenario=textbook",), ("demand",)))
    assert outcome.code == 2
    assert "demand\n      gives 5 reports" in outcome.said
    assert [fault for fault in outcome.faults if "wrote" not in fault] == []


def test_a_trial_is_small():
    assert any(word.startswith("run.end=") for word in SMALL)
