"""The story of one report: the twin of engine.flow."""

from tbkk_sim.domain import rules
from tbkk_sim.domain.facts import End, Fact
from tbkk_sim.engine.clock import Happening
from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.agenda import note
from tbkk_sim.engine.compiled.assignment import give_place, stand_in_line
from tbkk_sim.engine.compiled.contest import compete
from tbkk_sim.engine.compiled.fact_log import tell, write
from tbkk_sim.engine.compiled.jit import inlined, kernel
from tbkk_sim.engine.compiled.state import NOWHERE, State
from tbkk_sim.engine.compiled.team import set_not_free
from tbkk_sim.engine.compiled.workfloor import join_queue, look_for_work, offer, put_away, room_opens
from tbkk_sim.engine.flow import CLOSED_CLASS, IN_TRIAGE, TRIAGE_SKILL
from tbkk_sim.world.world import AUTOMATIC, BY_HAND, NEVER

ARRIVED, TRIAGED, FINISHED, RECLASSIFIED = (
    int(Fact.ARRIVED),
    int(Fact.TRIAGED),
    int(Fact.FINISHED),
    int(Fact.RECLASSIFIED),
)
ENDED = int(Fact.ENDED)
CLOSED_IN_TRIAGE, DECLINED, EXPIRED = int(End.CLOSED_IN_TRIAGE), int(End.DECLINED), int(End.EXPIRED)
STEP_READY, MISJUDGED_FOUND, EXPIRY = int(Happening.STEP_READY), int(Happening.MISJUDGED_FOUND), int(Happening.EXPIRY)


@inlined
def arrive(s: State, c: int) -> None:
    """A report arrives at its unit: it is judged by a person, by the system, or needs no judging."""
    case, judged_by = s.case[c], s.reports.judged_by[c]
    enter(s, c)
    write(s, ARRIVED, c, -1, case.unit, -1, s.reports.true_class[c], 0.0)
    if judged_by == BY_HAND:
        case.skill = TRIAGE_SKILL
        case.hours_left = s.reports.triage_hours[c]
        join_queue(s, c)
        offer(s, c)
        return
    if judged_by == AUTOMATIC:
        tell(s, TRIAGED, c, case.unit, -1, case.case_class, 0.0)
    is_judged(s, c)
    if case.where != NOWHERE:
        offer(s, c)


@inlined
def enter(s: State, c: int) -> None:
    """Fill the record of a report that arrives."""
    case = s.case[c]
    case.unit = s.reports.unit[c]
    case.case_class = s.reports.judged_class[c]
    case.arrived_days = s.reports.arrived_days[c]
    case.flagged = s.reports.flagged[c]
    case.taken_up = s.reports.taken_up[c]
    case.position = IN_TRIAGE
    case.where = NOWHERE
    case.is_open = True
    case.begun = False
    case.upgraded = False
    case.is_held = False
    case.child = -1
    case.sibling = -1
    case.before = -1
    case.member = -1
    case.helper = -1
    case.investigator = -1
    case.queue = -1
    case.last_team = -1


@inlined
def is_judged(s: State, c: int) -> None:
    """After triage: closed, turned away, or a case."""
    case = s.case[c]
    klass = case.case_class
    if klass == CLOSED_CLASS:
        end(s, c, CLOSED_IN_TRIAGE)
        return
    if case.taken_up:
        s.queue[s.team[case.unit].queue].in_hand += 1
    else:
        s.klass[klass].not_taken_up += 1
        if rules.is_turned_away(s.klass[klass].decision, case.arrived_days):
            end(s, c, DECLINED)
            return
        now, found, expires = s.clock[0].now, s.reports.found_days[c], s.reports.expires_days[c]
        if found < s.book[0].horizon_days:
            note(s, max(found, now), MISJUDGED_FOUND, c)
        if expires < s.book[0].horizon_days:
            note(s, max(expires, now), EXPIRY, c)
    go_on(s, c)


