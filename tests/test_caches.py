"""What is kept to be used again: every cache is known here, and all that decides it is in its key."""

import ast
import datetime as dt
import inspect
import os
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, get_args

from tbkk_sim.cli.plans import ComposedPlans, composed_plans
from tbkk_sim.engine.compiled.kernel import kept
from tbkk_sim.runs.folder.identity import is_of_a_replication, replications_hash, settings_hash
from tbkk_sim.sampling import chance
from tbkk_sim.sampling.reports import own_work
from tbkk_sim.settings import Settings
from tbkk_sim.settings.run import Calendar
from tbkk_sim.system import fingerprint as program
from tbkk_sim.tuning import evaluation
from tbkk_sim.tuning.search.measures import quarter_starts
from tbkk_sim.tuning.watch import Watch
from tbkk_sim.whatif.background_runner import BackgroundRunner
from tests.builders import SMALL, drawn_reports, small_settings
from tests.modules import PACKAGE
from tests.rows import every_row
from tests.settings.every_setting import FULL, WHOLE, changed_leaves, different, leaves, with_value
from tests.settings.parts import PARTS

OF_FUNCTIONS = {
    "metrics/catalogue.py:fixed_key_figures": "asks nothing: the list does not change",
    "config/config_file.py:_config_file": "all it asks is the name and the whole text of the file",
    "config/config_file.py:_yaml_loader": "asks nothing: it reads the same rules always",
    "report/kit/page.py:_environment": "asks nothing: templates of the program do not change while it runs",
    "whatif/results.py:_css": "asks nothing: a file of the program",
    "sampling/memory.py:keep_memory": "asks nothing, gives nothing",
    "report/kit/say.py:catalogue": "all it asks is the language",
    "system/fingerprint.py:package_version": "all it asks is the name of the package",
    "system/fingerprint.py:processor": "asks nothing: a process stays on its processor",
    "system/fingerprint.py:decided_by": "what is asked for decides; the program does not change while it runs",
    "tuning/search/measures.py:quarter_starts": "tested below",
    "sampling/reports/own_work.py:_office_hours_per_day": "tested below",
    "sampling/chance.py:_start": "tested below",
    "sampling/chance.py:_gamma_table": "tested below",
    "whatif/background_runner.py:_simulation": "all it asks is the settings, as a text with all that a run reads",
    "whatif/page.py:_background_runner": "all it asks is the number of workers",
    "cli/plans.py:composed_plans": "tested below",
}
"""Functions that remember what they gave, and why what they are asked is all that decides."""
OF_OBJECTS = {
    "metrics/events/moves.py:Moves": "holds the log and the world of one future, which nobody changes",
    "runs/replication.py:Simulation": "its settings and rules are set once, when it is made",
    "runs/in_memory.py:MemoryRun": "its tables are asked for when all replications are there, and none comes later",
    "week/facts/reader.py:WeekReader": "its settings and the replication it reads are set once, when it is made",
    "whatif/background_runner.py:BackgroundRun": "its settings are set once, and the frame is made of them",
}
"""Classes with a property that is worked out once though they are not frozen, and why it cannot become stale."""
REMEMBERED = ("cache", "lru_cache", "cache_data", "cache_resource")


def decorators(node: ast.FunctionDef) -> Iterator[str]:
    for decorator in node.decorator_list:
        of = decorator.func if isinstance(decorator, ast.Call) else decorator
        yield of.attr if isinstance(of, ast.Attribute) else getattr(of, "id", "")


def found() -> tuple[set[str], set[str]]:
    """Functions that remember, and classes that are not frozen with a property that does."""
    functions, classes = set(), set()
    for file in sorted(PACKAGE.rglob("*.py")):
        name, source = file.relative_to(PACKAGE).as_posix(), file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)) if "cache" in source else ():
            if isinstance(node, ast.FunctionDef) and set(REMEMBERED) & set(decorators(node)):
                functions.add(f"{name}:{node.name}")
            if isinstance(node, ast.ClassDef) and "frozen=True" not in "".join(map(ast.unparse, node.decorator_list)):
                properties = [of for of in node.body if isinstance(of, ast.FunctionDef)]
                if any("cached_property" in decorators(of) for of in properties):
                    classes.add(f"{name}:{node.name}")
    return functions, classes


def test_every_function_and_class_that_remembers_is_known_here():
    functions, classes = found()
    assert functions == set(OF_FUNCTIONS)
    assert classes == set(OF_OBJECTS)


