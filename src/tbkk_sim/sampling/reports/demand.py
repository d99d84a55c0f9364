"""The expected number of reports: per class and day for the whole country, and how units share in it.

`compile_demand` reads the settings; `flows` and `unit_shares` add what a replication adds by chance.
"""

import calendar
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Floats, Longs
from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.problem import listed, wrong
from tbkk_sim.sampling.chance import Chance, gamma, key_of, quantiles
from tbkk_sim.sampling.reports.volumes import class_volumes, share_in_batch
from tbkk_sim.settings import Settings
from tbkk_sim.settings.demand import CLOSED, WEEKDAYS, Burst, Demand, Stream
from tbkk_sim.settings.schema import Spread


class FlowParameters(NamedTuple):
    """The reports of one class in one stream, as they are set."""

    stream: int
    case_class: int
    first_key: Longs
    """Key of the first report in each unit."""
    per_year: Floats
    """[day]: reports in the year of that day."""
    season: Floats
    """[day]: share of the reports of its year."""
    hours: Floats
    """Share of the reports of a day that have come by each full hour, 0 to 24; empty: they come evenly."""
    triaged: bool
    """They go through triage at the desk."""
    heard: bool
    """Their unit hears whoever makes them."""
    taken_from: int
    """Stream whose reports these are part of: their own, or the one of which it is a part."""
    in_batches: Floats
    """[day]: reports of batches that arrive on that day."""


class PersonParameters(NamedTuple):
    """Further reports on persons who are reported."""

    further_share: float
    """Chance that one more report follows each; 0: none does."""
    mean_days: float
    """Mean time from one report to the next."""
    horizon_seconds: int

    def expected_per_day(self, first_per_day: Floats) -> Floats:
        """Further reports that are expected on each day, if so many persons are first reported on each.

        Persons N of whom one more report is to come gain a share p of all reports and lose N / mean days a day, of
        whom p gain again: N' = p first - (1 - p) N / mean days, which is solved within each day and summed up.
        """
        p, rate = self.further_share, (1 - self.further_share) / self.mean_days
        stays = math.exp(-rate)
        gained = (p / rate * -math.expm1(-rate) * first_per_day).tolist()
        to_come = np.array(list(accumulate(gained, lambda before, more: before * stays + more, initial=0.0)))
        return np.maximum(p * first_per_day - np.diff(to_come), 0.0) / (1 - p)


@dataclass(frozen=True, slots=True)
class DemandParameters:
    """Reports that come in and how units share in them, without what a replication adds by chance."""

    flows: tuple[FlowParameters, ...]
    week: Longs
    """[day]: number of its week, as in RunDays."""
    week_cv: float
    """Coefficient of variation of the factor of a week; 0: none."""
    unit_share: Floats
    """[class, unit]: shares, which add up to 1 for each class."""
    unit_key: Longs
    """[unit]: key of its factor."""
    unit_spread_sigma: float
    persons: PersonParameters


class Flow(NamedTuple):
    """The reports of one class in one stream, in one replication."""

    stream: int
    case_class: int
    first_key: Longs
    """Key of the first report in each unit."""
    expected: Floats
    """Reports expected from the start until each midnight, the last one included; without the further ones on a person.
    """
    further: float
    """Further reports on the same persons that are expected until the end."""
    hours: Floats
    """Share of the reports of a day that have come by each full hour, 0 to 24; empty: they come evenly."""
    triaged: bool
    """They go through triage at the desk."""
    heard: bool
    """Their unit hears whoever makes them."""


class RunDays(NamedTuple):
    """The days of the run."""

    year: Longs
    month: Longs
    weekday: Longs
    """0 is Monday."""
    week: Longs
    """Weeks (from Monday) since the year 1: the same week has the same number whenever a run starts."""


def days_of(settings: Settings) -> RunDays:
    """Number the days of the run."""
    start = np.datetime64(settings.run.start, "D")
    days = start + np.arange(settings.run.horizon_days)
    ordinal = settings.run.start.toordinal() + np.arange(settings.run.horizon_days)
    return RunDays(
        year=days.astype("M8[Y]").astype(np.int64) + 1970,
        month=days.astype("M8[M]").astype(np.int64) % 12 + 1,
        weekday=(ordinal - 1) % 7,
        week=(ordinal - 1) // 7,
    )


