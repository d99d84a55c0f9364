"""Mean hours of cases under each treatment, factors on the hours of a step, and the shares of the treatments."""

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.model.seconds import PER_MILLION
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import LIGHTER_WAYS, CaseClass, Casework, Effort, LighterTreatment
from tbkk_sim.settings.schema import normalised


def mean_hours(treated: CaseClass | LighterTreatment) -> dict[str, float]:
    """Mean hours per step of a class that is investigated in full, or of a lighter treatment."""
    return {
        step: effort.mean_hours if isinstance(effort, Effort) else float(effort)
        for step, effort in treated.hours.items()
    }


def hours_of_members(casework: Casework, treated: CaseClass | LighterTreatment) -> dict[str, float]:
    """Mean hours per step of the members of a team who work on it: twice those of the step where two do it together."""
    return {step: mean * (1 + casework.steps[step].in_pairs) for step, mean in mean_hours(treated).items()}


def factor_on_hours(settings: Settings, step: str) -> float:
    """Return the factor on the hours of a step: its lever (`casework.tools`) times what a limit on viewing costs."""
    return settings.casework.tools.get(step, 1.0) * factor_of_viewing_limit(settings, step)


def factor_of_viewing_limit(settings: Settings, step: str) -> float:
    """Return the factor by which a limit on viewing makes the hours of a step more; 1 without a limit.

    The rest of the hours for cases of a working day counts as hours of the step. Work round the clock is no exception:
    it is handed on from shift to shift, and the limit is one on a person's day.
    """
    most_hours = settings.casework.steps[step].viewing_hours_per_day
    return 1.0 if most_hours is None else max(1.0, case_hours_per_day(settings) / most_hours)


def case_hours_per_day(settings: Settings) -> float:
    """Return the hours for cases in the working day of one fte."""
    return settings.calendar.hours_per_day * settings.staffing.case_hours_share


def hours_expected(settings: Settings, name: str) -> float:
    """Mean hours of a case at the start of the run, with the levers on hours and the shares of treatments then."""
    casework, case_class = settings.casework, settings.casework.classes[name]
    of_ways = {"full": hours_of_members(casework, case_class)}
    of_ways |= {way: hours_of_members(casework, treatment) for way, treatment in case_class.lighter.items()}
    shares = shares_of_treatments(settings, name)
    hours = sum(
        shares[way] * mean * factor_on_hours(settings, step)
        for way, of_steps in of_ways.items()
        for step, mean in of_steps.items()
    )
    return hours * casework.complexity.level


def shares_of_treatments(settings: Settings, name: str, *, pressed: bool = False) -> dict[str, float]:
    """Shares of the treatments of the new cases of a class.

    Args:
        settings: All inputs.
        name: The class.
        pressed: At the highest pressure, instead of without any; the same where treatments are fixed.

    Returns:
        The share of each treatment, the heaviest first; they add up to 1.
    """
    steering = settings.steering
    shares = steering.treatments.get(name, {"full": 1.0})
    if pressed and steering.policy == "by_backlog":
        shares = steering.treatments_when_pressed.get(name, shares)
    scaled = normalised({str(way): share for way, share in shares.items()})
    return {way: scaled.get(way, 0.0) for way in ("full", *LIGHTER_WAYS)}


def share_upto(settings: Settings) -> NDArray[np.int64]:
    """Shares of treatments, added up, of `closed`, the classes of cases, and own work."""
    upto = np.full((2, len(settings.casework.classes) + 2, 3), PER_MILLION, dtype=np.int64)
    for pressed in (False, True):
        for number, name in enumerate(settings.casework.classes, start=1):
            shares = list(shares_of_treatments(settings, name, pressed=pressed).values())
            upto[int(pressed), number] = np.rint(np.cumsum(shares[:3]) * PER_MILLION)
    return upto
