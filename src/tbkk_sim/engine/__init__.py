"""How time passes: a deterministic function from world and rules to facts."""

from tbkk_sim.engine.simulate import ENGINES, engine_for, simulate

__all__ = ["ENGINES", "engine_for", "simulate"]
