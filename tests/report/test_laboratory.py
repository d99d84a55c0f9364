"""The laboratory on pages, read back from rows written by hand: in two languages, and nothing where there is none."""

from typing import Any

import pandas as pd

from tbkk_sim.report.run.chain import laboratory
from tbkk_sim.report.run.view import RunView
from tests.builders import small_settings
from tests.rows import every_row

YEARS = {"run.start": "2021-01-01", "run.end": "2022-12-31", "run.replications": 1}
VALUES = {
    "devices_in": {"all": 300.0, "2021": 100.0, "2022": 200.0},
    "devices_examined": {"all": 240.0, "2021": 90.0, "2022": 150.0},
    "devices_waiting_end": {"all": 60.0, "2021": 10.0, "2022": 60.0},
    "examination_days_mean": {"all": 12.0, "2021": 4.0, "2022": 16.0},
    "examination_days_p90": {"all": 40.0, "2021": 9.0, "2022": 50.0},
    "examined_within_norm_share": {"all": 0.62, "2021": 0.9, "2022": 0.48},
}
OF_CLASSES = {
    "devices_examined": {"acute": 70.0, "serious": 0.0, "light": 170.0},
    "examination_days_mean": {"acute": 2.5, "light": 15.5},
}


def run(language: str = "en", values: dict[str, dict[str, float]] | None = None, **rule: Any) -> RunView:
    examination = {"enabled": True, "step": "search", "norm_days": 20, **rule}
    settings = small_settings({**YEARS, "language": language, "chain": {"examination": examination}})
    rows = [
        {"replication": 0, "period": period, "team": "all", "priority_class": "all", "key_figure": name, "value": value}
        for name, of in (VALUES if values is None else values).items()
        for period, value in of.items()
    ]
    rows += [
        {"replication": 0, "period": "all", "team": "all", "priority_class": of, "key_figure": name, "value": value}
        for name, of_classes in OF_CLASSES.items()
        for of, value in of_classes.items()
    ]
    return RunView(settings, pd.DataFrame(rows))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@every_row(
    ("language", "right"),
    [
        (
            "en",
            "The laboratory gets 150 devices a year and examines 120; 60 wait at the end. Until the devices of a "
            "case are examined it takes on average: acute 2.5 days and light 16 days. That takes the place of the "
            "usual outside delay (search). 62 % of the cases are examined within the norm of 20 days.",
        ),
        (
            "nl",
            "Het laboratorium krijgt 150 gegevensdragers per jaar en onderzoekt er 120; 60 wachten aan het eind. Tot "
            "de gegevensdragers van een zaak zijn onderzocht, duurt het gemiddeld: acute 2,5 dagen en light 16 dagen. "
            "Dat komt in de plaats van de gebruikelijke vertraging buiten (zoeken). 62 % van de zaken is onderzocht "
            "binnen de termijn van 20 dagen.",
        ),
    ],
)
def test_it_is_said_how_much_comes_and_how_long_it_takes(language, right):
    assert plain(laboratory.said(run(language))) == right


def test_without_a_norm_nothing_is_said_of_it():
    without = run(norm_days=None)
    assert plain(laboratory.said(without)).endswith("outside delay (search).")
    assert "Within the norm" not in laboratory.table(without)


def test_the_table_has_a_row_a_year():
    table = laboratory.table(run()).map(plain)
    assert list(table) == [
        "Year", "Came in", "Examined", "Waiting at the end", "Mean time", "Nine in ten cases within", "Within the norm",
    ]  # fmt: skip
    assert table.to_numpy().tolist() == [
        ["2021", "100", "90", "10", "4 d", "9 d", "90 %"],
        ["2022", "200", "150", "60", "16 d", "50 d", "48 %"],
    ]


def test_nothing_is_told_of_a_laboratory_that_is_off_or_gets_nothing():
    off = run(enabled=False, values={"finished": {"all": 3.0}})
    assert not laboratory.is_on(off)
    assert laboratory.said(off) == ""
    assert laboratory.said(run(values={"devices_in": {"all": 0.0}})) == ""
