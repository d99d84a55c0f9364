"""The catalogue of key figures: name, label, unit, meaning, rows, how each adds up, and which direction is better.

Tables, pages, comparisons, tuning and the what-if page read it here and nowhere else. The format of a value follows
from its unit: `report.kit.say.Say.value`.
"""

from functools import cache

from tbkk_sim.metrics.listed.flows import FLOWS
from tbkk_sim.metrics.listed.hours import HOURS
from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, Over, RowsOf, as_named
from tbkk_sim.metrics.listed.staff import STAFF
from tbkk_sim.metrics.listed.waiting import WAITING
from tbkk_sim.model.event_records import End
from tbkk_sim.model.names import Names
from tbkk_sim.settings.casework import OUTCOMES

__all__ = ["Better", "KeyFigure", "Over", "RowsOf", "fixed_key_figures", "key_figure_list"]


def key_figure_list(names: Names) -> tuple[KeyFigure, ...]:
    """All key figures of a run, in the order in which they are stored."""
    ended = (
        KeyFigure(
            f"ended_{outcome}",
            as_named(f"ended_{outcome}"),
            "cases",
            f"Finished cases that ended as: {outcome}.",
            RowsOf.CASES,
        )
        for outcome in (*OUTCOMES, End.OWN_WORK_DONE.name.lower())
    )
    by_step = (
        KeyFigure(
            f"hours_{skill}", as_named(f"hours_{skill}"), "hours", f"Hours worked on the step: {skill}.", RowsOf.HOURS
        )
        for skill in names.skills
    )
    by_skill = (
        KeyFigure(
            f"hours_{kind}_{skill}",
            as_named(f"hours_{kind}_{skill}"),
            "hours",
            f"Hours demanded of those who have the skill {skill}, by {what}.",
            RowsOf.UNITS,
        )
        for kind, what in (
            ("severe", "severe work and judging"),
            ("agreed", "these and the cases that were agreed"),
            ("demanded", "all work that comes in"),
        )
        for skill in names.skills[:-1]
    )
    by_role = (
        KeyFigure(
            f"hours_available_{role}",
            as_named(f"hours_available_{role}"),
            "hours",
            f"Hours available of members in the role: {role}.",
            RowsOf.UNITS,
        )
        for role in names.roles
    )
    busy = (
        KeyFigure(
            f"utilisation_{role}",
            as_named(f"utilisation_{role}"),
            "share",
            f"Part of their office hours that present members in this role had work in hand: {role}.",
            RowsOf.UNITS,
            Over.RATIO,
        )
        for role in names.roles
    )
    return (*FLOWS, *ended, *WAITING, *HOURS, *by_step, *by_skill, *by_role, *busy, *STAFF)


@cache
def fixed_key_figures() -> dict[str, KeyFigure]:
    """Key figures that every run has, by name; the others are named after its steps, roles and outcomes."""
    return {figure.name: figure for figure in (*FLOWS, *WAITING, *HOURS, *STAFF)}
