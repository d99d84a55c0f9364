"""Two small finished runs, for tests that only read or copy them."""

from pathlib import Path

import pytest

from tbkk_sim.cli.main import main

SHORT = ["+scenario=textbook", "run.end=2021-01-10", "run.replications=2", "run.workers=1", "engine=simpy"]


@pytest.fixture(scope="session")
def runs(tmp_path_factory) -> Path:
    """A folder with the runs `whole` and `other`, which have 3 posts and 4."""
    where = tmp_path_factory.mktemp("runs")
    for name, posts in (("whole", 3), ("other", 4)):
        typed = [*SHORT, "run.report=false", f"staffing.units.desk.posts={posts}", f"hydra.run.dir={where / name}"]
        assert main(typed) == 0
    return where


@pytest.fixture(autouse=True)
def _nothing_is_drawn(undrawn: None) -> None:
    """Leave the figures of pages to the tests of the report."""
