"""Persons: several reports on one and the same, each an arrival of its own."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tbkk_sim.arrays import Ints
from tbkk_sim.model.seconds import seconds_of_days
from tbkk_sim.sampling.chance import Chance, following_keys
from tbkk_sim.sampling.reports.arrivals import Arrivals
from tbkk_sim.sampling.reports.demand import PersonParameters


def draw_further_reports(persons: PersonParameters, first: Arrivals, chance: Chance) -> Iterator[Arrivals]:
    """Draw the further reports on the persons of these, generation after generation, as far as they fall in the run.

    One more follows each report with the same chance, so that their number is geometric. It is of the same class, unit
    and stream. With more of them the same persons are reported again, and more. Only reports that triage judges, and
    that are cases, have any.
    """
    known = first.take(np.flatnonzero(first.to_triage & (first.true_class > 0)))
    while len(known) and persons.further_share > 0:
        known = known.take(np.flatnonzero(chance.happens("persons/further", known.key, persons.further_share)))
        gap = seconds_of_days(persons.mean_days * chance.exponential("persons/after", known.key))
        moment = known.arrived_seconds + np.maximum(gap, 1)  # never before the first one, whose row has the person
        known = replace(known, key=following_keys(known.key, "persons"), arrived_seconds=moment)
        known = known.take(np.flatnonzero(moment < persons.horizon_seconds))
        yield known


def rows_of_persons(arrivals: Arrivals) -> Ints:
    """The row of the first report on the person of each report."""
    row = np.arange(len(arrivals), dtype=np.int32)
    later = np.flatnonzero(arrivals.person_key != arrivals.key)
    if len(later):
        cases = np.flatnonzero(arrivals.true_class > 0)
        cases = cases[np.argsort(arrivals.key[cases])]
        row[later] = cases[np.searchsorted(arrivals.key[cases], arrivals.person_key[later])]
    return row
