"""The same task for many numbers: one by one, in threads, or in processes of which any may die."""

import multiprocessing
import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from tbkk_sim.problem import CannotGoOnError, Phrase
from tbkk_sim.system.stopping import LOOK_SECONDS, beginning_a_process, check_stopped, leave_signals_to_parent

Task = Callable[[int], None]
IsDone = Callable[[], None]
MAX_TRIES = 3
"""Times that a task is tried which is in hand when its worker dies."""


DIED = "replication {number}: its worker died {times} times; is there enough memory?"
START_METHOD = "spawn"
"""The method by which workers are started: the one that every system has."""


class ReplicationError(CannotGoOnError):
    """A replication that cannot be simulated here, because its worker dies."""


def one_by_one(task: Task, numbers: Iterable[int], is_done: IsDone) -> None:
    """Do the task for each number, here."""
    for number in numbers:
        check_stopped()
        task(number)
        is_done()


def in_threads(task: Task, numbers: Iterable[int], workers: int, is_done: IsDone) -> None:
    """Do the task in threads, for work that lets other threads go on."""
    with ThreadPoolExecutor(workers) as pool:
        _feed(pool, task, list(numbers), workers, is_done)


def in_processes(task: Task, numbers: Iterable[int], workers: int, is_done: IsDone) -> None:
    """Do the task in processes; what was in hand when one died is done again, in one process at a time.

    Raises:
        ReplicationError: a task killed its worker each time.
    """
    if multiprocessing.parent_process() is not None:  # already one of several: no processes of its own
        one_by_one(task, numbers, is_done)
        return
    left, tries = list(numbers), dict.fromkeys(numbers, 0)
    while left:
        suspects = [number for number in left if tries[number]]
        hopeless = [number for number in suspects if tries[number] >= MAX_TRIES]
        if hopeless:
            raise ReplicationError(Phrase(DIED, number=hopeless[0], times=MAX_TRIES))
        batch, at_once = (suspects[:1], 1) if suspects else (left, workers)
        in_hand = _in_one_pool(task, batch, at_once, is_done)
        done = set(batch) - set(in_hand.waiting) - set(in_hand.broken)
        left = [number for number in left if number not in done]
        for number in in_hand.broken:
            tries[number] += 1


class _Unfinished:
    """The tasks that a pool did not finish: those in hand when it broke, and those that it never began."""

    def __init__(self, broken: Iterable[int] = (), waiting: Iterable[int] = ()) -> None:
        self.broken, self.waiting = list(broken), list(waiting)


def _in_one_pool(task: Task, numbers: list[int], workers: int, is_done: IsDone) -> _Unfinished:
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context(START_METHOD), initializer=_take, initargs=(task,))
    try:
        unfinished = _feed(pool, _do, numbers, workers, is_done)
        pool.shutdown()
    except BaseException:
        for process in set(multiprocessing.active_children()) - before:
            process.kill()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    return unfinished


def _feed(pool: Executor, task: Task, numbers: list[int], workers: int, is_done: IsDone) -> _Unfinished:
    """Keep every worker busy, and no more: so what is in hand is known when one dies, and a stop takes effect soon."""
    waiting, running, broken = deque(numbers), dict[Future[None], int](), list[int]()
    is_broken = False
    while running or (waiting and not is_broken):
        while waiting and len(running) < workers and not is_broken:
            try:
                with beginning_a_process():
                    future = pool.submit(task, waiting[0])
                running[future] = waiting[0]
                waiting.popleft()
            except BrokenProcessPool:
                is_broken = True
                if not running:
                    broken.append(waiting.popleft())
        check_stopped()
        for future in wait(running, LOOK_SECONDS, FIRST_COMPLETED).done:
            number = running.pop(future)
            try:
                future.result()
            except BrokenProcessPool:
                is_broken = True
                broken.append(number)
            else:
                is_done()
    return _Unfinished(broken, waiting)


_task: Task | None = None


def be_a_worker() -> None:
    """Leave Ctrl-C and a terminal that closes to the parent, and end as soon as the parent has ended."""
    leave_signals_to_parent()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: "multiprocessing.process.BaseProcess") -> None:
    parent.join()
    os._exit(1)


def _take(task: Task) -> None:
    """Begin as a worker, for this task."""
    global _task  # noqa: PLW0603  (a process pool offers no other place)
    be_a_worker()
    _task = task


def _do(number: int) -> None:
    assert _task is not None
    try:
        _task(number)
    except Exception as error:
        if _can_be_sent(error):
            raise
        raise ReplicationError(
            Phrase("replication {number}: {kind}: {error}", number=number, kind=type(error).__name__, error=str(error))
        ) from error


def _can_be_sent(error: Exception) -> bool:
    """Return True if an error arrives in the parent as raised; otherwise it would pass for a worker that died."""
    try:
        return type(pickle.loads(pickle.dumps(error))) is type(error)
    except Exception:  # whatever its own code raises
        return False
