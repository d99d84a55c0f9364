"""Both engines write the same events, second for second, whatever the settings and however many things tie."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from tbkk_sim.config.compose import load_settings
from tbkk_sim.config.paths import conf_dir
from tbkk_sim.engine import simulate
from tbkk_sim.engine.compiled.loop import room_of_an_event
from tbkk_sim.engine.compiled.state import layout
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.check import check
from tbkk_sim.model.event_records import COLUMNS, IN_ASSESSMENT, IN_TRIAGE, End, Event, EventLog
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.parameters import Parameters, compile_parameters
from tbkk_sim.model.seconds import days_of
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.people import CameBy, Cause
from tbkk_sim.sampling.world import BY_HAND, BY_NOBODY, World
from tbkk_sim.settings import Settings
from tests.builders import SMALL, changed, first_days
from tests.engine.random_capacity import with_capacity
from tests.engine.random_settings import in_step, random_settings, weighed_at_random, with_campaigns
from tests.engine.small_worlds import PLAIN, small_world

N_CONFIGURATIONS = 400
A_PART = 40
N_WITH_CAMPAIGNS = 160
N_WITH_CAPACITY = 120
QUICK = (11, 31, 115, 202, 203, 274)
"""Some of them, with ties and without, in which much happens soon."""
WITH_CAMPAIGNS = (6, 39, 44)
"""Some in which campaigns take up more than a few cases."""
WITH_CAPACITY = (53, 70, 117)
"""Some in which people come and go in most of the ways that there are."""
DAYS = 15
WITHOUT: dict[str, Callable[[Settings], Settings]] = {
    "agreements": lambda settings: settings.model_copy(update={"agreements": {}}),
    "parts of the hours": lambda settings: _but(
        settings, "assignment", parts_of_hours=dict.fromkeys(settings.assignment.parts_of_hours, 1.0)
    ),
    "judges stay": lambda settings: _but(settings, "collaboration", lends_judges=True),
    "units judge": lambda settings: _but(settings, "triage", units_judge="never"),
    "the desk takes reports as they are read": lambda settings: _but(settings, "triage", order="arrival"),
    "the system takes over": lambda settings: _but(settings, "triage", automatic_above_reports=None),
    "assessments have a priority": lambda settings: _but(
        settings, "triage", assessment=settings.triage.assessment.model_copy(update={"priority": 9})
    ),
    "the highest score goes first": lambda settings: _but(settings, "assignment", portfolio_by="freshest"),
}
"""Rules that no event names, each taken away."""
SCENARIOS = sorted(file.stem for file in (conf_dir() / "scenario").glob("*.yaml"))


@cache
def configuration(number: int) -> tuple[World, Parameters]:
    """A random configuration; in every second one, all times are rounded so that they tie.

    In half of those of each kind persons and weighing are more at random than they can be drawn.
    """
    return _configuration(random_settings(number), number)


def _configuration(settings: Settings, number: int) -> tuple[World, Parameters]:
    world = draw_world(settings, number % 3)
    if number % 4 < 2:
        world = weighed_at_random(world, settings, number)
    return (in_step(world) if number % 2 else world), compile_parameters(settings)


def first_difference(world: World, parameters: Parameters) -> str:
    """Where the engines' stories part; empty: nowhere."""
    simpy, compiled = (simulate(world, parameters, engine).rows for engine in ("simpy", "compiled"))
    shared = min(len(simpy), len(compiled))
    differ = np.flatnonzero(simpy[:shared] != compiled[:shared])
    if len(differ) == 0 and len(simpy) == len(compiled):
        return ""
    at = differ[0] if len(differ) else shared
    return f"fact {at} of {len(simpy)} and {len(compiled)}: simpy {_told(simpy, at)}, compiled {_told(compiled, at)}"


def _told(rows: np.ndarray, at: int) -> str:
    """A event in words: when, what, and the numbers that go with it."""
    if at >= len(rows):
        return "nothing"
    told = dict(zip(rows.dtype.names, rows[at].tolist(), strict=True))
    kind, days = Event(told.pop("kind")).name, days_of(told.pop("time_seconds"))
    return f"day {days:.6g} {kind} " + " ".join(f"{name}={value}" for name, value in told.items())


