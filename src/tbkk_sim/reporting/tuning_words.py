"""Phrases about the answers of tuning, in English; `say.Say` turns them into the language of the run."""

from tbkk_sim.reporting.words import N_

ANSWER = N_("Answer")
COST = N_("What it took")
REMAKE = N_("To ask again")
RESULTS_IN = N_("Answer, figures and runs: {folder}")
COST_SENTENCE = N_("{runs} evaluations of a plan in a future, {simulated} of them simulated now, in {minutes} minutes.")
QUESTIONS = {
    "where": N_("where to put the posts"),
    "how_many": N_("how many posts"),
    "when": N_("when to hire"),
    "mix": N_("own posts or borrowed hours"),
    "robust": N_("what holds in many futures"),
}

# Choosing among plans.
PUT = N_("Put {posts}: {plan}.")
POSTS = N_("{n} posts")
POST = N_("1 post")
MOVE = N_("Move posts: {plan}.")
NO_CHANGE = N_("Leave the posts as they are.")
GAINS = N_("{objective}: {loss} a year, against {today} with today's staffing ({share}).")
PROVEN = N_(
    "With probability {chance} no other of the {n} plans is better by more than {precision} a year (Kim and Nelson's "
    "procedure, {runs} paired runs)."
)
NOT_PROVEN = N_(
    "The budget ended before this was certain: {left} of {n} plans were still in the race. The plan chosen is within "
    "{precision} of the best with an estimated probability of {chance}; more tune.budget_minutes would settle it."
)
ALONE = N_("All other plans are surely worse.")
ALIKE = N_("{n} of the other plans cannot be told apart from it, so the choice among them is free: {plans}.")
ALIKE_MORE = N_("{listed} and {n} more")
GREEDY = N_("Giving each next post where it helps most is the exact optimum of the response table.")
NOT_GREEDY = N_("The table was divided exactly, as posts help more together than one by one.")
TODAY = N_("today")
FOUND = {
    "table": N_("response table"),
    "measured": N_("table, unsmoothed"),
    "by_posts": N_("in proportion to posts"),
    "by_load": N_("by load"),
    "swap": N_("one post moved"),
    "today": N_("today's staffing"),
    "mix": N_("mix"),
    "robust": N_("by load"),
}
PLANS = N_("Plans, best first")
PLAN = N_("Plan")
FOUND_BY = N_("Found by")
LOSS = N_("Loss a year")
WORSE_BY = N_("Worse by")
INTERVAL = N_("95 % interval")
FUTURES = N_("Futures")
APART = N_("Told apart")
YES = N_("yes")
NO = N_("no")
CHOSEN = N_("chosen")

# Figures.
RESPONSE = N_("What posts gain, by place (loss a year)")
RESPONSE_NOTE = N_(
    "Dots: mean over {n} futures under common random numbers, with one standard error; line: smoothed. Filled: the "
    "posts of the plan chosen. Units that work for themselves were raised together; the plans were then certified in "
    "the full model."
)
RACE = N_("Plans against the one chosen (loss a year)")
RACE_NOTE = N_("Difference with its simultaneous 95 % interval; grey: cannot be told apart.")
