"""New reports on persons whose case has ended: drawn for every case, so that the same person returns under every
policy; the engine only decides whether the case ends in a way after which it comes."""

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.model.event_records import End
from tbkk_sim.model.names import names_of
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, days_of
from tbkk_sim.model.selection.treatment import FULL, LETTER_OR_VISIT, NOTHING, SHORT
from tbkk_sim.sampling.chance import Chance, following_keys, key_of
from tbkk_sim.sampling.reports.arrivals import Arrivals, alike, numbered
from tbkk_sim.sampling.reports.casework import DrawnCasework, draw_casework
from tbkk_sim.sampling.reports.returns import Following, compile_returns, draw_returns
from tbkk_sim.sampling.world import BY_NOBODY, Reports, Steps
from tests.builders import casework_of, drawn_reports, small_settings
from tests.laws import check_law, check_share, check_shares, sample
from tests.sampling.portfolio import LIGHTER
from tests.sampling.test_decisions import assert_independent

SERIOUS, LIGHT = 2, 3
N = sample(150_000)
CHANCE = Chance(11, 4)
NEVER_NO_OFFENCE = {
    "casework.classes.light.outcomes": {"alternative": 1.0},
    "casework.classes.light.lighter.short.outcomes": {"alternative": 1.0},
    "casework.classes.light.lighter.letter_or_visit.outcomes": {"letter_or_visit": 1.0},
}
BIG = {"demand.streams.image.volume_factor": sample(80)}
ENOUGH = {"demand.streams.image.volume_factor": 10.0}
"""Where no law is tested."""


def followed(
    changes: dict[str, object] | None = None, *, triaged_class: int = LIGHT, arrived: float = 10.0, n: int = N
) -> tuple[DrawnCasework, Following, Arrivals]:
    """The work of so many light cases, what follows each report, and the new reports."""
    settings = small_settings({**LIGHTER, **(changes or {})})
    work, recurrences = casework_of(settings), compile_returns(settings, names_of(settings))
    cases = alike(numbered(key_of("worked"), n), np.full(n, arrived), stream=0, unit=0, true_class=LIGHT)
    seen_as = np.full(n, triaged_class, dtype=np.int8)
    casework, _ = draw_casework(work, cases, seen_as, CHANCE)
    return casework, *draw_returns(recurrences, work, cases, seen_as, casework, CHANCE)


def drawn(changes: dict[str, object] | None = None, replication: int = 0) -> tuple[Reports, Steps, np.ndarray]:
    """A whole world, and the rows of the reports that may return."""
    reports, steps = drawn_reports(small_settings({**BIG, **LIGHTER, **(changes or {})}), replication)
    return reports, steps, np.flatnonzero(reports.stream == reports.stream.max())


def bits(*treatments: int) -> int:
    return sum(1 << treatment for treatment in treatments)


def test_persons_return_in_the_shares_of_their_treatment_and_the_lighter_it_is_the_more_of_the_same():
    """0.5 after a full investigation, 0.6 after a short one, 0.7 after a visit, and 0.8 after nothing: nested."""
    _, following, _ = followed(NEVER_NO_OFFENCE)
    after = following.returns_after[:N]
    nested = {
        0: 0.2,
        bits(NOTHING): 0.1,
        bits(NOTHING, LETTER_OR_VISIT): 0.1,
        bits(NOTHING, LETTER_OR_VISIT, SHORT): 0.1,
        bits(NOTHING, LETTER_OR_VISIT, SHORT, FULL): 0.5,
    }
    check_shares(after, nested)
    for treatment, share in ((FULL, 0.5), (SHORT, 0.6), (LETTER_OR_VISIT, 0.7), (NOTHING, 0.8)):
        check_share((after >> treatment) & 1 == 1, share)


def test_nobody_returns_after_a_treatment_that_shows_no_offence_or_ends_with_a_transfer():
    """After a full investigation 0.8 of the cases are left, after a short one 0.7, after a visit 0.6."""
    casework, following, _ = followed()
    after = following.returns_after[:N]
    for treatment, ends, share in (
        (FULL, casework.outcome, 0.5 * 0.8),
        (SHORT, casework.short_outcome, 0.6 * 0.7),
        (LETTER_OR_VISIT, casework.visit_outcome, 0.7 * 0.6),
    ):
        comes = (after >> treatment) & 1 == 1
        check_share(comes, share)
        assert not comes[np.isin(ends, (End.NO_OFFENCE, End.TRANSFERRED))].any()
    check_share((after >> NOTHING) & 1 == 1, 0.8)


