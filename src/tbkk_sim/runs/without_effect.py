"""Settings without effect in this run: with and without them come the same reports, people and rules.

Whether a setting has an effect is not read from a list: the worlds of the first replications and the parameters are
made with and without it, and compared. All that is random is drawn before the clock starts, so if these are equal the
run is. The rules of `reasons` only say why, for the kinds that people run into; a few settings that key figures read
for themselves are never called without effect on the ground of equal worlds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

import numpy as np

from tbkk_sim.model.parameters import Parameters, compile_parameters
from tbkk_sim.model.rules import AGREEMENTS
from tbkk_sim.runs import workload_leaving
from tbkk_sim.runs.changes import Idle, Reason, SettingKey, with_values
from tbkk_sim.runs.reasons import Because, of_a_year, why
from tbkk_sim.sampling.draw import draw_reports
from tbkk_sim.sampling.parameters import compile_reports
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.sampling.world import People, Posts, Shifts, World
from tbkk_sim.settings import Settings
from tbkk_sim.settings.capacity.capacity import Capacity

MOST_REPLICATIONS = 5
"""Replications in which settings are compared."""
MOST_COMPARED = 12
"""Overrides that are compared; a world takes a tenth of a second."""
REPORTS, PEOPLE = "reports", "people"
"""The two halves of a world."""
READ_BY_KEY_FIGURES = {"label", "minimum_fte", "digital", "tile", "norm_days", "agreements"}
"""Names of settings that are read after a replication is over, beside its world and its rules."""


@dataclass(frozen=True)
class SettingsPart:
    """Settings that were set together."""

    names: tuple[str, ...]
    """The overrides as typed, several where they make one entry of a table; of a scenario, its name."""
    before: Mapping[SettingKey, Any]
    """Their keys, and their values without it (changes.NOT_THERE where there are none)."""
    own: Mapping[SettingKey, str] = field(default_factory=dict)
    """For scenarios, all that their files name, or files that these choose for a group, and who does: the scenario, or
    the choice (demand=textbook). Other settings came along with a new entry of a table."""


class FirstReplications:
    """The first replications of a run, to be compared with those of other settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.number = min(settings.run.replications, MOST_REPLICATIONS)
        self.parameters = compile_parameters(settings)
        self._drawn: dict[tuple[str, int], Any] = {}

    def same_without(self, before: Mapping[SettingKey, Any], replications: int) -> bool:
        """Return True if the first replications are the same with these settings as they were before."""
        other = with_values(self.settings, before)
        try:
            return other is not None and self._are_those_of(other, replications)
        except ValueError:  # these settings are no run: a year or a share is missing
            return False

    def _are_those_of(self, other: Settings, replications: int) -> bool:
        parameters = compile_parameters(other)
        if not _same_rules(self.parameters, parameters):
            return False
        people_first = self.settings.demand == other.demand
        for replication in range(replications):
            for what in (PEOPLE, REPORTS) if people_first else (REPORTS, PEOPLE):
                mine = (what, replication)
                if mine not in self._drawn:
                    self._drawn[mine] = _draw(what, self.settings, self.parameters, replication)
                if not alike(self._drawn[mine], _draw(what, other, parameters, replication)):
                    return False
        return True


def idle_overrides(
    replications: FirstReplications, parts: Sequence[SettingsPart], set_again: Sequence[str]
) -> Iterator[Idle]:
    """Overrides without effect; `set_again` are those whose keys are set once more behind them."""
    for number, part in enumerate(parts):
        if set(part.names) <= set(set_again):
            yield Idle(part.names, "", Reason.SET_AGAIN)
        elif not part.before:
            yield Idle(part.names, "", Reason.SAME)
        elif number < MOST_COMPARED and (because := _idle(replications, part)):
            yield Idle(part.names, "", *because)


def idle_of_scenarios(replications: FirstReplications, parts: Sequence[SettingsPart]) -> Iterator[Idle]:
    """Scenarios without effect, and what else they set for other days and years than those of the run."""
    for part in parts:
        known = {key: found for key in part.before if (found := why(replications.settings, key))}
        if not part.before or not (known or len(parts) == 1):
            continue
        if because := _idle(replications, part):
            yield Idle((), part.names[0], *because)
            continue
        of_file = [key for key in known if key in part.own and not _is_of_a_series(replications.settings, part, key)]
        entries = set(map(_entry, of_file))
        named = {key: because for key, because in known.items() if _entry(key) in entries}
        if named and replications.same_without({key: part.before[key] for key in named}, 1):
            by_reason: dict[tuple[str, str], tuple[Because, list[str]]] = {}
            for key, because in named.items():
                source = part.own.get(key, part.names[0])
                by_reason.setdefault((source, str(because)), (because, []))[1].append(_entry(key))
            for (source, _), (because, keys) in by_reason.items():
                yield Idle(tuple(dict.fromkeys(keys)), source, *because)


