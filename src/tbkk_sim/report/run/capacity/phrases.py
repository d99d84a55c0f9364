"""Phrases of capacity beside hiring; see `tbkk_sim.report.kit.phrases`."""

from tbkk_sim.report.kit.phrases import N_

PLAN_POSTS = N_(
    "The plan adds {more} posts; in {year}, the last year, {filled} of the {posts} fte of posts are filled on average."
)
LIMIT_ONE = N_(
    "Over all units at most one newcomer may start in a month, {apart} apart "
    "(staffing.hiring.national_limit_per_month): who fills a new post fills no vacancy elsewhere."
)
LIMIT = N_(
    "Over all units at most {n} newcomers may start in a month, {apart} apart "
    "(staffing.hiring.national_limit_per_month): who fills a new post fills no vacancy elsewhere."
)
CIVILIANS, CIVILIANS_AND_COURSES = N_("civilians"), N_("civilians and people of a course")
"""Those whom the limit leaves out."""
ALL_CIVILIANS = N_("The posts are for civilians, whom the limit on newcomers leaves out.")
LENT = N_(
    "People are reallocated from {lender}: {people}. Of the own work there {waiting} cases wait at the end of the run "
    "in all, also those that would wait without this plan."
)
LENT_ELSEWHERE = N_("People come from elsewhere in the police, where what they leave undone is not counted: {people}.")
PEOPLE_TO = N_("{n} to {units}, from {begin} {until}")
TO_DAY, TO_THE_END = N_("to {day}"), N_("to the end of the run")
TEMPORARY = N_("{n} people are hired for a time, without posts: {fte} fte on average over the whole run.")
ALL_APPOINTED = N_("Of a course all {n} people are appointed to a vacant post.")
SOME_APPOINTED = N_("Of {n} people of a course {appointed} are appointed; for {without} no post is vacant.")
RETRAINED = N_("{n} people are retrained for another role.")
IN_COURSE = N_("In a course, and so not at work, is {fte} fte on average over the whole run.")
EXPOSED = N_("On leave after exposure to images is {fte} fte on average over the whole run.")
OVERTIME = N_(
    "Overtime brings {hours} hours of work; {off} hours are taken back as time off, and {n} people leave because of it."
)
OVERTIME_PAID = N_("What is not taken back costs {eur}.")
