"""Costs on pages, read back from rows written by hand: in two languages, and nothing where nothing has a price."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.comparison.comparison import Comparison
from tbkk_sim.comparison.report import costs as compared_costs
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.comparison.values import RunValues
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.costs import tables as costs
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings import Settings
from tbkk_sim.stats.paired import difference
from tests.builders import MADE_BY, small_settings
from tests.metrics.edge_worlds import PRICES
from tests.read_back.shown import Change
from tests.rows import every_row

N, MINUS, DASH = 12, "\N{MINUS SIGN}", "\N{EN DASH}"
YEARS = {"run.start": "2021-01-01", "run.end": "2022-12-31", "run.replications": 1}
VALUES = {
    "cost_posts_eur": {"all": 30e6, "2021": 14e6, "2022": 16e6},
    "cost_structural_eur": {"all": 30e6, "2021": 14e6, "2022": 16e6},
    "cost_hiring_eur": {"all": 0.3e6, "2021": 0.1e6, "2022": 0.2e6},
    "cost_overtime_eur": {"all": 0.7e6, "2021": 0.0, "2022": 0.7e6},
    "cost_one_off_eur": {"all": 1e6, "2021": 0.1e6, "2022": 0.9e6},
    "cost_borrowed_eur": {"all": 9e6, "2021": 3.9e6, "2022": 5.1e6},
    "cost_others_eur": {"all": 9e6, "2021": 3.9e6, "2022": 5.1e6},
    "cost_eur": {"all": 31e6, "2021": 14.1e6, "2022": 16.9e6},
    "cost_police_eur": {"all": 40e6, "2021": 18e6, "2022": 22e6},
    "ended_file_to_om": {"all": 800.0, "2021": 360.0, "2022": 440.0},
    "ended_alternative": {"all": 100.0, "2021": 90.0, "2022": 10.0},
    "ended_letter_or_visit": {"all": 300.0, "2021": 0.0, "2022": 300.0},
}
SEVERE = {"acute": {"all": 60.0, "2021": 9.0, "2022": 51.0}, "serious": {"all": 340.0, "2021": 171.0, "2022": 169.0}}


def settings_of(language: str = "en", **changes: Any) -> Settings:
    links = {"decision": {"label": "Prosecutor", "takes": ["file_to_om"]}}
    return small_settings({**YEARS, "language": language, "costs": PRICES, "chain": {"links": links}, **changes})


def run(language: str = "en", values: Mapping[str, Mapping[str, float]] = VALUES, **changes: Any) -> RunView:
    cells = [(name, "all", period, value) for name, of in values.items() for period, value in of.items()]
    cells += [("finished", name, period, value) for name, of in SEVERE.items() for period, value in of.items()]
    names = ("key_figure", "priority_class", "period", "value")
    rows = [{"replication": 0, "team": "all", **dict(zip(names, cell, strict=True))} for cell in cells]
    return RunView(settings_of(language, **changes), pd.DataFrame(rows))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@every_row(
    ("language", "right"),
    [
        (
            "en",
            "Cost in 2021 and 2022, in millions of euros of 2020: the teams 14.1 and 16.9, of that one-off 0.10 and "
            "0.90; what others give (people, hours, examinations) 3.90 and 5.10. For each million of both together: "
            "25.0 and 34.1 interventions, 20.0 and 20.0 files among them, and 10.0 and 10.0 severe cases finished. "
            "Not counted, as no price is set: prosecutor.",
        ),
        (
            "nl",
            "Kosten in 2021 en 2022, in miljoenen euro's van 2020: de teams 14,1 en 16,9, waarvan incidenteel 0,10 en "
            "0,90; wat anderen bijdragen (mensen, uren, onderzoek van gegevensdragers) 3,90 en 5,10. Per miljoen van "
            "beide samen: 25,0 en 34,1 interventies, waaronder 20,0 en 20,0 dossiers, en 10,0 en 10,0 afgeronde "
            "ernstige zaken. Niet meegeteld, omdat er geen prijs van is: officier van justitie.",
        ),
    ],
)
def test_it_is_said_what_it_costs_who_pays_and_what_it_brings(language, right):
    assert plain(costs.said(run(language))) == right


def test_the_table_has_each_part_that_is_had_their_sums_and_what_a_million_goes_with():
    table = costs.table(run())
    assert costs.title(run()) == "Cost each year, in millions of euros of 2020"
    assert list(table) == ["Paid for", "2021", "2022", "Whole period"]
    assert table.to_numpy().tolist() == [
        ["The teams, structural", "", "", ""],
        ["Posts", "14.0", "16.0", "30.0"],
        ["The teams, one-off", "", "", ""],
        ["Overtime", "0.00", "0.70", "0.70"],
        ["Recruitment", "0.10", "0.20", "0.30"],
        ["One-off together", "0.10", "0.90", "1.00"],
        ["Others", "", "", ""],
        ["Borrowed hours", "3.90", "5.10", "9.00"],
        ["Together", "", "", ""],
        ["The teams", "14.1", "16.9", "31.0"],
        ["The police as a whole", "18.0", "22.0", "40.0"],
        ["For a million euros of the police as a whole", "", "", ""],
        ["Interventions", "25.0", "34.1", "30.0"],
        ["Files to the prosecution service", "20.0", "20.0", "20.0"],
        ["Severe cases finished", "10.0", "10.0", "10.0"],
    ]


def test_in_brackets_stands_the_band_of_single_futures_and_not_the_interval_of_the_mean():
    """Posts cost 25 ... 35 million in eleven futures, and there are 800 ... 1,600 interventions for 40 million."""
    of = run().key_figures
    files, posts = (of["key_figure"].isin(names) for names in (["ended_file_to_om"], ["cost_posts_eur"]))
    futures = [
        of.assign(replication=k, value=of["value"].mask(files, 400.0 + 80 * k).mask(posts, 25e6 + 1e6 * k))
        for k in range(11)
    ]
    table = costs.table(RunView(settings_of(**{"run.replications": 11}), pd.concat(futures)))
    whole = {row[0]: plain(row[-1]) for row in table.to_numpy().tolist()}
    assert whole["Posts"] == f"30.0 (26.0{DASH}34.0)"
    assert whole["Interventions"] == f"30.0 (22.0{DASH}38.0)"
    assert whole["Files to the prosecution service"] == f"20.0 (12.0{DASH}28.0)"
    assert whole["Borrowed hours"] == "9.00"


def test_a_tool_without_a_price_is_named_and_one_with_a_price_is_not():
    tools = {"casework.tools": {"search": 0.5, "dossier": 0.5}, "costs": {**PRICES, "tools": {"search": {}}}}
    assert plain(costs.not_priced(run(**tools))) == (
        "Not counted, as no price is set: a tool for dossier and prosecutor."
    )
    assert costs.not_priced(run(chain={})) == ""


def test_nothing_is_told_where_nothing_has_a_price_or_a_run_has_no_costs():
    assert costs.said(run(costs={})) == ""
    assert not costs.is_on(run(values={}))
    without = {name: of for name, of in VALUES.items() if not name.startswith("ended_")}
    nothing = {name: dict.fromkeys(("all", "2021", "2022"), 0.0) for name in VALUES if name.startswith("ended_")}
    assert "No intervention was finished, so none has a cost." in costs.said(run(values={**without, **nothing}))


@every_row(
    ("value", "text"),
    [
        (999.4, "999 euros"),
        (31_234.0, "31,200 euros"),
        (999_499.0, "999,000 euros"),
        (999_500.0, "1.00 million euros"),
        (-2_340_000.0, f"{MINUS}2.34 million euros"),
        (16_540_000.0, "16.5 million euros"),
        (float("nan"), DASH),
    ],
)
def test_an_amount_is_written_in_three_figures(value, text):
    assert plain(Say("en").euros(value)) == text


class _Folder:
    """A run of which only the settings are asked, and by what it was made."""

    manifest, path = MADE_BY, None

    def __init__(self, settings: Settings) -> None:
        self.settings = settings


WAVE = np.array([1, -1, 2, -2, 3, -3, 1, -1, 2, -2, 3, -3]) / 10


def compared(
    *others: tuple[str, float, float], language: str = "en", paired: bool = True, spread: float = 1.0, **changes: Any
) -> ComparisonView:
    """A base, and runs that cost so many millions more (half of it to others) and bring so many more interventions.

    Args:
        others: The runs.
        language: Of the page.
        paired: Whether they share their futures.
        spread: How far apart the differences in interventions are.
        changes: Other settings.
    """

    settings = settings_of(language, **changes)
    other_work = settings.model_copy(deep=True)
    image = next(iter(other_work.demand.streams.values()))
    object.__setattr__(image, "volume_factor", 2.0)

    def values(label: str, millions: float, more: float) -> RunValues:
        wave, noise = (WAVE if millions or more else 0 * WAVE), np.arange(N) / 100
        structural, one_off = 40e6 + 0.5e6 * millions + 0 * wave, 2e6 + 0 * wave
        others = 8e6 + 0.5e6 * millions + 1e5 * wave * bool(millions)
        of_cells = {
            Cell("cost_structural_eur"): structural,
            Cell("cost_one_off_eur"): one_off,
            Cell("cost_others_eur"): others,
            Cell("cost_eur"): structural + one_off,
            Cell("cost_police_eur"): structural + one_off + others,
            Cell("ended_file_to_om"): 1_000 + noise + more + spread * wave[::-1],
            Cell("ended_alternative"): 0 * noise,
            Cell("ended_letter_or_visit"): 0 * noise,
            Cell("finished", "acute"): 30 + noise,
            Cell("finished", "serious"): 70 - noise,
        }
        rows = pd.MultiIndex.from_tuples(list(of_cells), names=Cell._fields)
        of_run: Any = _Folder(other_work if label == "busier" else settings)
        return RunValues(label, of_run, np.arange(N), rows, np.column_stack(list(of_cells.values())))

    runs = [values("base", 0.0, 0.0), *(values(*other) for other in others)]
    return ComparisonView(Comparison(tuple(runs), paired=paired))


def rows_of(view: ComparisonView) -> dict[str, list[str]]:
    table = compared_costs.table(view)
    return {row[0]: row[1:] for row in table.to_numpy().tolist()}


def test_what_a_run_costs_more_and_an_extra_million_brings_stand_in_a_table():
    rows = rows_of(compared(("posts", 10.0, 200.0), ("cheap", -5.0, 0.0), ("alike", 0.0, 0.0)))
    assert list(rows) == [
        "Cost: the teams, structural", "Cost: the teams, one-off", "Cost: others", "Cost: the police as a whole",
        "Interventions", "Files to the prosecution service", "Severe cases finished",
        "Interventions, for each extra million", "Files to the prosecution service, for each extra million",
        "Severe cases finished, for each extra million",
    ]  # fmt: skip
    assert rows["Cost: the teams, structural"] == ["40.0", "+5.00", f"{MINUS}2.50", "0.00"]
    base, posts, cheap, alike = rows["Cost: the police as a whole"]
    assert (base, posts[:6], cheap[:6], alike) == ("50.0", "+10.0 ", f"{MINUS}5.00 ", "0.00")
    base, posts, cheap, alike = rows["Interventions, for each extra million"]
    assert (base, cheap, alike) == (DASH, "costs less", DASH)
    ratio, low, high = (float(x) for x in posts.strip("+)").replace("(", "").replace("to ", "").split())
    assert ratio == pytest.approx(20.0, abs=0.05)
    assert 19.0 < low < 20.0 < high < 21.0
    assert rows["Severe cases finished, for each extra million"][1] == "not clear"


def test_the_interval_of_a_difference_in_cost_and_in_results_stands_in_its_order():
    view = compared(("posts", 10.0, 200.0), spread=100.0)
    rows, (base, posts) = rows_of(view), view.comparison.runs
    for name, cell, factor in (
        ("Cost: others", Cell("cost_others_eur"), 1e-6),
        ("Interventions", Cell("ended_file_to_om"), 1.0),
    ):
        before, after = (factor * view.comparison.read(run, cell)[:, None] for run in (base, posts))
        apart = difference(before, after, view.comparison.level_of_each)
        mean, low, high = (float(of[0]) for of in (apart.mean, apart.interval_low, apart.interval_high))
        assert low < mean < high
        assert Change("number", mean, low, high).complaint(rows[name][1], "en") == ""


def test_it_is_said_of_each_run_that_clearly_costs_more_or_less():
    more, less = compared_costs.sentences(compared(("posts", 10.0, 200.0), ("cheap", -5.0, 3.0), ("alike", 0.0, 0.0)))
    assert more.startswith("posts costs the police as a whole 10.0 (")
    assert "million euros more than base over the whole period: +5.00 for the teams and +5.00 (" in more
    assert "Each extra million brings: interventions +20.0 (" in more
    assert more.endswith("severe cases finished not clear.")
    assert less.startswith("cheap costs the police as a whole 5.00 (")
    assert f"million euros less than base over the whole period: {MINUS}2.50 for the teams" in less
    assert "extra million" not in less


def test_a_ratio_is_not_given_where_the_runs_do_not_share_their_futures_or_the_result_does_not_differ():
    for view in (compared(("posts", 10.0, 200.0), paired=False), compared(("posts", 10.0, 0.0))):
        assert rows_of(view)["Interventions, for each extra million"] == [DASH, "not clear"]


def test_no_ratio_with_the_euro_is_given_where_other_work_comes_in():
    view = compared(("busier", 10.0, 200.0), ("posts", 10.0, 200.0))
    for name, row in rows_of(view).items():
        if "each extra million" in name:
            assert row[1] == "other work comes in" != row[2]
    busier, posts = compared_costs.sentences(view)
    assert "million euros more than base" in busier
    assert "extra million" not in busier
    assert "Each extra million brings" in posts


def test_runs_without_prices_or_of_other_years_are_not_compared_in_euros():
    assert compared_costs.are_priced(compared(("posts", 1.0, 1.0)))
    view = compared(("posts", 1.0, 1.0), costs={**PRICES, "price_year": None})
    assert not compared_costs.are_priced(view)
    assert compared_costs.sentences(view) == []


def test_in_dutch():
    view = compared(("posts", 10.0, 200.0), language="nl")
    (said,) = compared_costs.sentences(view)
    assert said.startswith("posts kost de politie als geheel over de hele periode 10,0 (")
    assert "Elke miljoen extra levert op: interventies +20,0 (" in said
    assert compared_costs.title(view) == (
        "Kosten over de hele periode in miljoenen euro's van 2020, en wat een miljoen extra oplevert"
    )
