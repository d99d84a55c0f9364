"""Reports: their number, classes, units and times in the year."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from tbkk_sim.problem import Problem, SettingsError, not_known, shown, wrong
from tbkk_sim.settings.numbers import Count, Day, In, Share, SomeDays, SomeHours, Volume, Year, ZeroOr
from tbkk_sim.settings.schema import SHARES_SUM_TOLERANCE, Label, Name, Schema, check_shares

CLOSED = "closed"
"""Class of the reports that triage closes; never a class of cases."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
RateFactor = Annotated[float, Field(ge=0, le=1_000)]
"""Rate of a month, a day or an hour against others: what it is scaled by falls out."""
NOT_A_STREAM = "'{word}' is not a stream; allowed: {allowed}"


class ClassShare(Schema):
    """The share of one class in the reports of a stream, and how it grows with volume."""

    share: Share
    """Share of this class in all reports of the reference year."""
    elasticity: Annotated[float, Field(ge=0, le=2)] = 1.0
    """Class volume grows with (reports / reports of the reference year) to this power; 0 is constant."""
    drift_per_year: Annotated[float, Field(ge=-0.9, le=5)] = 0.0
    """Relative growth of the class in each year after the reference year, whatever the reports do; before it the
    class was as much smaller. What is closed in triage makes room for it."""


class Stream(Schema):
    """One stream of reports with its yearly history and growth path."""

    label: Label
    """Name that pages show."""
    reports_per_year: dict[Year, Volume] = {}
    """Reports in each calendar year; a year after the last one follows from growth_per_year."""
    part_of: Name | None = None
    """Stream of which this one is a part: its reports are those of that stream that are of this kind, and are taken out
    of those that no class of that stream takes. `part_per_year` is given then, and `reports_per_year` is not."""
    part_per_year: dict[Year, Share] = {}
    """Share of the reports of `part_of` in each calendar year; a year after the last one follows from
    growth_per_year, up to a share of 1."""
    reference_year: Year
    """The year in which the shares of `mix` hold."""
    growth_per_year: Annotated[float, Field(ge=-0.99, le=5)] = 0.0
    """Relative growth per year after the last year of `reports_per_year`, or of `part_per_year`."""
    volume_factor: Annotated[float, Field(ge=0, le=1_000)] = 1.0
    """Lever: all yearly volumes are multiplied by this. What it adds to a part comes on top of the reports of
    `part_of`, and what it takes away is missing from them; `part_per_year` moves a part within their total."""
    mix: dict[Name, ClassShare]
    """Share of each class; what is left is closed in triage (class `closed`)."""
    triaged: bool = True
    """False: each report is a case on arrival, as where another investigation found it; none is closed."""
    hearing_hours_mean: SomeHours | None = None
    """Mean hours in which a unit hears whoever makes such a report and assesses it, also if it is then closed; spread
    as those of assessment. It does not pass the national desk, and further reports on its person are not drawn. Empty:
    nobody is heard. Without `triage.assessment` each is seen as what it is on arrival."""
    weekday_factors: dict[Weekday, RateFactor] = {}
    """Factor on the rate of arrival on each day of the week; scaled so that the year's total stays; missing is 1."""
    hour_factors: dict[Annotated[int, Field(ge=0, le=23)], RateFactor] = {}
    """Factor on the rate of arrival in each hour of a day; scaled so that the day's total stays; missing is 1."""

    @property
    def per_year(self) -> dict[int, float]:
        """Reports of each year that is given, or shares of the reports of the stream that this one is a part of."""
        return self.reports_per_year if self.part_of is None else self.part_per_year

    @property
    def assumed_class(self) -> str:
        """Class that a report whose reporter is heard counts as until then: the most common one."""
        return max(self.mix, key=lambda name: self.mix[name].share)

    @property
    def of_no_class(self) -> float:
        """Share of the reports of the reference year that is of no class, from which parts of the stream are taken."""
        return 1 - sum(of_class.share for of_class in self.mix.values())

    @model_validator(mode="after")
    def _usable(self) -> Self:
        self._check_years()
        if CLOSED in self.mix:
            raise wrong("mix", "'{word}' is what is left over; leave it out", word=CLOSED)
        check_shares("mix", {name: c.share for name, c in self.mix.items()}, at_most=self.triaged)
        if self.hearing_hours_mean is not None and not (self.triaged and self.mix):
            says = "is {value}; needed: triaged=true, and a class in mix for what is told until somebody was heard"
            raise wrong("hearing_hours_mean", says, value=shown(self.hearing_hours_mean))
        for key, factors, number in (
            ("weekday_factors", list(self.weekday_factors.values()), len(WEEKDAYS)),
            ("hour_factors", list(self.hour_factors.values()), 24),
        ):
            if len(factors) == number and not any(factors):
                raise wrong(key, "all {number} are 0; at least one needs a factor above 0", number=number)
        return self

    def _check_years(self) -> None:
        """Refuse years that are missing, or given in two ways."""
        given, other = "reports_per_year", "part_per_year"
        if self.part_of is not None:
            given, other = other, given
        if years := getattr(self, other):
            says = "is {value} beside {given}; allowed: reports_per_year, or part_of with part_per_year"
            raise wrong(other, says, value=shown(years), given="part_of" if self.part_of else given)
        if not self.per_year:
            whole = "has no year; needed: the reports of at least one, or part_of with part_per_year"
            part = "has no year; a part of {stream} needs its share in the reports of {stream} of at least one"
            raise wrong(given, part if self.part_of else whole, stream=self.part_of)
        if self.reference_year not in self.per_year:
            known = ", ".join(str(y) for y in sorted(self.per_year))
            says = "{year} is not in {given} ({known})"
            raise wrong("reference_year", says, year=self.reference_year, given=given, known=known)


