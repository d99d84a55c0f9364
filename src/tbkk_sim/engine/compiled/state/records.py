"""The records that the compiled engine keeps: one type a noun of the model."""

from typing import Any, get_args, get_type_hints

import numpy as np

from tbkk_sim.sampling.world import ArrayTable, Reports, Steps


def columns_of(table: type[ArrayTable]) -> dict[str, np.dtype[Any]]:
    """Columns of a table of the world, which are read as they stand, and the type of the numbers in each."""
    arrays = get_type_hints(table).items()
    return {name: np.dtype(get_args(get_args(array)[1])[0]) for name, array in arrays}


REPORTS, STEPS = columns_of(Reports), columns_of(Steps)
CASE = np.dtype(
    [
        ("work_left", "i8"),
        ("arrived", "i8"),
        ("counts_from", "i8"),
        ("place", "i8"),
        ("fresh", "i8"),
        ("score", "i8"),
        ("expires", "i8"),
        ("begun_at", "i8"),
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
        ("line", "i2"),
        ("case_class", "i1"),
        ("position", "i1"),
        ("skill", "i1"),
        ("treatment", "i1"),
        ("where", "i1"),
        ("flagged", "?"),
        ("upgraded", "?"),
        ("taken_up", "?"),
        ("owed", "?"),
        ("on_campaign", "?"),
        ("is_open", "?"),
        ("is_case", "?"),
        ("in_full", "?"),
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
        ("is_investigator", "?"),
        ("is_lent", "?"),
        ("is_on_campaign", "?"),
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
        ("on_campaign", "i4"),
        ("campaign", "i4"),
        ("end_campaign", "i4"),
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
        ("served", "i8"),
        ("waiting", "i4"),
        ("in_hand", "i4"),
        ("investigators", "i4"),
        ("first_team", "i4"),
        ("end_team", "i4"),
        ("first_lending", "i4"),
        ("end_lending", "i4"),
        ("has_thresholds", "?"),
    ],
    align=True,
)
LENDING = np.dtype(
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
CAMPAIGN = np.dtype(
    [
        ("begin_seconds", "i8"),
        ("end_seconds", "i8"),
        ("members_share", "f8"),
        ("case_class", "i4"),
        ("treatment", "i4"),
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
        ("part_per_million", "i8"),
        ("delay_per_million", "i8"),
        ("urgent_upto", "i4"),
        ("priority", "i4"),
        ("urgency", "i4"),
        ("turn", "i4"),
        ("expires", "?"),
        ("preempts", "?"),
        ("round_the_clock", "?"),
        ("severe", "?"),
        ("simple", "?"),
    ],
    align=True,
)
SKILL = np.dtype([("together_with", "i4"), ("owns_case", "?"), ("in_pairs", "?"), ("planned", "?")], align=True)
BENCH = np.dtype([("first", "i4"), ("last", "i4")], align=True)
ENTRY = np.dtype([("moment", "i8"), ("key", "i8")], align=True)
PARAMETERS = np.dtype(
    [
        ("horizon_seconds", "i8"),
        ("every_seconds", "i8"),
        ("pressed_from_weeks", "f8"),
        ("most_pressed_from_weeks", "f8"),
        ("most_change", "i8"),
        ("least_change", "i8"),
        ("office_hours_per_week", "f8"),
        ("in_hand_limit_per_investigator", "f8"),
        ("triage_norm_seconds", "i8"),
        ("seconds_per_device", "i8"),
        ("order", "i4"),
        ("triage_urgency", "i4"),
        ("automatic_above_reports", "i4"),
        ("assessment_skill", "i4"),
        ("assessment_urgency", "i4"),
        ("agreements_urgency", "i4"),
        ("campaigns_urgency", "i4"),
        ("caseload_limit", "i4"),
        ("n_units", "i4"),
        ("own_work_class", "i4"),
        ("triage_as_read", "?"),
        ("returns_stream", "i4"),
        ("lends_judges", "?"),
        ("stays_with_investigator", "?"),
        ("in_pairs_somewhere", "?"),
        ("by_score", "?"),
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
        ("pressure", "i8"),
        ("n_at_any_hour", "i8"),
        ("n_looking_again", "i8"),
        ("examining", "i8"),
        ("all_is_offered_again", "?"),
    ],
    align=True,
)
