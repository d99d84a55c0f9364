"""Which setting belongs to which group by which a difference is explained."""

import pytest

from tbkk_sim.comparison.settings_groups import group_of


@pytest.mark.parametrize(
    ("key", "group"),
    [
        ("demand.streams.image.volume_factor", "demand"),
        ("casework.classes.acute.hours.search", "complexity"),
        ("casework.steps.search.label", "complexity"),
        ("casework.tools.search", "tools"),
        ("triage.hours_factor", "tools"),
        ("triage.automatic_share", "tools"),
        ("triage.hours_mean", "steering"),
        ("triage.misjudged_share", "steering"),
        ("staffing.units.limburg.posts", "staff"),
        ("calendar.kind", "staff"),
        ("assignment.order", "steering"),
        ("steering.enabled", "steering"),
        ("collaboration.pools.zeden.members", "collaboration"),
        ("seed", None),
        ("run.end", None),
        ("name", None),
        ("engine", None),
    ],
)
def test_the_group_of_a_setting(key: str, group: str | None):
    assert group_of(key) == group
