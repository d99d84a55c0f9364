"""Phrases about the answers of tuning, in English; `say.Say` turns them into the language of the run."""

from tbkk_sim.report.kit.phrases import N_

ANSWER = N_("Answer")
COST = N_("What it took")
REMAKE = N_("To ask again")
COMPARE = N_("To compare the answer with today's staffing")
RESULTS_IN = N_("Answer, figures and runs: {folder}")
COST_SENTENCE = N_("{runs} evaluations of a plan in a future, {simulated} of them simulated now, in {time}.")
MINUTES = N_("{n} minutes")
SECONDS = N_("{n} s")
OVER_BUDGET = N_(
    "That is more than tune.most_runs ({n}) allows: a step that has begun is finished, and the first futures of all "
    "plans (tune.first_replications) are one step."
)
QUESTIONS = {
    "where": N_("where to put the posts"),
    "how_many": N_("how many posts"),
    "when": N_("when to hire"),
    "mix": N_("own posts or borrowed hours"),
    "robust": N_("what holds in many futures"),
}

# Choosing among plans.
PUT = N_("Add {posts}: {plan}.")
POSTS = N_("{n} posts")
POST = N_("1 post")
MOVE = N_("Move posts: {plan}.")
NO_CHANGE = N_("Leave the posts as they are.")
GAINS = N_(
    "{objective}: {loss} a year, against {today} with today's staffing ({share}; 95 % interval of the gain: {low} to "
    "{high})."
)
GAINS_ONLY = N_(
    "{objective}: {loss} a year, against {today} with today's staffing ({share}; these futures are too few, or too "
    "much alike, for an interval)."
)
ENDED = {
    "runs": N_("{n} evaluations, tune.most_runs"),
    "clock": N_("{n} minutes, tune.budget_minutes"),
    "replications": N_("{n} futures a plan, tune.most_replications"),
}
"""Budgets, with the key that raises each."""
ENDED_TESTS = N_("{n} tests on fresh futures")
PROVEN = N_(
    "With probability {chance} no other of the {n} plans is better by more than {precision} a year (Kim and Nelson's "
    "procedure with room for skewed losses, {runs} paired runs)."
)
NOT_KNOWN = N_(
    "The probability is about what happens in one future of {n} or more. What is rarer may be unseen; if it decides "
    "which plan is best, the probability does not hold."
)
NOT_PROVEN = N_(
    "Not certified: the budget ended ({budget}) before it was certain that no plan is better by more than {precision} "
    "a year; {left} of {n} plans were still in the race. No probability can be given."
)
FEW_BAD = N_(
    "In {n} of its futures the plan chosen is far worse than another plan. So few do not show how often this happens, "
    "and how bad it is."
)
ONE_BAD = N_(
    "In one of its futures the plan chosen is far worse than another plan. One does not show how often this happens, "
    "and how bad it is."
)
ALONE = N_("All other plans are surely worse.")
ALIKE = N_("{n} of the other plans cannot be told apart from it, so the choice among them is free: {plans}.")
ALIKE_ONE = N_("One other plan cannot be told apart from it, so the choice between them is free: {plans}.")
ALIKE_YET = N_("{n} of the other plans cannot be told apart from it by these futures: {plans}.")
ALIKE_ONE_YET = N_("One other plan cannot be told apart from it by these futures: {plans}.")
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
}
PLANS = N_("Plans, best first")
PLAN = N_("Plan")
FOUND_BY = N_("Found by")
LOSS = N_("Loss a year")
WORSE_BY = N_("Worse by")
INTERVAL = N_("95 % interval")
NO_INTERVAL = N_("none holds")
REPLICATIONS = N_("Futures")
APART = N_("Told apart")
YES = N_("yes")
NO = N_("no")
CHOSEN = N_("chosen")
CHOSEN_ONLY = N_("chosen, not certified")

# What counts.
VALUED = N_("What counts")
WHAT_COUNTS = N_("The loss that is made small, a year: {amounts}.")
WHAT_COUNTS_IN_DIVIDING = N_(
    "The norms decide how many posts are needed. They are divided such that this is small: {amounts}."
)
COUNTS_BY_CLASS = {
    "norm_missed": N_("{n} for each case that has not begun when its norm runs out"),
    "left_undone": N_(
        "{n} for each case left undone (closed by choice or by mistake, turned away, let go, untraceable, or one more "
        "that waits)"
    ),
    "hidden_days": N_("{n} for each day that a severe case is hidden"),
    "hidden_closed": N_("{n} for each hidden severe case that ends without being seen"),
    "waiting": N_("{n} for each day that a case waits"),
}
"""Amounts that count times the weight of the class of the case."""
COUNTS = {
    **COUNTS_BY_CLASS,
    "lender_waiting": N_("{n} for each day that own work of a pool waits"),
    "lent_hours": N_("{n} for each hour that a pool works for the units"),
    "fte": N_("{n} for each post"),
}
CLASS_WEIGHTS = N_("Of each case times the weight of its class: {weights}.")
CHOICE_OF_WEIGHTS = N_(
    "These weights are a choice of who asks (tune.objective, tune.weight_per_priority and tune.weights): with other "
    "ones another plan may be best."
)

