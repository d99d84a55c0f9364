import csv
import math
import sys
import zipfile
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from tbkk_sim.cli.verbs import main
from tbkk_sim.reporting.export import Sheet, _write_csv, _write_workbook, export_run
from tbkk_sim.reporting.say import Say

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def finished(run_folder):
    rows = [("all", "all", "maker", "cases_in", "cases", 1234.5, 1200.0, 1269.25, 1100.0, math.nan, 12)]
    rows.append(("2021", "coast", "all", "load", "ratio", 0.0355, 0.03, 0.04, 0.02, 0.05, 12))
    columns = ["period", "team", "priority_class", "key_figure", "unit", "mean", "interval_low", "interval_high"]
    pd.DataFrame(rows, columns=[*columns, "band_low", "band_high", "n"]).to_csv(run_folder / "summary.csv", index=False)
    return run_folder


def read(path, delimiter):
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_a_dutch_file_has_semicolons_and_decimal_commas(finished, tmp_path):
    export_run(finished, tmp_path / "nl", "nl")
    rows = read(tmp_path / "nl" / "key_figures.csv", ";")
    assert rows[0][:4] == ["Periode", "Team", "Soort", "Kengetal"]
    assert rows[1] == [
        "hele run",
        "Alle eenheden",
        "Maker",
        "cases_in",
        "zaken",
        "1234,5",
        "1200",
        "1269,25",
        "1100",
        "",
        "12",
    ]
    assert rows[2][:2] == ["2021", "Coast"]
    sources = read(tmp_path / "nl" / "sources.csv", ";")
    assert [
        "casework.classes.possessor.hours.image",
        "22",
        "vergelijkbaar geval",
        "11",
        "44",
        "as <elsewhere>",
    ] in sources


def test_an_english_file_has_commas_and_points(finished, tmp_path):
    export_run(finished, tmp_path / "en")
    rows = read(tmp_path / "en" / "key_figures.csv", ",")
    assert rows[1][:6] == ["whole run", "All units", "Maker", "cases_in", "cases", "1234.5"]


def test_a_number_is_a_number_in_the_workbook_and_the_same_run_gives_the_same_bytes(finished, tmp_path):
    path, *_ = export_run(finished, tmp_path / "a", "nl")
    again, *_ = export_run(finished, tmp_path / "b", "nl")
    assert path.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(path) as book:
        names = ET.fromstring(book.read("xl/workbook.xml")).findall(".//x:sheet", SPACE)
        cells = ET.fromstring(book.read("xl/worksheets/sheet2.xml")).findall(".//x:c", SPACE)
    assert [sheet.get("name") for sheet in names][1] == "Kengetallen"
    values = {cell.get("r"): (cell.get("t"), cell.findtext("x:v", None, SPACE)) for cell in cells}
    assert values["F2"] == (None, "1234.5")
    assert values["F3"] == (None, "0.0355")
    assert values["A3"] == (None, "2021")
    assert values["B2"][0] == "s"
    assert "J2" not in values


def test_a_text_never_becomes_a_formula(tmp_path):
    sheet = Sheet("s", "S", ["Name"], [["=1+1"], ["@x"], ["http://a.nl"], ["<script>"], [-2.5]])
    rows = read(_write_csv(tmp_path / "s.csv", sheet, Say("nl")), ";")
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'@x", "http://a.nl", "<script>", "-2,5"]
    with zipfile.ZipFile(_write_workbook(tmp_path / "s.xlsx", [sheet])) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page


def test_the_command_names_its_files(finished, capsys):
    assert main(["export", str(finished), "--csv"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.rpartition("/")[2] for line in shown] == ["about.csv", "key_figures.csv", "sources.csv"]


def test_an_unfinished_run_is_refused(tmp_path, capsys):
    assert main(["export", str(tmp_path)]) == 2
    assert "no finished run" in capsys.readouterr().err


def test_without_xlsxwriter_the_user_is_told_what_to_do(finished, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["export", str(finished)]) == 2
    assert "--csv" in capsys.readouterr().err