@pytest.mark.parametrize("number", QUICK)
def test_some_random_configurations_give_identical_logs(number):
    assert not first_difference(*configuration(number))


def configuration_with_campaigns(number: int) -> tuple[World, Parameters]:
    """A random configuration in which there are campaigns too, if there is a treatment for one."""
    return _configuration(with_campaigns(random_settings(number), number), number)


@pytest.mark.parametrize("number", WITH_CAMPAIGNS)
def test_some_random_configurations_with_campaigns_give_identical_logs(number):
    world, parameters = configuration_with_campaigns(number)
    assert not first_difference(world, parameters)
    weighed = simulate(world, parameters, "simpy").select(Event.WEIGHED)
    assert np.sum(weighed["member"] >= 0) > 5


@pytest.mark.slow
@pytest.mark.parametrize("part", range(N_WITH_CAMPAIGNS // A_PART))
def test_random_configurations_with_campaigns_give_identical_logs_and_keep_all_laws(part):
    seen = dict.fromkeys(("taken up", "treated otherwise", "became full"), 0)
    for number in range(part * A_PART, (part + 1) * A_PART):
        world, parameters = configuration_with_campaigns(number)
        apart = first_difference(world, parameters)
        assert not apart, f"random configuration {number}: {apart}"
        ledger = Ledger(world, parameters, simulate(world, parameters, "compiled"))
        check(ledger)
        treatments = ledger.treatments
        seen["taken up"] += int(treatments.on_campaign.sum())
        seen["treated otherwise"] += int((treatments.begun != treatments.first).sum())
        seen["became full"] += int((treatments.on_campaign & (treatments.begun != treatments.last)).sum())
    assert all(seen.values()), seen


def configuration_with_capacity(number: int) -> tuple[World, Parameters]:
    """A random configuration in which people also come otherwise than by hiring."""
    return _configuration(with_capacity(random_settings(number), number), number)


def ways_seen(world: World) -> set[str]:
    """How people of a world come and go, and whether they work overtime and take time off."""
    people, shifts = world.people, world.shifts
    seen = {CameBy(how).name for how in set(people.came_by.tolist())}
    seen |= {Cause(why).name for why in set(people.left_cause.tolist()) - {-1}}
    seen |= {AbsenceCause(why).name for why in set(shifts.away.cause.tolist())}
    overtime = shifts.overtime_per_million
    return seen | ({"MORE"} if (overtime > 0).any() else set()) | ({"LESS"} if (overtime < 0).any() else set())


@pytest.mark.parametrize("number", WITH_CAPACITY)
def test_some_random_configurations_with_capacity_give_identical_logs(number):
    world, parameters = configuration_with_capacity(number)
    assert not first_difference(world, parameters)
    assert {"RETRAINED", "REALLOCATED", "TERM_OVER", "MORE", "LESS"} <= ways_seen(world)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(N_WITH_CAPACITY // A_PART))
def test_random_configurations_with_capacity_give_identical_logs_and_keep_all_laws(part):
    seen = set[str]()
    for number in range(part * A_PART, (part + 1) * A_PART):
        world, parameters = configuration_with_capacity(number)
        apart = first_difference(world, parameters)
        assert not apart, f"random configuration {number}: {apart}"
        check(Ledger(world, parameters, simulate(world, parameters, "compiled")))
        seen |= ways_seen(world)
    assert seen >= {*(how.name for how in CameBy), "OVERTIME", "TERM_OVER", "COURSE", "MORE", "LESS"}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(N_CONFIGURATIONS // A_PART))
def test_random_configurations_give_identical_logs(part):
    for number in range(part * A_PART, (part + 1) * A_PART):
        apart = first_difference(*configuration(number))
        assert not apart, f"random configuration {number}: {apart}"


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_shipped_scenarios_give_identical_logs(scenario):
    settings = first_days(load_settings([f"+scenario={scenario}"]), DAYS)
    apart = first_difference(draw_world(settings, 0), compile_parameters(settings))
    assert not apart, apart


@pytest.mark.parametrize(("runs_full", "rows"), [("AGENDA_ROWS", 1), ("EVENTS_EACH", 0)])
def test_an_agenda_or_log_that_runs_full_changes_nothing(runs_full, rows, monkeypatch):
    stock = {"light": {"waiting": 2_500, "oldest_days": 20}}
    soon = {"casework.classes.light.expires.mean_days": 30, "run.end": "2021-02-15"}
    settings = Settings.model_validate(changed(SMALL, {"demand.stock": stock, **soon}))
    world, parameters = draw_world(settings, 0), compile_parameters(settings)
    monkeypatch.setattr(layout, runs_full, rows)
    on_agenda = int(np.sum(world.reports.expires_seconds[:2_500] < parameters.horizon_seconds))  # from the start
    assert on_agenda > room_of_an_event(world, parameters)
    assert not first_difference(world, parameters)


@pytest.mark.slow
def test_report_0_is_passed_on_like_any_other():
    few = {"demand.streams.image.reports_per_year": {2021: 300, 2022: 300}, "run.end": "2021-03-31"}
    stock = {"demand.stock": {"serious": {"in_hand": 40}}}
    settings = small_world("investigator stays", {**PLAIN, **few, **stock})
    parameters, moments = compile_parameters(settings), 0
    for replication in range(100):
        world = draw_world(settings, replication)
        assert not first_difference(world, parameters)
        log = simulate(world, parameters, "compiled")
        begun = log.select(Event.STARTED, Event.RESUMED)
        moments += int(
            np.isin(begun["time_seconds"][begun["report"] == 0], log.select(Event.ABSENT)["time_seconds"]).sum()
        )
    assert moments > 0  # taken by another at the moment at which its investigator goes


@pytest.mark.slow
def test_the_random_configurations_leave_nothing_out():
    logs = [simulate(*configuration(number), "compiled") for number in range(N_CONFIGURATIONS)]
    seen = np.bincount(np.concatenate([log.rows["kind"] for log in logs]), minlength=len(Event))
    assert all(seen[kind] > 200 for kind in Event), dict(zip(Event, seen, strict=True))
    ends = np.bincount(np.concatenate([log.select(Event.ENDED)["detail"] for log in logs]), minlength=len(End))
    assert all(ends[end] > 20 for end in End), dict(zip(End, ends, strict=True))
    assert sum(map(ties, logs)) > 2_500


@pytest.mark.slow
def test_the_random_configurations_treat_cases_in_all_ways_and_let_people_return():
    seen = dict.fromkeys((*Treatment, "became full", "in stock", "under pressure", "returned", "returned again"), 0)
    for number in range(N_CONFIGURATIONS):
        world, parameters = configuration(number)
        log = simulate(world, parameters, "compiled")
        choices, came = log.select(Event.WEIGHED), log.reports_of(Event.ARRIVED)
        came = came[world.reports.stream[came] == parameters.returns_stream]
        followed = world.reports.stream[np.isin(world.reports.return_row, came)]
        for treatment in Treatment:
            seen[treatment] += int(np.sum(choices["detail"] == treatment))
        seen["became full"] += int(np.sum((choices["step"] >= 0) & (choices["detail"] == Treatment.FULL)))
        seen["in stock"] += int(np.sum(world.reports.arrived_seconds[choices["report"]] < 0))
        seen["under pressure"] += int(np.sum(log.select(Event.STEERED)["work_seconds"] > 0))
        seen["returned"] += len(came)
        seen["returned again"] += int(np.sum(followed == parameters.returns_stream))
    assert all(times > 300 for times in seen.values()), seen


@pytest.mark.slow
def test_the_random_configurations_judge_reports_in_all_ways():
    seen: Counter[str] = Counter()
    for number in range(N_CONFIGURATIONS):
        world, parameters = configuration(number)
        log, reports = simulate(world, parameters, "compiled"), world.reports
        finished, triaged, assessed = log.select(Event.FINISHED), log.select(Event.TRIAGED), log.select(Event.ASSESSED)
        by_system = ~np.isin(triaged["report"], finished["report"][finished["step"] == IN_TRIAGE])
        taken_over = triaged[by_system & (reports.triaged_by[triaged["report"]] == BY_HAND)]
        seen["the system took over"] += len(taken_over)
        seen["and saw another class"] += _differ(taken_over, reports.triaged_class)
        seen["assessed as another class"] += _differ(assessed, reports.triaged_class)
        seen["closed by the assessment"] += int(np.sum(assessed["detail"] == CLOSED_CLASS))
        seen["assessment interrupted"] += int(np.sum(log.select(Event.INTERRUPTED)["step"] == IN_ASSESSMENT))
        ended = log.select(Event.ENDED)
        kept_until = reports.trace_until_seconds[ended["report"][ended["detail"] == End.UNTRACEABLE]]
        seen["enriched too late"] += int(np.sum(kept_until > 0))
        seen["never to be traced"] += int(np.sum(kept_until == 0))
        seen["expired in assessment"] += int(np.sum(ended["step"][ended["detail"] == End.EXPIRED] == IN_ASSESSMENT))
    assert all(times > 150 for times in seen.values()), seen


@pytest.mark.slow
def test_in_the_random_configurations_all_becomes_of_further_reports_that_can():
    seen: Counter[str] = Counter()
    for number in range(N_CONFIGURATIONS):
        world, parameters = configuration(number)
        log, reports = simulate(world, parameters, "compiled"), world.reports
        person, is_return = reports.person.tolist(), reports.stream == parameters.returns_stream
        open_case: dict[int, int] = {}
        passed_on = set(log.select(Event.QUEUED, Event.WEIGHED, Event.RECLASSIFIED)["report"].tolist())
        for row in log.select(Event.ARRIVED, Event.TRIAGED, Event.ENDED).tolist():
            told = dict(zip(COLUMNS, row, strict=True))
            report, kind, of = told["report"], told["kind"], person[told["report"]]
            if kind == Event.ENDED and told["detail"] == End.JOINED:
                seen["joined to an open case" if of in open_case else "joined to one that was investigated"] += 1
            elif kind == Event.ENDED and open_case.get(of) == report:
                del open_case[of]
            elif kind == Event.ARRIVED and reports.triaged_by[report] == BY_NOBODY:
                seen["returned while a case is open"] += bool(is_return[report]) and of in open_case
                open_case[of] = report
            elif kind == Event.TRIAGED and report in passed_on:
                open_case.setdefault(of, report)
        changed = log.rows_of(Event.RECLASSIFIED)
        by_joining = (log.kind[changed - 1] == Event.ENDED) & (log.detail[changed - 1] == End.JOINED)
        seen["made more urgent in assessment"] += int(np.sum(by_joining & (log.step[changed] == IN_ASSESSMENT)))
        seen["made more urgent after it"] += int(np.sum(by_joining & (log.step[changed] != IN_ASSESSMENT)))
        expired = log.select(Event.ENDED)
        expired = expired[(expired["detail"] == End.EXPIRED) & (expired["step"] != IN_ASSESSMENT)]
        expired = expired[~is_return[expired["report"]]]
        seen["expired later"] += int(np.sum(expired["time_seconds"] > reports.expires_seconds[expired["report"]]))
        taken_up = log.select(Event.TAKEN_UP)
        taken_up = taken_up[~parameters.classes.severe[taken_up["detail"]] & ~is_return[taken_up["report"]]]
        unweighed = taken_up["report"][~np.isin(taken_up["report"], log.select(Event.WEIGHED)["report"])]
        seen["investigated in full after a warning"] += int(np.sum(reports.triaged_by[unweighed] != BY_NOBODY))
    assert all(times > 100 for times in seen.values()), seen


def _differ(told: np.ndarray, classes: np.ndarray) -> int:
    """Events that tell another class than that of the report."""
    return int(np.sum(told["detail"] != classes[told["report"]]))


@pytest.mark.slow
@pytest.mark.parametrize("rule", WITHOUT)
def test_a_rule_of_selection_decides_in_many_random_configurations(rule):
    decides = 0
    for number in range(N_CONFIGURATIONS):
        settings = random_settings(number)
        without = WITHOUT[rule](settings)
        if without != settings:
            world, parameters = configuration(number)
            logs = [simulate(world, of, "compiled").rows for of in (parameters, compile_parameters(without))]
            decides += not np.array_equal(*logs)
    assert decides > 15


def _but(settings: Settings, group: str, **fields: Any) -> Settings:
    """The same settings with other fields in one group."""
    return settings.model_copy(update={group: getattr(settings, group).model_copy(update=fields)})


def ties(log: EventLog) -> int:
    """Moments at which work on two reports ends."""
    ended = log.select(Event.FINISHED)
    return int(np.sum((np.diff(ended["time_seconds"]) == 0) & (np.diff(ended["report"]) != 0)))
