"""Phrases of tables, figures and pages.

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
PART_OF_YEAR = N_("{year} (part)")

# Work waiting.
BACKLOG = N_("Work waiting, by class (cases)")
BACKLOG_NOTE = N_(
    "Cases not yet taken up, and reports and cases before and after that, at the end of each month. Under each name: "
    "at the start and at the end. "
    "Each panel has its own scale."
)
BACKLOG_GROWS = N_("The backlog grows from {first} to {last} cases")
BACKLOG_SHRINKS = N_("The backlog shrinks from {first} to {last} cases")
BACKLOG_STAYS = N_("The backlog stays about the same: {first} at the start, {last} cases at the end")
BACKLOG_MOSTLY = N_("{start}; the largest part at the end is {name} ({share}).")
BACKLOG_LET_GO = N_(
    "More cases end without any work ({untreated}: closed by choice, turned away or let go) than are taken up "
    "({taken_up})."
)
ASSESSMENT_WAITS = N_("At the end {n} reports wait to be assessed by their unit.")
IN_HAND_GROWS = N_("Cases in hand grow from {first} to {last}: more are started than finished.")
TO_BE_JUDGED = N_("Reports to be judged")
TO_BE_ASSESSED = N_("Reports to be assessed")
IN_HAND = N_("Cases in hand")
BACKLOG_EMPTY = N_("No work waits, neither at the start nor at the end.")
AT_START = N_("At the start")
AT_END_OF = N_("End of {period}")

# Waiting.
WAITING = N_("Waiting for first work, by class, against its norm (days, logarithmic)")
WAITING_NOTE = N_(
    "Of severe cases: all whose norm ran out in the period; of the others: only those taken up, the part behind their "
    "name. Circle: half of them were begun sooner. Dot: nine in ten were. Arrow: never, too many were not begun by the "
    "end. Bar: the norm. On the right: part of all that came that was begun within it."
)
WAITING_WITHIN = N_("Over the period, severe work is begun in time for at least {threshold} of the cases: {names}.")
WAITING_NOT = N_("Not in time: {names}.")
WAITING_NO_NORM = N_("No severe class with a norm has work in this period.")
NO_NORM = N_("planned, no norm")
TAKEN_UP_OF = N_("Taken up, of all that came in")
ROW_TAKEN_UP = N_("{name}\n({share} taken up)")
NORM = N_("Norm")
TICKS_OF_TIME = (
    (1 / 24, N_("≤ 1 hour")), (1.0, N_("1 day")), (7.0, N_("1 week")), (30.4, N_("1 month")), (365.0, N_("1 year")),
)  # fmt: skip

# Left undone.
UNDONE = N_("Cases left undone per year, by class")
UNDONE_NOTE = N_(
    "Cases that came in, less those taken up: closed by choice, turned away, let go, untraceable, closed by mistake, "
    "and growth of what waits. Below zero: a backlog was worked off. Each panel has its own scale."
)
UNDONE_TOTAL = N_(
    "{n} cases are left undone over the whole period, {share} of those that came in: {parts}. By class: {kinds}."
)
UNDONE_CLOSED = N_("{n} closed by choice")
UNDONE_TURNED_AWAY = N_("{n} turned away")
UNDONE_LET_GO = N_("{n} let go")
UNDONE_MORE_WAIT = N_("{n} more that wait, judged or not")
UNDONE_FEWER_WAIT = N_("less {n} that no longer wait, judged or not")
UNDONE_KIND = N_("{name} {n}")
UNDONE_NOTHING = N_("At least as many cases are taken up in this period as come in.")

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

# Reports in and work done.
WORK = N_("Reports in, against work done, per year")
REPORTS_PANEL = N_("Reports in")
WORK_PANEL = N_("Cases")
WORK_NOTE = N_(
    "Two counting rules: cases taken up (the rule since 2019), and those with the cases already in hand "
    "(the rule up to 2018). They differ, so never compare a figure under one with a figure under the other."
)
WORK_FINDING = N_(
    "In {year}, {reports} reports and {cases} cases came in; {new} cases are newly started, {both} with running ones "
    "counted."
)

# Hours.
STEPS = N_("Hours of work by step (share of all case hours)")
STEPS_FINDING_MINORITY = N_("Digital steps take {share} of the hours: a minority.")
STEPS_FINDING_MAJORITY = N_("Digital steps take {share} of the hours: the larger part.")
STEPS_NOTHING = N_("No hours are worked in this period.")
HOURS_COLUMN = N_("Hours a year")
SHARE_COLUMN = N_("Share of hours")

LOAD = N_("Three loads of own people, without help, and utilisation by team (hours per hour available)")
LOAD_NOTE = N_(
    "Load of own people: hours of work that come in, per hour that the people who are there can work, without help "
    "from elsewhere; right of the line there is more work than hours. Dot: severe work and judging. Diamond: with what "
    "was agreed. Cross: with all that comes in, "
    "most of which nobody means to open. Circle: utilisation, the share of their time in which people had work in "
    "hand; of pools that alone is known."
)
LOAD_ALL_FITS = N_("There are enough hours for all that comes in.")
LOAD_NOBODY = N_("Nobody is there to do the work: {hours} hours of it come in a year.")
LOAD_NOBODY_SOME = N_("In some futures nobody is there to do the work that comes in.")
SCARCEST_NONE = N_(
    "The bottleneck is {skills} in {team}: {n} hours of severe work of that kind come in a year, and nobody in reach "
    "can do it."
)
SCARCEST_ALONG = N_(
    "The bottleneck is the specialists who work along, {team}: severe work asks for {n} hours for each of the {hours} "
    "that they have in a year."
)
SCARCEST_NONE_ALONG = N_("Steps wait for specialists of {team} to work along, and there are none.")
LOAD_TEAMS = N_(
    "Over the whole period severe work and judging alone are more than own people have hours for in {n} of {all} units."
)
LOAD_NOTHING = N_("There is no work, or nobody to do it.")
ALL_POOLS = N_("All pools")
COLUMN_A_YEAR = N_("{heading} a year")

# Differences between units.
TILES = N_("Load of own people by severe work, and waiting, by unit (a tile a unit, not to scale)")
TILES_NOTE = N_(
    "Each tile lies roughly where the unit does. The darker, the more pressed. Large: the mean of all futures."
)
BAND_SMALL = N_("Small: 80\N{NO-BREAK SPACE}% of single futures (of\N{NO-BREAK SPACE}{n}).")
TILES_LOAD = N_("Load of own people: severe work and judging")
BEGUN_WITHIN = N_("{name}, begun within {norm}")
TILES_LOAD_FINDING = N_("The load of severe work runs from {low} ({lowest}) to {high} ({highest}).")
TILES_WITHIN_FINDING = N_("{name}: {low} ({lowest}) to {high} ({highest}) of the cases.")

# Assumptions.
ASSUMPTIONS = N_("Assumptions that matter most (load of severe work at both ends of their range)")
ASSUMPTIONS_NOTE = N_(
    "Line: the load of severe work and judging, as simulated; dashed: as much of it as hours. Beside each bar: the end "
    "of the range. By arithmetic on this run, one assumption at a time, not simulated anew."
)
ASSUMPTIONS_FINDING = N_(
    "What moves the load of severe work most is {first}: between {low} and {high} over its range ({from_} to {to})."
)
ASSUMPTIONS_STAY_ABOVE = N_("No single assumption brings the load of severe work to 1 within its range.")
ASSUMPTIONS_TURN = N_("Within their range, {names} can bring the load of severe work to the other side of 1.")
ASSUMPTIONS_UNKNOWN = N_("Where the numbers of this run come from is not known.")
ASSUMPTION_NOW = N_("{label}: {now}")
HOURS_OF = N_("Hours per case, {name}")
MIX_OF = N_("Share of the reports, {name}")
REPORTS_OF = N_("{name}, {year}")
HOURS_JUDGING = N_("Hours to judge a report")
AUTOMATIC_SHARE = N_("Reports judged automatically")
CASE_HOURS_SHARE = N_("Share of the hours that goes to cases")
TRANSFERS = N_("Staff who move to other police work")
ASSUMPTION = N_("Assumption")
NOW = N_("Value")
LOW = N_("Lowest")
HIGH = N_("Highest")
LOAD_AT_LOW = N_("Load at the lowest")
LOAD_AT_HIGH = N_("Load at the highest")

# Staff.
STAFF = N_("Establishment, occupancy and deployable staff over time (fte)")
STAFF_FINDING = N_(
    "Of {posts} fte of establishment, {deployable} fte is deployable on average; {vacant} of the posts are vacant."
)
STAFF_UNITS = N_("Establishment, occupancy and deployable staff by unit (fte)")
STAFF_UNITS_NOTE = N_(
    "Grey line: establishment. Dashed: occupancy. Colour: deployable. "
    "All panels show the same part of the establishment."
)
STAFF_UNITS_FINDING = N_("Lowest deployable share of the establishment: {unit}, {share}.")
STAFF_NOTHING = N_("There are no posts.")
DEPLOYABLE_SHARE = N_("Deployable share")
POSTS = N_("Posts")

TURNOVER = N_("Newcomers and leavers per year (people)")
TURNOVER_FINDING = N_("Per year {hires} people join and {leavers} leave.")
TURNOVER_NOTE = N_("Above the line: newcomers. Below: leavers by cause. Diamond: net.")
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

AVAILABILITY = N_("Availability against team size (deployable share of the establishment)")
AVAILABILITY_NOTE = N_(
    "Smallest unit first; in brackets its posts. Dot: mean. Bar: 80\N{NO-BREAK SPACE}% of all months of all futures."
)
AVAILABILITY_NOTE_YEARS = N_(
    "Smallest unit first; in brackets its posts. Dot: mean. Bar: 80\N{NO-BREAK SPACE}% of all years of all futures."
)
AVAILABILITY_FINDING = N_(
    "In the smallest units ({n}) availability swings over {small} points of the establishment, "
    "in the largest ({n}) over {large}."
)
UNIT_WITH_POSTS = N_("{unit} ({posts})")
SWING = N_("80\N{NO-BREAK SPACE}% of months")

AGES = N_("Age of the staff at the start and at the end (share of people)")
AGES_FINDING = N_("The share of people of {age} and older goes from {first} to {last}.")
AT_END = N_("At the end")
AGE = N_("Age")

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
