"""`python -m tbkk_sim export RUN`: the tables of a run for a spreadsheet."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tbkk_sim.cli.errors import CannotGoOnError


def main(argv: Sequence[str]) -> None:
    """Write an Excel workbook and CSV files, and name them.

    Raises:
        CannotGoOnError: there is no finished run, or what Excel needs is not installed.
    """
    parser = argparse.ArgumentParser(prog="tbkk_sim export", description=__doc__)
    parser.add_argument("run", type=Path, help="folder of the run")
    parser.add_argument("--into", type=Path, help="where to (export/ within the run folder)")
    parser.add_argument("--language", choices=("en", "nl"), help="language and form of numbers (those of the run)")
    parser.add_argument("--csv", action="store_true", help="CSV files only")
    chosen = parser.parse_args(list(argv))

    from tbkk_sim.experiment.run_folder import RunFolderError
    from tbkk_sim.reporting.export import export_run

    into = chosen.into or chosen.run / "export"
    try:
        written = export_run(chosen.run, into, chosen.language, excel=not chosen.csv, tell=_tell)
    except RunFolderError as error:
        raise CannotGoOnError(str(error)) from None
    except ModuleNotFoundError as error:
        if error.name != "xlsxwriter":
            raise
        hint = 'python -m pip install ".[excel]", or --csv for CSV files only'
        raise CannotGoOnError(f"Excel needs xlsxwriter, which is not installed: {hint}") from None
    for path in written:
        print(path)


def _tell(said: str) -> None:
    print(said, file=sys.stderr)
