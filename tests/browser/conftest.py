"""A browser, and the pages of two short runs of the national model: in English with a hostile name, and in Dutch."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tbkk_sim.cli.verbs.run import simulate_and_report
from tbkk_sim.config.compose import load_settings
from tbkk_sim.config.sources import inputs_of
from tests.conftest import BROWSERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOSTILE = "<script>document.title='run'</script>"
SHORT = ["+scenario=growth", "run.end=2021-03-31", "run.replications=2", "run.workers=1", "engine=simpy"]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright  # here, since this is read also where no page is opened

    program = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report by language."""
    pages = {}
    for language in ("en", "nl"):
        typed = [*SHORT, f"language={language}"]
        if language == "en":
            typed += [f'staffing.units.limburg.label="{HOSTILE}"', f'name="{HOSTILE}"']
        folder = tmp_path_factory.mktemp(language)
        settings = load_settings(typed)
        simulate_and_report(settings, folder, inputs_of(settings))
        pages[language] = folder / "report.html"
    return pages
