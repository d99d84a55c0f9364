"""Phrases of what is shown first of a run: each year, what became of the cases, and how they were treated."""

from tbkk_sim.report.kit.phrases import N_

TABLE_WHAT_BECAME = N_("What became of the cases, whole period")
TABLE_TREATMENTS = N_("How cases were treated, per year")
TREATMENTS_NOTE = N_(
    "A case counts here as what it turned out to be: work on lighter cases finds abuse, so of a severe class more can "
    "be investigated than were taken up."
)
EACH_YEAR = N_("Each year")
EACH_YEAR_NOTE = N_(
    "In time: begun within the time behind the name, of the cases to be begun, for which that time ran out in the "
    "year. Came in, of cases: those taken up and left undone in the year, also those that nobody has judged yet. "
    "Hidden severe cases: taken for less by triage or their unit, and waiting at the end of the year; so far: since "
    "somebody took them for less. Load of own people: hours of work that come in, per hour that the people of the "
    "units can work, without help. After all help: hours asked of a role per hour that they have and, behind it, "
    "people missing, with all help that the rules allow."
)
WHAT_BECAME = N_(
    "Over the whole period: {at_start} cases waited at the start and {came_in} came in ({returns} on persons whose "
    "case had ended). Of these, {parts}."
)
BECAME_TAKEN_UP = N_("{n} were taken up")
BECAME_UNTRACEABLE = N_("{n} led to no person")
BECAME_MISTAKEN = N_("{n} closed by mistake")
BECAME_CLOSED = N_("{n} closed by choice")
BECAME_TURNED_AWAY = N_("{n} turned away because too much waited")
BECAME_LET_GO = N_("{n} let go because nobody took them up in time")
UNDONE_UNTRACEABLE = N_("{n} that led to no person")
BECAME_WAITING = N_("{n} wait at the end")
BECAME_UNASSESSED = N_("{n} have not been assessed by their unit")
BECAME_UNJUDGED = N_("{n} have not been judged")
BECAME_ONE = {
    BECAME_TAKEN_UP: N_("one was taken up"),
    BECAME_LET_GO: N_("one let go because nobody took it up in time"),
    BECAME_WAITING: N_("one waits at the end"),
    BECAME_UNASSESSED: N_("one has not been assessed by its unit"),
    BECAME_UNJUDGED: N_("one has not been judged"),
}
"""The phrases of one case, where they differ from those of several."""
BECAME_NOTE = N_(
    "Each row adds up: at the start and came in are all that stands behind them. A case counts as what it is taken "
    "for; reports of cases that led to no person, are not judged or assessed yet, or were closed by mistake have come "
    "in too. A further report that is joined to the case of the same person is no case of its own."
)
TREATED = N_(
    "Finished: {full} investigated in full, {short} in short, {lightest} with a letter or a visit. In {missed} cases "
    "that were treated more lightly or not at all, a full investigation would have found worse."
)
CAME_IN = N_("Came in")
OF_WHOLE = N_("{n} of {whole}")
OF_WHOLE_SHORT = N_("{n}/{whole}")
GROUP_WITHIN = N_("In time / to be begun")
GROUP_TAKEN_UP = N_("Taken up / came in")
GROUP_AGREED = N_("Taken up / agreed")
ROW_PLANNED = N_("{name}, started as planned")
ROW_FLOOR = N_("- agreed, at least")
FLOOR_NOTE = N_(
    "Severe work goes first, whatever is agreed: of {names} the number agreed is a floor, and more than that does not "
    "mean that all of them begin in time."
)
AGREED_NOTE = N_(
    "Of what was agreed each unit takes up, week by week, what it owes and little more, and what one has no room for "
    "no other takes over: so a year can come near the number and hardly ever reach it."
)
GROUP_REPORTS = N_("Reports")
ROW_PERSONS = N_("- on persons")
ROW_TO_JUDGE = N_("- not judged at year end")
GROUP_CASES = N_("All cases")
GROUP_LOAD = N_("Load of own people")
GROUP_AFTER_HELP = N_("Severe, after all help/fte short")
ROW_WITHIN = N_("{name}, {norm}")
ROW_REACHED = N_("- chance of reaching it")
ROW_TAKEN_UP = N_("- taken up")
ROW_UNDONE = N_("- left undone")
LOAD_OF_SEVERE = N_("Severe work and judging")
LOAD_WITH_AGREED = N_("With what was agreed")
LOAD_WITH_ALL = N_("With all that comes in")
AT_START_WAITING = N_("Waiting at the start")
WAITING_AT_END = N_("Waiting at the end")
NOT_ASSESSED_AT_END = N_("To be assessed at the end")
NOT_JUDGED_AT_END = N_("Not judged at the end")
BY_MONTH = N_("Agreements month by month: {year}")
BY_MONTH_NOTE = N_(
    "Each year opens below, month by month. Due: at an even pace. On track: futures in which at least so many have "
    "been taken up. Reached: futures in which the number of the year is taken up by its end."
)
BY_MONTH_NOTE_FEW = N_("Each year opens below, month by month. Due: at an even pace.")
MONTH = N_("Until the end of")
DUE = N_("Due so far")
TAKEN_UP_SO_FAR = N_("Taken up so far")
ON_TRACK = N_("Futures on track")
REACHED_ON_TRACK = N_("Reached, if on track")
REACHED_BEHIND = N_("Reached, if behind")
