"""The course of cases along the chain, by hand: what comes, waits, is done and goes on."""

from itertools import pairwise

import numpy as np
import pytest

from tbkk_sim.chain.course import NO_REPORT, EndedCases, follow_chain
from tbkk_sim.model.chain.links import chain_of
from tbkk_sim.model.event_records import End
from tbkk_sim.model.names import names_of
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, days_of
from tests.builders import small_settings

DAYS = 365
ACUTE, SERIOUS, LIGHT = 1, 2, 3
SEVERE = np.array([True, True, True, False, True])
"""By class; the first stands for no class, the last for own work of pools."""
FIXED = {"family": "fixed"}
DECISION = {"label": "D", "takes": ["file_to_om"], "norm_days": 10}
HEARING = {"label": "H", "after": "decision", "norm_days": 20}


def parameters(**links):
    settings = small_settings({"chain": {"links": links}, "run.end": "2021-12-31"})
    return chain_of(settings, names_of(settings))


def ended(*cases):
    """Cases, each with the day on which it ended, its class and its end."""
    days, classes, ends = (np.array(column) for column in zip(*cases, strict=True))
    number = np.arange(len(days))
    return EndedCases(number, 1000 + number, number % 2, classes, ends, days * SECONDS_PER_DAY)


def follow(cases, chain, replication=0):
    return follow_chain(cases, chain, SEVERE, replication, DAYS * SECONDS_PER_DAY)


def of_days(course):
    return [days_of(at).tolist() for at in (course.came_seconds, course.begun_seconds, course.done_seconds)]


FILE = int(End.FILE_TO_OM)


def test_one_after_the_other_a_severe_case_before_those_that_came_shortly_before():
    """73 a year are one in five days."""
    cases = ended((10, LIGHT, FILE), (11, LIGHT, FILE), (12, ACUTE, FILE), (40, SERIOUS, FILE))
    in_order = {**DECISION, "per_year": {2021: 73}}
    (course,) = follow(cases, parameters(decision={**in_order, "severe_ahead_days": 2}))
    assert of_days(course) == [[10, 11, 12, 40], [10, 20, 15, 40], [15, 25, 20, 45]]
    for days in (0, 0.9):
        (course,) = follow(cases, parameters(decision={**in_order, "severe_ahead_days": days}))
        assert of_days(course)[1] == [10, 15, 20, 40]


def test_the_head_start_counts_from_when_a_case_is_ready():
    """All have the same handling first; those that are severe have no turns among themselves."""
    link = {**DECISION, "per_year": {2021: 73}, "delay": {"mean_days": 30, **FIXED}, "severe_ahead_days": 3}
    cases = ended((10, LIGHT, FILE), (11, LIGHT, FILE), (12, SERIOUS, FILE), (13, ACUTE, FILE), (14, LIGHT, FILE))
    (course,) = follow(cases, parameters(decision=link))
    assert of_days(course)[1] == [40, 55, 45, 50, 60]


def test_only_what_ended_so_comes():
    cases = ended((10, LIGHT, FILE), (11, LIGHT, int(End.ALTERNATIVE)), (12, LIGHT, int(End.NO_OFFENCE)))
    decision, treatment = follow(
        cases, parameters(decision=DECISION, treatment={"label": "T", "takes": ["alternative"]})
    )
    assert decision.report.tolist() == [0]
    assert treatment.report.tolist() == [1]


def test_a_delay_takes_no_capacity():
    """Both are ready five days after they came; then they are handled one after the other."""
    link = {**DECISION, "per_year": {2021: 73}, "delay": {"mean_days": 5, **FIXED}}
    (course,) = follow(ended((10, LIGHT, FILE), (10, LIGHT, FILE)), parameters(decision=link))
    assert days_of(course.ready_seconds).tolist() == [15, 15]
    assert of_days(course)[1:] == [[15, 20], [20, 25]]


def test_places_are_taken_for_as_long_as_each_stays():
    link = {**DECISION, "places": 2, "stay": {"mean_days": 30, **FIXED}, "severe_ahead_days": 5}
    cases = ended((10, LIGHT, FILE), (11, LIGHT, FILE), (12, LIGHT, FILE), (13, ACUTE, FILE))
    (course,) = follow(cases, parameters(decision=link))
    assert of_days(course)[1:] == [[10, 11, 41, 40], [40, 41, 71, 70]]


def test_without_a_capacity_nobody_waits():
    link = {**DECISION, "stay": {"mean_days": 30, **FIXED}}
    (course,) = follow(ended((10, LIGHT, FILE), (11, LIGHT, FILE)), parameters(decision=link))
    assert of_days(course)[1:] == [[10, 11], [40, 41]]


