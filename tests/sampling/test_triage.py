import dataclasses

import numpy as np
import pytest

from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, days_of
from tbkk_sim.sampling.world import AUTOMATIC, BY_HAND, BY_NOBODY, NEVER, Reports
from tests.builders import drawn_reports, small_settings
from tests.laws import sample

BIG = {"demand.streams.image.volume_factor": sample(50)}
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


NEVER_LESS_URGENT, OFTEN_LESS_URGENT = {"specificity": 0.8}, {"sensitivity": 0.6}


def alike_by(**weighing: float) -> dict[str, object]:
    """Persons and the system err alike."""
    return {"by_hand": weighing, "by_system": weighing}


def test_cases_seem_of_the_classes_of_their_stream_above_or_below_their_own():
    """Acute is the most urgent class, light the least; a case of two levels lower is rare with such a score."""
    drawn = reports(**alike_by(sensitivity=0.8, specificity=0.8))
    for true_class, less, more in ((ACUTE, 0.2, 0.0), (SERIOUS, 0.2, 0.2), (LIGHT, 0.0, 0.2)):
        seen = drawn.triaged_class[drawn.true_class == true_class]
        assert_share(seen > true_class, less)
        assert_share((seen < true_class) & (seen > CLOSED), more)
    assert (drawn.triaged_class[drawn.true_class == CLOSED] == CLOSED).all()


def test_a_score_that_errs_only_one_way_errs_by_one_level() -> None:
    up, down = reports(**alike_by(**NEVER_LESS_URGENT)), reports(**alike_by(**OFTEN_LESS_URGENT))
    assert set(up.triaged_class[up.true_class == LIGHT]) == {LIGHT, SERIOUS}
    assert set(down.triaged_class[down.true_class == ACUTE]) == {ACUTE, SERIOUS}
    assert not (up.triaged_class > up.true_class).any()
    assert not ((down.triaged_class < down.true_class) & (down.triaged_class > CLOSED)).any()


def test_persons_and_the_system_have_errors_of_their_own() -> None:
    drawn = reports(automatic_share=0.5, by_hand={"sensitivity": 0.9}, by_system={"sensitivity": 0.6})
    serious = drawn.true_class == SERIOUS
    for way, share in ((BY_HAND, 0.1), (AUTOMATIC, 0.4)):
        assert_share(drawn.triaged_class[serious & (drawn.triaged_by == way)] == LIGHT, share)


def test_some_cases_are_closed_by_mistake_whatever_they_are() -> None:
    drawn = reports(**alike_by(closed_by_mistake_share=0.1))
    for of in (ACUTE, SERIOUS, LIGHT):
        assert_share(drawn.triaged_class[drawn.true_class == of] == CLOSED, 0.1)
        assert set(drawn.triaged_class[drawn.true_class == of]) == {CLOSED, of}


def test_with_fewer_errors_the_same_cases_are_seen_rightly_and_more() -> None:
    some = reports(**alike_by(sensitivity=0.8, specificity=0.9, closed_by_mistake_share=0.1))
    fewer = reports(**alike_by(sensitivity=0.9, specificity=0.95, closed_by_mistake_share=0.05))
    np.testing.assert_array_equal(some.key, fewer.key)
    right, still = some.triaged_class == some.true_class, fewer.triaged_class == fewer.true_class
    assert (still | ~right).all()
    assert np.sum(still & ~right) > sample(1_000)


def test_a_report_is_never_mistaken_for_a_class_that_its_stream_does_not_have() -> None:
    network = {**small_settings().casework.classes["serious"].model_dump(), "priority": 2}
    phone = {"label": "P", "reports_per_year": {2021: 5_000}, "reference_year": 2021, "mix": {"serious": {"share": 1}}}
    settings = small_settings(
        {
            **BIG,
            "casework.classes.network": network,
            "casework.proactive.network.per_year": 12,
            "demand.streams.phone": phone,
            "triage.by_hand": {"sensitivity": 0.6, "specificity": 0.6},
        }
    )
    drawn = drawn_reports(settings, 0)[0]
    assert set(drawn.triaged_class[(drawn.true_class == ACUTE) & (drawn.stream == 0)]) == {ACUTE, SERIOUS, LIGHT}
    assert set(drawn.triaged_class[drawn.stream == 1]) == {SERIOUS}


