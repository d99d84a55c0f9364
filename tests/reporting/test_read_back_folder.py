"""A run that was simulated: the pages in its folder say what its Parquet files hold."""

import pandas as pd
import pytest

from read_back import invented, run_tables
from read_back.compare import agree, in_tables
from read_back.pages import read_html, read_markdown
from read_back.run_tables import Of
from read_back.tidy import Tidy
from tbkk_sim.experiment.runner import run_experiment
from tbkk_sim.reporting import write_reporting

pytestmark = pytest.mark.slow
FROM_SOURCES = (run_tables.assumptions, run_tables.kinds_of_source, run_tables.sources)
"""Tables of numbers whose sources are known; of settings that a test makes they are not."""
BUSY = {
    "engine": "simpy",
    "run.replications": 5,
    "demand.streams.image.volume_factor": 0.4,
    "staffing.turnover": {"resignation_per_year": {0: 0.15}, "transfer_per_year": 0.1},
}


@pytest.fixture(scope="module", params=["en", "nl"])
def folder(request, tmp_path_factory):
    path = tmp_path_factory.mktemp(request.param) / "run"
    run_experiment(invented.settings_of(request.param, **BUSY), path)
    write_reporting(path)
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
