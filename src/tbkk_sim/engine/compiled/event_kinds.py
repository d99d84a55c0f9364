"""Kinds of events as compiled code reads them: plain numbers, not enums."""

from tbkk_sim.engine.vocabulary import EventKind

STINT_ENDS, STINT_BEGINS = int(EventKind.STINT_ENDS), int(EventKind.STINT_BEGINS)
OFFICE_OPENS, MEETING = int(EventKind.OFFICE_OPENS), int(EventKind.MEETING)
REPORT_ARRIVES, STEP_READY = int(EventKind.REPORT_ARRIVES), int(EventKind.STEP_READY)
MISJUDGED_FOUND, EXPIRY = int(EventKind.MISJUDGED_FOUND), int(EventKind.EXPIRY)
NOTHING = max(EventKind) + 1
