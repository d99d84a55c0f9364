"""Figures of a run that a head of unit can judge: shares, waits and hours of some units over a whole replication."""

import math
from collections.abc import Sequence

import numpy as np

from tbkk_sim.arrays import Flags, Floats, Numbers
from tbkk_sim.model.event_records import UNDONE, End, Event
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, SECONDS_PER_HOUR, Seconds
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import DAYS_PER_MONTH
from tbkk_sim.week.facts.account import SharedWay
from tbkk_sim.week.facts.case_account import StateInHand, WhyPutDown
from tbkk_sim.week.facts.reader import WeekReader
from tbkk_sim.week.facts.records import STATES

DAYS_PER_WEEK, HOURS_PER_DAY, TEN = 7, 24, 10


def regional_units(reader: WeekReader) -> list[str]:
    """Units that do not judge the reports of all; all of them where nobody does."""
    names, parameters = reader.ledger.parameters.names, reader.ledger.parameters
    judges = names.teams[parameters.triage_team] if reader.settings.triage.enabled else ""
    return [unit for unit in names.units if unit != judges] or list(names.units)


def figures_of(reader: WeekReader, units: Sequence[str]) -> dict[str, float]:
    """Compute the figures of one replication, by name; NaN: there is none, inf: never."""
    figures = Figures(reader, units)
    return {
        **figures.people(),
        **figures.waits(),
        **figures.states(),
        **figures.put_down(),
        **figures.work(),
    }


def step_of_last_milestone(settings: Settings) -> str | None:
    """Return the last step with a milestone that another step follows, as the search is; None: there is none."""
    steps = list(settings.casework.steps.items())
    return next((name for name, step in reversed(steps[:-1]) if step.milestone is not None), None)


