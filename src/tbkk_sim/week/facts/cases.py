"""Cases in a week: new, taken up and ended ones, and those that are open when it is over, with the reason for it."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Codes
from tbkk_sim.metrics.events.cases import Cases
from tbkk_sim.model import rules
from tbkk_sim.model.event_records import UNDONE, End, Event
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.model.selection.portfolio import due_by_now, needs_no_room
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.model.triage import LAST_INVESTIGATED
from tbkk_sim.settings.settings import CHOSEN, RETURNS
from tbkk_sim.week.facts.case_account import (
    CasesThisWeek,
    Owed,
    StateInHand,
    WaitingClass,
    WaitingStep,
    WhyNotTakenUp,
)
from tbkk_sim.week.facts.people import PeopleByDay
from tbkk_sim.week.facts.records import STATES, Cells, WeeklyRecords
from tbkk_sim.week.facts.weeks import Week

OUTCOMES = tuple(End)[: LAST_INVESTIGATED + 1]
"""Ends of cases on which work was done."""


@dataclass(frozen=True)
class CasesByWeek:
    """The cases of one replication, looked up by unit and week."""

    records: WeeklyRecords
    people: PeopleByDay

    @property
    def _cases(self) -> Cases:
        return self.records.by_week.cases

    @cached_property
    def _entered(self) -> Cells:
        cases = self._cases
        return self.records.cells(np.where(cases.in_stock, -1, cases.unit), cases.entered_seconds)

    @cached_property
    def _taken_up(self) -> Cells:
        cases = self._cases
        return self.records.cells(np.where(cases.in_hand_at_start, -1, cases.unit), cases.taken_up_seconds)

    @cached_property
    def _ended(self) -> Cells:
        return self.records.cells(self._cases.unit, self._cases.ended_seconds)

    def of_week(self, unit: int, week: Week, days_without_room: int) -> CasesThisWeek:
        """The cases of a unit in a week; `days_without_room` is how many of its working days had none."""
        records, cases, cell = self.records, self._cases, unit * len(self.records.weeks) + week.number
        new, taken, ended = self._entered.rows(cell), self._taken_up.rows(cell), self._ended.rows(cell)
        worked = ended[cases.taken_up[ended]]
        by_kind = self._by_kind(new)
        owed = self._owed(unit, week)
        in_hand, last = self._in_hand(unit, week)
        leads = float(self.people.leads_fte[week.end_day - 1, unit])
        return CasesThisWeek(
            new=records.counts(cases.first_class[new]),
            chosen=records.counts(cases.first_class[by_kind[CHOSEN]]),
            returned=records.counts(cases.first_class[by_kind[RETURNS]]),
            found=records.counts(cases.first_class[by_kind[""]]),
            treatments=self._treatments(unit, week),
            taken_up=records.counts(cases.taken_up_class[taken]),
            in_campaign=int((records.by_week.treatments.campaign_row[cases.report[taken]] >= 0).sum()),
            owed=owed,
            ended=self._by_end(worked, OUTCOMES),
            lead_days=tuple(((cases.ended_seconds[worked] - cases.arrived_seconds[worked]) / SECONDS_PER_DAY).tolist()),
            undone=self._by_end(ended[~cases.taken_up[ended]], UNDONE),
            waiting=self._waiting(unit, week, owed, days_without_room),
            in_hand=self._by_state(in_hand, last, week),
            held=self._held(in_hand, last, week),
            waiting_for_step=self._waiting_for_step(week, last),
            cases_per_investigator=len(in_hand) / leads if leads > 0 else float("nan"),
            above_limit=self._above_limit(unit, len(in_hand), week),
            roles_that_lead=self.people.roles_that_lead([unit]),
        )

    def _by_kind(self, new: Codes) -> dict[str, Codes]:
        """New cases that no desk passed on: chosen ones, persons who return, and others, that were found."""
        records, report = self.records, self._cases.report[new]
        streams = records.ledger.parameters.names.streams
        stream = records.ledger.world.reports.stream[report]
        of_others = records.needs_no_triage[report]
        kinds = {kind: stream == streams.index(kind) for kind in (CHOSEN, RETURNS)}
        found = {kind: new[which] for kind, which in kinds.items()}
        return found | {"": new[of_others & ~kinds[CHOSEN] & ~kinds[RETURNS]]}

    def _treatments(self, unit: int, week: Week) -> dict[str, int]:
        """Decisions on how new cases are treated, by treatment."""
        log, rows = self.records.ledger.log, self.records.events(Event.WEIGHED, unit, week)
        rows = rows[(log.member[rows] < 0) & (self.records.ledger.arrived_seconds[log.report[rows]] >= 0)]
        chosen = log.detail[rows]
        return {kind.name.lower(): int((chosen == kind).sum()) for kind in Treatment if (chosen == kind).any()}

    def _by_end(self, rows: Codes, ends: tuple[End, ...]) -> dict[str, dict[str, int]]:
        cases = self._cases
        return {
            end.name.lower(): self.records.counts(cases.last_class[rows], cases.end[rows] == end)
            for end in ends
            if (cases.end[rows] == end).any()
        }

    def _owed(self, unit: int, week: Week) -> tuple[Owed, ...]:
        """Agreements of the calendar year of its last working day; none where work does not go by them, or jointly."""
        parameters = self.records.ledger.parameters
        agreements, open_days = parameters.agreements, self.records.open_days(week)
        if parameters.one_queue or parameters.order != rules.AGREEMENTS:
            return ()
        starts = agreements.year_starts_seconds
        last_day = open_days[-1] if open_days else week.end_day - 1
        year = int(np.searchsorted(starts, last_day * SECONDS_PER_DAY, side="right")) - 1
        begins, ends = int(starts[year]), int(starts[year + 1])
        last = min(week.end_seconds, ends) - 1
        cases = self._cases
        of_unit = self.records.cases_of_units[unit]
        taken = cases.taken_up_seconds[of_unit]
        this_year = of_unit[(taken >= max(begins, 0)) & (taken <= last) & ~cases.in_hand_at_start[of_unit]]
        so_far = np.bincount(cases.taken_up_class[this_year], minlength=len(parameters.names.classes))
        owed = agreements.owed[year, unit]
        closed = min(self.records.closes_seconds(last_day), last)
        return tuple(
            Owed(
                case_class=parameters.names.classes[k],
                agreed=int(owed[k]),
                due=due_by_now(int(owed[k]), last, begins, ends),
                due_at_close=due_by_now(int(owed[k]), closed, begins, ends),
                taken_up=int(so_far[k]),
            )
            for k in np.flatnonzero(owed)
        )

    def _waiting(
        self, unit: int, week: Week, owed: tuple[Owed, ...], days_without_room: int
    ) -> tuple[WaitingClass, ...]:
        """Cases that wait to be taken up at the end of the week, by class, and why."""
        cases, parameters = self._cases, self.records.ledger.parameters
        simple, of_unit = parameters.agreements.simple, self.records.cases_of_units[unit]
        end = week.end_seconds
        gone = np.minimum(cases.taken_up_seconds[of_unit], cases.ended_seconds[of_unit])
        rows = of_unit[(cases.entered_seconds[of_unit] < end) & (gone >= end)]
        case_class = self.records.class_at(rows, end)
        behind = {each.case_class for each in owed if each.taken_up < each.due_at_close}
        open_days = self.records.open_days(week)
        closed = self.records.closes_seconds(open_days[-1]) if open_days else week.begin_seconds
        found = []
        for number in np.unique(case_class).tolist():
            name, those = parameters.names.classes[number], rows[case_class == number]
            if (cases.entered_seconds[those] >= closed).all():
                why = WhyNotTakenUp.JUST_CAME
            elif parameters.classes.severe[number]:
                why = WhyNotTakenUp.NOBODY_FREE
            elif days_without_room * 2 > len(open_days) and not needs_no_room(name in behind, simple[number]):
                why = WhyNotTakenUp.NO_ROOM
            else:
                why = WhyNotTakenUp.OWED if name in behind else WhyNotTakenUp.OTHER_WORK_FIRST
            oldest = float((end - cases.arrived_seconds[those]).max()) / SECONDS_PER_DAY
            found.append(WaitingClass(name, len(those), oldest, why))
        return tuple(found)

    def in_hand_at(self, unit: int, moment: int) -> Codes:
        """Rows of the cases of a unit that are in hand just before a moment."""
        cases, of_unit = self._cases, self.records.cases_of_units[unit]
        begun = cases.taken_up_seconds[of_unit] < moment
        rows: Codes = of_unit[begun & (cases.ended_seconds[of_unit] >= moment)]
        return rows

    def _in_hand(self, unit: int, week: Week) -> tuple[Codes, Codes]:
        """Cases in hand at the end of the week, and of each the last of `of_steps` (-1: none)."""
        rows = self.in_hand_at(unit, week.end_seconds)
        return rows, self.records.of_steps.last_before(self._cases.report[rows], self.records.rows_in(week).stop)

    def _by_state(self, rows: Codes, last: Codes, week: Week) -> dict[str, dict[str, int]]:
        state, case_class = self.records.states[last], self.records.class_at(rows, week.end_seconds)
        by_state = {each.value: self.records.counts(case_class, state == k) for k, each in enumerate(STATES)}
        return {each: counts for each, counts in by_state.items() if counts}

    def _held(self, rows: Codes, last: Codes, week: Week) -> dict[str, int]:
        """Cases in hand whose step was begun and waits for a second person, by class."""
        begun, after = STATES.index(StateInHand.WORKED_ON), self.records.rows_in(week).stop
        reports, states = self._cases.report[rows].tolist(), self.records.states[last].tolist()
        pairs = zip(reports, states, strict=True)
        held = np.array([state == begun and self.records.is_held(of, after) for of, state in pairs], dtype=np.bool_)
        return self.records.counts(self.records.class_at(rows, week.end_seconds), held)

    def _waiting_for_step(self, week: Week, last: Codes) -> tuple[WaitingStep, ...]:
        """Cases in hand whose step waits in a queue, by step and the team in whose queue."""
        log, parameters = self.records.ledger.log, self.records.ledger.parameters
        rows = self.records.of_steps.row[last[last >= 0]]
        rows = rows[log.kind[rows] == Event.QUEUED]
        days, numbers = (
            self.records.open_days(week),
            Counter(zip(self.records.step_of(rows), log.team[rows].tolist(), strict=True)),
        )
        found = (
            WaitingStep(
                step,
                parameters.names.teams[team],
                number,
                self.people.able_at_work(team, parameters.names.skill(step), days),
            )
            for (step, team), number in numbers.items()
        )
        return tuple(sorted(found, key=lambda waits: (-waits.number, parameters.names.skill(waits.step))))

    def _above_limit(self, unit: int, in_hand: int, week: Week) -> bool:
        """True if a unit with a queue of its own has more cases in hand at the end of the week than the limit."""
        parameters = self.records.ledger.parameters
        investigators = int(self.people.investigators[week.end_day - 1, unit])
        return not parameters.one_queue and in_hand > parameters.in_hand_limit_per_investigator * investigators

    def days_without_room(self, unit: int, week: Week) -> int:
        """Working days at whose end a unit has as many cases in hand as it may."""
        parameters = self.records.ledger.parameters
        teams = range(self.records.n_units) if parameters.one_queue else (unit,)
        limit, without = parameters.in_hand_limit_per_investigator, 0
        for day in self.records.open_days(week):
            moment = self.records.closes_seconds(day)
            in_hand = sum(len(self.in_hand_at(team, moment)) for team in teams)
            investigators = sum(int(self.people.investigators[day, team]) for team in teams)
            without += not rules.has_room(in_hand, investigators, limit)
        return without
