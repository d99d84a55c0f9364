"""Settings of a tuning study: the question, the objective, the confidence asked, and the time it may take."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tbkk_sim.problem import Phrase, Problem, SettingsError, not_known, wrong
from tbkk_sim.settings.numbers import Day, Filled, In, MorePosts, PostCount, Replications, SomeDays, Sure, Weight
from tbkk_sim.settings.renamed import new_key, renamed
from tbkk_sim.settings.run import RunSettings
from tbkk_sim.settings.schema import Label, Name, Schema
from tbkk_sim.settings.settings import Settings

Probability = Sure
Tolerance = Annotated[float, Field(ge=0.001, le=0.499)]

SpreadRule = Literal["by_need", "by_load", "by_posts"]
"""Division of posts. by_need: where they help the asked classes most (from a response table); by_load: such that hours
demanded a post even out; by_posts: in proportion to the posts that are there."""


class Objective(Schema):
    """Weights of an objective: the loss of a future is the sum of these amounts per year, each times its weight."""

    label: Label
    """Name that pages show."""
    waiting: Weight = 0.0
    """Loss for each day that a case waits for its first work, times the weight of its class."""
    left_undone: Weight = 0.0
    """Loss for each case that came in and was not taken up, whether closed by choice, turned away, let go,
    untraceable or still waiting, times the weight of its class."""
    hidden_days: Weight = 0.0
    """Loss for each day from when a severe case is taken for one that is not severe, or closed, until somebody sees
    what it is, times the weight of what it is."""
    hidden_closed: Weight = 0.0
    """Loss for each severe case that ends without anybody seeing that it is one, times the weight of what it is."""
    norm_missed: Weight = 0.0
    """Loss for each case that has not begun when its norm runs out, times the weight of its class."""
    lender_waiting: Weight = 0.0
    """Loss for each day that a piece of a pool's own work waits."""
    lent_hours: Weight = 0.0
    """Loss for each hour that a pool works for TBKK."""
    fte: Weight = 0.0
    """Loss for each post of the units for a year, filled or not."""


class Norm(Schema):
    """The norm that a class must meet."""

    share: Probability
    """Share of its cases that must begin in time."""
    within_days: SomeDays | None = None
    """Days to first work; empty: the norm of the class."""


class Where(Schema):
    """Placing posts over units (and roles)."""

    extra_fte: PostCount = 8
    """Posts to place."""
    may_take: PostCount = 0
    """Posts that may be taken from a unit to be placed elsewhere."""
    most_per_place: Annotated[int, Field(ge=1, le=10_000), In("posts")] | None = None
    """Most posts that one place can get; empty: all, as far as the table goes."""
    by_role: bool = False
    """Also choose the role of each post; else a unit keeps to its shares of roles."""
    date: Day | None = None
    """Day from which the posts exist, and are recruited for; empty: from the start, filled as all others."""
    jump_penalty: Weight = 0.0
    """Loss for each pair of posts placed in the same unit: what fits badly when much comes to one place."""
    levels: Annotated[int, Field(ge=2, le=40)] = 6
    """Levels of staffing at which the response is simulated; between them it is linear."""
    candidates: Annotated[int, Field(ge=2, le=100)] = 12
    """Plans among which the best is certified."""


class HowMany(Schema):
    """The least posts with which each class meets its norm."""

    norms: Annotated[dict[Name, Norm], Filled]
    """Norms to meet, by class."""
    chance: Probability = 0.9
    """Share of futures in which all norms must be met."""
    tolerance: Tolerance = 0.05
    """Chances nearer to the asked one than this may be judged either way."""
    scope: Literal["nationally", "per_unit"] = "nationally"
    """Norms hold for all units together, or in every unit by itself."""
    fewest_fte: MorePosts = -40
    """Fewest extra posts that are tried; negative: posts less."""
    most_fte: MorePosts = 120
    """Most extra posts that are tried."""
    spread: SpreadRule = "by_need"
    """Rule by which posts divide over units."""

    @model_validator(mode="after")
    def _not_crossed(self) -> Self:
        if self.most_fte < self.fewest_fte:
            says = "is {most}; it must not be below fewest_fte, which is {fewest}"
            raise wrong("most_fte", says, most=self.most_fte, fewest=self.fewest_fte)
        return self


