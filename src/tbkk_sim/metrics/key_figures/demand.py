"""Hours that the work which came in asks for: severe work and judging, then what was agreed, then all of it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Floats, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.treatments import finds, steps_of_treatment, treatments_without_pressure
from tbkk_sim.model.seconds import hours_of
from tbkk_sim.model.treatment import FULL, NOTHING
from tbkk_sim.sampling.world import BY_HAND


@dataclass(frozen=True, slots=True)
class Demand:
    """Hours of the work that arrived within the run; stock is left out.

    Each is [skill, month, team in whose queue, true class] and holds the one before. Cases count as they are treated
    without pressure. What work on a case discovers counts once the case is opened, in a treatment that finds it.
    """

    severe: Floats
    """Judging, severe cases, and severe work that opened cases turned out to be."""
    agreed: Floats
    """And, of each unit and class of the portfolio, as many cases of a year as it owes by the agreements, if so many
    came in."""
    all: Floats
    """And all other cases of the portfolio."""
    undiscovered: Floats
    """Hours that are in none of these: of severe work that a full investigation would find in cases that were not
    opened by the end of the run, or are treated in a way that does not find it."""


class _Work(NamedTuple):
    """Pieces of work: of which report, of which skill, and how much."""

    report: Codes
    skill: Numbers
    seconds: Numbers


def demand(ledger: Ledger) -> Demand:
    """Return the hours demanded in a replication, those of its discoveries as its events tell."""
    parameters, reports, tasks = ledger.parameters, ledger.world.reports, ledger.tasks
    arrived = ledger.arrived_seconds
    came = (arrived >= 0) & (arrived < parameters.horizon_seconds)
    severe = parameters.classes.severe
    treatment = treatments_without_pressure(reports, parameters.classes, parameters.returns_stream)
    discovered_from = _discovered_from(ledger)
    step = np.flatnonzero(came[tasks.report_of_step])
    report, position = tasks.report_of_step[step], tasks.position[step]
    first, after = steps_of_treatment(treatment, reports)
    in_treatment = (position >= first[report]) & (position < after[report])
    after_discovery = position >= discovered_from[report]
    asked = np.flatnonzero(in_treatment | after_discovery)
    of_step = np.where(after_discovery, ledger.world.steps.upgraded_work_seconds[step], tasks.drawn_seconds[step])
    is_severe = severe[reports.true_class[report]]
    is_severe |= after_discovery & severe[reports.upgrade_class[report]]

    def work(rows: Codes) -> _Work:
        return _Work(report[rows], tasks.skill[step[rows]], of_step[rows])

    by_hand = np.flatnonzero(came & (reports.triaged_by == BY_HAND))
    judging = _Work(by_hand, np.zeros(len(by_hand), dtype=np.int8), reports.triage_seconds[by_hand])
    severe_work, portfolio = work(asked[is_severe[asked]]), work(asked[~is_severe[asked]])
    first_part = _hours(ledger, judging) + _hours(ledger, severe_work)
    owed = _owed_part(ledger, came & (treatment != NOTHING))
    agreed_part = portfolio._replace(seconds=portfolio.seconds * owed[portfolio.report])
    not_found = (reports.upgrade_after >= 0) & (discovered_from >= reports.n_steps)
    hidden = np.flatnonzero(not_found[report] & (position > reports.upgrade_after[report]))
    of_hidden = _Work(report[hidden], tasks.skill[step[hidden]], ledger.world.steps.upgraded_work_seconds[step[hidden]])
    return Demand(
        severe=first_part,
        agreed=first_part + _hours(ledger, agreed_part),
        all=first_part + _hours(ledger, portfolio),
        undiscovered=_hours(ledger, of_hidden).sum(axis=0),
    )


def _discovered_from(ledger: Ledger) -> Numbers:
    """Position from which the steps of each report are those of something worse, if it is opened and that is found.

    Of a report that nobody has opened, or of which the treatment does not find it, the number of its steps.
    """
    reports, treatments, severe = ledger.world.reports, ledger.treatments, ledger.parameters.classes.severe
    opened = np.zeros(len(reports.key), dtype=np.bool_)
    opened[ledger.cases.report[ledger.cases.taken_up]] = True
    by_lighter = (treatments.first != FULL) & finds(treatments.first, reports) & ~severe[reports.true_class]
    by_full = (treatments.last == FULL) & (reports.upgrade_class >= 0)
    after = np.where(by_lighter, reports.full_from, reports.upgrade_after.astype(np.int16) + 1)
    return np.where(opened & (by_lighter | by_full), after, reports.n_steps)


def _owed_part(ledger: Ledger, treated: Flags) -> Floats:
    """Part of the hours of each report that an agreement asks for: cases owed to cases that came, at most 1.

    By year, unit and true class, of the cases that came to be treated in any way.
    """
    parameters, reports = ledger.parameters, ledger.world.reports
    starts = parameters.agreements.year_starts_seconds
    within = np.minimum(starts[1:], parameters.horizon_seconds) - np.maximum(starts[:-1], 0)
    owed = parameters.agreements.agreed * (within / np.diff(starts))[:, None, None]
    year = np.clip(np.searchsorted(starts, ledger.arrived_seconds, side="right") - 1, 0, len(within) - 1)
    cell = np.ravel_multi_index((year, reports.unit, reports.true_class), owed.shape)
    came = np.bincount(cell[treated], minlength=owed.size).reshape(owed.shape)
    part = np.divide(owed, came, out=np.zeros(owed.shape), where=came > 0)
    return np.minimum(part, 1.0).ravel()[cell]


def _hours(ledger: Ledger, work: _Work) -> Floats:
    """Hours [skill, month, team in whose queue, true class]."""
    grid, parameters, reports = ledger.grid, ledger.parameters, ledger.world.reports
    home_team = parameters.home_of(reports.unit[work.report], work.skill, ledger.arrived_seconds[work.report])
    cell = grid.cell(ledger.arrival_month[work.report], home_team, reports.true_class[work.report])
    return by_kind(grid.shape, work.skill, len(parameters.names.skills), cell, work.seconds)


def by_kind(shape: tuple[int, int, int], kind: Numbers, n_kinds: int, cell: Numbers, seconds: Numbers) -> Floats:
    """Sum up seconds of several kinds to hours [kind, month, team, class], from the numbers of their cells."""
    n_cells = int(np.prod(shape))
    sums = np.bincount(cell + kind * np.int32(n_cells), seconds, minlength=n_kinds * n_cells)
    return hours_of(sums).reshape(n_kinds, *shape)
