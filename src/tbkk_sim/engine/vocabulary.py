"""Vocabulary of both engines: kinds of agenda entries in the order in which they take place, and special numbers."""

from enum import IntEnum

TRIAGE_SKILL = 0


class AgendaKind(IntEnum):
    """Kinds of agenda entries, in the order in which they take place at one moment; within a kind they go by number."""

    WORK_FINISHED = 0
    """Number: the member."""
    LOOK_AGAIN = 1
    """All work that ends at this moment has ended, and free members may be allowed more. One entry for all."""
    SHIFT_ENDS = 2
    """Number: the shift."""
    SHIFT_BEGINS = 3
    """Number: the shift."""
    OFFICE_OPENS = 4
    """Number: the day."""
    REPORT_ARRIVES = 5
    """Number: the report."""
    STEP_READY = 6
    """Number: the report."""
    EXAMINED = 7
    """Its devices are examined. Number: the report."""
    MISJUDGED_FOUND = 8
    """Number: the report."""
    EXPIRY = 9
    """Number: the report."""
    MEETING = 10
    """Number: the meeting."""
    RETURNS = 11
    """Somebody whose case has ended is reported again. Number: the new report."""
