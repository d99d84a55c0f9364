"""Processes that die, and a run that is stopped."""

import multiprocessing
import os
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from tbkk_sim.runs import workers
from tbkk_sim.runs.workers import ReplicationError, in_processes, in_threads, one_by_one
from tests.runs.deadly_tasks import Note, Sleep, UnsendableError, in_two_processes


def done(folder) -> set[int]:
    return {int(path.name.partition("-")[2]) for path in folder.glob("done-*")}


@pytest.mark.slow
def test_what_a_dead_worker_had_in_hand_is_done_again(tmp_path):
    told = []
    in_processes(Note(tmp_path, kills_once=(1, 4)), range(6), 2, lambda number, _: told.append(number))
    assert done(tmp_path) == set(range(6))
    assert sorted(told) == list(range(6))


@pytest.mark.slow
def test_a_task_that_always_kills_is_named_and_the_others_are_kept(tmp_path):
    with pytest.raises(ReplicationError, match="replication 0: its worker died 3 times"):
        in_processes(Note(tmp_path, kills_always=(0,)), range(2), 2, lambda *_: None)
    assert done(tmp_path) <= {1}


@pytest.mark.slow
def test_a_stop_leaves_no_process_behind():
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    begin, before = time.monotonic(), set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt):
        in_processes(Sleep(), range(4), 2, stop)
    assert time.monotonic() - begin < 30
    assert set(multiprocessing.active_children()) <= before


@pytest.mark.slow
def test_what_a_task_returns_comes_back_with_its_number():
    for do in (one_by_one, partial(in_threads, workers=2), partial(in_processes, workers=2)):
        found = {}
        do(abs, [-3, 5, -1], is_done=found.__setitem__)
        assert found == {-3: 3, 5: 5, -1: 1}


def test_an_error_in_a_thread_comes_out():
    def fails(number: int) -> None:
        raise ValueError(f"number {number}")

    with pytest.raises(ValueError, match="number 0"):
        in_threads(fails, range(1), 2, lambda *_: None)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def until(happened, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.05)
    return happened()


@pytest.mark.slow
@pytest.mark.parametrize("start_method", sorted({"spawn", "fork"} & set(multiprocessing.get_all_start_methods())))
def test_no_worker_outlives_a_parent_that_is_killed(start_method, tmp_path):
    parent = multiprocessing.get_context("spawn").Process(target=in_two_processes, args=(tmp_path, start_method))
    parent.start()
    assert until(lambda: len(list(tmp_path.iterdir())) == 2)
    processes = [int(path.name.partition("-")[2]) for path in tmp_path.iterdir()]
    assert all(map(is_alive, processes))
    parent.kill()
    parent.join()
    assert until(lambda: not any(map(is_alive, processes)), 10)


def test_an_error_that_cannot_be_sent_is_told_and_passes_for_no_death(monkeypatch):
    def fails(number: int) -> None:
        raise UnsendableError(number, "no room")

    def fails_with_a_lock(number: int) -> None:
        raise ValueError(threading.Lock())

    def fails_as_usual(number: int) -> None:
        raise ValueError("as usual")

    for task, says in (
        (fails, "replication 4: UnsendableError: number 4 fails: no room"),
        (fails_with_a_lock, "ValueError"),
    ):
        monkeypatch.setattr(workers, "_task", task)
        with pytest.raises(ReplicationError, match=says):
            workers.do_task(4)
    monkeypatch.setattr(workers, "_task", fails_as_usual)
    with pytest.raises(ValueError, match="as usual"):
        workers.do_task(4)
