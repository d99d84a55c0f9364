"""The records that the compiled engine keeps: one type a noun of the model."""

import numpy as np

REPORTS = {
    "arrived_seconds": "i8",
    "triage_seconds": "i8",
    "found_seconds": "i8",
    "expires_seconds": "i8",
    "first_step": "i4",
    "stream": "i1",
    "unit": "i2",
    "n_steps": "i1",
    "true_class": "i1",
    "triaged_class": "i1",
    "triaged_by": "i1",
    "upgrade_class": "i1",
    "upgrade_after": "i1",
    "outcome": "i1",
    "flagged": "?",
    "taken_up": "?",
}
STEPS = {"skill": "i1", "work_seconds": "i8", "upgraded_work_seconds": "i8", "delay_seconds": "i8"}
"""Columns of the world that are read as they stand."""
CASE = np.dtype(
    [
        ("work_left", "i8"),
        ("arrived", "i8"),
        ("place", "i8"),
        ("urgency", "i4"),
        ("child", "i4"),
        ("sibling", "i4"),
        ("before", "i4"),
        ("member", "i4"),
        ("helper", "i4"),
        ("investigator", "i4"),
        ("unit", "i2"),
        ("queue", "i2"),
        ("last_team", "i2"),
        ("case_class", "i1"),
        ("position", "i1"),
        ("skill", "i1"),
        ("line", "i1"),
        ("where", "i1"),
        ("flagged", "?"),
        ("begun", "?"),
        ("upgraded", "?"),
        ("taken_up", "?"),
        ("is_open", "?"),
        ("is_held", "?"),
    ],
    align=True,
)
MEMBER = np.dtype(
    [
        ("rate", "i8"),
        ("pace", "i8"),
        ("since", "i8"),
        ("skills", "i8"),
        ("team", "i4"),
        ("case", "i4"),
        ("open_cases", "i4"),
        ("own_line", "i4"),
        ("free_next", "i4"),
        ("free_before", "i4"),
        ("is_free", "?"),
        ("present", "?"),
        ("has_left", "?"),
        ("is_lent", "?"),
        ("round_the_clock", "?"),
    ],
    align=True,
)
TEAM = np.dtype(
    [
        ("queue", "i4"),
        ("first_member", "i4"),
        ("end_member", "i4"),
        ("first_lending", "i4"),
        ("end_lending", "i4"),
        ("first_free", "i4"),
        ("last_free", "i4"),
        ("n_free", "i4"),
        ("present", "i4"),
        ("lent", "i4"),
        ("reserve", "i4"),
        ("first_held", "i4"),
        ("last_held", "i4"),
        ("helps_if_busier", "?"),
        ("looks_again", "?"),
    ],
    align=True,
)
QUEUE = np.dtype(
    [
        ("waiting", "i4"),
        ("in_hand", "i4"),
        ("present", "i4"),
        ("first_team", "i4"),
        ("end_team", "i4"),
        ("first_lending", "i4"),
        ("end_lending", "i4"),
        ("first_parked", "i4"),
        ("has_thresholds", "?"),
    ],
    align=True,
)
LANE = np.dtype(
    [
        ("max_share", "f8"),
        ("efficiency_per_million", "i8"),
        ("above", "f8"),
        ("skills", "i8"),
        ("lender", "i4"),
        ("borrower", "i4"),
        ("queue", "i4"),
        ("mode", "i4"),
        ("least_urgency", "i4"),
        ("only_if_busier", "?"),
    ],
    align=True,
)
SHIFT = np.dtype(
    [
        ("begin_seconds", "i8"),
        ("end_seconds", "i8"),
        ("rate_per_million", "i8"),
        ("member", "i4"),
        ("begins", "i1"),
        ("ends", "i1"),
    ],
    align=True,
)
CLASS = np.dtype(
    [
        ("decision", "i4"),
        ("preempts", "?"),
        ("round_the_clock", "?"),
        ("is_parked", "?"),
    ],
    align=True,
)
SKILL = np.dtype([("together_with", "i4"), ("owns_case", "?")], align=True)
ENTRY = np.dtype([("moment", "i8"), ("key", "i8")], align=True)
BOOK = np.dtype(
    [
        ("horizon", "i8"),
        ("every_seconds", "i8"),
        ("park_above_weeks", "f8"),
        ("decline_above_weeks", "f8"),
        ("office_hours_per_week", "f8"),
        ("in_hand_limit_per_member", "f8"),
        ("triage_norm_seconds", "i8"),
        ("order", "i4"),
        ("triage_urgency", "i4"),
        ("caseload_limit", "i4"),
        ("n_units", "i4"),
        ("own_work_class", "i4"),
        ("proactive_stream", "i4"),
        ("stays_with_investigator", "?"),
        ("steering", "?"),
    ],
    align=True,
)
CLOCK = np.dtype(
    [
        ("now", "i8"),
        ("closes", "i8"),
        ("known_moment", "i8"),
        ("known_kind", "i8"),
        ("n_agenda", "i8"),
        ("n_log", "i8"),
        ("next_report", "i8"),
        ("next_begin", "i8"),
        ("next_end", "i8"),
        ("next_open_day", "i8"),
        ("next_meeting", "i8"),
        ("year", "i8"),
        ("n_at_any_hour", "i8"),
        ("n_looking_again", "i8"),
        ("all_is_offered_again", "?"),
    ],
    align=True,
)
