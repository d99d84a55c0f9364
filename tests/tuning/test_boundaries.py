"""Rules that decide, at the number at which they turn; and amounts worked out by hand."""

import datetime as dt
import json
import math
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.model.establishment import divide
from tbkk_sim.model.names import names_of
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.sampling.world import BY_HAND
from tbkk_sim.settings.tuning import Norm
from tbkk_sim.stats.chance import ChanceTest, chance_interval
from tbkk_sim.stats.paired import Verdict, against_margin, difference
from tbkk_sim.stats.screening import least_replications
from tbkk_sim.tuning.questions.how_many import Criterion
from tbkk_sim.tuning.questions.robust import RobustResult
from tbkk_sim.tuning.search.allocation import allocate_exactly, allocate_greedily
from tbkk_sim.tuning.search.fewest import fewest_by_place, fewest_in_all, posts_out_of_reach
from tbkk_sim.tuning.search.limits import find_limits, in_box
from tbkk_sim.tuning.search.measures import Measures, measure, quarter_starts
from tbkk_sim.tuning.search.objective import LossFunction
from tbkk_sim.tuning.search.periods import ServiceShares
from tbkk_sim.tuning.search.plans import PostPlace
from tbkk_sim.tuning.search.response import choose_levels, lowest_levels, places_of
from tbkk_sim.tuning.search.spread import expected_load, spread
from tbkk_sim.tuning.watch import RUNS, Watch
from tests.builders import LAB, SOONEST, drawn_reports, small_settings
from tests.rows import every_row
from tests.tuning.studies import TWO_ROLES, tuning_for

UNIT = np.array([-3.0, -1.0, 1.0, 3.0] * 3)[:, None] / 10


@every_row(
    ("b", "better", "end", "at"),
    [
        (UNIT + 1, 1, 1, Verdict.NOT_WORSE),
        (UNIT - 1, 1, 0, Verdict.OPEN),
        (UNIT - 1, -1, 0, Verdict.NOT_WORSE),
        (UNIT + 1, -1, 1, Verdict.OPEN),
    ],
)
def test_a_margin_that_is_exactly_met_does_not_count(b, better, end, at):
    a = np.zeros((12, 1))
    apart = difference(a, b, 2 * 0.95 - 1)
    far = abs(float((apart.interval_low, apart.interval_high)[end][0]))
    assert against_margin(a, b, far, better, 0.95) is at
    assert against_margin(a, b, np.nextafter(far, 9), better, 0.95) is Verdict.EQUIVALENT


@every_row(("value", "alike"), [(0.0, True), (5.0, True), (None, False)])
def test_runs_are_alike_that_are_as_far_apart_in_all_replications(value, alike):
    a = np.zeros((12, 1))
    apart = difference(a, UNIT if value is None else a + value)
    assert apart.alike.tolist() == [alike]
    assert apart.differ.tolist() == [0 if value == 0.0 else 12]


def test_worse_is_worse_by_more_than_the_margin():
    a, b = np.zeros((12, 1)), UNIT - 1
    least = -float(difference(a, b, 2 * 0.95 - 1).interval_high[0])
    assert 0.5 < least < 1
    assert against_margin(a, b, least, 1, 0.95) is Verdict.OPEN
    assert against_margin(a, b, np.nextafter(least, 0), 1, 0.95) is Verdict.WORSE


@every_row("is_met", [True, False])
def test_a_chance_is_settled_by_the_first_replication_whose_evidence_suffices(is_met):
    test = ChanceTest(0.9, 0.05, 0.05)
    assert test.low == pytest.approx(0.85)
    more, less = math.log(test.high / 0.85), math.log((1 - test.high) / 0.15)
    assert 0.9 * more + 0.1 * less == pytest.approx(0.0, abs=1e-9)  # a share of 0.9 speaks for neither
    wanted = math.ceil(math.log(0.95 / 0.05) / (more if is_met else -less))
    for n in range(1, wanted + 3):
        test.add(is_met)
        assert test.answer is (None if n < wanted else is_met)
    assert (test.n, test.met, test.share) == (wanted, wanted * is_met, float(is_met))


@every_row("level", [0.9, 0.95])
def test_the_interval_of_a_chance_is_that_of_scipy(level):
    for met in range(6):
        expected = stats.binomtest(met, 5).proportion_ci(level, method="exact")
        assert chance_interval(met, 5, level) == pytest.approx((expected.low, expected.high))


