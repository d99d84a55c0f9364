"""Cases: classes, steps, hours, outside delays, and the ways in which a case can end."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tbkk_sim.problem import Phrase, Problem, SettingsError, listed, not_known, wrong
from tbkk_sim.settings.numbers import Factor, Filled, Hours, HoursOfDay, Priority, Share, SomeDays, Volume
from tbkk_sim.settings.schema import DatedFactor, Delay, Label, Name, Schema, Spread, check_shares

NOT_A_STEP = "'{word}' is not a step; allowed: {allowed}"
NOT_A_CLASS = "'{word}' is not a class; allowed: {allowed}"

LIGHTER_WAYS = ("short", "letter_or_visit", "nothing")
"""Treatments lighter than a full investigation, from the heaviest on."""
LighterWay = Literal["short", "letter_or_visit", "nothing"]
MILESTONES = ("identified", "searched")
"""Milestones of an investigation that steps may reach, in their order; the file comes after them."""
Milestone = Literal["identified", "searched"]
OUTCOMES = ("file_to_om", "alternative", "letter_or_visit", "transferred", "no_offence")
Outcome = Literal["file_to_om", "alternative", "letter_or_visit", "transferred", "no_offence"]


class Step(Schema):
    """One kind of step: the skill it needs, where it is done, and the outside delay before it."""

    label: Label
    """Name that pages show."""
    delay: Delay = Delay()
    """Outside delay (provider, court, laboratory, abroad) before the step can be done."""
    national_team: Name | None = None
    """Unit that does this step for all units; empty: the case's own unit."""
    owns_case: bool = False
    """Whoever starts this step first becomes the investigator of the case."""
    together_with: Name | None = None
    """Pool whose specialist must be present during the whole step, beside the investigator."""
    in_pairs: bool = False
    """Two members of one team do it together for its whole work, and both put in its hours. It is not done by members
    of other teams. Not with `together_with`."""
    planned: bool = False
    """A day is planned for it: a colleague is called off ordinary work, of whatever class, to join who begins it, and
    off another step of two of a less urgent class. Else somebody is called off for an urgent one only, and only what is
    less urgent. Only with `in_pairs`."""
    digital: bool = False
    """Counted as digital work."""
    viewing_hours_per_day: HoursOfDay | None = None
    """Most hours a day that one person looks at images in this step. What is left of their hours for cases of a working
    day (`staffing.case_hours_share`) counts as hours of the step too, as rest and other duties. That is the most that a
    limit can cost, since in fact people may do other work for cases in that time. Empty: no limit."""
    milestone: Milestone | None = None
    """Milestone that an investigation, full or short, reaches at the end of this step: `identified` (who the suspect or
    the victim is) or `searched` (the home is searched, or the child is safe). In a case without hours for this step it
    is the last step before it that has hours, or else the first one after it."""

    @model_validator(mode="after")
    def _with_one_other(self) -> Self:
        if self.in_pairs and self.together_with is not None:
            says = "is true, while together_with asks for a specialist of {pool}; allowed: one of the two"
            raise wrong("in_pairs", says, pool=self.together_with)
        if self.planned and not self.in_pairs:
            raise wrong("planned", "is true, while one member does the step; allowed: with in_pairs")
        return self


class Effort(Schema):
    """Hours of one step, where they spread otherwise than the class does, or where not every case needs it."""

    mean_hours: Hours
    """Mean hours of work, over all cases of the class."""
    spread: Spread | None = None
    """Distribution of hours around the mean; empty: that of the class."""
    needed_share: Annotated[float, Field(ge=0.0001, le=1)] = 1.0
    """Share of the cases that need this step; they take all its hours. Every class has a step that all cases need."""


class Expiry(Schema):
    """The age at which a case that nobody has taken up is no longer worth taking up."""

    mean_days: SomeDays
    """Mean days from arrival."""
    family: Literal["fixed", "exponential"] = "fixed"
    """The family of distributions."""