def test_folders_of_what_is_kept_between_runs_are_two():
    """Whoever keeps something on disk for another run names its folder by a fingerprint of the program."""
    text = {file.relative_to(PACKAGE).as_posix(): file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py")}
    named = {name for name, source in text.items() if "fingerprint(" in source and "[:16]" in source}
    assert named == {"engine/compiled/kernel/kept.py", "tuning/evaluation.py"}


NEVER_IN_A_REPLICATION = {
    "Settings.name": "names the run",
    "Settings.question": "is printed",
    "Settings.language": "of pages",
    "Settings.engine": "both engines give the same events",
    "RunSettings.replications": "how many futures, not what one of them says",
    "RunSettings.replications_max": "how many futures",
    "RunSettings.workers": "futures do not know who draws them",
    "RunSettings.keep_events": "what is written of a future",
    "RunSettings.report": "what is written of a run",
    **{f"{part}.{field}": "how many futures" for part in ("Precision", "Wanted") for field in PARTS[part].model_fields},
}
"""Settings that change nothing in a replication, each with the reason."""


def test_every_field_of_the_settings_is_changed():
    fields = {f"{name}.{field}" for name, part in PARTS.items() for field in part.model_fields}
    of_run = {name for name in fields if name.partition(".")[0] not in (*OF_STUDY, "Asked")} - {"Settings.asked"}
    groups = {name for name in of_run if is_group(name)}
    assert [f"no change of {name}" for name in of_run - groups - {of for _, of, _ in changed_leaves()}] == []


OF_STUDY = ("Tuning", "Objective", "Norm", "Where", "HowMany", "When", "MixQuestion", "Robust")


def is_group(name: str) -> bool:
    """Whether a field holds other parts of the settings, and nothing beside them."""
    part, field = name.split(".")
    return any(other in parts_in(PARTS[part].model_fields[field].annotation) for other in PARTS.values())


def parts_in(kind: Any) -> set[Any]:
    return {kind} | {below for of in get_args(kind) for below in parts_in(of)}


def test_a_stale_replication_is_not_taken_for_one_of_other_settings():
    """Each setting that a replication reads changes the key of replications and of kept evaluations."""
    key = replications_hash(WHOLE)
    stale = [
        path
        for path, of, other in changed_leaves()
        if replications_hash(other) == key and of not in NEVER_IN_A_REPLICATION
    ]
    assert [f"{path} is not in the key of a future" for path in stale] == []


def test_a_replication_is_used_again_where_nothing_in_it_differs():
    key = replications_hash(WHOLE)
    made_again = [
        path for path, of, other in changed_leaves() if of in NEVER_IN_A_REPLICATION and replications_hash(other) != key
    ]
    assert made_again == []


def test_the_key_of_a_setting_says_as_the_key_of_a_replication_does_whether_it_matters():
    for path, of, _ in changed_leaves():
        assert is_of_a_replication(path) == (of not in NEVER_IN_A_REPLICATION), path


def test_a_manifest_tells_any_two_settings_apart():
    key = settings_hash(WHOLE)
    assert [path for path, _, other in changed_leaves() if settings_hash(other) == key] == []


@every_row("key_of", [replications_hash, evaluation._reports_key], ids=["futures", "reports"])
def test_the_order_of_units_is_in_the_key_since_units_are_numbered(key_of):
    units = SMALL["staffing"]["units"]
    turned = small_settings({"staffing.units": dict(reversed(units.items()))})
    assert key_of(turned) != key_of(small_settings())


def test_stale_reports_are_not_taken_for_those_of_other_demand():
    """Plans share reports that were drawn: a key without staffing, capacity, and the share that a pool may lend.

    It has the part of working time that goes to cases, by which the hours go of a step with a limit on viewing.
    """
    key = evaluation._reports_key(WHOLE)
    shared = {path for path, _, other in changed_leaves() if evaluation._reports_key(other) == key}
    assert shared == {
        path
        for path, of, _ in changed_leaves()
        if (path.startswith(("staffing.", "capacity.")) and path != "staffing.case_hours_share")
        or of == "Pool.max_share"
    }


def test_reports_that_plans_share_do_not_depend_on_what_their_key_leaves_out():
    short = {**FULL, "run.end": "2021-01-31", "demand.streams.image.reports_per_year": {"2021": 400}}
    settings = small_settings(short)
    drawn = everything(drawn_reports(settings, 0))
    others = {"posts": 9, "max_share": 0.6, "tenure_years_mean": 5}
    for path, _, value in leaves(settings):
        if (path[0] == "staffing" and path[-1] in others) or (path[-1] == "max_share" and "pools" in path):
            other = with_value(settings, path, others[path[-1]])
            assert other != settings, value
            assert everything(drawn_reports(other, 0)) == drawn, path


def everything(drawn: Any) -> list[bytes]:
    return [getattr(table, name).tobytes() for table in drawn for name in table.__dataclass_fields__]


def test_an_evaluation_is_kept_by_program_settings_and_replication(tmp_path, monkeypatch):
    """The name of its file has all of them, so that none that is stale is read."""
    asked = []
    monkeypatch.setattr(evaluation, "_read", lambda path: asked.append(path) or SimpleNamespace())

    def place(settings: Settings = WHOLE, replication: int = 0) -> str:
        evaluator = evaluation.Evaluator(small_settings(engine="simpy"), Watch(5, 5), tmp_path)
        plan = SimpleNamespace(key=replications_hash(settings))
        evaluator._evaluate(plan, replication)
        return str(asked[-1])

    first = place()
    assert place() == first
    assert place(replication=1) != first
    assert place(small_settings()) != first
    monkeypatch.setattr(evaluation, "fingerprint", lambda: "f" * 64)
    assert place() != first


def test_a_compiled_engine_is_kept_by_what_decides_the_engine(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    here = kept.cache_folder()
    assert here.parent == tmp_path
    assert here.name.startswith(f"engine-{program.fingerprint(program.ENGINE)[:16]}-")
    copies = [tmp_path / "loop.py", tmp_path / "other" / "loop.py"]
    copies[1].parent.mkdir()
    found = {here}
    for entry, written in ((copies[0], 1), (copies[0], 2), (copies[1], 1)):
        entry.touch()
        os.utime(entry, (written, written))
        monkeypatch.setattr(kept, "ENTRY", entry)
        found.add(kept.cache_folder())
    assert len(found) == 4  # numba takes nothing of a file in another folder, or written at another time
    asked = []
    monkeypatch.setattr(kept, "fingerprint", lambda of: asked.append(of) or "f" * 64)
    assert kept.cache_folder() not in found
    assert asked == [program.ENGINE]


def test_a_run_of_the_whatif_page_is_taken_again_only_for_the_same_replications_engine_and_number():
    runner = BackgroundRunner(1)
    run = runner._run_of(WHOLE)
    assert runner._run_of(WHOLE.model_copy(update={"name": "other", "language": "nl"})) is run
    others = {path: other for path, of, other in changed_leaves() if of not in NEVER_IN_A_REPLICATION}
    others["engine"] = WHOLE.model_copy(update={"engine": "simpy"})
    others["replications"] = WHOLE.model_copy(update={"run": WHOLE.run.model_copy(update={"replications": 99})})
    assert [path for path, other in others.items() if runner._run_of(other) is run] == []


def test_plans_of_the_whatif_page_are_kept_by_what_was_typed_and_where(tmp_path):
    first = composed_plans(("seed=1",), None, tmp_path)
    assert composed_plans(("seed=1",), None, tmp_path) is first
    others = [(("seed=2",), None, tmp_path), (("seed=1",), "own", tmp_path), (("seed=1",), None, tmp_path / "x")]
    assert all(composed_plans(*other) is not first for other in others)
    assert isinstance(first, ComposedPlans)


ASKED = {
    chance._start: [(1, 2, "hours"), (2, 2, "hours"), (1, 3, "hours"), (1, 2, "delays")],
    chance._gamma_table: [(2.0,), (2.5,)],
    quarter_starts: [(dt.date(2021, 1, 1), 365), (dt.date(2021, 4, 1), 365), (dt.date(2021, 1, 1), 366)],
}
"""What a function that remembers is asked: no two of these have the same answer."""


@every_row("function", ASKED, ids=lambda function: function.__name__)
def test_an_answer_that_is_remembered_is_not_given_to_another_question(function):
    function.cache_clear()
    fresh = []
    for asked in ASKED[function]:
        function.cache_clear()
        fresh.append(repr(function(*asked)))
    assert len(set(fresh)) == len(fresh)
    assert [repr(function(*asked)) for asked in ASKED[function]] == fresh
    assert len(inspect.signature(function).parameters) == len(ASKED[function][0])


@every_row("field", Calendar.model_fields)
def test_hours_of_an_office_are_not_those_of_another_calendar(field):
    """The calendar is the key, by all its fields."""
    one = WHOLE.calendar
    value = {"worked_holidays": (), "closed_days": (), "kind": "plain"}.get(field, *different(getattr(one, field))[:1])
    assert hash(one.model_copy(update={field: value})) != hash(one)


def test_hours_of_an_office_are_those_of_the_year():
    assert own_work._office_hours_per_day(WHOLE.calendar, 2021) != own_work._office_hours_per_day(WHOLE.calendar, 2022)
