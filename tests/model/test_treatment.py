"""How a case is treated, what that finds, how it ends, and whether the person returns."""

from itertools import product

from tbkk_sim.model.event_records import End
from tbkk_sim.model.selection import treatment
from tbkk_sim.model.selection.treatment import FULL, LETTER_OR_VISIT, NOTHING, SHORT, Treatment
from tests.model.truth import truth_table
from tests.rows import every_row

HALF, THIRD_BY_VISIT = (500_000, 850_000, 1_000_000), (0, 250_000, 850_000)
"""Half in full, 35 % short, 15 % by a visit; a quarter short, 60 % by a visit, 15 % closed by choice."""


@truth_table(
    "calm, pressed, pressure, right",
    {
        "no pressure: as set for calm": (750_000, 400_000, 0, 750_000),
        "the highest: as set for it": (750_000, 400_000, 1_000_000, 400_000),
        "half way": (750_000, 400_000, 500_000, 575_000),
        "a share that rises": (0, 300_000, 250_000, 75_000),
        "alike: whatever the pressure": (123_456, 123_456, 777_777, 123_456),
        "a part of a millionth is rounded down": (0, 1, 999_999, 0),
        "of a share that falls too": (1, 0, 1, 0),
    },
)
def test_a_share_moves_with_the_pressure(calm, pressed, pressure, right):
    assert treatment.under_pressure(calm, pressed, pressure) == right


@truth_table(
    "draw, upto, right",
    {
        "the lowest number": (0, HALF, FULL),
        "the last in full": (499_999, HALF, FULL),
        "the first short one": (500_000, HALF, SHORT),
        "the last short one": (849_999, HALF, SHORT),
        "the first visit": (850_000, HALF, LETTER_OR_VISIT),
        "the highest number: nothing is closed": (999_999, HALF, LETTER_OR_VISIT),
        "none in full": (0, THIRD_BY_VISIT, SHORT),
        "the last visit": (849_999, THIRD_BY_VISIT, LETTER_OR_VISIT),
        "the first that is closed": (850_000, THIRD_BY_VISIT, NOTHING),
        "the last that is closed": (999_999, THIRD_BY_VISIT, NOTHING),
        "all in full": (999_999, (1_000_000,) * 3, FULL),
        "all closed": (0, (0, 0, 0), NOTHING),
    },
)
def test_the_treatment_of_a_new_case_goes_by_shares(draw, upto, right):
    assert treatment.treatment_of(draw, *upto, True) == right


@truth_table(
    "draw, upto, right",
    {
        "nothing is closed: as a new case": (500_000, HALF, SHORT),
        "and not before": (499_999, HALF, FULL),
        "what would be closed is shared by the others": (999_999, THIRD_BY_VISIT, LETTER_OR_VISIT),
        "the last short one, of 25 in 85": (294_117, THIRD_BY_VISIT, SHORT),
        "the first visit": (294_118, THIRD_BY_VISIT, LETTER_OR_VISIT),
        "all would be closed: in full": (0, (0, 0, 0), FULL),
        "all would be closed: in full, the highest number too": (999_999, (0, 0, 0), FULL),
    },
)
def test_of_work_in_stock_nothing_is_closed(draw, upto, right):
    assert treatment.treatment_of(draw, *upto, False) == right


@truth_table(
    "draw, calm_upto_visit, right",
    {
        "closed without pressure too": (850_000, 850_000, End.CLOSED_BY_CHOICE),
        "only under pressure": (849_999, 850_000, End.DECLINED),
        "nothing is closed without pressure": (999_999, 1_000_000, End.DECLINED),
        "all is": (0, 0, End.CLOSED_BY_CHOICE),
    },
)
def test_what_only_pressure_leaves_untreated_is_turned_away(draw, calm_upto_visit, right):
    assert treatment.end_of_untreated(draw, calm_upto_visit) == right


@every_row("way", Treatment)
@every_row(("severe", "upgraded"), list(product((False, True), repeat=2)))
def test_a_lighter_treatment_becomes_full_for_what_is_severe_or_worse(way, severe, upgraded):
    assert treatment.becomes_full(way, severe, upgraded) is (way != FULL and (severe or upgraded))


