"""Phrases that several pages share, and those of the summary.

A phrase is an English constant, marked by `N_` for translation; `say.Say` turns it into the language of the run.
"""

MISSING = DASH = "\N{EN DASH}"
"""Written where there is no number; and between the ends of a band."""


def N_(phrase: str) -> str:  # noqa: N802  (the name that translation tools look for)
    """Mark a phrase for translation."""
    return phrase


AND = N_("{first} and {last}")
NONE = N_("none")
HOURS = N_("{n}\N{NO-BREAK SPACE}h")
DAYS = N_("{n}\N{NO-BREAK SPACE}d")
EUROS = N_("{n}\N{NO-BREAK SPACE}euros")
MILLION_EUROS = N_("{n}\N{NO-BREAK SPACE}million euros")
N_HOURS = N_("{n} hours")
N_DAYS = N_("{n} days")
ONE_HOUR = N_("1 hour")
PER_CENT = "{n}\N{NO-BREAK SPACE}%"
SHORT_YEAR = N_("\N{RIGHT SINGLE QUOTATION MARK}{year:02d}")
BETWEEN = "{low}\N{EN DASH}{high}"
BETWEEN_SIGNED = N_("{low} to {high}")
"""Beside a minus sign a dash would be misread."""
MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"),
    N_("Nov"), N_("Dec"),
)  # fmt: skip

BAND = N_("Band: 80\N{NO-BREAK SPACE}% of single futures (of\N{NO-BREAK SPACE}{n}).")
BAND_WHISKER = N_("Whisker: 80\N{NO-BREAK SPACE}% of single futures (of\N{NO-BREAK SPACE}{n}).")
BAND_BRACKETS = N_("In brackets: 80\N{NO-BREAK SPACE}% of single futures.")
ONE_REPLICATION = N_("One future only, so no band.")
FEW_REPLICATIONS = N_("{n} futures only, so no band.")
NOTHING = N_("nothing to show")
NONE_UNDONE = N_("none left undone")
FROM_TO = N_("{first} → {last}")
NEVER = N_("never")
SELDOM = N_("seldom")
NOT_ALWAYS = N_("not always")
NEVER_NOTE = N_(
    "Never: so many of the cases ended without any work, or were not begun by the end of the run, that there is no "
    "such time. Seldom: there is, in fewer than half of the futures."
)
MIDDLE_NOTE = N_(
    "Times within which cases were begun are those of the middle future. Of classes that are not severe they are those "
    "of the few cases taken up, so lighter work can seem to begin sooner: most of it never does."
)
NOBODY = N_("nobody")

# Columns and rows.
ALL_CLASSES = N_("All classes")
ALL_UNITS = N_("All units")
CLOSED_CLASS = N_("Closed in triage")
OWN_WORK_CLASS = N_("Own work of pools")
TRIAGE_STEP = N_("Triage")
CLASS = N_("Class")
UNIT = N_("Unit")
TEAM = N_("Team")
STEP = N_("Step")
YEAR = N_("Year")
DIGITAL = N_("digital")
YES = N_("yes")
NO = N_("no")
PART_STAR = N_("* A part of the year only.")
COLUMN_A_YEAR = N_("{heading} a year")
PART_OF_YEAR = N_("{year} (part)")

# Forecasts with odds.
OF_TEN = N_("{n} of 10 futures")
FEWER_THAN_ONE_OF_TEN = N_("fewer than 1 of 20 futures")
MORE_THAN_NINE_OF_TEN = N_("more than 19 of 20 futures")
UNDONE_IN_YEAR = N_("In {of_ten}, so many cases are left undone in {year}: {kinds}.")
UNDONE_BETWEEN = N_("{name} {band}")
UNDONE_ALSO = N_("In some futures also cases of: {kinds}.")
UNDONE_SOME = N_("In some futures cases are left undone in {year}: {kinds}.")
SETTLES = N_(
    "Half a year in which no more cases wait than come in during one norm (reports to be judged not counted; more may "
    "wait again later) first begins, in half of the futures: {kinds}."
)
SETTLES_BY = N_("{name} {date} (in {of_ten} before the end)")
SETTLES_FROM = N_("{name} {date}")
SETTLES_AT_ONCE = N_("{name} from the start")
SETTLES_IN = N_("{name} not in half (in {of_ten} before the end)")
SETTLES_LET_GO = N_("{kind}, because most of its cases end without any work")
SETTLES_NEVER = N_("In no future does it, up to {end}, of: {names}.")
SETTLES_NONE = N_(
    "In no future does the backlog (without reports to be judged), up to {end}, stay within what comes in during one "
    "norm for half a year, of: {names}."
)
BALANCE_BY = N_(
    "Occupancy reaches the establishment, and stays there for a quarter, by {date} in half of the futures, "
    "by {end} in {of_ten}."
)
BALANCE_SOME = N_("Occupancy reaches the establishment, and stays there for a quarter, by {end} in {of_ten}.")
BALANCE_NEVER = N_("In no future does occupancy reach the establishment for a quarter by {end}.")
TABLE_UNDONE_ODDS = N_("Cases left undone per year: 80\N{NO-BREAK SPACE}% of single futures (futures with any)")
TABLE_DATES = N_("Dates, with odds")
WHAT = N_("What")
SETTLES_ROW = N_("Backlog within its norm for half a year: {name}")
BALANCE_ROW = N_("Occupancy reaches the establishment: {name}")
BY_EARLY = N_("1 of 10 futures by")
BY_MIDDLE = N_("5 of 10 by")
BY_LATE = N_("9 of 10 by")
WITHIN_RUN = N_("Within the run")