def test_classes_of_one_priority_are_not_mistaken_for_each_other() -> None:
    other = {**small_settings().casework.classes["serious"].model_dump()}
    mix = {name: {"share": 0.1} for name in ("acute", "serious", "light", "other")}
    changes = {"casework.classes.other": other, "demand.streams.image.mix": mix}
    errs = {f"triage.{name}": {"sensitivity": 0.7, "specificity": 0.7} for name in ("by_hand", "by_system")}
    drawn = drawn_reports(small_settings({**BIG, **changes, **errs}), 0)[0]
    seen = drawn.triaged_class[drawn.true_class == 4]
    assert set(seen) == {ACUTE, LIGHT, 4}
    assert_share(seen == 4, 0.4)
    assert set(drawn.triaged_class[drawn.true_class == SERIOUS]) == {ACUTE, LIGHT, SERIOUS}
    assert set(drawn.triaged_class[drawn.true_class == ACUTE]) == {ACUTE, LIGHT, SERIOUS}


def test_a_report_may_be_taken_for_a_class_of_which_its_stream_has_none() -> None:
    chat = {
        "label": "C",
        "reports_per_year": {2021: 5_000},
        "reference_year": 2021,
        "mix": {"serious": {"share": 1.0}, "light": {"share": 0.0}},
    }
    settings = small_settings({"demand.streams.chat": chat, "triage.by_hand": OFTEN_LESS_URGENT})
    drawn = drawn_reports(settings, 0)[0]
    of_chat = drawn.stream == 1
    assert set(drawn.true_class[of_chat]) == {SERIOUS}
    assert_share(drawn.triaged_class[of_chat & (drawn.triaged_by == BY_HAND)] == LIGHT, 0.4)


def test_the_system_has_an_answer_of_its_own_only_where_it_may_take_over() -> None:
    errs = {"automatic_share": 0.3, "by_hand": {"sensitivity": 0.9}, "by_system": {"sensitivity": 0.6}}
    never = reports(**errs)
    np.testing.assert_array_equal(never.system_class, never.triaged_class)
    may = reports(**errs, automatic_above_reports=50, assessment={"enabled": True})
    np.testing.assert_array_equal(may.triaged_class, never.triaged_class)
    automatic = may.triaged_by == AUTOMATIC
    np.testing.assert_array_equal(may.system_class[automatic], may.triaged_class[automatic])
    assert_share(may.system_class[~automatic & (may.true_class == SERIOUS)] == LIGHT, 0.4)


READ = {"automatic_share": 0.3, "by_hand": {"sensitivity": 0.9}, "by_system": {"sensitivity": 0.6}}


def test_the_system_reads_what_a_person_judges_as_it_would_judge_it() -> None:
    drawn = reports(**READ, automatic_above_reports=50, assessment={"enabled": True})
    by_hand, of_case = drawn.triaged_by == BY_HAND, drawn.true_class > ACUTE
    np.testing.assert_array_equal(drawn.read_class[by_hand & of_case], drawn.system_class[by_hand & of_case])
    assert_share(drawn.read_class[by_hand & (drawn.true_class == SERIOUS)] == LIGHT, 0.4)
    assert not drawn.read_class[~by_hand].any()
    alone = reports(**READ)
    np.testing.assert_array_equal(alone.read_class, drawn.read_class)
    for column in ("triaged_class", "system_class"):
        np.testing.assert_array_equal(getattr(alone, column), getattr(reports(**READ, order="arrival"), column))


def test_nobody_reads_what_goes_by_arrival_or_is_not_triaged() -> None:
    assert not reports(
        **READ, order="arrival", automatic_above_reports=50, assessment={"enabled": True}
    ).read_class.any()
    assert not reports(**READ, enabled=False).read_class.any()


def test_what_the_system_flags_it_reads_as_urgent_and_nothing_else_that_is() -> None:
    drawn = reports(flagged_share=0.6, automatic_share=0.0, by_system={"sensitivity": 0.8})
    acute, flagged = drawn.true_class == ACUTE, drawn.flagged
    assert set(drawn.read_class[flagged]) == {ACUTE}
    assert set(drawn.read_class[acute & ~flagged]) == {SERIOUS}
    closes = reports(flagged_share=0.6, automatic_share=0.0, by_system={"closed_by_mistake_share": 0.3})
    np.testing.assert_array_equal(closes.flagged, flagged)
    assert set(closes.read_class[flagged]) == {ACUTE}
    assert_share(closes.read_class[acute & ~flagged] == CLOSED, 0.3)
    assert set(closes.read_class[acute & ~flagged]) == {CLOSED, SERIOUS}


