"""Discrete-event workload simulator for the Dutch TBKK teams: queues, hours, people and plans.

`load` gives the settings of a run, `run` simulates it, `open_run` opens one that is kept, `compare` sets runs side by
side and `tune` answers a question about staffing. These names, and the classes of what they return, are the public API;
all packages within are internal and may change at any time.

    import tbkk_sim as ts

    run = ts.run(ts.load("growth", overrides={"run": "smoke"}))
    run.summary
"""

from typing import TYPE_CHECKING

from tbkk_sim.version import __version__

if TYPE_CHECKING:
    from tbkk_sim.api.comparing import ComparedRuns, compare
    from tbkk_sim.api.loading import load
    from tbkk_sim.api.running import Run, open_run, run
    from tbkk_sim.api.tuning import TuningAnswer, tune
    from tbkk_sim.api.weeks import UnitWeek
    from tbkk_sim.problem import CannotGoOnError, SettingsError
    from tbkk_sim.settings import Settings

__all__ = [
    "CannotGoOnError",
    "ComparedRuns",
    "Run",
    "Settings",
    "SettingsError",
    "TuningAnswer",
    "UnitWeek",
    "__version__",
    "compare",
    "load",
    "open_run",
    "run",
    "tune",
]

if not TYPE_CHECKING:  # a type checker would take any name for one that is there
    _HOMES = {
        "CannotGoOnError": "problem",
        "ComparedRuns": "api.comparing",
        "Run": "api.running",
        "Settings": "settings",
        "SettingsError": "problem",
        "TuningAnswer": "api.tuning",
        "UnitWeek": "api.weeks",
        "compare": "api.comparing",
        "load": "api.loading",
        "open_run": "api.running",
        "run": "api.running",
        "tune": "api.tuning",
    }

    def __getattr__(name):
        """Import a public name when it is first used, so that `import tbkk_sim` stays quick."""
        if name not in _HOMES:
            raise AttributeError(f"module 'tbkk_sim' has no attribute '{name}'")
        from importlib import import_module

        value = getattr(import_module(f"tbkk_sim.{_HOMES[name]}"), name)
        globals()[name] = value
        return value

    def __dir__():
        """Return the public names."""
        return __all__
