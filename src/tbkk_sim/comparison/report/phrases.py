"""Phrases of a comparison, each marked for translation as in `report.kit.phrases`."""

from tbkk_sim.report.kit.phrases import N_

# A difference in words; {run} does something to {of}, by {by}.
MORE_AND_LESS = {
    "cases_in": (
        N_("In {run} {by} more cases of {of} come in"),
        N_("In {run} {by} fewer cases of {of} come in"),
    ),
    "waiting_days_p90": (
        N_("In {run} it takes {by} longer until nine in ten cases of {of} are begun"),
        N_("In {run} it takes {by} less until nine in ten cases of {of} are begun"),
    ),
    "waiting_days_mean": (
        N_("{run} lengthens the mean wait of {of} by {by}"),
        N_("{run} shortens the mean wait of {of} by {by}"),
    ),
    "waiting_days_median": (
        N_("{run} lengthens the median wait of {of} by {by}"),
        N_("{run} shortens the median wait of {of} by {by}"),
    ),
    "backlog_end": (
        N_("{run} leaves {by} more cases of {of} waiting at the end"),
        N_("{run} leaves {by} fewer cases of {of} waiting at the end"),
    ),
    "triage_backlog_end": (
        N_("In {run} {by} more of {of} wait to be judged at the end"),
        N_("In {run} {by} fewer of {of} wait to be judged at the end"),
    ),
    "assessment_backlog_end": (
        N_("{run} leaves {by} more of {of} to be assessed at the end"),
        N_("{run} leaves {by} fewer of {of} to be assessed at the end"),
    ),
    "closed_by_mistake": (
        N_("{run} closes {by} more cases of {of} by mistake"),
        N_("{run} closes {by} fewer cases of {of} by mistake"),
    ),
    "untraceable": (
        N_("{run} loses the trace of {by} more reports of {of}"),
        N_("{run} loses the trace of {by} fewer reports of {of}"),
    ),
    "hidden_waiting": (
        N_("{run} leaves {by} more severe cases hidden at the end ({of})"),
        N_("{run} leaves {by} fewer severe cases hidden at the end ({of})"),
    ),
    "hidden_closed": (
        N_("{run} lets {by} more hidden severe cases end without being seen ({of})"),
        N_("{run} lets {by} fewer hidden severe cases end without being seen ({of})"),
    ),
    "hidden_days_per_case": (
        N_("In {run} a severe case that came in is hidden for {by} more ({of})"),
        N_("In {run} a severe case that came in is hidden for {by} less ({of})"),
    ),
    "overgraded": (
        N_("{run} grades {by} more cases of {of} too high"),
        N_("{run} grades {by} fewer cases of {of} too high"),
    ),
    "left_undone": (
        N_("{run} leaves {by} more cases of {of} undone"),
        N_("{run} leaves {by} fewer cases of {of} undone"),
    ),
    "closed_by_choice": (
        N_("{run} closes {by} more cases of {of} by choice"),
        N_("{run} closes {by} fewer cases of {of} by choice"),
    ),
    "turned_away": (
        N_("{run} turns away {by} more cases of {of}"),
        N_("{run} turns away {by} fewer cases of {of}"),
    ),
    "let_go": (N_("{run} lets {by} more cases of {of} go"), N_("{run} lets {by} fewer cases of {of} go")),
    "waiting_growth": (
        N_("{run} lets {by} more cases of {of} pile up"),
        N_("{run} lets {by} fewer cases of {of} pile up"),
    ),
    "abuse_not_found": (
        N_("In {run} abuse goes unfound in {by} more cases of {of}"),
        N_("In {run} abuse goes unfound in {by} fewer cases of {of}"),
    ),
    "hours_worked": (N_("{run} spends {by} hours more on {of}"), N_("{run} spends {by} hours less on {of}")),
    "finished": (N_("{run} finishes {by} more cases of {of}"), N_("{run} finishes {by} fewer cases of {of}")),
    "taken_up": (N_("{run} takes up {by} more cases of {of}"), N_("{run} takes up {by} fewer cases of {of}")),
    "share_within_norm": (
        N_("In {run} the share of {of} begun within the norm is {by} higher"),
        N_("In {run} the share of {of} begun within the norm is {by} lower"),
    ),
    "deployable_fte": (N_("{run} has {by} more deployable ({of})"), N_("{run} has {by} less deployable ({of})")),
    "vacancy_share": (
        N_("In {run} the share of posts that are vacant is {by} higher ({of})"),
        N_("In {run} the share of posts that are vacant is {by} lower ({of})"),
    ),
}
OF_TAKEN_UP = N_("{name} (of those taken up)")
ANY_MORE_AND_LESS = (N_("{run} raises {figure} of {of} by {by}"), N_("{run} lowers {figure} of {of} by {by}"))
INTERVAL = N_("{says} ({low} to {high})")
AGREE = N_("{says}; {agree} of {n} futures agree.")
NO_AGREE = N_("{says}.")
SAME = N_("{run} changes nothing in {figure} of {of}.")
SAME_IN_SEVERAL = N_("{run} changes nothing in {n} key figures: {figures}.")
FIGURE_OF = N_("{figure} ({of})")
NOT_CLEAR = N_(
    "{run} makes no clear difference to {figure} of {of}: {by} ({low} to {high}); {agree} of {n} futures agree."
)
SIZE_NOT_CLEAR = N_(
    "{says} on average; all {n} futures agree in the direction, but the size is not clear ({low} to {high})."
)
NOT_CLEAR_UNPAIRED = N_("{run} makes no clear difference to {figure} of {of}: {by} ({low} to {high}).")
DIFFERS_IN = N_("{says} on average; that is not clear: it differs in {k} of {n} futures, so no interval holds.")
IN_EACH = N_("{says} in each of the {n} futures.")
TOO_FEW = N_("{says} on average; {n} futures are too few to call that clear, and it differs in {k} of them.")
NO_INTERVAL_UNPAIRED = N_(
    "{says} on average; that is not clear: these futures are too few, or too much alike, for an interval."
)
IN_K = N_("{says} (differs in {k} of {n})")
ONE_REPLICATION = N_("{says} in the one future that was simulated, which is too few to call that clear.")
IN_TEAM = N_("{of} in {team}")
OWN_WORK_OF = N_("own work of {team}")
IN_PERIOD = N_("{of} in {period}")
ALL_REPORTS = N_("all reports")
ALL_UNITS = N_("all units")
ALL_CASES = N_("all classes")

