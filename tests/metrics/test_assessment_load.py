"""Hours that persons and assessment ask for, in a world of a few reports that can be counted by hand."""

import numpy as np

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.key_figures.demand import DemandedHours, demand
from tbkk_sim.model.parameters import compile_parameters
from tests.engine.hand_made import ENRICH, LIGHT, SEARCH, SERIOUS, Member, Report, hand_made, made_world

ASSESSED = {"triage.assessment.enabled": True}
WORK = {"steps": [(SEARCH, 10.0)], "by_system": True, "assessment_hours": 2.0}


def asked(*reports: Report) -> DemandedHours:
    settings = hand_made(ASSESSED)
    world, parameters = made_world(reports, [Member()]), compile_parameters(settings)
    return demand(Ledger(world, parameters, simulate(world, parameters, engine="simpy")))


def hours(part: np.ndarray) -> tuple[float, float]:
    """Of enrichment and of search."""
    by_skill = part.sum(axis=(1, 2, 3))
    return float(by_skill[ENRICH]), float(by_skill[SEARCH])


def test_assessment_is_part_of_severe_work_and_judging_whatever_the_case_is():
    found = asked(Report(**WORK, case_class=LIGHT), Report(1.0, **WORK, case_class=SERIOUS))
    assert hours(found.severe) == (4.0, 10.0)
    assert hours(found.all) == (4.0, 20.0)


def test_a_person_asks_for_it_once_and_a_case_that_is_none_asks_for_no_work():
    """The second is on the same person; of the others one is closed in triage, one by its unit, one untraceable."""
    found = asked(
        Report(**WORK, case_class=SERIOUS),
        Report(1.0, **WORK, case_class=SERIOUS, person=0),
        Report(2.0, **WORK, case_class=SERIOUS, triaged_class=0),
        Report(3.0, **WORK, case_class=SERIOUS, assessed_class=0),
        Report(4.0, **WORK, case_class=SERIOUS, trace_until_days=0.0),
    )
    assert hours(found.severe) == (6.0, 10.0)


def test_a_case_that_seems_severe_counts_with_a_full_investigation_of_what_it_is():
    found = asked(Report(**WORK, case_class=LIGHT, assessed_class=SERIOUS))
    assert (hours(found.severe), hours(found.all)) == ((2.0, 0.0), (2.0, 10.0))
