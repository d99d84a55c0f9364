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

TWO_ROLES = {
    "triage.enabled": False,
    "staffing.roles": {
        "detective": {"label": "Detective", "skills": ["enrich", "search"]},
        "writer": {"label": "Writer", "skills": ["dossier"]},
    },
    "staffing.role_share": {"detective": 0.75, "writer": 0.25},
    "casework.steps.dossier.national_team": "capital",
}
"""Only the capital writes dossiers. Of its posts (Webster, 3 to 1) the third is that of a writer: it needs three."""


def tuning_for(question: str, **given: Any) -> Tuning:
    values = {"objective": "waiting", "objectives": OBJECTIVES, "search_replications": 3, "first_replications": 6}
    return Tuning.model_validate({"question": question, "cache": "", **values, **given})


def study_of(settings: Settings, tuning: Tuning, cache: Path | None = None) -> TuningStudy:
    return TuningStudy(settings, tuning, Evaluator(settings, Watch(5, tuning.most_runs), cache))
