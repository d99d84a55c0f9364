"""What must stay the same when a run is told in another way: parts add up, order and what comes later have no say."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tbkk_sim.metrics.catalogue import Over, key_figure_list
from tbkk_sim.metrics.cell import PARTS_UNDONE
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.names import Names, names_of
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.settings import Settings
from tests.builders import changed
from tests.metrics.edge_worlds import Told, leap_winter, told
from tests.metrics.plain_table import Row
from tests.rows import every_row

NAMES = ("leap winter", "desk", "random 3", "random 130")
CLASS_IN_DETAIL = (
    Event.ARRIVED, Event.TRIAGED, Event.ASSESSED, Event.QUEUED, Event.TAKEN_UP, Event.STARTED, Event.RESUMED,
    Event.RECLASSIFIED,
)  # fmt: skip


def figures(of: Told, *over: Over) -> list[str]:
    return [figure.name for figure in key_figure_list(names_of(of.settings)) if figure.over in over]


def assert_adds_up(of: Told, names: list[str], column: int, parts_of_all: list[str]) -> None:
    """That `all` in a column of the rows is the sum of these parts, wherever they have rows."""
    sums: dict[Row, float] = defaultdict(float)
    for row, value in of.rows.items():
        if row[0] in names and row[column] in parts_of_all:
            sums[(*row[:column], "all", *row[column + 1 :])] += value
    assert len(sums) > len(names)
    there = {row: of.rows[row] for row in sums if row in of.rows}
    assert there == pytest.approx({row: sums[row] for row in there}, rel=1e-9, abs=1e-9)


@every_row("name", NAMES)
def test_years_add_up_to_the_run(name):
    of = told(name)
    years = {row[1] for row in of.rows if row[1].isdigit()}
    assert_adds_up(of, figures(of, Over.SUM), 1, sorted(years))


@every_row("name", NAMES)
def test_months_add_up_to_the_run(name):
    of = told(name)
    months = {row[1] for row in of.rows if "-" in row[1]}
    monthly = {row[0] for row in of.rows if row[1] in months}
    assert_adds_up(of, [figure for figure in figures(of, Over.SUM) if figure in monthly], 1, sorted(months))


@every_row("name", NAMES)
def test_units_add_up_to_all_and_pools_stand_beside_them(name):
    of = told(name)
    summed = figures(of, Over.SUM, Over.END, Over.TIME, Over.WITHIN)
    assert_adds_up(of, summed, 2, list(of.settings.staffing.units))


@every_row("name", NAMES)
def test_classes_add_up_to_all(name):
    of = told(name)
    by_class = {row[0] for row in of.rows if row[3] != "all"}
    summed = [figure for figure in figures(of, Over.SUM, Over.END, Over.TIME, Over.WITHIN) if figure in by_class]
    assert_adds_up(of, summed, 3, list(names_of(of.settings).classes))


@every_row("name", NAMES)
def test_what_was_taken_up_is_done_or_in_hand(name):
    """Stock in hand, new starts, ends and what is left in hand balance; what came in is taken up or left undone."""
    of = told(name)
    for row, at_end in of.rows.items():
        name, period, team, case_class = row
        if name == "in_hand_end" and case_class == "all" and period == "all":
            of_cell = (period, team, "all")
            stock = sum(
                case.was_in_hand_at_start
                for case in of.story.cases.values()
                if team in ("all", names_of(of.settings).teams[case.unit])
                and (team != "all" or case.unit < len(of.settings.staffing.units))
            )
            came, begun, undone, done = (
                of.rows[figure, *of_cell] for figure in ("cases_in", "taken_up", "left_undone", "finished")
            )
            assert stock + begun == done + at_end
            assert came == begun + undone


@every_row("name", ["leap winter", "desk"])
def test_what_is_left_undone_is_the_sum_of_its_parts_in_every_cell(name):
    of = told(name)
    cells = [row[1:] for row in of.rows if row[0] == "left_undone"]
    assert len(cells) > 50
    for cell in cells:
        assert of.rows["left_undone", *cell] == sum(of.rows[part, *cell] for part in PARTS_UNDONE)


def test_all_reports_that_came_are_cases_or_ended_or_wait_to_be_judged():
    """Of the units, over the whole run: no report vanishes between the desk, the units and the persons."""
    of = told("desk")
    came = sum(moment >= 0 for report, moment in of.story.arrivals.items() if report not in of.story.cases)
    became = sum(
        not case.was_in_stock for case in of.story.cases.values() if case.unit < len(of.settings.staffing.units)
    )
    own = sum(case.unit >= len(of.settings.staffing.units) for case in of.story.cases.values())
    names = ("closed_in_triage", "reports_joined", "untraceable", "triage_backlog_end", "assessment_backlog_end")
    parts = [of.rows[name, "all", "all", "all"] for name in names]
    assert min(parts) > 0
    assert sum(parts) == came
    no_cases = sum(of.rows[name, "all", "all", "all"] for name in ("untraceable", "closed_by_mistake"))
    waiting = sum(
        of.rows.get((name, "all", "all", case_class), 0.0)
        for name in ("triage_backlog_end", "assessment_backlog_end")
        for case_class in of.settings.casework.classes
    )
    assert no_cases > 0 < waiting
    assert of.rows["cases_in", "all", "all", "all"] == became + no_cases + waiting
    assert own > 0


@pytest.mark.slow
def test_a_day_more_changes_no_month_before_it():
    """But for what is known at the end only: waits of cases that are due and not begun, what of a year is agreed."""
    longer, of = told_to("2024-03-06"), told("leap winter")
    of_end = {"waiting_days_mean", "waiting_days_p90", "load_agreed"}
    before = {row: v for row, v in of.rows.items() if row[1] < "2024-03" and "-" in row[1] and row[0] not in of_end}
    assert len(before) > 300
    assert {row: longer.rows.get(row) for row in before} == pytest.approx(before, rel=1e-9, abs=1e-9)


def told_to(end: str) -> Told:
    return leap_winter({"run.end": end})


def test_the_order_of_classes_and_teams_changes_no_number():
    of = told("leap winter")
    settings = Settings.model_validate(_in_other_order(of.settings.model_dump(mode="json")))
    old, new = names_of(of.settings), names_of(settings)
    assert new.teams != old.teams
    assert new.classes != old.classes
    log, reports, people = of.log, of.world.reports, of.world.people
    team, case_class = _renumber(old, new, "teams"), _renumber(old, new, "classes")
    has_class = np.isin(log.kind, CLASS_IN_DETAIL)
    detail = np.where(has_class, case_class[np.where(has_class, log.detail, 0)], log.detail)
    new_log = EventLog(
        log.time_seconds, log.work_seconds, log.report, log.member, team[log.team].astype(log.team.dtype),
        detail.astype(log.detail.dtype), log.step, log.kind,
    )  # fmt: skip
    world = replace(
        of.world,
        reports=replace(
            reports,
            unit=team[reports.unit].astype(reports.unit.dtype),
            **{
                column: np.append(case_class, -1)[getattr(reports, column)].astype(reports.true_class.dtype)
                for column in ("true_class", "triaged_class", "system_class", "assessed_class", "upgrade_class")
            },
        ),
        people=replace(people, team=team[people.team].astype(people.team.dtype)),
        posts=replace(of.world.posts, unit=team[of.world.posts.unit].astype(of.world.posts.unit.dtype)),
    )
    again = Told(settings, world, compile_parameters(settings), new_log).rows
    assert again == pytest.approx(of.rows, rel=1e-9, abs=1e-9)


def _in_other_order(values: dict[str, Any]) -> dict[str, Any]:
    paths = {"staffing.units": values["staffing"]["units"], "casework.classes": values["casework"]["classes"]}
    paths["collaboration.pools"] = values["collaboration"]["pools"]
    return changed(values, {path: dict(reversed(entries.items())) for path, entries in paths.items()})


def _renumber(old: Names, new: Names, what: str) -> np.ndarray:
    numbers = [getattr(new, what).index(name) for name in getattr(old, what)]
    return np.array(numbers)
