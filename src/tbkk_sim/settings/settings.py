"""All inputs of one run, and the checks between their parts."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator
from html import escape
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tbkk_sim.problem import NOT_KNOWN, Phrase, Problem, SettingsError, not_known
from tbkk_sim.settings.asked import Asked
from tbkk_sim.settings.capacity.capacity import Capacity
from tbkk_sim.settings.capacity.checks import problems_of_capacity, problems_of_costs
from tbkk_sim.settings.capacity.costs import Costs
from tbkk_sim.settings.capacity.exposure import Exposure
from tbkk_sim.settings.casework import Casework
from tbkk_sim.settings.chain.chain import Chain
from tbkk_sim.settings.collaboration import Collaboration
from tbkk_sim.settings.demand import CLOSED, Demand
from tbkk_sim.settings.numbers import Seed
from tbkk_sim.settings.run import Calendar, RunSettings
from tbkk_sim.settings.schema import Name, Schema
from tbkk_sim.settings.selection.agreements import Agreement
from tbkk_sim.settings.selection.assignment import Assignment
from tbkk_sim.settings.selection.steering import Steering
from tbkk_sim.settings.staffing import Staffing
from tbkk_sim.settings.triage import Triage

TRIAGE = "triage"
"""The skill of judging reports."""
OWN_WORK = "own_work"
"""The class of a pool's own work."""
ALL = "all"
"""The word for every team, class or period in a table; never the name of one."""
ASSESSMENT = "assessment"
"""Name, in tables of events, of the step in which a unit assesses a report."""
RESERVED_NAMES = (ALL, CLOSED, OWN_WORK, TRIAGE, ASSESSMENT)
CHOSEN, RETURNS = "chosen", "returns"
STREAMS_BESIDE_REPORTS = (CHOSEN, OWN_WORK, RETURNS)
"""Names of what comes in beside the streams of the settings: cases that are chosen, own work of pools, returns."""
SEVERE_GOES_FIRST = Phrase("'{word}' is a severe class, which goes before all parts of the hours; allowed: {allowed}")
SEVERE_IN_FULL = Phrase("'{word}' is a severe class, which is always investigated in full; allowed: {allowed}")
NEVER_SEEN_AS_LESS = Phrase(
    "'{word}' is a class that triage cannot take for a less urgent one: no stream that is triaged has it beside one; "
    "allowed: {allowed}"
)
NEVER_SEEN_AS_MORE = Phrase(
    "'{word}' is a class that triage cannot take for a more urgent one: no stream that is triaged has it beside one; "
    "allowed: {allowed}"
)
NOT_DONE_ALONE = Phrase("'{word}' is a step that one member does not do alone; allowed: {allowed}")
NOT_IN_CAMPAIGNS = Phrase(
    "'{word}' is a class that interrupts other work or is worked on round the clock, which no campaign takes up; "
    "allowed: {allowed}"
)
NOT_ALLOWED_FOR_CLASS = Phrase("'{word}' is not among the treatments under `lighter` of this class; allowed: {allowed}")
MOST = {
    "casework.classes": 126,
    "casework.steps": 42,
    "demand.streams": 125,
    "staffing.roles": 128,
    "staffing.units": 32_000,
    "collaboration.pools": 700,
}
"""So many are numbered in the tables of a run: classes, streams and roles in 8 bits, teams in 16; the steps of a case,
in 8 bits, are those of up to three treatments."""


