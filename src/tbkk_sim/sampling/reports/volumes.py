"""Reports of each stream and class in a year: as published or as a part of others, with growth, levers and drift."""

from tbkk_sim.problem import wrong
from tbkk_sim.settings.demand import CLOSED, Demand, Stream
from tbkk_sim.settings.schema import SHARES_SUM_TOLERANCE


def class_volumes(demand: Demand, name: str, year: int) -> dict[str, float]:
    """Reports of each class of a stream in a year; `closed` gets the reports that nothing else takes.

    A class grows with (reports / reports of the reference year) to the power of its elasticity, and by its drift.
    A year without reports has none of any class. The reports of the parts of a stream, before the lever of each, are
    taken out of its `closed`; so what a lever adds comes on top.

    Raises:
        SettingsError: the year is missing, the stream has no reports in its reference year, or its parts take
            more than the share that is of no class.
    """
    stream = demand.streams[name]
    reports = reports_in(demand, name, year)
    cases = _cases(demand, name, year, reports)
    parts = {part: reports_set(demand, part, year) * stream.volume_factor for part in demand.parts_of(name)}
    if sum(parts.values()) > (stream.of_no_class + SHARES_SUM_TOLERANCE) * reports:
        largest = max(parts, key=lambda part: parts[part])
        raise wrong(
            f"demand.streams.{largest}.part_per_year",
            "takes {share:.3g} of the reports of {stream} in {year}, of which a share of {left:.3g} is of no class; "
            "allowed is at most that, with the shares of other parts",
            share=parts[largest] / reports,
            stream=name,
            year=year,
            left=stream.of_no_class,
        )
    closed = max(reports - sum(cases.values()), 0.0) - sum(parts.values())
    return {CLOSED: max(closed, 0.0) if stream.triaged else 0.0, **cases}


def reports_in(demand: Demand, name: str, year: int) -> float:
    """Reports of a stream in a year, as the levers have them; of a part, those that its lever adds are among them.

    Raises:
        SettingsError: the year is missing.
    """
    stream = demand.streams[name]
    reports = reports_set(demand, name, year) * stream.volume_factor
    return reports if stream.part_of is None else reports * demand.streams[stream.part_of].volume_factor


def reports_set(demand: Demand, name: str, year: int) -> float:
    """Reports of a stream in a year, before any `volume_factor`.

    Raises:
        SettingsError: the year is missing.
    """
    stream = demand.streams[name]
    given = _given_in(name, stream, year)
    if stream.part_of is None:
        return given
    return min(given, 1.0) * reports_set(demand, stream.part_of, year)


def _given_in(name: str, stream: Stream, year: int) -> float:
    """Reports of a year, or the share that they are of another stream."""
    known = stream.per_year
    last = max(known)
    if year > last:
        return known[last] * (1 + stream.growth_per_year) ** (year - last)
    if year not in known:
        raise wrong(
            f"demand.streams.{name}.{'reports_per_year' if stream.part_of is None else 'part_per_year'}",
            "the year {year} of the run is missing; known are {known}",
            year=year,
            known=", ".join(str(y) for y in sorted(known)),
        )
    return known[year]


def _cases(demand: Demand, name: str, year: int, reports: float) -> dict[str, float]:
    """Reports of each class of cases of a stream in a year in which it has so many reports."""
    stream = demand.streams[name]
    reference = reports_set(demand, name, stream.reference_year)
    if reports == 0:
        return dict.fromkeys(stream.mix, 0.0)
    as_many = all(of_class.elasticity == 1 for of_class in stream.mix.values())
    if reference == 0 and not as_many:
        says = "there are no reports in {year}; give a year that has reports"
        raise wrong(f"demand.streams.{name}.reference_year", says, year=stream.reference_year)
    beyond = max(sum(of_class.share for of_class in stream.mix.values()), 1.0)  # what rounding adds to shares
    cases = {}
    for case_class, of_class in stream.mix.items():
        share = of_class.share / beyond
        if reference == 0:
            of_volume = share * reports
        else:
            of_volume = share * reference * (reports / reference) ** of_class.elasticity
        cases[case_class] = of_volume * (1 + of_class.drift_per_year) ** (year - stream.reference_year)
    return cases


def mix_of_cases(demand: Demand, name: str, year: int) -> dict[str, float]:
    """Share of each class among the cases of a stream in a year; as the shares are set if there are none.

    Raises:
        SettingsError: the year is missing.
    """
    stream = demand.streams[name]
    cases = _cases(demand, name, year, reports_in(demand, name, year))
    total = sum(cases.values())
    return {c: of / total for c, of in cases.items()} if total > 0 else {c: s.share for c, s in stream.mix.items()}


def share_in_batch(demand: Demand, volumes: dict[str, dict[str, float]], name: str, case_class: str) -> float:
    """Share of a class of a stream, or of a part of one, in a batch of reports of the stream.

    It is that in the reports of that year, or as the shares are set if there are none.

    Args:
        demand: All reports.
        volumes: Reports of each stream and class in the year of the batch.
        name: The stream, or the part of one.
        case_class: The class.
    """
    whole = demand.streams[name].part_of or name
    parts = demand.parts_of(whole)
    total = sum(sum(volumes[of].values()) for of in (whole, *parts))
    if total > 0:
        return volumes[name][case_class] / total
    taken = {of: demand.streams[of].part_per_year[demand.streams[of].reference_year] for of in parts}
    came = {of: share * demand.streams[of].volume_factor for of, share in taken.items()}
    closed = max(demand.streams[whole].of_no_class - sum(taken.values()), 0.0)
    total = 1 - demand.streams[whole].of_no_class + closed + sum(came.values())
    if case_class == CLOSED:
        share = closed if name == whole else came[name] * demand.streams[name].of_no_class
    else:
        share = came.get(name, 1.0) * demand.streams[name].mix[case_class].share
    return max(share, 0.0) / total if total > 0 else 0.0