LESS_THAN = N_("less than {n}")
POINTS = N_("{n} points")
MILLIONS = N_("{n} million euros")
FTE = N_("{n} fte")

NO_DIFFERENCE = N_("{figure}, {of}: {base_level} in {base}, {level} in {run}; there is no difference in time to give.")
NEVER_NOTE = N_(
    "Never: in no future were enough of the cases begun for there to be such a time; not always: not in all futures. "
    "Then there is no difference in time either."
)
IN_RUN = N_("In {run}: {said}")
SHORT_AT_WORST = N_(
    "Short of people for severe work and judging, with all help that the rules allow, in the worst year: {each}."
)
SHORT_IN = N_("{fte} fte in {run} ({year})")
PARTS_OF_UNDONE_NOTE = N_(
    "Left undone is what was closed by choice or by mistake, turned away, let go or untraceable, and the growth of "
    "what waits, together. What only moves from one of these to another leaves it as it is, so none of them is good "
    "or bad alone. With what was taken up it is all that came in."
)
HIDDEN_NOTE = N_(
    "Hidden: a severe case that triage or its unit took for one that is not severe, or closed as none. Some wait, some "
    "end without being seen, and some are found. Days hidden are counted until somebody sees what the case is, whether "
    "it has ended or not, and divided by all severe cases that came in: where more come in of a kind that is seldom "
    "hidden, they fall though nobody is found sooner."
)

OTHER_DEMAND = N_(
    "Other work comes in than in {base} (settings of demand): {runs}. Read what is left undone beside what came in; "
    "what a million euros brings is not compared, since it goes by what comes in."
)

# People who are moved.
MOVES = N_("{run} moves people from {lender}: {people}.")
MOVES_ELSEWHERE = N_(
    "{run} moves people from elsewhere in the police, where what they leave undone is not counted: {people}."
)
AT_WORK_IN = N_(
    "In {month}, the month in which they come, hours worked change by {hours} in these units, against {base}."
)
AT_WORK_AND_NOT = N_(
    "In {month}, the month in which they come, hours worked change by {hours} in these units and by {lost} at "
    "{lender}, against {base}."
)
PACE = N_("In the same time whoever is moved does {share} of the work of a colleague there.")
AFTERWARDS = N_(
    "After people for a time have left, {run} takes up fewer cases than {base} for a while, here with their interval "
    "beside the years before: {each}. Those who stay go on with what was begun with them, so read these years together."
)
AT_LIMIT = N_(
    "While a unit has {limit} cases in hand or more for each of its investigators it takes up none that is not severe."
)

