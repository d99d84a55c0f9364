"""How time passes: a deterministic function from world and rules to facts."""

from tbkk_sim.engine.simulate import ENGINES, make_ready, simulate

__all__ = ["ENGINES", "make_ready", "simulate"]