def test_persons_return_after_an_exponential_time_that_depends_on_nothing_else():
    expires = {"casework.classes.light.expires": {"mean_days": 20, "family": "exponential"}}
    casework, following, _ = followed(expires)
    comes = following.return_row[:N] >= 0
    delay = following.return_delay_seconds[:N][comes]
    check_law(days_of(delay), stats.expon(scale=8.0))
    assert_independent(
        delay=delay,
        expires=casework.expires_seconds[comes],
        treatment=casework.treatment_draw[comes],
        outcome=casework.short_outcome[comes] == End.ALTERNATIVE,
    )
    assert_independent(
        returns=comes, outcome=casework.short_outcome == End.ALTERNATIVE, treatment=casework.treatment_draw
    )


def test_without_a_recurrence_nobody_returns_after_that_treatment():
    """None after a full investigation, as many as before after no treatment."""
    _, following, _ = followed({**NEVER_NO_OFFENCE, "casework.classes.light.recurrence_share": 0.0})
    after = following.returns_after[:N]
    assert not (after & 1 << FULL).any()
    check_share((after >> NOTHING) & 1 == 1, 0.8)
    check_law(days_of(following.return_delay_seconds[:N][after > 0]), stats.expon(scale=8.0))


def test_who_returned_may_return_again_until_nobody_does():
    """0.8 after nothing, generation after generation. All are within the run: it has 355 days left, a time has 8 in
    the mean, and 15 generations, as many as there are often enough to count, take 120."""
    _, following, new = followed()
    assert len(following.return_row) == N + len(new)
    generation = np.arange(N)
    for _ in range(15):
        row = following.return_row[generation]
        check_share(row >= 0, 0.8) if len(row) > 100_000 else check_count_of(row >= 0, 0.8)
        generation = row[row >= 0]
    assert (following.return_row >= 0).sum() == len(new)


def check_count_of(flags: np.ndarray, share: float) -> None:
    assert stats.binomtest(int(flags.sum()), len(flags), share).pvalue > 1e-4


def test_each_new_report_follows_one_case_of_its_class_and_unit():
    reports, _, returns = drawn(ENOUGH)
    parents = np.flatnonzero(reports.return_row >= 0)
    children = reports.return_row[parents]
    assert children.tolist() == returns.tolist()
    assert returns.tolist() == list(range(returns[0], len(reports.key)))
    assert (children > parents).all()
    np.testing.assert_array_equal(reports.key[children], following_keys(reports.key[parents]))
    for name in ("unit", "true_class"):
        np.testing.assert_array_equal(getattr(reports, name)[children], getattr(reports, name)[parents])
    assert set(reports.unit[children]) == {0, 1}
    assert (reports.returns_after[parents] > 0).all()
    assert not reports.return_delay_seconds[reports.returns_after == 0].any()
    assert np.isin(parents, returns).sum() > 1_000


def test_a_new_report_is_a_case_at_once_that_is_investigated_in_full():
    reports, steps, returns = drawn({"triage.by_hand.sensitivity": 0.5})
    assert set(reports.arrived_seconds[returns]) == {NEVER_SECONDS}
    assert set(reports.triaged_by[returns]) == {BY_NOBODY}
    np.testing.assert_array_equal(reports.triaged_class[returns], reports.true_class[returns])
    for name in ("full_from", "short_from", "found_by", "treatment_draw", "triage_seconds", "flagged", "taken_up"):
        assert not getattr(reports, name)[returns].any(), name
    for name in ("short_outcome", "visit_outcome"):
        assert set(getattr(reports, name)[returns]) == {-1}, name
    assert set(reports.found_seconds[returns]) == {NEVER_SECONDS}
    assert set(reports.n_steps[returns]) == {2}
    np.testing.assert_array_equal(np.diff(reports.first_step), reports.n_steps[:-1])
    assert reports.first_step[-1] + reports.n_steps[-1] == len(steps.skill)
    check_law(steps.hours[reports.first_step[returns]], stats.lognorm(0.5, scale=2 * np.exp(-0.125)))
    check_shares(reports.outcome[returns], {End.ALTERNATIVE: 0.8, End.TRANSFERRED: 0.1, End.NO_OFFENCE: 0.1})


