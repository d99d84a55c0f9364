"""Studies of small settings."""

from pathlib import Path
from typing import Any

from tbkk_sim.settings import Settings
from tbkk_sim.settings.tuning import Objective, Tuning
from tbkk_sim.tuning.evaluation import Evaluator
from tbkk_sim.tuning.study import TuningStudy
from tbkk_sim.tuning.watch import Watch

OBJECTIVES = {
    "waiting": Objective(label="Waiting", waiting=1, left_undone=365),
    "norms": Objective(label="N", norm_missed=1),
}


def tuning_for(question: str, **given: Any) -> Tuning:
    values = {"objective": "waiting", "objectives": OBJECTIVES, "search_replications": 3, "first_replications": 6}
    return Tuning.model_validate({"question": question, "cache": "", **values, **given})


def study_of(settings: Settings, tuning: Tuning, cache: Path | None = None) -> TuningStudy:
    return TuningStudy(settings, tuning, Evaluator(settings, Watch(5, tuning.most_runs), cache))
