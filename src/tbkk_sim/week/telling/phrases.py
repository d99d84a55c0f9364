"""Phrases of an account of a week at a unit."""

from tbkk_sim.report.kit.phrases import N_

# Frame.
TITLE = N_("{unit}, week {week} of {year}")
SPAN = N_("{first} to {last}")
ONE_FUTURE = N_("Future {number} of the run, counted from 0: one of many that are possible.")
WITH_NUMBER = N_("{name} {n}")
OF_ALL = N_("{name} {n} of {all}")
HOURS_OF = N_("{name} {n}\N{NO-BREAK SPACE}h")
HOURS = N_("{n}\N{NO-BREAK SPACE}h")
LESS_THAN_FIVE_MINUTES = N_("less than 5 minutes")
DAYS = N_("{n}\N{NO-BREAK SPACE}days")
ONE_DAY = N_("1\N{NO-BREAK SPACE}day")

# Who was there.
PEOPLE = N_("Who was there")
FILLED = N_("Posts filled: {people} of {posts}. Vacant: {vacant}.")
ALL_FILLED = N_("Posts filled: all {posts}.")
NO_POSTS = N_("The unit has no posts.")
MORE_PEOPLE = N_("People at the unit: {people}, with {posts} posts.")
AT_WORK = N_("At work on a working day, on average: {n} of {people} people ({roles}).")
NO_WORKING_DAY = N_("None of its days was a working day.")
ONE_WORKING_DAY = N_("One of its days was a working day.")
WORKING_DAYS = N_("{n} of its days were working days.")
AWAY = N_("Working days away: {causes}.")
AWAY_ITEM = N_("{cause} {days} ({people} people)")
AWAY_ITEM_ONE = N_("{cause} {days} (1 person)")
AWAY_FOR = {
    "long_illness": N_("ill for long"),
    "short_illness": N_("ill"),
    "leave": N_("leave or course"),
    "course": N_("in a course for this work"),
    "reallocated": N_("reallocated to a unit"),
    "exposure": N_("on leave after exposure to images"),
}
"""Causes of absence."""
NEWCOMER = N_("New since {date}: {role}, at {share} of full pace, guided by a colleague.")
NEWCOMER_ALONE = N_("New since {date}: {role}, at {share} of full pace, with no colleague to guide.")
WITHOUT_POST = N_("Among them, for a time and without a post: {parts}.")
CAME_BY = {
    "reallocated": N_("from another team {n}"),
    "temporary": N_("hired for a time {n}"),
}
"""Ways in which people come who hold no post."""
BEGAN = {
    "recruited": N_("Began on {date}: {role}."),
    "cohort": N_("Began on {date}, with a course: {role}."),
    "retrained": N_("In a new role from {date}, with a course: {role}."),
    "reallocated": N_("Came from another team on {date}: {role}."),
    "temporary": N_("Hired for a time from {date}: {role}."),
}
"""Ways in which people begin."""
LEFT = N_("Left on {date}: {role} ({cause}).")
LEFT_ROLE = N_("Goes on in another role from {date}: {role}.")
LEFT_TERM = N_("Was there for a time, until {date}: {role}.")
BELOW_MINIMUM = N_("Deployable: {fte} fte, below the {minimum} fte that the unit needs at least.")

