"""The workloads by hand in C++ (`cpp_loop.cpp`), compiled by g++ when first asked for."""

import ctypes
import hashlib
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from workloads import (
    CLASS_SHARES,
    FIRST_MEAN_DAYS,
    FOLLOW_UP_MEAN_DAYS,
    FOLLOW_UP_SHARE,
    GAMMA_SHAPE,
    INVESTIGATORS,
    LOGNORMAL_SIGMA,
    PAUSE_DAYS,
    REPORTS_PER_DAY,
    SPECIALISTS,
    Size,
    Visits,
)

SOURCE = Path(__file__).with_suffix(".cpp")
COMPILER = shutil.which("g++")
OPTIONS = ("-O3", "-std=c++17", "-shared", "-fPIC")
N_COLUMNS = 5

Ints, Floats = ctypes.c_int32 * len(INVESTIGATORS), ctypes.c_double * len(CLASS_SHARES)


class Workload(ctypes.Structure):
    """As in `cpp_loop.cpp`."""

    _fields_ = (
        ("units", ctypes.c_int32),
        ("classes", ctypes.c_int32),
        ("specialists", ctypes.c_int32),
        ("follow_ups", ctypes.c_int32),
        ("investigators", ctypes.POINTER(ctypes.c_int32)),
        ("class_shares", ctypes.POINTER(ctypes.c_double)),
        ("reports_per_day", ctypes.c_double),
        ("first_mean_days", ctypes.c_double),
        ("follow_up_share", ctypes.c_double),
        ("pause_days", ctypes.c_double),
        ("follow_up_mean_days", ctypes.c_double * len(FOLLOW_UP_MEAN_DAYS)),
        ("gamma_shape", ctypes.c_double),
        ("lognormal_sigma", ctypes.c_double),
    )


def cpp_loop(workload: str, seed: int, size: Size, *, by_arrival: bool = False) -> Visits:
    """One run; `by_arrival`: within a class the oldest case goes first."""
    library = compiled()
    given = Workload(
        len(INVESTIGATORS),
        len(CLASS_SHARES),
        SPECIALISTS,
        len(FOLLOW_UP_MEAN_DAYS) if workload == "W2" else 0,
        Ints(*INVESTIGATORS),
        Floats(*CLASS_SHARES),
        REPORTS_PER_DAY,
        FIRST_MEAN_DAYS[workload],
        FOLLOW_UP_SHARE,
        PAUSE_DAYS,
        FOLLOW_UP_MEAN_DAYS,
        GAMMA_SHAPE,
        LOGNORMAL_SIGMA,
    )
    run = library.run(ctypes.byref(given), seed, size.end_days, by_arrival)
    shape = (library.count(run),)
    case_class, *moments = (np.ctypeslib.as_array(library.column(run, n), shape).copy() for n in range(N_COLUMNS))
    library.release(run)
    return Visits(case_class.astype(np.int64), *moments)


@cache
def compiled() -> Any:
    """The loop as a library, kept in `build` under a hash of its source.

    Raises:
        RuntimeError: there is no g++.
    """
    if COMPILER is None:
        raise RuntimeError("g++ is not installed")
    kept = SOURCE.parent / "build" / f"cpp_loop-{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]}.so"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        subprocess.run([COMPILER, *OPTIONS, str(SOURCE), "-o", str(kept)], check=True)
    library = ctypes.CDLL(str(kept))
    library.run.restype = ctypes.c_void_p
    library.run.argtypes = (ctypes.POINTER(Workload), ctypes.c_uint64, ctypes.c_double, ctypes.c_bool)
    library.count.restype, library.count.argtypes = ctypes.c_int64, (ctypes.c_void_p,)
    library.column.restype, library.column.argtypes = ctypes.POINTER(ctypes.c_double), (ctypes.c_void_p, ctypes.c_int)
    library.release.restype, library.release.argtypes = None, (ctypes.c_void_p,)
    return library
