"""A plan that only moves the queue is told, and one that does not is not."""

from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.chain.queues import PlanEffect, links_that_grow, moved_queues
from tests.builders import small_settings
from tests.rows import every_row

LINKS = {
    "decision": {"label": "Decision", "takes": ["file_to_om"], "per_year": {2021: 50}},
    "hearing": {"label": "Hearing", "after": "decision", "places": 5},
    "aid": {"label": "Aid", "takes": ["alternative"], "places": 3},
}
SETTINGS = small_settings({"chain": {"links": LINKS}})
SAY = Say("en")


def said(more, waiting, *, clear=True, base=SETTINGS):
    """What is said of a plan that passes on so many more to the decision, with so many more waiting at each link."""
    effects = {"chain_in_decision": PlanEffect(more, clear), "chain_in_aid": PlanEffect(0.0, False)}
    effects |= {f"chain_waiting_end_{link}": PlanEffect(n, True) for link, n in waiting.items()}
    return moved_queues(SAY, base, SETTINGS, lambda name: effects.get(name, PlanEffect(0.0, False)))


@every_row(
    ("more", "waiting", "clear", "warns"),
    [
        (100.0, {"decision": 50.0}, True, True),
        (100.0, {"decision": 49.0}, True, False),
        (100.0, {"decision": 20.0, "hearing": 30.0}, True, True),
        (100.0, {"decision": 80.0, "hearing": -40.0}, True, False),
        (100.0, {"aid": 90.0}, True, False),  # another end of cases
        (100.0, {"decision": 90.0}, False, False),
        (0.0, {"decision": 90.0}, True, False),  # less capacity there, not more work at the teams
        (-100.0, {"decision": 90.0}, True, False),
        (100.0, {}, True, False),
    ],
)
def test_a_plan_moves_the_queue_if_half_of_what_it_passes_on_more_waits_at_the_end(more, waiting, clear, warns):
    assert bool(said(more, waiting, clear=clear)) == warns


def test_it_is_said_where_they_wait():
    (text,) = said(100.0, {"decision": 40.0, "hearing": 30.0})
    assert text == (
        "The teams pass on 100 more cases, and 70 more wait further on at the end (decision: 40, hearing: 30): more "
        "work at the teams moves the queue, rather than ending it."
    )
    (text,) = said(100.0, {"decision": 70.0, "hearing": -10.0})
    assert "60 more wait further on at the end (decision: 70): " in text


def test_plans_with_other_links_are_not_compared():
    assert not said(100.0, {"decision": 90.0}, base=small_settings())


def test_a_link_grows_if_more_than_a_tenth_of_what_came_waits_at_the_end():
    def grows(came, waiting):
        means = {"chain_in_decision": came, "chain_waiting_end_decision": waiting}
        means |= {"chain_waiting_days_mean_decision": 321.4}
        return links_that_grow(SAY, SETTINGS, lambda name: means.get(name, 0.0))

    assert grows(100.0, 10.0) == []
    assert grows(100.0, 11.0) == [
        "More comes to a link of the chain than it can do (decision): of 100 that came over the whole period, 11 wait "
        "for their turn at the end, for 321 days so far on average."
    ]
    assert grows(0.0, 0.0) == []
    assert grows(float("nan"), float("nan")) == []
