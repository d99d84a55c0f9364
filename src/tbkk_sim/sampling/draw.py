"""One replication: all that is random, drawn before the clock starts."""

from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np

from tbkk_sim.arrays import Bytes
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.seconds import NEVER_SECONDS
from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.memory import keep_memory
from tbkk_sim.sampling.parameters import ReportParameters, compile_reports
from tbkk_sim.sampling.reports.arrivals import Arrivals, in_order, reported
from tbkk_sim.sampling.reports.casework import DrawnCasework, draw_casework
from tbkk_sim.sampling.reports.classes import CaseworkParameters
from tbkk_sim.sampling.reports.demand import flows, unit_shares
from tbkk_sim.sampling.reports.large_cases import draw_large_cases
from tbkk_sim.sampling.reports.own_work import draw_own_work
from tbkk_sim.sampling.reports.persons import draw_further_reports, rows_of_persons
from tbkk_sim.sampling.reports.proactive import draw_proactive
from tbkk_sim.sampling.reports.returns import draw_returns
from tbkk_sim.sampling.reports.stock import draw_stock
from tbkk_sim.sampling.reports.triage import judge
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.sampling.world import Reports, Steps, World, append_rows, n_rows
from tbkk_sim.settings import Settings


def draw_world(
    settings: Settings,
    replication: int,
    drawn: tuple[Reports, Steps] | None = None,
) -> World:
    """Draw the world of a replication.

    Args:
        settings: All inputs.
        replication: Number of the replication.
        drawn: Its reports and their steps, if they have been drawn already.

    Raises:
        SettingsError: the run asks for a year of reports that the settings do not have, or no unit has a share.
    """
    reports, steps = draw_reports(compile_reports(settings), replication) if drawn is None else drawn
    people, shifts, posts = draw_workforce(settings, replication)
    return World(replication, reports, steps, people, shifts, posts)


def draw_reports(parameters: ReportParameters, replication: int) -> tuple[Reports, Steps]:
    """Draw all reports, proactive cases, stock and own work of the pools, with their steps.

    Args:
        parameters: All from which they are drawn.
        replication: Number of the replication.
    """
    keep_memory()
    work, chance = parameters.casework, Chance(parameters.seed, replication)
    arrivals = in_order(_all_arrivals(parameters, chance))
    triaging = judge(parameters.triage, arrivals, chance)
    casework, steps = draw_casework(work, arrivals, triaging.assessed_class, chance)
    following, returns = draw_returns(parameters.recurrences, work, arrivals, triaging.assessed_class, casework, chance)
    judged_returns = judge(parameters.triage, returns, chance)
    casework, steps = _with_work_of_returns(work, casework, steps, returns, judged_returns.assessed_class, chance)
    arrivals = append_rows(arrivals, replace(returns, arrived_seconds=np.full(len(returns), NEVER_SECONDS)))
    triaging = append_rows(triaging, judged_returns)
    parts = (arrivals, triaging, casework, following)
    columns = {column.name: getattr(part, column.name) for part in parts for column in fields(part)}
    columns["person"] = rows_of_persons(arrivals)
    return Reports(**{column.name: columns[column.name] for column in fields(Reports)}), steps


def _with_work_of_returns(
    work: CaseworkParameters,
    casework: DrawnCasework,
    steps: Steps,
    returns: Arrivals,
    seen_as: Bytes,
    chance: Chance,
) -> tuple[DrawnCasework, Steps]:
    """The work of all cases and, at the end, that of the returns, whose time to expiry counts from their arrival."""
    more, more_steps = draw_casework(work, returns, seen_as, chance)
    expires = more.expires_seconds
    more = replace(
        more,
        expires_seconds=np.where(expires == NEVER_SECONDS, expires, expires - returns.arrived_seconds),
        first_step=more.first_step + np.int32(n_rows(steps)),
    )
    return append_rows(casework, more), append_rows(steps, more_steps)


def _all_arrivals(parameters: ReportParameters, chance: Chance) -> Iterator[Arrivals]:
    names, shares = parameters.names, unit_shares(parameters.demand, chance)
    triage = parameters.triage.enabled
    for flow in flows(parameters.demand, chance):
        if triage or flow.case_class != CLOSED_CLASS:
            first = reported(flow, shares.pace(flow.case_class), chance, triage=triage)
            yield first
            yield from draw_further_reports(parameters.demand.persons, first, chance)
    yield from draw_large_cases(parameters.large_cases, names, chance)
    yield from draw_proactive(parameters.proactive, names, shares, chance)
    yield from draw_stock(parameters.stock, names, shares, chance)
    yield from draw_own_work(parameters.own_work, names, chance)
