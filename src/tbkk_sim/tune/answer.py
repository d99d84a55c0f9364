"""A study from question to folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from tbkk_sim.problem import Phrase
from tbkk_sim.runs.folder.writer import Records
from tbkk_sim.runs.runner import Progress as RunProgress
from tbkk_sim.settings import Settings
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.system.lock import holding
from tbkk_sim.tune.evaluation import Evaluator
from tbkk_sim.tune.folder import ANSWERED, TODAY, TuningFolder
from tbkk_sim.tune.questions.how_many import answer_how_many
from tbkk_sim.tune.questions.mix import answer_mix
from tbkk_sim.tune.questions.per_unit import answer_per_unit
from tbkk_sim.tune.questions.robust import answer_robust, ranges_of
from tbkk_sim.tune.questions.when import answer_when
from tbkk_sim.tune.questions.where import answer_where
from tbkk_sim.tune.record import Record, mix_record, robust_record, where_record
from tbkk_sim.tune.record_norms import how_many_record, per_unit_record, when_record
from tbkk_sim.tune.search.plans import StaffingPlan, norms_within
from tbkk_sim.tune.study import TuningStudy
from tbkk_sim.tune.watch import Progress, Watch

_RUNS = {TODAY: Phrase("run of today's staffing"), ANSWERED: Phrase("run of the answer")}
"""What is said of the runs that are kept while they are made."""


def answer(
    settings: Settings, tuning: Tuning, progress: Progress | None = None, sources: Sequence[Entry] = ()
) -> tuple[Record, StaffingPlan]:
    """Answer the question; the plan that the answer comes down to."""
    asked = {"how_many": tuning.how_many, "when": tuning.when}.get(tuning.question)
    if asked is not None:
        settings = norms_within(settings, {name: norm.within_days for name, norm in asked.norms.items()})
    cache = Path(tuning.cache) if tuning.cache else None
    watch = Watch(tuning.budget_minutes, tuning.most_runs, progress)
    return _ANSWERS[tuning.question](TuningStudy(settings, tuning, Evaluator(settings, watch, cache), sources))


def tune(
    settings: Settings,
    tuning: Tuning,
    folder: Path,
    progress: Progress | None = None,
    sources: Sequence[Entry] = (),
    records_of: Callable[[Settings], Records] = lambda _: {},
) -> Record:
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
        record, chosen = answer(settings, tuning, progress, sources)
        into.store(record)
        into.keep_runs(
            {TODAY: StaffingPlan(), ANSWERED: chosen}, settings, tuning.kept_replications, of_run, records_of
        )
        into.finish(settings, tuning, perf_counter() - begin)
    return record


def _where(study: TuningStudy) -> tuple[Record, StaffingPlan]:
    found = answer_where(study)
    return where_record(study, found), found.chosen


def _how_many(study: TuningStudy) -> tuple[Record, StaffingPlan]:
    assert study.tuning.how_many is not None
    if study.tuning.how_many.scope == "per_unit":
        in_each = answer_per_unit(study)
        return per_unit_record(study, in_each), in_each.plan
    found = answer_how_many(study)
    return how_many_record(study, found), found.plan


def _when(study: TuningStudy) -> tuple[Record, StaffingPlan]:
    found = answer_when(study)
    return when_record(study, found), found.plan


def _mix(study: TuningStudy) -> tuple[Record, StaffingPlan]:
    found = answer_mix(study)
    return mix_record(study, found), found.plans[found.selection.best]


def _robust(study: TuningStudy) -> tuple[Record, StaffingPlan]:
    found = answer_robust(study)
    return robust_record(study, found), found.plans[found.chosen]


_ANSWERS: dict[str, Callable[[TuningStudy], tuple[Record, StaffingPlan]]] = {
    "where": _where,
    "how_many": _how_many,
    "when": _when,
    "mix": _mix,
    "robust": _robust,
}
