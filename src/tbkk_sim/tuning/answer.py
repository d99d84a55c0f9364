"""Runs a study, from the question to its folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from tbkk_sim.problem import Phrase
from tbkk_sim.runs.folder.writer import Records
from tbkk_sim.runs.runner import Progress as RunProgress
from tbkk_sim.settings import Settings
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.system.lock import holding
from tbkk_sim.tuning.answers.study import StudyAnswer
from tbkk_sim.tuning.evaluation import Evaluator
from tbkk_sim.tuning.folder import ANSWERED, TODAY, TuningFolder
from tbkk_sim.tuning.questions.how_many import answer_how_many
from tbkk_sim.tuning.questions.mix import answer_mix
from tbkk_sim.tuning.questions.per_unit import answer_per_unit
from tbkk_sim.tuning.questions.robust import answer_robust, ranges_of
from tbkk_sim.tuning.questions.when import answer_when
from tbkk_sim.tuning.questions.where import answer_where
from tbkk_sim.tuning.record import (
    record_how_many,
    record_mix,
    record_per_unit,
    record_robust,
    record_when,
    record_where,
)
from tbkk_sim.tuning.search.plans import StaffingPlan, norms_within
from tbkk_sim.tuning.study import TuningStudy
from tbkk_sim.tuning.watch import StageProgress, Watch

_RUNS = {TODAY: Phrase("run of today's staffing"), ANSWERED: Phrase("run of the answer")}
"""Names of the kept runs, shown while they are simulated."""


class Answered(NamedTuple):
    """A question that has been answered."""

    answer: StudyAnswer
    plan: StaffingPlan
    """The plan that the answer comes down to."""


def answer(
    settings: Settings, tuning: Tuning, progress: StageProgress | None = None, sources: Sequence[Entry] = ()
) -> Answered:
    """Answer a question without writing a folder.

    Args:
        settings: The run that is tuned.
        tuning: The question.
        progress: Called with what is being done, how much of it is done, and how much there is.
        sources: Sources of the numbers of the run, with their ranges; needed for `robust`.

    Raises:
        SettingsError: a setting that is to be uncertain has no range.
    """
    asked = {"how_many": tuning.how_many, "when": tuning.when}.get(tuning.question)
    if asked is not None:
        settings = norms_within(settings, {name: norm.within_days for name, norm in asked.norms.items()})
    cache = Path(tuning.cache) if tuning.cache else None
    watch = Watch(tuning.budget_minutes, tuning.most_runs, progress)
    study = TuningStudy(settings, tuning, Evaluator(settings, watch, cache), sources)
    in_each_unit = tuning.question == "how_many" and tuning.how_many is not None and tuning.how_many.scope == "per_unit"
    search, record = _QUESTIONS["per_unit" if in_each_unit else tuning.question]
    result = search(study)
    return Answered(record(study, result), result.plan)


def tune(
    settings: Settings,
    tuning: Tuning,
    folder: Path,
    progress: StageProgress | None = None,
    sources: Sequence[Entry] = (),
    records_of: Callable[[Settings], Records] = lambda _: {},
) -> Answered:
    """Answer the question, keep the runs of today's staffing and of the answer, and write the folder.

    A study that was stopped goes on from the evaluations in its cache when it is asked again.

    Args:
        settings: The run that is tuned.
        tuning: The question.
        folder: The folder of the study.
        progress: Told how far it is.
        sources: Where the numbers of the run come from.
        records_of: Gives the texts that are kept with a run of these settings, and with the study, by their file.

    Raises:
        SettingsError: a setting that is to be uncertain has no range.
        RunFolderError: the folder holds another study or run.
        HeldError: another process writes to it.
    """
    begin = perf_counter()
    into = TuningFolder(folder)
    if tuning.question == "robust" and tuning.robust is not None:
        ranges_of(settings, tuning.robust.over, sources)  # it is refused before anything is written

    def of_run(name: str) -> RunProgress:
        return lambda done, total: progress(_RUNS[name], done, total) if progress else None

    with holding(folder):
        into.begin(settings, tuning, records_of(settings))
        answered = answer(settings, tuning, progress, sources)
        into.store(answered.answer)
        plans = {TODAY: StaffingPlan(), ANSWERED: answered.plan}
        into.keep_runs(plans, settings, tuning.kept_replications, of_run, records_of)
        into.finish(settings, tuning, perf_counter() - begin)
    return answered


_QUESTIONS: dict[str, tuple[Callable[[TuningStudy], Any], Callable[[TuningStudy, Any], StudyAnswer]]] = {
    "where": (answer_where, record_where),
    "how_many": (answer_how_many, record_how_many),
    "per_unit": (answer_per_unit, record_per_unit),
    "when": (answer_when, record_when),
    "mix": (answer_mix, record_mix),
    "robust": (answer_robust, record_robust),
}
"""The functions that answer each question and record its answer."""
