"""One future of a finished run: its settings and events, or the reason for which they are not there."""

from typing import TYPE_CHECKING

from tbkk_sim.cli.words import whole_number
from tbkk_sim.problem import Phrase, Problem, SettingsError

if TYPE_CHECKING:
    from tbkk_sim.model.event_records import EventLog
    from tbkk_sim.runs.folder.reader import FinishedRun


def events_of_future(run: "FinishedRun", future: int, typed: str) -> "EventLog":
    """Read the events of one replication of a run.

    Args:
        run: The run.
        future: Number of the replication.
        typed: The word that asks for it, as `--replication`.

    Raises:
        SettingsError: there is no such replication, or its events were not kept.
    """
    whole_number(typed, str(future), 0, int(run.manifest["replications"]) - 1)
    log = run.kept_events(future)
    if log is None:
        says = Phrase("the events of replication {replication} were not kept", replication=future)
        hint = Phrase("make the run with run.keep_events=all to keep all")
        raise SettingsError([Problem(f"{typed} {future}", says, hint)])
    return log
