"""An account in words: its sections, each a title and sentences."""

import math
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from tbkk_sim.report.kit.labels import capital, within
from tbkk_sim.report.kit.phrases import CAUSES
from tbkk_sim.week.facts.account import WeekAccount
from tbkk_sim.week.facts.case_account import (
    Counts,
    Interruption,
    Owed,
    StateInHand,
    WaitingClass,
    WaitingStep,
    WhyNotTakenUp,
)
from tbkk_sim.week.telling import phrases
from tbkk_sim.week.telling.desk import desk_sentences
from tbkk_sim.week.telling.storytelling import why_put_down
from tbkk_sim.week.telling.wording import Wording

Sentences = Iterator[str]
LEAST_SHOWN_HOURS = 0.05
"""Fewer hours would be written as none."""
DEPARTED_OTHERWISE = {"retrained": phrases.LEFT_ROLE, "term_over": phrases.LEFT_TERM}
"""Causes for which somebody is no longer there, and no post falls vacant."""


class WeekSection(NamedTuple):
    """One subject of an account."""

    title: str
    sentences: tuple[str, ...]


def sections_of(words: Wording, account: WeekAccount) -> tuple[WeekSection, ...]:
    """Say an account, but for its stories, in sections."""
    return tuple(
        WeekSection(words.say(title), tuple(sentences(words, account))) for title, sentences in SECTIONS.items()
    )


def _people(words: Wording, account: WeekAccount) -> Sentences:
    say, people = words.say, account.people
    vacant = people.vacant
    if vacant:
        named = [say(phrases.WITH_NUMBER, name=words.role(role), n=n) for role, n in vacant.items()]
        filled = people.posts - sum(vacant.values())
        yield say(phrases.FILLED, people=filled, posts=people.posts, vacant=say.listed(named))
    else:
        yield say(phrases.ALL_FILLED, posts=people.posts) if people.posts else say(phrases.NO_POSTS)
    if people.people > sum(role.filled for role in people.roles):
        yield say(phrases.MORE_PEOPLE, people=people.people, posts=people.posts)
    if people.without_post:
        parts = [say(phrases.CAME_BY[beside.came_by], n=beside.people) for beside in people.without_post]
        yield say(phrases.WITHOUT_POST, parts=say.listed(parts))
    days = len(people.open_days)
    if not days:
        yield say(phrases.NO_WORKING_DAY)
    elif days < 5 or account.week.n_days < 7:
        yield say(phrases.ONE_WORKING_DAY) if days == 1 else say(phrases.WORKING_DAYS, n=days)
    if days:
        roles = [
            say(phrases.OF_ALL, name=words.role(role.role), n=words.few(role.at_work), all=role.people)
            for role in people.roles
            if role.people or role.at_work
        ]
        at_work = words.few(people.at_work)
        yield say(phrases.AT_WORK, n=at_work, people=people.people, roles=say.listed(roles))
    if people.away:
        causes = [
            say(
                phrases.AWAY_ITEM_ONE if away.people == 1 else phrases.AWAY_ITEM,
                cause=say(phrases.AWAY_FOR[away.cause]),
                days=away.working_days,
                people=away.people,
            )
            for away in people.away
        ]
        yield say(phrases.AWAY, causes=say.listed(causes))
    yield from _coming_and_going(words, account)


def _coming_and_going(words: Wording, account: WeekAccount) -> Sentences:
    say, people = words.say, account.people
    for joined in people.joined:
        yield say(phrases.BEGAN[joined.came_by], date=say.date(joined.day), role=words.role(joined.role))
    for newcomer in people.training:
        phrase = phrases.NEWCOMER if newcomer.guided else phrases.NEWCOMER_ALONE
        role, share = words.role(newcomer.role), say.share(newcomer.pace_share)
        yield say(phrase, date=say.date(newcomer.joined), role=role, share=share)
    for departed in people.departed:
        phrase = DEPARTED_OTHERWISE.get(departed.cause, phrases.LEFT)
        cause = within(say(CAUSES[departed.cause])) if departed.cause in CAUSES else ""
        yield say(phrase, date=say.date(departed.day), role=words.role(departed.role), cause=cause)
    if people.minimum_fte and people.deployable_fte < people.minimum_fte - 0.05:
        fte, minimum = words.few(people.deployable_fte), words.few(people.minimum_fte)
        yield say(phrases.BELOW_MINIMUM, fte=fte, minimum=minimum)