class Figures:
    """Computes the figures of some units over a whole replication."""

    def __init__(self, reader: WeekReader, units: Sequence[str]) -> None:
        """Choose the units."""
        self._reader, self._ledger = reader, reader.ledger
        self._units = [reader.ledger.parameters.names.team(unit) for unit in units]
        self._horizon = reader.ledger.parameters.horizon_seconds
        self._days = float(reader.ledger.parameters.horizon_days)

    @property
    def _people_days(self) -> float:
        """Days that people belonged to the units, together."""
        return float(self._reader.people.people[:, self._units].sum())

    def _in_units(self, unit: Numbers) -> Flags:
        found: Flags = np.isin(unit, self._units)
        return found

    def people(self) -> dict[str, float]:
        """At work, and reports to assess."""
        is_open = np.diff(self._ledger.parameters.working.open_before)[: int(self._days)] > 0
        at_work = self._reader.people.at_work[is_open][:, self._units].sum()
        belong = self._reader.people.people[is_open][:, self._units].sum()
        assessments = self._ledger.assessments
        own = self._in_units(self._ledger.world.reports.unit[assessments.report])
        waits = assessments.ended_seconds[own] - assessments.entered_seconds[own]
        per_person_day = own.sum() / self._people_days if self._people_days else math.nan
        return {
            "at_work": float(at_work / belong) if belong else math.nan,
            "to_assess": TEN * DAYS_PER_WEEK * float(per_person_day),
            "assessed": HOURS_PER_DAY * _within(waits, 0.5) if own.any() else math.nan,
        }

    def waits(self) -> dict[str, float]:
        """Times until cases are taken up or visited, and cases that never are."""
        ledger, cases = self._ledger, self._ledger.cases
        classes = ledger.parameters.classes
        waits = ledger.waits_for_work
        rows = waits.due_within_run(waits.counts_from_seconds + 1, self._horizon)
        rows = rows[self._in_units(waits.unit[rows])]
        urgent = rows[classes.preempts[waits.case_class[rows]]]
        out = urgent[~self._reader.records.office_open_at(waits.counts_from_seconds[urgent])]
        severe = rows[classes.severe[waits.case_class[rows]] & ~classes.preempts[waits.case_class[rows]]]
        own = self._in_units(cases.unit) & ~cases.in_hand_at_start
        visited = own & (cases.end == End.LETTER_OR_VISIT) & cases.taken_up
        others = own & ~classes.severe[cases.class_when_waiting_ended]
        over = others & (cases.taken_up | cases.undone)
        return {
            "urgent": HOURS_PER_DAY * _within(waits.began_seconds[out] - waits.counts_from_seconds[out], 0.5),
            "severe": _within(waits.began_seconds[severe] - waits.counts_from_seconds[severe], 0.9),
            "visit": _within((cases.ended_seconds - cases.arrived_seconds)[visited], 0.5),
            "not_taken_up": _share(np.isin(cases.end, UNDONE)[over]),
            "after_search": _within(self._waits_after_search(), 0.5),
        }

    def _waits_after_search(self) -> Seconds:
        """Return how long each case that is not severe waits, once searched, until its next step begins."""
        ledger, world = self._ledger, self._ledger.world
        search = step_of_last_milestone(self._reader.settings)
        if search is None:
            return np.zeros(0, dtype=np.int64)
        skill, first_step = world.steps.skill, world.reports.first_step
        queued, began = np.full((2, len(world.reports.key)), NEVER_SECONDS)
        for kind, first in ((Event.QUEUED, queued), (Event.STARTED, began)):
            rows = ledger.log.rows_of(kind)
            rows = rows[ledger.log.step[rows] > 0]
            report, step = ledger.log.report[rows].astype(np.intp), ledger.log.step[rows]
            number, this = ledger.parameters.names.skill(search), first_step[report] + step
            follows = (skill[this - 1] == number) & (skill[this] == number + 1)  # skills are in the order of the steps
            np.minimum.at(first, report[follows], ledger.log.time_seconds[rows[follows]])
        report = ledger.cases.report[~ledger.parameters.classes.severe[ledger.cases.last_class]]
        known = report[self._in_units(world.reports.unit[report]) & (queued[report] < NEVER_SECONDS)]
        found: Seconds = np.where(began[known] < NEVER_SECONDS, began[known] - queued[known], NEVER_SECONDS)
        return found

    def states(self) -> dict[str, float]:
        """Cases in hand, and parts of their time in each state."""
        cases, records = self._ledger.cases, self._reader.records
        own = self._in_units(cases.unit) & cases.taken_up
        until = np.minimum(cases.ended_seconds, self._horizon)
        in_hand = float((until - np.maximum(cases.taken_up_seconds, 0))[own].sum())
        leads = float(self._reader.people.leads_fte[:, self._units].sum()) * SECONDS_PER_DAY
        row_of_case = np.full(len(self._ledger.world.reports.key), -1)
        row_of_case[cases.report[own]] = np.flatnonzero(own)
        steps = records.of_steps
        case, times = row_of_case[steps.report], self._ledger.log.time_seconds[steps.row]
        follows = np.append(steps.report[1:] == steps.report[:-1], False)[: len(steps.row)]
        end = np.where(follows, np.append(times[1:], 0)[: len(times)], until[case])
        span = np.minimum(end, until[case]) - np.maximum(times, cases.taken_up_seconds[case])
        span = np.where(case >= 0, np.maximum(span, 0), 0)
        known = np.bincount(records.states[:-1], span, minlength=len(STATES))
        sums = dict(zip(STATES, known.tolist(), strict=True))
        sums[StateInHand.WAITS_OUTSIDE] += in_hand - float(known.sum())  # before the first event of those at the start
        waits = sums[StateInHand.PUT_DOWN] + sums[StateInHand.WAITS_FOR_SOMEBODY]
        return {
            "per_investigator": in_hand / leads if leads else math.nan,
            "on_a_desk": sums[StateInHand.WORKED_ON] / in_hand if in_hand else math.nan,
            "for_a_colleague": waits / in_hand if in_hand else math.nan,
            "outside": sums[StateInHand.WAITS_OUTSIDE] / in_hand if in_hand else math.nan,
        }

    def put_down(self) -> dict[str, float]:
        """Cases that were put down, and for how long a step is worked on at a stretch."""
        cases, interruptions, log = self._ledger.cases, self._reader.interruptions, self._ledger.log
        rows = interruptions.rows[log.step[interruptions.rows] >= 0]
        rows = rows[self._in_units(log.team[rows])]
        found = [interruptions.at(row) for row in rows.tolist()]
        worked = cases.report[self._in_units(cases.unit) & cases.taken_up & cases.ended]
        by_reason = {
            why: [each.report for each in found if each.why == why]
            for why in (WhyPutDown.MORE_URGENT, WhyPutDown.JOINS, WhyPutDown.AWAY)
        }
        intervals = self._ledger.service_intervals
        own = self._in_units(intervals.team) & ~intervals.assists & ~intervals.in_hand
        own &= self._is_of_case(intervals.task)
        hours = intervals.work_seconds[own] / SECONDS_PER_HOUR
        return {
            "put_down_urgent": _share(np.isin(worked, by_reason[WhyPutDown.MORE_URGENT])),
            "put_down_to_join": _share(np.isin(worked, by_reason[WhyPutDown.JOINS])),
            "put_down_away": _share(np.isin(worked, by_reason[WhyPutDown.AWAY])),
            "stretch": float(hours.mean()) if len(hours) else math.nan,
        }

    def work(self) -> dict[str, float]:
        """Hours lent and borrowed, of severe cases, and outside office hours."""
        reader, names = self._reader, self._ledger.parameters.names
        severe = dict(zip(names.classes, self._ledger.parameters.classes.severe.tolist(), strict=True))
        lent = borrowed = on_severe = worked = out = 0.0
        for unit in self._units:
            for week in map(reader.weeks.__getitem__, range(len(reader.weeks))):
                hours = reader.work.hours(unit, week)
                worked += hours.worked
                out += hours.out_of_hours
                on_severe += sum(n for name, n in hours.by_class.items() if severe.get(name))
                for shared in reader.work.shared(unit, week):
                    amount = sum(shared.hours.values())
                    lent += amount if shared.way == SharedWay.LENT else 0.0
                    borrowed += amount if shared.way == SharedWay.BORROWED else 0.0
        per_day = self._ledger.parameters.working.hours_per_day
        ten_people = self._people_days / TEN
        of_ten = 1 / ten_people if ten_people else math.nan
        return {
            "borrowed": borrowed / per_day * DAYS_PER_MONTH * of_ten,
            "lent": lent / per_day * DAYS_PER_MONTH * of_ten,
            "severe_hours": on_severe / worked if worked else math.nan,
            "out_of_hours": out * DAYS_PER_WEEK * of_ten,
        }

    def _is_of_case(self, task: Numbers) -> Flags:
        """True for each service interval on a step of a case."""
        of_case: Flags = task < self._ledger.tasks.n_steps
        return of_case


def _within(waits: Seconds, share: float) -> float:
    """Days within which so large a share of waits was over; inf: it never was; NaN: there are none."""
    if not len(waits):
        return math.nan
    in_order = np.sort(waits)
    nth = max(math.ceil(share * len(in_order) - 1e-9), 1) - 1
    longest = int(in_order[nth])
    return math.inf if longest > NEVER_SECONDS // 2 else longest / SECONDS_PER_DAY


def _share(which: Flags | Floats) -> float:
    return float(which.mean()) if len(which) else math.nan
