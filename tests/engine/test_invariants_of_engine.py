"""The invariants hold exactly on every path of the engine, whatever rules are on."""

import numpy as np
import pytest

from tbkk_sim.model.event_records import Event
from tbkk_sim.runs.replication import simulate
from tests.engine.small_worlds import RULES, small_world

SHOWN_BY = {
    "absence": (Event.ABSENT, Event.BACK, Event.INTERRUPTED),
    "turnover": (Event.LEFT, Event.PACED),
    "upgrades": (Event.RECLASSIFIED,),
    "misjudged": (Event.RECLASSIFIED,),
    "steering": (Event.STEERED,),
    "specialists": (Event.ASSISTED, Event.RELEASED, Event.HELD),
    "everything": (
        Event.ABSENT,
        Event.LEFT,
        Event.PACED,
        Event.RECLASSIFIED,
        Event.STEERED,
        Event.HELD,
        Event.INTERRUPTED,
    ),
}
"""Events that prove that a rule was put to use."""


@pytest.mark.slow
@pytest.mark.parametrize("rules", RULES)
def test_path_laws(rules: str) -> None:
    """Reading the ledger checks all laws, and raises with what is broken."""
    run = simulate(small_world(rules), 0, "compiled")
    assert len(run.ledger.cases.report) > 300
    kinds = np.unique(run.log.rows["kind"])
    assert {int(kind) for kind in SHOWN_BY.get(rules, ())} <= set(kinds.tolist())
