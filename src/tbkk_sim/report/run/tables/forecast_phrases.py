"""Phrases of forecasts with odds: what is left undone each year, and when a backlog or the staff settles."""

from tbkk_sim.report.kit.phrases import N_

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
