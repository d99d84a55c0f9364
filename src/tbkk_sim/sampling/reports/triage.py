"""Triage and assessment of each report: by whom, for how many hours, with which score and as which class.

A weighing gives a score to the latent risk of a report, with a normal error of its own (signal detection with ordered
classes: Thurstone 1927; Green and Swets 1966). The classes of a stream are levels in the order of their priorities,
each as far from the thresholds below and above it as makes the set shares of its cases seem less, or more, urgent than
they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Bytes, Flags, Floats, Longs, Shorts
from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import NEVER_SECONDS, seconds_of_days, seconds_of_hours
from tbkk_sim.sampling.chance import WIDEST_Z, Chance
from tbkk_sim.sampling.reports.arrivals import Arrivals
from tbkk_sim.sampling.reports.reading import ReadingParameters, compile_reading, read_where_no_case_is
from tbkk_sim.sampling.world import AUTOMATIC, BY_HAND, BY_NOBODY, BY_UNIT, NEVER
from tbkk_sim.settings import Settings
from tbkk_sim.settings.demand import CLOSED
from tbkk_sim.settings.schema import Spread
from tbkk_sim.settings.triage import Weighing

SCORES = 1_000
"""Scores are whole numbers from 0 up to this, among the cases that seem to be of one class."""


@dataclass(frozen=True, slots=True)
class Judging:
    """Results of triage and assessment, one row per report; the columns are those of Reports."""

    triaged_class: Bytes
    system_class: Bytes
    read_class: Bytes
    assessed_class: Bytes
    score: Shorts
    system_score: Shorts
    assessed_score: Shorts
    triaged_by: Bytes
    flagged: Flags
    triage_seconds: Longs
    """Work; 0 for a report that no person triages."""
    assessment_seconds: Longs
    trace_until_seconds: Longs
    found_seconds: Longs


class WeighingParameters(NamedTuple):
    """One who weighs reports, and how well."""

    decision: str
    """Name of the random numbers that are its errors."""
    above: Floats
    """[class]: an error beyond it, upwards, makes a case seem more urgent than it is."""
    below: Floats
    """[class]: an error beyond it, downwards, makes a case seem less urgent than it is."""
    closed_share: float


class AssessmentParameters(NamedTuple):
    """Assessment by the units."""

    weighing: WeighingParameters
    mean_hours: float
    spread: Spread
    untraceable_share: float
    retention_days: float
    assumed_class: Bytes
    """[stream]: class that reports count as until somebody was heard; reports of a preempting class keep it."""
    hearing_hours: Floats
    """[stream]: mean hours for a report whose reporter is heard."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The classes in the order of their priorities, the lightest at level 0."""

    of_class: Bytes
    """[stream, class]: level among the classes of the stream; classes of one priority share one."""
    class_at: Bytes
    """[stream, level]: class that a report seems to be which is taken for one of another level than its own."""
    top: Bytes
    """[stream]: highest level."""


@dataclass(frozen=True, slots=True)
class TriageParameters:
    """Shares and hours of triage and assessment."""

    enabled: bool
    """False: every report is a case of its true class on arrival."""
    automatic_share: float
    system_may_take_over: bool
    """The system judges reports that a person was to judge, while too many wait."""
    as_read: bool
    """Reports wait for a person by what the system reads in them."""
    reading: ReadingParameters
    mean_hours: float
    """Mean hours for a report that a person triages, with the lever on them."""
    spread: Spread
    by_hand: WeighingParameters
    by_system: WeighingParameters
    assessment: AssessmentParameters | None
    levels: Levels
    flagged_share: float
    preempts: Flags
    """[class]: reports of it may be flagged, and those misjudged are found while they wait."""
    found_after_days: float
    """Mean days until a misjudged report of a class that preempts is found."""


class _Seen(NamedTuple):
    """Results of one weighing, one row per report."""

    as_class: Bytes
    score: Shorts


