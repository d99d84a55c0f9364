"""Comparing runs: pairing pays, what may not be paired is refused, margins, and the best with its promise kept."""

import json
import math
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.comparison.comparison import Comparison, Family
from tbkk_sim.comparison.folder import best_table, finish, manifest_of, write_tables
from tbkk_sim.comparison.pairing import PairingError
from tbkk_sim.comparison.report.answer import differences, sentences
from tbkk_sim.comparison.report.measures import treated_otherwise
from tbkk_sim.comparison.report.short_answer import MOST_ALIKE, MOST_SENTENCES, in_short
from tbkk_sim.comparison.report.view import ComparisonView, Namer
from tbkk_sim.comparison.report.warnings import warnings
from tbkk_sim.comparison.values import RunValues, read_run
from tbkk_sim.metrics.cell import PARTS_UNDONE, Cell, better, expand, parse_cell, unknown
from tbkk_sim.runs.runner import run_experiment
from tbkk_sim.stats.paired import Verdict, against_margin, against_the_best, difference
from tests.builders import LAB, SOONEST, small_settings
from tests.rows import every_row

SHORT = {
    "run.end": "2021-03-31",
    "run.replications": 10,
    "triage.order": "arrival",
    "run.keep_events": "none",
    "engine": SOONEST,
    "staffing.absence": {"leave_days_per_year": 40, "short_illness_spells_per_year": 4},
    "demand.streams.image.reports_per_year": {2021: 4000, 2022: 4000},
}
LIGHTER = {
    "casework.classes.light.lighter": {"nothing": {}},
    "steering.treatments.light": {"full": 0.0, "nothing": 1.0},
}
MORE = {"staffing.units.coast.posts": 7}
MINUS = "\N{MINUS SIGN}"
FINISHED, SERIOUS, WAIT = Cell("finished"), Cell("finished", "serious"), Cell("waiting_days_p90", "serious")


def run(folder: Path, name: str, **changes) -> Path:
    run_experiment(small_settings({**SHORT, **changes, "name": name}), folder / name)
    return folder / name


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    where = tmp_path_factory.mktemp("runs")
    run(where, "base")
    run(where, "more", **MORE)
    run(where, "still_more", **{"staffing.units.coast.posts": 8})
    run(where, "busier", **{"demand.streams.image.volume_factor": 1.5})
    run(where, "lighter", **LIGHTER, **{"run.replications": 2})
    run(where, "few", **MORE, **{"run.replications": 3})
    run(where, "other_seed", seed=8, **{"run.replications": 2})
    run(where, "longer", **{"run.end": "2021-04-30", "run.replications": 2})
    return where


def compared(folder: Path, *names: str, **options) -> Comparison:
    cells = options.get("cells", ())
    return Comparison(tuple(read_run(name, folder / name, cells) for name in names), **options)


@pytest.mark.slow
def test_what_a_lender_loses_is_said_first_clear_or_not_and_only_once(tmp_path):
    """Half of the laboratory is lent: what it would do there waits, and in the table stand its own figures."""
    lab = {"collaboration.pools": {"lab": LAB}}
    lent = {"from_pool": "lab", "unit": "coast", "role": "detective", "people": 2, "date": "2021-01-11"}
    run(tmp_path, "base", **lab)
    run(tmp_path, "lends", **lab, **{"capacity.reallocation": {"a": lent}})
    run(tmp_path, "late", **lab, **{"capacity.reallocation": {"a": {**lent, "date": "2021-04-01"}}})
    comparison = compared(tmp_path, "base", "lends", "late")
    said = sentences(ComparisonView(comparison))
    moved, at_work = said[0].split(". ", 1)
    assert moved == "lends moves people from Laboratory: 2 to Coast, from 11 January 2021 to the end of the run"
    assert_first_month(comparison, at_work)
    assert re.match(r"lends spends [0-9.]+ hours less on own work of Laboratory", said[1])
    assert re.match(r"lends leaves [0-9.]+ more cases of own work of Laboratory waiting at the end", said[2])
    assert len([text for text in said if "own work of Laboratory" in text and text.startswith("lends")]) == 2
    assert not [text for text in said if text.startswith("late moves")]
    lost = [cell for cell in comparison.shown if cell.team == "lab"]
    figures = ["reallocated_away_fte", "hours_worked", "backlog_end", "waiting_days_p90"]
    assert [cell.key_figure for cell in lost] == figures
    assert comparison.against("lends", lost[0]).difference == pytest.approx(2 * 80 / 90)
    assert comparison.against("lends", lost[1]).difference < 0
    waits = comparison.read(comparison.others[0], lost[3])
    assert not np.isfinite(waits).any()  # fewer than nine in ten have begun by the end


