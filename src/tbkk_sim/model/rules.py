"""The rules of the model, one small pure function each, over plain numbers.

The SimPy engine calls them as they stand; the compiled engine compiles these very functions.
So a rule is written once. Nothing here knows a clock, a queue or a person.
"""

from tbkk_sim.model.seconds import NEVER_SECONDS, PER_MILLION

BY_SEVERITY, FIRST_COME, DEADLINE, AGREEMENTS, SHARES = range(5)
"""Orders of the queue."""
BEFORE_OWN_WORK, BY_URGENCY, WHEN_IDLE = 0, 1, 2
"""Ways in which a member takes work of another team: before own work, by urgency, or when idle."""
NOBODY = -1
"""No member, no team, no class."""
URGENT_AT_ANY_HOUR, URGENT, AT_ANY_HOUR, GOING_ON, OPENS_CASE, NOT_TAKEN_UP, PORTFOLIO = range(7)
"""Lines of a queue; from PORTFOLIO on, one for each class (PORTFOLIO + class) for its cases that are not taken up.
Either all steps of a line may be taken or none, so only the first in line matters."""
NO_LIMIT = 2**31 - 1
"""A caseload without limit."""


def urgency(order: int, priority: int) -> int:
    """Urgency of a step, 1 most urgent; without triage priority all steps are alike (0)."""
    return 0 if order in (FIRST_COME, DEADLINE) else priority


def place_in_line(order: int, arrived: int, counts_from: int, norm_seconds: int) -> int:
    """Place among steps of the same urgency: the second from which its norm counts, or that of the deadline it gives.

    First come, first served knows no classes: it goes by arrival. Without a norm (NEVER_SECONDS) there is no deadline:
    such steps come after all others, by report number, which is by arrival.

    Args:
        order: Order of the queue.
        arrived: Second of arrival of the report.
        counts_from: The same; or that of the further report that raised the class of the case.
        norm_seconds: Norm of the class that it has now.
    """
    if order == FIRST_COME:
        return arrived
    if order != DEADLINE:
        return counts_from
    return NEVER_SECONDS if norm_seconds == NEVER_SECONDS else counts_from + norm_seconds


def goes_before(urgency_a: int, place_a: int, report_a: int, urgency_b: int, place_b: int, report_b: int) -> bool:
    """True if step a is taken before step b: more urgent, else earlier in line, else the lower report."""
    if urgency_a != urgency_b:
        return urgency_a < urgency_b
    if place_a != place_b:
        return place_a < place_b
    return report_a < report_b


def line_of(
    in_triage: bool, preempts: bool, at_any_hour: bool, taken_up: bool, severe: bool, opens_case: bool, case_class: int
) -> int:
    """The line that a step stands in; in triage the class counts only if the report is flagged."""
    if preempts:
        return URGENT_AT_ANY_HOUR if at_any_hour else URGENT
    if at_any_hour:
        return AT_ANY_HOUR
    if in_triage:
        return GOING_ON
    if not taken_up:
        return NOT_TAKEN_UP if severe else PORTFOLIO + case_class
    return OPENS_CASE if opens_case else GOING_ON


def is_urgent(line: int) -> bool:
    """True if the steps of a line may interrupt less urgent work, and use a reserve."""
    return line <= URGENT


def is_of_portfolio(line: int) -> bool:
    """True if the steps of a line take up a case of the portfolio: only with room."""
    return line >= PORTFOLIO


def keeps_office_hours(line: int) -> bool:
    """True if the steps of a line are taken only while the office is open."""
    return line not in (URGENT_AT_ANY_HOUR, AT_ANY_HOUR)


def opens_case(line: int, owns_case: bool) -> bool:
    """True if the member who takes a step of a line becomes the investigator of one case more."""
    return line == OPENS_CASE or (line >= NOT_TAKEN_UP and owns_case)


def leaves_reserve(others_free: int, reserve: int, preempts: bool) -> bool:
    """True if the reserve of the team stays free, or the work is urgent: ordinary work may not use the reserve."""
    return preempts or others_free >= reserve


def within_caseload(opens_case: bool, open_cases: int, limit: int) -> bool:
    """True if the step opens no case for the investigator, or they are below the limit of open cases."""
    return not opens_case or open_cases < limit


def is_investigator(skills: int, investigator_skills: int) -> bool:
    """True if a member counts as an investigator: one who can do a step that owns a case; everybody, if none does."""
    return investigator_skills == 0 or skills & investigator_skills != 0


def has_room(in_hand: int, investigators: int, limit_per_investigator: float) -> bool:
    """True if a unit takes up more of the portfolio: its cases in hand are below the limit per investigator it has."""
    return in_hand < limit_per_investigator * max(investigators, 1)


def waits_for_investigator(stays: bool, preempts: bool, present: bool, has_skill: bool) -> bool:
    """True if a case stays with its investigator, who is there and able; urgent work does not wait."""
    return stays and not preempts and present and has_skill


def may_begin_in_pairs(has_colleague: bool, another_is_held: bool) -> bool:
    """True if a member may begin a step that two do together.

    Args:
        has_colleague: Another member of the team is present who is able to do it, busy or not.
        another_is_held: Somebody of the team already holds such a step for a colleague. With two of them two members
            could wait for each other.
    """
    return has_colleague and not another_is_held


def joins_held_step(is_able: bool, own_would_interrupt: bool) -> bool:
    """True if a member who looks for work joins a colleague who holds a step, before anything else.

    Only work that would interrupt that step at once goes before it.
    """
    return is_able and not own_would_interrupt