def compile_triage(settings: Settings, names: Names) -> TriageParameters:
    """Turn the settings of triage and assessment into numbers per report and per class."""
    triage, assessment = settings.triage, settings.triage.assessment
    retention = assessment.retention_days
    assumed_class, hearing_hours = np.zeros(len(names.streams), dtype=np.int8), np.zeros(len(names.streams))
    for name, stream in settings.demand.streams.items():
        if stream.hearing_hours_mean is not None:
            row = names.streams.index(name)
            assumed_class[row], hearing_hours[row] = names.case_class(stream.assumed_class), stream.hearing_hours_mean
    return TriageParameters(
        enabled=triage.enabled,
        automatic_share=triage.automatic_share,
        system_may_take_over=triage.automatic_above_reports is not None,
        as_read=triage.order == "as_read",
        reading=compile_reading(settings, names),
        mean_hours=triage.hours_mean * triage.hours_factor,
        spread=triage.spread,
        by_hand=_weighing("triage/by_hand", triage.by_hand, names),
        by_system=_weighing("triage/by_system", triage.by_system, names),
        assessment=AssessmentParameters(
            weighing=_weighing("triage/assessment", assessment, names),
            mean_hours=assessment.hours_mean,
            spread=assessment.spread,
            untraceable_share=assessment.untraceable_share,
            retention_days=NEVER if retention is None else retention,
            assumed_class=assumed_class,
            hearing_hours=hearing_hours,
        )
        if assessment.enabled
        else None,
        levels=_levels(settings, names),
        flagged_share=triage.flagged_share,
        preempts=np.array([False, *(c.preempts for c in settings.casework.classes.values()), False]),
        found_after_days=triage.found_after_days,
    )