def assert_first_month(comparison: Comparison, said: str) -> None:
    """They are at work in the month in which they come, and the laboratory lacks their hours; from the tables kept."""
    months = [
        table.query(f"period == '2021-01' and key_figure == 'hours_worked' and {where}").sort_values("replication")
        for table in (pd.read_parquet(run.run.path / "key_figures.parquet") for run in comparison.runs[:2])
        for where in ("team == 'coast' and priority_class == 'all'", "team == 'lab' and priority_class == 'all'")
    ]
    at_coast, at_lab = ((months[k + 2]["value"].to_numpy() - months[k]["value"].to_numpy()).mean() for k in (0, 1))
    assert at_coast > 0 > at_lab
    gained, lost = (f"{'+' if of > 0 else MINUS}{abs(of):.0f}" for of in (at_coast, at_lab))
    pattern = (
        rf"In January 2021, the month in which they come, hours worked change by {re.escape(gained)} \(.* to .*\) in "
        rf"these units and by {lost} \(.* to .*\) at Laboratory, against base\. In the same time whoever is moved does "
        rf"70\N{{NO-BREAK SPACE}}% of the work of a colleague there\."
    )
    assert re.fullmatch(pattern, said)


def test_the_difference_is_that_of_the_replications(folder):
    comparison = compared(folder, "base", "more", cells=(FINISHED,))
    (against,) = comparison.against_base
    tables = [pd.read_parquet(folder / name / "key_figures.parquet") for name in ("base", "more")]
    whole = [
        t[(t.key_figure == "finished") & (t.period == "all") & (t.team == "all") & (t.priority_class == "all")]
        for t in tables
    ]
    apart = whole[1]["value"].to_numpy() - whole[0]["value"].to_numpy()
    assert against.difference == pytest.approx(apart.mean())
    assert against.mean - against.base_mean == pytest.approx(against.difference)
    assert (against.agree, against.n) == ((np.sign(apart) == np.sign(apart.mean())).sum(), 10)
    assert against.differ == (apart != 0).sum()


def test_pairing_beats_independent_runs(folder):
    paired = compared(folder, "base", "more", cells=(FINISHED,))
    unpaired = compared(folder, "base", "more", cells=(FINISHED,), paired=False)
    narrow, wide = ((a.interval_high - a.interval_low) for a in (paired.against_base[0], unpaired.against_base[0]))
    assert narrow < wide
    assert unpaired.against_base[0].difference == pytest.approx(paired.against_base[0].difference)
    assert unpaired.against_base[0].agree == 0


def test_welch_is_that_of_scipy():
    from scipy.stats import ttest_ind

    rng = np.random.default_rng(4)
    a, b = rng.normal(10, 1, 12), rng.normal(12, 4, 9)
    found = difference(a[:, None], b[:, None], 0.9, paired=False)
    interval = ttest_ind(b, a, equal_var=False).confidence_interval(0.9)
    assert found.interval_low[0] <= interval.low + 1e-9
    assert found.interval_high[0] >= interval.high - 1e-9
    assert found.interval_high[0] - found.interval_low[0] < 1.2 * (interval.high - interval.low)


@pytest.mark.parametrize(("name", "says"), [("other_seed", "seed differs"), ("longer", "run.end differs")])
def test_runs_of_other_replications_are_not_paired(folder, name, says):
    with pytest.raises(PairingError, match=says):
        _ = compared(folder, "base", name).pairing
    assert compared(folder, "base", name, paired=False, cells=(FINISHED,)).against_base[0].n > 1


