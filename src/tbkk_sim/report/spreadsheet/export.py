"""Tables of a run for a spreadsheet: an Excel workbook, and CSV files in the form of the language.

A number stays a number. A text stays a text: it never becomes a formula or a link.
"""

import csv
import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import page_phrases as page_words
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.labels import team_label
from tbkk_sim.report.kit.say import SEPARATORS, Say, spoken_in
from tbkk_sim.report.run import asked, asked_phrases
from tbkk_sim.report.run.figures import figure_phrases
from tbkk_sim.report.run.scarcity import role_label
from tbkk_sim.report.run.summary import remake, settings_that_matter
from tbkk_sim.report.run.tables import selection, short, short_phrases, year_phrases
from tbkk_sim.report.run.tables.work import all_and_classes
from tbkk_sim.report.run.view import RunView, view_run
from tbkk_sim.report.spreadsheet import headings
from tbkk_sim.runs.folder.reader import open_run
from tbkk_sim.runs.tables.odds import odds_of_agreements
from tbkk_sim.settings.settings import ALL
from tbkk_sim.system.in_place import replacing

if TYPE_CHECKING:
    from xlsxwriter import Workbook

WORKBOOK = "results.xlsx"
MOST_ROWS, MOST_LETTERS = 1_048_576, 32_767
"""Rows that Excel holds on a sheet, the headings among them, and letters in a cell."""
MOST_LETTERS_OF_A_NAME, CUT = 31, " ..."
"""Letters in the name of a sheet, and the end of a text that is cut."""
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text in a CSV file that begins so for a formula."""
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CellValue = str | float


@dataclass(frozen=True)
class Sheet:
    """A table of numbers and texts; NaN is an empty cell."""

    name: str
    title: str
    headings: list[str]
    rows: list[list[CellValue]]


def export_run(
    folder: Path,
    into: Path,
    language: str | None = None,
    *,
    excel: bool = True,
    tell: Callable[[str], object] | None = None,
) -> list[Path]:
    """Write the tables of a finished run, and return their files.

    Args:
        folder: The run folder.
        into: Target folder; made if it is not there.
        language: en or nl; None: that of the run.
        excel: Also as a workbook (needs xlsxwriter).
        tell: Called with a sentence on each table that is more than Excel can hold.

    Raises:
        RunFolderError: the folder holds no finished run.
        ModuleNotFoundError: xlsxwriter is not installed.
    """
    open_run(folder)
    run = view_run(folder)
    if language is not None:
        changed = spoken_in(run.settings, language)
        run = RunView(changed, run.key_figures, run.origin, run.sources, changes=run.changes)
    sheets = [_about(run), _key_figures(run, folder), *_agreements(run), _became(run), _short(run), _sources(run)]
    into.mkdir(parents=True, exist_ok=True)
    written = [_write_workbook(into / WORKBOOK, sheets)] if excel else []
    for said in (said for sheet in sheets for said in _beyond_excel(sheet, run.say, excel=excel)):
        if tell is not None:
            tell(said)
    return written + [_write_csv(into / f"{sheet.name}.csv", sheet, run.say) for sheet in sheets]


def _beyond_excel(sheet: Sheet, say: Say, *, excel: bool) -> Iterator[str]:
    """Describe how a table is more than Excel can hold."""
    about = {"table": sheet.title, "file": f"{sheet.name}.csv", "workbook": WORKBOOK}
    rows, pages = len(sheet.rows), len(list(_pages(sheet)))
    if pages > 1:
        phrase = headings.ON_MORE_SHEETS if excel else headings.MORE_ROWS
        yield say(phrase, **about, rows=say.number(rows), most=say.number(MOST_ROWS), sheets=pages)
    if cut := sum(len(cell) > MOST_LETTERS for row in sheet.rows for cell in row if isinstance(cell, str)):
        yield say(headings.TEXTS_CUT, **about, n=say.number(cut), most=say.number(MOST_LETTERS))


def _about(run: RunView) -> Sheet:
    """The settings of the run, and how to remake it."""
    say = run.say
    own = asked.whose_question(say, run.settings, phrases.NO_QUESTION)
    pairs = [(say(phrases.QUESTION), " ".join(own) or run.question), (say(asked_phrases.SCENARIO), run.title)]
    pairs += [*settings_that_matter(run), *remake(run)]
    pairs += [(say(asked_phrases.WITHOUT_EFFECT), said) for said in asked.without_effect(say, run.changes)]
    pairs.append((say(headings.EMPTY_MEAN), say(headings.EMPTY_MEAN_TEXT)))
    if say.language != "en":
        pairs.append((say(page_words.PART_SOURCES), say(page_words.SOURCES_LANGUAGE)))
    columns = [say(page_words.SETTING), say(figure_phrases.NOW)]
    return Sheet("about", say(phrases.REMAKE), columns, [[name, value] for name, value in pairs])


def _agreements(run: RunView) -> list[Sheet]:
    """Numbers agreed for each year, those taken up, and how often that was enough; nothing without agreements."""
    say = run.say
    rows: list[list[CellValue]] = [
        [say(run.settings.agreements[name].label), float(year), float(of.agreed), of.realised.mean, of.realised.low,
         of.realised.high, of.reached]
        for name, of_years in odds_of_agreements(run).items()
        for year, of in of_years.items()
    ]  # fmt: skip
    columns = [headings.AGREEMENT, phrases.YEAR, headings.AGREED, headings.TAKEN_UP, headings.BAND_LOW,
               headings.BAND_HIGH, headings.REACHED]  # fmt: skip
    return [Sheet("agreements", say(headings.AGREEMENTS), [say(each) for each in columns], rows)] if rows else []


def _became(run: RunView) -> Sheet:
    """Whole numbers, which add up, of what became of the cases of each class over the whole run."""
    numbers = selection.balances(run)
    rows: list[list[CellValue]] = [
        [run.label(name), *(float(column[row]) for column in numbers.values())]
        for row, name in enumerate(all_and_classes(run))
    ]
    columns = [run.say(phrases.CLASS), *numbers]
    return Sheet("what_became", run.say(headings.WHAT_BECAME), columns, rows)


def _short(run: RunView) -> Sheet:
    """Load of each role and unit in each year, with all help that the rules allow, and the fte that are missing."""
    say, rows = run.say, list[list[CellValue]]()
    kinds = {"severe": year_phrases.LOAD_OF_SEVERE}
    if run.settings.agreements:
        kinds["agreed"] = year_phrases.LOAD_WITH_AGREED
    for kind, phrase in kinds.items():
        for year in run.years:
            of = run.asked_of(period=year, kind=kind)
            who = {say(short_phrases.ALL_TOGETHER): ("", ALL)}
            who |= {role_label(say, run.settings, role): (role, ALL) for role in short.roles(run)}
            who |= {run.label(unit): ("", unit) for unit in run.units}
            for name, (role, team) in who.items():
                numbers = of.load(role=role, team=team), of.short_fte(role=role, team=team)
                rows.append([say(phrase), float(year), name, *numbers])
    columns = [headings.WORK, phrases.YEAR, short_phrases.WHO, headings.LOAD, headings.SHORT_FTE]
    return Sheet("who_is_short", say(headings.WHO_IS_SHORT), [say(heading) for heading in columns], rows)


def _key_figures(run: RunView, folder: Path) -> Sheet:
    """Each key figure of the whole run and of its years: mean, interval and band."""
    say = run.say
    table = open_run(folder).summary
    columns = [
        phrases.PERIOD, phrases.TEAM, phrases.CLASS, headings.KEY_FIGURE, headings.MEASURED_IN, headings.MEAN,
        headings.INTERVAL_LOW, headings.INTERVAL_HIGH, headings.BAND_LOW, headings.BAND_HIGH,
        phrases.REPLICATIONS,
    ]  # fmt: skip
    rows: list[list[CellValue]] = []
    for period, team, name, figure, unit, *numbers in table.itertuples(index=False, name=None):
        where = team_label(say, run.settings, team)
        when: CellValue = say(headings.WHOLE_RUN) if period == ALL else float(period)
        rows.append([when, where, run.label(name), figure, say(headings.UNITS_OF_MEASURE[unit]), *map(float, numbers)])
    return Sheet("key_figures", say(headings.KEY_FIGURES), [say(heading) for heading in columns], rows)


def _sources(run: RunView) -> Sheet:
    """Each number of the settings and where it comes from."""
    say = run.say
    columns = [
        page_words.SETTING,
        figure_phrases.NOW,
        page_words.SOURCE_KIND,
        figure_phrases.LOW,
        figure_phrases.HIGH,
        page_words.SOURCE,
    ]
    rows: list[list[CellValue]] = [
        [
            entry.key,
            entry.value,
            say(page_words.KINDS[entry.tag] if entry.tag else page_words.TYPED),
            math.nan if entry.low is None else entry.low,
            math.nan if entry.high is None else entry.high,
            entry.note,
        ]
        for entry in run.sources
    ]
    return Sheet("sources", say(page_words.PART_SOURCES), [say(heading) for heading in columns], rows)


def _write_csv(path: Path, sheet: Sheet, say: Say) -> Path:
    """Write a file that the Excel of the language opens without a question: its own separators, and marked as UTF-8."""
    _, point = SEPARATORS[say.language]
    with replacing(path) as new, new.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if point == "," else ",", lineterminator="\r\n")
        writer.writerow(sheet.headings)
        writer.writerows([_plain(cell, point) for cell in row] for row in sheet.rows)
    return path


def _plain(cell: CellValue, point: str) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
    return f"{cell:.10g}".replace(".", point) if math.isfinite(cell) else ""


def _write_workbook(path: Path, sheets: Iterable[Sheet]) -> Path:
    """Write a workbook with one sheet per table, or more for a long one; headings stay in view, with a filter."""
    from xlsxwriter import Workbook

    with replacing(path) as new:
        _fill_workbook(Workbook(new, AS_TEXT), sheets)
    return path


def _fill_workbook(parameters: "Workbook", sheets: Iterable[Sheet]) -> None:
    parameters.set_properties({"created": dt.datetime(2021, 1, 1)})  # the same run gives the same file
    bold, number = (
        parameters.add_format({"bold": True, "text_wrap": True}),
        parameters.add_format({"num_format": "#,##0.00"}),
    )
    whole = parameters.add_format({"num_format": "0"})
    for title, sheet in (page for table in sheets for page in _pages(table)):
        page = parameters.add_worksheet(title)
        page.freeze_panes(1, 0)
        page.write_row(0, 0, sheet.headings, bold)
        for row, cells in enumerate(sheet.rows, 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    page.write_string(row, column, _fitting(cell))
                elif math.isfinite(cell):
                    page.write_number(row, column, cell, whole if cell == int(cell) else number)
        for column in range(len(sheet.headings)):
            longest = max(
                (len(str(cells[column])) for cells in sheet.rows if isinstance(cells[column], str)), default=0
            )
            page.set_column(column, column, min(max(longest, 10), 60) + 1)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.headings) - 1)
    parameters.close()


def _pages(sheet: Sheet) -> Iterator[tuple[str, Sheet]]:
    """The parts of a table that fit on a sheet of Excel, each with the name of its sheet."""
    most = MOST_ROWS - 1  # the headings take one
    for number, first in enumerate(range(0, max(len(sheet.rows), 1), most), 1):
        end = "" if number == 1 else f" {number}"
        title = sheet.title[: MOST_LETTERS_OF_A_NAME - len(end)] + end
        yield title, Sheet(sheet.name, sheet.title, sheet.headings, sheet.rows[first : first + most])


def _fitting(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - len(CUT)] + CUT
