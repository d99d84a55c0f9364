"""An error inside an engine, or a Ctrl-C that lands there, ends the run: it is never taken for a finished one."""

import subprocess
import sys
from pathlib import Path

import pytest
import simpy

from engine.small_worlds import small_world
from tbkk_sim.cli.verbs import main
from tbkk_sim.domain.rulebook import make_rulebook
from tbkk_sim.engine.clock import Clock, Happening
from tbkk_sim.engine.flow import Flow
from tbkk_sim.engine.presence import Presence
from tbkk_sim.engine.simpy_engine import run_simpy
from tbkk_sim.engine.steering import SteeringGroup
from tbkk_sim.engine.workfloor import Workfloor
from tbkk_sim.world.draw import draw_world

PLACES = [
    (Presence, "begin"),
    (Presence, "end"),
    (SteeringGroup, "decide"),
    (Workfloor, "offer_urgent_work"),
    (Workfloor, "settle"),
    (Workfloor, "finish_work"),
    (Workfloor, "choose"),
    (Flow, "arrive"),
    (Flow, "is_ready"),
    (Flow, "expire"),
]
"""In processes and in plain calls, at each kind of event."""
SMALLEST = ["+scenario=textbook", "run.end=2021-01-31", "engine=simpy", "hydra.run.dir=run"]


class PlantedError(Exception):
    """An error that cannot be made again from its arguments, as many libraries have them."""

    def __init__(self, *, place: str) -> None:
        super().__init__(f"planted in {place}")


def failing(error: BaseException):
    def fail(*_, **__):
        raise error

    return fail


@pytest.mark.parametrize("error", [PlantedError(place="engine"), KeyboardInterrupt(), MemoryError()], ids=repr)
@pytest.mark.parametrize(("kind", "name"), PLACES, ids=lambda place: getattr(place, "__name__", place))
def test_an_error_anywhere_ends_the_run_with_that_error(monkeypatch, kind, name, error):
    settings = small_world("everything")
    world, book = draw_world(settings, 0), make_rulebook(settings)
    monkeypatch.setattr(kind, name, failing(error))
    with pytest.raises(type(error)) as raised:
        run_simpy(world, book)
    assert raised.value is error


def test_an_event_that_fails_ends_the_run_unless_somebody_takes_care_of_it():
    clock = Clock()
    clock.event().fail(PlantedError(place="an event"))
    with pytest.raises(PlantedError):
        clock.run(until=1.0)

    def takes_care(event: simpy.Event):
        with pytest.raises(ZeroDivisionError):
            yield event
        yield clock.moment(0.5, Happening.MEETING, 0)
        reached.append(clock.now)

    clock, reached = Clock(), []
    clock.process(takes_care(clock.event().fail(ZeroDivisionError())))
    clock.run(until=1.0)
    assert reached == [0.5]


@pytest.mark.parametrize(("error", "ends"), [(PlantedError(place="a stint"), None), (KeyboardInterrupt(), 130)])
def test_a_run_with_an_error_in_a_process_has_no_manifest(monkeypatch, tmp_path, error, ends):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Presence, "begin", failing(error))
    overrides = [*SMALLEST, "run.replications=1", "run.workers=1"]
    if ends is None:
        with pytest.raises(PlantedError):
            main(overrides)
    else:
        assert main(overrides) == ends
    assert Path("run").is_dir()
    assert not Path("run/manifest.json").exists()


@pytest.mark.slow
def test_an_error_in_a_worker_process_ends_the_run_without_a_manifest(tmp_path):
    """The script is read again in each worker, which is where the error is planted then."""
    script = tmp_path / "planted.py"
    overrides = [*SMALLEST, "run.replications=2", "run.workers=2"]
    script.write_text(
        "from tbkk_sim.engine.presence import Presence\n"
        "Presence.begin = lambda self, stint: 1 / 0\n"
        "if __name__ == '__main__':\n"
        "    from tbkk_sim.cli.verbs import main\n"
        f"    raise SystemExit(main({overrides}))\n"
    )
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode not in (0, 2)
    assert "ZeroDivisionError" in done.stderr
    assert not list(tmp_path.rglob("manifest.json"))