# Figures.
GAIN = N_("Gain")
ERROR = N_("Standard error")
SMOOTHED = N_("Smoothed")
RESPONSE = N_("What posts gain, by place (loss a year)")
RESPONSE_NOTE = N_(
    "Across: posts more. Dots: mean over {n} futures under common random numbers, with one standard error; line: "
    "smoothed. Filled: the posts of the plan chosen. Units that work for themselves were raised together; the plans "
    "were then certified in the full model."
)
RESPONSE_PART = N_("The {n} places of {all} where posts gain most; the table has all.")
RACE = N_("Plans against the one chosen (loss a year)")
RACE_NOTE = N_("Difference with its simultaneous 95 % interval; grey: cannot be told apart.")

# How many.
NEEDED = N_("{change}, {posts} in all, are needed so that {asked}.")
MORE = N_("{n} posts more")
FEWER = N_("{n} posts fewer")
AS_MANY = N_("As many posts as today")
ENOUGH_SO_FAR = N_("{change}, {posts} in all, are enough so that {asked}; whether fewer are is not known.")
ENOUGH_LOWEST = N_("{change}, {posts} in all, are enough so that {asked}; fewer were not tried.")
NOTHING_KNOWN = N_("The budget ended ({budget}): nothing is known to be needed so that {asked}.")
PART_KNOWN = N_("In {n} of {all} units it is known what is needed so that {asked}.")
NOT_ENOUGH = N_("Even {change}, {posts} in all, are not enough so that {asked}.")
ASKED = N_("{share} of {name} begins within {days}")
IN_REPLICATIONS = N_("{norms}, in {chance} of futures")
IN_EVERY_UNIT = N_("{norms}, in every unit, in {chance} of futures")
ON_AVERAGE = N_("{norms}, on average over futures")
ENOUGH = N_("It is enough in {met} of {n} fresh futures, and one post less is not: right with probability {chance}.")
ENOUGH_LOWEST_TESTED = N_("It is enough in {met} of {n} fresh futures: right with probability {chance}.")
ENOUGH_ONLY = N_(
    "It is enough, by a test: in {met} of {n} fresh futures. The budget ended ({budget}) before one post less was "
    "judged."
)
TRIED = N_("With {change}, the asked shares were {shares} in the futures that were tried.")
SEARCHED = N_("In the futures that were tried the asked shares then were {shares}.")
DIVIDED = N_("Divided: {plan}.")
LEAST_ALL = N_(
    "In each unit it is enough and one post less is not: right with probability {chance}, all units together."
)
LEAST_OTHERS = N_(
    "In each other unit it is enough and one post less is not: right with probability {chance}, all these units "
    "together."
)
LEAST_UNPLANNED = N_(
    "In each unit within reach it is enough and one post less is not, but that took more tests than were planned: no "
    "probability can be given."
)
LEAST_PART = N_("The budget ended ({budget}) before anything was certain for: {units}.")
BEYOND = N_("Not even the most posts that were tried are enough in: {units}.")
FRONTIER_TABLE = N_("What posts bring")
EXTRA = N_("Posts more")
MET = N_("Met all")
SEARCH = N_("search")
FRESH = N_("fresh")
UNITS_TABLE = N_("What each unit needs")
UNIT = N_("Unit")
POSTS_TODAY = N_("Posts today")
CHANGE = N_("Change")
TESTED = N_("Met, fresh futures")
LEAST = N_("Surely fewest")
TOO_FEW = N_("not enough")
FRONTIER = N_("Posts and service")
FRONTIER_NOTE = N_(
    "Share of cases that begin in time over the whole run: mean and 80 % band of single futures, at each number of "
    "posts that was tried. Dashed: the share that is asked."
)
PER_UNIT = N_("Posts that each unit needs")
PER_UNIT_NOTE = N_(
    "Grey: today. Dot: what is needed; hollow: not settled within the budget; arrow: the most that was tried, which is "
    "not enough."
)

