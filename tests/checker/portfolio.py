"""The portfolio, the classes that are not severe: what each unit owes week by week, and whose turn it is."""

import datetime as dt
import math
from fractions import Fraction
from functools import cache

from tbkk_sim.settings import Settings
from tests.checker.lines import Queue, Rank, Waiting
from tests.checker.office_hours import A_MILLION, SECONDS_PER_DAY
from tests.checker.promises import Promises

SECONDS_PER_WEEK = 7 * SECONDS_PER_DAY
BEGUN_IN_CAMPAIGN, NEW_IN_CAMPAIGN, SIMPLE_IN_HAND, SIMPLE, IN_HAND, OWED, THE_REST = range(7)
"""What goes first among work of the same urgency: what was begun in a campaign, what may be; then, where the portfolio
is taken up by agreements or in turns, simple interventions that were owed when they were taken up, those that are owed,
work in hand (and all that is not of the portfolio), what is owed, the rest."""
LONGEST_TURN = 1 << 40


class Portfolio:
    """What goes first of the cases that wait to be taken up, by what their units have taken up so far."""

    def __init__(self, promises: Promises) -> None:
        self.promises, settings = promises, promises.settings
        self.names, self.start = promises.names, settings.run.start
        self.by_agreements = settings.assignment.order == "agreements"
        self.in_turns = settings.assignment.order == "shares"
        self.now_seconds = 0
        self.year = self.start.year
        self.year_begins_seconds, self.year_ends_seconds = self._first_day(self.year), self._first_day(self.year + 1)
        self.taken_up: dict[tuple[int, int], int] = {}
        """Cases taken up in this calendar year, by queue and class."""
        self.owed_in = cache(self._owed_in)
        parts = {name: part for name, part in settings.assignment.parts_of_hours.items() if self.in_turns and part > 0}
        self.parts = {
            self.names.case_class(name): max(round(part / sum(parts.values()) * A_MILLION), 1)
            for name, part in parts.items()
        }
        """Millionths of the hours left that go to a class."""
        self.served: dict[int, int] = {}
        """By queue, the turn at which the class served last was served."""
        self.finishes: dict[tuple[int, int], int] = {}
        """By queue and class, the turn at which what the class has been given so far is used up."""

    def _first_day(self, year: int) -> int:
        return (dt.date(year, 1, 1) - self.start).days * SECONDS_PER_DAY

    def begin_moment(self, now_seconds: int) -> None:
        """A new moment: in a new calendar year what is owed is counted anew."""
        self.now_seconds = now_seconds
        while now_seconds >= self.year_ends_seconds:
            self.year += 1
            self.year_begins_seconds, self.year_ends_seconds = self.year_ends_seconds, self._first_day(self.year + 1)
            self.taken_up.clear()

    # Agreements

    def _owed_in(self, year: int) -> dict[tuple[int, int], int]:
        """Cases owed in a calendar year, by queue and class."""
        found: dict[tuple[int, int], int] = {}
        if self.by_agreements:
            for unit, case_class, cases in owed_by_units(self.promises.settings, year):
                queue = self.promises.queue_of_team[self.names.team(unit)]
                key = (queue, self.names.case_class(case_class))
                found[key] = found.get(key, 0) + cases
        return found

    def is_owed(self, queue: int, case_class: int) -> bool:
        """Whether fewer cases of a class were taken up than are due by the end of this week of the year, rounded up.

        Of a year that has begun before the run, only what falls within the run is due, and its weeks count from the
        start.
        """
        owed = self.owed_in(self.year).get((queue, case_class), 0)
        if not owed:
            return False
        begins = max(self.year_begins_seconds, 0)
        weeks = (self.now_seconds - begins) // SECONDS_PER_WEEK + 1
        passed = min(weeks * SECONDS_PER_WEEK, self.year_ends_seconds - begins)
        due = math.ceil(Fraction(owed * passed, self.year_ends_seconds - self.year_begins_seconds))
        return self.taken_up.get((queue, case_class), 0) < due

    def is_simple(self, case_class: int) -> bool:
        """Whether any agreement calls the cases of a class simple interventions, or they get a visit at most."""
        name = self.names.classes[case_class]
        agreements = [of for of in self.promises.settings.agreements.values() if name in of.classes]
        return any(of.simple for of in agreements) or (bool(agreements) and self._gets_a_visit_at_most(name))

    def _gets_a_visit_at_most(self, name: str) -> bool:
        steering = self.promises.settings.steering
        ways = dict(steering.treatments.get(name, {"full": 1.0}))
        if steering.policy == "by_backlog":
            for way, share in steering.treatments_when_pressed.get(name, {}).items():
                ways[way] = ways.get(way, 0.0) + share
        campaigns = {of.treatment for of in steering.campaigns.values() if of.case_class == name}
        return ways.get("full", 0.0) + ways.get("short", 0.0) == 0.0 and "short" not in campaigns

    def needs_room(self, queue: int, case_class: int) -> bool:
        """Whether cases of a class are taken up only below the limit of cases in hand: but for owed simple ones."""
        return not (self.is_simple(case_class) and self.is_owed(queue, case_class))

    def is_owed_at_the_start(self, queue: int, case_class: int) -> bool:
        """Whether any case of a class is owed in the first year: then those in hand at the start were so too."""
        return self.owed_in(self.start.year).get((queue, case_class), 0) > 0

    # What goes first

    def rank(self, waiting: Waiting) -> Rank:
        """What a waiting step goes by at this moment."""
        case_class, queue = waiting.line.portfolio_class, waiting.line.queue.number
        if case_class is None:
            return waiting.rank
        urgency, _, place, report = waiting.rank
        if self.in_turns:
            return urgency, THE_REST, self.turn(queue, case_class), report
        if not self.by_agreements:
            return waiting.rank
        if self.is_owed(queue, case_class):
            goes = SIMPLE if self.is_simple(case_class) else OWED
            return min(urgency, self.promises.agreements_urgency), goes, place, report
        return urgency, THE_REST, place, report

    def turn(self, queue: int, case_class: int) -> int:
        """When it is the turn of a class: the lowest goes first."""
        return max(self.served.get(queue, 0), self.finishes.get((queue, case_class), 0))

    def takes_up(self, queue: Queue, case_class: int, work_seconds: int) -> None:
        """A case is taken up, of a unit that draws from this queue."""
        key = (queue.number, case_class)
        self.taken_up[key] = self.taken_up.get(key, 0) + 1
        if self.in_turns and not self.promises.classes[case_class].severe:
            turn = self.turn(*key)
            length = math.floor(Fraction(work_seconds * A_MILLION, self.parts.get(case_class, 1)))
            self.served[queue.number] = turn
            self.finishes[key] = turn + min(length, LONGEST_TURN)


