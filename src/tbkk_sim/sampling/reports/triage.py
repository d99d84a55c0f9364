"""Triage of each report: by whom, for how many hours, and as which class."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Bytes, Flags, Longs
from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import seconds_of_days, seconds_of_hours
from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.reports.arrivals import Arrivals
from tbkk_sim.sampling.world import AUTOMATIC, BY_HAND, BY_NOBODY, NEVER
from tbkk_sim.settings import Settings
from tbkk_sim.settings.schema import Spread


@dataclass(frozen=True, slots=True)
class Judging:
    """Results of triage, one row a report; the columns are those of Reports."""

    triaged_class: Bytes
    triaged_by: Bytes
    flagged: Flags
    triage_seconds: Longs
    """Work; 0 for a report that no person triages."""
    found_seconds: Longs


@dataclass(frozen=True, slots=True)
class TriageParameters:
    """Shares and hours of triage."""

    enabled: bool
    """False: every report is a case of its true class on arrival."""
    automatic_share: float
    mean_hours: float
    """Mean hours for a report that a person triages, with the lever on them."""
    spread: Spread
    misjudged_share: float
    mistaken_for: Bytes
    """[class]: the one that a misjudged report is taken for; itself: none."""
    flagged_share: float
    preempts: Flags
    """[class]: reports of it may be flagged, and those misjudged are found while they wait."""
    found_after_days: float
    """Mean days until a misjudged report of a class that preempts is found."""


def compile_triage(settings: Settings, names: Names) -> TriageParameters:
    """Turn the settings of triage into numbers per report and per class."""
    triage = settings.triage
    return TriageParameters(
        enabled=triage.enabled,
        automatic_share=triage.automatic_share,
        mean_hours=triage.hours_mean * triage.hours_factor,
        spread=triage.spread,
        misjudged_share=triage.misjudged_share,
        mistaken_for=_next_less_urgent(settings, names),
        flagged_share=triage.flagged_share,
        preempts=np.array([False, *(c.preempts for c in settings.casework.classes.values()), False]),
        found_after_days=triage.found_after_days,
    )


def judge(triage: TriageParameters, arrivals: Arrivals, chance: Chance) -> Judging:
    """Triage all reports.

    Each share is the bound of one number per report: with a higher share the same reports go that way, and more.
    """
    n = len(arrivals)
    triaged_by = np.full(n, BY_NOBODY, dtype=np.int8)
    to_triage = np.flatnonzero(arrivals.to_triage)
    automatic = chance.happens("triage/automatic", arrivals.key[to_triage], triage.automatic_share)
    triaged_by[to_triage[np.flatnonzero(automatic)]] = AUTOMATIC
    by_hand = to_triage[np.flatnonzero(~automatic)]
    triaged_by[by_hand] = BY_HAND

    triage_hours = np.zeros(n)
    amount = chance.amounts(triage.spread, "triage/hours", arrivals.key[by_hand])
    triage_hours[by_hand] = triage.mean_hours * amount

    triaged_class = arrivals.true_class.copy()
    flagged = np.zeros(n, dtype=np.bool_)
    found_days = np.full(n, NEVER)
    case = np.flatnonzero(arrivals.to_triage & (arrivals.true_class > 0))
    key, true_class = arrivals.key[case], arrivals.true_class[case]
    mistaken_for, urgent = triage.mistaken_for[true_class], triage.preempts[true_class]
    misjudged = (mistaken_for != true_class) & chance.happens("triage/misjudged", key, triage.misjudged_share)
    triaged_class[case[misjudged]] = mistaken_for[misjudged]
    seen = case[urgent & ~misjudged]
    flagged[seen] = chance.happens("triage/flagged", arrivals.key[seen], triage.flagged_share)
    missed = case[urgent & misjudged]
    found_days[missed] = arrivals.arrived_days[missed] + triage.found_after_days * chance.exponential(
        "triage/found", arrivals.key[missed]
    )
    return Judging(triaged_class, triaged_by, flagged, seconds_of_hours(triage_hours), seconds_of_days(found_days))


def _next_less_urgent(settings: Settings, names: Names) -> Bytes:
    """Per class, the one that a misjudged report is taken for: the next in priority among those that are reported."""
    classes = settings.casework.classes
    is_reported = {c for stream in settings.demand.streams.values() for c in stream.mix}
    mistaken_for = np.arange(len(names.classes), dtype=np.int8)
    for name, case_class in classes.items():
        less_urgent = [c for c in classes if c in is_reported and classes[c].priority > case_class.priority]
        if less_urgent:
            mistaken_for[names.case_class(name)] = names.case_class(min(less_urgent, key=lambda c: classes[c].priority))
    return mistaken_for
