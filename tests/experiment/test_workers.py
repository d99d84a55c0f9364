"""Processes that die, and a run that is stopped."""

import multiprocessing
import time

import pytest

from experiment.deadly_tasks import Note, Sleep
from tbkk_sim.experiment.workers import ReplicationError, in_processes, in_threads


def done(folder) -> set[int]:
    return {int(path.name.partition("-")[2]) for path in folder.glob("done-*")}


def test_what_a_dead_worker_had_in_hand_is_done_again(tmp_path):
    told = []
    in_processes(Note(tmp_path, kills_once=(1, 4)), range(6), 2, lambda: told.append(1))
    assert done(tmp_path) == set(range(6))
    assert len(told) == 6


def test_a_task_that_always_kills_is_named_and_the_others_are_kept(tmp_path):
    with pytest.raises(ReplicationError, match="replication 0: its worker died 3 times"):
        in_processes(Note(tmp_path, kills_always=(0,)), range(2), 2, lambda: None)
    assert done(tmp_path) <= {1}


def test_a_stop_leaves_no_process_behind():
    def stop() -> None:
        raise KeyboardInterrupt

    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        in_processes(Sleep(), range(4), 2, stop)
    assert time.monotonic() - begin < 30
    assert not multiprocessing.active_children()


def test_an_error_in_a_thread_comes_out():
    def fails(number: int) -> None:
        raise ValueError(f"number {number}")

    with pytest.raises(ValueError, match="number 0"):
        in_threads(fails, range(1), 2, lambda: None)
