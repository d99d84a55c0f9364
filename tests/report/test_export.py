import csv
import json
import math
import sys
import zipfile
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.metrics.catalogue import key_figure_list
from tbkk_sim.model.names import names_of
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.view import RunView, view_run
from tbkk_sim.report.spreadsheet import export, headings
from tbkk_sim.report.spreadsheet.export import Sheet, _short, _write_csv, _write_workbook, export_run
from tbkk_sim.runs.folder.identity import file_hash
from tests.builders import small_settings
from tests.read_back import invented, short_by_hand
from tests.read_back.tidy import Tidy

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def finished(run_folder):
    rows = [("all", "all", "producer", "cases_in", "cases", 1234.5, 1200.0, 1269.25, 1100.0, math.nan, 12)]
    rows.append(("2021", "coast", "all", "load", "ratio", 0.0355, 0.03, 0.04, 0.02, 0.05, 12))
    columns = ["period", "team", "priority_class", "key_figure", "unit", "mean", "interval_low", "interval_high"]
    pd.DataFrame(rows, columns=[*columns, "band_low", "band_high", "n"]).to_csv(run_folder / "summary.csv", index=False)
    known_to_manifest(run_folder, "summary.csv")
    return run_folder


def known_to_manifest(folder, name):
    """Let the manifest of a run name a file as it is now."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][name] = file_hash(folder / name)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def read(path, delimiter):
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_every_unit_of_a_key_figure_has_a_name_in_exports():
    units = {figure.unit for figure in key_figure_list(names_of(small_settings()))}
    assert units - set(headings.UNITS_OF_MEASURE) == set()


@pytest.mark.slow
def test_a_dutch_file_has_semicolons_and_decimal_commas(finished, tmp_path):
    export_run(finished, tmp_path / "nl", "nl")
    rows = read(tmp_path / "nl" / "key_figures.csv", ";")
    assert rows[0][:4] == ["Periode", "Team", "Soort", "Kengetal"]
    assert rows[1] == [
        "hele run",
        "Alle eenheden",
        "Producer",
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
        "casework.classes.producer.hours.image",
        "22",
        "vergelijkbaar geval",
        "11",
        "44",
        "as <elsewhere>",
    ] in sources
    about = "De toelichting bij elke bron staat er in het Engels, zoals in de configuratie."
    assert about in [row[1] for row in read(tmp_path / "nl" / "about.csv", ";")]


def test_an_english_file_has_commas_and_points(finished, tmp_path):
    export_run(finished, tmp_path / "en")
    rows = read(tmp_path / "en" / "key_figures.csv", ",")
    assert rows[1][:6] == ["whole run", "All units", "Producer", "cases_in", "cases", "1234.5"]
    assert not any("English" in row[1] for row in read(tmp_path / "en" / "about.csv", ","))


def test_a_number_is_a_number_in_the_workbook_and_the_same_run_gives_the_same_bytes(finished, tmp_path):
    path, *_ = export_run(finished, tmp_path / "a", "nl")
    again, *_ = export_run(finished, tmp_path / "b", "nl")
    assert path.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(path) as parameters:
        names = ET.fromstring(parameters.read("xl/workbook.xml")).findall(".//x:sheet", SPACE)
        cells = ET.fromstring(parameters.read("xl/worksheets/sheet2.xml")).findall(".//x:c", SPACE)
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
    with zipfile.ZipFile(_write_workbook(tmp_path / "s.xlsx", [sheet])) as parameters:
        page = parameters.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page


def test_the_command_names_its_files(finished, capsys):
    assert main(["export", str(finished), "--csv"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.rpartition("/")[2] for line in shown] == [
        "about.csv", "key_figures.csv", "agreements.csv", "what_became.csv", "who_is_short.csv", "sources.csv",
    ]  # fmt: skip


def test_an_unfinished_run_is_refused(tmp_path, capsys):
    assert main(["export", str(tmp_path)]) == 2
    assert "no finished run" in capsys.readouterr().err


def test_without_xlsxwriter_the_user_is_told_what_to_do(finished, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["export", str(finished)]) == 2
    assert "--csv" in capsys.readouterr().err


def sheets_of(path):
    """Per sheet of a workbook its name and the first cell of each row."""
    with zipfile.ZipFile(path) as parameters:
        names = [s.get("name") for s in ET.fromstring(parameters.read("xl/workbook.xml")).findall(".//x:sheet", SPACE)]
        strings = ET.fromstring(parameters.read("xl/sharedStrings.xml")).findall(".//x:si/x:t", SPACE)
        texts = [string.text for string in strings]
        found = {}
        for number, name in enumerate(names, 1):
            rows = ET.fromstring(parameters.read(f"xl/worksheets/sheet{number}.xml")).findall(".//x:row", SPACE)
            cells = [row.find("x:c", SPACE) for row in rows]
            values = [(cell.get("t"), cell.findtext("x:v", None, SPACE)) for cell in cells]
            found[name] = [texts[int(value)] if kind == "s" else value for kind, value in values]
    return found


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [("en", "3 rows are more than the 3", "Key figures"), ("nl", "3 rijen zijn meer dan de 3", "Kengetallen")],
)
def test_rows_beyond_a_sheet_go_to_the_next_and_this_is_said(finished, tmp_path, monkeypatch, language, said, name):
    summary = finished / "summary.csv"
    summary.write_text(summary.read_text() + "2022,coast,all,load,ratio,0.5,0.4,0.6,0.2,0.7,12\n")
    known_to_manifest(finished, "summary.csv")
    monkeypatch.setattr(export, "MOST_ROWS", 3)
    told = []
    parameters, *_ = export_run(finished, tmp_path / "x", language, tell=told.append)
    pages = {sheet: rows for sheet, rows in sheets_of(parameters).items() if sheet.startswith(name)}
    assert list(pages) == [name, f"{name} 2"]
    assert [len(rows) for rows in pages.values()] == [3, 2]
    heads = {rows[0] for rows in pages.values()}
    assert len(heads) == 1
    assert [rows[1:] for rows in pages.values()][1] == ["2022"]
    assert len(read(tmp_path / "x" / "key_figures.csv", ";" if language == "nl" else ",")) == 4
    (line,) = [line for line in told if line.startswith(f"{name}:")]
    assert said in line
    assert "key_figures.csv" in line


def test_the_limits_are_those_of_excel():
    from xlsxwriter.worksheet import Worksheet

    page = Worksheet()
    assert (page.xls_rowmax, page.xls_strmax) == (export.MOST_ROWS, export.MOST_LETTERS)


def test_a_long_text_is_cut_in_the_workbook_only_and_this_is_said(tmp_path):
    sheet = Sheet("s", "S", ["Name"], [["x" * 40_000]])
    (line,) = export._beyond_excel(sheet, Say("en"), excel=True)
    assert "32,767 letters" in line
    _, cell = sheets_of(_write_workbook(tmp_path / "s.xlsx", [sheet]))["S"]
    assert len(cell) == 32_767
    assert cell.endswith(" ...")
    assert read(_write_csv(tmp_path / "s.csv", sheet, Say("en")), ",")[1] == ["x" * 40_000]


def test_the_command_says_what_excel_cannot_hold(finished, capsys, monkeypatch):
    monkeypatch.setattr(export, "MOST_ROWS", 2)
    assert main(["export", str(finished), "--csv"]) == 0
    shown = capsys.readouterr()
    assert "Key figures: 2 rows are more than the 2 that Excel holds" in shown.err
    assert len(shown.out.splitlines()) == 6


def test_agreements_and_what_became_of_the_cases_are_numbers(finished, tmp_path):
    run = view_run(finished)
    export_run(finished, tmp_path, "en", excel=False)
    (_, *agreements) = read(tmp_path / "agreements.csv", ",")
    agreed = {(row[0], row[1]): float(row[2]) for row in agreements}
    assert agreed == {
        (of.label, str(year)): of.agreed_in(year)
        for of in run.settings.agreements.values()
        for year in run.settings.run.years
        if of.agreed_in(year)
    }
    assert all(0 <= float(row[6]) <= 1 for row in agreements)
    (_, whole, *classes) = read(tmp_path / "what_became.csv", ",")
    for row in (whole, *classes):
        at_start, came_in, *ends = map(float, row[1:])
        assert at_start + came_in == sum(ends)
    assert [float(n) for n in whole[1:]] == [sum(map(float, column)) for column in list(zip(*classes, strict=True))[1:]]


@pytest.mark.slow
def test_who_is_short_is_there_in_numbers():
    run = RunView(invented.settings_of("nl"), invented.key_figures(invented.settings_of()))
    tidy = Tidy(run.key_figures)
    sheet = _short(run)
    assert sheet.headings == ["Werk", "Jaar", "Wie", "Gevraagde uren per uur, na alle hulp", "Tekort, fte"]
    found = {tuple(row[:3]): row[3:] for row in sheet.rows}
    assert len(found) == len(sheet.rows) == 2 * 3 * (1 + 2 + 3)
    for work, kind in (("Ernstig werk en weging", "severe"), ("Met de afspraken erbij", "agreed")):
        for year in invented.YEARS:
            by_hand = short_by_hand.short(tidy, year, kind)
            who = {"Allen samen": {}} | {role.capitalize(): {"role": role} for role in invented.ROLES}
            who |= {unit.capitalize(): {"unit": unit} for unit in invented.UNITS}
            for name, of in who.items():
                assert found[work, float(year), name] == pytest.approx([by_hand.load(**of), by_hand.fte(**of)])