def test_the_capacity_of_a_year_counts_for_what_is_done_in_it():
    """In a run from December on: 36.5 a year are one in ten days, then 365 a year one a day."""
    settings = small_settings(
        {
            "run.start": "2021-12-12",
            "run.end": "2022-03-31",
            "chain": {"links": {"decision": {**DECISION, "per_year": {2021: 36.5, 2022: 365}}}},
        }
    )
    chain = chain_of(settings, names_of(settings))
    (course,) = follow_chain(
        ended(*[(0, LIGHT, FILE)] * 5), chain, SEVERE, 0, settings.run.horizon_days * SECONDS_PER_DAY
    )
    assert days_of(course.done_seconds) == pytest.approx([10, 20, 21, 22, 23])


def test_what_is_not_done_by_the_end_of_the_run_is_never_done():
    link = {**DECISION, "per_year": {2021: 73}, "delay": {"mean_days": 1, **FIXED}}
    (course,) = follow(ended((361, LIGHT, FILE), (362, LIGHT, FILE), (364, LIGHT, FILE)), parameters(decision=link))
    assert days_of(course.begun_seconds).tolist() == [362, np.inf, np.inf]
    assert (course.done_seconds == NEVER_SECONDS).all()
    assert (course.ready_seconds < NEVER_SECONDS).tolist() == [True, True, False]


def test_what_one_link_has_done_comes_to_the_next():
    chain = parameters(decision={**DECISION, "per_year": {2021: 73}}, hearing={**HEARING, "per_year": {2021: 36.5}})
    cases = ended((10, LIGHT, FILE), (11, LIGHT, FILE), (362, LIGHT, FILE))
    decision, hearing = follow(cases, chain)
    assert hearing.report.tolist() == [0, 1, 2]
    assert hearing.came_seconds.tolist() == decision.done_seconds.tolist()
    assert days_of(hearing.from_file_seconds).tolist() == [10, 11, 362]
    assert days_of(hearing.done_seconds).tolist() == [25, 35, np.inf]


MANY = [(day % 300, LIGHT, FILE) for day in range(3000)]


def test_each_case_goes_one_way_only_and_as_many_as_are_set():
    chain = parameters(
        decision=DECISION, hearing={**HEARING, "share": 0.5}, order={**HEARING, "label": "O", "share": 0.3}
    )
    _, hearing, order = follow(ended(*MANY), chain)
    assert not set(hearing.report) & set(order.report)
    assert len(hearing.report) == pytest.approx(1500, abs=110)
    assert len(order.report) == pytest.approx(900, abs=100)


def test_a_higher_share_sends_on_the_same_cases_and_more():
    shares = (0.3, 0.5, 0.9)
    gone_on = [
        set(follow(ended(*MANY), parameters(decision=DECISION, hearing={**HEARING, "share": share}))[1].report)
        for share in shares
    ]
    assert all(fewer < more for fewer, more in pairwise(gone_on))


def test_the_same_case_meets_the_same_handling_whatever_else_comes():
    """Its delay follows from its key; another replication draws others."""
    chain = parameters(decision={**DECISION, "delay": {"mean_days": 30}})
    (all_of_them,), (some,) = follow(ended(*MANY), chain), follow(ended(*MANY[:40]), chain)
    assert some.ready_seconds.tolist() == all_of_them.ready_seconds[:40].tolist()
    (others,) = follow(ended(*MANY), chain, replication=1)
    assert (others.ready_seconds != all_of_them.ready_seconds).mean() > 0.9
    waited = days_of(all_of_them.ready_seconds - all_of_them.came_seconds)[all_of_them.ready_seconds < NEVER_SECONDS]
    assert waited.mean() == pytest.approx(30, rel=0.12)


def test_what_is_there_at_the_start_comes_before_the_run():
    link = {
        **DECISION,
        "per_year": {2021: 73},
        "severe_ahead_days": 60,
        "waiting_at_start": {"light": 300, "acute": 2},
        "oldest_days_at_start": 50,
    }
    decision, hearing = follow(ended((1, LIGHT, FILE)), parameters(decision=link, hearing=HEARING))
    stock = decision.report == NO_REPORT
    came = days_of(decision.came_seconds[stock])
    assert stock.sum() == 302
    assert came.max() < 0
    assert -50.001 <= came.min() < -49
    assert came.mean() == pytest.approx(-25, abs=3)
    assert np.bincount(decision.unit[stock]).tolist() == pytest.approx([181, 121], abs=30)
    assert sorted(days_of(decision.done_seconds[decision.case_class == ACUTE])) == pytest.approx([5, 10])
    assert (hearing.from_file_seconds[hearing.report == NO_REPORT] < 0).all()


def test_half_the_capacity_does_half_as_much_of_a_queue_that_never_empties():
    def done(per_year):
        chain = parameters(decision={**DECISION, "per_year": {2021: per_year}})
        return int((follow(ended(*MANY), chain)[0].done_seconds < NEVER_SECONDS).sum())

    assert done(730) == pytest.approx(2 * done(365), abs=3)
