"""Phrases of what is shown first of a run: each year, what became of the cases, and how they were treated."""

from tbkk_sim.report.kit.phrases import N_

TABLE_WHAT_BECAME = N_("What became of the cases, whole period")
TABLE_TREATMENTS = N_("How cases were treated, per year")
TREATMENTS_NOTE = N_(
    "A case counts here as what it turned out to be: work on lighter cases finds abuse, so of a severe class more can "
    "be investigated than were taken up."
)
EACH_YEAR = N_("Each year")
CAME_IN_NOTE = N_(
    "More cases came in than were to be begun: also those that led to no person or were closed by mistake, and those "
    "that have until a later year."
)
MEANS_NOTE = N_("Small numbers have a decimal, since they are means over the futures.")
EACH_YEAR_NOTE = N_(
    "Hidden severe cases: taken for less, and waiting at the end of the year; the sooner cases are let go, the fewer "
    "wait, and the more ended unseen before. Load: hours of work that come in, per hour that own people can work, "
    "without help; after all help: hours asked of a role, and the fte short. "
    "Utilisation: the share of their office hours in which people had work in hand."
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
GROUP_WITHIN = N_("In time / due")
GROUP_TAKEN_UP = N_("Taken up / came in")
GROUP_AGREED = N_("Taken up / agreed")
ROW_PLANNED = N_("{name}, started as planned")
ROW_FLOOR = N_("- agreed, at least")
FLOOR_NOTE = N_("Of {names} the number agreed is a floor: severe work goes first, whatever is agreed.")
AGREED_NOTE = N_(
    "Of what was agreed each unit takes up its own part, week by week, and what one has no room for no other takes "
    "over: so the mean can be near the number while few futures reach it ({names})."
)
ASSUMED_NUMBERS = N_("The agreed numbers are assumptions for {names}.")
ASSUMED_ONE = N_("{name} ({low} to {high} a year)")
ASSUMED_FROM = N_("{name} from {year} on ({low} to {high} a year)")
AGREED_FALLS = N_(
    "Severe work goes first and grows (from {load} to {load_last} hours for each hour of own people), so that fewer "
    "hours are left for the rest: of {name} {n} were taken up in {first}, against {agreed} agreed, and {n_last} in "
    "{last}, against {agreed_last}."
)
GROUP_REPORTS = N_("Reports")
ROW_PERSONS = N_("- on persons")
ROW_TO_JUDGE = N_("- not judged at year end")
GROUP_CASES = N_("All cases")
GROUP_LOAD = N_("Load of own people")
GROUP_AFTER_HELP = N_("Severe work after all help / fte short")
GROUP_UTILISATION = N_("Utilisation")
ALL_OWN_PEOPLE = N_("All own people")
ROW_WITHIN = N_("{name}, {norm}")
ROW_REACHED = N_("- futures that reach it")
ROW_TAKEN_UP = N_("- taken up")
ROW_UNDONE = N_("- left undone")
ROW_FINISHED = N_("- finished")
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