def _came_in(words: Wording, account: WeekAccount) -> Sentences:
    say, reports, cases = words.say, account.reports, account.cases
    passed = sum(reports.passed_on.values())
    judged = reports.closed_at_desk + reports.joined_to_case + passed
    came = {0: phrases.NO_REPORT, 1: phrases.ONE_REPORT}.get(reports.came, phrases.REPORTS)
    if reports.came or account.desk is None:
        yield say(came, n=say.number(reports.came))
    if judged:
        parts = [
            *_part(words, phrases.DESK_CLOSED, reports.closed_at_desk),
            *_part(words, phrases.DESK_JOINED, reports.joined_to_case),
            *_part(words, phrases.DESK_PASSED, passed, reports.passed_on),
        ]
        yield say(phrases.BY_DESK, n=say.number(judged), parts=say.listed(parts))
    if reports.at_unit:
        phrase = phrases.HEARD if words.settings.triage.assessment.enabled else phrases.NOT_HEARD
        yield say(phrase, n=say.number(reports.at_unit), closed=say.number(reports.closed_unheard))
    if reports.urgent:
        yield say(phrases.URGENT, n=reports.urgent, out=reports.urgent_out_of_hours)
    became = sum(reports.assessed.values())
    assessed = became + reports.closed_by_unit + reports.untraceable
    if assessed:
        parts = [
            *_part(words, phrases.BECAME_CASES, became, reports.assessed),
            *_part(words, phrases.DESK_CLOSED, reports.closed_by_unit),
            *_part(words, phrases.UNTRACEABLE, reports.untraceable),
        ]
        yield say(phrases.ASSESSED, n=say.number(assessed), parts=say.listed(parts))
    if reports.to_assess_before or reports.to_assess_after:
        yield say(phrases.TO_ASSESS, before=reports.to_assess_before, after=reports.to_assess_after)
    for phrase, counts in (
        (phrases.RETURNED, cases.returned),
        (phrases.CHOSEN, cases.chosen),
        (phrases.FOUND, cases.found),
    ):
        if counts:
            yield say(phrase, n=sum(counts.values()), classes=words.counts(counts))
    if cases.treatments:
        parts = [f"{n} {say(phrases.TREATED[kind])}" for kind, n in cases.treatments.items()]
        yield say(phrases.TREATMENTS, parts=say.listed(parts))
    yield from desk_sentences(words, account)


def _part(words: Wording, phrase: str, number: int, classes: Counts | None = None) -> Sentences:
    """Part of a list of what became of reports; nothing if there are none."""
    if number:
        yield words.say(phrase, n=words.say.number(number), classes=words.counts(classes or {}))


def _taken_up(words: Wording, account: WeekAccount) -> Sentences:
    say, cases = words.say, account.cases
    if cases.taken_up:
        number = sum(cases.taken_up.values())
        yield say(phrases.NEW_CASES, n=number, classes=words.counts(cases.taken_up))
    else:
        yield say(phrases.NO_NEW_CASE)
    if cases.in_campaign:
        yield say(phrases.IN_CAMPAIGN, n=cases.in_campaign)
    if cases.owed:
        parts = [
            say(phrases.AGREED_ITEM, name=words.name(owed.case_class), n=owed.taken_up, due=owed.due)
            for owed in cases.owed
        ]
        yield say(phrases.AGREED, parts=say.listed(parts))


