"""The public API: typed, documented, and saying the same in memory, in a folder and on the command line."""

import doctest
import inspect
import os
import shutil
import subprocess
import sys
import typing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import tbkk_sim as ts
from tbkk_sim.api import comparing, loading, running
from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.report.run import exhibits
from tbkk_sim.runs.replication import simulate
from tbkk_sim.runs.runner import run_experiment
from tests.builders import LAB, SOONEST, own_scenario, small_settings
from tests.rows import every_row

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = {name: getattr(ts, name) for name in ts.__all__ if name != "__version__"}
FUNCTIONS = {name: value for name, value in PUBLIC.items() if inspect.isfunction(value)}
OWN_CLASSES = (ts.Run, ts.ComparedRuns, ts.TuningAnswer, ts.UnitWeek)
SMALL = small_settings(
    {
        "collaboration.pools": {"lab": LAB},
        "casework.classes.light.lighter": {"nothing": {}},
        "steering": {
            "policy": "by_backlog",
            "treatments_when_pressed": {"light": {"full": 0.5, "nothing": 0.5}},
            "pressed_from_weeks": 0.1,
            "most_pressed_from_weeks": 1,
        },
        "demand.streams.image.reports_per_year": {2021: 6000, 2022: 6000},
        "run.replications": 3,
        "run.end": "2021-03-31",
        "engine": SOONEST,
    }
)
OTHER = SMALL.model_copy(
    update={"name": "first come", "assignment": SMALL.assignment.model_copy(update={"order": "first_come"})}
)


def members(kind: type) -> dict[str, object]:
    return {name: value for name, value in vars(kind).items() if not name.startswith("_")}


def getter(member: object) -> typing.Any:
    return member.fget if isinstance(member, property) else member


def test_the_api_is_all_that_the_package_shows():
    assert dir(ts) == sorted(ts.__all__)
    assert set(FUNCTIONS) == {"load", "run", "open_run", "compare", "tune"}
    with pytest.raises(AttributeError, match="has no attribute 'lod'"):
        ts.lod  # noqa: B018


def test_importing_a_package_within_takes_no_name_away():
    """A package of the name of a function would take its place as soon as it is imported."""
    packages = {path.stem for path in (ROOT / "src" / "tbkk_sim").iterdir()}
    assert not packages & set(ts.__all__)


@every_row("name", FUNCTIONS)
def test_each_function_says_what_it_takes_gives_and_refuses(name):
    function, text = FUNCTIONS[name], inspect.getdoc(FUNCTIONS[name])
    _, _, arguments = text.partition("\nArgs:\n")
    assert "\nReturns:\n" in text
    assert "\nRaises:\n" in text
    for argument in inspect.signature(function).parameters:
        assert f"    {argument}: " in arguments.replace("*", ""), argument


@every_row("kind", OWN_CLASSES, ids=lambda kind: kind.__name__)
def test_each_member_is_documented_and_typed(kind):
    assert inspect.getdoc(kind)
    assert len(members(kind)) > 5
    for name, member in members(kind).items():
        function = getter(member)
        assert inspect.getdoc(function), name
        assert "return" in function.__annotations__, name
        own = [of for of in inspect.signature(function).parameters if of != "self"]
        assert all(f"    {argument}: " in inspect.getdoc(function) for argument in own), name