def test_what_is_urgent_and_not_flagged_is_read_as_no_case_where_the_stream_has_no_other_class() -> None:
    alone = {"demand.streams.image.mix": {"acute": {"share": 0.3}}, "triage.flagged_share": 0.6}
    drawn = drawn_reports(small_settings({**BIG, **alone, "triage.automatic_share": 0.0}), 0)[0]
    acute = drawn.true_class == ACUTE
    np.testing.assert_array_equal(drawn.read_class[acute] == ACUTE, drawn.flagged[acute])
    assert set(drawn.read_class[acute]) == {ACUTE, CLOSED}


def test_in_some_reports_that_are_no_case_the_system_reads_one_like_those_of_their_stream() -> None:
    chat = {
        "label": "C",
        "reports_per_year": {2021: sample(100_000)},
        "reference_year": 2021,
        "mix": {"serious": {"share": 0.1}, "light": {"share": 0.0}},
    }
    errs = {"triage.automatic_share": 0.0, "triage.by_system": {"specificity": 0.8}}
    drawn = drawn_reports(small_settings({**BIG, "demand.streams.chat": chat, **errs}), 0)[0]
    no_case = drawn.true_class == CLOSED
    of_image = {ACUTE: 0.02 * sample(50) ** (0.3 - 1), SERIOUS: 0.1, LIGHT: 0.2}  # acute ones grow less than reports
    of_image = {of: share / sum(of_image.values()) for of, share in of_image.items()}
    for stream, shares in ((0, of_image), (1, {SERIOUS: 1.0})):
        read = drawn.read_class[no_case & (drawn.stream == stream)]
        assert_share(read > CLOSED, 0.2)
        for of, share in shares.items():
            assert_share(read[read > CLOSED] == of, share)
    assert set(drawn.system_class[no_case]) == {CLOSED}, "who judges it closes it, whatever was read"
    fewer = drawn_reports(
        small_settings({**BIG, "demand.streams.chat": chat, **errs, "triage.by_system": {"specificity": 0.9}}), 0
    )[0]
    assert not ((fewer.read_class > CLOSED) & (drawn.read_class == CLOSED) & no_case).any()


def test_a_stream_without_cases_is_read_as_having_none() -> None:
    empty = {"demand.streams.image.mix": {}, "triage.by_system": {"specificity": 0.8}, "triage.automatic_share": 0.0}
    drawn = drawn_reports(small_settings({**BIG, **empty}), 0)[0]
    assert len(drawn.key) > 0
    assert not drawn.read_class.any()


ASSESSED = {"enabled": True, "sensitivity": 0.7, "specificity": 0.85, "closed_by_mistake_share": 0.02}


def test_units_assess_every_triaged_case_anew_and_nothing_else() -> None:
    stock = {"demand.stock.light": {"waiting": 50}, "casework.proactive.serious.per_year": 9}
    changes = {"triage.assessment": ASSESSED, "triage.by_hand": {"sensitivity": 0.6}, **stock}
    drawn = drawn_reports(small_settings({**BIG, **changes}), 0)[0]
    triaged = (drawn.triaged_by != BY_NOBODY) & (drawn.true_class > CLOSED)
    np.testing.assert_array_equal(drawn.assessment_seconds > 0, triaged)
    serious = triaged & (drawn.true_class == SERIOUS)
    for seen_as, share in ((LIGHT, 0.3), (ACUTE, 0.15)):
        assert_share(drawn.assessed_class[serious] == seen_as, share * 0.98)
        of_light_ones = drawn.assessed_class[serious & (drawn.triaged_class == LIGHT)]
        assert_share(of_light_ones == seen_as, share * 0.98)
    assert_share(drawn.assessed_class[serious] == CLOSED, 0.02)
    for column in (drawn.assessed_class, drawn.system_class):
        np.testing.assert_array_equal(column[~triaged], drawn.triaged_class[~triaged])


def test_without_assessment_the_class_and_the_score_of_triage_stand() -> None:
    drawn = reports(by_hand={"sensitivity": 0.8, "closed_by_mistake_share": 0.1})
    np.testing.assert_array_equal(drawn.assessed_class, drawn.triaged_class)
    np.testing.assert_array_equal(drawn.assessed_score, drawn.score)
    assert not drawn.assessment_seconds.any()
    assert (drawn.trace_until_seconds == NEVER_SECONDS).all()