# Number of futures.
PRECISE = N_(
    "Precision: {n} futures were needed to know the mean of {figures} within {wanted}, all at once with {level}."
)
NOT_PRECISE = N_(
    "Precision: after {n} futures, the most that was allowed, not every mean is known within {wanted} with {level}: "
    "{figures}."
)
KNOWN_WITHIN = N_("{name} (±{half})")
GAIN = N_("Control variates made these as sure as {low} to {high} times as many futures would.")

CAUSES = {
    "resigned": N_("Left the police"),
    "transferred": N_("Other police work"),
    "pension": N_("Pension"),
    "rpu": N_("Early retirement (RPU)"),
    "workload": N_("Workload"),
    "overtime": N_("Overtime"),
    "retrained": N_("Retrained for another role"),
    "term_over": N_("End of a stay without a post"),
}

# Summary and terminal.
QUESTION = N_("Question")
ANSWER = N_("Answer")
HOW_SURE = N_("How sure")
KEY_TABLES = N_("Key tables")
SETTINGS_THAT_MATTER = N_("Settings that matter")
REMAKE = N_("How to remake this")
NO_QUESTION = N_("What happens to the work and the people under these settings?")
WARNING = N_("Warning")
ALL_NOT_SEVERE = N_("all that are not severe")
LET_GO_EXPIRES = N_("a case that is not taken up within {days} days is let go ({names})")
LET_GO_STEERING = N_(
    "the treatment of new cases ({names}) gets lighter, up to none, when more than {weeks} weeks of work wait, "
    "and most so from {most} weeks on"
)
LIMIT_IN_HAND = N_(
    "a unit takes up cases ({names}), agreed ones too, only while it has fewer than {n} in hand for each of its "
    "investigators"
)
BUT_SIMPLE = N_("{rule}, but for simple interventions that were agreed ({names})")
LET_GO_BY = N_("These rules decide which work is left: {rules}.")
LET_GO_NOT = N_("No rule lets work go: what cannot be done keeps waiting.")
SURE = N_("This rests on {n} futures.")
SURE_BACKLOG = N_(
    "The backlog at the end is {mean} cases on average; that mean lies between {low} and {high} (95 % interval, wide "
    "enough for rare futures that may not be among these), and eight in ten of these futures lie between {band_low} "
    "and {band_high} (80\N{NO-BREAK SPACE}% band)."
)
SURE_UNDONE = N_(
    "The cases left undone are {mean} on average; that mean lies between {low} and {high}, "
    "and eight in ten of these futures between {band_low} and {band_high}."
)
SURE_NO_INTERVAL = {
    SURE_BACKLOG: N_(
        "The backlog at the end is {mean} cases on average, and of a single future between {band_low} and {band_high} "
        "(80\N{NO-BREAK SPACE}% band); these futures are too few, or too much alike, to say how well that mean is "
        "known."
    ),
    SURE_UNDONE: N_(
        "The cases left undone are {mean} on average, and of a single future between {band_low} and {band_high}; "
        "how well that mean is known, these futures do not tell."
    ),
}
"""Phrases in place of the usual ones where no interval of the mean holds."""
SURE_FEW = N_(
    "They are too few to say how well a mean is known, or how far single futures are apart: see it as a first look."
)
SURE_CLOSE = N_("More futures make the interval narrower, not the band: that is the chance in the world itself.")
SURE_ONE = N_("One future was simulated, so nothing can be said about chance. Use run.replications=20 or more.")
SURE_INPUT = N_("Neither says anything about wrong inputs; for that, compare runs with other settings.")
TABLE_CLASSES = N_("By class, cases per year")
TABLE_TEAMS = N_("By team")
YEARS_TITLE = N_("{name}, {start} to {end}, means of {n} futures")
YEARS_TITLE_ONE = N_("{name}, {start} to {end}, one future")
PERIOD = N_("Period")
PERIOD_FROM_TO = N_("{start} to {end}")
REPLICATIONS = N_("Futures")
SEED = N_("Seed")
IN_YEAR = N_("{n} in {year}")
COMPLEXITY = N_("Hours per case, growth a year")
STEERING = N_("Steering")
SHARING = N_("Sharing of people")
HIRING = N_("Hiring")
A_YEAR = N_("{share} a year")
STEERING_BY_BACKLOG = N_("treatment by the work that waits, decided every {weeks} weeks")
STEERING_FIXED = N_("treatment by fixed shares")
HIRING_TEXT = N_("{months} months to fill a vacancy; {limit}")
HIRING_LIMIT = N_("newcomers a month over all units: at most {n}")
HIRING_NO_LIMIT = N_("no national limit")
SHARES_POOLS = N_("pools help")
SHARES_NEIGHBOURS = N_("neighbours help")
SHARES_NATIONAL = N_("the national unit helps")
SHARES_ONE_QUEUE = N_("one national queue")
REMAKE_SENTENCE = N_("The same command, version and seed give the same numbers.")
VERSION = N_("Version")
COMMIT = N_("Commit")
COMMAND = N_("Command")
FIGURES = N_("Figures")
STAFF_LINE = N_("Staff: establishment {establishment} fte, vacant {vacant}, deployable {deployable} fte.")
RESULTS_IN = N_("Results: {folder}")
