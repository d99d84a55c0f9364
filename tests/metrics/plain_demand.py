"""Recount of the work that is asked for: severe work and judging, with what was agreed, with everything."""

from collections import Counter
from collections.abc import Iterator

from tbkk_sim.model.selection.agreed import agreed_cases
from tbkk_sim.sampling.world import BY_HAND
from tests.metrics.plain_run import Recount
from tests.metrics.plain_story import CLOSED_CLASS, FULL, NOTHING, SHORT

KINDS = ("severe", "agreed", "all")
WAYS = ("full", "short", "letter_or_visit", "nothing")
Asked = tuple[int, float, int, int, dict[str, float]]
"""Skill, moment, home team, class, and the hours that count in each kind of load."""


def part(parts: list[Asked], kind: str) -> Iterator[tuple[float, int, int, float]]:
    for _, moment, team, case_class, hours in parts:
        yield moment, team, case_class, hours[kind]


def calm_treatment(run: Recount, report: int) -> int:
    """How a case is treated when nothing presses."""
    reports, classes = run.world.reports, list(run.settings.casework.classes.items())
    seen_as, truly = int(reports.assessed_class[report]), int(reports.true_class[report])
    of_cases = range(1, len(classes) + 1)
    returns = len(run.settings.demand.streams) + 2
    if seen_as not in of_cases or truly not in of_cases or int(reports.stream[report]) == returns:
        return FULL
    if reports.taken_up[report] or classes[seen_as - 1][1].severe or classes[truly - 1][1].severe:
        return FULL
    shares = run.settings.steering.treatments.get(classes[seen_as - 1][0], {"full": 1.0})
    whole, below = sum(shares.values()), 0.0
    for treatment, way in enumerate(WAYS[:-1]):
        below += shares.get(way, 0.0) / whole
        if reports.treatment_draw[report] < round(below * 1e6):
            return treatment
    return NOTHING


def steps_of(run: Recount, report: int, treatment: int) -> range:
    reports = run.world.reports
    short_from, full_from = int(reports.short_from[report]), int(reports.full_from[report])
    ends = {FULL: (full_from, int(reports.n_steps[report])), SHORT: (short_from, full_from), NOTHING: (0, 0)}
    return range(*ends.get(treatment, (0, short_from)))


def asked(run: Recount) -> list[Asked]:
    """All work that came within the run, and all that was found in it."""
    reports, steps = run.world.reports, run.world.steps
    severe = [True, *(of.severe for of in run.settings.casework.classes.values()), True]
    owed = _owed_part(run)
    parts: list[Asked] = []

    def ask(report: int, skill: int, moment: float, case_class: int, seconds: int, kinds: dict[str, float]) -> None:
        hours = {kind: seconds * members(run, skill) / 3600 * kinds.get(kind, 0.0) for kind in KINDS}
        parts.append((skill, moment, home(run, report, skill), case_class, hours))

    everywhere = dict.fromkeys(KINDS, 1.0)
    for report, arrived in _came(run):
        true_class = int(reports.true_class[report])
        if reports.triaged_by[report] == BY_HAND:
            ask(report, 0, arrived, true_class, int(reports.triage_seconds[report]), everywhere)
        if reports.triaged_class[report] == CLOSED_CLASS or not _stands_alone(run, report):
            continue
        if reports.assessment_seconds[report] > 0:
            skill, seconds = run.parameters.assessment_skill, int(reports.assessment_seconds[report])
            ask(report, skill, arrived, true_class, seconds, everywhere)
        if not _becomes_a_case(run, report):
            continue
        year = run.periods_of(arrived)[1]
        of_portfolio = {"agreed": owed.get((year, int(reports.unit[report]), true_class), 0.0), "all": 1.0}
        for position in steps_of(run, report, calm_treatment(run, report)):
            row = run.story.step_row(report, position)
            kinds = everywhere if severe[true_class] else of_portfolio
            ask(report, int(steps.skill[row]), arrived, true_class, int(steps.work_seconds[row]), kinds)
    for case in run.story.cases.values():
        if case.turned_out is None:
            continue
        of_stock = case.treatments[0] if case.treatments else FULL
        counted = (of_stock if case.arrived < 0 else calm_treatment(run, case.report)) == FULL
        for position in steps_of(run, case.report, FULL):
            if position > case.turned_out_after:
                row = run.story.step_row(case.report, position)
                known = int(steps.work_seconds[row]) if counted else 0
                more = max(int(steps.upgraded_work_seconds[row]) - known, 0)
                worse = int(reports.upgrade_class[case.report])
                kinds = everywhere if severe[worse] else {"agreed": 1.0, "all": 1.0}
                ask(case.report, int(steps.skill[row]), case.turned_out, worse, more, kinds)
    return parts