def may_interrupt(urgency_new: int, urgency_running: int) -> bool:
    """True if urgent work (is_urgent) may interrupt other work: it is more urgent."""
    return urgency_new < urgency_running


def calls_off(in_pairs: bool, planned: bool, urgent: bool) -> bool:
    """True if a colleague is called off other work for a step that is held for one."""
    return in_pairs and (planned or urgent)


def may_be_called_off(
    urgent: bool, planned: bool, urgency_held: int, runs_urgently: bool, runs_alone: bool, urgency_running: int
) -> bool:
    """True if somebody may be called off work in hand to join a colleague who holds a step.

    Args:
        urgent: The step that is held is urgent (is_urgent).
        planned: It is planned.
        urgency_held: Urgency of its case.
        runs_urgently: The work in hand is urgent: it is put down for an urgent step only.
        runs_alone: One member does it: if it is not urgent, it waits for what is planned, of whatever class. Work of
            two is broken off for a more urgent class only.
        urgency_running: Urgency of its case.
    """
    if runs_urgently and not urgent:
        return False
    return urgency_held < urgency_running or (planned and runs_alone and not runs_urgently)


def may_spare(spared: int, present: int, max_share: float) -> bool:
    """True if a team may spare one member more, for others or for a campaign: up to a share, rounded up."""
    return spared < max_share * present - 1e-9


def may_lend_member(judges: bool, reports_waiting: int, lends_judges: bool) -> bool:
    """True if a member may be lent: one who judges reports is not, while reports wait to be judged at the team."""
    return lends_judges or not judges or reports_waiting == 0


def needs_help(
    waiting: int, present: int, own_waiting: int, own_present: int, above: float, only_if_busier: bool
) -> bool:
    """True if a team is helped: its waiting steps per present member exceed a threshold (and the helper's own)."""
    per_member = waiting / max(present, 1)
    if per_member <= above:
        return False
    return not only_if_busier or per_member > own_waiting / max(own_present, 1)


def lending_is_open(
    waiting: int,
    present: int,
    own_waiting: int,
    own_present: int,
    lent: int,
    max_share: float,
    above: float,
    only_if_busier: bool,
) -> bool:
    """True if members of a team (`own_...`) may now take steps that wait for another team."""
    return (
        waiting > 0
        and may_spare(lent, own_present, max_share)
        and needs_help(waiting, present, own_waiting, own_present, above, only_if_busier)
    )


def lending_opens(
    waiting: int,
    present: int,
    own_waiting: int,
    own_present: int,
    lent: int,
    before_waiting: int,
    before_present: int,
    before_own_waiting: int,
    before_own_present: int,
    before_lent: int,
    max_share: float,
    above: float,
    only_if_busier: bool,
) -> bool:
    """True if members of a team may now take steps that wait for another team, and might not before (`before_...`)."""
    return lending_is_open(
        waiting, present, own_waiting, own_present, lent, max_share, above, only_if_busier
    ) and not lending_is_open(
        before_waiting,
        before_present,
        before_own_waiting,
        before_own_present,
        before_lent,
        max_share,
        above,
        only_if_busier,
    )


def takes_lent(mode: int, lent_goes_first: bool, own_would_interrupt: bool) -> bool:
    """True if a member who also has own work takes another team's step instead.

    Never if own work waits that would interrupt that step at once.
    """
    if mode == BEFORE_OWN_WORK:
        return not own_would_interrupt
    return mode == BY_URGENCY and lent_goes_first


def is_listed(skills: int, skill: int) -> bool:
    """True if a skill is in a set of skills (bit k is skill k)."""
    return (skills >> skill) & 1 == 1


def pace(rate_per_million: int, efficiency_per_million: int) -> int:
    """Seconds of work done in a million seconds of working time; at least 1 for a member who works at all."""
    return max(rate_per_million * efficiency_per_million // PER_MILLION, 1)


def work_done(working_seconds: int, pace: int) -> int:
    """Seconds of work done in so much working time: whole ones, a part of one counts when it is done."""
    return working_seconds * pace // PER_MILLION


def working_time_for(work_seconds: int, pace: int) -> int:
    """The least working time, in seconds, in which so much work is done."""
    return -(-work_seconds * PER_MILLION // pace)


def shows_true_class(case_class: int, true_class: int, upgraded: bool) -> bool:
    """True if a misjudged case shows its true class: at the end of its first step that is worked on."""
    return not upgraded and case_class != true_class


def shows_upgrade(upgraded: bool, upgrade_after: int, position: int, is_last: bool) -> bool:
    """True if a case turns out worse: at the end of a set step, or of the first that is worked on after it.

    If no step with hours is left for that, it does so at the end of the last one.
    """
    return not upgraded and upgrade_after >= 0 and (position >= upgrade_after or is_last)


def has_expired(expires: int, now: int) -> bool:
    """True if the moment has come from which a case is no longer worth taking up."""
    return expires <= now


def may_expire(taken_up: bool) -> bool:
    """True if a case may expire: only one that nobody has taken up does."""
    return not taken_up


def expiry_in_class(expires: int, class_expires: bool) -> int:
    """Return when a case expires that is now seen as of a class: never, once that was one that does not."""
    return expires if class_expires else NEVER_SECONDS


def weeks_of_work(hours: float, hours_per_week: float) -> float:
    """Weeks that all present hours would need for work that waits."""
    if hours_per_week <= 0.0:
        return 0.0 if hours <= 0.0 else 1e9
    return hours / hours_per_week
