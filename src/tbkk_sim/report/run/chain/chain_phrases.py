"""Phrases of what protects a child, and of what comes after the file."""

from tbkk_sim.report.kit.phrases import N_

PART_CHAIN = N_("Until a child is safe, and after the file")
TABLE_MILESTONES = N_("Until a child is safe: days to each milestone, by class")
MILESTONES_NOTE = N_(
    "Days count from the report, from the further report that raised the case, or from the discovery that made it what "
    "it is. Identified: a suspect or victim is known; searched: the home is searched or the child is safe; file: it is "
    "at the prosecution service. Of the investigations, full or short, that came so far in the period; - where, of a "
    "severe class, fewer than a quarter as many did as came in. Open dot: half of them; full dot: nine in ten."
)
TABLE_CHAIN = N_("After the file: cases at each link")
CHAIN_NOTE = N_(
    "Nothing here feeds back to the teams. How much the prosecution service and the courts can do of these files is "
    "not public: capacities and handling times are assumptions, chosen so that about as many files are heard in time "
    "as is known of serious sexual offences. Due: files of which the norms of the link and those before it, counted "
    "from the file, ran out in the period; in time: those of them that were done by then, so that who waits is late. "
    "Time there is of those done only: it can fall while others wait ever longer, so read it beside the wait so far."
)
LINK = N_("Link")
THERE_AT_START = N_("There at the start")
THERE_AT_END = N_("There at the end")
WAITING_FOR_TURN = N_("Waiting for a turn")
CAME_A_YEAR = N_("Came a year")
DONE_A_YEAR = N_("Done a year")
WAIT_SO_FAR = N_("Their wait so far, mean")
MEAN_DAYS = N_("Time there, of those done, mean")
OF_CLASS = N_("- {name}")
FILES_DUE = N_("Due since the file, a year")
WITHIN_ITS_NORM = N_("Within its norm")
IN_TIME_FROM_FILE = N_("In time since the file")
NO_LIMIT_KNOWN = N_("no limit")
HALF_WITHIN = N_("{milestone}: half within")
MOST_WITHIN = N_("{milestone}: nine in ten within")
MILESTONE_NAMES = {"identified": N_("Identified"), "searched": N_("Searched or safe"), "file": N_("File")}
FILES_IN_TIME = N_("Files within {norm}")
GROUP_DAYS = N_("Identified/safe/file, days")
GROUP_AFTER = N_("After the file, assumed")
ROW_WAITING = N_("{link}, waiting")
ROW_WAIT_SO_FAR = N_("- their wait so far, mean")
ROW_IN_TIME = N_("{link}, within {norm}/due")
EACH_YEAR_NOTE = N_(
    "Identified, searched or safe, file: days within which half of the cases came so far. After the file: the share in "
    "time, of all whose time ran out in the year; capacities and handling times were chosen so that it is about as "
    "known, so it is no finding."
)
UNTIL_SAFE = N_("Half of the cases ({name}) {parts}.")
UNTIL = {
    "identified": N_("are identified within {days}"),
    "searched": N_("are searched or safe within {days}"),
    "file": N_("have a file within {days}"),
}
UNTIL_SAFE_UNKNOWN = N_("How long it takes until a child is safe is not known: too few cases came so far.")
AT_LINK = N_("{link} {n} ({waiting} waiting for a turn)")
IN_TIME = N_("{link} within {norm} of the file: {share} of the {n} files of which that time is over.")
HARDLY_WAITS = N_("Hardly any case waits for its turn meanwhile: nearly all of that time is handling.")
WAITING_CLASSES = N_("Waiting for their turn ({link}), and for how long so far on average: {classes}.")
OF_THE_CLASS = N_("{name} {n}, {days}")
OF_OTHERS = N_("other classes {n}")
CHAIN_FINDING = N_("After the file, cases there at the end: {parts}.")
CHAIN_NOTHING = N_("Nothing came to any link.")
QUEUE_GROWS = N_(
    "More comes to a link of the chain than it can do ({link}): of {n} that came over the whole period, {waiting} wait "
    "for their turn at the end, for {days} so far on average."
)
MOVES_QUEUE = N_(
    "The teams pass on {n} more cases, and {waiting} more wait further on at the end ({links}): more work at the teams "
    "moves the queue, rather than ending it."
)
LINK_AND_NUMBER = N_("{link}: {n}")
