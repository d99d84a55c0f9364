"""Who may help whom: the permissions that the settings give, and when they hold."""

from dataclasses import dataclass

from tbkk_sim.settings.collaboration import UnitHelp
from tests.checker.promises import TRIAGE_SKILL, Promises


@dataclass(frozen=True, slots=True)
class Lending:
    """Members of one team may take steps from the queue of another."""

    lender: int
    borrower: int
    skills: frozenset[int]
    lends: str
    """What goes first: `before_own_work`, `by_urgency` or `when_idle`."""
    max_share: float
    efficiency: float
    least_urgency: float
    """Least urgent step that is helped with."""
    above_waiting_per_member: float
    only_if_busier: bool


def lendings_of(promises: Promises) -> list[Lending]:
    """All permissions to help, by lender and borrower."""
    settings, names = promises.settings, promises.names
    together, units = settings.collaboration, range(len(names.units))
    lendings = []
    not_lent = frozenset(skill for skill, in_pairs in enumerate(promises.in_pairs) if in_pairs)
    if together.pools_lend:
        for name, pool in together.pools.items():
            least = pool.up_to_priority if promises.by_severity else 99
            lendings += [
                Lending(
                    names.team(name), unit, frozenset(map(names.skill, pool.skills)) - not_lent, pool.lends,
                    pool.max_share, pool.efficiency, least, 0.0, False,
                )
                for unit in ([0] if together.one_queue else units)
            ]  # fmt: skip
    case_skills = (
        frozenset(range(1, len(names.skills) - 1)) - not_lent
    )  # judging reports is lent by units that judge, below
    judges = names.team(settings.triage.team)

    def help_others(helper: int, others: list[int], rule: UnitHelp) -> None:
        lendings.extend(
            Lending(
                helper, other, case_skills, rule.lends, rule.max_share, rule.efficiency, 99,
                rule.above_waiting_per_member, rule.only_if_busier,
            )
            for other in others
            if other != helper
        )  # fmt: skip

    if not together.one_queue:
        if settings.triage.units_judge != "never":
            lendings += [
                Lending(unit, judges, frozenset({TRIAGE_SKILL}), settings.triage.units_judge, 1.0, 1.0, 99, 0.0, False)
                for unit in units
                if unit != judges
            ]
        for unit, name in enumerate(names.units):
            if unit == judges and together.national_helps is not None:
                help_others(unit, list(units), together.national_helps)
            elif together.neighbours is not None:
                others = together.neighbours_of.get(name, list(names.units))
                help_others(unit, [names.team(other) for other in others], together.neighbours)
    return sorted(lendings, key=lambda lending: (lending.lender, lending.borrower))


def is_open(lending: Lending, lent: int, present: int, waiting: int, at_borrower: int, own_waiting: int) -> bool:
    """Whether the lender helps now.

    Args:
        lending: the permission.
        lent: members of the lender who work for others now.
        present: members of the lender who are present.
        waiting: steps that wait in the borrower's queue.
        at_borrower: members of the borrower who are present.
        own_waiting: steps that wait in the lender's own queue.
    """
    if waiting == 0 or lent >= lending.max_share * present - 1e-9:  # a share is rounded up
        return False
    per_member = waiting / max(at_borrower, 1)
    if per_member <= lending.above_waiting_per_member:
        return False
    return not lending.only_if_busier or per_member > own_waiting / max(present, 1)
