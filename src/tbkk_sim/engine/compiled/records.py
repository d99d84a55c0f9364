"""The records that the compiled engine keeps: one type a noun of the model."""

import numpy as np

REPORTS = {
    "arrived_days": "f8",
    "triage_hours": "f8",
    "found_days": "f8",
    "expires_days": "f8",
    "first_step": "i4",
    "stream": "i1",
    "unit": "i2",
    "n_steps": "i1",
    "true_class": "i1",
    "judged_class": "i1",
    "judged_by": "i1",
    "upgrade_class": "i1",
    "upgrade_after": "i1",
    "outcome": "i1",
    "flagged": "?",
    "taken_up": "?",
}
STEPS = {"skill": "i1", "hours": "f8", "upgraded_hours": "f8", "delay_days": "f8"}
"""Columns of the world that are read as they stand."""
CASE = np.dtype(
    [
        ("hours_left", "f8"),
        ("arrived_days", "f8"),
        ("place", "f8"),
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
        ("rate", "f8"),
        ("pace", "f8"),
        ("since_days", "f8"),
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
        ("first_lane", "i4"),
        ("end_lane", "i4"),
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
        ("first_lane", "i4"),
        ("end_lane", "i4"),
        ("first_parked", "i4"),
        ("has_thresholds", "?"),
    ],
    align=True,
)
LANE = np.dtype(
    [
        ("max_share", "f8"),
        ("efficiency", "f8"),
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
STINT = np.dtype(
    [("begin_days", "f8"), ("end_days", "f8"), ("rate", "f8"), ("member", "i4"), ("begins", "i1"), ("ends", "i1")],
    align=True,
)
CLASS = np.dtype(
    [
        ("mean_hours", "f8"),
        ("urgency", "i4"),
        ("not_taken_up", "i4"),
        ("taken_up_this_year", "i4"),
        ("decision", "i4"),
        ("preempts", "?"),
        ("round_the_clock", "?"),
        ("may_be_parked", "?"),
        ("is_parked", "?"),
    ],
    align=True,
)
SKILL = np.dtype([("together_with", "i4"), ("owns_case", "?")], align=True)
ENTRY = np.dtype([("time_days", "f8"), ("key", "i8")], align=True)
BOOK = np.dtype(
    [
        ("horizon_days", "f8"),
        ("every_days", "f8"),
        ("park_above_weeks", "f8"),
        ("decline_above_weeks", "f8"),
        ("office_hours_per_week", "f8"),
        ("in_hand_limit_per_member", "f8"),
        ("triage_norm_days", "f8"),
        ("order", "i4"),
        ("triage_urgency", "i4"),
        ("caseload_limit", "i4"),
        ("n_units", "i4"),
        ("own_work_class", "i4"),
        ("chosen_stream", "i4"),
        ("stays_with_investigator", "?"),
        ("steering", "?"),
    ],
    align=True,
)
CLOCK = np.dtype(
    [
        ("now", "f8"),
        ("closes_days", "f8"),
        ("known_days", "f8"),
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