def _put_aside(words: Wording, account: WeekAccount) -> Sentences:
    say, cases = words.say, account.cases
    if not account.put_down:
        yield say(phrases.NOTHING_PUT_DOWN)
    for put_down in sorted(account.put_down, key=lambda each: each.missed_from_seconds):
        yield _put_down(words, account, put_down)
    outside = cases.in_hand.get(StateInHand.WAITS_OUTSIDE, {})
    if outside:
        yield say(phrases.WAITS_OUTSIDE, n=sum(outside.values()), classes=words.counts(outside))
    if cases.held:
        yield say(phrases.HELD, n=sum(cases.held.values()), classes=words.counts(cases.held))
    if cases.waiting_for_step:
        parts = [
            say(
                _phrase_of_wait(account, waits),
                step=words.step(waits.step),
                team=words.team(waits.team),
                n=waits.number,
                able=words.few(waits.able_at_work),
            )
            for waits in cases.waiting_for_step
        ]
        yield say(phrases.WAITS_FOR_SOMEBODY, parts=say.listed(parts))
    for end, counts in cases.undone.items():
        yield say(phrases.UNDONE[end], n=sum(counts.values()), classes=words.counts(counts))
    limit = say.exact(words.settings.assignment.in_hand_limit_per_investigator or math.inf)
    for why in WhyNotTakenUp:
        waiting = [waits for waits in cases.waiting if waits.why == why]
        if waiting:
            parts = [_with_oldest(words, waits, cases.owed) for waits in waiting]
            yield say(phrases.NOT_TAKEN_UP[why], limit=limit, parts=say.listed(parts))
    yield from _put_off(words, cases.waiting)


def _with_oldest(words: Wording, waits: WaitingClass, owed: Sequence[Owed]) -> str:
    """Write the number and age of the cases of a class that wait, and by how much one is behind what is due."""
    values = {
        "name": words.name(waits.case_class),
        "n": words.say.number(waits.number),
        "days": words.days(waits.oldest_days),
    }
    if waits.why != WhyNotTakenUp.OWED:
        return words.say(phrases.WITH_OLDEST, **values)
    (agreed,) = (each for each in owed if each.case_class == waits.case_class)
    return words.say(phrases.WITH_OLDEST_OWED, **values, taken_up=agreed.taken_up, due=agreed.due)


def _put_off(words: Wording, waiting: Sequence[WaitingClass]) -> Sentences:
    """Say why cases are older than the age at which they are let go; nothing if none is."""
    terms = []
    for waits in waiting:
        expires = words.settings.casework.classes[waits.case_class].expires
        if expires is not None and expires.family == "fixed" and waits.oldest_days > expires.mean_days:
            terms.append(expires.mean_days)
    if terms:
        days = words.say.listed([words.days(term) for term in sorted(set(terms))])
        yield words.say(phrases.PUT_OFF, days=days)


def _phrase_of_wait(account: WeekAccount, waits: WaitingStep) -> str:
    if waits.team != account.unit:
        return phrases.WAITS_AT_TEAM
    return phrases.WAITS_FOR_ANY if math.isnan(waits.able_at_work) else phrases.WAITS_FOR_STEP


def _put_down(words: Wording, account: WeekAccount, put_down: Interruption) -> str:
    """One step that was put down, and who went on with it by the end of the week."""
    say = words.say
    on = say(phrases.NOT_GONE_ON) if put_down.missed_from_seconds < account.week.end_seconds else ""
    if put_down.gone_on_seconds < account.week.end_seconds:
        who = words.member(put_down.gone_on_role, put_down.gone_on_by, put_down.gone_on_team, account.unit)
        on = say(phrases.GONE_ON, who=capital(who), when=words.when(put_down.gone_on_seconds))
    return say(
        phrases.PUT_DOWN,
        when=capital(words.when_in(put_down.missed_from_seconds, account.week)),
        who=words.member(put_down.role, put_down.member, account.unit, account.unit),
        step=words.step(put_down.step),
        case=put_down.report,
        name=words.name(put_down.case_class),
        why=why_put_down(words, put_down),
        on=on,
    ).rstrip()


def _shared(words: Wording, account: WeekAccount) -> Sentences:
    say = words.say
    if not account.shared:
        yield say(phrases.NOTHING_SHARED)
    for work in account.shared:
        yield say(
            phrases.SHARED_WAY[work.way],
            team=words.team(work.team) if work.team else "",
            hours=words.hours(sum(work.hours.values())),
            step=words.step(work.step),
            classes=words.hours_by(work.hours),
        )


