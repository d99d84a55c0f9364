"""How time passes: a deterministic function from world and rules to facts."""

from tbkk_sim.engine.simulate import simulate

__all__ = ["simulate"]
