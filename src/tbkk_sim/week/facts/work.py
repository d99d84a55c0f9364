"""The work of the members of a unit in a week: hours by class and step, and what was lent and borrowed."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Codes, Numbers
from tbkk_sim.metrics.events.service_intervals import ServiceIntervals
from tbkk_sim.model.seconds import SECONDS_PER_HOUR
from tbkk_sim.week.facts.account import ASSESSING, JUDGING, HoursThisWeek, SharedWay, SharedWork
from tbkk_sim.week.facts.people import PeopleByDay
from tbkk_sim.week.facts.records import Cells, WeeklyRecords
from tbkk_sim.week.facts.weeks import Week


@dataclass(frozen=True)
class WorkByWeek:
    """Service intervals cut at the ends of weeks."""

    records: WeeklyRecords
    people: PeopleByDay

    @property
    def _intervals(self) -> ServiceIntervals:
        return self.records.by_week.service_intervals

    @cached_property
    def _interval(self) -> Codes:
        """Service interval of each part in which work was done."""
        return self.records.by_week.work_parts.expand(np.arange(len(self._intervals.member)))

    @cached_property
    def _home(self) -> Numbers:
        """Team that the step of each part belongs to."""
        home = self._intervals.team.astype(np.intp)
        home[self._intervals.lent] = self._intervals.home_team
        return home[self._interval]

    @cached_property
    def _team(self) -> Numbers:
        """Team of the member of each part."""
        team: Numbers = self._intervals.team[self._interval]
        return team

    @cached_property
    def _skill(self) -> Numbers:
        """Skill of the step of each part."""
        skill: Numbers = self._intervals.skill[self._interval]
        return skill

    @cached_property
    def _worked(self) -> Cells:
        """Parts by unit of the member and week."""
        return self._cells(self._team, self.records.by_week.work_parts.month)

    @cached_property
    def _borrowed(self) -> Cells:
        """Parts of work by members of other teams, by the unit that the step belongs to and week."""
        by_others = self._home != self._team
        return self._cells(np.where(by_others, self._home, -1), self.records.by_week.work_parts.month)

    @cached_property
    def _elsewhere(self) -> Cells:
        """Parts of work by others on steps that are not of the unit of the case, by that unit and week."""
        unit = self._unit_of_case
        by_others = (unit != self._team) & (unit != self._home) & (self._skill > 0)
        return self._cells(np.where(by_others, unit, -1), self.records.by_week.work_parts.month)

    @cached_property
    def _unit_of_case(self) -> Numbers:
        """Unit of the case of each part."""
        unit: Numbers = self.records.ledger.world.reports.unit[self._intervals.report[self._interval]]
        return unit

    @cached_property
    def _in_hand(self) -> Cells:
        """Parts in which a member had work in hand, by unit of the member and week."""
        parts = self.records.by_week.parts
        return self._cells(parts.expand(self._intervals.team), parts.month)

    def _cells(self, unit: Numbers, week: Numbers) -> Cells:
        return Cells(self.records.cell(unit, week), self.records.n_units * len(self.records.weeks))

    def hours(self, unit: int, week: Week) -> HoursThisWeek:
        """Hours of the members of a unit in a week."""
        cell, ledger = unit * len(self.records.weeks) + week.number, self.records.by_week
        working = ledger.parameters.working
        days, rows = list(self.records.open_days(week)), self._worked.rows(cell)
        per_day = working.seconds_per_open_day / SECONDS_PER_HOUR
        there = float(self.people.at_work[days, unit].sum()) * per_day
        occupied = ledger.parts.office_seconds[self._in_hand.rows(cell)].sum() / SECONDS_PER_HOUR
        return HoursThisWeek(
            overtime=float(self.people.overtime[0][days, unit].sum()) * per_day,
            time_off=float(self.people.overtime[1][days, unit].sum()) * per_day,
            available=float(self.people.rate[days, unit].sum()) * per_day,
            occupied_share=float(occupied) / there if there else float("nan"),
            by_class=self._sums(rows, self._class_names(rows)),
            by_step=self._sums(rows, self._step_names(rows)),
            out_of_hours=self._out_of_hours(rows),
        )

    def shared(self, unit: int, week: Week) -> tuple[SharedWork, ...]:
        """Work that went over the border of a unit in a week, by way, team and step."""
        cell, names = unit * len(self.records.weeks) + week.number, self.records.ledger.parameters.names
        own, skill, home, team = self._worked.rows(cell), self._skill, self._home, self._team
        lent = own[home[own] != unit]
        for_others = own[(home[own] == unit) & (self._unit_of_case[own] != unit) & (skill[own] > 0)]
        borrowed, elsewhere = self._borrowed.rows(cell), self._elsewhere.rows(cell)
        groups = (
            (SharedWay.LENT, lent, home[lent]),
            (SharedWay.BORROWED, borrowed, team[borrowed]),
            (SharedWay.DONE_ELSEWHERE, elsewhere, team[elsewhere]),
            (SharedWay.DONE_FOR_OTHERS, for_others, np.full(len(for_others), -1)),
        )
        found = []
        for way, rows, other in groups:
            step = skill[rows]
            for of_team, of_step in sorted(set(zip(other.tolist(), step.tolist(), strict=True))):
                those = rows[(other == of_team) & (step == of_step)]
                hours = self._sums(those, self._class_names(those))
                name = names.teams[of_team] if of_team >= 0 else ""
                found.append(SharedWork(way, name, names.skills[of_step] if of_step else JUDGING, hours))
        return tuple(work for work in found if work.hours)

    def _sums(self, rows: Codes, names: list[str]) -> dict[str, float]:
        """Hours of parts by name, in the order of the names of the run."""
        of = self.records.ledger.parameters.names
        sums: dict[str, int] = {}
        for name, seconds in zip(names, self.records.by_week.work_of_parts[rows].tolist(), strict=True):
            sums[name] = sums.get(name, 0) + seconds
        order = (JUDGING, ASSESSING, *of.classes, *of.skills)
        return {name: sums[name] / SECONDS_PER_HOUR for name in order if sums.get(name)}

    def _class_names(self, rows: Codes) -> list[str]:
        """Class of the work in each part; reports that are no cases yet are told apart by the kind of work."""
        of = self.records.ledger.parameters.names.classes
        classes = self._intervals.case_class[self._interval[rows]].tolist()
        steps = self._step_names(rows)
        return [
            step if step in (JUDGING, ASSESSING) else of[number] for step, number in zip(steps, classes, strict=True)
        ]

    def _step_names(self, rows: Codes) -> list[str]:
        """Step of the work in each part."""
        of = self.records.ledger.parameters.names.skills
        interval = self._interval[rows]
        first_assessment = self.records.by_week.tasks.first_assessment
        skills = self._intervals.skill[interval].tolist()
        assessing = (self._intervals.task[interval] >= first_assessment).tolist()
        return [
            ASSESSING if assesses else of[skill] if skill else JUDGING
            for skill, assesses in zip(skills, assessing, strict=True)
        ]

    def _out_of_hours(self, rows: Codes) -> float:
        """Hours of round-the-clock work that fall outside office hours; it is spread evenly over all hours."""
        parts, work = self.records.by_week.work_parts, self.records.by_week.work_of_parts
        if self.records.ledger.parameters.working.always_open:
            return 0.0
        any_hour = rows[self._intervals.round_the_clock[self._interval[rows]] & (parts.seconds[rows] > 0)]
        outside = 1 - parts.office_seconds[any_hour] / parts.seconds[any_hour]
        return float((work[any_hour] * outside).sum()) / SECONDS_PER_HOUR