@every_row("alpha", [0.01, 0.05, 0.2])
def test_the_least_replications_are_those_in_which_one_of_twenty_is_seen_twice(alpha):
    n = least_replications(alpha)
    assert stats.binom.cdf(1, n, 0.05) <= alpha < stats.binom.cdf(1, n - 1, 0.05)


def test_a_budget_is_used_up_by_its_last_evaluation():
    watch, seen = Watch(5, 10), []
    for _ in range(10):
        seen.append((watch.may_go_on(0.6), watch.may_go_on(), watch.runs_left()))
        watch.tick(simulated=True)
    assert seen == [(n < 6, True, 10 - n) for n in range(10)]
    assert (watch.ended, watch.search_was_cut) == (None, True)
    assert (watch.may_go_on(), watch.ended, watch.runs_left()) == (False, RUNS, 0)


def test_norms_are_met_at_exactly_their_share_and_in_exactly_so_many_replications():
    shares = np.array([0.8] * 9 + [0.7])[:, None, None]
    service = ServiceShares(shares, np.array([0.8]))
    assert service.met()[:, 0].tolist() == [True] * 9 + [False]
    assert service.margin(0.9)[0] == pytest.approx(0.0)  # one of ten may miss
    assert service.margin(0.91)[0] == pytest.approx(-0.1)
    assert service.margin(None)[0] == pytest.approx(-0.01)


def test_mean_margins_where_all_replications_say_the_same_have_room_for_what_was_not_seen():
    """In ten replications, what comes with a chance of 1 - 0.05^(1/10) = 25.9 % may be unseen."""
    shares = np.stack([np.full((10, 1), 0.9), np.arange(10.0)[:, None] / 10, np.full((10, 1), np.nan)], axis=1)
    least, most = ServiceShares(shares, np.array([0.8])).mean_margins(0.05)
    assert (least[0], most[0]) == pytest.approx((0.9 * 0.7411 - 0.8, 0.9 + 0.1 * 0.2589 - 0.8), abs=1e-4)
    t = stats.t.interval(0.9, 9, 0.45, stats.sem(np.arange(10) / 10))
    assert (least[1], most[1]) == pytest.approx((t[0] - 0.8, t[1] - 0.8), rel=1e-4)
    assert np.isinf([least[2], most[2]]).all()


@every_row(("failures", "said"), [(7, False), (8, True)])
def test_limits_need_four_failures_in_each_half(failures, said):
    replications = np.arange(40.0)[:, None]
    losses = (replications[:, 0] >= 40 - failures) * 1.0
    found = find_limits(replications, losses, 0.5)
    assert (found is not None) == said
    assert find_limits(replications, losses, 1.0) is None  # losing exactly so much is no failure
    if said:
        (limit,) = found.bounds
        assert limit[:2] == (0, True)
        assert 30 < limit[2] <= 32
        assert found.coverage == 1.0
        assert found.density == 4 / np.count_nonzero(replications[1::2] >= limit[2])


def test_regret_and_ranks_are_those_of_the_plan_chosen():
    replications = np.array([[1.0, 9.0], [2.0, 4.0], [5.0, 1.0]])
    losses = np.array([[3.0, 1.0], [4.0, 6.0], [5.0, 9.0]])
    found = RobustResult([], [], replications, losses, 1, losses[:, 1] > 7, 7.0, None)
    assert found.regret.tolist() == [[2, 0], [0, 2], [0, 4]]
    assert found.rank_correlations() == pytest.approx([1.0, -1.0])


def by_unit(posts: int, rule: str, load: dict[str, float], frozen: tuple[str, ...] = ()) -> dict[str, int]:
    plan = spread(small_settings(), posts, rule, frozen, load)  # the capital has 8 posts, the coast 6
    return {place.unit: n for place, n in plan.by_place().items()}


def test_posts_are_spread_by_posts_and_by_load():
    # Webster: 8 / 0.5 = 16, 6 / 0.5 = 12, 8 / 1.5 = 5.3, 6 / 1.5 = 4
    assert by_unit(3, "by_posts", {}) == {"capital": 2, "coast": 1}
    assert by_unit(-3, "by_load", {}) == {"capital": -2, "coast": -1}
    assert by_unit(-20, "by_posts", {}) == {"capital": -8, "coast": -6}
    # hours a post: 8 / 8 and 7 / 6; then 8 / 8 and 7 / 7, a tie; then 8 / 9 and 7 / 7
    load = {"capital": 8.0, "coast": 7.0}
    assert [by_unit(n, "by_load", load).get("coast", 0) for n in (1, 2, 3)] == [1, 1, 2]
    assert by_unit(2, "by_load", load, ("coast",)) == {"capital": 2}