def compile_demand(settings: Settings, names: Names) -> DemandParameters:
    """Number the flows of all streams and the shares of the units.

    Raises:
        SettingsError: a year of the run lies before those of a stream, or between them; or no unit has a share.
    """
    demand, days = settings.demand, days_of(settings)
    by_year, found = days.year - days.year[0], []
    of_year = {
        int(year): {name: class_volumes(demand, name, int(year)) for name in demand.streams}
        for year in np.unique(days.year)
    }
    for name, stream in demand.streams.items():
        season, hours = _season(demand, name, days), _hours(stream)
        batches = _batches(settings, stream.part_of or name)
        for case_class in (CLOSED, *stream.mix):
            per_year = np.array([volumes[name][case_class] for volumes in of_year.values()])
            mix = np.array([share_in_batch(demand, volumes, name, case_class) for volumes in of_year.values()])
            strata = [f"reports/{name}/{names.random_name(case_class)}/{unit}" for unit in names.units]
            found.append(
                FlowParameters(
                    stream=names.streams.index(name),
                    case_class=names.case_class(case_class),
                    first_key=np.array([key_of(stratum) for stratum in strata], dtype=np.int64),
                    per_year=per_year[by_year],
                    season=season,
                    hours=hours,
                    triaged=stream.triaged and stream.hearing_hours_mean is None,
                    heard=stream.hearing_hours_mean is not None,
                    taken_from=names.streams.index(stream.part_of or name),
                    in_batches=mix[by_year] * batches,
                )
            )
    usual = _unit_share("unit_share", demand.unit_share, names)
    otherwise = {
        case_class: _unit_share(f"unit_share_by_class.{case_class}", shares, names)
        for case_class, shares in demand.unit_share_by_class.items()
    }
    return DemandParameters(
        flows=tuple(found),
        week=days.week,
        week_cv=demand.week_cv,
        unit_share=np.array([otherwise.get(case_class, usual) for case_class in names.classes]),
        unit_key=np.array([key_of(unit) for unit in names.units]),
        unit_spread_sigma=demand.unit_spread_sigma,
        persons=_persons(settings),
    )


def flows(demand: DemandParameters, chance: Chance) -> Iterator[Flow]:
    """Yield the flows of all streams in one replication, without those that are empty.

    Further reports on persons are part of the reports of their stream, or of the one of which that is a part: as many
    fewer are closed, as far as there are.
    """
    weeks = _weeks(demand, chance)
    per_day = [flow.per_year * (flow.season * weeks) + flow.in_batches for flow in demand.flows]
    further = [np.zeros(len(weeks)) for _ in demand.flows]
    if demand.persons.further_share > 0:
        closed_of = {flow.stream: number for number, flow in enumerate(demand.flows) if flow.case_class == 0}
        for number, flow in enumerate(demand.flows):
            if flow.case_class > 0 and flow.triaged:
                further[number] = demand.persons.expected_per_day(per_day[number])
                closed = closed_of[flow.taken_from]
                per_day[closed] = per_day[closed] - further[number]
    for flow, of_day, more in zip(demand.flows, per_day, further, strict=True):
        expected = np.concatenate(([0.0], np.cumsum(np.maximum(of_day, 0.0))))
        if expected[-1] > 0:
            yield Flow(
                stream=flow.stream,
                case_class=flow.case_class,
                first_key=flow.first_key,
                expected=expected,
                further=float(more.sum()),
                hours=flow.hours,
                triaged=flow.triaged,
                heard=flow.heard,
            )


def _persons(settings: Settings) -> PersonParameters:
    """Read how many more reports follow one; only triaged reports are followed."""
    persons = settings.demand.persons
    mean = persons.further_reports_mean if settings.triage.enabled else 0.0
    return PersonParameters(mean / (1 + mean), persons.further_within_days, settings.run.horizon_days * SECONDS_PER_DAY)


def _season(demand: Demand, name: str, days: RunDays) -> Floats:
    """Each day's share of the reports of its year, for one stream."""
    of_month = np.array([0.0, *(demand.month_factors.get(month, 1.0) for month in range(1, 13))])
    given = {str(weekday): factor for weekday, factor in demand.streams[name].weekday_factors.items()}
    of_weekday = np.array([given.get(weekday, 1.0) for weekday in WEEKDAYS])
    years = range(int(days.year[0]), int(days.year[-1]) + 1)
    total = np.array([_days_counted(year, of_month, of_weekday) for year in years])
    if not total.all():  # every month has every weekday
        raise wrong("demand.month_factors", "all twelve are 0; at least one month needs a factor above 0")
    factor = of_month[days.month]
    if given:
        factor = factor * of_weekday[days.weekday]
    share: Floats = factor / total[days.year - days.year[0]]
    return share