@pytest.mark.parametrize(("key", "value"), [("version", "0.0.1"), ("code", "c0ffee")])
def test_another_version_of_the_model_is_not_paired(folder, key, value):
    base, more = read_run("base", folder / "base"), read_run("more", folder / "more")
    more.run.manifest[key] = value
    with pytest.raises(PairingError, match=rf"version of the model differs: base .*, more .*{value}"):
        _ = Comparison((base, more)).pairing


def test_of_unequal_numbers_the_common_replications_are_paired_and_it_is_said(folder):
    comparison = compared(folder, "base", "few", cells=(FINISHED,))
    assert comparison.against_base[0].n == 3
    assert "base 10, few 3; the 3 that all have are compared" in " ".join(comparison.pairing.notes)
    whole = compared(folder, "base", "more", cells=(FINISHED,))
    first = whole.read(whole.base, FINISHED)[:3], whole.read(whole.others[0], FINISHED)[:3]
    assert comparison.against_base[0].difference == pytest.approx((first[1] - first[0]).mean())


def test_a_run_against_itself_differs_in_nothing(folder):
    comparison = Comparison((read_run("one", folder / "base"), read_run("two", folder / "base")))
    reached = [against for against in comparison.against_base if np.isfinite(against.base_mean)]
    assert {against.difference for against in reached} == {0.0}
    assert all(np.isnan(against.difference) for against in comparison.against_base if against not in reached)
    assert not any(against.has_interval or against.is_clear for against in comparison.against_base)
    assert len(comparison.settings_table) == 0
    table = comparison.table()
    assert (table.loc[np.isfinite(table["base_mean"]), "difference"] == 0).all()


def test_replications_that_all_agree_in_direction_are_not_called_unclear_but_the_size_is(folder):
    comparison = compared(folder, "base", "more", cells=(FINISHED,))
    n = comparison.against_base[0].n
    wide = {"difference": 30.0, "interval_low": -11.0, "interval_high": 45.0, "differ": n, "alike": False}
    all_agree, most_agree = (comparison.against_base[0]._replace(**wide, agree=agree) for agree in (n, n - 1))
    view = ComparisonView(comparison)
    assert view.sentence(all_agree).endswith(
        f"on average; all {n} futures agree in the direction, but the size is not clear (\N{MINUS SIGN}11 to 45)."
    )
    assert "makes no clear difference" in view.sentence(most_agree)
    assert f"{n - 1} of {n} futures agree" in view.sentence(most_agree)


OTHER_WORK = {
    "en": "Other work comes in than in base (settings of demand): busier. Read what is left undone beside what came "
    "in; what a million euros brings is not compared, since it goes by what comes in.",
    "nl": "In busier komt ander werk binnen dan in base (instellingen van de vraag). Lees wat niet in behandeling is "
    "genomen daarom naast wat binnenkwam; wat een miljoen euro oplevert, wordt niet vergeleken, omdat het afhangt van "
    "wat binnenkomt.",
}


@pytest.mark.parametrize("language", ["en", pytest.param("nl", marks=pytest.mark.slow)])
def test_where_other_work_comes_in_that_is_said_first_with_how_much(folder, language):
    view = ComparisonView(compared(folder, "base", "busier"), language)
    comparison = view.comparison
    assert comparison.shown[0] == Cell("cases_in")
    more = comparison.against("busier", Cell("cases_in"))
    assert more.direction == 1
    first, over_futures, second, *_ = said = in_short(view)
    assert (first, second) == (OTHER_WORK[language], view.sentence(more))
    assert "10 futures that the runs share" in over_futures or "10 toekomsten die de runs delen" in over_futures
    assert sum(view.sentence(of) in said for of in comparison.against_base if of.difference) <= MOST_SENTENCES
    left = [comparison.against("busier", Cell(part)) for part in PARTS_UNDONE]
    assert not any(view.sentence(of) in said for of in left if of.difference)
    assert {view.sentence(of) for of in comparison.against_base if of.is_clear and of.difference} >= {second}
    told = [of for of in comparison.against_base if view.sentence(of) and view.sentence(of) in said]
    assert all(of.is_clear for of in told)
    rest = [of for of in comparison.against_base if of not in told and np.isfinite(of.difference)]
    counts = sum(of.is_clear for of in rest), sum(not of.is_clear and not of.is_same for of in rest)
    (besides,) = [text for text in said if re.match("The table has|De tabel geeft", text)]
    with_each = [
        re.search(rf"(\d+) {part}", besides)
        for part in ("(with a clear|met een duidelijk)", "(with|met) [a-z ]+ (not|niet)")
    ]
    assert tuple(int(found[1]) if found else 0 for found in with_each) == counts
    assert int(re.findall(r"\d+", besides)[0]) == len(rest)
    assert OTHER_WORK[language] not in sentences(ComparisonView(compared(folder, "base", "more"), language))


