"""Figures that stand beside each other agree: in all rows of each replication, and on the screen."""

import io
import itertools
import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from rich.console import Console

from tbkk_sim.config.compose import load_settings
from tbkk_sim.metrics.catalogue import Over, key_figure_list
from tbkk_sim.model.names import names_of
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run import findings, terminal
from tbkk_sim.report.run.tables import hours, selection, short, work, year_phrases
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.sampling.reports.volumes import reports_set
from tbkk_sim.settings import Settings
from tests.builders import LAB, small_settings

pytestmark = pytest.mark.slow

REPLICATIONS = 3
NORM = 1e-6
OFFICE = ["engine=simpy", "run.start=2021-10-01", "run.end=2022-03-31", "demand.streams.image.volume_factor=0.3"]


def shipped(*overrides: str) -> Settings:
    return load_settings([*overrides, *OFFICE])


SCENARIOS = {
    "calm": small_settings,
    "short of people": lambda: small_settings({"staffing.units.coast.posts": 1, "staffing.units.capital.posts": 2}),
    "helped": lambda: small_settings(
        {"collaboration.pools": {"lab": LAB}, "staffing.units.coast.posts": 1, "run.end": "2022-06-30"}
    ),
    "held": lambda: small_settings(
        {"collaboration.pools": {"lab": {**LAB, "members": 1}}, "casework.steps.search.together_with": "lab"}
    ),
    "nobody": lambda: small_settings(
        {"staffing.vacancy_share_at_start": 1.0, "staffing.hiring.national_limit_per_month": 0}
    ),
    "desk": lambda: load_settings(["+scenario=textbook", "engine=simpy", "run.end=2022-12-31"]),
    "baseline": shipped,
    "growth": lambda: shipped("+scenario=growth", "demand.streams.image.volume_factor=1"),
    "one queue": lambda: shipped("+scenario=one_queue"),
    "first come": lambda: shipped("+scenario=first_come"),
}  # fmt: skip


@pytest.fixture(scope="module", params=list(SCENARIOS))
def run(request) -> RunView:
    settings = SCENARIOS[request.param]()
    plan = Simulation(settings)
    return RunView(settings, pd.concat([plan.simulate(r).key_figures for r in range(REPLICATIONS)], ignore_index=True))


@pytest.fixture
def rows(run) -> pd.DataFrame:
    """Rows (replication, period, team, class), a column a key figure: NaN where it has no row, inf without a number."""
    of = run.key_figures.assign(value=run.key_figures["value"].fillna(math.inf))
    keys = ["replication", "period", "team", "priority_class"]
    return of.astype(dict.fromkeys(keys[1:], str)).pivot(index=keys, columns="key_figure", values="value")


def test_waits_of_severe_cases_agree_with_each_other(run, rows):
    """The waits of other classes are those of cases taken up, the shares those of all that came."""
    severe = [name for name, of in run.settings.casework.classes.items() if of.severe]
    of_severe = rows[rows.index.get_level_values("priority_class").isin(severe)]
    came = of_severe.dropna(subset="waiting_days_p90")
    whole = came.dropna(subset="share_begun")
    assert ((whole["waiting_days_p90"] == math.inf) == (whole["share_begun"] < 0.9 - 1e-9)).all()
    assert ((whole["waiting_days_median"] == math.inf) == (whole["share_begun"] < 0.5 - 1e-9)).all()
    assert (whole["waiting_days_median"] <= whole["waiting_days_p90"]).all()
    assert (whole["waiting_days_mean"] == math.inf)[whole["share_begun"] < 0.95 - 1e-9].all()
    within = whole.get("share_within_norm", whole["share_begun"])
    assert (within.fillna(0.0) <= whole["share_begun"] + 1e-9).all()


def test_the_wait_of_nine_in_ten_agrees_with_the_norm_and_the_share_within_it(run, rows):
    checked = 0
    for name, of in run.settings.casework.classes.items():
        if of.norm_days is None or not of.severe:
            continue
        here = rows[rows.index.get_level_values("priority_class") == name]
        here = here.dropna(subset=["waiting_days_p90", "share_within_norm"])
        in_time = here["waiting_days_p90"] <= of.norm_days + NORM
        assert (in_time == (here["share_within_norm"] >= 0.9 - 1e-9)).all()
        checked += len(here)
    assert checked or not any(of.severe and of.norm_days for of in run.settings.casework.classes.values())


