"""A plan that withdraws all posts of a unit, or adds some, on the what-if page."""

import html
import re

import numpy as np
import pytest

from tbkk_sim.replay.page import reader_of
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.settings import Settings
from tbkk_sim.whatif.outcome import PlanOutcome
from tbkk_sim.whatif.results import result
from tests.model.posts import step, with_plan


def outcome(settings: Settings) -> PlanOutcome:
    plan = Simulation(settings)
    return PlanOutcome(settings, plan.frame, np.array([plan.simulate(0, "simpy").values]))


SAYS = {
    "en": (
        "Warning for the changed plan: From 1 June 2021 Coast has no posts left",
        "Warning for the changed plan: There are more people than posts:",
        "cases of Coast are open, there or elsewhere.",
    ),
    "nl": (
        "Waarschuwing bij het veranderde plan: Vanaf 1 juni 2021 heeft Coast geen plaatsen meer",
        "Waarschuwing bij het veranderde plan: Er zijn meer mensen dan plaatsen:",
        "zaken van Coast open, daar of elders.",
    ),
}


@pytest.mark.slow
def test_a_changed_plan_that_withdraws_all_posts_of_a_unit_says_so():
    now = outcome(with_plan(10, 10))
    changed = outcome(with_plan(10, 10, y=step(-10, "2021-06-01")))
    for language, says in SAYS.items():
        view = reader_of(now.settings, language)
        shown = html.unescape(result(view, now, changed))
        assert [said for said in says if said not in shown] == []
        assert not any(said in html.unescape(result(view, now, None)) for said in says)


FILLED = {
    "en": r"adds 4 posts; in 2021, the last year, (\d+\.\d) of the (\d+\.\d) fte of posts are filled on average",
    "nl": r"voegt 4 plaatsen toe; in 2021, het laatste jaar, is gemiddeld (\d+,\d) van de (\d+,\d) fte aan plaatsen",
}


@pytest.mark.slow
def test_a_changed_plan_that_adds_posts_says_how_many_are_filled():
    now = outcome(with_plan(10, 10))
    changed = outcome(with_plan(10, 10, y=step(4, "2021-06-01")))
    for language, says in FILLED.items():
        view = reader_of(now.settings, language)
        found = re.search(
            says,
            html.unescape(result(view, now, changed)).replace("2021 (part)", "2021").replace("2021 (deel)", "2021"),
        )
        assert found is not None
        assert re.search(says, html.unescape(result(view, now, None))) is None
        fte = [changed.read(name, period="2021")[0] for name in ("occupancy_fte", "establishment_fte")]
        assert [float(said.replace(",", ".")) for said in found.groups()] == pytest.approx(fte, abs=0.05)