def test_a_short_answer_tells_the_flows_of_all_classes_then_severe_work_in_time_then_the_rest(folder):
    view = ComparisonView(compared(folder, "base", "busier"))
    said = in_short(view)
    cells = {said.index(text): of.cell for of in view.comparison.against_base if (text := view.sentence(of)) in said}
    told = [cells[place] for place in sorted(cells)]
    flows = [Cell(name) for name in ("cases_in", "left_undone", "taken_up", "finished")]
    in_time = [cell for cell in told if cell.key_figure == "share_within_norm"]
    assert told[:2] == flows[:2]
    assert in_time
    leading = [*(cell for cell in flows if cell in told), *in_time]
    assert told[: len(leading)] == leading
    assert len(told) > len(leading)


def test_with_too_few_futures_no_difference_is_called_clear_and_few_are_named(folder):
    view = ComparisonView(compared(folder, "few", "busier"))
    _, first, named, *_, besides = in_short(view)
    assert first.startswith("Futures compared: 3. That is too few for an interval")
    same_way = [of for of in view.comparison.against_base if of.agree == 3 and of.cell.key_figure not in PARTS_UNDONE]
    assert named.startswith("Not clear, but the same way in all of these futures in busier: ")
    figures = named.partition(": ")[2].split("; ")
    assert len(figures) == min(len(same_way), MOST_ALIKE)
    for said, of in zip(figures, same_way, strict=False):
        assert said.startswith(f"{view.name.quoted(of.cell)} ({view.name.scope(of.cell)}) ")
    assert re.match(r"The table has \d+ more key figures of busier: \d+ with a difference that is not clear", besides)
    assert not any(" futures agree" in text for text in in_short(view))


@pytest.mark.parametrize(
    ("other", "is_said"), [pytest.param("still_more", True, marks=pytest.mark.slow), ("busier", False)]
)
def test_a_short_answer_calls_a_run_best_only_where_the_same_work_comes_in(folder, other, is_said):
    view = ComparisonView(compared(folder, "base", "more", other, level=0.5))
    assert any(re.match("(Best in|.* is best in)", sentence) for sentence in sentences(view))
    assert any(re.match("(Best in|.* is best in)", sentence) for sentence in in_short(view)) is is_said


def test_what_a_lighter_treatment_leaves_is_told_by_class_where_treatment_differs(folder):
    by_class = Cell("abuse_not_found", "light")
    assert by_class in compared(folder, "base", "lighter").shown
    assert by_class not in compared(folder, "base", "more").shown


def test_what_came_in_is_what_was_taken_up_and_what_is_left_undone(folder):
    comparison = compared(folder, "base", "busier")
    came_in, taken_up, undone = (
        comparison.against("busier", Cell(name)) for name in ("cases_in", "taken_up", "left_undone")
    )
    assert came_in.difference == pytest.approx(taken_up.difference + undone.difference)


PRESSED = {
    "casework.classes.light.lighter": {"nothing": {}},
    "steering.treatments_when_pressed.light": {"nothing": 1.0},
}


