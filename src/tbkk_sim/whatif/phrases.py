"""Phrases of the what-if page."""

from tbkk_sim.report.kit.phrases import N_

# The page.
TITLE = N_("What if?")
INTRO = N_(
    "Change the plan with the sliders, run it, and see what it does against the plan as it is. "
    "Both plans meet the same random futures, so what differs between them comes from the change."
)
LANGUAGES = {"nl": "Nederlands", "en": "English"}
PLAN_NOW = N_("Current plan")
PLAN_CHANGED = N_("Changed plan")
FROM_UNTIL = N_("{name}: {start} to {end}, {n} futures.")
SLOW = N_(
    "The compiled engine needs numba, which is not installed here. The page therefore begins with {n} futures up to "
    "{end}: quick enough to play with, and less certain."
)
OPEN_SLIDERS = N_("The sliders are in the panel at the left; on a small screen » opens it.")

# The sliders.
RUN = N_("Run the changed plan")
RESET = N_("Back to the current plan")
PEOPLE = N_("People")
EXTRA_POSTS = N_("Extra posts (fte)")
EXTRA_POSTS_HELP = N_("Divided over the units by their posts.")
EXTRA_FROM = N_("Extra posts come on")
LIMITED = N_("National limit on newcomers")
LIMIT = N_("Newcomers a month, at most")
POSTS_BY_UNIT = N_("Posts at the start, by unit (fte)")
WORK = N_("Work")
VOLUME = N_("{stream} (against the scenario)")
OTHER_GROWTH = N_("Another path of growth")
OTHER_GROWTH_HELP = N_("{stream} then grow from {year} on at one rate, instead of along the known path.")
GROWTH = N_("Growth of reports a year")
COMPLEXITY = N_("Growth of the hours per case a year")
COLLABORATION = N_("Collaboration")
FORMS = {
    "as_it_is": N_("As it is"),
    "none": N_("Every unit for itself"),
    "pools": N_("Pools help"),
    "wide": N_("Pools, neighbours and the national unit help"),
    "one_queue": N_("One national queue"),
}
SELECTION = N_("Choice of cases")
ORDER = N_("What goes first, below severe work")
ORDER_HELP = N_("Acute cases go first, then other severe work, unless the order is first come or by deadline.")
ORDERS = {
    "as_it_is": N_("As it is"),
    "agreements": N_("What was agreed, week by week"),
    "shares": N_("Classes by parts of the hours"),
    "by_severity": N_("The most severe first, nothing reserved"),
    "first_come": N_("The oldest report first, whatever it is"),
    "deadline": N_("What is due first"),
}
AGREED = N_("Agreed a year: {name}")
TREATED = N_("Treatment: {name}")
WAYS = {
    "as_it_is": N_("As it is"),
    "full": N_("All a full investigation"),
    "short": N_("All a short investigation"),
    "letter_or_visit": N_("All a letter or a visit"),
    "nothing": N_("None at all: closed by choice"),
}
TOOLS = N_("Tools")
TOOLS_HELP = N_("Share of the hours that is left: 80 % means that a tool saves a fifth.")
TRIAGE_TOOL = N_("Judging reports")
ASSESSMENT_TOOL = N_("Assessing reports")
BETTER_TRIAGE = N_("Better triage")
TRIAGE_ERRORS = N_("Errors of triage and assessment")
TRIAGE_ERRORS_HELP = N_(
    "Share of the errors that is left, of persons, the system and the units alike: cases taken for less or for more "
    "than they are, closed by mistake, and urgent reports that are not flagged on arrival."
)
PERIOD = N_("Period and futures")
UNTIL = N_("Simulate up to and including")
REPLICATIONS = N_("Futures")

# What was changed.
NOTHING_CHANGED = N_("Nothing has been changed yet.")
CHANGED = N_("Changed")
NOT_YET_RUN = N_("Not yet simulated: run the changed plan to see what this does.")
MOVED_ON = N_("The sliders have been moved since this result: run again to see what they do.")
POSTS_OF = N_("{unit}: posts")
NO_LIMIT = N_("no limit")
KNOWN_PATH = N_("known path")

# Progress.
SIMULATING = N_("{done} of {n} futures simulated")
MAKING_READY = N_("The engine is being compiled; that is done once for a version of the program.")
FIRST_SOON = N_("The first result comes after {n} futures.")
CANNOT = N_("This cannot be simulated: {reason}")