def test_hours_demanded_of_a_unit_are_those_of_the_first_replication_that_wait_in_its_queue():
    """Triage, by hand for half of the reports, waits in the capital; search in the coast, whoever has the case.

    A further report on a person asks for triage only, and one that leads to nobody for no steps.
    """
    settings = small_settings(
        {
            "casework.steps.search.national_team": "coast",
            "run.end": "2021-02-28",
            "triage.assessment": {"enabled": True, "untraceable_share": 0.2, "closed_by_mistake_share": 0.1},
            "demand.persons": {"further_reports_mean": 0.5, "further_within_days": 10},
        }
    )
    reports, steps = drawn_reports(settings, 0)
    hours = {"capital": float(reports.triage_hours[reports.triaged_by == BY_HAND].sum()), "coast": 0.0}
    search = names_of(settings).skill("search")
    for report in np.flatnonzero(reports.triaged_class):
        if reports.person[report] != report:
            continue
        own = ("capital", "coast")[reports.unit[report]]
        hours[own] += float(reports.assessment_seconds[report]) / 3_600
        if reports.assessed_class[report] == 0 or reports.trace_until_seconds[report] == 0:
            continue
        for row in range(reports.first_step[report], reports.first_step[report] + reports.n_steps[report]):
            hours["coast" if steps.skill[row] == search else own] += float(steps.hours[row])
    assert expected_load(settings) == pytest.approx(hours)
    assert hours["coast"] > hours["capital"] > 0


def test_levels_of_the_table_lie_closer_together_where_they_are_low():
    assert choose_levels(8, 4) == [0, 2, 4, 8]  # 8 x (0, 1/3, 2/3, 1)^1.5 = 0, 1.54, 4.35, 8
    assert choose_levels(2, 5) == [0, 1, 2]
    settings, tuning = small_settings(), tuning_for("where", where={"extra_fte": 0, "may_take": 7})
    assert places_of(settings, tuning) == [PostPlace("capital"), PostPlace("coast")]
    assert lowest_levels(settings, tuning, places_of(settings, tuning)) == [-7, -5]


def test_a_role_of_which_a_unit_has_no_posts_is_no_place_for_more():
    roles = {"digger": {"label": "Digger", "skills": ["enrich"]}, "writer": {"label": "Writer", "skills": ["dossier"]}}
    shares = {"digger": 0.5, "writer": 0.5}
    units = {
        "capital": {"label": "Capital", "posts": 8, "role_share": {"digger": 1.0}},
        "coast": {"label": "Coast", "posts": 2},
    }
    settings = small_settings(
        {"triage.enabled": False, "staffing.roles": roles, "staffing.role_share": shares, "staffing.units": units}
    )
    tuning = tuning_for("where", where={"extra_fte": 1, "by_role": True, "may_take": 3})
    places = places_of(settings, tuning)
    assert places == [PostPlace("capital", "digger"), PostPlace("coast", "digger"), PostPlace("coast", "writer")]
    assert lowest_levels(settings, tuning, places) == [-3, 0, 0]  # one post of each stays
    frozen = tuning_for("where", where={"extra_fte": 1, "by_role": True}, frozen=["capital"])
    assert places_of(settings, frozen) == places[1:]


def test_a_unit_without_posts_has_none_to_take_and_a_role_without_posts_is_no_place():
    roles = {name: {"label": name, "skills": ["enrich"]} for name in ("first", "second")}
    of_roles = {"staffing.roles": roles, "staffing.role_share": {"first": 0.5, "second": 0.5}}
    units = {"staffing.units.capital.posts": 1, "staffing.units.coast.posts": 0, "triage.enabled": False}
    settings = small_settings({**of_roles, **units})
    tuning = tuning_for("where", where={"may_take": 3})
    assert lowest_levels(settings, tuning, places_of(settings, tuning)) == [0, 0]
    assert places_of(settings, tuning_for("where", where={"by_role": True})) == [PostPlace("capital", "first")]