class When(Schema):
    """A hiring plan over the horizon."""

    norms: Annotated[dict[Name, Norm], Filled]
    """Norms to meet in each period, by class."""
    period: Literal["year", "quarter"] = "year"
    """Each year or each quarter must meet the norms."""
    chance: Probability | None = 0.9
    """Share of futures in which a period must meet its norms; empty: by the mean over all futures."""
    tolerance: Tolerance = 0.1
    """Chances nearer to the asked one than this may be judged either way."""
    from_date: Day | None = None
    """Periods before this date are not judged: nobody hired now helps them; empty: all are."""
    most_per_quarter: Annotated[int, Field(ge=1, le=10_000), In("posts")] = 12
    """Most posts that may be opened in one quarter."""
    cost_per_hire: Weight = 0.5
    """Cost of recruiting and training somebody, in years of an fte."""
    jump_penalty: Weight = 0.0
    """Cost of each post by which a quarter differs from the one before, in years of an fte."""
    spread: SpreadRule = "by_need"
    """Rule by which the posts of a quarter divide over units."""


class MixQuestion(Schema):
    """Posts of our own against hours borrowed from the pools."""

    extra_fte: Annotated[list[MorePosts], Filled] = [0, 10, 20]
    """Extra posts that are tried."""
    share_factors: Annotated[list[Weight], Filled] = [0.0, 1.0, 2.0]
    """Factors on the share of their members that pools may lend, that are tried."""
    spread: SpreadRule = "by_need"
    """Rule by which posts divide over units."""


class Robust(Schema):
    """Plans in many uncertain futures."""

    extra_fte: Annotated[list[MorePosts], Filled] = [0, 20, 40]
    """Extra posts of the plans that are compared."""
    spread: SpreadRule = "by_need"
    """Rule by which posts divide over units."""
    over: Annotated[list[str], Filled]
    """Settings that are uncertain, each within the range of its source."""
    replications: Annotated[int, Field(ge=10, le=10_000)] = 60
    """Combinations of their values (Latin hypercube)."""
    fails_above: Annotated[float, Field(ge=0.01, le=1_000)] = 1.5
    """A plan fails in a future in which its loss exceeds its own median loss this many times."""


