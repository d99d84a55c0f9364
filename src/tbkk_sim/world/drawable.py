"""What would go wrong while a future is drawn, said before anything is drawn."""

from collections import Counter
from collections.abc import Iterator

from tbkk_sim.domain.calendar import check_calendar
from tbkk_sim.domain.establishment import check_plan
from tbkk_sim.domain.names import names_of
from tbkk_sim.settings import Settings
from tbkk_sim.settings.demand import CLOSED
from tbkk_sim.settings.schema import normalised
from tbkk_sim.world.chance import NUMBER_BITS, Chance, key_of
from tbkk_sim.world.demand import Flow, class_volumes, flows, unit_shares
from tbkk_sim.world.own_work import expected_pieces, pieces_waiting

MOST = 1 << NUMBER_BITS - 1
"""Numbers for the reports of one stratum, half of them left for futures that have more than is expected."""


def check_world_can_be_drawn(settings: Settings) -> list[str]:
    """Name what keeps futures of these settings from being drawn, as `key: what is wrong; what is allowed`.

    All checks that drawing makes are here, but for those of the schema: each calls what drawing calls.

    Returns:
        A message each; empty when all can be drawn.
    """
    run = settings.run
    found = check_calendar(settings.calendar, set(range(run.start.year, run.end.year + 1)))
    found += check_plan(settings.staffing, run.start)
    found += _years_without_reports(settings)
    if found:
        return found
    try:
        return [*_too_many(settings), *_same_key(settings)]
    except ValueError as error:
        return [str(error)]


def _years_without_reports(settings: Settings) -> list[str]:
    """A message per stream that does not say how many reports each year has."""
    found = []
    for name, stream in settings.demand.streams.items():
        try:
            for year in range(settings.run.start.year, settings.run.end.year + 1):
                class_volumes(name, stream, year)
        except ValueError as error:
            found.append(str(error))
    return found


def _too_many(settings: Settings) -> Iterator[str]:
    """What is expected beyond the numbers that there are for it."""
    chance, shares = Chance(settings.seed, 0), settings.demand
    surplus = unit_shares(settings, names_of(settings), chance).surplus
    for flow in flows(settings, chance):
        by_unit = normalised(shares.unit_share_by_class.get(flow.case_class, shares.unit_share))
        reports = flow.expected[-1] * max(by_unit.values()) * surplus
        yield from _beyond(_key_of_volume(settings, flow), "reports of one class in one unit", reports)
    for name, stock in settings.demand.stock.items():
        for state, count in (("waiting", stock.waiting), ("in_hand", stock.in_hand)):
            yield from _beyond(f"demand.stock.{name}.{state}", "cases", count)
    for name, work in settings.casework.chosen.items():
        yield from _beyond(f"casework.chosen.{name}.per_year", "cases", work.per_year * (settings.run.length_years + 1))
    for name, pool in settings.collaboration.pools.items():
        offered, waiting = float(expected_pieces(settings, pool)[-1]), pieces_waiting(settings, pool)
        for key, pieces in (("load", offered), ("backlog_days", waiting)):
            yield from _beyond(f"collaboration.pools.{name}.own_work.{key}", "pieces of own work", pieces)


def _key_of_volume(settings: Settings, flow: Flow) -> str:
    """The setting that makes a flow as large as it is: its largest batch, or else the volume of the stream."""
    bursts = {name: b.reports for name, b in settings.demand.bursts.items() if b.stream == flow.stream}
    largest = max(bursts, key=lambda name: bursts[name], default=None)
    if largest is not None and bursts[largest] > flow.expected[-1] / 2:
        return f"demand.bursts.{largest}.reports"
    return f"demand.streams.{flow.stream}"


def _beyond(key: str, what: str, expected: float) -> Iterator[str]:
    if expected > MOST:
        yield f"{key}: gives {expected:,.0f} {what} over the run; allowed are at most {MOST:,}"


def _same_key(settings: Settings) -> Iterator[str]:
    """Names of two strata that give one key, which happens once in some 2**38 pairs."""
    strata = [
        *(
            f"reports/{stream}/{case_class}/{unit}"
            for stream, of_stream in settings.demand.streams.items()
            for case_class in (CLOSED, *of_stream.mix)
            for unit in settings.staffing.units
        ),
        *(f"chosen/{case_class}" for case_class in settings.casework.chosen),
        *(f"stock/{case_class}/{state}" for case_class in settings.demand.stock for state in ("waiting", "in_hand")),
        *(f"own_work/{pool}{part}" for pool in settings.collaboration.pools for part in ("", "/backlog")),
    ]
    keys = {name: key_of(name) for name in strata}
    often = {key for key, times in Counter(keys.values()).items() if times > 1}
    if often:
        same = ", ".join(name for name, key in keys.items() if key in often)
        yield f"demand: the names {same} give the same random numbers; rename one of those added last"
