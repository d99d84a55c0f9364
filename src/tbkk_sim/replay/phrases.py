"""Phrases of a replay page."""

from tbkk_sim.report.kit.phrases import N_

REPLAY_TITLE = N_("{name}: one future, week by week")
REPLAY_NOTE = N_(
    "One of many possible futures: number {number} of the run, counted from 0 as in its tables. Another one differs: "
    "use the tables for what to expect."
)
WEEK_OF = N_("Week up to and including {date}")
PLAY = N_("Play")
PAUSE = N_("Pause")
WEEK = N_("Week")
WAITING = N_("cases waiting")
TO_JUDGE = N_("reports to be judged")
IN_HAND = N_("in hand")
THERE = N_("{present} of {posts} not away")
THERE_ABOVE = N_("{present} of {people} not away, with {posts} posts")
SO_FAR = N_(
    "Since the start: {taken_up} cases taken up, {closed_by_choice} closed by choice, {turned_away} turned away, "
    "{let_go} let go; {untraceable} reports led to no person, {reports_joined} were joined to a case; {returns} "
    "persons have returned."
)
TREATED = N_(
    "Treatment chosen so far, also of cases that wait or were never taken up: {full} in full, {short} in short, "
    "{letter_or_visit} by a letter or a visit."
)
NOW = N_("At this moment {to_assess} reports are to be assessed by their unit, and {hidden} severe cases are hidden.")
PRESSURE = N_("Pressure: {pressure} %.")
ALL_UNITS = N_("All units")
LEGEND_THERE = N_("not away (days off count too)")
LEGEND_AWAY = N_("away: leave, course or illness")
LEGEND_VACANT = N_("vacant post")
LEGEND_LINE = N_("Grey line: cases waiting per post over the whole period, on one scale; blue: up to this week.")
LEGEND_TO_JUDGE = N_(
    "Orange: reports that wait to be judged or are being judged; for all units on top of the cases, at the unit that "
    "judges them on a scale of their own."
)
NEEDS_SCRIPT = N_("This page moves by a script of its own; your program for reading it does not run scripts.")
ACCOUNT = N_("A week at a unit")
ACCOUNT_NOTE = N_("The calendar week of the last day shown above, from the events of this future.")
TOO_OLD = N_("This browser is too old to show it; the command week of the program does.")
