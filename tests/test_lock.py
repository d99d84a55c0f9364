"""A folder is held by one process at a time; a lock whose process is gone is none."""

import json
import multiprocessing
import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tbkk_sim.system import lock
from tbkk_sim.system.lock import HOLDER, LOCK, HeldError, holding

pytestmark = pytest.mark.slow

SPAWNED = multiprocessing.get_context("spawn")
COUNTS, COUNTERS = 40, 3


def hold(folder: Path, told: Any, file: str = "") -> None:
    """Say when the folder is held, and hold it until told to let go."""
    with holding(folder, file=file):
        told.send("held")
        told.poll(60)


def start_holder(folder: Path, file: str = "") -> tuple[Any, Any]:
    """A process that holds the folder, and a pipe to tell it to let go; a pipe, as nothing waits for who was killed."""
    pipe, told = SPAWNED.Pipe()
    process = SPAWNED.Process(target=hold, args=(folder, told, file))
    process.start()
    assert pipe.poll(60)
    assert pipe.recv() == "held"
    return process, pipe


def let_go(process: Any, pipe: Any) -> None:
    """Tell a process to let go, if it is still there."""
    with suppress(BrokenPipeError):
        pipe.send("let go")
    process.join(60)
    assert not process.is_alive()


def count(folder: Path) -> None:
    """Count on in a file; of two that did so at once, one would not be counted."""
    for _ in range(COUNTS):
        with holding(folder, 60):
            number = int((folder / "number").read_text() or 0)
            time.sleep(0.0005)
            (folder / "number").write_text(str(number + 1))


@pytest.fixture
def holder(tmp_path):
    """A process that holds the folder, and the pipe to it."""
    process, pipe = start_holder(tmp_path)
    yield process, pipe
    let_go(process, pipe)


def test_who_holds_a_folder_is_named(holder, tmp_path):
    process, _ = holder
    begin = time.perf_counter()
    with pytest.raises(HeldError) as refused, holding(tmp_path, 0.2):
        pass
    assert 0.2 <= time.perf_counter() - begin < 5
    says = str(refused.value)
    note = json.loads((tmp_path / HOLDER).read_text())
    assert f"writes to {tmp_path}: number {process.pid} on {os.uname().nodename}, since {note['since']}" in says
    assert "not done within 0.2 seconds" in says
    assert (tmp_path / LOCK).exists()


def test_a_holder_without_a_note_is_another_process(holder, tmp_path):
    (tmp_path / HOLDER).write_text("{", encoding="utf-8")
    with pytest.raises(HeldError, match="another process writes to"), holding(tmp_path, 0):
        pass


def test_who_waits_goes_on_when_the_folder_is_free(holder, tmp_path):
    _, pipe = holder
    pipe.send("let go")
    with holding(tmp_path, 60):
        assert json.loads((tmp_path / HOLDER).read_text())["pid"] == os.getpid()
    assert list(tmp_path.iterdir()) == []


def test_who_waits_for_another_is_told_of_it_while_it_waits(holder, tmp_path, caplog):
    process, pipe = holder
    timer = threading.Timer(2 * lock.SILENT_SECONDS, pipe.send, ("let go",))
    timer.start()
    with holding(tmp_path, 60):
        pass
    timer.join()
    said = caplog.messages[0]
    assert said.startswith(f"another process writes to {tmp_path}: number {process.pid} on ")
    assert "waits for it, for at most 60 seconds" in said


def test_the_lock_of_a_process_that_was_killed_is_no_lock(holder, tmp_path):
    process, _ = holder
    os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    assert {path.name for path in tmp_path.iterdir()} == {LOCK, HOLDER}
    with holding(tmp_path, 0):
        assert json.loads((tmp_path / HOLDER).read_text())["pid"] == os.getpid()
    assert list(tmp_path.iterdir()) == []


def test_one_file_may_be_held_beside_another(tmp_path):
    process, pipe = start_holder(tmp_path, "a.npz")
    with holding(tmp_path, 0, "b.npz"), pytest.raises(HeldError, match=r"a\.npz"), holding(tmp_path, 0, "a.npz"):
        pass
    let_go(process, pipe)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_lets_go(tmp_path):
    with pytest.raises(KeyboardInterrupt), holding(tmp_path):
        raise KeyboardInterrupt
    with holding(tmp_path, 0):
        pass
    assert lock.WAIT_SECONDS < 10, "a short time"


def test_nothing_is_lost_between_many_that_hold_and_let_go(tmp_path):
    (tmp_path / "number").write_text("0")
    processes = [SPAWNED.Process(target=count, args=(tmp_path,)) for _ in range(COUNTERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert int((tmp_path / "number").read_text()) == COUNTS * COUNTERS
