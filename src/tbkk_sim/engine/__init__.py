"""Simulation of one replication: a deterministic function from world and rules to an event log."""

from tbkk_sim.engine.simulate import ENGINES, engine_for, simulate

__all__ = ["ENGINES", "engine_for", "simulate"]
