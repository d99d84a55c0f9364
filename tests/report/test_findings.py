import math

import pandas as pd
import pytest

from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import findings
from tbkk_sim.report.run.scarcity import Load, load_of_run, scarcest
from tests.builders import LAB, small_settings


def with_values(run, key_figure, values, **where):
    """The run with other values of one key figure: a number, or a function of the old ones."""
    rows = run.key_figures.copy()
    chosen = rows["key_figure"] == key_figure
    for column, value in where.items():
        chosen &= rows[column] == value
    assert chosen.any()
    rows.loc[chosen, "value"] = values
    return type(run)(run.settings, rows, run.origin)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("last", "said"),
    [(6000, "grows from 3,000 to 6,000 cases"), (2000, "shrinks from 3,000 to 2,000"), (3100, "about the same: 3,000")],
)
def test_backlog(growth, last, said):
    assert said in findings.backlog(with_values(growth, "backlog_end", last, priority_class="all"))


def test_a_backlog_that_shrinks_because_work_is_let_go_says_so(growth):
    shrunk = with_values(growth, "backlog_end", 2000, priority_class="all")
    assert "end without any work" in findings.backlog(shrunk)
    kept = with_values(with_values(shrunk, "let_go", 0), "turned_away", 0)
    assert "end without any work" not in findings.backlog(kept)


def test_reports_that_wait_to_be_triaged_are_not_hidden(growth):
    many = with_values(growth, "triage_backlog_end", 60_000)
    assert "60,000 reports wait to be judged" in findings.beside_the_backlog(many)
    few = with_values(growth, "triage_backlog_end", 3)
    assert "to be judged" not in findings.beside_the_backlog(few)


def test_classes_within_their_norm(growth):
    run = with_values(growth, "share_within_norm", 0.899, priority_class="producer")
    good, bad = findings.served(run)
    assert good == ["acute"]
    assert bad == ["producer"]  # nobody means to begin all of the others
    assert "producer (89.9 %)" in plain(findings.waiting(run))  # not "90 %", beside what is at least that


@pytest.mark.parametrize(("load", "warns"), [(1.2, True), (1.001, True), (1.0, False), (0.4, False)])
def test_the_warning_comes_exactly_with_more_severe_work_than_hours(growth, load, warns):
    run = with_values(growth, "load_severe", load, team="all")
    assert run.mean("load_all") > 1  # which is no reason to warn
    warning = findings.warning(run)
    assert (warning is not None) == warns
    if warning:
        assert f"{load:.2f}" in warning
        assert "within 365 days" in warning
        assert "(light)" in warning


@pytest.mark.parametrize(
    ("severe", "agreed", "everything", "said"),
    [
        (1.1, 1.3, 5.0, "not even that can all be done"),
        (1.0, 1.1, 5.0, "do not fit together"),
        (0.8, 1.0, 5.0, "and with what was agreed 1.00: that fits"),
        (0.5, 0.7, 1.0, "there are enough hours for all of it"),
    ],
)
def test_each_load_is_said_for_what_it_is(growth, severe, agreed, everything, said):
    run = growth
    for name, load in {"load_severe": severe, "load_agreed": agreed, "load_all": everything}.items():
        run = with_values(run, name, load, team="all")
    found = findings.load(run)
    assert said in found
    assert f"{severe:.2f}" in found
    assert f"{everything:.2f}" in found
    assert ("let go" in found) == (everything > 1)


def test_without_agreements_none_are_said_to_fit(growth):
    settings = growth.settings.model_copy(update={"agreements": {}})
    run = with_values(type(growth)(settings, growth.key_figures), "load_severe", 0.8, team="all")
    said = findings.load(with_values(run, "load_agreed", 0.8, team="all"))
    assert "agreed" not in said
    assert "0.80 of each hour" in said


def test_without_a_rule_it_is_said_that_work_keeps_waiting(make_run):
    run = make_run(2, casework__classes__light__expires=None)
    assert "keeps waiting" in findings.load(run)


@pytest.mark.parametrize(("digital", "said"), [(1.0, "a minority"), (1e9, "the larger part")])
def test_whether_digital_is_a_minority(growth, digital, said):
    assert said in findings.steps(with_values(growth, "hours_digital", digital))