# Lighter treatment.
TREATS = N_("{run} treats cases in another way than {base} ({classes}).")
TREATS_SAVES = N_(
    "What that saves or costs, over the whole period: hours of work {hours}; cases of all classes taken up {taken_up}, "
    "among them {of}."
)
TREATS_LEAVES = N_(
    "What it leaves behind: cases of all classes in which abuse is not found {missed}, among them {of}; persons who "
    "return {returns}; files to the prosecution service {files}."
)
FIGURE_BY_CLASS = N_("{by} for {of}")

# Margins.
VERDICTS = {
    "equivalent": N_("{run} is equivalent to {base} in {figure} of {of}: they differ by less than {margin}."),
    "not worse": N_("{run} is not worse than {base} in {figure} of {of} by {margin} or more."),
    "worse": N_("{run} is worse than {base} in {figure} of {of} by more than {margin}."),
    "open": N_("{run} may or may not be worse than {base} in {figure} of {of} by {margin}: these futures do not tell."),
}

# The best.
BEST_ONE = N_("Best in {figure} of {of}: {best}.")
BEST_IN_SEVERAL = N_("{best} is best in {n} key figures: {figures}.")
BEST_IN_MANY = N_("{best} is best in {n} key figures, among them {figures}.")
BEST_NONE = N_("In {figure} of {of} the runs cannot be told apart.")
BEST_NONE_IN_SEVERAL = N_("The runs cannot be told apart in {n} key figures: {figures}.")
BEST_SEVERAL = N_("Best in {figure} of {of}: one of {best}; these futures do not tell which.")
BEST_OF_SEVERAL = N_("One of {best} is best in {n} key figures; these futures do not tell which: {figures}.")

# How it was compared.
TITLE = N_("{others} against {base}, {start} to {end}")
PAIRED_NOTE = N_(
    "Paired: each of the {n} futures is the same in all runs, so a difference is taken within a future. "
    "In brackets: {level} interval of the mean difference{family}."
)
UNPAIRED_NOTE = N_("Not paired. In brackets: {level} interval of the difference (Welch){family}.")
FAMILY = {
    "each": "",
    "comparisons": N_(", which holds for all {m} comparisons of a key figure at once (Bonferroni)"),
    "all": N_(", which holds for all {m} statements at once (Bonferroni)"),
}
NO_INTERVAL_NOTE = N_(
    "Where more than half of the futures say the same, or there are fewer than {least}, no interval would hold: there "
    "it says in how many futures the two differ."
)
BEST_NOTE = N_(
    "The best: Hsu's intervals with Bonferroni's bound, valid when runs share their futures; they hold for all runs "
    "of a key figure at once at {level}. A run is called the best only where it also differs clearly from each of the "
    "others."
)
MARGIN_NOTE = N_("Not worse: two one-sided tests, at {level} for all comparisons of a key figure at once.")
NO_SETTINGS = N_("The settings are the same.")

# Tables.
KEY_FIGURE = N_("Key figure")
CLASS = N_("Of")
SETTING = N_("Setting")
RUN = N_("Run")
VALUES = N_("Values")
SETTINGS_TITLE = N_("What differs in settings")
RESULTS_TITLE = N_("What differs in results (in brackets the interval of the difference)")
RESULTS_NOTE = N_("Under {base} stands the mean itself, under the others what changes against it.")
AGREEMENTS_TITLE = N_("Taken up of what was agreed, and the part of the futures in which it was reached")
AGREEMENT = N_("Agreement")
OF_AGREED = (N_("{n} of {agreed}"), N_("{n} of {agreed}, {odds}"))
"""Without the part of the futures in which it was reached, and with it."""
OF_AGREED_SHORT = (N_("{n}/{agreed}"), N_("{n}/{agreed} {odds}"))
PARTS_TITLE = N_("Why {run} differs from {base}: {figure} of {of}")
PARTS_NOTE = N_(
    "Each part is what changing that group of settings brings, averaged over all orders (Shapley); the parts add up to "
    "the whole. In brackets: {level} interval, for all parts at once; of the whole difference as in the table above."
)
PART = N_("Part")
BRINGS = N_("Brings")
SHARE = N_("Share")
DIFFERENCE = N_("Difference")
AGREEING = N_("Futures that agree")
OF_ALL = N_("{agree} of {n}")
IS_CLEAR = N_("Clear")
AT_END_OF = N_("At the end of")
WHOLE = N_("Whole difference")
GROUPS = {
    "demand": N_("Demand"),
    "complexity": N_("Complexity"),
    "staff": N_("Staff"),
    "steering": N_("Triage and selection"),
    "collaboration": N_("Collaboration"),
    "tools": N_("Tools"),
    "chain": N_("After the file"),
    "costs": N_("Prices"),
}
MORE_IN = N_("... {n} more in {file}")
ALL_IN = N_("At length, in words: {file}")

