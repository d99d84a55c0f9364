"""The people of a unit in a week: who holds a post, who was at work, away, new, and who left."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Flags, Floats, Numbers
from tbkk_sim.model import rules
from tbkk_sim.model.seconds import PER_MILLION
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.headcount import headcount
from tbkk_sim.sampling.workforce.people import CameBy, Cause
from tbkk_sim.week.facts.account import (
    Departed,
    InTraining,
    Joined,
    PeopleThisWeek,
    RoleThisWeek,
    TimeAway,
    WithoutPost,
)
from tbkk_sim.week.facts.records import WeeklyRecords, level_by_day
from tbkk_sim.week.facts.weeks import Week

ROUNDING_FTE = 1e-9


@dataclass(frozen=True)
class PeopleByDay:
    """People and posts of all units, day by day."""

    records: WeeklyRecords

    @cached_property
    def _days(self) -> int:
        return int(self.records.ledger.parameters.horizon_days)

    @property
    def _n_roles(self) -> int:
        return len(self.records.ledger.parameters.names.roles)

    def _of_roles(self, member: Numbers, begin_days: Floats, end_days: Floats, amount: Floats | None = None) -> Floats:
        """Sum [day, unit, role] over spans of members of units."""
        people, n_units = self.records.ledger.world.people, self.records.n_units
        rows = np.flatnonzero(people.role[member] >= 0)
        key = people.team[member[rows]] * np.intp(self._n_roles) + people.role[member[rows]]
        weights = np.ones(len(rows)) if amount is None else amount[rows]
        levels = level_by_day(self._days, begin_days[rows], end_days[rows], key, n_units * self._n_roles, weights)
        return levels.reshape(self._days, n_units, self._n_roles)

    @cached_property
    def at_work(self) -> Floats:
        """People at work [day, unit, role]."""
        shifts = self.records.ledger.world.shifts
        return self._of_roles(shifts.member, shifts.begin_days, shifts.end_days)

    @cached_property
    def rate(self) -> Floats:
        """Hours of case work per office hour of those at work [day, unit, role]."""
        shifts = self.records.ledger.world.shifts
        return self._of_roles(shifts.member, shifts.begin_days, shifts.end_days, shifts.rate)

    @cached_property
    def overtime(self) -> tuple[Floats, Floats]:
        """Overtime, and time off that is taken for it, per office hour of those at work [day, unit, role]."""
        shifts = self.records.ledger.world.shifts
        part = shifts.overtime_per_million / PER_MILLION
        more, less = np.maximum(part, 0.0), np.maximum(-part, 0.0)
        spans = shifts.member, shifts.begin_days, shifts.end_days
        return self._of_roles(*spans, more), self._of_roles(*spans, less)

    @cached_property
    def people(self) -> Floats:
        """People who belong to the unit [day, unit, role]."""
        people = self.records.ledger.world.people
        return self._of_roles(np.arange(len(people.team)), people.joined_days, people.left_days)

    @cached_property
    def filled(self) -> Floats:
        """Posts of the establishment that somebody holds [day, unit, role of the post]."""
        people, posts, n_units = self.records.ledger.world.people, self.records.ledger.world.posts, self.records.n_units
        holders = np.flatnonzero(people.post >= 0)
        holders = holders[~posts.ahead[people.post[holders]]]
        post = people.post[holders]
        key = posts.unit[post] * np.intp(self._n_roles) + posts.role[post]
        until = np.minimum(people.left_days[holders], posts.end_days[post])
        begin, many = np.minimum(people.joined_days[holders], until), n_units * self._n_roles
        levels = level_by_day(self._days, begin, until, key, many, np.ones(len(holders)))
        return levels.reshape(self._days, n_units, self._n_roles)

    @cached_property
    def posts(self) -> Floats:
        """Posts of the establishment [day, unit, role]."""
        posts, n_units = self.records.ledger.world.posts, self.records.n_units
        rows = np.flatnonzero(~posts.ahead)
        key = posts.unit[rows] * np.intp(self._n_roles) + posts.role[rows]
        spans = posts.begin_days[rows], posts.end_days[rows]
        levels = level_by_day(self._days, *spans, key, n_units * self._n_roles, np.ones(len(rows)))
        return levels.reshape(self._days, n_units, self._n_roles)

    @cached_property
    def deployable_fte(self) -> Floats:
        """Deployable fte [day, team]."""
        world, n_teams = self.records.ledger.world, len(self.records.ledger.parameters.names.teams)
        return headcount(np.arange(float(self._days)), world.people, world.shifts, world.posts, n_teams).deployable_fte

    @cached_property
    def leads_fte(self) -> Floats:
        """Deployable fte of those who can lead a case [day, unit]."""
        people, service = self.records.ledger.world.people, self.records.ledger.world.shifts.service
        n_units = self.records.n_units
        rows = np.flatnonzero(self._can_lead[service.member] & (people.team[service.member] < n_units))
        fte = service.fte[rows] - service.mentoring_fte[rows]
        spans = service.begin_days[rows], service.end_days[rows]
        return level_by_day(self._days, *spans, people.team[service.member[rows]], n_units, fte)

    @cached_property
    def _can_lead(self) -> Flags:
        """True for each member who can lead a case: the investigators."""
        leads = self.records.ledger.parameters.investigator_skills
        return np.array([rules.is_investigator(of, leads) for of in self.records.ledger.world.people.skills.tolist()])

    @cached_property
    def investigators(self) -> Floats:
        """Investigators at work, ill or on leave [day, unit]: from their first shift to their last one."""
        people, shifts, n_units = (
            self.records.ledger.world.people,
            self.records.ledger.world.shifts,
            self.records.n_units,
        )
        first, last = np.full(len(people.team), np.inf), np.full(len(people.team), -np.inf)
        np.minimum.at(first, shifts.member, shifts.begin_days)
        np.maximum.at(last, shifts.member, shifts.end_days)
        rows = np.flatnonzero(self._can_lead & (people.team < n_units) & (first < last))
        ones = np.ones(len(rows))
        return level_by_day(self._days, first[rows], last[rows], people.team[rows], n_units, ones)

    def roles_that_lead(self, units: Sequence[int]) -> tuple[str, ...]:
        """Roles, of members of some units at any time in the run, that can lead a case."""
        people, names = self.records.ledger.world.people, self.records.ledger.parameters.names
        roles = np.unique(people.role[self._can_lead & np.isin(people.team, units)])
        return tuple(names.roles[role] for role in roles.tolist() if role >= 0)

    def able_at_work(self, team: int, skill: int, days: tuple[int, ...]) -> float:
        """Members of a team who are able to do a step and are at work, mean over some days."""
        if not days:
            return float("nan")
        people, shifts = self.records.ledger.world.people, self.records.ledger.world.shifts
        able = (people.team[shifts.member] == team) & ((people.skills[shifts.member] >> skill) & 1 == 1)
        begin, end = shifts.begin_days[able], shifts.end_days[able]
        return float(np.mean([((begin <= day) & (day < end)).sum() for day in days]))

    def of_week(self, unit: int, week: Week) -> PeopleThisWeek:
        """The people of a unit in a week."""
        parameters = self.records.ledger.parameters
        open_days, last = self.records.open_days(week), week.end_day - 1
        days = list(open_days) or list(range(week.begin_day, week.end_day))
        at_work = self.at_work[days, unit].mean(axis=0)
        posts, filled, people = (of[last, unit] for of in (self.posts, self.filled, self.people))
        roles = (
            RoleThisWeek(name, int(posts[k]), int(filled[k]), int(people[k]), float(at_work[k]))
            for k, name in enumerate(parameters.names.roles)
            if posts[k] or people[k] or at_work[k]
        )
        members = self._members(unit, week)
        return PeopleThisWeek(
            roles=tuple(roles),
            away=self._away(members, open_days),
            training=self._training(members, week),
            without_post=self._without_post(members, week),
            joined=self._joined(members, week),
            departed=self._departed(members, week),
            deployable_fte=float(self.deployable_fte[week.begin_day : week.end_day, unit].mean()),
            minimum_fte=float(parameters.minimum_fte[unit]),
            open_days=open_days,
        )

    def _role(self, member: int) -> int:
        return int(self.records.ledger.world.people.role[member])

    def _date(self, days: float) -> dt.date:
        return self.records.ledger.parameters.start + dt.timedelta(days=int(np.floor(days)))

    def _members(self, unit: int, week: Week) -> list[int]:
        """People who belonged to the unit at some time of the week, in their order."""
        people = self.records.ledger.world.people
        there = (people.joined_days < week.end_day) & (people.left_days > week.begin_day)
        found: list[int] = np.flatnonzero(there & (people.team == unit) & (people.role >= 0)).tolist()
        return found

    def _away(self, members: list[int], open_days: tuple[int, ...]) -> tuple[TimeAway, ...]:
        """Working days away by cause; of two causes on one day the one that comes first in AbsenceCause counts."""
        away, people = self.records.ledger.world.shifts.away, self.records.ledger.world.people
        causes: dict[tuple[int, int], int] = {}
        for row in self._spells_of(members, open_days):
            member, cause = int(away.member[row]), int(away.cause[row])
            begin = max(away.begin_days[row], people.joined_days[member])
            end = min(away.end_days[row], people.left_days[member])
            for day in open_days:
                if begin <= day < end:
                    causes[member, day] = min(cause, causes.get((member, day), cause))
        found = []
        for kind in AbsenceCause:
            who = [member for (member, _), cause in causes.items() if cause == kind]
            if who:
                found.append(TimeAway(kind.name.lower(), len(set(who)), len(who)))
        return tuple(found)

    def _spells_of(self, members: list[int], open_days: tuple[int, ...]) -> list[int]:
        """Rows of the spells away of some members that touch any of these days."""
        away = self.records.ledger.world.shifts.away
        if not open_days:
            return []
        near = np.flatnonzero((away.begin_days <= open_days[-1]) & (away.end_days > open_days[0]))
        rows: list[int] = near[np.isin(away.member[near], members)].tolist()
        return rows

    def _training(self, members: list[int], week: Week) -> tuple[InTraining, ...]:
        """Newcomers whose ramp is not over at the end of the week, or when they leave in it."""
        people, service = self.records.ledger.world.people, self.records.ledger.world.shifts.service
        names, found = self.records.ledger.parameters.names, []
        for member in members:
            joined_days = float(people.joined_days[member])
            ramp_ends = self._ramp_from_days(member) + self.records.longest_ramp_days
            if ramp_ends <= week.begin_day or people.post[member] < 0:
                continue
            rows = np.flatnonzero((service.member == member) & (service.begin_days < week.end_day))
            pace = float(service.fte[rows[-1]] / people.fte[member]) if len(rows) else 1.0
            if pace < 1 - ROUNDING_FTE:
                guided = bool(service.mentoring_fte[rows[-1]] > 0)
                found.append(InTraining(names.roles[self._role(member)], self._date(joined_days), pace, guided))
        return tuple(found)

    def _without_post(self, members: list[int], week: Week) -> tuple[WithoutPost, ...]:
        """People without a post at the end of the week, by the way in which they came."""
        people = self.records.ledger.world.people
        there = [k for k in members if people.post[k] < 0 and people.left_days[k] >= week.end_day]
        ways = Counter(CameBy(people.came_by[k]) for k in there)
        return tuple(WithoutPost(way.name.lower(), ways[way]) for way in CameBy if ways[way])

    def _joined(self, members: list[int], week: Week) -> tuple[Joined, ...]:
        people, names = self.records.ledger.world.people, self.records.ledger.parameters.names
        return tuple(
            Joined(
                names.roles[self._role(k)],
                self._date(people.joined_days[k]),
                CameBy(people.came_by[k]).name.lower(),
            )
            for k in members
            if week.begin_day <= people.joined_days[k] < week.end_day and people.joined_days[k] > 0
        )

    def _ramp_from_days(self, member: int) -> float:
        """Day on which the ramp of a member begins: of joining, or after the course."""
        away = self.records.ledger.world.shifts.away
        joined_days = float(self.records.ledger.world.people.joined_days[member])
        in_course = (away.member == member) & (away.cause == AbsenceCause.COURSE)
        return float(away.end_days[in_course].max(initial=joined_days))

    def _departed(self, members: list[int], week: Week) -> tuple[Departed, ...]:
        people, names = self.records.ledger.world.people, self.records.ledger.parameters.names
        return tuple(
            Departed(
                names.roles[self._role(k)],
                self._date(people.left_days[k]),
                Cause(people.left_cause[k]).name.lower(),
            )
            for k in members
            if week.begin_day <= people.left_days[k] < week.end_day
        )
