"""Treatments of cases: as was decided when a report became one, and as it is in the end."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Bytes, Codes, Flags, Integers
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.parameters import Classes
from tbkk_sim.model.seconds import PER_MILLION
from tbkk_sim.model.selection.treatment import FULL, LETTER_OR_VISIT, NOTHING, SHORT
from tbkk_sim.sampling.world import Reports, World


@dataclass(frozen=True, slots=True)
class Treatments:
    """One row per report; what is never decided is a full investigation."""

    first: Bytes
    """Treatment (model.treatment.Treatment) that was chosen when the report became a case."""
    begun: Bytes
    """Treatment with which it was taken up: the same, or that of a campaign."""
    last: Bytes
    """Treatment at the end of the case, or at the horizon."""
    campaign_row: Codes
    """Row of the event by which it was taken up in a campaign; -1: it was not."""

    @property
    def on_campaign(self) -> Flags:
        """True for each report whose case was taken up in a campaign."""
        return self.campaign_row >= 0


def read_treatments(world: World, log: EventLog) -> Treatments:
    """Read from the events how each case was to be treated, first, when it was taken up, and last."""
    first = np.full(len(world.reports.key), FULL, dtype=np.int8)
    last = first.copy()
    report, rows = log.reports_of(Event.WEIGHED), log.rows_of(Event.WEIGHED)
    treatment, takes_up = log.detail[rows].astype(np.int8), log.member[rows] >= 0
    last[report] = treatment  # of several decisions on a report the last one counts
    first[report[~takes_up][::-1]] = treatment[~takes_up][::-1]
    begun, campaign_row = first.copy(), np.full(len(first), -1)
    begun[report[takes_up]] = treatment[takes_up]
    campaign_row[report[takes_up]] = rows[takes_up]
    return Treatments(first, begun, last, campaign_row)


def treatments_without_pressure(reports: Reports, classes: Classes, returns_stream: int) -> Bytes:
    """Return the treatment that each report gets when nothing presses, from the drawn numbers alone.

    What is truly severe is investigated in full, whatever it was first taken for, as are returns and work in hand at
    the start.
    """
    seen_as = reports.assessed_class.astype(np.intp)
    chosen = ~classes.severe[seen_as] & ~classes.severe[reports.true_class]
    chosen &= (reports.stream != returns_stream) & ~reports.taken_up
    treatment = np.full(len(reports.key), FULL, dtype=np.int8)
    rows = np.flatnonzero(chosen)
    treatment[rows] = choose_treatments(reports.treatment_draw[rows], classes.share_upto[0, seen_as[rows]])
    return treatment


def choose_treatments(draw: Integers, upto: Integers) -> Bytes:
    """Choose treatments of new cases by shares (treatment.treatment_of).

    Args:
        draw: Numbers of the cases, from 0 to 999,999.
        upto: [case, 3]: shares of full, and short, and visits, added up, in millionths.
    """
    lighter = (draw[:, None] >= upto).sum(axis=1)
    treatment: Bytes = np.array([FULL, SHORT, LETTER_OR_VISIT, NOTHING], dtype=np.int8)[lighter]
    return treatment


def choose_treatments_of_stock(draw: Integers, upto: Integers) -> Bytes:
    """Choose treatments of cases in stock, of which none is closed (treatment.treatment_of)."""
    upto_visit = upto[:, 2]
    treatment = choose_treatments(draw.astype(np.int64) * upto_visit // PER_MILLION, upto)
    return np.where(upto_visit == 0, np.int8(FULL), treatment)


def finds(treatment: Bytes, reports: Reports) -> Flags:
    """True for each report of which the treatment finds what there is to be found (treatment.found_after)."""
    by_lighter = (reports.found_by >> treatment) & 1 == 1
    found: Flags = (reports.upgrade_class >= 0) & ((treatment == FULL) | by_lighter)
    return found


def steps_of_treatment(treatment: Bytes, reports: Reports) -> tuple[Bytes, Bytes]:
    """Positions of the first step of a treatment, and after its last one, of each report; of none, no steps at all."""
    first, after = reports.full_from.copy(), reports.n_steps.copy()
    lighter = np.flatnonzero(treatment != FULL)
    short, visit = treatment[lighter] == SHORT, treatment[lighter] == LETTER_OR_VISIT
    short_from, full_from = reports.short_from[lighter], reports.full_from[lighter]
    first[lighter] = np.where(short, short_from, 0)
    after[lighter] = np.where(short, full_from, np.where(visit, short_from, 0))
    return first, after


def found_by_a_lighter_one(treatments: Treatments, reports: Reports, severe: Flags) -> Flags:
    """True for each report that a lighter treatment found to be something worse, so that all of it was then done.

    What is truly severe shows itself at its first step, before a lighter treatment is over.
    """
    to_full = (treatments.begun != FULL) & (treatments.last == FULL)
    found: Flags = to_full & finds(treatments.begun, reports) & ~severe[reports.true_class]
    return found
