"""Recount of cases and reports: what comes in, waits, is begun and ends, and for how long."""

import math
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.seconds import NEVER_SECONDS
from tbkk_sim.sampling.world import BY_UNIT
from tests.metrics.plain_run import ALL, NO_NUMBER, Cell, Recount, Sums
from tests.metrics.plain_story import (
    CLOSED_CLASS,
    FULL,
    IN_HAND,
    SECONDS_PER_DAY,
    SHORT,
    UNDONE,
    VISIT,
    WAITING,
    Stay,
    on_the_second,
)

HALF_YEAR_DAYS = 182


def flows(run: Recount) -> dict[str, Sums]:
    reports, n_streams = run.world.reports, len(run.settings.demand.streams)
    cases = run.story.cases.values()
    arrived = [(moment, report) for kind, moment, report, *_ in run.story.events if kind is Event.ARRIVED]
    of_streams = [r for _, r in arrived if reports.arrived_seconds[r] >= 0 and reports.stream[r] < n_streams]
    again = [(moment, r) for moment, r in arrived if reports.stream[r] == n_streams + 2]

    def ended(*ends: End) -> Sums:
        chosen = (case for case in cases if case.end in ends)
        return run.sum_up((case.stays[-1].end, case.unit, case.stays[-1].case_class, 1) for case in chosen)

    outcomes = (*list(End)[:5], End.OWN_WORK_DONE)
    return {
        "reports_in": run.sum_up(
            (int(reports.arrived_seconds[r]) / SECONDS_PER_DAY, int(reports.unit[r]), int(reports.true_class[r]), 1)
            for r in of_streams
        ),
        "closed_in_triage": run.sum_up((moment, int(reports.unit[r]), 0, 1) for moment, r in run.story.closed),
        "taken_up": run.sum_up(
            (c.begun, c.unit, c.class_when_waiting_ended, 1)
            for c in cases
            if c.begun is not None and not c.was_in_hand_at_start
        ),
        "taken_up_in_campaigns": run.sum_up(
            (c.begun, c.unit, c.class_when_waiting_ended, 1) for c in cases if c.on_campaign and c.begun is not None
        ),
        "finished": ended(*outcomes),
        "closed_by_choice": ended(End.CLOSED_BY_CHOICE),
        "turned_away": ended(End.DECLINED),
        "let_go": ended(End.EXPIRED),
        **{
            name: run.sum_up(
                (c.stays[-1].end, c.unit, c.stays[-1].case_class, 1)
                for c in cases
                if c.treatment == treatment and c.end not in (None, End.OWN_WORK_DONE, *UNDONE)
            )
            for name, treatment in (("cases_full", FULL), ("cases_short", SHORT), ("cases_letter_or_visit", VISIT))
        },
        "abuse_not_found": run.sum_up(
            (c.stays[-1].end, c.unit, c.stays[-1].case_class, 1)
            for c in cases
            if c.end is not None and reports.upgrade_class[c.report] >= 0 and c.turned_out is None
        ),
        "returns": run.sum_up((moment, int(reports.unit[r]), int(reports.true_class[r]), 1) for moment, r in again),
        **{f"ended_{end.name.lower()}": ended(end) for end in outcomes},
    }


def left_undone(run: Recount) -> dict[str, Sums]:
    """What came in and is left undone, one move at a time: in with what comes, out with what needs no work any more."""
    reports = run.world.reports
    unjudged: list[tuple[float, int, int, float]] = []
    lost: list[tuple[float, int, int, float]] = []
    lapses: list[tuple[float, int, int, float]] = []
    for judging in run.story.judgings.values():
        unit, true_class = int(reports.unit[judging.report]), int(reports.true_class[judging.report])
        if true_class != CLOSED_CLASS:
            unjudged += [] if judging.was_in_stock else [(judging.arrived, unit, true_class, 1)]
            unjudged += [] if math.isinf(judging.triaged) else [(judging.triaged, unit, true_class, -1)]
    for assessing in run.story.assessings.values():
        unit, true_class = int(reports.unit[assessing.report]), int(reports.true_class[assessing.report])
        if true_class == CLOSED_CLASS:  # somebody is heard, and has no case
            continue
        unjudged.append((assessing.since, unit, true_class, 1))
        unjudged += [] if math.isinf(assessing.until) else [(assessing.until, unit, true_class, -1)]
        lost += [(assessing.until, unit, true_class, 1)] if assessing.lost else []
    moves = list(unjudged)
    for case in run.story.cases.values():
        waits = [stay for stay in case.stays if stay.state == WAITING]
        for number, stay in enumerate(waits):
            waited_before = number == 0 and case.was_in_stock and case.report not in run.story.judgings
            moves += [] if waited_before else [(stay.begin, case.unit, stay.case_class, 1)]
            if not math.isinf(stay.end):
                moves.append((stay.end, case.unit, stay.case_class, -1))
        if case.lapsed:
            lapses.append((case.stays[-1].end, case.unit, case.stays[-1].case_class, 1))
    mistakes = [
        (moment, int(reports.unit[report]), int(reports.true_class[report]), 1)
        for moment, report in run.story.closed
        if reports.true_class[report] != CLOSED_CLASS
    ]
    return {
        "cases_in": run.sum_up([*_came(run), *unjudged, *lost, *mistakes]),
        "waiting_growth": run.sum_up(moves),
        "closed_by_mistake": run.sum_up(mistakes),
        "left_undone": run.sum_up([*moves, *lapses, *lost, *mistakes]),
    }


