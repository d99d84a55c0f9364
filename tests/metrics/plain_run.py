"""Periods, teams and classes of a run, and sums over them, in plain dictionaries."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable

from tests.metrics.plain_story import OfficeHours, Story

ALL = "all"
Cell = tuple[str, str, str]
"""Period, team, class."""
Sums = dict[Cell, float]
NO_NUMBER = math.inf
"""A row of the table without a number."""


class Recount:
    """One run, recounted."""

    def __init__(self, story: Story) -> None:
        self.story, self.settings, self.world, self.parameters = story, story.settings, story.world, story.parameters
        self.units = list(self.settings.staffing.units)
        self.pools = list(self.settings.collaboration.pools)
        self.teams = self.units + self.pools
        self.case_classes = list(self.settings.casework.classes)
        self.classes = ["closed", *self.case_classes, "own_work"]
        self.steps = list(self.settings.casework.steps)
        self.horizon = story.horizon
        self.dates = [self.settings.run.start + dt.timedelta(days=day) for day in range(self.horizon)]
        self.spans: dict[str, tuple[int, int]] = {ALL: (0, self.horizon)}
        for day, date in enumerate(self.dates):
            for name in (f"{date:%Y}", f"{date:%Y-%m}"):
                self.spans[name] = (self.spans.get(name, (day, 0))[0], day + 1)
        self.months = sorted(name for name in self.spans if "-" in name)
        self.years = sorted(name for name in self.spans if name.isdigit())
        self.month_edges = [self.spans[name][0] for name in self.months] + [self.horizon]
        self.office = OfficeHours.of(story)
        self._periods = [(ALL, f"{date:%Y}", f"{date:%Y-%m}") for date in self.dates]
        self._cells: dict[tuple[int, int, int], list[Cell]] = {}

    def periods_of(self, moment: float) -> tuple[str, str, str]:
        return self._periods[math.floor(moment)]

    def teams_of(self, team: int) -> tuple[str, ...]:
        return (self.teams[team], ALL) if team < len(self.units) else (self.teams[team],)

    def classes_of(self, case_class: int) -> tuple[str, str]:
        return self.classes[case_class], ALL

    def cells(self, moment: float, team: int, case_class: int) -> list[Cell]:
        day = math.floor(moment)
        if (day, team, case_class) not in self._cells:
            self._cells[day, team, case_class] = [
                (period, team_name, class_name)
                for period in self.periods_of(day)
                for team_name in self.teams_of(team)
                for class_name in self.classes_of(case_class)
            ]
        return self._cells[day, team, case_class]

    def sum_up(self, what: Iterable[tuple[float, int, int, float]]) -> Sums:
        """Sums of (moment, team, class, amount)."""
        sums: Sums = defaultdict(float)
        for moment, team, case_class, amount in what:
            for cell in self.cells(moment, team, case_class):
                sums[cell] += amount
        return sums

    def gather(self, what: Iterable[tuple[float, int, int, float]]) -> dict[Cell, list[float]]:
        lists: dict[Cell, list[float]] = defaultdict(list)
        for moment, team, case_class, value in what:
            for cell in self.cells(moment, team, case_class):
                lists[cell].append(value)
        return lists
