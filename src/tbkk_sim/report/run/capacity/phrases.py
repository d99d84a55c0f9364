"""Phrases of capacity beside hiring; see `tbkk_sim.report.kit.phrases`."""

from tbkk_sim.report.kit.phrases import N_

PLAN_POSTS = N_(
    "The plan adds {more} posts; in {year}, the last year, {filled} of the {posts} fte of posts are filled on average."
)
LIMIT_ONE = N_(
    "Over all units at most one newcomer may start in a month, civilians apart "
    "(staffing.hiring.national_limit_per_month)."
)
LIMIT = N_(
    "Over all units at most {n} newcomers may start in a month, civilians apart "
    "(staffing.hiring.national_limit_per_month)."
)
ALL_CIVILIANS = N_("The posts are for civilians, whom the limit on newcomers leaves out.")
LENT = N_(
    "{n} people are reallocated from {lender} to {units}: {fte} fte on average over the whole run. Of the own work "
    "there {waiting} cases wait at the end."
)
LENT_ELSEWHERE = N_(
    "{n} people come to {units} from elsewhere in the police; what they leave undone there is not counted."
)
TEMPORARY = N_("{n} people are hired for a time, without posts: {fte} fte on average over the whole run.")
ALL_APPOINTED = N_("Of a course all {n} people are appointed to a vacant post.")
SOME_APPOINTED = N_("Of {n} people of a course {appointed} are appointed; for {without} no post is vacant.")
RETRAINED = N_("{n} people are retrained for another role.")
EXPOSED = N_("On leave after exposure to images is {fte} fte on average over the whole run.")
IN_COURSE = N_("In a course, and so not at work, is {fte} fte on average over the whole run.")
EXPOSED = N_("On leave after exposure to images is {fte} fte on average over the whole run.")
OVERTIME = N_(
    "Overtime brings {hours} hours of work; {off} hours are taken back as time off, and {n} people leave because of it."
)
OVERTIME_PAID = N_("What is not taken back costs {eur}.")
