"""An account of a week at a unit in words, for the terminal, the page and the API."""

from typing import NamedTuple

from tbkk_sim.report.kit.say import Say
from tbkk_sim.settings import Settings
from tbkk_sim.week.facts.account import WeekAccount
from tbkk_sim.week.telling import phrases
from tbkk_sim.week.telling.sections import WeekSection, sections_of
from tbkk_sim.week.telling.storytelling import Story, tell
from tbkk_sim.week.telling.wording import Wording


class WeekInWords(NamedTuple):
    """An account in words, in one language."""

    title: str
    span: str
    """Its first and last day."""
    note: str
    sections: tuple[WeekSection, ...]
    stories_title: str
    stories_notes: tuple[str, ...]
    """Sentences before the stories."""
    stories: tuple[Story, ...]


def say_week(settings: Settings, account: WeekAccount, language: str | None = None) -> WeekInWords:
    """Say an account.

    Args:
        settings: Settings of the run.
        account: The account.
        language: `en` or `nl`; None: that of the run.
    """
    say = Say(language or settings.language)
    words = Wording(settings, say)
    year, _, number = account.week.name.partition("-W")
    return WeekInWords(
        title=say(phrases.TITLE, unit=words.team(account.unit), week=int(number), year=year),
        span=_span(say, account),
        note=say(phrases.ONE_FUTURE, number=account.replication),
        sections=sections_of(words, account),
        stories_title=say(phrases.STORIES),
        stories_notes=_notes(words, account),
        stories=tell(words, account),
    )


def _span(say: Say, account: WeekAccount) -> str:
    from babel.dates import format_date

    first, last = account.week.first_day, account.week.last_day
    begins = format_date(first, "EEEE d MMMM" if first.year == last.year else "EEEE d MMMM y", locale=say.language)
    return say(phrases.SPAN, first=begins, last=format_date(last, "EEEE d MMMM y", locale=say.language))


def _notes(words: Wording, account: WeekAccount) -> tuple[str, ...]:
    say, notes = words.say, []
    if not account.stories:
        notes.append(say(phrases.NO_STORY))
    if account.severe_without_story:
        notes.append(say(phrases.QUIET, n=account.severe_without_story))
    classes = words.settings.casework.classes
    if any(classes[story.case_class].round_the_clock for story in account.stories if story.case_class in classes):
        hours = words.hours(words.settings.calendar.round_the_clock_hours_per_day)
        notes.append(say(phrases.ROUND_THE_CLOCK, hours=hours))
    return tuple(notes)
