import pytest

from tbkk_sim.report.run import findings


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


def test_nobody_in_post_is_the_strongest_warning(growth):
    nobody = with_values(growth, "load_severe", float("nan"), team="all")  # in a table: more than any number
    assert findings.warning(nobody).startswith("Nobody is there to do the work: ")
    assert "57,800 hours" in findings.warning(nobody)
