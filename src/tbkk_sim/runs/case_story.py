"""The same case followed in two runs: which cases gained and lost most, and what happened to one of them.

A case is the same in both when it has the same key: what is random about it was drawn from that.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tbkk_sim.model.event_records import End, Event, EventLog
from tbkk_sim.model.seconds import days_of, seconds_of_days
from tbkk_sim.runs.event_table import OF_NO_REPORT, event_table
from tbkk_sim.runs.replication import Replication, Simulation
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Pair:
    """One replication lived through under two settings."""

    a: Replication
    b: Replication

    def cases(self) -> "pd.DataFrame":
        """Cases that are one in both, the one that gained most first.

        Columns: key, unit, class, arrived_days (in A), then of A and B: days to first work, whether it was taken up,
        how it ended; and gained_days. A case that is never taken up counts as waiting until the end of the run.
        """
        import pandas as pd

        sides = [_waits(side) for side in (self.a, self.b)]
        both = sides[0].merge(sides[1], on="key", suffixes=("_a", "_b"))
        gained = seconds_of_days(both["waiting_days_a"]) - seconds_of_days(both["waiting_days_b"])
        table = pd.DataFrame(
            {
                "key": both["key"],
                "unit": both["unit_a"],
                "priority_class": both["priority_class_a"],
                "arrived_days": both["arrived_days_a"],
                **{
                    f"{column}_{side}": both[f"{column}_{side}"]
                    for column in ("waiting_days", "taken_up", "end")
                    for side in "ab"
                },
                "gained_days": days_of(gained),
            }
        )
        return table.sort_values(["gained_days", "key"], ascending=[False, True], ignore_index=True)

    def story(self, key: int) -> "pd.DataFrame":
        """All that happened to one case: run (a or b), time_days, event, step, team, hours, what.

        Raises:
            KeyError: neither run has a case with this key.
        """
        import pandas as pd

        found = {side: events(of, key) for side, of in (("a", self.a), ("b", self.b))}
        if all(events is None for events in found.values()):
            raise KeyError(key)
        table = pd.concat([f.assign(run=side) for side, f in found.items() if f is not None], ignore_index=True)
        table.attrs["key"] = key
        return table


def simulate_pair(a: Settings, b: Settings, replication: int, with_engine: str) -> Pair:
    """Simulate one replication under both settings."""
    return Pair(*(Simulation(settings).simulate(replication, with_engine) for settings in (a, b)))


def _waits(of: Replication) -> "pd.DataFrame":
    import pandas as pd

    cases, names = of.ledger.cases, of.parameters.names
    is_tbkk = cases.first_class != names.own_work_class
    waits = np.minimum(cases.taken_up_seconds, of.parameters.horizon_seconds) - cases.arrived_seconds
    ends = np.array(["open", *(end.name.lower() for end in End)], dtype=object)
    table = pd.DataFrame(
        {
            "key": of.world.reports.key[cases.report],
            "unit": np.array(names.teams, dtype=object)[cases.unit],
            "priority_class": np.array(names.classes, dtype=object)[of.world.reports.true_class[cases.report]],
            "arrived_days": days_of(cases.arrived_seconds),
            "waiting_days": days_of(waits),
            "taken_up": cases.taken_up,
            "end": ends[cases.end + 1],
        }
    )
    found: pd.DataFrame = table[is_tbkk & ~cases.in_hand_at_start]
    return found


def events(of: Replication, key: int) -> "pd.DataFrame | None":
    """The events of one report, in order; None: it is not there."""
    row = np.flatnonzero(of.world.reports.key == key)
    if len(row) == 0:
        return None
    mine = np.flatnonzero((of.log.report == row[0]) & ~np.isin(of.log.kind, OF_NO_REPORT))
    log = EventLog.from_rows(of.log.rows_at(mine))
    table = event_table(of.plan, of.world, log)
    table = table.assign(time_days=days_of(log.time_seconds), event=table["event"].str.upper())
    named = table[["step", "team", "priority_class", "outcome", "treatment"]].astype(object)
    at_step = table["step"].notna() & ~table["event"].isin([Event.TAKEN_UP.name, Event.WEIGHED.name])
    told_by_class = (Event.ARRIVED, Event.TRIAGED, Event.ASSESSED, Event.RECLASSIFIED)
    names_class = table["event"].isin([event.name for event in told_by_class])
    ends = table["event"] == Event.ENDED.name
    what = named["priority_class"].where(names_class, named["outcome"].where(ends, named["treatment"]))
    texts = {"step": named["step"].where(at_step), "team": named["team"].where(at_step), "what": what}
    table = table.assign(**{name: column.fillna("") for name, column in texts.items()})
    return table[["time_days", "event", "step", "team", "hours", "what"]]
