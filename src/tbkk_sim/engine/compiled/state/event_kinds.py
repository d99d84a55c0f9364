"""Kinds of events as compiled code reads them: plain numbers, not enums."""

from tbkk_sim.engine.vocabulary import AgendaKind

SHIFT_ENDS, SHIFT_BEGINS = int(AgendaKind.SHIFT_ENDS), int(AgendaKind.SHIFT_BEGINS)
OFFICE_OPENS, MEETING = int(AgendaKind.OFFICE_OPENS), int(AgendaKind.MEETING)
REPORT_ARRIVES, STEP_READY = int(AgendaKind.REPORT_ARRIVES), int(AgendaKind.STEP_READY)
DEVICES_EXAMINED = int(AgendaKind.EXAMINED)
MISJUDGED_FOUND, EXPIRY = int(AgendaKind.MISJUDGED_FOUND), int(AgendaKind.EXPIRY)
RETURNS = int(AgendaKind.RETURNS)
NOTHING = max(AgendaKind) + 1
