"""There is one road from settings to events, and all that simulates takes it."""

import ast

import numpy as np
import pytest

from tbkk_sim.metrics.grid import finite_or_nan
from tbkk_sim.replay.weeks import weeks_of
from tbkk_sim.runs.folder.reader import open_run
from tbkk_sim.runs.runner import run_experiment
from tbkk_sim.tuning.search.measures import quarter_edges_days
from tbkk_sim.tuning.search.plans import StaffingPlan
from tbkk_sim.week.facts.reader import read_weeks
from tbkk_sim.whatif.background_runner import simulate as simulated_for_the_page
from tests.builders import LAB, small_settings
from tests.modules import PACKAGE
from tests.tuning.studies import study_of, tuning_for

pytestmark = pytest.mark.slow

ROAD = {
    "runs/replication.py",
    "runs/workload_leaving.py",  # draws people again until nobody else leaves
    "runs/controls.py",  # draws workforces that are not put to work
    "runs/without_effect.py",  # compares worlds, and puts nobody to work
}
STEPS_OF_IT = {"draw_world", "draw_workforce", "settle", "run_simpy", "run_compiled"}


def test_no_other_module_draws_a_world_or_lets_time_pass():
    found = []
    for file in PACKAGE.rglob("*.py"):
        name = file.relative_to(PACKAGE).as_posix()
        if name in ROAD or name.startswith(("sampling/", "engine/")):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.ImportFrom("tbkk_sim.engine" | "tbkk_sim.engine.simulate", names):
                    used = {alias.name for alias in names} & {"simulate"}
                case ast.Attribute(ast.Name("engine"), "simulate"):
                    used = {"engine.simulate"}
                case ast.Name(step) | ast.Attribute(_, step) | ast.alias(step):
                    used = {step} & STEPS_OF_IT
                case _:
                    continue
            found += [f"{name}: {each}" for each in used]
    assert not found


@pytest.fixture(scope="module", params=[0.0, 1.0], ids=["nobody is driven away", "workload drives people away"])
def finished(request, tmp_path_factory, fastest):
    settings = small_settings(
        {
            "staffing.turnover": {"resignation_per_year": {"0": 0.05}, "workload_leaving": request.param},
            "demand.streams.image.reports_per_year": {2021: 8000, 2022: 8000},
            "collaboration.pools": {"lab": LAB},
            "run.end": "2021-09-30",
            "run.replications": 2,
            "run.keep_events": "all",
            "engine": fastest,
        }
    )
    folder = tmp_path_factory.mktemp("run")
    run_experiment(settings, folder)
    return open_run(folder)


def test_tune_judges_the_world_that_is_run(finished):
    settings = finished.settings
    measured = study_of(settings, tuning_for("where")).evaluator.measures([StaffingPlan()], range(2))
    table = finished.key_figures
    days = np.diff(quarter_edges_days(settings.run.start, settings.run.horizon_days))
    for replication, (measures,) in enumerate(measured):
        of = table[(table.replication == replication) & (table.period == "all")]
        of = of.set_index(["team", "priority_class", "key_figure"])["value"]
        for team, name in enumerate(settings.staffing.units):
            occupied = of[name, "all", "occupancy_fte"] * days.sum()
            assert measures.occupancy[:, team].sum() == pytest.approx(occupied, abs=0.01)
            for number, of_class in enumerate(("acute", "serious", "light"), start=1):
                assert measures.left_undone[:, team, number].sum() == pytest.approx(of[name, of_class, "left_undone"])


def test_the_page_and_the_replay_show_the_world_that_is_run(finished):
    values, weeks = simulated_for_the_page(finished.settings.model_dump_json(), 0, "simpy")
    table = finished.key_figures
    stored = table.loc[table.replication == 0, "value"].to_numpy()
    np.testing.assert_array_equal(finite_or_nan(values[~np.isnan(values)]), stored)
    replayed = weeks_of(read_weeks(finished.settings, finished.events(0)).ledger)
    np.testing.assert_array_equal(replayed.people, weeks.people)
    assert replayed.people[-1].sum() == finished.people.query("replication == 0")["left"].isna().sum()
