"""Try settings as a user would, in this process, and judge what came of it."""

import io
import re
import shutil
import signal
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import FrameType

import numpy as np
import pyarrow.parquet as pq

from tbkk_sim.cli.main import main
from tbkk_sim.runs.folder.manifest import finished_replications
from tests.mutations.making import Mutation

SMALL = ("run.end=2021-01-07", "run.replications=1", "run.workers=1", "run.report=false", "engine=simpy")
"""A week in one replication, unless a mutation says otherwise."""
MOST_LINES = 30
"""One screen."""
MOST_KEYS_SHOWN = 8


class OverBudgetError(BaseException):
    """A case takes longer than it may; no handler of the program's own may catch this."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial."""

    mutation: Mutation
    code: int | None
    """Exit code; None: it took longer than it may."""
    faults: tuple[str, ...]
    """What is wrong with how it ended; nothing if all is well."""
    elsewhere: bool
    """The message names another setting than the one that was typed."""
    said: str
    seconds: float


def try_out(mutation: Mutation, budget_seconds: float = 30.0) -> Outcome:
    """Run the program with a mutation, in a folder of its own, which is gone afterwards."""
    typed = {word.partition("=")[0].lstrip("+~") for word in mutation.words}
    words = [*(word for word in SMALL if word.partition("=")[0] not in typed), *mutation.words]
    out, err, began = io.StringIO(), io.StringIO(), perf_counter()
    folder, faults, code = Path(tempfile.mkdtemp()), [], None
    try:
        with chdir(folder), redirect_stdout(out), redirect_stderr(err), warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always", RuntimeWarning)
            with _at_most(budget_seconds):
                code = main(words)
        faults += [f"warned: {warning.message}" for warning in seen if issubclass(warning.category, RuntimeWarning)]
        faults += _faults(mutation, code, err.getvalue(), folder)
    except OverBudgetError:
        pass
    except BaseException:  # whatever the program lets through is what is looked for
        faults.append(traceback.format_exc())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    said = err.getvalue()
    elsewhere = code == 2 and not _names(mutation.keys, said)
    return Outcome(mutation, code, tuple(dict.fromkeys(faults)), elsewhere, said, perf_counter() - began)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise OverBudgetError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _faults(mutation: Mutation, code: int, said: str, folder: Path) -> Iterator[str]:
    if "Traceback" in said:
        yield "a traceback"
    if code == 0:
        yield from _faults_of_runs(folder)
    elif code == 2:
        written = [str(path.relative_to(folder)) for path in folder.rglob("*")]
        if written:
            yield f"wrote {written[:5]} and ended with 2"
        yield from _faults_of_message(said)
    else:
        yield f"exit code {code}"


def _faults_of_message(said: str) -> Iterator[str]:
    lines = said.splitlines()
    if not lines or not lines[0].startswith("tbkk_sim: "):
        yield "no message"
    if len(lines) > MOST_LINES:
        yield f"a message of {len(lines)} lines"
    if not any(re.match(r"  \S", line) for line in lines):
        yield "a message without a key"
    if re.search(r"Input should|pydantic|omegaconf|NoneType|object has no attribute|<class '", said):
        yield "a message in words of the code"


def _faults_of_runs(folder: Path) -> Iterator[str]:
    runs = [path.parent for path in folder.rglob("manifest.json")]
    if not runs:
        yield "ended with 0 without a finished run"
    for run in runs:
        if not finished_replications(run):
            yield "a manifest without replications"
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".csv":
            cells = re.split(r"[,\n]", path.read_text(encoding="utf-8"))
            yield from (
                f"{cell} in {path.name}" for cell in cells if re.fullmatch(r'"?[+-]?(inf|nan|infinity)"?', cell, re.I)
            )
        elif path.suffix == ".parquet":
            table = pq.read_table(path)
            for name in table.column_names:
                values = table[name].to_numpy()
                if values.dtype.kind == "f" and np.isinf(values).any() and path.parent.name != "events":
                    yield f"infinite {name} in {path.name}"


def _names(keys: tuple[str, ...], said: str) -> bool:
    """Whether a message names one of the keys, or a table in which one is."""
    for key in keys:
        parts = key.split(".")
        if any(".".join(parts[:n]) in said for n in range(len(parts), max(len(parts) - 3, 0), -1)):
            return True
    return False