def _came(run: Recount) -> Iterator[tuple[float, int, int, float]]:
    """Each case when it becomes one, as what it seems to be; if that changes while it waits, it comes there instead."""
    for case in run.story.cases.values():
        waits = [stay for stay in case.stays if stay.state == WAITING]
        if not case.was_in_stock or case.report in run.story.judgings:
            yield case.came, case.unit, case.stays[0].case_class, 1
        for before, after in pairwise(waits):
            yield before.end, case.unit, before.case_class, -1
            yield after.begin, case.unit, after.case_class, 1


def _cells_over_time(run: Recount, team: int, case_class: int) -> Iterator[tuple[Cell, int, int]]:
    for period, (first, after) in run.spans.items():
        for team_name in run.teams_of(team):
            for class_name in run.classes_of(case_class):
                yield (period, team_name, class_name), first, after


def levels(run: Recount) -> dict[str, Sums]:
    names = ("backlog_end", "backlog_mean", "in_hand_end", "in_hand_mean", "open_end", "triage_backlog_end")
    found: dict[str, Sums] = {name: defaultdict(float) for name in (*names, "assessment_backlog_end")}
    ages: dict[Cell, list[float]] = defaultdict(list)
    for case in run.story.cases.values():
        for stay in case.stays:
            name = "backlog" if stay.state == WAITING else "in_hand"
            for cell, first, after in _cells_over_time(run, case.unit, stay.case_class):
                in_it = max(min(stay.end, after) - max(stay.begin, first), 0.0)
                found[f"{name}_mean"][cell] += in_it / (after - first)
                if stay.begin < after <= stay.end:
                    found[f"{name}_end"][cell] += 1
                    found["open_end"][cell] += 1
                    if stay.state == WAITING:
                        ages[cell].append(after - case.arrived)
    reports = run.world.reports
    for triaging in run.story.judgings.values():
        unit, case_class = int(reports.unit[triaging.report]), int(reports.true_class[triaging.report])
        for cell, _, after in _cells_over_time(run, unit, case_class):
            if triaging.arrived < after <= triaging.triaged:
                found["triage_backlog_end"][cell] += 1
    for assessing in run.story.assessings.values():
        unit, case_class = int(reports.unit[assessing.report]), int(reports.true_class[assessing.report])
        for cell, _, after in _cells_over_time(run, unit, case_class):
            if assessing.since < after <= assessing.until:
                found["assessment_backlog_end"][cell] += 1
    return {**found, "backlog_age_days_mean": {cell: math.fsum(of) / len(of) for cell, of in ages.items()}}


def running(run: Recount, taken_up: Sums) -> dict[str, Sums]:
    """New starts, and what was in hand when the period began: of the stock, whatever becomes of it at once."""
    both = defaultdict(float, taken_up)
    for case in run.story.cases.values():
        for number, stay in enumerate(case.stays):
            if stay.state != IN_HAND:
                continue
            for cell, first, _ in _cells_over_time(run, case.unit, stay.case_class):
                from_stock = first == 0 and number == 0
                if from_stock or (first > 0 and stay.begin < first <= stay.end):
                    both[cell] += 1
    return {"taken_up_and_running": both}