def _days_counted(year: int, of_month: Floats, of_weekday: Floats) -> float:
    """Days of a year, each as often as its factors say."""
    months = range(1, 13)
    if (of_weekday == 1).all():
        return float(sum(of_month[month] * calendar.monthrange(year, month)[1] for month in months))
    return float(
        sum(
            of_month[month] * of_weekday[calendar.weekday(year, month, day)]
            for month in months
            for day in range(1, calendar.monthrange(year, month)[1] + 1)
        )
    )


def _hours(stream: Stream) -> Floats:
    """Share of the reports of a day that have come by each full hour; empty: they come evenly."""
    if not stream.hour_factors:
        return np.zeros(0)
    upto = np.cumsum([0.0, *(stream.hour_factors.get(hour, 1.0) for hour in range(24))])
    share: Floats = upto / upto[-1]
    return share


def _weeks(demand: DemandParameters, chance: Chance) -> Floats:
    """A random factor with mean 1 per week, gamma distributed: with it, weekly counts are negative binomial."""
    if demand.week_cv == 0:
        return np.ones(len(demand.week))
    return gamma(demand.week_cv**-2, chance.uniform("demand/weeks", demand.week))


def _batches(settings: Settings, name: str) -> Floats:
    """Reports of all batches of a stream per day of the run."""
    bursts = [burst for burst in settings.demand.bursts.values() if burst.stream == name]
    return sum((_burst(settings, burst) for burst in bursts), np.zeros(settings.run.horizon_days))


def _burst(settings: Settings, burst: Burst) -> Floats:
    """Reports of a batch per day of the run; those outside the run are left out."""
    begin = (burst.date - settings.run.start).days
    midnights = np.arange(settings.run.horizon_days + 1)
    arrived = np.clip((midnights - begin) / burst.days, 0.0, 1.0) * burst.reports
    return np.diff(arrived)


def _unit_share(where: str, by_unit: dict[str, float], names: Names) -> Floats:
    """The shares of the units, such that they add up to 1."""
    share = np.array([by_unit.get(unit, 0.0) for unit in names.units])
    if not share.any():
        raise wrong(f"demand.{where}", "no unit has a share; allowed are {units}", units=listed(names.units))
    part: Floats = share / share.sum()
    return part


class Pace(NamedTuple):
    """Rates at which the reports of a flow are drawn in the units."""

    of_unit: Floats
    """Reports drawn per unit, for each report of the flow."""
    kept: float
    """Share of the drawn reports that is kept."""


class UnitShares(NamedTuple):
    """The share of each unit in the work that comes in, times its factor in this replication."""

    of_class: Floats
    """[class, unit]: weights, which add up to about 1 for each class."""
    surplus: float
    """Ratio of the reports drawn to those that come."""

    def pace(self, case_class: int) -> Pace:
        """Rates at which reports of one class are drawn per unit such that all units together have as many as are set.

        Were shares divided by their sum, then every unit would change as soon as any does. So each unit draws at a pace
        that nothing but itself decides, rather too many; and of all that is drawn, the same share is kept everywhere.
        """
        of_unit = self.of_class[case_class] * self.surplus
        while self.surplus > 1 and of_unit.sum() < 1:  # units with low factors only
            of_unit = of_unit * 2
        return Pace(of_unit, 1 / of_unit.sum()) if self.surplus > 1 else Pace(of_unit, 1.0)


def unit_shares(demand: DemandParameters, chance: Chance) -> UnitShares:
    """Multiply the shares by the factor that this replication gives each unit."""
    factor = np.ones(len(demand.unit_key))
    if demand.unit_spread_sigma > 0:
        spread = Spread(family="lognormal", sigma=demand.unit_spread_sigma)
        factor = quantiles(spread, chance.uniform("demand/unit_factor", demand.unit_key))
    return UnitShares(of_class=demand.unit_share * factor, surplus=1 + 2 * demand.unit_spread_sigma)
