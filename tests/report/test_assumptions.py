import pytest

from tbkk_sim.report.run import findings
from tbkk_sim.report.run.assumptions import assumptions
from tbkk_sim.report.run.figures.tiles import places_of
from tbkk_sim.report.run.view import RunView


def test_the_load_at_the_ends_is_that_of_hand_arithmetic(growth):
    load, by_label = growth.mean("load"), {each.label: each for each in assumptions(growth)}
    hours = by_label["Hours per case, possessor"]
    assert (hours.load_at_low, hours.load_at_high) == pytest.approx(
        (load * (1 - 160 / 289 / 2), load * (1 + 160 / 289))
    )
    mix = by_label["Share of the reports, light"]
    assert mix.load_at_high == pytest.approx(load * (1 + 60 / 289))
    share = by_label["Share of the hours that goes to cases"]
    assert (share.load_at_low, share.load_at_high) == pytest.approx((load * 0.85 / 0.75, load * 0.85 / 0.9))


def test_the_largest_swing_comes_first_and_is_said(growth):
    found = assumptions(growth)
    assert [each.swing for each in found] == sorted((each.swing for each in found), reverse=True)
    assert "hours per case, possessor" in findings.assumptions(growth)


def test_an_assumption_that_turns_the_answer_is_named(growth):
    rows = growth.key_figures
    calm = rows.assign(value=rows["value"].where(rows["key_figure"] != "load", 1.1))
    said = findings.assumptions(RunView(growth.settings, calm, {}, growth.sources))
    assert "can bring the load to the other side of 1" in said
    high = rows.assign(value=rows["value"].where(rows["key_figure"] != "load", 9.0))
    assert "No single assumption" in findings.assumptions(RunView(growth.settings, high, {}, growth.sources))


def test_without_sources_nothing_is_claimed(growth):
    unknown = RunView(growth.settings, growth.key_figures)
    assert assumptions(unknown) == []
    assert "not known" in findings.assumptions(unknown)


def test_units_stand_on_their_tiles_and_the_others_below(make_run):
    run = make_run(2, staffing__units__north__tile=(2, 0), staffing__units__east__tile=(2, 0))
    places = places_of(run)
    assert places["north"] == (2, 0)
    assert len(set(places.values())) == len(run.units)
    assert {row for name, (_, row) in places.items() if name != "north"} == {1, 2}
