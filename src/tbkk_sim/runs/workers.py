"""Work given to threads and processes: the one worker pool, and a task done for many numbers."""

import multiprocessing
import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol, TypeVar

from tbkk_sim.problem import CannotGoOnError, Phrase
from tbkk_sim.system.stopping import LOOK_SECONDS, beginning_a_process, check_stopped, leave_signals_to_parent

T = TypeVar("T")
Task = Callable[[int], T]
IsDone = Callable[[int, T], object]
"""Called in the parent with a number that is done and what its task returned."""
MAX_TRIES = 3
"""Times that a task is tried which is in hand when its worker dies."""
DIED = "replication {number}: its worker died {times} times; is there enough memory?"
START_METHOD = "spawn"
"""The method by which workers are started: the one that every system has."""


class ReplicationError(CannotGoOnError):
    """A replication that cannot be simulated here, because its worker dies."""


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def one_by_one(task: Task[T], numbers: Iterable[int], is_done: IsDone[T]) -> None:
    """Do the task for each number in the calling thread.

    Args:
        task: Called with a number.
        numbers: The numbers.
        is_done: Called with each number and its result.
    """
    for number in numbers:
        check_stopped()
        is_done(number, task(number))


def in_threads(task: Task[T], numbers: Iterable[int], workers: int, is_done: IsDone[T]) -> None:
    """Do the task in threads, for work that releases the interpreter lock; arguments as for `one_by_one`."""
    with ThreadPoolExecutor(workers) as pool:
        _feed(pool, task, list(numbers), workers, is_done)


def in_processes(task: Task[T], numbers: Iterable[int], workers: int, is_done: IsDone[T]) -> None:
    """Do the task in processes; what was in hand when one died is done again, in one process at a time.

    The task and its results must be picklable; otherwise the arguments are as for `one_by_one`.

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


class WorkerPool:
    """Worker processes, which leave signals to the parent and end when it does."""

    def __init__(self, workers: int, task: Task[Any] | None = None) -> None:
        """Make a pool; its processes start with the first work.

        Args:
            workers: Number of processes.
            task: Sent once to each process, for `do_task`.
        """
        self._before = set(multiprocessing.active_children())
        context = multiprocessing.get_context(START_METHOD)
        self._executor = ProcessPoolExecutor(workers, context, initializer=_begin_worker, initargs=(task,))

    def submit(self, work: Callable[..., T], /, *arguments: Any) -> "Future[T]":
        """Give work to the next idle process.

        Raises:
            BrokenProcessPool: a process has died; the pool takes no more work.
        """
        with beginning_a_process():
            return self._executor.submit(work, *arguments)

    def close(self, wait: bool = True) -> None:
        """Finish the work in hand and end the processes; work that has not begun is cancelled."""
        self._executor.shutdown(wait=wait, cancel_futures=True)

    def kill(self) -> None:
        """End the processes at once, whatever they have in hand."""
        for process in set(multiprocessing.active_children()) - self._before:
            process.kill()
        self.close()


def _in_one_pool(task: Task[T], numbers: list[int], workers: int, is_done: IsDone[T]) -> _Unfinished:
    pool = WorkerPool(workers, task)
    try:
        unfinished = _feed(pool, do_task, numbers, workers, is_done)
        pool.close()
    except BaseException:
        pool.kill()
        raise
    return unfinished


class _TakesWork(Protocol):
    """A pool of threads or processes."""

    def submit(self, work: Callable[[int], T], number: int, /) -> "Future[T]":
        """Give work to the next idle worker."""


def _feed(pool: _TakesWork, task: Task[T], numbers: list[int], workers: int, is_done: IsDone[T]) -> _Unfinished:
    """Keep every worker busy, and no more: so what is in hand is known when one dies, and a stop takes effect soon."""
    waiting, running, broken = deque(numbers), dict[Future[T], int](), list[int]()
    is_broken = False
    while running or (waiting and not is_broken):
        while waiting and len(running) < workers and not is_broken:
            try:
                with beginning_a_process():  # threads too: a stop is for the main thread
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
                result = future.result()
            except BrokenProcessPool:
                is_broken = True
                broken.append(number)
            else:
                is_done(number, result)
    return _Unfinished(broken, waiting)


_task: Task[Any] | None = None


def _begin_worker(task: Task[Any] | None) -> None:
    """Begin as a worker: leave Ctrl-C and a terminal that closes to the parent, and end as soon as that has ended."""
    global _task  # noqa: PLW0603  (a process pool offers no other place)
    _task = task
    leave_signals_to_parent()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: "multiprocessing.process.BaseProcess") -> None:
    parent.join()
    os._exit(1)


def do_task(number: int) -> Any:
    """Do the task that a worker was begun with; an error that cannot be sent to the parent is told as another."""
    assert _task is not None
    try:
        return _task(number)
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