@every_row(
    ("before", "after", "classes"),
    [
        ({}, LIGHTER, ["light"]),
        ({}, PRESSED, []),  # it never comes to that
        (PRESSED, {**PRESSED, "steering.policy": "by_backlog"}, ["light"]),
        ({}, {"steering.treatments.light": {"full": 1.0}}, []),
    ],
    ids=["other shares", "shares of no use", "another policy", "said or not"],
)
def test_which_classes_are_treated_in_another_way(before, after, classes):
    assert treated_otherwise(small_settings(before), small_settings(after)) == classes


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "nl"])
def test_what_another_treatment_saves_is_said_beside_what_it_leaves_in_the_first_lines(folder, language):
    """Read back from the tables kept, in their order: both futures, mean of the differences."""
    view = ComparisonView(compared(folder, "base", "lighter"), language)
    said = next(
        text for text in in_short(view) if text.startswith(("lighter treats", "In lighter worden zaken anders"))
    )
    assert said in sentences(view)
    assert "(light)" in said
    kept = [
        pd.read_parquet(folder / name / "key_figures.parquet").query("period == 'all' and team == 'all'")
        for name in ("base", "lighter")
    ]
    for figure, of_class in (
        ("hours_worked", "light"), ("taken_up", "all"), ("taken_up", "light"), ("abuse_not_found", "all"),
        ("abuse_not_found", "light"), ("returns", "all"), ("ended_file_to_om", "all"),
    ):  # fmt: skip
        rows = [table[(table["key_figure"] == figure) & (table["priority_class"] == of_class)] for table in kept]
        before, after = (table[table["replication"] < 2]["value"].to_numpy() for table in rows)
        by = float((after - before).mean())
        amount = next(amount for amount in re.finditer(rf"[+{MINUS}]?\d[\d.,]*", said))
        text = amount[0].replace(MINUS, "-")
        thousands, point = (",", ".") if language == "en" else (".", ",")
        number = float(text.replace(thousands, "").replace(point, ".").rstrip("."))
        assert number == pytest.approx(by, abs=0.051 if abs(by) < 9.95 else 0.51), (figure, of_class)
        said = re.sub(r"^ \([^)]*\)", "", said[amount.end() :])
    assert not re.search(r"\d", said)
    assert not any("treats cases" in text for text in in_short(ComparisonView(compared(folder, "base", "more"))))


SAME = {
    "en": [
        "two changes nothing in 3 key figures: “finished” (all classes and serious) and “newcomers” (all units).",
        "three changes nothing in “newcomers” of all units.",
        "The runs cannot be told apart in 2 key figures: “finished” (all classes and serious).",
    ],
    "nl": [
        "In two blijven 3 kengetallen gelijk: “afgerond” (alle soorten en serious) en “nieuwe mensen” (alle eenheden).",
        "In three blijft “nieuwe mensen” bij alle eenheden gelijk.",
        "De runs zijn niet van elkaar te onderscheiden in 2 kengetallen: “afgerond” (alle soorten en serious).",
    ],
}


def test_a_wait_of_lighter_work_is_said_to_be_of_those_taken_up():
    of = Namer(small_settings()).scope
    assert of(Cell("waiting_days_p90", "light", "2021")) == "light (of those taken up) in 2021"
    assert of(Cell("waiting_days_p90", "serious")) == "serious"
    assert of(Cell("finished", "light")) == "light"


@every_row("language", ["en", "nl"])
def test_what_runs_leave_as_it_is_and_where_no_run_is_best_is_said_once_with_the_names(folder, language):
    runs = [read_run(label, folder / "base") for label in ("one", "two", "three")]
    view = ComparisonView(Comparison(tuple(runs), cells=(FINISHED, SERIOUS, Cell("hires"))), language)
    said = sentences(view)
    assert said == [SAME[language][0], SAME[language][0].replace("two", "three"), SAME[language][2]]
    all_of_two_and_one_of_three = [of for of in view.comparison.against_base if of.run == "two"]
    all_of_two_and_one_of_three += [view.comparison.against("three", Cell("hires"))]
    assert differences(view, all_of_two_and_one_of_three) == SAME[language][:2]


@every_row(
    ("language", "says"),
    [("en", "more raises “load of everything” of all units by less than 0.01 in each of the {n} futures."),
     ("nl", "In more ligt “belasting door al het werk” bij alle eenheden minder dan 0,01 hoger in elk van de {n} "
            "toekomsten.")],
)  # fmt: skip
def test_a_difference_that_its_decimals_do_not_show_is_said_to_be_smaller(folder, language, says):
    comparison = compared(folder, "base", "more", cells=(Cell("load_all"),))
    (against,) = comparison.against_base
    none = {"interval_low": math.nan, "interval_high": math.nan}
    tiny, small = (against._replace(difference=size, alike=True, **none) for size in (0.0049, 0.0051))
    view = ComparisonView(comparison, language)
    assert view.sentence(tiny) == says.format(n=against.n)
    assert view.sentence(small) == re.sub("(less than|minder dan) ", "", says.format(n=against.n))