class Upgrade(Schema):
    """The chance that work on a case discovers something worse."""

    probability: Share
    """Chance per case that is worked on."""
    after: Name
    """Step at whose end it is discovered. In a case without hours for that step it is the last step before it that has
    hours, or else the first one after it."""
    to: dict[Name, Share]
    """The class it becomes; shares add up to 1."""

    @model_validator(mode="after")
    def _sum(self) -> Self:
        check_shares("to", self.to)
        return self


RecurrenceShare = Annotated[float, Field(ge=0, le=0.9)]


class LighterTreatment(Schema):
    """A treatment lighter than a full investigation: its hours, its outcomes and what it leaves behind."""

    hours: dict[Name, Hours | Effort] = {}
    """Hours per step; a number is a mean that spreads as the `spread` of the class says. `nothing` has none."""
    outcomes: dict[Outcome, Share] = {}
    """Outcomes of cases that are treated so, as shares that add up to 1. `nothing` has none."""
    finds_share: Share = 0.0
    """Share of what a full investigation would discover (`upgrade`) that this one does."""
    recurrence_share: RecurrenceShare = 0.0
    """Share of the persons who are reported again, as after a full investigation."""


class CaseClass(Schema):
    """A triage class: its urgency, its work and its outcomes."""

    label: Label
    """Name that pages show."""
    drawn_as: Name | None = None
    """Name under which its random numbers are drawn, so that a class that is renamed keeps them; empty: its own."""
    priority: Priority
    """1 is most urgent."""
    norm_days: SomeDays | None = None
    """Promised time from arrival to first work, of a case whose class a further report raised from the arrival of that;
    empty: planned work without a norm."""
    hours: dict[Name, Hours | Effort]
    """Hours per step; a number is a mean that spreads as `spread` says."""
    spread: Spread = Spread()
    """Distribution of the hours of each step around their mean."""
    preempts: bool = False
    """May interrupt running work of a lower priority."""
    round_the_clock: bool = False
    """Is worked on at any hour, instead of in office hours."""
    urgent_until: Milestone | None = None
    """Milestone with whose step `preempts` and `round_the_clock` end: later steps of a case interrupt nothing and keep
    office hours, though they still go first. Empty: they hold for all steps."""
    outside_delay_share: Share = 1.0
    """Part of the outside delay before a step that a case of this class waits: below 1 for requests that providers,
    courts or laboratories answer sooner."""
    severe: bool = True
    """Goes first, in order of priority. The other classes are the portfolio: what is taken up of them is chosen as
    `assignment.order` says, and how they are treated as `steering` says."""
    expires: Expiry | None = None
    """Age at which a case that nobody has taken up expires; empty: never."""
    upgrade: Upgrade | None = None
    """Chance of discovering something worse."""
    outcomes: dict[Outcome, Share]
    """Outcomes of cases that were investigated in full, as shares that add up to 1."""
    recurrence_share: RecurrenceShare = 0.0
    """Share of the persons who are reported again after a full investigation that ended other than as no offence or by
    a transfer."""
    recurrence_mean_days: SomeDays | None = None
    """Mean days from the end of a case, however it was treated, to the new report, which becomes a case that is
    investigated in full."""
    lighter: dict[LighterWay, LighterTreatment] = {}
    """Lighter treatments that are allowed for this class; only for classes that are not severe."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        check_shares("outcomes", {str(k): v for k, v in self.outcomes.items()})
        _check_work("hours", self.hours)
        if self.severe and self.lighter:
            raise wrong("lighter", "a severe class is always investigated in full; allowed: severe: false, or none")
        if self.severe and self.recurrence_share:
            raise wrong("recurrence_share", "no return is drawn for a severe class; allowed: severe: false, or none")
        for way, treatment in self.lighter.items():
            if way == "nothing":
                if treatment.hours or treatment.outcomes or treatment.finds_share:
                    raise wrong("lighter.nothing", "is no work; allowed: only recurrence_share")
                continue
            check_shares(f"lighter.{way}.outcomes", {str(k): v for k, v in treatment.outcomes.items()})
            _check_work(f"lighter.{way}.hours", treatment.hours)
        if self.recurrence_mean_days is None:
            shares = {"recurrence_share": self.recurrence_share}
            shares |= {f"lighter.{way}.recurrence_share": of.recurrence_share for way, of in self.lighter.items()}
            if returning := next((key for key, share in shares.items() if share), None):
                raise wrong("recurrence_mean_days", "is needed with a {share}", share=returning)
        return self


def _check_work(key: str, hours: Mapping[str, float | Effort]) -> None:
    """Refuse hours by step of which some case would have none.

    Raises:
        SettingsError: no step has hours in every case.
    """
    efforts = [of if isinstance(of, Effort) else Effort(mean_hours=of) for of in hours.values()]
    if not any(effort.mean_hours > 0 and effort.needed_share == 1 for effort in efforts):
        raise wrong(
            key,
            "no step has hours in every case, so that some cases would be no work at all; "
            "allowed: at least one step with mean hours above 0 and a needed_share of 1",
        )


class ProactiveWork(Schema):
    """Cases that are chosen, not reported: a yearly number, evenly over the hours in which the office is open."""

    per_year: Volume
    """Cases chosen per year; a broken number is counted on from year to year (9.9 a year are 99 in ten years)."""


class Casework(Schema):
    """The steps and the classes of cases."""

    steps: Annotated[dict[Name, Step], Filled]
    """Kinds of steps, in the order in which a case takes them."""
    classes: Annotated[dict[Name, CaseClass], Filled]
    """Classes of cases, by id."""
    proactive: dict[Name, ProactiveWork] = {}
    """Classes whose cases are chosen (key players), with their yearly target."""
    hours_correlation: Annotated[float, Field(ge=0, le=0.95)] = 0.0
    """Correlation of the hours of the steps of a case: above 0, a case with much work in one step has much in the
    others too. The distribution of the hours of each step stays."""
    complexity: DatedFactor = DatedFactor()
    """Lever: factor on all hours of cases, by date of arrival."""
    tools: dict[Name, Factor] = {}
    """Lever: factor on the hours of single steps (below 1: a tool saves hours)."""

    @model_validator(mode="after")
    def _known_names(self) -> Self:
        if problems := list(self._names_that_are_not_known()):
            raise SettingsError(problems)
        return self

    @property
    def by_urgency(self) -> list[str]:
        """Classes of cases, the most urgent first."""
        return sorted(self.classes, key=lambda name: self.classes[name].priority)

    def _names_that_are_not_known(self) -> Iterator[Problem]:
        for name, case_class in self.classes.items():
            for step in case_class.hours:
                if step not in self.steps:
                    yield not_known(f"classes.{name}.hours", step, self.steps, NOT_A_STEP)
            for way, treatment in case_class.lighter.items():
                for step in treatment.hours:
                    if step not in self.steps:
                        yield not_known(f"classes.{name}.lighter.{way}.hours", step, self.steps, NOT_A_STEP)
            up = case_class.upgrade
            if up is None:
                continue
            if up.after not in case_class.hours:
                yield not_known(
                    f"classes.{name}.upgrade.after",
                    up.after,
                    case_class.hours,
                    "'{word}' is not a step of this class; allowed: {allowed}",
                )
            for to in up.to:
                if to not in self.classes:
                    yield not_known(f"classes.{name}.upgrade.to", to, self.classes, NOT_A_CLASS)
        for step in self.tools:
            if step not in self.steps:
                yield not_known("tools", step, self.steps, NOT_A_STEP)
        reached = [step.milestone for step in self.steps.values() if step.milestone is not None]
        if reached != [milestone for milestone in MILESTONES if milestone in reached]:
            says = Phrase(
                "reach {found}; allowed: each milestone once, in this order: {allowed}",
                found=listed(reached),
                allowed=listed(MILESTONES),
            )
            yield Problem("steps", says)
        for name, case_class in self.classes.items():
            if case_class.urgent_until is not None and case_class.urgent_until not in reached:
                yield not_known(
                    f"classes.{name}.urgent_until",
                    case_class.urgent_until,
                    reached,
                    "'{word}' is not a milestone of a step; allowed: {allowed}",
                )
        for name in self.proactive:
            if name not in self.classes:
                yield not_known("proactive", name, self.classes, NOT_A_CLASS)
