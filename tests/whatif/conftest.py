"""One runner for all tests of the page, with one worker, which goes away at the end."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tbkk_sim.cli.verbs import whatif_page
from tbkk_sim.whatif import page
from tbkk_sim.whatif.background_runner import BackgroundRunner
from tests.whatif.looking import Open

# It warns of every test that has no browser.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True


@pytest.fixture(scope="session")
def runner() -> Iterator[BackgroundRunner]:
    made = BackgroundRunner(workers=1)
    yield made
    made.close()


@pytest.fixture
def opened(runner: BackgroundRunner, tmp_path: Path, monkeypatch) -> Iterator[Open]:
    """Open the page for what is typed; scenarios are saved in `mine`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(page, "_background_runner", lambda workers: runner)

    pages: list[AppTest] = []

    def open_page(*typed: str) -> AppTest:
        monkeypatch.setattr(sys, "argv", ["whatif_page.py", "--save-in", "mine", "--", *typed])
        pages.append(AppTest.from_file(whatif_page.__file__, default_timeout=60))
        return pages[-1].run()

    yield open_page
    for shown in pages:  # nobody waits for what is left
        runner.submit(shown.session_state.visitor)