@pytest.mark.slow
def test_a_strict_type_checker_follows_the_script_of_a_user(tmp_path):
    """With the settings of the project, which are strict, and so with what its own check of types has kept."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text("import tbkk_sim as ts\nts.lod()\nts.run(1)\n", encoding="utf-8")
    script = Path(__file__).with_name("user_script.py")
    said = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(script), str(wrong)],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    ).stdout
    *errors, found = said.splitlines()
    assert found.startswith("Found 2 errors in 1 file (checked 2 source files)"), said
    assert all(Path(error.partition(":")[0]).name == wrong.name for error in errors), said
    assert 'Module has no attribute "lod"' in errors[0]
    assert 'incompatible type "int"; expected "Settings"' in errors[1]


def test_the_package_is_imported_without_a_library():
    script = (
        "import sys, tbkk_sim; tbkk_sim.__all__; print({'pandas', 'numpy', 'hydra', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.slow
@every_row("module", [loading, running, comparing], ids=lambda module: module.__name__)
def test_the_examples_in_docstrings_run(module):
    found = doctest.testmod(module)
    assert found.attempted > 2
    assert found.failed == 0


def test_overrides_are_a_mapping_or_words():
    by_key = ts.load("textbook", overrides={"run": "smoke", "run.replications": 2, "staffing.plan": {}})
    as_typed = ts.load("textbook", overrides=["run=smoke", "run.replications=2"])
    assert by_key == as_typed
    assert (by_key.name, by_key.run.replications) == ("textbook", 2)


@pytest.mark.slow
def test_scenarios_are_stacked_and_none_is_the_baseline():
    assert ts.load("growth", "tools", overrides={"run": "smoke"}).name == "growth+tools"
    assert ts.load().name == "baseline"


@pytest.mark.slow
def test_a_scenario_of_ones_own_and_values_of_any_type(tmp_path):
    own_scenario(tmp_path, "# @package _global_\nquestion: Mine?\nrun:\n  replications: 4\n")
    posts = {"unit": "limburg", "date": pd.Timestamp("2022-07-01").date(), "posts": 3}
    changes = {"staffing.plan.more": posts, "language": "nl", "run.precision": None, "run.monthly": False}
    found = ts.load("mine", overrides=changes, config_dir=tmp_path)
    assert (found.question, found.run.replications, found.language, found.run.monthly) == ("Mine?", 4, "nl", False)
    assert found.staffing.plan["more"].posts == 3
    assert found.asked.flags == ("--config-dir", str(tmp_path))


@pytest.mark.parametrize(
    ("scenarios", "overrides", "key", "allowed", "hint"),
    [
        (["groth"], (), "scenario=groth", "growth_high", "did you mean growth?"),
        pytest.param(
            [],
            {"run.replicatons": 2},
            "run.replicatons",
            "replications_max",
            "did you mean replications?",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            [], {"run.replications": "many"}, "run.replications", "a whole number from 1", "", marks=pytest.mark.slow
        ),
    ],
)
def test_what_is_wrong_names_the_key_the_value_and_what_is_allowed(scenarios, overrides, key, allowed, hint):
    with pytest.raises(ts.SettingsError) as error:
        ts.load(*scenarios, overrides=overrides)
    (problem,) = error.value.problems
    assert (problem.key, problem.hint) == (key, hint)
    assert allowed in problem.says


NAMES_APART = 'give each by itself: ts.load("growth", "tools")'
A_MAPPING = "a mapping from dotted key to value, or words as on the command line"
WRONG = {
    "a scenario for settings": (
        lambda _: ts.run("growth"),
        "settings: is 'growth'; allowed: settings, as ts.load returns them",
        'write ts.run(ts.load("growth"))',
    ),
    "nothing for settings": (lambda _: ts.run(None), "settings: is null; allowed: settings", "write ts.run(ts.load())"),
    "a scenario to tune": (
        lambda _: ts.tune("growth", "mix"),
        "settings: is 'growth'; allowed: settings",
        'write ts.tune(ts.load("growth"), "mix")',
    ),
    "scenarios in a list": (lambda _: ts.load(["growth", "tools"]), 'scenarios: is ["growth", "tools"]', NAMES_APART),
    "scenarios in a tuple": (lambda _: ts.load(("growth", "tools")), 'scenarios: is ["growth", "tools"]', NAMES_APART),
    "scenarios in one text": (lambda _: ts.load("growth,tools"), "scenarios: is 'growth,tools'", NAMES_APART),
    "a scenario without a name": (lambda _: ts.load(""), "scenarios: is ''; allowed: names of scenarios", NAMES_APART),
    "no overrides": (lambda _: ts.load(overrides=None), f"overrides: is null; allowed: {A_MAPPING}", ""),
    "pairs": (
        lambda _: ts.load(overrides=[("run", "smoke")]),
        f'overrides: is ["run", "smoke"]; allowed: {A_MAPPING}',
        "",
    ),
    "a key that is no text": (lambda _: ts.load(overrides={3: 4}), f"overrides: is 3; allowed: {A_MAPPING}", ""),
    "a folder for Hydra": (
        lambda _: ts.load(overrides={"hydra.run.dir": "x"}),
        "hydra.run.dir=x: is of the command line, and would have no effect here",
        "write ts.run(settings, folder=...) to choose the folder of a run",
    ),
    "a question for a run": (
        lambda _: ts.load(overrides={"tune.where.extra_fte": 4}),
        "tune.where.extra_fte=4: is of a question about staffing, not of a run",
        'write ts.tune(settings, "where", overrides=...)',
    ),
    "a run for a question": (
        lambda _: ts.tune(SMALL, "where", overrides={"run.replications": 4}),
        "run.replications=4: is not of the question",
        "",
    ),
    "a folder without a name": (lambda _: ts.run(SMALL, ""), "folder: is empty; allowed: the name of a folder", ""),
    "a file for a folder": (lambda _: ts.run(SMALL, __file__), f"folder={__file__}: is not a folder", ""),
    "a question and settings the wrong way round": (
        lambda _: ts.tune("where", SMALL),
        "is not known; allowed: where, how_many",
        "",
    ),
    "a file for a study": (
        lambda _: ts.tune(SMALL, "mix", folder=__file__),
        f"folder={__file__}: is not a folder",
        "",
    ),
    "a scenario to compare": (
        lambda run: ts.compare(run, "nowhere"),
        "nowhere: does not exist",
        'a scenario is run first: ts.compare(ts.run(ts.load("growth")), ...)',
    ),
    "settings to compare": (lambda run: ts.compare(run, SMALL), "compare: is", "a scenario is run first"),
    "a list to compare": (
        lambda run: ts.compare([run, run]),
        "allowed: runs, and folders of runs",
        "a scenario is run",
    ),
    "one name for two runs": (lambda run: ts.compare(run, run, labels=["a", "a"]), 'labels: is ["a", "a"]', ""),
    "a run without a name": (lambda run: ts.compare(run, run, labels=["a", " "]), 'labels: is ["a", " "]', ""),
    "a text for names": (lambda run: ts.compare(run, run, labels="ab"), "labels: are 1; allowed: one a run, 2", ""),
    "a level in words": (
        lambda run: ts.compare(run, run, level="0.9"),
        "level: is '0.9'; allowed: between 0 and 1",
        "",
    ),
    "a number for a key figure": (lambda run: ts.compare(run, run, key_figures=[3]), "key_figures: is 3; allowed", ""),
    "a number for a figure": (lambda run: run.plot(3), "figure: '3' is not known; allowed: backlog, waiting", ""),
    "a list for a figure": (lambda run: run.plot([]), "figure: '[]' is not known; allowed: backlog, waiting", ""),
}


@every_row("case", WRONG)
def test_what_is_given_by_mistake_is_refused_with_what_to_write(case, in_memory):
    call, says, hint = WRONG[case]
    with pytest.raises(ts.SettingsError) as error:
        call(in_memory)
    (problem,) = error.value.problems
    assert says in f"{problem.key}: {problem.says}"
    assert problem.hint.startswith(hint)
    assert bool(problem.hint) == bool(hint)


def test_numbers_of_numpy_are_numbers_and_one_key_figure_may_be_given_by_itself(in_memory):
    loaded = ts.load("textbook", overrides={"run.replications": np.int64(3), "demand.week_cv": np.float64(0.5)})
    assert (loaded.run.replications, loaded.demand.week_cv) == (3, 0.5)
    alone, listed = (ts.compare(in_memory, in_memory, key_figures=of) for of in ("finished", ["finished"]))
    pd.testing.assert_frame_equal(alone.differences, listed.differences)


@pytest.fixture(scope="module")
def in_memory() -> ts.Run:
    return ts.run(SMALL)


@pytest.fixture(scope="module")
def in_folder(tmp_path_factory) -> ts.Run:
    return ts.run(SMALL, tmp_path_factory.mktemp("api") / "run")


@pytest.mark.slow
def test_a_run_says_the_same_in_memory_in_a_folder_and_as_the_command_line_makes_it(in_memory, in_folder, tmp_path):
    run_experiment(SMALL, tmp_path / "by_command")
    by_command = ts.open_run(tmp_path / "by_command")
    for run in (in_folder, by_command):
        assert run.settings == in_memory.settings
        assert run.replications == in_memory.replications == 3
        columns = list(in_memory.key_figures.columns)
        order = columns[:-1]
        tidy = [of.key_figures.astype(dict.fromkeys(columns[1:-1], str)).sort_values(order) for of in (in_memory, run)]
        pd.testing.assert_frame_equal(*(of.reset_index(drop=True) for of in tidy), check_exact=True)
        pd.testing.assert_frame_equal(in_memory.summary, run.summary, rtol=1e-9, check_dtype=False)
        people = [of.people.astype(str) for of in (in_memory, run)]
        pd.testing.assert_frame_equal(*people)
        pd.testing.assert_frame_equal(in_memory.events(0), run.events(0))
    assert in_memory.path is None
    assert in_folder.path.is_dir()


@pytest.mark.slow
def test_workers_give_the_same_in_memory():
    two = ts.run(SMALL.model_copy(update={"run": SMALL.run.model_copy(update={"workers": 2})}))
    one = ts.run(SMALL)
    pd.testing.assert_frame_equal(one.key_figures, two.key_figures)


def test_a_run_honours_the_engine_of_its_settings(monkeypatch):
    asked = []
    monkeypatch.setattr("tbkk_sim.runs.runner.engine_for", lambda engine, *_: asked.append(engine) or "simpy")
    told = []
    short = SMALL.run.model_copy(update={"end": SMALL.run.start, "replications": 2})
    run = ts.run(SMALL.model_copy(update={"engine": "compiled", "run": short}), progress=lambda *n: told.append(n))
    assert asked == ["compiled"]
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert run.replications == 2


@pytest.mark.slow
def test_a_precision_decides_how_many_replications_there_are():
    precision = {"key_figures": [{"key_figure": "reports_in"}], "relative_half_width": 0.2, "look_ahead": 2}
    short = {"end": "2021-01-31", "replications": 3, "replications_max": 30, "precision": precision}
    settings = SMALL.model_copy(update={"run": type(SMALL.run).model_validate({**SMALL.run.model_dump(), **short})})
    run = ts.run(settings)
    assert run.replications > 3
    assert run.key_figures["replication"].nunique() == run.replications
    assert run.summary["n"].max() == run.replications


@pytest.mark.slow
def test_this_very_run_is_opened_and_another_one_is_refused(in_folder):
    manifest = (in_folder.path / "manifest.json").stat().st_mtime_ns
    again = ts.run(SMALL, in_folder.path)
    assert (in_folder.path / "manifest.json").stat().st_mtime_ns == manifest
    assert again.path == in_folder.path
    with pytest.raises(ts.SettingsError, match="holds a finished run"):
        ts.run(OTHER, in_folder.path)
    with pytest.raises(ts.SettingsError, match="does not exist"):
        ts.open_run(in_folder.path / "nothing")


def test_events_have_dates_and_names(in_memory):
    replication = simulate(SMALL, 1)
    log, names, world = replication.log, replication.parameters.names, replication.world
    table = in_memory.events(1)
    assert len(table) == len(log)
    days = (table["time"] - pd.Timestamp(SMALL.run.start)) / pd.Timedelta(days=1)
    assert np.allclose(days, log.time_seconds / SECONDS_PER_DAY, rtol=0, atol=1e-9)
    assert table["event"].tolist() == [Event(kind).name.lower() for kind in log.kind]
    known_class: dict[int, str] = {}
    for row, event in zip(log.rows, table.itertuples(index=False), strict=True):
        kind = Event(row["kind"])
        assert (event.team if row["team"] >= 0 else None) == (names.teams[row["team"]] if row["team"] >= 0 else None)
        assert pd.isna(event.member) == (row["member"] < 0)
        if row["member"] >= 0:
            role = int(world.people.role[row["member"]])
            assert event.member == row["member"]
            assert pd.isna(event.role) if role < 0 else event.role == names.roles[role]
        if kind in (Event.STARTED, Event.FINISHED):
            first = world.reports.first_step[row["report"]]
            skill = 0 if row["step"] < 0 else world.steps.skill[first + row["step"]]
            assert event.step == names.skills[skill]
        assert pd.isna(event.hours) == (kind not in (Event.FINISHED, Event.INTERRUPTED, Event.RELEASED))
        assert pd.isna(event.outcome) == (kind is not Event.ENDED)
        assert pd.isna(event.treatment) == (kind is not Event.WEIGHED)
        assert pd.isna(event.pressure) == (kind is not Event.STEERED)
        if kind is Event.WEIGHED:
            assert event.treatment == Treatment(row["detail"]).name.lower()
        if kind is Event.STEERED:
            assert event.pressure == row["work_seconds"] / 1e6
        if kind is Event.ENDED:
            assert event.outcome == End(row["detail"]).name.lower()
        if kind in (Event.JOINED, Event.LEFT, Event.ABSENT, Event.BACK, Event.PACED, Event.STEERED):
            assert pd.isna(event.report)
            continue
        assert event.report == row["report"]
        if kind in (Event.ARRIVED, Event.TRIAGED, Event.QUEUED, Event.STARTED, Event.RECLASSIFIED):
            known_class[row["report"]] = names.classes[row["detail"]]
        assert event.priority_class == known_class[row["report"]]
    kinds = set(table["event"])
    assert {
        "arrived",
        "triaged",
        "queued",
        "taken_up",
        "started",
        "finished",
        "ended",
        "steered",
        "weighed",
        "joined",
    } <= kinds
    of_work = log.work_seconds[log.kind != Event.STEERED].sum()
    assert table["hours"].sum() == pytest.approx(of_work / 3600)


def test_events_of_a_report_follow_its_own_classes_only():
    from tbkk_sim.runs.event_table import _last_named

    report, named = np.array([4, 2, 4, -1, 2, 4, 3, 4]), np.array([1, 5, -1, 7, -1, 6, -1, -1])
    assert _last_named(report, named).tolist() == [1, 5, 1, 7, 5, 6, -1, 6]


@pytest.mark.slow
def test_events_are_labelled_in_the_language_of_the_run():
    settings = ts.load(overrides=QUICK | {"run.replications": 1, "run.end": "2021-01-05", "language": "nl"})
    run = ts.run(settings)
    plain, labelled = run.events(), run.events(labels=True)
    assert plain["event"].equals(labelled["event"])
    names = {of.label for of in settings.staffing.units.values()}
    assert set(labelled["team"].dropna()) & names
    assert "Zeden" not in set(plain["priority_class"].dropna())
    assert not set(labelled["priority_class"].dropna()) & set(settings.casework.classes)
    assert labelled["step"].isna().equals(plain["step"].isna())


@pytest.mark.slow
def test_events_that_are_not_there_are_refused_with_the_way_out(in_memory, in_folder, tmp_path):
    for wrong in (3, -1, "a", 0.0, True):
        with pytest.raises(
            ts.SettingsError, match=f"replication: is {wrong!r}; allowed: a whole number from 0 to 2".lower()
        ):
            in_memory.events(wrong)
    assert len(in_memory.events(np.int64(2))) > 0
    with pytest.raises(ts.SettingsError, match="events of replication 1 were not kept") as error:
        in_folder.events(1)
    assert "run.keep_events=all" in error.value.problems[0].hint
    shutil.copytree(in_folder.path, tmp_path / "run")
    (tmp_path / "run" / "events.parquet").unlink()
    with pytest.raises(ts.SettingsError, match=r"events\.parquet: is not a table of this program: it is not there"):
        ts.open_run(tmp_path / "run").events(0)


@pytest.mark.slow
def test_a_week_at_a_unit_is_told_alike_in_memory_and_in_a_folder(in_memory, in_folder):
    weeks = [run.week("coast", "2021-W10") for run in (in_memory, in_folder)]
    assert str(weeks[0]) == str(weeks[1])
    week = weeks[0]
    assert repr(week) == "UnitWeek('coast', '2021-W10', replication 0)"
    assert (week.unit, week.week, [day.isoformat() for day in week.days]) == (
        "coast",
        "2021-W10",
        ["2021-03-08", "2021-03-14"],
    )
    events = in_memory.events(0)
    within = events[(events["time"] >= "2021-03-08") & (events["time"] < "2021-03-15")]
    taken_up = within[(within["event"] == "taken_up") & (within["team"] == "coast")]
    assert week.sections["What was taken up"][0].startswith(f"New cases taken up: {len(taken_up)} (")
    assert set(week.severe_cases["report"]) <= set(within["report"].dropna())
    assert week.severe_cases["time"].between("2021-03-08", "2021-03-15").all()
    assert week.people["people"].sum() == 6
    done = within[(within["team"] == "coast") & within["event"].isin(["finished", "interrupted"])]
    assert week.hours["hours"].sum() > 0.3 * done["hours"].sum() > 0
    assert list(week.interrupted.columns)[:3] == ["time", "report", "priority_class"]
    assert in_memory.week("coast", "2021-W10", 2).people["people"].sum() == 6
    assert week._repr_html_().count("<h4>") == len(week.sections) == 8


def test_a_week_that_is_not_there_is_refused(in_memory):
    for unit, week, number, says in (
        ("cost", "2021-W10", 0, "unit: 'cost' is not known; allowed: capital, coast (did you mean coast?)"),
        ("coast", "2021-10", 0, "week: is '2021-10'; allowed: a week of the run, from 2020-W53 to 2021-W13"),
        ("coast", None, 0, "week: is null; allowed: a week of the run"),
        ("coast", "2021-W10", 3, "replication: is 3; allowed: a whole number from 0 to 2"),
    ):
        with pytest.raises(ts.SettingsError) as error:
            in_memory.week(unit, week, number)
        assert str(error.value).startswith(says)


@pytest.mark.slow
def test_a_run_warns_of_what_its_report_warns_of(in_memory, in_folder):
    busy = {"run": "smoke", "language": "nl", "demand.streams.image.volume_factor": 4, "engine": SOONEST}
    warning, *of_links, idle = ts.run(ts.load("growth", overrides=busy)).warnings
    assert warning.startswith("Tekort aan mensen voor ernstig werk en weging, met alle hulp die de regels toelaten: ")
    assert all(link.startswith("Een schakel van de keten (") for link in of_links), of_links
    assert idle.startswith("Ingesteld, maar zonder gevolg in deze run: demand.streams.image.reports_per_year.2024")
    assert in_memory.warnings == in_folder.warnings


@pytest.mark.slow
def test_settings_without_effect_are_told_wherever_a_run_is_looked_at(tmp_path):
    step = {"unit": "limburg", "date": "2021-02-01", "posts": 3}
    settings = ts.load(overrides=QUICK | {"language": "nl", "staffing.plan.late": step})
    late = "staffing.plan.late={unit:limburg,date:2021-02-01,posts:3}: begint op 1 februari 2021, na de laatste dag"
    kept, in_memory = ts.run(settings, tmp_path / "run"), ts.run(settings)
    for run in (kept, in_memory, ts.open_run(tmp_path / "run")):
        assert [said for said in run.warnings if late in said] == run.warnings[-1:]
    base = ts.run(ts.load(overrides=QUICK | {"language": "nl"}))
    for run in (kept, in_memory):
        (note,) = [note for note in ts.compare(base, run, labels=["nu", "later"]).notes if late in note]
        assert note.startswith("Ingesteld, maar zonder gevolg: later: ")
    (warning,) = [said for said in ts.tune(settings, "where", overrides=QUICK_QUESTION).warnings if late in said]
    assert warning.startswith("Ingesteld, maar zonder gevolg in deze run: ")


def test_every_figure_of_the_report_can_be_plotted(in_memory):
    of_report = (*exhibits.exhibits_of(in_memory._seen()), exhibits.MILESTONES, exhibits.CHAIN)
    named = {exhibit.name for exhibit in of_report}
    assert named == set(typing.get_args(running.PlotName))
    assert isinstance(in_memory.plot("backlog"), Figure)
    assert in_memory.plot("assumptions").axes
    with pytest.raises(ts.SettingsError, match="'backlogs' is not known; allowed: backlog, waiting"):
        in_memory.plot("backlogs")


@pytest.mark.slow
def test_a_comparison_gives_the_difference_of_each_replication(in_memory):
    other = ts.run(OTHER)
    compared = ts.compare(in_memory, other, key_figures=["finished", "waiting_days_mean/*", "reports_in"])
    table = compared.differences.set_index(["key_figure", "priority_class"])

    def finished(run: ts.Run) -> pd.Series:
        chosen = run.key_figures.query("key_figure == 'finished' and period == 'all' and team == 'all'")
        return chosen[chosen["priority_class"] == "all"].set_index("replication")["value"]

    apart = finished(other) - finished(in_memory)
    assert table.loc[("finished", "all"), "difference"] == pytest.approx(apart.mean())
    assert table.loc[("finished", "all"), "n"] == 3
    assert table.loc[("finished", "all"), "differ"] == (apart != 0).sum()
    assert table.loc[("reports_in", "all"), ["difference", "clear"]].tolist() == [0, False]
    assert len(table.loc["waiting_days_mean"]) == 3
    assert compared.labels == ["small", "first come"]
    assert compared.settings["key"].tolist() == ["assignment.order"]
    assert {"unit", "difference", "agree"} <= set(compared.all_differences.columns)
    for name in typing.get_args(comparing.ComparisonPlotName):
        assert isinstance(compared.plot(name), Figure)


@pytest.mark.slow
def test_runs_in_memory_and_in_folders_compare_alike(in_memory, in_folder, tmp_path):
    other = ts.run(OTHER, tmp_path / "other")
    tables = [ts.compare(base, of).differences for base in (in_memory, in_folder) for of in (other, str(other.path))]
    for table in tables[1:]:
        pd.testing.assert_frame_equal(tables[0], table)


@pytest.mark.slow
def test_what_cannot_be_compared_is_refused(in_memory):
    other_seed = ts.run(OTHER.model_copy(update={"seed": 8}))
    with pytest.raises(ts.SettingsError, match="seed differs: small 7, first come 8") as error:
        ts.compare(in_memory, other_seed)
    assert "paired=False" in error.value.problems[0].hint
    assert ts.compare(in_memory, other_seed, paired=False).differences["agree"].eq(0).all()
    with pytest.raises(ts.SettingsError, match="needs two runs or more"):
        ts.compare(in_memory)
    with pytest.raises(ts.SettingsError, match="'backlogs' is not known"):
        ts.compare(in_memory, other_seed, key_figures=["backlogs"], paired=False)
    with pytest.raises(ts.SettingsError, match="are 1; allowed: one a run, 2 in all"):
        ts.compare(in_memory, in_memory, labels=["one"])
    with pytest.raises(ts.SettingsError, match="between 0 and 1"):
        ts.compare(in_memory, in_memory, level=95)
    assert ts.compare(in_memory, in_memory).labels == ["small", "small #2"]


@pytest.mark.slow
def test_runs_are_called_by_their_scenario_and_what_was_changed_in_not_all_of_them():
    short = {"run.replications": 2, "run.end": "2021-02-28", "engine": SOONEST}
    plain, slow, slower = (
        ts.run(ts.load("textbook", overrides={**short, **more}))
        for more in ({}, {"seed": 3, "triage.hours_mean": 0.2}, {"triage.hours_mean": 0.4})
    )
    compared = ts.compare(plain, slow, slower, paired=False)
    assert compared.labels == ["textbook", "textbook triage.hours_mean=0.2", "textbook triage.hours_mean=0.4"]
    assert ts.compare(slow, slow, paired=False).labels == ["textbook", "textbook #2"]  # what both have tells nothing
    assert ts.compare(plain, slow, labels=["a", "b"], paired=False).labels == ["a", "b"]


QUICK = {"run": "smoke", "run.end": "2021-01-15", "run.replications": 2, "engine": SOONEST}
QUICK_QUESTION = {
    "tune.where.extra_fte": 2,
    "tune.where.levels": 2,
    "tune.where.candidates": 2,
    "tune.search_replications": 2,
    "tune.first_replications": 3,
    "tune.most_replications": 4,
    "tune.kept_replications": 2,
    "tune.cache": "",
}


@pytest.mark.slow
def test_a_question_is_answered_with_a_plan_that_can_be_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = ts.tune(SMALL, "where", overrides=QUICK_QUESTION)
    assert list(tmp_path.iterdir()) == []
    assert type(answer.answer).__name__ == "WhereAnswer"
    assert answer.plan["posts"].sum() == answer.extra_fte == 2
    assert answer.sentences[0].startswith("Add 2 posts")
    assert isinstance(answer.plot(), Figure)
    assert len(answer.table) > 1
    before, after = SMALL.staffing.units, answer.settings.staffing.units
    assert sum(unit.posts for unit in after.values()) == sum(unit.posts for unit in before.values()) + 2
    stored = ts.tune(SMALL, "where", overrides=QUICK_QUESTION, folder=tmp_path / "study")
    pd.testing.assert_frame_equal(stored.plan, answer.plan)
    assert ts.open_run(tmp_path / "study" / "runs" / "answer").settings.staffing == answer.settings.staffing
    assert "tune tune=where" in (tmp_path / "study" / "summary.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_question_that_is_wrong_is_refused():
    with pytest.raises(ts.SettingsError, match="'were' is not known; allowed: where, how_many, when, mix, robust"):
        ts.tune(SMALL, "were")
    with pytest.raises(ts.SettingsError, match="is not of the question; allowed: keys that begin with tune"):
        ts.tune(SMALL, "where", overrides={"run.replications": 3})
    with pytest.raises(ts.SettingsError, match="every unit is frozen"):
        ts.tune(SMALL, "where", overrides={"tune.frozen": ["capital", "coast"]})


@pytest.mark.slow
def test_what_is_shown_fits_a_line(in_memory):
    replication = simulate(SMALL)
    compared = ts.compare(in_memory, in_memory)
    parts = (replication.world, replication.world.reports, replication.world.people, replication.log, replication.frame)
    inner = (replication, replication.plan, replication.parameters, replication.ledger, replication.frame.grid)
    shown = [repr(of) for of in (SMALL, in_memory, compared, in_memory._source, *parts, *inner)]
    assert max(map(len, shown)) < 130
    assert repr(in_memory) == "Run('small', 2021-01-01 to 2021-03-31, 3 replications, in memory)"
    assert repr(replication.log) == f"EventLog({len(replication.log):,} events)"
    assert repr(replication.world.people) == "People(18 rows)"
    for of in (SMALL, in_memory, compared):
        assert of._repr_html_().startswith("<table")
