"""Cases that each unit owes of the agreements, in whole numbers that add up to what was agreed."""

import math
from collections.abc import Mapping

from tbkk_sim.settings import Settings
from tbkk_sim.settings.selection.steering import Steering


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
    """Classes with an agreement of which the cases are simple interventions; none where no work goes by agreements.

    They are those of which the agreement says so, and those of which no case is ever investigated: whoever is not left
    alone gets a letter or a visit.
    """
    if settings.assignment.order != "agreements":
        return frozenset()
    return frozenset(
        name
        for agreement in settings.agreements.values()
        for name in agreement.classes
        if agreement.simple or not _is_investigated(settings.steering, name)
    )


def _is_investigated(steering: Steering, case_class: str) -> bool:
    """True if a case of a class can get an investigation, in full or in short, at some pressure or in a campaign."""
    tables = [steering.treatments]
    if steering.policy == "by_backlog" and case_class in steering.treatments_when_pressed:
        tables.append(steering.treatments_when_pressed)
    in_campaign = any(of.case_class == case_class and of.treatment == "short" for of in steering.campaigns.values())
    return in_campaign or any(
        share > 0 and way in ("full", "short")
        for table in tables
        for way, share in table.get(case_class, {"full": 1.0}).items()
    )


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
