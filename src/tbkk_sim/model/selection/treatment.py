"""Treatments of cases: the choice by shares, the pressure that makes treatments lighter, and who returns.

As with the rules, the SimPy engine calls these functions as they stand and the compiled engine compiles them. Shares
and pressure are whole millionths, so that both come to the same case.
"""

from enum import IntEnum

from tbkk_sim.model.event_records import End
from tbkk_sim.model.seconds import PER_MILLION


class Treatment(IntEnum):
    """Ways in which a case is treated, from the heaviest to the lightest."""

    FULL = 0
    """A full investigation, to a file."""
    SHORT = 1
    """A short investigation, to a conditional dismissal with treatment (INDIGO)."""
    LETTER_OR_VISIT = 2
    """A letter, or a visit by two detectives."""
    NOTHING = 3
    """None: the case is closed by choice."""


FULL, SHORT, LETTER_OR_VISIT, NOTHING = map(int, Treatment)
EXPIRED, DECLINED, CLOSED_BY_CHOICE = int(End.EXPIRED), int(End.DECLINED), int(End.CLOSED_BY_CHOICE)
LAST_OUTCOME = int(End.NO_OFFENCE)


def under_pressure(calm_per_million: int, pressed_per_million: int, pressure_per_million: int) -> int:
    """Return a share between that without pressure and that at the highest pressure, all in millionths."""
    return calm_per_million + (pressed_per_million - calm_per_million) * pressure_per_million // PER_MILLION


def treatment_of(draw: int, upto_full: int, upto_short: int, upto_visit: int, may_be_closed: bool) -> int:
    """Choose the treatment of a case by shares.

    Args:
        draw: Number of the case, drawn evenly from 0 to 999,999.
        upto_full: Share of full investigations, in millionths.
        upto_short: Share of those and of short ones.
        upto_visit: Share of those and of letters and visits; the rest is closed by choice.
        may_be_closed: False for work in stock at the start: what is to be closed was closed before, so that the
            other treatments share it.

    Returns:
        The Treatment.
    """
    if not may_be_closed:
        draw = draw * upto_visit // PER_MILLION
    if draw < upto_full or (upto_visit == 0 and not may_be_closed):
        return FULL
    if draw < upto_short:
        return SHORT
    return LETTER_OR_VISIT if draw < upto_visit else NOTHING


def end_of_untreated(draw: int, calm_upto_visit: int) -> int:
    """Return how a case without treatment ends: closed by choice, or turned away under pressure only (End)."""
    return CLOSED_BY_CHOICE if draw >= calm_upto_visit else DECLINED


def becomes_full(treatment: int, severe: bool, upgraded: bool) -> bool:
    """True if a case that is treated in a lighter way turns out to need a full investigation."""
    return treatment != FULL and (severe or upgraded)


def may_be_changed_to(treatment: int, upgraded: bool, in_full: bool) -> bool:
    """True if a campaign may treat a case in this way.

    Args:
        treatment: That of the campaign.
        upgraded: The case turned out to be something worse.
        in_full: It is to be investigated in full whatever its class.
    """
    return not upgraded and (treatment == FULL or not in_full)


def first_position(treatment: int, short_from: int, full_from: int) -> int:
    """Position of the first step of a treatment: a case has the steps of a visit, of a short and of a full one."""
    if treatment == FULL:
        return full_from
    return short_from if treatment == SHORT else 0


def end_position(treatment: int, short_from: int, full_from: int, n_steps: int) -> int:
    """Position after the last step of a treatment."""
    if treatment == FULL:
        return n_steps
    return full_from if treatment == SHORT else short_from


def found_after(treatment: int, upgrade_after: int, found_by: int) -> int:
    """Position after which a treatment finds that a case is something worse; -1: it does not.

    A lighter one finds it at its end, before any position of a full investigation.

    Args:
        treatment: How the case is treated.
        upgrade_after: Position after which a full investigation finds it; -1: there is nothing to be found.
        found_by: The lighter treatments that find it, as bits.
    """
    return upgrade_after if treatment == FULL or (found_by >> treatment) & 1 == 1 else -1


def outcome_of(treatment: int, outcome: int, short_outcome: int, visit_outcome: int) -> int:
    """Return how a case ends when all steps of its treatment are done (End)."""
    if treatment == FULL:
        return outcome
    return short_outcome if treatment == SHORT else visit_outcome


def returns(how: int, treatment: int, upgraded: bool, returns_after: int) -> bool:
    """True if the person is reported again after a case has ended.

    Args:
        how: How it ended (End).
        treatment: How it was treated; a case that expired or was turned away was not treated at all.
        upgraded: It turned out to be something worse.
        returns_after: The treatments after which the person returns, as bits.
    """
    if how in (EXPIRED, DECLINED, CLOSED_BY_CHOICE):
        treatment = NOTHING
    elif how > LAST_OUTCOME or upgraded:
        return False
    return (returns_after >> treatment) & 1 == 1


def pressure_aimed_at(weeks: float, from_weeks: float, most_from_weeks: float) -> int:
    """Return the pressure that so many weeks of waiting work ask for, in millionths."""
    if weeks <= from_weeks:
        return 0
    if weeks >= most_from_weeks:
        return PER_MILLION
    return int((weeks - from_weeks) / (most_from_weeks - from_weeks) * PER_MILLION)


def next_pressure(pressure: int, aimed_at: int, most_change: int, least_change: int) -> int:
    """Return the pressure after a meeting, in millionths: no jump, and no change for a trifle."""
    change = aimed_at - pressure
    if abs(change) < least_change:
        return pressure
    return pressure + min(max(change, -most_change), most_change)
