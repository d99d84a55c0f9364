"""The catalogue of key figures: name, label, unit, meaning, rows, how each adds up, and which direction is better.

Tables, pages, comparisons, tuning and the what-if page read it here and nowhere else. The format of a value follows
from its unit: `report.kit.say.Say.value`.
"""

from functools import cache

from tbkk_sim.metrics.listed.capacity import CAPACITY
from tbkk_sim.metrics.listed.chain import chain_of, family_of
from tbkk_sim.metrics.listed.costs import COSTS
from tbkk_sim.metrics.listed.examination import EXAMINATION
from tbkk_sim.metrics.listed.flows import FLOWS
from tbkk_sim.metrics.listed.hours import HOURS
from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, Over, RowsOf
from tbkk_sim.metrics.listed.milestones import FILE_WITHIN_NORM, MILESTONES, milestones_of
from tbkk_sim.metrics.listed.staff import STAFF
from tbkk_sim.metrics.listed.triage import TRIAGE
from tbkk_sim.metrics.listed.waiting import WAITING
from tbkk_sim.model.event_records import End
from tbkk_sim.model.names import Names
from tbkk_sim.problem import Phrase
from tbkk_sim.settings.casework import OUTCOMES

__all__ = ["Better", "KeyFigure", "Over", "RowsOf", "fixed_key_figures", "key_figure_list", "kind_of"]


ENDED_AS = {
    "file_to_om": Phrase("file to the prosecution service"),
    "alternative": Phrase("alternative settlement"),
    "letter_or_visit": Phrase("letter or visit"),
    "transferred": Phrase("transferred"),
    "no_offence": Phrase("no offence"),
    "own_work_done": Phrase("own work done"),
}
"""Labels of the outcomes of a case, within a sentence."""


def key_figure_list(names: Names) -> tuple[KeyFigure, ...]:
    """All key figures of a run, in the order in which they are stored."""
    skills = list(zip(names.skills, names.skill_labels, strict=True))
    roles = list(zip(names.roles, names.role_labels, strict=True))
    ended = (
        KeyFigure(
            f"ended_{outcome}",
            _of(Phrase("finished"), ENDED_AS[outcome]),
            "cases",
            f"Finished cases that ended as: {outcome}.",
            RowsOf.CASES,
        )
        for outcome in (*OUTCOMES, End.OWN_WORK_DONE.name.lower())
    )
    by_step = (
        KeyFigure(
            f"hours_{skill}",
            _of(Phrase("hours worked"), label),
            "hours",
            f"Hours worked on the step: {skill}.",
            RowsOf.HOURS,
        )
        for skill, label in skills
    )
    by_skill = (
        KeyFigure(
            f"hours_{kind}_{skill}",
            _of(hours, label),
            "hours",
            f"Hours demanded of those who have the skill {skill}, by {what}.",
            RowsOf.UNITS,
        )
        for kind, hours, what in (
            ("severe", Phrase("hours of severe work"), "severe work and judging"),
            ("agreed", Phrase("hours with the agreements"), "these and the cases that were agreed"),
            ("demanded", Phrase("hours demanded"), "all work that comes in"),
        )
        for skill, label in skills[:-1]
    )
    by_role = (
        KeyFigure(
            f"hours_available_{role}",
            _of(Phrase("hours available"), label),
            "hours",
            f"Hours available of members in the role: {role}.",
            RowsOf.UNITS,
        )
        for role, label in roles
    )
    busy = (
        KeyFigure(
            f"utilisation_{role}",
            _of(Phrase("utilisation"), label),
            "share",
            f"Part of their office hours that present members in this role had work in hand: {role}.",
            RowsOf.UNITS,
            Over.RATIO,
        )
        for role, label in roles
    )
    of_work = (*HOURS, *by_step, *by_skill, *by_role, *busy)
    of_chain = (*milestones_of(names), *chain_of(names))
    return (*FLOWS, *ended, *TRIAGE, *WAITING, *EXAMINATION, *of_work, *STAFF, *CAPACITY, *of_chain, *COSTS)


def _of(what: Phrase, name: Phrase) -> Phrase:
    """Label of what is counted of one step, role or outcome."""
    return Phrase("{what}: {name}", what=what, name=name)


@cache
def fixed_key_figures() -> dict[str, KeyFigure]:
    """Key figures that have one name in all runs; the others are named after steps, roles, outcomes and links."""
    of_milestones = (*MILESTONES, FILE_WITHIN_NORM)
    all_fixed = (*FLOWS, *TRIAGE, *WAITING, *EXAMINATION, *HOURS, *STAFF, *CAPACITY, *COSTS, *of_milestones)
    return {figure.name: figure for figure in all_fixed}


def kind_of(key_figure: str) -> KeyFigure | None:
    """Return what is known of a key figure from its name alone: unit, better direction; None: nothing."""
    return fixed_key_figures().get(key_figure) or family_of(key_figure)