def _ended(words: Wording, account: WeekAccount) -> Sentences:
    say, cases = words.say, account.cases
    if not cases.ended:
        yield say(phrases.NO_CASE_ENDED)
        return
    for end, counts in cases.ended.items():
        yield say(phrases.ENDED_AS[end], n=sum(counts.values()), classes=words.counts(counts))
    if len(cases.lead_days) == 1:
        yield say(phrases.LEAD_ONE, days=words.days(cases.lead_days[0]))
    else:
        middle, most = words.days(median(cases.lead_days)), words.days(max(cases.lead_days))
        yield say(phrases.LEAD, days=middle, most=most)


def _hours(words: Wording, account: WeekAccount) -> Sentences:
    say, hours = words.say, account.hours
    if not hours.worked and math.isnan(hours.occupied_share):
        yield say(phrases.NOBODY_WORKED)
        return
    if not math.isnan(hours.occupied_share):
        available, share = words.hours(hours.available), say.share(hours.occupied_share)
        yield say(phrases.AVAILABLE, hours=available, share=share)
    for phrase, amount in ((phrases.OVERTIME, hours.overtime), (phrases.TIME_OFF, hours.time_off)):
        if amount >= LEAST_SHOWN_HOURS:
            yield say(phrase, hours=words.hours(amount))
    if hours.worked:
        yield say(phrases.BY_CLASS, hours=words.hours(hours.worked), classes=words.hours_by(hours.by_class))
    if len(hours.by_step) > 1:
        yield say(phrases.BY_STEP, steps=words.hours_by(hours.by_step, of_steps=True))
    if hours.out_of_hours >= LEAST_SHOWN_HOURS:
        yield say(phrases.OUT_OF_HOURS, hours=words.hours(hours.out_of_hours))


def _stands(words: Wording, account: WeekAccount) -> Sentences:
    say, cases = words.say, account.cases
    by_class: dict[str, int] = {}
    for counts in cases.in_hand.values():
        for name, number in counts.items():
            by_class[name] = by_class.get(name, 0) + number
    in_order: Counts = {name: by_class[name] for name in words.settings.casework.classes if name in by_class}
    if in_order:
        yield say(phrases.IN_HAND, n=sum(in_order.values()), classes=words.counts(in_order))
        held = sum(cases.held.values())
        states: dict[str, int] = {}
        for state, counts in cases.in_hand.items():
            states[state] = sum(counts.values())
            if state == StateInHand.WORKED_ON:
                states |= {state: states[state] - held, "held": held}
        parts = [say(phrases.STATES[state], n=n) for state, n in states.items() if n]
        yield say(phrases.OF_THEM, parts=say.listed(parts))
        if not math.isnan(cases.cases_per_investigator):
            n, roles = words.few(cases.cases_per_investigator), words.roles(cases.roles_that_lead)
            yield say(phrases.PER_INVESTIGATOR, n=n, roles=roles)
        if cases.above_limit:
            limit = words.settings.assignment.in_hand_limit_per_investigator
            yield say(phrases.ABOVE_LIMIT, limit=say.exact(limit or math.inf))
    else:
        yield say(phrases.NOTHING_IN_HAND)
    if cases.waiting:
        waiting = {waits.case_class: waits.number for waits in cases.waiting}
        yield say(phrases.WAITING, n=say.number(sum(waiting.values())), classes=words.counts(waiting))
    else:
        yield say(phrases.NOTHING_WAITS)


SECTIONS: dict[str, Callable[[Wording, WeekAccount], Sentences]] = {
    phrases.PEOPLE: _people,
    phrases.CAME_IN: _came_in,
    phrases.TAKEN_UP: _taken_up,
    phrases.PUT_ASIDE: _put_aside,
    phrases.SHARED: _shared,
    phrases.ENDED: _ended,
    phrases.WORKED: _hours,
    phrases.STANDS: _stands,
}
"""Titles of the sections, and what says them."""
