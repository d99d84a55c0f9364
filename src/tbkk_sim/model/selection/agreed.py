"""Cases that each unit owes of the agreements, in whole numbers that add up to what was agreed."""

import math
from collections.abc import Mapping

from tbkk_sim.settings import Settings


def agreed_cases(settings: Settings, year: int) -> dict[tuple[str, str], int]:
    """Split the agreements of a calendar year over classes and units.

    Only classes that are not severe are owed: severe work goes first as it is.

    Returns:
        Cases to take up, by unit and class.
    """
    owed: dict[tuple[str, str], int] = {}
    for agreement in settings.agreements.values():
        by_class = apportion(round(agreement.agreed_in(year)), agreement.classes)
        for case_class, cases in by_class.items():
            if settings.casework.classes[case_class].severe:
                continue
            for unit, of_unit in apportion(cases, _weights(settings, case_class)).items():
                owed[unit, case_class] = owed.get((unit, case_class), 0) + of_unit
    return owed


def simple_classes(settings: Settings) -> frozenset[str]:
    """Classes of cases that are simple interventions, by the agreements on them; none where no work goes by these."""
    if settings.assignment.order != "agreements":
        return frozenset()
    return frozenset(name for of in settings.agreements.values() if of.simple for name in of.classes)


def apportion(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Split a number into whole parts in proportion to weights, by largest remainders (Hamilton's method).

    Args:
        total: The number.
        weights: By name; of equal remainders the first name gets more. If all are 0 there are no parts.
    """
    whole = math.fsum(weights.values())
    if whole <= 0:
        return dict.fromkeys(weights, 0)
    return rounded_to_add_up({name: total * weight / whole for name, weight in weights.items()})


def rounded_to_add_up(parts: Mapping[str, float]) -> dict[str, int]:
    """Round numbers such that they add up to their rounded sum, those with the largest remainders upwards."""
    whole = {name: math.floor(part) for name, part in parts.items()}
    left = round(math.fsum(parts.values())) - sum(whole.values())
    for name in sorted(parts, key=lambda name: whole[name] - parts[name])[:left]:
        whole[name] += 1
    return whole


def _weights(settings: Settings, case_class: str) -> dict[str, float]:
    """Weights of the units in a class: their shares of the reports, or their posts."""
    shares = settings.demand.shares_of_units(case_class)
    if settings.assignment.owed_by == "population":
        return dict(shares)
    return {unit: float(settings.staffing.units[unit].posts) for unit, share in shares.items() if share > 0}
