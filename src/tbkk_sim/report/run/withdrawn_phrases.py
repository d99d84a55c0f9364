"""Phrases of withdrawn posts; see `tbkk_sim.report.kit.phrases`."""

from tbkk_sim.report.kit.phrases import N_

ABOVE_POSTS = N_(
    "There are more people than posts: {units}, on average over the whole run. "
    "Whoever holds a post that is withdrawn stays until they leave."
)
ABOVE_POSTS_UNIT = N_("{n} fte in {unit}")
FROM_DAY = N_("From {day}")
FROM_UNTIL_DAY = N_("From {day} until {end}")
FROM_START = N_("From the start of the run")
FROM_START_UNTIL = N_("From the start of the run until {end}")
UNIT_NEVER_HAD_POSTS = N_("{span} {unit} has no posts: its cases go to the national unit.")
WITHOUT_WORK = N_(
    "Whoever holds a post there that is withdrawn on the first day has no work, unless it is to help elsewhere."
)
KIND_NEVER_HAD_POSTS = N_("{span} {unit} has no posts for {skills}: in its cases the national unit does that work.")
UNIT_WITHOUT_POSTS = N_("{span} {unit} has no posts left: its new cases go to the national unit.")
KIND_WITHOUT_POSTS = N_(
    "{span} {unit} has no posts left for {skills}: in its new cases the national unit does that work."
)
WORK_STAYS = N_(
    "What came in before stays in {unit}: the people there do it until they leave; what is left then waits, and is "
    "done only if others help there."
)
WORK_STAYS_UNTIL = N_(
    "What came in before stays in {unit}: the people there do it until they leave; what is left then waits until there "
    "are posts again, unless others help there."
)
WORK_WITHOUT_POSTS = N_(
    "{span} there are no posts left in {unit} for {skills}, and no other unit takes that work over: the people there "
    "do it until they leave; after that it waits in {unit}, and is done only if others help there."
)
NOBODY_TO_JUDGE = N_(
    "{span} there are no posts left in {unit} for judging reports, and no other unit judges them: the people there go "
    "on until they leave; after that reports stay unjudged, and no cases come of them."
)
BELOW_MINIMUM = N_(
    "{unit} has at most {posts} posts in this run, and a minimum of {minimum} fte (minimum_fte): it is below its "
    "minimum on every day."
)
OPEN_OF_UNIT = N_("At the end of the run {n} cases of {unit} are open, there or elsewhere.")
AVAILABILITY_LEFT_OUT = N_("Left out: the time in which a unit that loses posts has more people than posts.")