def test_enrichment_takes_its_hours_and_leads_nowhere_for_some_or_once_the_data_are_gone() -> None:
    """Gamma of shape 2, mean 0.5 hours; a fifth never leads to a person, the others for 40 days."""
    assessment = {"enabled": True, "hours_mean": 0.5, "untraceable_share": 0.2, "retention_days": 40}
    drawn = reports(assessment=assessment)
    case = drawn.true_class > CLOSED
    hours = drawn.assessment_seconds[case] / 3_600
    assert hours.mean() == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(2 * len(hours)))
    assert_share(drawn.trace_until_seconds[case] == 0, 0.2)
    kept = case & (drawn.trace_until_seconds > 0)
    np.testing.assert_array_equal(
        drawn.trace_until_seconds[kept] - drawn.arrived_seconds[kept], np.full(kept.sum(), 40 * SECONDS_PER_DAY)
    )
    for_good = reports(assessment={**assessment, "retention_days": None})
    assert set(for_good.trace_until_seconds) == {0, NEVER_SECONDS}
    no_time = reports(assessment={**assessment, "hours_mean": 0})
    assert set(no_time.assessment_seconds[case]) == {1}


def test_scores_rise_with_the_risk_that_a_case_seems_less_urgent_than() -> None:
    """Of cases that seem light those which truly are serious have the higher scores, but not all of them."""
    drawn = reports(**alike_by(sensitivity=0.8, specificity=0.9))
    assert (drawn.score.min(), drawn.score.max()) == (0, 999)
    seems_light = drawn.triaged_class == LIGHT
    of_light, of_serious = (drawn.score[seems_light & (drawn.true_class == of)] for of in (LIGHT, SERIOUS))
    assert of_serious.mean() > of_light.mean() + 100
    assert of_light.max() > of_serious.min()


def test_only_cases_that_somebody_misjudges_are_found_and_only_of_a_class_that_preempts() -> None:
    errs = {**alike_by(sensitivity=0.7), "assessment": {"enabled": True, "sensitivity": 0.8}}
    drawn = reports(**errs, found_after_days=20.0)
    acute = drawn.true_class == ACUTE
    missed = acute & ((drawn.triaged_class != ACUTE) | (drawn.assessed_class != ACUTE))
    np.testing.assert_array_equal(days_of(drawn.found_seconds) != NEVER, missed)
    assert_share(missed[acute], 1 - 0.7 * 0.8)
    waits = (days_of(drawn.found_seconds) - drawn.arrived_days)[missed]
    assert waits.min() > 0
    assert waits.mean() == pytest.approx(20, abs=4 * 20 / np.sqrt(len(waits)))


def test_a_case_expires_as_what_its_unit_sees() -> None:
    drawn = reports(**alike_by(sensitivity=0.7), assessment={"enabled": True, "sensitivity": 0.8})
    case = drawn.true_class != CLOSED
    expires, seen_as = (days_of(drawn.expires_seconds) != NEVER)[case], drawn.assessed_class[case]
    np.testing.assert_array_equal(expires, seen_as == LIGHT)  # of the small settings only these are let go
    assert (expires & (drawn.true_class[case] != LIGHT)).any()


def test_the_system_flags_only_urgent_reports_that_are_not_misjudged() -> None:
    drawn = reports(flagged_share=0.6, **alike_by(sensitivity=0.5))
    assert not drawn.flagged[drawn.true_class != ACUTE].any()
    acute = drawn.true_class == ACUTE
    misjudged = drawn.triaged_class[acute] != ACUTE
    assert not drawn.flagged[acute][misjudged].any()
    assert_share(drawn.flagged[acute][~misjudged], 0.6)


def test_without_triage_every_report_is_a_case_of_its_true_class() -> None:
    with_triage, without = reports(), reports(enabled=False, **alike_by(sensitivity=0.5), assessment=ASSESSED)
    assert (without.triaged_by == BY_NOBODY).all()
    np.testing.assert_array_equal(without.triaged_class, without.true_class)
    np.testing.assert_array_equal(without.assessed_class, without.true_class)
    assert CLOSED not in without.true_class
    assert not without.flagged.any()
    assert not without.assessment_seconds.any()
    np.testing.assert_array_equal(without.key, with_triage.key[with_triage.true_class != CLOSED])


def test_closed_reports_have_no_work() -> None:
    drawn = reports()
    closed = drawn.true_class == CLOSED
    assert (drawn.n_steps[closed] == 0).all()
    assert (days_of(drawn.expires_seconds)[closed] == NEVER).all()
    assert all(len(getattr(drawn, c.name)) == len(drawn.key) for c in dataclasses.fields(drawn))
