"""Workload that drives people away: the load of a future decides who leaves, and who leaves decides the load."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tbkk_sim.domain.calendar import month_starts
from tbkk_sim.domain.facts import EventLog
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.experiment.frame import Frame
from tbkk_sim.experiment.grid import Floats
from tbkk_sim.experiment.key_figures.measure import frame_of_run, measure, tidy
from tbkk_sim.experiment.ledger import open_ledger
from tbkk_sim.settings import Settings
from tbkk_sim.world.workforce import draw_workforce
from tbkk_sim.world.world import World

LetTimePass = Callable[[World], EventLog]


def is_on(settings: Settings) -> bool:
    """Whether workload makes people leave."""
    return settings.staffing.turnover.workload_leaving > 0


def settle(settings: Settings, rulebook: Rulebook, world: World, let_time_pass: LetTimePass) -> tuple[World, EventLog]:
    """Let time pass, make those leave whom the load drives away, and again until nobody else leaves.

    People have their thresholds from the start, so nothing new is drawn. Who leaves in a month depends on the months
    before it only; so each round settles at least one month more, and there are at most as many rounds as months.
    """
    monthly = settings.model_copy(update={"run": settings.run.model_copy(update={"monthly": True})})
    frame = frame_of_run(monthly, rulebook)
    log = let_time_pass(world)
    for _ in month_starts(settings.run.start, settings.run.horizon_days):
        pressure = pressure_of(monthly, rulebook, frame, world, log)
        people, stints, posts = draw_workforce(settings, world.replication, pressure)
        if np.array_equal(people.left_days, world.people.left_days):
            break
        world = replace(world, people=people, stints=stints, posts=posts)
        log = let_time_pass(world)
    return world, log


def pressure_of(settings: Settings, rulebook: Rulebook, frame: Frame, world: World, log: EventLog) -> Floats:
    """Load above 1 of [unit, month of the run], felt a month later; 0 where nobody was there to measure it by."""
    rows = tidy(frame, world.replication, measure(open_ledger(settings, world, rulebook, log), frame))
    rows = rows[
        (rows.key_figure == "load") & (rows.priority_class == "all") & rows.period.astype(str).str.contains("-")
    ]
    table = rows.pivot_table(index="team", columns="period", values="value", observed=True)
    starts = month_starts(settings.run.start, settings.run.horizon_days)[:-1]
    months = [f"{settings.run.start + dt.timedelta(days=int(day)):%Y-%m}" for day in starts]
    table.columns = table.columns.astype(str)
    table = table.reindex(index=list(rulebook.names.units), columns=months)
    load: Floats = np.nan_to_num(table.to_numpy(dtype=float), nan=1.0)
    felt = np.zeros_like(load)
    felt[:, 1:] = np.maximum(load[:, :-1] - 1.0, 0.0)
    return felt
