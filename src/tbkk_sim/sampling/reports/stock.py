"""Work in stock at the start: triaged, and waiting or in hand."""

from collections.abc import Iterator
from typing import NamedTuple

from tbkk_sim.model.names import Names
from tbkk_sim.sampling.chance import Chance, key_of
from tbkk_sim.sampling.reports.arrivals import Arrivals, alike, numbered, unit_of_each
from tbkk_sim.sampling.reports.demand import UnitShares
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import CHOSEN


class StockParameters(NamedTuple):
    """Cases of one class in stock that wait, or that are in hand."""

    case_class: int
    stream: int
    first_key: int
    cases: int
    oldest_days: float
    taken_up: bool
    """They are in hand."""


def compile_stock(settings: Settings, names: Names) -> tuple[StockParameters, ...]:
    """Number the stock of each class, waiting and in hand.

    Waiting cases of a class that expires at a fixed age are younger than that.
    """
    found = []
    for name, stock in settings.demand.stock.items():
        expires = settings.casework.classes[name].expires
        alive_days = stock.oldest_days
        if expires is not None and expires.family == "fixed":
            alive_days = min(alive_days, expires.mean_days)
        brings = (stream for stream, of_stream in settings.demand.streams.items() if name in of_stream.mix)
        of_class = names.case_class(name), names.streams.index(next(brings, CHOSEN))
        stratum = f"stock/{names.random_name(name)}"
        found += [
            StockParameters(*of_class, key_of(f"{stratum}/waiting"), stock.waiting, alive_days, taken_up=False),
            StockParameters(*of_class, key_of(f"{stratum}/in_hand"), stock.in_hand, stock.oldest_days, taken_up=True),
        ]
    return tuple(found)


def draw_stock(
    stock: tuple[StockParameters, ...], names: Names, shares: UnitShares, chance: Chance
) -> Iterator[Arrivals]:
    """Draw waiting cases and cases in hand of each class, with ages spread evenly up to the oldest."""
    for row in stock:
        key = numbered(row.first_key, row.cases)
        yield alike(
            key,
            -row.oldest_days * chance.uniform("age", key),
            stream=row.stream,
            unit=unit_of_each(names, shares.of_class[row.case_class], chance, key),
            true_class=row.case_class,
            taken_up=row.taken_up,
        )
