"""A step that is held for a specialist: the member has it in hand, and works on it once the specialist has joined."""

import math

import pytest

from tbkk_sim.metrics.key_figures import key_figures
from tests.metrics.story import DAYS, held_story
from tests.rows import every_row


@pytest.fixture(scope="module")
def value():
    table = key_figures(*held_story()[1:]).astype(
        dict.fromkeys(("period", "team", "priority_class", "key_figure"), str)
    )
    indexed = table.set_index(["key_figure", "period", "team", "priority_class"])["value"]

    def at(key_figure, team="all", period="all"):
        return indexed.get((key_figure, period, team, "all"), math.nan)

    return at


@every_row(
    ("key_figure", "where", "expected"),
    [
        # In hand from 29 January on; worked on for the 24 hours of 2 February, of which the office is open for 12.
        ("hours_worked", {"team": "capital"}, 24),
        ("hours_worked", {"team": "capital", "period": "2021-01"}, 0),
        ("hours_worked", {"team": "capital", "period": "2021-02"}, 24),
        ("hours_enrich", {"team": "lab"}, 24),
        ("outside_office_hours", {"team": "capital"}, 12),
        ("outside_office_hours", {"team": "lab"}, 12),
        # 29 January, 1 and 2 February are the open days on which it is in hand, of the 20 and 20 that there are
        # (1 January, a public holiday, is closed).
        ("utilisation", {"team": "capital"}, 3 / 40),
        ("utilisation", {"team": "capital", "period": "2021-01"}, 1 / 20),
        ("utilisation", {"team": "lab"}, 1 / 40),
        ("in_hand_mean", {}, 5 / DAYS),
        # The specialist works for the unit: lent by the lab, borrowed by the unit. The lab lends in full what is asked.
        ("hours_lent", {"team": "lab"}, 24),
        ("hours_borrowed", {}, 24),
    ],
)
def test_held_story(value, key_figure, where, expected):
    assert value(key_figure, **where) == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)
