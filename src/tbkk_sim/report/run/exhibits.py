"""Exhibits of a run, in the order of reading: each a figure, its finding in words and its table."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from tbkk_sim.report.run import findings
from tbkk_sim.report.run.chain import chain_phrases
from tbkk_sim.report.run.chain import figures as chain_figures
from tbkk_sim.report.run.chain import links as chain_tables
from tbkk_sim.report.run.chain import milestones as milestone_tables
from tbkk_sim.report.run.figures import assumptions as assumption_figures
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.figures import hours as hours_figures
from tbkk_sim.report.run.figures import staff as staff_figures
from tbkk_sim.report.run.figures import tiles
from tbkk_sim.report.run.figures import work as work_figures
from tbkk_sim.report.run.tables import assumptions as assumption_tables
from tbkk_sim.report.run.tables import hours as hours_tables
from tbkk_sim.report.run.tables import staff as staff_tables
from tbkk_sim.report.run.tables import units as unit_tables
from tbkk_sim.report.run.tables import work as work_tables
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class ReportPart(Enum):
    """The parts of a report that have exhibits."""

    GAP = "gap between demand and capacity"
    STAFF = "state of the workforce"
    UNDONE = "what will be left undone"
    CHAIN = "until a child is safe, and after the file"
    INPUT = "what the answer rests on"


@dataclass(frozen=True)
class Exhibit:
    """One subject: a picture, its finding, and the numbers behind it."""

    name: str
    """Name of its file."""
    title: str
    """Phrase above it, with the unit."""
    finding: Callable[[RunView], str]
    """Its finding, in words."""
    figure: Callable[[RunView], "Figure"]
    """The picture."""
    table: Callable[[RunView], "pd.DataFrame"]
    """The numbers behind it, as texts."""
    part: ReportPart = ReportPart.GAP
    """The part of the report that it belongs to."""


EXHIBITS = (
    Exhibit("backlog", words.BACKLOG, findings.stocks, work_figures.backlog, work_tables.backlog),
    Exhibit(
        "waiting",
        words.WAITING,
        findings.waiting,
        work_figures.waiting,
        work_tables.waiting,
        ReportPart.UNDONE,
    ),
    Exhibit(
        "left_undone",
        words.UNDONE,
        findings.left_undone,
        work_figures.left_undone,
        work_tables.left_undone,
        ReportPart.UNDONE,
    ),
    Exhibit("work", words.WORK, findings.work, work_figures.work, work_tables.work),
    Exhibit("hours_by_step", words.STEPS, findings.steps, hours_figures.steps, hours_tables.steps),
    Exhibit("load", words.LOAD, findings.load_of_own, hours_figures.load, hours_tables.load),
    Exhibit("units", words.TILES, findings.by_unit, tiles.units, unit_tables.by_unit),
    Exhibit("staff", words.STAFF, findings.staff, staff_figures.staff, staff_tables.staff, ReportPart.STAFF),
    Exhibit(
        "staff_by_unit",
        words.STAFF_UNITS,
        findings.staff_by_unit,
        staff_figures.staff_by_unit,
        staff_tables.staff_by_unit,
        ReportPart.STAFF,
    ),
    Exhibit(
        "turnover",
        words.TURNOVER,
        findings.turnover,
        staff_figures.turnover,
        staff_tables.turnover,
        ReportPart.STAFF,
    ),
    Exhibit(
        "availability",
        words.AVAILABILITY,
        findings.availability,
        staff_figures.availability,
        staff_tables.availability,
        ReportPart.STAFF,
    ),
    Exhibit(
        "assumptions",
        words.ASSUMPTIONS,
        findings.assumptions,
        assumption_figures.assumptions,
        assumption_tables.assumptions,
        ReportPart.INPUT,
    ),
)
"""The exhibits that every run has."""
AGES = Exhibit("ages", words.AGES, findings.ages, staff_figures.ages_of, staff_tables.age_table, ReportPart.STAFF)


MILESTONES = Exhibit(
    "milestones",
    chain_phrases.TABLE_MILESTONES,
    milestone_tables.finding,
    chain_figures.milestones,
    milestone_tables.milestones,
    ReportPart.CHAIN,
)
CHAIN = Exhibit(
    "chain",
    chain_phrases.TABLE_CHAIN,
    chain_tables.finding,
    chain_figures.chain,
    chain_tables.chain,
    ReportPart.CHAIN,
)


def exhibits_of(run: RunView) -> tuple[Exhibit, ...]:
    """The exhibits of a run: ages where people are known, milestones and the chain where there are any."""
    found = list(EXHIBITS)
    if run.people is not None:
        found.insert(1 + max(n for n, exhibit in enumerate(found) if exhibit.part is ReportPart.STAFF), AGES)
    found += [MILESTONES] if milestone_tables.milestones_of(run) else []
    return (*found, *([CHAIN] if chain_tables.links_of(run) else []))
