"""Examination of devices: which cases wait for it, in which order, and how long it takes.

As with the rules, the SimPy engine calls these functions as they stand and the compiled engine compiles them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, seconds_of_days
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import DAYS_PER_YEAR


@dataclass(frozen=True, slots=True)
class ExaminationParameters:
    """The laboratory, as the engines and key figures read it."""

    active: bool
    """Devices are examined."""
    seconds_per_device: int
    turn: NDArray[np.int32]
    """Per class: its turn; a lower number goes first."""
    norm_seconds: int
    """Seconds from coming in by which the devices of a case are promised to be examined; NEVER_SECONDS: no norm."""


def is_examined(devices: int, taken_up: bool, on_campaign: bool) -> bool:
    """True if the step at hand of a case waits for the examination of devices.

    Devices were seized by work on the case, so a case that nobody has taken up has none yet. In a campaign nothing is
    seized.

    Args:
        devices: Devices drawn for the step; 0: it needs no examination.
        taken_up: Work on the case has begun.
        on_campaign: The case is treated as in a campaign.
    """
    return devices > 0 and taken_up and not on_campaign


def examination_seconds(devices: int, seconds_per_device: int) -> int:
    """Seconds in which the laboratory examines so many devices, one after the other."""
    return devices * seconds_per_device


def examination_of(settings: Settings, names: Names) -> ExaminationParameters:
    """Turn the settings of the laboratory into numbers."""
    examination, classes = settings.chain.examination, settings.casework.classes
    turn = np.zeros(len(names.classes), dtype=np.int32)
    if examination.urgent_first:
        turn[1:-1] = [of.priority for of in classes.values()]
    norm_days = examination.norm_days
    per_device = DAYS_PER_YEAR * SECONDS_PER_DAY / examination.capacity_devices_per_year
    return ExaminationParameters(
        active=examination.enabled,
        seconds_per_device=max(round(per_device), 1),
        turn=turn,
        norm_seconds=NEVER_SECONDS if norm_days is None else int(seconds_of_days(norm_days)),
    )