def against_norm(run: Recount) -> dict[str, Sums]:
    share: Sums = {}
    settled: Sums = {}
    for number, (name, settings) in enumerate(run.settings.casework.classes.items(), 1):
        if settings.norm_days is None:
            continue
        cases = [case for case in run.story.cases.values() if case.unit < len(run.units)]
        came = dict.fromkeys(run.years, 0)
        for case in cases:
            if not case.was_in_stock and case.stays[0].case_class == number:
                came[run.periods_of(case.came)[1]] += 1
        waits = [s for c in cases for s in c.stays if s.state == WAITING and s.case_class == number and s.begin < s.end]
        pieces = list(_above(run, waits, came, settings.norm_days))
        for period in (ALL, *run.years):
            first, after = run.spans[period]
            days = math.fsum(max(min(end, after) - max(begin, first), 0.0) for begin, end, above in pieces if above)
            share[period, ALL, name] = days / (after - first)
        if run.horizon >= HALF_YEAR_DAYS:
            settled[ALL, ALL, name] = _settled(pieces)
    return {"backlog_above_norm_share": share, "backlog_settled_days": settled}


def _above(run: Recount, waits: list[Stay], came: dict[str, int], norm: float) -> Iterator[tuple[float, float, bool]]:
    """Times between changes, and whether more wait in them than come in within a norm."""
    change: dict[float, int] = defaultdict(int)
    for stay in waits:
        change[stay.begin] += 1
        change[stay.end] -= 1
    starts = [float(run.spans[year][0]) for year in run.years]
    moments = sorted({*starts, *(moment for moment in change if moment < run.horizon)})
    level = 0
    for begin, end in zip(moments, [*moments[1:], float(run.horizon)], strict=True):
        level += change[begin]
        year = run.periods_of(begin)[1]
        first, after = run.spans[year]
        limit = max(Fraction(came[year]) * Fraction(norm).limit_denominator(10**6) / (after - first), Fraction(1))
        yield begin, end, level > limit


def _settled(pieces: list[tuple[float, float, bool]]) -> float:
    since: float | None = None
    for begin, end, above in pieces:
        since = None if above else begin if since is None else since
        if since is not None and end - since >= HALF_YEAR_DAYS:
            return since
    return NO_NUMBER


def _norm(run: Recount, team: int, case_class: int) -> float | None:
    if case_class <= len(run.case_classes):
        return run.settings.casework.classes[run.classes[case_class]].norm_days
    return run.settings.collaboration.pools[run.teams[team]].own_work.norm_days


def _all_waits(run: Recount) -> Iterator[tuple[int, int, int, float, float, float | None, bool]]:
    """Report, unit, class, since when, beginning (inf: not begun), norm, let go: of all cases that wait or did."""
    reports = run.world.reports
    for case in run.story.cases.values():
        needs_nothing = case.begun is None and case.end is not None and not case.lapsed
        if not case.was_in_hand_at_start and not needs_nothing:
            case_class, begun = case.class_when_waiting_ended, math.inf if case.begun is None else case.begun
            yield (
                case.report,
                case.unit,
                case_class,
                run.story.counts_from[case.report],
                begun,
                _norm(run, case.unit, case_class),
                case.lapsed,
            )
    for triaging in run.story.judgings.values():
        unit, case_class = int(reports.unit[triaging.report]), int(reports.triaged_class[triaging.report])
        if math.isinf(triaging.triaged) and case_class != CLOSED_CLASS:
            yield triaging.report, unit, case_class, triaging.arrived, math.inf, _norm(run, unit, case_class), False
    for assessing in run.story.assessings.values():
        if math.isinf(assessing.until) and reports.true_class[assessing.report] != CLOSED_CLASS:
            report, case_class = assessing.report, assessing.seen_as
            unit = int(reports.unit[report])
            yield report, unit, case_class, run.story.counts_from[report], math.inf, _norm(run, unit, case_class), False