def judge(triage: TriageParameters, arrivals: Arrivals, chance: Chance) -> Judging:
    """Triage and assess all reports.

    Each share is the bound of one number per report: with a higher share the same reports go that way, and more.
    Where somebody is heard, an urgent report keeps its class on arrival, and any other counts as what such reports
    mostly are, until its unit has assessed it, which closes those that are no case.
    """
    n = len(arrivals)
    triaged_by = np.full(n, BY_NOBODY, dtype=np.int8)
    to_triage = np.flatnonzero(arrivals.to_triage)
    automatic = chance.happens("triage/automatic", arrivals.key[to_triage], triage.automatic_share)
    triaged_by[to_triage[np.flatnonzero(automatic)]] = AUTOMATIC
    by_hand = to_triage[np.flatnonzero(~automatic)]
    triaged_by[by_hand] = BY_HAND
    heard = np.flatnonzero(arrivals.heard)
    triaged_by[heard] = BY_UNIT

    triage_hours = np.zeros(n)
    amount = chance.amounts(triage.spread, "triage/hours", arrivals.key[by_hand])
    triage_hours[by_hand] = triage.mean_hours * amount

    score = np.zeros(n, dtype=np.int16)
    of_case = np.flatnonzero(arrivals.true_class > 0)
    score[of_case] = _score(chance.uniform("triage/score", arrivals.key[of_case]))
    triaged = _Seen(arrivals.true_class.copy(), score)
    case = np.flatnonzero(arrivals.to_triage & (arrivals.true_class > 0))
    for way, weighing in ((BY_HAND, triage.by_hand), (AUTOMATIC, triage.by_system)):
        rows = case[np.flatnonzero(triaged_by[case] == way)]
        _put(triaged, rows, _weigh(triage.levels, weighing, arrivals, rows, chance))
    by_system = _Seen(triaged.as_class.copy(), score.copy())
    cases_by_hand = case[np.flatnonzero(triaged_by[case] == BY_HAND)]
    read_class = np.zeros(n, dtype=np.int8)
    if triage.system_may_take_over or triage.as_read:
        read = _weigh(triage.levels, triage.by_system, arrivals, cases_by_hand, chance)
        if triage.system_may_take_over:
            _put(by_system, cases_by_hand, read)
        if triage.as_read:
            read_class[cases_by_hand] = read.as_class
    assessed = _Seen(triaged.as_class.copy(), score.copy())
    assessment_seconds, trace_until = np.zeros(n, dtype=np.int64), np.full(n, NEVER_SECONDS)
    to_weigh = np.flatnonzero((arrivals.to_triage | arrivals.heard) & (arrivals.true_class > 0))
    if triage.assessment is not None:
        _put(assessed, to_weigh, _weigh(triage.levels, triage.assessment.weighing, arrivals, to_weigh, chance))
        trace_until[to_weigh] = _trace_until(triage.assessment, arrivals, to_weigh, chance)
        to_assess = np.union1d(to_weigh, heard)
        assessment_seconds[to_assess] = _assessment_seconds(triage.assessment, arrivals, to_assess, chance)
        of_heard = arrivals.true_class[heard]
        assumed = triage.assessment.assumed_class[arrivals.stream[heard]]
        triaged.as_class[heard] = by_system.as_class[heard] = np.where(triage.preempts[of_heard], of_heard, assumed)

    urgent = to_weigh[np.flatnonzero(triage.preempts[arrivals.true_class[to_weigh]])]
    flagged = np.zeros(n, dtype=np.bool_)
    seen = urgent[np.flatnonzero(~arrivals.heard[urgent] & (triaged.as_class[urgent] == arrivals.true_class[urgent]))]
    flagged[seen] = chance.happens("triage/flagged", arrivals.key[seen], triage.flagged_share)
    if triage.as_read:
        _settle_what_is_flagged(read_class, triage, arrivals, cases_by_hand, flagged)
        no_case = by_hand[np.flatnonzero(arrivals.true_class[by_hand] == 0)]
        read_class[no_case] = read_where_no_case_is(triage.reading, arrivals, no_case, chance)
    by_anybody = (triaged.as_class[urgent], by_system.as_class[urgent], assessed.as_class[urgent])
    missed = urgent[np.any([of != arrivals.true_class[urgent] for of in by_anybody], axis=0)]
    found_days = np.full(n, NEVER)
    found_days[missed] = arrivals.arrived_days[missed] + triage.found_after_days * chance.exponential(
        "triage/found", arrivals.key[missed]
    )
    return Judging(
        triaged_class=triaged.as_class,
        system_class=by_system.as_class,
        read_class=read_class,
        assessed_class=assessed.as_class,
        score=triaged.score,
        system_score=by_system.score,
        assessed_score=assessed.score,
        triaged_by=triaged_by,
        flagged=flagged,
        triage_seconds=seconds_of_hours(triage_hours),
        assessment_seconds=assessment_seconds,
        trace_until_seconds=trace_until,
        found_seconds=seconds_of_days(found_days),
    )


def _put(seen: _Seen, rows: Longs, of_rows: _Seen) -> None:
    seen.as_class[rows], seen.score[rows] = of_rows


def _weigh(levels: Levels, by: WeighingParameters, arrivals: Arrivals, rows: Longs, chance: Chance) -> _Seen:
    """Weigh these reports, each a case.

    An error counts in levels: of one level and a bit the case seems to be of the next, and so on, as far as there are.
    """
    from scipy.special import ndtr, ndtri

    stream, true_class, key = arrivals.stream[rows], arrivals.true_class[rows], arrivals.key[rows]
    level, top = levels.of_class[stream, true_class].astype(np.intp), levels.top[stream]
    error = ndtri(chance.uniform(by.decision, key))
    seen, within = level.copy(), error.copy()  # within: the error as one of a case of the class that it seems to be
    above, below = by.above[true_class], by.below[true_class]
    for further in range(1, int(levels.top.max(initial=0)) + 1):
        higher = levels.class_at[stream, np.minimum(level + further, top)]
        lower = levels.class_at[stream, np.maximum(level - further, 0)]
        up, down = (level + further <= top) & (error > above), (level - further >= 0) & (error < -below)
        seen += up
        seen -= down
        within = np.where(up, error - above - by.below[higher], within)
        within = np.where(down, error + below + by.above[lower], within)
        above, below = above + by.below[higher] + by.above[higher], below + by.below[lower] + by.above[lower]
    as_class = np.where(seen == level, true_class, levels.class_at[stream, seen])
    lowest = np.where(seen == 0, 0.0, ndtr(-by.below[as_class]))
    highest = np.where(seen == top, 1.0, ndtr(by.above[as_class]))
    width = np.where(highest > lowest, highest - lowest, 1.0)
    score = _score((ndtr(within) - lowest) / width)
    as_class[chance.happens(f"{by.decision}/closed", key, by.closed_share)] = 0
    return _Seen(as_class, score)


