"""Key figures: from the events of one replication to numbers per period, team and class."""

from tbkk_sim.metrics.key_figures.measure import key_figures

__all__ = ["key_figures"]
