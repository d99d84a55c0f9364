"""A study: a question, named runs, and which key figures answer it. Kept as study.yaml in a folder of its own."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from tbkk_sim.metrics.cell import EACH, Cell, parse_cell
from tbkk_sim.problem import Phrase, SettingsError, not_known, wrong
from tbkk_sim.runs.folder.stored_file import check_folder, reading
from tbkk_sim.settings.schema import Name, Schema
from tbkk_sim.settings.schema_errors import problems_of

STUDY = "study.yaml"
STUDY_OF = Phrase("a study")
NOT_A_RUN = Phrase("'{word}' is not a run; allowed: {allowed}")
_PLACE = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")


class Study(Schema):
    """Content of a study.yaml."""

    question: str
    """Question that the study answers."""
    runs: Annotated[dict[Name, list[str]], Field(min_length=2)]
    """Overrides of each run, by its name in the study; the first run is the base."""
    overrides: tuple[str, ...] = ()
    """Overrides of all runs: period, number of replications."""
    figures: Annotated[tuple[str, ...], Field(min_length=1)]
    """Key figures of the table, each as key_figure[/class[/period[/team]]]; * is each."""
    answer: tuple[str, ...] = ()
    """Sentences in which `{run|figure}` becomes the mean in a run, and `{run - other|figure}` a difference. They must
    hold whatever the numbers are; statements that depend on them belong in `said`."""
    said: tuple[str, ...] = ()
    """Key figures of which the differences are put in words, as far as they are clear; none: those of the table."""
    explain: tuple[Name, ...] = ()
    """Runs whose difference from the base is split over groups of settings."""
    explained: tuple[str, ...] = ()
    """Key figures whose difference is split."""
    drawn: str | None = None
    """Key figure that is drawn, with one * in it: by class, year or unit; empty: the differences are drawn."""

    @model_validator(mode="after")
    def _runs_are_there(self) -> Self:
        for name in self.explain:
            if name not in self.runs:
                raise SettingsError([not_known("explain", name, self.runs, NOT_A_RUN)])
        if self.explain and not self.explained:
            raise wrong("explained", "is empty; name the key figures of which the difference is split")
        if self.drawn and self.drawn.count(EACH) != 1:
            raise wrong("drawn", "'{figure}' needs one * in it: by class, year or unit", figure=self.drawn)
        for text in self.answer:
            for named, _ in _PLACE.findall(text):
                for run in named.split(" - "):
                    if run not in self.runs:
                        raise SettingsError([not_known("answer", run, self.runs, NOT_A_RUN)])
        return self

    @property
    def asked(self) -> list[Cell]:
        """All cells that are named anywhere, `*` and all."""
        drawn = [self.drawn] if self.drawn else []
        in_text = [figure for text in self.answer for _, figure in _PLACE.findall(text)]
        return [parse_cell(text) for text in (*self.figures, *self.said, *self.explained, *drawn, *in_text)]


def read_study(folder: Path) -> Study:
    """Read the study of a folder.

    Raises:
        SettingsError: it has no study.yaml, that is not a table in YAML, or its content is not valid.
    """
    import yaml

    check_folder(folder)
    file = folder / STUDY
    if not os.path.lexists(file):
        raise wrong(str(folder), "holds no {file}", file=STUDY)
    with reading(file, STUDY_OF):
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise wrong(str(file), "is not a study: keys and values are expected")
    given = {str(key): value for key, value in found.items()}
    try:
        return Study.model_validate(given)
    except ValidationError as error:
        of_study = problems_of(error, given, Study)
        raise SettingsError(replace(p, key=": ".join(filter(None, (STUDY, p.key)))) for p in of_study) from None


def filled_in(text: str, level: Callable[[str, Cell], str], difference: Callable[[str, str, Cell], str]) -> str:
    """A sentence with its numbers, from a run and cell, or from two runs and a cell."""

    def number(found: re.Match[str]) -> str:
        run, _, other = found[1].partition(" - ")
        cell = parse_cell(found[2])
        return difference(run, other, cell) if other else level(run, cell)

    return _PLACE.sub(number, text)