def test_settings_that_differ_stand_beside_the_results(folder):
    table = compared(folder, "base", "more").settings_table
    assert table.to_dict("records") == [{"group": "staff", "key": "staffing.units.coast.posts", "base": 6, "more": 7}]


def test_intervals_are_wider_the_more_must_hold_at_once(folder):
    names = ("base", "more", "still_more")
    widths = []
    for family in (Family.EACH, Family.COMPARISONS, Family.ALL):
        against = compared(folder, *names, cells=(FINISHED, WAIT), family=family).against_base[0]
        widths.append(against.interval_high - against.interval_low)
    assert widths[0] < widths[1] < widths[2]


def test_margins():
    spread = np.linspace(-0.2, 0.2, 10)[:, None]
    zero, few, many = spread, spread[::-1] + 1.0, spread[::-1] + 6.0
    assert against_margin(zero, few, 2.0, -1) is Verdict.EQUIVALENT
    assert against_margin(zero, few, 0.5, -1) is Verdict.WORSE
    assert against_margin(zero, few, 0.5, 1) is Verdict.NOT_WORSE
    assert against_margin(zero, few, 1.0, -1) is Verdict.OPEN
    assert against_margin(zero, many, 2.0, 1) is Verdict.NOT_WORSE
    assert against_margin(zero[:1], few[:1], 100.0, -1) is Verdict.OPEN
    assert against_margin(zero, zero, 100.0, -1) is Verdict.OPEN  # alike in all replications that were seen


def test_verdicts_on_a_margin_hold_for_all_runs_together_whatever_the_intervals_hold_for(folder):
    """By less than the margin at 95 %, and perhaps by more at 97.5 %, which two comparisons together ask for."""
    shown, runs = (FINISHED, SERIOUS), ("more", "base", "still_more")
    a, b = (read_run(name, folder / name, shown).read(FINISHED)[:, None] for name in ("more", "base"))
    (sure,), (surer,) = (difference(a, b, 2 * level - 1).interval_low for level in (0.95, 0.975))
    margins = {FINISHED: -(sure + surer) / 2}
    for family in Family:
        of_one = compared(folder, *runs[:2], cells=shown, margins=margins, family=family)
        of_two = compared(folder, *runs, cells=shown, margins=margins, family=family)
        assert of_one.verdicts[0].verdict is Verdict.EQUIVALENT, family
        assert of_two.verdicts[0].verdict is Verdict.OPEN, family


def test_equivalence_is_the_interval_of_twice_the_error_within_the_margin():
    rng = np.random.default_rng(1)
    for _ in range(60):
        a, b = np.zeros((10, 1)), rng.normal(rng.uniform(-2, 2), 1, (10, 1))
        apart = difference(a, b, level=0.9)
        inside = apart.interval_low[0] > -1 and apart.interval_high[0] < 1
        assert (against_margin(a, b, 1.0, 1, level=0.95) is Verdict.EQUIVALENT) == inside


@pytest.mark.slow
@every_row("correlation", [0.0, 0.9])
@every_row("means", [(0, 0, 0, 0), (0, 1, 1, 1), (0, 0.5, 1, 2)])
def test_intervals_against_the_best_hold_all_at_once(correlation, means):
    studies, n, truth = 500, 10, np.array(means, dtype=float)
    rng = np.random.default_rng(20210101)
    common, own = rng.normal(size=(studies, n, 1)), rng.normal(size=(studies, n, 4)) * np.array([0.5, 1, 2, 1])
    values = truth + np.sqrt(correlation) * common * 2 + np.sqrt(1 - correlation) * own
    others = np.array([np.delete(truth, k).max() for k in range(4)])
    found = [against_the_best(of) for of in values]
    held = [((of.low <= truth - others + 1e-12) & (truth - others <= of.high + 1e-12)).all() for of in found]
    assert np.mean(held) >= 0.95 - 2 * np.sqrt(0.05 * 0.95 / studies)


