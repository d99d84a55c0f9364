"""An error inside an engine, or a Ctrl-C that lands there, ends the run: it is never taken for a finished one."""

import importlib
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.engine.reference.clock import At, Clock
from tbkk_sim.engine.reference.run import run_simpy
from tbkk_sim.engine.vocabulary import AgendaKind
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.sampling.draw import draw_world
from tests.engine.small_worlds import CAMPAIGNS, LABORATORY, small_world

ROOT = Path(__file__).resolve().parents[2]
REFERENCE, COMPILED = "tbkk_sim.engine.reference", "tbkk_sim.engine.compiled"
PLACES = [
    "assignment.AssignmentRules.choose",
    "assignment.AssignmentRules.place_of",
    "other_processes.steering.SteeringGroup.weeks_waiting",
    "other_processes.steering.SteeringGroup.meet",
    "other_processes.laboratory.Laboratory.examine",
    "other_processes.laboratory.Laboratory.examines",
    "campaigns.Campaigns.first_for",
    "clock.Clock.schedule",
    "clock.At.__init__",
    "desk.Desk.let_free_look",
    "desk.Desk.have_free_members_look_again",
    "desk.Desk.offer_urgent_work",
    "desk.Desk.out_of_line",
    "event_log.EventWriter.append",
    "event_log.EventWriter.as_event_log",
    "member.Members.begin",
    "member.Members.end",
    "member.Members.keep_hours",
    "member.Members.work",
    "openings.Openings.note_room",
    "openings.Openings.set_free",
    "persons.CasesOfPersons.end_case",
    "persons.CasesOfPersons.join",
    "portfolio.Caseload.reclassify",
    "portfolio.Portfolio.key_of",
    "portfolio.Portfolio.take_up",
    "report.ReportProcesses.arrive",
    "report.ReportProcesses.assess",
    "report.ReportProcesses.come_back",
    "report.ReportProcesses.discover",
    "report.ReportProcesses.end",
    "report.ReportProcesses.expire",
    "report.ReportProcesses.wait_until_done",
    "report.ReportProcesses.reveal_class",
    "report.ReportProcesses.process_report",
    "report.ReportProcesses.triage",
    "report.ReportProcesses.decide_treatment",
    "run.open_office",
    "steps.CaseSteps.begin",
    "team.Case.begin_step",
    "team.Lending.opens",
    "team.Queue.join",
    "work.WorkInHand.finish",
    "work.WorkInHand.interrupt",
    "work.WorkInHand.join_queue",
]
"""Processes, what they call, and callbacks, in each module of the SimPy engine."""
KERNELS = [
    "state.agenda.note",
    "assignment.choose",
    "campaigns.first_on_campaign",
    "contest.compete",
    "state.event_log.write",
    "flow.complete_step",
    "agenda_events.arrive",
    "agenda_events.expire",
    "agenda_events.finish_work",
    "agenda_events.reveal_class",
    "agenda_events.open_office",
    "lines.join",
    "loop.take_agenda_entry",
    "openings.note_step_waiting",
    "presence.begin",
    "presence.end_shift",
    "steering.decide",
    "team.set_free",
    "work.assist",
    "workfloor.interrupt",
    "workfloor.settle",
]
"""Kernels in each module of the compiled engine."""
SMALLEST = ["+scenario=textbook", "run.end=2021-01-31", "run.replications=1", "run.workers=1", "hydra.run.dir=run"]


class PlantedError(Exception):
    """An error that cannot be made again from its arguments, as many libraries have them."""

    def __init__(self, *, place: str) -> None:
        super().__init__(f"planted in {place}")


def failing(error: BaseException, right: Any) -> Any:
    """A function that fails instead; a process fails when it is first resumed."""

    def fail(*_: Any, **__: Any) -> Any:
        raise error

    def fail_as_process(*_: Any, **__: Any) -> Any:
        raise error
        yield

    return fail_as_process if inspect.isgeneratorfunction(right) else fail


def owner_of(place: str) -> tuple[Any, str]:
    """Where a place of the SimPy engine is planted, and its name there."""
    package, dot, rest = place.partition(".") if place.startswith("other_processes.") else ("", "", place)
    module, *within, name = rest.split(".")
    owner = importlib.import_module(f"{REFERENCE}.{package}{dot}{module}")
    for inside in within:
        owner = getattr(owner, inside)
    return owner, name


@pytest.fixture(scope="module")
def everything() -> Any:
    errs = {"triage.assessment": {"enabled": True, "sensitivity": 0.7}}
    persons = {"demand.persons": {"further_reports_mean": 0.3}}
    settings = small_world("everything", {**CAMPAIGNS, **errs, **persons, **LABORATORY, "run.end": "2021-07-31"})
    return draw_world(settings, 0), compile_parameters(settings)


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("planted"), pytest.param(KeyboardInterrupt(), marks=pytest.mark.slow)], ids=repr
)
@pytest.mark.parametrize("place", PLACES)
def test_an_error_anywhere_ends_the_run_with_that_error(monkeypatch, everything, place, error):
    owner, name = owner_of(place)
    monkeypatch.setattr(owner, name, failing(error, getattr(owner, name)))
    with pytest.raises(type(error)) as raised:
        run_simpy(*everything)
    assert raised.value is error


