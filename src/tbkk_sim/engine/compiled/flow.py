"""The sequence of one report, from step to step: the twin of engine.reference.report. The work is in workfloor."""

from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.assignment import find_line, home_of, stand_in_line, update_place
from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.laboratory import send_to_laboratory
from tbkk_sim.engine.compiled.openings import drop_open_case, note_room, offer_all_again
from tbkk_sim.engine.compiled.state.agenda import note
from tbkk_sim.engine.compiled.state.event_kinds import EXPIRY, MISJUDGED_FOUND, RETURNS, STEP_READY
from tbkk_sim.engine.compiled.state.event_log import log_case_event
from tbkk_sim.engine.compiled.state.state import NOWHERE, EngineState
from tbkk_sim.model import rules, sequences, triage
from tbkk_sim.model.chain.examination import is_examined
from tbkk_sim.model.event_records import IN_ASSESSMENT, IN_TRIAGE, End, Event
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.selection import treatment
from tbkk_sim.model.selection.treatment import FULL, NOTHING
from tbkk_sim.model.triage import JOINS, NEW_CASE_IN_FULL
from tbkk_sim.sampling.world import BY_NOBODY

QUEUED, HANDED_OVER = int(Event.QUEUED), int(Event.HANDED_OVER)
TRIAGED, ASSESSED = int(Event.TRIAGED), int(Event.ASSESSED)
RECLASSIFIED, WEIGHED, ENDED = int(Event.RECLASSIFIED), int(Event.WEIGHED), int(Event.ENDED)
CLOSED_IN_TRIAGE, EXPIRED = int(End.CLOSED_IN_TRIAGE), int(End.EXPIRED)
JOINED, UNTRACEABLE = int(End.JOINED), int(End.UNTRACEABLE)


@inlined
def join_queue(s: EngineState, c: int) -> None:
    """Let a step wait, in the line of its skill at its home team (or for its investigator)."""
    case = s.case[c]
    home = home_of(s, c)
    if case.position >= 0:
        last = case.last_team
        if last >= 0 and last != home:
            log_case_event(s, HANDED_OVER, c, home, -1, last, 0)
        case.last_team = home
    log_case_event(s, QUEUED, c, home, -1, case.case_class, 0)
    stand_in_line(s, c)


@kernel
def end_triage(s: EngineState, c: int) -> int:
    """End triage, if there was any: the report is closed, joins a case of its person, is to be assessed, or is a case.

    Returns:
        The case that may then be offered: this one, or the one that it joined.
    """
    case = s.case[c]
    if s.reports.triaged_by[c] != BY_NOBODY:
        log_case_event(s, TRIAGED, c, case.unit, -1, case.case_class, 0)
    if case.case_class == CLOSED_CLASS:
        end(s, c, CLOSED_IN_TRIAGE)
        return c
    person = s.reports.person[c]
    if s.reports.triaged_by[c] != BY_NOBODY:
        open_case = s.open_case[person]
        becomes = triage.what_report_becomes(open_case >= 0, s.last_end[person])
        if becomes == JOINS:
            end(s, c, JOINED)
            if open_case < 0:  # the person was investigated
                return c
            join_case(s, c, open_case)
            return open_case
        case.in_full = becomes == NEW_CASE_IN_FULL
    s.open_case[person] = c
    if s.reports.assessment_seconds[c] > 0:
        begin_assessment(s, c)
    else:
        become_case(s, c)
    return c


@inlined
def begin_assessment(s: EngineState, c: int) -> None:
    """Let a report wait for the assessment of its unit."""
    case = s.case[c]
    case.position = IN_ASSESSMENT
    case.skill = s.parameters[0].assessment_skill
    case.work_left = s.reports.assessment_seconds[c]
    case.begun_at = -1
    join_queue(s, c)


@inlined
def join_case(s: EngineState, c: int, open_case: int) -> None:
    """Let a report join the open case of its person: one that nobody has taken up is more urgent, or fresher, by it."""
    case, joining = s.case[open_case], s.case[c]
    if case.taken_up:
        return
    waited = case.where != NOWHERE
    if waited:
        lines.leave(s, open_case)
    case.fresh = s.clock[0].now
    case.expires = max(case.expires, joining.expires)
    priority, other_priority = s.case_class[case.case_class].priority, s.case_class[joining.case_class].priority
    case.score = triage.score_with_report(case.score, joining.score, priority, other_priority)
    new_class = triage.more_urgent_class(case.case_class, joining.case_class, priority, other_priority)
    if new_class != case.case_class:
        reclassify(s, open_case, new_class, joining.arrived)
    if waited:
        stand_in_line(s, open_case)