def test_what_came_is_taken_up_let_go_or_waits(run, rows):
    of_all = rows.xs(("all", "all"), level=("period", "team"))
    whole = of_all.xs("all", level="priority_class")
    stock = sum(stock.waiting for stock in run.settings.demand.stock.values())
    ended = whole[["closed_by_choice", "turned_away", "let_go", "untraceable", "closed_by_mistake"]].sum(axis=1)
    of_cases = of_all[of_all.index.get_level_values("priority_class").isin(run.classes)]
    unjudged = of_cases[["triage_backlog_end", "assessment_backlog_end"]].sum(axis=1).groupby("replication").sum()
    waits = whole["cases_in"] + stock - whole["taken_up"] - ended - unjudged
    pd.testing.assert_series_equal(waits, whole["backlog_end"], check_names=False)
    pd.testing.assert_series_equal(ended + whole["waiting_growth"], whole["left_undone"], check_names=False)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_what_came_in_each_year_adds_up_as_printed(run, language):
    """Read back from the table and the sentence below it: taken up and left undone are what came in, each year."""
    spoken = replace(run, settings=run.settings.model_copy(update={"language": language}))
    say = spoken.say
    names, *years = selection.each_year_columns(spoken, bands=False).values()
    came_in, first = say(year_phrases.CAME_IN), names.index(say(year_phrases.GROUP_CASES)) + 1
    assert names[first] == came_in
    assert [name.lstrip("- ") for name in names[first + 1 : first + 3]] == [
        spoken.heading(figure).lower() for figure in ("taken_up", "left_undone")
    ]
    total = 0.0
    for year in years:
        whole, taken_up, undone = map(_read, year[first : first + 3])
        assert whole == taken_up + undone
        total += whole
        of_classes = _came_in(names, year, say(year_phrases.GROUP_TAKEN_UP))
        assert sum(of_classes) == pytest.approx(whole, abs=sum(0.5 if n < 1000 else 0.005 * n for n in of_classes) + 1)
    said = re.search(r"([\d,.]+) (?:came in|binnen)|er ([\d.]+) binnen", selection.became(spoken))
    assert said is not None
    assert abs(_read(said[1] or said[2]) - total) <= len(years) + len(run.classes)


def _came_in(names: list[str], year: list[str], group: str) -> list[float]:
    """What came in of each class below the name of a group; of a class without any there is nothing."""
    cells = itertools.takewhile(bool, year[names.index(group) + 1 :]) if group in names else ()
    return [_read(cell.partition("/")[2]) for cell in cells if "/" in cell]


def _read(text: str) -> float:
    """A number as a table writes it, in either language: the last mark apart by three figures is between thousands."""
    plain = text.replace("\N{MINUS SIGN}", "-").strip()
    return float(re.sub(r"[.,](?=\d{3}(?!\d))", "", plain).replace(",", "."))


def test_what_became_of_the_cases_adds_up_as_printed_and_is_what_the_key_figures_say(run):
    say, table = run.say, selection.what_became(run)
    numbers = table.iloc[:, 1:].map(lambda cell: int(cell.replace(",", "").replace("\N{MINUS SIGN}", "-")))
    assert (numbers.iloc[:, :2].sum(axis=1) == numbers.iloc[:, 2:].sum(axis=1)).all()
    assert (numbers.iloc[0] == numbers.iloc[1:].sum()).all()
    whole = numbers.iloc[0]
    for heading, figure in ((run.heading("taken_up"), "taken_up"), (say(year_phrases.WAITING_AT_END), "backlog_end")):
        assert abs(whole[heading] - run.mean(figure)) < len(run.classes)
    assert abs(whole[say(year_phrases.CAME_IN)] - run.mean("cases_in")) < 6 * len(run.classes)
    said = selection.became(run)
    assert all(table.iloc[0][heading] in said for heading in table.columns[1:] if whole[heading] > 0)


def test_loads_agree_with_each_other_and_with_what_is_said(run, rows):
    units = rows[rows.index.get_level_values("team").isin(["all", *run.units])]
    known = units.dropna(subset=["load_severe"])
    assert (known["load_severe"] <= known["load_agreed"] + 1e-9).all()
    assert (known["load_agreed"] <= known["load_all"] + 1e-9).all()
    asked = [run.asked_of(period=year) for year in run.years]
    most_short = max(of.short_fte() for of in asked)
    out_of_reach = any(of.by_nobody or any(pool.short_hours for pool in of.along) for of in (*asked, run.asked_of()))
    of_units = [
        (of.short_fte(team=unit), sum(each.hours for each in of.people if each.team == unit) / of.hours_of_fte)
        for of in asked
        for unit in run.units
    ]
    much = any(missing >= max(0.05, people / 10) for missing, people in of_units)
    assert short.is_short(run) == (most_short >= 0.5 or much or out_of_reach)
    if "enough hours" in findings.load(run):
        assert run.mean("left_undone") < 0.25 * (run.mean("left_undone") + run.mean("taken_up"))