def owed_by_units(settings: Settings, year: int) -> list[tuple[str, str, int]]:
    """Unit, class and number of cases that are owed in a calendar year.

    The number agreed is divided over the classes, and that of each class that is not severe over the units: in whole
    cases, and what is left over goes to the largest remainders.
    """
    found = []
    for agreement in settings.agreements.values():
        since = [first for first in agreement.per_year if first <= year]
        agreed = round(agreement.per_year[max(since)]) if since else 0
        for case_class, cases in divided(agreed, agreement.classes).items():
            if not settings.casework.classes[case_class].severe:
                shares = settings.demand.unit_share_by_class.get(case_class, settings.demand.unit_share)
                if settings.assignment.owed_by == "posts":
                    units = settings.staffing.units
                    shares = {unit: units[unit].posts for unit, share in shares.items() if share > 0}
                found += [(unit, case_class, of_unit) for unit, of_unit in divided(cases, shares).items()]
    return found


def divided(cases: int, shares: dict[str, float]) -> dict[str, int]:
    """Whole numbers in proportion to the shares, which add up to all cases; of equal remainders the first is larger."""
    whole = sum(shares.values())
    if whole == 0:
        return {}
    exact = {name: round(cases * share / whole, 9) for name, share in shares.items()}
    found = {name: math.floor(number) for name, number in exact.items()}
    by_remainder = sorted(exact, key=lambda name: round(found[name] - exact[name], 9))
    for name in by_remainder[: cases - sum(found.values())]:
        found[name] += 1
    return found
