"""Readings by the system, on arrival, of reports that are no case: in some of them one, like those of their stream."""

from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Bytes, Floats, Longs
from tbkk_sim.model.names import Names
from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.reports.arrivals import Arrivals
from tbkk_sim.sampling.reports.volumes import mix_of_cases
from tbkk_sim.settings import Settings


class ReadingParameters(NamedTuple):
    """Share of the reports that are no case in which the system reads one, and its class."""

    as_case_share: float
    mix_upto: Floats
    """[stream, class]: shares of the classes among the cases of a stream in the first year of the run, added up."""


def compile_reading(settings: Settings, names: Names) -> ReadingParameters:
    """Add up the shares of the classes among the cases of each stream."""
    upto = np.zeros((len(names.streams), len(names.classes)))
    for row, name in enumerate(settings.demand.streams):
        for case_class, share in mix_of_cases(settings.demand, name, settings.run.start.year).items():
            upto[row, names.case_class(case_class)] = share
    return ReadingParameters(1 - settings.triage.by_system.specificity, np.cumsum(upto, axis=1))


def read_where_no_case_is(reading: ReadingParameters, arrivals: Arrivals, rows: Longs, chance: Chance) -> Bytes:
    """Classes that the system reads in these reports, none of them a case."""
    stream, key = arrivals.stream[rows], arrivals.key[rows]
    as_case = np.flatnonzero(chance.happens("triage/read_as_case", key, reading.as_case_share))
    upto = reading.mix_upto[stream[as_case]]
    place = upto[:, -1] * chance.uniform("triage/read_class", key[as_case])
    read_class = np.zeros(len(rows), dtype=np.int8)
    beyond = np.sum(upto <= place[:, np.newaxis], axis=1)
    read_class[as_case] = beyond % upto.shape[1]  # beyond all classes: the stream has no cases
    return read_class
