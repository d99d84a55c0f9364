"""Temporary people: hired for a time beside the posts."""

from tbkk_sim.sampling.capacity.stays import Stayer, stayers
from tbkk_sim.sampling.workforce.people import CameBy
from tbkk_sim.settings import Settings


def temporary(settings: Settings) -> list[Stayer]:
    """The people who are hired for a time."""
    return [
        person
        for name, of in settings.capacity.temporary.items()
        for person in stayers(settings, f"temporary/{name}", of, of.productivity_share, CameBy.TEMPORARY)
    ]
