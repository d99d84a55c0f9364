"""Bars on stderr while work goes on; when nobody watches, nothing of a run, and lines now and then of a study."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from tbkk_sim.config.hydra_settings import LOG_LINE
from tbkk_sim.problem import Phrase

if TYPE_CHECKING:
    from rich.console import Console

    from tbkk_sim.report.kit.say import Say
    from tbkk_sim.runs.runner import Progress
    from tbkk_sim.tuning.watch import StageProgress

SECONDS_BETWEEN_LINES = 20.0
"""Between two lines about one part of a study, where no bar can be drawn."""


@contextmanager
def progress_bar(name: str) -> "Iterator[Progress]":
    """Show how far the run of this name is."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _done, _total: None
        return
    with _bars(console) as show:
        yield lambda done, total: show(name, done, total)


@contextmanager
def stage_bars(language: str) -> "Iterator[StageProgress]":
    """Show what is being done of a study, how far it is, and how long that part still takes."""
    from rich.console import Console

    from tbkk_sim.report.kit.say import Say

    console, say = Console(stderr=True), Say(language)
    if not console.is_terminal:
        yield _tell_now_and_then(console, say)
        return
    with _bars(console) as show:
        yield lambda what, done, total: show(say(what), done, total)


@contextmanager
def _bars(console: "Console") -> "Iterator[StageProgress]":
    """A bar for each part of the work, from its first report of progress on."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar, _logs_above(console):
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield show


def _tell_now_and_then(console: "Console", say: "Say") -> "StageProgress":
    """A line when a part begins, and one every now and then: for a pipe or a log."""
    told: dict[str, float] = {}

    def tell(what: str, done: int, total: int) -> None:
        now = monotonic()
        if what not in told or now - told[what] >= SECONDS_BETWEEN_LINES:
            told[what] = now
            line = Phrase("tune: {what}, {done} of {total}", what=what, done=done, total=total)
            console.print(say(line), highlight=False, soft_wrap=True)

    return tell


@contextmanager
def _logs_above(console: "Console") -> Iterator[None]:
    """Log lines go above the bar, not through it."""
    from rich.logging import RichHandler

    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers = [h for h in before if type(h) is not logging.StreamHandler]
    above = RichHandler(console=console, show_time=False, show_level=False, show_path=False)
    above.setFormatter(logging.Formatter(LOG_LINE))
    root.addHandler(above)
    try:
        yield
    finally:
        root.handlers = before