def test_as_many_posts_stay_as_it_takes_to_do_all_kinds_of_work():
    settings = small_settings(TWO_ROLES)
    places = [PostPlace("capital"), PostPlace("coast")]
    assert [divide(posts, settings.staffing.role_share)["writer"] for posts in (1, 2, 3)] == [0, 0, 1]
    assert fewest_by_place(settings, {places[0]: -7, places[1]: -5}) == {places[0]: -5, places[1]: -5}
    assert lowest_levels(settings, tuning_for("where", where={"may_take": 9}), places) == [-5, -5]
    # of the capital's 8 posts three are left when 9 of 14 go (Webster takes 5 and 4), and two when 10 go
    tuning = tuning_for("mix")
    assert [by_unit(-n, "by_posts", {})["capital"] for n in (9, 10)] == [-5, -6]
    assert fewest_in_all(settings, tuning, -14) == -9
    assert fewest_in_all(settings, tuning, -3) == -3
    assert fewest_in_all(small_settings(), tuning, -20) == -13  # there are 14, and somebody must be there


def test_posts_that_the_plan_withdraws_later_are_not_taken_before():
    later = {"unit": "coast", "date": "2021-06-01", "posts": -4}
    settings = small_settings({"staffing.plan": {"fewer": later}})
    place = PostPlace("coast")
    assert fewest_by_place(settings, {place: -5}) == {place: -2}
    assert fewest_by_place(settings, {place: -2}) == {place: -2}


def test_posts_whose_holders_are_retrained_are_not_taken_before():
    """Of the capital's 8 posts 2 are of writers; of 7 there are still 2, of 3 there is one."""
    again = {"unit": "capital", "from_role": "writer", "to_role": "detective", "people": 1, "date": "2021-06-01"}
    place, settings = PostPlace("capital"), small_settings({**TWO_ROLES, "capacity.retraining": {"a": again}})
    assert fewest_by_place(settings, {place: -7}) == {place: -5}
    two = small_settings({**TWO_ROLES, "capacity.retraining": {"a": {**again, "people": 2}}})
    assert fewest_by_place(two, {place: -7}) == {place: -1}


@every_row(
    ("question", "asked", "key"),
    [
        ("mix", {"mix": {"extra_fte": [5, "N", 0]}}, "tune.mix.extra_fte"),
        ("robust", {"robust": {"extra_fte": ["N", 5], "over": ["seed"]}}, "tune.robust.extra_fte"),
        (
            "how_many",
            {"how_many": {"norms": {"light": {"share": 0.5}}, "fewest_fte": -13, "most_fte": "N"}},
            "tune.how_many.most_fte",
        ),
    ],
)
def test_a_question_about_fewer_posts_than_all_work_takes_is_refused_by_its_key(question, asked, key):
    def of(posts):
        given = json.loads(json.dumps(asked).replace('"N"', str(posts)))
        return posts_out_of_reach(small_settings(TWO_ROLES), tuning_for(question, **given))

    assert of(-9) == []
    (problem,) = of(-10)
    assert problem.key == key
    assert problem.says == "is -10, which leaves too few posts to do all kinds of work; allowed: -9 or more"


def test_a_peel_takes_at_least_one_replication_and_leaves_some():
    """The first setting is the same in all replications: no peel along it makes the box smaller."""
    replications = np.column_stack((np.ones(40), np.arange(40.0)))
    losses = (replications[:, 1] >= 28) * 1.0
    found = find_limits(replications, losses, 0.5)
    assert [(setting, above) for setting, above, _ in found.bounds] == [(1, True)]
    assert find_limits(np.ones((40, 2)), losses, 0.5) is None  # nothing tells these replications apart


@every_row(
    ("bounds", "right"),
    [([(0, True, 2.0)], [2, 3]), ([(0, False, 2.0)], [0, 1, 2]), ([(0, True, 1.0), (1, False, 8.0)], [1, 2])],
)
def test_a_box_holds_its_limits(bounds, right):
    replications = np.array([[0.0, 9.0], [1.0, 8.0], [2.0, 7.0], [3.0, 9.5]])
    assert np.flatnonzero(in_box(replications, bounds)).tolist() == right


@pytest.mark.parametrize(
    ("failing", "good"),
    [
        pytest.param(range(30, 40), True, id="all failures, and nothing else"),
        pytest.param([*range(30, 40), *range(1, 10, 2)], False, id="failures elsewhere, in the futures held out"),
    ],
)
def test_limits_are_worth_saying_by_replications_that_they_were_not_found_with(failing, good):
    """Replications of even numbers find the limits; of those of odd numbers as many fail below as above."""
    replications = np.arange(40.0)[:, None]
    found = find_limits(replications, np.isin(np.arange(40), list(failing)) * 1.0, 0.5)
    assert found.good is good
    assert found.coverage == (1.0 if good else 0.5)