def test_pairing_tells_which_run_is_best_with_fewer_replications():
    rng = np.random.default_rng(3)
    common = rng.normal(0, 5, (40, 1))
    values = common + np.array([0.0, 0.5, 2.0]) + rng.normal(0, 0.5, (40, 3))
    assert list(against_the_best(values).may_be_best) == [False, False, True]
    assert against_the_best(values, paired=False).may_be_best.all()


@pytest.mark.slow
@every_row("paired", [True, False])
def test_the_best_is_not_named_where_nearly_all_replications_tie(paired):
    """The best differs in one future of thirty; whoever is named alone is it, and mostly nobody is."""
    rng, named, right = np.random.default_rng(12), 0, 0
    for _ in range(400):
        values = np.full((20, 3), 0.95)
        values[:, 1] += 0.05 * (rng.random(20) < 1 / 30)
        values[:, 2] += 0.05 * (rng.random(20) < 1 / 60)
        may = against_the_best(values, paired=paired).may_be_best
        named, right = named + (may.sum() == 1), right + may[1]
    assert named == 0
    assert right == 400


def test_a_difference_that_is_the_same_everywhere_is_clear_without_an_interval():
    a = np.random.default_rng(2).normal(50, 5, (10, 1))
    found = difference(a, a + 2.0)
    assert found.alike[0]
    assert np.isnan(found.interval_low[0])
    assert (found.differ[0], found.agree[0]) == (10, 10)


def test_the_best_is_asked_only_where_a_way_is_better(folder):
    comparison = compared(folder, "base", "more", "few", cells=(FINISHED, Cell("hires")))
    assert comparison.best(Cell("hires")) is None
    assert set(best_table(comparison)["key_figure"]) == {"finished"}


def test_no_run_is_best_in_a_part_of_what_is_left_undone(folder):
    """What is missing there may be in another part; the whole is compared."""
    comparison = compared(folder, "base", "more", "few", cells=(Cell("left_undone"), *map(Cell, PARTS_UNDONE)))
    assert [comparison.best(cell) is None for cell in comparison.shown] == [False, *[True] * len(PARTS_UNDONE)]


def test_cells_are_read_written_and_checked():
    settings = small_settings({"run.end": "2022-12-31"})
    assert parse_cell("finished") == FINISHED
    assert parse_cell("finished/light", Cell("", "acute", "2021")) == Cell("finished", "light", "2021")
    assert str(Cell("finished", "all", "2021")) == "finished/all/2021"
    assert expand([Cell("finished", "*")], settings) == [Cell("finished", c) for c in ("acute", "serious", "light")]
    assert [c.period for c in expand([Cell("finished", period="*")], settings)] == ["2021", "2022"]
    assert [name for name, _ in unknown([Cell("finishedd", "light", "2020")], settings)] == ["finishedd", "2020"]
    assert (better("waiting_days_p90"), better("share_within_norm"), better("hires")) == (-1, 1, 0)


def test_the_folder_ends_with_its_manifest(folder, tmp_path):
    comparison = compared(folder, "base", "more", margins={WAIT: 5.0})
    write_tables(tmp_path, comparison, [])
    assert not (tmp_path / "manifest.json").exists()
    finish(tmp_path, manifest_of(comparison))
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert set(manifest["files"]) == {"all_differences.parquet", "differences.csv", "settings.csv", "margins.csv"}
    everything = pd.read_parquet(tmp_path / "all_differences.parquet")
    assert {"run", "key_figure", "base_mean", "mean", "difference", "interval_low", "agree", "n"} <= set(everything)
    assert (everything["mean"] - everything["base_mean"] - everything["difference"]).abs().max() < 1e-6


