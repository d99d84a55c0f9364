"""The portfolio, the classes that are not severe: taken up as it is owed, or by parts of the hours.

As with the rules, the SimPy engine calls these functions as they stand and the compiled engine compiles them.
"""

from tbkk_sim.model.rules import AGREEMENTS, SHARES
from tbkk_sim.model.seconds import MOST_WORK_SECONDS, NEVER_SECONDS, PER_MILLION, SECONDS_PER_DAY

WEEK_SECONDS = 7 * SECONDS_PER_DAY
LONGEST_TURN = 1 << 40
"""Longest turn of one case, so that turns stay whole numbers of 64 bits over a million cases."""
SECONDS_A_SCORE = 1 << 40
"""More than any run has, so that a score counts for more than any moment."""
PLACE_OF_SIMPLE, PLACE_OF_SIMPLE_IN_HAND = -(NEVER_SECONDS >> 2), -(NEVER_SECONDS >> 1)
"""Places of owed simple interventions lie so far before those of other work, of those in hand further."""


def due_by_now(owed: int, now: int, year_begins: int, year_ends: int) -> int:
    """Return how many of the cases that a unit owes in a calendar year are due by the end of this week.

    Week by week, so that the work is spread over the year, and rounded up: the last case is due before the last days
    of the year, when offices are closed. Of a year that begins before the run, the part within the run is owed.

    Args:
        owed: Cases of a class that the unit owes in the whole year.
        now: Second from the start of the run.
        year_begins: Second at which the year begins; negative: before the run.
        year_ends: Second at which it ends.
    """
    begins = max(year_begins, 0)
    week_ends = min(begins + ((now - begins) // WEEK_SECONDS + 1) * WEEK_SECONDS, year_ends)
    return -(-owed * (week_ends - begins) // (year_ends - year_begins))


def is_owed(taken_up_this_year: int, owed: int, now: int, year_begins: int, year_ends: int) -> bool:
    """True if a unit has taken up fewer cases of a class than are due by the end of this week."""
    return taken_up_this_year < due_by_now(owed, now, year_begins, year_ends)


def urgency_in_portfolio(class_urgency: int, agreements_urgency: int, owed: bool) -> int:
    """Urgency of a case of the portfolio; one that is owed has that of the agreements.

    It keeps it for its later steps, or it would be begun for the count and then wait behind cases of a more urgent
    class that are begun after it.
    """
    return min(class_urgency, agreements_urgency) if owed else class_urgency


def place_in_portfolio(order: int, place: int, fresh: int, score: int, by_score: bool) -> int:
    """Place among the cases of a class that wait to be taken up.

    Args:
        order: Order of the queues; by agreements and by parts of the hours the freshest goes first.
        place: By that order, of work that is not of the portfolio.
        fresh: Second of the last report on the person.
        score: Score that weighing gave the case, 0 to 999.
        by_score: The highest score goes first instead, and of equal scores the freshest.
    """
    if order not in (AGREEMENTS, SHARES):
        return place
    return -score * SECONDS_A_SCORE - fresh if by_score else -fresh


def needs_no_room(owed: bool, simple: bool) -> bool:
    """True if a case is taken up however much is in hand: an owed one that is a simple intervention.

    It takes some hours, so it is not carried along for months as an investigation is.
    """
    return owed and simple


def place_in_hand(place: int, owed: bool, simple: bool) -> int:
    """Place of a case in hand among the work of the same urgency: an owed simple intervention goes first."""
    return place + PLACE_OF_SIMPLE_IN_HAND if owed and simple else place


def place_of_line(order: int, place: int, turn: int, owed: bool, simple: bool) -> int:
    """Place of the first case of a class among the work of the same urgency.

    Where classes take turns or agreements are kept, work in hand goes first, or what is begun would never be finished
    while fresh cases come in. Then what is owed comes before the rest. Owed simple interventions go before all these.

    Args:
        order: Order of the queues.
        place: Of the case among those of its class.
        turn: Of the class.
        owed: The unit owes cases of the class.
        simple: They are simple interventions.
    """
    if order == SHARES:
        return NEVER_SECONDS + turn
    if order == AGREEMENTS:
        if owed and simple:
            return place + PLACE_OF_SIMPLE
        return place + (NEVER_SECONDS if owed else 2 * NEVER_SECONDS)
    return place


def turn_of_class(served: int, finish: int) -> int:
    """Return the turn of a class: the lowest is served next.

    Start-time fair queueing (Goyal, Vin and Cheng, IEEE/ACM Transactions on Networking 5, 1997): a class that did not
    wait gets no credit for it.

    Args:
        served: Turn of the class that was served last in this queue.
        finish: Turn at which the work that this class was given so far ends.
    """
    return max(served, finish)


def finish_of_class(turn: int, work_seconds: int, part_per_million: int) -> int:
    """Return the turn at which a case that is taken up now ends, by the part of the hours that its class gets."""
    return turn + min(min(work_seconds, MOST_WORK_SECONDS) * PER_MILLION // max(part_per_million, 1), LONGEST_TURN)
