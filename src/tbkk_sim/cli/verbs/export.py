"""`python -m tbkk_sim export RUN`: the tables of a run for a spreadsheet."""

import sys
from collections.abc import Sequence
from pathlib import Path

from tbkk_sim.cli.arguments import Parser, take_language
from tbkk_sim.cli.language import LANGUAGES
from tbkk_sim.problem import Phrase, wrong
from tbkk_sim.system.output_places import check_place


def main(argv: Sequence[str]) -> None:
    """Write an Excel workbook and CSV files, and name them.

    Raises:
        SettingsError: there is no finished run, or what Excel needs is not installed.
    """
    parser = Parser("export", Phrase("tables of a run for Excel, and as CSV"))
    parser.add_argument("run", metavar="RUN", type=Path, help=Phrase("folder of the run"))
    parser.add_argument("--into", type=Path, help=Phrase("where to (export/ within the run folder)"))
    parser.add_argument("--language", choices=LANGUAGES, help=Phrase("language and form of numbers (those of the run)"))
    parser.add_argument("--csv", action="store_true", help=Phrase("CSV files only"))
    language, words = take_language(argv)
    chosen = parser.read(words)

    from tbkk_sim.report.spreadsheet.export import export_run

    if chosen.into:
        check_place("--into", chosen.into)
    elif chosen.run.is_dir():
        check_place("--into", chosen.run / "export")
    into = chosen.into or chosen.run / "export"
    try:
        written = export_run(chosen.run, into, language or chosen.language, excel=not chosen.csv, tell=_tell)
    except ModuleNotFoundError as error:
        if error.name != "xlsxwriter":
            raise
        raise wrong(
            "xlsxwriter",
            "is not installed, and a workbook for Excel needs it; in the folder of the program: {install}, "
            "or --csv for CSV files only",
            install='python -m pip install ".[excel]"',
        ) from None
    for path in written:
        print(path)


def _tell(said: str) -> None:
    print(said, file=sys.stderr)
