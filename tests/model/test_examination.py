"""Which steps wait for the laboratory, how long that takes, and whose turn it is."""

from tbkk_sim.model.chain import examination
from tbkk_sim.model.chain.examination import examination_of
from tbkk_sim.model.names import names_of
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tests.builders import small_settings
from tests.model.truth import truth_table


@truth_table(
    "devices, taken_up, on_campaign, right",
    {
        "devices were seized": (1, True, False, True),
        "many were": (40, True, False, True),
        "none were, or they are examined": (0, True, False, False),
        "nobody has worked on the case, so nothing is seized": (3, False, False, False),
        "in a campaign nothing is seized": (3, True, True, False),
        "nor before it": (3, False, True, False),
    },
)
def test_a_step_waits_for_the_laboratory_if_work_on_its_case_has_seized_devices(devices, taken_up, on_campaign, right):
    assert examination.is_examined(devices, taken_up, on_campaign) is right


@truth_table(
    "devices, seconds_per_device, right",
    {"one device": (1, 7_200, 7_200), "one after the other": (5, 7_200, 36_000), "the least": (1, 1, 1)},
)
def test_devices_are_examined_one_after_the_other(devices, seconds_per_device, right):
    assert examination.examination_seconds(devices, seconds_per_device) == right


def parameters(**values):
    settings = small_settings({"chain": {"examination": {"enabled": True, "step": "search", **values}}})
    return examination_of(settings, names_of(settings))


@truth_table(
    "capacity, right",
    {
        "a device a day": (365.25, SECONDS_PER_DAY),
        "four a day": (1461.0, SECONDS_PER_DAY // 4),
        "none so quick that it takes no time": (1e7, 3),
    },
)
def test_a_capacity_a_year_is_a_time_per_device(capacity, right):
    assert parameters(capacity_devices_per_year=capacity).seconds_per_device == right


def test_the_turn_is_the_priority_of_the_class_or_nothing():
    settings = small_settings()
    priorities = [of.priority for of in settings.casework.classes.values()]
    assert parameters().turn.tolist() == [0, *priorities, 0]
    assert not parameters(urgent_first=False).turn.any()


def test_without_a_norm_none_runs_out():
    assert parameters().norm_seconds == NEVER_SECONDS
    assert parameters(norm_days=2).norm_seconds == 2 * SECONDS_PER_DAY
