import pandas as pd
import pytest

from tbkk_sim.report.run import findings
from tbkk_sim.report.run.tables import short


def with_values(run, key_figure, values, **where):
    """The run with other values of one key figure: a number, or a function of the old ones."""
    rows = run.key_figures.copy()
    chosen = rows["key_figure"] == key_figure
    for column, value in where.items():
        chosen &= rows[column] == value
    assert chosen.any()
    rows.loc[chosen, "value"] = values
    return type(run)(run.settings, rows, run.origin)


HOURS_THERE = 1000.0
"""Hours of the investigators of each unit in each period."""


def with_hours(run, *, severe=0.0, agreed=0.0, all_work=0.0):
    """The run in which so many hours of work are asked for each hour that the investigators of each unit have."""
    hours = {"available_investigator": 1, "severe_tactical": severe, "agreed_tactical": agreed}
    hours["demanded_tactical"] = all_work
    tidy = [
        (replication, period, unit, "all", f"hours_{name}", HOURS_THERE * of)
        for replication in range(run.replications)
        for period in ("all", *run.years)
        for unit in run.units
        for name, of in hours.items()
    ]
    columns = ["replication", "period", "team", "priority_class", "key_figure", "value"]
    tidy += [
        (replication, period, "all", "all", "hours_available", HOURS_THERE * len(run.units))
        for replication in range(run.replications)
        for period in run.years
    ]
    rows = run.key_figures.astype(dict.fromkeys(columns[1:-1], str))
    rows = pd.concat([rows, pd.DataFrame(tidy, columns=columns)], ignore_index=True)
    return type(run)(run.settings, rows, run.origin)


def with_late(run, **of_each):
    """The run in which so many cases of each class were not begun in time, and so many of them for each reason."""
    columns = ["replication", "period", "team", "priority_class", "key_figure", "value"]
    tidy = [
        (replication, "all", "all", name, key_figure, n)
        for replication in range(run.replications)
        for name in run.classes
        for key_figure, n in of_each.items()
    ]
    rows = run.key_figures.astype(dict.fromkeys(columns[1:-1], str))
    rows = pd.concat([rows, pd.DataFrame(tidy, columns=columns)], ignore_index=True)
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


def test_cases_in_hand_that_grow_are_not_hidden(growth):
    many = with_values(growth, "in_hand_end", 60_000)
    assert "to 60,000: more are started than finished" in findings.beside_the_backlog(many)
    few = with_values(growth, "in_hand_end", 3)
    assert "more are started" not in findings.beside_the_backlog(few)


def test_classes_within_their_norm(growth):
    run = with_values(growth, "share_within_norm", 0.899, priority_class="producer")
    good, bad = findings.served(run)
    assert good == ["acute"]
    assert bad == ["producer"]  # nobody means to begin all of the others
    assert "producer (89.9 %)" in plain(findings.waiting(run))  # not "90 %", beside what is at least that


@pytest.mark.parametrize(("severe", "warns"), [(1.2, True), (1.0, False), (0.4, False)])
def test_the_warning_comes_exactly_when_people_are_short_after_all_help(growth, severe, warns):
    run = with_hours(growth, severe=severe, agreed=5.0, all_work=5.0)
    assert (short.short_of(run) is not None) == warns
    warning = " ".join(findings.warnings(run))
    assert bool(warning) == warns
    assert findings.load(run).startswith("Short of people" if warns else "With all help that the rules allow, nobody")
    if warning:
        assert "investigator in 2021 (6 of 6 units, " in warning or "investigator from 2021 (6 of 6 units, " in warning
    assert "within 365 days is let go (light)" in findings.left_by(run)


@pytest.mark.parametrize("load", [0.4, 1.2])
def test_the_load_of_own_people_warns_of_nothing_by_itself(growth, load):
    run = with_values(with_hours(growth, severe=0.9), "load_severe", load, team="all")
    assert findings.warnings(run) == []
    assert f"Without help of others severe work and judging ask for {load:.2f} hours" in findings.load_of_own(run)


