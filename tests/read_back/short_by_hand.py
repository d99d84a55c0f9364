"""Recount of who is short in the invented run: the people of whom most is asked first, by going through all groups."""

from dataclasses import dataclass
from itertools import combinations

from tests.read_back import invented
from tests.read_back.tidy import Tidy

SKILLS = ("triage", "enrich", "search", "dossier")
POOLS = {"lab": ("search", 2 / 4), "mobile": ("enrich", 2 / 3)}
"""Work that each pool helps with, and the share of its members that may: half of them, rounded up."""

Who = tuple[str, str]
"""Unit and role, or pool and nothing."""


@dataclass(frozen=True)
class Short:
    """Hours that people have and those that they are asked for, and hours of one fte, in a period."""

    hours: dict[Who, float]
    asked: dict[Who, float]
    of_fte: float

    def load(self, role: str = "", unit: str = "") -> float:
        these = self._these(role, unit)
        return sum(self.asked[who] for who in these) / sum(self.hours[who] for who in these)

    def fte(self, role: str = "", unit: str = "") -> float:
        missing = (self.asked[who] - self.hours[who] for who in self._these(role, unit) if self._is_short(who))
        return sum(missing) / self.of_fte

    def much_in_a_unit(self, role: str = "", unit: str = "") -> bool:
        """Whether a tenth of the people of a unit are missing, of which 0.05 fte is the least."""
        for of in [unit] if unit else invented.UNITS:
            people = sum(self.hours[who] for who in self._these("", of)) / self.of_fte
            if self.fte(role, of) >= 0.05 and self.fte(role, of) >= people / 10:
                return True
        return False

    def used(self) -> tuple[float, float]:
        """The share of what pools may lend that is asked, and the fte that they may lend."""
        lent = sum(self.hours[pool, ""] for pool in POOLS)
        return sum(self.asked[pool, ""] for pool in POOLS) / lent, lent / self.of_fte

    def busiest_unit(self, role: str) -> str:
        return max(invented.UNITS, key=lambda unit: self.load(role, unit))

    def _is_short(self, who: Who) -> bool:
        return self.asked[who] > 1.005 * self.hours[who]

    def _these(self, role: str, unit: str) -> list[Who]:
        return [(u, r) for u in invented.UNITS for r in invented.ROLES if role in ("", r) and unit in ("", u)]


def pressed_roles(tidy: Tidy) -> list[str]:
    """Roles of which any are missing in a year or more than 0.95 hour an hour is asked, the scarcest first.

    The scarcest is always among them: of which most are missing in any year or, where none are, most is asked.
    """
    years = [short(tidy, year) for year in invented.YEARS]
    most = {role: (max(y.fte(role) for y in years), max(y.load(role) for y in years)) for role in invented.ROLES}
    scarcest, *others = sorted(most, key=lambda role: most[role], reverse=True)
    assert len(most) <= 4
    return [scarcest, *(role for role in others if most[role][0] >= 0.05 or most[role][1] > 0.95)]


def course(tidy: Tidy, role: str = "", unit: str = "", *, any_number: bool = False) -> list[tuple[str, float]]:
    """The first year in which people are short, and the worst, each with the fte; once if they are one.

    Half a person is missing or more, or a tenth of those of a unit; or any number that a decimal shows. Empty: there is
    no such year.
    """
    years = {year: short(tidy, year) for year in invented.YEARS}
    by_year = {year: of.fte(role, unit) for year, of in years.items()}
    told = [
        (year, fte)
        for year, fte in by_year.items()
        if fte >= (0.05 if any_number else 0.5) or (not any_number and years[year].much_in_a_unit(role, unit))
    ]
    return list(dict.fromkeys((told[0], max(told, key=lambda each: each[1])))) if told else []


_KNOWN: dict[tuple[int, str, str], tuple[Tidy, Short]] = {}


def short(tidy: Tidy, period: str = "all", kind: str = "severe") -> Short:
    """Recount a period, once for each table of key figures (which is kept, so that its place in memory stays its)."""
    key = id(tidy), period, kind
    if key not in _KNOWN:
        _KNOWN[key] = tidy, _recount(tidy, period, kind)
    return _KNOWN[key][1]


def _recount(tidy: Tidy, period: str, kind: str) -> Short:
    def mean(figure: str, team: str = "all") -> float:
        return tidy.of(figure, period=period, team=team).mean

    hours: dict[Who, float] = {
        (unit, role): mean(f"hours_available_{role}", unit) for unit in invented.UNITS for role in invented.ROLES
    }
    hours |= {(pool, ""): mean("hours_available", pool) * share for pool, (_, share) in POOLS.items()}
    work = {(unit, skill): mean(f"hours_{kind}_{skill}", unit) for unit in invented.UNITS for skill in SKILLS}
    able: dict[tuple[str, str], list[Who]] = {
        (unit, skill): [(unit, role) for role, skills in invented.ROLES.items() if skill in skills]
        + [(pool, "") for pool, (helps, _) in POOLS.items() if helps == skill]
        for unit, skill in work
    }
    done = set[Who]()
    asked = dict.fromkeys(hours, 0.0)
    while work:
        left = [who for who in hours if who not in done]
        found = []
        for size in range(1, len(left) + 1):
            for group in combinations(left, size):
                theirs = [of for of in work if {*able[of]} - done <= {*group}]
                if theirs:
                    found.append((_level(sum(work[of] for of in theirs), hours, group), size, group, theirs))
        level = max(each[0] for each in found)
        _, _, group, theirs = max(each for each in found if each[0] > level * (1 - 1e-12))  # of equals the largest
        for who in group:
            asked[who] = hours[who] * (min(level, 1.0) if who[0] in POOLS else level)
        done |= {*group}
        work = {of: amount for of, amount in work.items() if of not in theirs}
    return Short(hours, asked, mean("hours_available") / mean("deployable_fte"))


def _level(amount: float, hours: dict[Who, float], group: tuple[Who, ...]) -> float:
    """Work for each hour of a group; beyond 1 what is lent is gone, and the rest is for each hour of the others."""
    lent = sum(hours[who] for who in group if who[0] in POOLS)
    own = sum(hours[who] for who in group) - lent
    return amount / (own + lent) if amount <= own + lent or not own else (amount - lent) / own
