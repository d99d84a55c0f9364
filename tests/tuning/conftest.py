"""Two small units, of which one is short of people."""

import pytest

from tbkk_sim.settings import Settings
from tests.builders import small_settings


@pytest.fixture
def short_of_people(fastest) -> Settings:
    """The coast has most of the reports and few of the posts; half a year of them."""
    return small_settings(
        {
            "engine": fastest,
            "demand.unit_share": {"capital": 0.3, "coast": 0.7},
            "staffing.units.capital.posts": 9,
            "staffing.units.coast.posts": 4,
            "triage.enabled": False,
            "run.end": "2021-06-30",
        }
    )
