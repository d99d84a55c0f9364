"""Tasks for worker processes, some of which kill their worker."""

import os
import signal
import time
from pathlib import Path

from tbkk_sim.experiment.runner import run_experiment
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
