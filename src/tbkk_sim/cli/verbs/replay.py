"""`python -m tbkk_sim replay RUN`: one future of a run, week by week, as a page of its own."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.cli.arguments import Parser, take_language, whole_number
from tbkk_sim.cli.language import LANGUAGES
from tbkk_sim.problem import CannotGoOnError, Phrase, Problem, SettingsError, wrong
from tbkk_sim.settings.numbers import MOST_REPLICATIONS
from tbkk_sim.system.output_places import check_place

if TYPE_CHECKING:
    from tbkk_sim.runs.folder.reader import FinishedRun
    from tbkk_sim.week.facts.reader import WeekReader


def main(argv: Sequence[str]) -> None:
    """Write the page and say where it is.

    Raises:
        SettingsError: the folder holds no finished run, or not the events of this replication, or the page would
            replace another file.
        CannotGoOnError: the run was made by another version, whose futures cannot be drawn again.
    """
    parser = Parser("replay", Phrase("look at one future of a run, week by week"))
    parser.add_argument("run", metavar="RUN", type=Path, help=Phrase("folder of a finished run"))
    parser.add_argument(
        "--replication", default="0", help=Phrase("which future, from 0; its events must have been kept")
    )
    parser.add_argument(
        "--out", type=Path, help=Phrase("file to write (replay_0_en.html and so on within the run folder)")
    )
    parser.add_argument("--language", choices=LANGUAGES, help=Phrase("language (that of the run)"))
    typed, words = take_language(argv)
    chosen = parser.read(words)
    replication = whole_number("--replication", chosen.replication, 0, MOST_REPLICATIONS - 1)
    from tbkk_sim.replay.page import replay_page
    from tbkk_sim.replay.weeks import weeks_of
    from tbkk_sim.runs.folder.reader import open_run

    run = open_run(chosen.run)
    settings, reader = run.settings, read_future(run, chosen.run, replication, "--replication")
    language = typed or chosen.language or settings.language
    out = chosen.out or chosen.run / f"replay_{replication}_{language}.html"
    _write(out, replay_page(settings, weeks_of(reader.ledger), language, replication, reader=reader))
    print(out)


def read_future(run: "FinishedRun", folder: Path, future: int, typed: str) -> "WeekReader":
    """Read the weeks of one replication of a run from its events.

    Args:
        run: The run.
        folder: Its folder, as it was typed.
        future: Number of the replication.
        typed: The word that asks for it, as `--replication`.

    Raises:
        SettingsError: there is no such replication, or its events were not kept.
        CannotGoOnError: the run was made by another version, whose futures cannot be drawn again.
    """
    from tbkk_sim.runs.replication import OtherWorldError
    from tbkk_sim.week.facts.reader import read_weeks

    whole_number(typed, str(future), 0, int(run.manifest["replications"]) - 1)
    log = run.kept_events(future)
    if log is None:
        says = Phrase("the events of replication {replication} were not kept", replication=future)
        hint = Phrase("make the run with run.keep_events=all to keep all")
        raise SettingsError([Problem(f"{typed} {future}", says, hint)])
    try:
        return read_weeks(run.settings, log, future)
    except OtherWorldError as error:
        raise CannotGoOnError(Phrase("{run}: {error}; run it again", run=folder, error=error.args[0])) from None


def _write(out: Path, page: str) -> None:
    """Write the page; one that is there already may stay, anything else is not replaced."""
    from tbkk_sim.system.in_place import write_whole

    if out.is_dir():
        raise wrong(f"--out {out}", "is a folder; give the name of a file in it")
    if out.exists():
        if out.read_bytes() == page.encode():
            return
        raise wrong(str(out), "is there already, with other content; remove it or give another file with --out")
    check_place("--out", out.parent)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(out, page)
