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


def factor_on_hours(settings: Settings, case_class: CaseClass, step: str) -> float:
    """Return the factor on the hours of a step in cases of a class, however they are treated.

    It is the lever of the step (`casework.tools`) times what its limit on viewing costs.
    """
    return settings.casework.tools.get(step, 1.0) * factor_of_viewing_limit(settings, case_class, step)


def factor_of_viewing_limit(settings: Settings, case_class: CaseClass, step: str) -> float:
    """Return the factor by which a limit on viewing makes the hours of a step more; 1 without a limit.

    The rest of the hours for cases of a working day counts as hours of the step.
    """
    most_hours = settings.casework.steps[step].viewing_hours_per_day
    return 1.0 if most_hours is None else max(1.0, case_hours_per_day(settings, case_class, step) / most_hours)


def case_hours_per_day(settings: Settings, case_class: CaseClass, step: str) -> float:
    """Return the hours for cases in the working day of one fte on a step, in cases of a class."""
    calendar = settings.calendar
    at_any_hour = case_class.round_the_clock and _is_urgent(settings, case_class, step)
    hours = calendar.round_the_clock_hours_per_day if at_any_hour else calendar.hours_per_day
    return hours * settings.staffing.case_hours_share


def _is_urgent(settings: Settings, case_class: CaseClass, step: str) -> bool:
    """True up to the step with the milestone until which a class is urgent; always for a class without one."""
    if case_class.urgent_until is None:
        return True
    steps = settings.casework.steps
    names = list(steps)
    last = next(name for name in names if steps[name].milestone == case_class.urgent_until)
    return names.index(step) <= names.index(last)


def hours_expected(settings: Settings, name: str) -> float:
    """Mean hours of a case at the start of the run, with the levers on hours and the shares of treatments of then."""
    casework, case_class = settings.casework, settings.casework.classes[name]
    of_ways = {"full": hours_of_members(casework, case_class)}
    of_ways |= {way: hours_of_members(casework, treatment) for way, treatment in case_class.lighter.items()}
    shares = shares_of_treatments(settings, name)
    hours = sum(
        shares[way] * mean * factor_on_hours(settings, case_class, step)
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
