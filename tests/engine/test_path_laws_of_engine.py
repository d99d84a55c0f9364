"""The path laws hold exactly on every path of the engine, whatever rules are on."""

import numpy as np
import pytest

from tbkk_sim.domain.facts import Fact
from tbkk_sim.experiment.replication import simulate
from tests.engine.small_worlds import RULES, small_world

SHOWN_BY = {
    "absence": (Fact.ABSENT, Fact.BACK, Fact.INTERRUPTED),
    "turnover": (Fact.LEFT, Fact.PACED),
    "upgrades": (Fact.RECLASSIFIED,),
    "misjudged": (Fact.RECLASSIFIED,),
    "steering": (Fact.STEERED,),
    "specialists": (Fact.ASSISTED, Fact.RELEASED, Fact.HELD),
    "everything": (Fact.ABSENT, Fact.LEFT, Fact.PACED, Fact.RECLASSIFIED, Fact.STEERED, Fact.HELD, Fact.INTERRUPTED),
}
"""Facts that prove that a rule was put to use."""


@pytest.mark.slow
@pytest.mark.parametrize("rules", RULES)
def test_path_laws(rules: str) -> None:
    """Reading the ledger checks all laws, and raises with what is broken."""
    for replication in (0, 1):
        run = simulate(small_world(rules), replication)
        assert len(run.ledger.cases.report) > 300
        kinds = np.unique(run.log.rows["kind"])
        assert {int(kind) for kind in SHOWN_BY.get(rules, ())} <= set(kinds.tolist())
