"""How functions are compiled, and where the result is kept."""

import hashlib
import os
from pathlib import Path

import numba
from numba import njit
from numba.extending import register_jitable

import tbkk_sim
from tbkk_sim.domain import calendar, rules


def _fingerprint() -> str:
    """Hash of all sources that a kernel is made of: numba itself does not see a change in a function that it calls."""
    package = Path(tbkk_sim.__file__).parent
    sources = [package / "domain" / "rules.py", package / "domain" / "calendar.py", package / "domain" / "facts.py"]
    sources += sorted((package / "engine" / "compiled").glob("*.py"))
    digest = hashlib.sha256(numba.__version__.encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Folder of the compiled kernels of this version of the model, below the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    root = Path(base) if base else Path.home() / ".cache"
    return root / "tbkk_sim" / f"kernels-{_fingerprint()}"


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(cache_folder())

kernel = njit(cache=True, nogil=True, error_model="numpy")
"""Compile a function of the engine; results are kept, and threads run beside each other."""

for rule in (
    rules.urgency,
    rules.place_in_line,
    rules.goes_before,
    rules.may_work_now,
    rules.leaves_reserve,
    rules.within_caseload,
    rules.waits_for_investigator,
    rules.may_interrupt,
    rules.may_lend,
    rules.needs_help,
    rules.takes_lent,
    rules.is_listed,
    rules.work_rate,
    rules.is_turned_away,
    rules.expires_now,
    rules.weeks_of_work,
    rules.behind_schedule,
    rules.decide,
    calendar.is_open,
    calendar.office_hours_until,
    calendar.moment_of,
    calendar.hours_between,
    calendar.moment_after,
):
    register_jitable(rule)
