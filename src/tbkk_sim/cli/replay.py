"""`python -m tbkk_sim replay RUN`: one future of a run, week by week, as a page of its own."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from tbkk_sim.cli.errors import CannotGoOnError
from tbkk_sim.problem import Problem, SettingsError


def main(argv: Sequence[str]) -> None:
    """Write the page.

    Raises:
        SettingsError: the folder holds no finished run, or not the events of this replication.
        CannotGoOnError: the run was made by another version, whose futures cannot be drawn again.
    """
    parser = argparse.ArgumentParser(prog="tbkk_sim replay", description=__doc__)
    parser.add_argument("run", type=Path, help="folder of a finished run")
    parser.add_argument("--replication", type=int, default=0, help="which future; its events must have been kept")
    parser.add_argument("--out", type=Path, help="file to write; replay.html in the current folder if not given")
    parser.add_argument("--language", choices=("en", "nl"), help="language; that of the run if not given")
    chosen = parser.parse_args(list(argv))
    from tbkk_sim.experiment.finished_run import open_run
    from tbkk_sim.experiment.run_folder import RunFolderError
    from tbkk_sim.in_place import write_whole
    from tbkk_sim.whatif.replay import replay_page
    from tbkk_sim.whatif.weeks import OtherWorldError, weeks_of_log

    try:
        run = open_run(chosen.run)
    except RunFolderError as error:
        raise SettingsError([Problem(str(chosen.run), str(error))]) from None
    events = chosen.run / "events.parquet"
    log = run.events(chosen.replication) if events.exists() else None
    if log is None or not len(log):
        says = f"the events of replication {chosen.replication} were not kept"
        raise SettingsError([Problem(str(chosen.run), says, "run with run.keep_events=all to keep all")])
    try:
        weeks = weeks_of_log(run.settings, log, chosen.replication)
    except OtherWorldError as error:
        raise CannotGoOnError(f"{chosen.run}: {error}; run it again") from None
    page = replay_page(run.settings, weeks, chosen.language or run.settings.language, chosen.replication)
    out = chosen.out or Path("replay.html")
    write_whole(out, page)
    print(out)
