"""The assumptions that matter most: how far the load of severe work moves when one stands at the end of its range.

That load is hours of severe work and judging over hours there, so each number that scales a known part of either moves
it by that part. This is arithmetic on the key figures of the run, all else the same; nothing is simulated anew. Hours
of what is discovered in other cases stay as they are.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.labels import within
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.view import RunView
from tbkk_sim.sampling.reports.volumes import class_volumes
from tbkk_sim.settings.provenance import WITH_RANGE, Entry
from tbkk_sim.settings.settings import ALL, TRIAGE


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number that is not known for a fact, its range, and the load of severe work at both ends."""

    label: str
    now: str
    """Its value, in words."""
    low: str
    """The lower end of its range."""
    high: str
    """The upper end."""
    load_at_low: float
    load_at_high: float

    @property
    def label_within(self) -> str:
        """The label within a sentence."""
        return within(self.label)

    @property
    def swing(self) -> float:
        """Distance that the load moves over the range."""
        return abs(self.load_at_high - self.load_at_low)


def assumptions(run: RunView) -> list[Assumption]:
    """The assumptions that scale the load, the largest swing first; none where the sources are not known."""
    if not run.sources or not math.isfinite(run.mean("load_severe")):
        return []
    ranged = {entry.key: entry for entry in run.sources if entry.tag in WITH_RANGE and _has_range(entry)}
    found = [*_of_classes(run, ranged), *_of_reports(run, ranged), *_of_triaging(run, ranged), *_of_staff(run, ranged)]
    return sorted((each for each in found if math.isfinite(each.swing)), key=lambda each: -each.swing)


def _has_range(entry: Entry) -> bool:
    return isinstance(entry.value, float) and entry.value != 0 and entry.low is not None and entry.high is not None


def _at_ends(
    label: str, entries: list[Entry], write: Callable[[float], str], load_at: Callable[[float], float]
) -> Iterator[Assumption]:
    """Numbers that move together, as their sum."""
    if entries:
        now, low, high = (sum(float(end or 0.0) for end in ends) for ends in zip(*map(_ends, entries), strict=True))
        yield Assumption(label, write(now), write(low), write(high), load_at(low / now), load_at(high / now))


def _ends(entry: Entry) -> tuple[float, float | None, float | None]:
    return float(entry.value), entry.low, entry.high


def _part_scaled(run: RunView, part: float) -> Callable[[float], float]:
    """The load when a part of the hours of severe work and judging is multiplied by a factor."""
    load = run.mean("load_severe")
    return lambda factor: load * (1 + part * (factor - 1))


def _severe_hours(run: RunView, skills: Iterable[str], period: str = ALL) -> float:
    """Mean hours of severe work and judging that come in, of these skills."""
    means = (run.mean(f"hours_severe_{skill}", period=period) for skill in skills)
    return sum(mean for mean in means if not math.isnan(mean))


def _all_severe_hours(run: RunView, period: str = ALL) -> float:
    return _severe_hours(run, (TRIAGE, *run.settings.casework.steps), period)


def _part_of(run: RunView, hours: float) -> float:
    """A part of the hours of severe work and judging; NaN where none come in: the load at the ends is not known."""
    all_hours = _all_severe_hours(run)
    return hours / all_hours if all_hours > 0 else math.nan


def _judging_part(run: RunView) -> float:
    """The part of judging in the hours of severe work and judging."""
    return _part_of(run, _severe_hours(run, [TRIAGE]))


def _case_hours(run: RunView, name: str, period: str = ALL) -> float:
    """Mean hours of the cases of a class that come in, without those of judging their reports."""
    reports, of_class = (run.mean("reports_in", priority_class=each, period=period) for each in (ALL, name))
    judging = _severe_hours(run, [TRIAGE], period) * of_class / reports if reports > 0 and of_class > 0 else 0.0
    return max(run.mean("hours_demanded", priority_class=name, period=period) - judging, 0.0)


def _proactive_hours(run: RunView, period: str) -> float:
    """Mean hours of severe cases that no report brings: the part of their class that is opened on own initiative."""
    hours = 0.0
    for name, proactive in run.settings.casework.proactive.items():
        cases = run.mean("cases_in", priority_class=name, period=period)
        if run.settings.casework.classes[name].severe and cases > 0:
            opened = proactive.per_year * run.settings.run.share_of_year(int(period))
            hours += _case_hours(run, name, period) * min(opened / cases, 1.0)
    return hours


def _of_classes(run: RunView, ranged: Mapping[str, Entry]) -> Iterator[Assumption]:
    """Hours per case, and the share of the reports, of each severe class."""
    say = run.say
    for name in run.classes:
        if not run.settings.casework.classes[name].severe:
            continue
        scaled = _part_scaled(run, _part_of(run, _case_hours(run, name)))
        steps = [entry for key, entry in ranged.items() if key.startswith(f"casework.classes.{name}.hours.")]
        yield from _at_ends(
            say(words.HOURS_OF, name=run.label_within(name)),
            steps,
            lambda n: say(phrases.HOURS, n=say.number(n)),
            scaled,
        )
        yield from _of_mix(run, ranged, name)