@pytest.mark.parametrize(("severe", "agreed"), [(0.97, 1.2), (0.97, 0.97), (0.94, 1.2)])
def test_where_nobody_is_short_it_is_said_what_is_and_why_severe_work_is_late(growth, severe, agreed):
    late = with_late(with_values(growth, "share_within_norm", 0.7), late=50, late_unjudged=30, late_seen_as_less=5)
    said = plain(findings.load(with_hours(late, severe=severe, agreed=agreed, all_work=5.0)))
    assert ("But with what was agreed as well" in said) == (agreed > 1)
    assert "of 100 cases that were not begun in time 60 % had not been judged or assessed by then, 10 %" in said
    assert ("A mean of 0.97 hours asked per hour (investigator, 2021) leaves no room" in said) == (severe > 0.95)


@pytest.mark.parametrize(("unjudged", "said"), [(20, True), (30, False)])
@pytest.mark.parametrize("preemption", [True, False])
def test_where_most_that_is_late_is_known_it_waits_for_work_that_goes_on(growth, unjudged, said, preemption):
    late = with_late(
        with_values(growth, "share_within_norm", 0.7), late=50, late_unjudged=unjudged, late_seen_as_less=4
    )
    run = with_hours(late, severe=0.97, agreed=1.2, all_work=5.0)
    settings = run.settings.model_copy(
        update={"assignment": run.settings.assignment.model_copy(update={"preemption": preemption})}
    )
    told = plain(findings.load(type(run)(settings, run.key_figures, run.origin)))
    assert ("only acute abuse comes between" in told) == (said and preemption)
    assert ("leaves no room" in told) != (said and preemption)


def test_why_severe_work_is_late_is_not_said_where_it_is_in_time_or_people_are_short(growth):
    late = with_late(with_values(growth, "share_within_norm", 0.7), late=50, late_unjudged=30, late_seen_as_less=5)
    in_time = with_values(late, "share_within_norm", 0.95)
    assert "late all the same" not in findings.load(with_hours(in_time, severe=0.97, agreed=1.2, all_work=5.0))
    short_of_people = with_hours(late, severe=1.2, agreed=1.5, all_work=5.0)
    assert "late all the same" not in findings.load(short_of_people)
    assert "With what was agreed as well" in findings.load(short_of_people)


@pytest.mark.parametrize(("agreed", "said"), [(1.2, True), (1.0, False)])
def test_who_is_short_with_what_was_agreed_is_told_besides(growth, agreed, said):
    run = with_hours(growth, severe=0.9, agreed=agreed, all_work=5.0)
    assert ("ith what was agreed as well" in findings.load(run)) == said
    assert findings.warnings(run) == []


@pytest.mark.parametrize(("all_work", "fits"), [(1.2, False), (0.9, True)])
def test_that_all_fits_is_said_where_nothing_is_let_go(growth, all_work, fits):
    run = with_hours(growth, severe=0.5, agreed=0.5, all_work=all_work)
    found = with_values(run, "load_all", all_work, team="all")
    assert ("enough hours for all that comes in" in findings.load(found)) == fits
    assert ("let go" in findings.left_by(found)) != fits


def test_without_agreements_nothing_is_said_of_them(growth):
    settings = growth.settings.model_copy(update={"agreements": {}})
    run = type(growth)(settings, growth.key_figures)
    said = f"{findings.load(run)} {findings.load_of_own(run)}"
    assert "agreed" not in said
    assert "; with all that comes in it is " in said


def test_without_a_rule_it_is_said_that_work_keeps_waiting(make_run):
    run = make_run(2, casework__classes__light__expires=None)
    assert "keeps waiting" in findings.left_by(run)


@pytest.mark.parametrize(("digital", "said"), [(1.0, "a minority"), (1e9, "the larger part")])
def test_whether_digital_is_a_minority(growth, digital, said):
    assert said in findings.steps(with_values(growth, "hours_digital", digital))


def test_small_units_swing_more(growth):
    assert findings.availability(growth).startswith("In the smallest units (2)")


def test_nobody_in_post_is_the_strongest_warning(growth):
    nobody = with_values(growth, "load_severe", float("nan"), team="all")  # in a table: more than any number
    assert findings.warnings(nobody)[0].startswith("Nobody is there to do the work: ")
    assert "57,800 hours" in findings.warnings(nobody)[0]