def waiting(run: Recount) -> dict[str, Sums]:
    reports, waits = run.world.reports, []
    for _, unit, case_class, arrived, begun, norm, let_go in _all_waits(run):
        due = arrived if norm is None else on_the_second(arrived + norm)
        if 0 <= due < run.horizon:
            waits.append((due, unit, case_class, arrived, begun, norm, let_go))
    lasting = list(_waits_that_last(run, waits))
    waited = run.gather((at, u, c, wait) for at, u, c, wait, _, _ in lasting)
    so_far = run.gather((at, u, c, until) for at, u, c, _, until, _ in lasting)
    still = run.gather((at, u, c, float(math.isinf(wait) and not gone)) for at, u, c, wait, _, gone in lasting)
    gone = run.gather((at, u, c, float(of)) for at, u, c, _, _, of in lasting)
    all_waits = run.gather((due, u, c, begun) for due, u, c, _, begun, _, _ in waits)
    in_time = run.gather((due, u, c, float(begun <= due)) for due, u, c, _, begun, norm, _ in waits if norm is not None)
    done = [case for case in run.story.cases.values() if case.end is not None and case.end not in UNDONE]
    lead = run.gather((c.stays[-1].end, c.unit, c.stays[-1].case_class, c.stays[-1].end - c.arrived) for c in done)
    triaged = [
        (j.arrived, int(reports.unit[j.report]), int(reports.triaged_class[j.report]), j.begun)
        for j in run.story.judgings.values()
        if reports.arrived_seconds[j.report] >= 0 and (j.waited or math.isinf(j.triaged))
    ]
    for_triaging = run.gather((a, u, c, min(b, run.horizon) - a) for a, u, c, b in triaged)
    not_triaged = run.gather((a, u, c, float(math.isinf(b))) for a, u, c, b in triaged)
    return {
        "waiting_days_mean": {
            cell: NO_NUMBER if any(gone[cell]) or 20 * sum(still[cell]) > len(of) else mean(of)
            for cell, of in so_far.items()
        },
        "waiting_days_median": {cell: quantile(of, Fraction(1, 2)) for cell, of in waited.items()},
        "waiting_days_p90": {cell: quantile(of, Fraction(9, 10)) for cell, of in waited.items()},
        "share_within_norm": {cell: mean(of) for cell, of in in_time.items()},
        **_late(run),
        "share_begun": {cell: mean([float(w < math.inf) for w in of]) for cell, of in all_waits.items()},
        "lead_days_mean": {cell: mean(of) for cell, of in lead.items()},
        "lead_days_p90": {cell: quantile(of, Fraction(9, 10)) for cell, of in lead.items()},
        "triage_waiting_days_mean": {
            cell: NO_NUMBER if 20 * sum(not_triaged[cell]) > len(of) else mean(of) for cell, of in for_triaging.items()
        },
    }


def _late(run: Recount) -> dict[str, Sums]:
    """Cases that were not begun when their norm ran out, and what they were held to be at that moment."""
    priorities = [99, *(of.priority for of in run.settings.casework.classes.values())]
    priorities.append(run.settings.collaboration.own_work_priority)
    late: dict[str, list[tuple[float, int, int, float]]] = {
        name: [] for name in ("due", "late", "late_unjudged", "late_seen_as_less")
    }
    for report, unit, case_class, since, begun, norm, _ in _all_waits(run):
        due = math.inf if norm is None else on_the_second(since + norm)
        if not 0 <= due < run.horizon:
            continue
        late["due"].append((due, unit, case_class, 1))
        if begun <= due:
            continue
        late["late"].append((due, unit, case_class, 1))
        held = [seen_as for moment, seen_as in run.story.seen_as.get(report, []) if moment <= due]
        held = [seen_as for seen_as in held if seen_as is not None]  # None: it ended
        waits_for_unit = report in run.story.assessings and run.story.assessings[report].until > due
        unheard = waits_for_unit and run.world.reports.triaged_by[report] == BY_UNIT
        if held and not unheard and priorities[held[-1]] > priorities[case_class]:
            late["late_seen_as_less"].append((due, unit, case_class, 1))
        elif not held or waits_for_unit:
            late["late_unjudged"].append((due, unit, case_class, 1))
    return {name: run.sum_up(of) for name, of in late.items()}


def _waits_that_last(
    run: Recount, waits: list[tuple[float, int, int, float, float, float | None, bool]]
) -> Iterator[tuple[float, int, int, float, float, bool]]:
    """When it counts, unit, class, wait (inf: without end), wait by the end of the run, let go.

    Of severe cases all; of others those that were taken up, when they were.
    """
    severe = [True, *(of.severe for of in run.settings.casework.classes.values()), True]
    for due, unit, case_class, arrived, begun, _, let_go in waits:
        if severe[case_class]:
            yield due, unit, case_class, begun - arrived, min(begun, run.horizon) - arrived, let_go
    for case in run.story.cases.values():
        case_class = case.class_when_waiting_ended
        if case.begun is None or case.was_in_hand_at_start or severe[case_class]:
            continue
        since = run.story.counts_from[case.report]
        waited = case.begun - since
        expires = run.story.expires[case.report]
        life = Fraction(19, 20) * (expires - round(since * SECONDS_PER_DAY))
        nearly = expires < NEVER_SECONDS and Fraction(round(waited * SECONDS_PER_DAY)) > life
        yield case.begun, case.unit, case_class, math.inf if nearly else waited, waited, False


def mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


def quantile(values: list[float], share: Fraction) -> float:
    """The least value that at least so large a share does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]
