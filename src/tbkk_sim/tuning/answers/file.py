"""The file of an answer, written by a study and read by its report."""

from pathlib import Path
from typing import Any

from tbkk_sim.problem import Phrase, SettingsError
from tbkk_sim.runs.folder.format import check_format, command_again
from tbkk_sim.runs.folder.stored_file import RECORD_OF, not_one, read_form, read_json
from tbkk_sim.tuning.answers.certified import MixAnswer, WhereAnswer
from tbkk_sim.tuning.answers.norms import HowManyAnswer, PerUnitAnswer, WhenAnswer
from tbkk_sim.tuning.answers.robust import RobustAnswer
from tbkk_sim.tuning.answers.study import FORMAT, StudyAnswer

ANSWER = "answer.json"
_FORMS: dict[str, type[StudyAnswer]] = {
    "where": WhereAnswer,
    "how_many": HowManyAnswer,
    "per_unit": PerUnitAnswer,
    "when": WhenAnswer,
    "mix": MixAnswer,
    "robust": RobustAnswer,
}
"""Form of an answer by its question; `per_unit` is the scope of `how_many` that has its own."""


def answer_text(answer: StudyAnswer) -> str:
    """Return the text of `answer.json`."""
    return answer.model_dump_json(indent=1) + "\n"


def read_answer(folder: Path) -> StudyAnswer:
    """Read the answer in the folder of a study.

    Raises:
        SettingsError: the file is not an answer, or one of another format.
    """
    file = folder / ANSWER
    found = read_json(file, RECORD_OF)
    check_format(file, found, command_again(folder), FORMAT)
    form = _form_of(found)
    if form is None:
        why = Phrase("it answers none of the questions {questions}", questions=", ".join(_FORMS))
        raise SettingsError([not_one(file, RECORD_OF, why)])
    return read_form(file, RECORD_OF, form)


def _form_of(found: dict[str, Any]) -> type[StudyAnswer] | None:
    question, scope = found.get("question"), found.get("scope")
    key = scope if question == "how_many" and scope == "per_unit" else question
    return _FORMS.get(key) if isinstance(key, str) else None