@inlined
def end_assessment(s: EngineState, c: int) -> None:
    """End the assessment of a unit: the report leads to nobody, is closed, or is a case that goes on."""
    case = s.case[c]
    if not triage.is_traced(case.begun_at, s.reports.trace_until_seconds[c]):
        end(s, c, UNTRACEABLE)
        return
    case.case_class = s.reports.assessed_class[c]
    case.score = s.reports.assessed_score[c]
    case.counts_from = case.arrived
    log_case_event(s, ASSESSED, c, case.unit, -1, case.case_class, 0)
    if case.case_class == CLOSED_CLASS:
        end(s, c, CLOSED_IN_TRIAGE)
    else:
        become_case(s, c)


@kernel
def become_case(s: EngineState, c: int) -> None:
    """Make a case of a report: it is too late, not to be treated, or goes on."""
    case = s.case[c]
    case_class = case.case_class
    case.is_case = True
    if case.taken_up:
        queue = s.team[case.unit].queue
        s.queue[queue].in_hand += 1
        case.owed = s.owed[0, queue, case_class] > 0  # in hand at the start: counts as taken up for what is owed
    else:
        s.not_taken_up[case_class] += 1
        now, found = s.clock[0].now, s.reports.found_seconds[c]
        case.expires = rules.expiry_in_class(case.expires, s.case_class[case_class].expires)
        if rules.has_expired(case.expires, now):
            end(s, c, EXPIRED)
            return
        if not s.case_class[case_class].severe and not case.in_full:
            decide_treatment(s, c)
            if case.treatment == NOTHING:
                end(s, c, treatment.end_of_untreated(s.reports.treatment_draw[c], s.share_upto[0, case_class, 2]))
                return
        else:
            case.position = s.reports.full_from[c] - 1
        if found < s.parameters[0].horizon_seconds:
            note(s, max(found, now), MISJUDGED_FOUND, c)
        note_expiry(s, c)
    go_on(s, c)


@inlined
def note_expiry(s: EngineState, c: int) -> None:
    """Note when a case expires that nobody takes up."""
    if s.case[c].expires < s.parameters[0].horizon_seconds:
        note(s, s.case[c].expires, EXPIRY, c)


@inlined
def decide_treatment(s: EngineState, c: int) -> None:
    """Decide how a new case of the portfolio is treated, by the shares of its class and the pressure."""
    case, pressure = s.case[c], s.clock[0].pressure
    case_class = case.case_class
    case.treatment = treatment.treatment_of(
        s.reports.treatment_draw[c],
        treatment.under_pressure(s.share_upto[0, case_class, 0], s.share_upto[1, case_class, 0], pressure),
        treatment.under_pressure(s.share_upto[0, case_class, 1], s.share_upto[1, case_class, 1], pressure),
        treatment.under_pressure(s.share_upto[0, case_class, 2], s.share_upto[1, case_class, 2], pressure),
        case.arrived >= 0,
    )
    log_case_event(s, WEIGHED, c, case.unit, -1, case.treatment, 0)
    case.position = treatment.first_position(case.treatment, s.reports.short_from[c], s.reports.full_from[c]) - 1


@inlined
def go_on(s: EngineState, c: int) -> None:
    """Take the case to its next step, after its examination or outside delay, or end it when all steps are done."""
    case = s.case[c]
    if next_step(s, c) < 0:
        discover(s, c, True)
    position = next_step(s, c)
    if position < 0:
        case.position = s.reports.n_steps[c]
        outcome = s.reports.outcome[c]
        end(s, c, treatment.outcome_of(case.treatment, outcome, s.reports.short_outcome[c], s.reports.visit_outcome[c]))
        return
    row = s.reports.first_step[c] + position
    case.position = position
    case.work_left = sequences.work_of_step(row, case.upgraded, s.steps.work_seconds, s.steps.upgraded_work_seconds)
    case.skill = s.steps.skill[row]
    case.begun_at = -1
    if is_examined(s.steps.devices[row], case.taken_up, case.on_campaign):
        send_to_laboratory(s, c)
        return
    delay = sequences.outside_delay(s.steps.delay_seconds[row], s.case_class[case.case_class].delay_per_million)
    if delay > 0 and not case.on_campaign:  # what it needs was gathered before
        ready = s.clock[0].now + delay
        if ready < s.parameters[0].horizon_seconds:
            note(s, ready, STEP_READY, c)
    else:
        join_queue(s, c)


