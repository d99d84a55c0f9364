"""The fewest posts that plans may leave: with fewer, nobody would be able to do some of the work."""

import datetime as dt
from collections.abc import Callable, Mapping

from tbkk_sim.problem import Phrase, Problem, SettingsError
from tbkk_sim.sampling.drawable import problems_of_a_run
from tbkk_sim.settings import Settings
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.tuning.search.plans import PostPlace, StaffingPlan, works_for_all
from tbkk_sim.tuning.search.spread import spread


def fewest_by_place(
    settings: Settings, wanted: Mapping[PostPlace, int], date: dt.date | None = None
) -> dict[PostPlace, int]:
    """Raise the least changes of posts at places until all of them together can be simulated.

    Units that work for all come last: they may have to do what the others are then unable to do.

    Args:
        settings: The run that is tuned.
        wanted: The least change of each place, of at most 0.
        date: First day of the change; None: the start.

    Returns:
        The least changes, in the order of `wanted`; whatever posts a plan adds to them, it can be simulated too.
    """

    def can_all(change: Mapping[PostPlace, int]) -> bool:
        return _can_be_simulated(settings, StaffingPlan.with_posts(change, date))

    if can_all(wanted) or not can_all({}):  # a run that cannot be simulated as it is is refused when it is
        return dict(wanted)
    found, serving = dict.fromkeys(wanted, 0), works_for_all(settings)
    for place in sorted(wanted, key=lambda place: place.unit in serving):

        def can(posts: int, place: PostPlace = place) -> bool:
            return can_all(found | {place: posts})

        found[place] = _least(can, wanted[place])
    return found


def fewest_in_all(settings: Settings, tuning: Tuning, wanted: int) -> int:
    """Return the least change of all posts together, from `wanted` to 0, that can be spread and then simulated."""

    def can(posts: int) -> bool:
        plan = spread(settings, posts, "by_posts", tuning.frozen, {})
        return plan.extra_fte == posts and _can_be_simulated(settings, plan)

    return _least(can, wanted)


def posts_out_of_reach(settings: Settings, tuning: Tuning) -> list[Problem]:
    """Name the numbers of posts of a question with which nobody would be able to do some of the work."""
    asked = {
        "mix": ("extra_fte", tuning.mix.extra_fte),
        "robust": ("extra_fte", tuning.robust.extra_fte if tuning.robust else []),
        "how_many": ("most_fte", [tuning.how_many.most_fte] if tuning.how_many else []),
    }
    key, numbers = asked.get(tuning.question, ("", []))
    lowest = min([0, *numbers])
    fewest = fewest_in_all(settings, tuning, lowest)
    if fewest == lowest:
        return []
    says = "is {posts}, which leaves too few posts to do all kinds of work; allowed: {fewest} or more"
    return [Problem(f"tune.{tuning.question}.{key}", Phrase(says, posts=lowest, fewest=fewest))]


def check_fits(settings: Settings, tuning: Tuning) -> None:
    """Refuse a question that does not fit the run that is tuned.

    Raises:
        SettingsError: with all that does not fit.
    """
    if problems := tuning.problems_with(settings) or posts_out_of_reach(settings, tuning):
        raise SettingsError(problems)


def _can_be_simulated(settings: Settings, plan: StaffingPlan) -> bool:
    try:
        return not problems_of_a_run(plan.applied(settings))
    except ValueError:  # the plan of the run withdraws more posts than are then there
        return False


def _least(can: Callable[[int], bool], wanted: int) -> int:
    """Return the lowest number from `wanted` to 0 that can be; whatever is above one that can be can be too."""
    if can(wanted):
        return wanted
    low, high = wanted, 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if can(middle) else (middle, high)
    return high
