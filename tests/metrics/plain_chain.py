"""Recount of milestones and of the chain: each case followed by itself, each queue searched through at each turn."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.sampling.chance import Chance, key_of
from tbkk_sim.settings.schema import Delay, Spread
from tests.metrics.plain_cases import mean, quantile
from tests.metrics.plain_run import NO_NUMBER, Recount, Sums
from tests.metrics.plain_story import FULL, SECONDS_PER_DAY, SHORT, Case, on_the_second

HALF, MOST = Fraction(1, 2), Fraction(9, 10)


@dataclass
class Waypoint:
    """A case that came to a milestone."""

    moment: float
    unit: int
    case_class: int
    since: float
    arrived: float


def milestones(run: Recount) -> dict[str, Sums]:
    steps = run.settings.casework.steps
    names = [(n, step.milestone) for n, step in enumerate(steps.values(), 1) if step.milestone is not None]
    if not names:
        return {}
    found: dict[str, Sums] = {}
    severe = [True, *(of.severe for of in run.settings.casework.classes.values()), True]
    came = run.sum_up((since, unit, c, 1) for since, unit, c in _clocks(run) if severe[c] and since >= 0)
    histories = list(_histories(run))
    for skill, name in [*names, (None, "file")]:
        ways = [of for case, history in histories if (of := _waypoint(run, case, history, skill)) is not None]
        days = run.gather((of.moment, of.unit, of.case_class, of.moment - of.since) for of in ways)
        of_severe = run.sum_up((of.moment, of.unit, of.case_class, float(severe[of.case_class])) for of in ways)

        def known(cell: tuple[str, str, str], value: float, of_severe: Sums = of_severe) -> float:
            return NO_NUMBER if 4 * of_severe.get(cell, 0) < came.get(cell, 0) else value

        found[f"{name}_cases"] = run.sum_up((of.moment, of.unit, of.case_class, 1) for of in ways)
        empty = {cell: NO_NUMBER for cell, n in came.items() if n and cell not in days}
        for which, value in (
            ("mean", mean),
            ("median", lambda of: quantile(of, HALF)),
            ("p90", lambda of: quantile(of, MOST)),
        ):
            found[f"{name}_days_{which}"] = {**empty, **{cell: known(cell, value(of)) for cell, of in days.items()}}
        norm = run.settings.chain.file_norm_days
        if name == "file" and norm is not None:
            in_time = run.gather(
                (of.moment, of.unit, of.case_class, float(of.moment <= on_the_second(of.arrived + norm))) for of in ways
            )
            found["file_within_norm_share"] = {cell: mean(of) for cell, of in in_time.items()}
    return found


def _clocks(run: Recount) -> Iterator[tuple[float, int, int]]:
    """From when the days of each case count, and of what: as it waited, and once more when it turned out worse."""
    for case in run.story.cases.values():
        if case.unit >= len(run.units):
            continue
        if not case.was_in_hand_at_start:
            yield run.story.counts_from[case.report], case.unit, case.class_when_waiting_ended
        if case.turned_out is not None:
            yield case.turned_out, case.unit, int(run.world.reports.upgrade_class[case.report])


History = list[tuple[Event, float, int]]
"""Of one case, since it was taken up: steps that were finished, and classes that it got."""


def _histories(run: Recount) -> Iterator[tuple[Case, History]]:
    """The cases that are followed: investigated, in the end, in full or in short, and not in hand at the start."""
    events: dict[int, History] = {}
    for kind, moment, report, _, _, detail, step, _ in run.story.events:
        case = run.story.cases.get(report)
        if case is None or case.was_in_hand_at_start or case.begun is None or case.treatment not in (FULL, SHORT):
            continue
        if kind is Event.TAKEN_UP:
            events[report] = []
        elif kind is Event.FINISHED and step >= 0:
            events[report].append((kind, moment, step))
        elif kind is Event.RECLASSIFIED and report in events:
            events[report].append((kind, moment, detail))
    for report, history in events.items():
        yield run.story.cases[report], history


def _waypoint(run: Recount, case: Case, history: History, skill: int | None) -> Waypoint | None:
    reports, steps = run.world.reports, run.world.steps
    case_class, since = case.class_when_waiting_ended, run.story.counts_from[case.report]

    def turns(moment: float, to: int) -> tuple[int, float]:
        return to, moment if moment == case.turned_out and to == reports.upgrade_class[case.report] else case.arrived

    if skill is None:
        if case.end is not End.FILE_TO_OM:
            return None
        for kind, moment, what in history:
            if kind is Event.RECLASSIFIED:
                case_class, since = turns(moment, what)
        return Waypoint(case.stays[-1].end, case.unit, case_class, since, case.arrived)
    first = int(reports.full_from[case.report] if case.treatment == FULL else reports.short_from[case.report])
    after = int(reports.n_steps[case.report] if case.treatment == FULL else reports.full_from[case.report])
    done = {what for kind, _, what in history if kind is Event.FINISHED}
    upto = []
    for position in range(first, after):
        row = run.story.step_row(case.report, position)
        worse = case.turned_out is not None and position > case.turned_out_after
        work = steps.upgraded_work_seconds[row] if worse else steps.work_seconds[row]
        if int(steps.skill[row]) <= skill and (work > 0 or position in done):
            upto.append(position)
    last = upto[-1] if upto else min((of for of in done if of >= first), default=None)
    if last is None or not done.issuperset(upto):
        return None
    for kind, moment, what in history:
        if kind is Event.RECLASSIFIED:
            case_class, since = turns(moment, what)
        elif what == last:
            return Waypoint(moment, case.unit, case_class, since, case.arrived)
    raise AssertionError(case)


@dataclass
class AtLink:
    """A case on its way along the chain."""

    key: int
    unit: int
    case_class: int
    arrived: float | None
    file: float
    came: float
    ready: float = math.inf
    begun: float = math.inf
    done: float = math.inf


def chain(run: Recount) -> dict[str, Sums]:
    found: dict[str, Sums] = {}
    chance, by_link = Chance(run.settings.seed, run.world.replication), dict[str, list[AtLink]]()
    links = run.settings.chain.links
    for name, link in links.items():
        here = list(_at_start(run, chance, name))
        if link.after is None:
            ends = [End[end.upper()] for end in link.takes]
            here += [_from_case(run, case) for case in run.story.cases.values() if case.end in ends]
        else:
            others = [other for other, of in links.items() if of.after == link.after]
            before = sum(links[other].share for other in others[: others.index(name)])
            for of in by_link[link.after]:
                draw = _draw(chance, f"chain/{link.after}/goes_on", of.key)
                if before <= draw < before + link.share:
                    here.append(AtLink(of.key, of.unit, of.case_class, of.arrived, of.file, of.done))
        _handle(run, chance, name, here)
        by_link[name] = here
        found |= {f"{figure}_{name}": sums for figure, sums in _figures(run, name, here).items()}
    return found


def _draw(chance: Chance, decision: str, key: int) -> float:
    import numpy as np

    return float(chance.uniform(decision, np.array([key]))[0])


def _from_case(run: Recount, case: Case) -> AtLink:
    key, ended = int(run.world.reports.key[case.report]), case.stays[-1]
    return AtLink(key, case.unit, ended.case_class, case.arrived, ended.end, ended.end)


def _at_start(run: Recount, chance: Chance, name: str) -> Iterator[AtLink]:
    link, demand = run.settings.chain.links[name], run.settings.demand
    for case_class, number in link.waiting_at_start.items():
        shares = demand.unit_share_by_class.get(case_class, demand.unit_share)
        drawn_as = run.settings.casework.classes[case_class].drawn_as or case_class
        for n in range(number):
            key = key_of(f"chain/{name}/{drawn_as}") + n
            age = round(link.oldest_days_at_start * SECONDS_PER_DAY * _draw(chance, "chain/age", key)) + 1
            where, units = _draw(chance, "chain/unit", key) * sum(shares.values()), sorted(run.units)
            while where > shares.get(units[0], 0):
                where -= shares.get(units.pop(0), 0)
            unit = list(run.units).index(units[0])
            came = -age / SECONDS_PER_DAY
            file = came if link.after is None else math.nan
            yield AtLink(key, unit, 1 + run.case_classes.index(case_class), None, file, came)


def _handle(run: Recount, chance: Chance, name: str, here: list[AtLink]) -> None:
    link, classes = run.settings.chain.links[name], list(run.settings.casework.classes.values())
    coming = [of for of in here if of.came < run.horizon]
    stays, place = {}, {}
    for of in coming:
        of.ready = on_the_second(of.came + _time(chance, link.delay, f"chain/{name}/delay", of.key))
        stays[id(of)] = _time(chance, link.stay, f"chain/{name}/stay", of.key)
        ahead = link.severe_ahead_days if classes[of.case_class - 1].severe else 0.0
        place[id(of)] = round((of.ready - ahead) * SECONDS_PER_DAY)
    coming.sort(key=lambda of: of.ready)
    turn = {id(of): _in_turns(run, name, of.ready) for of in coming}
    free = [Fraction(0)] * (1 if link.per_year else (link.places or len(coming)))
    now = Fraction(0)
    while coming:
        server = min(range(len(free)), key=free.__getitem__)
        now = max(now, free[server], turn[id(coming[0])])
        there = [of for of in coming if turn[id(of)] <= now]
        of = min(there, key=lambda of: (place[id(of)], of.ready))  # the first of equals
        coming = [other for other in coming if other is not of]
        length = Fraction(1) if link.per_year else Fraction(round(stays[id(of)] * SECONDS_PER_DAY))
        of.begun, of.done = (_in_days(run, name, moment) for moment in (now, now + length))
        free[server] = now + length
    for of in here:
        for moment in ("ready", "begun", "done"):
            if getattr(of, moment) >= run.horizon:
                setattr(of, moment, math.inf)


def _time(chance: Chance, delay: Delay, decision: str, key: int) -> float:
    import numpy as np

    if delay.mean_days == 0:
        return 0.0
    return on_the_second(
        delay.mean_days * float(chance.amounts(Spread(family=delay.family), decision, np.array([key]))[0])
    )


def _years(run: Recount, name: str) -> Iterator[tuple[int, int, Fraction]]:
    """First second of each calendar year from that of the start on, that after it, and what the link can do in it."""
    link, start = run.settings.chain.links[name], run.settings.run.start
    for year in range(start.year, start.year + 200):
        first, after = ((dt.date(of, 1, 1) - start).days * SECONDS_PER_DAY for of in (year, year + 1))
        last = min(year, run.settings.run.end.year)
        yield first, after, Fraction(link.capacity_in(last))


def _in_turns(run: Recount, name: str, days: float) -> Fraction:
    """What the link can have done between the start and a moment; of a link with places, seconds."""
    seconds = Fraction(round(days * SECONDS_PER_DAY))
    if not run.settings.chain.links[name].per_year:
        return seconds
    done = Fraction(0)
    for number, (first, after, capacity) in enumerate(_years(run, name)):
        begin = Fraction(0) if number == 0 else Fraction(first)
        done += capacity * (min(seconds, Fraction(after)) - begin) / (after - first)
        if seconds <= after:
            return done
    raise AssertionError(days)


def _in_days(run: Recount, name: str, turns: Fraction) -> float:
    if not run.settings.chain.links[name].per_year:
        return float(turns) / SECONDS_PER_DAY
    for number, (first, after, capacity) in enumerate(_years(run, name)):
        begin = Fraction(0) if number == 0 else Fraction(first)
        there = capacity * (after - begin) / (after - first)
        if turns <= there:
            return round(begin + turns * (after - first) / capacity) / SECONDS_PER_DAY
        turns -= there
    raise AssertionError(turns)


def _figures(run: Recount, name: str, here: list[AtLink]) -> Iterator[tuple[str, Sums]] | dict[str, Sums]:
    links, chain_ = run.settings.chain.links, run.settings.chain
    link = links[name]

    def count(moment: str, of_run_only: bool = True) -> Sums:
        at = [(getattr(of, moment), of) for of in here]
        return run.sum_up(
            (t, of.unit, of.case_class, 1) for t, of in at if t < run.horizon and (t >= 0 or not of_run_only)
        )

    def there(since: str, until: str) -> Sums:
        found: Sums = {}
        for of in here:
            for period, (_, after) in run.spans.items():
                if getattr(of, since) < after <= getattr(of, until):
                    for team in run.teams_of(of.unit):
                        for case_class in run.classes_of(of.case_class):
                            found[period, team, case_class] = found.get((period, team, case_class), 0) + 1
        return found

    def waits_so_far() -> dict[tuple[str, str, str], list[float]]:
        found: dict[tuple[str, str, str], list[float]] = {}
        for of in here:
            for period, (_, after) in run.spans.items():
                if of.ready < after <= of.begun:
                    for team in run.teams_of(of.unit):
                        for case_class in run.classes_of(of.case_class):
                            found.setdefault((period, team, case_class), []).append(after - of.ready)
        return found

    def due_by(since: str, norm: float) -> list[tuple[float, AtLink]]:
        due = [(on_the_second(getattr(of, since) + norm), of) for of in here if math.isfinite(getattr(of, since))]
        return [(t, of) for t, of in due if 0 <= t < run.horizon]

    def within(since: str, norm: float) -> Sums:
        flags = run.gather((t, of.unit, of.case_class, float(of.done <= t)) for t, of in due_by(since, norm))
        return {cell: mean(of) for cell, of in flags.items()}

    finished = [of for of in here if of.done < run.horizon]
    days = run.gather((of.done, of.unit, of.case_class, of.done - of.came) for of in finished)
    found = {
        "chain_in": count("came"),
        "chain_done": count("done"),
        "chain_stock_end": there("came", "done"),
        "chain_waiting_end": there("ready", "begun"),
        "chain_days_mean": {cell: mean(of) for cell, of in days.items()},
    }
    if link.is_limited:
        found["chain_waiting_days_mean"] = {cell: mean(of) for cell, of in waits_so_far().items()}
    if link.norm_days is not None:
        found["chain_within_norm"] = within("came", link.norm_days)
    if link.after is not None and (norms := chain_.norm_days_until(name)) is not None:
        found["chain_due"] = run.sum_up((t, of.unit, of.case_class, 1) for t, of in due_by("file", norms))
        found["chain_in_time"] = within("file", norms)
    if not any(other.after == name for other in links.values()):
        lead = run.gather(
            (of.done, of.unit, of.case_class, of.done - of.arrived) for of in finished if of.arrived is not None
        )
        found["chain_lead_days_mean"] = {cell: mean(of) for cell, of in lead.items()}
        found["chain_lead_days_median"] = {cell: quantile(of, HALF) for cell, of in lead.items()}
        found["chain_lead_days_p90"] = {cell: quantile(of, MOST) for cell, of in lead.items()}
    return found