@truth_table(
    "way, short_from, full_from, n_steps, right",
    {
        "a visit of two steps": (LETTER_OR_VISIT, 2, 5, 9, (0, 2)),
        "a short one of three": (SHORT, 2, 5, 9, (2, 5)),
        "a full one of four": (FULL, 2, 5, 9, (5, 9)),
        "no visit: the short one comes first": (SHORT, 0, 3, 7, (0, 3)),
        "no short one: the full one follows on the visit": (FULL, 2, 2, 6, (2, 6)),
        "only in full": (FULL, 0, 0, 4, (0, 4)),
        "a visit without steps": (LETTER_OR_VISIT, 0, 3, 7, (0, 0)),
    },
)
def test_the_steps_of_a_treatment_stand_in_a_row(way, short_from, full_from, n_steps, right):
    first = treatment.first_position(way, short_from, full_from)
    assert (first, treatment.end_position(way, short_from, full_from, n_steps)) == right


ONLY_SHORT, ONLY_VISIT, BOTH = 1 << SHORT, 1 << LETTER_OR_VISIT, 1 << SHORT | 1 << LETTER_OR_VISIT


@truth_table(
    "way, upgrade_after, found_by, right",
    {
        "in full: after its step": (FULL, 7, 0, 7),
        "in full, whatever the others find": (FULL, 7, BOTH, 7),
        "in full, and there is nothing to be found": (FULL, -1, 0, -1),
        "a short one that finds it": (SHORT, 7, ONLY_SHORT, 7),
        "a short one that does not, though a visit would": (SHORT, 7, ONLY_VISIT, -1),
        "a visit that finds it": (LETTER_OR_VISIT, 7, BOTH, 7),
        "a visit that does not": (LETTER_OR_VISIT, 7, ONLY_SHORT, -1),
    },
)
def test_what_a_treatment_finds(way, upgrade_after, found_by, right):
    assert treatment.found_after(way, upgrade_after, found_by) == right


@every_row(("way", "right"), [(FULL, 0), (SHORT, 1), (LETTER_OR_VISIT, 2)])
def test_a_case_ends_as_its_treatment_does(way, right):
    assert treatment.outcome_of(way, 0, 1, 2) == right


@truth_table(
    "way, upgraded, in_full, right",
    {
        "a lighter way": (LETTER_OR_VISIT, False, False, True),
        "not for a person who was warned before": (LETTER_OR_VISIT, False, True, False),
        "that person is investigated in full": (FULL, False, True, True),
        "any case may be": (FULL, False, False, True),
        "not one that turned out worse": (FULL, True, False, False),
        "nor in a lighter way": (SHORT, True, False, False),
    },
)
def test_how_a_campaign_may_treat_a_case(way, upgraded, in_full, right):
    assert treatment.may_be_changed_to(way, upgraded, in_full) is right


AFTER_NOTHING = 1 << NOTHING


@truth_table(
    "how, way, upgraded, returns_after, right",
    {
        "after a full investigation": (End.FILE_TO_OM, FULL, False, 1 << FULL, True),
        "after any of the others, but not after this": (End.FILE_TO_OM, FULL, False, BOTH | AFTER_NOTHING, False),
        "after a short one": (End.ALTERNATIVE, SHORT, False, ONLY_SHORT, True),
        "after a visit": (End.LETTER_OR_VISIT, LETTER_OR_VISIT, False, ONLY_VISIT, True),
        "by the last of the outcomes": (End.NO_OFFENCE, LETTER_OR_VISIT, False, ONLY_VISIT, True),
        "closed by choice": (End.CLOSED_BY_CHOICE, NOTHING, False, AFTER_NOTHING, True),
        "turned away": (End.DECLINED, NOTHING, False, AFTER_NOTHING, True),
        "expired before a full investigation: nothing was done": (End.EXPIRED, FULL, False, AFTER_NOTHING, True),
        "expired, and would return only after a full one": (End.EXPIRED, FULL, False, 1 << FULL, False),
        "closed in triage: it was no case": (End.CLOSED_IN_TRIAGE, FULL, False, 15, False),
        "joined to a case: it was none itself": (End.JOINED, FULL, False, 15, False),
        "it led to nobody": (End.UNTRACEABLE, FULL, False, 15, False),
        "own work of a pool": (End.OWN_WORK_DONE, FULL, False, 15, False),
        "it turned out worse: that is another case": (End.FILE_TO_OM, FULL, True, 15, False),
        "never": (End.FILE_TO_OM, FULL, False, 0, False),
    },
)
def test_who_is_reported_again(how, way, upgraded, returns_after, right):
    assert treatment.returns(how, way, upgraded, returns_after) is right
