"""What a case turns out to be, and when it is no longer one."""

from tbkk_sim.model import rules
from tbkk_sim.model.seconds import NEVER_SECONDS
from tests.model.truth import truth_table

NO_UPGRADE = -1


@truth_table(
    "case_class, true_class, upgraded, right",
    {
        "judged too light": (3, 2, False, True),
        "judged too severe": (2, 3, False, True),
        "judged well": (2, 2, False, False),
        "upgraded since: what it was no longer matters": (3, 2, True, False),
        "upgraded to what it is": (2, 2, True, False),
    },
)
def test_a_misjudged_case_shows_what_it_is(case_class, true_class, upgraded, right):
    assert rules.shows_true_class(case_class, true_class, upgraded) is right


@truth_table(
    "upgraded, upgrade_after, position, is_last, right",
    {
        "no upgrade is drawn": (False, NO_UPGRADE, 3, False, False),
        "no upgrade is drawn, at the last step": (False, NO_UPGRADE, 3, True, False),
        "at the first step, as set": (False, 0, 0, False, True),
        "one step before the set one": (False, 2, 1, False, False),
        "at the set step": (False, 2, 2, False, True),
        "one step after the set one, which had no hours": (False, 2, 3, False, True),
        "before the set one, but no step with hours is left": (False, 2, 1, True, True),
        "before any step, and none has hours": (False, 0, -1, True, True),
        "once only": (True, 2, 2, False, False),
        "once only, at the last step too": (True, 2, 3, True, False),
    },
)
def test_a_case_turns_out_worse_when_it_should(upgraded, upgrade_after, position, is_last, right):
    assert rules.shows_upgrade(upgraded, upgrade_after, position, is_last) is right


@truth_table(
    "expires, now, right",
    {
        "a second before": (10, 9, False),
        "at the very moment": (10, 10, True),
        "a second after": (10, 11, True),
        "never": (NEVER_SECONDS, NEVER_SECONDS - 1, False),
        "before the start": (-1, 0, True),
    },
)
def test_a_case_has_expired_from_its_moment_on(expires, now, right):
    assert rules.has_expired(expires, now) is right


def test_only_a_case_that_nobody_has_taken_up_expires():
    assert rules.may_expire(taken_up=False)
    assert not rules.may_expire(taken_up=True)


def test_a_case_that_is_seen_as_of_a_class_that_does_not_expire_never_does():
    assert rules.expiry_in_class(10, class_expires=True) == 10
    assert rules.expiry_in_class(10, class_expires=False) == NEVER_SECONDS
    assert rules.expiry_in_class(NEVER_SECONDS, class_expires=True) == NEVER_SECONDS