@inlined
def go_on(s: State, c: int) -> None:
    """The case goes to its next step, after its outside delay, or ends when all steps are done."""
    case = s.case[c]
    while True:
        case.position += 1
        position = case.position
        if position >= s.reports.n_steps[c]:
            end(s, c, s.reports.outcome[c])
            return
        row = s.reports.first_step[c] + position
        case.hours_left = s.steps.upgraded_hours[row] if case.upgraded else s.steps.hours[row]
        if case.hours_left > 0.0:
            break
    case.skill = s.steps.skill[row]
    case.begun = False
    if s.steps.delay_days[row] > 0.0:
        ready_days = s.clock[0].now + s.steps.delay_days[row]
        if ready_days < s.book[0].horizon_days:
            note(s, ready_days, STEP_READY, c)
    else:
        join_queue(s, c)


@kernel
def is_ready(s: State, c: int) -> None:
    """The outside delay is over."""
    if s.case[c].is_open:
        join_queue(s, c)
        offer(s, c)


@inlined
def step_is_done(s: State, c: int) -> None:
    """A step is done: the report is judged, or the case goes on, perhaps as something worse."""
    case = s.case[c]
    position = case.position
    if position == IN_TRIAGE:
        tell(s, TRIAGED, c, case.unit, -1, case.case_class, 0.0)
        is_judged(s, c)
        return
    if position == 0 and not case.upgraded and case.case_class != s.reports.true_class[c]:
        reclassify(s, c, s.reports.true_class[c])
    if position == s.reports.upgrade_after[c]:
        case.upgraded = True
        reclassify(s, c, s.reports.upgrade_class[c])
    go_on(s, c)


@kernel
def is_found(s: State, c: int) -> None:
    """A misjudged report is found while nothing else told what it is."""
    case = s.case[c]
    if case.is_open and not case.upgraded and case.case_class != s.reports.true_class[c]:
        waited = case.where != NOWHERE
        if waited:
            lines.leave(s, c)
        reclassify(s, c, s.reports.true_class[c])
        if waited:
            stand_in_line(s, c)
            offer(s, c)


@kernel
def reclassify(s: State, c: int, new_class: int) -> None:
    """A case turns out to be of another class; work in hand goes on as it was begun."""
    case = s.case[c]
    if not case.taken_up:
        s.klass[case.case_class].not_taken_up -= 1
        s.klass[new_class].not_taken_up += 1
    case.case_class = new_class
    give_place(s, c)
    tell(s, RECLASSIFIED, c, case.unit, -1, new_class, 0.0)


@kernel
def expire(s: State, c: int) -> None:
    """A case that nobody took up in time is no longer worth taking up."""
    case = s.case[c]
    if case.is_open and rules.expires_now(case.taken_up):
        end(s, c, EXPIRED)


@kernel
def end(s: State, c: int, how: int) -> None:
    """A report or case ends; its investigator has one case less."""
    case = s.case[c]
    case.is_open = False
    if case.where != NOWHERE:
        lines.leave(s, c)
    if not case.taken_up and case.case_class != CLOSED_CLASS:
        s.klass[case.case_class].not_taken_up -= 1
    tell(s, ENDED, c, case.unit, -1, how, 0.0)
    if case.taken_up:
        queue = s.team[case.unit].queue
        s.queue[queue].in_hand -= 1
        room_opens(s, queue, s.queue[queue].in_hand + 1, s.queue[queue].present)
    investigator = case.investigator
    if investigator >= 0:
        s.member[investigator].open_cases -= 1
        if s.member[investigator].is_free and s.book[0].caseload_limit != rules.NO_LIMIT:
            set_not_free(s, investigator)
            look_for_work(s, investigator)


@inlined
def finish_work(s: State, member: int) -> None:
    """The step in hand is done; its case goes on, and the member looks for work."""
    c = s.member[member].case
    helper = s.case[c].helper
    tell(s, FINISHED, c, s.member[member].team, member, -1, s.case[c].hours_left)
    put_away(s, member, c, s.case[c].hours_left)
    s.case[c].hours_left = 0.0
    step_is_done(s, c)
    look_for_work(s, member)
    if s.done_days[member] == NEVER:
        compete(s, member)
    if helper >= 0:
        look_for_work(s, helper)
    if s.case[c].where != NOWHERE:
        offer(s, c)