def undiscovered(run: Recount) -> Iterator[tuple[float, int, int, float]]:
    """Arrival, home team, true class and hours of what a full investigation would find, and nobody found."""
    reports, steps = run.world.reports, run.world.steps
    for report, arrived in _came(run):
        case = run.story.cases.get(report)
        if not _becomes_a_case(run, report):
            continue
        if reports.upgrade_class[report] < 0 or (case is not None and case.turned_out is not None):
            continue
        for position in steps_of(run, report, FULL):
            if position > reports.upgrade_after[report]:
                row = run.story.step_row(report, position)
                skill = int(steps.skill[row])
                hours = int(steps.upgraded_work_seconds[row]) * members(run, skill) / 3600
                yield arrived, home(run, report, skill), int(reports.true_class[report]), hours


def members(run: Recount, skill: int) -> int:
    """Members who do a step at once: skills are judging, the steps in their order, and own work of pools."""
    of_steps = [1, *(2 if step.in_pairs else 1 for step in run.settings.casework.steps.values()), 1]
    return of_steps[skill]


def home(run: Recount, report: int, skill: int) -> int:
    """The team in whose queue a step falls."""
    arrived_seconds = round(run.story.arrivals[report] * 86_400)
    row = sum(1 for since in run.parameters.home_from_seconds.tolist() if since <= arrived_seconds) - 1
    return int(run.parameters.home_team[row, run.world.reports.unit[report], skill])


def _came(run: Recount) -> Iterator[tuple[int, float]]:
    for report, arrived in run.story.arrivals.items():
        if arrived >= 0:
            yield report, arrived


def _stands_alone(run: Recount, report: int) -> bool:
    """It is the first on its person, or comes after the end of a case of that person."""
    reports = run.world.reports
    returns = len(run.settings.demand.streams) + 2
    return int(reports.person[report]) == report or int(reports.stream[report]) == returns


def _becomes_a_case(run: Recount, report: int) -> bool:
    """It is passed on twice, and leads to somebody of whom nothing is known."""
    reports = run.world.reports
    passed_on = CLOSED_CLASS not in (reports.triaged_class[report], reports.assessed_class[report])
    return passed_on and bool(reports.trace_until_seconds[report] > 0) and _stands_alone(run, report)


def _owed_part(run: Recount) -> dict[tuple[str, int, int], float]:
    """Of each year, unit and class: cases owed to cases that came to be treated, at most 1."""
    reports = run.world.reports
    came = Counter(
        (run.periods_of(arrived)[1], int(reports.unit[report]), int(reports.true_class[report]))
        for report, arrived in _came(run)
        if _becomes_a_case(run, report)
        and calm_treatment(run, report) != NOTHING
        and reports.true_class[report] != CLOSED_CLASS
    )
    parts = {}
    for year in run.years:
        days, (first, after) = 366 if int(year) % 4 == 0 else 365, run.spans[year]
        for (unit, name), cases in agreed_cases(run.settings, int(year)).items():
            key = year, run.teams.index(unit), run.classes.index(name)
            if came[key]:
                parts[key] = min(cases * (after - first) / days / came[key], 1.0)
    return parts
