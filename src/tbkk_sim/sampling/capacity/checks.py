"""Checks of capacity against the run: nothing begins before it, and there are posts for whoever is retrained."""

from collections.abc import Iterator

from tbkk_sim.model.retraining import check_retraining
from tbkk_sim.problem import Phrase, Problem
from tbkk_sim.settings import Settings


def check_capacity(settings: Settings) -> list[Problem]:
    """Name what cannot be carried out in this run; empty when all can."""
    return list(_too_early(settings)) or check_retraining(settings)


def _too_early(settings: Settings) -> Iterator[Problem]:
    start = settings.run.start
    for kind in type(settings.capacity).model_fields:
        for name, of in getattr(settings.capacity, kind).items():
            if of.date < start:
                says = Phrase(
                    "{date} is before the start of the run; allowed: from {start} on",
                    date=str(of.date),
                    start=str(start),
                )
                yield Problem(f"capacity.{kind}.{name}.date", says)
