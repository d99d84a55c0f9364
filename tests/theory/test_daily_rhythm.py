"""A queue whose customers come by the hour of the day, against an independent account of the same queue.

Rates by hour of an emergency department, 6 to 24 h: `ed_arrivals_scenario1.csv` of treat-sim (T. Monks, MIT licence,
https://github.com/pythonhealthdatascience/stars-treat-sim), which follows Nelson (2013). At the peak 31 customers an
hour come to 12 servers of one an hour; on average there are 9.5 an hour.
"""

import numpy as np
import pytest

from tbkk_sim.model.event_records import Event
from tbkk_sim.settings import Settings
from tests.builders import changed
from tests.theory import oracles
from tests.theory.sampling import assert_mean, run
from tests.theory.textbook import Customers, textbook

PER_HOUR = [0.0] * 6 + [
    1.367, 1.8, 7.833, 9.433, 13.8, 25.267, 30.4, 17.067, 17.467,
    13.033, 12.6, 30.867, 19.033, 12.5, 6.3, 4.067, 2.2, 2.1,
]  # fmt: skip
SERVERS, DAYS, REPLICATIONS = 12, 60, 12


def emergency_department(*, by_hour: bool) -> Settings:
    settings = textbook(Customers(sum(PER_HOUR) / 24), servers=SERVERS, hours=DAYS * 24)
    factors = dict(enumerate(PER_HOUR)) if by_hour else {}
    asked = changed(settings.model_dump(), {"demand.streams.door.hour_factors": factors})
    return Settings.model_validate(asked)


def waits(settings: Settings, replication: int) -> np.ndarray:
    """Hours that each customer waits, of those served."""
    world, log = run(settings, replication)
    started = log.select(Event.STARTED)
    hours: np.ndarray = (started["time_seconds"] - world.reports.arrived_seconds[started["report"]]) / 3600
    return hours


@pytest.mark.slow
def test_a_peak_of_the_day_makes_customers_wait_who_would_not_if_they_came_evenly() -> None:
    """Mean wait 3.06 hours and 90th percentile 6.2, by a program of its own (ten runs of 60 days)."""
    found = [waits(emergency_department(by_hour=True), replication) for replication in range(REPLICATIONS)]
    assert_mean(np.array([hours.mean() for hours in found]), 3.06, "mean wait")
    assert np.quantile(np.concatenate(found), 0.9) == pytest.approx(6.2, rel=0.04)
    even = np.array([waits(emergency_department(by_hour=False), replication).mean() for replication in range(3)])
    assert even.mean() == pytest.approx(oracles.wait_hours(sum(PER_HOUR) / 24, 1.0, SERVERS), rel=0.2)
    assert even.mean() < 0.2
