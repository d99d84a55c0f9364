"""Severe cases among reports of which a unit hears the one who makes them: hidden by what it judges, not before."""

import numpy as np

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants import check
from tbkk_sim.runs.replication import Simulation
from tests.builders import SOONEST, small_settings
from tests.rows import every_row

HEARD = {
    "engine": SOONEST,
    "run.start": "2021-02-01",
    "run.end": "2021-02-28",
    "demand.streams.image.hearing_hours_mean": 2.0,
    "demand.streams.image.mix": {"serious": {"share": 0.1}, "light": {"share": 0.5}},
}


@every_row(("sensitivity", "hides"), [(1.0, False), (0.5, True)])
def test_a_unit_that_judges_rightly_hides_no_severe_case_of_those_it_hears(sensitivity, hides):
    """Until it has heard them all count as light cases, the usual ones of this stream."""
    assessed = {"enabled": True, "step": "enrich", "hours_mean": 1.0, "sensitivity": sensitivity, "specificity": 1.0}
    simulation = Simulation(small_settings({**HEARD, "triage.assessment": assessed}))
    world = simulation.draw(0)
    ledger = Ledger(world, simulation.parameters, simulate(world, simulation.parameters, "compiled"))
    assert np.count_nonzero(world.reports.true_class == 2) > 5
    assert bool(len(ledger.hidden.report)) is hides
    assert not check.find_violations(ledger)