def _is_of_a_series(settings: Settings, part: SettingsPart, key: SettingKey) -> bool:
    """Return True if a year outside the run stands among years inside it, so that nobody expects an effect of it."""
    if of_a_year(settings, key) is None:
        return False
    return any(of[:-1] == key[:-1] and of_a_year(settings, of) is None for of in part.own)


def alike(one: Any, other: Any) -> bool:
    """Return True if two things made of arrays and plain values are equal."""
    if isinstance(one, np.ndarray):
        floats = one.dtype.kind == "f"
        return isinstance(other, np.ndarray) and np.array_equal(one, other, equal_nan=floats)
    if is_dataclass(one):
        return type(one) is type(other) and all(
            alike(getattr(one, of.name), getattr(other, of.name)) for of in fields(one)
        )
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


def _same_rules(one: Parameters, other: Parameters) -> bool:
    """Compare the rules, but for those that neither uses.

    A steering group that never meets has none, nor have campaigns that there are not, or units that assess nothing;
    agreements reserve nothing in another order of the work, and where only pools lend, nobody is lent who judges
    reports.
    """
    both = (one, other)
    not_used = {
        "steering": not any(of.steering.active for of in both),
        "agreements": all(of.order != AGREEMENTS for of in both),
        "examination": not any(of.examination.active for of in both),
        "campaigns": all(len(of.campaigns.team) == 0 for of in both),
        "assessment_urgency": all(of.assessment_skill == 0 for of in both),
        "lends_judges": all(of.lendings.lender.min(initial=len(of.names.units)) >= len(of.names.units) for of in both),
    }
    names = [of.name for of in fields(one) if not not_used.get(of.name)]
    return all(alike(getattr(one, name), getattr(other, name)) for name in names)


def _draw(what: str, settings: Settings, parameters: Parameters, replication: int) -> tuple[Any, ...]:
    """One half of a world, as far as the run comes to see it."""
    if what == REPORTS:
        return draw_reports(compile_reports(settings), replication)
    people, shifts, posts = draw_workforce(settings, replication)
    if workload_leaving.is_on(settings):
        world = World(replication, *draw_reports(compile_reports(settings), replication), people, shifts, posts)
        world = workload_leaving.settle(settings, parameters, world)
        people, shifts, posts = world.people, world.shifts, world.posts
    return _within(parameters.horizon_days, people, shifts, posts)


def _within(horizon_days: float, people: People, shifts: Shifts, posts: Posts) -> tuple[Any, ...]:
    """Return what begins before the end, with the numbers of posts among those; nobody joins later than that."""
    there = posts.begin_days < horizon_days
    post_number = np.cumsum(np.append(there, False))  # the last is of members of pools, who are known by their team
    in_post = replace(people, post=post_number[people.post])
    worked = _rows(shifts, shifts.begin_days < horizon_days)
    served = _rows(shifts.service, shifts.service.begin_days < horizon_days)
    return in_post, worked, served, _rows(posts, there)


def _rows(table: Any, which: Any) -> tuple[Any, ...]:
    """These rows of each column of a table; a table inside it has rows of its own."""
    columns = [getattr(table, of.name) for of in fields(table)]
    return tuple(column[which] for column in columns if isinstance(column, np.ndarray))


def _idle(replications: FirstReplications, part: SettingsPart) -> Because | None:
    """Return the reason for which none of it has an effect; None: it has one, or that is not known."""
    reasons = {key: why(replications.settings, key) for key in part.before}
    if any(reason is None and READ_BY_KEY_FIGURES.intersection(key) for key, reason in reasons.items()):
        return None
    said = next(iter(reasons.values()))
    of_one_kind = said is not None and all(reason == said for reason in reasons.values())
    if not replications.same_without(part.before, 1 if of_one_kind else replications.number):
        return None
    return said if of_one_kind else Because(Reason.NOTHING, {"futures": replications.number})


TABLES_OF_ENTRIES = (
    ("staffing", "plan"),
    ("demand", "bursts"),
    ("demand", "large_cases"),
    ("steering", "campaigns"),
    ("collaboration", "pools"),
    *(("capacity", kind) for kind in Capacity.model_fields),
)
"""Tables of which an entry as a whole has an effect or none."""


def _entry(key: SettingKey) -> str:
    """A setting, or the entry of a table that it belongs to."""
    return ".".join(key[:3] if key[:2] in TABLES_OF_ENTRIES else key)
