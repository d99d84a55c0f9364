"""`python -m tbkk_sim report RUN`: write the report of a finished run, or of a study of the verb tune."""

from collections.abc import Sequence
from pathlib import Path

from tbkk_sim.cli.arguments import Parser, take_language
from tbkk_sim.problem import Phrase


def main(argv: Sequence[str]) -> None:
    """Write the report anew, and name its page.

    Raises:
        SettingsError: there is no finished run or study, its files were changed since, or the folder cannot be written
            to.
    """
    parser = Parser("report", Phrase("write the report of a finished run anew"))
    parser.add_argument("run", metavar="RUN", type=Path, help=Phrase("folder of the run, or of a tuning study"))
    language, words = take_language(argv)
    folder = parser.read(words).run

    from tbkk_sim.report import write_report
    from tbkk_sim.report.kit.files import FIGURES
    from tbkk_sim.runs.folder.names import REPORT
    from tbkk_sim.system.output_places import check_place
    from tbkk_sim.tuning.folder import is_study
    from tbkk_sim.tuning.report.files import write_reports

    for part in (folder, folder / FIGURES):  # before the report that is there is taken away
        if part.exists():
            check_place("", part, Phrase("copy the run to a folder that you may write to, and write its report there"))
    if is_study(folder):
        write_reports(folder, language=language)
    else:
        write_report(folder, language)
    print(folder / REPORT)
