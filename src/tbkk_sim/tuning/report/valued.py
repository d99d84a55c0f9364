"""The objective of a study in words: what counts as loss, and how much for each class."""

from tbkk_sim.report.kit.labels import within
from tbkk_sim.settings.settings import Settings
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.tuning.answers.norms import NormsAnswer
from tbkk_sim.tuning.answers.study import StudyAnswer
from tbkk_sim.tuning.report import phrases as words
from tbkk_sim.tuning.report.view import TuningView
from tbkk_sim.tuning.search.objective import class_weights


def what_counts(view: TuningView[StudyAnswer]) -> list[str]:
    """Return the weights of the objective and of the classes; nothing where the answer rests on norms alone."""
    say, tuning = view.say, view.tuning
    asks_norms = isinstance(view.answer, NormsAnswer)
    if asks_norms and not _is_divided_by_need(tuning):
        return []
    objective = tuning.objectives[tuning.objective]
    amounts = [
        say(phrase, n=say.exact(weight))
        for name, phrase in words.COUNTS.items()
        if (weight := getattr(objective, name)) > 0
    ]
    first = words.WHAT_COUNTS_IN_DIVIDING if asks_norms else words.WHAT_COUNTS
    said = [say(first, amounts=say.listed(amounts))]
    if any(getattr(objective, name) > 0 for name in words.COUNTS_BY_CLASS):
        said.append(say(words.CLASS_WEIGHTS, weights=_weights(view, view.settings, tuning)))
    return [*said, say(words.CHOICE_OF_WEIGHTS)]


def _is_divided_by_need(tuning: Tuning) -> bool:
    if tuning.how_many is not None:
        return tuning.how_many.spread == "by_need" and tuning.how_many.scope == "nationally"
    return tuning.when is not None and tuning.when.spread == "by_need"


def _weights(view: TuningView[StudyAnswer], settings: Settings, tuning: Tuning) -> str:
    """Return the classes with their weights, the heaviest first."""
    weights = sorted(class_weights(settings, tuning).items(), key=lambda item: -item[1])
    return ", ".join(f"{within(view.case_class(name))} {view.say.exact(weight)}" for name, weight in weights)
