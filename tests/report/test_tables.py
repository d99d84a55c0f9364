from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.report.run import findings
from tbkk_sim.report.run.tables import selection, staff, triage, triage_phrases, work
from tbkk_sim.report.run.tables.cells import with_band
from tbkk_sim.report.run.view import SpreadOfMean
from tests.builders import small_settings


def cell(text):
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{EN DASH}", "-")


def test_a_unit_is_written_once(growth):
    assert cell(with_band(growth, SpreadOfMean(0.5, 0.4, 0.6), growth.say.share)) == "50 % (40-60 %)"
    assert cell(with_band(growth, SpreadOfMean(1.5, 0.5, 3.0), growth.say.duration)) == "36 h (12 h-3 d)"


def test_a_band_without_width_is_left_out(growth):
    assert with_band(growth, SpreadOfMean(3.0, 3.0, 3.0), growth.say.count) == "3"


def test_a_wait_of_which_there_is_none_is_no_number(growth):
    def written(*values):
        run = with_waits(growth, values)
        return (
            work.waiting(run)
            .set_index("Class")
            .loc["Light", "Nine in ten start within"]
            .replace("\N{NO-BREAK SPACE}", " ")
        )

    assert written(*[np.nan] * 12) == "never"
    assert written(*range(1, 10), *[np.nan] * 3) == "6.5 d (2.1 d\N{EN DASH}never)"  # the sixth and seventh of twelve
    assert written(*[2.0] * 6, *[np.nan] * 6) == "2 d (2 d\N{EN DASH}never)"  # of which the seventh is never
    assert written(*[30.0] * 3, *[np.nan] * 9) == "seldom (30 d\N{EN DASH}never)"
    assert findings.never_begun(with_waits(growth, [np.nan] * 12))
    assert not findings.never_begun(growth)


def with_waits(run, values):
    """The run with the P90 of waiting of light cases set by replication; NaN: never begun."""
    rows = run.key_figures
    others = rows[(rows["key_figure"] != "waiting_days_p90") | (rows["priority_class"] != "light")]
    new = [(r, "all", "all", "light", "waiting_days_p90", value) for r, value in enumerate(values)]
    return type(run)(run.settings, pd.concat([others, pd.DataFrame(new, columns=rows.columns)]))


def test_causes_are_named(growth):
    assert "Pension" in staff.turnover(growth).columns
    assert staff.cause_label(growth, "won_lottery") == "won lottery"


@pytest.mark.parametrize(
    ("waiting", "said"), [(0, "wait at the end"), (1, "one waits at the end"), (2, "2 wait at the end")]
)
def test_one_case_is_told_in_the_singular(growth, monkeypatch, waiting, said):
    parts = {**selection.balance(growth), "backlog_end": waiting}
    monkeypatch.setattr(selection, "balance", lambda run: parts)
    text = selection.became(growth)
    assert (said in text.partition("Of these")[2]) == (waiting > 0)


@pytest.mark.parametrize(
    ("assesses", "changes", "hears"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"hearing_hours_mean": None}, False),
        (True, {"reports_per_year": {2021: 0}}, False),
        (True, {"volume_factor": 0}, False),
    ],
)
def test_those_who_are_heard_are_told_of_only_where_they_report(assesses, changes, hears):
    told = {"label": "Told", "reports_per_year": {2021: 9}, "reference_year": 2021, "mix": {"light": {"share": 0.1}}}
    stream = {**told, "hearing_hours_mean": 2.0, **changes}
    settings = small_settings(
        {"demand.streams.told": stream, "triage.assessment": {"enabled": assesses, "step": "enrich"}}
    )
    notes = triage.notes(SimpleNamespace(settings=settings, say=str))
    assert (triage_phrases.HEARD_NOTE in notes) == hears
    assert {triage_phrases.REPORTS_NOTE, triage_phrases.HIDDEN_NOTE} <= set(notes)
