"""People: holders of posts, from when until when they hold them, and why they leave.

All that is random about a holder of a post comes from one stream, named after the post and the holder's number,
as one row of uniform draws. So a post more, a leaver more or a longer run changes nobody else.
"""

import math
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np
from scipy.special import gammaincinv

from tbkk_sim.arrays import Floats
from tbkk_sim.model.calendar import month_starts
from tbkk_sim.model.establishment import hazard_per_year, vacancy_share_at_rest
from tbkk_sim.sampling.capacity.overtime import leaving
from tbkk_sim.sampling.streams import stream
from tbkk_sim.sampling.workforce.absence import draws_per_person
from tbkk_sim.sampling.world import NEVER
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import DAYS_PER_MONTH, DAYS_PER_YEAR
from tbkk_sim.settings.schema import normalised

VACANT, FILL, LEFT_TO_FILL, AGE, OVERAGE, CONTRACT, TENURE, RESIGN, TRANSFER, WORKLOAD, RPU, EXPERIENCE = range(12)
"""Decisions made by the first draws of a holder; the draws after them are for absence."""
LIFE_DRAWS = 12
ADULT_AGE_YEARS = 18.0
"""Nobody joins before this age."""


class Cause(IntEnum):
    """Causes of leaving."""

    RESIGNED = 0
    """Left the police."""
    TRANSFERRED = 1
    """Went to other police work."""
    PENSION = 2
    """Reached the pension age."""
    RPU = 3
    """Left at the age of partial early retirement."""
    WORKLOAD = 4
    """Left because of the load of the unit."""
    OVERTIME = 5
    """Left because of overtime."""
    RETRAINED = 6
    """Goes on in the same post, in another role."""
    TERM_OVER = 7
    """Was there for a time without a post, which is over."""


LEAVERS = (Cause.RESIGNED, Cause.TRANSFERRED, Cause.PENSION, Cause.RPU, Cause.WORKLOAD, Cause.OVERTIME)
"""Causes for which a post falls vacant."""


class CameBy(IntEnum):
    """Ways in which people come to their place."""

    RECRUITED = 0
    """Recruited for a post, or there at the start; of a pool: always there."""
    COHORT = 1
    """Appointed from a course."""
    RETRAINED = 2
    """In the same post in another role before."""
    REALLOCATED = 3
    """From another team, without a post."""
    TEMPORARY = 4
    """Hired for a time, without a post."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post, once, from joining until leaving."""

    post: int
    number: int
    """First, second, ... holder of the post, from 0."""
    born_days: float
    joined_days: float
    left_days: float
    cause: Cause
    fte: float
    """Contract."""
    part_time_days: float
    """Day from which RPU shortens the contract."""
    ramp_factor: float
    """Length of the ramp against that of a newcomer without experience."""
    draws: Floats
    """All draws of this holder."""
    role: int = -1
    """Role (position in settings.staffing.roles); -1: not placed yet."""
    came_by: CameBy = CameBy.RECRUITED
    course_days: int = 0
    """Days of a course without work, from joining on; the ramp begins after it."""
    since_days: float | None = None
    """Day since which this person is there in whatever role, if that is not the day of joining."""