def _settle_what_is_flagged(
    read_class: Bytes, triage: TriageParameters, arrivals: Arrivals, rows: Longs, flagged: Flags
) -> None:
    """Read cases of a class that preempts as that class if they are flagged; if not, the system took them for less."""
    rows = rows[np.flatnonzero(triage.preempts[arrivals.true_class[rows]])]
    stream, true_class, levels = arrivals.stream[rows], arrivals.true_class[rows], triage.levels
    level = levels.of_class[stream, true_class]
    less = np.where(level > 0, levels.class_at[stream, np.maximum(level - 1, 0)], 0)
    unflagged = np.where(read_class[rows] == true_class, less, read_class[rows])
    read_class[rows] = np.where(flagged[rows], true_class, unflagged)


def _score(place: Floats) -> Shorts:
    """Turn the place of cases among those that seem to be of the same class, from 0 to 1, into scores."""
    return np.minimum(place * SCORES, SCORES - 1).astype(np.int16)


def _assessment_seconds(by: AssessmentParameters, arrivals: Arrivals, rows: Longs, chance: Chance) -> Longs:
    """Work to enrich and assess these reports, or to hear whoever makes them, at least a second."""
    mean_hours = np.where(arrivals.heard[rows], by.hearing_hours[arrivals.stream[rows]], by.mean_hours)
    seconds = seconds_of_hours(mean_hours * chance.amounts(by.spread, "triage/assessment/hours", arrivals.key[rows]))
    return np.maximum(seconds, 1)


def _trace_until(by: AssessmentParameters, arrivals: Arrivals, rows: Longs, chance: Chance) -> Longs:
    """Until when to enrich these reports leads to a person."""
    until = seconds_of_days(arrivals.arrived_days[rows] + by.retention_days)
    until[chance.happens("triage/assessment/untraceable", arrivals.key[rows], by.untraceable_share)] = 0
    return until


def _weighing(decision: str, of: Weighing, names: Names) -> WeighingParameters:
    """Turn shares of the cases of each class into bounds of a normal error."""
    above = _bounds(of.specificity, of.specificity_of_class, names)
    below = _bounds(of.sensitivity, of.sensitivity_of_class, names)
    return WeighingParameters(decision, above, below, of.closed_by_mistake_share)


def _bounds(share: float, of_class: Mapping[str, float], names: Names) -> Floats:
    """[class]: quantiles of a normal error at these shares; of a share of 1 one that no error passes."""
    from scipy.special import ndtri

    shares = np.full(len(names.classes), share)
    for case_class, own_share in of_class.items():
        shares[names.case_class(case_class)] = own_share
    return np.minimum(ndtri(shares), WIDEST_Z)


def _levels(settings: Settings, names: Names) -> Levels:
    """Number the priorities of each stream, from the least urgent one on."""
    classes, streams = settings.casework.classes, settings.demand.streams
    levels = Levels(
        of_class=np.zeros((len(names.streams), len(names.classes)), dtype=np.int8),
        class_at=np.zeros((len(names.streams), len(names.classes)), dtype=np.int8),
        top=np.zeros(len(names.streams), dtype=np.int8),
    )
    for name, stream in streams.items():
        row, mix = names.streams.index(name), [c for c in classes if c in stream.mix and c != CLOSED]
        priorities = sorted({classes[c].priority for c in mix}, reverse=True)
        levels.top[row] = max(len(priorities) - 1, 0)
        for case_class in reversed(mix):  # of several at one level the first stays
            level, number = priorities.index(classes[case_class].priority), names.case_class(case_class)
            levels.of_class[row, number], levels.class_at[row, level] = level, number
    return levels
