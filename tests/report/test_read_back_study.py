"""Every number of a study of runs and of a sweep is read back by its heading, and compared with the tidy tables."""

from pathlib import Path

import pandas as pd
import pytest

from tbkk_sim.cli.verbs.sweep import tell_of_sweep
from tbkk_sim.comparison.report import figures
from tbkk_sim.comparison.report.study import write_study
from tbkk_sim.metrics.cell import parse_cell
from tests.read_back import comparison_by_hand as by_hand
from tests.read_back import invented, kept_study, study_by_hand, three_runs
from tests.read_back.axes import lines, near, ticks, whiskers, written
from tests.read_back.compare import LANGUAGES, agree, hidden_swaps, in_tables, in_texts, named_by
from tests.read_back.pages import Page, on_wide_screen, read_csv, read_markdown, read_terminal, without_drawing
from tests.read_back.run_tables import Of
from tests.read_back.three_runs import tidy
from tests.rows import every_row

KEPT = sorted(path.parent for path in (Path(__file__).parents[2] / "experiments").glob("*/README.md"))
SPREAD = ("mean", "interval_low", "interval_high", "band_low", "band_high", "n")
RUNS = list(three_runs.CHANGES)


@pytest.fixture(scope="module", params=LANGUAGES)
def of(request) -> Of:
    return three_runs.of_base(request.param)


@pytest.fixture(scope="module")
def view(of, tmp_path_factory):
    return three_runs.view(tmp_path_factory.mktemp("runs"), of.language, margin=False)


@pytest.fixture(scope="module")
def folder(view, tmp_path_factory):
    path = tmp_path_factory.mktemp("study")
    with without_drawing():
        write_study(path, study_by_hand.study(), view, [("tools", three_runs.explanation())], "study")
    return path


@pytest.fixture(scope="module")
def page(folder):
    read = read_markdown((folder / "README.md").read_text(encoding="utf-8"))
    first = dict.fromkeys(("Part", "Deel", "Setting", "Instelling", "Run"), 1)
    return Page([named_by(table, first.get(table.headings[0], 2)) for table in read.tables], read.texts)


@pytest.mark.slow
def test_no_two_columns_of_a_study_are_so_alike_that_a_swap_is_hidden(page):
    agree([said for table in page.tables[:2] for said in hidden_swaps(table)])


def test_a_table_of_a_study_prints_another_number_than_the_replications_have(page, of):
    tables = (study_by_hand.levels, by_hand.results, by_hand.settings)
    agree(in_tables(page.tables, [*(table(of) for table in tables), *(by_hand.parts(of, n) for n in (0, 1))],
                    of.language))  # fmt: skip


def test_a_sentence_of_a_study_says_another_number_than_the_replications_have(page, of):
    agree(in_texts(page.texts, study_by_hand.on_page(of), of.language))


def test_levels_csv_holds_another_number_than_the_replications_have(folder, of):
    wanted = study_by_hand.levels(of)
    read = named_by(read_csv(folder / "levels.csv", wanted.title), 2)
    agree(in_tables([read], [wanted], of.language))


def test_differences_csv_holds_another_number_than_the_replications_have(folder):
    rows = pd.read_csv(folder / "differences.csv", dtype={"period": str})
    assert len(rows) == len(by_hand.OTHERS) * len(by_hand.FIGURES)
    for row, (asked, run) in zip(
        rows.itertuples(), [(asked, run) for asked in by_hand.FIGURES for run in by_hand.OTHERS], strict=True
    ):
        assert (row.run, row.key_figure) == (run, asked.figure)
        assert (row.priority_class, row.period, row.team) == (asked.case, asked.period, asked.team)
        if by_hand.known(asked):
            apart = by_hand.apart(asked, run)
            low, high = apart.ends
            wanted = {
                "base_mean": apart.base.mean, "mean": apart.other.mean, "difference": apart.mean, "interval_low": low,
                "interval_high": high, "agree": apart.agree, "differ": 9, "n": 9,
            }  # fmt: skip
            found = {name: getattr(row, name) for name in wanted}
            assert found == pytest.approx(wanted, rel=1e-5), f"{run}, {asked.figure}"


