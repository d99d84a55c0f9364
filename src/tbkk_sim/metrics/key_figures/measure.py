"""Measurement: a ledger becomes the values of a frame, and a tidy table."""

from typing import TYPE_CHECKING

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.frame import Frame, frame_of
from tbkk_sim.metrics.grid import finite_or_nan, grid_of
from tbkk_sim.metrics.key_figures.capacity import capacity
from tbkk_sim.metrics.key_figures.chain import chain
from tbkk_sim.metrics.key_figures.costs import costs
from tbkk_sim.metrics.key_figures.examination import examination
from tbkk_sim.metrics.key_figures.flows import flows
from tbkk_sim.metrics.key_figures.hours import hours
from tbkk_sim.metrics.key_figures.milestones import milestones
from tbkk_sim.metrics.key_figures.staff import staff
from tbkk_sim.metrics.key_figures.triage import triage
from tbkk_sim.metrics.key_figures.waiting import has_norm, waiting
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.sampling.world import World

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("replication", "period", "team", "priority_class", "key_figure", "value")


def frame_of_run(parameters: Parameters) -> Frame:
    """Return the rows that each replication of a run has."""
    return frame_of(grid_of(parameters), has_norm(parameters), parameters.monthly)


def measure(ledger: Ledger, frame: Frame) -> Floats:
    """The values of all rows of the frame; NaN: nothing to measure, inf: no number is large enough."""
    of_flows = flows(ledger)
    of_chain = milestones(ledger) | chain(ledger)
    figures = of_flows | triage(ledger) | waiting(ledger) | examination(ledger) | hours(ledger) | of_chain
    return frame.values(figures | staff(ledger, of_flows["in_hand_mean"]) | capacity(ledger) | costs(ledger))


def key_figures(world: World, parameters: Parameters, log: EventLog) -> "pd.DataFrame":
    """Key figures of one replication: replication, period, team, priority_class, key_figure, value."""
    frame = frame_of_run(parameters)
    return tidy(frame, world.replication, measure(Ledger(world, parameters, log), frame))


def tidy(frame: Frame, replication: int, values: Floats) -> "pd.DataFrame":
    """A tidy table of one replication.

    Rows with nothing to measure are left out. A row whose value is NaN stands for more than any number: a wait that too
    few cases came to the end of, or work for which nobody is there (see KeyFigure.no_number).
    """
    import pandas as pd

    rows = np.flatnonzero(~np.isnan(values))
    grid = frame.grid
    return pd.DataFrame(
        {
            "replication": np.full(len(rows), replication, dtype=np.int32),
            "period": pd.Categorical.from_codes(frame.period[rows], pd.Index(grid.periods)),
            "team": pd.Categorical.from_codes(frame.team[rows], pd.Index(grid.teams)),
            "priority_class": pd.Categorical.from_codes(frame.priority_class[rows], pd.Index(grid.classes)),
            "key_figure": pd.Categorical.from_codes(frame.key_figure[rows], pd.Index([f.name for f in frame.figures])),
            "value": finite_or_nan(values[rows]),
        }
    )
