"""The places of posts: response table, allocation, and a certificate in the full model."""

from dataclasses import dataclass

from tbkk_sim.tuning.answers.certified import FoundBy
from tbkk_sim.tuning.search import allocation
from tbkk_sim.tuning.search.plans import StaffingPlan
from tbkk_sim.tuning.search.response import Response, simulate_response
from tbkk_sim.tuning.search.spread import expected_load, spread
from tbkk_sim.tuning.study import CertifiedChoice, TuningStudy


@dataclass(frozen=True)
class WhereResult(CertifiedChoice):
    """Plans of where to put posts, and the choice among them."""

    found_by: list[FoundBy]
    response: Response
    greedy_is_exact: bool
    """Giving each next post where it helps most gives the exact optimum of the table."""


def answer_where(study: TuningStudy) -> WhereResult:
    """Place the posts, and certify the plan on other replications than those that it was found with."""
    tuning, evaluator, loss_function = study.tuning, study.evaluator, study.loss_function
    response = simulate_response(evaluator, loss_function, tuning, range(tuning.search_replications))
    fitted = response.fitted(tuning.where.jump_penalty)
    posts = tuning.where.extra_fte - sum(response.lowest)
    best = allocation.allocate_exactly(fitted, posts)
    by_turns = allocation.allocate_greedily(fitted, posts)
    is_exact = abs(allocation.total_gain(fitted, best) - allocation.total_gain(fitted, by_turns)) < 1e-6 * max(
        1.0, abs(allocation.total_gain(fitted, best))
    )
    candidates: dict[StaffingPlan, FoundBy] = {}

    def add(level: list[int], by: FoundBy) -> None:
        changes = {p: low + n for p, low, n in zip(response.places, response.lowest, level, strict=True)}
        candidates.setdefault(StaffingPlan.with_posts(changes, tuning.where.date), by)

    add(best, "table")
    load = expected_load(study.settings)
    for rule in ("by_posts", "by_load"):
        plan = spread(study.settings, tuning.where.extra_fte, rule, tuning.frozen, load)
        candidates.setdefault(StaffingPlan.with_posts(plan.by_place(), tuning.where.date), rule)
    add(allocation.allocate_exactly(response.measured(tuning.where.jump_penalty), posts), "measured")
    affordable = max(2, int(0.6 * evaluator.watch.runs_left() / study.first_stage) - 1)
    for level, _ in allocation.list_swaps(fitted, best):
        if len(candidates) >= min(tuning.where.candidates, affordable):
            break
        add(level, "swap")
    choice = study.certify(list(candidates))
    return WhereResult(**vars(choice), found_by=list(candidates.values()), response=response, greedy_is_exact=is_exact)