# The answer in short.
CLEAR_OVER = N_(
    "What differs clearly over the {n} futures that the runs share, with the {level} interval of the mean difference "
    "in brackets:"
)
NONE_CLEAR_OVER = N_("Over the {n} futures that the runs share nothing differs clearly.")
CLEAR_UNPAIRED = N_(
    "What differs clearly, the futures of each run by themselves, with the {level} interval in brackets:"
)
NONE_CLEAR_UNPAIRED = N_("With the futures of each run by themselves nothing differs clearly.")
TOO_FEW_FUTURES = N_(
    "Futures compared: {n}. That is too few for an interval, for which it takes {least}; so no difference is called "
    "clear."
)
SAME_WAY = N_("Not clear, but the same way in all of these futures in {run}: {figures}.")
FIGURE_BY = N_("{figure} ({of}) {by}")
TEAMS_ALIKE = N_(
    "In {run} the work of the teams themselves is the same in every future: only what comes after it differs."
)
REST = N_("The table has {n} more key figures of {run}: {parts}.")
REST_ONE = N_("The table has one more key figure of {run}, {part}.")
WITH_CLEAR, WITH_UNCLEAR, WITH_NONE = (
    N_("with a clear difference"),
    N_("with a difference that is not clear"),
    N_("without any difference"),
)
FIRST_SHORT_IN = N_("First short of people for severe work and judging: {base} {base_year}, {run} {run_year}; {how}.")
IN_YEAR = N_("in {year}")
IN_NO_YEAR = N_("in no year")
SHORT_BY = (
    N_("in {year} {run} lacks {by} fte less ({low} to {high})"),
    N_("in {year} {run} lacks {by} fte more ({low} to {high})"),
)
"""Fewer, and more, than the base lacks."""
SHORT_NOT_CLEAR = N_("the difference in {year} is not clear: {by} fte ({low} to {high})")
SHORT_AGREE = N_("{says}, and {agree} of {n} futures agree")
SHORT_NOT_TOLD = N_("that is not clear: futures compared, {n}, which are too few or too much alike for an interval")
ROWS = N_("Rows, from above: {runs}.")
NO_PARTS = N_("No group of settings differs, so there is nothing to explain.")

# Figures.
FIGURE_DIFFERENCES = N_("Differences from {base}")
FIGURE_DIFFERENCES_NOTE = N_(
    "Dot: mean difference. Bar: its {level} interval, where one holds. Filled: the interval leaves zero out."
)
FIGURE_BACKLOG = N_("Cases waiting, at the end of each month")
FIGURE_BACKLOG_NOTE = N_("Line: mean. Band: 80\N{NO-BREAK SPACE}% of single futures.")
FIGURE_SETTINGS = N_("Settings that differ, by group")
FIGURE_SETTINGS_NOTE = N_("Dot: the run differs from {base} in settings of this group; beside it how many.")
FIGURE_YEARS = N_("{figure}, {of}, by year")
FIGURE_CLASSES = N_("{figure}, by class")
FIGURE_UNITS = N_("{figure}, {of}, by unit")
ALONG_NOTE = N_("Dot: mean. Whisker: 80\N{NO-BREAK SPACE}% of single futures.")

# Sweeps and studies.
SWEEP_TITLE = N_("{n} runs")
SWEEP_IN = N_("Table of the whole sweep: {folder}")
COMPARED_IN = N_("Comparison: {folder}")
STUDY_REMAKE = N_("Made by the command above with {runs} runs of {n} futures, seed {seed}, version {version}.")
LEVELS_TITLE = N_("Levels (mean; in brackets 80\N{NO-BREAK SPACE}% of single futures)")
