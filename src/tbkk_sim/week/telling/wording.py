"""The words of an account: labels, numbers, dates and lists, in one language."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.report.kit.labels import class_label, step_label, team_label, within
from tbkk_sim.report.kit.say import Say
from tbkk_sim.settings import Settings
from tbkk_sim.week.facts.account import ASSESSING, JUDGING
from tbkk_sim.week.facts.weeks import Week
from tbkk_sim.week.telling import phrases

BEFORE_CASES = {JUDGING: phrases.JUDGING, ASSESSING: phrases.ASSESSING}
"""Kinds of work on reports that are no cases yet."""


@dataclass(frozen=True)
class Wording:
    """Says the parts of sentences of one run in one language."""

    settings: Settings
    say: Say

    def name(self, case_class: str) -> str:
        """Label of a class within a sentence, or of work on what is no case yet."""
        before = BEFORE_CASES.get(case_class)
        return self.say(before) if before else within(class_label(self.say, self.settings, case_class))

    def step(self, name: str) -> str:
        """Label of a step within a sentence."""
        before = BEFORE_CASES.get(name)
        return self.say(before) if before else within(step_label(self.say, self.settings, name))

    def team(self, name: str) -> str:
        """Label of a unit or pool."""
        return team_label(self.say, self.settings, name)

    def role(self, name: str) -> str:
        """Label of a role within a sentence."""
        return within(self.say(self.settings.staffing.roles[name].label))

    def counts(self, counts: Mapping[str, int]) -> str:
        """List numbers by class; of a single class the name will do."""
        if len(counts) == 1:
            return self.name(next(iter(counts)))
        items = [self.say(phrases.WITH_NUMBER, name=self.name(k), n=self.say.number(n)) for k, n in counts.items()]
        return self.say.listed(items)

    def hours(self, hours: float) -> str:
        """Hours of work; less than ten with a decimal, and hardly any in words."""
        if hours < 0.05:
            return self.say(phrases.LESS_THAN_FIVE_MINUTES)
        return self.say(phrases.HOURS, n=self._hours(hours))

    def hours_by(self, hours: Mapping[str, float], *, of_steps: bool = False) -> str:
        """List hours by class or by step, those of less than three minutes left out where there are others."""
        label = self.step if of_steps else self.name
        shown = {name: n for name, n in hours.items() if n >= 0.05} or dict(hours)
        if len(shown) == 1:
            return label(next(iter(shown)))
        items = [self.say(phrases.HOURS_OF, name=label(name), n=self._hours(n)) for name, n in shown.items()]
        return self.say.listed(items)

    def _hours(self, hours: float) -> str:
        return self.say.number(hours, 0 if round(hours, 1) >= 10 else 1)

    def few(self, number: float) -> str:
        """A mean of people or cases, with one decimal."""
        return self.say.number(number, 1)

    def days(self, days: float) -> str:
        """A number of days."""
        whole = round(days)
        return self.say(phrases.ONE_DAY) if whole == 1 else self.say(phrases.DAYS, n=self.say.number(whole))

    def date(self, seconds: int) -> str:
        """Date of a moment of the run."""
        return self.say.date(self.settings.run.start + dt.timedelta(days=seconds // SECONDS_PER_DAY))

    def when(self, seconds: int) -> str:
        """Weekday and time of a moment; of a midnight, at which absences begin, the day alone."""
        from babel.dates import format_datetime

        moment = dt.datetime.combine(self.settings.run.start, dt.time()) + dt.timedelta(seconds=seconds)
        form = "EEE" if seconds % SECONDS_PER_DAY == 0 else "EEE HH:mm"
        return format_datetime(moment, form, locale=self.say.language)

    def when_in(self, seconds: int, week: Week) -> str:
        """Weekday and time from which something counts; after the end of the week the day with its date."""
        if seconds < week.end_seconds:
            return self.when(seconds)
        from babel.dates import format_date

        day = self.settings.run.start + dt.timedelta(days=seconds // SECONDS_PER_DAY)
        return self.say(phrases.FROM_DAY, day=format_date(day, "EEE d MMM", locale=self.say.language).rstrip("."))

    def roles(self, names: Sequence[str]) -> str:
        """List roles within a sentence."""
        return self.say.listed([self.role(name) for name in names]) if names else self.say(phrases.NOBODY)

    def member(self, role: str, number: int, team: str, unit: str) -> str:
        """Name a member: role and number, and the team if it is not the unit; of a pool the team alone."""
        if not role:
            return self.say(phrases.SOMEBODY_OF, team=self.team(team))
        if team == unit:
            return self.say(phrases.MEMBER, role=self.role(role), number=number)
        return self.say(phrases.MEMBER_OF, role=self.role(role), number=number, team=self.team(team))
