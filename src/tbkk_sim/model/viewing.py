"""How many hours the work of a step takes beside the mean that is set: tools that save some, and a limit on viewing."""

from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import CaseClass


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
