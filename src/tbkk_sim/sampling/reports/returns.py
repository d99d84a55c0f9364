"""New reports on persons whose case has ended: who is reported again, after which treatments, and when.

Drawn for every case before the clock starts, so that the same person returns whatever the policy. At most one report
follows a case; the engine lets it come if the case ends with a treatment after which it does. It is a case of the same
class in the same unit, and one may follow that in its turn.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Bytes, Flags, Floats, Ints, Longs
from tbkk_sim.model.event_records import End
from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import SECONDS_PER_DAY, seconds_of_days
from tbkk_sim.model.selection.treatment import FULL, LETTER_OR_VISIT, NOTHING, SHORT
from tbkk_sim.sampling.chance import Chance, following_keys
from tbkk_sim.sampling.reports.arrivals import Arrivals
from tbkk_sim.sampling.reports.cases import NONE
from tbkk_sim.sampling.reports.casework import DrawnCasework, outcomes_in_full
from tbkk_sim.sampling.reports.classes import CaseworkParameters
from tbkk_sim.sampling.world import append_rows
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import LighterWay
from tbkk_sim.settings.settings import RETURNS

LIGHTER: dict[LighterWay, int] = {"short": SHORT, "letter_or_visit": LETTER_OR_VISIT, "nothing": NOTHING}


class Recurrences(NamedTuple):
    """Per class, the chance that the person is reported again after each treatment, and the mean time until then."""

    probability: Floats
    """Array [Treatment, class]; NaN: the class does not have this treatment."""
    mean_days: Floats
    """Array [class]; 0: nobody is reported again."""
    stream: int
    """Stream of the new reports."""
    horizon_seconds: int


class Followed(NamedTuple):
    """Cases that a new report may follow, one row each; the columns are those of Reports."""

    arrivals: Arrivals
    """With the earliest moment of each."""
    seen_as: Bytes
    """Class that each is first seen as."""
    outcome: Bytes
    short_outcome: Bytes
    visit_outcome: Bytes


@dataclass(frozen=True, slots=True)
class Following:
    """New reports that follow others, one row per report; the columns are those of Reports."""

    return_row: Ints
    returns_after: Bytes
    return_delay_seconds: Longs


def draw_returns(
    recurrences: Recurrences,
    work: CaseworkParameters,
    arrivals: Arrivals,
    seen_as: Bytes,
    casework: DrawnCasework,
    chance: Chance,
) -> tuple[Following, Arrivals]:
    """Draw who is reported again, generation after generation, until nobody is within the run.

    Args:
        recurrences: Chances and times of all classes.
        work: Work of all classes, which decides how the new cases end.
        arrivals: Reports that may be followed.
        seen_as: Class that each is first seen as, after triage and assessment.
        casework: How each may end.
        chance: The random numbers of the replication.

    Returns:
        What follows each report, the new ones included, which come last; and the new reports, at the earliest moment
        at which each can come.
    """
    cases = Followed(arrivals, seen_as, casework.outcome, casework.short_outcome, casework.visit_outcome)
    following, new = _generation(recurrences, cases, len(arrivals), chance)
    all_following, all_new, next_row = [following], [new], len(arrivals) + len(new)
    while len(new):
        none = np.full(len(new), NONE, dtype=np.int8)
        cases = Followed(new, new.true_class, outcomes_in_full(work, new, chance), none, none)
        following, new = _generation(recurrences, cases, next_row, chance)
        all_following.append(following)
        all_new.append(new)
        next_row += len(new)
    return append_rows(*all_following), append_rows(*all_new)


def compile_returns(settings: Settings, names: Names) -> Recurrences:
    """Number the chances and times of all classes."""
    found = Recurrences(
        probability=np.full((NOTHING + 1, len(names.classes)), np.nan),
        mean_days=np.zeros(len(names.classes)),
        stream=names.streams.index(RETURNS),
        horizon_seconds=settings.run.horizon_days * SECONDS_PER_DAY,
    )
    for name, case_class in settings.casework.classes.items():
        number = names.case_class(name)
        found.probability[FULL, number] = case_class.recurrence_share
        for way, treatment in case_class.lighter.items():
            found.probability[LIGHTER[way], number] = treatment.recurrence_share
        found.mean_days[number] = case_class.recurrence_mean_days or 0.0
    return found


def _generation(recurrences: Recurrences, cases: Followed, next_row: int, chance: Chance) -> tuple[Following, Arrivals]:
    """Draw the reports that follow these cases, which get the rows from `next_row` on."""
    table, n = cases.arrivals, len(cases.arrivals)
    mean_days = recurrences.mean_days[table.true_class]
    rows = np.flatnonzero(mean_days > 0)
    uniform = chance.uniform("returns/happens", table.key[rows])
    perhaps = uniform < np.nanmax(recurrences.probability)
    rows, uniform = rows[perhaps], uniform[perhaps]
    after = _returns_after(recurrences, cases, rows, uniform)
    rows, after = rows[after > 0], after[after > 0]
    delay = seconds_of_days(mean_days[rows] * chance.exponential("returns/after", table.key[rows]))
    following = Following(
        return_row=np.full(n, NONE, dtype=np.int32),
        returns_after=np.zeros(n, dtype=np.int8),
        return_delay_seconds=np.zeros(n, dtype=np.int64),
    )
    following.returns_after[rows] = after
    following.return_delay_seconds[rows] = delay
    earliest = np.maximum(table.arrived_seconds[rows], 0) + delay
    in_run = earliest < recurrences.horizon_seconds
    rows, earliest = rows[in_run], earliest[in_run]
    following.return_row[rows] = next_row + np.arange(len(rows))
    no = np.zeros(len(rows), dtype=np.bool_)
    return following, Arrivals(
        key=following_keys(table.key[rows]),
        arrived_seconds=earliest,
        stream=np.full(len(rows), recurrences.stream, dtype=np.int8),
        unit=table.unit[rows],
        true_class=table.true_class[rows],
        to_triage=no,
        taken_up=no,
        person_key=table.person_key[rows],
    )


def _returns_after(recurrences: Recurrences, cases: Followed, rows: Longs, uniform: Floats) -> Bytes:
    """The treatments after which the person is reported again, as bits.

    One uniform number per case is held against the chance of each treatment, so after the one with the higher chance
    the same persons return, and more. None returns after a treatment that shows that there was no offence, or that ends
    with a transfer. A chance that the true class does not have, since it gets no such treatment, is that of the class
    for which the case is taken.
    """
    true_class, seen_as = cases.arrivals.true_class[rows], cases.seen_as[rows]
    ends = {FULL: cases.outcome, SHORT: cases.short_outcome, LETTER_OR_VISIT: cases.visit_outcome}
    after = np.zeros(len(rows), dtype=np.int8)
    for treatment, probability in enumerate(recurrences.probability):
        chance_of_each = probability[true_class]
        unknown = np.isnan(chance_of_each)
        chance_of_each[unknown] = probability[seen_as[unknown]]
        comes = uniform < chance_of_each  # false where none of the two classes has it
        if treatment in ends:
            comes &= _may_return(ends[treatment][rows])
        after |= comes.astype(np.int8) << treatment
    return after


def _may_return(outcome: Bytes) -> Flags:
    may: Flags = (outcome != NONE) & (outcome != End.NO_OFFENCE) & (outcome != End.TRANSFERRED)
    return may