def _of_mix(run: RunView, ranged: Mapping[str, Entry], name: str) -> Iterator[Assumption]:
    """The share of a class in the reports of each stream; with its name, where several streams bring the class."""
    say, streams = run.say, run.settings.demand.streams
    brought = {stream: _brought(run, stream, name) for stream, of in streams.items() if name in of.mix}
    total = sum(brought.values())
    for stream, reports in brought.items():
        key, label = (
            f"demand.streams.{stream}.mix.{name}.share",
            say(words.MIX_OF, name=run.label_within(name)),
        )
        if len(brought) > 1:
            label = f"{label} ({say(streams[stream].label)})"
        scaled = _part_scaled(run, _part_of(run, _case_hours(run, name)) * reports / total if total > 0 else 0.0)
        yield from _at_ends(label, [ranged[key]] if key in ranged else [], lambda part: say.share(part, 1), scaled)


def _brought(run: RunView, stream: str, name: str) -> float:
    """Reports of a class that a stream brings over the years of the run, as they are set."""
    return sum(class_volumes(run.settings.demand, stream, int(year))[name] for year in run.years)


def _of_reports(run: RunView, ranged: Mapping[str, Entry]) -> Iterator[Assumption]:
    """Reports in each year, and the growth of the hours per case."""
    say = run.say
    for year in run.years:
        brought = _part_of(run, _all_severe_hours(run, year) - _proactive_hours(run, year))
        for name, stream in run.settings.demand.streams.items():
            key = f"demand.streams.{name}.reports_per_year.{year}"
            label = say(words.REPORTS_OF, name=say(stream.label), year=year)
            known = [ranged[key]] if key in ranged else []
            share = stream.reports_per_year.get(int(year), 0.0) / max(_reports(run, year), 1.0)
            yield from _at_ends(label, known, say.number, _part_scaled(run, share * brought))
    growth = ranged.get("casework.complexity.growth_per_year")
    if growth is not None:
        now, middle = float(growth.value), run.length_years / 2
        scaled = _part_scaled(run, 1 - _judging_part(run))
        yield from _at_ends(
            say(phrases.COMPLEXITY),
            [growth],
            lambda part: say(phrases.A_YEAR, share=say.share(part)),
            lambda factor: scaled(((1 + now * factor) / (1 + now)) ** middle),
        )


def _reports(run: RunView, year: str) -> float:
    return sum(float(stream.reports_per_year.get(int(year), 0.0)) for stream in run.settings.demand.streams.values())


def _of_triaging(run: RunView, ranged: Mapping[str, Entry]) -> Iterator[Assumption]:
    """Hours per report triaged, and the part that is triaged by hand."""
    say, scaled = run.say, _part_scaled(run, _judging_part(run))
    hours = [ranged["triage.hours_mean"]] if "triage.hours_mean" in ranged else []
    yield from _at_ends(say(words.HOURS_JUDGING), hours, lambda n: say(phrases.HOURS, n=say.number(n, 2)), scaled)
    automatic = ranged.get("triage.automatic_share")
    if automatic is not None and float(automatic.value) < 1:
        now = float(automatic.value)
        yield from _at_ends(
            say(words.AUTOMATIC_SHARE),
            [automatic],
            say.share,
            lambda factor: scaled((1 - now * factor) / (1 - now)),
        )


def _of_staff(run: RunView, ranged: Mapping[str, Entry]) -> Iterator[Assumption]:
    """The part of the hours that goes to cases, and the time that a vacancy lasts."""
    say, load = run.say, run.mean("load_severe")
    share = [ranged["staffing.case_hours_share"]] if "staffing.case_hours_share" in ranged else []
    yield from _at_ends(say(words.CASE_HOURS_SHARE), share, say.share, lambda factor: load / factor)
    vacant = run.mean("vacancy_share")
    limit = ranged.get("staffing.turnover.transfer_per_year")
    if limit is not None and vacant > 0:
        yield from _at_ends(
            say(words.TRANSFERS),
            [limit],
            lambda part: say(phrases.A_YEAR, share=say.share(part)),
            lambda factor: load * (1 - vacant) / max(1 - vacant * (1 + _transfers(run) * (factor - 1)), 0.01),
        )


def _transfers(run: RunView) -> float:
    """The part of the leavers who go to other police work."""
    leavers, moved = run.mean("leavers"), run.mean("leavers_transferred")
    return moved / leavers if leavers > 0 and math.isfinite(moved) else 0.0
