"""The chain around the teams: others on whom their work waits."""

from tbkk_sim.settings.chain.examination import Examination
from tbkk_sim.settings.schema import Schema


class Chain(Schema):
    """The chain around the teams."""

    examination: Examination = Examination()
    """Examination of devices in a laboratory."""