def test_who_is_investigated_in_full_returns_after_that_or_after_nothing_only():
    """Work in hand at the start, and reports that have followed others: 0.5 / 0.8 of those that return at all do so
    after a full investigation. What is discovered counts: a serious case may be no offence too."""
    upgrade = {"probability": 0.5, "after": "dossier", "to": {"serious": 1.0}}
    reports, _, returns = drawn({"demand.stock.light": {"in_hand": 5_000}, "casework.classes.light.upgrade": upgrade})
    for rows in (returns, np.flatnonzero(reports.taken_up)):
        assert {*reports.returns_after[rows].tolist()} <= {0, bits(FULL), bits(NOTHING), bits(FULL, NOTHING)}
        may = np.isin(reports.outcome[rows], (End.ALTERNATIVE, End.FILE_TO_OM))
        after = reports.returns_after[rows]
        check_count_of(after[may & (after > 0)] & 1 == 1, 0.5 / 0.8)
        assert not (after[~may] & 1).any()


@pytest.mark.parametrize("family", ["fixed", "exponential"])
def test_the_time_until_a_new_report_expires_counts_from_its_arrival(family: str):
    reports, _, returns = drawn({"casework.classes.light.expires": {"mean_days": 20, "family": family}})
    waits = days_of(reports.expires_seconds[returns])
    if family == "fixed":
        assert set(waits) == {20.0}
    else:
        check_law(waits, stats.expon(scale=20.0))


def test_a_new_report_never_expires_where_its_class_does_not():
    reports, _, returns = drawn({**ENOUGH, "casework.classes.light.expires": None})
    assert set(reports.expires_seconds[returns]) == {NEVER_SECONDS}


def test_what_a_new_report_discovers_is_drawn_anew():
    upgrade = {"probability": 0.5, "after": "dossier", "to": {"serious": 1.0}}
    reports, steps, returns = drawn({"casework.classes.light.upgrade": upgrade})
    parents = np.flatnonzero(reports.return_row >= 0)
    children = reports.return_row[parents]
    check_count_of(reports.upgrade_class[returns] == SERIOUS, 0.5)
    assert_independent(
        of_parent=reports.upgrade_class[parents] == SERIOUS,
        of_child=reports.upgrade_class[children] == SERIOUS,
    )
    heavy = [steps.hours[reports.first_step[rows] + reports.full_from[rows]] for rows in (parents, children)]
    assert_independent(of_parent=heavy[0], of_child=heavy[1])


def test_keys_are_unique_and_those_of_new_reports_are_negative():
    for replication in range(2):
        reports, _, returns = drawn(ENOUGH, replication)
        assert len(set(reports.key.tolist())) == len(reports.key) > 20_000
        np.testing.assert_array_equal(np.flatnonzero(reports.key < 0), returns)


def test_nobody_returns_after_the_end_of_the_run_and_a_longer_run_has_the_same_persons_and_more():
    """A report that is taken up late may still come later than that; none can come sooner."""
    slow = {"casework.classes.light.recurrence_mean_days": 300}
    short, longer = (drawn({**ENOUGH, **slow, "run.end": end}) for end in ("2021-12-31", "2022-12-31"))
    earliest = np.maximum(short[0].arrived_seconds, 0)
    for row in np.flatnonzero(short[0].return_row >= 0):
        earliest[short[0].return_row[row]] = earliest[row] + short[0].return_delay_seconds[row]
    assert earliest.max() < 365 * SECONDS_PER_DAY
    assert earliest.max() > 364 * SECONDS_PER_DAY
    keys = [set(reports.key[returns].tolist()) for reports, _, returns in (short, longer)]
    assert keys[0] < keys[1]


