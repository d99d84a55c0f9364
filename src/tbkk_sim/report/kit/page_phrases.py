"""Phrases of pages only; see `tbkk_sim.report.kit.phrases`."""

from tbkk_sim.report.kit.phrases import N_

ABOUT = N_("Workload and capacity, simulated")
SCENARIO = N_("Scenario {name}")
REPLICATIONS_OF = N_("{n} futures")
REPLICATION_ONE = N_("one future")
CONTENTS = N_("On this page")
NUMBERS = N_("Table")
MADE_WITH = N_("Made with tbkk_sim {version}. Queues, hours, people and plans only; no word about any real case.")

# Cards.
CARD_BACKLOG = N_("Cases waiting at the end")
CARD_BACKLOG_NOTE = N_("{first} at the start")
CARD_BACKLOG_LET_GO = N_("{first} at the start; one that is not taken up is let go after {days}")
CARD_UNDONE = N_("Cases left undone")
CARD_UNDONE_NOTE = N_("{share} of those that came in")
CARD_SHORT = N_("People short for severe work, after all help")
CARD_SHORT_AGREED = N_("People short with what was agreed, after all help")
CARD_LATE = N_("Severe cases not begun in time")
CARD_LATE_NOTE = N_("{share} of those due")
CARD_LATE_MOST = N_("most in {year}: {n}")
CARD_SHORT_NOTE = N_("at least, in {year}, the worst year")
CARD_SHORT_NEVER = N_("in none of the years")
CARD_BAND = N_("80\N{NO-BREAK SPACE}% of futures: {band}")
FTE = N_("{n} fte")

# Parts.
PART_ANSWER = N_("The answer")
PART_GAP = N_("1. The gap between demand and capacity")
PART_STAFF = N_("2. The state of the workforce")
PART_MEASURES = N_("3. What each measure does")
PART_UNDONE = N_("4. What will be left undone")
PART_INPUT = N_("What the answer rests on")
PART_SOURCES = N_("Where the numbers come from")
PART_WORDS = N_("Words on this page")

MEASURES_NONE = N_(
    "This page is about one run, without a measure beside it. What a measure does is the difference with a run that "
    "has it, future by future: the same reports and the same people meet both."
)
MEASURES_HOW = N_("Compare this scenario with itself and a measure on top: a setting, or another scenario:")
MEASURES_LIST = N_("All scenarios, with the question that each answers, are listed by:")
MEASURES_GAP = N_(
    "How far a measure can go shows in the figures above: more people raise the hours that are there; tools, fewer "
    "hours per case and lighter treatment lower those that are asked for; triage, agreements and the order of the work "
    "choose which cases are taken up."
)

# Odds.
ODDS = N_("Chance that more than one in ten of the cases of a year is left for want of time")
ODDS_NOTE = N_(
    "Share of the futures in which the cases left in that year for want of time are more than a tenth of those that "
    "came in. Cases that led to no person, or were closed by mistake, are not among them."
)
ODDS_ONE = N_("Chances need at least {n} futures.")
ODDS_SAFE = N_(
    "What is known to be this is in no future closed by choice, turned away or let go: {names}. What is taken for less "
    "can be."
)
ODDS_FIRST = N_(
    "From {year} on it is more likely than not that more than one in ten is left undone (closed by choice, turned "
    "away, let go or waiting): {names}."
)
ODDS_ALSO = N_("From {year} on also: {names}.")

# Comparisons and tuning.
COMPARED = N_("What does {others} change against {base}?")
COMPARED_SEVERAL = N_("What do {others} change against {base}?")
PART_EACH_MEASURE = N_("What each measure does")
UNCLEAR = N_("All other differences, in words")
PART_REASONS = N_("Where the differences come from")
RIGHT = N_("Probability that the answer is right")
RIGHT_PROVEN = N_("as sure as was asked")
REMAKE_STUDY = N_(
    "The same command, version and seed give the same answer, unless the time that is allowed ends the search before."
)
PART_ALIKE = N_("Plans that cannot be told apart")
ALIKE_FIRST = N_("The plan chosen stands first; these futures do not tell the others from it.")
ALIKE_FREE = N_(
    "The plan chosen stands first; these futures do not tell the others from it, so the choice among them is free."
)

# Sources.
SOURCES_LEAD = N_(
    "This run uses {n} numbers. Each has a source; what is not a fact has a range in which it may be otherwise."
)
SOURCES_NONE = N_("This folder does not say where its numbers come from. `python -m tbkk_sim provenance` lists them.")
SOURCES_LANGUAGE = N_("The sources are quoted as they stand in the configuration, in English.")
SOURCES_LIST = N_("All {n} numbers")
SOURCES_COUNTS = N_("Numbers by kind of source")
SOURCE_KIND = N_("Kind")
SOURCE_NUMBERS = N_("Numbers")
SETTING = N_("Setting")
RANGE = N_("Range")
SOURCE = N_("Source")
TYPED = N_("set for this run")
KINDS = {
    "S": N_("letter to parliament"),
    "P": N_("public source"),
    "D": N_("derived"),
    "X": N_("proxy"),
    "A": N_("assumption"),
    "C": N_("control or definition"),
}

RUN_ID = N_("Run")
UNCOMMITTED = N_("{commit}, with changes that were not committed")

# Words.
GLOSSARY = (
    (N_("report"), N_("one incoming report; most are closed in triage")),
    (N_("person"), N_("whom a report is about; a further report on a person is joined to their case")),
    (N_("triage"), N_("the first judging of a report, by a person at the national desk or by the system")),
    (N_("assessment"), N_("enriching what triage passes on, and judging it once more, by its own unit")),
    (N_("case"), N_("a report that triage and the assessment by its unit passed on")),
    (N_("untraceable"), N_("a report that leads to no person when its unit assesses it")),
    (N_("hidden"), N_("a severe case that was taken for one that is not severe, or closed by mistake")),
    (N_("backlog"), N_("cases that nobody has taken up yet")),
    (N_("severe work"), N_("classes that come before everything else; the rest is chosen from")),
    (N_("left undone"), N_("cases that came in, less those taken up")),
    (N_("closed by choice"), N_("not treated, as was decided beforehand")),
    (N_("turned away"), N_("not treated because too much waited")),
    (N_("let go"), N_("waited until it was no longer worth taking up")),
    (N_("agreed"), N_("number of cases to take up in a year, as agreed with the minister")),
    (N_("norm"), N_("the time within which first work on a case should begin")),
    (N_("establishment"), N_("authorised posts, in fte")),
    (N_("occupancy"), N_("posts that are filled")),
    (N_("deployable"), N_("occupancy less part-time work, long illness, training and mentoring")),
    (N_("load"), N_("hours of work that come in, per hour that own people can work, without help from elsewhere")),
    (
        N_("short"),
        N_(
            "so many more deployable people of a role would be needed for all work of a kind, with all help that the "
            "rules allow"
        ),
    ),
    (
        N_("nine in ten start within"),
        N_(
            "of all severe cases whose norm ran out in the period, nine in ten were begun in so long; without a norm, "
            "of all that came; of cases that are not severe, of those taken up"
        ),
    ),
    (N_("future"), N_("one simulated course of events; chance differs, the settings do not")),
    (N_("band"), N_("four in five single futures lie within it")),
)
"""Terms and their meaning here."""
