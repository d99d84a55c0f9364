"""Discrete-event workload simulator for the Dutch TBKK teams: queues, hours, people and plans."""

from typing import Any

__version__ = "0.1.0"

__all__ = ["Settings", "__version__", "run_experiment", "simulate"]

_HOMES = {
    "Settings": "tbkk_sim.settings",
    "simulate": "tbkk_sim.runs.replication",
    "run_experiment": "tbkk_sim.runs.runner",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that `import tbkk_sim` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'tbkk_sim' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