class Burst(Schema):
    """A batch of extra reports, for example a provider that releases what it held."""

    stream: Name
    """The stream that the batch belongs to."""
    date: Day
    """First day of the batch."""
    days: Annotated[float, Field(ge=0.01, le=366), In("days")] = 14.0
    """Days over which the batch is spread evenly."""
    reports: Volume
    """Extra reports that are expected, in the mix of that moment; each future draws its own number around this mean."""


class LargeCase(Schema):
    """A case with so many victims that a project team of several units works on it; each victim is a case to count."""

    case_class: Name
    """Class of the case of one victim."""
    victims: Annotated[int, Field(ge=1, le=10_000)]
    """Victims, each with the hours of the class."""
    date: Day | None = None
    """Day on which the first victims come to light; or `per_year` is given."""
    per_year: Annotated[float, Field(ge=0, le=100)] | None = None
    """Mean number of such cases a year, at random moments; or `date` is given."""
    days: Annotated[float, Field(ge=0.01, le=3_660), In("days")] = 180.0
    """Days over which the victims come to light, spread evenly."""
    units: list[Name] = []
    """Units of the project team, each as likely to get a victim; empty: all units."""
    stream: Name = "own_finds"
    """Stream that the victims are counted in; they are found by investigating, and not triaged."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.date is None and self.per_year is None:
            raise wrong("date", "is missing, and so is per_year; allowed: one of the two")
        if self.date is not None and self.per_year is not None:
            says = "is {value} beside date {date}; allowed: one of the two"
            raise wrong("per_year", says, value=shown(self.per_year), date=self.date.isoformat())
        return self


class Persons(Schema):
    """Reports on a person who has been reported before."""

    further_reports_mean: Annotated[float, Field(ge=0, le=20)] = 0.0
    """Mean number of further reports on a person who is reported, geometrically distributed; they are part of the
    reports of the stream."""
    further_within_days: SomeDays = 90.0
    """Mean days from one report on a person to the next."""


class Stock(Schema):
    """Work of one class that is already there at the start."""

    waiting: Count = 0
    """Cases not yet taken up."""
    in_hand: Count = 0
    """Cases taken up, with part of their work done: see `Demand.in_hand_at_step`."""
    oldest_days: SomeDays = 365.0
    """Ages at the start are spread evenly between 0 and this."""


class Demand(Schema):
    """All reports of the run."""

    streams: dict[Name, Stream]
    """The streams of reports, by id."""
    month_factors: dict[Annotated[int, Field(ge=1, le=12)], RateFactor] = {}
    """Season: factor on the daily rate in each month; scaled so that the year's total stays; missing is 1."""
    week_cv: Annotated[float, Field(ge=0, le=2), AfterValidator(ZeroOr(0.001, 2))] = 0.0
    """Coefficient of variation of a random factor per week, the same for all units (overdispersion)."""
    bursts: dict[Name, Burst] = {}
    """Extra batches of reports, by id."""
    large_cases: dict[Name, LargeCase] = {}
    """Cases with very many victims, by id."""
    unit_share: dict[Name, Share]
    """Share of each unit in the reports; they add up to 1."""
    unit_share_by_class: dict[Name, dict[Name, Share]] = {}
    """For single classes, other unit shares than `unit_share`; those of a class add up to 1."""
    unit_spread_sigma: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Sigma of a lognormal factor on each unit's share, one draw per future: how uneven units may turn out.
    The reports of all units together stay as they are set."""
    persons: Persons = Persons()
    """Several reports on one person."""
    stock: dict[Name, Stock] = {}
    """Work at the start, by class."""
    in_hand_at_step: dict[Name, Share] = {}
    """Share of the cases in hand at the start that are at each step, not yet begun; they add up to 1. A case is only at
    a step that it has. Empty: at each in proportion to its hours, with a part of it done."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_shares("unit_share", self.unit_share)
        for name, shares in self.unit_share_by_class.items():
            check_shares(f"unit_share_by_class.{name}", shares)
        if self.in_hand_at_step:
            check_shares("in_hand_at_step", self.in_hand_at_step)
        if problems := list(self._streams_that_are_not_known()):
            raise SettingsError(problems)
        return self

    def shares_of_units(self, case_class: str) -> dict[Name, Share]:
        """Share of each unit in the reports of a class; a unit without one is not there."""
        return self.unit_share_by_class.get(case_class, self.unit_share)

    def parts_of(self, name: str) -> list[str]:
        """Names of the streams that are a part of this one."""
        return [part for part, stream in self.streams.items() if stream.part_of == name]

    def _streams_that_are_not_known(self) -> Iterator[Problem]:
        for name, burst in self.bursts.items():
            if burst.stream not in self.streams:
                yield not_known(f"bursts.{name}.stream", burst.stream, self.streams, NOT_A_STREAM)
        for name, large in self.large_cases.items():
            if large.stream not in self.streams:
                yield not_known(f"large_cases.{name}.stream", large.stream, self.streams, NOT_A_STREAM)
        wholes = [name for name, stream in self.streams.items() if stream.part_of is None and stream.triaged]
        for name, stream in self.streams.items():
            if stream.part_of is not None and stream.part_of not in wholes:
                says = "'{word}' is not a stream that is triaged and no part itself; allowed: {allowed}"
                yield not_known(f"streams.{name}.part_of", stream.part_of, wholes, says)
            elif stream.part_of is not None and self.streams[stream.part_of].of_no_class <= SHARES_SUM_TOLERANCE:
                says = "is {word}, whose reports are all of a class: its mix adds up to 1; allowed: {allowed}"
                rooms = [whole for whole in wholes if self.streams[whole].of_no_class > SHARES_SUM_TOLERANCE]
                yield not_known(f"streams.{name}.part_of", stream.part_of, rooms, says)
