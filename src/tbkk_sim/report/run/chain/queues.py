"""Warnings about the chain: a link that cannot keep up, and a plan that only moves the queue."""

from collections.abc import Callable
from typing import NamedTuple

from tbkk_sim.report.kit.labels import within
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.chain import chain_phrases
from tbkk_sim.settings import Settings

MUCH_SHARE = 0.1
"""A link cannot keep up if more than this share of what came to it waits for its turn at the end."""
MOST_SHARE = 0.5
"""A plan only moves the queue if so much of what it passes on more waits at the end."""


class PlanEffect(NamedTuple):
    """Effect of a plan on a key figure."""

    mean: float
    clear: bool
    """Beyond the chance of the replications."""


def links_that_grow(say: Say, settings: Settings, mean: Callable[[str], float]) -> list[str]:
    """Name the links to which more comes than they can do, a text each, for a warning.

    Args:
        say: Phrases and numbers.
        settings: The settings of the run.
        mean: Its key figures, over all units and classes and the whole run.
    """
    found = []
    for name, link in settings.chain.links.items():
        if link.is_limited and grows(name, mean):
            came, waiting, days = (mean(f"chain_{of}_{name}") for of in ("in", "waiting_end", "waiting_days_mean"))
            values = {"n": say.count(came), "waiting": say.count(waiting), "days": say.duration_in_words(days)}
            found.append(say(chain_phrases.QUEUE_GROWS, link=within(say(link.label)), **values))
    return found


def grows(link: str, mean: Callable[[str], float]) -> bool:
    """Tell whether so much of what came to a link waits for its turn at the end that it cannot keep up."""
    came = mean(f"chain_in_{link}")
    return came > 0 and mean(f"chain_waiting_end_{link}") > MUCH_SHARE * came


def moved_queues(say: Say, base: Settings, plan: Settings, change: Callable[[str], PlanEffect]) -> list[str]:
    """Say of which more cases that a plan passes on most wait further on, a text for each beginning of the chain.

    Args:
        say: Phrases and numbers.
        base: The settings without the plan.
        plan: The settings with it.
        change: What it changes in a key figure, over all units and classes and the whole run.
    """
    chain, found = plan.chain, []
    if list(base.chain.links) != list(chain.links):
        return []
    for first in (name for name, link in chain.links.items() if link.after is None):
        more = change(f"chain_in_{first}")
        if not (more.clear and more.mean > 0):
            continue
        of_line = [name for name, link in chain.links.items() if chain.first_of(name) == first and link.is_limited]
        waits = {name: change(f"chain_waiting_end_{name}").mean for name in of_line}
        waiting = sum(waits.values())
        if waiting < MOST_SHARE * more.mean:
            continue
        links = [
            say(chain_phrases.LINK_AND_NUMBER, link=within(say(chain.links[name].label)), n=say.count(n))
            for name, n in waits.items()
            if say.count(n) != say.count(0) and n > 0
        ]
        links_said = ", ".join(links)
        found.append(
            say(chain_phrases.MOVES_QUEUE, n=say.count(more.mean), waiting=say.count(waiting), links=links_said)
        )
    return found