# The result.
RESULT = N_("What it does")
RESULT_NOW = N_("The plan as it is")
KEY_FIGURE = N_("Key figure")
DIFFERENCE = N_("Difference")
HOW_SURE = N_("How sure")
BACKLOG_END = N_("Cases waiting at the end")
CAME_IN_YEAR = N_("Cases that came in, a year")
UNDONE_YEAR = N_("Cases left undone, a year")
CLOSED_YEAR = N_("- closed by choice")
TURNED_AWAY_YEAR = N_("- turned away")
LET_GO_YEAR = N_("- let go")
CLOSED_BY_MISTAKE_YEAR = N_("- closed by mistake")
UNTRACEABLE_YEAR = N_("- untraceable")
MORE_WAITING_YEAR = N_("- growth of what waits")
NOT_FOUND_YEAR = N_("Cases with abuse not found, a year")
HIDDEN_END = N_("Hidden severe cases at the end")
HIDDEN_CLOSED_YEAR = N_("Hidden severe cases that ended unseen, a year")
HIDDEN_DAYS = N_("Days hidden, per severe case that came in")
RETURNS_YEAR = N_("Persons who return, a year")
TAKEN_UP_YEAR = N_("Cases taken up, a year")
WITHIN_NORM = N_("Begun within the norm")
COST_TEAMS = N_("Cost of the teams, a year")
COST_OTHERS = N_("Cost to others who help, a year")
DEPLOYABLE = N_("Deployable staff, mean (fte)")
LOAD_SEVERE = N_("Load of severe work and judging (1 = full)")
LOAD_AGREED = N_("- with what was agreed")
MEDIAN_IDENTIFIED = N_("Half of the cases are identified within")
MEDIAN_SEARCHED = N_("Half of the cases are searched or safe within")
MEDIAN_FILE = N_("Half of the files are made within")
LINK_WAITING = N_("{link}: waiting for a turn at the end")
LINK_IN_TIME = N_("{link}: in time since the file")
LOAD_ALL = N_("- with all that comes in")
VACANT = N_("Posts vacant")
INTERVAL = N_("{mean} ({low} to {high})")
POINTS = N_("{n} points")
SAME = N_("the same in every future")
NOT_CLEAR = N_("no clear difference")
DIFFERS_IN = N_("differs in {k} of {n} futures, so no interval")
TOO_FEW = N_("differs in {k} of {n} futures, which are too few for an interval")
HARDLY = N_("hardly any difference")
HIGHER_IN = N_("higher in {k} of {n} futures")
LOWER_IN = N_("lower in {k} of {n} futures")
HIGHER_IN_ALL = N_("higher in all {n} futures")
LOWER_IN_ALL = N_("lower in all {n} futures")
MORE_WAIT = N_("At the end {n} more cases wait than under the current plan.")
FEWER_WAIT = N_("At the end {n} fewer cases wait than under the current plan.")
WAIT_NOT_CLEAR = N_("Whether more or fewer cases wait at the end cannot be told from these futures.")
WAIT_SAME = N_("At the end as many cases wait as under the current plan.")
MORE_COME_IN = N_("Each year {n} more cases come in than under the current plan.")
FEWER_COME_IN = N_("Each year {n} fewer cases come in than under the current plan.")
MORE_UNDONE = N_("Each year {n} more cases are left undone than under the current plan.")
FEWER_UNDONE = N_("Each year {n} fewer cases are left undone than under the current plan.")
UNDONE_NOT_CLEAR = N_("Whether more or fewer cases are left undone cannot be told from these futures.")
UNDONE_SAME = N_("As many cases are left undone as under the current plan.")
NOW_UNDONE = N_("Under the current plan {undone} cases are left undone each year, and {n} wait at the end.")
IN_TIME = N_("Begun in time: {each}.")
IN_TIME_NOT_CLEAR = N_("{said} (not clear)")
SHORT_AT_WORST = N_("Short of people for severe work and judging, after all help, in the worst year: {fte} fte.")
INTERVAL_NOTE = N_(
    "Difference: changed plan less current plan, future by future; in brackets its 95 % interval. "
    "Neither says anything about wrong inputs."
)
HIDDEN_NOTE = N_(
    "Hidden: a severe case that triage or its unit took for one that is not severe, or closed as none. Days hidden are "
    "counted until somebody sees what the case is, whether it has ended or not, and divided by all severe cases that "
    "came in."
)
ONE_REPLICATION = N_("One future only, so no interval.")
AGREEMENTS = N_("Taken up of what was agreed")
AGREEMENT = N_("Agreement")
BY_CLASS = N_("By class")
CLASS = N_("Class")
CAME_IN_COLUMN = N_("Came in, a year")
TAKEN_UP_COLUMN = N_("Taken up, a year")
UNDONE_COLUMN = N_("Left undone, a year")
NOT_FOUND_COLUMN = N_("Abuse not found, a year")
WAITING_COLUMN = N_("9 in 10 begun within")
WARNING_NOW = N_("Warning for the current plan: {warning}")
WARNING_CHANGED = N_("Warning for the changed plan: {warning}")
BACKLOG_CHART = N_("Cases waiting over time")
STAFF_CHART = N_("Deployable staff over time (fte)")
UNITS_CHART = N_("Cases waiting at the end, by unit")
UNDONE_CHART = N_("Cases left undone, a year, by class")
STAFF_NOTE = N_("Thin lines: establishment. Thick lines: who is deployable, mean. Band: 80 % of single futures.")
BAND_NOTE = N_("Line: mean. Band: 80 % of single futures.")
DOTS_NOTE = N_("Grey ring: current plan. Blue dot: changed plan. Behind it the difference.")
ALT_LINES = N_("{title}. Current plan: from {first} to {now}. Changed plan: to {changed}.")
ALT_LINE = N_("{title}. Current plan: from {first} to {now}.")
ALT_ROWS = N_("{title}. {items}.")
ALT_ROW = N_("{name}: {now}, then {changed}")
CURRENT_SHORT = N_("current")
CHANGED_SHORT = N_("changed")

