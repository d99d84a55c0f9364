"""Sentences about a run that a head of unit can mark as right or wrong, each with its figure."""

import math
from typing import NamedTuple

from tbkk_sim.report.kit.phrases import MISSING
from tbkk_sim.report.kit.say import Say
from tbkk_sim.week.facts.figures import HOURS_PER_DAY, TEN, figures_of, regional_units, step_of_last_milestone
from tbkk_sim.week.facts.reader import WeekReader
from tbkk_sim.week.telling import phrases
from tbkk_sim.week.telling.wording import Wording

OF_TEN, SHARE, HOURS, DAYS, NUMBER = "of_ten", "share", "hours", "days", "number"
FORMS = {
    "at_work": OF_TEN,
    "to_assess": NUMBER,
    "assessed": HOURS,
    "urgent": HOURS,
    "severe": DAYS,
    "visit": DAYS,
    "not_taken_up": OF_TEN,
    "after_search": DAYS,
    "per_investigator": NUMBER,
    "on_a_desk": SHARE,
    "for_a_colleague": SHARE,
    "outside": SHARE,
    "put_down_urgent": OF_TEN,
    "put_down_to_join": OF_TEN,
    "put_down_away": OF_TEN,
    "stretch": HOURS,
    "borrowed": NUMBER,
    "lent": NUMBER,
    "severe_hours": SHARE,
    "out_of_hours": NUMBER,
}
"""Form in which the figure of each sentence is written."""


HEADINGS = (phrases.SENTENCE, phrases.FIGURE, phrases.RIGHT, phrases.TOO_HIGH, phrases.TOO_LOW)


class Sentence(NamedTuple):
    """One sentence and its figure."""

    name: str
    text: str
    figure: str


class SentenceSheet(NamedTuple):
    """All sentences about some units, to print and to mark."""

    title: str
    about: str
    """The units that they are about."""
    how: str
    headings: tuple[str, ...]
    sentences: tuple[Sentence, ...]

    def rows(self, box: str) -> list[tuple[str, ...]]:
        """Rows of a table under the headings; `box` stands where one marks."""
        return [
            (str(number), sentence.text, sentence.figure, box, box, box)
            for number, sentence in enumerate(self.sentences, start=1)
        ]


def sheet_of(reader: WeekReader, unit: str | None = None, language: str | None = None) -> SentenceSheet:
    """Say the sentences, with the figures of one replication.

    Args:
        reader: The replication.
        unit: Name of a unit; None: all units that do not judge the reports of others.
        language: `en` or `nl`; None: that of the run.
    """
    say = Say(language or reader.settings.language)
    words, units = Wording(reader.settings, say), [unit] if unit else regional_units(reader)
    figures = figures_of(reader, units)
    lead = reader.people.roles_that_lead([reader.ledger.parameters.names.team(each) for each in units])
    named = {"roles": words.roles(lead), **_steps(words, step_of_last_milestone(reader.settings))}
    return SentenceSheet(
        title=say(phrases.MARK_TITLE),
        about=say(phrases.MARK_UNIT, unit=words.team(unit)) if unit else say(phrases.MARK_UNITS),
        how=say(phrases.MARK_HOW),
        headings=("#", *(say(heading) for heading in HEADINGS)),
        sentences=tuple(
            Sentence(name, say(text, **named), _written(words, FORMS[name], figures[name]))
            for name, text in phrases.SENTENCES.items()
        ),
    )


def _steps(words: Wording, search: str | None) -> dict[str, str]:
    """Name the search and the step after it; a dash where there is none."""
    if search is None:
        return {"search": MISSING, "next": MISSING}
    names = list(words.settings.casework.steps)
    return {"search": words.step(search), "next": words.step(names[names.index(search) + 1])}


def _written(words: Wording, form: str, figure: float) -> str:
    if math.isnan(figure):
        return words.say(phrases.NOT_KNOWN)
    match form:
        case "of_ten":
            return words.few(TEN * figure)
        case "share":
            return words.say.share(figure)
        case "hours":
            return words.say.wait(figure / HOURS_PER_DAY) if math.isinf(figure) else words.hours(figure)
        case "days":
            return words.say.wait(figure) if math.isinf(figure) else words.days(figure)
    return words.few(figure)
