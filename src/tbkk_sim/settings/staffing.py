"""Posts and people: their number and skills, how they come, go and are absent."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from tbkk_sim.problem import Phrase, Problem, SettingsError, not_known, wrong
from tbkk_sim.settings.numbers import (
    Day,
    DaysInYear,
    Factor,
    Filled,
    In,
    Months,
    MorePosts,
    PostCount,
    Share,
    ShareOfPeople,
    SomeShare,
    SpellsInYear,
    Years,
    ZeroOr,
)
from tbkk_sim.settings.schema import Label, Name, Schema, check_shares, normalised

NOT_A_ROLE = "'{word}' is not a role; allowed: {allowed}"


class Role(Schema):
    """A role within the units, with the skills of who holds it."""

    label: Label
    """Name that pages show."""
    skills: list[Name]
    """Steps (or `triage`) that a holder of this role can do."""
    civilian: bool = False
    """Civilian specialists, who are recruited outside the national limit on newcomers."""
    fill_months_mean: Months | None = None
    """Mean months from vacancy to a newcomer in this role; empty: `staffing.hiring.fill_months_mean`."""


class Unit(Schema):
    """A police unit: its posts and how they divide over the roles."""

    label: Label
    """Name that pages show."""
    posts: PostCount
    """Establishment at the start, in posts of one fte."""
    role_share: dict[Name, Share] = {}
    """Shares of the roles in this unit; empty: `staffing.role_share`."""
    age_shift_years: Annotated[float, Field(ge=-40, le=40), In("years")] = 0.0
    """Years that the staff of this unit is older than the average at the start."""
    turnover_factor: Factor = 1.0
    """Factor on the rates of resignation and transfer in this unit."""
    minimum_fte: Annotated[float, Field(ge=0, le=10_000)] = 0.0
    """Deployable fte below which this unit cannot do its work (0: not stated)."""
    tile: tuple[Annotated[int, Field(ge=0, le=30)], Annotated[int, Field(ge=0, le=30)]] | None = None
    """Place on the map of tiles: column and row, from the upper left; empty: behind the others."""

    @model_validator(mode="after")
    def _sum(self) -> Self:
        if self.role_share:
            check_shares("role_share", self.role_share)
        return self


class Turnover(Schema):
    """Reasons for which people leave, and their rates."""

    resignation_per_year: dict[Annotated[int, Field(ge=0, le=60)], Share] = {}
    """Chance per year to leave the police, by years of tenure from which it holds."""
    transfer_per_year: Share = 0.0
    """Chance per year to move to other police work."""
    pension_age_years: Annotated[float, Field(ge=50, le=75)] = 67.0
    """AOW age: everybody leaves at this age."""
    rpu_years_before: Annotated[float, Field(ge=0, le=10)] = 0.0
    """Years before the pension age at which RPU (partial early retirement) is possible."""
    rpu_part_time_share: Share = 0.0
    """Share of people who, at that age, go on part-time."""
    rpu_part_time_fte: SomeShare = 0.8
    """The fte on which they go on."""
    rpu_exit_share: Share = 0.0
    """Share of people who leave at that age."""
    workload_leaving: Annotated[float, Field(ge=0, le=5)] = 0.0
    """Extra rate per year of leaving, per unit of load above 1 of the unit (0: off)."""

    @model_validator(mode="after")
    def _rpu(self) -> Self:
        both = {"part_time": self.rpu_part_time_share, "exit": self.rpu_exit_share}
        check_shares("rpu_exit_share", both, at_most=True)
        return self


class Hiring(Schema):
    """Recruitment for vacant posts."""

    fill_months_mean: Months = 10.0
    """Mean months from vacancy to a newcomer who starts."""
    fill_shape: Annotated[float, Field(ge=0.05, le=1000)] = 4.0
    """Gamma shape of that time (1: exponential)."""
    national_limit_per_month: Annotated[float, Field(ge=0, le=10_000), AfterValidator(ZeroOr(0.001, 10_000))] | None = (
        None
    )
    """Newcomers who may start in one month, over all units; empty: no limit."""
    priority: Literal["largest_shortage", "smallest_team", "plan_order"] = "largest_shortage"
    """Order of the units when the limit binds."""
    hire_ahead_share: Share = 0.0
    """Over-establishment: extra posts that are recruited for, as a share of each unit's posts, rounded."""
    replace_leavers: bool = True
    """Off: a post that falls vacant stays vacant; recruitment that runs at the start, or for a plan, goes on."""
    experienced_share: Share = 0.0
    """Share of newcomers who come with experience: half the ramp. Those who are in the ramp at the start too."""


class RampStep(Schema):
    """Productivity of a newcomer up to a tenure."""

    until_months: Months
    """Holds up to this tenure."""
    share: Share
    """Share of a full member's work."""