# Saving.
SAVE = N_("Keep this plan")
SAVE_INTRO = N_("Saved as a scenario file, the command line runs this plan to the same numbers.")
NAME = N_("Name of the scenario")
QUESTION = N_("The question that it answers")
QUESTION_DEFAULT = N_("What does this change bring?")
SAVE_BUTTON = N_("Save as a scenario")
SAVED = N_("Saved in {path}. This runs it:")

# The replay.
REPLAY = N_("One future, week by week")
REPLAY_INTRO = N_("Move through the weeks of the first of these futures: what waits and who is there, in each unit.")

# What cannot be.
PLAN_CANNOT = N_("This plan cannot be simulated:")
AS_THEY_STAND = N_("As the sliders stand now, this cannot be simulated:")
PERIOD_CANNOT = N_("This period cannot be simulated; the page shows the period of the plan instead:")
TOO_FEW_POSTS = N_(
    "{unit}: with posts set to {posts}, nobody is left there for work that has to be done there, also for other units. "
    "Allowed: {least} or more."
)
ORDER_DOES_NOT_FIT = N_(
    "What goes first: “{order}” does not go with this plan, whose classes or teams are others. Choose another order, "
    "or leave it as it is."
)
FORM_DOES_NOT_FIT = N_(
    "Collaboration: “{form}” does not go with this plan, whose teams or kinds of work are others. Choose another form, "
    "or leave it as it is."
)
DOES_NOT_FIT = N_("{control}: {now} does not go with the rest of the plan ({reason}). It began at {was}.")
DOES_NOT_FIT_WITHOUT = N_(
    "{control}: {now} does not go with the rest of the plan ({reason}). Without it the plan can be."
)
NOT_A_NAME = N_("'{name}' is not a name: use letters, digits, _ and -.")
NAME_TAKEN = N_("'{name}' is the name of a scenario that is there already: choose another one.")
NOT_THE_SAME = N_("A scenario file cannot say the same as what was typed, so nothing was saved.")
NOT_SAVED = N_("This plan cannot be saved:")
NOT_WRITTEN = N_("The scenario cannot be written to {path}: {reason}.")

# What went wrong.
NO_MEMORY = N_("there is not enough memory for it. A shorter period needs less.")
WORKER_GONE = N_(
    "a process that was simulating was stopped from outside, often because memory ran out. Run it again, or start the "
    "page with run.workers=1."
)
NO_WORKER = N_("no process can be started here to simulate it. Close other programs, or start the page again.")
FAULT_OF_PLAN = N_(
    "the program itself went wrong, which is not your doing. Another plan may go well. What happened is written in the "
    "window in which the page was started."
)
FAULT = N_(
    "The program itself went wrong here, which is not your doing. Go back to the current plan, or move a slider. What "
    "happened is written in the window in which the page was started."
)
