"""People: who holds a post, since when, until when, and why they leave."""

from enum import IntEnum


class Cause(IntEnum):
    """Why somebody leaves."""

    RESIGNED = 0
    """Left the police."""
    TRANSFERRED = 1
    """Went to other police work."""
    PENSION = 2
    """Reached the pension age."""
    RPU = 3
    """Left at the age of partial early retirement."""
    WORKLOAD = 4
    """Left because of the load of the unit."""