def test_small_units_swing_more(growth):
    assert findings.availability(growth).startswith("In the smallest units (2)")


def with_loads(run, largest, of="coast", **others):
    """The run with a largest load of one unit, where tactical work is asked of who can do it."""
    loads = {"all": largest, "capital": 0.5, "coast": 0.5, of: largest} | others
    rows = [(r, "all", team, "all", "largest_load_severe", load) for r in range(12) for team, load in loads.items()]
    hours = {
        "hours_severe_tactical": 5000 * largest,
        "hours_severe_digital": 500,
        "hours_available_investigator": 5000,
    }
    rows += [(r, "all", of, "all", name, value) for r in range(12) for name, value in hours.items()]
    more = pd.DataFrame(rows, columns=run.key_figures.columns)
    calm = with_values(run, "load_severe", 0.76)
    return type(run)(run.settings, pd.concat([calm.key_figures, more], ignore_index=True), run.origin)


def test_the_bottleneck_is_named_beside_the_mean(growth):
    short = with_loads(growth, 1.5)
    said = findings.load(short)
    assert "0.76" in said
    assert "The bottleneck is tactical and digital in Coast" in said
    assert "ask for 1.50 hours for each of the 1,000 that those who can do it have" in said  # 5,000 in five years
    assert "bottleneck" not in findings.load(with_loads(growth, 0.76))


@pytest.mark.parametrize(("load", "said"), [(1.5, "1.50 hours"), (2.5, "2.5 hours")])
def test_hours_of_a_pool_that_is_asked_too_much_are_those_of_a_year(load, said):
    """Three years: the pool has 6,000 hours in all, and every search takes one of its specialists along."""
    settings = small_settings(
        {"run.end": "2023-12-31", "collaboration.pools": {"lab": LAB}, "casework.steps.search.together_with": "lab"}
    )
    means = {("load_severe", "all"): 0.7, ("largest_load_severe", "lab"): load, ("hours_available", "lab"): 6000.0}
    means |= {("largest_load_severe", unit): 0.9 for unit in ("capital", "coast")}
    found = load_of_run(settings, lambda figure, team: means.get((figure, team), math.nan))
    assert (found.team, found.mean, found.largest, found.skills) == ("lab", 0.7, load, ())
    assert found.hours_per_year == pytest.approx(2000, rel=1e-3)
    sentence = plain(scarcest(Say("en"), settings, found))
    assert said in sentence, sentence
    assert "2,000" in sentence, sentence


@pytest.mark.parametrize(("largest", "said"), [(1.0, False), (1.004, False), (1.006, True), (math.inf, True)])
def test_nobody_is_named_of_whom_hardly_more_is_asked_than_of_all(largest, said):
    found = Load(mean=1.0, largest=largest, team="coast", skills=("search",), hours_per_year=1000)
    assert bool(scarcest(Say("en"), small_settings(), found)) is said


@pytest.mark.parametrize(
    ("mean", "largest", "is_short"), [(1.0, 1.0, False), (1.01, 0.5, True), (0.5, 1.01, True), (0.5, math.nan, False)]
)
def test_more_is_asked_than_can_be_done_above_a_load_of_one(mean, largest, is_short):
    assert Load(mean, largest, "all", ()).short is is_short


def test_the_largest_load_is_that_of_one_team_or_in_one_queue_of_all():
    pools = {"collaboration.pools": {"lab": LAB}}  # nobody of it goes along with a step
    loads = {"all": 0.6, "capital": 0.9, "coast": 1.1, "lab": 5.0}

    def mean(figure, team):
        return loads[team] if figure == "largest_load_severe" else 0.0

    assert load_of_run(small_settings(pools), mean).team == "coast"
    one_queue = {"collaboration.one_queue": True}
    assert load_of_run(small_settings(pools | one_queue), mean).team == "all"


def test_nobody_in_post_is_the_strongest_warning(growth):
    nobody = with_values(growth, "load_severe", float("nan"), team="all")  # in a table: more than any number
    assert findings.warning(nobody).startswith("Nobody is there to do the work: ")
    assert "57,800 hours" in findings.warning(nobody)