@inlined
def next_step(s: EngineState, c: int) -> int:
    """Position of the next step of the treatment of a case that has work; NO_STEP: none is left."""
    case, reports = s.case[c], s.reports
    return sequences.next_step(
        case.position,
        treatment.end_position(case.treatment, reports.short_from[c], reports.full_from[c], reports.n_steps[c]),
        reports.first_step[c],
        case.upgraded,
        s.steps.work_seconds,
        s.steps.upgraded_work_seconds,
    )


@kernel
def complete_step(s: EngineState, c: int) -> int:
    """Complete a step: the report is triaged or assessed, or the case goes on, perhaps as something worse.

    Returns:
        The case that may then be offered: this one, or the one that it joined.
    """
    position = s.case[c].position
    if position == IN_TRIAGE:
        return end_triage(s, c)
    if position == IN_ASSESSMENT:
        end_assessment(s, c)
    else:
        discover(s, c, False)
        go_on(s, c)
    return c


@inlined
def discover(s: EngineState, c: int, is_last: bool) -> None:
    """Show, by the work done, the class of a misjudged report, or that the case is something worse.

    One that is treated in a lighter way may then need a full investigation.
    """
    case = s.case[c]
    if rules.shows_true_class(case.case_class, s.reports.true_class[c], case.upgraded):
        reclassify(s, c, s.reports.true_class[c], case.arrived)
    upgrade_after = treatment.found_after(case.treatment, s.reports.upgrade_after[c], s.reports.found_by[c])
    if rules.shows_upgrade(case.upgraded, upgrade_after, case.position, is_last):
        case.upgraded = True
        reclassify(s, c, s.reports.upgrade_class[c], case.arrived)
    if treatment.becomes_full(case.treatment, s.case_class[case.case_class].severe, case.upgraded):
        case.treatment = FULL
        case.on_campaign = False
        log_case_event(s, WEIGHED, c, case.unit, -1, FULL, 0)
        case.position = s.reports.full_from[c] - 1


@kernel
def reclassify(s: EngineState, c: int, new_class: int, counts_from: int) -> None:
    """Change the class of a case, and the moment from which its norm counts; work in hand goes on as it was begun.

    A step that is held for a colleague has not begun: how urgent it is, and its hours of the day, are settled anew.
    """
    case = s.case[c]
    if case.is_case and not case.taken_up:
        s.not_taken_up[case.case_class] -= 1
        s.not_taken_up[new_class] += 1
        case.expires = rules.expiry_in_class(case.expires, s.case_class[new_class].expires)
    case.case_class = new_class
    case.counts_from = counts_from
    update_place(s, c)
    log_case_event(s, RECLASSIFIED, c, case.unit, -1, new_class, 0)
    if case.is_held and s.skill[case.skill].in_pairs:
        case.line = find_line(s, c, lines.investigator_of(s, c))
        s.member[case.member].round_the_clock = not rules.keeps_office_hours(case.line)
        offer_all_again(s)


@kernel
def end(s: EngineState, c: int, how: int) -> None:
    """End a report or case; its investigator has one case less, and its person may be reported again."""
    case = s.case[c]
    case.is_open = False
    if case.where != NOWHERE:
        lines.leave(s, c)
    if case.is_case and not case.taken_up:
        s.not_taken_up[case.case_class] -= 1
    log_case_event(s, ENDED, c, case.unit, -1, how, 0)
    if case.taken_up:
        queue = s.team[case.unit].queue
        s.queue[queue].in_hand -= 1
        note_room(s, queue, s.queue[queue].in_hand + 1, s.queue[queue].investigators)
    if case.investigator >= 0:
        drop_open_case(s, case.investigator)
    person = s.reports.person[c]
    if s.open_case[person] == c:
        s.open_case[person] = -1
        s.last_end[person] = how
    new_report = s.reports.return_row[c]
    if new_report >= 0 and treatment.returns(how, case.treatment, case.upgraded, s.reports.returns_after[c]):
        returns = s.clock[0].now + s.reports.return_delay_seconds[c]
        if returns < s.parameters[0].horizon_seconds:
            note(s, returns, RETURNS, new_report)
