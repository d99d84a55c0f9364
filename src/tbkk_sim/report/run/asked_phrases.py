"""Phrases of the origin of a run; see `tbkk_sim.report.kit.phrases`."""

from tbkk_sim.report.kit.phrases import N_
from tbkk_sim.runs.changes import Reason

SCENARIO = N_("Scenario")
TITLE = N_("{name}, changed: {changes}")
AND_MORE = N_("{first} and {n} more")
TOGETHER = N_("What do {scenarios} bring together?")
QUESTION_OF_SCENARIO = N_("The scenario {name} asks: {question}")
CHANGED_IN_RUN = N_("This run is not that scenario as it stands: {n} settings were changed.")
CHANGED_ONE = N_("This run is not that scenario as it stands: one setting was changed.")
CHANGED_LINE = N_("Changed: {changes}")
ALL_RUNS = N_("All runs have been changed: {changes}.")

CHANGES = N_("What was changed for this run")
IN_SCENARIO = N_("In scenario {name}")
IN_RUN = N_("In this run")
EMPTY = N_("empty")
NOT_THERE = N_("not there")
TAKEN_AWAY = N_("taken away")

WITHOUT_EFFECT = N_("Set, but without effect in this run")
IDLE_IN_RUNS = N_("Set, but without effect")
WHOLE_SCENARIO = N_("all of the scenario {name}")
OF_SCENARIO = N_("{settings} (in the scenario {name})")
OF_CHOICE = N_("{settings} (in {name}, which the scenario chooses)")
OF_RUN = N_("{run}: {said}")
WHY = {
    Reason.SAME: N_("{what}: the run has this already without it."),
    Reason.SET_AGAIN: N_("{what}: it is set again by what was typed after it."),
    Reason.LATE: N_("{what}: begins on {day}, after the last day of the run."),
    Reason.EARLY: N_("{what}: is over on {day}, before the first day of the run."),
    Reason.YEAR: N_("{what}: is about years that are not in the run."),
    Reason.YEARS_GIVEN: N_("{what}: growth counts from {year} on, and the run ends before that."),
    Reason.NOT_BY_BACKLOG: N_("{what}: cases are treated in the same way whatever waits, so this rule is not used."),
    Reason.NOT_BY_AGREEMENTS: N_("{what}: the order of the work does not go by agreements."),
    Reason.NO_CAMPAIGNS: N_("{what}: there are no campaigns."),
    Reason.NO_TRIAGE: N_("{what}: reports are not triaged."),
    Reason.NO_ASSESSMENT: N_("{what}: units do not assess what triage passes on."),
    Reason.NO_EXAMINATION: N_("{what}: no laboratory examines devices."),
    Reason.NOT_BY_SYSTEM: N_("{what}: the system judges no reports, and none goes by what it reads."),
    Reason.NOT_BY_CLASS: N_("{what}: the order of the work makes no difference between classes."),
    Reason.ONE_REPORT: N_("{what}: there are no further reports on a person."),
    Reason.NOT_BY_SHARES: N_("{what}: the order of the work does not go by parts of the hours."),
    Reason.NOT_REACHED: N_("{what}: nobody has more hours than that for cases in a day."),
    Reason.NO_MEMBERS: N_("{what}: this pool has no members."),
    Reason.ZERO: N_("{what}: adds nothing and takes nothing away, since its number is 0."),
    Reason.NOTHING: N_("{what}: reports, people and rules are the same without it ({n} futures were compared)."),
}
"""Reasons why a setting has no effect."""