# What came in.
CAME_IN = N_("What came in")
REPORTS = N_("{n} reports came in for this unit.")
ONE_REPORT = N_("One report came in for this unit.")
NO_REPORT = N_("No report came in for this unit.")
BY_DESK = N_("The national desk judged {n}: {parts}.")
DESK_CLOSED = N_("{n} closed")
DESK_JOINED = N_("{n} joined to a case of the same person")
DESK_PASSED = N_("{n} passed on ({classes})")
HEARD = N_("Reported at the unit itself, which hears those who report: {n}.")
NOT_HEARD = N_("Reported at the unit itself: {n}, of which {closed} closed.")
URGENT = N_("Urgent: {n}, of which {out} came in the evening, at night or on a day off.")
ASSESSED = N_("The unit assessed {n} itself: {parts}.")
BECAME_CASES = N_("{n} became cases ({classes})")
UNTRACEABLE = N_("{n} untraceable")
TO_ASSESS = N_("To be assessed by the unit: {before} at the start of the week, {after} at its end.")
RETURNED = N_("Persons reported again after their case had ended: {n} ({classes}).")
CHOSEN = N_("Cases that the unit looked for itself: {n} ({classes}).")
FOUND = N_("Cases from other investigations or abroad: {n} ({classes}).")
TREATMENTS = N_("How the new cases that are not severe are to be treated: {parts}.")
TREATED = {
    "full": N_("in full"),
    "short": N_("in short"),
    "letter_or_visit": N_("by a letter or a visit"),
    "nothing": N_("not at all"),
}
"""Treatments of new cases."""
DESK = N_(
    "The desk, for all units: {before} reports waited for a person to judge them, {came} more came, {judged} were "
    "judged, and {after} wait at the end of the week."
)
DESK_BY_DAY = N_("The new ones came on {days}; {out} of them in the evening, at night or on a day off.")
DESK_OPENED = N_("When the office opened on {day}, {n} waited: {judged}.")
DESK_ALL_JUDGED = N_("half of them had been judged by {half}, all by {all}")
DESK_HALF_JUDGED = N_("half of them had been judged by {half}, not all by the end of the week")
DESK_NOT_HALF = N_("not half of them had been judged by the end of the week")
DESK_OLDEST = N_("The oldest has waited for {days}.")
DESK_SYSTEM = N_("The system judged {n} more by itself.")

# What was taken up.
TAKEN_UP = N_("What was taken up")
NEW_CASES = N_("New cases taken up: {n} ({classes}).")
NO_NEW_CASE = N_("No new case was taken up.")
IN_CAMPAIGN = N_("In a campaign: {n} of them.")
AGREED = N_("Agreed for the year, taken up so far and due by now: {parts}.")
AGREED_ITEM = N_("{name} {n} (due {due})")

# What was put aside.
PUT_ASIDE = N_("What was put aside, and why")
NOTHING_PUT_DOWN = N_("Nobody put work on a case down.")
FROM_DAY = N_("from {day}")
PUT_DOWN = N_("{when}: {who} puts down {step} of case {case} ({name}), {why}. {on}")
WHY_PUT_DOWN = {
    "more_urgent": N_("for a more urgent case ({name}, case {case})"),
    "joins": N_("to join a colleague ({name}, case {case})"),
    "away": N_("and is away ({cause})"),
    "left": N_("and leaves the unit"),
    "left_alone": N_("because the second person goes"),
    "nobody_beside": N_("because nobody is left who could be the second person"),
    "other_hours": N_("because that person's hours for cases change and work is divided anew"),
    "unknown": N_("for another reason"),
}
"""Reasons for which a step is put down."""
GONE_ON = N_("{who} goes on with it on {when}.")
NOT_GONE_ON = N_("At the end of the week nobody has gone on with it.")
WAITS_OUTSIDE = N_("In hand, waiting for somebody outside (a provider, a court, a laboratory): {n} ({classes}).")
HELD = N_("Begun, waiting for a second person: {n} ({classes}).")
WAITS_FOR_SOMEBODY = N_("In hand, waiting for a colleague: {parts}.")
WAITS_FOR_ANY = N_("{step} {n}")
WAITS_FOR_STEP = N_("{step} {n} (people at work who can do it: {able})")
WAITS_AT_TEAM = N_("{step} at {team} {n} (people at work who can do it: {able})")
UNDONE = {
    "closed_by_choice": N_("Closed by choice: {n} ({classes})."),
    "declined": N_("Turned away, because too much waited: {n} ({classes})."),
    "expired": N_("Let go, because nobody took them up in time: {n} ({classes})."),
}
"""Ends of cases without any work."""
NOT_TAKEN_UP = {
    "just_came": N_("Came after the last working day of the week: {parts}."),
    "nobody_free": N_("Severe and not taken up, because nobody who can begin them was free: {parts}."),
    "owed": N_(
        "Not taken up, though of their class fewer than are due by now were taken up this year, because nobody who can "
        "begin them was free: {parts}."
    ),
    "no_room": N_("Not taken up, because the unit is at its limit of {limit} cases in hand per investigator: {parts}."),
    "other_work_first": N_("Not taken up, because everybody who could begin them had work that goes first: {parts}."),
}
"""Reasons for which cases wait to be taken up."""
WITH_OLDEST = N_("{name} {n} (oldest {days})")
WITH_OLDEST_OWED = N_("{name} {n} (oldest {days}; taken up {taken_up}, due {due})")
PUT_OFF = N_(
    "These ages count from the first report. A case is let go {days} after the last report on the same person, so some "
    "are older."
)