class Lives:
    """Draws how long vacancies last and how the lives of the holders of posts go."""

    def __init__(self, settings: Settings, replication: int, pressure: Floats | None = None) -> None:
        """Take `pressure`, the load above 1 that makes people leave, per [unit, month of the run]."""
        self.staffing = settings.staffing
        self.turnover = settings.staffing.turnover
        self._seed, self._replication = settings.seed, replication
        self._size = LIFE_DRAWS + draws_per_person(settings.staffing.absence, settings.run.horizon_days)
        self._vacant_share = [
            [vacancy_share_at_rest(self.staffing, unit, role.fill_months_mean) for role in self.staffing.roles.values()]
            for unit in self.staffing.units
        ]
        self._resigning = [
            (float(years), hazard_per_year(chance))
            for years, chance in sorted(self.turnover.resignation_per_year.items())
        ]
        self._transferring = [(0.0, hazard_per_year(self.turnover.transfer_per_year))]
        self._factor = [unit.turnover_factor for unit in self.staffing.units.values()]
        self._age_shift = [unit.age_shift_years for unit in self.staffing.units.values()]
        self._age_at_start = self.staffing.age_at_start.years()
        self._age_of_newcomers = self.staffing.age_of_newcomers.years()
        self._contracts = list(normalised(self.staffing.part_time).items())
        self._for_overtime = leaving(settings)
        self._overload = None
        if pressure is not None and self.turnover.workload_leaving > 0:
            self._month_starts_days = month_starts(settings.run.start, settings.run.horizon_days)
            per_year = np.maximum(pressure, 0.0) * self.turnover.workload_leaving
            suffered = np.cumsum(per_year * np.diff(self._month_starts_days) / DAYS_PER_YEAR, axis=1)
            self._overload = np.pad(suffered, ((0, 0), (1, 0)))

    def draws(self, label: str, number: int) -> Floats:
        """All draws of one holder of the post with this label."""
        draws = stream(self._seed, self._replication, f"staffing/{label}/{number}").random(self._size)
        if self._for_overtime is None:
            return draws
        return np.append(draws, stream(self._seed, self._replication, f"overtime/{label}/{number}").random())

    def vacant_at_start(self, unit: int, role: int, draws: Floats) -> bool:
        """True if a post of this role is vacant at the start."""
        return bool(draws[VACANT] < self._vacant_share[unit][role])

    def fill_days(self, draws: Floats) -> float:
        """Days from vacancy until the newcomer is ready to start."""
        return self._fill_scale() * float(gammaincinv(self.staffing.hiring.fill_shape, draws[FILL]))

    def left_to_fill_days(self, draws: Floats) -> float:
        """Days until an existing vacancy is filled, from the start on: its equilibrium remainder."""
        whole = float(gammaincinv(self.staffing.hiring.fill_shape + 1, draws[FILL]))
        return self._fill_scale() * whole * float(draws[LEFT_TO_FILL])

    def first_holder(self, post: int, unit: int, draws: Floats) -> Holder:
        """Somebody who is there at the start."""
        pension, rpu_age = self.turnover.pension_age_years, self._rpu_age()
        age = _age(self._age_at_start, draws[AGE]) + self._age_shift[unit]
        if age >= pension:  # about to go
            age = pension - float(draws[OVERAGE])
        tenure = self._tenure_years(age, float(draws[TENURE]))
        exits, luck = self.turnover.rpu_exit_share, float(draws[RPU])
        if age >= rpu_age:  # who took the exit is gone: the others are here in proportion
            luck = exits + luck * (1 - exits)
        return self._holder(post, unit, 0, -age * DAYS_PER_YEAR, -math.floor(tenure * DAYS_PER_YEAR), draws, luck)

    def newcomer(self, post: int, unit: int, number: int, day: int, draws: Floats) -> Holder:
        """Somebody who starts on this day."""
        age = _age(self._age_of_newcomers, draws[AGE])
        luck = float(draws[RPU]) if age < self._rpu_age() else 1.0
        return self._holder(post, unit, number, day - age * DAYS_PER_YEAR, day, draws, luck)

    def _tenure_years(self, age: float, draw: float) -> float:
        """Tenure of somebody of this age who is there at the start.

        Exponential. In the tail, which would begin before adult age, people joined young instead, evenly between that
        age and the youngest at which newcomers come; where in the tail the draw falls says at which.
        """
        mean, longest = self.staffing.tenure_years_mean, max(age - ADULT_AGE_YEARS, 0.0)
        tenure = -math.log1p(-draw) * mean
        if tenure <= longest:
            return tenure
        youngest = min(max(min(low for low, _ in self._age_of_newcomers), ADULT_AGE_YEARS), max(age, ADULT_AGE_YEARS))
        return longest - (1 - draw) * math.exp(longest / mean) * (youngest - ADULT_AGE_YEARS)

    def _holder(
        self, post: int, unit: int, number: int, born: float, joined: int, draws: Floats, luck: float
    ) -> Holder:
        """A holder; `luck` decides who leaves at the age of partial early retirement, and who then works less."""
        exits, shortens = self.turnover.rpu_exit_share, self.turnover.rpu_part_time_share
        begin = max(joined, 0)
        tenure = (begin - joined) / DAYS_PER_YEAR
        rpu_days = born + self._rpu_age() * DAYS_PER_YEAR

        def own_choice(steps: list[tuple[float, float]], decides: int) -> float:
            threshold = -math.log1p(-draws[decides]) / self._factor[unit]
            return joined + _years_until(steps, tenure, threshold) * DAYS_PER_YEAR

        leaves = {
            Cause.RESIGNED: own_choice(self._resigning, RESIGN),
            Cause.TRANSFERRED: own_choice(self._transferring, TRANSFER),
            Cause.PENSION: born + self.turnover.pension_age_years * DAYS_PER_YEAR,
            Cause.RPU: rpu_days if luck < exits else NEVER,
            Cause.WORKLOAD: self._overload_day(unit, begin, -math.log1p(-draws[WORKLOAD])),
            Cause.OVERTIME: NEVER
            if self._for_overtime is None
            else _day_of(*self._for_overtime[unit], begin, -math.log1p(-draws[-1])),
        }
        cause = min(leaves, key=lambda c: leaves[c])
        left = leaves[cause]
        return Holder(
            post=post,
            number=number,
            born_days=born,
            joined_days=float(joined),
            left_days=left if math.isinf(left) else float(max(math.ceil(left), begin + 1)),
            cause=cause,
            fte=_pick(self._contracts, draws[CONTRACT]),
            part_time_days=max(float(math.ceil(rpu_days)), joined) if exits <= luck < exits + shortens else NEVER,
            ramp_factor=0.5 if draws[EXPERIENCE] < self.staffing.hiring.experienced_share else 1.0,
            draws=draws,
        )

    def _fill_scale(self) -> float:
        hiring = self.staffing.hiring
        return hiring.fill_months_mean * DAYS_PER_MONTH / hiring.fill_shape

    def _rpu_age(self) -> float:
        return self.turnover.pension_age_years - self.turnover.rpu_years_before

    def _overload_day(self, unit: int, begin: int, threshold: float) -> float:
        """The day at which the load that a person has met since `begin` passes their threshold."""
        if self._overload is None:
            return NEVER
        return _day_of(self._month_starts_days, self._overload[unit], begin, threshold)


