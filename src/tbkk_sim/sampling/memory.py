"""Memory that a process keeps from one world to the next."""

import ctypes
from functools import lru_cache

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Names of parameters in malloc.h of the GNU C library."""
KEPT_BYTES, LARGEST_BYTES = 1 << 30, 1 << 25
"""Freed memory kept at most, and the largest array that is kept: the library allows no more than 32 MiB."""


@lru_cache(maxsize=1)
def keep_memory() -> None:
    """Keep freed memory for the next world, log and key figures, instead of asking the system for new pages.

    New pages take a quarter of a replication. Threads share what is kept, if this is asked before they begin: what a
    thread has for itself is always given back. With another library than GNU's this does nothing.
    """
    try:
        set_parameter = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    set_parameter(M_TRIM_THRESHOLD, KEPT_BYTES)
    set_parameter(M_MMAP_THRESHOLD, LARGEST_BYTES)
    set_parameter(M_ARENA_MAX, 1)
