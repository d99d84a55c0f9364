"""A run that was simulated: the pages in its folder say what its Parquet files hold."""

import math

import pandas as pd
import pytest

from tbkk_sim.report import write_report
from tbkk_sim.report.spreadsheet.export import export_run
from tbkk_sim.runs.runner import run_experiment
from tests.read_back import invented, run_tables
from tests.read_back.compare import LANGUAGES, agree, in_tables
from tests.read_back.pages import read_html, read_markdown
from tests.read_back.run_tables import Of
from tests.read_back.tidy import Tidy

pytestmark = pytest.mark.slow
FROM_SOURCES = (run_tables.assumptions, run_tables.kinds_of_source, run_tables.sources)
"""Tables of numbers whose sources are known; of settings that a test makes they are not."""
BUSY = {
    "engine": "simpy",
    "run.replications": 5,
    "seed": 8,
    "demand.streams.image.volume_factor": 0.4,
    "staffing.turnover": {"resignation_per_year": {0: 0.15}, "transfer_per_year": 0.1},
}


@pytest.fixture(scope="module", params=LANGUAGES)
def folder(request, tmp_path_factory):
    path = tmp_path_factory.mktemp(request.param) / "run"
    run_experiment(invented.settings_of(request.param, **BUSY), path)
    write_report(path)
    return path


def test_the_pages_of_a_run_folder_print_another_number_than_its_parquet_files_hold(folder):
    language = folder.parent.name[:2]
    rows = pd.read_parquet(folder / "key_figures.parquet")
    of = Of(Tidy(rows), language, pd.read_parquet(folder / "people.parquet"))
    on_page = [table(of) for table in run_tables.ON_PAGE if table not in FROM_SOURCES]
    page = read_html((folder / "report.html").read_text(encoding="utf-8"))
    shown = [table for table in page.tables if table.title != run_tables.assumptions_title(of)]
    agree(in_tables(shown, on_page, language))
    summary = read_markdown((folder / "summary.md").read_text(encoding="utf-8"))
    agree(in_tables(summary.tables, [table(of) for table in run_tables.IN_SUMMARY], language))


def test_the_spreadsheet_holds_another_number_than_the_parquet_file(folder, tmp_path):
    pytest.importorskip("xlsxwriter")
    language = folder.parent.name[:2]
    tidy = Tidy(pd.read_parquet(folder / "key_figures.parquet"))
    of = Of(tidy, language, invented.people())
    export_run(folder, tmp_path, language)
    separators = {"en": (",", "."), "nl": (";", ",")}[language]
    cells = pd.read_csv(tmp_path / "key_figures.csv", sep=separators[0], decimal=separators[1], dtype={0: str})
    teams = {of.all_units: "all", "Laboratory": "lab", "Mobile team": "mobile"}
    classes = {of.all_classes: "all", of.say("Closed in triage", "Afgedaan bij de triage"): "closed"}
    classes[of.say("Own work of pools", "Eigen werk van pools")] = "own_work"
    least, most = (cells.iloc[:, column] for column in (6, 7))
    inside = (least <= cells.iloc[:, 5] + 1e-9) & (cells.iloc[:, 5] <= most + 1e-9)
    assert (inside | least.isna() | most.isna()).all()
    asked = cells.columns[[0, 1, 2, 3, 5, 8, 9]]
    read = 0
    for period, team, name, figure, mean, low, high in cells[asked].itertuples(index=False):
        values = tidy.of(
            figure,
            period="all" if period == of.say("whole run", "hele run") else period,
            team=teams.get(team, team.lower()),
            case=classes.get(name, name.lower()),
        )
        if values and all(map(math.isfinite, values)):
            assert (mean, low, high) == pytest.approx((values.mean, values.low, values.high), rel=1e-5, abs=1e-9)
            read += 1
    assert read > 1000
