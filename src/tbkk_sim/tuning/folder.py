"""The folder of a study: settings, answer, kept runs of today's staffing and of the answer; the manifest comes last."""

from collections.abc import Callable
from pathlib import Path

from tbkk_sim.problem import Phrase
from tbkk_sim.runs.changes import changes_between
from tbkk_sim.runs.folder.identity import origin_of
from tbkk_sim.runs.folder.manifest import write_manifest
from tbkk_sim.runs.folder.names import MANIFEST, SETTINGS
from tbkk_sim.runs.folder.reader import holds_run_of
from tbkk_sim.runs.folder.stored_file import MANIFEST_OF, RECORD_OF, RunFolderError, read_form, read_json
from tbkk_sim.runs.folder.writer import Records
from tbkk_sim.runs.runner import Progress, run_experiment
from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import Asked, is_of_a_question, override_of
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.system.in_place import write_whole
from tbkk_sim.system.lock import HOLDER, LOCK
from tbkk_sim.tuning.answers.file import ANSWER, answer_text
from tbkk_sim.tuning.answers.study import StudyAnswer
from tbkk_sim.tuning.search.plans import StaffingPlan, with_parts

TUNING, RUNS = "tuning.json", "runs"
KIND = "tuning"
"""The kind of the manifest."""
TODAY, ANSWERED = "today", "answer"
"""Folders of the kept runs; they are runs like any other, to read and to compare."""


class TuningFolder:
    """A folder that a study is written to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin(self, settings: Settings, tuning: Tuning, records: Records) -> None:
        """Make the folder ready, with the records that are kept with the study.

        Raises:
            RunFolderError: it holds a finished study or run.
        """
        if (self.path / MANIFEST).exists():
            raise RunFolderError(Phrase("holds a finished study; give another folder"), self.path)
        self.path.mkdir(parents=True, exist_ok=True)
        for name, text in records.items():
            write_whole(self.path / name, text)
        write_whole(self.path / SETTINGS, settings.as_file())
        write_whole(self.path / TUNING, tuning.model_dump_json(indent=2) + "\n")

    def keep_runs(
        self,
        plans: dict[str, StaffingPlan],
        settings: Settings,
        replications: int,
        progress: Callable[[str], Progress],
        records_of: Callable[[Settings], Records],
    ) -> None:
        """Run each plan as an ordinary run, so that its key figures can be read and compared."""
        for name, plan in plans.items():
            run = settings.run.model_copy(update={"replications": replications, "keep_events": "none"})
            named = settings.name if name == TODAY else f"{settings.name}, tuned"
            applied = plan.applied(settings)
            asked = asked_for_plan(settings, applied, replications, named)
            kept = with_parts(applied, run=run, name=named, asked=asked)
            folder = self.path / RUNS / name
            if holds_run_of(folder, kept):
                continue
            run_experiment(kept, folder, progress(name), records_of(kept))

    def store(self, answer: StudyAnswer) -> None:
        """Write the answer."""
        write_whole(self.path / ANSWER, answer_text(answer))

    def finish(self, settings: Settings, tuning: Tuning, wall_seconds: float) -> None:
        """Write the manifest, after all else."""
        files = [
            path
            for path in sorted(self.path.rglob("*"))
            if path.is_file() and path.suffix != ".log" and path.name not in (LOCK, HOLDER)
        ]
        about = {
            "kind": KIND,
            "name": f"{settings.name}, {tuning.question}",
            **origin_of(settings),
            "wall_seconds": round(wall_seconds, 3),
        }
        write_manifest(self.path, about, files)


def asked_for_plan(settings: Settings, applied: Settings, replications: int, named: str) -> Asked | None:
    """Return the command that runs a plan: that of the run that is tuned, without the question, with the plan."""
    if settings.asked is None:
        return None
    kept = tuple(override for override in settings.asked.overrides if not is_of_a_question(override))
    words = [f"run.replications={replications}", "run.keep_events=none"]
    if named != settings.name:
        words.append(override_of("name", named))
    words += overrides_of_plan(settings, applied)
    return settings.asked.model_copy(update={"overrides": kept}).with_overrides(*words)


def overrides_of_plan(settings: Settings, applied: Settings) -> list[str]:
    """Return the overrides that turn settings into those with a plan applied."""
    return [
        f"~{of.setting}" if of.now is None and of.was is not None else override_of(of.setting, of.now)
        for of in changes_between(settings, applied)
    ]


def is_study(path: Path) -> bool:
    """Return True if a folder holds a finished study."""
    return (path / MANIFEST).is_file() and read_json(path / MANIFEST, MANIFEST_OF).get("kind") == KIND


def read_tuning(path: Path) -> Tuning:
    """Read the question of a study and its settings."""
    return read_form(path / TUNING, RECORD_OF, Tuning)
