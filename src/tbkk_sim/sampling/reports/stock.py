"""Work in stock at the start: triaged, and waiting or in hand."""

from collections.abc import Iterator

from tbkk_sim.model.names import Names
from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.reports.arrivals import Arrivals, alike, numbered, unit_of_each
from tbkk_sim.sampling.reports.demand import UnitShares
from tbkk_sim.settings import Settings


def stock(settings: Settings, names: Names, shares: UnitShares, chance: Chance) -> Iterator[Arrivals]:
    """Waiting cases and cases in hand of each class, with ages spread evenly up to the oldest.

    Waiting cases of a class that expires at a fixed age are younger than that.
    """
    for case_class, of_class in settings.demand.stock.items():
        expires = settings.casework.classes[case_class].expires
        alive_days = of_class.oldest_days
        if expires is not None and expires.family == "fixed":
            alive_days = min(alive_days, expires.mean_days)
        for state, count, oldest_days in (
            ("waiting", of_class.waiting, alive_days),
            ("in_hand", of_class.in_hand, of_class.oldest_days),
        ):
            key = numbered(f"stock/{names.random_name(case_class)}/{state}", count)
            yield alike(
                key,
                -oldest_days * chance.uniform("age", key),
                stream=_stream(settings, names, case_class),
                unit=unit_of_each(names, shares.of(case_class), chance, key),
                true_class=names.case_class(case_class),
                taken_up=state == "in_hand",
            )


def _stream(settings: Settings, names: Names, case_class: str) -> int:
    """The first stream that brings this class, else that of proactive cases."""
    for name, stream in settings.demand.streams.items():
        if case_class in stream.mix:
            return names.streams.index(name)
    return names.streams.index("chosen")
