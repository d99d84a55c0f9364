"""A run that is killed again and again, at any moment, ends as if nothing had happened."""

import multiprocessing
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from tbkk_sim.runs.folder.identity import file_hash
from tbkk_sim.runs.folder.names import NOT_HASHED
from tbkk_sim.runs.runner import extend_experiment, run_experiment
from tests.builders import two_months
from tests.runs.deadly_tasks import go_on

KILLS = 20
A_FEW = 5
"""Replications that are added each time that the run gets finished before the next kill."""


def hashes_of(folder: Path) -> dict[str, str]:
    return {path.name: file_hash(path) for path in folder.iterdir() if path.name not in NOT_HASHED}


@pytest.mark.slow
def test_twenty_kills_change_nothing(tmp_path):
    """Kills while the run is made, extended, and written; each repeats at most the one replication in hand."""
    folder, notes, random = tmp_path / "run", tmp_path / "notes", np.random.default_rng(11)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.runs.deadly_tasks"])
    kills, while_finished, total = 0, 0, A_FEW
    while kills < KILLS:
        child = context.Process(target=go_on, args=(two_months(total), folder, notes))
        child.start()
        time.sleep(random.uniform(0.05, 0.5))
        there = (folder / "manifest.json").exists()
        if child.is_alive():
            child.kill()
            kills += 1
            while_finished += there
        child.join()
        assert child.exitcode in (0, -signal.SIGKILL)
        if child.exitcode == 0:
            total += A_FEW
    go_on(two_months(total), folder, notes)
    assert not (folder / "parts").exists()
    run_experiment(two_months(total), tmp_path / "whole")
    assert hashes_of(folder) == hashes_of(tmp_path / "whole")
    begun = len(notes.read_text(encoding="utf-8").split())
    assert begun <= total + kills
    assert extend_experiment(folder, total + 1).simulated == 1
