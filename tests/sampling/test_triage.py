import dataclasses

import numpy as np
import pytest

from tbkk_sim.sampling.world import AUTOMATIC, BY_HAND, BY_NOBODY, NEVER, Reports
from tests.builders import drawn_reports, small_settings

BIG = {"demand.streams.image.volume_factor": 50.0}
CLOSED, ACUTE, SERIOUS, LIGHT = range(4)


def reports(**triage: object) -> Reports:
    """The reports of a year of 100,000, with these settings of triage."""
    changes = {f"triage.{name}": value for name, value in triage.items()}
    return drawn_reports(small_settings({**BIG, **changes}), 0)[0]


def assert_share(flags: np.ndarray, share: float) -> None:
    """The share is right within four standard errors."""
    assert flags.mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / len(flags)))


def test_the_system_judges_its_share() -> None:
    drawn = reports(automatic_share=0.3)
    assert set(np.unique(drawn.triaged_by)) == {AUTOMATIC, BY_HAND}
    assert_share(drawn.triaged_by == AUTOMATIC, 0.3)


def test_a_higher_automatic_share_only_moves_reports_one_way() -> None:
    some, more = reports(automatic_share=0.3), reports(automatic_share=0.5)
    np.testing.assert_array_equal(some.key, more.key)
    assert not ((some.triaged_by == AUTOMATIC) & (more.triaged_by == BY_HAND)).any()
    by_hand = more.triaged_by == BY_HAND
    np.testing.assert_array_equal(some.triage_hours[by_hand], more.triage_hours[by_hand])


def test_triage_hours_have_their_mean_and_cost_nobody_else_anything() -> None:
    drawn = reports(hours_mean=0.4, hours_factor=0.5)
    hours = drawn.triage_hours[drawn.triaged_by == BY_HAND]
    assert hours.mean() == pytest.approx(0.2, abs=4 * 0.2 / np.sqrt(2 * len(hours)))  # gamma of shape 2
    assert (drawn.triage_hours[drawn.triaged_by != BY_HAND] == 0).all()


def test_misjudged_reports_seem_the_next_less_urgent_class() -> None:
    drawn = reports(misjudged_share=0.2)
    wrong = drawn.triaged_class != drawn.true_class
    assert_share(wrong[(drawn.true_class == ACUTE) | (drawn.true_class == SERIOUS)], 0.2)
    assert set(drawn.triaged_class[wrong & (drawn.true_class == ACUTE)]) == {SERIOUS}
    assert set(drawn.triaged_class[wrong & (drawn.true_class == SERIOUS)]) == {LIGHT}
    assert not wrong[(drawn.true_class == LIGHT) | (drawn.true_class == CLOSED)].any()


def test_a_report_is_never_mistaken_for_a_class_that_is_only_chosen() -> None:
    network = {**small_settings().casework.classes["serious"].model_dump(), "priority": 2}
    settings = small_settings(
        {
            **BIG,
            "casework.classes.network": network,
            "casework.proactive.network.per_year": 12,
            "triage.misjudged_share": 1.0,
        }
    )
    drawn = drawn_reports(settings, 0)[0]
    assert set(drawn.triaged_class[drawn.true_class == ACUTE]) == {SERIOUS}


def test_only_misjudged_reports_of_a_class_that_preempts_are_found() -> None:
    drawn = reports(misjudged_share=0.5, found_after_days=20.0)
    missed = (drawn.true_class == ACUTE) & (drawn.triaged_class != ACUTE)
    np.testing.assert_array_equal(drawn.found_days != NEVER, missed)
    waits = (drawn.found_days - drawn.arrived_days)[missed]
    assert waits.min() > 0
    assert waits.mean() == pytest.approx(20, abs=4 * 20 / np.sqrt(len(waits)))


def test_the_system_flags_only_urgent_reports_that_are_not_misjudged() -> None:
    drawn = reports(flagged_share=0.6, misjudged_share=0.5)
    assert not drawn.flagged[drawn.true_class != ACUTE].any()
    acute = drawn.true_class == ACUTE
    misjudged = drawn.triaged_class[acute] != ACUTE
    assert not drawn.flagged[acute][misjudged].any()
    assert_share(drawn.flagged[acute][~misjudged], 0.6)


def test_without_triage_every_report_is_a_case_of_its_true_class() -> None:
    with_triage, without = reports(), reports(enabled=False, misjudged_share=0.5)
    assert (without.triaged_by == BY_NOBODY).all()
    np.testing.assert_array_equal(without.triaged_class, without.true_class)
    assert CLOSED not in without.true_class
    assert not without.flagged.any()
    np.testing.assert_array_equal(without.key, with_triage.key[with_triage.true_class != CLOSED])


def test_closed_reports_have_no_work() -> None:
    drawn = reports()
    closed = drawn.true_class == CLOSED
    assert (drawn.n_steps[closed] == 0).all()
    assert (drawn.expires_days[closed] == NEVER).all()
    assert all(len(getattr(drawn, c.name)) == len(drawn.key) for c in dataclasses.fields(drawn))
