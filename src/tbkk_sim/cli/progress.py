"""A bar on stderr while a run goes on; nothing when nobody watches."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tbkk_sim.config.hydra_settings import LOG_LINE

if TYPE_CHECKING:
    from rich.console import Console

    from tbkk_sim.runs.runner import Progress


@contextmanager
def progress_bar(name: str) -> "Iterator[Progress]":
    """Show how far the run of this name is."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _done, _total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar, _logs_above(console):
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


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
