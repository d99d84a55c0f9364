"""`python -m tbkk_sim export RUN`: the tables of a run for a spreadsheet."""

import sys
from collections.abc import Sequence
from pathlib import Path

from tbkk_sim.cli.words import Parser
from tbkk_sim.places import check_place
from tbkk_sim.problem import wrong


def main(argv: Sequence[str]) -> None:
    """Write an Excel workbook and CSV files, and name them.

    Raises:
        SettingsError: there is no finished run, or what Excel needs is not installed.
    """
    parser = Parser("export", __doc__)
    parser.add_argument("run", metavar="RUN", type=Path, help="folder of the run")
    parser.add_argument("--into", type=Path, help="where to (export/ within the run folder)")
    parser.add_argument("--language", choices=("en", "nl"), help="language and form of numbers (those of the run)")
    parser.add_argument("--csv", action="store_true", help="CSV files only")
    chosen = parser.parse_args(list(argv))

    from tbkk_sim.reporting.export import export_run

    if chosen.into:
        check_place("--into", chosen.into)
    into = chosen.into or chosen.run / "export"
    try:
        written = export_run(chosen.run, into, chosen.language, excel=not chosen.csv, tell=_tell)
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
