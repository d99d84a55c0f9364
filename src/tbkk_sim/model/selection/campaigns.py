"""Campaign weeks of the units, and the places of the cases that are taken up in them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import NEVER_SECONDS, seconds_of_days
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.settings import Settings

PLACE_OF_NEW_IN_CAMPAIGN = -NEVER_SECONDS
"""Place of a case that may be taken up in a campaign, among work of the same urgency: after those that were."""


@dataclass(frozen=True, slots=True)
class CampaignParameters:
    """One row per campaign of a unit, sorted by unit, then by date; those of a unit do not overlap."""

    team: NDArray[np.int32]
    begin_seconds: NDArray[np.int64]
    end_seconds: NDArray[np.int64]
    case_class: NDArray[np.int32]
    treatment: NDArray[np.int32]
    """Treatment (model.selection.treatment.Treatment) that the cases get."""
    members_share: NDArray[np.float64]
    urgency: int
    """Urgency of the cases of all campaigns."""


def place_in_campaign(arrived: int) -> int:
    """Place of a case that was taken up in a campaign among work of the same urgency: first, in order of arrival."""
    return arrived - 2 * NEVER_SECONDS


def campaigns_of(settings: Settings, names: Names, urgency: int) -> CampaignParameters:
    """Number the campaigns of each unit within the run.

    Args:
        settings: All inputs.
        names: Their numbers.
        urgency: Urgency of the cases of campaigns.
    """
    rows = sorted(
        (
            names.team(unit),
            (campaign.date - settings.run.start).days,
            (campaign.end - settings.run.start).days,
            names.case_class(campaign.case_class),
            int(Treatment[campaign.treatment.upper()]),
            campaign.members_share,
        )
        for campaign in settings.steering.campaigns.values()
        for unit in campaign.units or names.units
        if campaign.end > settings.run.start and campaign.date <= settings.run.end
    )
    columns = list(zip(*rows, strict=True)) or [()] * 6
    return CampaignParameters(
        team=np.array(columns[0], dtype=np.int32),
        begin_seconds=seconds_of_days(columns[1]),
        end_seconds=seconds_of_days(columns[2]),
        case_class=np.array(columns[3], dtype=np.int32),
        treatment=np.array(columns[4], dtype=np.int32),
        members_share=np.array(columns[5], dtype=np.float64),
        urgency=urgency,
    )
