"""Which setting belongs to which group by which a difference is explained."""

from tbkk_sim.comparison.settings_groups import GROUPS, changes, group_of, groups_that_differ, mixed
from tests.builders import small_settings
from tests.rows import every_row


@every_row(
    ("key", "group"),
    [
        ("demand.streams.image.volume_factor", "demand"),
        ("casework.classes.acute.hours.search", "complexity"),
        ("casework.steps.search.label", "complexity"),
        ("casework.steps.search.viewing_hours_per_day", "staff"),
        ("casework.tools.search", "tools"),
        ("triage.hours_factor", "tools"),
        ("triage.automatic_share", "tools"),
        ("triage.hours_mean", "steering"),
        ("triage.by_hand.sensitivity", "steering"),
        ("staffing.units.limburg.posts", "staff"),
        ("calendar.kind", "staff"),
        ("assignment.order", "steering"),
        ("steering.enabled", "steering"),
        ("collaboration.pools.zeden.members", "collaboration"),
        ("costs.tools.image.purchase_eur", "costs"),
        ("seed", None),
        ("run.end", None),
        ("name", None),
        ("engine", None),
    ],
)
def test_the_group_of_a_setting(key: str, group: str | None):
    assert group_of(key) == group


CHANGED = {
    "demand.streams.image.volume_factor": 2.0,
    "casework.complexity.level": 2.0,
    "casework.tools": {"search": 0.5},
    "triage.hours_factor": 0.5,
    "triage.automatic_share": 0.25,
    "triage.hours_mean": 2.0,
    "assignment.order": "first_come",
    "staffing.units.coast.posts": 7,
    "calendar.hours_per_day": 6.0,
    "casework.steps.search.viewing_hours_per_day": 3.0,
    "collaboration.one_queue": True,
    "chain.file_norm_days": 100.0,
    "costs.hire_eur": 20_000.0,
}
"""A setting or more of each group."""


@every_row("group", GROUPS)
def test_a_mix_has_all_settings_of_a_group_as_in_the_other_run_and_no_others(group: str):
    a, b = small_settings(), small_settings(CHANGED)
    assert groups_that_differ(a, b) == list(GROUPS)
    of_group = {key: values for key, values in changes([a, b]).items() if group_of(key) == group}
    assert changes([a, mixed(a, b, frozenset({group}))]) == of_group
    others = frozenset(GROUPS) - {group}
    assert changes([mixed(a, b, others), b]) == of_group