@pytest.mark.slow
def test_of_a_wait_for_ever_there_is_no_difference(folder, tmp_path):
    """With six posts too few, some replications begin fewer than nine in ten serious cases: what is left misleads."""
    short = run(tmp_path, "short", **{"staffing.units.coast.posts": 1, "staffing.units.capital.posts": 4})
    runs = (read_run("base", folder / "base"), read_run("short", short))
    waits = runs[1].read(WAIT)
    assert np.isinf(waits).any()
    stored = pd.read_parquet(short / "key_figures.parquet").query(
        "key_figure == 'waiting_days_p90' and priority_class == 'serious' and team == 'all' and period == 'all'"
    )
    assert stored["value"].isna().tolist() == np.isinf(waits).tolist()  # a row without a number, not no row
    comparison = Comparison(runs, cells=(WAIT,))
    (against,) = comparison.against_base
    assert np.isfinite(against.base_mean)
    assert np.isinf(against.mean)
    assert np.isnan(against.difference)
    assert not against.is_clear
    assert comparison.best(WAIT) is None
    view = ComparisonView(comparison)
    assert view.sentence(against) == ""
    assert "there is no difference in time to give" in view.no_difference(against)
    summary = pd.read_csv(short / "summary.csv").query(
        "key_figure == 'waiting_days_p90' and priority_class == 'serious' and team == 'all' and period == 'all'"
    )
    assert summary["mean"].isna().all()
    assert summary["n"].tolist() == [10]
    assert any("In short: Short of people for severe work" in warning for warning in warnings(view))


COST_PARTS = ("cost_structural_eur", "cost_one_off_eur", "cost_others_eur")
TEAMS_COST, POLICE_COST = "cost_eur", "cost_police_eur"


def priced(label: str, *parts: np.ndarray) -> RunValues:
    """A run of ten futures with these costs: structural, one-off, of others."""
    figures = dict(zip(COST_PARTS, parts, strict=True))
    figures |= {TEAMS_COST: parts[0] + parts[1], POLICE_COST: sum(parts)}
    rows = pd.MultiIndex.from_tuples([tuple(Cell(name)) for name in figures], names=Cell._fields)
    run = SimpleNamespace(settings=small_settings())
    return RunValues(label, run, np.arange(10), rows, np.column_stack(list(figures.values())))


@pytest.mark.parametrize("more", [0.0, 5.0, -5.0])
def test_a_cost_that_is_a_sum_has_no_room_for_parts_that_are_known_for_certain(more):
    """The teams cost much more in one future than in another, and the run changes that by the same in each."""
    random = np.random.default_rng(3)
    teams, others = random.normal(1000, 300, 10), random.normal(50, 2, 10)
    gained = random.normal(20, 1, 10)
    base, run = priced("base", teams, others, others), priced("run", teams + more, others, others + gained)
    comparison = Comparison((base, run))
    comparison.__dict__["pairing"] = SimpleNamespace(replications=np.arange(10))
    of_others, of_sum = (comparison.against("run", Cell(name)) for name in ("cost_others_eur", POLICE_COST))
    for end in ("difference", "interval_low", "interval_high"):
        assert getattr(of_sum, end) == pytest.approx(getattr(of_others, end) + more)
    assert of_sum.base_mean == pytest.approx((teams + 2 * others).mean())
    table = comparison.table().set_index("key_figure")
    for column in ("base_mean", "mean", "difference", "interval_low", "interval_high"):
        assert table.loc[POLICE_COST, column] == pytest.approx(getattr(of_sum, column))
    run.values[:, 0] += random.normal(0, 1, 10)  # no longer the same in each future: the sum has room for it again
    run.values[:, 3:] += random.normal(0, 1, 10)[:, None]
    again = Comparison((base, run))
    again.__dict__["pairing"] = comparison.pairing
    assert again.against("run", Cell(POLICE_COST)).interval_high > of_sum.interval_high + 20


def test_where_only_the_chain_differs_the_teams_are_said_to_do_the_same(tmp_path):
    for name, per_year, volume in (("base", 100_000, 1.0), ("slow", 5, 1.0), ("other", 5, 1.5)):
        link = {"label": "Prosecutor", "takes": ["file_to_om"], "per_year": {2021: per_year}}
        changes = {"chain.links": {"decision": link}, "demand.streams.image.volume_factor": volume}
        run(tmp_path, name, **changes, **{"run.replications": 2})
    said = in_short(ComparisonView(compared(tmp_path, "base", "slow", "other")))
    assert [text for text in said if "the work of the teams themselves" in text] == [
        "In slow the work of the teams themselves is the same in every future: only what comes after it differs."
    ]
