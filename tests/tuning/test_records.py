"""Answers about norms as they are kept: each number under its own name, of its own unit, period and replications."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pytest

from tbkk_sim.settings.tuning import Norm
from tbkk_sim.stats.chance import chance_interval
from tbkk_sim.tuning.answers.norms import AskedNorm
from tbkk_sim.tuning.answers.study import StoredPosts
from tbkk_sim.tuning.questions.how_many import HowManyResult, Trial
from tbkk_sim.tuning.questions.per_unit import PerUnitResult, UnitResult
from tbkk_sim.tuning.questions.when import WhenResult
from tbkk_sim.tuning.record import record_how_many, record_per_unit, record_when
from tbkk_sim.tuning.search.periods import ServiceShares
from tbkk_sim.tuning.search.plans import PostPlace, StaffingPlan
from tests.builders import small_settings
from tests.tuning.studies import study_of, tuning_for

NORMS = {"serious": Norm(share=0.8), "light": Norm(share=0.7, within_days=30)}
ASKED = (AskedNorm(case_class="serious", share=0.8, days=14), AskedNorm(case_class="light", share=0.7, days=30))


def study(question: str, **asked):
    tuning = tuning_for(question, **{question: {"norms": NORMS, "spread": "by_posts", **asked}})
    return study_of(small_settings({"engine": "simpy"}), tuning)


def a_trial(capital: int, shares: list[float], met: list[bool], **test) -> Trial:
    """A plan of posts in the capital, with shares in time of serious work; of light work half as much."""
    of_both = [np.array([share, share / 2]) for share in shares]
    return Trial(StaffingPlan.with_posts({PostPlace("capital"): capital}), of_both, met, **test)


def test_what_is_needed_in_all_is_kept_with_the_replications_of_its_own_test():
    trials = {
        5: a_trial(5, [0.9] * 4, [True] * 4),
        3: a_trial(3, [0.8, 0.9, *[0.92] * 7, 0.94, 1.0], [True] * 10 + [False], answer=True, tested=7, tested_met=6),
        2: a_trial(2, [0.5] * 11, [True] + [False] * 10, answer=False, tested=9, tested_met=1),
    }
    answer = HowManyResult(trials, chosen=3, enough=True, tests=2, proven=True, probability=0.98)
    kept = record_how_many(study("how_many", chance=0.85), answer)
    assert kept.plan.posts == (StoredPosts(unit="capital", role=None, date=None, posts=3),)
    named = ("scope", "extra_fte", "posts_today", "enough", "tests", "proven", "probability", "tested", "tested_met")
    assert [getattr(kept, name) for name in named] == ["nationally", 3, 14, True, 2, True, 0.98, 7, 6]
    assert (kept.norms, kept.chance) == (ASKED, 0.85)
    rows = {row.extra_fte: row for row in kept.frontier}
    assert list(rows) == [2, 3, 5]  # the fewest first
    assert [(row.replications, row.met, row.of, row.fresh, row.answer) for row in rows.values()] == [
        (11, 1, 9, True, False),
        (11, 6, 7, True, True),
        (4, 4, 4, False, None),  # not tested: what it met in the search
    ]
    assert (rows[3].met_low, rows[3].met_high) == chance_interval(6, 7)
    mean = (0.8 + 0.9 + 7 * 0.92 + 0.94 + 1.0) / 11
    assert [share.mean for share in rows[3].shares] == pytest.approx([mean, mean / 2])
    assert [share.low for share in rows[3].shares] == pytest.approx(
        [0.9, 0.45]
    )  # of eleven replications the second lowest
    assert [share.high for share in rows[3].shares] == pytest.approx([0.94, 0.47])  # and the second highest


def test_where_the_most_is_too_few_nothing_is_kept_as_tested():
    trials = {2: a_trial(2, [0.5], [False], answer=False, tested=9, tested_met=1)}
    answer = HowManyResult(trials, None, enough=False, tests=1, proven=True, probability=0.99)
    kept = record_how_many(study("how_many"), answer)
    assert (kept.extra_fte, kept.tested, kept.tested_met) == (None, 0, 0)
    assert kept.plan.extra_fte == 2


def test_what_each_unit_needs_is_kept_with_its_own_posts_and_shares():
    shares = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])
    units = [
        UnitResult("coast", 2, enough=True, least=False, tested=31, tested_met=30),
        UnitResult("capital", -1, enough=None, beyond=False, least=True, tested=12, tested_met=10),
    ]
    answer = PerUnitResult(units, proven=False, probability=0.5, shares=shares)
    kept = record_per_unit(study("how_many", scope="per_unit"), answer)
    named = ("unit", "posts_today", "posts", "enough", "beyond", "least", "tested", "tested_met")
    assert [[getattr(row, name) for name in named] for row in kept.units] == [
        ["coast", 6, 2, True, False, False, 31, 30],
        ["capital", 8, -1, None, False, True, 12, 10],
    ]
    assert [row.shares for row in kept.units] == [(0.3, 0.4), (0.1, 0.2)]
    assert (kept.extra_fte, kept.posts_today, kept.scope) == (1, 14, "per_unit")


def test_what_a_hiring_plan_brings_is_kept_by_period_from_fresh_replications():
    """Three replications of two periods; the search saw other ones."""
    shares = np.array([[[0.9, 0.9], [0.9, 0.6]], [[0.7, 0.9], [0.9, 0.8]], [[0.8, 0.7], [0.8, 0.7]]])
    answer = WhenResult(
        periods=SimpleNamespace(quarters=[dt.date(2021, 1, 1), dt.date(2021, 4, 1)], names=["2021 Q1", "2021 Q2"]),
        hires=(3, 1),
        plan=StaffingPlan.with_posts({PostPlace("coast"): 4}),
        cost=5.5,
        flat=6,
        flat_cost=7.5,
        fresh=ServiceShares(shares, np.array([0.8, 0.7])),
        staff=np.array([[14.0, 12.5], [17.0, 13.5]]),
        reachable=[False, True],
        met=[True, None],
        proven=False,
        probability=0.9,
    )
    kept = record_when(study("when", period="quarter"), answer)
    first, second = (period.model_dump() for period in kept.periods)
    assert first.pop("shares") == pytest.approx([0.8, 2.5 / 3])
    assert second.pop("shares") == pytest.approx([2.6 / 3, 0.7])
    assert first == {
        "name": "2021 Q1", "met": 2, "of": 3, "posts": 14.0, "filled": 12.5, "helped": False, "enough": True,
    }  # fmt: skip
    assert second == {
        "name": "2021 Q2", "met": 2, "of": 3, "posts": 17.0, "filled": 13.5, "helped": True, "enough": None,
    }  # fmt: skip
    named = ("period", "hires", "extra_fte", "cost", "flat", "flat_cost", "proven", "probability")
    assert [getattr(kept, name) for name in named] == ["quarter", (3, 1), 4, 5.5, 6, 7.5, False, 0.9]