def test_ties_of_posts_go_to_the_first_and_what_just_fits_is_placed():
    gains = [np.array([0.0, 2.0, 3.0]), np.array([0.0, 2.0, 3.0])]
    assert allocate_greedily(gains, 1) == [1, 0]
    assert allocate_greedily(gains, 4) == allocate_exactly(gains, 4) == [2, 2]
    with pytest.raises(ValueError, match="room for 4"):
        allocate_greedily(gains, 5)


def test_a_run_that_ends_with_a_quarter_has_no_other():
    assert len(quarter_starts(dt.date(2021, 1, 1), 90)) == 1
    assert quarter_starts(dt.date(2021, 1, 1), 91)[1:] == (dt.date(2021, 4, 1),)
    assert quarter_starts(dt.date(2021, 3, 31), 2) == (dt.date(2021, 1, 1), dt.date(2021, 4, 1))
    assert quarter_starts(dt.date(2021, 11, 30), 40)[:2] == (dt.date(2021, 10, 1), dt.date(2022, 1, 1))


def test_the_loss_of_a_replication_worked_out_by_hand():
    """Classes: closed, acute (weight 1), serious (1/4), light (1/16), own work; teams: capital, coast, the pool."""
    given = {"waiting": 2, "left_undone": 3, "norm_missed": 5, "lender_waiting": 7, "lent_hours": 11, "fte": 13}
    given |= {"hidden_days": 17, "hidden_closed": 19}
    settings = small_settings({"collaboration.pools": {"lab": LAB}})
    loss_function = LossFunction(settings, tuning_for("where", objectives={"waiting": {"label": "W", **given}}))
    of = {name: np.zeros((1, 3, 5)) for name in ("waiting_days", "due", "in_time", "left_undone")}
    of |= {name: np.zeros((1, 3, 5)) for name in ("hidden_days", "hidden_closed")}
    of |= {name: np.zeros((1, 3)) for name in ("lent_hours", "posts", "occupancy")}
    of["waiting_days"][0, 0, 1], of["waiting_days"][0, 2, 4] = 10, 2
    of["left_undone"][0, 1, 2] = 4
    of["due"][0, 1, 3], of["in_time"][0, 1, 3] = 6, 4
    of["waiting_days"][0, 0, [0, 4]] = 99  # reports that are closed and own work have no weight
    of["lent_hours"][0] = 0, 0, 3
    of["posts"][0] = 365 * 8, 365 * 6, 365 * 4
    of["hidden_days"][0, 1, 2], of["hidden_closed"][0, 0, 1] = 8, 2
    measures = Measures.from_arrays(of)
    # 2 x 10 and 19 x 2; 3 x 4 / 4, 5 x 2 / 16 and 17 x 8 / 4
    assert loss_function.by_unit(measures) == pytest.approx([20 + 38, 3 + 0.625 + 34])
    assert loss_function.loss(measures) == pytest.approx(95.625 + 7 * 2 + 11 * 3 + 13 * 14)


@pytest.mark.parametrize(
    ("share", "met"),
    [
        pytest.param(0.9, True, id="exactly the share that is asked"),
        pytest.param(0.9 - 1e-6, False, id="just less"),
        pytest.param(1.0, True, id="all"),
        pytest.param(math.nan, True, id="nothing was due, so nothing was late"),
    ],
)
def test_a_unit_meets_a_norm_at_the_share_that_is_asked_and_where_nothing_is_due(share: float, met: bool):
    settings = small_settings()
    name = next(iter(settings.casework.classes))
    criterion = Criterion(SimpleNamespace(settings=settings), {name: Norm(share=0.9)})
    assert criterion.met(np.array([[share], [1.0], [1.0]])).tolist() == [met, True, True]


def test_whoever_holds_a_withdrawn_post_fills_none():
    """All six posts of the coast go on 1 July, when the third quarter begins; its people stay on."""
    plan = {"x": {"unit": "coast", "date": "2021-07-01", "posts": -6}}
    settings = small_settings({"staffing.vacancy_share_at_start": 0.0, "staffing.plan": plan})
    run = Simulation(settings)
    happened = run.simulate(0, SOONEST)
    measures = measure(Ledger(happened.world, run.parameters, happened.log))
    filled, posts = measures.occupancy[:, 1], measures.posts[:, 1]
    assert filled[1] > 0
    assert filled[2:].tolist() == posts[2:].tolist() == [0, 0]
