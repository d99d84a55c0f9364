"""Reports: their number, classes, units and times in the year."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from tbkk_sim.problem import SettingsError, not_known, wrong
from tbkk_sim.settings.numbers import Count, Day, In, Share, SomeDays, Volume, Year, ZeroOr
from tbkk_sim.settings.schema import Label, Name, Schema, check_shares

CLOSED = "closed"
"""Class of the reports that triage closes; never a class of cases."""


class ClassShare(Schema):
    """The share of one class in the reports of a stream, and how it grows with volume."""

    share: Share
    """Share of this class in all reports of the reference year."""
    elasticity: Annotated[float, Field(ge=0, le=2)] = 1.0
    """Class volume grows with (reports / reports of the reference year) to this power; 0 is constant."""


class Stream(Schema):
    """One stream of reports with its yearly history and growth path."""

    label: Label
    """Name that pages show."""
    reports_per_year: dict[Year, Volume]
    """Reports in each calendar year; a year after the last one follows from growth_per_year."""
    reference_year: Year
    """The year in which the shares of `mix` hold."""
    growth_per_year: Annotated[float, Field(ge=-0.99, le=5)] = 0.0
    """Relative growth per year after the last year of `reports_per_year`."""
    volume_factor: Annotated[float, Field(ge=0, le=1_000)] = 1.0
    """Lever: all yearly volumes are multiplied by this."""
    mix: dict[Name, ClassShare]
    """Share of each class; what is left is closed in triage (class `closed`)."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if not self.reports_per_year:
            raise wrong("reports_per_year", "at least one year is needed")
        if self.reference_year not in self.reports_per_year:
            known = ", ".join(str(y) for y in sorted(self.reports_per_year))
            raise wrong(
                "reference_year", "{year} is not in reports_per_year ({known})", year=self.reference_year, known=known
            )
        if CLOSED in self.mix:
            raise wrong("mix", "'{word}' is what is left over; leave it out", word=CLOSED)
        check_shares("mix", {name: c.share for name, c in self.mix.items()}, at_most=True)
        return self


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
    """Cases taken up, with part of their work done (evenly spread over their hours)."""
    oldest_days: SomeDays = 365.0
    """Ages at the start are spread evenly between 0 and this."""


class Demand(Schema):
    """All reports of the run."""

    streams: dict[Name, Stream]
    """The streams of reports, by id."""
    month_factors: dict[Annotated[int, Field(ge=1, le=12)], Annotated[float, Field(ge=0, le=1_000)]] = {}
    """Season: factor on the daily rate in each month; scaled so that the year's total stays; missing is 1."""
    week_cv: Annotated[float, Field(ge=0, le=2), AfterValidator(ZeroOr(0.001, 2))] = 0.0
    """Coefficient of variation of a random factor per week, the same for all units (overdispersion)."""
    bursts: dict[Name, Burst] = {}
    """Extra batches of reports, by id."""
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

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_shares("unit_share", self.unit_share)
        for name, shares in self.unit_share_by_class.items():
            check_shares(f"unit_share_by_class.{name}", shares)
        for name, burst in self.bursts.items():
            if burst.stream not in self.streams:
                says = "'{word}' is not a stream; allowed: {allowed}"
                raise SettingsError([not_known(f"bursts.{name}.stream", burst.stream, self.streams, says)])
        return self
