"""The order in which steps are taken, and by whom; what is taken up of the portfolio."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tbkk_sim.problem import wrong
from tbkk_sim.settings.numbers import PostCount, Priority, Weight
from tbkk_sim.settings.schema import Name, Schema


class Assignment(Schema):
    """The order in which steps are taken, and by whom; interruption, members kept free, limits."""

    order: Literal["agreements", "shares", "by_severity", "first_come", "deadline"] = "by_severity"
    """agreements: severe work by priority, then what each unit owes by the agreements, then the rest by priority, the
    freshest first; shares: severe work by priority, then classes by their parts of the hours, the freshest first;
    by_severity: priority, then arrival; first_come: arrival; deadline: arrival plus norm."""
    agreements_priority: Priority = 5
    """Priority at which owed cases are taken up, with `order: agreements`: one that is more urgent than that of a
    severe class holds up that class."""
    owed_by: Literal["population", "posts"] = "population"
    """Part that each unit owes of an agreed number: as its share in the reports of the class (which is by population),
    or as its posts; a unit that gets no reports of the class owes none."""
    portfolio_by: Literal["freshest", "score"] = "freshest"
    """Case of a class of the portfolio that goes first, with `order: agreements` or `shares`: the freshest, or the one
    with the highest score in its last weighing."""
    parts_of_hours: dict[Name, Weight] = {}
    """With `order: shares`, the parts of the hours left by severe work that go to each class of the portfolio; a class
    that is missing here is taken up only when no other waits."""
    preemption: bool = True
    """Classes with `preempts` may interrupt running work."""
    reserve_members: dict[Name, PostCount] = {}
    """Per team, members kept free for work that preempts."""
    caseload_limit: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """Open cases that one investigator may have; empty: no limit."""
    in_hand_limit_per_investigator: Annotated[float, Field(ge=0.01, le=1_000_000)] | None = None
    """Cases in hand per investigator of a unit, from which on it takes up no more of the portfolio, owed or not, but
    for simple interventions that are owed. An investigator is whoever can do a step that `owns_case`, at work, ill or
    on leave; where no step does, all members count. Empty: no limit."""
    stays_with_investigator: bool = False
    """Later steps wait for the investigator of the case while present, if they have the skill."""

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.order == "shares" and not any(self.parts_of_hours.values()):
            raise wrong(
                "parts_of_hours",
                "gives no class a part of the hours, as order: shares needs; "
                "allowed: at least one part above 0, as in assignment=shares",
            )
        return self

    @property
    def goes_by_class(self) -> bool:
        """True if classes go before each other by their priority; in the other orders all are alike."""
        return self.order not in ("first_come", "deadline")
