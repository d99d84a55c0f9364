"""The rules of the model, one small pure function each, over plain numbers.

The SimPy engine calls them as they stand; the compiled engine compiles these very functions.
So a rule is written once. Nothing here knows a clock, a queue or a person.
"""

from tbkk_sim.domain.facts import Decision

BY_SEVERITY, FIRST_COME, DEADLINE = 0, 1, 2
"""Orders of the queue."""
BEFORE_OWN_WORK, BY_URGENCY, WHEN_IDLE = 0, 1, 2
"""When a member takes work of another team."""
NOBODY = -1
"""No member, no team, no class."""
NO_LIMIT = 2**31 - 1
"""A caseload without limit."""

TAKE_UP, PARK, DECLINE = int(Decision.TAKE_UP), int(Decision.PARK), int(Decision.DECLINE)
PARK_AND_DECLINE = int(Decision.PARK_AND_DECLINE)


def urgency(order: int, priority: int) -> int:
    """Urgency of a step, 1 most urgent; without triage priority all steps are alike (0)."""
    return priority if order == BY_SEVERITY else 0


def place_in_line(order: int, arrived_days: float, norm_days: float) -> float:
    """Place among steps of the same urgency: arrival, or the deadline that the norm of the class gives."""
    return arrived_days + norm_days if order == DEADLINE else arrived_days


def goes_before(urgency_a: int, place_a: float, report_a: int, urgency_b: int, place_b: float, report_b: int) -> bool:
    """Whether step a is taken before step b: more urgent, else earlier in line, else the lower report."""
    if urgency_a != urgency_b:
        return urgency_a < urgency_b
    if place_a != place_b:
        return place_a < place_b
    return report_a < report_b


def may_work_now(round_the_clock: bool, office_open: bool) -> bool:
    """Ordinary work waits for office hours; round-the-clock work does not."""
    return round_the_clock or office_open


def leaves_reserve(others_free: int, reserve: int, preempts: bool) -> bool:
    """Ordinary work is taken only if the reserve of the team stays free; urgent work may use it."""
    return preempts or others_free >= reserve


def within_caseload(opens_case: bool, open_cases: int, limit: int) -> bool:
    """An investigator takes on a new case only below the limit of open cases."""
    return not opens_case or open_cases < limit


def has_room(may_be_parked: bool, in_hand: int, present: int, limit_per_member: float) -> bool:
    """A unit takes up more work that may be parked only while its cases in hand stay below a limit per member."""
    return not may_be_parked or in_hand < limit_per_member * max(present, 1)


def waits_for_investigator(stays: bool, preempts: bool, present: bool, has_skill: bool) -> bool:
    """A case stays with its investigator while that person is there and able; urgent work does not wait."""
    return stays and not preempts and present and has_skill


def may_interrupt(preempts: bool, urgency_new: int, urgency_running: int) -> bool:
    """Work of a class that preempts may interrupt work that is less urgent."""
    return preempts and urgency_new < urgency_running


def may_lend(lent: int, present: int, max_share: float) -> bool:
    """A team lends members up to a share of those present, rounded up."""
    return lent < max_share * present - 1e-9


def needs_help(
    waiting: int, present: int, own_waiting: int, own_present: int, above: float, only_if_busier: bool
) -> bool:
    """A team is helped when its waiting steps per present member exceed a threshold (and the helper's own)."""
    per_member = waiting / max(present, 1)
    if per_member <= above:
        return False
    return not only_if_busier or per_member > own_waiting / max(own_present, 1)


def takes_lent(mode: int, lent_goes_first: bool) -> bool:
    """Whether a member who also has own work takes another team's step instead."""
    return mode == BEFORE_OWN_WORK or (mode == BY_URGENCY and lent_goes_first)


def is_listed(skills: int, skill: int) -> bool:
    """Whether a skill is in a set of skills (bit k is skill k)."""
    return (skills >> skill) & 1 == 1


def work_rate(rate: float, efficiency: float) -> float:
    """Hours of work done per hour of working time."""
    return rate * efficiency


def is_turned_away(decision: int, arrived_days: float) -> bool:
    """New reports of a class that is declined are turned away after triage; what was in stock is not new."""
    return decision in (DECLINE, PARK_AND_DECLINE) and arrived_days >= 0.0


def is_parked(decision: int) -> bool:
    """Waiting cases of a class that is parked are not taken up."""
    return decision in (PARK, PARK_AND_DECLINE)


def expires_now(taken_up: bool) -> bool:
    """A case expires only while nobody has taken it up."""
    return not taken_up


def weeks_of_work(hours: float, hours_per_week: float) -> float:
    """Weeks that all present hours would need for work that waits."""
    if hours_per_week <= 0.0:
        return 0.0 if hours <= 0.0 else 1e9
    return hours / hours_per_week


def behind_schedule(taken_up_this_year: int, per_year: float, part_of_year: float) -> bool:
    """Whether fewer cases were taken up than the yearly target asks for by now."""
    return taken_up_this_year < per_year * part_of_year


def decide(
    may_be_parked: bool,
    protected: bool,
    weeks_more_urgent: float,
    weeks_as_urgent: float,
    park_above: float,
    decline_above: float,
) -> int:
    """What the steering group decides on a class.

    It is parked for the sake of more urgent work, and declined when that and its own backlog are too much.
    """
    if not may_be_parked or protected:
        return TAKE_UP
    parked, declined = weeks_more_urgent > park_above, weeks_as_urgent > decline_above
    if parked:
        return PARK_AND_DECLINE if declined else PARK
    return DECLINE if declined else TAKE_UP
