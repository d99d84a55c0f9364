"""What a simulated queue says, and when it agrees with theory."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from tbkk_sim.engine.simulate import COMPILED, SIMPY, simulate
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import SECONDS_PER_HOUR
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from tests.builders import first_days
from tests.theory.textbook import HOURS_PER_DAY, Customers, textbook

FALSE_ALARM = 1e-4
"""Chance that a right program fails a comparison."""
PRECISION = 0.015
"""Standard error, relative to theory, that a comparison must reach: a bias of 6 % cannot hide."""
BATCHES = 100
WARM_UP_HOURS = 240
"""Of the queues below, which start empty and forget it within some ten hours."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Queue:
    """One long run of a textbook queue, a row a customer who came between the warm-up and an end as long.

    One in some thousands asks for less than half a second, which is no work: nobody serves them, and they are left out.
    """

    classes: tuple[Customers, ...]
    from_hours: float
    until_hours: float
    case_class: NDArray[np.int8]
    """0 goes first."""
    arrived_hours: Floats
    work_hours: Floats
    wait_hours: Floats
    """NaN: not taken up."""
    lead_hours: Floats
    """From arrival to the end, however it ended."""
    done: NDArray[np.bool_]

    def assert_mean(self, values: Floats, theory: float, what: str, only_class: int | None = None) -> None:
        """The mean over the customers (of one class) agrees with theory.

        The error comes from batches in time, as customers in a row fare alike. Two things that the batches share and
        of which theory knows the mean are taken out by regression: customers and work that came (control
        variates, Lavenberg and Welch 1981). It halves the variance.
        """
        edges = np.linspace(self.from_hours, self.until_hours, BATCHES + 1)
        batch = np.clip(np.searchsorted(edges, self.arrived_hours, side="right") - 1, 0, BATCHES - 1)
        length = edges[1] - edges[0]
        came = np.bincount(batch, minlength=BATCHES) / length - sum(c.per_hour for c in self.classes)
        work = np.bincount(batch, self.work_hours, minlength=BATCHES) / length
        work -= sum(c.per_hour * c.mean_hours for c in self.classes)
        of_class = slice(None) if only_class is None else self.case_class == only_class
        total = np.bincount(batch[of_class], values[of_class], minlength=BATCHES)
        number = np.bincount(batch[of_class], minlength=BATCHES)
        mean = total.sum() / number.sum()
        of_batch = mean + (total - mean * number) / number.mean()  # of a ratio of two sums
        known = np.column_stack((np.ones(BATCHES), came, work))
        effect = np.linalg.lstsq(known, of_batch, rcond=None)[0]
        freedom = BATCHES - known.shape[1]
        variance = ((of_batch - known @ effect) ** 2).sum() / freedom
        error = np.sqrt(variance * np.linalg.inv(known.T @ known)[0, 0])
        _assert_agrees(float(effect[0]), float(error), freedom, theory, what)


def queue(*classes: Customers, hours: float, **how: Any) -> Queue:
    """Simulate a textbook queue for so many hours."""
    settings = textbook(*classes, hours=hours, **how)
    world, log = run(settings)
    arrived = world.reports.arrived_seconds / SECONDS_PER_HOUR
    first_work, end = np.full(len(arrived), np.nan), np.full(len(arrived), np.nan)
    done = np.zeros(len(arrived), dtype=np.bool_)
    started, finished, ended = log.select(Event.STARTED), log.select(Event.FINISHED), log.select(Event.ENDED)
    first_work[started["report"]] = started["time_seconds"] / SECONDS_PER_HOUR
    end[ended["report"]] = ended["time_seconds"] / SECONDS_PER_HOUR
    done[finished["report"]] = True
    until_hours = settings.run.horizon_days * HOURS_PER_DAY - WARM_UP_HOURS
    work_hours = world.steps.hours[world.reports.first_step]
    kept = (arrived >= WARM_UP_HOURS) & (arrived < until_hours) & (work_hours > 0)
    return Queue(
        classes=classes,
        from_hours=WARM_UP_HOURS,
        until_hours=until_hours,
        case_class=world.reports.true_class[kept] - 1,
        arrived_hours=arrived[kept],
        work_hours=work_hours[kept],
        wait_hours=(first_work - arrived)[kept],
        lead_hours=(end - arrived)[kept],
        done=done[kept],
    )


def run(settings: Settings, replication: int = 0) -> tuple[World, EventLog]:
    """One future of these settings, by the compiled engine; over the first tenth of the days the other one agrees."""
    if replication == 0:
        assert_engines_agree(first_days(settings, max(settings.run.horizon_days // 10, 30)))
    world = draw_world(settings, replication)
    return world, simulate(world, compile_parameters(settings), COMPILED)


def assert_engines_agree(settings: Settings) -> None:
    world, parameters = draw_world(settings, 0), compile_parameters(settings)
    logs = [simulate(world, parameters, engine) for engine in (SIMPY, COMPILED)]
    assert len(logs[0]) > 0
    np.testing.assert_array_equal(logs[0].rows, logs[1].rows)


def assert_mean(values: Floats, theory: float, what: str) -> None:
    """Independent values have the mean that theory gives, as far as chance allows."""
    n = len(values)
    _assert_agrees(float(values.mean()), float(values.std(ddof=1) / np.sqrt(n)), n - 1, theory, what)


def _assert_agrees(mean: float, error: float, freedom: int, theory: float, what: str) -> None:
    says = f"{what}: {mean:.5g} (standard error {error:.2g}) against {theory:.5g}"
    assert error < PRECISION * abs(theory), f"{says}: too few customers to tell"
    off = abs(mean - theory) / error
    assert off < stats.t.ppf(1 - FALSE_ALARM / 2, freedom), f"{says}: {off:.1f} standard errors off"
