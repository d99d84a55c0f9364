"""Phrases of the figures of a run: titles, notes, what a figure shows, and the columns of its table."""

from tbkk_sim.report.kit.phrases import N_

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
