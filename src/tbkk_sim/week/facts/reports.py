"""Reports in a week: what came in a unit's area, what the desk and the unit made of it, and how the desk stands."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Longs
from tbkk_sim.metrics.events.assessments import are_joined, are_taken_over
from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, Seconds
from tbkk_sim.sampling.world import BY_HAND, BY_NOBODY, BY_UNIT
from tbkk_sim.week.facts.account import DeskThisWeek, ReportsThisWeek
from tbkk_sim.week.facts.records import WeeklyRecords
from tbkk_sim.week.facts.weeks import Week


@dataclass(frozen=True)
class ReportsByWeek:
    """The reports of one replication, looked up by unit and week."""

    records: WeeklyRecords

    @cached_property
    def _joined(self) -> Flags:
        return are_joined(self.records.ledger.log, len(self.records.ledger.world.reports.key))

    @cached_property
    def _in_assessment(self) -> list[tuple[Seconds, Seconds]]:
        """Moments at which reports of each unit came to be assessed, and at which they had been, each in order."""
        assessments = self.records.ledger.assessments
        unit = self.records.ledger.world.reports.unit[assessments.report]
        return [
            (np.sort(assessments.entered_seconds[unit == k]), np.sort(assessments.ended_seconds[unit == k]))
            for k in range(self.records.n_units)
        ]

    def of_week(self, unit: int, week: Week) -> ReportsThisWeek:
        """The reports of a unit in a week."""
        records, reports = self.records, self.records.ledger.world.reports
        log = records.ledger.log
        arrived = log.report[records.events(Event.ARRIVED, unit, week)]
        triaged = records.events(Event.TRIAGED, unit, week)
        case_class, report = log.detail[triaged], log.report[triaged]
        passed, joins = case_class != CLOSED_CLASS, self._joined[report]
        by_desk = reports.triaged_by[report] != BY_UNIT
        urgent = passed & records.ledger.parameters.classes.preempts[case_class] & ~joins
        came = np.maximum(reports.arrived_seconds[report[urgent]], 0)
        assessed = log.detail[records.events(Event.ASSESSED, unit, week)]
        ended = log.detail[records.events(Event.ENDED, unit, week)]
        return ReportsThisWeek(
            came=int((reports.triaged_by[arrived] != BY_NOBODY).sum()),
            closed_at_desk=int((by_desk & ~passed).sum()),
            passed_on=records.counts(case_class, by_desk & passed & ~joins),
            joined_to_case=int((passed & joins).sum()),
            at_unit=int((~by_desk).sum()),
            closed_unheard=int((~by_desk & ~passed).sum()),
            urgent=int(urgent.sum()),
            urgent_out_of_hours=int((~records.office_open_at(came)).sum()),
            to_assess_before=self._to_assess(unit, week.begin_seconds),
            to_assess_after=self._to_assess(unit, week.end_seconds),
            assessed=records.counts(assessed, assessed != CLOSED_CLASS),
            closed_by_unit=int((assessed == CLOSED_CLASS).sum()),
            untraceable=int((ended == End.UNTRACEABLE).sum()),
        )

    def _to_assess(self, unit: int, moment: int) -> int:
        """Reports in assessment, or waiting for it, just before a moment."""
        entered, ended = self._in_assessment[unit]
        return int(np.searchsorted(entered, moment) - np.searchsorted(ended, moment))

    @cached_property
    def _desk(self) -> tuple[Codes, Seconds, Seconds]:
        """Reports that came for a person to judge, in order: their rows, and from when until when they waited."""
        ledger = self.records.ledger
        reports, log = ledger.world.reports, ledger.log
        by_hand = (reports.triaged_by == BY_HAND) & ~are_taken_over(ledger.world, log)
        rows = np.flatnonzero(by_hand & (reports.arrived_seconds < ledger.parameters.horizon_seconds))
        judged: Longs = np.full(len(reports.key), NEVER_SECONDS)
        judged[log.reports_of(Event.TRIAGED)] = log.time_seconds[log.rows_of(Event.TRIAGED)]
        return rows, reports.arrived_seconds[rows], judged[rows]

    def desk_of_week(self, week: Week) -> DeskThisWeek:
        """The national desk in a week."""
        ledger = self.records.ledger
        _, came, judged = self._desk
        begin, end = week.begin_seconds, week.end_seconds
        waits = (came < end) & (judged >= end)
        within = self.records.rows_in(week)
        triaged = ledger.log.report[within][ledger.log.kind[within] == Event.TRIAGED]
        all_judged = int((ledger.world.reports.triaged_by[triaged] != BY_UNIT).sum())
        by_people = int(((judged >= begin) & (judged < end)).sum())
        new = came[(came >= begin) & (came < end)]
        days = np.bincount((new - begin) // SECONDS_PER_DAY, minlength=week.n_days)
        opened = self.records.opens_seconds(week)
        until = np.sort(judged[(came < opened) & (judged >= opened)]) if opened < end else judged[:0]
        return DeskThisWeek(
            waiting_before=int(((came < begin) & (judged >= begin)).sum()),
            waiting_after=int(waits.sum()),
            came=len(new),
            judged=by_people,
            by_system=all_judged - by_people,
            oldest_days=float((end - came[waits]).max(initial=0)) / SECONDS_PER_DAY,
            came_by_day=tuple(days.tolist()),
            came_out_of_hours=int((~self.records.office_open_at(new)).sum()),
            opened_seconds=opened,
            waiting_at_opening=len(until),
            half_of_them_seconds=int(until[(len(until) - 1) // 2]) if len(until) else NEVER_SECONDS,
            all_of_them_seconds=int(until[-1]) if len(until) else NEVER_SECONDS,
        )
