"""Every number of a comparison of three runs is read back, and compared with the tidy tables of the runs."""

import io
import math

import pandas as pd
import pytest
from rich.console import Console

from tbkk_sim.comparison.folder import write_tables
from tbkk_sim.comparison.report.page import comparison_report
from tbkk_sim.comparison.report.summary import drawn, show, viewed
from tbkk_sim.comparison.report.summary import page as page_in_markdown
from tests.read_back import comparison_by_hand as by_hand
from tests.read_back import invented, three_runs
from tests.read_back.compare import LANGUAGES, agree, in_tables, in_texts, named_by
from tests.read_back.pages import read_html, read_markdown, read_terminal, without_drawing
from tests.read_back.run_tables import Of

EXPLAINED = [("tools", three_runs.explanation())]
NAMED_BY = {"Run": 3, "Key figure": 2, "Kengetal": 2}
"""So many columns name a row, by the heading of the first."""


@pytest.fixture(scope="module", params=LANGUAGES)
def of(request) -> Of:
    return three_runs.of_base(request.param)


@pytest.fixture(scope="module")
def view(of, tmp_path_factory):
    return three_runs.view(tmp_path_factory.mktemp("three"), of.language)


@pytest.fixture(scope="module")
def figures(view):
    return dict(drawn(view, viewed(view)))


@pytest.fixture(scope="module")
def page(view, figures):
    with without_drawing():
        return read_html(comparison_report(view, viewed(view), EXPLAINED, figures, ""))


@pytest.fixture(scope="module")
def screen(view, tmp_path_factory):
    written = io.StringIO()
    show(view, EXPLAINED, tmp_path_factory.getbasetemp(), Console(file=written, width=2000))
    return read_terminal(written.getvalue())


def named(tables):
    """Rows named by as many columns as it takes."""
    long = [len(table.headings) > 2 and table.headings[-1] not in ("Prices", "Prijzen") for table in tables]
    return [
        named_by(table, NAMED_BY.get(table.headings[0], 1) if several else 1)
        for table, several in zip(tables, long, strict=True)
    ]


def test_a_table_of_the_comparison_prints_another_difference_than_the_replications_have(page, of):
    tables = [
        by_hand.results,
        by_hand.agreements,
        by_hand.first_short,
        by_hand.differences,
        by_hand.backlogs,
        by_hand.settings,
        by_hand.settings_by_group,
    ]
    wanted = [*(table(of) for table in tables), by_hand.parts(of, 0), by_hand.parts(of, 1)]
    agree(in_tables(named(page.tables), wanted, of.language))


def test_a_sentence_of_the_comparison_says_another_difference_than_the_replications_have(page, of):
    agree(in_texts(read_without_prints(page), by_hand.on_page(of), of.language))


def read_without_prints(page):
    """Without what names the code and the settings, which is no number."""
    names = ("base", *by_hand.OTHERS, "Commit", "Version", "Versie")
    return [said for said in page.texts if said.split(" | ")[0] not in names]


def test_the_screen_of_a_comparison_prints_another_difference_than_the_replications_have(screen, of):
    wanted = [
        by_hand.results(of),
        by_hand.agreements(of, short=True),
        by_hand.first_short(of, units=False),
        by_hand.settings(of),
        by_hand.parts(of, 0),
        by_hand.parts(of, 1),
    ]
    agree(in_tables(named(screen.tables), wanted, of.language))


def test_a_sentence_on_the_screen_of_a_comparison_says_another_difference(screen, of):
    said = [text for text in screen.texts if "/" not in text]
    agree(in_texts(said, by_hand.on_screen(of), of.language))


def test_a_number_of_the_comparison_in_markdown_is_another_than_the_replications_have(view, of):
    read = read_markdown(page_in_markdown(view, EXPLAINED))
    wanted = [
        by_hand.results(of),
        by_hand.agreements(of),
        by_hand.first_short(of),
        by_hand.settings(of),
        by_hand.parts(of, 0),
        by_hand.parts(of, 1),
    ]
    agree(in_tables(named(read.tables), wanted, of.language))
    agree(in_texts(read.texts, by_hand.in_markdown(of), of.language))


