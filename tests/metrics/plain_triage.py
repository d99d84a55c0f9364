"""Recount of triage and assessment: who judged, what was joined or lost, on how many persons, and what was hidden."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction

from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.sampling.world import BY_NOBODY, BY_UNIT
from tests.metrics.plain_cases import mean, quantile
from tests.metrics.plain_hours import hours_in_months
from tests.metrics.plain_run import Recount, Sums
from tests.metrics.plain_story import CLOSED_CLASS, IN_ASSESSMENT

Hidden = tuple[int, float, float, bool]
"""Report, since when, until when (inf: still at the end), and whether it was found then."""


def triage(run: Recount) -> dict[str, Sums]:
    reports, story = run.world.reports, run.story

    def of(report: int) -> tuple[int, int]:
        return int(reports.unit[report]), int(reports.true_class[report])

    came = [
        (moment, report)
        for report, moment in story.arrivals.items()
        if moment >= 0 and reports.stream[report] < len(run.settings.demand.streams)
    ]
    of_cases = [(moment, report) for moment, report in came if reports.true_class[report] != CLOSED_CLASS]
    lost = [(its.until, its.report) for its in story.assessings.values() if its.lost]
    times_hidden = list(hidden(run))
    found = [(until, report) for report, _, until, was_found in times_hidden if was_found]
    days = run.gather((until, *of(report), until - story.arrivals[report]) for until, report in found)
    too_high = {report for _, report in overgraded(run)}

    def count(what: list[tuple[float, int]]) -> Sums:
        return run.sum_up((moment, *of(report), 1) for moment, report in what)

    def first(what: list[tuple[float, int]]) -> list[tuple[float, int]]:
        return [(moment, report) for moment, report in what if reports.person[report] == report]

    def hours(chosen: set[int], in_assessment: bool) -> Sums:
        return run.sum_up(
            (moment, int(run.world.people.team[spell.member]), of(spell.report)[1], worked)
            for spell in story.spells
            if spell.report in chosen and (spell.step == IN_ASSESSMENT if in_assessment else spell.step >= 0)
            for moment, worked in hours_in_months(run, spell)
        )

    persons = count(first(of_cases))
    return {
        "reports_triaged_by_hand": count(story.by_hand),
        "reports_triaged_by_system": count(story.by_system),
        "reports_taken_over": count(
            [(moment, report) for moment, report in story.by_system if report in story.judgings]
        ),
        "persons_reported": count(first(came)),
        "reports_per_person": {cell: n / persons[cell] for cell, n in count(of_cases).items() if persons.get(cell)},
        "reports_joined": count(story.joined),
        "untraceable": count(lost),
        "traces_lost": count([(moment, report) for moment, report in lost if _had_traces(run, report)]),
        "hours_assessment": hours(set(story.assessings), in_assessment=True),
        "overgraded": count(overgraded(run)),
        "hours_overgraded": hours(too_high, in_assessment=False),
        "hidden_mean": _hidden_on_average(run, times_hidden),
        "severe_in": _severe_in(run),
        "hidden_days_per_case": _hidden_per_case(run, times_hidden),
        "hidden_waiting": {cell: len(days) for cell, days in _still_hidden(run, times_hidden).items()},
        "hidden_waiting_days_mean": {cell: mean(days) for cell, days in _still_hidden(run, times_hidden).items()},
        "hidden_closed": count([(until, r) for r, _, until, found in times_hidden if not found and until < math.inf]),
        "hidden_found": count(found),
        "hidden_days_mean": {cell: mean(values) for cell, values in days.items()},
        "hidden_days_median": {cell: quantile(values, Fraction(1, 2)) for cell, values in days.items()},
        "hidden_days_p90": {cell: quantile(values, Fraction(9, 10)) for cell, values in days.items()},
    }


def severe(run: Recount, case_class: int) -> bool:
    """A class of severe cases: not `closed`, nor own work."""
    classes = list(run.settings.casework.classes.values())
    return 0 < case_class <= len(classes) and classes[case_class - 1].severe


def hidden(run: Recount) -> Iterator[Hidden]:
    """Times in which a severe report was seen as something else."""
    for report, seen_as in run.story.seen_as.items():
        if not severe(run, int(run.world.reports.true_class[report])):
            continue
        since: float | None = None
        for moment, case_class in seen_as:
            is_seen = case_class is not None and severe(run, case_class)
            if since is not None and (is_seen or case_class is None):
                yield report, since, moment, is_seen
                since = None
            elif since is None and case_class is not None and not is_seen:
                since = moment
        if since is not None:
            yield report, since, math.inf, False


def seen_later(run: Recount) -> Callable[[int], float]:
    """When another report on the person was taken for severe, after a report had ended unseen; inf: never."""
    person, ended = run.world.reports.person, dict[int, int]()
    sightings = defaultdict[int, list[tuple[int, float, int]]](list)
    for at, (kind, moment, report, _, _, detail, *_) in enumerate(run.story.events):
        if kind is Event.ENDED:
            ended.setdefault(report, at)
        reports = run.world.reports
        if kind is Event.TRIAGED and reports.triaged_by[report] == BY_UNIT and reports.assessment_seconds[report] > 0:
            continue  # nobody has heard who made it
        if kind is Event.ARRIVED and run.world.reports.triaged_by[report] == BY_NOBODY:
            seen_as = int(run.world.reports.triaged_class[report])
        elif kind in (Event.TRIAGED, Event.ASSESSED, Event.RECLASSIFIED):
            seen_as = detail
        else:
            continue
        if severe(run, seen_as):
            sightings[int(person[report])].append((at, moment, report))

    def of(report: int) -> float:
        later = (
            moment for at, moment, other in sightings[int(person[report])] if at > ended[report] and other != report
        )
        return next(later, math.inf) if report in ended else math.inf

    return of


def overgraded(run: Recount) -> list[tuple[float, int]]:
    """When which case was taken up as of a severe class that is of a lighter one."""
    taken_up = [(moment, report, detail) for kind, moment, report, _, _, detail, *_ in run.story.events
                if kind is Event.TAKEN_UP]  # fmt: skip
    lighter = {n for n in range(len(run.case_classes) + 1) if not severe(run, n)}
    true_class = run.world.reports.true_class
    return [(moment, r) for moment, r, seen_as in taken_up if severe(run, seen_as) and int(true_class[r]) in lighter]


def _had_traces(run: Recount, report: int) -> bool:
    """Enrichment would have led to a person when it came in, or at the start of the run."""
    came = max(round(run.story.arrivals[report] * SECONDS_PER_DAY), 0)
    return int(run.world.reports.trace_until_seconds[report]) > came


def _hidden_on_average(run: Recount, times_hidden: list[Hidden]) -> Sums:
    mean_hidden: Sums = {}
    for period, (begins, after) in run.spans.items():
        for report, since, until, _ in times_hidden:
            within = max(min(until, after) - max(since, begins), 0.0) / (after - begins)
            for team in run.teams_of(int(run.world.reports.unit[report])):
                for case_class in run.classes_of(int(run.world.reports.true_class[report])):
                    mean_hidden[period, team, case_class] = mean_hidden.get((period, team, case_class), 0.0) + within
    return mean_hidden


def _hidden_per_case(run: Recount, times_hidden: list[Hidden]) -> Sums:
    """Days hidden until somebody saw what the case is, whether it had ended or not, per severe case that came in."""
    later = seen_later(run)
    until_seen = [
        (report, since, until if found or until == math.inf else later(report), found)
        for report, since, until, found in times_hidden
    ]
    shares = _hidden_on_average(run, until_seen)
    lengths = {period: after - begins for period, (begins, after) in run.spans.items()}
    return {cell: shares.get(cell, 0.0) * lengths[cell[0]] / n for cell, n in _severe_in(run).items()}


def _severe_in(run: Recount) -> Sums:
    """Severe cases that came in, whatever they were taken for."""
    joined, reports = {report for _, report in run.story.joined}, run.world.reports
    return run.sum_up(
        (moment, int(reports.unit[report]), int(reports.true_class[report]), 1)
        for report, moment in run.story.arrivals.items()
        if moment >= 0 and report not in joined and severe(run, int(reports.true_class[report]))
    )


def _still_hidden(run: Recount, times_hidden: list[Hidden]) -> dict[tuple[str, str, str], list[float]]:
    """For how long those that are hidden at the end of each period have been so by then."""
    still: dict[tuple[str, str, str], list[float]] = {}
    for period, (_, after) in run.spans.items():
        for report, since, until, _ in times_hidden:
            if since < after <= until:
                for team in run.teams_of(int(run.world.reports.unit[report])):
                    for case_class in run.classes_of(int(run.world.reports.true_class[report])):
                        still.setdefault((period, team, case_class), []).append(after - since)
    return still