# When.
OPEN = N_("Open {n} posts, so that {asked}: {hires}.")
OPEN_FOUND = N_("The plan found opens {n} posts: {hires}. What is asked, and not everywhere reached: {asked}.")
OPEN_TRIED = N_(
    "The budget ended ({budget}): nothing is known to be needed so that {asked}. Tried last: {n} posts, {hires}."
)
SEARCH_CUT = N_("The search ended with its part of the budget ({budget}), so fewer posts, or later ones, may do.")
OPEN_NOTHING = N_("No post has to be opened: {asked} as it is.")
OPEN_NONE = N_("The plan opens no post. What is asked: {asked}.")
NOT_HELPED = N_("Posts opened in time, however many were tried, do not bring the norms within reach in: {periods}.")
COSTS = N_(
    "It costs {cost} fte-years over the run, hiring included; opening {flat} posts at the start, as much: {flat_cost}."
)
COSTS_ONLY = N_(
    "It costs {cost} fte-years over the run, hiring included; no number of posts at the start does as much."
)
WHEN_SURE = N_("On fresh futures every other period meets its norms, with probability {chance}.")
WHEN_NOT_SURE = N_("Not settled, or not met, on fresh futures: {periods}.")
PERIODS_TABLE = N_("Service with the plan, in fresh futures")
PERIOD = N_("Period")
HIRES = N_("Posts opened")
ENOUGH_COLUMN = N_("Meets it")
OPEN_QUESTION = N_("not settled")
TOO_LATE = N_("out of reach")
POSTS_THERE = N_("Posts")
FILLED = N_("Filled")
FILLED_THEN = N_("In {period} {filled} of the {posts} posts are filled, on average.")
PLAN_OVER_TIME = N_("Posts opened and service over time")
PLAN_OVER_TIME_NOTE = N_(
    "Above: posts opened in each quarter, and their sum. Below: share in time by period; dashed: asked."
)

# Own posts or borrowed hours.
MIXED = N_("{posts} and pools that lend {lending}")
LEND_AS_TODAY = N_("as much as today")
LEND_NOTHING = N_("nothing")
LEND_TIMES = N_("{n} times as much as today")
MIX_BORROWED = N_(
    "Borrowed is then the work of {fte} posts ({today} at today's rules and posts); all own work of the pools together "
    "then waits {days} days a year, against {before}."
)
MIX_TABLE = N_("Own posts and borrowed hours, best first")
LENDING = N_("Pools lend, times today")
BORROWED = N_("Borrowed, as posts")
LENDER_WAITS = N_("Own work of pools waits, days a year")
MIX_FIGURE = N_("Own posts against borrowed hours (loss a year)")
MIX_NOTE = N_("One line for each factor on what pools may lend; the lender's waiting counts as the objective says.")

# Robust.
ROBUST_PLAN = N_(
    "{change}: the plan that one will regret least. It is the best in {best} of {n} futures; in 9 of 10 it loses at "
    "most {regret} a year more than the best plan for that future."
)
FAILS = N_("It fails (a loss above {loss} a year, {factor} times its median) in {m} of {n} futures.")
FAILS_WHEN = N_(
    "It fails with {limits}: of futures like that, kept apart from the search for these limits, it fails in "
    "{density}, and they are {coverage} of all its failures."
)
FAILS_PERHAPS = N_(
    "It tends to fail with {limits}, but no three limits say it well: of futures like that, kept apart from the search "
    "for these limits, it fails in {density}, and they are {coverage} of all its failures."
)
FAILS_NO_LIMITS = N_("It fails too rarely, or too often, to say when.")
FAILS_OTHERWISE = N_("No three limits say when it fails.")
ABOVE = N_("{name} above {value}")
BELOW = N_("{name} below {value}")
CUT_SHORT = N_("The budget ended ({budget}) after {n} of {asked} futures.")
REGRET_TABLE = N_("Regret of each plan over the futures (loss a year)")
REGRET_MEAN = N_("Mean regret")
REGRET_90 = N_("Regret in 9 of 10")
REGRET_MAX = N_("Most regret")
BEST_IN = N_("Best in")
REGRET_FIGURE = N_("Regret of each plan (loss a year)")
REGRET_NOTE = N_(
    "Futures in order of regret, as a share of all {n}; each future has all uncertain settings within their ranges."
)
REPLICATIONS_FIGURE = N_("The plan chosen in each future (loss a year)")
REPLICATIONS_NOTE = N_(
    "A dot a future; in colour: the plan fails, with a loss above {loss} (dashed). The settings that tell most; line: "
    "limit."
)
SETTING = N_("Uncertain")
LOWEST = N_("Lowest")
IN_SCENARIO = N_("In the scenario")
HIGHEST = N_("Highest")
GOES_WITH_LOSS = N_("Rank correlation with the loss")
SETTINGS = {
    "casework.complexity.growth_per_year": N_("yearly growth of hours a case"),
    "demand.streams.image.mix.acute.share": N_("share of acute cases in reports"),
    "demand.streams.image.mix.distributor.share": N_("share of distributors in reports"),
    "demand.streams.image.mix.possessor.share": N_("share of possessors in reports"),
    "staffing.turnover.transfer_per_year": N_("part of the staff that leaves in a year"),
    "staffing.case_hours_share": N_("part of working hours that is left for cases"),
    "staffing.hiring.national_limit_per_month": N_("most newcomers a month, all units"),
    "staffing.absence.long_illness_per_year": N_("long illnesses a person a year"),
}
"""Labels of the settings that `robust` draws."""