def test_the_figure_of_differences_draws_another_difference_or_interval_than_the_replications_have(figures):
    shown = [asked for asked in by_hand.FIGURES if by_hand.known(asked)]
    kinds = {"points": 100.0}
    axes_of = [axes for axes in figures["differences"].axes if axes.axison]
    assert len(axes_of) == len(shown)
    for asked, axes in zip(shown, axes_of, strict=True):
        lines = iter(line.get_xydata() for line in axes.lines)
        factor = kinds.get(asked.measure, 1.0)
        for run in by_hand.OTHERS:
            apart = by_hand.apart(asked, run)
            assert next(lines)[:, 0] == pytest.approx([factor * end for end in apart.ends])
            assert next(lines)[0, 0] == pytest.approx(factor * apart.mean)


def test_the_figure_of_backlogs_draws_another_run_or_month_than_it_says(figures):
    (axes,) = figures["backlog"].axes
    assert [text.get_text() for text in axes.texts] == ["base", *by_hand.OTHERS]
    for line, written in zip(axes.lines, axes.texts, strict=True):
        values = [by_hand.tidy(written.get_text()).of("backlog_end", period=month) for month in invented.MONTHS]
        assert line.get_ydata() == pytest.approx([of.mean for of in values])
        assert line.get_color() == written.get_color()


@pytest.fixture(scope="module")
def tables(view, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    write_tables(folder, view.comparison, EXPLAINED)
    return folder


@pytest.mark.slow
def test_all_differences_hold_another_mean_or_count_than_the_replications_have(tables):
    rows = pd.read_parquet(tables / "all_differences.parquet")
    for row in rows[rows["team"] == "all"].itertuples():
        where = {"period": row.period, "team": row.team, "case": row.priority_class}
        base, other = (by_hand.tidy(run).of(row.key_figure, **where) for run in ("base", row.run))
        if all(map(math.isfinite, (*base, *other))):
            apart = by_hand.Apart(base, other)
            differ = sum(value != 0 for value in apart.each)
            wanted = {"base_mean": base.mean, "mean": other.mean, "difference": apart.mean, "differ": differ, "n": 9}
            found = {name: getattr(row, name) for name in wanted}
            assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9), f"{row.run}, {row.key_figure}, {where}"
            assert row.agree == apart.agree, f"{row.run}, {row.key_figure}, {where}"
    asked = set(rows[["run", "key_figure"]].itertuples(index=False, name=None))
    assert asked >= {(run, figure.figure) for run in by_hand.OTHERS for figure in by_hand.FIGURES}


def test_margins_csv_holds_another_difference_than_the_replications_have(tables):
    rows = pd.read_csv(tables / "margins.csv")
    assert list(rows["run"]) == list(by_hand.OTHERS)
    for row in rows.itertuples():
        apart = by_hand.apart(by_hand.FIGURES[0], row.run)
        assert (row.margin, row.difference) == (150, pytest.approx(apart.mean)), row.run


def test_best_csv_holds_another_lead_than_the_replications_have(tables):
    rows = pd.read_csv(tables / "best.csv", dtype={"period": str})
    for row in rows[rows["team"] == "all"].itertuples():
        where = {"period": row.period, "team": row.team, "case": row.priority_class}
        fewer_is_better = row.key_figure in ("backlog_end", "left_undone", "waiting_days_p90", "load_all")
        sign = -1 if fewer_is_better else 1
        means = {run: sign * by_hand.tidy(run).of(row.key_figure, **where).mean for run in ("base", *by_hand.OTHERS)}
        lead = means[row.run] - max(mean for run, mean in means.items() if run != row.run)
        assert row.less_best_other == pytest.approx(lead), f"{row.run}, {row.key_figure}"
