"""The classes of cases, as they are set: the steps of each treatment, discoveries, expiry and ends."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Bytes, Floats
from tbkk_sim.model.expected_hours import factor_on_hours
from tbkk_sim.model.names import Names
from tbkk_sim.model.selection.treatment import LETTER_OR_VISIT, SHORT
from tbkk_sim.sampling.reports.own_work import OwnWorkParameters
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import OUTCOMES, CaseClass, Effort, Expiry, LighterTreatment, LighterWay
from tbkk_sim.settings.schema import Spread

WAYS_WITH_STEPS: dict[LighterWay, int] = {"letter_or_visit": LETTER_OR_VISIT, "short": SHORT}
"""Lighter treatments that are work, in the order of their steps in a case."""


class StepEffort(NamedTuple):
    """Hours of one kind of step."""

    skill: int
    mean_hours: float
    """With the lever on the hours of this step and what its limit on viewing costs."""
    spread: Spread
    needed_share: float
    """Share of the cases that need it."""


class StepDelay(NamedTuple):
    """Outside delay before one kind of step."""

    mean_days: float
    spread: Spread


class StepExamination(NamedTuple):
    """Devices that are examined before one kind of step."""

    skill: int
    devices_mean: float


class UpgradeParameters(NamedTuple):
    """Upgrade that work on cases of a class may discover."""

    probability: float
    to_class: Bytes
    shares: Floats
    """Share of each of these classes among the upgrades."""
    after: int
    """Step, as skill, at whose end it is discovered."""


class LighterParameters(NamedTuple):
    """Lighter treatment of a class that is work."""

    way: int
    """Treatment."""
    efforts: tuple[StepEffort, ...]
    ends: Floats
    """Share of each end (event_records.End)."""
    finds_share: float
    """Share of the upgrades that it finds."""


class ClassWork(NamedTuple):
    """Work of the cases of one class."""

    efforts: tuple[StepEffort, ...]
    """Steps of a full investigation that have hours, in their order."""
    ends: Floats
    """Share of each end (event_records.End) of a full investigation."""
    upgrade: UpgradeParameters | None
    expires: Expiry | None
    may_be_lighter: bool
    """The class has a lighter treatment, or may be closed by choice."""
    lighter: tuple[LighterParameters, ...]
    """Those that are work, in the order of their steps in a case."""


@dataclass(frozen=True, slots=True)
class CaseworkParameters:
    """Work of all cases."""

    names: Names
    classes: dict[int, ClassWork]
    """By number, without `closed` and the own work of pools."""
    delays: dict[int, StepDelay]
    """By skill, of the steps that have any."""
    examination: StepExamination | None
    """None: nothing is examined."""
    complexity: float
    """Factor on all hours of cases that arrive at the start."""
    complexity_growth_per_year: float
    in_hand_at: Floats | None
    """[skill]: share of the cases in hand at the start that are at this step; None: in proportion to its hours."""
    hours_correlation: float
    """Correlation of the normal numbers behind the hours of two steps of a case."""
    own_work: tuple[OwnWorkParameters, ...]


def compile_casework(settings: Settings, names: Names, own_work: tuple[OwnWorkParameters, ...]) -> CaseworkParameters:
    """Number the work of all classes, with the levers on hours.

    Args:
        settings: All inputs.
        names: Their numbers.
        own_work: The own work of the pools.
    """
    casework, examination = settings.casework, settings.chain.examination
    examined = None
    if examination.enabled:
        examined = StepExamination(names.skill(examination.step), examination.devices_mean)
    delays = {step: kind.delay for step, kind in casework.steps.items() if kind.delay.mean_days > 0}
    return CaseworkParameters(
        names=names,
        classes={
            names.case_class(name): _class_work(settings, names, case_class)
            for name, case_class in casework.classes.items()
        },
        delays={
            names.skill(step): StepDelay(delay.mean_days, Spread(family=delay.family)) for step, delay in delays.items()
        },
        examination=examined,
        in_hand_at=_in_hand_at(settings, names),
        complexity=casework.complexity.level,
        complexity_growth_per_year=casework.complexity.growth_per_year,
        hours_correlation=casework.hours_correlation,
        own_work=own_work,
    )


def _in_hand_at(settings: Settings, names: Names) -> Floats | None:
    if not settings.demand.in_hand_at_step:
        return None
    shares = np.zeros(len(names.skills))
    for step, share in settings.demand.in_hand_at_step.items():
        shares[names.skill(step)] = share
    return shares


def _class_work(settings: Settings, names: Names, case_class: CaseClass) -> ClassWork:
    upgrade, found = case_class.upgrade, None
    if upgrade is not None:
        found = UpgradeParameters(
            probability=upgrade.probability,
            to_class=np.array([names.case_class(name) for name in upgrade.to], dtype=np.int8),
            shares=np.array(list(upgrade.to.values())),
            after=names.skill(upgrade.after),
        )
    lighter = [
        LighterParameters(
            way=number,
            efforts=_efforts(settings, names, treatment, case_class),
            ends=_ends(treatment),
            finds_share=treatment.finds_share,
        )
        for way, number in WAYS_WITH_STEPS.items()
        if (treatment := case_class.lighter.get(way)) is not None
    ]
    return ClassWork(
        efforts=_efforts(settings, names, case_class, case_class),
        ends=_ends(case_class),
        upgrade=found,
        expires=case_class.expires,
        may_be_lighter=bool(case_class.lighter),
        lighter=tuple(lighter),
    )


def _efforts(
    settings: Settings, names: Names, treated: CaseClass | LighterTreatment, case_class: CaseClass
) -> tuple[StepEffort, ...]:
    """The steps that have hours, in their order; those without a spread of their own have that of the class."""
    found = []
    for step, of_step in treated.hours.items():
        effort = of_step if isinstance(of_step, Effort) else Effort(mean_hours=of_step)
        if effort.mean_hours > 0:
            mean_hours = effort.mean_hours * factor_on_hours(settings, step)
            spread = effort.spread or case_class.spread
            found.append(StepEffort(names.skill(step), mean_hours, spread, effort.needed_share))
    return tuple(sorted(found, key=lambda effort: effort.skill))


def _ends(treated: CaseClass | LighterTreatment) -> Floats:
    shares = {str(end): share for end, share in treated.outcomes.items()}
    return np.array([shares.get(end, 0.0) for end in OUTCOMES])
