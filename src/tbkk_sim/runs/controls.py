"""The causes that are controls: cases reported, hours of work offered, posts vacant; and their known means."""

from dataclasses import dataclass, replace

import numpy as np

from tbkk_sim.arrays import Codes, Floats
from tbkk_sim.metrics.frame import Frame
from tbkk_sim.model.expected_hours import hours_of_members
from tbkk_sim.model.names import names_of
from tbkk_sim.runs import workload_leaving
from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.reports.demand import compile_demand, flows
from tbkk_sim.sampling.reports.large_cases import compile_large_cases, expected_victims
from tbkk_sim.sampling.workforce.headcount import headcount
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.settings import Settings
from tbkk_sim.settings.run import Wanted
from tbkk_sim.stats.control_variates import KnownMeans
from tbkk_sim.stats.precision import rows_of

DRAWS = 300
"""Workforces that are drawn, and not put to work, to know the mean number of vacant posts."""
FIRST_DRAW = 1_000_000_000
"""Number of the first of these replications: beyond those of any run, so independent of them."""


@dataclass(frozen=True, slots=True)
class Controls:
    """Three controls as sums over rows of the frame, of all units together over the whole run.

    Cases reported; hours offered: the same, each with the mean hours of its class (cumulative rate times mean
    handling); posts vacant at any one time, which are vacant post-years but for the length of the run.
    """

    rows: Codes
    weights: Floats
    """[row, control]."""
    means: KnownMeans

    def compute(self, values: Floats) -> Floats:
        """The controls [replication, control], from the values of the rows [replication, row]; no value counts as 0."""
        return np.nan_to_num(values) @ self.weights


NO_CONTROLS = Controls(np.zeros(0, dtype=np.intp), np.zeros((0, 0)), KnownMeans(np.zeros(0), np.zeros((0, 0))))
"""A mean is then known by its replications alone."""


def controls_of(settings: Settings, frame: Frame, draws: int = DRAWS) -> Controls:
    """Make the controls ready; the means of the first two follow from the settings, that of the last from draws.

    Where workload makes people leave, posts vacant are no control: their mean is not known before time passes.
    """
    classes = settings.casework.classes
    wanted = [Wanted(key_figure="reports_in", priority_class=name) for name in classes]
    hours = [sum(hours_of_members(settings.casework, classes[name]).values()) for name in classes]
    weights = np.zeros((len(classes) + 1, 3))
    of_draws = not workload_leaving.is_on(settings)
    weights[:-1, 0], weights[:-1, 1], weights[-1, 2] = 1.0, hours, float(of_draws)
    expected = expected_cases(settings)
    reported = np.array([expected.get(name, 0.0) for name in classes])
    vacant = np.array([posts_vacant(settings, FIRST_DRAW + number) if of_draws else 0.0 for number in range(draws)])
    covariance = np.zeros((3, 3))
    covariance[2, 2] = vacant.var(ddof=1) / draws
    mean = np.append(reported @ weights[:-1, :2], vacant.mean())
    rows = rows_of(frame, (*wanted, Wanted(key_figure="vacancy_fte")))
    return Controls(rows, weights, KnownMeans(mean, covariance))


def expected_cases(settings: Settings) -> dict[str, float]:
    """The mean number of reports of each class of cases over the run, by what they truly are."""
    names = names_of(settings)
    steady = replace(compile_demand(settings, names), week_cv=0.0)  # weeks vary around a factor of 1
    expected = dict.fromkeys(names.classes[1:-1], 0.0)
    for flow in flows(steady, Chance(settings.seed, FIRST_DRAW)):
        if (name := names.classes[flow.case_class]) in expected:
            expected[name] += float(flow.expected[-1]) + flow.further
    for large in compile_large_cases(settings, names):
        expected[names.classes[large.case_class]] += expected_victims(large)
    return expected


def posts_vacant(settings: Settings, replication: int) -> float:
    """Posts vacant at any one time in one replication, of all units together."""
    names = names_of(settings)
    days = np.arange(settings.run.horizon_days, dtype=float)
    heads = headcount(days, *draw_workforce(settings, replication), len(names.teams))
    return float(heads.vacancy_fte[:, : len(names.units)].sum(axis=1).mean())
