"""The desk that judges the reports of all units, in an account in words."""

from collections.abc import Iterator

from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.week.facts.account import WeekAccount
from tbkk_sim.week.telling import phrases
from tbkk_sim.week.telling.wording import Wording


def desk_sentences(words: Wording, account: WeekAccount) -> Iterator[str]:
    """Say how the desk stands, when its reports came, and when those of a weekend had been judged."""
    say, desk = words.say, account.desk
    if desk is None:
        return
    before, came, judged, after = map(say.number, (desk.waiting_before, desk.came, desk.judged, desk.waiting_after))
    yield say(phrases.DESK, before=before, came=came, judged=judged, after=after)
    if desk.came:
        days = [
            say(phrases.WITH_NUMBER, name=words.when(account.week.begin_seconds + k * SECONDS_PER_DAY), n=say.number(n))
            for k, n in enumerate(desk.came_by_day)
        ]
        yield say(phrases.DESK_BY_DAY, days=say.listed(days), out=say.number(desk.came_out_of_hours))
    if desk.waiting_at_opening:
        half, last = desk.half_of_them_seconds, desk.all_of_them_seconds
        end = account.week.end_seconds
        phrase = (
            phrases.DESK_ALL_JUDGED if last < end else phrases.DESK_HALF_JUDGED if half < end else phrases.DESK_NOT_HALF
        )
        moments = {"half": words.when(half) if half < end else "", "all": words.when(last) if last < end else ""}
        opened, n = words.when(desk.opened_seconds), say.number(desk.waiting_at_opening)
        yield say(phrases.DESK_OPENED, day=opened, n=n, judged=say(phrase, **moments))
    if desk.waiting_after:
        yield say(phrases.DESK_OLDEST, days=words.days(desk.oldest_days))
    if desk.by_system:
        yield say(phrases.DESK_SYSTEM, n=say.number(desk.by_system))
