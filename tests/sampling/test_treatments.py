"""Lighter treatments: drawn beside the full investigation, whichever is chosen later, from the numbers of the case."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.model.event_records import End
from tbkk_sim.model.seconds import hours_of
from tbkk_sim.model.selection.treatment import LETTER_OR_VISIT, SHORT, end_position, first_position
from tbkk_sim.sampling.chance import Chance, key_of
from tbkk_sim.sampling.reports.arrivals import alike, numbered
from tbkk_sim.sampling.reports.casework import DrawnCasework, draw_casework
from tbkk_sim.sampling.world import Reports, Steps
from tests.builders import LAB, casework_of, drawn_reports, small_settings
from tests.laws import LEVEL, check_law, check_mean, check_share, check_shares, sample
from tests.rows import every_row
from tests.sampling.portfolio import EVERY_TREATMENT, LIGHTER
from tests.sampling.test_decisions import assert_independent

ACUTE, SERIOUS, LIGHT = 1, 2, 3
ENRICH, SEARCH, DOSSIER = 1, 2, 3
N = sample(120_000)
CHANCE = Chance(11, 4)
UPGRADE = {"casework.classes.light.upgrade": {"probability": 0.9, "after": "dossier", "to": {"serious": 1.0}}}
FIXED = {"casework.classes.light.spread": {"family": "fixed"}}
HALF_A_SECOND = 0.5 / 3_600
BIG = {"demand.streams.image.volume_factor": 10.0}


def worked(
    changes: dict[str, object], *, true_class: int = LIGHT, triaged_class: int | None = None, n: int = N, **more: bool
) -> tuple[DrawnCasework, Steps]:
    """The work of so many cases of one class, seen as of one class."""
    settings = small_settings({**LIGHTER, **changes})
    cases = alike(numbered(key_of("worked"), n), np.full(n, 10.0), stream=0, unit=0, true_class=true_class, **more)
    seen_as = np.full(n, true_class if triaged_class is None else triaged_class, dtype=np.int8)
    return draw_casework(casework_of(settings), cases, seen_as, CHANCE)


def block(columns: DrawnCasework | Reports, row: int, treatment: int) -> slice:
    """The rows of Steps that one case has under a treatment."""
    begins = columns.short_from[row], columns.full_from[row]
    first = columns.first_step[row]
    return slice(
        first + first_position(treatment, *begins), first + end_position(treatment, *begins, columns.n_steps[row])
    )


def test_a_case_has_the_steps_of_a_visit_then_of_a_short_and_then_of_a_full_investigation():
    found, steps = worked(FIXED, n=3)
    for row in range(3):
        skills = [steps.skill[block(found, row, treatment)].tolist() for treatment in (LETTER_OR_VISIT, SHORT, 0)]
        assert skills == [[ENRICH, DOSSIER], [ENRICH, SEARCH, DOSSIER], [ENRICH, DOSSIER]]
        hours = steps.hours[block(found, row, LETTER_OR_VISIT)].tolist(), steps.hours[block(found, row, 0)].tolist()
        assert hours == ([0.5, 1.0], [2.0, 4.0])
        assert steps.hours[block(found, row, SHORT)][[0, 2]].tolist() == [1.0, 2.0]
    assert (found.first_step.tolist(), len(steps.skill)) == ([0, 7, 14], 21)


@every_row(
    ("kept", "expected"),
    [("short", (0, 3, 5)), ("letter_or_visit", (2, 2, 4)), ("nothing", (0, 0, 2))],
)
def test_a_class_with_one_lighter_treatment_has_its_steps_only(kept: str, expected: tuple[int, int, int]):
    lighter = {kept: LIGHTER["casework.classes.light.lighter"][kept]}
    found, steps = worked({"casework.classes.light.lighter": lighter}, n=10)
    assert {*zip(found.short_from.tolist(), found.full_from.tolist(), found.n_steps.tolist(), strict=True)} == {
        expected
    }
    assert len(steps.skill) == 10 * expected[2]
    assert (found.short_outcome[0] >= 0, found.visit_outcome[0] >= 0) == (kept == "short", kept == "letter_or_visit")


def test_the_number_that_chooses_the_treatment_is_even_and_depends_on_nothing_else():
    found, steps = worked(UPGRADE)
    assert stats.kstest((found.treatment_draw + 0.5) / 1e6, "uniform").pvalue > LEVEL
    assert (found.treatment_draw.min(), found.treatment_draw.max()) == pytest.approx((0, 999_999), abs=200)
    assert_independent(
        treatment=found.treatment_draw,
        outcome=found.short_outcome == End.ALTERNATIVE,
        upgraded=found.upgrade_class != -1,
        enrich=steps.hours[found.first_step],
    )


def test_hours_of_a_lighter_treatment_have_their_law():
    """Lognormal with mean 0.5 and sigma 0.5 as the class; the search of a short one is gamma of its own."""
    found, steps = worked({})
    check_law(steps.hours[found.first_step], stats.lognorm(0.5, scale=0.5 * np.exp(-0.125)))
    check_law(steps.hours[found.first_step + found.short_from + 1], stats.gamma(4, scale=3 / 4))


def test_a_step_that_a_lighter_treatment_needs_now_and_then_takes_all_its_hours():
    """A quarter of the cases take 0.5 / 0.25 = 2 hours."""
    hours = {"enrich": {"mean_hours": 0.5, "needed_share": 0.25}, "dossier": 1}
    found, steps = worked({**FIXED, "casework.classes.light.lighter.letter_or_visit.hours": hours})
    check_shares((steps.hours[found.first_step] * 100).round().astype(int), {0: 0.75, 200: 0.25})


def test_a_case_is_as_heavy_under_every_treatment():
    """The dossier takes 1, 2 or 4 hours in the mean, with one spread: each case the same part of its mean."""
    found, steps = worked({}, n=2_000)
    full = steps.hours[found.first_step + found.full_from + 1]
    for hours, part in (
        (steps.hours[found.first_step + found.short_from - 1], 1 / 4),
        (steps.hours[found.first_step + found.full_from - 1], 2 / 4),
    ):
        np.testing.assert_allclose(hours, full * part, rtol=0, atol=2 * HALF_A_SECOND)
    assert len(set(full.tolist())) > 1_900


def test_levers_change_the_hours_of_every_treatment():
    """1.5 x 1.2 for a year of growth, and 0.4 for the dossier."""
    levers = {"casework.complexity": {"level": 1.5, "growth_per_year": 0.2}, "casework.tools": {"dossier": 0.4}}
    plain, with_levers = (drawn_reports(small_settings({**LIGHTER, **of}), 0) for of in ({}, levers))
    reports, steps = plain
    came = np.repeat(np.arange(len(reports.key)), reports.n_steps)
    known = np.isfinite(reports.arrived_days[came])
    growth = 1.5 * 1.2 ** (reports.arrived_days[came[known]] / 365.25)
    expected = steps.hours[known] * growth * np.where(steps.skill[known] == DOSSIER, 0.4, 1.0)
    np.testing.assert_allclose(with_levers[1].hours[known], expected, rtol=0, atol=4 * HALF_A_SECOND)
    assert reports.full_from.any()


def test_the_delay_before_a_step_is_the_same_under_every_treatment():
    found, steps = worked({"casework.steps.dossier.delay": {"mean_days": 20}})
    of_visit = steps.delay_days[found.first_step + found.short_from - 1]
    check_law(of_visit, stats.expon(scale=20.0))
    np.testing.assert_array_equal(of_visit, steps.delay_days[found.first_step + found.full_from - 1])
    np.testing.assert_array_equal(of_visit, steps.delay_days[found.first_step + found.full_from + 1])
    assert not steps.delay_days[steps.skill == ENRICH].any()


def test_lighter_treatments_end_in_their_own_shares():
    found, _ = worked({})
    check_shares(found.short_outcome, {End.ALTERNATIVE: 0.7, End.NO_OFFENCE: 0.3})
    check_shares(found.visit_outcome, {End.LETTER_OR_VISIT: 0.6, End.NO_OFFENCE: 0.4})
    check_shares(found.outcome, {End.ALTERNATIVE: 0.8, End.TRANSFERRED: 0.1, End.NO_OFFENCE: 0.1})


def test_a_case_ends_by_one_number_under_every_treatment():
    """0.1, 0.3 and 0.4 of the cases turn out to be no offence: the same ones, and more."""
    found, _ = worked({})
    of_full, of_short, of_visit = (
        ends == End.NO_OFFENCE for ends in (found.outcome, found.short_outcome, found.visit_outcome)
    )
    check_shares(of_full.astype(int) + of_short + of_visit, {3: 0.1, 2: 0.2, 1: 0.1, 0: 0.6})
    assert of_short[of_full].all()
    assert of_visit[of_short].all()


def test_lighter_treatments_find_their_share_of_what_is_hidden_in_the_same_cases():
    """Of the cases with something to find a short investigation finds it in 0.7 and a visit in 0.5, among those."""
    found, steps = worked(UPGRADE)
    hidden = found.upgrade_class != -1
    check_share(hidden, 0.9)
    assert not found.found_by[~hidden].any()
    by_short, by_visit = 1 << SHORT, 1 << LETTER_OR_VISIT
    check_shares(found.found_by[hidden], {0: 0.3, by_short: 0.2, by_short + by_visit: 0.5})
    assert_independent(
        found=found.found_by[hidden] == by_short + by_visit,
        enrich=steps.hours[found.first_step][hidden],
        treatment=found.treatment_draw[hidden],
    )


def test_a_full_investigation_discovers_after_a_step_of_its_own():
    found, steps = worked(UPGRADE, n=2_000)
    rows = np.flatnonzero(found.upgrade_class != -1)
    assert set(found.upgrade_after[rows] - found.full_from[rows]) == {1}
    assert set(steps.skill[found.first_step[rows] + found.upgrade_after[rows]]) == {DOSSIER}


def test_the_steps_of_a_lighter_treatment_have_the_same_hours_after_a_discovery():
    found, steps = worked({**UPGRADE, "casework.classes.light.upgrade.after": "enrich"}, n=2_000)
    owner = np.repeat(np.arange(2_000), found.n_steps)
    is_lighter = np.arange(len(owner)) < (found.first_step + found.full_from)[owner]
    np.testing.assert_array_equal(hours_of(steps.upgraded_work_seconds)[is_lighter], steps.hours[is_lighter])
    assert (hours_of(steps.upgraded_work_seconds)[~is_lighter] != steps.hours[~is_lighter]).any()


def test_a_misjudged_report_gets_the_lighter_treatments_of_the_class_it_is_taken_for():
    """A serious case that is taken for a light one has the lighter steps of that, and its own in full."""
    seen_as_light, steps = worked({}, true_class=SERIOUS, triaged_class=LIGHT, n=1_000)
    as_light, other_steps = worked({}, n=1_000)
    for name in ("short_from", "full_from", "short_outcome", "visit_outcome", "treatment_draw"):
        np.testing.assert_array_equal(getattr(seen_as_light, name), getattr(as_light, name))
    for row in (0, 17, 999):
        for way in (SHORT, LETTER_OR_VISIT):
            own, other = block(seen_as_light, row, way), block(as_light, row, way)
            assert steps.work_seconds[own].tolist() == other_steps.work_seconds[other].tolist()
        assert steps.skill[block(seen_as_light, row, 0)].tolist() == [ENRICH, SEARCH, DOSSIER]
    seen_as_serious, _ = worked({}, triaged_class=SERIOUS, n=1_000)
    assert not seen_as_serious.full_from.any()
    assert not seen_as_serious.treatment_draw.any()
    assert set(seen_as_serious.short_outcome) == set(seen_as_serious.visit_outcome) == {-1}


def test_a_misjudged_report_gets_them_in_a_whole_world():
    reports, _ = drawn_reports(small_settings({**LIGHTER, **BIG, "triage.by_hand.sensitivity": 0.5}), 0)
    came = reports.arrived_seconds < 1 << 60
    np.testing.assert_array_equal(reports.full_from[came] == 5, reports.triaged_class[came] == LIGHT)
    assert np.sum((reports.true_class == SERIOUS) & (reports.full_from == 5)) > 100


def test_an_assessed_report_gets_those_of_the_class_that_its_unit_sees():
    assessed = {"triage.by_hand.sensitivity": 0.5, "triage.assessment": {"enabled": True, "sensitivity": 0.7}}
    reports, _ = drawn_reports(small_settings({**LIGHTER, **BIG, **assessed}), 0)
    came = reports.arrived_seconds < 1 << 60
    np.testing.assert_array_equal(reports.full_from[came] == 5, reports.assessed_class[came] == LIGHT)
    assert np.sum(reports.triaged_class[came] != reports.assessed_class[came]) > 100


def test_work_in_hand_at_the_start_is_investigated_in_full_and_work_that_waits_may_not_be():
    stock = {"demand.stock.light": {"waiting": 300, "in_hand": 200}, "casework.proactive.light.per_year": 5}
    reports, _ = drawn_reports(small_settings({**LIGHTER, **stock}), 0)
    in_hand, waiting = reports.taken_up, (reports.arrived_seconds < 0) & ~reports.taken_up
    assert (in_hand.sum(), waiting.sum()) == (200, 300)
    assert (set(reports.full_from[waiting]), set(reports.full_from[in_hand])) == ({5}, {0})
    assert set(reports.full_from[reports.stream == 1]) == {5}
    for none in (reports.short_outcome, reports.visit_outcome):
        assert (set(none[in_hand]), -1 in none[waiting]) == ({-1}, False)
    assert not reports.treatment_draw[in_hand].any()


def by_case(reports: Reports, steps: Steps) -> dict[int, tuple[object, ...]]:
    """What a full investigation of each case is, by its key."""
    rows = np.flatnonzero(reports.arrived_seconds < 1 << 60)
    names = ("arrived_seconds", "unit", "true_class", "triaged_class", "triage_seconds", "found_seconds")
    names += ("expires_seconds", "upgrade_class", "outcome", "taken_up")
    after = np.where(reports.upgrade_after < 0, -1, reports.upgrade_after - reports.full_from)
    of_steps = (steps.skill, steps.work_seconds, steps.upgraded_work_seconds, steps.delay_seconds)
    return {
        int(reports.key[row]): (
            *(getattr(reports, name)[row].item() for name in names),
            int(after[row]),
            *(column[block(reports, row, 0)].tobytes() for column in of_steps),
        )
        for row in rows
    }


RICH = {
    "demand.stock": {"light": {"waiting": 20, "in_hand": 20}},
    "casework.steps.search.delay": {"mean_days": 10},
    "casework.classes.light.upgrade": {"probability": 0.2, "after": "enrich", "to": {"serious": 1.0}},
    "casework.classes.light.outcomes": LIGHTER["casework.classes.light.outcomes"],
    "triage.by_hand.sensitivity": 0.9,
    "collaboration.pools": {"lab": LAB},
}


def test_the_full_investigation_of_a_case_is_the_same_with_and_without_lighter_treatments():
    with_lighter = by_case(*drawn_reports(small_settings({**RICH, **LIGHTER}), 0))
    plain = drawn_reports(small_settings(RICH), 0)
    assert with_lighter == by_case(*plain)
    assert len(with_lighter) > 2_000
    reports, _ = plain
    for name in ("full_from", "short_from", "found_by", "treatment_draw", "returns_after", "return_delay_seconds"):
        assert not getattr(reports, name).any(), name
    for name in ("short_outcome", "visit_outcome", "return_row"):
        assert set(getattr(reports, name)) == {-1}, name


POLICIES = [
    {"steering.treatments.light": {"nothing": 1.0}},
    {"steering.treatments.light": EVERY_TREATMENT},
    {
        "steering": {
            "policy": "by_backlog",
            "treatments": {"light": {"full": 1.0}},
            "treatments_when_pressed": {"light": EVERY_TREATMENT},
        }
    },
    {"assignment": {"order": "agreements"}},
    {"assignment": {"order": "shares", "parts_of_hours": {"light": 1.0}}},
    {"assignment": {"order": "first_come"}},
    {"agreements.some": {"label": "Some", "classes": {"light": 1.0}, "per_year": {2021: 50}}},
]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: str(policy)[:40])
def test_the_same_persons_and_cases_come_under_every_policy(policy: dict[str, object]):
    for plain, other in zip(
        drawn_reports(small_settings({**RICH, **LIGHTER}), 1),
        drawn_reports(small_settings({**RICH, **LIGHTER, **policy}), 1),
        strict=True,
    ):
        for name in type(plain).__dataclass_fields__:
            assert getattr(plain, name).tobytes() == getattr(other, name).tobytes(), name


def test_hours_of_a_case_are_fewer_the_lighter_its_treatment_is():
    found, steps = worked({"casework.classes.light.hours": {"enrich": 4, "search": 6, "dossier": 8}})
    hours = np.concatenate(([0.0], np.cumsum(steps.hours)))
    begin = [found.first_step + begins for begins in (0, found.short_from, found.full_from, found.n_steps)]
    of_visit, of_short, of_full = (hours[end] - hours[first] for first, end in pairwise(begin))
    for values, mean in ((of_visit, 1.5), (of_short, 6.0), (of_full, 18.0)):
        check_mean(values, mean, cv=values.std() / mean)