def _day_of(days: Floats, suffered: Floats, begin: int, threshold: float) -> float:
    """The day at which a rate that has added up to `suffered` by each of `days` has added up to more since `begin`."""
    aim = np.interp(begin, days, suffered) + threshold
    if aim >= suffered[-1]:
        return NEVER
    after = int(np.searchsorted(suffered, aim, side="right"))
    part = (aim - suffered[after - 1]) / (suffered[after] - suffered[after - 1])
    return float(days[after - 1] + part * (days[after] - days[after - 1]))


def _years_until(steps: list[tuple[float, float]], tenure: float, threshold: float) -> float:
    """Tenure at which a rate that holds per (tenure from, rate) has added up to the threshold since `tenure`."""
    for (since, rate), (until, _) in pairwise([*steps, (math.inf, 0.0)]):
        begin = max(since, tenure)
        if until <= begin or rate <= 0:
            continue
        if threshold < rate * (until - begin):
            return begin + threshold / rate
        threshold -= rate * (until - begin)
    return math.inf


def _pick(shares: list[tuple[float, float]], draw: float) -> float:
    """The value whose share the draw falls in."""
    for value, share in shares:
        draw -= share
        if draw < 0:
            return value
    return shares[-1][0]


def _age(bands: dict[tuple[float, float], float], draw: float) -> float:
    """Age in years: uniform within a band."""
    for (low, high), share in bands.items():
        if draw < share:
            return low + (high - low) * float(draw) / share
        draw -= share
    return next(reversed(bands))[1]
