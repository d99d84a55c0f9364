"""Milestones of investigations: when each is reached, in which class, and since when its days count."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Integers
from tbkk_sim.metrics.events.cases import Cases, are_joinings
from tbkk_sim.metrics.events.tasks import Tasks
from tbkk_sim.metrics.events.treatments import steps_of_treatment
from tbkk_sim.model.event_records import End, Event, EventLog
from tbkk_sim.model.names import FILE
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds
from tbkk_sim.model.selection.treatment import FULL, SHORT
from tbkk_sim.sampling.world import World


@dataclass(frozen=True, slots=True)
class MilestoneReached:
    """One row per case that reached a milestone; in hand at the start is none of them, since that began before the run.

    The milestones of a case are those of the investigation, full or short, with which it ends or which it has at the
    horizon: what a short one finds is investigated anew.
    """

    name: str
    case: Codes
    """Row of Cases, in order."""
    case_class: Integers
    """Class that the case had when it was reached."""
    counts_from_seconds: Seconds
    """Second from which its days count: arrival of the report, or of the one that raised it; or the discovery that made
    the case what it is."""
    reached_seconds: Seconds


@dataclass(frozen=True, slots=True)
class Beginnings:
    """One row per moment from which the days of a case count, as of the class that it has from then on."""

    unit: Integers
    case_class: Integers
    counts_from_seconds: Seconds


def read_milestones(
    world: World, log: EventLog, cases: Cases, tasks: Tasks, parameters: Parameters
) -> tuple[MilestoneReached, ...]:
    """Read when each case reached each milestone, in the order of the milestones; without any, nothing."""
    if not parameters.milestones:
        return ()
    of_units = cases.unit < len(parameters.names.units)  # pools have own work only
    followed = of_units & cases.taken_up & ~cases.in_hand_at_start & np.isin(cases.treatment, (FULL, SHORT))
    is_discovery = _is_discovery(world, log, cases)
    steps = _steps(world, log, cases, tasks, followed, is_discovery)
    found = []
    for milestone in parameters.milestones:
        case, row = _reached(steps, milestone.skill, len(cases.report))
        found.append(_at(cases, is_discovery, milestone.name, case, row, log.time_seconds[row]))
    filed = np.flatnonzero(followed & (cases.end == End.FILE_TO_OM))
    at_end = np.full(len(filed), len(log))
    return *found, _at(cases, is_discovery, FILE, filed, at_end, cases.ended_seconds[filed])


def read_beginnings(world: World, log: EventLog, cases: Cases) -> Beginnings:
    """Read the moments from which days to milestones count, of cases that were not in hand at the start."""
    came, found = np.flatnonzero(~cases.in_hand_at_start), np.flatnonzero(_is_discovery(world, log, cases))
    changes = cases.changes
    return Beginnings(
        unit=np.concatenate((cases.unit[came], cases.unit[changes.case[found]])),
        case_class=np.concatenate((cases.class_when_waiting_ended[came], changes.new_class[found])),
        counts_from_seconds=np.concatenate((cases.counts_from_seconds[came], changes.time_seconds[found])),
    )


@dataclass(frozen=True, slots=True)
class _Steps:
    """One row per step with hours of the investigation of a case, in the order in which they are done."""

    case: Codes
    skill: Integers
    finished_row: Codes
    """Event by which it was finished; -1: it was not."""


def _steps(world: World, log: EventLog, cases: Cases, tasks: Tasks, followed: Flags, is_discovery: Flags) -> _Steps:
    """The steps of the cases that are followed, as they are in force."""
    reports, case = world.reports, np.flatnonzero(followed)
    report = cases.report[case]
    first, after = (of[report].astype(np.intp) for of in steps_of_treatment(tasks.treatments.last, reports))
    number = after - first
    of_case = np.repeat(case, number)
    begin = np.repeat(reports.first_step[report] + first - (np.cumsum(number) - number), number)
    row = begin + np.arange(len(begin))
    finished = np.full(tasks.n_steps, -1)
    events = log.rows_of(Event.FINISHED)
    events = events[log.step[events] >= 0]
    finished[tasks.rows(log.report[events].astype(np.intp), log.step[events])] = events
    upgraded = np.zeros(len(cases.report), dtype=np.bool_)
    upgraded[cases.changes.case[is_discovery]] = True
    work = np.where(upgraded[of_case], tasks.work_seconds[row], tasks.drawn_seconds[row])
    there = np.flatnonzero((work > 0) | (finished[row] >= 0))
    return _Steps(of_case[there], tasks.skill[row[there]], finished[row[there]])


def _reached(steps: _Steps, skill: int, n_cases: int) -> tuple[Codes, Codes]:
    """Return the cases that reached a milestone, and the events by which they did.

    It is reached when all steps up to it are done; a case without any reaches it at the end of its first step.
    """
    upto, done = steps.skill <= skill, steps.finished_row >= 0
    n_upto = np.bincount(steps.case[upto], minlength=n_cases)
    n_done = np.bincount(steps.case[upto & done], minlength=n_cases)
    last_row, first_row = np.full(n_cases, -1), np.full(n_cases, NEVER_SECONDS)
    np.maximum.at(last_row, steps.case[upto & done], steps.finished_row[upto & done])
    np.minimum.at(first_row, steps.case[~upto & done], steps.finished_row[~upto & done])
    row = np.where(n_upto > 0, last_row, first_row)
    reached = np.flatnonzero(np.where(n_upto > 0, n_upto == n_done, first_row < NEVER_SECONDS))
    return reached, row[reached]


def _is_discovery(world: World, log: EventLog, cases: Cases) -> Flags:
    """True for each change of class by which work on a case discovered something worse.

    Neither is one by which work shows what a misjudged case was all along, nor one by a further report that joins it.
    """
    changes = cases.changes
    report = cases.report[changes.case]
    true_class, before = world.reports.true_class[report], changes.event - 1
    shows_truth = (changes.old_class != true_class) & (changes.new_class == true_class)
    worse = changes.new_class == world.reports.upgrade_class[report]
    discovery: Flags = changes.in_hand & worse & ~shows_truth & ~are_joinings(log, before)
    return discovery


def _at(
    cases: Cases, is_discovery: Flags, name: str, case: Codes, row: Codes, reached_seconds: Seconds
) -> MilestoneReached:
    """Give each case the class and the clock that it had before an event; of changes at its end none counts yet."""
    changes = cases.changes
    case_class = cases.class_when_waiting_ended.astype(np.int64)
    counts_from = cases.counts_from_seconds.copy()
    until = np.full(len(cases.report), -1)
    until[case] = row
    before = np.flatnonzero(changes.in_hand & (changes.event < until[changes.case]))
    of, discovered = changes.case[before], is_discovery[before]
    case_class[of] = changes.new_class[before]  # of several changes the last one counts
    counts_from[of] = np.where(discovered, changes.time_seconds[before], cases.arrived_seconds[of])
    return MilestoneReached(name, case, case_class[case], counts_from[case], reached_seconds)
