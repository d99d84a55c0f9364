"""Recount of the laboratory: which devices came, were examined or wait, and for how long."""

import math
from collections import defaultdict
from fractions import Fraction

from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tests.metrics.plain_cases import mean, quantile
from tests.metrics.plain_run import Recount, Sums

OF_LABORATORY = {
    "devices_in", "devices_examined", "devices_waiting_end", "examination_days_mean", "examination_days_p90",
    "examined_within_norm_share",
}  # fmt: skip


def examination(run: Recount) -> dict[str, Sums]:
    """Every case whose devices came, one by one."""
    reports, devices = run.world.reports, run.world.steps.devices
    came: dict[tuple[int, int], tuple[float, int, int]] = {}
    done: dict[tuple[int, int], float] = {}
    for kind, moment, report, _, _, detail, step, _ in run.story.events:
        if kind is Event.SENT_TO_EXAMINATION:
            came[report, step] = moment, int(reports.unit[report]), detail
        elif kind is Event.EXAMINED:
            done[report, step] = moment

    def number(report: int, step: int) -> int:
        return int(devices[int(reports.first_step[report]) + step])

    into = [(moment, unit, of, number(*which)) for which, (moment, unit, of) in came.items()]
    out = [(moment, *came[which][1:], number(*which)) for which, moment in done.items()]
    took = run.gather((moment, *came[which][1:], moment - came[which][0]) for which, moment in done.items())
    left: Sums = defaultdict(float)
    for which, (moment, unit, case_class) in came.items():
        for period, (_, after) in run.spans.items():
            if moment < after <= done.get(which, math.inf):
                for team in run.teams_of(unit):
                    for class_name in run.classes_of(case_class):
                        left[period, team, class_name] += number(*which)
    norm, in_time = run.settings.chain.examination.norm_days, []
    for which, (moment, unit, case_class) in came.items():
        due = math.inf if norm is None else round(moment * SECONDS_PER_DAY) + round(norm * SECONDS_PER_DAY)
        if due < run.horizon * SECONDS_PER_DAY:
            examined = round(done[which] * SECONDS_PER_DAY) if which in done else math.inf
            in_time.append((due / SECONDS_PER_DAY, unit, case_class, float(examined <= due)))
    return {
        "devices_in": run.sum_up(into),
        "devices_examined": run.sum_up(out),
        "devices_waiting_end": left,
        "examination_days_mean": {cell: mean(of) for cell, of in took.items()},
        "examination_days_p90": {cell: quantile(of, Fraction(9, 10)) for cell, of in took.items()},
        "examined_within_norm_share": {cell: mean(of) for cell, of in run.gather(in_time).items()},
    }
