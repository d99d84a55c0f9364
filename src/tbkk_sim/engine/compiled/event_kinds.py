"""Kinds of events as compiled code reads them: plain numbers, not enums."""

from tbkk_sim.engine.clock import Happening

STINT_ENDS, STINT_BEGINS = int(Happening.STINT_ENDS), int(Happening.STINT_BEGINS)
OFFICE_OPENS, MEETING = int(Happening.OFFICE_OPENS), int(Happening.MEETING)
REPORT_ARRIVES, STEP_READY = int(Happening.REPORT_ARRIVES), int(Happening.STEP_READY)
MISJUDGED_FOUND, EXPIRY = int(Happening.MISJUDGED_FOUND), int(Happening.EXPIRY)
NOTHING = max(Happening) + 1
