"""Which of the agreed numbers are assumptions: from when, and with which range."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.tables import odds
from tbkk_sim.settings.provenance import Entry
from tests.builders import national_settings
from tests.rows import every_row

FEW, SIMPLE = "agreements.possessors_distributors.per_year", "agreements.light_interventions.per_year"
SOURCES = (
    Entry(f"{FEW}.2015", 215.0, "P", None, None, "", ""),
    Entry(f"{FEW}.2019", 400.0, "P", None, None, "", ""),
    Entry(f"{FEW}.2023", 400.0, "A", 300.0, 600.0, "", ""),
    Entry(f"{SIMPLE}.2015", 365.0, "D", None, None, "", ""),
    Entry(f"{SIMPLE}.2019", 150.0, "A", 0.0, 450.0, "", ""),
)


@pytest.fixture(autouse=True)
def _both_are_reserved(monkeypatch):
    monkeypatch.setattr(
        odds, "_reserved", lambda run: dict.fromkeys(("possessors_distributors", "light_interventions"))
    )


def _said(years: Sequence[int], sources: Sequence[Entry] = SOURCES, **own: float) -> str:
    agreements = {
        name: agreement.model_copy(update={"per_year": agreement.per_year | ({2023: own[name]} if name in own else {})})
        for name, agreement in national_settings().agreements.items()
    }
    run: Any = SimpleNamespace(
        say=Say("en"), years=[*map(str, years)], sources=sources, settings=SimpleNamespace(agreements=agreements)
    )
    return odds.assumed_numbers(run)


@every_row(
    ("years", "said"),
    [
        ((2021, 2022), "simple and alternative interventions (0 to 450 a year)"),
        (
            (2021, 2022, 2023),
            "possessors and distributors from 2023 on (300 to 600 a year) and simple and alternative interventions (0 "
            "to 450 a year)",
        ),
        (
            (2023, 2024),
            "possessors and distributors (300 to 600 a year) and simple and alternative interventions (0 to 450 a "
            "year)",
        ),
        ((2018, 2019), "simple and alternative interventions from 2019 on (0 to 450 a year)"),
        ((2016, 2017, 2018), ""),
    ],
)
def test_an_assumed_number_is_named_from_the_year_in_which_it_begins(years, said):
    assert _said(years) == (f"The agreed numbers are assumptions for {said}." if said else "")


def test_a_number_of_ones_own_and_one_without_a_known_source_are_not_named():
    assert "possessors" in _said([2023])
    assert "possessors" not in _said([2023], possessors_distributors=410.0)
    assert _said([2023], ()) == ""
