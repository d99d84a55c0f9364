"""Hours that the work which came in asks for: severe work and judging, then what was agreed, then all of it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Floats, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.treatments import (
    found_by_a_lighter_one,
    steps_of_treatment,
    treatments_without_pressure,
)
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds, hours_of
from tbkk_sim.model.selection.treatment import FULL, NOTHING
from tbkk_sim.sampling.world import BY_HAND


@dataclass(frozen=True, slots=True)
class DemandedHours:
    """Hours of the work that arrived within the run, as it is treated without pressure; stock is left out.

    Each is [skill, month, team in whose queue, class] and holds the one before. A case counts when it arrives, as what
    it truly is. What is discovered in it counts when it is found, which takes somebody who opens the case, as what it
    turned out to be: the hours that it asks for beyond those that were counted.

    What is closed by mistake or leads to nobody asks for no work of a case. A person asks for it once: further reports
    join the case, but for those that come after one that was let go, which are left out. A case that seems severe and
    is not counts with a full investigation of what it is; that is more than it would have got by its own class, and
    these hours are not told apart.
    """

    severe: Floats
    """Judging, assessment, severe cases, and severe work that was discovered."""
    agreed: Floats
    """And, of each unit and class of the portfolio, as many cases of a year as it owes by the agreements, if so many
    came in."""
    all: Floats
    """And all other cases of the portfolio."""
    undiscovered: Floats
    """Hours that are in none of these: of severe work that a full investigation finds, in cases in which it was not
    found within the run: they were not opened, not far enough yet, or treated in a way that does not find it."""


class _Work(NamedTuple):
    """Pieces of work: of which report and skill, how much, in which month and as of which class."""

    report: Codes
    skill: Numbers
    seconds: Numbers
    month: Numbers
    case_class: Numbers


def demand(ledger: Ledger) -> DemandedHours:
    """Return the hours demanded in a replication, those of its discoveries as its events tell."""
    parameters, reports, tasks = ledger.parameters, ledger.world.reports, ledger.tasks
    came, severe = ledger.came, parameters.classes.severe
    treatment = treatments_without_pressure(reports, parameters.classes, parameters.returns_stream)
    first, after = steps_of_treatment(treatment, reports)
    report, position = tasks.report_of_step, tasks.position
    passed_on = came & (reports.triaged_class > 0) & _is_first(ledger)
    opened = passed_on & (reports.assessed_class > 0) & (reports.trace_until_seconds > 0)
    step = np.flatnonzero(opened[report] & (position >= first[report]) & (position < after[report]))
    of_severe = severe[reports.true_class[report[step]]]
    portfolio = _arriving(ledger, report[step[~of_severe]], tasks.skill[step[~of_severe]], step[~of_severe])
    severe_cases = _arriving(ledger, report[step[of_severe]], tasks.skill[step[of_severe]], step[of_severe])
    by_hand = np.flatnonzero(came & (reports.triaged_by == BY_HAND))
    judging = _arriving(ledger, by_hand, np.zeros(len(by_hand), dtype=np.int8), tasks.n_steps + by_hand)
    to_assess = np.flatnonzero(passed_on & (reports.assessment_seconds > 0))
    skill = np.full(len(to_assess), parameters.assessment_skill, dtype=np.int8)
    assessing = _arriving(ledger, to_assess, skill, tasks.n_steps + to_assess)
    assessing = assessing._replace(seconds=reports.assessment_seconds[to_assess])
    in_full = np.where(ledger.arrived_seconds < 0, ledger.treatments.first, treatment) == FULL
    found, hidden = _discoveries(ledger, opened, in_full)
    is_severe = severe[found.case_class]
    of_opened = [_hours(ledger, _Work(*(column[rows] for column in found))) for rows in (is_severe, ~is_severe)]
    first_part = _hours(ledger, judging) + _hours(ledger, assessing) + _hours(ledger, severe_cases) + of_opened[0]
    owed = _owed_part(ledger, opened & (treatment != NOTHING))
    agreed = _hours(ledger, portfolio._replace(seconds=portfolio.seconds * owed[portfolio.report]))
    return DemandedHours(
        severe=first_part,
        agreed=first_part + agreed + of_opened[1],
        all=first_part + _hours(ledger, portfolio) + of_opened[1],
        undiscovered=_hours(ledger, hidden).sum(axis=0),
    )


def _is_first(ledger: Ledger) -> Flags:
    """True for each report that is the first on its person, or comes after the end of a case of that person."""
    reports = ledger.world.reports
    first: Flags = reports.person == np.arange(len(reports.person))
    first |= reports.stream == ledger.parameters.returns_stream
    return first


def _arriving(ledger: Ledger, report: Codes, skill: Numbers, task: Codes) -> _Work:
    """Work that counts when its report arrives, as what that truly is."""
    case_class = ledger.world.reports.true_class[report]
    return _Work(report, skill, ledger.tasks.drawn_seconds[task], ledger.arrival_month[report], case_class)


def _discoveries(ledger: Ledger, came: Flags, in_full: Flags) -> tuple[_Work, _Work]:
    """Return the work that was discovered, and that which is there to be discovered and was not.

    Args:
        ledger: The replication.
        came: Reports that arrived within the run and became cases.
        in_full: Reports that were to be investigated in full anyway; of others all of a full investigation is more.
    """
    reports, tasks, treatments = ledger.world.reports, ledger.tasks, ledger.treatments
    finished = np.full(len(tasks), NEVER_SECONDS)
    done = np.flatnonzero(ledger.ends.event == Event.FINISHED)
    finished[ledger.ends.task[done]] = ledger.ends.time_seconds[done]
    found_at: Seconds = np.full(len(reports.key), NEVER_SECONDS)
    in_them = np.flatnonzero((reports.upgrade_class >= 0) & (treatments.last == FULL))
    found_at[in_them] = finished[reports.first_step[in_them] + reports.upgrade_after[in_them]]
    by_lighter = found_by_a_lighter_one(treatments, reports, ledger.parameters.classes.severe)
    weighed = ledger.log.rows_of(Event.WEIGHED)  # the last one of a report is that for a full investigation
    in_order = np.full(len(reports.key), NEVER_SECONDS)
    in_order[ledger.log.reports_of(Event.WEIGHED)] = ledger.log.time_seconds[weighed]
    found_at[by_lighter] = in_order[by_lighter]

    step = np.flatnonzero(tasks.is_upgraded)
    report = tasks.report_of_step[step]
    more = ledger.world.steps.upgraded_work_seconds[step]
    beyond = np.maximum(more - np.where(in_full[report], tasks.drawn_seconds[step], 0), 0)
    found = found_at[report] < NEVER_SECONDS
    hidden = came[report] & ~found
    month = ledger.grid.month(found_at[report])
    return (
        _Work(
            report[found], tasks.skill[step[found]], beyond[found], month[found], reports.upgrade_class[report[found]]
        ),
        _Work(
            report[hidden],
            tasks.skill[step[hidden]],
            more[hidden],
            ledger.arrival_month[report[hidden]],
            reports.true_class[report[hidden]],
        ),
    )


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
    """Hours of members [skill, month, team in whose queue, class]: twice the work where two do it together."""
    grid, parameters, reports = ledger.grid, ledger.parameters, ledger.world.reports
    home_team = parameters.home_of(reports.unit[work.report], work.skill, ledger.arrived_seconds[work.report])
    cell = grid.cell(work.month, home_team, work.case_class)
    seconds = work.seconds * parameters.members_needed[work.skill]
    return by_kind(grid.shape, work.skill, len(parameters.names.skills), cell, seconds)


def by_kind(shape: tuple[int, int, int], kind: Numbers, n_kinds: int, cell: Numbers, seconds: Numbers) -> Floats:
    """Sum up seconds of several kinds to hours [kind, month, team, class], from the numbers of their cells."""
    n_cells = int(np.prod(shape))
    sums = np.bincount(cell + kind * np.int32(n_cells), seconds, minlength=n_kinds * n_cells)
    return hours_of(sums).reshape(n_kinds, *shape)