class Training(Schema):
    """The ramp by which a newcomer becomes a full member, and the time of mentors."""

    ramp: list[RampStep] = []
    """Productivity by tenure, in order; after the last step: 1."""
    mentor_share: Share = 0.0
    """Share of one full member's time that a newcomer costs the unit during the ramp."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        months = [step.until_months for step in self.ramp]
        if months != sorted(set(months)):
            raise wrong("ramp", "the steps must be in order of until_months")
        return self


class Absence(Schema):
    """Leave and illness, as spells away from work."""

    leave_days_per_year: DaysInYear = 0.0
    """Calendar days of leave (and of courses and other time off the roster) per year and person."""
    leave_spells_per_year: SpellsInYear = 4.0
    """Number of spells over which leave is spread."""
    short_illness_spells_per_year: SpellsInYear = 0.0
    """Short spells of illness per year and person."""
    short_illness_mean_days: Annotated[float, Field(ge=0.01, le=3_653), In("days")] = 5.0
    """Mean length of such a spell, calendar days."""
    long_illness_per_year: ShareOfPeople = 0.0
    """Chance per year of a long illness."""
    long_illness_mean_days: Annotated[float, Field(ge=0.01, le=3_653), In("days")] = 180.0
    """Mean length of a long illness, calendar days."""

    @model_validator(mode="after")
    def _fits_in_a_year(self) -> Self:
        days = {
            "leave_days_per_year": self.leave_days_per_year,
            "short_illness_spells_per_year": self.short_illness_spells_per_year * self.short_illness_mean_days,
            "long_illness_per_year": self.long_illness_per_year * self.long_illness_mean_days,
        }
        for what, per_year in days.items():
            if per_year >= 365:
                raise wrong(what, "gives {days:.4g} days away per year; it must be below 365", days=per_year)
        if self.leave_days_per_year > 0 and self.leave_spells_per_year == 0:
            raise wrong("leave_spells_per_year", "must be above 0 when there are leave_days_per_year")
        return self


class Age(Schema):
    """Ages of the staff at the start and of newcomers, as uniform bands with shares."""

    bands: dict[str, Share]
    """Share of people per band, written as `30-40`; they add up to 1."""

    @model_validator(mode="after")
    def _bands(self) -> Self:
        check_shares("bands", self.bands)
        for band in self.bands:
            ages = re.fullmatch(r"([0-9]{2})-([0-9]{2})", band)
            if not ages or int(ages[1]) >= int(ages[2]):
                raise wrong(
                    "bands", "'{band}' is not a band of ages from 10 to 99; write for example '30-40'", band=band
                )
        return self

    def years(self) -> dict[tuple[float, float], float]:
        """The shares by the two ages of each band, adding up to 1."""
        split = {band: band.partition("-") for band in self.bands}
        return {(float(split[band][0]), float(split[band][2])): share for band, share in normalised(self.bands).items()}


class PlanStep(Schema):
    """A change of the establishment at a date."""

    unit: Name
    """The unit."""
    role: Name | None = None
    """The role; empty: posts come such that the unit keeps to its shares of roles, and go whatever their role."""
    date: Day
    """Day on which the posts come (or go), not before the start of the run."""
    posts: MorePosts
    """Posts added; negative: posts withdrawn, vacant ones first, then those whose holder leaves first."""


def too_few_to_withdraw(name: str, step: PlanStep, there: int) -> Problem:
    """Make the problem of a step, of this name, that withdraws more posts than are there."""
    says = "{posts} withdraws more posts than {unit} then has ({there}); allowed: {least} or more"
    if step.role is not None:
        says = "{posts} withdraws more posts of role {role} than {unit} then has ({there}); allowed: {least} or more"
    of_step = {"posts": step.posts, "role": step.role, "unit": step.unit, "there": there, "least": -there}
    return Problem(f"plan.{name}.posts", Phrase(says, **of_step))


class Staffing(Schema):
    """The workforce of the units."""

    units: Annotated[dict[Name, Unit], Filled]
    """The units, by id."""
    roles: Annotated[dict[Name, Role], Filled]
    """The roles, by id."""
    role_share: dict[Name, Share]
    """Share of each role in a unit's posts."""
    vacancy_share_at_start: Share | None = None
    """Share of posts vacant at the start; empty: the share at which leaving and filling are in balance."""
    tenure_years_mean: Years = 8.0
    """Mean of an exponential tenure of the staff at the start. Whoever would have served since before the age of 18
    joined young instead: between 18 and the youngest age of newcomers."""
    case_hours_share: SomeShare = 0.85
    """Share of a present member's hours that goes to cases (the rest: meetings, care, training)."""
    part_time: dict[SomeShare, Share] = {1.0: 1.0}
    """Shares of people by their fte."""
    age_at_start: Age
    """Ages of the staff at the start."""
    age_of_newcomers: Age
    """Ages of newcomers."""
    turnover: Turnover = Turnover()
    """Leavers."""
    hiring: Hiring = Hiring()
    """Newcomers."""
    training: Training = Training()
    """Ramp and mentors."""
    absence: Absence = Absence()
    """Leave and illness."""
    plan: dict[Name, PlanStep] = {}
    """The hiring plan: changes of the establishment, by id."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.role_share or not all(unit.role_share for unit in self.units.values()):
            check_shares("role_share", self.role_share)
        check_shares("part_time", {str(k): v for k, v in self.part_time.items()})
        if problems := list(self._problems()):
            raise SettingsError(problems)
        return self

    def _problems(self) -> Iterator[Problem]:
        tables = {"role_share": self.role_share}
        tables |= {f"units.{name}.role_share": unit.role_share for name, unit in self.units.items()}
        for where, table in tables.items():
            yield from (not_known(where, role, self.roles, NOT_A_ROLE) for role in table if role not in self.roles)
        posts = {name: unit.posts for name, unit in self.units.items()}
        for name, step in self.plan_in_order():
            if step.role is not None and step.role not in self.roles:
                yield not_known(f"plan.{name}.role", step.role, self.roles, NOT_A_ROLE)
            if step.unit not in self.units:
                says = "'{word}' is not a unit; allowed: {allowed}"
                yield not_known(f"plan.{name}.unit", step.unit, self.units, says)
                continue
            if posts[step.unit] + step.posts < 0:
                yield too_few_to_withdraw(name, step, posts[step.unit])
            posts[step.unit] += step.posts

    def plan_in_order(self) -> list[tuple[str, PlanStep]]:
        """The steps of the plan as they happen: by date; on one day posts come before posts go."""
        return sorted(self.plan.items(), key=lambda item: (item[1].date, item[1].posts < 0))
