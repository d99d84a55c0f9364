"""Permissions of one team to take steps that wait for another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.model import rules
from tbkk_sim.model.names import Names, skill_bits
from tbkk_sim.model.seconds import per_million
from tbkk_sim.settings import Settings
from tbkk_sim.settings.collaboration import UnitHelp

LEND_MODES = {
    "before_own_work": rules.BEFORE_OWN_WORK,
    "by_urgency": rules.BY_URGENCY,
    "when_idle": rules.WHEN_IDLE,
}


@dataclass(frozen=True, slots=True)
class Lendings:
    """One row per permission to help: members of `lender` may take steps from the queue of `borrower`.

    Sorted by lender, then borrower.
    """

    lender: NDArray[np.int32]
    borrower: NDArray[np.int32]
    skills: NDArray[np.int64]
    """Skills in which help is given, as bits."""
    mode: NDArray[np.int32]
    max_share: NDArray[np.float64]
    efficiency_per_million: NDArray[np.int64]
    least_urgency: NDArray[np.int32]
    """Least urgent urgency that is helped with."""
    above: NDArray[np.float64]
    only_if_busier: NDArray[np.bool_]


def lendings_of(settings: Settings, names: Names) -> Lendings:
    """Number the permissions to help of pools, neighbours and the national unit, and of units that judge reports.

    Steps that two members of a team do together are not lent.
    """
    together = settings.collaboration
    rows: list[tuple[int, int, int, int, float, float, int, float, bool]] = []
    in_pairs = {name for name, step in settings.casework.steps.items() if step.in_pairs}
    by_priority = settings.assignment.goes_by_class
    if together.pools_lend:
        for name, pool in together.pools.items():
            bits = skill_bits(names, [skill for skill in pool.skills if skill not in in_pairs])
            if not bits or pool.max_share == 0 or pool.members == 0:
                continue
            least = pool.up_to_priority if by_priority else 99
            rows += [
                (names.team(name), names.team(unit), bits, LEND_MODES[pool.lends], pool.max_share, pool.efficiency,
                 least, 0.0, False)
                for unit in names.units
            ]  # fmt: skip
    case_bits = skill_bits(names, [skill for skill in names.skills[1:-1] if skill not in in_pairs])

    def help_rows(helper: str, others: list[str], rule: UnitHelp) -> None:
        rows.extend(
            (names.team(helper), names.team(other), case_bits, LEND_MODES[rule.lends], rule.max_share, rule.efficiency,
             99, rule.above_waiting_per_member, rule.only_if_busier)
            for other in others
            if other != helper
        )  # fmt: skip

    national = settings.triage.team
    if not together.one_queue:
        if together.neighbours is not None:
            for unit in names.units:
                if unit == national and together.national_helps is not None:
                    continue
                help_rows(unit, list(together.neighbours_of.get(unit, names.units)), together.neighbours)
        if together.national_helps is not None:
            help_rows(national, list(names.units), together.national_helps)
        if settings.triage.units_judge != "never":
            mode = LEND_MODES[settings.triage.units_judge]
            rows.extend(
                (names.team(unit), names.team(national), 1, mode, 1.0, 1.0, 99, 0.0, False)
                for unit in names.units
                if unit != national
            )
    rows.sort()
    if together.one_queue:  # units share one queue: a pool needs one lending to it only
        rows = [row for row in rows if row[1] == 0]
    columns = list(zip(*rows, strict=True)) or [()] * 9
    return Lendings(
        lender=np.array(columns[0], dtype=np.int32),
        borrower=np.array(columns[1], dtype=np.int32),
        skills=np.array(columns[2], dtype=np.int64),
        mode=np.array(columns[3], dtype=np.int32),
        max_share=np.array(columns[4], dtype=np.float64),
        efficiency_per_million=per_million(np.array(columns[5], dtype=np.float64)),
        least_urgency=np.array(columns[6], dtype=np.int32),
        above=np.array(columns[7], dtype=np.float64),
        only_if_busier=np.array(columns[8], dtype=np.bool_),
    )