class Settings(Schema):
    """All inputs of one run."""

    name: str
    """Name of the scenario."""
    question: str = ""
    """The question that this scenario answers."""
    seed: Seed
    """Seed of all random streams."""
    engine: Literal["auto", "simpy", "compiled"] = "auto"
    """Engine that runs; auto: compiled above 3,650 simulated days in all, if compiled before above 365; else simpy."""
    language: Literal["en", "nl"] = "en"
    """Language of tables, figures and pages."""
    demand: Demand
    """Reports."""
    casework: Casework
    """Classes and steps of cases."""
    triage: Triage
    """Judging of reports."""
    agreements: dict[Name, Agreement] = {}
    """Agreements on cases to take up in a year, by id."""
    assignment: Assignment = Assignment()
    """Order in which steps are taken, and by whom."""
    steering: Steering = Steering()
    """Decisions on how cases are treated."""
    staffing: Staffing
    """Posts and people."""
    capacity: Capacity = Capacity()
    """Capacity that does not come by hiring for posts."""
    collaboration: Collaboration = Collaboration()
    """Sharing rules."""
    chain: Chain = Chain()
    """Chain after a case: the prosecutor, the hearing, places for treatment; and the laboratory."""
    exposure: Exposure = Exposure()
    """Leave of those who view images."""
    costs: Costs = Costs()
    """Prices."""
    calendar: Calendar = Calendar()
    """Working time."""
    run: RunSettings
    """Period and replications."""
    asked: Annotated[Asked | None, Field(exclude=True)] = None
    """The command behind the run, as far as known; written by the program, no setting."""

    def __eq__(self, other: object) -> bool:
        """Equal are settings that set the same, however that was typed."""
        if not isinstance(other, Settings):
            return NotImplemented
        return dict(self) | {"asked": None} == dict(other) | {"asked": None}

    def __repr__(self) -> str:
        run = self.run
        return (
            f"Settings({self.name!r}, {run.start} to {run.end}, {run.replications} replications, seed {self.seed}, "
            f"{len(self.staffing.units)} units, {len(self.casework.classes)} classes)"
        )

    __str__ = __repr__

    def _repr_html_(self) -> str:
        run = self.run
        rows = {
            "scenario": self.name,
            "question": self.question,
            "period": f"{run.start} to {run.end}",
            "replications": str(run.replications),
            "seed": str(self.seed),
            "engine": self.engine,
            "changed": ", ".join(self.asked.changed) if self.asked else "",
        }
        cells = "".join(f"<tr><th>{key}</th><td>{escape(value)}</td></tr>" for key, value in rows.items() if value)
        return f"<table>{cells}</table>"

    def as_file(self) -> str:
        """All settings as JSON, with how they were asked for."""
        asked = None if self.asked is None else self.asked.model_dump(mode="json")
        return json.dumps({**self.model_dump(mode="json"), "asked": asked}, indent=2, ensure_ascii=False) + "\n"

    @property
    def classes_that_come(self) -> list[str]:
        """Classes of which there may be cases in the run, the most urgent first; others stand ready for a scenario."""
        demand, classes = self.demand, self.casework.classes
        come = {name for stream in demand.streams.values() for name in stream.mix}
        come |= {*demand.stock, *self.casework.proactive, *(large.case_class for large in demand.large_cases.values())}
        come |= {to for of in classes.values() if of.upgrade for to in of.upgrade.to}
        return [name for name in self.casework.by_urgency if name in come]

    __hash__ = None  # type: ignore[assignment]  # tables are in it

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if problems := self._problems():
            raise SettingsError(problems)
        return self

    def _problems(self) -> list[Problem]:
        units, classes = self.staffing.units, self.casework.classes
        steps, pools = self.casework.steps, self.collaboration.pools
        found: list[Problem] = []

        def unknown(where: str, name: str, allowed: Iterable[str]) -> None:
            if name not in allowed:
                found.append(not_known(where, name, allowed))

        roles, streams = self.staffing.roles, self.demand.streams
        all_names: tuple[Collection[str], ...] = (classes, steps, streams, roles, units, pools)
        tables = dict(zip(MOST, all_names, strict=True))
        for where, names in tables.items():
            if len(names) > MOST[where]:
                says = Phrase("there are {number}; allowed are at most {most}", number=len(names), most=MOST[where])
                found.append(Problem(where, says))
        for where in ("casework.classes", "casework.steps", "demand.streams", "staffing.units", "collaboration.pools"):
            reserved_here = STREAMS_BESIDE_REPORTS if where == "demand.streams" else RESERVED_NAMES
            reserved = [name for name in tables[where] if name in reserved_here]
            found += [Problem(where, Phrase("'{name}' is a reserved name", name=name)) for name in reserved]
        of_both = [name for name in pools if name in units]
        found += [Problem("collaboration.pools", Phrase("'{name}' is also a unit", name=name)) for name in of_both]
        unknown("triage.team", self.triage.team, units)
        found += self._problems_of_triage()
        for key, allowed in {"unit_share": [*units], "stock": [*classes], "in_hand_at_step": [*steps]}.items():
            for name in getattr(self.demand, key):
                unknown(f"demand.{key}", name, allowed)
        for name, shares in self.demand.unit_share_by_class.items():
            unknown("demand.unit_share_by_class", name, classes)
            for unit in shares:
                unknown(f"demand.unit_share_by_class.{name}", unit, units)
        for sid, stream in self.demand.streams.items():
            for name in stream.mix:
                unknown(f"demand.streams.{sid}.mix", name, classes)
        for name, large in self.demand.large_cases.items():
            unknown(f"demand.large_cases.{name}.case_class", large.case_class, classes)
            for unit in large.units:
                unknown(f"demand.large_cases.{name}.units", unit, units)
        for name, link in self.chain.links.items():
            for of in link.waiting_at_start:
                unknown(f"chain.links.{name}.waiting_at_start", of, classes)
        for name, step in steps.items():
            if step.national_team is not None:
                unknown(f"casework.steps.{name}.national_team", step.national_team, units)
            if step.together_with is not None:
                unknown(f"casework.steps.{name}.together_with", step.together_with, pools)
        for viewed in self.exposure.steps if self.exposure.leave_spells_per_year else ():
            unknown("exposure.steps", viewed, steps)
        if self.chain.examination.enabled:
            unknown("chain.examination.step", self.chain.examination.step, steps)
        for role_name, role in self.staffing.roles.items():
            for skill in role.skills:
                unknown(f"staffing.roles.{role_name}.skills", skill, [TRIAGE, *steps])
        for pool_name, pool in pools.items():
            for skill in pool.skills:
                unknown(f"collaboration.pools.{pool_name}.skills", skill, steps)
        for team in self.assignment.reserve_members:
            unknown("assignment.reserve_members", team, [*units, *pools])
        for unit, others in self.collaboration.neighbours_of.items():
            unknown("collaboration.neighbours_of", unit, units)
            for other in others:
                unknown(f"collaboration.neighbours_of.{unit}", other, units)
        return [
            *found,
            *self._problems_of_agreements(),
            *self._problems_of_the_portfolio(),
            *self._problems_of_campaigns(),
            *problems_of_capacity(self.capacity, self.staffing, self.collaboration),
            *problems_of_costs(self.costs, self.staffing.roles),
        ]

    def _problems_of_triage(self) -> Iterator[Problem]:
        """Name a step of the assessment that one member cannot do alone, and a takeover without assessment."""
        triage, steps = self.triage, self.casework.steps
        alone = [name for name, step in steps.items() if not step.in_pairs and step.together_with is None]
        if triage.assessment.enabled and triage.assessment.step not in alone:
            says = NOT_DONE_ALONE if triage.assessment.step in steps else NOT_KNOWN
            yield not_known("triage.assessment.step", triage.assessment.step, alone, says)
        if triage.automatic_above_reports is not None and not triage.assessment.enabled:
            says = Phrase(
                "is {value}, while triage.assessment.enabled is false: nobody would look at what the system judges; "
                "allowed: nothing (null), or a number with triage.assessment.enabled=true",
                value=triage.automatic_above_reports,
            )
            yield Problem("triage.automatic_above_reports", says)
        yield from self._problems_of_accuracy()

    def _problems_of_accuracy(self) -> Iterator[Problem]:
        """Name classes with an accuracy of their own that no weighing can take for less, or for more, urgent."""
        classes, triage = self.casework.classes, self.triage
        for who, weighing in (
            ("by_hand", triage.by_hand),
            ("by_system", triage.by_system),
            ("assessment", triage.assessment),
        ):
            priorities_of = [
                {name: classes[name].priority for name in stream.mix if name in classes}
                for stream in self.demand.streams.values()
                if stream.triaged and (who == "assessment" or stream.hearing_hours_mean is None)
            ]
            less = [name for name in classes if any(name in of and of[name] < max(of.values()) for of in priorities_of)]
            more = [name for name in classes if any(name in of and of[name] > min(of.values()) for of in priorities_of)]
            for name in weighing.sensitivity_of_class:
                if name not in less:
                    says = NEVER_SEEN_AS_LESS if name in classes else NOT_KNOWN
                    yield not_known(f"triage.{who}.sensitivity_of_class", name, less, says)
            for name in weighing.specificity_of_class:
                if name not in more:
                    says = NEVER_SEEN_AS_MORE if name in classes else NOT_KNOWN
                    yield not_known(f"triage.{who}.specificity_of_class", name, more, says)

    def _problems_of_agreements(self) -> Iterator[Problem]:
        """Name classes in agreements that there are not, or that another agreement has."""
        counted_in: dict[str, str] = {}
        for agreement_name, agreement in self.agreements.items():
            for name in agreement.classes:
                key = f"agreements.{agreement_name}.classes"
                if name not in self.casework.classes:
                    yield not_known(key, name, self.casework.classes)
                elif name in counted_in:
                    says = Phrase(
                        "'{name}' is in agreements.{other} too; allowed: each class in one agreement",
                        name=name,
                        other=counted_in[name],
                    )
                    yield Problem(key, says)
                counted_in.setdefault(name, agreement_name)

    def _problems_of_the_portfolio(self) -> Iterator[Problem]:
        """Name classes with a part of the hours, or with treatments, that do not get these."""
        classes, treatments = self.casework.classes, ("treatments", "treatments_when_pressed")
        portfolio = [name for name, of in classes.items() if not of.severe]

        def not_in_portfolio(key: str, names: Iterable[str], severe: str) -> Iterator[Problem]:
            for name in names:
                if name not in portfolio:
                    yield not_known(key, name, portfolio, severe if name in classes else NOT_KNOWN)

        yield from not_in_portfolio("assignment.parts_of_hours", self.assignment.parts_of_hours, SEVERE_GOES_FIRST)
        for table in treatments:
            shares_of: dict[str, dict[str, float]] = getattr(self.steering, table)
            yield from not_in_portfolio(f"steering.{table}", shares_of, SEVERE_IN_FULL)
            for name in (name for name in shares_of if name in portfolio):
                for way, share in shares_of[name].items():
                    if share > 0 and way != "full" and way not in classes[name].lighter:
                        allowed = ["full", *classes[name].lighter]
                        yield not_known(f"steering.{table}.{name}", way, allowed, NOT_ALLOWED_FOR_CLASS)

    def _problems_of_campaigns(self) -> Iterator[Problem]:
        """Name what campaigns cannot do: units, classes and treatments that there are not, two at once in a unit."""
        classes, last_of_unit = self.casework.classes, dict[str, str]()
        interrupts = self.assignment.preemption
        allowed = [
            name
            for name, of in classes.items()
            if not (of.severe or of.round_the_clock or (of.preempts and interrupts))
        ]
        campaigns = self.steering.campaigns
        for name in sorted(campaigns, key=lambda name: (campaigns[name].date, name)):
            campaign, key = campaigns[name], f"steering.campaigns.{name}"
            if campaign.case_class not in allowed:
                of_class = classes.get(campaign.case_class)
                says = NOT_KNOWN if of_class is None else SEVERE_IN_FULL if of_class.severe else NOT_IN_CAMPAIGNS
                yield not_known(f"{key}.case_class", campaign.case_class, allowed, says)
            elif campaign.treatment not in (lighter := classes[campaign.case_class].lighter):
                ways = [way for way in lighter if way != "nothing"]
                yield not_known(f"{key}.treatment", campaign.treatment, ways, NOT_ALLOWED_FOR_CLASS)
            for unit in campaign.units or self.staffing.units:
                if unit not in self.staffing.units:
                    yield not_known(f"{key}.units", unit, self.staffing.units)
                    continue
                before = last_of_unit.get(unit)
                if before is not None and campaigns[before].end > campaign.date:
                    says = Phrase(
                        "begins on {date}, within steering.campaigns.{other} of {unit}, which lasts until {until}; "
                        "allowed: one campaign at a time in a unit",
                        date=str(campaign.date),
                        other=before,
                        unit=unit,
                        until=str(campaigns[before].end - dt.timedelta(days=1)),
                    )
                    yield Problem(f"{key}.date", says)
                    break
                last_of_unit[unit] = name
