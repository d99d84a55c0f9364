"""Tasks for worker processes, some of which kill their worker."""

import os
import signal
import time
from pathlib import Path
from unittest import mock

from tbkk_sim.runs import workers
from tbkk_sim.runs.folder.manifest import finished_replications
from tbkk_sim.runs.replication import Replication, Simulation
from tbkk_sim.runs.runner import extend_experiment, run_experiment
from tbkk_sim.settings import Settings


class Note:
    """Leaves a note of each number that was done; some numbers kill their worker, once or always."""

    def __init__(self, folder: Path, kills_once: tuple[int, ...] = (), kills_always: tuple[int, ...] = ()) -> None:
        self.folder, self.kills_once, self.kills_always = folder, kills_once, kills_always

    def __call__(self, number: int) -> None:
        tried = self.folder / f"tried-{number}"
        first = not tried.exists()
        tried.touch()
        if number in self.kills_always or (first and number in self.kills_once):
            os.kill(os.getpid(), signal.SIGKILL)
        (self.folder / f"done-{number}").touch()


class Sleep:
    """Takes longer than anybody wants to wait."""

    def __call__(self, number: int) -> None:
        time.sleep(60 if number else 0)


def run_until_killed(settings: Settings, folder: Path) -> None:
    """A run that is killed after its first replication."""

    def kill_after_one(done: int, total: int) -> None:
        if done == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    run_experiment(settings, folder, kill_after_one)


def go_on(settings: Settings, folder: Path, notes: Path) -> None:
    """Make the run, go on with it, or add to it, whatever there is to do; note each replication that is begun."""
    simulate = Simulation.simulate

    def noted(plan: Simulation, replication: int, engine: str) -> Replication:
        with notes.open("a", encoding="utf-8") as file:
            file.write(f"{replication}\n")
        return simulate(plan, replication, engine)

    with mock.patch.object(Simulation, "simulate", noted):
        if not (folder / "settings.json").exists():
            run_experiment(settings, folder)
        elif finished_replications(folder) != settings.run.replications:
            extend_experiment(folder, settings.run.replications)


class UnsendableError(Exception):
    """Cannot be made again from what it tells of itself."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"number {number} fails: {reason}")


class NoteProcess:
    """Leaves the number of its process, and takes longer than anybody wants to wait."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, number: int) -> None:
        (self.folder / f"process-{os.getpid()}").touch()
        time.sleep(60)


def in_two_processes(folder: Path, start_method: str) -> None:
    """Work in two processes, started in this way."""
    with mock.patch.object(workers, "START_METHOD", start_method):
        workers._in_one_pool(NoteProcess(folder), [0, 1], 2, lambda *_: None)