class Tuning(Schema):
    """A question about staffing, and what counts as an answer."""

    question: Literal["where", "how_many", "when", "mix", "robust"]
    """The question."""
    objective: Name = "waiting"
    """Name of the objective that is minimised."""
    objectives: Annotated[dict[Name, Objective], Filled]
    """Objectives to choose from, by name."""
    weight_per_priority: Annotated[float, Field(ge=0.001, le=1)] = 0.5
    """Weight of a class against that of the priority before it."""
    weights: dict[Name, Weight] = {}
    """Weights of single classes instead."""
    frozen: list[Name] = []
    """Units that stay as they are."""
    confidence: Annotated[float, Field(ge=0.6, le=0.9999)] = 0.95
    """Probability with which the answer must be right."""
    precision: Annotated[float, Field(ge=0.0001, le=0.9999)] = 0.02
    """Difference that matters, as a share of the loss of today's staffing."""
    search_replications: Annotated[int, Field(ge=2, le=1_000_000)] = 6
    """Futures in which plans are sought."""
    first_replications: Annotated[int, Field(ge=3, le=1_000_000)] = 20
    """Futures in which every plan is tried before one is dropped."""
    most_replications: Annotated[int, Field(ge=3, le=1_000_000)] = 400
    """Futures at most in which a plan is tried."""
    most_runs: Annotated[int, Field(ge=1, le=1_000_000_000)] = 1500
    """Budget: evaluations of a plan in a future, over the whole study; a step that has begun is finished."""
    budget_minutes: Annotated[float, Field(ge=0.001, le=1_000_000), In("minutes")] = 15.0
    """Time limit: a study that takes longer ends with the answer so far, and says so."""
    kept_replications: Replications = 10
    """Futures of the runs of today's staffing and of the answer that are kept to read and compare."""
    cache: str = "outputs/evaluations"
    """Folder in which every evaluation is kept, to be used again; empty: none."""
    where: Where = Where()
    """Settings of the question where to place posts."""
    how_many: HowMany | None = None
    """Settings of the question how many posts are needed."""
    when: When | None = None
    """Settings of the question when to hire."""
    mix: MixQuestion = MixQuestion()
    """Settings of the question how to mix own posts and borrowed hours."""
    robust: Robust | None = None
    """Settings of the question which plan holds in many futures."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.objective not in self.objectives:
            raise SettingsError([not_known("objective", self.objective, self.objectives)])
        if getattr(self, self.question) is None:
            says = "needs its settings, as in conf/tune/{question}.yaml"
            raise wrong(self.question, says, question=self.question)
        if self.most_replications < self.first_replications:
            says = "is {most}; it must not be below first_replications, which is {first}"
            raise wrong("most_replications", says, most=self.most_replications, first=self.first_replications)
        return self

    def problems_with(self, settings: Settings) -> list[Problem]:
        """Give what does not fit the run that is tuned."""
        classes, units = list(settings.casework.classes), list(settings.staffing.units)
        named = {f"weights.{name}": (name, classes) for name in self.weights}
        named |= {f"frozen.{name}": (name, units) for name in self.frozen}
        asked = {"how_many": self.how_many, "when": self.when}.get(self.question)
        for name in asked.norms if asked else {}:
            named[f"{self.question}.norms.{name}"] = (name, classes)
        found = []
        for key, (name, allowed) in named.items():
            if new := new_key(f"tune.{key}", classes):
                found.append(renamed(f"tune.{key}", new))
            elif name not in allowed:
                found.append(not_known(f"tune.{key}", name, allowed))
        for name, norm in (asked.norms if asked else {}).items():
            if name in classes and norm.within_days is None and settings.casework.classes[name].norm_days is None:
                key = f"tune.{self.question}.norms.{name}.within_days"
                found.append(Problem(key, Phrase("the class has no norm; give the days")))
        if set(self.frozen) >= set(units):
            found.append(Problem("tune.frozen", Phrase("every unit is frozen, so there is nothing to tune")))
        if self.question == "where" and not (self.where.extra_fte or self.where.may_take):
            says = "is 0, as tune.where.may_take is, so there is nothing to place; allowed: one of the two above 0"
            found.append(Problem("tune.where.extra_fte", Phrase(says)))
        return [*found, *self._dates_outside(settings.run)]

    def _dates_outside(self, run: RunSettings) -> Iterator[Problem]:
        """Dates of the question that leave it nothing to do in this run."""
        last_quarter = dt.date(run.end.year, (run.end.month - 1) // 3 * 3 + 1, 1)
        if self.question == "when" and self.when and self.when.from_date and self.when.from_date > last_quarter:
            says = (
                "{date} leaves no quarter to judge: the last of the run begins on {last}; allowed: that day or before"
            )
            of_run = {"date": str(self.when.from_date), "last": str(last_quarter)}
            yield Problem("tune.when.from_date", Phrase(says, **of_run))
        day = self.where.date
        if self.question == "where" and day and not run.start <= day <= run.end:
            says = (
                "{date} is outside the run; allowed: {start} to {end}, or empty for posts that are there from the start"
            )
            of_run = {"date": str(day), "start": str(run.start), "end": str(run.end)}
            yield Problem("tune.where.date", Phrase(says, **of_run))
