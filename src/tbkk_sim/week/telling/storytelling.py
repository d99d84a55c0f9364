"""The stories of severe cases in words."""

from typing import NamedTuple

from tbkk_sim.comparison.report.case import ENDS
from tbkk_sim.report.kit.labels import capital
from tbkk_sim.week.facts.account import WeekAccount
from tbkk_sim.week.facts.case_account import CaseStory, Happened, Interruption
from tbkk_sim.week.telling import phrases
from tbkk_sim.week.telling.wording import Wording


class StoryLine(NamedTuple):
    """One moment of a story."""

    when: str
    what: str


class Story(NamedTuple):
    """A severe case in words."""

    title: str
    before: str
    """The dates on which it came in and was taken up, and as what it was seen as severe."""
    lines: tuple[StoryLine, ...]
    after: str
    """Its state at the end of the week; empty: it has ended."""


def tell(words: Wording, account: WeekAccount) -> tuple[Story, ...]:
    """Tell the stories of an account."""
    return tuple(_story(words, account, story) for story in account.stories)


def _story(words: Wording, account: WeekAccount, story: CaseStory) -> Story:
    say, week = words.say, account.week
    before = []
    if story.arrived_seconds < 0:
        before.append(say(phrases.CASE_OF_STOCK))
    elif story.arrived_seconds < week.begin_seconds:
        before.append(say(phrases.CASE_CAME, date=words.date(story.arrived_seconds)))
    if story.taken_up_class and (story.taken_up_seconds < week.begin_seconds or story.hours > 0):
        date, hours = words.date(story.taken_up_seconds), words.hours(story.hours)
        differs = story.taken_up_class != story.case_class
        phrase = phrases.CASE_TAKEN_UP_AS if differs else phrases.CASE_TAKEN_UP
        before.append(say(phrase, date=date, hours=hours, name=words.name(story.taken_up_class)))
    if story.was_severe_as not in ("", story.taken_up_class):
        severe, name = words.name(story.was_severe_as), words.name(story.case_class)
        before.append(say(phrases.WAS_SEVERE, severe=severe, name=name))
    lines = []
    for moment in story.moments:
        parts = [_happened(words, account.unit, each) for each in moment.happened]
        for each in moment.happened:
            if each.outside_until_seconds < week.end_seconds:
                parts.append(say(phrases.OUTSIDE_UNTIL, when=words.when(each.outside_until_seconds)))
        missed = [each.put_down.missed_from_seconds for each in moment.happened if each.put_down is not None]
        at = missed[0] if len(missed) == len(moment.happened) else moment.at_seconds
        lines.append(StoryLine(capital(words.when_in(at, week)), "; ".join(parts)))
    after = phrases.AT_END.get(story.state)
    return Story(
        title=say(phrases.CASE, case=story.report, name=words.name(story.case_class)),
        before=" ".join(before),
        lines=tuple(lines),
        after=say(after, step=words.step(story.step) if story.step else "") if after else "",
    )


def _happened(words: Wording, unit: str, each: Happened) -> str:
    say = words.say
    values = {
        "name": words.name(each.case_class) if each.case_class else "",
        "who": words.member(each.role, each.member, each.team, unit) if each.member >= 0 else "",
        "step": words.step(each.step) if each.step else "",
        "team": words.team(each.team),
        "hours": words.hours(each.hours),
        "end": ended_as(words, each.end) if each.end else "",
        "why": why_put_down(words, each.put_down) if each.put_down else "",
    }
    return say(phrases.HAPPENED[each.what], **values)


def why_put_down(words: Wording, put_down: Interruption) -> str:
    """Say why a step was put down, as the end of a sentence."""
    return words.say(
        phrases.WHY_PUT_DOWN[put_down.why],
        name=words.name(put_down.for_class) if put_down.for_class else "",
        case=put_down.for_report,
        cause=words.say(phrases.AWAY_FOR[put_down.away_for]) if put_down.away_for else "",
    )


def ended_as(words: Wording, end: str) -> str:
    """Label of the end of a case or report within a sentence."""
    return words.say(ENDS[end])
