"""Phrases of triage: who judged what came in, on how many persons it was, and which severe cases stay hidden."""

from tbkk_sim.report.kit.phrases import N_

PART_TRIAGE = N_("Triage: who judges, and what stays hidden")
TABLE_REPORTS = N_("Reports and persons, each year")
TABLE_HIDDEN = N_("Severe cases taken for less, or closed: hidden, whole period")
TABLE_LATE = N_("Severe cases not begun in time, and why, whole period")
TABLE_TOO_HIGH = N_("Cases taken for severe that are not, per year")
TABLE_PERSONS = N_("Reports by person, per year")
GROUP_CAME_IN = N_("Came in")
GROUP_JUDGED = N_("Triage at the national desk")
GROUP_IN_UNITS = N_("In the units")
ROW_PER_PERSON = N_("Reports per person, without those that triage would rightly close")
LATE = N_("Not begun in time")
LATE_MOST = N_("Most in a year")
LATE_UNJUDGED = N_("Not judged or assessed by then")
LATE_SEEN_AS_LESS = N_("Held to be less urgent")
LATE_KNOWN = N_("Known, and nobody free")
LATE_NOTE = N_("Why severe cases began late: what they were held to be when their norm ran out.")
LATE_YET = N_(
    "Severe work is late all the same: of {n} cases that were not begun in time {unjudged} had not been judged "
    "or assessed by then, {less} were held to be less urgent, and for {known} nobody was free."
)
LATE_UNTIL_DONE = N_("A step that was begun goes on: only {names} comes between.")
LATE_NO_ROOM = N_(
    "A mean of {load} hours asked per hour ({role}, {year}) leaves no room for days on which more comes in or fewer "
    "people are there."
)
HIDDEN_WAITING = N_("Waiting at the end")
HIDDEN_CLOSED = N_("Ended without being seen")
HIDDEN_FOUND = N_("Found")
HIDDEN_HALF = N_("Half of those within")
HIDDEN_MOST = N_("Nine in ten within")
HIDDEN_PER_CASE = N_("Days hidden, per case that came in")
ROW_HIDDEN = N_("Hidden severe cases")
ROW_HIDDEN_FOUND = N_("- found in the year")
ROW_HIDDEN_CLOSED = N_("- ended unseen in the year")
HIDDEN_NOTE = N_(
    "Hidden: a severe case that triage or its unit took for one that is not severe, or closed. It is found when it "
    "gets a severe class: by the assessment of its unit, a further report on the person, the first work on it, or "
    "because it comes up by itself; the time until then counts from its report. Ended: closed by mistake, untraceable, "
    "closed by choice, turned away or let go. Days hidden: of all these together, from when a case was taken for less "
    "or closed until somebody sees what it is, or the period ends; divided by the severe cases that came in, hidden or "
    "not. A case that ended unseen goes on being hidden. Reports that nobody has judged yet are not among them."
)
REPORTS_NOTE = N_(
    "A report that triage passes on is joined to the case of the same person, if there is one; else its unit "
    "assesses it, and then it is a case. Untraceable: enriching it leads to no person; traces lost: it would have, "
    "when it came in."
)
HEARD_NOTE = N_(
    "Whoever reports to the police is heard by the unit, and no desk judges that report: these are hours of "
    "assessment, also where the report is then closed."
)
HIDDEN = N_(
    "Severe cases were hidden {n} times, taken for less or closed, while {came} came in: found {found} times, ended "
    "without being seen {closed} times, and {waiting} wait at the end. A severe case that came in was hidden for "
    "{each} on average."
)
HIDDEN_FOUND_WITHIN = N_(
    "Severe cases were hidden {n} times, taken for less or closed, while {came} came in: found {found} times, half of "
    "those within {days} of coming in, ended without being seen {closed} times, and {waiting} wait at the end. A "
    "severe case that came in was hidden for {each} on average."
)
HIDDEN_BY_CLASS = N_("{hidden} Of those that wait: {classes}.")
HIDDEN_OF_CLASS = N_("{name} {n}")
HIDDEN_NONE = N_("No severe case is hidden: none is taken for less than it is, and none is closed by mistake.")
TOO_HIGH = N_("{n} cases were taken up as severe that were not; they took {hours} hours.")
JUDGED = N_("Of the reports that were triaged, a person judged {by_hand} and the system {by_system}.")
TAKEN_OVER = N_(
    "Of the reports that were triaged, a person judged {by_hand} and the system {by_system}, part of them "
    "({taken_over}) because the desk had fallen behind."
)
LOST = N_("{n} reports led to no person when their unit assessed them; {lost} of these would have, when they came in.")
LOST_NONE = N_("{n} reports led to no person when their unit assessed them.")
MISJUDGED_COUNT = N_(
    "A case counts as what it is held to be at that moment, and that is not always what it is: {who}. So a class also "
    "counts cases that are truly of another one."
)
MISJUDGED_BUT = N_("{share} ({of_class})")
MISJUDGED_OF_CLASS = N_("{name}: {share}")
MISJUDGED_BY_HAND = N_("a person in triage takes {lower} of cases for less urgent, and {higher} for more")
MISJUDGED_BY_SYSTEM = N_("the system {lower} and {higher}")
MISJUDGED_BY_UNIT = N_("the unit that assesses them {lower} and {higher}")