def test_parts_csv_holds_another_number_than_the_replications_have(folder, of):
    rows = pd.read_csv(folder / "parts.csv", dtype={"period": str})
    for number, cell in enumerate(three_runs.EXPLAINED):
        of_cell = rows[rows["key_figure"] == cell.partition("/")[0]]
        assert list(of_cell["group"]) == ["staff", "complexity", "whole"]
        wanted = [row.numbers["by"] for row in (cells[brings(of)] for cells in by_hand.parts(of, number).rows.values())]
        for row, by in zip(of_cell.itertuples(), wanted, strict=True):
            found = {name: getattr(row, name) for name in ("part", "interval_low", "interval_high")}
            ends = {"part": by.mean, "interval_low": by.low, "interval_high": by.high}
            assert found == pytest.approx(ends, rel=1e-5), f"{row.group}, {cell}"


def brings(of: Of) -> str:
    return of.say("Brings", "Levert op")


FINISHED_IN = {year: {"figure": "finished", "period": year} for year in invented.YEARS}
WITHIN_OF = {
    name.capitalize(): {"figure": "share_within_norm", "case": name} for name, norm in invented.CLASSES.items() if norm
}
IN_UNIT = {unit.capitalize(): {"figure": "deployable_fte", "team": unit} for unit in invented.UNITS}


@every_row(
    ("drawn", "places"),
    [("finished/all/*", FINISHED_IN), ("share_within_norm/*", WITHIN_OF), ("deployable_fte/all/all/*", IN_UNIT)],
    ids=["years", "classes", "units"],
)
def test_the_figure_of_a_study_draws_another_run_or_place_than_it_says(view, drawn, places):
    (axes,) = figures.along(view, parse_cell(drawn)).axes
    shown = [tick for tick in ticks(axes.xaxis) if tick != "planned"]
    assert shown == [name if drawn.startswith(("finished", "deployable")) else name.lower() for name in places]
    assert written(axes) == RUNS
    values = [[tidy(run).of(**of) for of in places.values()] for run in RUNS]
    ends = iter([(piece[0][1], piece[1][1]) for piece in whiskers(axes) if len(piece)])
    for run, line, of_run in zip(RUNS, lines(axes), values, strict=True):
        near(line[: len(places), 1], [of.mean for of in of_run], f"means of {run} in {list(places)}")
        near([next(ends) for _ in places], [(of.low, of.high) for of in of_run], f"bands of {run} in {list(places)}")
    assert not list(ends)
    for label, line in zip(axes.texts, axes.lines, strict=False):
        assert label.get_color() == line.get_color()


@pytest.fixture(scope="module")
def swept(of, tmp_path_factory):
    path = tmp_path_factory.mktemp("sweep")
    three_runs.write_sweep(path, of.language)
    with on_wide_screen() as screen:
        tell_of_sweep(path)
    return path, read_terminal(screen.getvalue())


def test_the_screen_of_a_sweep_prints_another_number_than_the_runs_have(swept, of):
    _, screen = swept
    agree(in_tables([named_by(table, 2) for table in screen.tables], [study_by_hand.sweep(of)], of.language))


def test_a_sentence_on_the_screen_of_a_sweep_says_another_number_than_the_runs_have(swept, of):
    _, screen = swept
    said = [text for text in screen.texts if "/" not in text]
    agree(in_texts(said, study_by_hand.on_screen_of_sweep(of), of.language))


@every_row("file", ["sweep.csv", "sweep.parquet"])
def test_the_table_of_a_sweep_holds_another_number_than_the_runs_have(swept, file):
    folder, _ = swept
    rows = pd.read_csv(folder / file, dtype={"period": str}) if file.endswith("csv") else pd.read_parquet(folder / file)
    assert list(rows["staffing.units.coast.posts"].astype(int).drop_duplicates()) == list(three_runs.POSTS.values())
    read = 0
    for row in rows.to_dict("records"):
        run = RUNS[int(row["run"])]
        assert (run, int(row["staffing.units.coast.posts"])) == (row["name"], three_runs.POSTS[run])
        where = {"period": row["period"], "team": row["team"], "case": row["priority_class"]}
        of = tidy(run).of(row["key_figure"], **where)
        wanted = dict(zip(SPREAD, [of.mean, *of.interval, of.low, of.high, 9], strict=True))
        found = {name: row[name] for name in SPREAD}
        assert found == pytest.approx(wanted, rel=1e-9, nan_ok=True), f"{run}, {row['key_figure']}, {where}"
        read += 1
    assert read > 3 * len(study_by_hand.IN_SWEEP)


@pytest.mark.parametrize(
    "folder",
    [pytest.param(folder, id=folder.name, marks=pytest.mark.slow if at % 7 else []) for at, folder in enumerate(KEPT)],
)
def test_the_page_of_a_study_that_is_kept_says_another_number_than_its_tables(folder):
    agree(list(kept_study.wrong_on(folder)))
