"""Prices in numbers and arrays: what a person costs in a day, which tools are in use, which overtime is paid."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.model.names import Names
from tbkk_sim.settings import Settings
from tbkk_sim.settings.capacity.costs import Costs, ToolPrice
from tbkk_sim.settings.numbers import DAYS_PER_YEAR
from tbkk_sim.settings.settings import TRIAGE
from tbkk_sim.settings.staffing import Role


@dataclass(frozen=True, slots=True)
class PaidOvertime:
    """Overtime of some units that is paid."""

    in_team: NDArray[np.bool_]
    """Per team: its people work overtime."""
    begin_days: float
    end_days: float
    """The day after the last one."""
    paid_share: float
    """Hours of overtime that are paid, as a share of the hours of the contract."""


@dataclass(frozen=True, slots=True)
class CostParameters:
    """Prices in euros, as the key figures read them."""

    counted: bool
    """Costs are counted."""
    role_eur_per_day: NDArray[np.float64]
    """Per role: one fte in a post for a day."""
    civilian: NDArray[np.bool_]
    """Per role: civilian specialists."""
    temporary_eur_per_day: float
    reallocated_eur_per_day: float
    borrowed_hour_eur: NDArray[np.float64]
    """Per team: an hour of work for units, at the speed of their people; 0 for units, which are paid already."""
    assisting_hour_eur: NDArray[np.float64]
    """Per team: an hour in which a specialist works along; 0 for units."""
    overtime_hour_eur: float
    hire_eur: float
    cohort_place_eur: float
    retraining_eur: float
    device_eur: float
    licences_eur_per_day: float
    """All tools in use together."""
    purchase_eur: float
    """All tools in use together."""
    tools_share: NDArray[np.float64]
    """Per team: the part of the tools that it bears, by its posts at the start."""
    overtime: tuple[PaidOvertime, ...]


def costs_of(settings: Settings, names: Names) -> CostParameters:
    """Turn prices into numbers and arrays."""
    counted = settings.costs.price_year is not None
    costs, staffing = settings.costs if counted else Costs(), settings.staffing
    roles, pools = staffing.roles, settings.collaboration.pools
    in_pool = np.array([team in pools and pools[team].members > 0 for team in names.teams])
    speed = np.array(
        [pools[team].efficiency if of_pool else 1.0 for team, of_pool in zip(names.teams, in_pool, strict=True)]
    )
    used = [costs.tools.get(name, ToolPrice()) for name in tools_in_use(settings)]
    posts = np.array([float(unit.posts) for unit in staffing.units.values()])
    shares = posts / posts.sum() if posts.sum() else np.full(len(posts), 1 / len(posts))
    return CostParameters(
        counted=counted,
        role_eur_per_day=np.array([_role_eur_per_year(costs, name, of) for name, of in roles.items()]) / DAYS_PER_YEAR,
        civilian=np.array([role.civilian for role in roles.values()]),
        temporary_eur_per_day=costs.temporary_eur_per_year / DAYS_PER_YEAR,
        reallocated_eur_per_day=costs.reallocated_eur_per_year / DAYS_PER_YEAR,
        borrowed_hour_eur=costs.borrowed_hour_eur * in_pool / speed,
        assisting_hour_eur=costs.borrowed_hour_eur * in_pool,
        overtime_hour_eur=costs.overtime_hour_eur,
        hire_eur=costs.hire_eur,
        cohort_place_eur=costs.cohort_place_eur,
        retraining_eur=costs.retraining_eur,
        device_eur=costs.device_eur,
        licences_eur_per_day=sum(tool.licence_eur_per_year for tool in used) / DAYS_PER_YEAR,
        purchase_eur=sum(tool.purchase_eur for tool in used),
        tools_share=np.append(shares, np.zeros(len(names.pools))),
        overtime=tuple(
            PaidOvertime(
                in_team=np.array([team in (of.units or names.units) for team in names.teams]),
                begin_days=float((of.date - settings.run.start).days),
                end_days=float((of.end - settings.run.start).days),
                paid_share=of.extra_share * (1 - of.back_share),
            )
            for of in settings.capacity.overtime.values()
            if counted
        ),
    )


def _role_eur_per_year(costs: Costs, name: str, role: Role) -> float:
    of_kind = costs.civilian_eur_per_year if role.civilian else costs.post_eur_per_year
    return costs.role_eur_per_year.get(name, of_kind)


def tools_in_use(settings: Settings) -> list[str]:
    """Steps, and `triage`, whose hours a tool saves in this run."""
    saved = {TRIAGE: settings.triage.hours_factor, **settings.casework.tools}
    return [name for name, factor in saved.items() if factor < 1]