# What was lent and borrowed.
SHARED = N_("What was lent and borrowed")
NOTHING_SHARED = N_("Nothing.")
SHARED_WAY = {
    "lent": N_("Lent to {team}: {hours} of {step} ({classes})."),
    "borrowed": N_("Borrowed from {team}: {hours} of {step} ({classes})."),
    "done_elsewhere": N_("Done for this unit by {team}: {hours} of {step} ({classes})."),
    "done_for_others": N_("Done for cases of other units: {hours} of {step} ({classes})."),
}
"""Ways in which work goes over the border of the unit."""

# What ended.
ENDED = N_("What ended")
NO_CASE_ENDED = N_("No case on which work was done ended.")
ENDED_AS = {
    "file_to_om": N_("File to the prosecution service: {n} ({classes})."),
    "alternative": N_("Alternative settlement: {n} ({classes})."),
    "letter_or_visit": N_("Letter or visit: {n} ({classes})."),
    "transferred": N_("Transferred: {n} ({classes})."),
    "no_offence": N_("No offence: {n} ({classes})."),
}
"""Ends of cases on which work was done."""
LEAD_ONE = N_("From arrival to end it took {days}.")
LEAD = N_("From arrival to end half of them took {days} or less, the longest {most}.")

# Hours.
WORKED = N_("Hours")
AVAILABLE = N_("Hours for cases of those at work: {hours}. They had work in hand for {share} of the time.")
OVERTIME = N_("Overtime: {hours} of these hours for cases.")
TIME_OFF = N_("Time off for earlier overtime: {hours} less for cases.")
BY_CLASS = N_("Worked: {hours} ({classes}).")
BY_STEP = N_("By kind of work: {steps}.")
OUT_OF_HOURS = N_("Outside office hours: {hours} of it, on work that goes on round the clock.")
NOBODY_WORKED = N_("Nobody was at work.")
JUDGING = N_("judging reports")
ASSESSING = N_("assessment")

# How it stands.
STANDS = N_("How it stands at the end of the week")
IN_HAND = N_("In hand: {n} ({classes}).")
NOTHING_IN_HAND = N_("No case is in hand.")
STATES = {
    "worked_on": N_("worked on {n}"),
    "held": N_("begun, waiting for a second person {n}"),
    "put_down": N_("put down {n}"),
    "waits_for_somebody": N_("waiting for a colleague {n}"),
    "waits_outside": N_("waiting for somebody outside {n}"),
}
"""States of cases in hand."""
OF_THEM = N_("Of these: {parts}.")
ABOVE_LIMIT = N_(
    "That is more than {limit} for each of its investigators, those who are away among them. It can be so because "
    "severe cases, and simple interventions that were agreed, are taken up whatever is in hand, because some severe "
    "cases turn out to be less, or because investigators have left."
)
PER_INVESTIGATOR = N_("That is {n} for each deployable fte of those who can lead a case ({roles}).")
WAITING = N_("Waiting to be taken up: {n} ({classes}).")
NOTHING_WAITS = N_("No case waits to be taken up.")