@pytest.mark.parametrize("kind", ["severe", "agreed", "all"])
def test_the_loads_of_roles_and_of_units_add_up_to_the_mean_load(run, kind):
    """In each year the hours asked of all people and pools, and of nobody, are those that come in."""
    for year in run.years:
        asked = run.asked_of(period=year, kind=kind)
        by_role = sum(_hours_asked(asked, role=role) for role in run.settings.staffing.roles)
        by_unit = sum(_hours_asked(asked, team=unit) for unit in run.units)
        whole = run.mean(f"load_{kind}", period=year) * run.mean("hours_available", period=year)
        outside = sum(each.asked for each in asked.lent) + sum(asked.by_nobody.values())
        assert by_role == pytest.approx(by_unit)
        word = {"all": "demanded"}.get(kind, kind)
        came_in = sum(run.mean(f"hours_{word}_{skill}", period=year) for skill in names_of(run.settings).skills[:-1])
        assert by_role + outside == pytest.approx(came_in)
        if math.isfinite(whole):
            assert came_in == pytest.approx(whole, rel=0.02)  # a ratio of means beside a mean of ratios
        missing = [asked.short_fte(role=role) for role in run.settings.staffing.roles]
        assert sum(missing) == pytest.approx(sum(asked.short_fte(team=unit) for unit in run.units))


def _hours_asked(asked, **of):
    """The load of some people, for each hour that they have; nothing of who is not there."""
    load, hours = asked.load(**of), sum(each.hours for each in asked.people if _is(each, **of))
    return load * hours if hours > 0 else 0.0


def _is(each, *, role="", team=""):
    return role in ("", each.role) and team in ("", each.team)


def test_hours_lent_are_hours_borrowed(run, rows):
    whole = rows.xs(("all", "all"), level=("period", "priority_class"))
    by_team = whole["hours_lent"].unstack("team")
    lent = by_team[["all", *(team for team in by_team if team in run.settings.collaboration.pools)]].sum(axis=1)
    borrowed = whole["hours_borrowed"].unstack("team")["all"]
    pd.testing.assert_series_equal(lent, borrowed, check_names=False)
    if run.settings.collaboration.one_queue:
        assert (by_team["all"] > 0).all()  # units work on each other's steps


def test_what_adds_up_over_years_does(run, rows):
    sums = [of.name for of in key_figure_list(names_of(run.settings)) if of.over is Over.SUM and of.name in rows]
    years = rows.loc[(slice(None), run.years), sums].groupby(level=["replication", "team", "priority_class"]).sum()
    whole = rows.xs("all", level="period")[sums].fillna(0.0)
    pd.testing.assert_frame_equal(years.reindex(whole.index), whole, check_exact=False, atol=1e-6)
    assert "taken_up_and_running" not in sums


def test_as_many_reports_come_in_as_were_set(run):
    demand, part = run.settings.demand, run.settings.run.share_of_year(2021)
    wholes = {name: stream for name, stream in demand.streams.items() if stream.part_of is None}
    wanted = part * sum(reports_set(demand, name, 2021) * stream.volume_factor for name, stream in wholes.items())
    found = run.mean("reports_in", period="2021")
    season = 0.0 if part == 1 else 0.15 * wanted
    assert abs(found - wanted) < 5 * math.sqrt(wanted / REPLICATIONS) + season
    shown = selection.each_year_columns(run, bands=False)
    at = shown[run.say(phrases.YEAR)].index(run.say(year_phrases.GROUP_REPORTS)) + 1
    assert shown[run.year_label("2021")][at] == run.say.count(found)


def test_the_screen_agrees_with_itself(run):
    table = work.class_columns(run, bands=False)
    say = run.say
    waits, within = table[run.heading("waiting_days_p90")], table[run.heading("share_within_norm")]
    for name, wait, share in zip(run.classes, waits, within, strict=False):
        norm = run.settings.casework.classes[name].norm_days
        replications = run.wide("share_within_norm", "priority_class", [name]).ravel()
        if norm is None or not run.settings.casework.classes[name].severe:
            continue
        if (replications >= 0.9).all():
            assert wait not in (say(phrases.NEVER), say(phrases.SELDOM))
        if (replications < 0.9).all():
            assert float(share.split()[0]) < 90
    screen = io.StringIO()
    terminal.show(run, "folder", Console(file=screen, width=100))
    text = screen.getvalue()
    assert "nan" not in text
    assert "inf" not in text.replace("information", "")
    pages = (
        hours.teams(run).to_csv() + hours.load(run).to_csv() + work.by_class(run).to_csv() + work.waiting(run).to_csv()
    )
    assert "nan" not in pages
    assert ",inf" not in pages
