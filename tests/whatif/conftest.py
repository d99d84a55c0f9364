"""One workshop for all tests of the page, with one worker, which goes away at the end."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tbkk_sim.cli.verbs import whatif_page
from tbkk_sim.whatif import page
from tbkk_sim.whatif.workshop import Workshop
from tests.whatif.looking import Open

# It warns of every test that has no browser.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    made = Workshop(workers=1)
    yield made
    made.close()


@pytest.fixture
def opened(workshop: Workshop, tmp_path: Path, monkeypatch) -> Iterator[Open]:
    """Open the page for what is typed; scenarios are saved in `mine`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(page, "_workshop", lambda workers: workshop)

    pages: list[AppTest] = []

    def open_page(*typed: str) -> AppTest:
        monkeypatch.setattr(sys, "argv", ["whatif_page.py", "--save-in", "mine", "--", *typed])
        pages.append(AppTest.from_file(whatif_page.__file__, default_timeout=60))
        return pages[-1].run()

    yield open_page
    for shown in pages:  # nobody waits for what is left
        workshop.want(shown.session_state.visitor)