def test_errors_are_planted_in_each_module():
    """But not where nothing is carried out."""
    modules = {file.stem for file in Path(inspect.getfile(Clock)).parent.rglob("*.py")} - {"__init__", "office"}
    found = {place.removeprefix("other_processes.").partition(".")[0] for place in PLACES}
    assert found == modules  # `office` is planted where `run` calls it


@pytest.mark.parametrize("place", ["member.Members.begin", "report.ReportProcesses.end", "work.WorkInHand.finish"])
def test_an_error_that_cannot_be_made_again_ends_the_run_too(monkeypatch, everything, place):
    owner, name = owner_of(place)
    monkeypatch.setattr(owner, name, failing(PlantedError(place=place), getattr(owner, name)))
    with pytest.raises(PlantedError, match=f"planted in {place}"):
        run_simpy(*everything)


def test_an_event_that_fails_ends_the_run_unless_somebody_takes_care_of_it():
    env = Clock()
    env.event().fail(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        env.run(until=1)

    def takes_care(event: Any) -> Any:
        with pytest.raises(ZeroDivisionError):
            yield event
        yield At(env, 5, AgendaKind.MEETING, 0)
        reached.append(env.now)

    env, reached = Clock(), []
    env.process(takes_care(env.event().fail(ZeroDivisionError())))
    env.run(until=10)
    assert reached == [5]


# The command


@pytest.mark.parametrize(
    ("place", "error", "ends"),
    [
        pytest.param("simpy member.Members.begin", ZeroDivisionError("planted"), None, marks=pytest.mark.slow),
        pytest.param("simpy report.ReportProcesses.process_report", KeyboardInterrupt(), 130, marks=pytest.mark.slow),
        ("compiled layout.room_for", ZeroDivisionError("planted"), None),
    ],
)
def test_a_run_with_an_error_has_no_manifest(monkeypatch, tmp_path, place, error, ends):
    engine, place = place.split()
    if engine == "compiled":
        importlib.import_module(f"{COMPILED}.loop")  # or, imported first while this is planted, it would keep the error
    layout = importlib.import_module(f"{COMPILED}.state.layout")
    owner, name = owner_of(place) if engine == "simpy" else (layout, "room_for")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(owner, name, failing(error, getattr(owner, name)))
    overrides = [*SMALLEST, f"engine={engine}"]
    if ends is None:
        with pytest.raises(ZeroDivisionError):
            main(overrides)
    else:
        assert main(overrides) == ends
    assert Path("run").is_dir()
    assert not Path("run/manifest.json").exists()


@pytest.mark.slow
def test_an_error_in_a_worker_process_ends_the_run_without_a_manifest(tmp_path):
    """The script is read again in each worker, which is where the error is planted then."""
    script = tmp_path / "planted.py"
    overrides = [*SMALLEST, "engine=simpy", "run.replications=2", "run.workers=2"]
    script.write_text(
        f"from {REFERENCE}.member import Members\n"
        "Members.begin = lambda self, member, shift, is_first: 1 / 0\n"
        "if __name__ == '__main__':\n"
        "    from tbkk_sim.cli.main import main\n"
        f"    raise SystemExit(main({overrides}))\n"
    )
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode not in (0, 2)
    assert "ZeroDivisionError" in done.stderr
    assert not list(tmp_path.rglob("manifest.json"))


# The compiled engine, as plain Python


@pytest.mark.slow
def test_an_error_in_any_kernel_ends_the_run_with_that_error():
    """In a process of its own, in which nothing is compiled."""
    what = "kernels_that_do_not_end_the_run"
    call = f"from tests.engine.test_errors_end_a_run import {what} as found; print(*found(), sep=',')"
    environment = os.environ | {
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    said = subprocess.run([sys.executable, "-c", call], env=environment, check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "plain Python", said.stdout


def kernels_that_do_not_end_the_run() -> list[str]:
    """The names of kernels in which an error is planted and nothing comes of it, after what the engine runs as."""
    loop = importlib.import_module(f"{COMPILED}.loop")
    errs = {"triage.assessment": {"enabled": True, "sensitivity": 0.7}}
    persons = {"demand.persons": {"further_reports_mean": 0.3}}
    settings = small_world("everything", {**CAMPAIGNS, **errs, **persons, **LABORATORY, "run.end": "2021-07-31"})
    world, parameters = draw_world(settings, 0), compile_parameters(settings)
    found = ["compiled" if hasattr(loop.run_until_full, "stats") else "plain Python"]
    for kernel in KERNELS:
        module, _, name = kernel.rpartition(".")
        right = getattr(importlib.import_module(f"{COMPILED}.{module}"), name)
        uses = [
            (used, alias)
            for path, used in list(sys.modules.items())
            if path.startswith(COMPILED)
            for alias, value in list(vars(used).items())
            if value is right
        ]
        for error in (PlantedError(place=kernel), KeyboardInterrupt()):
            for used, alias in uses:
                setattr(used, alias, failing(error, right))
            try:
                loop.run_compiled(world, parameters)
                found.append(kernel)
            except (PlantedError, KeyboardInterrupt) as raised:
                if raised is not error:
                    found.append(kernel)
            finally:
                for used, alias in uses:
                    setattr(used, alias, right)
    return found
