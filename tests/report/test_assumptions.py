import pytest

from tbkk_sim.report.run import findings
from tbkk_sim.report.run.assumptions import assumptions
from tbkk_sim.report.run.figures.tiles import places_of
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings.provenance import Entry


def test_the_load_at_the_ends_is_that_of_hand_arithmetic(growth):
    load, by_label = growth.mean("load_severe"), {each.label: each for each in assumptions(growth)}
    judging = 25 * growth.mean("reports_in", priority_class="producer") / growth.mean("reports_in")
    part = (30 - judging) / (25 + 30 + 14)  # thousands of hours: producers, of all severe work and judging
    hours = by_label["Hours per case, producer"]
    assert (hours.load_at_low, hours.load_at_high) == pytest.approx((load * (1 - part / 2), load * (1 + part)))
    mix = by_label["Share of the reports, producer"]
    assert mix.load_at_high == pytest.approx(load * (1 + part))
    share = by_label["Share of the hours that goes to cases"]
    assert (share.load_at_low, share.load_at_high) == pytest.approx((load * 0.85 / 0.75, load * 0.85 / 0.9))


def test_the_largest_swing_comes_first_and_is_said(growth):
    found = assumptions(growth)
    assert [each.swing for each in found] == sorted((each.swing for each in found), reverse=True)
    assert "hours per case, producer" in findings.assumptions(growth)


def test_hours_of_cases_that_are_not_severe_do_not_move_the_load_of_severe_work(growth):
    assert any(".possessor." in entry.key for entry in growth.sources)
    assert not [each.label for each in assumptions(growth) if "possessor" in each.label]


def test_cases_of_their_own_initiative_do_not_grow_with_the_reports(make_run):
    """Hours (thousands, a fifth of each in a year): judging 25, cases 44, of which key players 10, all proactive."""
    run = make_run(4)
    key = "demand.streams.image.reports_per_year.2022"
    settings = run.settings.model_copy(deep=True)
    settings.demand.streams["image"].reports_per_year[2022] = 40_000.0
    entry = Entry(key, 40_000.0, "A", 20_000.0, 80_000.0, "not counted", "demand.yaml:1")
    (found,) = assumptions(RunView(settings, run.key_figures, {}, (entry,)))
    cases = run.mean("cases_in", priority_class="keyplayer", period="2022")
    part = (69 - 10 * min(15 / cases, 1)) / 69 / 5
    assert found.load_at_high == pytest.approx(run.mean("load_severe") * (1 + part))


def test_an_assumption_that_turns_the_answer_is_named(growth):
    rows = growth.key_figures
    calm = rows.assign(value=rows["value"].where(rows["key_figure"] != "load_severe", 1.1))
    said = findings.assumptions(RunView(growth.settings, calm, {}, growth.sources))
    assert "can bring the load of severe work to the other side of 1" in said
    high = rows.assign(value=rows["value"].where(rows["key_figure"] != "load_severe", 9.0))
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