# Severe cases.
STORIES = N_("The severe cases, one by one")
NO_STORY = N_("Nothing happened to a severe case.")
QUIET = N_("Severe cases in hand of which no step began or ended: {n}.")
ROUND_THE_CLOCK = N_(
    "Work that goes on round the clock is spread evenly over day and night, {hours} a day: its times are not those of "
    "a roster."
)
CASE = N_("Case {case}: {name}")
CASE_CAME = N_("Came in on {date}.")
CASE_OF_STOCK = N_("Was there before the run began.")
CASE_TAKEN_UP = N_("Taken up on {date}; {hours} of work so far.")
CASE_TAKEN_UP_AS = N_("Taken up on {date}, as {name}; {hours} of work so far.")
OUTSIDE_UNTIL = N_("waits for somebody outside until {when}")
WAS_SEVERE = N_("Seen as severe before ({severe}); now seen as: {name}.")
MEMBER = N_("{role} {number}")
MEMBER_OF = N_("{role} {number} of {team}")
NOBODY = N_("nobody")
SOMEBODY_OF = N_("somebody of {team}")
HAPPENED = {
    "came_in": N_("comes in"),
    "chosen": N_("chosen by the unit"),
    "triaged": N_("the desk judges: {name}"),
    "triaged_by_system": N_("the system judges: {name}"),
    "triaged_by_unit": N_("reported at the unit: {name}"),
    "assessed": N_("assessed as {name}"),
    "taken_up": N_("taken up: {who} begins {step}"),
    "started": N_("{who} begins {step}"),
    "resumed": N_("{who} goes on with {step}"),
    "interrupted": N_("{who} puts {step} down after {hours} in all, {why}"),
    "finished": N_("{who} is done with {step}, {hours} in all"),
    "handed_over": N_("{step} goes to {team}"),
    "ready": N_("{step} can begin"),
    "reclassified": N_("turns out to be: {name}"),
    "raised": N_("after a further report on the person, which is seen as: {name}"),
    "held": N_("nobody is free yet as the second person"),
    "assisted": N_("{who} joins as the second person"),
    "sent_to_examination": N_("its devices come to the laboratory"),
    "examined": N_("its devices are examined"),
    "ended": N_("ends: {end}"),
}
"""Events of a case."""
AT_END = {
    "worked_on": N_("End of the week: {step}, in hand."),
    "put_down": N_("End of the week: {step}, put down."),
    "held": N_("End of the week: {step}, waiting for a second person."),
    "waits_for_somebody": N_("End of the week: waits for somebody to do {step}."),
    "waits_outside": N_("End of the week: waits for somebody outside."),
    "waits": N_("End of the week: waits to be taken up."),
    "to_assess": N_("End of the week: to be assessed by the unit."),
}
"""States of a case at the end of a week."""

# Sentences for a head of unit to mark.
MARK_TITLE = N_("A week at a unit: right or wrong?")
MARK_UNIT = N_("{unit}, over the whole run.")
MARK_UNITS = N_("The units that do not judge the reports of all, over the whole run.")
MARK_HOW = N_("Mark each as right, too high or too low.")
SENTENCE = N_("Sentence")
FIGURE = N_("The run says")
RIGHT = N_("Right")
TOO_HIGH = N_("Too high")
TOO_LOW = N_("Too low")
NOT_KNOWN = N_("not known")
SENTENCES = {
    "at_work": N_("Of ten people at a unit, at work on an average working day:"),
    "to_assess": N_("Reports that a unit gets to assess in a week, for each ten of its people:"),
    "assessed": N_("Half of these reports have been assessed by the unit within:"),
    "urgent": N_("Half of the urgent reports that come in the evening, at night or on a day off are taken up within:"),
    "severe": N_("Nine in ten of the other severe cases are taken up within:"),
    "visit": N_("Half of those who get a letter or a visit have had it, after the report, within:"),
    "not_taken_up": N_("Of ten cases that are not severe, never taken up:"),
    "after_search": N_(
        "Once {search} is done, the next step ({next}) has begun in half of the cases that are not severe within:"
    ),
    "per_investigator": N_("Cases in hand for each deployable fte of those who can lead a case ({roles}):"),
    "on_a_desk": N_("Part of the time that a case in hand is on somebody's desk:"),
    "for_a_colleague": N_("Part of the time that a case in hand waits for a colleague:"),
    "outside": N_("Part of the time that a case in hand waits for somebody outside:"),
    "put_down_urgent": N_("Of ten cases that were worked on, put down at least once for a more urgent one:"),
    "put_down_to_join": N_("Of ten cases that were worked on, put down at least once to join a colleague at a search:"),
    "put_down_away": N_("Of ten cases that were worked on, put down at least once because somebody went away:"),
    "stretch": N_("Whoever begins or goes on with a step works on it, before anything else, on average for:"),
    "borrowed": N_("Days a month that people of other teams work for a unit, for each ten of its people:"),
    "lent": N_("Days a month that people of a unit work for other teams, for each ten of its people:"),
    "severe_hours": N_("Part of the hours of a unit that goes to severe cases:"),
    "out_of_hours": N_("Hours of work outside office hours in a week, for each ten people of a unit:"),
}
"""Sentences that a head of unit can judge, by name; each ends in a figure."""
