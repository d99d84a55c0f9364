"""How time passes: a deterministic function from world and rules to facts."""

from tbkk_sim.engine.simulate import ENGINES, simulate

__all__ = ["ENGINES", "simulate"]