def test_the_hours_of_a_new_report_are_those_of_the_earliest_moment_at_which_it_can_come():
    """No case ends before the run begins, however old it is then."""
    growth = {"casework.complexity": {"level": 1.5, "growth_per_year": 0.3}}
    fixed = {"casework.classes.light.spread": {"family": "fixed"}, "demand.stock.light": {"waiting": 500}}
    plain, steps, _ = drawn({**ENOUGH, **fixed})
    _, grown, _ = drawn({**ENOUGH, **fixed, **growth})
    parents = np.flatnonzero((plain.return_row >= 0) & (plain.arrived_seconds < NEVER_SECONDS))
    children = plain.return_row[parents]
    earliest = days_of(np.maximum(plain.arrived_seconds[parents], 0) + plain.return_delay_seconds[parents])
    assert (plain.arrived_seconds[parents] < 0).sum() > 200
    expected = steps.hours[plain.first_step[children]] * 1.5 * 1.3 ** (earliest / 365.25)
    np.testing.assert_allclose(grown.hours[plain.first_step[children]], expected, rtol=0, atol=1 / 3_600)


def test_a_treatment_that_the_true_class_does_not_have_leaves_as_many_returns_as_that_of_the_class_it_is_taken_for():
    """Another class of the portfolio, which has no lighter treatment, or a short one after which nobody returns, and
    which is taken for light cases."""
    other = {"label": "Other", "priority": 4, "hours": {"enrich": 1}, "severe": False, "outcomes": {"alternative": 1.0}}
    other |= {"recurrence_share": 0.55, "recurrence_mean_days": 8}
    changes = {**LIGHTER, **NEVER_NO_OFFENCE}
    plain = small_settings({**changes, "casework.classes.other": other})
    names = names_of(plain)
    number = names.case_class("other")
    cases = alike(numbered(key_of("worked"), N), np.full(N, 10.0), stream=0, unit=0, true_class=number)
    without = {"short": {"hours": {"enrich": 1}, "outcomes": {"alternative": 1.0}}}
    own_short = small_settings({**changes, "casework.classes.other": {**other, "lighter": without}})
    for settings, seen_as, short, nothing in (
        (plain, number, 0.0, 0.0),
        (plain, LIGHT, 0.6, 0.8),
        (own_short, LIGHT, 0.0, 0.8),
    ):
        triaged = np.full(N, seen_as, dtype=np.int8)
        work, recurrences = casework_of(settings), compile_returns(settings, names)
        casework, _ = draw_casework(work, cases, triaged, CHANCE)
        following, _ = draw_returns(recurrences, work, cases, triaged, casework, CHANCE)
        after = following.returns_after[:N]
        for treatment, share in ((FULL, 0.55), (SHORT, short), (NOTHING, nothing)):
            comes = (after >> treatment) & 1 == 1
            check_share(comes, share) if share else np.testing.assert_array_equal(comes, False)


def test_a_misjudged_person_returns_after_the_treatment_that_the_case_got():
    other = {"label": "Other", "priority": 4, "hours": {"enrich": 1}, "severe": False, "outcomes": {"alternative": 1.0}}
    other |= {"recurrence_share": 0.5, "recurrence_mean_days": 8}
    mix = {"other": {"share": 0.1}, "light": {"share": 0.1}}
    mixed = {"casework.classes.other": other, "demand.streams.image.mix": mix, "triage.by_hand.sensitivity": 0.6}
    reports, _, returns = drawn({**mixed, **ENOUGH})
    judged = (reports.true_class == 4) & (np.arange(len(reports.key)) < returns[0])
    after_short = (reports.returns_after >> SHORT) & 1 == 1
    misjudged = judged & (reports.triaged_class == LIGHT)
    check_count_of(after_short[misjudged], 0.6 * 0.7)
    assert not after_short[judged & ~misjudged].any()


def test_nobody_of_another_class_returns_and_a_class_without_recurrence_draws_nothing():
    reports, _, returns = drawn(ENOUGH)
    assert set(reports.true_class[reports.return_row >= 0]) == set(reports.true_class[returns]) == {LIGHT}
    of_ways = [f"lighter.{way}.recurrence_share" for way in ("short", "letter_or_visit", "nothing")]
    reports, _, _ = drawn(ENOUGH | {f"casework.classes.light.{key}": 0.0 for key in ("recurrence_share", *of_ways)})
    assert set(reports.stream) == {0}
    assert set(reports.return_row) == {-1}
